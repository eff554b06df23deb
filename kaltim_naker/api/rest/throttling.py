"""How often a program may ask: counted by token in the minutes of the clock, said in each answer."""

import time
from dataclasses import dataclass

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from kaltim_naker.api.constants import READS_A_MINUTE, STRANGERS_A_MINUTE, WRITES_A_MINUTE
from kaltim_naker.core.throttle import client_address, count

_SPAN = 60


@dataclass(frozen=True)
class Allowance:
    """What is left of this minute."""

    limit: int
    remaining: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


class ByToken(BaseThrottle):
    """Reads and writes are counted apart. Without the cache nobody is refused, as on the pages (core.throttle)."""

    allowance: Allowance | None = None

    def allow_request(self, request: Request, view: APIView) -> bool:
        key, limit = _counted(request)
        now = time.time()
        span, reset = int(now) // _SPAN, _SPAN - int(now) % _SPAN
        used = count(f"api:{key}:{span}", seconds=2 * _SPAN)
        if used is None:
            return True
        self.allowance = view.allowance = Allowance(limit, max(0, limit - used), reset)
        return used <= limit

    def wait(self) -> float | None:
        return self.allowance.reset if self.allowance else None


def _counted(request: Request) -> tuple[str, int]:
    if request.auth is None:
        return f"address:{client_address(request)}", STRANGERS_A_MINUTE
    is_read = request.method in SAFE_METHODS
    return f"{request.auth.pk}:{'r' if is_read else 'w'}", READS_A_MINUTE if is_read else WRITES_A_MINUTE
