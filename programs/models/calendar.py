"""Days on which the offices are closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from programs.choices import HolidayKind
from programs.querysets import HolidayQuerySet


@tracked()
class Holiday(models.Model):
    """A national holiday or a day of joint leave, as three ministers decree them each year (domain.md §13, 7)."""

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=HolidayKind, default=HolidayKind.NATIONAL)
    name = models.CharField(_("name"), max_length=80)
    source = models.CharField(_("source"), max_length=120)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [one_of("kind", HolidayKind, "programs_holiday_kind_known")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
