"""Figures that others publish about the labour market, and the index of manpower development (IPK)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import Region
from programs.choices import Direction, FigureKind
from programs.constants import RATES
from programs.models.supply import Field


@tracked()
class LabourFigure(Record, ScopedModel):
    """One published figure of a region on one day, with its source (domain.md §6.3). Everybody on the staff reads it.

    Rates are in per cent, people are counted, productivity is in rupiah. Leavers of vocational schools are given by
    field, everything else as a whole. `jump_reason` says why a figure is right that looks wrong beside the last one.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("region"))
    kind = models.CharField(_("figure"), max_length=16, choices=FigureKind)
    field = models.ForeignKey(
        Field, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("field")
    )
    as_of = models.DateField(_("as of"), help_text=_("The day that the figure stands for, as its source says."))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    source = models.CharField(_("source"), max_length=200, help_text=_("Who published it, where and when."))
    jump_reason = models.CharField(_("why it changed so much"), max_length=200, blank=True)
    is_invented = models.BooleanField(default=False, help_text=_("Part of the demo, not a real figure."))

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-as_of", "region", "kind"]
        verbose_name = _("labour market figure")
        verbose_name_plural = _("labour market figures")
        constraints = [
            one_of("kind", FigureKind, "programs_labourfigure_kind_known"),
            models.UniqueConstraint(
                fields=["region", "kind", "field", "as_of"],
                nulls_distinct=False,
                name="programs_labourfigure_once",
                violation_error_message=_("This figure is entered for this day already."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="programs_labourfigure_not_negative",
                violation_error_message=_("A figure cannot be negative."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=RATES) | Q(value__lte=100),
                name="programs_labourfigure_rate_is_percent",
                violation_error_message=_("A rate lies between 0 and 100 per cent."),
            ),
            models.CheckConstraint(
                condition=Q(kind=FigureKind.SCHOOL_LEAVERS, field__isnull=False)
                | (~Q(kind=FigureKind.SCHOOL_LEAVERS) & Q(field__isnull=True)),
                name="programs_labourfigure_leavers_have_field",
                violation_error_message=_("Leavers of vocational schools are entered by field, and only these."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="programs_labourfigure_has_source",
                violation_error_message=_("A figure needs its source."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.region.short_name}, {self.as_of:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("programs:figure_list")


@tracked()
class IpkIndicator(models.Model):
    """One of the nine main indicators of the IPK (Kepmenaker 206/2017, domain.md §10). The office enters its weight."""

    position = models.PositiveSmallIntegerField(unique=True)
    name_id = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    class Meta:
        ordering = ["position"]
        verbose_name = _("main indicator of the IPK")

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_id


@tracked()
class IpkSubIndicator(Record, ScopedModel):
    """A sub-indicator with its share of the whole index, its bounds, and the document that lays them down.

    Neither sub-indicators nor weights are loaded: they were not found in public, and none is invented (domain.md §15).
    """

    indicator = models.ForeignKey(
        IpkIndicator, on_delete=models.PROTECT, related_name="parts", verbose_name=_("main indicator")
    )
    name = models.CharField(_("sub-indicator"), max_length=160)
    weight = models.DecimalField(
        _("weight in per cent of the index"),
        max_digits=6,
        decimal_places=3,
        help_text=_("All weights together make 100."),
    )
    direction = models.CharField(_("direction"), max_length=6, choices=Direction, default=Direction.HIGHER)
    minimum = models.DecimalField(_("lowest value"), max_digits=18, decimal_places=4)
    maximum = models.DecimalField(_("highest value"), max_digits=18, decimal_places=4)
    source = models.CharField(_("document"), max_length=200)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["indicator", "name"]
        verbose_name = _("sub-indicator of the IPK")
        constraints = [
            one_of("direction", Direction, "programs_ipksubindicator_direction_known"),
            models.UniqueConstraint(
                fields=["indicator", "name"],
                name="programs_ipksubindicator_once",
                violation_error_message=_("This sub-indicator is there already."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100),
                name="programs_ipksubindicator_weight",
                violation_error_message=_("A weight lies above 0 and is at most 100."),
            ),
            models.CheckConstraint(
                condition=Q(minimum__lt=F("maximum")),
                name="programs_ipksubindicator_bounds",
                violation_error_message=_("The lowest value lies below the highest."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class IpkValue(Record, ScopedModel):
    """The value of a sub-indicator in a year, with its source."""

    part = models.ForeignKey(
        IpkSubIndicator, on_delete=models.CASCADE, related_name="values", verbose_name=_("sub-indicator")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    source = models.CharField(_("source"), max_length=200)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["part", "year"]
        verbose_name = _("value of a sub-indicator")
        constraints = [
            models.UniqueConstraint(
                fields=["part", "year"],
                name="programs_ipkvalue_once",
                violation_error_message=_("This value is entered already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(2000, 2100)),
                name="programs_ipkvalue_year",
                violation_error_message=_("A year lies between 2000 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.year}"
