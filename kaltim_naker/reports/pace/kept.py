"""Forecasts for the first page, kept for minutes: a page that many open does not read the book of a year each time.

Only the first page reads them. What a kept forecast was made for is part of its name: with the next certificate the
count is another one, and so is the name. What changes no count (a class is moved) shows after `MINUTES` at the latest.
"""

import hashlib
import json
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection
from django.utils.translation import get_language
from redis.exceptions import RedisError

from kaltim_naker.core import canonical

logger = logging.getLogger(__name__)

MINUTES = 10

F = TypeVar("F")


def kept_facts(kind: type[F], make: Callable[[], F], *about: Any) -> F:
    """Facts of a declared dataclass, from the cache or made now. Without the cache they are made each time."""
    # Facts hold words of the reader's language; the database keeps installations apart that share a cache.
    named = canonical.as_text([connection.settings_dict["NAME"], kind.__name__, get_language(), *map(str, about)])
    key = f"facts:{hashlib.sha256(named.encode()).hexdigest()[:40]}"
    try:
        text = cache.get(key)
        if text is None:
            facts = make()
            cache.set(key, canonical.as_text(canonical.as_data(facts)), timeout=60 * MINUTES)
            return facts
    except (RedisError, OSError):
        logger.warning("the cache is away, the forecast is made anew")
        return make()
    return canonical.from_data(kind, json.loads(text))
