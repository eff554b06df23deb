"""Company reports (WLKP) at the import desk: checked so far, not saved."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.imports.cells import WARNING, CellProblem, text_of
from kaltim_naker.imports.columns import Column
from kaltim_naker.imports.kinds import Kind
from kaltim_naker.imports.parsers import numbers, words
from kaltim_naker.imports.parsers.places import RegionNames, region_parser
from kaltim_naker.imports.workbook import Cell

_NIB_DIGITS = 13


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


def columns(regions: RegionNames) -> Sequence[Column]:
    company_name = words.required_text("name_missing", _("The name of the company is missing."))
    return (
        Column(
            "nib",
            _("NIB"),
            nib,
            ("nib", "nomor induk berusaha", "no nib", "nomor nib"),
            required=True,
            recognisable=True,
        ),
        Column(
            "name",
            _("name of the company"),
            company_name,
            ("nama perusahaan", "perusahaan", "nama", "nama badan usaha", "nama usaha", "badan usaha", "company"),
            required=True,
        ),
        Column("address", _("address"), words.text, ("alamat", "alamat perusahaan", "alamat kantor", "address")),
        Column(
            "region",
            _("regency or city"),
            region_parser(regions),
            ("kab kota", "kabupaten kota", "kota kabupaten", "kabupaten", "kota", "wilayah", "lokasi"),
            required=True,
            recognisable=True,
        ),
        Column("kbli", _("KBLI"), words.text, ("kbli", "kode kbli", "lapangan usaha", "sektor", "bidang usaha")),
        Column("size", _("size class"), words.text, ("skala usaha", "skala", "ukuran", "klasifikasi usaha", "size")),
        Column(
            "men",
            _("male workers"),
            numbers.count,
            (
                "tk laki laki",
                "tenaga kerja laki laki",
                "pekerja laki laki",
                "laki laki",
                "tk l",
                "tk pria",
                "tenaga kerja l",
                "pekerja l",
                "l",
            ),
        ),
        Column(
            "women",
            _("female workers"),
            numbers.count,
            (
                "tk perempuan",
                "tenaga kerja perempuan",
                "pekerja perempuan",
                "perempuan",
                "tk p",
                "tk wanita",
                "tenaga kerja p",
                "pekerja p",
                "p",
            ),
        ),
        Column(
            "workers",
            _("workers"),
            numbers.count,
            ("jumlah tenaga kerja", "jumlah tk", "jumlah pekerja", "tenaga kerja", "total tk", "workers"),
            ("total", "jumlah", "jml"),
        ),
        Column("status", _("status"), words.text, ("status", "status wlkp", "status perusahaan")),
    )


COMPANIES = Kind(
    name="companies",
    label=_("Companies"),
    columns=columns,
    identity=lambda values: values.get("nib"),
    identity_column="nib",
    offices=frozenset({OfficeKind.PROVINCE}),
)
