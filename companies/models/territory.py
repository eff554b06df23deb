"""How many companies there are in a territory: several figures, each with its day and its source."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.choices import CountSource
from companies.querysets import TerritoryCountQuerySet
from kaltim_naker.access.scope import ScopedModel, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import one_of
from kaltim_naker.core.models import Record
from kaltim_naker.regions.models import Region


@tracked()
class TerritoryCount(Record, ScopedModel):
    """Companies in a region on a day, as a source gives them, by size class where it says so.

    Published figures differ by source and day, and their parts do not always make up the whole (domain.md §7.2), so
    they are kept side by side as they were published, and what is missing is shown.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("region"))
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=6, choices=CountSource)
    document = models.CharField(_("document"), max_length=200, help_text=_("Where the figure is printed."))
    total = models.PositiveIntegerField(_("companies"))
    micro = models.PositiveIntegerField(_("micro"), null=True, blank=True)
    small = models.PositiveIntegerField(_("small"), null=True, blank=True)
    medium = models.PositiveIntegerField(_("medium"), null=True, blank=True)
    large = models.PositiveIntegerField(_("large"), null=True, blank=True)
    workers = models.PositiveIntegerField(_("workers"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("Why the parts differ from the whole."))

    objects = TerritoryCountQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-as_of", "region"]
        verbose_name = _("count of companies")
        verbose_name_plural = _("counts of companies")
        constraints = [
            one_of("source", CountSource, "companies_territorycount_source_known"),
            models.UniqueConstraint(
                fields=["region", "as_of", "source"],
                name="companies_territorycount_once",
                violation_error_message=_("There is a count of this region, day and source already; correct it."),
            ),
            models.CheckConstraint(
                condition=Q(total__gt=0),
                name="companies_territorycount_some",
                violation_error_message=_("A territory without any company is a gap in the figures, not a count."),
            ),
            models.CheckConstraint(
                condition=~Q(document=""),
                name="companies_territorycount_has_document",
                violation_error_message=_("A count names where it is printed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region}, {self.as_of.isoformat()}: {self.total}"

    @property
    def parts(self) -> tuple[int | None, ...]:
        """By size, from micro to large; None where the source does not say."""
        return self.micro, self.small, self.medium, self.large
