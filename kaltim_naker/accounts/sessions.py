"""How long a session lives: thirty minutes without a request, twelve hours in any case (security.md §5, no. 15)."""

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

_BEGAN, _SEEN = "began_at", "seen_at"
#: Seconds within which requests are not noted one by one: each note writes the session.
NOTE_EVERY = 60


def begin(*, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """For Django's signal of a log-in."""
    request.session[_BEGAN] = request.session[_SEEN] = int(time.time())


def has_expired(session: SessionBase) -> bool:
    """Whether this log-in has been idle, or has lasted, for too long; one without times counts as old."""
    now = time.time()
    idle, age = now - session.get(_SEEN, 0), now - session.get(_BEGAN, 0)
    return idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_COOKIE_AGE


def note_use(session: SessionBase) -> None:
    """Remember that the session is in use, at most once a minute: so it ends after 29 to 30 minutes without use."""
    now = int(time.time())
    if now - session[_SEEN] >= NOTE_EVERY:
        session[_SEEN] = now
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())


def end_sessions_of(user: AbstractBaseUser) -> int:
    """End every session of a person at once. Returns how many there were."""
    sessions = list(UserSession.objects.filter(user_id=user.pk))
    for session in sessions:
        session.end()
    return len(sessions)
