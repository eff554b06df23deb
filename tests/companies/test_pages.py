"""The partnership officer's day: enter a company, report figures, settle doubts, sign an agreement, watch it fill."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from companies.models import (
    Agreement,
    AgreementNotice,
    Company,
    CompanyMerge,
    CompanyPair,
    TerritoryCount,
    WorkSite,
    YearlyReport,
)
from companies.services import attach_file, find_notices, merge_companies, save_party
from kaltim_naker.accounts.models import OfficeKind
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.periods import today
from tests.conftest import approve_as, client_of
from tests.factories.accounts import OfficeFactory, home_region, user_with_role
from tests.factories.companies import (
    AddendumFactory,
    AgreementFactory,
    CompanyFactory,
    DeliverableFactory,
    TerritoryCountFactory,
    WorkSiteFactory,
    YearlyReportFactory,
)
from tests.factories.productivity import measured
from tests.factories.programs import TrainingClassFactory
from tests.factories.trainees import EnrolmentFactory
from trainees.models import Placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(province):
    return user_with_role(Role.PARTNERSHIP_OFFICER, province)


@pytest.fixture
def desk(officer):
    return client_of(officer)


@pytest.fixture
def regional_desk():
    office = OfficeFactory(code="disnaker-samarinda", kind=OfficeKind.REGIONAL_OFFICE, region=home_region("64.72"))
    return client_of(user_with_role(Role.REGIONAL_OPERATOR, office))


def names_of(response, column="name"):
    return [row[column] for row in response.context["table"].page.rows]


# --- the register ---------------------------------------------------------------------------------------------------
def test_from_an_empty_register_to_a_company_with_its_figures(desk):
    balikpapan = home_region("64.71")
    new = {"name": "PT Ulin Energi", "nib": "9129048759669", "kbli_version": 2020, "size": "", "is_active": "on"}
    desk.cookies["django_language"] = "en"
    company_page = desk.post(reverse("companies:company_new"), new, follow=True)
    company = Company.objects.get()
    assert "belongs to no regency or city" in company_page.content.decode()
    place = {"region": balikpapan.pk, "kind": "head_office", "address": "Jl. Poros", "is_active": "on"}
    desk.post(reverse("companies:site_new", args=[company.pk]), place)
    site = WorkSite.objects.get()
    figures = {"year": 2025, "men": 60, "women": 40, "reported_on": "2025-11-30", "source": "wlkp"}
    desk.post(reverse("companies:report_new", args=[site.pk]), figures)
    desk.post(reverse("companies:report_new", args=[site.pk]), figures | {"men": 61})
    assert YearlyReport.objects.get().men == 61
    desk.post(reverse("companies:site_edit", args=[site.pk]), place | {"address": "Jl. Baru"})
    site.refresh_from_db()
    assert site.address == "Jl. Baru"
    page = desk.get(company.get_absolute_url()).content.decode()
    assert "101" in page
    assert "9129048759669" in page
    edit = reverse("companies:company_edit", args=[company.pk])
    assert desk.get(edit).context["form"]["nib"].value() == "9129048759669"
    assert desk.post(edit, new | {"nib": "912"}).status_code == 422
    desk.post(edit, new | {"name": "PT Ulin Energi Jaya"})
    company.refresh_from_db()
    assert company.name == "PT Ulin Energi Jaya"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ulin energi pt"}, ["PT Ulin Energi"]),
        ({"q": "9129"}, ["PT Ulin Energi"]),
        ({"size": "large"}, ["PT Ulin Energi"]),
        ({"region": "64.72"}, ["CV Mahakam"]),
        ({"state": "False"}, ["CV Mahakam"]),
        ({}, ["CV Mahakam", "PT Ulin Energi"]),
        ({"sort": "-workers"}, ["CV Mahakam", "PT Ulin Energi"]),
    ],
)
def test_the_list_is_searched_and_narrowed(query, found, desk):
    ulin = CompanyFactory(name="PT Ulin Energi", nib="9129048759669", size="large", size_basis="wlkp")
    YearlyReportFactory(site__company=ulin)
    WorkSiteFactory(company__name="CV Mahakam", company__is_active=False, region=home_region("64.72"))
    if "region" in query:
        query = {"region": home_region(query["region"]).pk}
    response = desk.get(reverse("companies:company_list"), query)
    assert names_of(response) == found


def test_capital_is_seen_only_by_those_whose_role_allows_it(desk, regional_desk):
    company = CompanyFactory(size="small", size_basis="pp7_capital", size_amount=4_123_456_789)
    agreement = AgreementFactory(company=company, value=987_654_321)
    for page in (company, agreement):
        assert ("123.456.789" in desk.get(page.get_absolute_url()).content.decode()) is (page is company)
    assert "987.654.321" in desk.get(agreement.get_absolute_url()).content.decode()
    for url in (company.get_absolute_url(), agreement.get_absolute_url(), reverse("companies:agreement_list")):
        shown = regional_desk.get(url).content.decode()
        assert "123.456.789" not in shown
        assert "987.654.321" not in shown
    assert "value" not in regional_desk.get(reverse("companies:agreement_list")).context["table"].page.rows[0]
    assert regional_desk.get(reverse("companies:agreement_list"), {"sort": "value"}).status_code == 400


def test_two_entries_become_one_and_two_again(desk, head_of_office):
    site = WorkSiteFactory(company__name="PT Ulin Energi")
    double = WorkSiteFactory(company__name="CV Ulin Energi", company__nib=None, name="Gudang")
    first, second = sorted((site.company, double.company), key=lambda one: one.pk)
    pair = CompanyPair.objects.create(first=first, second=second, likeness=0.9)
    url = reverse("companies:pair_detail", args=[pair.pk])
    desk.cookies["django_language"] = "en"
    assert "differs" in desk.get(url).content.decode()
    keep = "first" if first == site.company else "second"
    assert desk.post(url, {"decision": keep, "reason": ""}).status_code == 422
    approve_as(head_of_office, desk.post(url, {"decision": keep, "reason": "Alamat sama"}))
    merge = CompanyMerge.objects.get()
    assert site.company.sites.count() == 2
    # An address that somebody kept leads on.
    assert desk.get(double.company.get_absolute_url()).url == site.company.get_absolute_url()
    page = desk.get(reverse("companies:merge_detail", args=[merge.pk])).content.decode()
    assert "CV Ulin Energi" in page
    desk.post(reverse("companies:merge_undo", args=[merge.pk]))
    assert Company.objects.count() == 2


def test_entries_that_only_look_alike_stay_two(desk):
    first, second = sorted((CompanyFactory(), CompanyFactory()), key=lambda one: one.pk)
    pair = CompanyPair.objects.create(first=first, second=second, likeness=0.9)
    desk.post(reverse("companies:pair_detail", args=[pair.pk]), {"decision": "apart", "reason": "Pemilik lain"})
    assert Company.objects.count() == 2
    assert names_of(desk.get(reverse("companies:pair_list")), "first__name") == []


def test_another_entry_is_named_by_hand(desk, head_of_office):
    keep, other = CompanyFactory(), CompanyFactory(name="CV Ulin Energi", nib=None)
    url = reverse("companies:company_merge", args=[keep.pk])
    unknown = desk.post(url, {"other": "CV Ulin Energy", "reason": "x"})
    assert "CV Ulin Energi" in unknown.context["form"].errors["other"][0], "what is near is offered"
    approve_as(head_of_office, desk.post(url, {"other": "ulin energi", "reason": "Sama"}))
    assert not Company.objects.filter(pk=other.pk).exists()


def test_a_published_count_goes_in_with_what_its_parts_leave(desk):
    province = home_region("64.71").parent
    printed = {"region": province.pk, "as_of": "2022-01-31", "source": "press", "document": "niaga.asia"}
    printed |= {"total": 11_236, "micro": 8_748, "small": 1_006, "large": 476, "workers": 255_043}
    url = reverse("companies:territory_new")
    assert "1006" in desk.post(url, printed).context["form"].errors["note"][0]
    desk.post(url, printed | {"note": "menengah tidak dicetak"})
    listed = desk.get(reverse("companies:territory_list")).content.decode()
    assert listed.count("1.006") == 2, "the small ones, and what the parts leave"
    count = TerritoryCount.objects.get()
    edit = reverse("companies:territory_edit", args=[count.pk])
    assert desk.get(edit).context["form"]["total"].value() == 11_236
    desk.post(edit, printed | {"medium": 1_006, "note": ""})
    count.refresh_from_db()
    assert count.medium == 1_006


def test_who_may_not_correct_a_count_gets_no_link_to_it(desk, regional_desk):
    count = TerritoryCountFactory()
    edit = reverse("companies:territory_edit", args=[count.pk])
    assert edit in desk.get(reverse("companies:territory_list")).content.decode()
    assert edit not in regional_desk.get(reverse("companies:territory_list")).content.decode()


# --- agreements -----------------------------------------------------------------------------------------------------
def a_pdf():
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    return buffer.getvalue()


def test_an_agreement_from_draft_to_a_scoreboard_that_fills(desk, officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    partner, named = CompanyFactory(name="PT Mitra"), WorkSiteFactory().company
    balikpapan = home_region("64.71")
    now = today()
    terms = {
        "kind": "pks",
        "title": "Pengukuran produktivitas",
        "starts_on": (now - timedelta(30)).isoformat(),
        "ends_on": (now + timedelta(120)).isoformat(),
        "scopes": ["productivity"],
        "regions": [balikpapan.pk],
        "named": f"{named.nib}\nPT Tidak Ada",
    }
    url = reverse("companies:agreement_new", args=[partner.pk])
    assert "PT Tidak Ada" in desk.post(url, terms).context["form"].errors["named"][0]
    desk.post(url, terms | {"named": named.nib})
    agreement = Agreement.objects.get()
    assert [company.pk for company in agreement.named_companies.all()] == [named.pk]

    def to(step, **data):
        return desk.post(reverse(f"companies:agreement_{step}", args=[agreement.pk]), data)

    assert to("sign", signed_on=now.isoformat()).status_code == 422, "nobody has signed yet"
    form = desk.get(reverse("companies:agreement_party", args=[agreement.pk])).context["form"]
    assert form["position"].value() == 1
    to("party", position=1, name="Disnakertrans", number="500.15/1/2025", signer_name="Rozani")
    second = desk.get(reverse("companies:agreement_party", args=[agreement.pk])).context["form"]
    assert (second["position"].value(), second["name"].value()) == (2, "PT Mitra")
    to("party", position=2, name="PT Mitra", signer_name="Budi")
    to("review")
    to("ready")
    to("sign", signed_on=now.isoformat(), signed_at="Balikpapan")
    to("party", position=2, name="PT Mitra", signer_name="Budi", number="9/PKS/2025")
    scan = a_pdf()
    file = SimpleUploadedFile("naskah.pdf", scan)
    desk.post(reverse("companies:agreement_file_new", args=[agreement.pk]), {"title": "Naskah", "file": file})
    kept = agreement.files.get()
    download = desk.get(reverse("companies:agreement_file", args=[kept.pk]))
    assert b"".join(download.streaming_content) == scan

    due = now + timedelta(60)
    promise = {"measure": "companies_measured", "promised": 1, "due_on": due.isoformat(), "regions": [balikpapan.pk]}
    to("promise", **promise)
    page = desk.get(agreement.get_absolute_url())
    assert page.context["scores"][0].score.achieved == 0
    measured(named, 2024, agreement=agreement, measured_on=now, actor=officer)
    [card] = desk.get(agreement.get_absolute_url()).context["scores"]
    assert (card.score.achieved, card.score.state) == (1, "reached")
    desk.post(reverse("companies:promise_drop", args=[card.score.deliverable.pk]))
    assert not agreement.deliverables.exists()


def test_a_damaged_file_is_not_handed_out(desk, officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = attach_file(actor=officer, agreement=AgreementFactory(), title="x", content=a_pdf())
    (tmp_path / kept.file.name).write_bytes(b"something else")
    url = reverse("companies:agreement_file", args=[kept.pk])
    desk.cookies["django_language"] = "en"
    assert "damaged" in desk.get(url, follow=True).content.decode()
    (tmp_path / kept.file.name).unlink()
    assert "missing" in desk.get(url, follow=True).content.decode()


def test_files_are_for_those_who_may_see_what_an_agreement_is_worth(desk, regional_desk, officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = attach_file(actor=officer, agreement=AgreementFactory(), title="Naskah", content=a_pdf())
    url = reverse("companies:agreement_file", args=[kept.pk])
    assert regional_desk.get(url).status_code == 403
    assert url not in regional_desk.get(kept.agreement.get_absolute_url()).content.decode()


def test_an_addendum_prolongs_the_agreement(desk):
    agreement = AgreementFactory(title="Kerja sama", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    url = reverse("companies:agreement_addendum", args=[agreement.pk])
    form = desk.get(url).context["form"]
    assert form["title"].value().endswith("Kerja sama")
    desk.post(
        url,
        {
            "kind": "addendum",
            "title": "Adendum",
            "parent": agreement.pk,
            "starts_on": "2025-12-01",
            "ends_on": "2027-12-31",
        },
    )
    addendum = Agreement.objects.get(kind="addendum")
    assert (addendum.parent, addendum.stage) == (agreement, "draft")
    AddendumFactory(parent=agreement, ends_on=date(2027, 12, 31))
    page = desk.get(agreement.get_absolute_url()).content.decode()
    assert "31 Desember 2027" in page or "31 December 2027" in page


def test_classes_and_jobs_under_an_agreement(desk):
    held = TrainingClassFactory()
    agreement = AgreementFactory(
        company__name="PT Mitra Jaya", starts_on=held.starts_on - timedelta(1), ends_on=held.ends_on + timedelta(400)
    )
    url = reverse("companies:agreement_class", args=[agreement.pk])
    desk.post(url, {"training_class": held.pk})
    tie = agreement.class_ties.get()
    assert desk.post(url, {"training_class": held.pk}).status_code == 422
    person = EnrolmentFactory().job_seeker
    for employer in ("Mitra Jaya, PT.", "PT Mitra Jaya Abadi"):
        Placement.objects.create(job_seeker=person, employer=employer, started_on=held.ends_on)
    desk.post(reverse("companies:agreement_jobs", args=[agreement.pk]))
    assert [tied.placement.employer for tied in agreement.placement_ties.all()] == ["Mitra Jaya, PT."]
    desk.post(reverse("companies:agreement_jobs", args=[agreement.pk]))
    assert agreement.placement_ties.count() == 1
    assert person.full_name not in desk.get(agreement.get_absolute_url()).content.decode()
    desk.post(reverse("companies:class_untie", args=[tie.pk]))
    assert not agreement.class_ties.exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"force": "unsigned"}, {"draft"}),
        ({"force": "today"}, {"long", "month", "week"}),
        ({"force": "ending"}, {"month", "week"}),
        ({"force": "ending30"}, {"month", "week"}),
        ({"force": "ending7"}, {"week"}),
        ({"force": "over"}, {"past"}),
        ({"results": "some"}, {"long"}),
        ({"results": "none"}, {"month", "week", "past"}),
    ],
)
def test_the_list_of_agreements_is_narrowed(query, found, desk, officer):
    now = today()
    made = {
        title: AgreementFactory(title=title, starts_on=now - timedelta(500), ends_on=now + timedelta(days))
        for title, days in (("long", 400), ("month", 30), ("week", 7), ("past", -1))
    }
    AgreementFactory(title="draft", stage="draft", signed_on=None)
    measured(CompanyFactory(), 2024, agreement=made["long"], measured_on=now, actor=officer)
    assert set(names_of(desk.get(reverse("companies:agreement_list"), query), "title")) == found


def test_a_notice_waits_until_somebody_answers_it(desk):
    agreement = AgreementFactory(ends_on=today() + timedelta(20))
    find_notices(day=today())
    notice = AgreementNotice.objects.get()
    url = reverse("companies:notice_answer", args=[notice.pk])
    assert url in desk.get(agreement.get_absolute_url()).content.decode()
    assert desk.post(url, {"answer": ""}).status_code == 422
    desk.post(url, {"answer": "Diperpanjang"})
    assert url not in desk.get(agreement.get_absolute_url()).content.decode()
    listed = desk.get(reverse("companies:notice_list"), {"answered": "yes"})
    assert names_of(listed, "answer") == ["Diperpanjang"]
    assert names_of(desk.get(reverse("companies:notice_list"), {"answered": "no"}), "answer") == []


def test_an_agreement_is_ended_early_or_its_signature_taken_back(desk):
    agreement = AgreementFactory()
    url = reverse("companies:agreement_terminate", args=[agreement.pk])
    assert desk.post(url, {"terminated_on": "2026-01-01", "reason": "x"}).status_code == 422
    desk.post(url, {"terminated_on": "2025-06-30", "reason": "Mitra bubar"})
    assert "Mitra bubar" in desk.get(agreement.get_absolute_url()).content.decode()
    other = AgreementFactory()
    desk.post(reverse("companies:agreement_unsign", args=[other.pk]))
    other.refresh_from_db()
    assert other.stage == "ready"


def test_a_draft_loses_a_party(desk, officer):
    agreement = AgreementFactory(stage="draft", signed_on=None)
    party = save_party(actor=officer, agreement=agreement, position=1, name="Disnakertrans")
    desk.post(reverse("companies:party_remove", args=[party.pk]))
    assert not agreement.parties.exists()


def test_the_kept_address_of_an_undone_merge_leads_nowhere_else(desk, officer):
    kept, gone = CompanyFactory(), CompanyFactory(nib=None)
    merge = merge_companies(actor=officer, keep=kept, remove=gone, reason="sama")
    assert desk.get(gone.get_absolute_url()).status_code == 302
    desk.post(reverse("companies:merge_undo", args=[merge.pk]))
    assert desk.get(gone.get_absolute_url()).status_code == 200


def test_promises_show_their_regions(desk):
    deliverable = DeliverableFactory()
    deliverable.regions.set([home_region("64.71"), home_region("64.72")])
    page = desk.get(deliverable.agreement.get_absolute_url()).content.decode()
    for region in deliverable.regions.all():
        assert region.short_name in page
