"""The turn loop: ask the model, do what it calls for, tell it what came out, until it answers in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from dataclasses import dataclass

from ..core.errors import AiwsError, HumanNeededError, LimitError
from ..core.events import Event, Notice, ToolFinished, ToolStarted
from ..core.language import Language, say
from ..core.messages import Message, ModelRequest, Reply, ToolCall, Usage
from ..core.results import QueryOutcome
from ..core.untrusted import framed
from ..governance.privacy.cells import notice
from ..tools.python import PythonOutcome
from ..tools.registry import Tool, ToolContext, ToolError
from .permissions import NotPermitted

# The same call twice more tells nothing new; a small model that repeats itself will not stop by itself.
_SAME_CALL_LIMIT = 2
_DONE = "done; what came out is shown to the asker"


@dataclass(frozen=True)
class Loop:
    """What came of a loop: the line of messages to go on from, the words, and the last result if there was one.

    `computed` is the last code that left a table, where no query came after it; `unheld` says that code ran without a
    sandbox.
    """

    messages: tuple[Message, ...]
    text: str
    outcome: QueryOutcome | None
    written_sql: str
    model_calls: int
    tool_calls: int
    usage: Usage
    computed: PythonOutcome | None = None
    unheld: bool = False


def run_loop(
    messages: tuple[Message, ...],
    tools: tuple[Tool, ...],
    context: ToolContext,
    ask_model: Callable[[ModelRequest, str], Generator[Event, None, Reply]],
    *,
    language: Language,
    max_turns: int,
    max_tokens: int,
) -> Generator[Event, None, Loop]:
    """Go on from `messages` (the question is the last one) until the model answers without a call.

    Raises LimitError after `max_turns` model calls, or when the same call comes again and again.
    """
    by_name = {t.name: t for t in tools}
    specs = tuple(t.spec for t in tools)
    calls_seen: dict[str, int] = {}
    outcome: QueryOutcome | None = None
    written_sql = ""
    computed: PythonOutcome | None = None
    unheld = False
    tool_calls = 0
    usage = Usage()
    for turn in range(1, max_turns + 1):
        reply = yield from ask_model(ModelRequest(messages, tools=specs, max_tokens=max_tokens), "answer")
        usage = usage + reply.usage
        messages = (*messages, Message("assistant", reply.text, reply.tool_calls))
        if not reply.tool_calls:
            text = reply.text.strip()
            return Loop(messages, text, outcome, written_sql, turn, tool_calls, usage, computed, unheld)
        for call in reply.tool_calls:
            same = f"{call.name} {json.dumps(dict(call.arguments), sort_keys=True, ensure_ascii=False)}"
            calls_seen[same] = calls_seen.get(same, 0) + 1
            if calls_seen[same] > _SAME_CALL_LIMIT + 1:
                raise LimitError(
                    limit=say("agent.limit.same_call", language, tool=call.name), value=_SAME_CALL_LIMIT + 1
                )
            tool_calls += 1
            yield ToolStarted(tool=call.name, arguments=dict(call.arguments), repaired=call.repaired)
            text, summary, ok, value = _call(by_name, context, call)
            if isinstance(value, tuple) and value and isinstance(value[0], QueryOutcome):
                outcome, written_sql, computed = value[0], str(call.arguments.get("sql", "")), None
                if personal := notice(outcome, language):
                    yield Notice(text=personal, level="warning")
            elif isinstance(value, PythonOutcome):
                computed = value if value.table is not None else computed
                unheld = unheld or bool(value.run.label)
            if calls_seen[same] > 1:
                text = f"You made this call before; its result is the same. Answer now from what you have.\n{text}"
                yield Notice(text=say("agent.repeated_call", language, tool=call.name), level="warning")
            yield ToolFinished(tool=call.name, ok=ok, summary=summary)
            messages = (*messages, Message("tool", text, tool_call_id=call.id, tool_name=call.name))
    raise LimitError(limit="max_turns", value=max_turns)


def _call(by_name: dict[str, Tool], context: ToolContext, call: ToolCall) -> tuple[str, str, bool, object]:
    found = by_name.get(call.name)
    try:
        if found is None:
            detail = f"no such tool; there are: {', '.join(by_name)}"
            raise ToolError(tool=call.name, detail=detail, shape=detail)
        result = found.call(context, call.arguments)
    except AiwsError as problem:
        # What may not be done, or not without a person, ends the turn: a model that is told so tries another way.
        ends = problem.ends_turn or problem.actor == "crash" or problem.exit_code in (3, 75, 130)
        if ends or isinstance(problem, (HumanNeededError, NotPermitted)):
            raise
        told = _shape(problem) if context.schema_only else problem.message("en")
        return f"error:\n{framed(told)}", problem.message(), False, None
    told = (result.shape or _DONE) if context.schema_only else result.text
    return framed(told), result.summary, True, result.value


def _shape(problem: AiwsError) -> str:
    """What a model that may see no value of a row is told of an error: what the tool vouches for, else its kind alone."""
    return str(problem.slots.get("shape") or problem.code)
