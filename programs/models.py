"""Training supply: centres, fields, programmes, classes; and what is promised: indicators, targets; and activities."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import KbliSection, Region
from programs.choices import ActivityKind, ClassState, Cumulation, Direction, FundingSource, LowerFormula, Unit
from programs.constants import USUAL_SEATS
from programs.querysets import TrainingClassQuerySet


@tracked()
class TrainingCentre(ScopedModel):
    """A provincial training centre (UPTD BLKI). It is an office seen from the training side, and shares its key."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, primary_key=True, related_name="training_centre")
    name = models.CharField(_("name"), max_length=120, help_text="UPTD Balai Latihan Kerja Industri Balikpapan")
    short_name = models.CharField(_("short name"), max_length=40, unique=True, help_text="BLKI Balikpapan")
    address = models.CharField(_("address"), max_length=200, blank=True)
    head_name = models.CharField(_("head of the centre"), max_length=150, blank=True)
    head_nip = models.CharField(_("NIP of the head"), max_length=18, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["short_name"]
        verbose_name = _("training centre")
        verbose_name_plural = _("training centres")

    def __str__(self) -> str:
        return self.short_name


class Field(models.Model):
    """A trade field (kejuruan), domain.md §3.8."""

    code = models.CharField(max_length=5, unique=True)
    name_id = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)

    class Meta:
        ordering = ["name_id"]
        verbose_name = _("field")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_id


@tracked()
class TrainingProgram(Record, ScopedModel):
    """A curriculum: what is taught, in which field, for which sector, in how many hours (JP)."""

    title = models.CharField(_("title"), max_length=120, unique=True)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("field"))
    sector = models.ForeignKey(
        KbliSection, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )
    hours = models.PositiveSmallIntegerField(_("hours (JP)"), null=True, blank=True)
    kkni_level = models.PositiveSmallIntegerField(
        _("KKNI level"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("training programme")
        constraints = [
            models.CheckConstraint(
                condition=Q(kkni_level__isnull=True) | Q(kkni_level__range=(1, 9)),
                name="programs_trainingprogram_kkni_level",
                violation_error_message=_("A KKNI level lies between 1 and 9."),
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class TrainingClass(Record, ScopedModel):
    """One funded run of a programme at a centre (paket): normally 16 seats, not always."""

    centre = models.ForeignKey(
        TrainingCentre, on_delete=models.PROTECT, related_name="classes", verbose_name=_("training centre")
    )
    programme = models.ForeignKey(
        TrainingProgram, on_delete=models.PROTECT, related_name="classes", verbose_name=_("programme")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    label = models.CharField(_("package"), max_length=40, help_text=_("As in the plan, for example “Paket 3”."))
    funding_source = models.CharField(
        _("funding source"), max_length=15, choices=FundingSource, default=FundingSource.APBD_PROVINCE
    )
    seats = models.PositiveSmallIntegerField(_("seats"), default=USUAL_SEATS)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ClassState, default=ClassState.PLANNED)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_document = models.CharField(_("closing document"), max_length=80, blank=True)
    cancel_reason = models.CharField(_("reason for cancelling"), max_length=200, blank=True)

    objects = TrainingClassQuerySet.as_manager()
    scope_paths = ScopePaths(centre="centre")

    class Meta:
        ordering = ["centre", "fiscal_year", "programme__title", "label"]
        verbose_name = _("training class")
        verbose_name_plural = _("training classes")
        constraints = [
            one_of("state", ClassState, "programs_trainingclass_state_known"),
            one_of("funding_source", FundingSource, "programs_trainingclass_funding_known"),
            models.UniqueConstraint(
                fields=["centre", "fiscal_year", "programme", "label"],
                name="programs_trainingclass_once",
                violation_error_message=_("This package of the programme exists already at this centre in this year."),
            ),
            models.CheckConstraint(
                condition=Q(seats__range=(1, 500)),
                name="programs_trainingclass_seats",
                violation_error_message=_("A class has between 1 and 500 seats."),
            ),
            in_order(
                "starts_on",
                "ends_on",
                "programs_trainingclass_days_in_order",
                _("The last day cannot be before the first day."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ClassState.RUNNING) | Q(starts_on__isnull=False),
                name="programs_trainingclass_running_has_start",
                violation_error_message=_("A running class needs its first day."),
            ),
            models.CheckConstraint(
                condition=Q(state=ClassState.CLOSED, closed_on__isnull=False)
                | (~Q(state=ClassState.CLOSED) & Q(closed_on__isnull=True)),
                name="programs_trainingclass_closed_has_date",
                violation_error_message=_("A closed class needs the date of closing, and only a closed class has one."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ClassState.CANCELLED) | ~Q(cancel_reason=""),
                name="programs_trainingclass_cancelled_has_reason",
                violation_error_message=_("A cancelled class needs the reason."),
            ),
        ]
        indexes = [models.Index(fields=["fiscal_year", "centre"], name="programs_class_year_centre")]

    def __str__(self) -> str:
        return f"{self.programme} – {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("programs:class_detail", args=[self.pk])


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


@tracked()
class Activity(Record, ScopedModel):
    """An event of the office: outreach, consultation, coordination, forum, award.

    Who attends an activity is never counted as a trainee (peers.md §0).
    """

    kind = models.CharField(_("kind"), max_length=14, choices=ActivityKind)
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    companies = models.PositiveIntegerField(_("companies"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    source = models.CharField(_("source"), max_length=200)
    is_invented = models.BooleanField(default=False, help_text=_("Part of the demo, not a real event."))

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            one_of("kind", ActivityKind, "programs_activity_kind_known"),
            in_order(
                "starts_on", "ends_on", "programs_activity_days_in_order", _("The last day is before the first day.")
            ),
        ]

    def __str__(self) -> str:
        return self.title
