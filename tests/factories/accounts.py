"""Regions, offices, users and their roles."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from kaltim_naker.accounts.models import Membership, Office, OfficeKind, User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.regions.models import KbliSection, Region, RegionLevel
from tests.factories.base import ValidFactory

# Of people who exist only in tests.
PASSWORD = "rahasia-untuk-tes-saja"

# Kemendagri codes of the home province (domain.md §1).
HOME_REGIONS = {
    "64.01": ("Kabupaten Paser", "Paser"),
    "64.02": ("Kabupaten Kutai Kartanegara", "Kutai Kartanegara"),
    "64.03": ("Kabupaten Berau", "Berau"),
    "64.07": ("Kabupaten Kutai Barat", "Kutai Barat"),
    "64.08": ("Kabupaten Kutai Timur", "Kutai Timur"),
    "64.09": ("Kabupaten Penajam Paser Utara", "Penajam Paser Utara"),
    "64.11": ("Kabupaten Mahakam Ulu", "Mahakam Ulu"),
    "64.71": ("Kota Balikpapan", "Balikpapan"),
    "64.72": ("Kota Samarinda", "Samarinda"),
    "64.74": ("Kota Bontang", "Bontang"),
}


def home_province() -> Region:
    province, _created = Region.objects.get_or_create(
        code="64",
        defaults={"name": "Provinsi Kalimantan Timur", "short_name": "Kalimantan Timur", "level": RegionLevel.PROVINCE},
    )
    return province


def home_region(code: str) -> Region:
    """One of the ten regencies and cities, by Kemendagri code; made on first use."""
    name, short_name = HOME_REGIONS[code]
    level = RegionLevel.CITY if name.startswith("Kota") else RegionLevel.REGENCY
    region, _created = Region.objects.get_or_create(
        code=code, defaults={"name": name, "short_name": short_name, "level": level, "parent": home_province()}
    )
    return region


def sector(code: str, title_id: str = "Sektor", title_en: str = "Sector") -> KbliSection:
    section, _created = KbliSection.objects.get_or_create(
        version=2020, code=code, defaults={"title_id": title_id, "title_en": title_en}
    )
    return section


class OfficeFactory(ValidFactory):
    class Meta:
        model = Office

    code = factory.Sequence(lambda n: f"office-{n}")
    kind = OfficeKind.TRAINING_CENTRE
    name = factory.LazyAttribute(lambda office: f"Kantor {office.code}")
    short_name = factory.LazyAttribute(lambda office: office.code)
    region = factory.LazyFunction(lambda: home_region("64.71"))


class UserFactory(DjangoModelFactory):
    """A member of staff without a role; `user_with_role` gives one."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"pegawai{n}@contoh.test")
    full_name = factory.Sequence(lambda n: f"Pegawai {n}")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(**kwargs)


def user_with_role(role: Role, office: Office, **details: Any) -> User:
    """A user who holds one role in one office."""
    user = UserFactory(**details)
    Membership.objects.create(user=user, office=office, role=role)
    return user
