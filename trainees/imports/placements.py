"""Lists of what became of graduates: who works where since when, and how it is known (domain.md §6.4)."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.imports.cells import WARNING, CellProblem, text_of
from kaltim_naker.imports.columns import Column, phrases
from kaltim_naker.imports.forms import KindOptions
from kaltim_naker.imports.kinds import Values
from kaltim_naker.imports.labels import title_key
from kaltim_naker.imports.parsers import dates, numbers, words
from kaltim_naker.imports.parsers.choices import choice_parser
from kaltim_naker.imports.parsers.people import optional_nik
from kaltim_naker.imports.parsers.places import RegionNames
from kaltim_naker.imports.workbook import Cell
from trainees.choices import (
    AT_WORK,
    ContractKind,
    Evidence,
    PlacementKind,
    TracerStatus,
    WageBand,
)
from trainees.constants import TRACER_MONTHS
from trainees.imports.columns import columns as participant_columns

STATUS = {
    TracerStatus.EMPLOYED: "bekerja|kerja|sudah bekerja|sudah kerja|diterima kerja|diterima bekerja|karyawan|terserap|"
    "bekerja di perusahaan|bekerja sebagai karyawan|employed|hired|working",
    TracerStatus.SELF_EMPLOYED: "wirausaha|berwirausaha|wiraswasta|usaha|usaha mandiri|usaha sendiri|membuka usaha|"
    "buka usaha|mandiri|self employed|self-employed",
    TracerStatus.STUDYING: "studi|kuliah|lanjut studi|melanjutkan studi|melanjutkan pendidikan|sekolah|magang|"
    "sedang magang|studying",
    TracerStatus.SEEKING: "mencari kerja|belum bekerja|belum kerja|mencari pekerjaan|sedang mencari kerja|menganggur|"
    "pencari kerja|belum terserap|seeking work|unemployed",
    TracerStatus.NOT_SEEKING: "tidak mencari kerja|tidak mencari|tidak bekerja dan tidak mencari|mengurus rumah tangga|"
    "ibu rumah tangga|irt|not seeking",
}
KIND = {
    PlacementKind.LOCAL: "akl|lokal|antar kerja lokal|local",
    PlacementKind.INTERREGIONAL: "akad|antar kerja antar daerah|antar daerah|luar provinsi|luar daerah",
    PlacementKind.ABROAD: "akan|antar kerja antar negara|luar negeri|pmi|antar negara|abroad",
    PlacementKind.SELF_EMPLOYED: "wirausaha|usaha mandiri|mandiri|wiraswasta|usaha sendiri",
}
CONTRACT = {
    ContractKind.FIXED_TERM: "pkwt|kontrak|karyawan kontrak|waktu tertentu|fixed term",
    ContractKind.PERMANENT: "pkwtt|tetap|karyawan tetap|pegawai tetap|permanen|permanent",
    ContractKind.DAILY: "harian|harian lepas|buruh harian|phl|daily",
    ContractKind.PIECEWORK: "borongan|piecework",
    ContractKind.PARTNERSHIP: "kemitraan|mitra|partnership",
    ContractKind.OWN_BUSINESS: "wirausaha|usaha sendiri|usaha mandiri|wiraswasta|own business",
}
EVIDENCE = {
    Evidence.EMPLOYER: "perusahaan|konfirmasi perusahaan|dikonfirmasi perusahaan|hrd|konfirmasi hrd|pemberi kerja|"
    "konfirmasi pemberi kerja|employer",
    Evidence.DOCUMENT: "dokumen|surat keterangan kerja|surat keterangan bekerja|skk|kontrak kerja|surat kontrak|"
    "sk pengangkatan|sk|id card|kartu pegawai|slip gaji|foto usaha|nib|surat keterangan usaha|sku|document",
    Evidence.OWN_WORD: "pengakuan|pengakuan sendiri|keterangan sendiri|keterangan alumni|alumni|telepon|wa|whatsapp|"
    "lisan|own word",
}
YES_NO = {
    "yes": "ya|y|sesuai|relevan|iya|linier|yes",
    "no": "tidak|t|tidak sesuai|tdk sesuai|tidak relevan|tdk|tidak linier|no",
}
_MILLIONS = re.compile(r"(\d+(?:[.,]\d+)?)")


def wage_band(cell: Cell) -> str | None:
    """The band of a monthly wage: an amount, or a range in millions. Raises `wage_unclear`, a warning."""
    text = text_of(cell).lower()
    if not text:
        return None
    found = _band_of_range(text) if re.search(r"juta|jt", text) else _band_of_amount(cell)
    if found is None:
        message = gettext("“%(value)s” lies in no single wage band.") % {"value": text[:40]}
        raise CellProblem("wage_unclear", message, hint=gettext("Write the monthly wage in rupiah."), level=WARNING)
    return found


def _band_of_amount(cell: Cell) -> str | None:
    try:
        amount = numbers.rupiah(cell)
    except CellProblem:
        return None
    return WageBand.of(amount) if amount else None


def _band_of_range(text: str) -> str | None:
    """`3-5 juta`, `< 1 jt`, `3,5 juta`: the band in which both ends lie, the upper one excluded."""
    ends = [int(float(part.replace(",", ".")) * 1_000_000) for part in _MILLIONS.findall(text)]
    if len(ends) == 1 and re.search(r"<|kurang|di ?bawah", text):
        ends = [0, *ends]
    elif len(ends) == 1 and re.search(r">|lebih|di ?atas", text):
        return WageBand.of(ends[0]) if WageBand.of(ends[0]) == WageBand.values[-1] else None
    if len(ends) == 2:
        return WageBand.of(ends[0]) if WageBand.of(ends[0]) == WageBand.of(max(ends[1] - 1, 0)) else None
    return WageBand.of(ends[0]) if len(ends) == 1 else None


def columns(regions: RegionNames) -> Sequence[Column]:
    known = {column.name: column for column in participant_columns(regions)}
    return (
        replace(known["nik"], parser=optional_nik, required=False),
        replace(
            known["full_name"],
            synonyms=(*known["full_name"].synonyms, "nama alumni", "alumni", "nama lulusan"),
            instead=("nik",),
        ),
        known["programme"],
        known["package"],
        known["intake"],
        Column(
            "status",
            _("situation"),
            choice_parser("status_unknown", STATUS, dict(TracerStatus.choices)),
            (
                "status",
                "status kerja",
                "status pekerjaan",
                "status alumni",
                "kondisi",
                "kondisi saat ini",
                "keadaan",
                "status saat ini",
                "status penempatan",
                "status bekerja",
                "keterangan status",
                "bekerja wirausaha",
                "bekerja belum bekerja",
                "kegiatan",
                "kegiatan saat ini",
                "aktivitas",
            ),
            ("keterangan",),
            recognisable=True,
            help=_("Employed, self-employed, studying, seeking work or not seeking work."),
            is_personal=False,
        ),
        Column(
            "employer",
            _("employer or business"),
            words.text,
            (
                "perusahaan",
                "nama perusahaan",
                "tempat kerja",
                "tempat bekerja",
                "bekerja di",
                "nama usaha",
                "nama perusahaan usaha",
                "perusahaan tempat bekerja",
                "instansi",
                "pemberi kerja",
                "nama tempat kerja",
                *phrases(
                    ("perusahaan", "tempat kerja", "nama tempat kerja", "instansi"), ("usaha", "perusahaan", "instansi")
                ),
                "employer",
                "company",
            ),
            is_personal=False,
        ),
        Column(
            "started_on",
            _("first day of work"),
            dates.any_date,
            (
                "mulai kerja",
                "mulai bekerja",
                "tanggal mulai",
                "tgl mulai",
                "tanggal mulai kerja",
                "tgl mulai kerja",
                "tanggal mulai bekerja",
                "tmt",
                "tanggal penempatan",
                "tgl penempatan",
                "tanggal bekerja",
                "tgl masuk kerja",
                "tanggal masuk kerja",
                *phrases(("mulai kerja", "mulai bekerja", "masuk kerja"), ("tgl", "tanggal")),
                "sejak",
                "bekerja sejak",
                "start date",
            ),
            recognisable=True,
        ),
        Column(
            "ended_on",
            _("last day of work"),
            dates.any_date,
            ("sampai", "tanggal selesai", "tgl selesai", "berakhir", "akhir kontrak", "tanggal berakhir", "end date"),
        ),
        Column(
            "occupation",
            _("job"),
            words.text,
            (
                "jabatan",
                "posisi",
                "pekerjaan",
                "jabatan posisi",
                "bagian",
                "bekerja sebagai",
                "sebagai",
                "posisi pekerjaan",
                "job",
                "position",
            ),
            is_personal=False,
        ),
        Column(
            "kind",
            _("kind of placement"),
            choice_parser("kind_unknown", KIND, dict(PlacementKind.choices)),
            ("jenis penempatan", "kategori penempatan", "penempatan", "akl akad akan", "jenis antar kerja"),
            is_personal=False,
        ),
        Column(
            "contract",
            _("contract"),
            choice_parser("contract_unknown", CONTRACT, dict(ContractKind.choices)),
            ("kontrak", "jenis kontrak", "hubungan kerja", "jenis hubungan kerja", "pkwt pkwtt", "status karyawan"),
            is_personal=False,
        ),
        Column(
            "wage_band",
            _("monthly wage"),
            wage_band,
            (
                "gaji",
                "upah",
                "penghasilan",
                "pendapatan",
                "gaji per bulan",
                "upah per bulan",
                "kisaran gaji",
                "gaji bulan",
                "gaji upah",
                "penghasilan per bulan",
                "wage",
            ),
        ),
        Column(
            "sector",
            _("sector"),
            words.text,
            ("sektor", "kbli", "lapangan usaha", "bidang usaha", "sektor usaha", "kategori kbli", "sector"),
            is_personal=False,
        ),
        Column(
            "is_relevant",
            _("fits the training"),
            choice_parser("answer_unknown", YES_NO, {"yes": _("yes"), "no": _("no")}),
            (
                "relevan",
                "relevansi",
                "sesuai",
                "kesesuaian",
                "sesuai pelatihan",
                "sesuai kejuruan",
                "sesuai tidak",
                "sesuai bidang",
                "linier",
            ),
            is_personal=False,
        ),
        Column(
            "evidence",
            _("how it is known"),
            choice_parser("evidence_unknown", EVIDENCE, dict(Evidence.choices)),
            ("bukti", "sumber", "sumber data", "sumber informasi", "bukti sumber", "bukti kerja", "dasar", "evidence"),
            is_personal=False,
        ),
    )


def job_is_whole(values: Values) -> Iterable[tuple[str, CellProblem]]:
    """Who is at work has an employer or a business, and a first day; an employer alone says that somebody works."""
    status, employer, started = (values.get(name) for name in ("status", "employer", "started_on"))
    if status not in AT_WORK and not (status is None and employer):
        return
    if not employer:
        message = gettext("Where does this person work, or what is the business called?")
        yield "employer", CellProblem("employer_missing", message)
    if not started:
        yield "started_on", CellProblem("date_missing", gettext("The first day of work is missing."))


def job_of_person(values: Values) -> Hashable | None:
    """What a line is about: one job of one person, or the situation of somebody without one."""
    person = values["nik"].value if values.get("nik") else title_key(values.get("full_name") or "")
    if not person:
        return None
    return person, title_key(values.get("programme") or ""), title_key(values.get("employer") or "")


class PlacementOptions(KindOptions):
    """What the sender says beside the list."""

    months = forms.TypedChoiceField(
        label=_("Survey of graduates"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("none: jobs only")), *((months, months) for months in TRACER_MONTHS)],
        help_text=_("Months after the closing. Then each line is an answer, also of who has no work."),
    )
    evidence = forms.ChoiceField(
        label=_("How it is known"),
        choices=Evidence,
        initial=Evidence.OWN_WORD,
        help_text=_("For lines that do not say it themselves."),
    )
