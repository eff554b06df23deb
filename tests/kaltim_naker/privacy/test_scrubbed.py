"""A copy for testing: nobody in it can be recognised, and every figure in it is as it was."""

import json
import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from kaltim_naker.accounts.models import User
from kaltim_naker.audit.models import AccessKind, AccessLog
from kaltim_naker.privacy.personal import PARTS
from kaltim_naker.privacy.scrubbed import plan, undeclared
from programs.measures import Dimension, all_measures
from tests.access.world import build_world
from tests.schema import as_owner
from trainees.models import JobSeeker

pytestmark = pytest.mark.django_db
BIRD = "KEPODANG"


def test_every_table_and_every_text_says_what_becomes_of_it():
    assert list(undeclared()) == []


def test_a_new_personal_column_is_named(monkeypatch):
    field = models.DateField()
    field.set_attributes_from_name("mothers_birthday")
    monkeypatch.setattr(JobSeeker._meta, "concrete_fields", (*JobSeeker._meta.concrete_fields, field))
    assert list(undeclared()) == ["trainees.JobSeeker.mothers_birthday"]
    note = models.TextField()
    note.set_attributes_from_name("remark")
    monkeypatch.setattr(User._meta, "concrete_fields", (*User._meta.concrete_fields, note))
    assert "accounts.User.remark" in list(undeclared())


@pytest.fixture
def singing():
    """The world, with a word in every free text about a person that the database lets stand; column → how often."""
    build_world()
    sung = {}
    people = list(JobSeeker.objects.all())
    with as_owner():
        for part in PARTS:
            for person in people:
                for row in part.rows(person):
                    for name in (*part.given, *part.ours):
                        sung[f"{part.label}.{name}"] = sung.get(f"{part.label}.{name}", 0) + sing(row, name)
    return {column for column, times in sung.items() if times}


def sing(row, name: str) -> bool:
    field = row._meta.get_field(name)
    if not isinstance(field, models.CharField | models.TextField) or field.choices or name in ("nik_masked", "phone"):
        return False
    text = f"{BIRD}{str(row.pk)[-6:]}"[: field.max_length or 60]
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**{name: text})
    except DatabaseError:
        return False
    return True


def figures() -> dict[str, list[tuple]]:
    """What each measure counts: the record, its day, and what it can be broken down by, age included."""
    found = {}
    for measure in all_measures():
        columns = ("pk", "subject", "occurred_on", *map(str, Dimension))
        found[measure.key] = sorted(map(str, measure.records().order_by().values_list(*columns)))
    return found


def run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_the_copy_has_the_figures_and_nobody_of_before(singing, tmp_path, settings):
    file = tmp_path / "copy.zip"
    taker = User.objects.first()
    people = {person.pk: person for person in JobSeeker.objects.all()}
    before = figures()
    assert sum(map(len, before.values())) > 20
    numbers = {person.reveal_nik() for person in people.values()} - {None}
    known = secrets_of(people.values()) | numbers
    assert len(singing) >= 15

    run("export_scrubbed", str(file), "--by", taker.email, "--reason", "uji coba versi baru")
    look = AccessLog.objects.get(kind=AccessKind.EXPORT)
    assert (look.actor, look.rows, look.reason) == (taker, len(people), "uji coba versi baru")
    assert file.stat().st_mode & 0o077 == 0
    text = written_in(file)
    assert [secret for secret in known if secret in text] == []

    with as_owner():
        with pytest.raises(CommandError):
            run("load_scrubbed", str(file))
        empty_all()
        run("load_scrubbed", str(file))
    assert figures() == before
    invented = {person.pk: person for person in JobSeeker.objects.all()}
    assert invented.keys() == people.keys()
    for key, person in invented.items():
        assert same_but_unknown(person, people[key])
    assert len({person.reveal_nik() for person in invented.values()} - {None}) == len(numbers)
    assert not User.objects.exclude(password="!").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'D' AND NOT tgisinternal")
        assert cursor.fetchall() == []


def same_but_unknown(copy: JobSeeker, person: JobSeeker) -> bool:
    """Whatever is counted stays; the NIK is one of that place, birthday and sex."""
    counted = ("sex", "domicile_id", "education", "work_status", "registered_by_id", "nik_missing_reason")
    assert [getattr(copy, name) for name in counted] == [getattr(person, name) for name in counted]
    assert copy.birth_date.year == person.birth_date.year
    assert copy.full_name != person.full_name
    nik, old = copy.reveal_nik(), person.reveal_nik()
    assert (nik is None) == (old is None)
    day = copy.birth_date.day + (40 if copy.sex == "P" else 0)
    return nik is None or (nik[:4] == old[:4] and nik[6:12] == f"{day:02d}{copy.birth_date:%m%y}" and nik != old)


def secrets_of(people) -> set[str]:
    return {BIRD, *(person.phone for person in people if person.phone), *User.objects.values_list("email", flat=True)}


def written_in(file) -> str:
    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read("manifest.json"))["rows"]["trainees_jobseeker"] > 0
        return "".join(archive.read(name).decode() for name in archive.namelist())


def empty_all() -> None:
    """As a database is after migrating: no rows of ours."""
    tables = ", ".join(model._meta.db_table for model in plan.copied_models())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {tables} CASCADE")


def test_who_takes_a_copy_says_who_he_is_and_why(planner, tmp_path):
    file = tmp_path / "copy.zip"
    for by, reason in (("nobody@example.org", "uji coba versi"), (planner.email, "x")):
        with pytest.raises(CommandError):
            run("export_scrubbed", str(file), "--by", by, "--reason", reason)
    assert not file.exists()
    assert not AccessLog.objects.exists()
