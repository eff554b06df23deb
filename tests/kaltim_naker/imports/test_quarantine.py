"""Rows that were not taken in: they wait, encrypted, until somebody corrects them or gives them up."""

import json

import pytest
from django.db import connection

from kaltim_naker.imports.models import QuarantinedRow
from tests.kaltim_naker.imports.files import xlsx
from tests.kaltim_naker.imports.test_services import BALIKPAPAN, HEAD, person

pytestmark = pytest.mark.django_db


# --- held when the good rows are taken in ---------------------------------------------------------------------------
def test_rows_that_were_refused_or_held_wait_as_they_stood_in_the_file(
    bring, take_in, sample, balikpapan, balikpapan_admin
):
    run = take_in(bring("participants", sample(BALIKPAPAN), balikpapan, balikpapan_admin), balikpapan_admin)
    left_out = [row["line"] for row in [*run.receipt["refused"], *run.receipt["held"]]]
    waiting = list(QuarantinedRow.objects.filter(run=run))
    assert len(left_out) == 11
    assert [row.line for row in waiting] == sorted(left_out)
    assert all(row.cells["nik"] for row in waiting)
    assert all(row.findings for row in waiting)


def test_what_waits_is_encrypted_and_its_findings_hold_no_nik(bring, take_in, balikpapan, balikpapan_admin):
    broken = person(1)
    number, broken[4] = broken[0], "Samarida"
    take_in(bring("participants", xlsx({"x": [HEAD, broken]}), balikpapan, balikpapan_admin), balikpapan_admin)
    held = QuarantinedRow.objects.get()
    assert held.cells["nik"] == number
    assert held.findings[0]["suggestions"] == ["Kota Samarinda"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(q)::text FROM imports_quarantinedrow q")
        stored = cursor.fetchone()[0]
    assert number not in stored
    assert broken[1] not in stored


def test_a_nik_typed_as_a_number_stays_a_number(bring, take_in, balikpapan, balikpapan_admin):
    """As text it would be taken for right the next time, although its last digit is gone."""
    broken = person(1)
    broken[0] = float(broken[0])
    take_in(bring("participants", xlsx({"x": [HEAD, broken]}), balikpapan, balikpapan_admin), balikpapan_admin)
    held = QuarantinedRow.objects.get()
    assert isinstance(held.cells["nik"], (int, float))
    assert json.dumps(held.findings).count("nik_number_cell") == 1


def test_what_only_our_records_know_waits_with_its_reason(bring, take_in, balikpapan, balikpapan_admin):
    row = [*person(1)[:5], "Sulap", "Paket 1"]
    take_in(bring("participants", xlsx({"x": [HEAD, row]}), balikpapan, balikpapan_admin), balikpapan_admin)
    finding = QuarantinedRow.objects.get().findings[0]
    assert (finding["code"], finding["level"]) == ("programme_unknown", "waiting")
