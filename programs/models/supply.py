"""What training there is: centres, fields, programmes, rooms, instructors, classes."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.audit.feed import followed
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import DateRange, in_order, one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import KbliSection
from programs.choices import ClassState, FundingSource, RoomKind
from programs.constants import USUAL_MINIMUM_ATTENDANCE, USUAL_SEATS
from programs.locking import period_locks
from programs.querysets import TrainingCentreQuerySet, TrainingClassQuerySet


@marked()
@tracked()
class TrainingCentre(ScopedModel):
    """A provincial training centre (UPTD BLKI). It is an office seen from the training side, and shares its key."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, primary_key=True, related_name="training_centre")
    name = models.CharField(_("name"), max_length=120, help_text="UPTD Balai Latihan Kerja Industri Balikpapan")
    short_name = models.CharField(_("short name"), max_length=40, unique=True, help_text="BLKI Balikpapan")
    address = models.CharField(_("address"), max_length=200, blank=True)
    head_name = models.CharField(_("head of the centre"), max_length=150, blank=True)
    head_nip = models.CharField(_("NIP of the head"), max_length=18, blank=True)

    objects = TrainingCentreQuerySet.as_manager()
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


@marked()
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
    scheme = models.CharField(
        _("scheme"),
        max_length=120,
        blank=True,
        help_text=_("The certification scheme that the programme prepares for."),
    )
    competence_units = models.TextField(
        _("units of competence"), blank=True, help_text=_("One a line: the SKKNI code, then the title.")
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
class Room(ScopedModel):
    """A room or workshop of a centre, or a mobile training unit (MTU): one class at a time."""

    centre = models.ForeignKey(
        TrainingCentre, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("training centre")
    )
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=8, choices=RoomKind, default=RoomKind.ROOM)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="centre")

    class Meta:
        ordering = ["centre", "name"]
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            one_of("kind", RoomKind, "programs_room_kind_known"),
            models.UniqueConstraint(
                fields=["centre", "name"],
                name="programs_room_once",
                violation_error_message=_("This centre has a room of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Instructor(ScopedModel):
    """Who teaches at a centre; may be a member of staff with an account, or come from outside."""

    centre = models.ForeignKey(
        TrainingCentre, on_delete=models.PROTECT, related_name="instructors", verbose_name=_("training centre")
    )
    full_name = models.CharField(_("full name"), max_length=150)
    field = models.ForeignKey(
        Field, on_delete=models.PROTECT, null=True, blank=True, related_name="instructors", verbose_name=_("field")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(_("teaches at present"), default=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="centre")

    class Meta:
        ordering = ["centre", "full_name"]
        verbose_name = _("instructor")
        verbose_name_plural = _("instructors")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "full_name"],
                name="programs_instructor_once",
                violation_error_message=_("This instructor is listed at this centre already."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name


@followed()
@marked()
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
    budget_line = models.CharField(
        _("budget line"), max_length=60, blank=True, help_text=_("The account code of the budget document.")
    )
    number = models.CharField(
        _("class number"), max_length=60, blank=True, help_text=_("Given out when the class is planned.")
    )
    skillhub_id = models.CharField(_("Skillhub number"), max_length=40, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), default=USUAL_SEATS)
    room = models.ForeignKey(
        Room,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="classes",
        verbose_name=_("room or mobile unit"),
    )
    venue = models.CharField(
        _("place outside the centre"),
        max_length=120,
        blank=True,
        help_text=_("Where a mobile unit or a class by request is held."),
    )
    minimum_attendance = models.PositiveSmallIntegerField(
        _("minimum attendance (%)"), default=USUAL_MINIMUM_ATTENDANCE, validators=[MaxValueValidator(100)]
    )
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
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="programs_trainingclass_number_once",
                violation_error_message=_("A class with this number exists already."),
            ),
            models.CheckConstraint(
                condition=Q(minimum_attendance__lte=100),
                name="programs_trainingclass_attendance_is_percent",
                violation_error_message=_("The minimum attendance is a per cent between 0 and 100."),
            ),
            ExclusionConstraint(
                name="programs_trainingclass_room_free",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(room__isnull=False, starts_on__isnull=False, ends_on__isnull=False)
                & ~Q(state=ClassState.CANCELLED),
                violation_error_message=_("Another class is in this room on these days."),
            ),
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
        triggers = period_locks("closed_on", centre="centre", watch=("state", "centre", "programme"))

    def __str__(self) -> str:
        return f"{self.programme} – {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("programs:class_detail", args=[self.pk])


@tracked()
class ClassInstructor(Record, ScopedModel):
    """An instructor teaches a class on these days. One person cannot be in two classes on one day."""

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("training class")
    )
    instructor = models.ForeignKey(
        Instructor, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("instructor")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="training_class__centre")

    class Meta:
        ordering = ["training_class", "starts_on", "instructor__full_name"]
        verbose_name = _("assignment of an instructor")
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "instructor"],
                name="programs_classinstructor_once",
                violation_error_message=_("This instructor teaches this class already."),
            ),
            in_order(
                "starts_on",
                "ends_on",
                "programs_classinstructor_days_in_order",
                _("The last day cannot be before the first day."),
            ),
            ExclusionConstraint(
                name="programs_classinstructor_free",
                expressions=[
                    ("instructor", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This instructor teaches another class on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instructor}: {self.training_class}"
