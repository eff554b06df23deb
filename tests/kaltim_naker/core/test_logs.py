"""No log line holds a national identity number."""

import logging
import sys

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from kaltim_naker.core.logs import MaskNik

NIK = "6471015203050001"


def logged(message: object, *arguments: object) -> str:
    record = logging.LogRecord("test", logging.INFO, __file__, 1, message, arguments, None)
    assert MaskNik().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        (f"person {NIK} found", ()),
        ("person %s found", (NIK,)),
        ("person %d found", (int(NIK),)),
        (f"/people/?nik={NIK}&page=2", ()),
        ("%(nik)s", ({"nik": NIK},)),
    ],
)
def test_a_number_is_masked_wherever_it_stands(message: str, arguments: tuple[object, ...]) -> None:
    said = logged(message, *arguments)
    assert NIK not in said
    assert "6471********0001" in said


@pytest.mark.parametrize("text", ["12345678901234567890", "081234567890", "3 rows"])
def test_other_numbers_stay(text: str) -> None:
    assert logged(text) == text


def test_what_went_wrong_is_masked_with_the_values_it_went_wrong_with() -> None:
    said = settings.LOGGING["formatters"]["line"]
    line = import_string(said["()"])(said["format"])
    try:
        raise ValueError(f"cannot save {NIK}, or 6471 0152 0305 0001, or {NIK}7")
    except ValueError:
        record = logging.LogRecord("test", logging.ERROR, __file__, 1, "broken", (), sys.exc_info())
    text = line.format(record)
    assert "ValueError" in text
    assert text.splitlines()[-1].count("*") == 8 + 11 + 9
    assert "0152" not in text.splitlines()[-1]


def test_every_handler_of_the_program_masks() -> None:
    assert all(handler["formatter"] == "line" for handler in settings.LOGGING["handlers"].values())
    assert not any(logger.get("handlers") for logger in settings.LOGGING["loggers"].values())
    assert settings.LOGGING["filters"]["mask_nik"]["()"] == f"{MaskNik.__module__}.{MaskNik.__qualname__}"
    assert import_string(settings.LOGGING["filters"]["mask_nik"]["()"]) is MaskNik
    assert all("mask_nik" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
