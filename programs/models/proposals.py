"""What the regencies and cities propose for the next year, what was decided, and what came of it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.feed import followed
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import Region
from programs.choices import ProposalChannel, ProposalState, ProposalUnit
from programs.constants import AGREED, DECIDED, NEEDS_REASON
from programs.models.activities import Activity
from programs.models.supply import Field, TrainingClass
from programs.querysets import ProposalQuerySet


@followed()
@tracked()
class Proposal(Record, ScopedModel):
    """A proposal of a regency or city for the programme of a year (usulan program, domain.md §10).

    `field_words` keeps a field as it was written where we know none of that name. Of `volume`, `agreed_volume` was
    agreed: all of it or a part.
    """

    number = models.CharField(_("number"), max_length=30, unique=True)
    year = models.PositiveSmallIntegerField(_("fiscal year"))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("regency or city"))
    title = models.CharField(_("title"), max_length=200)
    field = models.ForeignKey(
        Field, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("field")
    )
    field_words = models.CharField(_("field as written"), max_length=120, blank=True)
    location = models.CharField(_("location"), max_length=120, blank=True)
    volume = models.PositiveIntegerField(_("volume"))
    unit = models.CharField(_("unit"), max_length=8, choices=ProposalUnit, default=ProposalUnit.PACKAGE)
    cost = models.DecimalField(_("estimated cost (Rp)"), max_digits=18, decimal_places=2, null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), null=True, blank=True)
    justification = models.CharField(_("justification"), max_length=500, blank=True)
    channel = models.CharField(
        _("channel"), max_length=12, choices=ProposalChannel, default=ProposalChannel.COORDINATION
    )
    sipd_id = models.CharField(_("SIPD number"), max_length=40, blank=True)
    on_behalf = models.BooleanField(_("entered by the province"), default=False)
    state = models.CharField(_("state"), max_length=15, choices=ProposalState, default=ProposalState.SUBMITTED)
    agreed_volume = models.PositiveIntegerField(_("agreed volume"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    is_invented = models.BooleanField(default=False, help_text=_("Part of the demo, not a real proposal."))

    objects = ProposalQuerySet.as_manager()
    scope_paths = ScopePaths(region="region")

    class Meta:
        ordering = ["-year", "region", "priority", "title"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            one_of("unit", ProposalUnit, "programs_proposal_unit_known"),
            one_of("channel", ProposalChannel, "programs_proposal_channel_known"),
            one_of("state", ProposalState, "programs_proposal_state_known"),
            models.UniqueConstraint(
                Lower("title"),
                "region",
                "year",
                condition=~Q(state=ProposalState.WITHDRAWN),
                name="programs_proposal_once",
                violation_error_message=_("This region has a proposal of this title for this year already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(2000, 2100)),
                name="programs_proposal_year",
                violation_error_message=_("A year lies between 2000 and 2100."),
            ),
            models.CheckConstraint(
                condition=Q(volume__range=(1, 100_000)),
                name="programs_proposal_volume",
                violation_error_message=_("The volume is 1 or more."),
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
                name="programs_proposal_cost_not_negative",
                violation_error_message=_("The cost cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(priority__isnull=True) | Q(priority__range=(1, 99)),
                name="programs_proposal_priority",
                violation_error_message=_("A priority is a number from 1 (first) to 99."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=AGREED, agreed_volume__isnull=False, agreed_volume__gte=1, agreed_volume__lte=F("volume")
                )
                | (~Q(state__in=AGREED) & Q(agreed_volume__isnull=True)),
                name="programs_proposal_agreed_volume",
                violation_error_message=_("What is agreed has a volume from 1 to what was proposed, and only that."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_on__isnull=False)
                | (~Q(state__in=DECIDED) & Q(decided_on__isnull=True)),
                name="programs_proposal_decided_has_day",
                violation_error_message=_("What is decided has the day of the decision, and only that."),
            ),
            models.CheckConstraint(
                condition=(~Q(state__in=NEEDS_REASON) & ~Q(state__in=AGREED, agreed_volume__lt=F("volume")))
                | ~Q(reason=""),
                name="programs_proposal_has_reason",
                violation_error_message=_("Whoever is not given all of it is told why."),
            ),
        ]
        indexes = [models.Index(fields=["year", "state"], name="programs_proposal_year_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programs:proposal_detail", args=[self.pk])

    @property
    def is_agreed(self) -> bool:
        return self.state in AGREED

    @property
    def is_agreed_in_part(self) -> bool:
        return self.agreed_volume is not None and self.agreed_volume < self.volume

    @property
    def field_name(self) -> str:
        """The field in words, ours or as it was written."""
        return str(self.field) if self.field else self.field_words


@tracked()
class ProposalClass(Record, ScopedModel):
    """A class that came of a proposal; a class comes of one proposal at most."""

    training_class = models.OneToOneField(
        TrainingClass,
        on_delete=models.CASCADE,
        related_name="came_of",
        verbose_name=_("training class"),
        error_messages={"unique": _("This class came of another proposal already.")},
    )
    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="realised", verbose_name=_("proposal")
    )

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(region="proposal__region", centre="training_class__centre")

    class Meta:
        ordering = ["proposal", "training_class"]
        verbose_name = _("class of a proposal")

    def __str__(self) -> str:
        return f"{self.proposal}: {self.training_class}"


@tracked()
class ProposalMinutes(Record, ScopedModel):
    """The official minutes (berita acara) of the proposals of a year, with the decisions as they stood.

    The facts are frozen and carry their fingerprint; a decision that is changed later needs new minutes. Every office
    may read them: all ten regions are party to them.
    """

    number = models.CharField(_("number of the minutes"), max_length=80, unique=True)
    year = models.PositiveSmallIntegerField(_("fiscal year"))
    held_on = models.DateField(_("day of the meeting"))
    place = models.CharField(_("place"), max_length=120)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )
    chair = models.CharField(_("chair"), max_length=150)
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="programs_proposalminutes_has_fingerprint"
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("programs:minutes_detail", args=[self.pk])
