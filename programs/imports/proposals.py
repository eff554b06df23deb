"""Proposals of the regional offices at the import desk: the list of one region, or of all from the province."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.imports.cells import CellProblem, text_of
from kaltim_naker.imports.columns import Column, phrases
from kaltim_naker.imports.kinds import Kind, Values
from kaltim_naker.imports.labels import title_key
from kaltim_naker.imports.parsers import numbers, words
from kaltim_naker.imports.parsers.places import RegionNames, region_parser
from kaltim_naker.imports.workbook import Cell
from programs.imports.proposal_importer import ProposalImporter, ProposalOptions


def year(cell: Cell) -> int | None:
    """A fiscal year from 2000 to 2100. Raises `number_invalid`."""
    text = text_of(cell)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100):
        raise CellProblem("number_invalid", gettext("“%(value)s” is not a year.") % {"value": text})
    return int(text)


def columns(regions: RegionNames) -> Sequence[Column]:
    title = words.required_text("title_missing", _("The title is missing."))
    return (
        Column(
            "year",
            _("fiscal year"),
            year,
            ("tahun", "tahun anggaran", "ta", "thn", "thn anggaran", "tahun usulan", "year"),
        ),
        Column(
            "region",
            _("regency or city"),
            region_parser(regions),
            (
                "kab kota",
                "kabupaten kota",
                "kota kabupaten",
                "kabupaten",
                "kota",
                "daerah",
                "pengusul",
                "daerah pengusul",
                *phrases(("kab kota", "kabupaten kota", "kota kab", "asal"), ("pengusul", "usulan")),
                "wilayah",
            ),
            required=True,
            recognisable=True,
        ),
        Column(
            "title",
            _("title"),
            title,
            (
                "judul",
                *phrases(("judul", "nama", "usulan", "jenis"), ("usulan", "pelatihan", "kegiatan", "program")),
                "usulan",
                "nama kegiatan pelatihan",
                "kegiatan pelatihan",
                "kegiatan",
                "program",
                "program pelatihan",
                "pelatihan",
            ),
            required=True,
        ),
        Column(
            "field",
            _("field"),
            words.text,
            ("kejuruan", "bidang", "bidang kejuruan", "sub kejuruan", "bidang pelatihan", "jurusan"),
        ),
        Column(
            "volume",
            _("volume"),
            numbers.count,
            ("volume", "vol", "jumlah", "jml", "jumlah paket", "jml paket", "banyaknya"),
        ),
        Column("unit", _("unit"), words.text, ("satuan", "sat", "unit")),
        Column(
            "cost",
            _("cost in rupiah"),
            numbers.rupiah,
            (
                *("biaya", "anggaran", "pagu", "nilai", "dana", "rab", "biaya rp", "anggaran rp", "pagu rp"),
                *phrases(
                    ("total", "kebutuhan", "usulan", "pagu", "rencana", "estimasi"), ("biaya", "anggaran", "dana")
                ),
            ),
        ),
        Column(
            "priority",
            _("priority"),
            numbers.count,
            ("prioritas", "skala prioritas", "urutan prioritas", "tingkat prioritas", "prioritas ke"),
        ),
        Column(
            "reason",
            _("reason"),
            words.text,
            (
                *("alasan", "keterangan", "latar belakang", "justifikasi", "dasar", "urgensi"),
                *phrases(("alasan", "dasar", "pertimbangan"), ("usulan", "pengusulan", "pertimbangan")),
            ),
        ),
    )


def _identity(values: Values) -> tuple[object, ...] | None:
    if not (values.get("region") and values.get("title")):
        return None
    return values.get("year"), values["region"], title_key(values["title"])


PROPOSALS = Kind(
    name="proposals",
    label=_("Proposals"),
    bring_label=_("Bring proposals"),
    columns=columns,
    identity=_identity,
    identity_column="title",
    # A regional office brings its own, the province the list of a coordination meeting with all of them.
    offices=frozenset({OfficeKind.REGIONAL_OFFICE, OfficeKind.PROVINCE}),
    action=Action.IMPORT_PROPOSALS,
    importer=ProposalImporter,
    options_form=ProposalOptions,
)
