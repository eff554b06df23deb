"""What a quarter came to when it was closed, who was in it, and what turned out to be different later."""

from operator import attrgetter

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core import canonical
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from programs.choices import RestatementState
from programs.models.indicators import Indicator, IndicatorVersion
from programs.models.periods import ReportingPeriod
from programs.querysets import RestatementQuerySet


def _never_changed() -> pgtrigger.Protect:
    """Closed is closed, for pages, tasks and raw SQL alike."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class ClosedFigure(Record, ScopedModel):
    """An indicator at one place on the day of closing. The place is that of `period`: a centre, or the whole province.

    `value` is cumulative since January (a ratio in per cent), `in_period` what the quarter added. `breakdown` has for
    each dimension its members: `[key, in_period, value]`, of a ratio `[key, numerator, denominator]`. `subjects` are
    counted once each; `members_sha256` is the fingerprint of the list behind the figure, `sha256` of all of this row.
    """

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indicator"))
    version = models.ForeignKey(IndicatorVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.CharField(_("measure"), max_length=40)
    rule_id = models.TextField()
    rule_en = models.TextField()
    in_period = models.IntegerField(_("in the quarter"), null=True, blank=True)
    value = models.DecimalField(_("since January"), max_digits=24, decimal_places=8, null=True, blank=True)
    numerator = models.BigIntegerField(null=True, blank=True)
    denominator = models.BigIntegerField(null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=4, null=True, blank=True)
    target_year = models.DecimalField(_("target of the year"), max_digits=14, decimal_places=4, null=True, blank=True)
    percent = models.DecimalField(_("achievement"), max_digits=24, decimal_places=8, null=True, blank=True)
    breakdown = models.JSONField()
    subjects = models.PositiveIntegerField(_("counted"))
    members_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    objects = ScopedQuerySet.as_manager()
    # What the whole province came to belongs to no centre.
    scope_paths = ScopePaths(centre="period__centre")

    class Meta:
        ordering = ["period", "indicator"]
        verbose_name = _("closed figure")
        verbose_name_plural = _("closed figures")
        constraints = [
            models.UniqueConstraint(fields=["period", "indicator"], name="programs_closedfigure_once"),
        ]
        triggers = [_never_changed()]

    def __str__(self) -> str:
        return f"{self.indicator.code}, {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("reports:closed_figure", args=[self.pk])

    @property
    def rule(self) -> str:
        """The counting rule in force at closing, in the reader's language."""
        return self.rule_en if get_language() == "en" else self.rule_id

    def facts(self) -> dict:
        """What `sha256` is the fingerprint of."""
        period = self.period
        named = {name: canonical.as_data(getattr(self, name)) for name in _FINGERPRINTED}
        place = {"year": period.year, "quarter": period.quarter, "centre": period.centre_id}
        return {**place, **named, "indicator": self.indicator.code}

    def last_decided(self, *states: RestatementState) -> "Restatement | None":
        """The newest decision among those states; of restatements that were read before."""
        decided = [one for one in self.restatements.all() if one.state in states]
        return max(decided, key=attrgetter("decided_at"), default=None)

    @property
    def revision(self) -> "Restatement | None":
        """The newest approved restatement: it stands where the closed figure stood."""
        return self.last_decided(RestatementState.APPROVED)

    @property
    def is_intact(self) -> bool:
        """Whether the row still has the fingerprint that was kept with it."""
        return canonical.fingerprint(self.facts()) == self.sha256


_FINGERPRINTED = (
    "measure",
    "rule_id",
    "rule_en",
    "in_period",
    "value",
    "numerator",
    "denominator",
    "target",
    "target_year",
    "percent",
    "breakdown",
    "subjects",
    "members_sha256",
)


class ClosedMember(ScopedModel):
    """A record that a measure counted when the quarter was closed: keys and facts, never a name.

    `period` is the quarter of the unit that the record belongs to. The list behind a figure of a centre are the rows of
    its unit, behind one of the province those of all units; any breakdown can be counted from them again.
    """

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="members")
    measure = models.CharField(max_length=40)
    record = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    occurred_on = models.DateField()
    facts = models.JSONField()

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(centre="period__centre")

    class Meta:
        ordering = ["period", "measure", "occurred_on", "record"]
        verbose_name = _("record in a closed quarter")
        verbose_name_plural = _("records in closed quarters")
        constraints = [
            models.UniqueConstraint(fields=["period", "measure", "record"], name="programs_closedmember_once"),
        ]
        triggers = [_never_changed()]

    def __str__(self) -> str:
        return f"{self.measure} {self.record}"


@tracked()
class Restatement(Record, ScopedModel):
    """A closed figure, and what the records say now. The closed one stays as it is; this is shown beside it.

    `came_in` and `fell_out` are records as they are listed in `ClosedMember`: `[record, subject, day, facts]`;
    `changed` are subjects in both lists whose facts differ: `[subject, [before], [after]]`. `causes` are the changes
    that moved them, out of the history: who, when, why. Who made one never decides about it.
    """

    figure = models.ForeignKey(ClosedFigure, on_delete=models.PROTECT, related_name="restatements")
    old = models.DecimalField(_("closed"), max_digits=24, decimal_places=8, null=True, blank=True)
    new = models.DecimalField(_("now"), max_digits=24, decimal_places=8, null=True, blank=True)
    old_in_period = models.IntegerField(null=True, blank=True)
    new_in_period = models.IntegerField(null=True, blank=True)
    came_in = models.JSONField(default=list, blank=True)
    fell_out = models.JSONField(default=list, blank=True)
    changed = models.JSONField(default=list, blank=True)
    causes = models.JSONField(default=list, blank=True)
    members_sha256 = models.CharField(max_length=64)
    found_at = models.DateTimeField(_("found at"))
    state = models.CharField(_("state"), max_length=9, choices=RestatementState, default=RestatementState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who made the last of the changes; empty where the program did."),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = RestatementQuerySet.as_manager()
    scope_paths = ScopePaths(centre="figure__period__centre")

    class Meta:
        ordering = ["-found_at", "figure"]
        verbose_name = _("restatement")
        verbose_name_plural = _("restatements")
        constraints = [
            one_of("state", RestatementState, "programs_restatement_state_known"),
            models.UniqueConstraint(
                fields=["figure"],
                condition=Q(state=RestatementState.PROPOSED),
                name="programs_restatement_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RestatementState.APPROVED, RestatementState.REJECTED])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="programs_restatement_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")),
                name="programs_restatement_four_eyes",
                violation_error_message=_("Who made the change does not decide about the restatement."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RestatementState.REJECTED) | ~Q(note=""),
                name="programs_restatement_rejection_has_note",
                violation_error_message=_("Please say why."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="decided_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="proposed"),
            )
        ]

    def __str__(self) -> str:
        return str(self.figure)

    def get_absolute_url(self) -> str:
        return reverse("reports:restatement", args=[self.pk])
