"""What a program's environment is filled with."""

import base64
from pathlib import Path

import pytest

from kaltim_naker.embedded import environment
from kaltim_naker.embedded.environment import new_keys, provided
from kaltim_naker.embedded.private import write_private

NAMES = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "SANDBOX_DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "NIK_ENCRYPTION_KEYS",
    "NIK_INDEX_KEY",
    "SIGNING_KEYS",
    "KALTIM_ENV",
)


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which nothing of ours is set."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    return monkeypatch


@pytest.fixture
def own_servers(clean: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Servers of the user's own are named; starting embedded ones would be a mistake."""
    clean.setenv("DATABASE_URL", "postgres://theirs/db")
    clean.setenv("REDIS_URL_FILE", "/run/secrets/redis")

    def refuse(*arguments: object) -> None:
        raise AssertionError("embedded servers were started")

    clean.setattr(environment, "services", refuse)
    return clean


def test_named_servers_are_used_and_keys_are_kept(own_servers: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with provided(tmp_path) as first, provided(tmp_path) as second:
        assert first == second
        assert first["DATABASE_URL"] == "postgres://theirs/db"
        assert "REDIS_URL" not in first
        assert first["KALTIM_ENV"] == "demo"
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


def test_what_is_set_stays(own_servers: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own_servers.setenv("SECRET_KEY", "theirs")
    with provided(tmp_path) as filled:
        assert filled["SECRET_KEY"] == "theirs"
        assert filled["NIK_INDEX_KEY"]


def test_a_key_that_a_newer_program_needs_is_added(own_servers: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_private(tmp_path / "keys.json", {"SECRET_KEY": "old"})
    with provided(tmp_path) as first, provided(tmp_path) as second:
        assert first == second
        assert first["SECRET_KEY"] == "old"
        assert first["SIGNING_KEYS"]


def test_production_gets_no_keys(own_servers: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own_servers.setenv("KALTIM_ENV", "production")
    with provided(tmp_path) as filled:
        assert not {"SECRET_KEY", "NIK_INDEX_KEY"} & filled.keys()
    assert not (tmp_path / "keys.json").exists()


def test_keys_have_the_length_aes_256_wants() -> None:
    keys = new_keys()
    number, _, key = keys["NIK_ENCRYPTION_KEYS"].partition(":")
    assert number == "1"
    assert len(base64.b64decode(key)) == len(base64.b64decode(keys["NIK_INDEX_KEY"])) == 32
    assert new_keys() != keys
