"""Tell the history triggers who acts, in which request."""

from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware

from kaltim_naker.core.ids import uuid7


class AuditContextMiddleware(HistoryMiddleware):
    """Adds a request id, so that everything one click changed can be found together."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_context(request), "request": str(uuid7())}
