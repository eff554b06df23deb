"""What every template may use without asking for it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The office's own wording, and whether the people on the page are invented (demo year)."""
    return {"letterhead": settings.LETTERHEAD, "is_demo": settings.IS_DEMO}
