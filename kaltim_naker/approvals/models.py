"""An act that somebody asked for and somebody else decides."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.accounts.models import Office
from kaltim_naker.approvals import kinds
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record


class ApprovalState(models.TextChoices):
    WAITING = "waiting", _("waits for a second person")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")


class ApprovalQuerySet(ScopedQuerySet):
    def waiting(self) -> "ApprovalQuerySet":
        return self.filter(state=ApprovalState.WAITING)


@tracked()
class Approval(Record, ScopedModel):
    """`subject` is the key of the record that it is about, `details` what the service is called with.

    The office is that of who asked: its people and the province see it.
    """

    kind = models.CharField(_("act"), max_length=30)
    subject = models.CharField(max_length=80)
    title = models.CharField(_("about"), max_length=300)
    details = models.JSONField()
    reason = models.CharField(_("reason"), max_length=500)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    state = models.CharField(_("state"), max_length=10, choices=ApprovalState, default=ApprovalState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = ApprovalQuerySet.as_manager()
    scope_paths = ScopePaths(office="office")

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")
        constraints = [
            one_of("state", ApprovalState, "approvals_approval_state_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="approvals_approval_second_person",
                violation_error_message=_("Who asked for it cannot decide about it."),
            ),
            models.CheckConstraint(
                condition=Q(state=ApprovalState.WAITING, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state=ApprovalState.WAITING) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="approvals_approval_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(state=ApprovalState.WAITING),
                name="approvals_approval_asked_once",
                violation_error_message=_("This has been asked for already and waits for a second person."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("approvals:detail", args=[self.pk])

    @property
    def kind_label(self) -> str:
        return str(kinds.kind_named(self.kind).label)

    @property
    def is_waiting(self) -> bool:
        return self.state == ApprovalState.WAITING

    @property
    def link(self) -> str:
        """The page of the record that it is about."""
        return kinds.kind_named(self.kind).link(self)
