"""Who saw whose personal data; and the history of the tables that lie below this package."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.audit.feed import FeedLineQuerySet
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record


class AccessKind(models.TextChoices):
    UNMASK_NIK = "unmask_nik", _("saw a full NIK")
    SEARCH_NIK = "search_nik", _("searched by NIK")
    VIEW_PERSON = "view_person", _("opened a person's page")
    EXPORT = "export", _("exported a list")
    DOWNLOAD = "download", _("downloaded a document")
    CORRECT_ROWS = "correct_rows", _("opened rows of an import to correct them")


class AccessLog(Record, ScopedModel):
    """One look at personal data: who, when, whom, why. Reads leave no trace in triggers, so they are written here.

    `subject` is the key of the record that was looked at; it is no foreign key, since the entry outlives the record.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AccessKind)
    subject = models.CharField(max_length=80, blank=True)
    rows = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    # Tied to no centre and no region: only who sees everything sees this.
    scope_paths = ScopePaths()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("look at personal data")
        indexes = [models.Index(fields=["subject"], name="audit_accesslog_subject")]
        constraints = [one_of("kind", AccessKind, "audit_accesslog_kind_known")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.actor}: {self.get_kind_display()}"


class ChangeMark(models.Model):
    """A statement changed rows of a table (`audit.marks`). It stands until what was counted from them is counted anew.

    `years` are those that the rows lie in; None stands for all years.
    """

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=63)
    years = ArrayField(models.SmallIntegerField(), null=True)
    is_insert = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mark of a change")
        indexes = [models.Index(fields=["source", "is_insert"], name="audit_changemark_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.years or ''}"


class FeedLine(models.Model):
    """A row of a followed table is new (`columns` is empty) or was changed in these columns (`audit.feed`)."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=63)
    record = models.UUIDField()
    columns = ArrayField(models.CharField(max_length=63), null=True)
    transaction = models.BigIntegerField()
    made_at = models.DateTimeField()

    objects = FeedLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the feed")
        indexes = [
            models.Index(fields=["transaction", "id"], name="audit_feedline_in_order"),
            models.Index(fields=["made_at"], name="audit_feedline_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.record}"


class ChainLinkQuerySet(ScopedQuerySet):
    def newest(self) -> "ChainLink | None":
        return self.order_by("pk").last()


class ChainLink(ScopedModel):
    """The fingerprint of one day's history (`audit.chain`). Links are only added, in the order of their keys.

    `tables` has for each table with entries its `rows`, their `sha256` and the `columns` it was made of. A day has a
    second link where its history was changed lawfully; `reason` says by what.
    """

    id = models.BigAutoField(primary_key=True)
    day = models.DateField(_("day"))
    rows = models.PositiveBigIntegerField(_("entries"))
    tables = models.JSONField()
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ChainLinkQuerySet.as_manager()
    scope_paths = ScopePaths()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("day of the history's chain")
        constraints = [models.UniqueConstraint(fields=["previous"], name="audit_chainlink_no_fork")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.day}: {self.sha256[:12]}"


# The packages below this one cannot import the decorator, so their history is declared here. A password hash and the
# time of the last log-in are no part of the record.
tracked(app_label="audit", model_name="UserHistory", exclude=["password", "last_login"])(User)
tracked(app_label="audit", model_name="OfficeHistory")(Office)
tracked(app_label="audit", model_name="MembershipHistory")(Membership)

# Figures are broken down by the region of an office.
marked()(Office)
