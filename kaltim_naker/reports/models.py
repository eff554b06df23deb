"""Runs of reports, with the facts they froze; and who signs."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.jobs import JobRow, JobState
from kaltim_naker.core.nip import format_nip, validate_nip
from kaltim_naker.core.periods import Period
from programs.models import TrainingCentre

LIVE_STATES = (JobState.QUEUED, JobState.RUNNING)


class Language(models.TextChoices):
    """The languages a report is written in."""

    INDONESIAN = "id", _("Indonesian")
    ENGLISH = "en", _("English")


class ReportRunQuerySet(ScopedQuerySet):
    def live(self) -> "ReportRunQuerySet":
        """Waiting or being made."""
        return self.filter(state__in=LIVE_STATES)

    def for_list(self) -> "ReportRunQuerySet":
        return self.select_related("centre", "requested_by")


# Progress is worth no history, and the facts are frozen with their fingerprint.
@tracked(exclude=["facts", "progress", "step", "lease_until", "updated_at"])
class ReportRun(JobRow, ScopedModel):
    """One request for a report, and the report that came of it.

    The scope is frozen when the report is asked for. A finished run is never drawn over: its file, its facts and the
    fingerprints of both stay.
    """

    task_name = "reports.render"

    reference = models.CharField(_("report number"), max_length=24, unique=True, editable=False)
    kind = models.SlugField(max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    centre = models.ForeignKey(
        TrainingCentre, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("centre")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.INDONESIAN)
    scope = models.JSONField(editable=False)
    facts = models.JSONField(null=True, editable=False)
    facts_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    file = models.FileField(upload_to="reports/%Y", max_length=200, blank=True, editable=False)
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pages = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = ReportRunQuerySet.as_manager()
    # A report of the whole province belongs to nobody's centre: only the provincial office sees it.
    scope_paths = ScopePaths(centre="centre")

    class Meta(JobRow.Meta):
        ordering = ["-created_at"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            *JobRow.Meta.constraints,
            one_of("language", Language, "reports_reportrun_language_known"),
            models.UniqueConstraint(
                fields=["kind", "year", "quarter", "language", "centre"],
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
                condition=~Q(state=JobState.DONE)
                | (
                    ~Q(file="") & ~Q(file_sha256="") & ~Q(facts_sha256="") & Q(facts__isnull=False, pages__isnull=False)
                ),
                name="reports_reportrun_done_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("reports:detail", args=[self.pk])

    @property
    def period(self) -> Period:
        return Period(self.year, self.quarter)


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
