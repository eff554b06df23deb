"""The OpenAPI document is what is committed, without a warning; a change of it is a decision that others must hear of.

To accept a change, run with `UPDATE_OPENAPI=1`, commit `docs/api/openapi.json` and write `docs/api/changelog.md`.
"""

import json
import os
from pathlib import Path

from drf_spectacular.drainage import GENERATOR_STATS

from kaltim_naker.api.docs import openapi, operations
from kaltim_naker.api.postman import collection, written

DOCS = Path(__file__).parents[3] / "docs" / "api"
SNAPSHOT = DOCS / "openapi.json"


def document() -> dict:
    openapi.cache_clear()
    GENERATOR_STATS.reset()
    return json.loads(json.dumps(openapi()))


def test_it_is_the_committed_one(settings):
    found = document()
    if os.environ.get("UPDATE_OPENAPI"):
        SNAPSHOT.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    assert found == json.loads(SNAPSHOT.read_text())
    assert found["openapi"].startswith("3.1")


def test_the_postman_collection_is_that_of_the_document():
    openapi.cache_clear()
    if os.environ.get("UPDATE_OPENAPI"):
        (DOCS / "postman.json").write_text(written())
    assert written() == (DOCS / "postman.json").read_text(), "write it anew: script/manage api_postman"
    named = {item["name"] for folder in collection()["item"] for item in folder["item"]}
    assert named == {one.id for _tag, one in operations(openapi())}


def test_it_is_drawn_without_a_warning():
    document()
    assert not GENERATOR_STATS


def test_every_operation_says_what_it_does_and_how_it_is_refused():
    for path, methods in document()["paths"].items():
        for method, said in methods.items():
            assert said["description"], (method, path)
            assert {"400", "429"} <= set(said["responses"]), (method, path)
            if method == "patch":
                assert {"412", "428"} <= set(said["responses"])
