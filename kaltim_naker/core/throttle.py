"""Slowing down who asks too often, by address. For pages that need no account."""

import hashlib
import logging
import time
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from redis import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: our own proxy's word where there is one, never the client's.

    A proxy appends the address it saw, so only the last one in the list is its own word.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.TRUST_PROXY_HEADERS else ""
    return forwarded.rpartition(",")[2].strip() or request.META["REMOTE_ADDR"]


def is_too_often(request: HttpRequest, what: str, *, limit: int, seconds: int = 60, cost: int = 1) -> bool:
    """Whether this address has asked for `what` more than `limit` times in the running span of `seconds`.

    Spans are the clock's, so that one counter a span is enough. Without the cache nobody is refused: the page must
    answer when Redis is away, and what is guarded here is long enough to guess to bear that for a while.
    """
    span = int(time.time()) // seconds
    address = hashlib.sha256(client_address(request).encode()).hexdigest()[:32]
    used = count(f"throttle:{what}:{address}:{span}", seconds=2 * seconds, cost=cost)
    return used is not None and used > limit


def count(key: str, *, seconds: int, cost: int = 1) -> int | None:
    """Add to a counter that is forgotten after so many seconds, in one round trip. None: the cache is away.

    Who is first sets the time to forget it; should that get lost, a number stays behind that nobody asks for again.
    """
    try:
        used = int(_counters().incrby(key, cost))
        if used == cost:
            _counters().expire(key, seconds)
    except (RedisError, OSError):
        logger.warning("the cache is away, nobody is slowed down")
        return None
    return used


@lru_cache(maxsize=1)
def _counters() -> Redis:
    """Django's cache asks whether a key is there before it counts, and pickles."""
    return Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=2)
