"""The system administrator manages accounts on the support pages, and reaches nothing else there."""

import pytest
from django.test import Client
from django.urls import reverse

from kaltim_naker.access.backends import RoleBackend
from kaltim_naker.accounts.models import Membership, User
from kaltim_naker.accounts.roles import Role
from tests.factories.accounts import OfficeFactory, UserFactory, user_with_role

pytestmark = pytest.mark.django_db

ACCOUNT_PAGES = ("admin:index", "admin:accounts_user_changelist", "admin:accounts_user_add")
OTHER_PAGES = ("admin:programs_target_changelist", "admin:certifications_issuer_changelist")


@pytest.fixture
def administrator() -> User:
    return user_with_role(Role.SYSTEM_ADMIN, OfficeFactory(), is_staff=True)


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_accounts_are_open_to_the_system_administrator(name, administrator):
    assert browser_of(administrator).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", OTHER_PAGES)
def test_nothing_else_is(name, administrator):
    assert browser_of(administrator).get(reverse(name)).status_code == 403


def test_accounts_are_closed_and_never_deleted(administrator):
    url = reverse("admin:accounts_user_delete", args=[UserFactory().pk])
    assert browser_of(administrator).post(url, {"post": "yes"}).status_code == 403


def test_superusers_are_out_of_reach(administrator):
    above = UserFactory(is_superuser=True)
    client = browser_of(administrator)
    assert client.post(reverse("admin:accounts_user_change", args=[above.pk]), {}).status_code == 403
    assert client.get(reverse("admin:auth_user_password_change", args=[above.pk])).status_code == 403


def test_a_role_is_taken_away_but_none_given_and_no_superuser_made(administrator):
    """Roles are given by two people (kaltim_naker.approvals)."""
    person = user_with_role(Role.INSTRUCTOR, OfficeFactory())
    held = person.memberships.get()
    form = {
        "email": person.email,
        "full_name": person.full_name,
        "is_active": "on",
        "is_superuser": "on",
        "memberships-TOTAL_FORMS": 2,
        "memberships-INITIAL_FORMS": 1,
        "memberships-0-id": held.pk,
        "memberships-0-user": person.pk,
        "memberships-0-office": held.office_id,
        "memberships-0-role": Role.INSTRUCTOR,
        "memberships-0-DELETE": "on",
        "memberships-1-user": person.pk,
        "memberships-1-office": held.office_id,
        "memberships-1-role": Role.CENTRE_ADMIN,
    }
    answer = browser_of(administrator).post(reverse("admin:accounts_user_change", args=[person.pk]), form)
    assert answer.status_code == 302
    assert not Membership.objects.filter(user=person).exists()
    person.refresh_from_db()
    assert not person.is_superuser


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMIN])
def test_other_roles_manage_no_accounts(role):
    user = user_with_role(role, OfficeFactory())
    assert not RoleBackend().has_perm(user, "accounts.change_user")
    assert not RoleBackend().has_module_perms(user, "accounts")
