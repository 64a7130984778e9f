"""A model that is told nobody's numbers and no secrets: every request goes through here, whatever put it together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...core.messages import Message, ModelPart, ModelRequest, Reply, TextPart, ToolSpec
from ...core.ports import Model
from .redaction import Placeholders, held_back


class RedactedModel:
    """A Model over another one. Placeholders go out, and values come back in what it replies: text, and calls of tools.

    It keeps nothing between requests. What stands for what follows from the request alone, so a line of talk that
    only grows is sent as one that only grows.
    """

    def __init__(self, model: Model) -> None:
        self.name = model.name
        self.provider = model.provider
        self._model = model

    def digest(self) -> str:
        return self._model.digest()

    def window(self) -> int:
        return self._model.window()

    def count(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> int:
        # Some providers count by sending the text away.
        return self._model.count(hidden(messages)[0], tools)

    def close(self) -> None:
        self._model.close()

    def stream(self, request: ModelRequest) -> Iterator[ModelPart]:
        messages, placeholders = hidden(request.messages)
        if not placeholders:
            yield from self._model.stream(request)
            return
        parts = self._model.stream(replace(request, messages=messages))
        waiting = ""
        try:
            for part in parts:
                if isinstance(part, TextPart):
                    waiting += part.text
                    ready = len(waiting) - held_back(waiting)
                    if ready:
                        yield TextPart(placeholders.restore(waiting[:ready]))
                    waiting = waiting[ready:]
                    continue
                if isinstance(part, Reply):
                    if waiting:
                        yield TextPart(placeholders.restore(waiting))
                        waiting = ""
                    part = _restored(part, placeholders)
                yield part
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()


def hidden(messages: Sequence[Message]) -> tuple[tuple[Message, ...], Placeholders]:
    """The messages with placeholders, and what those stand for."""
    placeholders = Placeholders()
    out = []
    for message in messages:
        content = placeholders.hide(message.content)
        calls = tuple(
            replace(call, arguments=placeholders.hide_inside(call.arguments)) for call in message.tool_calls
        )
        same = content == message.content and calls == message.tool_calls
        out.append(message if same else replace(message, content=content, tool_calls=calls))
    return tuple(out), placeholders


def _restored(reply: Reply, placeholders: Placeholders) -> Reply:
    calls = tuple(replace(c, arguments=placeholders.restore_inside(c.arguments)) for c in reply.tool_calls)
    return replace(reply, text=placeholders.restore(reply.text), tool_calls=calls)
