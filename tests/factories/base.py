"""What every factory does."""

from typing import Any

from factory.django import DjangoModelFactory


class ValidFactory(DjangoModelFactory):
    """Validates before it saves, as a form or a service would."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        known = cls._known(model_class, kwargs)
        if known is not None:
            return known
        instance = model_class(*args, **kwargs)
        instance.full_clean()
        instance.save(force_insert=True)
        return instance

    @classmethod
    def _known(cls, model_class: Any, kwargs: dict[str, Any]) -> Any:
        """The row that `django_get_or_create` finds by its key."""
        names = cls._meta.django_get_or_create
        return model_class.objects.filter(**{name: kwargs[name] for name in names}).first() if names else None
