"""A link a day over all history: who rewrites a row, the owner of the tables included, is found with the day."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pghistory
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from kaltim_naker.audit.access_log import record_access
from kaltim_naker.audit.chain import breaks, ledgers, seal_again, seal_days
from kaltim_naker.audit.models import AccessKind, AccessLog, ChainLink
from tests.factories.programs import TrainingProgramFactory
from tests.schema import as_owner
from tests.security import security

pytestmark = pytest.mark.django_db
CHAIN = security(5, "A day's history that was rewritten", target="found, with its day")


@pytest.fixture
def programme(planner):
    """History of today: two versions of a record with who and why, and a look at somebody."""
    with pghistory.context(user=planner.pk, reason="Rapat"):
        made = TrainingProgramFactory(title="Las")
        made.title = "Las SMAW"
        made.save()
    record_access(actor=planner, kind=AccessKind.VIEW_PERSON, subject="x")
    return made


@pytest.fixture
def sealed(programme):
    """Three days later all of it is sealed, empty days too. Only Python believes it is later: entries carry now()."""
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3), tick=False):
        yield seal_days()


def rewrite(statement, *values):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        tables = ("programs_trainingprogramevent", "audit_accesslog", "audit_chainlink", "pghistory_context")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_each_day_gets_a_link_and_sealing_twice_adds_nothing(sealed):
    assert len(sealed) == 3
    assert [link.previous for link in sealed[1:]] == [link.sha256 for link in sealed[:-1]]
    assert sealed[0].tables["programs_trainingprogramevent"]["rows"] == 2
    assert sealed[0].tables["audit_accesslog"]["rows"] == 1
    assert sealed[1].tables == {}
    assert seal_days() == []
    assert breaks() == []


@CHAIN
@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE programs_trainingprogramevent SET title = 'x' WHERE title = 'Las'", "programs_trainingprogramevent"),
        ("DELETE FROM programs_trainingprogramevent WHERE title = 'Las'", "programs_trainingprogramevent"),
        ("UPDATE pghistory_context SET metadata = '{\"user\": 1}'", "programs_trainingprogramevent"),
        ("UPDATE audit_accesslog SET reason = 'x'", "audit_accesslog"),
        ("DELETE FROM audit_accesslog", "audit_accesslog"),
        ("UPDATE audit_chainlink SET reason = 'x' WHERE tables <> '{}'", ""),
        ("DELETE FROM audit_chainlink WHERE tables <> '{}'", ""),
    ],
)
def test_a_rewritten_row_is_found_with_its_day(sealed, statement, table):
    rewrite(statement)
    found = breaks()
    assert found, "nothing was noticed"
    # Where the first link is gone, the next one hangs in the air.
    assert found[0].day == sealed[1 if statement.startswith("DELETE FROM audit_chainlink") else 0].day
    assert table in {one.table for one in found}


@CHAIN
def test_an_entry_put_in_later_is_found(sealed, programme):
    """Also into a table that had none on that day."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_accesslog (id, created_at, updated_at, actor_id, kind, subject, rows, reason, path) "
            "SELECT gen_random_uuid(), created_at + interval '1 day', updated_at, actor_id, kind, subject, rows, "
            "reason, path FROM audit_accesslog"
        )
    [found] = breaks()
    assert (found.day, found.table, found.sealed_rows, found.found_rows) == (sealed[1].day, "audit_accesslog", 0, 1)


def test_the_command_names_the_first_broken_day(sealed):
    out = StringIO()
    call_command("check_audit_chain", stdout=out)
    assert sealed[-1].sha256 in out.getvalue()
    rewrite("UPDATE programs_trainingprogramevent SET title = 'x'")
    with pytest.raises(CommandError, match=str(sealed[0].day)):
        call_command("check_audit_chain", stderr=StringIO())


def test_nothing_sealed_is_no_good_news(db):
    with pytest.raises(CommandError):
        call_command("check_audit_chain")


def test_a_lawful_erasure_is_sealed_anew_and_says_why(sealed):
    rewrite("UPDATE programs_trainingprogramevent SET title = '' WHERE title = 'Las'")
    seal_again([breaks()[0].day], reason="Penghapusan atas permintaan subjek data")
    assert breaks() == []
    assert ChainLink.objects.filter(day=sealed[0].day).count() == 2


def test_every_history_is_in_the_chain():
    assert {"programs_trainingprogramevent", AccessLog._meta.db_table} <= {ledger.table for ledger in ledgers()}


def test_a_new_key_breaks_no_day():
    """Ciphers in the history are renewed with the others (`rotate_keys`); what they say is told by the index."""
    [people] = [ledger for ledger in ledgers() if ledger.table == "trainees_jobseekerevent"]
    assert "nik_cipher" not in people.columns
    assert "nik_index" in people.columns
