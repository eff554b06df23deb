"""Workshops, a mobile unit and instructors of both centres, shared out so that nobody is in two places."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from kaltim_naker.accounts.models import User
from kaltim_naker.demo.classes import BALIKPAPAN, BONTANG
from kaltim_naker.demo.people import invent_name
from kaltim_naker.demo.users import instructor_login
from programs.choices import RoomKind
from programs.models import ClassInstructor, Instructor, Room, TrainingClass
from trainees.choices import Sex

_SEED = 3001
_PLACES = {
    "LAS": "Bengkel Las",
    "ALB": "Bengkel Alat Berat",
    "LIS": "Bengkel Listrik",
    "K3": "Lapangan Praktik Operator",
    "OTO": "Bengkel Otomotif",
    "MAN": "Bengkel Mesin",
    "REF": "Bengkel Refrigerasi",
    "BIS": "Ruang Perkantoran",
    "TIK": "Ruang Komputer",
    "GAR": "Bengkel Garmen",
    "PAR": "Ruang Perhotelan",
    "PRO": "Dapur Pengolahan",
    "KEC": "Ruang Tata Rias",
    "TAN": "Lahan Hidroponik",
}
# What is taught out of a van, and where it stands (domain.md §3.1).
_MOBILE = {
    (BALIKPAPAN, "Pembuatan Roti dan Kue"): ("MTU Balikpapan 1", "Balai desa di Kecamatan Sepaku"),
    (BONTANG, "Pengolahan Hasil Perikanan"): ("MTU Bontang 1", "Balai desa di Kecamatan Marang Kayu"),
}


@dataclass(frozen=True)
class _Slot:
    """A workshop and who teaches in it: busy with one class at a time. `number` counts from 1."""

    centre: str
    field: str
    number: int

    @property
    def room(self) -> str:
        return f"{_PLACES[self.field]} {self.number}"

    @property
    def kind(self) -> str:
        return RoomKind.ROOM if _PLACES[self.field].startswith("Ruang") else RoomKind.WORKSHOP


def create_resources() -> None:
    """Give every class with days its room and its instructor."""
    classes = TrainingClass.objects.filter(starts_on__isnull=False).select_related("centre__office", "programme__field")
    ordered = list(classes.order_by("starts_on", "centre__office__code", "programme__title", "label"))
    shared_out = list(_share_out(ordered))
    rooms, instructors = _create_rooms(shared_out), _create_instructors(shared_out)
    for training, slot in shared_out:
        name, training.venue = _MOBILE.get((slot.centre, training.programme.title), (slot.room, ""))
        training.room = rooms[slot.centre, name]
    TrainingClass.objects.bulk_update(ordered, ["room", "venue"])
    ClassInstructor.objects.bulk_create(
        ClassInstructor(
            training_class=training,
            instructor=instructors[slot],
            starts_on=training.starts_on,
            ends_on=training.ends_on,
        )
        for training, slot in shared_out
    )


def _share_out(classes: list[TrainingClass]) -> Iterator[tuple[TrainingClass, _Slot]]:
    """The first slot of the field that is free by then, or one more."""
    busy_until: dict[tuple[str, str], list[date]] = {}
    for training in classes:
        key = (training.centre.office.code, training.programme.field.code)
        slots = busy_until.setdefault(key, [])
        free = next((index for index, last in enumerate(slots) if last < training.starts_on), len(slots))
        slots[free : free + 1] = [training.ends_on]
        yield training, _Slot(*key, free + 1)


def _create_rooms(shared_out: list[tuple[TrainingClass, _Slot]]) -> dict[tuple[str, str], Room]:
    centres = {slot.centre: training.centre for training, slot in shared_out}
    kinds = {(slot.centre, slot.room): slot.kind for _training, slot in shared_out}
    kinds |= {(centre, name): RoomKind.MOBILE for (centre, _title), (name, _venue) in _MOBILE.items()}
    rooms = Room.objects.bulk_create(
        Room(centre=centres[centre], name=name, kind=kind) for (centre, name), kind in kinds.items()
    )
    return dict(zip(kinds, rooms, strict=True))


def _create_instructors(shared_out: list[tuple[TrainingClass, _Slot]]) -> dict[_Slot, Instructor]:
    """One for each slot. The first of them is the instructor who can log in."""
    rng = Random(_SEED)
    first_taught = {slot: training for training, slot in reversed(shared_out)}
    login: User | None = instructor_login()
    taken = {login.full_name if login else ""}
    rows: dict[_Slot, Instructor] = {}
    for slot in sorted(first_taught, key=lambda one: (one.centre, one.field, one.number)):
        rows[slot] = Instructor(
            centre=first_taught[slot].centre,
            full_name=login.full_name if login else _new_name(taken, rng),
            field=first_taught[slot].programme.field,
            user=login,
        )
        login = None
    return dict(zip(rows, Instructor.objects.bulk_create(rows.values()), strict=True))


def _new_name(taken: set[str], rng: Random) -> str:
    name = invent_name(rng.choices((Sex.MALE, Sex.FEMALE), (70, 30))[0], rng)
    while name in taken:
        name = invent_name(Sex.MALE, rng)
    taken.add(name)
    return name
