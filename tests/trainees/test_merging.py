"""Two registrations of one person become one, everything comes along, and it can be undone."""

from datetime import date

import pytest
from django.apps import apps
from pghistory.models import Event

from certifications.models import Certificate, Result
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.merging import relations_to
from kaltim_naker.core.nik import mask_nik
from tests.factories.certifications import certify
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import ApplicationFactory, EnrolmentFactory, JobSeekerFactory, SessionFactory, nik_for
from trainees.choices import DuplicateState, Mark
from trainees.models import AttendanceMark, DuplicatePair, Enrolment, JobSeeker, Merge, Placement, ProtectedData
from trainees.services import keep_apart, merge_people, queue_duplicates_of, undo_merge
from trainees.services.merging import merged_into

pytestmark = pytest.mark.django_db


def foreign_keys_to(model):
    """Every foreign key of our own tables to this one; the history tables only remember."""
    for field in model._meta.get_fields(include_hidden=True):
        is_reverse = field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)
        if is_reverse and not issubclass(field.related_model, Event):
            yield f"{field.related_model._meta.label}.{field.field.name}"


@pytest.mark.parametrize("label", ["trainees.JobSeeker", "trainees.Enrolment", "trainees.Placement"])
def test_every_foreign_key_is_declared(label):
    """A new foreign key to a person has to say what becomes of it when two people are one."""
    model = apps.get_model(label)
    declared = {f"{relation.model}.{relation.field}" for relation in relations_to(model)}
    assert declared == set(foreign_keys_to(model))


@pytest.fixture
def kept():
    return JobSeekerFactory(full_name="Siti Aminah", phone="")


@pytest.fixture
def gone():
    return JobSeekerFactory(full_name="Siti Aminah", phone="+6281234567890", nik=None, nik_missing_reason="no_card")


def snapshot(*models):
    """All rows of these tables as they stand, without the times of change."""
    return {
        model: sorted(
            tuple(sorted((name, as_text(value)) for name, value in row.items() if name != "updated_at"))
            for row in model.objects.values()
        )
        for model in models
    }


def as_text(value):
    return str(bytes(value)) if isinstance(value, memoryview) else str(value)


class TestMerging:
    def test_everything_comes_along(self, kept, gone, balikpapan_admin):
        before = EnrolmentFactory(job_seeker=gone, passed=True)
        certificate = certify(before, before.ended_on)
        application = ApplicationFactory(job_seeker=gone)
        placement = Placement.objects.create(job_seeker=gone, employer="PT Contoh", started_on=date(2025, 5, 1))
        merge_people(actor=balikpapan_admin, keep=kept, remove=gone, reason="KTP yang sama")
        assert not JobSeeker.objects.filter(pk=gone.pk).exists()
        for record in (before, certificate, certificate.result, application, placement):
            record.refresh_from_db()
            assert record.job_seeker == kept
        assert merged_into(gone.pk) == kept

    def test_empty_data_are_taken_over_and_typed_ones_stand(self, kept, gone, balikpapan_admin):
        gone.address = kept.address = ""
        JobSeeker.objects.filter(pk=kept.pk).update(birth_place="Bontang")
        JobSeeker.objects.filter(pk=gone.pk).update(birth_place="Berau", address="Jl. Mulawarman 1")
        merge_people(actor=balikpapan_admin, keep=kept, remove=gone, reason="KTP yang sama")
        kept.refresh_from_db()
        assert (kept.birth_place, kept.address, kept.phone) == ("Bontang", "Jl. Mulawarman 1", "+6281234567890")

    def test_two_seats_in_one_class_become_one(self, kept, gone, balikpapan_admin):
        training = TrainingClassFactory()
        one = EnrolmentFactory(training_class=training, job_seeker=kept)
        two = EnrolmentFactory(training_class=training, job_seeker=gone, passed=True)
        first = SessionFactory(training_class=training)
        second = SessionFactory(training_class=training, part=2)
        mark = {"recorded_by": balikpapan_admin, "session": first}
        AttendanceMark.objects.create(enrolment=one, mark=Mark.ABSENT, hours=0, **mark)
        AttendanceMark.objects.create(enrolment=two, mark=Mark.PRESENT, hours=6, **mark)
        AttendanceMark.objects.create(
            enrolment=one, mark=Mark.PRESENT, hours=4, recorded_by=balikpapan_admin, session=second
        )
        merge_people(actor=balikpapan_admin, keep=kept, remove=gone, reason="KTP yang sama")
        left = Enrolment.objects.get(training_class=training)
        assert (left.pk, left.job_seeker, left.state) == (two.pk, kept, "passed")
        assert sorted(left.marks.values_list("hours", flat=True)) == [4, 6]

    def test_of_two_results_of_one_assessment_the_better_stays(self, kept, gone, balikpapan_admin):
        training = TrainingClassFactory()
        mine = EnrolmentFactory(training_class=training, job_seeker=kept, passed=True)
        certificate = certify(mine, training.ends_on)
        yours = EnrolmentFactory(training_class=training, job_seeker=gone, passed=True)
        assessment = certificate.result.assessment
        assessment.results.create(enrolment=yours, job_seeker=gone, assessed_on=training.ends_on, outcome="BK")
        merge_people(actor=balikpapan_admin, keep=kept, remove=gone, reason="KTP yang sama")
        assert assessment.results.get() == certificate.result
        certificate.refresh_from_db()
        assert certificate.job_seeker == kept

    def test_two_papers_of_one_kind_are_for_people_to_sort_out(self, kept, gone, balikpapan_admin):
        training = TrainingClassFactory()
        for person in (kept, gone):
            certify(EnrolmentFactory(training_class=training, job_seeker=person, passed=True), training.ends_on)
        first, second = Result.objects.all()
        second.assessment.results.filter(pk=second.pk).update(assessment=first.assessment)
        with pytest.raises(DomainError) as refused:
            merge_people(actor=balikpapan_admin, keep=kept, remove=gone, reason="KTP yang sama")
        assert refused.value.code == "both_have_one"
        assert Certificate.objects.count() == 2

    def test_the_nik_stays(self, kept, gone, balikpapan_admin):
        with pytest.raises(DomainError) as refused:
            merge_people(actor=balikpapan_admin, keep=gone, remove=kept, reason="KTP yang sama")
        assert refused.value.code == "keep_the_one_with_nik"

    def test_a_mistyped_nik_leads_to_the_person(self, kept, balikpapan_admin):
        wrong = nik_for("64.72", date(2000, 5, 17), "L", 77)
        twice = JobSeekerFactory(nik=wrong)
        merge_people(actor=balikpapan_admin, keep=kept, remove=twice, reason="NIK salah ketik")
        assert JobSeeker.objects.with_nik(wrong).get() == kept

    def test_needs_a_reason(self, kept, gone, balikpapan_admin):
        with pytest.raises(DomainError) as refused:
            merge_people(actor=balikpapan_admin, keep=kept, remove=gone, reason=" ")
        assert refused.value.field == "reason"

    def test_nobody_becomes_one_with_himself(self, kept, balikpapan_admin):
        with pytest.raises(DomainError) as refused:
            merge_people(actor=balikpapan_admin, keep=kept, remove=kept, reason="?")
        assert refused.value.code == "person_gone"


class TestUndoing:
    def test_everything_stands_as_before(self, kept, gone, balikpapan_admin):
        training = TrainingClassFactory()
        EnrolmentFactory(training_class=training, job_seeker=kept)
        two = EnrolmentFactory(training_class=training, job_seeker=gone, passed=True)
        certify(two, training.ends_on)
        session = SessionFactory(training_class=training)
        for enrolment in training.enrolments.all():
            AttendanceMark.objects.create(
                session=session, enrolment=enrolment, mark="H", hours=3, recorded_by=balikpapan_admin
            )
        ProtectedData.objects.create(job_seeker=gone, special_groups=["laid_off"])
        Placement.objects.create(job_seeker=gone, employer="PT Contoh", started_on=date(2025, 5, 1), enrolment=two)
        queue_duplicates_of(gone)
        tables = (JobSeeker, Enrolment, AttendanceMark, ProtectedData, Placement, DuplicatePair)
        before = snapshot(*tables)
        merge = merge_people(actor=balikpapan_admin, keep=kept, remove=gone, reason="KTP yang sama")
        assert snapshot(*tables) != before
        restored = undo_merge(actor=balikpapan_admin, merge=merge)
        assert snapshot(*tables) == before
        assert restored.nik_masked == ""
        merge.refresh_from_db()
        assert merge.undone_by == balikpapan_admin

    def test_the_nik_can_be_read_again(self, kept, balikpapan_admin):
        nik = nik_for("64.72", date(2000, 5, 17), "L", 77)
        twice = JobSeekerFactory(nik=nik)
        merge = merge_people(actor=balikpapan_admin, keep=kept, remove=twice, reason="NIK salah ketik")
        restored = undo_merge(actor=balikpapan_admin, merge=merge)
        assert restored.reveal_nik() == nik
        assert restored.nik_masked == mask_nik(nik)
        assert JobSeeker.objects.with_nik(nik).get() == twice

    def test_once(self, kept, gone, balikpapan_admin):
        merge = merge_people(actor=balikpapan_admin, keep=kept, remove=gone, reason="KTP yang sama")
        undo_merge(actor=balikpapan_admin, merge=merge)
        with pytest.raises(DomainError) as refused:
            undo_merge(actor=balikpapan_admin, merge=merge)
        assert refused.value.code == "undone_already"

    def test_refused_when_a_moved_row_went_elsewhere_since(self, kept, gone, balikpapan_admin):
        moved = EnrolmentFactory(job_seeker=gone)
        merge = merge_people(actor=balikpapan_admin, keep=kept, remove=gone, reason="KTP yang sama")
        moved.refresh_from_db()
        moved.delete()
        with pytest.raises(DomainError) as refused:
            undo_merge(actor=balikpapan_admin, merge=merge)
        assert refused.value.code == "changed_since_merge"
        assert not JobSeeker.objects.filter(pk=gone.pk).exists()
        assert Merge.objects.in_force().count() == 1


class TestQueue:
    def test_same_phone_and_similar_name(self):
        JobSeekerFactory(full_name="Muhammad Rizky Ramadhan", phone="+6281111111111", birth_date=date(1999, 1, 1))
        two = JobSeekerFactory(full_name="M. Rizki Ramadhan", phone="+6281111111111", birth_date=date(1998, 1, 1))
        assert queue_duplicates_of(two) == 1
        assert DuplicatePair.objects.get().reason == "phone_and_name"

    def test_same_birth_date_and_similar_name(self):
        JobSeekerFactory(full_name="Nur Hidayah", birth_date=date(1999, 4, 5))
        two = JobSeekerFactory(full_name="Nur Hidayahh", birth_date=date(1999, 4, 5))
        JobSeekerFactory(full_name="Bambang Wijaya", birth_date=date(1999, 4, 5))
        assert queue_duplicates_of(two) == 1

    def test_a_family_shares_a_phone(self):
        JobSeekerFactory(full_name="Agus Salim", phone="+6281111111111", birth_date=date(1980, 1, 1))
        two = JobSeekerFactory(full_name="Dewi Lestari", phone="+6281111111111", birth_date=date(1998, 1, 1))
        assert queue_duplicates_of(two) == 0

    def test_what_somebody_decided_is_not_asked_again(self, balikpapan_admin):
        one, two = (JobSeekerFactory(full_name="Nur Hidayah", birth_date=date(1999, 4, 5)) for _n in range(2))
        queue_duplicates_of(two)
        pair = keep_apart(actor=balikpapan_admin, pair=DuplicatePair.objects.get(), note="Dua KTP dilihat")
        assert pair.state == DuplicateState.DIFFERENT
        assert queue_duplicates_of(one) == 0
        with pytest.raises(DomainError) as refused:
            keep_apart(actor=balikpapan_admin, pair=pair, note="lagi")
        assert refused.value.code == "pair_decided"
