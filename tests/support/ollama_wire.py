"""A threaded HTTP server that speaks Ollama's wire, checks what it is sent, and misbehaves on command.

Backed by scripted replies or by any Model (the real 0.5B through `models.embedded`). Every request is checked
against `ollama_schema.json`, which holds what Ollama's API description says plus what aiws promises to send on every
call; leaving the `with` block raises when one broke it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Literal

import jsonschema

from aiws_cli.core.messages import Message, ModelRequest, Reply, TextPart, ToolCall, ToolSpec, Usage
from aiws_cli.core.ports import Model
from aiws_cli.models.token_count import exact
from support.http_server import CalmServer

SCHEMAS: dict[str, Any] = json.loads(
    Path(__file__).with_name("ollama_schema.json").read_text(encoding="utf-8")
)

Fault = Literal[
    "reset",  # the connection is reset before anything is answered
    "hang_first",  # accepted, then nothing
    "hang_mid",  # two pieces, then nothing
    "die_first",  # headers of a reply, then the connection ends
    "die_mid",  # two pieces, then the connection ends
    "error_mid",  # two pieces, then {"error": …} with HTTP 200
    "http_500",
    "garbage",  # bytes that are no JSON
    "cut",  # reads half the prompt, answers 200 and says so only in prompt_eval_count
    "repeat",  # never stops
]


class OllamaWireServer:
    """Start with `with OllamaWireServer(...) as server:`; point OLLAMA_HOST at `server.host`.

    `replies` are used in order (the last one again and again), or `model` answers. `fault` applies to the next
    `fault_times` chats (None: to all).
    """

    def __init__(
        self,
        replies: Sequence[Reply | str] = ("ok",),
        *,
        model: Model | None = None,
        name: str = "qwen2.5-coder:1.5b",
        others: Sequence[str] = (),
        trained_window: int = 32_768,
        loaded_window: int | None = None,
        version: str = "0.40.1",
        check: bool = True,
        pause: float = 0.0,
    ) -> None:
        self.replies = list(replies)
        self.model = model
        self.names = [name, *others]
        self.trained_window = trained_window
        self.loaded_window = loaded_window
        self.version = version
        self.check = check
        self.pause = pause
        self.fault: Fault | None = None
        self.fault_times: int | None = None
        self.reports_cached = False
        self.prompt_eval_count: int | None = None
        self.chats: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.violations: list[str] = []
        self.disconnected = threading.Event()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._pulled: list[str] = []
        server = self

        class Handler(_Handler):
            wire = server

        self._http = CalmServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def host(self) -> str:
        """For OLLAMA_HOST."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def misbehave(self, fault: Fault, times: int | None = None) -> None:
        self.fault, self.fault_times = fault, times

    def digest_of(self, name: str) -> str:
        return hashlib.sha256(name.encode()).hexdigest()

    def __enter__(self) -> OllamaWireServer:
        self._thread.start()
        return self

    def __exit__(self, kind: Any, problem: Any, trace: Any) -> None:
        self._stop.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)
        if kind is None and self.check and self.violations:
            raise AssertionError("requests that break the wire:\n" + "\n".join(self.violations))

    def take_fault(self) -> Fault | None:
        with self._lock:
            if self.fault is None:
                return None
            if self.fault_times is not None:
                if self.fault_times <= 0:
                    return None
                self.fault_times -= 1
            return self.fault

    def next_reply(self) -> Reply:
        with self._lock:
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return Reply(text=reply) if isinstance(reply, str) else reply

    def wait(self, seconds: float) -> None:
        """Hang, but not longer than the server lives."""
        self._stop.wait(seconds)

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()


class _Handler(BaseHTTPRequestHandler):
    wire: OllamaWireServer
    protocol_version = "HTTP/1.1"
    # Small writes with Nagle's algorithm and delayed acknowledgements would cost 40 ms each.
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        return

    def do_GET(self) -> None:
        self._note()
        if self.path == "/api/tags":
            self._json({"models": [self._summary(name) for name in self.wire.names]})
        elif self.path == "/api/ps":
            running = []
            if self.wire.chats:
                last = self.wire.chats[-1]
                window = self.wire.loaded_window or min(last["options"]["num_ctx"], self.wire.trained_window)
                running = [self._summary(last["model"]) | {"context_length": window, "size_vram": 0}]
            self._json({"models": running})
        elif self.path == "/api/version":
            self._json({"version": self.wire.version})
        elif self.path == "/":
            self._send(200, b"Ollama is running", "text/plain")
        else:
            self._json({"error": "not found"}, 404)

    def do_POST(self) -> None:
        self._note()
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            body = json.loads(raw)
            if self.path in SCHEMAS:
                jsonschema.validate(body, SCHEMAS[self.path])
        except (ValueError, jsonschema.ValidationError) as problem:
            detail = getattr(problem, "message", str(problem))
            self.wire.violations.append(f"{self.path}: {detail[:500]}")
            self._json({"error": detail[:500]}, 400)
            return
        if self.path == "/api/pull":
            self._pull(str(body["model"]))
        elif body.get("model") not in self.wire.names:
            self._json({"error": f"model '{body.get('model')}' not found"}, 404)
        elif self.path == "/api/show":
            self._json(self._shown())
        elif self.path == "/api/chat":
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self._chat(body)
        else:
            self._json({"error": "not found"}, 404)

    def _chat(self, body: dict[str, Any]) -> None:
        self.wire.chats.append(body)
        fault = self.wire.take_fault()
        match fault:
            case "reset":
                self._reset()
                return
            case "hang_first":
                self.wire.wait(60)
                return
            case "http_500":
                self._json({"error": "model runner has unexpectedly stopped"}, 500)
                return
        request = _request_of(body)
        total = exact(request.messages, request.tools, "qwen2")
        self._start()
        if fault == "die_first":
            self.close_connection = True
            return
        if fault == "garbage":
            self._chunk(b"\x00\xff<html>it works</html>\n")
            self._chunk(b"")
            return
        self._replay(body, fault, total)

    def _replay(self, body: dict[str, Any], fault: Fault | None, total: int) -> None:
        pieces = 0
        final: Reply | None = None
        for piece in self._pieces(body, fault):
            if isinstance(piece, Reply):
                final = piece
                break
            if pieces == 2 and fault == "hang_mid":
                self.wire.wait(60)
                return
            if pieces == 2 and fault == "die_mid":
                self.close_connection = True
                return
            if pieces == 2 and fault == "error_mid":
                self._line(
                    {"error": "an error was encountered while running the model: CUDA error: out of memory"}
                )
                self._chunk(b"")
                return
            if self.wire.pause:
                self.wire.wait(self.wire.pause)
            try:
                self._line(self._event(body, {"role": "assistant", "content": piece}, done=False))
            except (BrokenPipeError, ConnectionResetError):
                self.wire.disconnected.set()
                raise
            pieces += 1
        if final is None:
            return
        if final.tool_calls:
            calls = [{"function": {"name": c.name, "arguments": dict(c.arguments)}} for c in final.tool_calls]
            self._line(
                self._event(body, {"role": "assistant", "content": "", "tool_calls": calls}, done=False)
            )
        read = total if self.wire.prompt_eval_count is None else self.wire.prompt_eval_count
        last = self._event(body, {"role": "assistant", "content": ""}, done=True) | {
            "done_reason": "length" if final.stop == "length" else "stop",
            "total_duration": 1,
            "prompt_eval_count": read // 2 if fault == "cut" else read,
            "eval_count": final.usage.completion_tokens or max(1, pieces),
        }
        if self.wire.reports_cached:
            last["prompt_eval_cached_count"] = final.usage.cached_tokens
        self._line(last)
        self._chunk(b"")

    def _pieces(self, body: dict[str, Any], fault: Fault | None) -> Iterator[str | Reply]:
        if fault == "repeat":
            while not self.wire.stopping:
                yield "SELECT "
            return
        if self.wire.model is not None and fault is None:
            for part in self.wire.model.stream(_request_of(body)):
                if isinstance(part, TextPart):
                    yield part.text
                elif isinstance(part, Reply):
                    # Ollama itself reads calls only where the template marks them: none that were repaired here.
                    calls = tuple(c for c in part.tool_calls if not c.repaired)
                    yield Reply(part.text, calls, part.usage, part.stop)
            return
        reply = self.wire.next_reply()
        text = reply.text or ("word " * 6 if fault in ("hang_mid", "die_mid", "error_mid") else "")
        size = max(1, min(6, len(text) // 4)) if fault else 6
        for start in range(0, len(text), size):
            yield text[start : start + size]
        yield reply

    def _pull(self, name: str) -> None:
        self._start()
        self._line({"status": "pulling manifest"})
        for done in (0, 500, 1000):
            self._line(
                {"status": "pulling 1d9614638d18", "digest": "sha256:1d96", "total": 1000, "completed": done}
            )
        if name.startswith("missing"):
            self._line({"error": "pull model manifest: file does not exist"})
        else:
            self.wire.names.append(name)
            self._line({"status": "success"})
        self._chunk(b"")

    def _summary(self, name: str) -> dict[str, Any]:
        family = "qwen2" if "qwen" in name else "llama"
        size = name.rpartition(":")[2].upper() if ":" in name else "7B"
        return {
            "name": name,
            "model": name,
            "modified_at": "2026-01-01T00:00:00Z",
            "size": 986_000_000,
            "digest": self.wire.digest_of(name),
            "details": {
                "format": "gguf",
                "family": family,
                "parameter_size": size,
                "quantization_level": "Q4_K_M",
            },
        }

    def _shown(self) -> dict[str, Any]:
        return {
            "details": {"family": "qwen2"},
            "capabilities": ["completion", "tools"],
            "model_info": {
                "general.architecture": "qwen2",
                "qwen2.context_length": self.wire.trained_window,
            },
        }

    def _event(self, body: dict[str, Any], message: dict[str, Any], *, done: bool) -> dict[str, Any]:
        return {
            "model": body["model"],
            "created_at": "2026-01-01T00:00:00Z",
            "message": message,
            "done": done,
        }

    def _note(self) -> None:
        self.wire.paths.append(self.path)
        self.wire.headers.append(dict(self.headers.items()))

    def _json(self, value: Any, status: int = 200) -> None:
        self._send(status, json.dumps(value, ensure_ascii=False).encode(), "application/json; charset=utf-8")

    def _send(self, status: int, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _start(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.flush()

    def _line(self, value: Any) -> None:
        self._chunk(json.dumps(value, ensure_ascii=False).encode() + b"\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _reset(self) -> None:
        # Zero linger: the close becomes a RST.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()


def _request_of(body: dict[str, Any]) -> ModelRequest:
    """The wire's request as a Model takes it."""
    messages = []
    for item in body["messages"]:
        calls = tuple(
            ToolCall(f"call_{n}", c["function"]["name"], c["function"].get("arguments") or {})
            for n, c in enumerate(item.get("tool_calls") or [], start=1)
        )
        messages.append(
            Message(
                item["role"],
                item["content"],
                calls,
                "call_1" if item["role"] == "tool" else "",
                item.get("tool_name", ""),
            )
        )
    tools = tuple(
        ToolSpec(t["function"]["name"], t["function"].get("description", ""), t["function"]["parameters"])
        for t in body.get("tools") or []
    )
    options = body["options"]
    return ModelRequest(
        tuple(messages),
        tools,
        max_tokens=options["num_predict"],
        temperature=options["temperature"],
        stop=tuple(options.get("stop", ())),
        json_schema=body["format"] if isinstance(body.get("format"), dict) else None,
    )


def closed_port() -> int:
    """A port of 127.0.0.1 where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Any, seconds: float = 5.0) -> bool:
    """Poll a condition; False when it did not come true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return False


__all__ = ["SCHEMAS", "Fault", "OllamaWireServer", "Usage", "closed_port", "wait_until"]
