"""What stands in a list of participants, and what its rows must agree in."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaltim_naker.core.periods import today
from kaltim_naker.imports.cells import WARNING, CellProblem
from kaltim_naker.imports.columns import Column, Combined
from kaltim_naker.imports.kinds import Values
from kaltim_naker.imports.labels import label_key, title_key
from kaltim_naker.imports.parsers import dates, people, words
from kaltim_naker.imports.parsers.places import RegionNames, region_parser
from kaltim_naker.imports.rows import CheckedRow, Suggestion
from kaltim_naker.regions.lookup import known_names


def columns(regions: RegionNames) -> Sequence[Column]:
    return (
        Column(
            "nik",
            _("NIK"),
            people.nik,
            (
                "nik",
                "nomor induk kependudukan",
                "no induk kependudukan",
                "no ktp",
                "nomor ktp",
                "no nik",
                "nomor identitas",
                "no identitas",
                "nik ktp",
                "national id",
            ),
            required=True,
            recognisable=True,
            secret=True,
            help=_("16 digits, typed as text."),
        ),
        Column(
            "full_name",
            _("full name"),
            people.name,
            (
                "nama",
                "nama lengkap",
                "nama peserta",
                "nama peserta pelatihan",
                "nama siswa",
                "nama pencari kerja",
                "nama sesuai ktp",
                "nama lengkap sesuai ktp",
                "nama pencaker",
                "peserta",
                "full name",
                "name",
            ),
            required=True,
            help=_("As on the identity card."),
        ),
        Column(
            "birth_place",
            _("place of birth"),
            words.text,
            (
                "tempat lahir",
                "tmp lahir",
                "tmpt lahir",
                "tpt lahir",
                "kota lahir",
                "lahir di",
                "tempat kelahiran",
                "kota kelahiran",
                "place of birth",
            ),
        ),
        Column(
            "birth_date",
            _("date of birth"),
            dates.required(dates.birth_date),
            (
                "tanggal lahir",
                "tgl lahir",
                "tanggal kelahiran",
                "tgl lhr",
                "lahir tanggal",
                "tgl bln thn lahir",
                "tanggal bulan tahun lahir",
                "tgl bulan tahun lahir",
                "lahir tgl",
                "date of birth",
                "birth date",
                "dob",
            ),
            required=True,
            recognisable=True,
        ),
        Column(
            "sex",
            _("sex"),
            people.sex,
            (
                "laki laki perempuan",
                "jenis kelamin",
                "l p",
                "lp",
                "lk pr",
                "pria wanita",
                "jk",
                "j k",
                "kelamin",
                "jns kelamin",
                "jenis kel",
                "gender",
                "sex",
            ),
            recognisable=True,
            help=_("L or P."),
            is_personal=False,
        ),
        # Some forms have a column for men and one for women, and a tick in one of them.
        Column(
            "is_man", _("male (tick)"), words.tick, ("jenis kelamin l", "l p l", "kelamin l", "jk l", "l", "laki laki")
        ),
        Column(
            "is_woman",
            _("female (tick)"),
            words.tick,
            ("jenis kelamin p", "l p p", "kelamin p", "jk p", "p", "perempuan"),
        ),
        Column(
            "address",
            _("address"),
            words.text,
            (
                "alamat",
                "alamat ktp",
                "alamat lengkap",
                "alamat sesuai ktp",
                "alamat rumah",
                "alamat domisili",
                "alamat tempat tinggal",
                "tempat tinggal",
                "address",
            ),
        ),
        Column(
            "domicile",
            _("regency or city"),
            region_parser(regions),
            (
                "kab kota",
                "kabupaten kota",
                "kota kabupaten",
                "kota kab",
                "kab kota domisili",
                "kabupaten kota domisili",
                "domisili",
                "kabupaten",
                "kota",
                "asal daerah",
                "daerah asal",
                "asal kab kota",
                "kab kota asal",
                "kabupaten kota asal",
                "kab kota tempat tinggal",
                "kab kota ktp",
                "kabupaten kota ktp",
                "asal kabupaten kota",
                "wilayah",
                "regency",
            ),
            required=True,
            recognisable=True,
            is_personal=False,
        ),
        Column(
            "education",
            _("education"),
            people.education,
            (
                "pendidikan",
                "pendidikan terakhir",
                "pddk",
                "pend",
                "pend terakhir",
                "pend akhir",
                "pendidikan akhir",
                "jenjang",
                "ijazah",
                "ijazah terakhir",
                "jenjang pendidikan",
                "lulusan",
                "tingkat pendidikan",
                "education",
            ),
            recognisable=True,
            is_personal=False,
        ),
        Column(
            "phone",
            _("phone"),
            people.phone,
            (
                "hp",
                "no hp",
                "nomor hp",
                "no hp wa",
                "hp wa",
                "telp",
                "no telp",
                "no telepon",
                "telepon",
                "telp wa",
                "no telp hp",
                "wa",
                "no wa",
                "nomor wa",
                "whatsapp",
                "no whatsapp",
                "kontak",
                "no kontak",
                "handphone",
                "no handphone",
                "nomor telepon",
                "phone",
            ),
            recognisable=True,
        ),
        Column(
            "programme",
            _("programme"),
            words.text,
            (
                "program pelatihan",
                "program",
                "nama program",
                "nama program pelatihan",
                "program kejuruan",
                "judul pelatihan",
                "judul program",
                "nama pelatihan",
                "jenis pelatihan",
                "pelatihan",
                "programme",
                "training program",
                "training programme",
                "pelatihan yang diikuti",
                "program yang diikuti",
                "program pelatihan yang diikuti",
            ),
            ("kejuruan", "sub kejuruan", "jurusan pelatihan", "bidang pelatihan", "skema", "jurusan"),
            is_personal=False,
        ),
        Column(
            "package",
            _("package"),
            words.text,
            ("paket", "nama paket", "paket pelatihan", "kelas", "nama kelas", "paket ke", "class", "package"),
            is_personal=False,
        ),
        Column(
            "intake",
            _("intake"),
            words.text,
            ("angkatan", "gelombang", "batch", "tahap", "angkatan ke", "angkatan tahun"),
            is_personal=False,
        ),
    )


BIRTH = Combined(
    parts=("birth_place", "birth_date"),
    synonyms=(
        "ttl",
        "tempat tanggal lahir",
        "tempat tgl lahir",
        "tempat dan tanggal lahir",
        "tmp tgl lahir",
        "tempat tgl lhr",
        "tpt tgl lahir",
        "kelahiran",
    ),
    split=dates.split_place_and_date,
)


def agrees_with_nik(values: Values) -> Iterable[tuple[str, CellProblem]]:
    """Birth date or sex may rightly differ from the NIK, but somebody has to say so (domain.md §2.1, case 5)."""
    nik, sex, born = values.get("nik"), values.get("sex"), values.get("birth_date")
    if nik and sex and nik.sex != sex:
        message = gettext("The sex is %(typed)s, but the NIK says %(nik)s.") % {"typed": sex, "nik": nik.sex}
        yield "sex", CellProblem("nik_sex_mismatch", message, hint=_to_confirm(), level=WARNING)
    if nik and born and not nik.agrees_with_birth_date(born):
        message = gettext("The date of birth differs from the one in the NIK.")
        yield "birth_date", CellProblem("nik_birth_mismatch", message, hint=_to_confirm(), level=WARNING)


def _to_confirm() -> str:
    return gettext("Correct it, or confirm with a reason that the identity card really says so.")


def name_is_no_place(values: Values) -> Iterable[tuple[str, CellProblem]]:
    """A region in the column for the name, and none in the one for the place of birth: the two were swapped."""
    name, birth_place = values.get("full_name"), values.get("birth_place")
    if name and birth_place and name.casefold() in _places() and birth_place.casefold() not in _places():
        message = gettext("“%(value)s” is a place, and the place of birth looks like a name.") % {"value": name}
        hint = gettext("Swap the two, or confirm with a reason that the person is really called so.")
        yield "full_name", CellProblem("name_is_place", message, hint=hint, level=WARNING)


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    names = {name for _code, official, others in known_names() for name in (official, *others)}
    return frozenset(name.casefold() for name in names | {name.partition(" ")[2] for name in names} if name)


def as_the_nik_says(row: CheckedRow) -> Iterable[Suggestion]:
    """Birth date and sex out of the NIK, where they differ or are missing; and name and place in their order."""
    nik = row.values.get("nik")
    wrong = {finding.column for finding in row.findings}
    if nik and "birth_date" in wrong and (born := nik.likely_birth_date(today())):
        text = born.strftime("%d/%m/%Y")
        yield Suggestion.to_set("birth_date", text, gettext("%(text)s, as in the NIK") % {"text": text})
    if nik and "sex" in wrong:
        yield Suggestion.to_set("sex", nik.sex, gettext("%(text)s, as in the NIK") % {"text": nik.sex})
    if any(finding.code == "name_is_place" for finding in row.findings):
        yield Suggestion.to_swap("full_name", "birth_place", gettext("Swap name and place of birth"))


def sex_by_tick(values: dict[str, Any]) -> Iterable[tuple[str, CellProblem]]:
    """A tick in the column for men or in the one for women says the sex; in both it says nothing."""
    if "is_man" not in values and "is_woman" not in values:
        return
    ticked = [sex for sex, name in (("L", "is_man"), ("P", "is_woman")) if values.get(name)]
    if len(ticked) > 1:
        message = gettext("Both columns are ticked, the one for men and the one for women.")
        yield "is_man", CellProblem("sex_unknown", message)
    elif ticked and not values.get("sex"):
        values["sex"] = ticked[0]


def class_label(values: Values) -> str:
    """The package, with the intake where the list names both."""
    return " – ".join(part for part in (values.get("package"), values.get("intake")) if part)


def class_key(values: Values) -> tuple[str, str]:
    """The class a row belongs to, as it is compared within a file."""
    return title_key(values.get("programme") or ""), label_key(class_label(values))
