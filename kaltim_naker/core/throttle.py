"""Slowing down who asks too often, by address. For pages that need no account."""

import hashlib
import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
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
    key = f"throttle:{what}:{address}:{span}"
    try:
        cache.add(key, 0, timeout=2 * seconds)
        return bool(cache.incr(key, cost) > limit)
    except (RedisError, OSError, ValueError):
        logger.warning("the cache is away, nobody is slowed down")
        return False
