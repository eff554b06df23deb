"""Is the process alive (`/healthz`), and can it do its work (`/readyz`)?"""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError


@require_safe
@login_not_required
@transaction.non_atomic_requests
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; asks nobody else, so that a database pause does not restart every container."""
    return JsonResponse({"status": "ok"})


@require_safe
@login_not_required
@transaction.non_atomic_requests
def readyz(request: HttpRequest) -> JsonResponse:
    """503 while the database or the broker cannot be reached. Says which, and nothing else."""
    states = {"database": _database_answers(), "redis": _redis_answers()}
    return JsonResponse(
        {name: "ok" if works else "away" for name, works in states.items()},
        status=200 if all(states.values()) else 503,
    )


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_answers() -> bool:
    try:
        cache.get("readyz")
    except (RedisError, OSError):
        return False
    return True
