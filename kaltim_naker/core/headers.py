"""Headers that every answer carries, beside those of Django and django-csp."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

#: Nothing here needs a camera or the place of the reader; passkeys are for our own pages.
PERMISSIONS = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)"
)


class HeadersMiddleware:
    """What a browser may do with our pages, and that nobody keeps an answer given to somebody who is logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        is_static = request.path.startswith(settings.STATIC_URL)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not is_static:
            # Pages that say it themselves say the same; public ones that may be kept are not asked for with a session.
            response.headers.setdefault("Cache-Control", "private, no-store")
            patch_vary_headers(response, ["Cookie"])
        if (
            settings.SESSION_COOKIE_NAME in response.cookies
            and not response.cookies[settings.SESSION_COOKIE_NAME].value
        ):
            response.headers["Clear-Site-Data"] = '"storage"'
        return response
