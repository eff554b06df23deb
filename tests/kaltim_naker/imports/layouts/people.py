"""Tables about people: participants, results, placements, attendance share these."""

from datetime import date
from typing import Any

from certifications.imports import RESULTS
from tests.kaltim_naker.imports.files import nik
from tests.kaltim_naker.imports.layouts import spellings
from tests.kaltim_naker.imports.layouts.example import Example
from trainees.imports import PARTICIPANTS

AINI = nik(date(2001, 3, 5), woman=True, serial=11)
BUDI = nik(date(1999, 7, 21), serial=12)
CITRA = nik(date(2004, 11, 30), woman=True, serial=13, region="640201")
DONI = nik(date(2000, 2, 29), serial=14, region="730101")
EKA = nik(date(1998, 12, 1), serial=15)

NIK_WORDS = (
    "NIK",
    "No. KTP",
    "Nomor Induk Kependudukan (NIK)",
    "N.I.K",
    "NO. KTP/NIK",
    "No. KTP (16 digit)",
    "NIK Peserta",
    "No. Induk Kependudukan",
    "NIK (sesuai KTP)",
    "Nomor KTP",
    "NIK / No. KTP",
    "No.NIK",
)
NAME_WORDS = (
    "Nama",
    "Nama Lengkap",
    "Nama Peserta",
    "Nama Lengkap (sesuai KTP)",
    "Nama Calon Peserta",
    "Nama Lengkap Tanpa Gelar",
    "Nama Pencaker",
    "Nama Peserta Pelatihan",
    "Nama Pendaftar",
    "Nama Lengkap dan Gelar",
    "Nama Siswa",
)
PROGRAMME_WORDS = (
    "Program Pelatihan",
    "Kejuruan",
    "Pelatihan",
    "Nama Pelatihan",
    "Program Pelatihan yang Diikuti",
    "Jenis Pelatihan",
    "Judul Pelatihan",
    "Nama Program Pelatihan",
    "Program",
    "Nama Program",
    "Program/Kejuruan",
)
PACKAGE_WORDS = ("Paket", "Kelas", "Paket Ke-", "Angkatan", "Gelombang", "Batch", "Nama Paket", "Kelas/Paket")
REGION_WORDS = (
    "Kab/Kota",
    "Kabupaten/Kota",
    "Kota/Kabupaten",
    "Kab./Kota Asal",
    "Domisili",
    "Kabupaten / Kota Domisili",
    "Asal Kab/Kota",
    "Daerah Asal",
    "Kota/Kab",
    "Kab / Kota",
    "Kabupaten Kota",
)
EDUCATION_WORDS = (
    "Pendidikan",
    "Pendidikan Terakhir",
    "Pend. Akhir",
    "Ijazah",
    "Lulusan",
    "Tingkat Pendidikan",
    "Jenjang Pendidikan",
    "Pddk Terakhir",
    "Ijazah Terakhir",
)
PHONE_WORDS = (
    "No. HP",
    "No HP/WA",
    "Telepon",
    "Nomor HP Aktif",
    "No. Telp/HP",
    "Kontak",
    "WhatsApp",
    "No. WA",
    "Nomor Telepon/WA",
    "HP",
    "No. Handphone",
)


def _person(
    who: str | None, name: str | None, born: date | str | None, sex: str | None, place: str, **more: Any
) -> dict[str, Any]:
    return {
        "nik": who,
        "full_name": name,
        "birth_place": place,
        "birth_date": born,
        "sex": sex,
        "address": "Jl. Mawar 5 RT 03",
        "domicile": "Samarinda",
        "education": "SMK",
        "phone": "0812-3456-7890",
        "programme": "Barista",
        "package": "1",
    } | more


PEOPLE = (
    _person(AINI, "Nur Aini", date(2001, 3, 5), "P", "Samarinda"),
    _person(BUDI, "Budi Santoso", date(1999, 7, 21), "L", "Tanah Grogot", education="SLTA Sederajat"),
    _person(CITRA, None, date(2004, 11, 30), "P", "Bontang"),
    _person(CITRA, "Citra", date(2004, 11, 30), "P", "Sangatta", domicile="Kab. Kutai Timur", phone="+62 813 4567 890"),
    _person(DONI[:-1], "Doni", date(2000, 2, 29), "L", "Makassar"),
    _person(DONI, "Doni", "31/02/2000", "L", "Makassar"),
    _person(EKA, "Eka", date(1998, 12, 1), "P", "Berau", domicile="Berau", education="D.III Akuntansi"),
    _person(AINI, "NUR AINI", date(2001, 3, 5), "P", "Samarinda"),
    _person(
        DONI,
        "Doni Pratama",
        date(2000, 2, 29),
        "L",
        "Makassar",
        domicile="Kutai",
        programme="Housekeeping",
        package="2",
    ),
    _person(None, "Fitri", date(2003, 8, 17), "P", "Paser", programme="Housekeeping", package="2"),
    _person(BUDI, "Budi Santoso", date(1999, 7, 21), "L", "Tanah Grogot", programme="Housekeeping", package="2"),
    _person(
        nik(date(1997, 1, 9), serial=16),
        "H. Gunawan, S.T.",
        date(1997, 1, 9),
        None,
        "Penajam",
        domicile="PPU",
        education="S1 Teknik",
        phone="12",
        programme="Housekeeping",
        package="2",
    ),
)

PARTICIPANTS_TABLE = Example(
    kind=PARTICIPANTS,
    columns={
        "nik": NIK_WORDS,
        "full_name": NAME_WORDS,
        "birth_place": ("Tempat Lahir", "Tmp. Lahir", "Tpt Lahir", "Kota Kelahiran", "Tempat Kelahiran"),
        "birth_date": (
            "Tanggal Lahir",
            "Tgl. Lahir",
            "Tgl Lahir (dd/mm/yyyy)",
            "Tgl/Bln/Thn Lahir",
            "Tanggal Lahir (HH/BB/TTTT)",
            "Tanggal Kelahiran",
            "Tgl lhr",
            "Date of Birth",
            "Tanggal Bulan Tahun Lahir",
        ),
        "sex": ("L/P", "Jenis Kelamin", "JK", "Jns. Kelamin", "Kelamin", "Gender", "Jenis Kelamin (L/P)", "P/L", "Sex"),
        "address": ("Alamat", "Alamat Lengkap", "Alamat Domisili", "Alamat sesuai KTP", "Alamat Tempat Tinggal"),
        "domicile": REGION_WORDS,
        "education": EDUCATION_WORDS,
        "phone": PHONE_WORDS,
        "programme": PROGRAMME_WORDS,
        "package": PACKAGE_WORDS,
    },
    rows=PEOPLE,
    styles={"nik": (str, spellings.niks), "sex": (str, spellings.sexes)},
    groups={"Data Diri": ("nik", "full_name"), "Alamat dan Kontak": ("address", "domicile", "phone")},
    combined=("birth_place", "birth_date"),
    combined_words=("Tempat, Tanggal Lahir", "TTL", "Tempat/Tgl. Lahir", "Tempat dan Tanggal Lahir", "Tpt, Tgl Lahir"),
    ticks=("sex", ("L", "P")),
    in_titles=("programme", "package"),
    # The package may stand under the words for an intake; what ticks say, the sex says.
    shown=lambda values: (
        {
            name: values.get(name)
            for name in ("nik", "full_name", "birth_place", "birth_date", "sex", "domicile", "education", "phone")
        },
        values.get("address"),
        values.get("programme"),
        values.get("package") or values.get("intake"),
    ),
)


def _result(who: str | None, name: str, **more: Any) -> dict[str, Any]:
    return {
        "nik": who,
        "full_name": name,
        "scheme": "Barista",
        "assessed_on": date(2025, 6, 12),
        "outcome": "K",
        "number": "56101 7412 6 0001234 2025",
        "registration_number": "REG.123.4567 2025",
        "issued_on": date(2025, 7, 1),
        "issuer": "BNSP",
    } | more


RESULTS_TABLE = Example(
    kind=RESULTS,
    columns={
        "nik": ("NIK", "No. KTP", "N I K", "NIK Asesi", "Nomor Induk Kependudukan", "No. KTP/NIK", "NIK (16 digit)"),
        "full_name": ("Nama Asesi", "Nama", "Nama Peserta", "Nama Lengkap", "Asesi", "Nama Lengkap Asesi"),
        "scheme": (
            "Skema Sertifikasi",
            "Skema",
            "Nama Skema",
            "Judul Skema",
            "Skema Kompetensi",
            "Skema Uji",
            "Skema / Okupasi",
        ),
        "assessed_on": (
            "Tanggal Uji",
            "Tgl. Uji Kompetensi",
            "Tanggal Asesmen",
            "Tgl UJK",
            "Tgl. Pelaksanaan Uji",
            "Tanggal Pelaksanaan",
            "Tanggal Ujian",
        ),
        "outcome": (
            "Hasil",
            "Rekomendasi",
            "K/BK",
            "Hasil Uji Kompetensi",
            "Keputusan",
            "Hasil Asesmen (K/BK)",
            "Ket. K/BK",
            "Status Kompetensi",
        ),
        "number": (
            "No. Sertifikat",
            "Nomor Sertifikat",
            "No Sertifikat Kompetensi",
            "No. Sert.",
            "Nomor Sertifikat BNSP",
        ),
        "registration_number": ("No. Registrasi", "No. Reg", "Nomor Registrasi", "No. Reg. Sertifikat"),
        "issued_on": ("Tanggal Terbit", "Tgl Terbit", "Tgl. Sertifikat", "Tanggal Penerbitan", "Terbit Tanggal"),
        "issuer": ("Penerbit", "Lembaga", "Lembaga Penerbit", "Diterbitkan oleh", "Lembaga Sertifikasi"),
    },
    rows=(
        _result(AINI, "Nur Aini"),
        _result(BUDI, "Budi Santoso", outcome="BK", number=None, registration_number=None, issued_on=None),
        _result(CITRA, "Citra", issued_on=date(2025, 6, 1)),
        _result(DONI[:-1], "Doni"),
        _result(EKA, "Eka", outcome="BK"),
        _result(AINI, "NUR AINI"),
        _result(DONI, "Doni", assessed_on=date(2025, 10, 9), number=None, registration_number=None, issued_on=None),
        _result(EKA, "Eka", scheme="Housekeeping", number=None),
        _result(BUDI, "Budi Santoso", scheme="Housekeeping", assessed_on="32/01/2025"),
        _result(None, "Gunawan", scheme="Housekeeping"),
    ),
    styles={"nik": (str, spellings.niks), "outcome": (str, spellings.outcomes)},
    groups={"Sertifikat": ("number", "registration_number", "issued_on"), "Peserta": ("nik", "full_name")},
    ticks=("outcome", ("K", "BK")),
    in_titles=("scheme",),
)
