"""The turn loop: ask the model, do what it calls for, tell it what came out, until it answers in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
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
AskModel = Callable[[ModelRequest, str], Generator[Event, None, Reply]]
Fit = Callable[[tuple[Message, ...]], Generator[Event, None, tuple[Message, ...]]]
ByCode = Callable[["Running"], Generator[Event, None, str]]
"""What code does of a turn by itself before a model works with tools: words are the answer, without any the loop goes on."""
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


@dataclass(frozen=True, slots=True)
class Done:
    """A call that was made: whether it came off, what a model and a person are told of it, and the value it came to."""

    call: ToolCall
    ok: bool
    told: str
    summary: str
    value: object = None


class Running:
    """A loop under way: the line of messages, what was found, and what has to be counted."""

    def __init__(
        self,
        messages: tuple[Message, ...],
        by_name: dict[str, Tool],
        context: ToolContext,
        language: Language,
        keep: Callable[[tuple[Message, ...]], object],
        ask_model: AskModel,
    ) -> None:
        self.messages, self.context, self.language = messages, context, language
        self.by_name, self._keep, self._ask_model = by_name, keep, ask_model
        self.outcome: QueryOutcome | None = None
        self.written_sql = ""
        self.computed: PythonOutcome | None = None
        self.unheld = False
        self.tool_calls = self.model_calls = 0
        self.usage = Usage()
        self._failed = 0
        self._seen: dict[str, int] = {}
        self._records: dict[str, None] = {}

    def grown(self, *more: Message) -> None:
        """The line goes on with these."""
        self.messages = (*self.messages, *more)
        self._keep(self.messages)

    def told(self, text: str) -> None:
        """Add to the last message, which no model has read yet."""
        last = self.messages[-1]
        self.messages = (*self.messages[:-1], replace(last, content=f"{last.content}\n{text}"))
        self._keep(self.messages)

    def asked(self, request: ModelRequest, channel: str = "answer") -> Generator[Event, None, Reply]:
        """The model's reply, counted."""
        reply = yield from self._ask_model(request, channel)
        self.model_calls += 1
        self.usage = self.usage + reply.usage
        return reply

    def ended(self, text: str) -> Loop:
        return Loop(
            self.messages,
            text,
            self.outcome,
            self.written_sql,
            self.model_calls,
            self.tool_calls,
            self.usage,
            self.computed,
            self.unheld,
            tuple(r for r in self._records if r),
        )

    def perform(self, text: str, calls: Sequence[ToolCall]) -> Generator[Event, None, None]:
        """Make the calls of a reply, the line going on with both and with what came out.

        Raises what the tools raise that ends a turn, and NoProgress for the same call once too often or a row of failures.
        """
        self.grown(Message("assistant", text, tuple(calls)))
        for asked in calls:
            call = _meant(asked)
            same = f"{call.name} {json.dumps(dict(call.arguments), sort_keys=True, ensure_ascii=False)}"
            seen = self._seen[same] = self._seen.get(same, 0) + 1
            if seen > _SAME_CALL_LIMIT + 1:
                limit = say("agent.limit.same_call", self.language, tool=call.name)
                raise NoProgress(limit=limit, value=_SAME_CALL_LIMIT + 1)
            done = yield from self.call(asked)
            told = done.told
            if seen > 1:
                told = f"You made this call before; its result is the same. Answer now from what you have.\n{told}"
                yield Notice(text=say("agent.repeated_call", self.language, tool=call.name), level="warning")
            self.grown(Message("tool", told, tool_call_id=call.id, tool_name=asked.name))
            self._failed = 0 if done.ok else self._failed + 1
            if self._failed > _ERRORS_LIMIT:
                limit = say("agent.limit.errors", self.language, said=done.summary)
                raise NoProgress(limit=limit, value=self._failed)

    def call(self, asked: ToolCall, *, may_be_left: bool = False) -> Generator[Event, None, Done]:
        """Make one call and say so; the line stays as it is.

        With `may_be_left` a call that needs a person who is not there, or says no, is left out instead of ending the turn.
        """
        call = _meant(asked)
        self.tool_calls += 1
        yield ToolStarted(tool=call.name, arguments=dict(call.arguments), repaired=call.repaired)
        try:
            text, summary, ok, value = _call(self.by_name, self.context, call)
        except AiwsError as problem:
            # A person who is not there, a rule that says no, no sandbox: what need not be is left.
            if not may_be_left or problem.exit_code not in (3, 4, 5):
                raise
            text, summary, ok, value = "not run", problem.message(), False, None
        if isinstance(value, tuple) and value and isinstance(value[0], QueryOutcome):
            self.outcome, self.written_sql, self.computed = value[0], str(call.arguments.get("sql", "")), None
            self._records.setdefault(self.outcome.audit_id)
            if personal := notice(self.outcome, self.language):
                yield Notice(text=personal, level="warning")
        elif isinstance(value, PythonOutcome):
            self.computed = value if value.table is not None else self.computed
            self._records.setdefault(value.audit_id)
            self.unheld = self.unheld or bool(value.run.label)
        yield ToolFinished(tool=call.name, ok=ok, summary=summary)
        return Done(call, ok, text, summary, value)


def run_loop(
    messages: tuple[Message, ...],
    tools: tuple[Tool, ...],
    context: ToolContext,
    ask_model: AskModel,
    *,
    language: Language,
    max_turns: int,
    max_tokens: int,
    more: tuple[Tool, ...] = (),
    fit: Fit | None = None,
    keep: Callable[[tuple[Message, ...]], object] = lambda _messages: None,
    by_code: ByCode | None = None,
) -> Generator[Event, None, Loop]:
    """Go on from `messages` (the question is the last one) until the model answers without a call.

    `more` are tools the model reaches through `call_tool`. `fit` sees the messages before each request, and gives back
    those that are sent instead; `keep` is told of them as they grow, so that what ends early leaves what there was;
    `by_code` does what needs no model. Raises LimitError after `max_turns` model calls, NoProgress when the same call
    comes again and again, or when nothing but errors comes of what is tried.
    """
    running = Running(messages, {t.name: t for t in (*tools, *more)}, context, language, keep, ask_model)
    specs = specs_of(tools, more)
    if by_code is not None and (words := (yield from by_code(running))):
        running.grown(Message("assistant", words))
        return running.ended(words)
    for _ in range(max_turns):
        if fit is not None:
            running.messages = yield from fit(running.messages)
        reply = yield from running.asked(ModelRequest(running.messages, tools=specs, max_tokens=max_tokens))
        calls = reply.tool_calls or written_changes(reply.text, running.by_name, context)
        if not calls:
            running.grown(Message("assistant", reply.text))
            return running.ended(reply.text.strip())
        yield from running.perform(reply.text, calls)
    raise LimitError(limit="max_turns", value=max_turns)


def specs_of(tools: tuple[Tool, ...], more: tuple[Tool, ...]) -> tuple[ToolSpec, ...]:
    """The tools as they stand in the head a model reads."""
    return (*(t.spec for t in tools), *((rare.spec(more),) if more else ()))


def written_changes(text: str, by_name: dict[str, Tool], context: ToolContext) -> tuple[ToolCall, ...]:
    """Changes of files the model wrote into its reply, as the call of `edit_file` they stand for; none in other replies."""
    if context.folder is None or "edit_file" not in by_name:
        return ()
    try:
        found = bool(changes(text, context.folder.names(), context.folder.wanted()))
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
