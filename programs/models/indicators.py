"""What the office is held to, and the scale by which achievement is judged."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from programs.choices import Cumulation, Direction, LowerFormula, Unit
from programs.models.legal import LegalBasis


class CountingRule(models.Model):
    """How an indicator is counted and judged; may change from a day on (domain.md §13, no. 8).

    `measure` is a key in the registry of measures or of ratios. `cap` limits the achievement in averages only: the raw
    value is always shown (domain.md §9.2). An empty sentence means that of the measure.
    """

    measure = models.CharField(
        _("measure"), max_length=40, blank=True, help_text=_("Key in the registry of measures; empty: typed figures.")
    )
    direction = models.CharField(_("direction"), max_length=6, choices=Direction, default=Direction.HIGHER)
    cumulation = models.CharField(_("over the year"), max_length=14, choices=Cumulation, default=Cumulation.CUMULATIVE)
    lower_formula = models.CharField(
        _("formula for “lower is better”"), max_length=8, choices=LowerFormula, default=LowerFormula.MIRRORED
    )
    cap = models.DecimalField(_("cap in averages (per cent)"), max_digits=6, decimal_places=2, null=True, blank=True)
    rule_id = models.TextField(_("counting rule (Indonesian)"), blank=True)
    rule_en = models.TextField(_("counting rule (English)"), blank=True)

    class Meta:
        abstract = True

    @property
    def own_rule(self) -> str:
        """The sentence of the office in the reader's language; empty where the measure's own is meant."""
        return self.rule_en if get_language() == "en" else self.rule_id


#: What a later version of an indicator replaces.
RULE_FIELDS = tuple(field.name for field in CountingRule._meta.fields)


def rule_constraints(name: str) -> list[models.BaseConstraint]:
    """The closed lists of a counting rule, for the table of this name."""
    return [
        one_of("direction", Direction, f"programs_{name}_direction_known"),
        one_of("cumulation", Cumulation, f"programs_{name}_cumulation_known"),
        one_of("lower_formula", LowerFormula, f"programs_{name}_formula_known"),
    ]


@tracked()
class Indicator(CountingRule):
    """What the office is held to. Its own columns are the first version of its rule; `versions` replace them later."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    name_id = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("indicator")
        constraints = [
            one_of("unit", Unit, "programs_indicator_unit_known"),
            *rule_constraints("indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("reports:indicator_detail", args=[self.code])

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_id


@tracked()
class IndicatorVersion(CountingRule, Record):
    """The rule of an indicator from a day on. A period is counted by the version in force on its last day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField(_("valid from"))
    basis = models.ForeignKey(
        LegalBasis, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("legal basis")
    )
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        ordering = ["indicator", "-valid_from"]
        verbose_name = _("version of an indicator")
        verbose_name_plural = _("versions of indicators")
        constraints = [
            *rule_constraints("indicatorversion"),
            models.UniqueConstraint(
                fields=["indicator", "valid_from"],
                name="programs_indicatorversion_one_per_day",
                violation_error_message=_("This indicator has a version from this day on already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} ≥ {self.valid_from:%d/%m/%Y}"


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
