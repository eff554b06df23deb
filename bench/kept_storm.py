"""A storm over a million certificates: afterwards, kept figures are those of the declared measures."""

import sys
import time
from collections.abc import Iterator

from django.db import connection, transaction

from bench.registry import Row, at_most
from kaltim_naker.access.scope import EVERYTHING
from kaltim_naker.core.periods import Period
from programs.kept import check_figures, drain_marks, keep_figures, kept_figures
from programs.measures import Dimension, Slice, count_by, get_measure

MEASURES = ("job_seekers_certified", "job_seekers_trained")

# Each on its own, in this order, several times over with another share of the rows.
_STEPS = (
    "UPDATE trainees_jobseeker SET domicile_id = %(region)s WHERE uuid_hash(id) %% 211 = %(turn)s",
    "UPDATE trainees_jobseeker SET sex = 'P' WHERE uuid_hash(id) %% 223 = %(turn)s",
    "UPDATE certifications_certificate SET state = 'revoked', ended_on = issued_on, end_reason = 'Salah' "
    "WHERE state = 'active' AND uuid_hash(id) %% 227 = %(turn)s",
    "UPDATE trainees_enrolment SET ended_on = ended_on + 61 WHERE uuid_hash(id) %% 229 = %(turn)s",
    "UPDATE trainees_enrolment SET work_status = 'self_employed' WHERE uuid_hash(id) %% 233 = %(turn)s",
    "UPDATE certifications_result SET outcome = 'BK' WHERE uuid_hash(id) %% 239 = %(turn)s",
    "UPDATE programs_trainingclass SET centre_id = %(centre)s WHERE uuid_hash(id) %% 241 = %(turn)s "
    "AND NOT EXISTS (SELECT FROM programs_trainingclass other WHERE other.centre_id = %(centre)s "
    "AND (other.fiscal_year, other.programme_id, other.label) = (programs_trainingclass.fiscal_year, "
    "programs_trainingclass.programme_id, programs_trainingclass.label))",
    "DELETE FROM certifications_certificate WHERE uuid_hash(id) %% 251 = %(turn)s",
    # Two registrations of one person become one.
    "UPDATE certifications_certificate SET job_seeker_id = %(person)s WHERE job_seeker_id = %(twin)s",
    "UPDATE certifications_result SET job_seeker_id = %(person)s WHERE job_seeker_id = %(twin)s",
    # What was deleted comes back, loaded at once, on another day.
    "INSERT INTO certifications_certificate (id, created_at, updated_at, code, short_code, state, end_reason, "
    "end_document, result_id, issuer_id, job_seeker_id, number, number_key, registration_number, blank_number, "
    "holder_name, scheme_title, issued_on, valid_until, handed_over_to) "
    "SELECT gen_random_uuid(), now(), now(), substr(md5(r.id::text), 1, 24), 'bench', 'active', '', '', r.id, "
    "a.issuer_id, r.job_seeker_id, r.id::text, r.id::text, '', '', 'x', 'x', r.assessed_on + 40, "
    "r.assessed_on + 1000, '' FROM certifications_result r JOIN certifications_assessment a ON a.id = r.assessment_id "
    "WHERE NOT EXISTS (SELECT FROM certifications_certificate c WHERE c.result_id = r.id)",
)
_TURNS = 3


def storm(size: int) -> Iterator[Row]:
    keep_figures(MEASURES)
    changed = sum(_turn(turn) for turn in range(_TURNS))
    started = time.perf_counter()
    drain_marks()
    print(
        f"-- the storm changed {changed:,} rows; counted anew in {time.perf_counter() - started:.1f} s", file=sys.stderr
    )
    name = f"figures that differ after a storm over {size:,}"
    yield at_most(name, _differences_on_pages(), "figures", 0)
    yield at_most(
        f"{name}, by the nightly check", sum(one.differences for one in check_figures(MEASURES)), "figures", 0
    )


def _turn(turn: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM trainees_jobseeker ORDER BY id OFFSET %s LIMIT 2", [turn * 999])
        (person,), (twin,) = cursor.fetchall()
        cursor.execute("SELECT id FROM regions_region WHERE level = 'city' ORDER BY id OFFSET %s LIMIT 1", [turn])
        region = cursor.fetchone()[0]
        cursor.execute("SELECT office_id FROM programs_trainingcentre ORDER BY office_id OFFSET %s LIMIT 1", [turn])
        centre = cursor.fetchone()[0]
    values = {"turn": turn, "person": person, "twin": twin, "region": region, "centre": centre}
    return sum(_do(step, values) for step in _STEPS)


def _do(step: str, values: dict[str, object]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(step, values)
        return cursor.rowcount


def _differences_on_pages() -> int:
    """Each figure as a page reads it against a count of the records, for all dimensions of every year."""
    differing = 0
    for key in MEASURES:
        measure = get_measure(key)
        for year in range(2021, 2026):
            part = Slice.up_to(Period(year))
            for dimension in (Dimension.CENTRE, Dimension.REGION, Dimension.ISSUER, Dimension.SEX):
                with kept_figures() as shelf:
                    kept = count_by(measure, part, EVERYTHING, dimension)
                assert shelf.as_of is None
                counted = count_by(measure, part, EVERYTHING, dimension)
                differing += len(set(kept.items()) ^ set(counted.items()))
    return differing
