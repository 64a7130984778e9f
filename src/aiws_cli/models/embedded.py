"""Qwen inside this process: llama.cpp through xllamacpp, reached over its own loopback port behind a random key.

The fixed head of the prompt (leading system text and tools) is read once per machine: its KV state is kept by
`prefix_store` and restored in milliseconds by the next process. Within a process llama.cpp keeps what it read.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import logging
import os
import secrets
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..core.messages import Message, ModelPart, ModelRequest, Prefilling, ToolSpec, Usage
from ..core.settings import Settings
from . import gguf
from .addresses import import_httpx
from .chat_completions import Assembly, WireError, body, error_text, events, wire_messages
from .errors import (
    DriverMissingError,
    GarbageReplyError,
    ModelFileError,
    PromptTooLongError,
    RequestRefusedError,
    StreamBrokenError,
)
from .prefix_store import PrefixStore
from .token_count import plain, tool_json

log = logging.getLogger(__name__)

# Prompt tokens read between two signs of progress, and how long a cancelled prefill runs on: about 4 s on two cores.
_BATCH = 256
# A shorter head is read again faster than its state is checked.
_SHORTEST_PREFIX = 96
# Tokens a reply must at least have room for.
_LEAST_ROOM = 256


class EmbeddedModel:
    """One GGUF file, loaded at the first call that needs it (2 s for the 1.5B). One request at a time: a
    second one waits for the first to end or be closed."""

    provider = "embedded"

    def __init__(self, path: Path, settings: Settings, *, name: str = "") -> None:
        """Raises ModelFileError when `path` is no GGUF. Nothing is loaded yet."""
        gguf.check_header(path)
        self.path = path
        self.name = name or path.stem
        self._settings = settings
        self._engine: _Engine | None = None
        self._digest = ""
        self._store = PrefixStore(settings.home / "cache" / "prefix", settings.prefix_cache_mb)
        self._prefixes: dict[str, tuple[int, ...]] = {}
        self._held = ""

    def digest(self) -> str:
        if not self._digest:
            self._digest = gguf.digest(self.path, self._settings.home)
        return self._digest

    def window(self) -> int:
        return self._loaded().window

    def count(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> int:
        """Exact: the chat template is applied and the text tokenized by the engine."""
        return len(self._loaded().tokens(messages, tools))

    def close(self) -> None:
        engine, self._engine, self._held = self._engine, None, ""
        if engine is not None:
            engine.close()

    def stream(self, request: ModelRequest) -> Iterator[ModelPart]:
        engine = self._loaded()
        tokens = engine.tokens(request.messages, request.tools)
        room = engine.window - len(tokens)
        if room < min(request.max_tokens, _LEAST_ROOM):
            raise PromptTooLongError(
                count=len(tokens), window=engine.window, room=min(request.max_tokens, _LEAST_ROOM)
            )
        just_read = yield from self._ready_prefix(engine, request, tokens)

        wire = body(request, self.name) | {"cache_prompt": True, "id_slot": 0, "return_progress": True}
        wire["max_tokens"] = min(request.max_tokens, room)
        wire["chat_template_kwargs"] = {"enable_thinking": self._settings.think}
        if request.grammar:
            wire["grammar"] = request.grammar
        assembly = Assembly(request)
        with contextlib.closing(engine.post("/v1/chat/completions", wire)) as chunks:
            for event in chunks:
                yield from assembly.feed(event)
                if assembly.ran_away:
                    assembly.stop = "length"
                    break
        # What was read a moment ago to keep its state is no saving of this call.
        cached = max(0, assembly.usage.cached_tokens - just_read)
        assembly.usage = replace(assembly.usage, cached_tokens=cached)
        if not assembly.usage.prompt_tokens:
            # A stream that was stopped here never says what it counted.
            assembly.usage = Usage(len(tokens), 0, assembly.chunks)
        yield assembly.reply()

    def _ready_prefix(
        self, engine: _Engine, request: ModelRequest, tokens: Sequence[int]
    ) -> Generator[Prefilling, None, int]:
        """See that the engine holds the state of this request's fixed head: from memory, from disk, or by reading it.

        Returns the tokens that had to be read for it.
        """
        if not engine.saves:
            return 0
        prefix = self._prefix(engine, request)
        if len(prefix) < _SHORTEST_PREFIX or tuple(tokens[: len(prefix)]) != prefix:
            return 0
        key = PrefixStore.key(self.digest(), prefix, engine.window, engine.version)
        if key == self._held:
            return 0
        if (state := self._store.find(key)) is not None and engine.restore(state):
            self._held = key
            return 0
        fresh = 0
        for progress in engine.read(prefix):
            done, fresh = progress
            yield Prefilling(done, len(tokens))
        draft = self._store.draft(key)
        if engine.save(draft):
            self._store.keep(draft, key)
        else:
            self._store.discard(draft)
        self._held = key
        return fresh

    def _prefix(self, engine: _Engine, request: ModelRequest) -> tuple[int, ...]:
        """Tokens that every request with this system text and these tools starts with; empty without a system text."""
        if not request.messages or request.messages[0].role != "system":
            return ()
        head = request.messages[0]
        shape = json.dumps([head.content, [tool_json(t) for t in request.tools]], sort_keys=True)
        shape = hashlib.sha256(shape.encode()).hexdigest()
        if shape not in self._prefixes:
            # Two conversations that share only the head: what their tokens share is the head, whatever the template.
            one = engine.tokens((head, Message("user", "a")), request.tools)
            two = engine.tokens((head, Message("user", "\n가")), request.tools)
            shared = 0
            while shared < min(len(one), len(two)) and one[shared] == two[shared]:
                shared += 1
            self._prefixes[shape] = tuple(one[:shared])
        return self._prefixes[shape]

    def _loaded(self) -> _Engine:
        if self._engine is None:
            self._engine = _Engine(self.path, self._settings, self._store)
        return self._engine


class _Engine:
    """The running llama.cpp server. Everything goes over its loopback port: that is where it streams and cancels."""

    def __init__(self, path: Path, settings: Settings, store: PrefixStore) -> None:
        # On an inner fault llama.cpp would start a debugger on us to print a trace.
        os.environ.setdefault("GGML_NO_BACKTRACE", "1")
        try:
            import xllamacpp
        except ImportError as problem:
            raise DriverMissingError(detail=str(problem)) from problem
        key = secrets.token_urlsafe(32)
        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.n_ctx = settings.num_ctx
        params.n_batch = _BATCH
        params.n_ubatch = _BATCH
        params.n_parallel = 1
        params.hostnames = ["127.0.0.1"]
        params.port = 0
        params.api_keys = [key]
        params.cpuparams.n_threads = settings.threads or gguf.physical_cores()
        params.use_jinja = True
        params.warmup = False
        params.ui = False
        params.cache_ram_mib = 0
        params.verbosity = -1
        self.saves = _opened(store)
        if self.saves:
            params.slot_save_path = f"{store.folder}{os.sep}"
        try:
            self._server: Any = xllamacpp.Server(params)
        except (RuntimeError, ValueError, MemoryError) as problem:
            raise ModelFileError(path=str(path), detail=str(problem)) from problem
        self.version = str(xllamacpp.__version__)
        httpx = import_httpx()
        self._errors = (httpx.HTTPError, httpx.StreamError)
        self._client: Any = httpx.Client(
            base_url=self._server.listening_address,
            headers={"Authorization": f"Bearer {key}"},
            # The engine closes kept connections when it likes; a POST that meets a closed one would be lost.
            limits=httpx.Limits(max_keepalive_connections=0),
            timeout=None,
            trust_env=False,
            verify=False,
        )
        self.window = self._read_window(settings.num_ctx)

    def tokens(self, messages: Sequence[Message], tools: Sequence[ToolSpec]) -> list[int]:
        """The prompt as the model will read it, in tokens."""
        conversation: dict[str, Any] = {"messages": wire_messages(messages)}
        if tools:
            conversation["tools"] = [tool_json(tool) for tool in tools]
        prompt = self._ask("/apply-template", conversation)["prompt"]
        found = self._ask("/tokenize", {"content": prompt, "add_special": True, "parse_special": True})
        return list(found["tokens"])

    def read(self, tokens: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Prefill these tokens into the slot; yields how many are done, and how many of all had to be read."""
        wire = {
            "prompt": list(tokens),
            "n_predict": 0,
            "cache_prompt": True,
            "id_slot": 0,
            "stream": True,
            "return_progress": True,
        }
        for event in self.post("/completion", wire):
            progress = event.get("prompt_progress")
            if progress:
                yield int(progress["processed"]), int(progress["total"]) - int(progress["cache"])

    def save(self, name: str) -> bool:
        return self._slot("save", name)

    def restore(self, name: str) -> bool:
        return self._slot("restore", name)

    def post(self, path: str, wire: dict[str, Any]) -> Generator[dict[str, Any], None, None]:
        """POST and yield the events of the reply. Closing the iterator closes the connection, which stops the engine."""
        try:
            with self._client.stream("POST", path, json=plain(wire)) as response:
                if response.status_code != 200:
                    response.read()
                    raise RequestRefusedError(
                        what="llama.cpp", status=response.status_code, detail=_detail(response)
                    )
                yield from events(response.iter_lines())
        except WireError as problem:
            if problem.server:
                raise StreamBrokenError(what="llama.cpp", detail=str(problem)) from problem
            raise GarbageReplyError(what="llama.cpp", detail=str(problem)) from problem
        except self._errors as problem:
            raise StreamBrokenError(what="llama.cpp", detail=str(problem)) from problem

    def close(self) -> None:
        self._client.close()
        self._server = None
        gc.collect()

    def _slot(self, action: str, name: str) -> bool:
        try:
            response = self._client.post("/slots/0", params={"action": action}, json={"filename": name})
        except self._errors as problem:
            log.info("slot %s failed: %s", action, problem)
            return False
        if response.status_code != 200:
            log.info("slot %s failed: %s", action, _detail(response))
        return bool(response.status_code == 200)

    def _ask(self, path: str, wire: dict[str, Any]) -> dict[str, Any]:
        try:
            response = self._client.post(path, json=plain(wire))
        except self._errors as problem:
            raise StreamBrokenError(what="llama.cpp", detail=str(problem)) from problem
        if response.status_code != 200:
            raise RequestRefusedError(what="llama.cpp", status=response.status_code, detail=_detail(response))
        return dict(response.json())

    def _read_window(self, asked: int) -> int:
        """What one slot really has: the window asked for, or less where the model was trained for less."""
        with contextlib.suppress(*self._errors, ValueError, KeyError, IndexError, TypeError):
            return int(self._client.get("/slots").json()[0]["n_ctx"])
        return asked


def _opened(store: PrefixStore) -> bool:
    """Whether states can be kept: the engine looks for the folder when it starts."""
    if not store.usable:
        return False
    try:
        store.open()
    except OSError as problem:
        log.info("no prefix cache: %s", problem)
        return False
    return True


def _detail(response: Any) -> str:
    try:
        return error_text(response.json())
    except ValueError:
        return str(response.text)[:300]
