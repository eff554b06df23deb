"""The Postman collection, drawn from the OpenAPI document. `script/manage api_postman` writes it anew."""

import json
from typing import Any

from kaltim_naker.api.docs import openapi

_SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def collection() -> dict[str, Any]:
    """Version 2.1: a folder for each resource, the token once for all, `server` and `token` as variables."""
    document = openapi()
    folders: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            folders.setdefault(said["tags"][0], []).append(_item(path, method.upper(), said))
    return {
        "info": {"name": document["info"]["title"], "schema": _SCHEMA, "version": document["info"]["version"]},
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]},
        "variable": [{"key": "server", "value": "http://localhost:8000"}, {"key": "token", "value": ""}],
        "item": [{"name": name, "item": items} for name, items in folders.items()],
    }


def written() -> str:
    return json.dumps(collection(), indent=1, ensure_ascii=False) + "\n"


def _item(path: str, method: str, said: dict[str, Any]) -> dict[str, Any]:
    parts = [f":{part[1:-1]}" if part.startswith("{") else part for part in path.strip("/").split("/")]
    request: dict[str, Any] = {
        "method": method,
        "description": said["description"],
        "header": [_header(one) for one in said.get("parameters", ()) if one["in"] == "header"],
        "url": {
            "raw": "{{server}}/" + "/".join(parts),
            "host": ["{{server}}"],
            "path": parts,
            "query": [
                {"key": one["name"], "value": "", "description": one.get("description", ""), "disabled": True}
                for one in said.get("parameters", ())
                if one["in"] == "query"
            ],
            "variable": [{"key": part[1:], "value": ""} for part in parts if part.startswith(":")],
        },
    }
    if "requestBody" in said:
        request["body"] = {"mode": "raw", "raw": _sent(said), "options": {"raw": {"language": "json"}}}
        request["header"].append({"key": "Content-Type", "value": "application/json"})
    return {"name": said["operationId"], "request": request}


def _sent(said: dict[str, Any]) -> str:
    """The example of the document, as somebody would write it."""
    examples = said["requestBody"]["content"]["application/json"]["examples"]
    return json.dumps(next(iter(examples.values()))["value"], indent=2, ensure_ascii=False)


def _header(parameter: dict[str, Any]) -> dict[str, Any]:
    """Postman makes a new key for each request by itself."""
    values = {"Idempotency-Key": "{{$guid}}", "Accept-Language": "id"}
    return {"key": parameter["name"], "value": values.get(parameter["name"], "")}
