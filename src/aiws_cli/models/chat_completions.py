"""The /v1/chat/completions wire, shared by OpenAI-compatible servers and the embedded engine. Pure: no sockets here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ..core.messages import Message, ModelRequest, Prefilling, Reply, TextPart, Usage
from . import tool_calls
from .loops import LoopWatch
from .token_count import plain, tool_json


def wire_messages(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Messages as the wire has them: call arguments are JSON text, a tool message carries its call's id."""
    out: list[dict[str, Any]] = []
    for message in messages:
        item: dict[str, Any] = {"role": message.role, "content": message.content}
        if message.tool_calls:
            item["tool_calls"] = [
                {
                    "id": call.id,
                    "type": "function",
                    "function": {
                        "name": call.name,
                        "arguments": json.dumps(plain(call.arguments), ensure_ascii=False),
                    },
                }
                for call in message.tool_calls
            ]
        if message.role == "tool":
            item["tool_call_id"] = message.tool_call_id
            if message.tool_name:
                item["name"] = message.tool_name
        out.append(item)
    return out


def body(request: ModelRequest, model: str) -> dict[str, Any]:
    """The request body, streaming, with usage asked for. Grammar and llama.cpp's own fields are left to the caller."""
    out: dict[str, Any] = {
        "model": model,
        "messages": wire_messages(request.messages),
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if request.tools:
        out["tools"] = [tool_json(tool) for tool in request.tools]
    if request.stop:
        out["stop"] = list(request.stop)
    if request.json_schema is not None:
        out["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "reply", "strict": True, "schema": plain(request.json_schema)},
        }
    return out


class WireError(ValueError):
    """A line that is not this protocol, or an error the server put into the stream (`server` is then its text)."""

    def __init__(self, detail: str, *, server: bool = False) -> None:
        super().__init__(detail)
        self.server = server


def events(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Server-sent events as JSON objects, until `[DONE]`. Raises WireError for anything else but comments."""
    for line in lines:
        if not line or line.startswith((":", "event:", "id:", "retry:")):
            continue
        if not line.startswith("data:"):
            if line.lstrip().startswith("{"):
                # Some servers put an error into the body without the event frame.
                yield _checked(line)
                continue
            raise WireError(line[:200])
        data = line[5:].strip()
        if data == "[DONE]":
            return
        yield _checked(data)


def _checked(data: str) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError:
        raise WireError(data[:200]) from None
    if not isinstance(value, dict):
        raise WireError(data[:200])
    if value.get("error"):
        raise WireError(error_text(value), server=True)
    return value


def error_text(value: Any) -> str:
    """The message inside an error body of any of these servers."""
    if isinstance(value, Mapping):
        error = value.get("error", value)
        if isinstance(error, Mapping):
            return str(error.get("message") or error.get("detail") or dict(error))[:500]
        return str(error or value.get("message") or value.get("detail") or "")[:500]
    return str(value)[:500]


@dataclass
class Assembly:
    """Puts a streamed reply together. Feed chunks in order, then `reply`."""

    request: ModelRequest
    text: list[str] = field(default_factory=list)
    calls: dict[int, dict[str, Any]] = field(default_factory=dict)
    usage: Usage = Usage()
    stop: Literal["stop", "length", "tool_calls"] = "stop"
    finished: bool = False
    chunks: int = 0
    loops: LoopWatch = field(default_factory=LoopWatch)

    def feed(self, chunk: Mapping[str, Any]) -> Iterator[Prefilling | TextPart]:
        """Parts that this chunk holds. Reads choices, prompt progress (llama.cpp), usage and timings."""
        progress = chunk.get("prompt_progress")
        if isinstance(progress, Mapping):
            yield Prefilling(int(progress.get("processed", 0)), int(progress.get("total", 0)))
        choices = chunk.get("choices") or []
        for choice in choices[:1]:
            delta = choice.get("delta") or {}
            for call in delta.get("tool_calls") or []:
                self._feed_call(call)
            content = delta.get("content")
            if content:
                self.chunks += 1
                self.text.append(content)
                self.loops.feed(content)
                yield TextPart(content)
            elif delta.get("reasoning_content") or delta.get("reasoning") or delta.get("tool_calls"):
                self.chunks += 1
            reason = choice.get("finish_reason")
            if reason:
                self.finished = True
                self.stop = "length" if reason == "length" else "stop"
        self._feed_usage(chunk)

    @property
    def ran_away(self) -> bool:
        """It repeats itself, or sends more pieces than tokens were allowed: neither stops by itself."""
        return self.loops.looping or self.chunks > self.request.max_tokens * 2 + 64

    def reply(self) -> Reply:
        text = "".join(self.text)
        calls = tool_calls.native(self.calls[index] for index in sorted(self.calls))
        return finished_reply(self.request, text, calls, self.usage, self.stop)

    def _feed_call(self, call: Mapping[str, Any]) -> None:
        slot = self.calls.setdefault(
            int(call.get("index", len(self.calls))), {"id": "", "function": {"name": "", "arguments": ""}}
        )
        slot["id"] = slot["id"] or call.get("id") or ""
        function = call.get("function") or {}
        if function.get("name") and not slot["function"]["name"]:
            slot["function"]["name"] = function["name"]
        arguments = function.get("arguments")
        if isinstance(arguments, str):
            slot["function"]["arguments"] += arguments
        elif isinstance(arguments, Mapping):
            slot["function"]["arguments"] = dict(arguments)

    def _feed_usage(self, chunk: Mapping[str, Any]) -> None:
        usage, timings = chunk.get("usage"), chunk.get("timings")
        if isinstance(usage, Mapping):
            details = usage.get("prompt_tokens_details") or {}
            self.usage = Usage(
                int(usage.get("prompt_tokens") or 0),
                int(details.get("cached_tokens") or 0),
                int(usage.get("completion_tokens") or 0),
            )
        if isinstance(timings, Mapping) and "prompt_n" in timings:
            cached = int(timings.get("cache_n") or 0)
            self.usage = Usage(
                cached + int(timings["prompt_n"]), cached, int(timings.get("predicted_n") or 0)
            )


def finished_reply(
    request: ModelRequest,
    text: str,
    calls: tuple[Any, ...],
    usage: Usage,
    stop: Literal["stop", "length", "tool_calls"],
) -> Reply:
    """A Reply out of its pieces: the provider's calls, else those the text holds (never in a reply cut short)."""
    if not calls and stop != "length":
        calls = tool_calls.repaired(text, request.tools, request.messages)
    return Reply(text=text, tool_calls=calls, usage=usage, stop="tool_calls" if calls else stop)
