"""A model that says what a test wrote down, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from aiws_cli.core.messages import (
    Message,
    ModelPart,
    ModelRequest,
    Prefilling,
    Reply,
    TextPart,
    ToolCall,
    ToolSpec,
    Usage,
)
from aiws_cli.models.token_count import upper_estimate


class UnexpectedRequestError(AssertionError):
    """A request nobody wrote a reply for. A test fails on it: it is no error of the product."""


@dataclass(frozen=True)
class When:
    """A reply for every request whose text holds all of `parts` (system, messages and tool results together).

    With `last_only` they must stand in the last message. `times` bounds how often it answers; 0 is always.
    """

    parts: tuple[str, ...]
    reply: Reply | str | Exception
    last_only: bool = True
    times: int = 0


@dataclass
class ScriptedModel:
    """Replies in order from `replies`; when they are used up, or first where one matches, from `rules`.

    A reply is a Reply, a text, or an exception to raise. Every request is kept in `requests`. `closed_early` counts
    streams that were closed before their Reply.
    """

    replies: Sequence[Reply | str | Exception] = ()
    rules: Sequence[When] = ()
    name: str = "scripted"
    provider: str = "scripted"
    context: int = 8192
    requests: list[ModelRequest] = field(default_factory=list)
    closed_early: int = 0
    on_request: Callable[[ModelRequest], None] | None = None

    def __post_init__(self) -> None:
        self._left = list(self.replies)
        self._used: dict[int, int] = {}

    def digest(self) -> str:
        return f"scripted/{self.name}"

    def window(self) -> int:
        return self.context

    def count(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> int:
        return upper_estimate(messages, tools)

    def close(self) -> None:
        return

    def stream(self, request: ModelRequest) -> Iterator[ModelPart]:
        self.requests.append(request)
        if self.on_request is not None:
            self.on_request(request)
        reply = self._reply(request)
        total = self.count(request.messages, request.tools)
        done = False
        try:
            yield Prefilling(total, total)
            for start in range(0, len(reply.text), 7):
                yield TextPart(reply.text[start : start + 7])
            done = True
            yield reply
        finally:
            if not done:
                self.closed_early += 1

    def _reply(self, request: ModelRequest) -> Reply:
        for number, rule in enumerate(self.rules):
            used = self._used.get(number, 0)
            if (not rule.times or used < rule.times) and _matches(rule, request):
                self._used[number] = used + 1
                return self._made(rule.reply, request)
        if self._left:
            return self._made(self._left.pop(0), request)
        last = request.messages[-1].content if request.messages else ""
        raise UnexpectedRequestError(
            f"request {len(self.requests)} has no scripted reply; it ends with:\n{last[-1500:]}"
        )

    def _made(self, reply: Reply | str | Exception, request: ModelRequest) -> Reply:
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, str):
            reply = Reply(text=reply)
        if reply.usage == Usage():
            prompt = self.count(request.messages, request.tools)
            reply = replace(reply, usage=Usage(prompt, 0, max(1, len(reply.text) // 4)))
        return reply


def call(name: str, **arguments: object) -> Reply:
    """A reply that is one native tool call."""
    return Reply(text="", tool_calls=(ToolCall("call_1", name, arguments),), stop="tool_calls")


def _matches(rule: When, request: ModelRequest) -> bool:
    if not request.messages:
        return not rule.parts
    texts = [request.messages[-1].content] if rule.last_only else [m.content for m in request.messages]
    whole = "\n".join(texts)
    return all(part in whole for part in rule.parts)
