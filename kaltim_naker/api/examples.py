"""The examples of the OpenAPI document: exchanges that were really made, as `tests/kaltim_naker/api/examples` tells.

`examples.json` holds for each operation what was sent and answered, and for each status a refusal. Who changes a
resource writes it anew by a test (`UPDATE_OPENAPI=1`), so an example cannot grow old.
"""

import json
from pathlib import Path
from typing import Any

from kaltim_naker.api.constants import PROBLEM_TYPE

FILE = Path(__file__).with_name("examples.json")
EXAMPLES: dict[str, Any] = json.loads(FILE.read_text())


def add_examples(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular: every body that has an example gets it; refusals share theirs."""
    for said in (said for methods in result["paths"].values() for said in methods.values()):
        example = EXAMPLES["operations"].get(said["operationId"], {})
        if "request" in example:
            _show(said["requestBody"], example["request"])
        if "response" in example:
            _show(said["responses"][example["status"]], example["response"])
            if example["status"] == "201":  # with validate_only the same is answered with 200
                _show(said["responses"]["200"], example["response"])
        for status, answer in said["responses"].items():
            if PROBLEM_TYPE in answer.get("content", {}) and status in EXAMPLES["problems"]:
                reference = {"$ref": f"#/components/examples/problem_{status}"}
                answer["content"][PROBLEM_TYPE]["examples"] = {"refused": reference}
    result["components"]["examples"] = {
        f"problem_{status}": {"value": value} for status, value in sorted(EXAMPLES["problems"].items())
    }
    return result


def _show(said: dict[str, Any], value: Any) -> None:
    for media, content in said["content"].items():
        if media != PROBLEM_TYPE:
            content["examples"] = {"sent": {"value": value}}
