"""One table of each kind, with good rows and bad ones, and the words that offices put over its columns."""

from datetime import date
from typing import Any

from companies.imports import COMPANIES
from programs.imports import FIGURES, PROPOSALS
from tests.kaltim_naker.imports.layouts import spellings
from tests.kaltim_naker.imports.layouts.example import Example
from tests.kaltim_naker.imports.layouts.people import (
    AINI,
    BUDI,
    CITRA,
    DONI,
    EKA,
    NAME_WORDS,
    NIK_WORDS,
    PACKAGE_WORDS,
    PARTICIPANTS_TABLE,
    PROGRAMME_WORDS,
    RESULTS_TABLE,
)
from trainees.imports import ATTENDANCE, PLACEMENTS


def _company(who: str | None, name: str, **more: Any) -> dict[str, Any]:
    return {
        "nib": who,
        "name": name,
        "address": "Jl. Industri 1",
        "region": "Balikpapan",
        "kbli": "49431",
        "size": "Menengah",
        "men": 1500,
        "women": 250,
        "workers": 1750,
        "status": "Aktif",
    } | more


COMPANIES_TABLE = Example(
    kind=COMPANIES,
    columns={
        "nib": ("NIB", "Nomor Induk Berusaha", "No. NIB", "NIB (13 digit)", "Nomor NIB", "No. Induk Berusaha (NIB)"),
        "name": (
            "Nama Perusahaan",
            "Perusahaan",
            "Nama Badan Usaha",
            "Badan Usaha",
            "Nama Perusahaan/Badan Usaha",
            "Nama Pemberi Kerja",
        ),
        "address": ("Alamat", "Alamat Perusahaan", "Alamat Kantor", "Alamat Lengkap", "Lokasi/Alamat"),
        "region": ("Kab/Kota", "Kabupaten/Kota", "Wilayah", "Kab./Kota Lokasi", "Lokasi Kab/Kota", "Kota/Kabupaten"),
        "kbli": ("KBLI", "Kode KBLI", "KBLI 2020", "Kode KBLI (5 digit)", "No. KBLI"),
        "size": ("Skala Usaha", "Skala", "Klasifikasi", "Ukuran Perusahaan", "Kategori Usaha", "Skala Perusahaan"),
        "men": ("TK Laki-laki", "Tenaga Kerja L", "Pekerja Laki-Laki", "Jumlah TK Laki-laki", "Karyawan Pria", "TKI L"),
        "women": (
            "TK Perempuan",
            "Tenaga Kerja P",
            "Pekerja Perempuan",
            "Jumlah TK Perempuan",
            "Karyawan Wanita",
            "TKI P",
        ),
        "workers": (
            "Jumlah TK",
            "Total Tenaga Kerja",
            "Jumlah Pekerja",
            "Total TK",
            "Jumlah Karyawan",
            "Jml Tenaga Kerja",
        ),
        "status": ("Status", "Status WLKP", "Status Perusahaan", "Status Pelaporan"),
    },
    rows=(
        _company("8120010023451", "PT Contoh Tambang"),
        _company("0220101234567", "CV Contoh Jaya", size="Kecil", men=12, women=8, workers=20, region="Kota Samarinda"),
        _company("912010002345", "PT Kurang Satu"),
        _company(None, "Warung Contoh", size="Mikro", men=1, women=1, workers=2),
        _company("8120010023451", "PT Contoh Tambang"),
        _company("9120010023452", "PT Salah Jumlah", men=10, women=5, workers=20),
        _company("9120010023453", "PT Kata", men="dua puluh"),
        _company("9120010023454", "PT Entah", region="Kutai"),
        _company("9120010023455", "PT Koma", men="1,500"),
        _company("9120010023456", "PT Besar", size="Besar", men=1234, women=1766, workers=3000, region="Kukar"),
    ),
    styles={"men": (int, spellings.counts), "women": (int, spellings.counts), "workers": (int, spellings.counts)},
    groups={"Tenaga Kerja": ("men", "women", "workers"), "Identitas Perusahaan": ("nib", "name")},
)


def _proposal(region: str, title: str | None, **more: Any) -> dict[str, Any]:
    return {
        "year": 2026,
        "region": region,
        "title": title,
        "field": "Teknik Las",
        "volume": 2,
        "unit": "paket",
        "cost": 350_000_000,
        "priority": 1,
        "reason": "Kebutuhan industri",
    } | more


PROPOSALS_TABLE = Example(
    kind=PROPOSALS,
    columns={
        "year": ("Tahun", "Tahun Anggaran", "TA", "Thn", "Tahun Usulan", "Thn. Anggaran"),
        "region": ("Kab/Kota", "Kabupaten/Kota", "Pengusul", "Daerah Pengusul", "Kab./Kota Pengusul", "Daerah"),
        "title": (
            "Judul",
            "Usulan",
            "Nama Pelatihan",
            "Program Pelatihan",
            "Judul Usulan",
            "Nama Kegiatan/Pelatihan",
            "Usulan Pelatihan",
        ),
        "field": ("Kejuruan", "Bidang", "Bidang Kejuruan", "Sub Kejuruan", "Bidang/Kejuruan"),
        "volume": ("Volume", "Vol.", "Jumlah Paket", "Banyaknya", "Jml", "Jumlah"),
        "unit": ("Satuan", "Unit", "Sat."),
        "cost": (
            "Biaya",
            "Anggaran (Rp)",
            "Pagu",
            "Usulan Anggaran",
            "Kebutuhan Anggaran",
            "Total Biaya (Rp)",
            "Nilai",
        ),
        "priority": ("Prioritas", "Skala Prioritas", "Urutan Prioritas", "Prioritas ke"),
        "reason": ("Alasan", "Keterangan", "Latar Belakang", "Justifikasi", "Dasar Usulan", "Alasan Pengusulan"),
    },
    rows=(
        _proposal("Kutai Timur", "Operator alat berat", cost=480_000_000),
        _proposal("Kab. PPU", "Las konstruksi", volume=3, cost=525_000_000),
        _proposal("Kota Bontang", "Housekeeping", field="Pariwisata", priority=3, reason=None),
        _proposal("Berau", "Pengolahan ikan", cost="satu setengah miliar"),
        _proposal("Kutai", "Menjahit"),
        _proposal("Mahakam Hulu", None),
        _proposal("Kutai Timur", "Operator Alat Berat", cost=480_000_000),
        _proposal("Paser", "Barista", cost="150,000", volume=1),
        _proposal("Samarinda", "Digital marketing", volume=12, cost=1_250_500_000, priority=2),
    ),
    styles={"volume": (int, spellings.counts), "cost": (int, spellings.amounts)},
    groups={"Kebutuhan": ("volume", "unit", "cost"), "Kegiatan": ("title", "field")},
    in_titles=("year",),
)


def _placement(who: str | None, name: str | None, **more: Any) -> dict[str, Any]:
    return {
        "nik": who,
        "full_name": name,
        "programme": "Barista",
        "package": "1",
        "status": "Bekerja",
        "employer": "PT Contoh Karya",
        "started_on": date(2025, 7, 1),
        "occupation": "Operator",
        "kind": "AKL",
        "contract": "PKWT",
        "wage_band": 3_700_000,
        "is_relevant": "Ya",
        "evidence": "Surat keterangan kerja",
    } | more


PLACEMENTS_TABLE = Example(
    kind=PLACEMENTS,
    columns={
        "nik": NIK_WORDS,
        "full_name": ("Nama Alumni", "Nama", "Nama Lulusan", "Nama Lengkap", "Nama Peserta", "Nama Alumni Pelatihan"),
        "programme": PROGRAMME_WORDS,
        "package": PACKAGE_WORDS,
        "status": (
            "Status",
            "Status Alumni",
            "Kondisi Saat Ini",
            "Status Bekerja",
            "Bekerja/Wirausaha",
            "Keterangan Status",
            "Status Kerja",
        ),
        "employer": (
            "Nama Perusahaan",
            "Tempat Bekerja",
            "Perusahaan/Usaha",
            "Bekerja di",
            "Instansi/Perusahaan",
            "Nama Tempat Kerja / Usaha",
            "Perusahaan",
        ),
        "started_on": (
            "Mulai Bekerja",
            "TMT",
            "Tanggal Mulai",
            "Tgl. Masuk Kerja",
            "Bekerja Sejak",
            "Tgl Penempatan",
            "Mulai Kerja (Tgl)",
        ),
        "occupation": ("Jabatan", "Posisi", "Pekerjaan", "Jabatan/Posisi", "Sebagai", "Posisi Pekerjaan"),
        "kind": ("Jenis Penempatan", "Penempatan", "AKL/AKAD/AKAN", "Kategori Penempatan"),
        "contract": ("Hubungan Kerja", "Jenis Kontrak", "PKWT/PKWTT", "Status Karyawan", "Kontrak"),
        "wage_band": ("Gaji", "Upah", "Penghasilan per Bulan", "Gaji (Rp)", "Kisaran Gaji", "Gaji/Bulan"),
        "is_relevant": ("Relevan", "Kesesuaian", "Sesuai Kejuruan", "Relevansi", "Sesuai/Tidak", "Sesuai Pelatihan"),
        "evidence": ("Bukti", "Sumber Data", "Bukti Kerja", "Sumber Informasi", "Bukti/Sumber"),
    },
    rows=(
        _placement(AINI, "Nur Aini"),
        _placement(BUDI, "Budi Santoso", status="Wirausaha", employer="Kopi Budi", contract="Usaha sendiri"),
        _placement(
            CITRA, "Citra", status="Belum bekerja", employer=None, started_on=None, contract=None, wage_band=None
        ),
        _placement(DONI[:-1], "Doni"),
        _placement(DONI, "Doni", employer=None),
        _placement(EKA, "Eka", started_on=None),
        _placement(AINI, "Nur Aini"),
        _placement(EKA, "Eka", status="entah"),
        _placement(BUDI, "Budi Santoso", contract="seumur hidup", programme="Housekeeping", package="2"),
        _placement(None, "Gunawan", programme="Housekeeping", package="2", employer="CV Hotel Contoh"),
    ),
    styles={"nik": (str, spellings.niks), "wage_band": (int, spellings.amounts)},
    groups={"Pekerjaan": ("employer", "occupation", "started_on"), "Alumni": ("nik", "full_name")},
    in_titles=("programme", "package"),
    shown=lambda values: (
        {name: values.get(name) for name in ("nik", "full_name", "status", "employer", "started_on", "occupation")},
        {name: values.get(name) for name in ("kind", "contract", "wage_band", "is_relevant", "evidence", "programme")},
        values.get("package") or values.get("intake"),
    ),
)


def _attends(who: str | None, name: str | None, marks: str, **more: Any) -> dict[str, Any]:
    """`marks`: one letter for each of the days, a blank for none."""
    found = {day: mark for day, mark in zip(DAYS, marks, strict=True) if mark != " "}
    return {"nik": who, "full_name": name, "programme": "Barista", "package": "1", "days": found} | more


DAYS = tuple(date(2025, 2, day) for day in (3, 4, 5, 6, 7, 10, 11, 12, 13, 14))
ATTENDANCE_TABLE = Example(
    kind=ATTENDANCE,
    columns={
        "nik": NIK_WORDS,
        "full_name": NAME_WORDS,
        "programme": PROGRAMME_WORDS,
        "package": PACKAGE_WORDS,
    },
    rows=(
        _attends(AINI, "Nur Aini", "HHHHHHHHHH"),
        _attends(BUDI, "Budi Santoso", "HHSSHHHIAH"),
        _attends(CITRA, "Citra", "   HHHH HH"),
        _attends(DONI, "Doni", "HHHH?HHHHH"),
        _attends(DONI[:-1], "Doni", "HHHHHHHHHH"),
        _attends(None, "Eka", "HHHHHAAAAA"),
        _attends(AINI, "Nur Aini", "HHHHHHHHHH"),
        _attends(None, "Fitri", "AAAAAHHHHH", programme="Housekeeping", package="2"),
        _attends(EKA, "Eka", "HSHIHAHSHI", programme="Housekeeping", package="2"),
    ),
    styles={"nik": (str, spellings.niks)},
    groups={"Peserta": ("nik", "full_name")},
    in_titles=("programme", "package"),
    days=DAYS,
    months=("Februari 2025",),
    shown=lambda values: (
        values.get("nik"),
        values.get("full_name"),
        values.get("programme"),
        values.get("package") or values.get("intake"),
        [(one.day, one.part, one.mark, one.hours) for one in values.get("marks") or ()],
    ),
)


def _figures(region: str, day: date | str | None, **more: Any) -> dict[str, Any]:
    return {
        "region": region,
        "as_of": day,
        "working_age": 520_100,
        "labour_force": 341_200,
        "participation": 65.6,
        "employed": 320_300,
        "unemployed": 20_900,
        "unemployment": 6.13,
        "productivity": 412_500_000,
    } | more


FIGURES_TABLE = Example(
    kind=FIGURES,
    columns={
        "region": ("Kab/Kota", "Kabupaten/Kota", "Daerah", "Wilayah", "Kota/Kabupaten"),
        "as_of": ("Tanggal", "Keadaan", "Per Tanggal", "Periode", "Keadaan per"),
        "working_age": ("PUK", "Penduduk Usia Kerja", "Penduduk 15 Tahun ke Atas", "Penduduk Usia Kerja (PUK)"),
        "labour_force": ("AK", "Angkatan Kerja", "Jumlah Angkatan Kerja", "Angkatan Kerja (AK)"),
        "participation": ("TPAK", "TPAK (%)", "Tingkat Partisipasi Angkatan Kerja"),
        "employed": ("Bekerja", "Penduduk Bekerja", "Jumlah Bekerja"),
        "unemployed": ("Penganggur", "Pengangguran", "Pengangguran Terbuka", "Jumlah Pengangguran"),
        "unemployment": ("TPT", "TPT (%)", "Tingkat Pengangguran Terbuka", "TPT %"),
        "productivity": ("Produktivitas", "Produktivitas Tenaga Kerja", "PDRB per Tenaga Kerja"),
    },
    rows=(
        _figures("Kota Balikpapan", date(2025, 8, 31)),
        _figures("Kota Samarinda", date(2025, 8, 31), unemployment=5.25, unemployed=17_900),
        _figures("Kutai", date(2025, 8, 31)),
        _figures("Kaltim", date(2025, 2, 28), working_age=2_915_382, unemployment=None),
        _figures("Paser", date(2025, 8, 31), unemployment="113"),
        _figures("Berau", "31/09/2025"),
        _figures("Bontang", date(2025, 8, 31), labour_force="seratus ribu"),
        _figures("Kota Balikpapan", date(2025, 8, 31)),
        _figures("Kutai Barat", None),
    ),
    styles={
        **dict.fromkeys(("working_age", "labour_force", "employed", "unemployed"), (int, spellings.counts)),
        **dict.fromkeys(("participation", "unemployment"), (float, spellings.rates)),
        "productivity": (int, spellings.amounts),
    },
    groups={"Ketenagakerjaan": ("employed", "unemployed"), "Penduduk": ("working_age", "labour_force")},
    in_titles=(),
)

TABLES = {
    example.kind.name: example
    for example in (
        PARTICIPANTS_TABLE,
        RESULTS_TABLE,
        ATTENDANCE_TABLE,
        PLACEMENTS_TABLE,
        COMPANIES_TABLE,
        PROPOSALS_TABLE,
        FIGURES_TABLE,
    )
}
