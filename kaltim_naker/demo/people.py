"""Invented people with identity numbers that our own parser accepts.

No number can be that of a real person: the serial is always 9001 or higher, and no civil registry gives out thousands
of numbers for one district and one date of birth. Phone numbers lie in 084, a range that no operator has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from kaltim_naker.demo.classes import BALIKPAPAN, BONTANG
from trainees.choices import Education, NikMissingReason, Sex, WorkStatus

K = TypeVar("K")

_FIRST_SERIAL, _SERIALS = 9001, 999
_YOUNGEST, _OLDEST = date(2007, 1, 31), date(1989, 6, 1)

_GIVEN = {
    Sex.MALE: (
        "Abdul Rahman", "Aditya", "Agus", "Ahmad Fauzan", "Aldi", "Alexander", "Andi Baso", "Arif", "Bagus", "Bayu",
        "Benediktus", "Daniel", "Dedi", "Deni", "Dimas", "Eko", "Fajar", "Ferdinand", "Gilang", "Hairul", "Hendra",
        "Ibnu", "Ilham", "Irfan", "Joko", "Kornelius", "M. Reza", "Muhammad Iqbal", "Nanang", "Paulus", "Rahmat",
        "Rendi", "Rizal", "Robertus", "Rudi", "Samsul", "Syahrul", "Teguh", "Wahyu", "Yohanes", "Yusuf",
    ),
    Sex.FEMALE: (
        "Agustina", "Amelia", "Ana", "Andi Tenri", "Anita", "Ayu", "Bernadeta", "Citra", "Desi", "Dewi", "Dian",
        "Elisabet", "Erna", "Fatimah", "Fitri", "Hasnah", "Indah", "Intan", "Jumriah", "Kartika", "Lina", "Maria",
        "Mega", "Nadia", "Norhayati", "Nur Aisyah", "Nurul", "Putri", "Rahmawati", "Ratih", "Rika", "Sari", "Siti",
        "Sri", "Tiara", "Wahyuni", "Yosefina", "Yulia", "Yuni",
    ),
}  # fmt: skip
_FAMILY = (
    "Abdullah", "Akbar", "Alamsyah", "Arifin", "Asmara", "Ba'ru", "Darmawan", "Firdaus", "Gunawan", "Hakim",
    "Handayani",
    "Hanyeq", "Hidayat", "Ibau", "Irawan", "Jalung", "Juk", "Kurniawan", "Kusuma", "Lawai", "Lenjau", "Lestari",
    "Mahakam", "Mangiri", "Mappanyompa", "Maulana", "Nugraha", "Palinggi", "Pranoto", "Prasetyo", "Purnama", "Ramadhan",
    "Rante", "Ridwan", "Saputra", "Setiawan", "Sugiarto", "Susanto", "Syahputra", "Tanjung", "Usat", "Wibowo", "Widodo",
    "Yusran",
)  # fmt: skip
_STREETS = ("Anggrek", "Belimbing", "Cendana", "Durian", "Gaharu", "Kenanga", "Meranti", "Pasir Putih", "Ulin")
# Where the people of a centre live, by Kemendagri code, in parts of a hundred.
_HOMES: Mapping[str, Mapping[str, int]] = {
    BALIKPAPAN: {
        "64.71": 34, "64.72": 18, "64.02": 14, "64.09": 10, "64.01": 9,
        "64.07": 5, "64.08": 3, "64.03": 3, "64.11": 2, "64.74": 2,
    },
    BONTANG: {
        "64.74": 48, "64.08": 26, "64.02": 10, "64.72": 8, "64.03": 5, "64.71": 1, "64.07": 1, "64.11": 1,
    },
}  # fmt: skip
# First registered elsewhere: Tarakan, Makassar, Banjarmasin, Surabaya; and Bulungan as it was numbered until 2012.
_ELSEWHERE = (
    ("65.71", "Tarakan"),
    ("73.71", "Makassar"),
    ("63.71", "Banjarmasin"),
    ("35.78", "Surabaya"),
    ("64.04", "Tanjung Selor"),
)
_EDUCATION = {
    Education.LOWER_SECONDARY: 12,
    Education.UPPER_SECONDARY: 40,
    Education.VOCATIONAL: 38,
    Education.D3: 5,
    Education.BACHELOR: 5,
}
_WORK = {
    WorkStatus.NEVER_WORKED: 52,
    WorkStatus.WORKED_BEFORE: 38,
    WorkStatus.WANTS_OTHER_JOB: 7,
    # These do not count as job seekers (domain.md §4.5).
    WorkStatus.SELF_EMPLOYED: 3,
}
_ODD_NIK = "KTP memang demikian; sudah dicocokkan dengan KTP asli dan Dukcapil"


@dataclass(frozen=True)
class Person:
    """A person of the demo. `home` is the Kemendagri code of the regency or city; `nik` is empty with a reason."""

    full_name: str
    sex: str
    birth_date: date
    birth_place: str
    home: str
    address: str
    phone: str
    education: int
    work_status: str
    nik: str
    nik_missing_reason: str | None = None
    nik_mismatch_reason: str = ""


@dataclass(frozen=True)
class Places:
    """By Kemendagri code of the home regencies: their districts, and their names without Kabupaten or Kota."""

    districts: Mapping[str, Sequence[str]]
    names: Mapping[str, str]


def invent_person(number: int, centre: str, places: Places, rng: Random) -> Person:
    """The person with this running number, from the surroundings of a centre."""
    sex = rng.choices((Sex.MALE, Sex.FEMALE), (62, 38))[0]
    birth_date = _OLDEST + timedelta(days=rng.randrange((_YOUNGEST - _OLDEST).days))
    home = _pick(_HOMES[centre], rng)
    district, birth_place = _first_registered(home, places, rng)
    missing, mismatch, nik_sex, nik_birth = _oddity(number, sex, birth_date)
    return Person(
        full_name=invent_name(sex, rng),
        sex=sex,
        birth_date=birth_date,
        birth_place=birth_place,
        home=home,
        address=f"Jl. {rng.choice(_STREETS)} No. {rng.randint(1, 150)} RT {rng.randint(1, 45):02d}",
        phone=f"+6284{rng.randrange(10**8, 10**9)}",
        education=_pick(_EDUCATION, rng),
        work_status=_pick(_WORK, rng),
        nik="" if missing else _nik(district, nik_birth, nik_sex, _FIRST_SERIAL + number % _SERIALS),
        nik_missing_reason=missing,
        nik_mismatch_reason=mismatch,
    )


def invent_name(sex: str, rng: Random) -> str:
    """As on an identity card: mostly two words, sometimes one."""
    given = rng.choice(_GIVEN[Sex(sex)])
    return given if rng.random() < 0.03 else f"{given} {rng.choice(_FAMILY)}"


def _first_registered(home: str, places: Places, rng: Random) -> tuple[str, str]:
    """District of the NIK and place of birth. Most were registered where they live, some moved (domain.md §2.1)."""
    chance = rng.random()
    if chance < 0.04:
        region, place = rng.choice(_ELSEWHERE)
        return f"{region}.{rng.randint(1, 4):02d}", place
    region = rng.choice(sorted(places.districts)) if chance < 0.14 else home
    return rng.choice(places.districts[region]), places.names[region]


def _oddity(number: int, sex: str, birth_date: date) -> tuple[str | None, str, str, date]:
    """A few people have no NIK, or one that differs from their data, with the reason (edge cases 5 and 8)."""
    other_sex = Sex.FEMALE if sex == Sex.MALE else Sex.MALE
    match number % 331:
        case 57:
            return None, _ODD_NIK, other_sex, birth_date
        case 158:
            return None, _ODD_NIK, sex, birth_date - timedelta(days=1)
        case 259 if number < 600:
            return NikMissingReason.NO_CARD, "", sex, birth_date
        case _:
            return None, "", sex, birth_date


def _nik(district: str, born: date, sex: str, serial: int) -> str:
    day = born.day + (40 if sex == Sex.FEMALE else 0)
    return f"{district.replace('.', '')}{day:02d}{born:%m%y}{serial:04d}"


def _pick(weights: Mapping[K, int], rng: Random) -> K:
    return rng.choices(list(weights), list(weights.values()))[0]
