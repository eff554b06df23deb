"""Applications out of a list: people are registered and apply; nobody gets a seat by it."""

from datetime import date

import pytest

from programs.choices import ClassState
from programs.models import TrainingProgram
from tests.factories.programs import TrainingClassFactory
from tests.kaltim_naker.imports.files import nik, xlsx
from trainees.models import Application, Enrolment, JobSeeker

pytestmark = pytest.mark.django_db
HEAD = ["NIK", "Nama", "Tgl Lahir", "L/P", "Kab/Kota", "Program", "Paket"]


def row(serial, name, package="Paket 1"):
    return [nik(date(2001, 3, 5), woman=True, serial=serial), name, "05/03/2001", "P", "Samarinda", "Barista", package]


@pytest.fixture
def barista(office_data, balikpapan):
    return TrainingClassFactory(
        centre=balikpapan,
        programme=TrainingProgram.objects.get(title="Barista"),
        label="Paket 1",
        state=ClassState.OPEN,
        starts_on=date(2025, 3, 3),
    )


def test_people_apply_and_nobody_has_a_seat(bring, take_in, barista, balikpapan, balikpapan_admin):
    table = [row(1, "Dayang Rahmah"), row(2, "Nur Aini"), row(3, "Sri Wahyuni", "Paket 9")]
    run = bring("applications", xlsx({"x": [HEAD, *table]}), balikpapan, balikpapan_admin, fiscal_year=2025)
    assert not JobSeeker.objects.exists()
    run = take_in(run, balikpapan_admin)
    found = Application.objects.filter(training_class=barista, channel="skillhub")
    assert sorted(found.values_list("job_seeker__full_name", flat=True)) == ["Dayang Rahmah", "Nur Aini"]
    assert run.receipt["created"] == 2
    assert not Enrolment.objects.exists()


def test_the_same_list_again_changes_nothing(bring, take_in, barista, balikpapan, balikpapan_admin):
    for _time in range(2):
        run = bring(
            "applications", xlsx({"x": [HEAD, row(1, "Dayang Rahmah")]}), balikpapan, balikpapan_admin, fiscal_year=2025
        )
        take_in(run, balikpapan_admin)
    assert Application.objects.count() == JobSeeker.objects.count() == 1


def test_a_class_that_is_only_planned_takes_none(bring, barista, balikpapan, balikpapan_admin):
    barista.state = ClassState.PLANNED
    barista.save()
    run = bring(
        "applications", xlsx({"x": [HEAD, row(1, "Dayang Rahmah")]}), balikpapan, balikpapan_admin, fiscal_year=2025
    )
    assert run.verdict["trial"]["created"] == 0
