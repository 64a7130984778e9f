"""One door for tools: `@tool("name", effect="read")` on a function.

The docstring is what the model reads, the annotations are its parameters, `effect` is what permissions read. A tool that
does more than read says with `deed` on what exactly; nothing runs before the turn's gate has let that deed pass.
"""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, get_type_hints

from ..core.deeds import Deed, Effect
from ..core.errors import Actor, AiwsError
from ..core.messages import ToolSpec
from ..core.ports import Catalog, GuardedWarehouse
from .bench import Bench
from .folder import Folder
from .places import as_named
from .results import Results


class ToolError(AiwsError):
    """A tool was called wrongly; the model is told and may try again. Slots: tool, detail, shape.

    `shape` is the detail without any value of a row; where it is left out, a model that may see none is told nothing of it.
    """

    code = "tool"
    exit_code = 6
    actor: Actor = "model"


class Gate(Protocol):
    """Lets deeds pass or not. `agent.permissions` has the one there is."""

    def passing(self, deed: Deed) -> AbstractContextManager[None]:
        """A block in which the deed may be done; raises before it where it may not."""
        ...

    def taint(self, source: str) -> None:
        """Note that the model is about to see text from outside."""
        ...


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What tools work with in one turn. `deed` is, while a tool runs, what was let pass: it does that and no more.

    `results` are those of the whole session; without a `bench` no code is run, without a `folder` no file is touched.
    `keep` is told of files before they are changed, so that it can be undone; where it raises, nothing is changed.
    """

    catalog: Catalog
    warehouse: GuardedWarehouse
    question: str
    workspace: str
    evidence: Mapping[str, object]
    gate: Gate
    deed: Deed | None = None
    schema_only: bool = False
    results: Results = field(default_factory=Results)
    bench: Bench | None = None
    folder: Folder | None = None
    keep: Callable[[tuple[Path, ...]], object] = lambda _paths: None


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool hands back: `text` for the model, `summary` one line for the person, `value` for the loop.

    `shape` is what a model is told that may see no value of a row: without it, that the tool is done and nothing else.
    `untrusted` is False only where every word of `text` is our own.
    """

    text: str
    summary: str
    value: Any = None
    untrusted: bool = True
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    effect: Effect
    spec: ToolSpec
    _perform: Callable[..., ToolResult] = field(repr=False)
    _deed: Callable[..., Deed] | None = field(default=None, repr=False)

    def call(self, context: ToolContext, arguments: Mapping[str, Any]) -> ToolResult:
        """Run it, when the gate lets it pass, with arguments checked by name and type. Raises ToolError for wrong ones.

        What the system says no to (a folder nobody may write to, a full disk, a name that is too long) is a ToolError too.
        """
        given = self._checked(arguments)
        if context.folder is not None and "path" in given:
            given["path"] = as_named(context.folder.path, given["path"])
        try:
            deed = self.deed(context, given)
            with context.gate.passing(deed):
                context.keep(deed.writes)
                result = self._perform(replace(context, deed=deed), **given)
        except OSError as problem:
            detail = ": ".join(map(str, filter(None, (problem.filename, problem.strerror or str(problem)))))
            raise ToolError(tool=self.name, detail=detail, shape=problem.strerror or self.name) from problem
        except AiwsError:
            # A complaint may quote what was read, an engine's as well as that of a change that does not fit.
            context.gate.taint(self.name)
            raise
        if result.untrusted:
            context.gate.taint(self.name)
        return result

    def deed(self, context: ToolContext, given: Mapping[str, Any]) -> Deed:
        """What a call with these arguments would do, without doing it."""
        if self._deed is not None:
            said = self._deed(context, **given)
            return replace(said, tool=self.name, effect=self.effect, arguments=dict(given))
        detail = "" if self.effect == "read" else json.dumps(dict(given), ensure_ascii=False, indent=1)
        return Deed(self.name, self.effect, dict(given), detail)

    def _checked(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        schema = self.spec.parameters
        known: Mapping[str, Any] = schema.get("properties", {})
        unknown = set(arguments) - set(known)
        missing = [name for name in schema.get("required", ()) if name not in arguments]
        if unknown or missing:
            wrong = ", ".join(
                [*(f"unknown: {n}" for n in sorted(unknown)), *(f"missing: {n}" for n in missing)]
            )
            raise ToolError(tool=self.name, detail=wrong, shape=wrong)
        given: dict[str, Any] = {}
        for name, value in arguments.items():
            wanted = known[name]["type"]
            if wanted == "integer":
                try:
                    value = int(value)
                except (TypeError, ValueError) as problem:
                    raise ToolError(
                        tool=self.name, detail=f"{name}: integer", shape=f"{name}: integer"
                    ) from problem
            elif not isinstance(value, str) or not _is_text(value):
                raise ToolError(tool=self.name, detail=f"{name}: string", shape=f"{name}: string")
            given[name] = value
        return given


def _is_text(value: str) -> bool:
    """Whether the system can take it for a name or a line: no NUL, no half of a letter."""
    try:
        return b"\0" not in os.fsencode(value)
    except UnicodeEncodeError:
        return False


def tool(
    name: str, *, effect: Effect, deed: Callable[..., Deed] | None = None
) -> Callable[[Callable[..., ToolResult]], Tool]:
    """Make a tool of a function whose first parameter is the ToolContext and whose others are str or int.

    `deed` is called as the function is, and says what the call would do: files, hosts, recipients, and the whole of it in
    `detail`. It changes nothing.
    """

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
        return Tool(name, effect, ToolSpec(name, inspect.getdoc(function) or "", schema), function, deed)

    return make
