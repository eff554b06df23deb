"""Whatever writes, the history has as many entries as rows were touched (security.md §3.1)."""

import pghistory
import pytest
from django.apps import apps
from django.db import connection

from programs.models import Field, TrainingProgram

pytestmark = pytest.mark.django_db

ROWS = 20


@pytest.fixture
def field():
    return Field.objects.get_or_create(code="XYZ", defaults={"name_id": "Uji", "name_en": "Test"})[0]


@pytest.fixture
def programmes(field):
    return TrainingProgram.objects.bulk_create(
        TrainingProgram(title=f"Programme {number:02}", field=field) for number in range(ROWS)
    )


def history():
    return apps.get_model("programs", "TrainingProgramEvent").objects


def entries(label):
    return history().filter(pgh_label=label).count()


def save(field):
    TrainingProgram(title="One", field=field).save()


def bulk_create(field):
    TrainingProgram.objects.bulk_create(TrainingProgram(title=f"B{n}", field=field) for n in range(ROWS))


def raw_copy(field):
    columns = TrainingProgram._meta.concrete_fields
    statement = f"COPY programs_trainingprogram ({', '.join(column.column for column in columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for number in range(ROWS):
            programme = TrainingProgram(title=f"C{number}", field=field)
            copy.write_row(
                [column.get_db_prep_save(column.pre_save(programme, True), connection) for column in columns]
            )


@pytest.mark.parametrize(("write", "rows"), [(save, 1), (bulk_create, ROWS), (raw_copy, ROWS)])
def test_inserts(write, rows, field):
    before = entries("insert")
    write(field)
    assert entries("insert") - before == rows


def queryset_update(programmes):
    TrainingProgram.objects.filter(pk__in=[p.pk for p in programmes]).update(hours=240)


def bulk_update(programmes):
    for programme in programmes:
        programme.hours = 480
    TrainingProgram.objects.bulk_update(programmes, ["hours"])


def raw_update(programmes):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programs_trainingprogram SET hours = 160")


@pytest.mark.parametrize("write", [queryset_update, bulk_update, raw_update])
def test_updates(write, programmes):
    before = entries("update")
    write(programmes)
    assert entries("update") - before == ROWS


def test_an_update_that_changes_nothing_leaves_no_entry(programmes):
    queryset_update(programmes)
    before = entries("update")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programs_trainingprogram SET hours = 240")
    assert entries("update") == before


def queryset_delete(programmes):
    TrainingProgram.objects.filter(pk__in=[p.pk for p in programmes]).delete()


def raw_delete(programmes):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM programs_trainingprogram")


@pytest.mark.parametrize("write", [queryset_delete, raw_delete])
def test_deletes(write, programmes):
    before = entries("delete")
    write(programmes)
    assert entries("delete") - before == ROWS


def test_an_entry_says_who_and_why(field):
    with pghistory.context(user=7, reason="audit test"):
        save(field)
    assert history().latest("pgh_id").pgh_context.metadata == {"user": 7, "reason": "audit test"}
