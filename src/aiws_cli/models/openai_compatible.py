"""vLLM, SGLang, llama-server and whatever else speaks /v1/chat/completions: how a team outgrows one machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..core.errors import AiwsError
from ..core.messages import Message, ModelPart, ModelRequest, Prefilling, TextPart, ToolSpec, Usage
from ..core.settings import Settings
from . import token_count
from .addresses import client_options, import_httpx, server_address, timeouts
from .chat_completions import Assembly, WireError, body, error_text, events
from .errors import (
    ConnectTimeoutError,
    FirstTokenTimeoutError,
    GarbageReplyError,
    KeyRefusedError,
    ModelMissingError,
    ModelUnreachableError,
    PromptTooLongError,
    RequestRefusedError,
    ServerFaultError,
    SilenceTimeoutError,
    StreamBrokenError,
)
from .patience import ANSWER_SECONDS, Patience

_BACKOFF = (0.3, 1.0, 3.0)
_LEAST_ROOM = 256


class OpenAiCompatibleModel:
    """One model of one server. The key goes into the Authorization header and nowhere else."""

    provider = "openai"

    def __init__(self, name: str, settings: Settings, *, sleep: Callable[[float], None] = time.sleep) -> None:
        """Nothing is sent yet. An empty `name` becomes the server's first model once `models` is asked."""
        self.address = server_address(settings.openai_base_url)
        self._settings = settings
        self._sleep = sleep
        self.name = name
        self._made: Any = None
        self._models: list[dict[str, Any]] | None = None

    def digest(self) -> str:
        """Provider, name and what the server says of the weights (`root`): these servers publish no checksum."""
        for model in self.models():
            if model.get("id") == self.name:
                root = str(model.get("root") or "")
                return f"openai/{self.name}" + (f"@{root}" if root and root != self.name else "")
        return f"openai/{self.name}"

    def window(self) -> int:
        """What the server says (vLLM and SGLang: max_model_len, llama-server: n_ctx), never more than num_ctx is set to
        when it says nothing."""
        for model in self.models():
            if model.get("id") == self.name:
                meta = model.get("meta") or {}
                # n_ctx is what a llama-server slot has; n_ctx_train only what the weights could.
                for value in (model.get("max_model_len"), meta.get("n_ctx"), model.get("context_length")):
                    if isinstance(value, int) and value > 0:
                        return value
        return self._settings.num_ctx

    def count(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> int:
        """An upper bound while far from the window; exact (for a Qwen) where it comes near."""
        limit = self.window() - _LEAST_ROOM
        return token_count.careful_count(messages, tools, token_count.vocabulary_of(self.name), limit)

    def close(self) -> None:
        if self._made is not None:
            self._made.close()
            self._made = None

    def models(self) -> list[dict[str, Any]]:
        """What /v1/models lists, asked once. Gives the model its name where none was asked for."""
        if self._models is None:
            value = self._ask("/models").get("data")
            self._models = [m for m in value if isinstance(m, dict)] if isinstance(value, list) else []
            if not self.name:
                if not self._models:
                    raise self._missing("")
                self.name = str(self._models[0].get("id", ""))
        return self._models

    def stream(self, request: ModelRequest) -> Iterator[ModelPart]:
        count, window = self.count(request.messages, request.tools), self.window()
        room = min(request.max_tokens, _LEAST_ROOM)
        if count + room > window:
            raise PromptTooLongError(count=count, window=window, room=room)
        wire = body(request, self.name)
        wire["max_tokens"] = min(request.max_tokens, window - count)
        if "qwen3" in self.name.lower().replace("-", "").replace("_", ""):
            # Hybrid models think unless told not to; other templates have no such switch.
            wire["chat_template_kwargs"] = {"enable_thinking": self._settings.think}
        if request.grammar:
            wire["grammar"] = request.grammar
        yield Prefilling(0, count)
        for pause in (*_BACKOFF, None):
            assembly = Assembly(request)
            started = False
            try:
                for part in self._parts(wire, assembly):
                    started = started or isinstance(part, TextPart)
                    yield part
                break
            except (ModelUnreachableError, ServerFaultError):
                if started or pause is None:
                    raise
            self._sleep(pause)
        if not assembly.usage.prompt_tokens:
            # Stopped here, or a server that does not count.
            assembly.usage = Usage(count, 0, assembly.chunks)
        yield assembly.reply()

    def _parts(self, wire: dict[str, Any], assembly: Assembly) -> Iterator[Prefilling | TextPart]:
        """One attempt. Raises this package's errors; a finished or runaway reply just ends."""
        patience = Patience(self._settings.first_token_timeout, self._settings.between_tokens_timeout)
        httpx = import_httpx()
        streamed = False
        try:
            with self._client().stream("POST", "/chat/completions", json=wire) as response:
                if response.status_code != 200:
                    response.read()
                    raise self._refused(response)
                patience.watch(response)
                for event in events(response.iter_lines()):
                    parts = list(assembly.feed(event))
                    if assembly.chunks:
                        patience.token()
                        streamed = True
                    yield from parts
                    if assembly.ran_away:
                        assembly.stop = "length"
                        return
            if not assembly.finished:
                raise self._ended_early(patience, "no end of reply", streamed)
        except WireError as problem:
            if patience.ran_out:
                raise self._ended_early(patience, "", streamed) from problem
            kind = StreamBrokenError if problem.server else GarbageReplyError
            raise kind(what=self.address.url, detail=str(problem)) from problem
        except (httpx.HTTPError, httpx.StreamError, OSError, UnicodeDecodeError) as problem:
            raise self._translated(problem, patience, streamed) from problem
        finally:
            patience.stop()

    def _ask(self, path: str) -> dict[str, Any]:
        httpx = import_httpx()
        seconds = max(self._settings.connect_timeout, ANSWER_SECONDS)
        wait = httpx.Timeout(seconds, connect=self._settings.connect_timeout)
        patience = Patience(seconds, seconds)
        try:
            response = self._client().get(path, timeout=wait)
            if response.status_code != 200:
                raise self._refused(response)
            value = response.json()
        except (httpx.HTTPError, httpx.StreamError, OSError) as problem:
            raise self._translated(problem, patience, False) from problem
        except ValueError as problem:
            raise GarbageReplyError(what=self.address.url, detail=str(problem)[:200]) from problem
        if not isinstance(value, dict):
            raise GarbageReplyError(what=self.address.url, detail=str(value)[:200])
        return value

    def _client(self) -> Any:
        if self._made is None:
            httpx = import_httpx()
            key = self._settings.openai_api_key
            base = self.address.url
            self._made = httpx.Client(
                base_url=base if base.endswith("/v1") else f"{base}/v1",
                headers={"Authorization": f"Bearer {key}"} if key else {},
                timeout=timeouts(self._settings.connect_timeout, self._settings.first_token_timeout),
                **client_options(self.address),
            )
        return self._made

    def _missing(self, name: str) -> ModelMissingError:
        return ModelMissingError(what=self.address.url, model=name or "?", pull="aiws model list")

    def _refused(self, response: Any) -> AiwsError:
        what, status = self.address.url, response.status_code
        try:
            detail = error_text(response.json())
        except ValueError:
            detail = str(response.text)[:300]
        if status in (401, 403):
            return KeyRefusedError(what=what)
        if status == 404 and "model" in detail.lower():
            return self._missing(self.name)
        if status == 429 or status >= 500:
            return ServerFaultError(what=what, status=status, detail=detail)
        return RequestRefusedError(what=what, status=status, detail=detail)

    def _ended_early(self, patience: Patience, detail: str, streamed: bool) -> AiwsError:
        what = self.address.url
        if patience.ran_out == "first":
            return FirstTokenTimeoutError(what=what, seconds=patience.first)
        if patience.ran_out == "between":
            return SilenceTimeoutError(what=what, seconds=patience.between)
        if streamed:
            return StreamBrokenError(what=what, detail=detail)
        return ModelUnreachableError(what=what, detail=detail)

    def _translated(self, problem: Exception, patience: Patience, streamed: bool) -> AiwsError:
        httpx = import_httpx()
        if isinstance(problem, httpx.ConnectTimeout):
            return ConnectTimeoutError(what=self.address.url, seconds=self._settings.connect_timeout)
        if isinstance(problem, httpx.ReadTimeout):
            patience.ran_out = patience.phase
        if isinstance(problem, (httpx.DecodingError, UnicodeDecodeError)):
            return GarbageReplyError(what=self.address.url, detail=str(problem)[:200])
        return self._ended_early(patience, str(problem) or type(problem).__name__, streamed)
