"""Pages of proposals, needs, activities and figures: what each reader sees, may press, and is told."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import Period
from kaltim_naker.reports.links import records_url
from programs import services
from programs.models import Activity, IpkIndicator, LabourFigure, Proposal, Resolution, SkillNeed
from programs.services import Delegation
from tests.conftest import client_of
from tests.factories.accounts import home_province, home_region, user_with_role
from tests.factories.companies import AgreementFactory, CompanyFactory
from tests.factories.needs import ActivityFactory, ProposalFactory, SkillNeedFactory
from tests.factories.programs import FieldFactory, TargetFactory, TrainingClassFactory

pytestmark = pytest.mark.django_db

SAMARINDA, BONTANG = "64.72", "64.74"


def words_of(answer) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())


def sheets_of(answer) -> list[list[tuple]]:
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


# --- proposals -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "of_planner", "of_region"),
    [
        ("submitted", {"review", "return", "withdraw"}, {"withdraw"}),
        ("returned", {"send", "withdraw"}, {"send", "withdraw"}),
        ("reviewed", {"decide", "return"}, set()),
        ("rejected", {"review"}, set()),
        ("withdrawn", set(), set()),
    ],
)
def test_buttons_are_the_moves_that_a_reader_may_make(state, of_planner, of_region, planner, samarinda_operator):
    decided = {"decided_on": date(2025, 9, 1)} if state == "rejected" else {}
    proposal = ProposalFactory(state=state, reason="x", **decided)
    for user, expected in ((planner, of_planner), (samarinda_operator, of_region)):
        page = client_of(user).get(proposal.get_absolute_url())
        assert {button.url.rstrip("/").split("/")[-1] for button in page.context["buttons"]} == expected


def test_a_decision_without_reason_is_refused_beside_the_field(planner):
    proposal = ProposalFactory(state="reviewed")
    url = reverse("programs:proposal_decide", args=[proposal.pk])
    answer = client_of(planner).post(url, {"decision": "deferred", "decided_on": "2025-11-03"})
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    proposal.refresh_from_db()
    assert proposal.state == "reviewed"


def test_a_region_cannot_smuggle_another_region_in(samarinda_operator):
    form = {"region": home_region(BONTANG).pk, "year": 2026, "title": "X", "volume": 1, "unit": "package"}
    answer = client_of(samarinda_operator).post(reverse("programs:proposal_enter"), form | {"channel": "letter"})
    assert answer.status_code == 422
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("name", ["proposal_edit", "proposal_withdraw", "proposal_send"])
def test_a_foreign_proposal_looks_absent(name, samarinda_operator):
    foreign = ProposalFactory(region=home_region(BONTANG))
    url = reverse(f"programs:{name}", args=[foreign.pk])
    assert client_of(samarinda_operator).post(url, {"reason": "x"}).status_code == 404


def test_the_matrix_of_a_region_holds_its_own_rows(planner, samarinda_operator):
    welding = FieldFactory(code="LAS", name_id="Teknik Las")
    ProposalFactory(field=welding, title="Las Samarinda")
    ProposalFactory(field=welding, region=home_region(BONTANG), title="Las Bontang")
    url = reverse("programs:proposal_matrix")
    assert [region for region, _cells in client_of(planner).get(url).context["matrix"].rows] == ["Samarinda", "Bontang"]
    own = client_of(samarinda_operator)
    assert [region for region, _cells in own.get(url).context["matrix"].rows] == ["Samarinda"]
    rows = sheets_of(own.get(url, {"year": 2026, "export": "xlsx"}))
    assert "Las Bontang" not in str(rows)
    assert "Las Samarinda" in str(rows)


def test_a_class_is_named_and_taken_off(planner):
    proposal = ProposalFactory(state="agreed_province", agreed_volume=2, decided_on=date(2025, 9, 1))
    training = TrainingClassFactory(fiscal_year=2026)
    client = client_of(planner)
    client.post(reverse("programs:proposal_class", args=[proposal.pk]), {"training_class": training.pk})
    assert proposal.realised.get().training_class == training
    release = reverse("programs:proposal_class_release", args=[proposal.pk])
    for wrong in ("", "x", str(proposal.pk)):
        client.post(release, {"class": wrong})
    assert proposal.realised.count() == 1
    client.post(release, {"class": str(training.pk)})
    assert not proposal.realised.exists()


# --- needs ---------------------------------------------------------------------------------------------------------
def test_a_company_says_what_it_needs(province, samarinda_operator):
    welding, company = FieldFactory(code="LAS"), CompanyFactory()
    form = {
        "region": home_region(SAMARINDA).pk,
        "year": 2026,
        "field": welding.pk,
        "skill": "Juru las",
        "people": 12,
        "evidence": "Surat 9/2025",
    }
    client = client_of(samarinda_operator)
    url = reverse("companies:company_need", args=[company.pk])
    assert client.post(url, form | {"region": home_region(BONTANG).pk}).status_code == 422
    assert client.post(url, form).status_code == 302
    need = SkillNeed.objects.get()
    assert (need.origin, need.company_need.company) == ("company", company)
    assert company.name in client.get(need.get_absolute_url()).content.decode()


def test_a_need_is_edited_answered_and_dropped(planner):
    need = SkillNeedFactory(year=2025)
    client, training = client_of(planner), TrainingClassFactory(programme__field=need.field, fiscal_year=2025)
    edit = {"region": need.region_id, "year": 2025, "field": need.field_id, "skill": "Juru las", "people": 7}
    client.post(reverse("programs:need_edit", args=[need.pk]), edit | {"origin": "survey", "evidence": "Survei"})
    need.refresh_from_db()
    assert (need.skill, need.people, need.origin) == ("Juru las", 7, "survey")
    client.post(reverse("programs:need_class", args=[need.pk]), {"training_class": training.pk})
    client.post(reverse("programs:need_drop", args=[need.pk]))
    assert need.answers.get().training_class == training
    client.post(reverse("programs:need_class_release", args=[need.pk]), {"class": training.pk})
    client.post(reverse("programs:need_drop", args=[need.pk]))
    assert not SkillNeed.objects.exists()


# --- activities ----------------------------------------------------------------------------------------------------
def test_a_meeting_from_entry_to_minutes(province):
    client = client_of(user_with_role(Role.PARTNERSHIP_OFFICER, province))
    form = {
        "kind": "tkdv",
        "title": "Rapat TKDV",
        "starts_on": "2025-04-23",
        "ends_on": "2025-04-23",
        "agenda": "Lulusan SMK\nKursi pelatihan",
        "participants": 99,
        "source": "Undangan",
    }
    client.post(reverse("programs:activity_enter"), form)
    activity = Activity.objects.get()
    grid = {"company-people": 4, "company-organisations": 3, "company-names": "PT Contoh", "school-people": 2}
    url = reverse("programs:activity_attendance", args=[activity.pk])
    assert client.post(url, grid | {"union-names": "SP Contoh"}).status_code == 422
    assert client.post(url, grid).status_code == 302
    resolve = {"text": "Susun skema", "owner": "BLKI", "due_on": "2025-06-30"}
    client.post(reverse("programs:resolution_add", args=[activity.pk]), resolve)
    overdue = client.get(reverse("programs:resolution_list"), {"due": "overdue"})
    assert "Susun skema" in overdue.content.decode()
    edit = client.get(reverse("programs:activity_edit", args=[activity.pk]))
    assert "participants" not in edit.context["form"].fields
    words = words_of(client.get(reverse("programs:activity_minutes", args=[activity.pk])))
    for expected in ("Rapat TKDV", "Lulusan SMK", "PT Contoh", "Susun skema", "BLKI"):
        assert expected.casefold() in words.casefold()
    ending = reverse("programs:resolution_end", args=[Resolution.objects.get().pk])
    assert client.post(ending, {"state": "dropped", "ended_on": "2025-07-01"}).status_code == 422
    assert client.post(ending, {"state": "done", "ended_on": "2025-07-01"}).status_code == 302
    assert "Susun skema" not in client.get(reverse("programs:resolution_list"), {"due": "overdue"}).content.decode()


def test_an_agreement_that_came_of_a_forum(planner):
    activity = ActivityFactory(starts_on=date(2025, 5, 28))
    before, after = AgreementFactory(starts_on=date(2025, 5, 27)), AgreementFactory(starts_on=date(2025, 5, 28))
    client, url = client_of(planner), reverse("companies:activity_agreement_add", args=[activity.pk])
    assert client.post(url, {"agreement": before.pk}).status_code == 422
    assert client.post(url, {"agreement": after.pk}).status_code == 302
    page = reverse("companies:activity_agreements", args=[activity.pk])
    assert after.title in client.get(page).content.decode()
    client.post(reverse("companies:activity_agreement_release", args=[activity.pk]), {"agreement": after.pk})
    assert not activity.agreements.exists()


def test_delegations_are_replaced_not_added(planner):
    activity = ActivityFactory()
    services.record_delegations(actor=planner, activity=activity, delegations=[Delegation("union", 3)])
    grid = client_of(planner).get(reverse("programs:activity_attendance", args=[activity.pk]))
    assert 'value="3"' in grid.content.decode()
    client_of(planner).post(reverse("programs:activity_attendance", args=[activity.pk]), {"company-people": 1})
    assert [one.organisation for one in activity.attendance.all()] == ["company"]


# --- figures, RTKD, IPK --------------------------------------------------------------------------------------------
def test_figures_are_entered_and_end_in_the_tables(planner):
    province, client = home_province(), client_of(planner)
    form = {"region": province.pk, "as_of": "2019-08-01", "source": "BPS", "labour_force": 1815382}
    form |= {"employed": 1704808, "unemployed": 110574}
    url = reverse("programs:figures_enter")
    refused = client.post(url, form | {"unemployment": "16.09"})
    assert refused.status_code == 422
    assert "unemployment" in refused.context["form"].errors
    assert client.post(url, form | {"unemployment": "6.09"}).status_code == 302
    SkillNeedFactory(year=2020, skill="=1+1")
    supply, needs, _proposals, _about = sheets_of(
        client.get(reverse("programs:rtkd"), {"year": 2020, "export": "xlsx"})
    )
    assert supply[1][:2] == (province.name, None)
    assert supply[1][2] == 1815382
    assert supply[1][-1] == "BPS"
    assert needs[1][0] == "=1+1"
    assert client.get(reverse("programs:rtkd"), {"year": 2018}).context["regions"][0]["cells"][1] == "–"


def test_the_index_comes_of_entered_parts_only(planner):
    main = IpkIndicator.objects.create(position=4, name_id="Pelatihan", name_en="Training")
    client, page = client_of(planner), reverse("programs:ipk")
    part = {"indicator": main.pk, "name": "Peserta", "weight": 60, "direction": "higher", "minimum": 0, "maximum": 50}
    part["source"] = "Dokumen"
    client.post(reverse("programs:ipk_part_add"), part)
    assert client.get(page, {"year": 2025}).context["ipk"].index is None
    first = main.parts.get()
    client.post(reverse("programs:ipk_part_edit", args=[first.pk]), part | {"weight": 100})
    assert client.get(page, {"year": 2025}).context["ipk"].without_value == 1
    client.post(reverse("programs:ipk_value", args=[first.pk]), {"year": 2025, "value": "10", "source": "Aplikasi"})
    assert client.get(page, {"year": 2025}).context["ipk"].index == Decimal(20)
    assert client.get(page, {"year": 2024}).context["ipk"].index is None
    lines, evidence, _about = sheets_of(client.get(page, {"year": 2025, "export": "xlsx"}))
    assert lines[1][1:7] == ("Peserta", 100, 0, 50, 10, 20)
    assert len(evidence) > 5


def test_school_leavers_are_entered_by_field(planner):
    form = {"region": home_region(SAMARINDA).pk, "field": FieldFactory().pk, "leavers": 120, "as_of": "2025-06-30"}
    client_of(planner).post(reverse("programs:leavers_enter"), form | {"source": "Disdik"})
    assert LabourFigure.objects.get().value == 120


@pytest.mark.parametrize("measure", ["forum_meetings", "needs_met", "needs_recorded"])
def test_the_records_behind_the_figures(measure, planner):
    TargetFactory(year=2025)
    ActivityFactory()
    SkillNeedFactory(year=2025)
    page = client_of(planner).get(records_url(measure, Period(2025)))
    assert page.status_code == 200
    assert page.context["figure"] == (0 if measure == "needs_met" else 1)
