"""Entering companies, their work sites and what these report."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from companies.choices import ReportSource, SiteKind, SizeClass
from companies.constants.register import NAME_SIMILARITY
from companies.formulas.register import name_key, npwp_is_plausible, size_by
from companies.models import Company, WorkSite, YearlyReport
from companies.services.duplicates import queue_pairs_of
from kaltim_naker.accounts.models import User
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import today
from kaltim_naker.core.phones import normalise_phone
from kaltim_naker.regions.kbli import section_letter
from kaltim_naker.regions.models import KbliSection, Region


@dataclass(frozen=True, kw_only=True)
class CompanyData:
    """A company as it was stated. Money in full rupiah; `sector` only where the code does not tell it."""

    name: str
    nib: str = ""
    npwp: str = ""
    kbli_version: int | None = None
    kbli_code: str = ""
    sector: KbliSection | None = None
    size: str = ""
    size_basis: str = ""
    size_amount: Decimal | None = None
    ownership: str = ""
    phone: str = ""
    email: str = ""
    is_active: bool = True


@transaction.atomic
def register_company(*, actor: User, data: CompanyData, is_invented: bool = False) -> Company:
    """Enter a company. Raises DomainError: NIB known or malformed, NPWP, KBLI or size class that cannot be."""
    company = Company(is_invented=is_invented)
    _fill_in(company, data)
    _require_new_nib(company)
    _check_fields(company)
    company.save(force_insert=True)
    return company


@transaction.atomic
def change_company(*, actor: User, company: Company, data: CompanyData) -> Company:
    """Correct what is known about a company; the history keeps what stood there before."""
    company = Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
    _fill_in(company, data)
    _require_new_nib(company)
    _check_fields(company)
    company.save()
    queue_pairs_of(company)
    return company


@transaction.atomic
def save_site(
    *,
    actor: User,
    company: Company,
    region: Region,
    site: WorkSite | None = None,
    name: str = "",
    kind: str | None = None,
    address: str = "",
    is_active: bool = True,
) -> WorkSite:
    """Add a work site, or correct one. Without `kind`, the first site is the head office, each further one a branch."""
    if region.parent_id is None:
        raise DomainError("region_is_province", _("Name the regency or city, not the province."), field="region")
    site = site or WorkSite(company=company)
    if kind is None:
        kind = SiteKind.BRANCH if company.sites.exclude(pk=site.pk).exists() else SiteKind.HEAD_OFFICE
    site.name, site.kind, site.region = name.strip(), kind, region
    site.address, site.is_active = address.strip(), is_active
    _check_fields(site)
    site.save()
    queue_pairs_of(company)
    return site


@transaction.atomic
def record_report(
    *,
    actor: User,
    site: WorkSite,
    year: int,
    men: int,
    women: int,
    reported_on: date,
    source: str = ReportSource.WLKP,
    document: str = "",
) -> YearlyReport:
    """Enter what a site reported for a year; figures of the same year and source are corrected.

    Raises DomainError for a report from the future, or about a year that had not begun.
    """
    if reported_on > today():
        raise DomainError("reported_in_future", _("The report lies in the future."), field="reported_on")
    if year > reported_on.year:
        raise DomainError(
            "year_not_begun", _("In %(year)s nobody could know this yet.") % {"year": reported_on.year}, field="year"
        )
    report = YearlyReport.objects.select_for_update().filter(site=site, year=year, source=source).first()
    report = report or YearlyReport(site=site, year=year, source=source)
    report.men, report.women, report.reported_on, report.document = men, women, reported_on, document.strip()
    _check_fields(report)
    report.save()
    return report


def _check_fields(row: Model) -> None:
    """Constraints are left to the database, which holds them anyway; asking it beforehand doubled an import's time."""
    row.full_clean(validate_unique=False, validate_constraints=False)


def _fill_in(company: Company, data: CompanyData) -> None:
    company.name = " ".join(data.name.split())
    company.nib = _digits(data.nib) or None
    company.npwp = _npwp(data.npwp)
    company.ownership, company.email, company.is_active = data.ownership, data.email.strip(), data.is_active
    company.phone = normalise_phone(data.phone) if data.phone.strip() else ""
    company.kbli_code = data.kbli_code.strip()
    company.kbli_version = data.kbli_version if company.kbli_code else None
    company.sector = _sector(company, data.sector)
    _fill_in_size(company, data)


def _digits(text: str) -> str:
    return "".join(char for char in text if char not in " .-")


def _npwp(text: str) -> str:
    digits = _digits(text)
    if digits and not npwp_is_plausible(digits):
        message = _("“%(value)s” is no NPWP of a company: 15 digits, or 0 and 15 digits; compare it with the card.")
        raise DomainError("npwp_invalid", message % {"value": text}, field="npwp")
    return digits


def _sector(company: Company, stated: KbliSection | None) -> KbliSection | None:
    """The section of the code where the version tells it, else as stated."""
    if not company.kbli_code:
        return stated
    if company.kbli_version is None:
        raise DomainError("kbli_version_missing", _("Say by which KBLI the code is."), field="kbli_version")
    if company.kbli_version != 2020:
        return stated
    letter = section_letter(company.kbli_code, 2020) if company.kbli_code.isdigit() else None
    if letter is None:
        message = _("There is no division %(division)s in KBLI 2020.") % {"division": company.kbli_code[:2]}
        raise DomainError("kbli_unknown", message, field="kbli_code")
    return KbliSection.objects.filter(version=2020, code=letter).first()


def _fill_in_size(company: Company, data: CompanyData) -> None:
    """The class follows from an amount where there is one; a class that contradicts its amount is refused."""
    size = data.size
    if data.size_amount is not None:
        found = size_by(data.size_basis, data.size_amount)
        if found is None:
            raise DomainError(
                "amount_without_rule", _("Say whether the amount is capital or sales."), field="size_basis"
            )
        if size and size != found:
            message = _("By PP 7/2021 this amount makes the company %(size)s.") % {"size": SizeClass(found).label}
            raise DomainError("size_differs", message, field="size")
        size = found
    if size and not data.size_basis:
        raise DomainError("size_without_basis", _("Say by which rule the size was found."), field="size_basis")
    company.size, company.size_basis = size, data.size_basis if size else ""
    company.size_amount = data.size_amount


def _require_new_nib(company: Company) -> None:
    if company.nib is None:
        return
    known = Company.objects.filter(nib=company.nib).exclude(pk=company.pk).first()
    if known is not None:
        message = _("%(name)s has this NIB already; correct that entry, or merge the two.") % {"name": known}
        raise DomainError("nib_known", message, field="nib")


def details_of(company: Company) -> dict[str, Any]:
    """What stands in the register, as `CompanyData` takes it."""
    data = {name: getattr(company, name) for name in CompanyData.__dataclass_fields__}
    return {**data, "nib": company.nib or ""}


def find_company(text: str, *, field: str) -> Company:
    """The one company with this NIB, or of this name. Raises DomainError where none or several are meant."""
    digits = _digits(text)
    found = Company.objects.filter(nib=digits) if digits.isdigit() else Company.objects.none()
    companies = list(found or Company.objects.filter(name_key=name_key(text))[:3])
    if len(companies) == 1:
        return companies[0]
    if companies:
        message = _("“%(text)s” may mean several companies; write the NIB.")
        raise DomainError("company_ambiguous", message % {"text": text}, field=field)
    near = ", ".join(company.name for company in Company.objects.alike(text, NAME_SIMILARITY)[:3])
    message = _("There is no company “%(text)s” in the register.") % {"text": text}
    if near:
        message = f"{message} {_('Perhaps: %(names)s?') % {'names': near}}"
    raise DomainError("company_unknown", message, field=field)
