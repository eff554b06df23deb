"""The rules of Permenaker 6/2020 at both of their edges (domain.md §5): by the services, and by the database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from companies.choices.apprenticeships import (
    After,
    ApprenticeshipKind,
    ApprenticeshipState,
    ApprenticeState,
    LeaveReason,
)
from companies.formulas.apprenticeships import age_on, last_possible_day, most_apprentices, most_at_once
from companies.models import Apprentice, Apprenticeship
from companies.services import (
    ApprenticeshipData,
    add_apprentices,
    cancel_apprentice,
    cancel_apprenticeship,
    change_apprentice,
    change_apprenticeship,
    complete_apprentices,
    grant_permit,
    issue_paper,
    leave_apprenticeship,
    plan_apprenticeship,
    ratify_agreements,
    record_after,
    refuse_permit,
    room_at,
    sign_agreements,
    start_apprentices,
    submit_application,
)
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.periods import add_months
from programs.models import Holiday
from tests.factories.accounts import user_with_role
from tests.factories.apprenticeships import ApprenticeFactory, ApprenticeshipFactory, MentorFactory
from tests.factories.companies import WorkSiteFactory, YearlyReportFactory
from tests.factories.programs import FieldFactory
from tests.factories.trainees import JobSeekerFactory
from trainees.models import Placement
from trainees.services import merge_people

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2025, 3, 3), date(2025, 8, 29)


@pytest.fixture
def officer(province):
    return user_with_role(Role.APPRENTICESHIP_OFFICER, province)


@pytest.fixture
def site():
    site = WorkSiteFactory()
    YearlyReportFactory(site=site, men=60, women=40, reported_on=date(2025, 1, 31))
    return site


@pytest.fixture
def plan(officer, site):
    def plan(**changes):
        details = {"site": site, "occupation": "Mekanik", "field": FieldFactory(), "starts_on": FIRST, "ends_on": LAST}
        data = ApprenticeshipData(**{**details, "seats": 5, "allowance": Decimal(2_000_000), **changes})
        return plan_apprenticeship(actor=officer, data=data)

    return plan


def refused(code, call, **arguments):
    """The rule speaks, and nothing is changed."""
    with pytest.raises(DomainError) as caught, transaction.atomic():
        call(**arguments)
    assert caught.value.code == code
    return str(caught.value)


# --- arithmetic ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2008, 3, 3), date(2025, 3, 2), 16),  # 16 years and 364 days
        (date(2008, 3, 3), date(2025, 3, 3), 17),
        (date(2008, 3, 4), date(2026, 3, 3), 17),  # 17 years and 364 days
        (date(2008, 3, 3), date(2026, 3, 3), 18),
        (date(2008, 2, 29), date(2025, 2, 27), 16),
        (date(2008, 2, 29), date(2025, 2, 28), 17),
    ],
)
def test_age(birth, day, age):
    assert age_on(birth, day) == age


@pytest.mark.parametrize(("workers", "most"), [(0, 0), (4, 0), (5, 1), (9, 1), (10, 2), (1000, 200), (1004, 200)])
def test_share_of_the_workers(workers, most):
    assert most_apprentices(workers) == most


def test_most_at_once_counts_shared_days_only():
    spans = [(date(2025, 1, 1), date(2025, 3, 31)), (date(2025, 4, 1), date(2025, 6, 30))]
    year = (date(2025, 1, 1), date(2025, 12, 31))
    assert most_at_once(spans, year) == 1
    assert most_at_once([*spans, (date(2025, 3, 31), date(2025, 4, 1))], year) == 2
    assert most_at_once(spans, (date(2025, 7, 1), date(2025, 8, 1))) == 0


# --- the programme -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("theory", [10, 25])
def test_theory_within_its_share(plan, theory):
    assert plan(theory_percent=theory).theory_percent == theory


@pytest.mark.parametrize("theory", [9, 26])
def test_theory_outside_its_share(plan, theory):
    assert "10" in refused("theory_share", plan, theory_percent=theory)
    with pytest.raises(IntegrityError, match="companies_apprenticeship_theory_share"), transaction.atomic():
        Apprenticeship.objects.filter(pk=plan().pk).update(theory_percent=theory)


@pytest.mark.parametrize("first", [date(2025, 3, 1), date(2024, 2, 29), date(2025, 1, 31)])
def test_twelve_months_to_the_day(plan, first):
    last = last_possible_day(first)
    assert last + timedelta(days=1) == add_months(first, 12)
    row = plan(starts_on=first, ends_on=last)
    refused("longer_than_a_year", plan, starts_on=first, ends_on=last + timedelta(days=1))
    with pytest.raises(IntegrityError, match="companies_apprenticeship_within_a_year"), transaction.atomic():
        Apprenticeship.objects.filter(pk=row.pk).update(ends_on=last + timedelta(days=1))


def test_thirteen_months_are_refused(plan):
    assert "28/02/2026" in refused("longer_than_a_year", plan, starts_on=date(2025, 3, 1), ends_on=date(2026, 3, 31))


def test_a_site_without_figures_gets_no_apprentices(plan, officer):
    unknown = plan(site=WorkSiteFactory())
    refused("workers_unknown", submit_application, actor=officer, apprenticeship=unknown, complete_on=FIRST)


def test_exactly_a_fifth_of_the_workers(plan, officer):
    """A hundred workers: twenty, not twenty-one."""
    refused("too_many_apprentices", submit_application, actor=officer, apprenticeship=plan(seats=21), complete_on=FIRST)
    row = submit_application(actor=officer, apprenticeship=plan(seats=20), complete_on=FIRST)
    assert row.state == ApprenticeshipState.SUBMITTED


class TestPermit:
    @pytest.fixture(autouse=True)
    def _calendar(self):
        for day in (date(2025, 5, 12), date(2025, 5, 13)):
            Holiday.objects.create(day=day, name="Waisak", source="SKB")

    def test_the_clock_leaves_out_weekends_and_holidays(self, plan, officer):
        row = submit_application(actor=officer, apprenticeship=plan(), complete_on=date(2025, 5, 9))
        assert row.permit_due_on == date(2025, 5, 16)
        assert not Apprenticeship.objects.permit_overdue(date(2025, 5, 16)).exists()
        assert Apprenticeship.objects.permit_overdue(date(2025, 5, 17)).get() == row

    def test_a_permit_has_number_and_day(self, plan, officer):
        row = submit_application(actor=officer, apprenticeship=plan(), complete_on=date(2025, 2, 10))
        ask = {"actor": officer, "apprenticeship": row}
        refused("number_missing", grant_permit, **ask, permit_on=date(2025, 2, 12), number=" ")
        with pytest.raises(ValidationError), transaction.atomic():
            grant_permit(**ask, permit_on=date(2025, 2, 9), number="560/1")
        assert grant_permit(**ask, permit_on=date(2025, 2, 12), number="560/1").state == ApprenticeshipState.PERMITTED
        assert not Apprenticeship.objects.permit_overdue(date(2026, 1, 1)).exists()

    def test_a_refused_one_is_corrected_and_handed_in_again(self, plan, officer, site):
        row = submit_application(actor=officer, apprenticeship=plan(), complete_on=date(2025, 2, 10))
        row = refuse_permit(
            actor=officer, apprenticeship=row, permit_on=date(2025, 2, 12), reason="Daftar sarana kurang"
        )
        data = ApprenticeshipData(
            site=site, occupation="Mekanik", field=row.field, starts_on=FIRST, ends_on=LAST, seats=4
        )
        row = change_apprenticeship(actor=officer, apprenticeship=row, data=data)
        assert (row.state, row.permit_on, row.reason) == (ApprenticeshipState.DRAFT, None, "")
        submit_application(actor=officer, apprenticeship=row, complete_on=date(2025, 2, 20))

    def test_a_permitted_one_is_fixed(self, officer, site):
        row = ApprenticeshipFactory(site=site)
        data = ApprenticeshipData(site=site, occupation="X", field=row.field, starts_on=FIRST, ends_on=LAST, seats=4)
        refused("apprenticeship_fixed", change_apprenticeship, actor=officer, apprenticeship=row, data=data)


# --- who may take part ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("birth", "minimum", "age"),
    [
        (date(2008, 3, 3), 17, 17),
        (date(2008, 3, 4), 17, None),
        (date(2007, 3, 3), 18, 18),
        (date(2007, 3, 4), 18, None),
    ],
)
def test_age_rule(officer, site, birth, minimum, age):
    """17 on the first day, or 18 where the work is dangerous; a day younger is too young."""
    row = ApprenticeshipFactory(site=site, minimum_age=minimum)
    ask = {"actor": officer, "apprenticeship": row, "job_seekers": [JobSeekerFactory(birth_date=birth)]}
    if age is None:
        refused("too_young", add_apprentices, **ask)
        assert not Apprentice.objects.exists()
    else:
        assert add_apprentices(**ask)[0].age == age


def test_the_database_knows_the_age_rule():
    one = ApprenticeFactory(age=17, consent_by="Ibu", consent_on=date(2025, 2, 1))
    for name, change in (("minimum_age", {"age": 16}), ("minor_has_consent", {"consent_on": None})):
        with pytest.raises(IntegrityError, match=f"companies_apprentice_{name}"), transaction.atomic():
            Apprentice.objects.filter(pk=one.pk).update(**change)


def test_concurrent_apprentices_of_all_programmes_share_the_places(officer, site):
    """Nineteen are there until the end of August; a second programme gets one place before and twenty after."""
    first = ApprenticeshipFactory(site=site)
    for _number in range(19):
        ApprenticeFactory(apprenticeship=first)
    beside = ApprenticeshipFactory(site=site, starts_on=LAST, ends_on=date(2025, 12, 31))
    after = ApprenticeshipFactory(site=site, starts_on=LAST + timedelta(days=1), ends_on=date(2025, 12, 31))
    two = [JobSeekerFactory(), JobSeekerFactory()]
    message = refused("too_many_apprentices", add_apprentices, actor=officer, apprenticeship=beside, job_seekers=two)
    assert "20 %" in message
    assert "100" in message
    add_apprentices(actor=officer, apprenticeship=beside, job_seekers=two[:1])
    assert room_at(site, (FIRST, LAST)).free == 0
    assert len(add_apprentices(actor=officer, apprenticeship=after, job_seekers=two[1:])) == 1


def test_who_gave_up_or_is_of_another_programme_takes_no_place(officer, site):
    first = ApprenticeshipFactory(site=site)
    one = ApprenticeFactory(apprenticeship=first, selected=True)
    cancel_apprentice(actor=officer, apprentice=one, reason="Diterima bekerja")
    national = ApprenticeshipFactory(site=site, kind=ApprenticeshipKind.NATIONAL, minimum_age=18)
    add_apprentices(actor=officer, apprenticeship=national, job_seekers=[JobSeekerFactory()])
    assert room_at(site, (FIRST, LAST)).taken == 0


def test_the_figure_of_the_day_decides(officer, site):
    YearlyReportFactory(site=site, year=2024, men=10, women=0, reported_on=date(2024, 3, 1))
    YearlyReportFactory(site=site, year=2026, men=500, women=0, reported_on=date(2026, 3, 1))
    assert room_at(site, (FIRST, LAST)).workers == 100
    assert room_at(site, (date(2024, 5, 1), date(2024, 6, 1))).workers == 10
    assert room_at(site, (date(2023, 5, 1), date(2023, 6, 1))).workers == 10


def test_nobody_is_in_two_apprenticeships_on_one_day(officer):
    there = ApprenticeFactory()
    same_day = ApprenticeshipFactory(starts_on=LAST, ends_on=date(2025, 12, 31))
    next_day = ApprenticeshipFactory(starts_on=LAST + timedelta(days=1), ends_on=date(2025, 12, 31))
    ask = {"actor": officer, "job_seekers": [there.job_seeker]}
    refused("in_another", add_apprentices, **ask, apprenticeship=same_day)
    assert add_apprentices(**ask, apprenticeship=next_day)


# --- the agreement -------------------------------------------------------------------------------------------------
@pytest.fixture
def selected():
    return ApprenticeFactory(selected=True)


def test_an_agreement_needs_its_content(officer, selected):
    def change(**details):
        complete = {"mentor": selected.mentor, "allowance": Decimal(1), "health_checked_on": FIRST}
        return change_apprentice(actor=officer, apprentice=selected, **{**complete, **details})

    for code, gap in (
        ("mentor_missing", "mentor"),
        ("allowance_missing", "allowance"),
        ("health_missing", "health_checked_on"),
    ):
        refused(code, sign_agreements, actor=officer, apprentices=[change(**{gap: None})], signed_on=FIRST)
    Apprentice.objects.filter(pk=selected.pk).update(age=17)
    refused("consent_missing", sign_agreements, actor=officer, apprentices=[change()], signed_on=FIRST)
    ready = change(consent_by="Bapak Wali", consent_on=FIRST)
    (signed,) = sign_agreements(actor=officer, apprentices=[ready], signed_on=FIRST)
    assert signed.agreement_number == "PMG/2025/000001"


def test_no_agreement_without_permit(officer):
    draft = ApprenticeshipFactory(draft=True)
    one = ApprenticeFactory(apprenticeship=draft, selected=True)
    refused("permit_missing", sign_agreements, actor=officer, apprentices=[one], signed_on=FIRST)


def test_a_mentor_of_another_programme_is_refused(officer, selected):
    ask = {"actor": officer, "apprentice": selected, "allowance": selected.allowance}
    refused("mentor_elsewhere", change_apprentice, **ask, mentor=MentorFactory())


def test_nobody_begins_without_agreement(officer, samarinda_office, selected):
    start = {"actor": officer, "apprentices": [selected], "started_on": FIRST}
    refused("agreement_missing", start_apprentices, **start)
    (signed,) = sign_agreements(actor=officer, apprentices=[selected], signed_on=FIRST)
    refused("agreement_missing", start_apprentices, **start | {"apprentices": [signed]})
    assert not Apprentice.objects.started().exists()


def test_ratified_on_the_first_day_or_one_day_late(officer, samarinda_office, selected):
    (signed,) = sign_agreements(actor=officer, apprentices=[selected], signed_on=FIRST)
    ratify = {"actor": officer, "number": "560/9", "office": samarinda_office}
    (late,) = ratify_agreements(**ratify, apprentices=[signed], ratified_on=FIRST + timedelta(days=1))
    refused("ratified_later", start_apprentices, actor=officer, apprentices=[late], started_on=FIRST)
    with pytest.raises(IntegrityError, match="companies_apprentice_ratified_before_start"), transaction.atomic():
        Apprentice.objects.filter(pk=late.pk).update(state=ApprenticeState.RUNNING, started_on=FIRST)
    Apprentice.objects.filter(pk=late.pk).update(ratified_on=FIRST)
    (running,) = start_apprentices(actor=officer, apprentices=[late], started_on=FIRST)
    assert running.state == ApprenticeState.RUNNING


def test_running_rows_have_their_papers_whoever_writes(officer):
    """Also by SQL: no day of signing, no ratification, no number, no running."""
    one = ApprenticeFactory()
    gaps = (
        {"ratified_on": None},
        {"signed_on": None},
        {"ratified_number": ""},
        {"agreement_number": ""},
        {"started_on": None},
    )
    for gap in gaps:
        with pytest.raises(IntegrityError), transaction.atomic():
            Apprentice.objects.filter(pk=one.pk).update(**gap)


def test_start_lies_in_the_agreement_and_needs_insurance(officer):
    one = ApprenticeFactory(state=ApprenticeState.RATIFIED, started_on=None)
    start = {"actor": officer, "apprentices": [one]}
    for day in (FIRST - timedelta(days=1), LAST + timedelta(days=1)):
        refused("outside_agreement", start_apprentices, **start, started_on=day)
    Apprentice.objects.filter(pk=one.pk).update(insurance_number="")
    refused("insurance_missing", start_apprentices, **start, started_on=FIRST)


def test_the_share_is_asked_again_when_they_begin(officer, site):
    """Between selection and start the site has lost workers."""
    row = ApprenticeshipFactory(site=site)
    ratified = [
        ApprenticeFactory(apprenticeship=row, state=ApprenticeState.RATIFIED, started_on=None) for _ in range(2)
    ]
    YearlyReportFactory(site=site, year=2026, men=9, women=0, reported_on=date(2025, 2, 28))
    refused("too_many_apprentices", start_apprentices, actor=officer, apprentices=ratified, started_on=FIRST)
    site.reports.filter(year=2026).update(men=10)
    assert len(start_apprentices(actor=officer, apprentices=ratified, started_on=FIRST)) == 2


# --- the end, and after --------------------------------------------------------------------------------------------
def test_completed_certificate_and_statement(officer):
    good, other = ApprenticeFactory(), ApprenticeFactory()
    complete_apprentices(actor=officer, apprentices=[good], ended_on=LAST, meets_standard=True)
    complete_apprentices(actor=officer, apprentices=[other], ended_on=LAST, meets_standard=False)
    papers = [issue_paper(actor=officer, apprentice=one) for one in (good, other)]
    assert [paper.number.partition("/")[0] for paper in papers] == ["MAGANG", "KETMAG"]
    refused("paper_known", issue_paper, actor=officer, apprentice=good)


def test_an_end_lies_in_the_agreement(officer):
    one = ApprenticeFactory()
    end = {"actor": officer, "apprentices": [one], "meets_standard": True}
    for day in (FIRST - timedelta(days=1), LAST + timedelta(days=1)):
        refused("end_outside", complete_apprentices, **end, ended_on=day)


def test_hired_early_is_a_placement_at_the_company(officer):
    one = ApprenticeFactory()
    day = date(2025, 6, 2)
    one = leave_apprenticeship(actor=officer, apprentice=one, ended_on=day, reason=LeaveReason.HIRED)
    assert (one.after, one.after_on) == (After.HIRED_HERE, day)
    job = Placement.objects.get(job_seeker=one.job_seeker)
    assert (job.employer, job.evidence) == (one.apprenticeship.site.company.name, "employer")
    refused("state_wrong", issue_paper, actor=officer, apprentice=one)


def test_after_needs_the_end_first(officer):
    one = ApprenticeFactory()
    refused("state_wrong", record_after, actor=officer, apprentice=one, after=After.SEEKING, after_on=LAST)
    (one,) = complete_apprentices(actor=officer, apprentices=[one], ended_on=LAST, meets_standard=True)
    refused("employer_missing", record_after, actor=officer, apprentice=one, after=After.HIRED_ELSEWHERE, after_on=LAST)
    record_after(actor=officer, apprentice=one, after=After.SEEKING, after_on=LAST)
    one = record_after(
        actor=officer, apprentice=one, after=After.HIRED_ELSEWHERE, after_on=date(2025, 10, 1), employer="PT Lain"
    )
    assert one.placement.employer == "PT Lain"


def test_a_cancelled_programme_frees_everybody_unless_somebody_began(officer, selected):
    row = cancel_apprenticeship(actor=officer, apprenticeship=selected.apprenticeship, reason="Pabrik tutup")
    selected.refresh_from_db()
    assert (row.state, selected.state, selected.note) == ("cancelled", "cancelled", "Pabrik tutup")
    running = ApprenticeFactory()
    ask = {"actor": officer, "apprenticeship": running.apprenticeship, "reason": "x"}
    refused("apprenticeship_begun", cancel_apprenticeship, **ask)


# --- one person of two registrations -------------------------------------------------------------------------------
def test_a_merge_keeps_the_further_apprenticeship_and_its_logbook(officer):
    running = ApprenticeFactory()
    week = running.weeks.create(week=date(2025, 3, 3), activities="Pengenalan")
    double = JobSeekerFactory(nik=None, nik_missing_reason="no_card")
    ApprenticeFactory(apprenticeship=running.apprenticeship, job_seeker=double, selected=True, mentor=running.mentor)
    merge_people(actor=officer, keep=running.job_seeker, remove=double, reason="satu orang")
    assert list(running.job_seeker.apprenticeships.all()) == [running]
    assert list(running.weeks.all()) == [week]
