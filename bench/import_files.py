"""Invented lists of participants as offices send them, of any length, written without holding them in memory."""

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl

PROGRAMMES = ("Barista", "Housekeeping", "Plate Welder SMAW 3G", "Mekanik Alat Berat", "Teknisi AC Residensial")
PEOPLE_A_CLASS = 50
_WORDS = """
    Muhammad Siti Budi Agus Dewi Rizky Nur Ahmad Putri Andi Sri Eko Rina Dian Hendra Yusuf
    Santoso Wijaya Saputra Lestari Hidayat Ramadhan Pratama Susanto Wulandari Kurniawan Setiawan
    ba di fa gu ha ja ka la ma na pu ra sa ti wa ya lin ron mul ger
"""
_GIVEN, _SURNAMES, _SYLLABLES = (line.split() for line in _WORDS.strip().splitlines())
_REGIONS = (
    "Kota Samarinda",
    "Balikpapan",
    "Kota Bontang",
    "Kab. Paser",
    "Kutai Timur",
    "Kab. Berau",
    "Kutai Kartanegara",
    "Penajam Paser Utara",
)
_EDUCATION = ("SMA", "SMK", "D3", "S1", "SMP", "SD")
HEAD = (
    "No",
    "NIK",
    "Nama Lengkap",
    "Tempat Lahir",
    "Tanggal Lahir",
    "L/P",
    "Alamat",
    "Kab/Kota",
    "Pendidikan",
    "No HP",
    "Program Pelatihan",
    "Paket",
)


def people(count: int) -> Iterator[Sequence[object]]:
    """So many different people, the same ones each time."""
    chance = random.Random(20_250_002)
    for number in range(count):
        born = date(1970, 1, 1) + timedelta(days=chance.randrange(13_000))
        woman = chance.random() < 0.4
        # Region and serial number make each NIK the only one of its day.
        nik = f"64{71 + number // 9_999 % 9}{number // 89_991 % 98 + 1:02d}"
        nik += f"{born.day + 40 * woman:02d}{born:%m%y}{number % 9_999 + 1:04d}"
        middle = "".join(chance.choices(_SYLLABLES, k=3)).title()
        yield (
            number + 1,
            nik,
            f"{chance.choice(_GIVEN)} {middle} {chance.choice(_SURNAMES)}",
            chance.choice(_REGIONS).split()[-1],
            f"{born:%d/%m/%Y}",
            "P" if woman else "L",
            f"Jl. {chance.choice(_SURNAMES)} No. {chance.randrange(200)} RT {chance.randrange(30)}",
            chance.choice(_REGIONS),
            chance.choice(_EDUCATION),
            f"08{chance.randrange(10**9, 10**10)}",
            PROGRAMMES[number // PEOPLE_A_CLASS % len(PROGRAMMES)],
            f"Paket {number // PEOPLE_A_CLASS // len(PROGRAMMES) + 1}",
        )


def write_csv(path: Path, count: int) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEAD)
        writer.writerows(people(count))
    return path


def write_xlsx(path: Path, count: int) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Peserta")
    sheet.append(HEAD)
    for row in people(count):
        sheet.append(row)
    book.save(path)
    return path
