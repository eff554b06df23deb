"""Whatever writes, on every table of record: the history has as many entries as rows touched (security.md §3.1)."""

from collections.abc import Callable
from typing import Any

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Model, Value
from django.db.models.functions import Concat, Now
from pghistory.models import Event
from psycopg.errors import InsufficientPrivilege

from kaltim_naker.audit.rights import append_only_tables, written_by_triggers
from programs.models import TrainingProgram
from tests.schema import as_owner
from tests.security import security

EVENTS = {
    event.pgh_tracked_model: event
    for event in apps.get_models()
    if issubclass(event, Event) and event.pgh_tracked_model is not None
}
TRACKED = sorted(EVENTS, key=lambda model: model._meta.label)
# The history of background runs does not note each step of their progress.
TOUCHED = ("updated_at", "full_name", "name", "name_id", "error", "office")
Write = Callable[[type[Model], list[Any]], object]


# --- the eight kinds of write ----------------------------------------------------------------------------------------
# Foreign keys are checked when a transaction ends, and these never do: rows may go and come back.
def save(model: type[Model], rows: list[Any]) -> None:
    raw_delete(model, rows)
    for row in rows:
        row.save_base(raw=True, force_insert=True)


def bulk_create(model: type[Model], rows: list[Any]) -> None:
    raw_delete(model, rows)
    model._base_manager.bulk_create(rows)


def copy(model: type[Model], rows: list[Any]) -> None:
    raw_delete(model, rows)
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as lines:
        for row in rows:
            lines.write_row([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])


def update(model: type[Model], rows: list[Any]) -> None:
    keys = [row.pk for row in rows]
    model._base_manager.filter(pk__in=keys).update(**{touched(model): new_value(model)})


def bulk_update(model: type[Model], rows: list[Any]) -> None:
    for row in rows:
        setattr(row, model._meta.get_field(touched(model)).attname, new_value(model))
    model._base_manager.bulk_update(rows, [touched(model)])


def raw_update(model: type[Model], rows: list[Any]) -> None:
    column = model._meta.get_field(touched(model)).column
    value = {"updated_at": "now() + interval '1 day'", "office": "-1"}.get(touched(model), f"{column} || '!'")
    execute(f"UPDATE {model._meta.db_table} SET {column} = {value} WHERE {key(model)} = ANY(%s)", rows)  # noqa: S608


def delete(model: type[Model], rows: list[Any]) -> None:
    model._base_manager.filter(pk__in=[row.pk for row in rows])._raw_delete(using="default")


def raw_delete(model: type[Model], rows: list[Any]) -> None:
    execute(f"DELETE FROM {model._meta.db_table} WHERE {key(model)} = ANY(%s)", rows)  # noqa: S608


WRITES: dict[Write, str] = {
    save: "insert",
    bulk_create: "insert",
    copy: "insert",
    update: "update",
    bulk_update: "update",
    raw_update: "update",
    delete: "delete",
    raw_delete: "delete",
}


def execute(statement: str, rows: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [[row.pk for row in rows]])


def key(model: type[Model]) -> str:
    return str(model._meta.pk.column)


def touched(model: type[Model]) -> str:
    """A column that may be changed in every row without breaking a rule."""
    names = {field.name for field in EVENTS[model]._meta.concrete_fields}
    return next(name for name in TOUCHED if name in names)


def new_value(model: type[Model]) -> Any:
    name = touched(model)
    if name == "office":
        return -1
    return Now() if name == "updated_at" else Concat(name, Value("!"))


# --- the check -------------------------------------------------------------------------------------------------------
@security(5, "Eight kinds of write on every table of record", target="entries = rows touched")
@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model._meta.label)
def test_history_equals_the_rows_touched(model, world, figure):
    """Tables of which the world of this test has no rows are at least watched, by the same three triggers."""
    assert watched_statements(model) == {"INSERT", "UPDATE", "DELETE"}
    keys = list(model._base_manager.values_list("pk", flat=True)[:5])
    wrong = {write.__name__: said for write in WRITES if (said := deviation(model, keys, write))} if keys else {}
    assert not wrong, f"{model._meta.label}: {wrong}"


def deviation(model: type[Model], keys: list[Any], write: Write) -> str:
    """In words what the history has too much or too little; empty where it is equal."""
    rows = list(model._base_manager.filter(pk__in=keys))
    entries = EVENTS[model].objects.filter(pgh_label=WRITES[write])
    with transaction.atomic():
        before = entries.count()
        try:
            with transaction.atomic():
                write(model, rows)
        except DatabaseError as error:
            return "" if is_guarded(error) else f"{type(error).__name__}: {error}"
        written = entries.count() - before
        transaction.set_rollback(True)
    return "" if written == len(rows) else f"{written} entries for {len(rows)} rows"


def is_guarded(error: DatabaseError) -> bool:
    """Some records refuse to be changed or taken away at all, by a trigger: then there is nothing to note."""
    return "pgtrigger: Cannot" in str(error)


def watched_statements(model: type[Model]) -> set[str]:
    """Which statements on the table start a trigger that writes into its history, and are switched on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN tgtype & 4 > 0 THEN 'INSERT' WHEN tgtype & 8 > 0 THEN 'DELETE' ELSE 'UPDATE' END "
            "FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE tgrelid = %s::regclass AND tgenabled <> 'D' AND tgtype & 1 = 0 AND prosrc LIKE %s",
            [model._meta.db_table, f'%INSERT INTO "{EVENTS[model]._meta.db_table}"%'],
        )
        return {statement for (statement,) in cursor.fetchall()}


@security(5, "History that the program may not rewrite", target="permission denied")
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_program_cannot_rewrite_history(statement, db, figure):
    """Its role owns nothing; whoever adds a table that is only added to is covered by the name of its trigger."""
    tables = sorted(append_only_tables())
    assert {event._meta.db_table for event in EVENTS.values()} < set(tables)
    refused = [table for table in tables if is_refused(statement.format(table, column_of(table), column_of(table)))]
    assert refused == tables
    figure(f"{len(refused)} of {len(tables)} tables refuse {statement.split()[0]}")


@security(5, "History that the program may not rewrite", target="permission denied")
def test_the_program_cannot_add_an_entry_that_no_change_made(db, figure):
    tables = sorted(written_by_triggers())
    assert {event._meta.db_table for event in EVENTS.values()} < set(tables)
    refused = [table for table in tables if is_refused(f"INSERT INTO {table} DEFAULT VALUES")]
    assert refused == tables
    figure(f"{len(refused)} of {len(tables)} tables refuse INSERT")


@security(5, "History that the program may not rewrite", target="permission denied")
def test_nor_hang_the_writer_of_history_on_a_table_of_its_own(db, figure):
    """As whoever owns it would write what the program puts into a table of its session."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT pg_proc.oid::regprocedure::text, prosecdef AND proconfig IS NOT NULL FROM pg_trigger "
            "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE prosrc LIKE %s",
            ['%"pgh_obj_id"%'],
        )
        writers = dict(cursor.fetchall())
        cursor.execute("CREATE TEMPORARY TABLE own AS SELECT * FROM programs_trainingprogram LIMIT 0")
    assert all(writers.values()), "a trigger writes with the rights of the program"
    hang = "CREATE TRIGGER forge AFTER INSERT ON own REFERENCING NEW TABLE AS new_values EXECUTE FUNCTION {}"
    assert [writer for writer in writers if not is_refused(hang.format(writer))] == []
    figure(f"{len(writers)} of {len(writers)} trigger functions refuse a table of the session")


@security(5, "History that the program may not rewrite", target="permission denied")
def test_the_program_cannot_have_history_stand_aside(world, figure):
    """pgtrigger puts triggers aside by a setting of the session; for the program's role it changes nothing."""
    keys = list(TrainingProgram.objects.values_list("pk", flat=True)[:2])
    with pgtrigger.ignore():
        assert deviation(TrainingProgram, keys, raw_update) == ""
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            EVENTS[TrainingProgram].objects.all().delete()
    with as_owner(), pgtrigger.ignore():
        assert deviation(TrainingProgram, keys, raw_update) == "0 entries for 2 rows", "as when keys are renewed"
    figure("a setting of the session puts 0 aside")


def column_of(table: str) -> str:
    with connection.cursor() as cursor:
        return connection.introspection.get_table_description(cursor, table)[0].name


def is_refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return isinstance(error.__cause__, InsufficientPrivilege)
    return False


@security(5, "History that the program may not rewrite", target="permission denied")
def test_the_program_owns_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, "
            "(SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid) FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False, 0)


@pytest.mark.parametrize("statement", ["DROP TABLE {}", "ALTER TABLE {} DISABLE TRIGGER USER"])
def test_the_program_cannot_take_the_guard_away(statement, db):
    assert is_refused(statement.format("programs_trainingprogramevent"))


def test_even_the_owner_is_stopped_by_the_guard(world):
    with as_owner(), pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        EVENTS[type(world.own.running)].objects.all().delete()


def test_an_entry_says_who_why_and_in_which_request(world):
    with pghistory.context(user=7, reason="audit test", request="r1"):
        world.own.running.save(update_fields=["updated_at"])
    newest = EVENTS[type(world.own.running)].objects.latest("pgh_id")
    assert newest.pgh_context.metadata == {"user": 7, "reason": "audit test", "request": "r1"}
