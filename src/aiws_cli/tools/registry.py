"""One door for tools: `@tool("name", effect="read")` on a function.

The docstring is what the model reads, the annotations are its parameters, `effect` is what permissions read.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_type_hints

from ..core.errors import Actor, AiwsError
from ..core.messages import ToolSpec
from ..core.ports import Catalog, GuardedWarehouse

Effect = Literal["read", "write", "execute", "publish"]


class ToolError(AiwsError):
    """A tool was called wrongly; the model is told and may try again. Slots: tool, detail."""

    code = "tool"
    exit_code = 6
    actor: Actor = "model"


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What tools work with in one turn."""

    catalog: Catalog
    warehouse: GuardedWarehouse
    question: str
    workspace: str
    evidence: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool hands back: `text` for the model, `summary` one line for the person, `value` for the loop."""

    text: str
    summary: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    effect: Effect
    spec: ToolSpec
    run: Callable[..., ToolResult]

    def call(self, context: ToolContext, arguments: Mapping[str, Any]) -> ToolResult:
        """Run it with arguments checked by name and type. Raises ToolError for wrong ones."""
        schema = self.spec.parameters
        known: Mapping[str, Any] = schema.get("properties", {})
        unknown = set(arguments) - set(known)
        missing = [name for name in schema.get("required", ()) if name not in arguments]
        if unknown or missing:
            wrong = ", ".join(
                [*(f"unknown: {n}" for n in sorted(unknown)), *(f"missing: {n}" for n in missing)]
            )
            raise ToolError(tool=self.name, detail=wrong)
        given: dict[str, Any] = {}
        for name, value in arguments.items():
            wanted = known[name]["type"]
            if wanted == "integer":
                try:
                    value = int(value)
                except (TypeError, ValueError) as problem:
                    raise ToolError(tool=self.name, detail=f"{name}: integer") from problem
            elif not isinstance(value, str):
                raise ToolError(tool=self.name, detail=f"{name}: string")
            given[name] = value
        return self.run(context, **given)


def tool(name: str, *, effect: Effect) -> Callable[[Callable[..., ToolResult]], Tool]:
    """Make a tool of a function whose first parameter is the ToolContext and whose others are str or int."""

    def make(function: Callable[..., ToolResult]) -> Tool:
        hints = get_type_hints(function)
        properties: dict[str, Any] = {}
        required: list[str] = []
        for parameter in list(inspect.signature(function).parameters.values())[1:]:
            properties[parameter.name] = {"type": "integer" if hints[parameter.name] is int else "string"}
            if parameter.default is inspect.Parameter.empty:
                required.append(parameter.name)
        schema: dict[str, Any] = {"type": "object", "properties": properties}
        if required:
            schema["required"] = required
        return Tool(name, effect, ToolSpec(name, inspect.getdoc(function) or "", schema), function)

    return make
