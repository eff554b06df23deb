"""What ties companies and agreements to needs and forums, which lie below them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from companies.models.agreements import Agreement
from companies.models.register import Company
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.models import Record
from programs.models import Activity, SkillNeed


@tracked()
class CompanyNeed(Record, ScopedModel):
    """Whose word a skill need is. The need itself, with its region, field and people, is `programs.SkillNeed`."""

    need = models.OneToOneField(
        SkillNeed, on_delete=models.CASCADE, related_name="company_need", verbose_name=_("skill need")
    )
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, related_name="skill_needs", verbose_name=_("company")
    )

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(region="need__region")

    class Meta:
        ordering = ["company", "need"]
        verbose_name = _("skill need of a company")

    def __str__(self) -> str:
        return f"{self.company}: {self.need}"


@tracked()
class ForumAgreement(Record, ScopedModel):
    """An agreement that came of a forum or another activity; one agreement may be signed at one only."""

    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("activity")
    )
    agreement = models.OneToOneField(
        Agreement,
        on_delete=models.CASCADE,
        related_name="came_of",
        verbose_name=_("agreement"),
        error_messages={"unique": _("This agreement came of another activity already.")},
    )

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["activity", "agreement"]
        verbose_name = _("agreement of an activity")

    def __str__(self) -> str:
        return f"{self.activity}: {self.agreement}"
