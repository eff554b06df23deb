"""Published figures of the labour market at the import desk: a line for each region and day."""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import OfficeKind, User
from kaltim_naker.imports.cells import CellProblem, is_number, text_of
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.importer import Context, Destination, Effect, Saved
from kaltim_naker.imports.kinds import Kind, Values
from kaltim_naker.imports.parsers import dates, numbers
from kaltim_naker.imports.parsers.places import RegionNames, region_parser
from kaltim_naker.imports.rows import CheckedRow
from kaltim_naker.imports.wording import normalise
from kaltim_naker.imports.workbook import Cell
from kaltim_naker.regions.models import Region, RegionLevel
from programs.choices import FigureKind
from programs.documents.figures import OF_RTKD
from programs.models import LabourFigure
from programs.services import record_figures

# Written for the province itself, which no list of regencies and cities knows.
_PROVINCE = frozenset({"kalimantan timur", "kaltim", "provinsi kalimantan timur", "prov kalimantan timur", "provinsi"})
_PROVINCE_CODE = "province"


def rate(cell: Cell) -> Decimal | None:
    """A per cent from 0 to 100 with at most two decimals: `6,09`, `6.09`, `6,09 %`. Raises `number_invalid`."""
    text = text_of(cell).replace("%", "").strip().replace(",", ".")
    if not text:
        return None
    try:
        value = Decimal(str(cell)) if is_number(cell) else Decimal(text)
    except ArithmeticError:
        raise _no_rate(cell) from None
    if not (value.is_finite() and 0 <= value <= 100):
        raise _no_rate(cell)
    return value.quantize(Decimal("0.01"))


def _no_rate(cell: Cell) -> CellProblem:
    message = gettext("“%(value)s” is no per cent from 0 to 100.") % {"value": text_of(cell)}
    return CellProblem("number_invalid", message, hint=gettext("Write it as 6,09."))


def region_or_province(names: RegionNames) -> Callable[[Cell], str]:
    """A parser for the ten regions and the province itself."""
    parse = region_parser(names)

    def parser(cell: Cell) -> str:
        if normalise(text_of(cell)) in _PROVINCE:
            return _PROVINCE_CODE
        return str(parse(cell))

    return parser


_HEADS: dict[FigureKind, tuple[str, ...]] = {
    FigureKind.WORKING_AGE: ("puk", "penduduk usia kerja", "penduduk 15 tahun ke atas"),
    FigureKind.LABOUR_FORCE: ("ak", "angkatan kerja", "jumlah angkatan kerja"),
    FigureKind.PARTICIPATION: ("tpak", "tingkat partisipasi angkatan kerja"),
    FigureKind.EMPLOYED: ("bekerja", "penduduk bekerja", "jumlah bekerja"),
    FigureKind.UNEMPLOYED: ("penganggur", "pengangguran", "pengangguran terbuka", "penganggur terbuka"),
    FigureKind.UNEMPLOYMENT: ("tpt", "tingkat pengangguran terbuka"),
    FigureKind.PRODUCTIVITY: ("produktivitas", "produktivitas tenaga kerja", "pdrb per tenaga kerja"),
}
_PARSERS: dict[FigureKind, Callable[[Cell], Decimal | int | None]] = {
    FigureKind.PARTICIPATION: rate,
    FigureKind.UNEMPLOYMENT: rate,
    FigureKind.PRODUCTIVITY: numbers.rupiah,
}


def columns(regions: RegionNames) -> Sequence[Column]:
    places = ("kab kota", "kabupaten kota", "kabupaten", "kota", "daerah", "wilayah", "region")
    days = ("tanggal", "per tanggal", "keadaan", "keadaan per", "periode", "as of")
    return (
        Column("region", _("region"), region_or_province(regions), places, required=True, recognisable=True),
        Column("as_of", _("as of"), dates.required(dates.any_date), days, required=True),
        *(Column(kind.value, kind.label, _PARSERS.get(kind, numbers.count), _HEADS[kind]) for kind in OF_RTKD),
    )


class FigureOptions(forms.Form):
    """Where the figures come from, and why they are right where they look wrong."""

    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("Who published it, where and when."))
    jump_reason = forms.CharField(
        label=_("Why it changed so much"),
        max_length=200,
        required=False,
        help_text=_("Only where a figure moved by more than half since the last one."),
    )


class FigureImporter:
    """Records the figures of each line together, so that they are held against each other as on the page."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def prepare(self, rows: Sequence[CheckedRow]) -> None:
        self.regions = {region.code: region for region in Region.objects.home_and_province()}
        for province in [one for one in self.regions.values() if one.level == RegionLevel.PROVINCE]:
            self.regions[_PROVINCE_CODE] = province
        known = LabourFigure.objects.exclude(kind=FigureKind.SCHOOL_LEAVERS)
        self.known = {(one.region_id, one.as_of, one.kind): one.value for one in known}
        self.places = Counter(row.values["region"] for row in rows if not row.has_errors)

    def destinations(self) -> list[Destination]:
        names = {code: region.name for code, region in self.regions.items()}
        return [Destination(names.get(code, code), n, names.get(code, "")) for code, n in sorted(self.places.items())]

    def warning(self, row: CheckedRow) -> CellProblem | None:
        return None

    def waiting(self, row: CheckedRow) -> CellProblem | None:
        if row.values["region"] not in self.regions:
            return CellProblem("region_foreign", gettext("This regency or city does not belong to the province."))
        return None

    def save(self, row: CheckedRow, reason: str) -> Effect:
        region, as_of = self.regions[row.values["region"]], row.values["as_of"]
        given = {kind.value: row.values.get(kind.value) for kind in OF_RTKD}
        values = {kind: Decimal(value) for kind, value in given.items() if value is not None}
        before = {kind: self.known.get((region.pk, as_of, kind)) for kind in values}
        if values and before == values:
            return Effect(Saved.UNCHANGED)
        record_figures(actor=self._actor, region=region, as_of=as_of, values=values, **self._stated)
        return Effect(Saved.CHANGED if any(value is not None for value in before.values()) else Saved.CREATED)

    @property
    def _actor(self) -> User:
        if self.context.actor is None:
            raise ValueError("nobody saves without a name")
        return self.context.actor

    @property
    def _stated(self) -> dict[str, Any]:
        options = self.context.options
        return {"source": options.get("source") or "", "jump_reason": options.get("jump_reason") or ""}


def _identity(values: Values) -> tuple[object, ...] | None:
    return (values["region"], values["as_of"]) if values.get("region") and values.get("as_of") else None


FIGURES = Kind(
    name="labour_figures",
    label=_("Labour market figures"),
    bring_label=_("Bring labour market figures"),
    columns=columns,
    identity=lambda values: (
        (values["region"], values["as_of"]) if values.get("as_of") and values.get("region") else None
    ),
    identity_column="region",
    offices=frozenset({OfficeKind.PROVINCE}),
    action=Action.ENTER_FIGURES,
    importer=FigureImporter,
    options_form=FigureOptions,
)
