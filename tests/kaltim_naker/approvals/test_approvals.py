"""Four eyes on what cannot be taken back easily: one asks, another decides, and the history names both."""

import pytest
from django.contrib.admin import site as admin_site
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from certifications.services import ask_to_revoke
from companies.services import ask_to_merge_companies
from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import POLICY
from kaltim_naker.accounts.admin import MembershipInline
from kaltim_naker.accounts.models import User
from kaltim_naker.accounts.roles import Role
from kaltim_naker.approvals.kinds import kind_named, labels
from kaltim_naker.approvals.models import Approval, ApprovalState
from kaltim_naker.approvals.services import approve, ask_for, reject
from kaltim_naker.audit.trail import history_of
from kaltim_naker.core.errors import DomainError
from tests.conftest import approve_as, client_of
from tests.factories.accounts import user_with_role
from tests.factories.certifications import CertificateFactory
from tests.factories.companies import CompanyFactory
from tests.factories.trainees import JobSeekerFactory
from tests.security import security
from trainees.models import JobSeeker
from trainees.services import ask_to_merge

pytestmark = pytest.mark.django_db
FOUR_EYES = security(2, "Revocations, merges and roles need a second person", target="0 done by one alone")


@pytest.fixture
def officer(province):
    return user_with_role(Role.CERTIFICATION_OFFICER, province)


@pytest.fixture
def certificate(balikpapan):
    return CertificateFactory()


@pytest.fixture
def asked(officer, certificate):
    return ask_to_revoke(actor=officer, certificate=certificate, reason="Palsu", document="SK 1/2025")


def refused(call):
    with pytest.raises(DomainError) as error, transaction.atomic():
        call()
    return error.value.code


@FOUR_EYES
def test_nothing_happens_until_another_person_approves(officer, certificate, asked, head_of_office):
    certificate.refresh_from_db()
    assert certificate.state == "active"
    assert refused(lambda: approve(actor=officer, approval=asked)) == "second_person"
    approve(actor=head_of_office, approval=asked)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.ended_by, certificate.end_document) == ("revoked", officer, "SK 1/2025")
    newest = history_of(certificate)[0]
    assert (newest.actor, newest.reason) == (officer, "Palsu")
    assert history_of(Approval.objects.get())[0].label == "update"
    assert refused(lambda: approve(actor=head_of_office, approval=asked)) == "decided_already"


@FOUR_EYES
def test_the_database_holds_it_too(officer, asked):
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        Approval.objects.update(state=ApprovalState.APPROVED, decided_by=officer, decided_at=timezone.now())


@FOUR_EYES
@pytest.mark.parametrize(("ask", "gone"), [(ask_to_merge, JobSeeker), (ask_to_merge_companies, None)])
def test_merges_wait_as_well(ask, gone, planner, province):
    make = JobSeekerFactory if gone else CompanyFactory
    keep, remove = make(), make(**({"nik": None, "nik_missing_reason": "no_card"} if gone else {"nib": None}))
    approval = ask(actor=planner, keep=keep, remove=remove, reason="KTP sama")
    assert type(keep).objects.count() == 2
    assert approval.link == keep.get_absolute_url()
    another = user_with_role(Role.PLANNER, province)
    approve(actor=another, approval=approval)
    assert type(keep).objects.get() == keep
    assert approval.link == keep.get_absolute_url()


def test_what_cannot_be_done_is_refused_when_it_is_asked_for(officer, certificate, asked):
    assert refused(lambda: ask_to_revoke(actor=officer, certificate=certificate, reason="x", document="y")) == (
        "asked_already"
    )
    other = CertificateFactory()
    assert refused(lambda: ask_to_revoke(actor=officer, certificate=other, reason="x", document=" ")) == (
        "document_missing"
    )
    assert refused(lambda: ask_to_revoke(actor=officer, certificate=other, reason=" ", document="x")) == (
        "reason_missing"
    )
    assert Approval.objects.get() == asked


def test_a_rejection_says_why_and_the_way_is_free_again(officer, certificate, asked, head_of_office):
    assert refused(lambda: reject(actor=head_of_office, approval=asked, note=" ")) == "note_missing"
    reject(actor=head_of_office, approval=asked, note="Belum terbukti")
    certificate.refresh_from_db()
    assert certificate.state == "active"
    again = ask_to_revoke(actor=officer, certificate=certificate, reason="Terbukti", document="SK 2/2025")
    assert again.is_waiting


def test_who_may_not_decide_cannot(asked, balikpapan_admin, planner):
    with pytest.raises(PermissionDenied):
        approve(actor=balikpapan_admin, approval=asked)
    with pytest.raises(PermissionDenied):
        ask_for(actor=planner, kind="revocation", subject="x", title="x", details={}, reason="x")


@pytest.mark.parametrize("name", labels())
def test_whoever_asks_or_decides_may_open_the_page(name):
    kind = kind_named(name)
    assert POLICY[kind.ask] | POLICY[kind.decide] <= POLICY[Action.VIEW_APPROVALS]


def test_the_page_shows_the_decision_to_those_who_decide(officer, asked, head_of_office, province):
    url = asked.get_absolute_url()
    own, other = client_of(officer).get(url), client_of(head_of_office).get(url)
    assert (b'name="decision"' in own.content, b'name="decision"' in other.content) == (False, True)
    partner = user_with_role(Role.PARTNERSHIP_OFFICER, province)
    assert client_of(partner).get(url).status_code == 404
    assert client_of(officer).post(url, {"decision": "approve"}).status_code == 422
    assert client_of(head_of_office).post(url, {"decision": "approve"}).status_code == 302
    page = client_of(officer).get(url)
    assert page.context["object"].state == "approved"
    listed = client_of(officer).get(reverse("approvals:list"), {"state": "approved"})
    assert [row["title"] for row in listed.context["table"].page.rows] == [asked.title]


def test_it_stands_in_the_inbox_of_the_second_person_only(asked, officer, head_of_office):
    wanted = f"{reverse('approvals:list')}?state=waiting".encode()
    first_pages = [client_of(user).get(reverse("dashboard:home")).content for user in (officer, head_of_office)]
    assert [wanted in page for page in first_pages] == [False, True]


@FOUR_EYES
def test_a_role_is_given_by_two(province, head_of_office, balikpapan):
    admin, newcomer = user_with_role(Role.SYSTEM_ADMIN, province), User.objects.create_user("baru@contoh.test")
    form = {"user": newcomer.pk, "office": balikpapan.office.pk, "role": Role.CENTRE_ADMIN, "reason": "SK 12/2025"}
    page = client_of(admin)
    asked = page.post(reverse("approvals:role_ask"), form)
    assert not newcomer.memberships.exists()
    assert page.post(asked["Location"], {"decision": "approve"}).status_code == 422
    approve_as(head_of_office, asked)
    assert newcomer.memberships.get().role == Role.CENTRE_ADMIN
    assert page.post(reverse("approvals:role_ask"), form).status_code == 422, "held already"
    assert page.post(reverse("approvals:role_ask"), form | {"user": admin.pk}).status_code == 422, "for himself"


@FOUR_EYES
def test_the_support_pages_give_no_role(province, rf):
    inline = MembershipInline(User, admin_site)
    request = rf.get("/")
    request.user = user_with_role(Role.SYSTEM_ADMIN, province)
    assert not inline.has_add_permission(request)
    assert not inline.has_change_permission(request)
    assert inline.has_delete_permission(request)
