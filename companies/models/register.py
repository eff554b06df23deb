"""The register: who the companies are."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.core.models import Record


@tracked()
class Company(Record, ScopedModel):
    """A legal entity. The NIB (13 digits, leading zeros occur) is missing for some (domain.md §2.4)."""

    name = models.CharField(_("name"), max_length=150)
    nib = models.CharField(
        "NIB",
        max_length=13,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d{13}$", _("A NIB has 13 digits."))],
    )
    is_invented = models.BooleanField(default=False, help_text=_("Part of the demo, not a real company."))

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [
            models.UniqueConstraint(
                fields=["nib"],
                name="companies_company_nib_once",
                violation_error_message=_("A company with this NIB exists already."),
            ),
            models.CheckConstraint(
                condition=Q(nib__isnull=True) | Q(nib__regex=r"^\d{13}$"),
                name="companies_company_nib_has_13_digits",
                violation_error_message=_("A NIB has 13 digits."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("companies:company_detail", args=[self.pk])
