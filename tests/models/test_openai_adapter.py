"""The OpenAI-compatible adapter over real HTTP, against a small server that streams as vLLM and llama-server do."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.messages import (
    Message,
    ModelRequest,
    Prefilling,
    Reply,
    TextPart,
    ToolCall,
    ToolSpec,
    Usage,
)
from aiws_cli.core.settings import Settings
from aiws_cli.models import errors
from aiws_cli.models.openai_compatible import OpenAiCompatibleModel
from support.http_server import CalmServer
from support.ollama_wire import closed_port, wait_until

pytestmark = pytest.mark.loopback

KEY = "sk-very-secret"
HELLO = ModelRequest((Message("user", "고객 수는?"),), max_tokens=50)
TOOLS = (ToolSpec("run_sql", "Run.", {"type": "object", "properties": {"sql": {"type": "string"}}}),)


def text(*pieces: str) -> list[dict[str, Any]]:
    return [{"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]


def end(reason: str = "stop") -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}


class Server:
    """Sends `events` for each chat; a callable in the list runs with the handler (to hang, die or send garbage)."""

    def __init__(self) -> None:
        self.events: list[Any] = [*text("ok"), end()]
        self.models: list[dict[str, Any]] = [
            {"id": "Qwen/Qwen3-8B", "max_model_len": 16384, "root": "/weights/q"}
        ]
        self.status: list[int] = []
        self.body = b'{"error": {"message": "out of memory"}}'
        self.bodies: list[dict[str, Any]] = []
        self.auth: list[str] = []
        self.done = True
        self.gone = threading.Event()
        self.stop = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            owner = outer

            def log_message(self, format: str, *args: object) -> None:
                return

            def plain(self, status: int, data: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self) -> None:
                outer.auth.append(self.headers.get("Authorization", ""))
                self.plain(200, json.dumps({"data": outer.models}).encode())

            def raw(self, data: bytes) -> None:
                self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
                self.wfile.flush()

            def do_POST(self) -> None:
                outer.auth.append(self.headers.get("Authorization", ""))
                outer.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                if outer.status:
                    self.plain(outer.status.pop(0), outer.body)
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.flush()
                try:
                    for event in outer.events:
                        if callable(event):
                            if event(self) is False:
                                return
                            continue
                        self.raw(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
                    if outer.done:
                        self.raw(b"data: [DONE]\n\n")
                    self.raw(b"")
                except (BrokenPipeError, ConnectionResetError):
                    outer.gone.set()

        self._http = CalmServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def made(
    server: Server, home: Path, name: str = "Qwen/Qwen3-8B", **settings: object
) -> OpenAiCompatibleModel:
    values = {
        "home": home,
        "openai_base_url": server.url,
        "openai_api_key": KEY,
        "connect_timeout": 1.0,
        **settings,
    }
    return OpenAiCompatibleModel(name, Settings.model_validate(values), sleep=lambda _: None)


def last(model: OpenAiCompatibleModel, request: ModelRequest = HELLO) -> Reply:
    *parts, reply = model.stream(request)
    assert isinstance(reply, Reply)
    assert "".join(p.text for p in parts if isinstance(p, TextPart)) == reply.text
    return reply


def test_streams_and_counts_what_vllm_reports(server: Server, aiws_home: Path) -> None:
    usage = {"prompt_tokens": 900, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 800}}
    server.events = [*text("SELECT ", "고객"), end(), {"choices": [], "usage": usage}]
    reply = last(made(server, aiws_home))
    assert reply == Reply("SELECT 고객", usage=Usage(900, 800, 7))
    sent = server.bodies[0]
    assert sent["stream_options"] == {"include_usage": True}
    assert sent["chat_template_kwargs"] == {"enable_thinking": False}
    assert sent["temperature"] == 0
    assert set(server.auth) == {f"Bearer {KEY}"}


def test_progress_and_timings_of_llama_server(server: Server, aiws_home: Path) -> None:
    server.events = [
        {
            "choices": [{"delta": {"role": "assistant", "content": None}}],
            "prompt_progress": {"total": 90, "processed": 40},
        },
        *text("x"),
        end("length"),
        {"choices": [], "timings": {"cache_n": 60, "prompt_n": 30, "predicted_n": 1}},
    ]
    *parts, reply = made(server, aiws_home).stream(HELLO)
    assert Prefilling(40, 90) in parts
    assert isinstance(reply, Reply)
    assert (reply.usage, reply.stop) == (Usage(90, 60, 1), "length")


def test_tool_calls_come_in_pieces(server: Server, aiws_home: Path) -> None:
    def piece(index: int, arguments: str, name: str = "", id: str = "") -> dict[str, Any]:
        function = {"arguments": arguments} | ({"name": name} if name else {})
        call = {"index": index, "function": function} | ({"id": id} if id else {})
        return {"choices": [{"delta": {"tool_calls": [call]}}]}

    server.events = [
        piece(0, "", "run_sql", "c1"),
        piece(0, '{"sql": "SEL'),
        piece(0, 'ECT 1"}'),
        piece(1, "{}", "run_sql"),
        end("tool_calls"),
    ]
    history = (
        Message("user", "x"),
        Message("assistant", "", (ToolCall("c0", "run_sql", {"sql": "SELECT 0"}),)),
        Message("tool", "0", tool_call_id="c0", tool_name="run_sql"),
    )
    reply = last(made(server, aiws_home), ModelRequest(history, TOOLS))
    assert reply.tool_calls == (
        ToolCall("c1", "run_sql", {"sql": "SELECT 1"}),
        ToolCall("call_2", "run_sql", {}),
    )
    assert reply.stop == "tool_calls"
    sent = server.bodies[0]["messages"]
    assert sent[1]["tool_calls"][0]["function"]["arguments"] == '{"sql": "SELECT 0"}'
    assert sent[2]["tool_call_id"] == "c0"


def test_schema_and_grammar(server: Server, aiws_home: Path) -> None:
    schema = {"type": "object"}
    last(
        made(server, aiws_home, "qwen2.5-coder"),
        ModelRequest((Message("user", "x"),), json_schema=schema, grammar="root ::= x"),
    )
    sent = server.bodies[0]
    assert sent["response_format"]["json_schema"]["schema"] == schema
    assert sent["grammar"] == "root ::= x"
    assert "chat_template_kwargs" not in sent


def test_window_name_and_digest_come_from_the_server(server: Server, aiws_home: Path) -> None:
    model = made(server, aiws_home, "")
    assert model.window() == 16384
    assert model.name == "Qwen/Qwen3-8B"
    assert model.digest() == "openai/Qwen/Qwen3-8B@/weights/q"
    server.models = [{"id": "m", "meta": {"n_ctx": 4096, "n_ctx_train": 32768}}]
    assert made(server, aiws_home, "m").window() == 4096
    server.models = [{"id": "m"}]
    assert made(server, aiws_home, "m", num_ctx=6000).window() == 6000


def test_a_prompt_that_does_not_fit_is_not_sent(server: Server, aiws_home: Path) -> None:
    server.models[0]["max_model_len"] = 600
    with pytest.raises(errors.PromptTooLongError):
        last(made(server, aiws_home), ModelRequest((Message("user", "SELECT 1; " * 300),)))
    assert server.bodies == []


def hang(handler: Any) -> bool:
    handler.owner.stop.wait(20)
    return False


def die(handler: Any) -> bool:
    handler.close_connection = True
    return False


def raw(data: bytes) -> Callable[[Any], None]:
    return lambda handler: handler.raw(data)


FAULTS: dict[str, tuple[list[Any], type[Exception]]] = {
    "hang before the first token": ([hang], errors.FirstTokenTimeoutError),
    "hang in the middle": ([*text("a"), hang], errors.SilenceTimeoutError),
    "die in the middle": ([*text("a"), die], errors.StreamBrokenError),
    "die before anything": ([die], errors.ModelUnreachableError),
    "error event": ([*text("a"), {"error": {"message": "engine died"}}], errors.StreamBrokenError),
    "error body without a frame": ([raw(b'{"error": "engine died"}\n')], errors.StreamBrokenError),
    "garbage": ([raw(b"<html>login</html>\n\n")], errors.GarbageReplyError),
    "broken json": ([raw(b"data: {nope\n\n")], errors.GarbageReplyError),
    "ends without a reason": (text("a"), errors.StreamBrokenError),
}


@pytest.mark.parametrize(("events", "error"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_has_its_own_error(
    server: Server, aiws_home: Path, events: list[Any], error: type[Exception]
) -> None:
    server.events, server.done = events, False
    with pytest.raises(error) as caught:
        last(made(server, aiws_home, first_token_timeout=0.4, between_tokens_timeout=0.3))
    assert caught.value.exit_code == 75  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (401, errors.KeyRefusedError, 3),
        (400, errors.RequestRefusedError, 3),
        (503, errors.ServerFaultError, 75),
        (429, errors.ServerFaultError, 75),
    ],
)
def test_each_refusal_has_its_own_error(
    server: Server, aiws_home: Path, status: int, error: type[Exception], code: int
) -> None:
    server.status = [status] * 9
    with pytest.raises(error) as caught:
        last(made(server, aiws_home))
    assert caught.value.exit_code == code  # type: ignore[attr-defined]
    assert len(server.bodies) == (4 if code == 75 else 1)
    assert KEY not in f"{caught.value.message()}{caught.value.hint()}{caught.value!r}"  # type: ignore[attr-defined]


def test_tries_again_until_it_answers(server: Server, aiws_home: Path) -> None:
    server.status = [503, 503]
    assert last(made(server, aiws_home)).text == "ok"


def test_unknown_model(server: Server, aiws_home: Path) -> None:
    server.status, server.body = [404], b'{"message": "The model `x` does not exist."}'
    with pytest.raises(errors.ModelMissingError):
        last(made(server, aiws_home, "x"))


def test_nothing_listens(server: Server, aiws_home: Path) -> None:
    with pytest.raises(errors.ModelUnreachableError):
        last(made(server, aiws_home, openai_base_url=f"http://127.0.0.1:{closed_port()}/v1"))


def test_closing_the_generator_hangs_up(server: Server, aiws_home: Path) -> None:
    server.events = text(*["word "] * 200_000)
    stream = made(server, aiws_home).stream(ModelRequest((Message("user", "x"),), max_tokens=8000))
    for part in stream:
        if isinstance(part, TextPart):
            break
    stream.close()  # type: ignore[attr-defined]
    assert wait_until(server.gone.is_set)


def test_a_server_that_never_stops_is_stopped(server: Server, aiws_home: Path) -> None:
    server.events = text(*["word "] * 20_000)
    assert (
        last(made(server, aiws_home), ModelRequest((Message("user", "x"),), max_tokens=10)).stop == "length"
    )


def test_a_list_of_models_that_never_comes_names_the_seconds_waited(
    aiws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aiws_cli.models.openai_compatible.ANSWER_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        base = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        settings = Settings(
            home=aiws_home, openai_base_url=base, connect_timeout=0.2, first_token_timeout=600
        )
        with pytest.raises(errors.FirstTokenTimeoutError) as caught:
            OpenAiCompatibleModel("", settings).models()
    assert caught.value.slots["seconds"] == 0.2
