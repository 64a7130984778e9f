"""Ollama over its native /api/chat, through the `ollama` client.

Every call carries num_ctx, keep_alive and think, so that the server never reloads or resets the model between calls.
A prompt that does not fit is refused before it is sent, and a reply whose prompt the server cut is refused after:
Ollama itself would answer from the half it kept, and say nothing.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any

from ..core.errors import AiwsError
from ..core.messages import Message, ModelPart, ModelRequest, Prefilling, TextPart, ToolSpec, Usage
from ..core.settings import Settings
from . import token_count, tool_calls
from .addresses import Address, client_options, import_httpx, ollama_address, timeouts
from .chat_completions import error_text, finished_reply
from .errors import (
    ConnectTimeoutError,
    FirstTokenTimeoutError,
    GarbageReplyError,
    KeyRefusedError,
    ModelMissingError,
    ModelUnreachableError,
    PromptCutError,
    PromptTooLongError,
    RequestRefusedError,
    ServerFaultError,
    SilenceTimeoutError,
    StreamBrokenError,
)
from .loops import LoopWatch
from .patience import Patience

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
        usage = self._usage(request, last)
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
        if last:
            estimate = token_count.upper_estimate(request.messages, request.tools)
            # The estimate errs upwards by less than two: only a count under half of it needs a closer look.
            if read < estimate * 0.55:
                sent = token_count.exact(request.messages, request.tools, self._vocabulary or "qwen2")
                share = _MISSING_BELOW if self._vocabulary else _MISSING_BELOW_UNKNOWN
                if read < sent * share and self._was_cut(sent, counts_whole=cached is not None):
                    raise PromptCutError(
                        what=self.address.url, count=sent, read=read, window=self._loaded_window()
                    )
                read = max(read, sent) if self._vocabulary else read
        return Usage(read, int(cached or 0), int(last.get("eval_count") or 0))

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


class OllamaWire:
    """The `ollama` client with our timeouts, proxies and errors. Made at the first call: importing it costs 160 ms."""

    def __init__(self, address: Address, settings: Settings) -> None:
        self.address = address
        self._settings = settings
        self._made: Any = None
        self._patience: Patience | None = None

    def chat(self, wire: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """POST /api/chat and yield its lines as they are.

        Below the client's typed methods on purpose: those drop JSON-schema words of tools (nested properties,
        defaults), empty contents, and the newer counts of a reply.
        """
        client = self._client()
        patience = Patience(self._settings.first_token_timeout, self._settings.between_tokens_timeout)
        self._patience = patience
        lines = client._request(dict, "POST", "/api/chat", json=wire, stream=True)
        streamed = False
        finished = False
        try:
            for line in lines:
                if not isinstance(line, dict):
                    raise GarbageReplyError(what=self.address.url, detail=str(line)[:200])
                patience.token()
                streamed = True
                finished = finished or bool(line.get("done"))
                yield line
            if not finished:
                raise self._ended_early(patience, "no end of reply", streamed)
        except AiwsError:
            raise
        except Exception as problem:  # every error of the client and of httpx is given a name here
            raise self._translated(problem, patience, str(wire.get("model", "")), streamed) from problem
        finally:
            patience.stop()
            lines.close()

    def models(self) -> list[dict[str, Any]]:
        """Models the server has: name, digest, size, details."""
        return _listed(self._ask("GET", "/api/tags").get("models"))

    def running(self) -> list[dict[str, Any]]:
        """Models loaded now, with their context_length."""
        return _listed(self._ask("GET", "/api/ps").get("models"))

    def show(self, name: str) -> dict[str, Any]:
        """Everything the server knows of a model. Raises ModelMissingError."""
        return self._ask("POST", "/api/show", model=name, json={"model": name})

    def version(self) -> tuple[int, ...]:
        """Version as numbers; empty when the server does not say."""
        try:
            text = str(self._ask("GET", "/api/version").get("version", ""))
        except (RequestRefusedError, ModelMissingError):
            return ()
        numbers = text.split("-")[0].split("+")[0].split(".")
        return tuple(int(n) for n in numbers if n.isdigit())

    def pull(self, name: str) -> Iterator[tuple[str, int, int]]:
        """Have the server fetch a model; yields its status, bytes done and total (0 while unknown)."""
        wire = {"model": name, "stream": True}
        client = self._client()
        patience = Patience(self._settings.first_token_timeout, self._settings.first_token_timeout)
        self._patience = patience
        lines = client._request(dict, "POST", "/api/pull", json=wire, stream=True)
        try:
            for line in lines:
                patience.token()
                yield (
                    str(line.get("status", "")),
                    int(line.get("completed") or 0),
                    int(line.get("total") or 0),
                )
        except Exception as problem:  # as in chat
            raise self._translated(problem, patience, name, True) from problem
        finally:
            patience.stop()
            lines.close()

    def missing(self, name: str) -> ModelMissingError:
        return ModelMissingError(what=self.address.url, model=name, pull=f"ollama pull {name}")

    def close(self) -> None:
        if self._made is not None:
            self._made.close()
            self._made = None

    def _ask(self, method: str, path: str, *, model: str = "", **extra: Any) -> dict[str, Any]:
        client = self._client()
        patience = Patience(self._settings.first_token_timeout, self._settings.between_tokens_timeout)
        self._patience = None
        httpx = import_httpx()
        # These answers come from memory: a server that thinks longer than this about them hangs.
        wait = httpx.Timeout(
            max(self._settings.connect_timeout, 10.0), connect=self._settings.connect_timeout
        )
        try:
            return dict(client._request(dict, method, path, timeout=wait, **extra))
        except Exception as problem:  # as in chat
            raise self._translated(problem, patience, model, False) from problem

    def _client(self) -> Any:
        if self._made is None:
            import_httpx()
            import ollama

            self._made = ollama.Client(
                self.address.url,
                timeout=timeouts(self._settings.connect_timeout, self._settings.first_token_timeout),
                event_hooks={"response": [self._answered]},
                **client_options(self.address),
            )
        return self._made

    def _answered(self, response: Any) -> None:
        if self._patience is not None:
            self._patience.watch(response)

    def _ended_early(self, patience: Patience, detail: str, streamed: bool) -> AiwsError:
        if patience.ran_out == "first":
            return FirstTokenTimeoutError(what=self.address.url, seconds=self._settings.first_token_timeout)
        if patience.ran_out == "between":
            return SilenceTimeoutError(what=self.address.url, seconds=self._settings.between_tokens_timeout)
        if streamed:
            return StreamBrokenError(what=self.address.url, detail=detail)
        return ModelUnreachableError(what=self.address.url, detail=detail)

    def _translated(self, problem: Exception, patience: Patience, model: str, streamed: bool) -> AiwsError:
        import ollama

        httpx = import_httpx()
        what = self.address.url
        match problem:
            case ollama.ResponseError() if problem.status_code == -1:
                return StreamBrokenError(what=what, detail=error_text(problem.error))
            case ollama.ResponseError():
                return self._refused(problem.status_code, error_text(problem.error), model)
            case httpx.ConnectTimeout():
                return ConnectTimeoutError(what=what, seconds=self._settings.connect_timeout)
            case httpx.ReadTimeout():
                patience.ran_out = patience.phase
                return self._ended_early(patience, "", streamed)
            case (
                json.JSONDecodeError()
                | UnicodeDecodeError()
                | TypeError()
                | AttributeError()
                | httpx.DecodingError()
            ):
                if patience.ran_out:
                    return self._ended_early(patience, "", streamed)
                return GarbageReplyError(what=what, detail=str(problem)[:200])
            case httpx.HTTPError() | httpx.StreamError() | OSError():
                return self._ended_early(patience, str(problem) or type(problem).__name__, streamed)
        return GarbageReplyError(what=what, detail=f"{type(problem).__name__}: {problem}"[:200])

    def _refused(self, status: int, detail: str, model: str) -> AiwsError:
        what = self.address.url
        if status in (401, 403):
            return KeyRefusedError(what=what)
        if status == 404 and model:
            return self.missing(model)
        if status == 429 or status >= 500:
            return ServerFaultError(what=what, status=status, detail=detail)
        return RequestRefusedError(what=what, status=status, detail=detail)


def same_model(listed: str, asked: str) -> bool:
    """Whether two names are one model to Ollama: a missing tag is `latest`."""
    full = [name if ":" in name.rpartition("/")[2] else f"{name}:latest" for name in (listed, asked)]
    return full[0].lower() == full[1].lower()


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


def _listed(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
