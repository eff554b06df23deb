"""How the rows of a company report become companies, work sites and figures of a year."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from companies.choices import ReportSource, SiteKind, SizeBasis
from companies.formulas.register import name_key
from companies.models import Company, WorkSite, YearlyReport
from companies.services import CompanyData, change_company, details_of, record_report, register_company, save_site
from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.imports.cells import WARNING, CellProblem
from kaltim_naker.imports.importer import Change, Context, Destination, Effect, Saved
from kaltim_naker.imports.rows import CheckedRow
from kaltim_naker.imports.wording import normalise
from kaltim_naker.regions.kbli import KBLI_VERSIONS
from kaltim_naker.regions.models import Region
from kaltim_naker.ui.forms import DateInput

# Below this (0 to 100) a known NIB with another name is more likely a slip in the number than a new name.
_SAME_NAME = 70
_KBLI_OF_REPORTS = 2020
_SITE_KINDS = {
    "pusat": SiteKind.HEAD_OFFICE,
    "kantor pusat": SiteKind.HEAD_OFFICE,
    "cabang": SiteKind.BRANCH,
    "kantor cabang": SiteKind.BRANCH,
}
_OUT_OF_USE = frozenset({"tidak aktif", "nonaktif", "non aktif", "tutup"})


class CompanyOptions(forms.Form):
    """What the file does not say: for which year it is, how new, and by which KBLI its codes are."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=2000,
        max_value=2100,
        initial=lambda: fiscal_year(today()),
        help_text=_("Of the report."),
    )
    reported_on = forms.DateField(
        label=_("Reported on"), widget=DateInput(), initial=today, help_text=_("The day of the extract from WLKP.")
    )
    kbli_version = forms.TypedChoiceField(
        label=_("KBLI version"),
        coerce=int,
        choices=[(version, f"KBLI {version}") for version in KBLI_VERSIONS],
        initial=_KBLI_OF_REPORTS,
    )


class CompanyImporter:
    """Enters companies that are new, adds sites and figures to those that are known, and overwrites no better source.

    A row is about the company with its NIB; without one, about the company of this name in this region. What the
    register knows already stays, save the figures of the same year and a size class that itself came from a report.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.year = int(context.options.get("year") or fiscal_year(today()))
        stated = context.options.get("reported_on")
        self.reported_on = date.fromisoformat(str(stated)) if stated else today()
        self.kbli_version = int(context.options.get("kbli_version") or _KBLI_OF_REPORTS)
        self.places: Counter[str] = Counter()

    def prepare(self, rows: Sequence[CheckedRow]) -> None:
        values = [row.values for row in rows]
        nibs = {value["nib"] for value in values if value.get("nib")}
        names = {name_key(value["name"]) for value in values if value.get("name") and not value.get("nib")}
        self.by_nib = {company.nib: company for company in Company.objects.filter(nib__in=nibs)}
        self.regions = {region.code: region for region in Region.objects.kab_kota()}
        self.by_name: dict[tuple[str, int], Company] = {}
        self.sites: dict[tuple[Any, int], WorkSite] = {}
        named = WorkSite.objects.filter(company__name_key__in=names).select_related("company")
        for site in named:
            self.by_name.setdefault((site.company.name_key, site.region_id), site.company)
        known = {company.pk for company in (*self.by_nib.values(), *self.by_name.values())}
        for site in WorkSite.objects.filter(company__in=known).select_related("company", "region").order_by("name"):
            self.sites.setdefault((site.company_id, site.region_id), site)
        reports = YearlyReport.objects.filter(site__in=self.sites.values(), year=self.year, source=ReportSource.WLKP)
        self.reports = {report.site_id: report for report in reports}

    def survey(self, rows: Sequence[CheckedRow]) -> None:
        self.places.update(row.values["region"] for row in rows if not row.has_errors)

    def destinations(self) -> list[Destination]:
        """The regions that the rows lie in."""
        return [
            Destination(self.regions[code].name, count, target=self.regions[code].name)
            for code, count in sorted(self.places.items())
        ]

    def warning(self, row: CheckedRow) -> CellProblem | None:
        company = self.by_nib.get(row.values.get("nib"))
        if company is None or self._same_name(company.name, row.values["name"]):
            return None
        message = gettext("This NIB belongs to %(name)s so far.") % {"name": company.name}
        hint = gettext("Confirm with a reason if the company has a new name; else correct the NIB.")
        return CellProblem("nib_of_other_name", message, hint=hint, level=WARNING)

    def waiting(self, row: CheckedRow) -> CellProblem | None:
        return None

    def save(self, row: CheckedRow, reason: str) -> Effect:
        values, region = row.values, self.regions[row.values["region"]]
        company = self._known(values, region)
        if company is None:
            company = register_company(actor=self._actor, data=self._data(values))
            self._record(values, self._site(values, company, region, []), [])
            self._remember(values, company, region)
            return Effect(Saved.CREATED)
        changes: list[Change] = []
        company = self._changed(values, company, changes)
        self._record(values, self._site(values, company, region, changes), changes)
        self._remember(values, company, region)
        return Effect(Saved.CHANGED if changes else Saved.UNCHANGED, changes)

    @property
    def _actor(self) -> User:
        if self.context.actor is None:
            raise ValueError("nobody saves without a name")
        return self.context.actor

    def _known(self, values: dict[str, Any], region: Region) -> Company | None:
        if values.get("nib"):
            return self.by_nib.get(values["nib"])
        return self.by_name.get((name_key(values["name"]), region.pk))

    def _remember(self, values: dict[str, Any], company: Company, region: Region) -> None:
        """Later rows may be about a branch of the same company."""
        if values.get("nib"):
            self.by_nib[values["nib"]] = company
        self.by_name[(company.name_key, region.pk)] = company

    def _same_name(self, known: str, written: str) -> bool:
        return fuzz.token_set_ratio(name_key(known), name_key(written)) >= _SAME_NAME

    def _data(self, values: dict[str, Any]) -> CompanyData:
        code, size = values.get("kbli") or "", values.get("size") or ""
        return CompanyData(
            name=values["name"][:150],
            nib=values.get("nib") or "",
            kbli_version=self.kbli_version if code else None,
            kbli_code=code,
            size=size,
            size_basis=SizeBasis.WLKP if size else "",
        )

    def _changed(self, values: dict[str, Any], company: Company, changes: list[Change]) -> Company:
        """The company with what the report adds: a code where there was none, a size where no rule has found one."""
        details = details_of(company)
        stated = self._data(values)
        if stated.kbli_code and not company.kbli_code:
            details |= {"kbli_version": stated.kbli_version, "kbli_code": stated.kbli_code}
            changes.append(Change(gettext("KBLI code"), "", stated.kbli_code))
        if stated.size and stated.size != company.size and company.size_basis in ("", SizeBasis.WLKP):
            details |= {"size": stated.size, "size_basis": stated.size_basis}
            changes.append(Change(gettext("size class"), company.size, stated.size))
        if not changes:
            return company
        return change_company(actor=self._actor, company=company, data=CompanyData(**details))

    def _site(self, values: dict[str, Any], company: Company, region: Region, changes: list[Change]) -> WorkSite:
        site = self.sites.get((company.pk, region.pk))
        status = normalise(values.get("status") or "")
        if site is not None and (site.is_active or status in _OUT_OF_USE):
            return site
        if site is None:
            changes.append(Change(gettext("work site"), "", region.short_name))
        else:
            changes.append(Change(gettext("in use"), gettext("no"), gettext("yes")))
        site = save_site(
            actor=self._actor,
            company=company,
            region=region,
            site=site,
            kind=site.kind if site else _SITE_KINDS.get(status),
            address=site.address if site else (values.get("address") or "")[:200],
            name=site.name if site else "",
            is_active=status not in _OUT_OF_USE,
        )
        self.sites[(company.pk, region.pk)] = site
        return site

    def _record(self, values: dict[str, Any], site: WorkSite, changes: list[Change]) -> None:
        """The figures of the year, where the row tells men and women apart."""
        men, women = values.get("men"), values.get("women")
        if men is None or women is None:
            return
        known = self.reports.get(site.pk)
        if known is not None and (known.men, known.women) == (men, women):
            return
        before = f"{known.men} + {known.women}" if known else ""
        changes.append(Change(gettext("workers %(year)s") % {"year": self.year}, before, f"{men} + {women}"))
        self.reports[site.pk] = record_report(
            actor=self._actor, site=site, year=self.year, men=men, women=women, reported_on=self.reported_on
        )
