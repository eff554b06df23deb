"""What was promised for an indicator, and every paper that changed it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import KbliSection, Region
from programs.choices import FundingSource, RevisionState
from programs.models.indicators import Indicator
from programs.models.legal import LegalBasis
from programs.models.supply import TrainingCentre
from programs.querysets import TargetQuerySet

#: What tells one target of an indicator and year from another.
PLACE_FIELDS = ("quarter", "centre", "region", "sector", "issuer", "funding")


@tracked()
class Target(Record, ScopedModel):
    """What was promised for an indicator: for a year or one quarter, as a whole or for a part of it.

    A quarter's target is cumulative from January on, and typed, never the year divided by four: training is
    concentrated in March to November (domain.md §13.1). Parts name their whole by `parent`; a difference between the
    parts and the whole is shown, not forbidden.

    `value` and `source` are those of the newest approved revision, `original` is the value of the first one; both are
    empty while none is approved. `issuer` is the code of an issuer, which is an entity of a layer above.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"), null=True, blank=True)
    centre = models.ForeignKey(TrainingCentre, on_delete=models.PROTECT, null=True, blank=True, related_name="targets")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sector = models.ForeignKey(KbliSection, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issuer = models.CharField(_("issuer"), max_length=20, blank=True)
    funding = models.CharField(_("funding source"), max_length=15, choices=FundingSource, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    value = models.DecimalField(_("target"), max_digits=14, decimal_places=4, null=True, blank=True)
    original = models.DecimalField(_("first target"), max_digits=14, decimal_places=4, null=True, blank=True)
    source = models.CharField(
        _("document"), max_length=200, blank=True, help_text=_("The document that sets this target.")
    )

    objects = TargetQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["indicator", "year", "quarter", "centre"]
        verbose_name = _("target")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", *PLACE_FIELDS],
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
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="programs_target_not_negative",
                violation_error_message=_("A target cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(funding="") | Q(funding__in=FundingSource.values),
                name="programs_target_funding_known",
                violation_error_message=_("This value is not one of the allowed choices."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | ~Q(source=""),
                name="programs_target_has_document",
                violation_error_message=_("A target needs the document that sets it."),
            ),
        ]

    def __str__(self) -> str:
        value = "–" if self.value is None else f"{self.value.normalize():f}"
        return f"{self.indicator.code} {self.year}: {value}"

    def get_absolute_url(self) -> str:
        return reverse("reports:target_detail", args=[self.pk])

    @property
    def is_revised(self) -> bool:
        return self.value != self.original


@tracked()
class TargetRevision(Record, ScopedModel):
    """One value of a target, with its document, its day and its reason. The first approved one is the original.

    Who proposes a value never approves it (four eyes): the database holds that too.
    """

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="revisions", verbose_name=_("target"))
    number = models.PositiveSmallIntegerField(_("number"))
    value = models.DecimalField(_("target"), max_digits=14, decimal_places=4)
    document = models.CharField(_("document"), max_length=200)
    basis = models.ForeignKey(
        LegalBasis, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("legal basis")
    )
    effective_on = models.DateField(_("valid from"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=RevisionState, default=RevisionState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["target", "number"]
        verbose_name = _("revision of a target")
        verbose_name_plural = _("revisions of targets")
        constraints = [
            one_of("state", RevisionState, "programs_targetrevision_state_known"),
            models.UniqueConstraint(fields=["target", "number"], name="programs_targetrevision_number_once"),
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(state=RevisionState.PROPOSED),
                name="programs_targetrevision_one_open",
                violation_error_message=_("A value of this target waits for approval already."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="programs_targetrevision_not_negative",
                violation_error_message=_("A target cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(state=RevisionState.PROPOSED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="programs_targetrevision_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")),
                name="programs_targetrevision_four_eyes",
                violation_error_message=_("Who proposes a target does not decide about it."),
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="programs_targetrevision_change_has_reason",
                violation_error_message=_("Please say why the target is changed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} #{self.number}"
