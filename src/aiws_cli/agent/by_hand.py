"""A tool called by the person: the gate, the log and the checkpoints of every call, and no model."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import Any

from ..core.answer import Answer
from ..core.events import Event, ToolFinished, ToolStarted
from ..core.language import Language, say
from ..core.runs import RunOutcome
from ..tools.registry import ToolContext, ToolResult
from .checkpoints import Checkpoints
from .permissions import Gate, NotPermitted
from .turn import Turn


def gate(turn: Turn) -> tuple[Gate, Mapping[str, object]]:
    """A gate that asks whatever the mode of the conversation is, and what records say of the turn."""
    evidence = turn.evidence({})
    return Gate(turn.around.grounds, mode="ask", approver=turn.options.approver, evidence=evidence), evidence


def call(
    turn: Turn,
    context: ToolContext,
    points: Checkpoints | None,
    number: int,
    name: str,
    arguments: Mapping[str, Any],
) -> Generator[Event, None, Answer]:
    """Call the tool as turn `number`. Raises what the tool and the gate raise, NotPermitted for one this role has not."""
    around, turn.intent = turn.around, "work"
    tool = next((t for t in (*around.tools, *around.more_tools) if t.name == name), None)
    if tool is None:
        around.warehouse.refused(turn.question, reason="not_permitted", evidence=context.evidence)
        raise NotPermitted(tool=name, why="policy")
    if points is not None:
        points.begin(number)
    yield ToolStarted(tool=name, arguments=dict(arguments))
    changed: tuple[str, ...] = ()
    try:
        result = tool.call(context, arguments)
    finally:
        changed = turn.seen["files_changed"] = points.end() if points is not None else ()
    ended = result.value.exit if isinstance(result.value, RunOutcome) else 0
    yield ToolFinished(tool=name, ok=ended == 0, summary=result.summary)
    turn.tool_calls += 1
    text = _shown(result, turn.language)
    return replace(turn.answer("ok" if ended == 0 else "failed", text), files_changed=changed)


def _shown(result: ToolResult, language: Language) -> str:
    """What a person is shown of a call of their own: what a program printed, and how it ended."""
    if not isinstance(result.value, RunOutcome):
        return result.text
    run = result.value
    printed = "\n".join(text.rstrip("\n") for text in (run.stdout, run.stderr) if text.strip())
    label = (f"[{say('sandbox.label')}]",) if run.label else ()
    return "\n".join((*label, printed or say("repl.command.no_output", language), f"({result.summary})"))
