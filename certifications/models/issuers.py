"""Who certifies, and after which scheme."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certifications.choices import BodyKind, IssuerKind, SchemeKind
from kaltim_naker.access.scope import ScopedModel, ScopedQuerySet, ScopePaths
from kaltim_naker.audit.history import tracked
from kaltim_naker.audit.marks import marked
from kaltim_naker.core.constraints import in_order, one_of
from kaltim_naker.core.models import Record


@tracked()
class Issuer(models.Model):
    """Who issues certificates: Kemnaker, BNSP (through an LSP), others."""

    code = models.SlugField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=IssuerKind)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=30)

    class Meta:
        ordering = ["short_name"]
        verbose_name = _("issuer")
        constraints = [one_of("kind", IssuerKind, "certifications_issuer_kind_known")]

    def __str__(self) -> str:
        return self.short_name


@tracked()
class CertificationBody(Record, ScopedModel):
    """Who assesses on an issuer's behalf: an LSP licensed by BNSP, or another body, while its licence lasts."""

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="bodies", verbose_name=_("issuer"))
    kind = models.CharField(_("kind"), max_length=5, choices=BodyKind, default=BodyKind.P3)
    name = models.CharField(_("name"), max_length=120, unique=True)
    licence_number = models.CharField(_("licence number"), max_length=40, blank=True, help_text="BNSP-LSP-123-ID")
    licensed_from = models.DateField(_("licensed from"), null=True, blank=True)
    licensed_until = models.DateField(_("licensed until"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("certification body")
        verbose_name_plural = _("certification bodies")
        constraints = [
            one_of("kind", BodyKind, "certifications_body_kind_known"),
            in_order(
                "licensed_from",
                "licensed_until",
                "certifications_body_licence_in_order",
                _("A licence cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Assessor(Record, ScopedModel):
    """A competence assessor with the registration number BNSP gave (MET.000.001234 2020)."""

    name = models.CharField(_("name"), max_length=150)
    registration_number = models.CharField(
        _("registration number"), max_length=40, unique=True, help_text="MET.000.001234 2020"
    )
    body = models.ForeignKey(
        CertificationBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessors",
        verbose_name=_("certification body"),
    )

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("assessor")
        verbose_name_plural = _("assessors")

    def __str__(self) -> str:
        return f"{self.name} ({self.registration_number})"


@marked()
@tracked()
class Scheme(Record, ScopedModel):
    """What somebody is assessed against; says how long a certificate is valid and whether it counts."""

    title = models.CharField(_("title"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=SchemeKind, default=SchemeKind.CLUSTER)
    code = models.CharField(_("code"), max_length=40, blank=True)
    kkni_level = models.PositiveSmallIntegerField(
        _("KKNI level"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    validity_months = models.PositiveSmallIntegerField(
        _("validity in months"), default=36, validators=[MinValueValidator(1)]
    )
    counts_toward_target = models.BooleanField(_("counts toward the target"), default=True)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["title"]
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        constraints = [
            models.CheckConstraint(condition=Q(validity_months__gte=1), name="certifications_scheme_validity_positive"),
            one_of("kind", SchemeKind, "certifications_scheme_kind_known"),
            models.CheckConstraint(
                condition=Q(kkni_level__isnull=True) | Q(kkni_level__range=(1, 9)),
                name="certifications_scheme_kkni_level",
                violation_error_message=_("A KKNI level lies between 1 and 9."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=SchemeKind.KKNI) | Q(kkni_level__isnull=False),
                name="certifications_scheme_kkni_has_level",
                violation_error_message=_("A KKNI scheme needs its level."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class SchemeUnit(Record, ScopedModel):
    """A unit of competence of a scheme, with the code of its national standard (SKKNI, domain.md §3.7)."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="units", verbose_name=_("scheme"))
    code = models.CharField(_("code"), max_length=40, help_text="C.24LAS01.001.1")
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()
    scope_paths = ScopePaths(public=True)

    class Meta:
        ordering = ["scheme", "position", "code"]
        verbose_name = _("unit of competence")
        verbose_name_plural = _("units of competence")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="certifications_schemeunit_once",
                violation_error_message=_("This unit stands in the scheme already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
