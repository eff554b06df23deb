"""What goes wrong before or beside a resource: an address that is none, a request that no view sees, a fault of ours.

Below `/api/` a program is answered as a program, in problem+json; everywhere else Django's pages stay as they are.
"""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

from kaltim_naker.api.constants import PROBLEM_TYPE
from kaltim_naker.api.rest.errors import problem_body
from kaltim_naker.api.services.faults import Fault

ROOT = "/api/"


@csrf_exempt
@login_not_required
@transaction.non_atomic_requests
def no_such_address(request: HttpRequest, path: str = "") -> HttpResponse:
    """For whatever below the root no resource answers."""
    message = _("There is nothing at this address. What there is stands at /api/v1/docs.")
    return _problem(request, HTTPStatus.NOT_FOUND, "not_found", message)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler400`: a request that its own walls refuse."""
    if not request.path.startswith(ROOT):
        return defaults.bad_request(request, exception)
    return _problem(request, HTTPStatus.BAD_REQUEST, "bad_request", _("This request cannot be understood."))


def server_fault(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`. Nothing was written: the transaction of the request was taken back."""
    if not request.path.startswith(ROOT):
        return defaults.server_error(request)
    message = _("Something went wrong here. Nothing was changed; it may be sent again with the same key.")
    return _problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, "server_fault", message)


def sandbox_is_away(request: HttpRequest) -> HttpResponse:
    """The sandbox's database does not answer. The real one is not asked in its place."""
    message = _("The sandbox does not answer now. Try again in some minutes.")
    return _problem(request, HTTPStatus.SERVICE_UNAVAILABLE, "sandbox_away", message)


def _problem(request: HttpRequest, status: HTTPStatus, code: str, message: Promise) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        body = problem_body(status, [Fault(code, str(message))])
        response = JsonResponse(body, status=status, content_type=PROBLEM_TYPE)
        response.headers["Content-Language"] = translation.get_language()
    response.headers["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Language"])
    return response
