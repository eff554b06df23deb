"""The register of companies, apprenticeships from plan to hire, activities and quarters, by programs."""

from datetime import date

import pytest

from companies.models import Apprentice, Company
from kaltim_naker.accounts.models import OfficeKind
from programs.choices import PeriodState
from tests.factories.accounts import OfficeFactory, home_region
from tests.factories.companies import AgreementFactory, DeliverableFactory, YearlyReportFactory
from tests.factories.periods import ReportingPeriodFactory
from tests.factories.productivity import measured
from tests.factories.programs import FieldFactory
from tests.factories.tokens import program_of
from tests.factories.trainees import JobSeekerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def samarinda(samarinda_office):
    return program_of(samarinda_office)


@pytest.fixture
def province_program(province):
    return program_of(province)


def codes(answer):
    return [error["code"] for error in answer.json()["errors"]]


def test_the_province_keeps_the_register_and_the_regions_read_it(province_program, samarinda):
    sent = {
        "name": "PT  Karya Bersama",
        "nib": "0220001234567",
        "size_amount": "900000000",
        "size_basis": "pp7_capital",
    }
    made = province_program.post("companies", {**sent, "foreign_id": "OSS-1"})
    assert (made.status_code, made.json()["name"]) == (201, "PT Karya Bersama"), made.content
    assert codes(province_program.post("companies", sent)) == ["nib_known"]
    assert samarinda.post("companies", sent).status_code == 403
    path = f"companies/{made.json()['id']}"
    seen = [program.get(path).json()["size_amount"] for program in (province_program, samarinda)]
    assert seen == ["900000000.00", None]
    assert [row["size_amount"] for row in samarinda.get("companies").json()["items"]] == [None]
    changed = province_program.patch(path, {"phone": "0541-123456"}, etag=made["ETag"])
    assert (changed.status_code, changed.json()["nib"], changed.json()["size"]) == (
        200,
        sent["nib"],
        made.json()["size"],
    )
    site = province_program.post("work-sites", {"company": made.json()["id"], "region": "64.72"})
    assert (site.status_code, site.json()["region"]["code"], site.json()["kind"]) == (201, "64.72", "head_office")
    assert Company.objects.count() == 1


def test_amounts_of_a_measurement_are_for_who_may_see_money(province_program, samarinda):
    row = measured(AgreementFactory().company, 2024)
    full, veiled = (program.get(f"measurements/{row.pk}").json() for program in (province_program, samarinda))
    assert full["sales"] is not None
    assert full["productivity"] is not None
    assert {veiled[name] for name in ("sales", "wages", "value_added", "productivity")} == {None}
    assert veiled["company"]["name"] == full["company"]["name"]
    assert samarinda.get("measurements", fields="sales").json()["items"] == [{"sales": None}]


def test_an_agreement_shows_what_it_promised_and_what_came_of_it(samarinda):
    promise = DeliverableFactory()
    answer = samarinda.get(f"agreements/{promise.agreement.pk}/deliverables").json()
    [shown] = answer["deliverables"]
    assert (shown["promised"], shown["achieved"]) == (promise.promised, 0)
    assert samarinda.get(f"agreements/{promise.agreement.pk}").json()["value"] is None


def test_an_apprenticeship_from_plan_to_hire(samarinda):
    site = YearlyReportFactory(site__region=home_region("64.72"), men=200, women=100).site
    person = JobSeekerFactory(domicile=home_region("64.72"))
    plan = {
        "site": str(site.pk),
        "occupation": "Mekanik",
        "field": FieldFactory().code,
        "starts_on": "2025-02-03",
        "ends_on": "2025-07-31",
        "seats": 3,
        "allowance": "1500000",
        "foreign_id": "M-1",
    }
    made = samarinda.post("apprenticeships", plan)
    assert made.status_code == 201, made.content
    assert made.json()["foreign_id"] == "M-1"

    def step(path, name, sent):
        answer = samarinda.post(f"{path}/{name}", sent, **{"If-Match": samarinda.get(path)["ETag"]})
        assert answer.status_code == 200, answer.content
        return answer.json()

    programme = f"apprenticeships/{made.json()['id']}"
    unseen = samarinda.post(f"{programme}/apply", {"complete_on": "2025-01-06"})
    assert (unseen.status_code, codes(unseen)) == (428, ["if_match_missing"])
    step(programme, "apply", {"complete_on": "2025-01-06"})
    assert step(programme, "permit", {"permit_on": "2025-01-08", "number": "503/1"})["state"] == "permitted"
    mentor = samarinda.post("mentors", {"apprenticeship": made.json()["id"], "full_name": "Budi"}).json()["id"]
    taken = samarinda.post("apprentices", {"apprenticeship": made.json()["id"], "nik": person.reveal_nik()})
    assert taken.status_code == 201, taken.content
    path = f"apprentices/{taken.json()['id']}"
    needed = {"mentor": mentor, "health_checked_on": "2025-01-20", "insurance_number": "BPJS-1"}
    assert samarinda.patch(path, needed, etag=taken["ETag"]).json()["mentor"] == mentor
    step(path, "sign", {"signed_on": "2025-01-25"})
    step(path, "ratify", {"ratified_on": "2025-01-28", "number": "R-1"})
    assert step(path, "start", {"started_on": "2025-02-03"})["state"] == "running"
    assert step(path, "complete", {"ended_on": "2025-07-31", "meets_standard": True})["meets_standard"] is True
    hired = step(path, "after", {"after": "hired_here", "after_on": "2025-08-04"})
    assert (hired["after"], Apprentice.objects.get().placement.job_seeker) == ("hired_here", person)
    assert codes(samarinda.post(f"{path}/start", {"started_on": "2025-02-03"}, **{"If-Match": "old"})) == [
        "changed_since"
    ]


def test_a_region_acts_at_its_own_sites_only(samarinda, db):
    bontang = program_of(
        OfficeFactory(code="disnaker-bontang", kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.74"))
    )
    site = YearlyReportFactory(site__region=home_region("64.72"), men=200, women=100).site
    sent = {
        "site": str(site.pk),
        "occupation": "Mekanik",
        "field": FieldFactory().code,
        "starts_on": "2025-02-03",
        "ends_on": "2025-07-31",
        "seats": 3,
    }
    assert codes(bontang.post("apprenticeships", sent)) == ["unknown_record"]
    made = samarinda.post("apprenticeships", sent)
    assert bontang.get(f"apprenticeships/{made.json()['id']}").status_code == 404


def test_an_event_is_entered_once_and_corrected(province_program):
    sent = {
        "foreign_id": "AG-7",
        "kind": "fklpid",
        "title": "Forum kemitraan",
        "starts_on": "2025-03-04",
        "ends_on": "2025-03-04",
        "source": "Undangan 005/1",
    }
    made = province_program.post("activities", sent)
    assert made.status_code == 201, made.content
    again = province_program.post("activities", {**sent, "title": "Forum lain"})
    assert codes(again) == ["foreign_id_taken"]
    path = f"activities/{made.json()['id']}"
    assert province_program.patch(path, {"participants": 40}, etag=made["ETag"]).json()["participants"] == 40


def test_a_centre_hands_in_its_own_quarter(balikpapan, bontang):
    program = program_of(balikpapan.office)
    own, foreign = (ReportingPeriodFactory(centre=centre, year=2020) for centre in (balikpapan, bontang))
    paths = [f"periods/{one.pk}" for one in (own, foreign)]
    answers = [
        program.post(f"{path}/submit", {"note": "lengkap"}, **{"If-Match": program.get(path)["ETag"]}) for path in paths
    ]
    assert (answers[0].status_code, answers[0].json()["state"]) == (200, PeriodState.SUBMITTED)
    assert (answers[1].status_code, codes(answers[1])) == (422, ["foreign_unit"])
    assert date.fromisoformat(answers[0].json()["submitted_at"][:10])
