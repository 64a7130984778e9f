"""The turn loop: ask the model, do what it calls for, tell it what came out, until it answers in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import ClassVar

from ..core.errors import AiwsError, HumanNeededError, LimitError
from ..core.events import Event, Notice, ToolFinished, ToolStarted
from ..core.language import Language, say
from ..core.messages import Message, ModelRequest, Reply, ToolCall, ToolSpec, Usage
from ..core.results import QueryOutcome
from ..core.untrusted import framed
from ..governance.privacy.cells import notice
from ..tools import rare
from ..tools.edit_reply import ReplyRefused, changes
from ..tools.python import PythonOutcome
from ..tools.registry import Tool, ToolContext, ToolError
from .permissions import NotPermitted

# The same call twice more tells nothing new; a small model that repeats itself will not stop by itself.
_SAME_CALL_LIMIT = 2
# A model that is told of an error mends it soon or not at all.
_ERRORS_LIMIT = 4
Fit = Callable[[tuple[Message, ...]], Generator[Event, None, tuple[Message, ...]]]
_DONE = "done; what came out is shown to the asker"


class NoProgress(LimitError):
    """The model goes round in circles, or nothing but errors comes of what it tries. Slots: limit (what), value (how often)."""

    code: ClassVar[str] = "no_progress"


@dataclass(frozen=True)
class Loop:
    """What came of a loop: the line of messages to go on from, the words, and the last result if there was one.

    `computed` is the last code that left a table, where no query came after it; `unheld` says that code ran without a
    sandbox; `audit_ids` are the records behind what was found, in order.
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
    audit_ids: tuple[str, ...] = ()


def run_loop(
    messages: tuple[Message, ...],
    tools: tuple[Tool, ...],
    context: ToolContext,
    ask_model: Callable[[ModelRequest, str], Generator[Event, None, Reply]],
    *,
    language: Language,
    max_turns: int,
    max_tokens: int,
    more: tuple[Tool, ...] = (),
    fit: Fit | None = None,
    keep: Callable[[tuple[Message, ...]], object] = lambda _messages: None,
) -> Generator[Event, None, Loop]:
    """Go on from `messages` (the question is the last one) until the model answers without a call.

    `more` are tools the model reaches through `call_tool`. `fit` sees the messages before each request, and gives back
    those that are sent instead; `keep` is told of them as they grow, so that what ends early leaves what there was. Raises
    LimitError after `max_turns` model calls, NoProgress when the same call comes again and again, or when nothing but errors
    comes of what is tried.
    """
    by_name = {t.name: t for t in (*tools, *more)}
    specs = specs_of(tools, more)
    calls_seen: dict[str, int] = {}
    outcome: QueryOutcome | None = None
    written_sql = ""
    computed: PythonOutcome | None = None
    unheld = False
    tool_calls = failed = 0
    usage = Usage()
    records: dict[str, None] = {}
    for turn in range(1, max_turns + 1):
        if fit is not None:
            messages = yield from fit(messages)
        reply = yield from ask_model(ModelRequest(messages, tools=specs, max_tokens=max_tokens), "answer")
        usage = usage + reply.usage
        calls = reply.tool_calls or _written_changes(reply.text, by_name, context)
        messages = (*messages, Message("assistant", reply.text, calls))
        keep(messages)
        if not calls:
            text = reply.text.strip()
            return Loop(
                messages,
                text,
                outcome,
                written_sql,
                turn,
                tool_calls,
                usage,
                computed,
                unheld,
                tuple(r for r in records if r),
            )
        for asked in calls:
            call = _meant(asked)
            same = f"{call.name} {json.dumps(dict(call.arguments), sort_keys=True, ensure_ascii=False)}"
            calls_seen[same] = calls_seen.get(same, 0) + 1
            if calls_seen[same] > _SAME_CALL_LIMIT + 1:
                raise NoProgress(
                    limit=say("agent.limit.same_call", language, tool=call.name), value=_SAME_CALL_LIMIT + 1
                )
            tool_calls += 1
            yield ToolStarted(tool=call.name, arguments=dict(call.arguments), repaired=call.repaired)
            text, summary, ok, value = _call(by_name, context, call)
            if isinstance(value, tuple) and value and isinstance(value[0], QueryOutcome):
                outcome, written_sql, computed = value[0], str(call.arguments.get("sql", "")), None
                records.setdefault(outcome.audit_id)
                if personal := notice(outcome, language):
                    yield Notice(text=personal, level="warning")
            elif isinstance(value, PythonOutcome):
                computed = value if value.table is not None else computed
                records.setdefault(value.audit_id)
                unheld = unheld or bool(value.run.label)
            if calls_seen[same] > 1:
                text = f"You made this call before; its result is the same. Answer now from what you have.\n{text}"
                yield Notice(text=say("agent.repeated_call", language, tool=call.name), level="warning")
            yield ToolFinished(tool=call.name, ok=ok, summary=summary)
            messages = (*messages, Message("tool", text, tool_call_id=call.id, tool_name=asked.name))
            keep(messages)
            failed = 0 if ok else failed + 1
            if failed > _ERRORS_LIMIT:
                raise NoProgress(limit=say("agent.limit.errors", language, said=summary), value=failed)
    raise LimitError(limit="max_turns", value=max_turns)


def specs_of(tools: tuple[Tool, ...], more: tuple[Tool, ...]) -> tuple[ToolSpec, ...]:
    """The tools as they stand in the head a model reads."""
    return (*(t.spec for t in tools), *((rare.spec(more),) if more else ()))


def _written_changes(text: str, by_name: dict[str, Tool], context: ToolContext) -> tuple[ToolCall, ...]:
    """Changes of files the model wrote into its reply, as the call of `edit_file` they stand for; none in other replies."""
    if context.folder is None or "edit_file" not in by_name:
        return ()
    try:
        found = bool(changes(text, context.folder.names()))
    except ReplyRefused:
        found = True  # The tool says what is wrong with it.
    return (ToolCall("call_1", "edit_file", {"change": text}, repaired=True),) if found else ()


def _meant(call: ToolCall) -> ToolCall:
    """The tool behind `call_tool`: events, permissions and log speak of that one."""
    if call.name != rare.NAME:
        return call
    try:
        name, arguments = rare.unwrapped(call.arguments)
    except ToolError:
        return call
    return ToolCall(call.id, name, arguments, call.repaired)


def _call(by_name: dict[str, Tool], context: ToolContext, call: ToolCall) -> tuple[str, str, bool, object]:
    found = by_name.get(call.name)
    try:
        if found is None:
            if call.name == rare.NAME:
                rare.unwrapped(call.arguments)
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
