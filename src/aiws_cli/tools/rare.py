"""What is rarely needed, behind one tool: the head a model reads stays short and the same, however many tools there are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..core.messages import ToolSpec
from .registry import Tool, ToolError

NAME = "call_tool"


def spec(tools: Sequence[Tool]) -> ToolSpec:
    """What the model reads of `call_tool`: a line a tool, its name and parameters, then what it does."""
    lines = [f"{_signature(t.spec)} {t.spec.description.split(chr(10))[0]}" for t in tools]
    return ToolSpec(
        NAME,
        "Call one of these by name, arguments as an object:\n" + "\n".join(lines),
        {
            "type": "object",
            "properties": {"name": {"type": "string"}, "arguments": {"type": "object"}},
            "required": ["name"],
        },
    )


def unwrapped(arguments: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The name and arguments of the tool that is meant. Raises ToolError for what is no such call.

    A small model writes the arguments as an object, as its JSON text, or beside the name.
    """
    name, inner = arguments.get("name"), arguments.get("arguments")
    if not isinstance(name, str) or not name.strip():
        raise ToolError(tool=NAME, detail="missing: name", shape="missing: name")
    if inner is None:
        inner = {k: v for k, v in arguments.items() if k != "name"}
    if isinstance(inner, str):
        try:
            inner = json.loads(inner) if inner.strip() else {}
        except ValueError:
            inner = None
    if not isinstance(inner, Mapping):
        raise ToolError(tool=NAME, detail="arguments: an object", shape="arguments: an object")
    return name.strip(), inner


def _signature(described: ToolSpec) -> str:
    properties: Mapping[str, Any] = described.parameters.get("properties", {})
    required = described.parameters.get("required", ())
    return f"{described.name}({', '.join(n if n in required else n + '?' for n in properties)})"
