"""Invented people for the sandbox: three of each regency and city of the province, the same after every night.

Their NIK are told in the guide (docs/api), so that a program can be tried with people who are known already. A NIK is
made of the code of the regency with district 01, a date of birth (40 added to the day for women), and 9001, 9002, 9003.
"""

from datetime import date
from itertools import product

from kaltim_naker.accounts.models import Office, OfficeKind, User
from kaltim_naker.regions.models import Region
from trainees.models import JobSeeker
from trainees.services import PersonData, register_job_seeker

#: Name, date of birth, sex as on the identity card, day within the NIK.
_PEOPLE = (
    ("Contoh Satu", date(1999, 5, 17), "L", "17"),
    ("Contoh Dua", date(2001, 8, 9), "P", "49"),
    ("Contoh Tiga", date(1995, 12, 1), "P", "41"),
)


def nik_of(region_code: str, number: int) -> str:
    """The NIK of the invented resident with this number, 1 to 3, of a regency by its Kemendagri code (64.72)."""
    _name, born, _sex, day = _PEOPLE[number - 1]
    return f"{region_code.replace('.', '')}01{day}{born:%m%y}900{number}"


def register_residents(actor: User) -> list[JobSeeker]:
    """Register them at the offices of their regencies; where a regency has none, the province's own registers them."""
    offices = {office.region_id: office for office in Office.objects.filter(kind=OfficeKind.REGIONAL_OFFICE)}
    province = Office.objects.filter(kind=OfficeKind.PROVINCE).first()
    registered = []
    for home, number in product(Region.objects.home(), range(1, len(_PEOPLE) + 1)):
        office = offices.get(home.pk, province)
        if office is not None:
            registered.append(_register(actor, office, home, number))
    return registered


def _register(actor: User, office: Office, home: Region, number: int) -> JobSeeker:
    name, born, sex, _day = _PEOPLE[number - 1]
    data = PersonData(
        full_name=f"{name} {home.short_name or home.name}",
        nik=nik_of(home.code, number),
        birth_date=born,
        sex=sex,
        domicile=home,
        phone=f"0800{home.code.replace('.', '')}{number:04d}",
    )
    return register_job_seeker(actor=actor, office=office, data=data, is_invented=True)
