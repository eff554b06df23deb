"""Requests that come with a sandbox key are answered in the sandbox, from the first query to the last."""

from collections.abc import Callable

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse

from kaltim_naker.api.constants import SANDBOX_MARK
from kaltim_naker.api.models import OfficeToken
from kaltim_naker.api.rest.authentication import secret_given
from kaltim_naker.api.rest.outside import ROOT, sandbox_is_away
from kaltim_naker.api.services.sandbox import let_in
from kaltim_naker.api.services.tokens import program_with
from kaltim_naker.core.sandbox import in_sandbox, is_configured

#: Says of an answer that nothing in it is real.
HEADER = "Sandbox"


class SandboxMiddleware:
    """The key alone decides. It is judged by the real database, so one that was revoked opens nothing from then on.

    A key that opens nothing goes on to the real database's door, which refuses it in the words of any other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _sandbox_token(request)
        if token is None:
            return self.get_response(request)
        # Sessions lie in the real database, and mean nothing to a program.
        request.COOKIES = {}
        request.sandbox_token = token  # type: ignore[attr-defined]
        with in_sandbox() as outside:
            try:
                connection.ensure_connection()
                let_in(outside, token)
            except OperationalError:
                response = sandbox_is_away(request)
            else:
                response = self.get_response(request)
        response.headers[HEADER] = "true"
        return response


def _sandbox_token(request: HttpRequest) -> OfficeToken | None:
    """The token with its roles, as the real database knows them now."""
    if not request.path.startswith(ROOT) or not is_configured():
        return None
    given = secret_given(request)
    return program_with(given) if given is not None and given.startswith(SANDBOX_MARK) else None
