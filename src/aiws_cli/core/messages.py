"""What is said to a model and what comes back, as plain frozen values."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .patterns import when_needed
from .untrusted import for_model, said_by_model

Role = Literal["system", "user", "assistant", "tool"]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call the model asked for. `arguments` is a JSON object; `repaired` marks one read out of plain text."""

    id: str
    name: str
    arguments: Mapping[str, Any]
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation. A `tool` message answers the call `tool_call_id` of the tool `tool_name`.

    `content` is made harmless here (see `core.untrusted`), but for the fixed heads: nothing else can be said to a model.
    """

    role: Role
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""
    tool_name: str = ""

    def __post_init__(self) -> None:
        if self.role != "system":
            safe = said_by_model if self.role == "assistant" else for_model
            object.__setattr__(self, "content", safe(self.content))

    def as_dict(self) -> dict[str, Any]:
        """The message as JSON-ready data; empty parts are left out, keys in a fixed order."""
        out: dict[str, Any] = {"role": self.role, "content": self.content}
        if self.tool_calls:
            out["tool_calls"] = [
                {"id": c.id, "name": c.name, "arguments": dict(c.arguments)} for c in self.tool_calls
            ]
        if self.tool_call_id:
            out["tool_call_id"] = self.tool_call_id
        if self.tool_name:
            out["tool_name"] = self.tool_name
        return out


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool as the model sees it: `parameters` is a JSON schema of type object."""

    name: str
    description: str
    parameters: Mapping[str, Any] = field(default_factory=lambda: {"type": "object", "properties": {}})


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One call of a model. Sampling is greedy unless `temperature` says otherwise.

    `max_tokens` bounds the reply; `stop` are strings that end it; `json_schema` constrains it where the
    provider can (a provider that cannot ignores it: the reply is parsed as strictly either way).
    `grammar` is GBNF, used by the embedded and llama-server providers only.
    """

    messages: tuple[Message, ...]
    tools: tuple[ToolSpec, ...] = ()
    max_tokens: int = 512
    temperature: float = 0.0
    stop: tuple[str, ...] = ()
    json_schema: Mapping[str, Any] | None = None
    grammar: str = ""

    def key(self, model_digest: str) -> str:
        """Hex SHA-256 over the model's digest and everything that shapes the reply: equal keys, equal replies."""
        body = {
            "model": model_digest,
            "messages": [m.as_dict() for m in self.messages],
            "tools": [[t.name, t.description, t.parameters] for t in self.tools],
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
            "stop": list(self.stop),
            "json_schema": self.json_schema,
            "grammar": self.grammar,
        }
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, default=dict)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one or more calls. `cached_tokens` is the part of `prompt_tokens` that cost no prefill."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.cached_tokens + other.cached_tokens,
            self.completion_tokens + other.completion_tokens,
        )


@dataclass(frozen=True, slots=True)
class Prefilling:
    """The model is reading: `done` of `total` prompt tokens (`total` may be an estimate, `done` may stay 0)."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class TextPart:
    """The next piece of the reply's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole reply, always the last part of a stream.

    `text` is the reply with tool calls that were repaired out of it left in place; `stop` says why it ended:
    `stop` (by itself or a stop string), `length` (max_tokens reached), `tool_calls`.
    """

    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    usage: Usage = Usage()
    stop: Literal["stop", "length", "tool_calls"] = "stop"
    from_cache: bool = False


ModelPart = Prefilling | TextPart | Reply


_THINKING = when_needed(r"<think>.*?(?:</think>|\Z)", re.DOTALL)


def without_thinking(text: str) -> str:
    """A model's text but for what it thought aloud, also where that was cut off."""
    return _THINKING.sub("", text)
