"""Which skills are needed where, and which classes answer it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.feed import followed
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import KbliSection, Region
from programs.choices import NeedOrigin
from programs.models.supply import Field, TrainingClass
from programs.querysets import SkillNeedQuerySet


@followed()
@marked()
@tracked()
class SkillNeed(Record, ScopedModel):
    """So many people with a skill are needed in a region in a year, and how that is known (domain.md §10).

    Whose word it is, if a company's, is said by `companies.CompanyNeed`, since companies lie above.
    """

    year = models.PositiveSmallIntegerField(_("fiscal year"))
    quarter = models.PositiveSmallIntegerField(
        _("from quarter"), null=True, blank=True, help_text=_("Empty: at any time of the year.")
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("regency or city"))
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="+", verbose_name=_("field"))
    sector = models.ForeignKey(
        KbliSection, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )
    skill = models.CharField(_("skill or occupation"), max_length=120)
    people = models.PositiveIntegerField(_("people needed"))
    origin = models.CharField(_("who says so"), max_length=16, choices=NeedOrigin)
    evidence = models.CharField(
        _("evidence"), max_length=300, help_text=_("Letter, survey or vacancy, with number and date.")
    )
    is_invented = models.BooleanField(default=False, help_text=_("Part of the demo, not a real need."))

    objects = SkillNeedQuerySet.as_manager()
    scope_paths = ScopePaths(region="region")

    class Meta:
        ordering = ["-year", "region", "field"]
        verbose_name = _("skill need")
        verbose_name_plural = _("skill needs")
        constraints = [
            one_of("origin", NeedOrigin, "programs_skillneed_origin_known"),
            models.CheckConstraint(
                condition=Q(people__range=(1, 100_000)),
                name="programs_skillneed_people",
                violation_error_message=_("A need is of 1 to 100,000 people."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(2000, 2100)),
                name="programs_skillneed_year",
                violation_error_message=_("A year lies between 2000 and 2100."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__isnull=True) | Q(quarter__range=(1, 4)),
                name="programs_skillneed_quarter",
                violation_error_message=_("A quarter is 1, 2, 3 or 4."),
            ),
            models.CheckConstraint(
                condition=~Q(evidence=""),
                name="programs_skillneed_has_evidence",
                violation_error_message=_("Please say how the need is known."),
            ),
        ]
        indexes = [models.Index(fields=["year", "region", "field"], name="programs_need_year_region")]

    def __str__(self) -> str:
        return f"{self.skill}, {self.region.short_name} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("programs:need_detail", args=[self.pk])


@marked()
@tracked()
class NeedAnswer(Record, ScopedModel):
    """A class that answers a need. One class answers one need, so that no graduate meets two."""

    training_class = models.OneToOneField(
        TrainingClass,
        on_delete=models.CASCADE,
        related_name="need_answer",
        verbose_name=_("training class"),
        error_messages={"unique": _("This class answers another need already.")},
    )
    need = models.ForeignKey(SkillNeed, on_delete=models.CASCADE, related_name="answers", verbose_name=_("skill need"))

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(region="need__region", centre="training_class__centre")

    class Meta:
        ordering = ["need", "training_class"]
        verbose_name = _("answer to a need")

    def __str__(self) -> str:
        return f"{self.need}: {self.training_class}"
