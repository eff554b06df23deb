"""Pages as a server gives them out, and times taken in turns."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client, override_settings

from bench.registry import median_seconds


@contextmanager
def as_on_a_server(**more: Any) -> Iterator[None]:
    """The settings of a server, as far as the test client is in their way; `more` are settings of the measurement."""
    plain_files = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    storages = {**settings.STORAGES, **plain_files}
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False, STORAGES=storages, **more):
        yield


def get_page(client: Client, path: str) -> None:
    """Raises AssertionError for anything but the page."""
    response = client.get(path)
    assert response.status_code == 200, response.status_code


def in_turns(actions: dict[str, Callable[[], object]], *, repeat: int, warm_up: int = 0) -> dict[str, float]:
    """Median milliseconds of each, in turns: what else the machine does meets all of them alike."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for turn in range(warm_up + repeat):
        for name, action in actions.items():
            milliseconds = median_seconds(action, repeat=1) * 1000
            if turn >= warm_up:
                times[name].append(milliseconds)
    return {name: statistics.median(found) for name, found in times.items()}
