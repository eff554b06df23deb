"""How long the embedded servers keep a newcomer, and script/manage, waiting (performance.md §6)."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.registry import Row, Scale, at_most, at_most_times, measurement, median_seconds
from kaltim_naker.embedded.services import services, temporary_services


@measurement("embedded-start")
def embedded_start(scale: Scale) -> Iterator[Row]:
    """First start, second start, and joining servers that already run."""
    with tempfile.TemporaryDirectory() as parent:
        data_dir = Path(parent) / "data"

        def start_and_stop() -> None:
            with services(data_dir):
                pass

        first = median_seconds(start_and_stop, repeat=1)
        again = median_seconds(start_and_stop)
        with services(data_dir):
            joining = median_seconds(start_and_stop)
    python = median_seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True))
    yield at_most("embedded servers, first start and stop", first, "s", 3.0)
    yield at_most_times(
        "embedded servers, later start and stop", again, "s", beside=first, what="s first start", limit=0.5
    )
    yield at_most_times(
        "embedded servers, joining and leaving", joining, "s", beside=python, what="s bare python", limit=5
    )


@measurement("test-servers")
def test_servers(scale: Scale) -> Iterator[Row]:
    """What script/test waits for before the first test."""

    def start_and_stop() -> None:
        with temporary_services():
            pass

    yield at_most("servers for the tests, start, stop and removal", median_seconds(start_and_stop, repeat=3), "s", 3.0)
