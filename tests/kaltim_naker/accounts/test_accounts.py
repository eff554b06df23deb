"""Accounts: the way in, the way out, and that somebody always stays to open the door."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client, TestCase
from django.urls import reverse

from kaltim_naker.accounts import services
from kaltim_naker.accounts.guards import LAST_ADMINISTRATOR, check_now
from kaltim_naker.accounts.models import Invitation, Membership, User
from kaltim_naker.accounts.passwords import GuessablePasswordValidator
from kaltim_naker.accounts.roles import Role
from kaltim_naker.core.constraints import violated_constraint
from kaltim_naker.core.errors import DomainError
from tests.conftest import client_of
from tests.factories.accounts import UserFactory, user_with_role

pytestmark = pytest.mark.django_db

MORNING = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)
GOOD = "gajah menanam payung biru"


@pytest.fixture(autouse=True)
def _no_limits():
    cache.clear()


@pytest.fixture
def administrator(province) -> User:
    return user_with_role(Role.SYSTEM_ADMIN, province, is_staff=True)


def invite(administrator: User, email: str = "baru@contoh.test") -> User:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return services.invite_user(actor=administrator, email=email, full_name="Pegawai Baru")


def link_in(mail) -> str:
    return re.search(r"/accounts/invitation/[\w-]+/", mail.body).group()


# --- invitations -----------------------------------------------------------------------------------------------------
def test_the_administrator_invites_and_the_person_chooses(administrator, mailoutbox):
    client = client_of(administrator)
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(
            reverse("admin:accounts_user_add"),
            {
                "email": "Baru@contoh.test",
                "full_name": "Pegawai Baru",
                "memberships-TOTAL_FORMS": 0,
                "memberships-INITIAL_FORMS": 0,
            },
        )
    assert answer.status_code == 302, answer.context and answer.context["errors"]
    person = User.objects.get(email="baru@contoh.test")
    assert not person.has_usable_password()
    [mail] = mailoutbox
    assert mail.to == ["baru@contoh.test"]

    link = link_in(mail)
    stranger = Client()
    assert stranger.get(link).status_code == 200
    assert "no-store" in stranger.get(link).headers["Cache-Control"]
    answer = stranger.post(link, {"password": GOOD, "again": GOOD})
    assert answer.headers["Location"] == reverse("account_login")
    stranger.post(reverse("account_login"), {"login": person.email, "password": GOOD})
    assert stranger.get(reverse("account_change_password")).status_code == 200


def test_the_link_is_kept_as_a_digest_only(administrator, mailoutbox):
    invite(administrator)
    token = link_in(mailoutbox[0]).split("/")[3]
    assert Invitation.objects.get().digest != token
    assert not Invitation.objects.filter(digest=token).exists()


@pytest.mark.parametrize("why", ["used", "late", "renewed", "closed", "unknown"])
def test_a_link_that_is_over_looks_always_the_same(why, administrator, mailoutbox):
    with time_machine.travel(MORNING, tick=False) as clock:
        person = invite(administrator)
        link = link_in(mailoutbox[0])
        if why == "used":
            services.accept_invitation(token=link.split("/")[3], password=GOOD)
        elif why == "late":
            clock.shift(services.INVITATION_LASTS)
        elif why == "renewed":
            services.renew_invitation(actor=administrator, user=person)
        elif why == "closed":
            services.close_account(actor=administrator, user=person)
        else:
            link = link[:-6] + "aaaaa/"
        answer = Client().get(link)
    assert answer.status_code == 404
    assert b'data-invitation="over"' in answer.content
    assert person.email.encode() not in answer.content


def test_one_second_before_its_end_it_opens(administrator, mailoutbox):
    with time_machine.travel(MORNING, tick=False) as clock:
        invite(administrator)
        clock.shift(services.INVITATION_LASTS - timedelta(seconds=1))
        assert Client().get(link_in(mailoutbox[0])).status_code == 200


def test_who_has_come_in_is_not_invited_again(administrator):
    with pytest.raises(DomainError) as refused:
        services.renew_invitation(actor=administrator, user=UserFactory())
    assert refused.value.code == "already_in"


def test_nobody_sets_a_password_for_somebody_else(administrator):
    person = UserFactory()
    url = reverse("admin:auth_user_password_change", args=[person.pk])
    assert client_of(administrator).post(url, {"password1": GOOD, "password2": GOOD}).status_code == 403


@pytest.mark.parametrize(
    "password", ["rahasia123456", "password12345", "Balikpapan2025!", "qwertyuiop123", "budi.santoso1"]
)
def test_what_others_try_first_is_refused(password):
    user = UserFactory.build(email="budi.santoso@contoh.test", full_name="Budi Santoso")
    with pytest.raises(ValidationError) as refused:
        GuessablePasswordValidator().validate(password, user)
    assert refused.value.code == "password_guessable"


@pytest.mark.parametrize("password", [GOOD, "x7Kq!mv82pLw", "naik perahu ke hulu " * 5])
def test_what_is_long_and_unrelated_is_taken(password):
    GuessablePasswordValidator().validate(password)


# --- the last administrator ------------------------------------------------------------------------------------------
def loses_last(change) -> bool:
    try:
        with transaction.atomic():
            change()
            check_now()
    except IntegrityError as error:
        return violated_constraint(error) == LAST_ADMINISTRATOR
    return False


def test_no_office_is_left_without_an_administrator(balikpapan, balikpapan_admin):
    held = Membership.objects.filter(pk=balikpapan_admin.memberships.get().pk)
    invited = User.objects.create_user("diundang@contoh.test", full_name="Diundang")
    Membership.objects.create(user=invited, office=balikpapan.office, role=Role.CENTRE_ADMIN)

    assert loses_last(held.delete)
    assert loses_last(lambda: held.update(role=Role.INSTRUCTOR))
    assert loses_last(lambda: User.objects.filter(pk=balikpapan_admin.pk).update(is_active=False))

    second = user_with_role(Role.CENTRE_ADMIN, balikpapan.office)
    assert not loses_last(lambda: User.objects.filter(pk=balikpapan_admin.pk).update(is_active=False))
    assert loses_last(lambda: User.objects.filter(pk=second.pk).update(is_active=False))


def test_one_takes_the_place_of_another_in_one_step(balikpapan, balikpapan_admin):
    successor = UserFactory()

    def hand_over():
        balikpapan_admin.memberships.all().delete()
        Membership.objects.create(user=successor, office=balikpapan.office, role=Role.CENTRE_ADMIN)

    assert not loses_last(hand_over)


def test_other_roles_come_and_go(planner, province, administrator):
    assert not loses_last(planner.memberships.all().delete)


def test_the_support_page_says_so_and_changes_nothing(administrator, balikpapan, balikpapan_admin):
    url = reverse("admin:accounts_user_change", args=[balikpapan_admin.pk])
    form = {
        "email": balikpapan_admin.email,
        "full_name": balikpapan_admin.full_name,
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }
    client = client_of(administrator)
    assert client.post(url, form).headers["Location"] == url
    balikpapan_admin.refresh_from_db()
    assert balikpapan_admin.is_active
    assert balikpapan.office.name in client.get(url).content.decode()


def test_nobody_closes_or_resets_his_own(administrator):
    for service in (services.close_account, services.reset_second_factor):
        with pytest.raises(DomainError) as refused:
            service(actor=administrator, user=administrator)
        assert refused.value.code == "own_account"


def test_a_lost_telephone_is_reset_and_the_owner_told(administrator, mailoutbox, balikpapan_admin):
    Authenticator.objects.create(user=balikpapan_admin, type=Authenticator.Type.RECOVERY_CODES, data={})
    client = client_of(administrator)
    form = {"action": "reset_factor", "_selected_action": [balikpapan_admin.pk]}
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(reverse("admin:accounts_user_changelist"), form)
    assert not Authenticator.objects.filter(user=balikpapan_admin).exists()
    assert [mail.to for mail in mailoutbox] == [[balikpapan_admin.email]]


# --- asking again ----------------------------------------------------------------------------------------------------
def test_what_gives_away_rights_is_asked_for_again(settings, administrator, balikpapan_admin):
    settings.REAUTHENTICATION_REQUIRED = True
    client = client_of(administrator)  # a session in which nothing has been proved
    url = reverse("admin:accounts_user_change", args=[balikpapan_admin.pk])
    assert client.get(url).status_code == 200
    answer = client.post(url, {"email": balikpapan_admin.email, "full_name": "Diganti"})
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    balikpapan_admin.refresh_from_db()
    assert balikpapan_admin.full_name != "Diganti"
