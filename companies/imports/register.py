"""Company reports (WLKP) at the import desk: their columns and rules."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.choices import SizeClass
from companies.formulas.register import name_key
from companies.imports.register_importer import CompanyImporter, CompanyOptions
from kaltim_naker.access.actions import Action
from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.imports.cells import WARNING, CellProblem, text_of
from kaltim_naker.imports.columns import Column, phrases
from kaltim_naker.imports.kinds import Kind, Values
from kaltim_naker.imports.parsers import numbers, words
from kaltim_naker.imports.parsers.places import RegionNames, region_parser
from kaltim_naker.imports.wording import normalise
from kaltim_naker.imports.workbook import Cell

_NIB_DIGITS = 13
_WORKERS = ("tk", "tenaga kerja", "pekerja", "karyawan", "pegawai", "buruh", "naker", "tki")
_MEN = ("l", "lk", "laki laki", "laki", "pria")
_WOMEN = ("p", "pr", "perempuan", "wanita")
_SIZE_WORDS = {
    "mikro": SizeClass.MICRO,
    "kecil": SizeClass.SMALL,
    "menengah": SizeClass.MEDIUM,
    "sedang": SizeClass.MEDIUM,
    "besar": SizeClass.LARGE,
}


def nib(cell: Cell) -> str:
    """A business number of 13 digits (domain.md §2.4). Raises `nib_missing` (a warning), `nib_format`, `nib_length`."""
    text = text_of(cell)
    digits = "".join(char for char in text if char not in " .-")
    if not digits:
        message = gettext("The NIB is missing; very small and old firms and public bodies may have none.")
        raise CellProblem("nib_missing", message, level=WARNING)
    if not (digits.isascii() and digits.isdigit()):
        raise CellProblem("nib_format", gettext("A NIB has digits only."))
    if len(digits) != _NIB_DIGITS:
        message = gettext("A NIB has 13 digits, this has %(count)s.") % {"count": len(digits)}
        raise CellProblem(
            "nib_length", message, hint=gettext("A leading zero may have been lost; compare it with OSS.")
        )
    return digits


def kbli_code(cell: Cell) -> str | None:
    """The code at the beginning of the cell: 2 to 5 digits. Raises `kbli_format`, a warning."""
    text = text_of(cell)
    if not text:
        return None
    found = re.match(r"(\d{2,5})(\D|$)", text)
    if found is None:
        message = gettext("“%(value)s” does not begin with a KBLI code of 2 to 5 digits.") % {"value": text}
        hint = gettext("Confirm with a reason; the company then goes in without a sector.")
        raise CellProblem("kbli_format", message, hint=hint, level=WARNING)
    return found[1]


def size_class(cell: Cell) -> str | None:
    """Raises `size_unknown`, a warning, for a word that is no size class."""
    text = normalise(text_of(cell))
    if not text:
        return None
    found = [size for word, size in _SIZE_WORDS.items() if word in text.split()]
    if len(set(found)) != 1:
        message = gettext("“%(value)s” is no size class; write mikro, kecil, menengah or besar.") % {"value": text}
        hint = gettext("Confirm with a reason; the company then goes in without a size class.")
        raise CellProblem("size_unknown", message, hint=hint, level=WARNING)
    return found[0]


def workers_add_up(values: Values) -> Iterator[tuple[str, CellProblem]]:
    """A total that is not men and women together, or stands alone, is asked about."""
    men, women, workers = values.get("men"), values.get("women"), values.get("workers")
    if workers is None:
        return
    if men is None or women is None:
        message = gettext("The workers are not told apart by sex.")
        hint = gettext("Confirm with a reason; the company then goes in without these figures.")
        yield "workers", CellProblem("sexes_missing", message, hint=hint, level=WARNING)
    elif men + women != workers:
        message = gettext("%(men)s men and %(women)s women are not %(total)s workers.")
        facts = {"men": men, "women": women, "total": workers}
        hint = gettext("Confirm with a reason; men and women then count, not the total.")
        yield "workers", CellProblem("sum_differs", message % facts, hint=hint, level=WARNING)


def is_branch(first: Values, again: Values) -> bool:
    """Whether a further row with the same NIB is another site of the same company: one name, two regions."""
    names = [name_key(values.get("name") or "") for values in (first, again)]
    return names[0] == names[1] and first.get("region") != again.get("region")


def columns(regions: RegionNames) -> Sequence[Column]:
    company_name = words.required_text("name_missing", _("The name of the company is missing."))
    return (
        Column(
            "nib",
            _("NIB"),
            nib,
            ("nib", "nomor induk berusaha", "no induk berusaha", "no nib", "nomor nib"),
            required=True,
            recognisable=True,
        ),
        Column(
            "name",
            _("name of the company"),
            company_name,
            (
                *phrases(("nama",), ("perusahaan", "badan usaha", "usaha", "pemberi kerja", "pelaku usaha", "pt cv")),
                *("nama", "perusahaan", "badan usaha", "pemberi kerja", "pelaku usaha", "company"),
            ),
            required=True,
        ),
        Column(
            "address",
            _("address"),
            words.text,
            ("alamat", "alamat perusahaan", "alamat kantor", "alamat lengkap", "alamat usaha", "address"),
        ),
        Column(
            "region",
            _("regency or city"),
            region_parser(regions),
            (
                *("kab kota", "kabupaten kota", "kota kabupaten", "kota kab", "kabupaten", "kota", "wilayah", "lokasi"),
                *phrases(("lokasi", "domisili"), ("kab kota", "kabupaten kota")),
            ),
            required=True,
            recognisable=True,
        ),
        Column(
            "kbli",
            _("KBLI"),
            kbli_code,
            ("kbli", "kode kbli", "kbli 2020", "kbli 2025", "lapangan usaha", "sektor", "bidang usaha"),
        ),
        Column(
            "size",
            _("size class"),
            size_class,
            (
                *phrases(("skala", "klasifikasi", "ukuran", "kategori", "golongan"), ("usaha", "perusahaan")),
                *("skala", "klasifikasi", "ukuran", "size"),
            ),
        ),
        Column(
            "men",
            _("male workers"),
            numbers.count,
            (*phrases(_WORKERS, _MEN), *_MEN),
        ),
        Column(
            "women",
            _("female workers"),
            numbers.count,
            (*phrases(_WORKERS, _WOMEN), *_WOMEN),
        ),
        Column(
            "workers",
            _("workers"),
            numbers.count,
            (*phrases(("jumlah", "jml", "total"), _WORKERS), *_WORKERS, "workers"),
            ("total", "jumlah", "jml"),
        ),
        Column(
            "status",
            _("status"),
            words.text,
            ("status", "status wlkp", "status perusahaan", "status pelaporan", "status lapor"),
        ),
    )


COMPANIES = Kind(
    name="companies",
    label=_("Companies"),
    columns=columns,
    identity=lambda values: values.get("nib"),
    identity_column="nib",
    rules=(workers_add_up,),
    may_share=is_branch,
    offices=frozenset({OfficeKind.PROVINCE}),
    bring_label=_("Bring company reports (WLKP)"),
    action=Action.IMPORT_COMPANIES,
    importer=CompanyImporter,
    options_form=CompanyOptions,
)
