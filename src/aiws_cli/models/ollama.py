"""Ollama over its native /api/chat, through the `ollama` client.

Every call carries num_ctx, keep_alive and think, so that the server never reloads or resets the model between calls.
A prompt that does not fit is refused before it is sent, and a reply whose prompt the server cut is refused after:
Ollama itself would answer from the half it kept, and say nothing.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any

from ..core.messages import Message, ModelPart, ModelRequest, Prefilling, TextPart, ToolSpec, Usage
from ..core.settings import Settings
from . import token_count, tool_calls
from .addresses import ollama_address
from .chat_completions import finished_reply
from .errors import ModelUnreachableError, PromptCutError, PromptTooLongError, ServerFaultError
from .loops import LoopWatch
from .ollama_wire import OllamaWire, same_model

# Seconds to wait before trying again; only while nothing was streamed.
_BACKOFF = (0.3, 1.0, 3.0)
_LEAST_ROOM = 256
# The server's count may differ from ours by its template; below this share of ours part of the prompt is missing.
_MISSING_BELOW = 0.85
# The same where we count with another model's vocabulary.
_MISSING_BELOW_UNKNOWN = 0.6


class OllamaModel:
    """One model of one Ollama server. Nothing is sent before the first call."""

    provider = "ollama"

    def __init__(self, name: str, settings: Settings, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.name = name
        self.address = ollama_address(settings.ollama_host)
        self._settings = settings
        self._sleep = sleep
        self._wire = OllamaWire(self.address, settings)
        self._vocabulary = token_count.vocabulary_of(name)
        self._trained: int | None = None
        self._window = 0
        self._digest = ""
        self._version: tuple[int, ...] | None = None

    def digest(self) -> str:
        """The server's own digest of the model (/api/tags). Raises ModelMissingError when it does not have it."""
        if not self._digest:
            for model in self._wire.models():
                if same_model(str(model.get("name") or model.get("model") or ""), self.name):
                    found = str(model.get("digest") or "")
                    self._digest = (
                        f"sha256:{found.removeprefix('sha256:')}" if found else f"ollama/{self.name}"
                    )
                    break
            else:
                raise self._wire.missing(self.name)
        return self._digest

    def window(self) -> int:
        """What a call will really have: the num_ctx we send, less where the model was trained for less or the
        server was seen to load it with less."""
        if not self._window:
            if self._trained is None:
                self._trained = _trained_window(self._wire.show(self.name))
            self._window = min(self._settings.num_ctx, self._trained or self._settings.num_ctx)
        return self._window

    def count(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> int:
        """An upper bound while far from the window; exact (for a Qwen) where it comes near."""
        limit = self.window() - _LEAST_ROOM
        return token_count.careful_count(messages, tools, self._vocabulary, limit)

    def close(self) -> None:
        self._wire.close()

    def stream(self, request: ModelRequest) -> Iterator[ModelPart]:
        count, window = self.count(request.messages, request.tools), self.window()
        room = min(request.max_tokens, _LEAST_ROOM)
        if count + room > window:
            raise PromptTooLongError(count=count, window=window, room=room)
        wire = self._body(request, max_tokens=min(request.max_tokens, window - count))
        yield Prefilling(0, count)

        text: list[str] = []
        calls: list[Mapping[str, Any]] = []
        last: Mapping[str, Any] = {}
        stop = "stop"
        loops = LoopWatch()
        with contextlib.closing(self._lines(wire)) as lines:
            for pieces, line in enumerate(lines, start=1):
                message = line.get("message") or {}
                content = message.get("content") or ""
                calls += message.get("tool_calls") or []
                if content:
                    text.append(content)
                    yield TextPart(content)
                if line.get("done"):
                    last = line
                    stop = "length" if line.get("done_reason") == "length" else "stop"
                    break
                if loops.feed(content) or pieces > request.max_tokens * 2 + 64:
                    # It repeats itself, or ignores num_predict: neither stops by itself.
                    stop = "length"
                    break
        # A stream that was stopped here never says what it counted.
        usage = self._usage(request, last) if last else Usage(count, 0, len(text))
        yield finished_reply(
            request, "".join(text), tool_calls.native(calls), usage, "length" if stop == "length" else "stop"
        )

    def _body(self, request: ModelRequest, *, max_tokens: int) -> dict[str, Any]:
        options: dict[str, Any] = {
            "num_ctx": self._settings.num_ctx,
            "num_predict": max_tokens,
            "temperature": request.temperature,
        }
        if request.stop:
            options["stop"] = list(request.stop)
        if request.temperature == 0:
            options["seed"] = 0
        wire: dict[str, Any] = {
            "model": self.name,
            "messages": [_wire_message(message) for message in request.messages],
            "stream": True,
            "think": self._settings.think,
            "keep_alive": self._settings.keep_alive,
            "options": options,
        }
        if request.tools:
            wire["tools"] = [token_count.tool_json(tool) for tool in request.tools]
        if request.json_schema is not None:
            wire["format"] = token_count.plain(request.json_schema)
        return wire

    def _lines(self, wire: dict[str, Any]) -> Generator[dict[str, Any], None, None]:
        """Lines of the reply; tried again from the start, with growing pauses, while none has come."""
        for pause in (*_BACKOFF, None):
            started = False
            try:
                for line in self._wire.chat(wire):
                    started = True
                    yield line
                return
            except (ModelUnreachableError, ServerFaultError):
                if started or pause is None:
                    raise
            self._sleep(pause)

    def _usage(self, request: ModelRequest, last: Mapping[str, Any]) -> Usage:
        """Tokens as the server counted them. Raises PromptCutError when it read less than was sent."""
        read = int(last.get("prompt_eval_count") or 0)
        cached = last.get("prompt_eval_cached_count")
        estimate = token_count.upper_estimate(request.messages, request.tools)
        if self._looks_cut(read, estimate):
            sent = token_count.exact(request.messages, request.tools, self._vocabulary or "qwen2")
            share = _MISSING_BELOW if self._vocabulary else _MISSING_BELOW_UNKNOWN
            if read < sent * share and self._was_cut(sent, counts_whole=cached is not None):
                raise PromptCutError(
                    what=self.address.url, count=sent, read=read, window=self._loaded_window()
                )
            read = max(read, sent) if self._vocabulary else read
        return Usage(read, int(cached or 0), int(last.get("eval_count") or 0))

    def _looks_cut(self, read: int, estimate: int) -> bool:
        """Whether the count is small enough to count exactly: that costs 200 ms, the estimate nothing.

        The estimate errs upwards by less than two, so under half of it needs the closer look; between that and
        nearly all of it only where the window the model was loaded with would not hold what was sent.
        """
        if read >= estimate * 0.9:
            return False
        return read < estimate * 0.55 or self._loaded_window() < estimate

    def _was_cut(self, sent: int, *, counts_whole: bool) -> bool:
        """Whether a small count means a cut prompt.

        Ollama before 0.4 and 0.30 left cached prefixes out of prompt_eval_count; there it means a cut only when the
        window the model was loaded with is too small for what was sent.
        """
        if counts_whole or not self._omits_cached():
            return True
        return 0 < self._loaded_window() < sent

    def _omits_cached(self) -> bool:
        if self._version is None:
            self._version = self._wire.version()
        return self._version != () and (self._version < (0, 4) or self._version[:2] == (0, 30))

    def _loaded_window(self) -> int:
        """The window the server loaded this model with (/api/ps), 0 when it does not say; remembered if smaller."""
        for model in self._wire.running():
            if same_model(str(model.get("name") or model.get("model") or ""), self.name):
                loaded = int(model.get("context_length") or 0)
                if loaded:
                    self._window = min(self.window(), loaded)
                return loaded
        return 0


def _wire_message(message: Message) -> dict[str, Any]:
    out: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.tool_calls:
        out["tool_calls"] = [
            {"function": {"name": call.name, "arguments": token_count.plain(call.arguments)}}
            for call in message.tool_calls
        ]
    if message.role == "tool" and message.tool_name:
        out["tool_name"] = message.tool_name
    return out


def _trained_window(shown: Mapping[str, Any]) -> int:
    """`<architecture>.context_length` of /api/show, 0 when it is not there."""
    info = shown.get("model_info") or {}
    for key, value in info.items():
        if key.endswith(".context_length") and isinstance(value, int):
            return value
    return 0
