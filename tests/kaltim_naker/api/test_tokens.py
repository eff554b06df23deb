"""A regional office makes a token for its program, renews it and takes it back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import can
from kaltim_naker.accounts.roles import Role
from kaltim_naker.api.models import OfficeToken, TokenSecret
from kaltim_naker.api.models.tokens import digest_of
from kaltim_naker.api.services import make_token, revoke_token, rotate_token
from kaltim_naker.api.services.tokens import grants_for
from kaltim_naker.audit.trail import history_of
from kaltim_naker.core.errors import DomainError
from tests.conftest import client_of
from tests.factories.accounts import OfficeFactory, home_region
from tests.factories.tokens import Program, token_of

pytestmark = pytest.mark.django_db


def test_the_secret_is_shown_once(samarinda_operator, samarinda_office):
    client = client_of(samarinda_operator)
    form = {
        "office": samarinda_office.pk,
        "name": " SIMNAKER  Samarinda ",
        "grants": ["job_seekers.read", "proposals.write"],
        "days": "90",
    }
    answer = client.post(reverse("tokens:make"), form)
    assert answer.status_code == 200
    secret = answer.context["secret"]
    assert secret.startswith("knk_")
    assert secret in answer.content.decode()
    token = OfficeToken.objects.get()
    assert (token.name, token.office, token.made_by) == ("SIMNAKER Samarinda", samarinda_office, samarinda_operator)
    stored = token.secrets.get()
    assert stored.digest == digest_of(secret)
    assert secret not in str(TokenSecret.objects.values().get())
    for page in (reverse("tokens:list"), token.get_absolute_url()):
        shown = client.get(page).content.decode()
        assert stored.prefix in shown or page == reverse("tokens:list")
        assert secret not in shown
    assert "no-store" in answer["Cache-Control"]


def test_it_acts_with_a_role_of_its_office_and_no_more(samarinda_office):
    token, secret = token_of(samarinda_office, ["job_seekers.read"])
    assert [(held.role, held.office) for held in token.user.memberships.all()] == [
        (Role.REGIONAL_OPERATOR, samarinda_office)
    ]
    assert not token.user.has_usable_password()
    program = Program(secret)
    assert program.get("job-seekers").status_code == 200
    refused = program.get("proposals")
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")
    token.user.narrowed_to = token.actions
    assert can(token.user, Action.VIEW_JOB_SEEKERS)
    assert not can(token.user, Action.VIEW_PROPOSALS)


def test_a_role_that_is_taken_away_takes_its_tokens_along(samarinda_office):
    token, secret = token_of(samarinda_office)
    token.user.memberships.all().delete()
    assert Program(secret).get("job-seekers").status_code == 403


def test_an_office_makes_tokens_for_itself_only(samarinda_operator):
    foreign = OfficeFactory(code="disnaker-bontang", kind="regional_office", region=home_region("64.74"))
    with pytest.raises(DomainError) as refused:
        make_token(actor=samarinda_operator, office=foreign, name="X", grants=["job_seekers.read"], days=30)
    assert refused.value.code == "foreign_office"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"grants": []}, "grant_not_possible"),
        ({"grants": ["x"]}, "grant_not_possible"),
        ({"days": 31}, "lifetime_not_possible"),
    ],
)
def test_what_cannot_be_made(samarinda_operator, samarinda_office, changed, code):
    given = {"name": "X", "grants": ["job_seekers.read"], "days": 30, **changed}
    with pytest.raises(DomainError) as refused:
        make_token(actor=samarinda_operator, office=samarinda_office, **given)
    assert refused.value.code == code
    assert not OfficeToken.objects.exists()


def test_a_centre_cannot_be_given_what_its_role_may_not(balikpapan):
    assert "proposals.write" not in grants_for(balikpapan.office)
    assert "job_seekers.write" in grants_for(balikpapan.office)


def test_a_new_secret_while_the_old_one_still_works(samarinda_operator, samarinda_office, time_machine):
    token, old = token_of(samarinda_office)
    new = rotate_token(actor=samarinda_operator, token=token, days=90, overlap=24)
    assert [Program(secret).get("regions").status_code for secret in (old, new)] == [200, 200]
    time_machine.move_to(timezone.now() + timedelta(hours=25), tick=False)
    assert [Program(secret).get("regions").status_code for secret in (old, new)] == [401, 200]


def test_the_old_secret_may_end_at_once(samarinda_operator, samarinda_office):
    token, old = token_of(samarinda_office)
    Program(old).get("regions")
    new = rotate_token(actor=samarinda_operator, token=token, days=90, overlap=0)
    assert [Program(secret).get("regions").status_code for secret in (old, new)] == [401, 200]


def test_it_expires(samarinda_office, time_machine):
    _token, secret = token_of(samarinda_office)
    time_machine.move_to(timezone.now() + timedelta(days=30, seconds=1), tick=False)
    answer = Program(secret).get("regions")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_not_valid")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_it_is_revoked_at_once_and_by_a_button(samarinda_operator, samarinda_office):
    token, secret = token_of(samarinda_office)
    assert Program(secret).get("regions").status_code == 200
    client_of(samarinda_operator).post(reverse("tokens:revoke", args=[token.pk]))
    assert Program(secret).get("regions").status_code == 401
    token.refresh_from_db()
    assert token.revoked_by == samarinda_operator
    assert not token.user.is_active
    with pytest.raises(DomainError) as refused:
        rotate_token(actor=samarinda_operator, token=token, days=30, overlap=0)
    assert refused.value.code == "token_revoked"
    assert [entry.label for entry in history_of(token)] == ["update", "insert"]


def test_its_name_is_free_again_after_that(samarinda_operator, samarinda_office):
    token, _secret = token_of(samarinda_office)
    revoke_token(actor=samarinda_operator, token=token)
    assert token_of(samarinda_office)[0].name == token.name


def test_last_use_is_noted_without_a_history_of_each(samarinda_office):
    token, secret = token_of(samarinda_office)
    assert token.secrets.get().last_used_at is None
    Program(secret).get("regions")
    stored = token.secrets.get()
    assert stored.last_used_at is not None
    assert len(list(history_of(stored))) == 1


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer knk_wrong", "Basic eDp4", "bearer  "])
def test_without_a_valid_token(header, samarinda_office, client):
    token_of(samarinda_office)
    answer = client.get("/api/v1/regions", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_a_browser_session_opens_nothing(samarinda_operator):
    assert client_of(samarinda_operator).get("/api/v1/job-seekers").status_code == 401
