"""How the rows of a list become proposals: through the same services as the page."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.accounts.models import User
from kaltim_naker.core.periods import fiscal_year, today
from kaltim_naker.imports.cells import CellProblem
from kaltim_naker.imports.importer import Change, Context, Destination, Effect, Saved
from kaltim_naker.imports.labels import title_key
from kaltim_naker.imports.rows import CheckedRow
from kaltim_naker.imports.wording import normalise
from kaltim_naker.regions.models import Region
from programs.choices import ProposalUnit
from programs.constants import EDITABLE
from programs.models import Field, Proposal
from programs.services import change_proposal, submit_proposal

_UNITS = {
    "paket": ProposalUnit.PACKAGE,
    "pkt": ProposalUnit.PACKAGE,
    "kelas": ProposalUnit.PACKAGE,
    "angkatan": ProposalUnit.PACKAGE,
    "orang": ProposalUnit.PERSON,
    "org": ProposalUnit.PERSON,
    "peserta": ProposalUnit.PERSON,
    "kegiatan": ProposalUnit.ACTIVITY,
    "kali": ProposalUnit.ACTIVITY,
    "unit": ProposalUnit.UNIT,
}


class ProposalOptions(forms.Form):
    """What the file may not say."""

    year = forms.IntegerField(
        label=_("For the fiscal year"),
        min_value=2000,
        max_value=2100,
        initial=lambda: fiscal_year(today()) + 1,
        help_text=_("For rows without a year of their own."),
    )


class ProposalImporter:
    """Enters proposals that are new; those still in the hands of the region are brought in line with the list.

    A row is about the proposal of its title in its region and year. What the province has taken up stays as it is.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.year = int(context.options.get("year") or fiscal_year(today()) + 1)

    def prepare(self, rows: Sequence[CheckedRow]) -> None:
        self.regions = {region.code: region for region in Region.objects.home()}
        self.fields = {
            title_key(name): one for one in Field.objects.all() for name in (one.name_id, one.name_en, one.code)
        }
        years = {self._year_of(row.values) for row in rows}
        known = Proposal.objects.standing().filter(year__in=years).for_list()
        self.known = {(one.year, one.region.code, title_key(one.title)): one for one in known}
        self.places = Counter(row.values["region"] for row in rows if not row.has_errors)

    def destinations(self) -> list[Destination]:
        """The regions that the rows are from."""
        names = {code: region.name for code, region in self.regions.items()}
        return [Destination(names.get(code, code), n, names.get(code, "")) for code, n in sorted(self.places.items())]

    def warning(self, row: CheckedRow) -> CellProblem | None:
        return None

    def waiting(self, row: CheckedRow) -> CellProblem | None:
        """Regions of other provinces, and those that the bringing office does not speak for."""
        region = self.regions.get(row.values["region"])
        own = self.context.office.region if self.context.office else None
        if region is None:
            return CellProblem("region_foreign", gettext("This regency or city does not belong to the province."))
        if own is not None and own.code in self.regions and region.pk != own.pk:
            message = gettext("This file was brought for %(own)s; the row is of %(region)s.")
            return CellProblem(
                "region_foreign",
                message % {"own": own.name, "region": region.name},
                hint=gettext("Bring the list of each region for its own office, or have the province bring it."),
            )
        if normalise(row.values.get("unit") or "paket") not in _UNITS:
            message = gettext("“%(unit)s” is no unit of proposals.") % {"unit": row.values["unit"]}
            return CellProblem("unit_unknown", message, hint=gettext("Write paket, orang, kegiatan or unit."))
        return None

    def save(self, row: CheckedRow, reason: str) -> Effect:
        values, region = row.values, self.regions[row.values["region"]]
        year, details = self._year_of(values), self._details(values)
        known = self.known.get((year, region.code, title_key(values["title"])))
        if known is None:
            submit_proposal(actor=self._actor, region=region, year=year, title=values["title"], **details)
            return Effect(Saved.CREATED)
        changes = _changes(known, details)
        if not changes or known.state not in EDITABLE:
            return Effect(Saved.UNCHANGED)
        change_proposal(actor=self._actor, proposal=known, **details)
        return Effect(Saved.CHANGED, changes)

    @property
    def _actor(self) -> User:
        if self.context.actor is None:
            raise ValueError("nobody saves without a name")
        return self.context.actor

    def _year_of(self, values: Any) -> int:
        return values.get("year") or self.year

    def _details(self, values: dict[str, Any]) -> dict[str, Any]:
        field = self.fields.get(title_key(values.get("field") or ""))
        return {
            "field": field,
            "field_words": "" if field else (values.get("field") or "")[:120],
            "volume": values.get("volume") or 1,
            "unit": _UNITS[normalise(values.get("unit") or "paket")],
            "cost": values.get("cost"),
            "priority": values.get("priority"),
            "justification": values.get("reason") or "",
        }


def _changes(known: Proposal, details: dict[str, Any]) -> list[Change]:
    found = []
    for name, value in details.items():
        before = getattr(known, name)
        if before != value:
            label = str(Proposal._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(Change(label, _words(before), _words(value)))
    return found


def _words(value: Any) -> str:
    return "–" if value in (None, "") else str(value)
