"""What was promised for an indicator."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaltim_naker.audit.history import tracked
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import KbliSection, Region
from programs.models.indicators import Indicator
from programs.models.supply import TrainingCentre


@tracked()
class Target(Record):
    """What was promised for an indicator: for a year or one quarter, as a whole or for one centre, region or sector.

    A quarter's target is cumulative from January on, and typed, never the year divided by four: training is
    concentrated in March to November (domain.md §13.1). Parts name their whole by `parent`; a difference between the
    parts and the whole is shown, not forbidden.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    centre = models.ForeignKey(TrainingCentre, on_delete=models.PROTECT, null=True, blank=True, related_name="targets")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sector = models.ForeignKey(KbliSection, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    value = models.DecimalField(_("target"), max_digits=14, decimal_places=4)
    source = models.CharField(_("document"), max_length=200, help_text=_("The document that sets this target."))

    class Meta:
        ordering = ["indicator", "year", "quarter", "centre"]
        verbose_name = _("target")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "quarter", "centre", "region", "sector"],
                nulls_distinct=False,
                name="programs_target_once",
                violation_error_message=_("This target is set already; change it instead."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__isnull=True) | Q(quarter__range=(1, 4)),
                name="programs_target_quarter",
                violation_error_message=_("A quarter is 1, 2, 3 or 4."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="programs_target_not_negative",
                violation_error_message=_("A target cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.year}: {self.value.normalize():f}"
