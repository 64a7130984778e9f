"""Our schema of Ollama's wire against Ollama's own API description, where that file is given."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from support.ollama_wire import SCHEMAS

_GIVEN = os.environ.get("AIWS_OLLAMA_OPENAPI", "")
_BESIDE = Path(__file__).parents[3] / "shared" / "contracts" / "ollama-openapi.yaml"

CHAT = {
    "model": "qwen2.5-coder:1.5b",
    "messages": [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "q"},
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"function": {"name": "f", "arguments": {"a": 1}}}],
        },
        {"role": "tool", "content": "r", "tool_name": "f"},
    ],
    "tools": [
        {
            "type": "function",
            "function": {"name": "f", "description": "d", "parameters": {"type": "object", "properties": {}}},
        }
    ],
    "format": {"type": "object"},
    "stream": True,
    "think": False,
    "keep_alive": "30m",
    "options": {"num_ctx": 8192, "num_predict": 100, "temperature": 0, "seed": 0, "stop": [";"]},
}


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    path = Path(_GIVEN) if _GIVEN else _BESIDE
    if not path.is_file():
        pytest.skip("Ollama's API description is not here: set AIWS_OLLAMA_OPENAPI to ollama-openapi.yaml")
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def _request(published: dict[str, Any], path: str) -> dict[str, Any]:
    schema = published["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return {"$ref": schema["$ref"], "components": published["components"]}


def _resolved(published: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = published["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def test_a_full_request_fits_both(published: dict[str, Any]) -> None:
    jsonschema.validate(CHAT, SCHEMAS["/api/chat"])
    jsonschema.validate(CHAT, _request(published, "/api/chat"))


@pytest.mark.parametrize("path", sorted(SCHEMAS))
def test_every_property_we_allow_is_published(published: dict[str, Any], path: str) -> None:
    theirs = _resolved(published, _request(published, path))
    ours = SCHEMAS[path]
    assert set(ours["properties"]) <= set(theirs["properties"])
    # What they require, we require; we require more, on purpose.
    assert set(theirs.get("required", ())) <= set(ours["required"])


def test_messages_roles_and_options_agree(published: dict[str, Any]) -> None:
    schemas = published["components"]["schemas"]
    message = SCHEMAS["/api/chat"]["properties"]["messages"]["items"]
    assert set(message["required"]) == set(schemas["ChatMessage"]["required"])
    assert message["properties"]["role"]["enum"] == schemas["ChatMessage"]["properties"]["role"]["enum"]
    # tool_name is in Ollama's guide and its client, not yet in the description.
    assert set(message["properties"]) - {"tool_name"} <= set(schemas["ChatMessage"]["properties"])
    options = SCHEMAS["/api/chat"]["properties"]["options"]["properties"]
    assert set(options) <= set(schemas["ModelOptions"]["properties"])
    for name, ours in options.items():
        theirs = schemas["ModelOptions"]["properties"][name]
        assert ours["type"] == theirs.get("type", ours["type"])


@pytest.mark.parametrize("missing", ["think", "keep_alive", "options", "messages", "model"])
def test_what_must_be_on_every_call_is_missed(missing: str) -> None:
    broken = {key: value for key, value in CHAT.items() if key != missing}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, SCHEMAS["/api/chat"])
