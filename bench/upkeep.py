"""What a write costs with the marks that keep figures true, beside the same write without them."""

import statistics
import time
from collections.abc import Iterator

from django.db import connection, transaction

from bench.registry import Row, at_most_times

_SINGLES, _BULKS = 60, 5

# A copy of papers and results that are there, as another attempt on another day.
_RESULTS = """
    INSERT INTO certifications_result (
        id, created_at, updated_at, assessment_id, enrolment_id, job_seeker_id, attempt, assessed_on, outcome)
    SELECT gen_random_uuid(), now(), now(), assessment_id, enrolment_id, job_seeker_id, 2, assessed_on, outcome
    FROM certifications_result WHERE attempt = 1 ORDER BY id OFFSET %s LIMIT %s RETURNING id
"""
_PAPERS = """
    INSERT INTO certifications_certificate (
        id, created_at, updated_at, code, short_code, state, end_reason, end_document, result_id, issuer_id,
        job_seeker_id, number, number_key, registration_number, blank_number, holder_name, scheme_title, issued_on,
        valid_until, handed_over_to)
    SELECT gen_random_uuid(), now(), now(), substr(md5(r.id::text), 1, 24), 'bench', 'active', '', '', r.id,
        a.issuer_id, r.job_seeker_id, r.id::text, r.id::text, '', '', 'x', 'x', r.assessed_on + 3,
        r.assessed_on + 1000, ''
    FROM certifications_result r JOIN certifications_assessment a ON a.id = r.assessment_id WHERE r.id = ANY(%s)
"""


def single_writes_and_bulks(size: int) -> Iterator[Row]:
    """In pairs, with and without; everything is taken back."""
    whose = f"at {size:,}"
    for name, rows, times in (
        (f"one certificate {whose}", 1, _SINGLES),
        (f"10,000 certificates {whose}", 10_000, _BULKS),
    ):
        marked, bare = _pairs(rows, times)
        yield at_most_times(f"writing {name}", marked, "ms", beside=bare, what="ms without marks", limit=1.5)


def _pairs(rows: int, times: int) -> tuple[float, float]:
    found: dict[bool, list[float]] = {True: [], False: []}
    for number in range(times):
        for marks in (True, False) if number % 2 else (False, True):
            found[marks].append(_write(rows, offset=number * 37, marks=marks))
    return statistics.median(found[True]) * 1000, statistics.median(found[False]) * 1000


def _write(rows: int, *, offset: int, marks: bool) -> float:
    """Seconds of one transaction with results and papers, commit included."""
    _switch_marks("ENABLE" if marks else "DISABLE")
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_RESULTS, [offset, rows])
        results = [key for (key,) in cursor.fetchall()]
        cursor.execute(_PAPERS, [results])
    seconds = time.perf_counter() - started
    _take_back(results)
    return seconds


def _take_back(results: list[object]) -> None:
    """Without the marks that it would leave, and without its history, which allows no deleting."""
    _switch_marks("DISABLE")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM certifications_certificate WHERE result_id = ANY(%s)", [results])
        cursor.execute("DELETE FROM certifications_result WHERE id = ANY(%s)", [results])
        cursor.execute("DELETE FROM audit_changemark")
    _switch_marks("ENABLE")


def _switch_marks(what: str) -> None:
    with connection.cursor() as cursor:
        for table in ("certifications_result", "certifications_certificate"):
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger_mark_%%'",
                [table],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} {what} TRIGGER {name}")
