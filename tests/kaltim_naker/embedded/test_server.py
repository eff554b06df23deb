"""What script/server says when something is in the way. The whole of it is tried on a bare machine, not here."""

import fcntl
import os
import shutil
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from kaltim_naker.embedded import server
from kaltim_naker.embedded.__main__ import main
from kaltim_naker.embedded.errors import EmbeddedError

GIB = 1024**3


def test_a_port_in_use_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert main(["serve", "--data-dir", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said == f"Port {port} is in use; choose another: PORT={port + 1} script/server\n"


@pytest.mark.parametrize("port", ["0", "70000", "http", "-1", "80 80"])
def test_a_port_that_is_none_is_refused(port: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(EmbeddedError, match="from 1 to 65535"):
        server.serve(tmp_path)


def test_a_full_disk_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(total=GIB, used=GIB, free=3 * 2**20))
    with pytest.raises(EmbeddedError, match=r"3 MB are free .* 500 MB are needed"):
        server.serve(tmp_path)


def test_a_second_server_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "server.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(EmbeddedError, match="already runs"):
            server.serve(tmp_path)


def test_a_failing_step_shows_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError, match=r"Unknown command: 'no_such'[\s\S]*`manage.py no_such` failed"):
        server._manage(os.environ, "no_such")


def test_static_files_are_collected_again_when_a_source_is_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, manifest = tmp_path / "project/ui/static/site.css", tmp_path / ".data/static/staticfiles.json"
    for file in (source, manifest):
        file.parent.mkdir(parents=True)
    monkeypatch.setattr(server, "CHECKOUT", tmp_path)
    assert server._static_files_are_old(manifest)
    source.touch()
    manifest.touch()
    os.utime(source, (1, 1))
    (manifest.parent / "site.css.br").touch()
    assert not server._static_files_are_old(manifest)
    os.utime(source)
    os.utime(manifest, (1, 1))
    assert server._static_files_are_old(manifest)


def test_the_first_report_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make(*arguments: object) -> str:
        made.append("made")
        (tmp_path / "report.pdf").touch()
        return str(tmp_path / "report.pdf")

    monkeypatch.setattr(server, "_step", make)
    for _ in range(2):
        assert server._first_report({}, tmp_path / "first-report") == str(tmp_path / "report.pdf")
    assert made == ["made"]
    (tmp_path / "report.pdf").unlink()
    server._first_report({}, tmp_path / "first-report")
    assert made == ["made", "made"]
