"""Each operation has an example that is true: it was sent and answered in the story, and it fits the document.

To write them anew after a change: `UPDATE_OPENAPI=1 pytest test_examples.py test_document.py`, in this order.
"""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from jsonschema import Draft202012Validator, FormatChecker

from kaltim_naker.api.docs import openapi
from kaltim_naker.api.examples import EXAMPLES, FILE
from kaltim_naker.api.rest import throttling
from tests.kaltim_naker.api.examples.stage import set_up
from tests.kaltim_naker.api.examples.story import tell

pytestmark = pytest.mark.django_db
#: Bytes of a document are no example.
WITHOUT = {"application/problem+json", "application/pdf", "multipart/form-data"}


@pytest.fixture
def told(province, balikpapan, samarinda_office, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    for name in ("READS_A_MINUTE", "WRITES_A_MINUTE", "STRANGERS_A_MINUTE"):
        monkeypatch.setattr(throttling, name, 10**6)
    stage = set_up(province, balikpapan, samarinda_office)
    diary = tell(stage)
    cache.clear()
    monkeypatch.setattr(throttling, "READS_A_MINUTE", 0)
    diary.refuse(stage.city.get("regions"), 429)
    return diary.written()


def test_the_examples_are_those_of_the_story(told):
    """What is sent is still taken, and what is answered has still the same shape."""
    if os.environ.get("UPDATE_OPENAPI"):
        FILE.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
        EXAMPLES.update(told)
        openapi.cache_clear()
        return
    assert shape(told) == shape(EXAMPLES), "write them anew: UPDATE_OPENAPI=1"


def bodies() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Operation, part of it, and its media type, of whatever is sent or answered, refusals aside."""
    for said in (said for methods in openapi()["paths"].values() for said in methods.values()):
        parts = {"request": said.get("requestBody", {})}
        parts |= {status: answer for status, answer in said["responses"].items() if status.startswith("2")}
        for part, body in parts.items():
            for media, content in body.get("content", {}).items():
                if media in WITHOUT:
                    continue
                yield said["operationId"], part, content


def test_every_body_has_an_example():
    without = [(name, part) for name, part, content in bodies() if not content.get("examples")]
    assert not without


def test_every_refusal_has_an_example():
    named = set(openapi()["components"]["examples"])
    without = {
        (said["operationId"], status)
        for methods in openapi()["paths"].values()
        for said in methods.values()
        for status in said["responses"]
        if not status.startswith("2") and f"problem_{status}" not in named
    }
    assert not without


def test_every_example_fits_and_holds_nothing_that_the_document_does_not_know():
    document = _closed(json.loads(json.dumps(openapi())))
    wrong = []
    for name, part, content in bodies():
        schema = _closed({**content["schema"], "components": document["components"]})
        for example in content["examples"].values():
            errors = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(example["value"])
            wrong += [f"{name} {part} {one.json_path}: {one.message[:200]}" for one in errors]
    problem = {"$ref": "#/components/schemas/Problem", "components": document["components"]}
    for status, value in EXAMPLES["problems"].items():
        wrong += [f"{status} {one.message}" for one in Draft202012Validator(problem).iter_errors(value)]
    assert not wrong, "\n".join(wrong)


def _closed(schema: Any) -> Any:
    """The same, with nothing beside the properties that it names."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: _closed(one) for name, one in schema.items()}
    if inner.get("type") == "object" and "properties" in inner:
        inner.setdefault("additionalProperties", False)
    return inner


def shape(value: Any, path: str = "") -> set[str]:
    """The paths of names; what is in lists counts once."""
    return set(_paths(value, path))


def _paths(value: Any, path: str) -> Iterator[str]:
    yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths(inner, f"{path}/{name}")
    elif isinstance(value, list):
        for inner in value[:1]:
            yield from _paths(inner, f"{path}[]")
