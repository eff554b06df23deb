"""Requests of people about their data, failures of protection, and data whose time is over."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from kaltim_naker.privacy.choices import ExpiryKind, ExpiryState, RequestChannel, RequestKind, RequestState
from kaltim_naker.privacy.constants import INCIDENT_CLOCK
from trainees.models import JobSeeker


class SubjectRequestQuerySet(ScopedQuerySet):
    def waiting(self) -> "SubjectRequestQuerySet":
        return self.filter(state=RequestState.OPEN)


@tracked()
class SubjectRequest(Record, ScopedModel):
    """What somebody asked about his own data, and what he was told (UU 27/2022, articles 5 to 13; domain.md §12).

    It belongs to the office that received it. The data protection officer answers; an erasure never the one who took
    the request in.
    """

    number = models.CharField(_("number"), max_length=24, unique=True, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("received by"))
    job_seeker = models.ForeignKey(
        JobSeeker, on_delete=models.PROTECT, related_name="privacy_requests", verbose_name=_("job seeker")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RequestKind)
    channel = models.CharField(_("how it came"), max_length=9, choices=RequestChannel)
    identity_check = models.CharField(
        _("how the identity was checked"),
        max_length=120,
        help_text=_("For example: identity card shown at the counter. Data go to nobody else."),
    )
    wish = models.TextField(_("what is asked"), max_length=1000, blank=True)
    received_at = models.DateTimeField(_("received at"))
    due_at = models.DateTimeField(_("due at"))
    state = models.CharField(_("state"), max_length=8, choices=RequestState, default=RequestState.OPEN)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SubjectRequestQuerySet.as_manager()
    scope_paths = ScopePaths(office="office")

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        constraints = [
            one_of("kind", RequestKind, "privacy_subjectrequest_kind_known"),
            one_of("channel", RequestChannel, "privacy_subjectrequest_channel_known"),
            one_of("state", RequestState, "privacy_subjectrequest_state_known"),
            in_order(
                "received_at",
                "due_at",
                "privacy_subjectrequest_due_after_received",
                _("An answer is not due before the request came."),
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(state=RequestState.OPEN) & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="privacy_subjectrequest_answer_has_author",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RequestKind.ERASURE, state=RequestState.ANSWERED) | ~Q(answered_by=F("opened_by")),
                name="privacy_subjectrequest_erasure_by_two",
                violation_error_message=_("An erasure is decided by somebody else than who took the request in."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("privacy:request_detail", args=[self.pk])

    @property
    def is_late(self) -> bool:
        return self.state == RequestState.OPEN and timezone.now() > self.due_at


class IncidentQuerySet(ScopedQuerySet):
    def running(self) -> "IncidentQuerySet":
        """Not closed yet."""
        return self.filter(closed_at__isnull=True)


@tracked()
class Incident(Record, ScopedModel):
    """A failure of protection (UU 27/2022, article 46): who may be affected, and who was told, within 3 × 24 hours.

    Who is affected is not typed in: it follows from the access log, for the account and the time named here.
    """

    number = models.CharField(_("number"), max_length=24, unique=True, editable=False)
    title = models.CharField(_("what happened, in a line"), max_length=120)
    noticed_at = models.DateTimeField(_("noticed at"))
    happened_from = models.DateTimeField(_("happened from"))
    happened_until = models.DateTimeField(_("happened until"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
        help_text=_("Whose log-in was misused; empty means all accounts."),
    )
    data_kinds = models.CharField(_("which data"), max_length=200)
    course = models.TextField(_("when and how"), max_length=2000)
    handling = models.TextField(_("what is done about it"), max_length=2000)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authority_told_at = models.DateTimeField(_("authority told at"), null=True, blank=True)
    people_told_at = models.DateTimeField(_("affected people told at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    lesson = models.TextField(_("what was learnt"), max_length=1000, blank=True)

    objects = IncidentQuerySet.as_manager()
    # Of the whole office: only who sees everything sees this.
    scope_paths = ScopePaths()

    class Meta:
        ordering = ["-noticed_at"]
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            in_order(
                "happened_from",
                "happened_until",
                "privacy_incident_times_in_order",
                _("It cannot have ended before it began."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | (Q(authority_told_at__isnull=False, people_told_at__isnull=False) & ~Q(lesson="")),
                name="privacy_incident_closed_when_told",
                violation_error_message=_("Before it is closed, the authority and the people must have been told."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:incident_detail", args=[self.pk])

    @property
    def due_at(self) -> datetime:
        """Until when both must have been told."""
        return self.noticed_at + INCIDENT_CLOCK

    @property
    def is_late(self) -> bool:
        is_told = self.authority_told_at is not None and self.people_told_at is not None
        return not is_told and timezone.now() > self.due_at


class ExpiryQuerySet(ScopedQuerySet):
    def announced(self) -> "ExpiryQuerySet":
        return self.filter(state=ExpiryState.ANNOUNCED)


@tracked()
class Expiry(Record, ScopedModel):
    """A person whose data are kept no longer: announced, then anonymised, unless there is a reason to keep them."""

    job_seeker = models.OneToOneField(JobSeeker, on_delete=models.PROTECT, related_name="expiry")
    kind = models.CharField(_("kind"), max_length=11, choices=ExpiryKind)
    expires_on = models.DateField(_("kept until"))
    announced_on = models.DateField(_("announced on"))
    state = models.CharField(_("state"), max_length=9, choices=ExpiryState, default=ExpiryState.ANNOUNCED)
    kept_until = models.DateField(_("kept longer, until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ExpiryQuerySet.as_manager()
    scope_paths = ScopePaths(region="job_seeker__domicile")

    class Meta:
        ordering = ["expires_on", "id"]
        verbose_name = _("end of keeping")
        verbose_name_plural = _("ends of keeping")
        constraints = [
            one_of("kind", ExpiryKind, "privacy_expiry_kind_known"),
            one_of("state", ExpiryState, "privacy_expiry_state_known"),
            models.CheckConstraint(
                condition=~Q(state=ExpiryState.KEPT)
                | (Q(kept_until__isnull=False, decided_by__isnull=False) & ~Q(reason="")),
                name="privacy_expiry_kept_has_reason",
                violation_error_message=_("To keep data longer needs a day and a reason."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.job_seeker)
