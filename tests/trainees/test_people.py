"""Registering, what is kept apart, AK-1, and finding people however they were typed."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from kaltim_naker.access.scope import Scope
from kaltim_naker.core.errors import DomainError
from kaltim_naker.regions.models import Region, RegionLevel
from tests.factories.accounts import home_region
from tests.factories.trainees import ApplicationFactory, JobSeekerFactory
from trainees.models import JobSeeker, ProtectedData
from trainees.services import PersonData, change_job_seeker, protect_data, register_job_seeker

pytestmark = pytest.mark.django_db


@pytest.fixture
def data():
    return PersonData(
        full_name="Rina Wulandari",
        nik="6471015203050001",
        birth_date=date(2005, 3, 12),
        sex="P",
        domicile=home_region("64.71"),
        notice_version="2025-01",
    )


@pytest.fixture
def register(balikpapan, balikpapan_admin):
    def register(data):
        return register_job_seeker(actor=balikpapan_admin, office=balikpapan.office, data=data)

    return register


def district(code, name, parent):
    return Region.objects.create(
        code=code, name=name, short_name=name, level=RegionLevel.DISTRICT, parent=home_region(parent)
    )


class TestRegistering:
    def test_basis_and_notice_are_kept(self, register, data):
        person = register(data)
        assert (person.legal_basis, person.notice_version) == ("public_task", "2025-01")
        assert person.notice_shown_at is not None

    def test_district_lies_in_the_domicile(self, register, data):
        elsewhere = district("64.72.01", "Kecamatan Palaran", "64.72")
        with pytest.raises(DomainError) as refused:
            register(replace(data, district=elsewhere))
        assert refused.value.field == "district"
        assert "Palaran" in str(refused.value)

    def test_what_a_form_does_not_ask_is_left_as_it_is(self, register, data, balikpapan_admin):
        person = register(replace(data, ak1_number="AK/1", trained_elsewhere="no"))
        changed = change_job_seeker(actor=balikpapan_admin, job_seeker=person, data=replace(data, address="Jl. Baru"))
        assert (changed.ak1_number, changed.trained_elsewhere, changed.address) == ("AK/1", "no", "Jl. Baru")

    def test_moving_away_drops_the_district(self, register, data, balikpapan_admin):
        person = register(replace(data, district=district("64.71.01", "Kecamatan Balikpapan Timur", "64.71")))
        moved = replace(data, domicile=home_region("64.74"))
        assert change_job_seeker(actor=balikpapan_admin, job_seeker=person, data=moved).district is None


class TestAk1:
    def test_validity_and_report(self):
        person = JobSeekerFactory(ak1_number="AK/1", ak1_issued_on=date(2025, 8, 31))
        assert person.ak1_valid_until == date(2027, 8, 31)
        assert person.ak1_next_report == date(2026, 2, 28)
        person.ak1_reported_on = date(2026, 2, 20)
        assert person.ak1_next_report == date(2026, 8, 20)

    def test_no_card_nothing_due(self):
        person = JobSeekerFactory()
        assert (person.ak1_valid_until, person.ak1_next_report) == (None, None)


class TestProtectedData:
    def test_is_kept_apart(self, balikpapan_admin):
        person = JobSeekerFactory()
        protect_data(
            actor=balikpapan_admin,
            job_seeker=person,
            disability="sensory",
            special_groups=["poor_family", "laid_off", "laid_off"],
        )
        assert ProtectedData.objects.get().special_groups == ["laid_off", "poor_family"]
        assert not {"disability", "special_groups"} & {field.name for field in JobSeeker._meta.get_fields()}

    def test_unknown_group_is_refused(self, balikpapan_admin):
        with pytest.raises(ValidationError):
            protect_data(actor=balikpapan_admin, job_seeker=JobSeekerFactory(), disability="none", special_groups=["x"])


class TestFinding:
    @pytest.fixture(autouse=True)
    def people(self):
        for name in ("Budi Santoso", "Santi Budiarti", "Ni Made Ayu", "Al Amin", "Siti Nur Aisyah"):
            JobSeekerFactory(full_name=name)

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("santoso budi", {"Budi Santoso"}),
            ("SANTOSO", {"Budi Santoso"}),
            ("budi", {"Budi Santoso", "Santi Budiarti"}),
            ("Budi Santosso", {"Budi Santoso"}),
            ("Sitti Nur Aisah", {"Siti Nur Aisyah"}),
            ("Al", {"Al Amin"}),
            ("ni made", {"Ni Made Ayu"}),
            ("nto", {"Budi Santoso"}),
            ("Xaverius", set()),
        ],
    )
    def test_typos_and_order_are_forgiven(self, typed, found):
        assert set(JobSeeker.objects.named(typed).values_list("full_name", flat=True)) == found

    def test_wildcards_are_letters(self):
        assert not JobSeeker.objects.named("%%%").exists()

    def test_phone_in_any_spelling(self):
        person = JobSeekerFactory(phone="+6281234567890")
        for typed in ("0812-3456-7890", "62 812 3456 7890", "81234567890"):
            assert JobSeeker.objects.with_phone(typed).get() == person
        assert not JobSeeker.objects.with_phone("bukan nomor").exists()

    def test_index_serves_the_name_search(self):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")
        assert "trainees_jobseeker_name_trgm" in JobSeeker.objects.filter(full_name__icontains="santoso").explain()


def test_a_centre_sees_who_applied_to_it(balikpapan, bontang):
    application = ApplicationFactory(training_class__centre=balikpapan, job_seeker__registered_by=bontang.office)
    for centre, sees in ((balikpapan, True), (bontang, True)):
        scope = Scope(centres=frozenset({centre.pk}))
        assert JobSeeker.objects.visible_to(scope).filter(pk=application.job_seeker_id).exists() is sees
    stranger = Scope(centres=frozenset({-1}))
    assert not JobSeeker.objects.visible_to(stranger).exists()
