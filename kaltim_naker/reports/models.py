"""Runs of reports, with the facts they froze; and who signs."""

from functools import reduce
from operator import or_

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.codes import checked_code, grouped
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.jobs import LIVE_STATES, JobRow, JobState
from kaltim_naker.core.models import Record
from kaltim_naker.core.nip import format_nip, validate_nip
from kaltim_naker.core.periods import Period
from kaltim_naker.regions.models import Region
from programs.locking import period_locks
from programs.models import Indicator, TrainingCentre


class Language(models.TextChoices):
    """The languages a report is written in."""

    INDONESIAN = "id", _("Indonesian")
    ENGLISH = "en", _("English")


# What makes two requests the same report.
SAME_REPORT = ("kind", "year", "quarter", "semester", "month", "language", "centre", "region")


class ReportRunQuerySet(ScopedQuerySet):
    def live(self) -> "ReportRunQuerySet":
        """Waiting or being made."""
        return self.filter(state__in=LIVE_STATES)

    def for_list(self) -> "ReportRunQuerySet":
        return self.select_related("centre", "region", "requested_by", "publication")

    def same_as(self, run: "ReportRun") -> "ReportRunQuerySet":
        """The reports on the same: kind, period, subject and language."""
        return self.filter(**{name: getattr(run, name) for name in SAME_REPORT})


def _changes(*fields: str) -> pgtrigger.Q:
    """Where any of the fields gets another value."""
    changes = [pgtrigger.Q(**{f"old__{field}__df": pgtrigger.F(f"new__{field}")}) for field in fields]
    return reduce(or_, changes)


# What a finished report was: nobody changes it afterwards, by no door.
_FROZEN = ("state", "reference", "kind", "code", "facts", "facts_sha256", "file", "file_sha256", "pages", "figures")


# Progress is worth no history, and the facts are frozen with their fingerprint.
@tracked(exclude=["code", "facts", "figures", "progress", "step", "lease_until", "updated_at"])
class ReportRun(JobRow, ScopedModel):
    """One request for a report, and the report that came of it.

    The scope is frozen when the report is asked for. A finished run is never drawn over: its file, its facts and the
    fingerprints of both stay, which a trigger holds. It is a draft until there is a `Publication` of it.

    `code` is printed in the report, and by it anybody asks what was published. `figures` are the figures of the report
    that can be asked for one by one (`reports.proof.figures`), in the order of their codes.
    """

    task_name = "reports.render"

    reference = models.CharField(_("report number"), max_length=24, unique=True, editable=False)
    kind = models.SlugField(max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    semester = models.PositiveSmallIntegerField(_("semester"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    centre = models.ForeignKey(
        TrainingCentre, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("centre")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("regency or city")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.INDONESIAN)
    is_scheduled = models.BooleanField(_("made by the calendar"), default=False, editable=False)
    code = models.CharField(max_length=13, unique=True, default=checked_code, editable=False)
    scope = models.JSONField(editable=False)
    facts = models.JSONField(null=True, editable=False)
    facts_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    file = models.FileField(upload_to="reports/%Y", max_length=200, blank=True, editable=False)
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pages = models.PositiveSmallIntegerField(null=True, editable=False)
    figures = models.JSONField(default=list, editable=False)

    objects = ReportRunQuerySet.as_manager()
    # A report of the whole province belongs to no centre and to no region: only the provincial office sees it.
    scope_paths = ScopePaths(centre="centre", region="region")

    class Meta(JobRow.Meta):
        ordering = ["-created_at"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            *JobRow.Meta.constraints,
            one_of("language", Language, "reports_reportrun_language_known"),
            models.UniqueConstraint(
                fields=SAME_REPORT,
                condition=Q(state__in=LIVE_STATES),
                nulls_distinct=False,
                name="reports_reportrun_one_live",
                violation_error_message=_("This report is being made already."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__isnull=True) | Q(quarter__range=(1, 4)),
                name="reports_reportrun_quarter",
                violation_error_message=_("A quarter is 1, 2, 3 or 4."),
            ),
            models.CheckConstraint(
                condition=(Q(semester__isnull=True) | Q(semester__range=(1, 2)))
                & (Q(month__isnull=True) | Q(month__range=(1, 12))),
                name="reports_reportrun_part",
                violation_error_message=_("A semester is 1 or 2, a month is 1 to 12."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__isnull=True, semester__isnull=True)
                | Q(quarter__isnull=True, month__isnull=True)
                | Q(semester__isnull=True, month__isnull=True),
                name="reports_reportrun_one_part",
                violation_error_message=_("A report is about a month, a quarter, a semester or a year."),
            ),
            models.CheckConstraint(
                condition=Q(centre__isnull=True) | Q(region__isnull=True),
                name="reports_reportrun_one_division",
                violation_error_message=_("A report is about the province, a centre or a region."),
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.DONE)
                | (
                    ~Q(file="") & ~Q(file_sha256="") & ~Q(facts_sha256="") & Q(facts__isnull=False, pages__isnull=False)
                ),
                name="reports_reportrun_done_has_file",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="made_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=JobState.DONE) & _changes(*_FROZEN),
            ),
            pgtrigger.Protect(
                name="finished_stay", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__state=JobState.DONE)
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("reports:detail", args=[self.pk])

    @property
    def period(self) -> Period:
        return Period(self.year, self.quarter, self.semester, self.month)

    @property
    def about(self) -> str:
        """What the report is about, in words."""
        division = self.centre or self.region
        return str(division) if division else str(_("Province"))

    @property
    def printed_code(self) -> str:
        return grouped(self.code)

    @property
    def is_published(self) -> bool:
        return hasattr(self, "publication")


class NarrativeState(models.TextChoices):
    """A text that was carried over from the quarter before is a draft until somebody says that it still holds."""

    DRAFT = "draft", _("draft")
    CONFIRMED = "confirmed", _("confirmed")


@tracked()
class Narrative(Record, ScopedModel):
    """What staff say about an indicator in a quarter: causes, obstacles, follow-up (domain.md §9.1, chapter III).

    Of the province, or of one centre. It belongs to the quarter that ends on `last_day` and is locked with it.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="narratives")
    last_day = models.DateField(_("last day of the quarter"))
    centre = models.ForeignKey(
        TrainingCentre, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("centre")
    )
    causes = models.TextField(_("causes"), max_length=2000, blank=True, help_text=_("Why it went as it did."))
    obstacles = models.TextField(_("obstacles"), max_length=2000, blank=True, help_text=_("What was in the way."))
    follow_up = models.TextField(
        _("follow-up"), max_length=2000, blank=True, help_text=_("What is done about it, by whom, by when.")
    )
    state = models.CharField(_("state"), max_length=9, choices=NarrativeState, default=NarrativeState.DRAFT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    # What a unit writes for the report is read by everybody who reads the report's figures.
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["last_day", "indicator", "centre"]
        verbose_name = _("narrative")
        verbose_name_plural = _("narratives")
        constraints = [
            one_of("state", NarrativeState, "reports_narrative_state_known"),
            models.UniqueConstraint(
                fields=["indicator", "last_day", "centre"],
                nulls_distinct=False,
                name="reports_narrative_once",
                violation_error_message=_("This indicator has its text for this quarter already."),
            ),
            models.CheckConstraint(
                condition=~Q(causes="") | ~Q(obstacles="") | ~Q(follow_up=""),
                name="reports_narrative_says_something",
                violation_error_message=_("Please write at least one of the three texts."),
            ),
        ]
        triggers = period_locks(
            "last_day", centre="centre", watch=("indicator", "causes", "obstacles", "follow_up", "state")
        )

    def __str__(self) -> str:
        return f"{self.indicator.code}, {self.period}"

    @property
    def period(self) -> Period:
        return Period.of(self.last_day)


class PublicationQuerySet(ScopedQuerySet):
    def with_run(self) -> "PublicationQuerySet":
        return self.select_related("run__centre", "run__region", "published_by", "signed_by")


@tracked()
class Publication(Record, ScopedModel):
    """A report that the office stands by: by whom and when it was published, and under which number.

    `letter` is the number of the covering letter in the office's own register, where it has one. The signed copy is the
    same document with an official electronic signature, made elsewhere; once it is here, it is the one handed out.
    `signed_is_extension` says that it begins with every byte of the published file, as a signature that was only added
    leaves it.
    """

    run = models.OneToOneField(ReportRun, on_delete=models.PROTECT, related_name="publication")
    number = models.CharField(_("publication number"), max_length=30, unique=True)
    letter = models.CharField(_("number of the letter"), max_length=80, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"))
    signed_file = models.FileField(upload_to="reports/%Y", max_length=200, blank=True, editable=False)
    signed_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    signed_is_extension = models.BooleanField(default=False, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    signed_at = models.DateTimeField(_("signed copy received at"), null=True, blank=True, editable=False)

    objects = PublicationQuerySet.as_manager()
    scope_paths = ScopePaths(centre="run__centre", region="run__region")

    class Meta:
        ordering = ["-published_at"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_sha256="", signed_file="", signed_by__isnull=True, signed_at__isnull=True)
                | (~Q(signed_sha256="") & ~Q(signed_file="") & Q(signed_by__isnull=False, signed_at__isnull=False)),
                name="reports_publication_signed_is_whole",
            ),
            models.UniqueConstraint(
                fields=["signed_sha256"], condition=~Q(signed_sha256=""), name="reports_publication_signed_once"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="published_stays", fields=["run", "number", "letter", "published_by", "published_at"]
            ),
            pgtrigger.Protect(
                name="signed_stays",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__signed_sha256="")
                & _changes("signed_sha256", "signed_file", "signed_by", "signed_at", "signed_is_extension"),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_signed(self) -> bool:
        return bool(self.signed_sha256)


@tracked()
class Signatory(models.Model):
    """Who signs the reports of an office from a day on: the newest one valid on the day of signing."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="signatories", verbose_name=_("office"))
    title = models.CharField(
        _("position"), max_length=80, help_text=_("As under the report, for example “Kepala Dinas”.")
    )
    name = models.CharField(_("name with degrees"), max_length=120)
    rank = models.CharField(
        _("rank"), max_length=60, blank=True, help_text=_("For example “Pembina Utama Madya (IV/d)”.")
    )
    nip = models.CharField("NIP", max_length=18, blank=True, validators=[validate_nip])
    valid_from = models.DateField(_("valid from"))

    class Meta:
        ordering = ["office", "-valid_from"]
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "valid_from"],
                name="reports_signatory_one_per_day",
                violation_error_message=_("This office has a signatory from this day on already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}"

    @property
    def printed_nip(self) -> str:
        return format_nip(self.nip)
