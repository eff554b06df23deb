"""What is promised: indicators, targets, and the scale by which achievement is judged."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import KbliSection, Region
from programs.choices import Cumulation, Direction, LowerFormula, Unit
from programs.models.supply import TrainingCentre


@tracked()
class Indicator(models.Model):
    """What the office is held to. The measure says which records are counted, the rule says it in a sentence."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    name_id = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    measure = models.CharField(
        _("measure"), max_length=40, blank=True, help_text=_("Key in the registry of measures; empty: typed figures.")
    )
    direction = models.CharField(_("direction"), max_length=6, choices=Direction, default=Direction.HIGHER)
    cumulation = models.CharField(max_length=14, choices=Cumulation, default=Cumulation.CUMULATIVE)
    lower_formula = models.CharField(max_length=8, choices=LowerFormula, default=LowerFormula.MIRRORED)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("indicator")
        constraints = [
            one_of("unit", Unit, "programs_indicator_unit_known"),
            one_of("direction", Direction, "programs_indicator_direction_known"),
            one_of("cumulation", Cumulation, "programs_indicator_cumulation_known"),
            one_of("lower_formula", LowerFormula, "programs_indicator_formula_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_id


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


class PredicateBand(models.Model):
    """A step of the scale from achievement to predicate, by its lower bound (domain.md §9.3).

    Scales differ between offices and years, hence a dated table: a report uses the newest scale that was valid on the
    last day of its period.
    """

    valid_from = models.DateField()
    lower = models.DecimalField(max_digits=6, decimal_places=2, help_text=_("Included, in per cent."))
    code = models.SlugField(max_length=20)
    name_id = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    source = models.CharField(max_length=120, default="Permendagri 86/2017")

    class Meta:
        ordering = ["valid_from", "-lower"]
        verbose_name = _("predicate")
        constraints = [
            models.UniqueConstraint(fields=["valid_from", "lower"], name="programs_predicateband_one_per_bound"),
            models.CheckConstraint(condition=Q(lower__gte=Decimal(0)), name="programs_predicateband_not_negative"),
        ]

    def __str__(self) -> str:
        return f"≥ {self.lower}: {self.name_id}"
