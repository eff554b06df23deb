"""Making, renewing and revoking tokens."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.access.actions import Action
from kaltim_naker.access.policy import POLICY
from kaltim_naker.access.scope import offices_in, scope_of
from kaltim_naker.accounts.models import Membership, Office, User
from kaltim_naker.api.choices import Grant
from kaltim_naker.api.constants import (
    ACTIONS_OF,
    LAST_USE_EVERY,
    LIFETIMES,
    OVERLAPS,
    PREFIX_LETTERS,
    ROLE_OF,
    SANDBOX_MARK,
    SECRET_BYTES,
    SECRET_MARK,
    SERVICE_DOMAIN,
)
from kaltim_naker.api.models import OfficeToken, TokenSecret
from kaltim_naker.api.models.tokens import digest_of
from kaltim_naker.core import sandbox
from kaltim_naker.core.errors import DomainError
from kaltim_naker.core.ids import uuid7


@transaction.atomic
def make_token(
    *, actor: User, office: Office, name: str, grants: Collection[str], days: int, is_sandbox: bool = False
) -> tuple[OfficeToken, str]:
    """Let a program of an office use the API, or only the sandbox.

    Returns the token and its secret, which is nowhere to be read again.
    """
    if is_sandbox and not sandbox.is_configured():
        raise DomainError("no_sandbox", _("There is no sandbox here."), field="is_sandbox")
    if not offices_in(scope_of(actor, Action.MANAGE_TOKENS)).filter(pk=office.pk).exists():
        raise DomainError("foreign_office", _("You make tokens for your own office only."), field="office")
    _require_grants_of_role(office, grants)
    pk, name = uuid7(), " ".join(name.split())
    service_user = User.objects.create_user(
        f"{pk}@{SERVICE_DOMAIN}", password=None, full_name=f"{name} ({office.short_name})"
    )
    Membership.objects.create(user=service_user, office=office, role=ROLE_OF[office.kind])
    token = OfficeToken(
        id=pk,
        office=office,
        name=name,
        user=service_user,
        is_sandbox=is_sandbox,
        grants=sorted(grants),
        made_by=actor,
    )
    token.full_clean()
    token.save(force_insert=True)
    return token, _new_secret(token, days)


@transaction.atomic
def rotate_token(*, actor: User, token: OfficeToken, days: int, overlap: int) -> str:
    """A new secret; the ones before it go on for `overlap` hours, so that no program stands still meanwhile."""
    locked = _lock(token)
    if overlap not in OVERLAPS:
        raise DomainError("overlap_not_possible", _("Choose one of the given spans."), field="overlap")
    until = timezone.now() + timedelta(hours=overlap)
    for secret in locked.secrets.filter(expires_at__gt=until):
        # A use noted this very moment must not lie after the end.
        secret.expires_at = max(until, secret.last_used_at or until)
        secret.save(update_fields=["expires_at", "updated_at"])
    return _new_secret(locked, days)


@transaction.atomic
def revoke_token(*, actor: User, token: OfficeToken) -> OfficeToken:
    """From now on it opens nothing, whatever its secrets say. What it sent stays."""
    locked = _lock(token)
    locked.revoked_at, locked.revoked_by = timezone.now(), actor
    locked.save(update_fields=["revoked_at", "revoked_by", "updated_at"])
    locked.user.is_active = False
    locked.user.save(update_fields=["is_active"])
    return locked


def program_with(secret: str) -> OfficeToken | None:
    """The token behind a secret, with its user, office and roles; None where the secret opens nothing, or not any more.

    Every request asks the database whether the secret is good and which versions the rows behind it have. The rows
    themselves are read where one of them is another version than this process has seen: so what is revoked, closed or
    taken away holds at once, and a request costs one short statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GOOD, [digest_of(secret), timezone.now()])
        found = cursor.fetchone()
    if found is None:
        return None
    key, last_used_at, token, versions = found
    _mark_use(key, last_used_at)
    return _token_at(token, versions)


# The version of a row is the transaction that wrote it and where it lies: PostgreSQL changes them with each change of
# the row, however it is made.
_GOOD = """
    SELECT secret.id, secret.last_used_at, token.id, concat_ws(
        ' ', token.xmin, token.ctid, account.xmin, account.ctid, office.xmin, office.ctid, region.xmin, region.ctid, (
            SELECT string_agg(concat_ws(' ', held.xmin, held.ctid, place.xmin, place.ctid), ' ' ORDER BY held.id)
            FROM accounts_membership held JOIN accounts_office place ON place.id = held.office_id
            WHERE held.user_id = account.id
        )
    )
    FROM api_tokensecret secret
        JOIN api_officetoken token ON token.id = secret.token_id
        JOIN accounts_user account ON account.id = token.user_id
        JOIN accounts_office office ON office.id = token.office_id
        JOIN regions_region region ON region.id = office.region_id
    WHERE secret.digest = %s AND secret.expires_at > %s AND token.revoked_at IS NULL AND account.is_active
"""


@lru_cache(maxsize=1_000)
def _token_at(key: UUID, versions: str) -> OfficeToken:
    """Shared by all requests of this process: for reading only."""
    token = OfficeToken.objects.select_related("user", "office__region").get(pk=key)
    token.user.narrowed_to = token.actions
    _read_now = token.user.held_memberships
    return token


def _mark_use(secret: UUID, last_used_at: datetime | None) -> None:
    """Note that a secret was used, once a minute. A row that is locked is left: somebody else is noting it."""
    now = timezone.now()
    if last_used_at is not None and now - last_used_at < LAST_USE_EVERY:
        return
    with transaction.atomic():
        free = TokenSecret.objects.select_for_update(skip_locked=True).filter(pk=secret)
        TokenSecret.objects.filter(pk__in=free.values("pk"), expires_at__gt=now).update(last_used_at=now)


def grants_for(office: Office) -> list[str]:
    """What a token of this office can be made for: whatever its role may do at least a part of."""
    role = ROLE_OF[office.kind]
    return [grant for grant in Grant.values if any(role in POLICY[action] for action in ACTIONS_OF[grant])]


def _require_grants_of_role(office: Office, grants: Collection[str]) -> None:
    possible = grants_for(office)
    wrong = sorted(set(grants) - set(possible))
    if wrong or not grants:
        raise DomainError(
            "grant_not_possible",
            _("A token of this office can be made for: %(grants)s.")
            % {"grants": "; ".join(str(Grant(grant).label) for grant in possible)},
            field="grants",
        )


def _new_secret(token: OfficeToken, days: int) -> str:
    if days not in LIFETIMES:
        raise DomainError("lifetime_not_possible", _("Choose one of the given lifetimes."), field="days")
    mark = SANDBOX_MARK if token.is_sandbox else SECRET_MARK
    text = f"{mark}{secrets.token_urlsafe(SECRET_BYTES)}"
    TokenSecret.objects.create(
        token=token,
        prefix=text[:PREFIX_LETTERS],
        digest=digest_of(text),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return text


def _lock(token: OfficeToken) -> OfficeToken:
    """The token as it stands now, locked until the transaction ends. Raises DomainError when it was revoked."""
    locked = OfficeToken.objects.select_for_update(of=("self",)).select_related("user", "office").get(pk=token.pk)
    if locked.revoked_at is not None:
        raise DomainError("token_revoked", _("This token was revoked. Make a new one."))
    return locked
