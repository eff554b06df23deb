"""Encryption of the national identity number: bound to its row, readable after a change of keys."""

import base64

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import LazySettings

from kaltim_naker.core.checks import nik_keys_work
from kaltim_naker.core.crypto import KeyringError, blind_index, decrypt, encrypt

NIK = "6471015203050001"
ROW = "trainees_jobseeker:1"


def key(byte: int) -> str:
    return base64.b64encode(bytes([byte]) * 32).decode()


@pytest.fixture(autouse=True)
def keys(settings: LazySettings) -> None:
    settings.NIK_ENCRYPTION_KEYS = f"1:{key(1)}"
    settings.NIK_INDEX_KEY = key(9)


def test_what_goes_in_comes_out() -> None:
    blob = encrypt(NIK, bound_to=ROW)

    assert decrypt(blob, bound_to=ROW) == NIK
    assert NIK.encode() not in blob


def test_the_same_number_never_looks_the_same_twice() -> None:
    assert encrypt(NIK, bound_to=ROW) != encrypt(NIK, bound_to=ROW)


def test_a_value_copied_to_another_row_is_unreadable() -> None:
    with pytest.raises(InvalidTag):
        decrypt(encrypt(NIK, bound_to=ROW), bound_to="trainees_jobseeker:2")


def test_a_changed_byte_is_noticed() -> None:
    blob = bytearray(encrypt(NIK, bound_to=ROW))
    blob[-1] ^= 1
    with pytest.raises(InvalidTag):
        decrypt(bytes(blob), bound_to=ROW)


def test_after_a_rotation_old_values_are_read_and_new_ones_use_the_new_key(settings: LazySettings) -> None:
    old = encrypt(NIK, bound_to=ROW)
    settings.NIK_ENCRYPTION_KEYS = f"1:{key(1)},2:{key(2)}"
    new = encrypt(NIK, bound_to=ROW)

    assert (old[0], new[0]) == (1, 2)
    assert decrypt(old, bound_to=ROW) == decrypt(new, bound_to=ROW) == NIK


def test_the_newest_key_is_the_highest_wherever_it_stands(settings: LazySettings) -> None:
    settings.NIK_ENCRYPTION_KEYS = f"3:{key(3)}, 1:{key(1)}"
    assert encrypt(NIK, bound_to=ROW)[0] == 3


def test_a_key_that_was_thrown_away_is_named(settings: LazySettings) -> None:
    blob = encrypt(NIK, bound_to=ROW)
    settings.NIK_ENCRYPTION_KEYS = f"2:{key(2)}"
    with pytest.raises(KeyringError, match="key 1 is not configured"):
        decrypt(blob, bound_to=ROW)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(key(1), id="no id"),
        pytest.param(f"0:{key(1)}", id="id 0"),
        pytest.param(f"256:{key(1)}", id="id beyond a byte"),
        pytest.param(f"x:{key(1)}", id="id no number"),
        pytest.param("1:not base64!", id="no base64"),
        pytest.param("1:" + base64.b64encode(b"short").decode(), id="too short"),
        pytest.param("", id="empty"),
    ],
)
def test_an_unusable_keyring_is_said_by_the_system_check(settings: LazySettings, text: str) -> None:
    settings.NIK_ENCRYPTION_KEYS = text
    assert [error.id for error in nik_keys_work()] == ["kaltim.E001"]


def test_the_index_finds_equals_and_needs_its_key(settings: LazySettings) -> None:
    index = blind_index(NIK)

    assert len(index) == 32
    assert index == blind_index(NIK)
    assert index != blind_index("6471015203050002")
    settings.NIK_INDEX_KEY = key(8)
    assert index != blind_index(NIK)
