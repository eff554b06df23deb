"""Documents that targets, agreements, activities and reports rest on."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record
from programs.choices import LegalKind

# What the kind is called in a citation.
_CITED_AS = {
    LegalKind.LAW: "UU",
    LegalKind.GOVERNMENT_REGULATION: "PP",
    LegalKind.PRESIDENTIAL_REGULATION: "Perpres",
    LegalKind.MINISTERIAL_REGULATION: "Permen",
    LegalKind.MINISTERIAL_DECREE: "Kepmen",
    LegalKind.PROVINCIAL_REGULATION: "Perda",
    LegalKind.GOVERNOR_REGULATION: "Pergub",
    LegalKind.DECREE: "SK",
    LegalKind.STRATEGIC_PLAN: "Renstra",
    LegalKind.PERFORMANCE_AGREEMENT: "PK",
    LegalKind.BUDGET_DOCUMENT: "DPA",
    LegalKind.OTHER: "",
}


@tracked()
class LegalBasis(Record, ScopedModel):
    """A law, regulation, plan or agreement by its number and year, with the days between which it is in force."""

    kind = models.CharField(_("kind"), max_length=8, choices=LegalKind)
    issued_by = models.CharField(
        _("given by"),
        max_length=60,
        blank=True,
        help_text=_("Where the kind does not say it, e.g. Kaltim."),
    )
    number = models.CharField(_("number"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=300)
    file = models.FileField(upload_to="legal/%Y", max_length=200, blank=True, editable=False)
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_to = models.DateField(_("in force until"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["-year", "kind", "number"]
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        constraints = [
            one_of("kind", LegalKind, "programs_legalbasis_kind_known"),
            models.UniqueConstraint(
                fields=["kind", "issued_by", "number", "year"],
                name="programs_legalbasis_once",
                violation_error_message=_("This document is entered already."),
            ),
            in_order(
                "in_force_from",
                "in_force_to",
                "programs_legalbasis_days_in_order",
                _("The document ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        """`Perda Kaltim 13/2024`, as documents cite each other."""
        return " ".join(part for part in (_CITED_AS[LegalKind(self.kind)], self.issued_by, self._numbered) if part)

    def get_absolute_url(self) -> str:
        return reverse("programs:legal_basis_detail", args=[self.pk])

    @property
    def _numbered(self) -> str:
        return f"{self.number}/{self.year}"
