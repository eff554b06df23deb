"""Accounts: inviting, coming in, closing, and giving a new start to who lost the second factor."""

import hashlib
import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaltim_naker.accounts.guards import check_now
from kaltim_naker.accounts.models import Invitation, User
from kaltim_naker.accounts.sessions import end_sessions_of
from kaltim_naker.core.errors import DomainError

INVITATION_LASTS = timedelta(days=3)


@transaction.atomic
def invite_user(*, actor: User, email: str, full_name: str) -> User:
    """Make an account without a password and send its owner the way in."""
    user = User.objects.create_user(email=email, full_name=full_name)
    _send_invitation(actor, user)
    return user


@transaction.atomic
def renew_invitation(*, actor: User, user: User) -> None:
    """Send another link; the one before stops working. Refused once the person has come in (`already_in`)."""
    if user.has_usable_password():
        raise DomainError("already_in", _("This person has come in already; a new password is made by “Reset”."))
    user.invitations.filter(used_at__isnull=True).delete()
    _send_invitation(actor, user)


def open_invitation(token: str) -> Invitation:
    """The invitation that a link stands for. Wrong, used, too old and closed look the same (`invitation_over`)."""
    waiting = Invitation.objects.select_related("user").filter(used_at__isnull=True, expires_at__gt=timezone.now())
    found = waiting.filter(digest=_digest(token), user__is_active=True).first()
    if found is None:
        raise DomainError("invitation_over", _("This invitation has been used or is too old. Ask for a new one."))
    return found


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """Come in with a password of one's own. Raises ValidationError for one that is too easy."""
    invitation = open_invitation(token)
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if locked.used_at is not None:
        raise DomainError("invitation_over", _("This invitation has been used or is too old. Ask for a new one."))
    user = invitation.user
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    locked.used_at = timezone.now()
    locked.save(update_fields=["used_at"])
    return user


@transaction.atomic
def close_account(*, actor: User, user: User) -> None:
    """End somebody's access at once. Refused for the last administrator of an office (`last_administrator`)."""
    if actor.pk == user.pk:
        raise DomainError("own_account", _("You cannot close your own account; ask another administrator."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    check_now()
    end_sessions_of(user)


@transaction.atomic
def reset_second_factor(*, actor: User, user: User) -> None:
    """Forget somebody's second factor, so that a new one is set up at the next log-in; tells the person by mail.

    Never one's own: whoever found an open screen could otherwise come in without it.
    """
    if actor.pk == user.pk:
        raise DomainError("own_account", _("Your own second factor is changed on your own page, or by a colleague."))
    Authenticator.objects.filter(user_id=user.pk).delete()
    end_sessions_of(user)
    _mail(user, _("Your second factor was reset"), "accounts/email/second_factor_reset.txt", {"actor": actor})


def _send_invitation(actor: User, user: User) -> None:
    token = secrets.token_urlsafe(32)
    expires_at = timezone.now() + INVITATION_LASTS
    Invitation.objects.create(user=user, digest=_digest(token), made_by=actor, expires_at=expires_at)
    link = f"{settings.SITE_URL}{reverse('invitation', args=[token])}"
    facts = {"actor": actor, "link": link, "expires_at": expires_at}
    _mail(user, _("Your account in Kaltim Naker"), "accounts/email/invitation.txt", facts)


def _mail(user: User, subject: str, template: str, facts: dict[str, object]) -> None:
    """After the transaction; a mail server that is away undoes nothing, the link can be sent again."""
    text = render_to_string(template, {"user": user, **facts})
    transaction.on_commit(lambda: send_mail(subject, text, None, [user.email]), robust=True)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
