"""What an agreement shall bring, and which records of other rooms were made under it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.models.agreements import Agreement
from companies.querysets import AgreementPlacementQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import Region
from programs.measures import find_measure
from programs.models import TrainingClass
from trainees.models import Placement


@tracked()
class Deliverable(Record, ScopedModel):
    """A promise with a number: “20 companies measured in five regions by 31 October 2025”.

    How far it has come is never typed. `measure` names a measure of the registry; counted are its records that name the
    agreement (`measures.fulfilment`).
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="deliverables")
    measure = models.CharField(_("what is counted"), max_length=40)
    promised = models.PositiveIntegerField(_("number promised"))
    due_on = models.DateField(_("by"))
    regions = models.ManyToManyField(Region, related_name="+", blank=True, verbose_name=_("regions"))
    note = models.CharField(_("wording of the agreement"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["agreement", "due_on", "id"]
        verbose_name = _("promise of an agreement")
        verbose_name_plural = _("promises of agreements")
        constraints = [
            models.CheckConstraint(
                condition=Q(promised__gte=1),
                name="companies_deliverable_some",
                violation_error_message=_("A promise is about at least one."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "measure", "due_on"],
                name="companies_deliverable_once",
                violation_error_message=_("The agreement has this promise for this day already."),
            ),
        ]

    def __str__(self) -> str:
        measure = find_measure(self.measure)
        return f"{measure.name if measure else self.measure}: {self.promised}"


@marked()
@tracked()
class AgreementClass(Record, ScopedModel):
    """A training class that is held under an agreement. Classes know nothing of companies, so the tie is kept here."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="class_ties")
    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="agreement_ties", verbose_name=_("training class")
    )

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["agreement", "training_class"]
        verbose_name = _("class under an agreement")
        verbose_name_plural = _("classes under agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "training_class"],
                name="companies_agreementclass_once",
                violation_error_message=_("This class is named already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.training_class)


@marked()
@tracked()
class AgreementPlacement(Record, ScopedModel):
    """A job that came of an agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="placement_ties")
    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, related_name="agreement_ties", verbose_name=_("placement")
    )

    objects = AgreementPlacementQuerySet.as_manager()
    # Who may see the job may see what it came of (querysets.AgreementPlacementQuerySet).
    scope_paths = ScopePaths(region="placement__job_seeker__domicile")

    class Meta:
        ordering = ["agreement", "placement"]
        verbose_name = _("placement under an agreement")
        verbose_name_plural = _("placements under agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "placement"],
                name="companies_agreementplacement_once",
                violation_error_message=_("This placement is named already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.placement)
