"""The program as gunicorn serves it, with the rivals beside it and without a limit to the requests a minute.

Requests are still counted, as they are in life.
"""

from typing import Any


def served() -> Any:
    """Changes the settings of its process, so it is called by the server only."""
    from django.conf import settings

    from kaltim_naker.wsgi import application

    settings.ROOT_URLCONF = "bench.api_rivals"
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False
    _lift_limits()
    return application


def _lift_limits() -> None:
    from kaltim_naker.api.rest import throttling

    throttling.READS_A_MINUTE = throttling.WRITES_A_MINUTE = throttling.STRANGERS_A_MINUTE = 10**9
