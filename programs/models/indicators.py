"""What the office is held to, and the scale by which achievement is judged."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from programs.choices import Cumulation, Direction, LowerFormula, Unit


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
