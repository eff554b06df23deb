"""Regions by Kemendagri and BPS code, and the sections of KBLI (domain.md §1, §6.5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.constraints import one_of


class RegionLevel(models.TextChoices):
    PROVINCE = "province", _("province")
    REGENCY = "regency", _("regency (kabupaten)")
    CITY = "city", _("city (kota)")
    DISTRICT = "district", _("district (kecamatan)")


class RegionQuerySet(models.QuerySet["Region"]):
    def kab_kota(self) -> "RegionQuerySet":
        """Regencies and cities of all provinces."""
        return self.filter(level__in=(RegionLevel.REGENCY, RegionLevel.CITY))

    def home(self) -> "RegionQuerySet":
        """The regencies and cities of the province whose office this is, in the order users expect."""
        return self.kab_kota().filter(parent__code=settings.HOME_PROVINCE).order_by("code")

    def home_and_province(self) -> "RegionQuerySet":
        """The province itself, then its regencies and cities."""
        kab_kota = Q(level__in=(RegionLevel.REGENCY, RegionLevel.CITY), parent__code=settings.HOME_PROVINCE)
        return self.filter(Q(code=settings.HOME_PROVINCE) | kab_kota).order_by("code")


class Region(models.Model):
    """A province, a regency or city, or a district.

    Kemendagri's and BPS's codes stand apart: 6402 and 6403 exist in both systems and mean different regions, so a bare
    number never identifies one (domain.md §1).
    """

    code = models.CharField(_("Kemendagri code"), max_length=8, unique=True, help_text="64, 64.71, 64.71.01")
    bps_code = models.CharField(_("BPS code"), max_length=4, null=True, blank=True, unique=True)
    name = models.CharField(_("official name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=60)
    level = models.CharField(max_length=10, choices=RegionLevel)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")
        constraints = [
            one_of("level", RegionLevel, "regions_region_level_known"),
            models.CheckConstraint(
                condition=Q(level=RegionLevel.PROVINCE, parent__isnull=True)
                | (~Q(level=RegionLevel.PROVINCE) & Q(parent__isnull=False)),
                name="regions_region_only_provinces_have_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KbliSection(models.Model):
    """A section of the standard industrial classification, e.g. B “Pertambangan dan Penggalian”.

    Letters moved between the versions (K is finance in 2020 and IT in 2025), so a letter never stands without its
    version (domain.md §6.5).
    """

    version = models.PositiveSmallIntegerField(default=2020)
    code = models.CharField(max_length=1)
    title_id = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)

    class Meta:
        ordering = ["version", "code"]
        verbose_name = _("sector (KBLI section)")
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="regions_kblisection_unique_code")]

    def __str__(self) -> str:
        return f"{self.code} – {self.title_id}"
