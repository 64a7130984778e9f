"""Replies kept by (model digest, request): the same request to the same weights costs nothing the second time.

For tests and evaluation, where sampling is greedy and a reply is a fact. Not used in conversations.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..core.errors import NoAnswerError
from ..core.messages import Message, ModelPart, ModelRequest, Reply, TextPart, ToolCall, ToolSpec, Usage
from ..core.ports import Model
from .gguf import write_private
from .token_count import plain


class CacheMissError(NoAnswerError):
    """A request that is not in the cache, where only the cache may answer. Slots: reason."""


class CachedModel:
    """A Model over another one. `replay_only` never calls it: a missing reply raises CacheMissError.

    `fresh` asks anew and keeps the new reply. `saved_s` adds up the seconds that replies out of the cache once took.
    """

    def __init__(self, model: Model, folder: Path, *, replay_only: bool = False, fresh: bool = False) -> None:
        self.name = model.name
        self.provider = model.provider
        self.saved_s = 0.0
        self._model = model
        self._folder = folder
        self._replay_only = replay_only
        self._fresh = fresh

    def digest(self) -> str:
        return self._model.digest()

    def window(self) -> int:
        return self._model.window()

    def count(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> int:
        return self._model.count(messages, tools)

    def close(self) -> None:
        self._model.close()

    def stream(self, request: ModelRequest) -> Iterator[ModelPart]:
        path = self._path(request)
        kept = None if self._fresh else _read(path)
        if kept is not None:
            reply, seconds = kept
            self.saved_s += seconds
            if reply.text:
                yield TextPart(reply.text)
            yield reply
            return
        if self._replay_only:
            raise CacheMissError(reason=f"no cached reply {path.name}")
        started = time.monotonic()
        for part in self._model.stream(request):
            if isinstance(part, Reply):
                write_private(path, _written(part, time.monotonic() - started))
            yield part

    def _path(self, request: ModelRequest) -> Path:
        key = request.key(self.digest())
        return self._folder / key[:2] / f"{key}.json"


def _written(reply: Reply, seconds: float) -> bytes:
    value = {
        "text": reply.text,
        "tool_calls": [
            {"id": c.id, "name": c.name, "arguments": plain(c.arguments), "repaired": c.repaired}
            for c in reply.tool_calls
        ],
        "usage": [reply.usage.prompt_tokens, reply.usage.cached_tokens, reply.usage.completion_tokens],
        "stop": reply.stop,
        "seconds": round(seconds, 3),
    }
    return json.dumps(value, ensure_ascii=False).encode()


def _read(path: Path) -> tuple[Reply, float] | None:
    """The kept reply and the seconds it took; None when there is none or the file is not one (it is then written anew)."""
    try:
        value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        reply = Reply(
            text=value["text"],
            tool_calls=tuple(ToolCall(**call) for call in value["tool_calls"]),
            usage=Usage(*value["usage"]),
            stop=value["stop"],
            from_cache=True,
        )
        return reply, float(value.get("seconds", 0.0))
    except (OSError, ValueError, KeyError, TypeError):
        return None
