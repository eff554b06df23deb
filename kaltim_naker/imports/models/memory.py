"""What the desk remembers of a sender, so that nobody has to say a thing twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.audit.history import tracked


@tracked()
class RememberedLayout(ScopedModel):
    """Which column of a layout means what, as a person of this office chose it.

    `layout` is the SHA-256 of the headings as they are compared, so the same form is known again next month.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    layout = models.CharField(max_length=64)
    places = models.JSONField(default=dict)
    last_used_at = models.DateTimeField(auto_now=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(office="office")

    class Meta:
        ordering = ["office", "kind"]
        verbose_name = _("remembered layout")
        verbose_name_plural = _("remembered layouts")
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "layout"], name="imports_rememberedlayout_once")
        ]

    def __str__(self) -> str:
        return f"{self.office} · {self.kind}"


@tracked()
class RememberedCorrection(ScopedModel):
    """A value that people of this office corrected, and into what: offered next time, never applied unasked.

    Only for columns whose values name no person (a region, a programme, an education), see `Column.is_personal`.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    column = models.CharField(max_length=40)
    given = models.CharField(max_length=200)
    corrected = models.CharField(max_length=200)
    times = models.PositiveIntegerField(default=1)
    last_used_at = models.DateTimeField(auto_now=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(office="office")

    class Meta:
        ordering = ["office", "kind", "column"]
        verbose_name = _("remembered correction")
        verbose_name_plural = _("remembered corrections")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "column", "given"], name="imports_rememberedcorrection_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.given} → {self.corrected}"
