"""Tables as other offices lay them out: the same people must be found, whatever stands where under whatever name."""

import io
from datetime import date
from pathlib import Path

import pytest

from certifications.imports import RESULTS
from companies.imports import COMPANIES
from kaltim_naker.imports.check import Verdict, check_file
from kaltim_naker.imports.workbook import RefusedFile
from programs.imports import PROPOSALS
from tests.kaltim_naker.imports.files import nik, text_table, xlsx
from trainees.imports import PARTICIPANTS

FIXTURES = Path(__file__).parent / "fixtures"
DAYANG, AWANG = nik(date(2001, 3, 5), woman=True, region="647201"), nik(date(1999, 7, 1), region="640201")
PEOPLE = [
    (DAYANG, "Dayang Rahmah", "Samarinda", date(2001, 3, 5), "P", "64.72", 4, "+628123456789", "Barista", "1"),
    (AWANG, "Awang Ishak", "Tenggarong", date(1999, 7, 1), "L", "64.02", 3, "+628134567890", "Barista", "1"),
]


def participants(file: io.BytesIO) -> Verdict:
    return check_file(PARTICIPANTS, file)


def people_in(verdict: Verdict) -> list[tuple]:
    assert [finding for finding in verdict.findings if finding.level == "error"] == []
    names = ("full_name", "birth_place", "birth_date", "sex", "domicile", "education", "phone", "programme")
    return [
        (
            row.values["nik"].value,
            *(row.values.get(name) for name in names),
            row.values.get("package") or row.values["intake"],
        )
        for row in verdict.rows
    ]


def test_other_heads_other_order_and_tabs_in_utf16() -> None:
    rows = [
        [
            "Pelatihan",
            "Batch",
            "Gender",
            "Pend. Terakhir",
            "Nama Peserta",
            "Kota/Kab",
            "No WhatsApp",
            "Tmp Lahir",
            "Tgl. Lhr",
            "No. KTP",
        ],
        [
            "Barista",
            "1",
            "Perempuan",
            "SMK",
            "Dayang Rahmah",
            "Kota Samarinda",
            "08123456789",
            "Samarinda",
            "05-03-01",
            DAYANG,
        ],
        [
            "Barista",
            "1",
            "Laki - Laki",
            "SMU",
            "Awang Ishak",
            "Kab Kukar",
            "8134567890",
            "Tenggarong",
            "1.7.99",
            f"'{AWANG}",
        ],
    ]
    assert people_in(participants(text_table(rows, "\t", "utf-16"))) == PEOPLE
    assert people_in(participants(text_table(rows, "\t", "utf-16-le"))) == PEOPLE
    assert people_in(participants(text_table(rows, ",", "utf-8-sig"))) == PEOPLE
    assert people_in(participants(text_table(rows, "|", "cp1252"))) == PEOPLE


def test_instruction_sheet_first_two_line_head_and_column_numbers() -> None:
    instructions = [
        ["PETUNJUK PENGISIAN"],
        ["NIK", "16 angka sesuai KTP"],
        ["Nama", "sesuai KTP"],
        ["Tanggal lahir", "hh/bb/tttt"],
    ]
    table = [
        ["PEMERINTAH KABUPATEN"],
        [],
        [
            "No.",
            "Identitas",
            None,
            "Tempat, Tanggal Lahir",
            None,
            "L/P",
            "Domisili",
            "Pendidikan",
            "Kontak",
            "Judul Pelatihan",
            "Gelombang",
        ],
        [None, "NIK", "Nama", "Tempat", "Tanggal", None, None, None, None, None, None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)"],
        [
            1,
            DAYANG,
            "Dayang Rahmah",
            "Samarinda",
            date(2001, 3, 5),
            "P",
            "Samarinda",
            "SMK",
            "0812 3456 789",
            "Barista",
            1,
        ],
        [
            2,
            AWANG,
            "Awang Ishak",
            "Tenggarong",
            "1 Juli 1999",
            "L",
            "KUTAI KARTANEGARA",
            "SLTA",
            8134567890,
            "Barista",
            1,
        ],
        ["Jumlah", None, 2],
        [],
        [None, None, None, None, None, None, "Tenggarong, 12 Mei 2026"],
        [None, "Mengetahui,", None, None, None, None, "Kepala Dinas"],
        [None, "Drs. H. Fulan, M.Si", None, None, None, None, "Siti, S.T."],
        [None, "NIP. 19700101 199003 1 001"],
    ]
    verdict = participants(xlsx({"Petunjuk": instructions, "Data": table}, {"Data": ["B3:C3", "D3:E3", "F3:F4"]}))
    assert people_in(verdict) == PEOPLE
    assert verdict.table.sheet == "Data"
    assert {(line.line, line.reason) for line in verdict.set_aside} >= {(5, "head"), (8, "total"), (11, "signature")}


def test_class_stated_in_titles_and_a_head_on_every_page() -> None:
    head = ["NO", "NAMA LENGKAP", "N I K", "TTL", "JNS KELAMIN", "ASAL DAERAH", "IJAZAH", "TELEPON"]
    rows = [
        ["PROGRAM PELATIHAN : Barista"],
        ["PAKET", ": 1"],
        head,
        [1, "Dayang Rahmah", DAYANG, "Samarinda/05-03-2001", "P", "Smd", "SMK", "0812-3456-789"],
        [],
        ["Program Pelatihan: Housekeeping"],
        ["PAKET", ": 2"],
        head,
        [1, "Awang Ishak", AWANG, "Tenggarong 1 Juli 1999", "L", "Tenggarong", "Paket C", "+62 813 4567 890"],
    ]
    verdict = participants(xlsx({"Sheet1": rows}))
    second = (*PEOPLE[1][:-2], "Housekeeping", "2")
    assert people_in(verdict) == [PEOPLE[0], second]
    assert [line.reason for line in verdict.set_aside if line.line in (6, 7, 8)] == ["title", "title", "head"]


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_old_excel_and_open_document(kind: str) -> None:
    verdict = participants(io.BytesIO((FIXTURES / f"peserta.{kind}").read_bytes()))
    assert [row.values["birth_date"] for row in verdict.rows] == [date(2001, 3, 5), date(1999, 7, 1), date(1999, 7, 1)]
    assert [(finding.line, finding.code) for finding in verdict.findings] == [(6, "nik_number_cell")]


def test_a_heading_that_says_nothing_is_understood_by_its_content() -> None:
    rows = [
        ["Kolom A", "Nama", "Tgl Lahir", "Kolom B", "Kab/Kota"],
        [DAYANG, "Dayang Rahmah", "05/03/2001", "P", "Samarinda"],
        [AWANG, "Awang Ishak", "01/07/1999", "L", "Kukar"],
    ]
    verdict = participants(text_table(rows))
    assert verdict.ok == 2
    assert (verdict.match.places["nik"], verdict.match.places["sex"]) == (0, 3)


def test_misspelt_headings_and_columns_that_only_look_alike() -> None:
    rows = [
        [
            "NIK",
            "Nama Lengkpa",
            "Nama Ibu Kandung",
            "Tangal Lahir",
            "Kabupaten / Kota (Domisili)",
            "No. KK",
            "Jenis Kelamin (L/P)",
        ],
        [DAYANG, "Dayang Rahmah", "Ibu Satu", "05/03/2001", "Samarinda", "6472010101100001", "P"],
    ]
    verdict = participants(text_table(rows))
    assert verdict.ok == 1
    assert verdict.rows[0].values["full_name"] == "Dayang Rahmah"
    assert [heading.text for heading in verdict.match.unmatched] == ["Nama Ibu Kandung", "No. KK"]


def test_a_person_can_change_the_match() -> None:
    rows = [
        ["NIK", "Nama Panggilan", "Sebutan", "Tgl Lahir", "Kab/Kota"],
        [DAYANG, "Yang", "Dayang Rahmah", "05/03/2001", "Samarinda"],
    ]
    guess = participants(text_table(rows))
    assert [finding.code for finding in guess.findings] == ["column_missing"]
    assert guess.ok == 0
    chosen = check_file(PARTICIPANTS, text_table(rows), places={**guess.match.places, "full_name": 2})
    assert chosen.ok == 1
    assert chosen.rows[0].values["full_name"] == "Dayang Rahmah"


def test_a_row_with_little_in_it_is_still_a_row() -> None:
    rows = [
        [
            "No",
            "NIK",
            "Nama",
            "Tempat Lahir",
            "Tgl Lahir",
            "L/P",
            "Alamat",
            "Kab/Kota",
            "Pendidikan",
            "HP",
            "Program",
            "Paket",
        ],
        [1, DAYANG, "Dayang", "Samarinda", "05/03/2001", "P", "Jl", "Samarinda", "SMK", "0812345678", "Barista", "1"],
        [2, None, "Awang Ishak"],
        [3],
        [None, AWANG],
    ]
    verdict = participants(xlsx({"x": rows}))
    assert [row.line for row in verdict.rows] == [2, 3, 5]
    assert [(line.line, line.reason) for line in verdict.set_aside] == [(4, "blank")]


def test_numbers_as_the_writer_meant_them() -> None:
    rows = [
        ["Tahun", "Kabupaten/Kota", "Usulan", "Vol", "Pagu (Rp)"],
        [2026, "Berau", "Pelatihan A", "2 paket", "Rp 1.500.000,00"],
        [2026, "Paser", "Pelatihan B", "1", "1,500,000"],
        [2026, "Paser", "Pelatihan C", "1", "1,500"],
        [2026, "Paser", "Pelatihan D", "1", 1500000],
        [2026, "Paser", "Pelatihan E", "1.5", "1.500"],
    ]
    verdict = check_file(PROPOSALS, xlsx({"x": rows}))
    assert [(finding.line, finding.code) for finding in verdict.findings] == [
        (4, "number_ambiguous"),
        (6, "number_invalid"),
    ]
    assert [row.values.get("cost") for row in verdict.rows] == [1_500_000, 1_500_000, None, 1_500_000, 1_500]


def test_results_with_other_heads() -> None:
    rows = [
        ["BERITA ACARA UJI KOMPETENSI"],
        ["Lembaga Sertifikasi: BNSP"],
        ["Nama Asesi", "NIK Asesi", "Skema Sertifikasi", "Tgl Asesmen", "K/BK", "Nomor Sertifikat", "Tgl Sertifikat"],
        ["Dayang Rahmah", DAYANG, "Barista", "1/2/25", "Kompeten", "123", "1 Mar 25"],
        ["Awang Ishak", AWANG, "Barista", "1/2/25", "Belum Kompeten", None, None],
    ]
    verdict = check_file(RESULTS, xlsx({"x": rows}))
    assert [row.values["outcome"] for row in verdict.rows] == ["K", "BK"]
    assert verdict.rows[0].values["issued_on"] == date(2025, 3, 1)
    assert verdict.rows[0].values["issuer"] == "BNSP"
    assert verdict.ok == 2


def test_companies_with_a_two_line_head() -> None:
    rows = [
        ["Nama Perusahaan", "NIB", "Kab/Kota", "Jumlah Tenaga Kerja", None, "Skala"],
        [None, None, None, "L", "P", None],
        ["PT Total Jaya", "9129048759669", "Kutim", "1.200", 18, "Besar"],
        ["PT Jumlah Baik", "0129048759669", "Bontang", 12, 0, "Kecil"],
        ["TOTAL", None, None, 1212, 18, None],
    ]
    verdict = check_file(COMPANIES, xlsx({"x": rows}))
    assert [(row.values.get("men"), row.values.get("women")) for row in verdict.rows] == [(1200, 18), (12, 0)]
    assert verdict.ok == 2


def test_a_table_of_something_else_is_refused_by_name() -> None:
    with pytest.raises(RefusedFile) as refusal:
        participants(text_table([["Barang", "Harga"], ["Semen", "50.000"]]))
    assert refusal.value.code == "no_table"
    assert "NIK" in refusal.value.message


def test_a_lone_quotation_mark_does_not_swallow_the_rest() -> None:
    lines = ["NIK;Nama;Tgl Lahir;Alamat;Kab/Kota"]
    lines += [
        f"{nik(date(2001, 3, 5), serial=n)};Orang {chr(64 + n)};05/03/2001;{chr(34) if n == 1 else ''}Jl;Paser"
        for n in range(1, 27)
    ]
    verdict = participants(io.BytesIO("\r\n".join(lines).encode()))
    assert len(verdict.rows) == 26


def test_two_hidden_and_shown_sheets_with_the_same_head() -> None:
    head = ["NIK", "Nama", "Tgl Lahir", "Kab/Kota"]
    example = [head, ["6471010101010001", "Contoh Orang", "01/01/2001", "Balikpapan"]]
    data = [
        head,
        *([nik(date(2001, 3, 5), serial=n), f"Orang {chr(64 + n)}", "05/03/2001", "Paser"] for n in range(1, 4)),
    ]
    verdict = participants(xlsx({"Contoh": example, "Isian": data}))
    assert (verdict.table.sheet, len(verdict.rows), verdict.table.other_sheets) == ("Isian", 3, ["Contoh"])


def test_sex_and_result_as_ticks_in_two_columns() -> None:
    head = [["No", "NIK", "Nama", "Jenis Kelamin", None, "TTL", "Kab/Kota"], [None, None, None, "L", "P", None, None]]
    rows = [
        *head,
        [1, DAYANG, "Dayang Rahmah", None, "√", "Samarinda, 05/03/01", "Smd"],
        [2, AWANG, "Awang Ishak", "v", None, "Tenggarong, 1-7-99", "Kukar"],
        [3, nik(date(1999, 7, 1), serial=2), "Aji Dua", None, "v", "Tenggarong, 1-7-99", "Kukar"],
        [4, nik(date(1999, 7, 1), serial=3), "Aji Tiga", "v", "v", "Tenggarong, 1-7-99", "Kukar"],
    ]
    verdict = participants(xlsx({"x": rows}))
    assert [row.values.get("sex") for row in verdict.rows] == ["P", "L", "P", None]
    assert [(finding.line, finding.code) for finding in verdict.findings] == [
        (5, "nik_sex_mismatch"),
        (6, "sex_unknown"),
    ]

    rows = [
        ["No", "Nama", "NIK", "Skema", "Tanggal Uji", "Hasil", None],
        [None, None, None, None, None, "K", "BK"],
        [1, "Dayang", DAYANG, "Barista", "1 Feb 2025", "√", None],
        [2, "Awang", AWANG, "Barista", "1 Feb 2025", None, "√"],
        [3, "Aji", nik(date(1999, 7, 1), serial=2), "Barista", "1 Feb 2025", None, None],
    ]
    verdict = check_file(RESULTS, xlsx({"x": rows}))
    assert [row.values.get("outcome") for row in verdict.rows] == ["K", "BK", None]
    assert [(finding.line, finding.code) for finding in verdict.findings] == [(5, "result_unknown")]


def test_headings_with_line_breaks_slashes_and_brackets() -> None:
    rows = [
        [
            "No.\nUrut",
            "No. Induk\nKependudukan (NIK)",
            "Nama\nPeserta",
            "Tempat/\nTgl. Lahir",
            "Jns.\nKel.",
            "Asal\nKab./Kota",
            "Pendidikan/\nJurusan",
            "No. Telepon/HP",
            "Kejuruan/Program",
            "Kelas/Paket",
            "Ket.",
        ],
        [
            1,
            DAYANG,
            "Dayang Rahmah",
            "Samarinda/ 05 Mar 2001",
            "P",
            "Kota Samarinda",
            "SMK/TKJ",
            "0812-3456-789",
            "Barista",
            "1",
        ],
    ]
    verdict = participants(xlsx({"x": rows}))
    assert people_in(verdict) == PEOPLE[:1]
    assert [heading.text for heading in verdict.match.unmatched] == ["Ket."]


def test_a_form_filled_in_on_the_web() -> None:
    rows = [
        [
            "Timestamp",
            "Email Address",
            "Nama Lengkap (sesuai KTP)",
            "NIK (16 digit)",
            "Tempat Lahir",
            "Tanggal Lahir",
            "Usia",
            "Jenis Kelamin",
            "Kecamatan",
            "Kabupaten/Kota Domisili",
            "Pendidikan Terakhir",
            "Nomor WhatsApp Aktif",
            "Pelatihan yang diikuti",
        ],
        [
            "2025/01/02 10:00",
            "a@b.c",
            "Dayang Rahmah",
            DAYANG,
            "Samarinda",
            date(2001, 3, 5),
            24,
            "Perempuan",
            "Sungai Pinang",
            "Kota Samarinda",
            "SMK",
            "0812 3456 789",
            "Barista",
        ],
    ]
    verdict = participants(xlsx({"x": rows}))
    assert verdict.ok == 1
    assert verdict.rows[0].values["programme"] == "Barista"
