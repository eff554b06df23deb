"""Keys of the office's signature that are written wrongly stop the program, and the sandbox has a key of its own."""

import base64

import pytest

from kaltim_naker.core import signing
from kaltim_naker.core.crypto import KeyringError

GOOD = base64.b64encode(b"s" * 32).decode()
SHORT = base64.b64encode(b"s" * 31).decode()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (GOOD, "is written as"),
        (f"x:{GOOD}", "is written as"),
        (f"0:{GOOD}", "is written as"),
        (f"256:{GOOD}", "is written as"),
        ("1:!", "base64"),
        (f"1:{SHORT}", "has 31"),
    ],
)
def test_a_key_that_is_written_wrongly_is_refused(written, said, settings):
    settings.SIGNING_KEYS = written
    with pytest.raises(KeyringError, match=said):
        signing.public_keys()


def test_ids_go_from_1_to_255(settings):
    settings.SIGNING_KEYS = f"1:{GOOD},255:{GOOD}"
    assert [key.key_id for key in signing.public_keys()] == [255, 1]


def test_what_the_sandbox_signs_is_not_ours(monkeypatch):
    monkeypatch.setattr(signing, "is_active", lambda: True)
    assert not signing.is_signed(b"x", signing.sign(b"x"), signing.signing_key_id())
    monkeypatch.undo()
    assert signing.is_signed(b"x", signing.sign(b"x"), signing.signing_key_id())
    assert not signing.is_signed(b"x", signing.sign(b"x"), 200)


def test_a_key_that_came_after_the_start_is_read_from_its_file(settings, tmp_path, monkeypatch):
    file = tmp_path / "keys"
    file.write_text(f"1:{GOOD},2:{GOOD}")
    monkeypatch.setenv("SIGNING_KEYS_FILE", str(file))
    settings.SIGNING_KEYS = f"1:{GOOD},2:{GOOD}"
    signature = signing.sign(b"x")
    settings.SIGNING_KEYS = f"1:{GOOD}"
    assert signing.is_signed(b"x", signature, 2)
