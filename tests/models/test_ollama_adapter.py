"""The Ollama adapter over real HTTP: what it sends, what it makes of replies, and every way a server can fail it."""

from __future__ import annotations

import time
from pathlib import Path

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
from aiws_cli.models.ollama import OllamaModel
from aiws_cli.models.ollama_wire import same_model
from support.ollama_wire import OllamaWireServer, closed_port, wait_until

pytestmark = pytest.mark.loopback

TOOLS = (
    ToolSpec("list_tables", "All tables."),
    ToolSpec(
        "run_sql",
        "Run one SELECT.",
        {
            "type": "object",
            "properties": {
                "sql": {"type": "string"},
                "limits": {"type": "object", "properties": {"rows": {"type": "integer", "default": 10}}},
            },
            "required": ["sql"],
        },
    ),
)
HELLO = ModelRequest((Message("system", "You write SQL."), Message("user", "고객 수는?")), max_tokens=100)


def made(server: OllamaWireServer, home: Path, **settings: object) -> OllamaModel:
    values = {"home": home, "ollama_host": server.host, "connect_timeout": 1.0, **settings}
    model = OllamaModel("qwen2.5-coder:1.5b", Settings.model_validate(values), sleep=lambda _: None)
    return model


def last(model: OllamaModel, request: ModelRequest = HELLO) -> Reply:
    parts = list(model.stream(request))
    assert isinstance(parts[-1], Reply)
    assert sum(isinstance(p, Reply) for p in parts) == 1
    assert "".join(p.text for p in parts if isinstance(p, TextPart)) == parts[-1].text
    return parts[-1]


def test_streams_text_and_sends_the_three_on_every_call(
    ollama_wire: OllamaWireServer, aiws_home: Path
) -> None:
    ollama_wire.replies = ["SELECT COUNT(*) FROM 고객", "둘째"]
    model = made(ollama_wire, aiws_home, num_ctx=4096, keep_alive="10m")
    parts = list(model.stream(HELLO))
    assert isinstance(parts[0], Prefilling)
    assert parts[0].total >= 20
    assert len([p for p in parts if isinstance(p, TextPart)]) > 2
    reply = parts[-1]
    assert isinstance(reply, Reply)
    assert reply.text == "SELECT COUNT(*) FROM 고객"
    assert reply.usage.prompt_tokens > 10
    last(model)
    for chat in ollama_wire.chats:
        assert chat["options"]["num_ctx"] == 4096
        assert chat["keep_alive"] == "10m"
        assert chat["think"] is False
    model.close()
    model.close()


def test_tools_go_out_whole_and_native_calls_come_back(
    ollama_wire: OllamaWireServer, aiws_home: Path
) -> None:
    ollama_wire.replies = [Reply("", (ToolCall("x", "run_sql", {"sql": "SELECT 1"}),))]
    model = made(ollama_wire, aiws_home)
    history = (
        Message("user", "하나"),
        Message("assistant", "", (ToolCall("a", "list_tables", {}),)),
        Message("tool", "[]", tool_call_id="a", tool_name="list_tables"),
    )
    reply = last(model, ModelRequest(history, TOOLS))
    assert reply.tool_calls == (ToolCall("call_1", "run_sql", {"sql": "SELECT 1"}),)
    assert reply.stop == "tool_calls"
    sent = ollama_wire.chats[0]
    assert sent["tools"][0]["function"]["parameters"] == {"type": "object", "properties": {}}
    nested = sent["tools"][1]["function"]["parameters"]["properties"]["limits"]
    assert nested["properties"]["rows"]["default"] == 10
    assert sent["messages"][1]["content"] == ""
    assert sent["messages"][2]["tool_name"] == "list_tables"


def test_a_call_written_as_text_is_repaired(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    ollama_wire.replies = ['```json\n{"name": "run_sql", "arguments": {"sql": "SELECT 1"}}\n```']
    reply = last(made(ollama_wire, aiws_home), ModelRequest((Message("user", "x"),), TOOLS))
    assert reply.tool_calls == (ToolCall("call_1", "run_sql", {"sql": "SELECT 1"}, repaired=True),)
    assert reply.text.startswith("```json")


def test_schema_stop_and_seed(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    last(made(ollama_wire, aiws_home), ModelRequest((Message("user", "x"),), stop=(";",), json_schema=schema))
    sent = ollama_wire.chats[0]
    assert sent["format"] == schema
    assert sent["options"]["stop"] == [";"]
    assert sent["options"]["temperature"] == 0


def test_window_is_what_the_server_uses(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    ollama_wire.trained_window = 4096
    assert made(ollama_wire, aiws_home, num_ctx=8192).window() == 4096
    ollama_wire.trained_window = 32768
    assert made(ollama_wire, aiws_home, num_ctx=8192).window() == 8192


def test_digest_is_the_servers(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    assert made(ollama_wire, aiws_home).digest() == "sha256:" + ollama_wire.digest_of("qwen2.5-coder:1.5b")


def test_a_prompt_that_does_not_fit_is_not_sent(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    model = made(ollama_wire, aiws_home, num_ctx=2048)
    with pytest.raises(errors.PromptTooLongError) as caught:
        last(model, ModelRequest((Message("user", "SELECT a, b FROM t WHERE c = 1; " * 400),)))
    assert caught.value.exit_code == 7
    assert caught.value.slots["count"] > 2048
    assert ollama_wire.chats == []


def test_near_the_window_the_exact_count_decides(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    model = made(ollama_wire, aiws_home, num_ctx=2048)
    # About 1,610 tokens, which the estimate takes for 2,400.
    request = ModelRequest((Message("user", "the quick brown fox jumps over " * 268),), max_tokens=300)
    last(model, request)
    assert ollama_wire.chats[0]["options"]["num_predict"] <= 300


def test_a_cut_prompt_is_refused(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    ollama_wire.misbehave("cut")
    model = made(ollama_wire, aiws_home)
    with pytest.raises(errors.PromptCutError) as caught:
        last(model, ModelRequest((Message("user", "열 개의 표가 있습니다. " * 100),)))
    assert caught.value.slots["read"] < caught.value.slots["count"]


def test_a_slightly_cut_prompt_is_refused_too(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    request = ModelRequest((Message("user", "1 2 3 4 5 6 7 8 9 0 " * 60),))
    ollama_wire.prompt_eval_count, ollama_wire.loaded_window = 900, 900
    with pytest.raises(errors.PromptCutError) as caught:
        last(made(ollama_wire, aiws_home), request)
    assert caught.value.slots["window"] == 900
    assert caught.value.slots["count"] > 1200


def test_a_newer_server_that_counts_cached_tokens_apart(
    ollama_wire: OllamaWireServer, aiws_home: Path
) -> None:
    ollama_wire.reports_cached = True
    ollama_wire.replies = [Reply("ok", usage=Usage(0, 17, 3))]
    assert last(made(ollama_wire, aiws_home)).usage.cached_tokens == 17


@pytest.mark.parametrize("version", ["0.3.14", "0.30.1"])
def test_an_older_server_that_leaves_cached_prefixes_out(
    ollama_wire: OllamaWireServer, aiws_home: Path, version: str
) -> None:
    ollama_wire.version = version
    ollama_wire.prompt_eval_count = 12
    request = ModelRequest((Message("user", "열 개의 표가 있습니다. " * 100),))
    assert last(made(ollama_wire, aiws_home), request).usage.prompt_tokens > 500
    ollama_wire.loaded_window = 400
    with pytest.raises(errors.PromptCutError):
        last(made(ollama_wire, aiws_home), request)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("hang_first", errors.FirstTokenTimeoutError),
        ("hang_mid", errors.SilenceTimeoutError),
        ("die_mid", errors.StreamBrokenError),
        ("error_mid", errors.StreamBrokenError),
        ("http_500", errors.ServerFaultError),
        ("garbage", errors.GarbageReplyError),
        ("reset", errors.ModelUnreachableError),
        ("die_first", errors.ModelUnreachableError),
    ],
)
def test_each_fault_has_its_own_error(
    ollama_wire: OllamaWireServer, aiws_home: Path, fault: str, error: type[Exception]
) -> None:
    ollama_wire.replies = ["a reply that is long enough"]
    ollama_wire.misbehave(fault)  # type: ignore[arg-type]
    model = made(ollama_wire, aiws_home, first_token_timeout=0.5, between_tokens_timeout=0.4)
    start = time.monotonic()
    with pytest.raises(error) as caught:
        last(model)
    assert time.monotonic() - start < 3
    assert caught.value.exit_code == 75  # type: ignore[attr-defined]
    assert caught.value.message("ko")  # type: ignore[attr-defined]
    assert caught.value.hint("ko")  # type: ignore[attr-defined]


def test_a_long_wait_between_tokens_is_not_cut_by_the_first_token_timeout(
    ollama_wire: OllamaWireServer, aiws_home: Path
) -> None:
    ollama_wire.replies = ["slow but alive"]
    ollama_wire.pause = 0.5
    model = made(ollama_wire, aiws_home, first_token_timeout=0.7, between_tokens_timeout=2.0)
    assert last(model).text == "slow but alive"


def test_tries_again_while_nothing_was_streamed(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    ollama_wire.replies = ["third time"]
    ollama_wire.misbehave("reset", times=2)
    assert last(made(ollama_wire, aiws_home)).text == "third time"
    assert len(ollama_wire.chats) == 3


def test_does_not_try_again_once_something_was_streamed(
    ollama_wire: OllamaWireServer, aiws_home: Path
) -> None:
    ollama_wire.misbehave("die_mid", times=1)
    ollama_wire.replies = ["a reply that is long enough"]
    with pytest.raises(errors.StreamBrokenError):
        last(made(ollama_wire, aiws_home))
    assert len(ollama_wire.chats) == 1


def test_a_server_that_never_stops_is_stopped(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    ollama_wire.misbehave("repeat")
    reply = last(made(ollama_wire, aiws_home), ModelRequest((Message("user", "x"),), max_tokens=20))
    assert reply.stop == "length"
    assert reply.tool_calls == ()


def test_closing_the_generator_hangs_up(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    ollama_wire.misbehave("repeat")
    stream = made(ollama_wire, aiws_home).stream(ModelRequest((Message("user", "x"),), max_tokens=10_000))
    for part in stream:
        if isinstance(part, TextPart):
            break
    stream.close()  # type: ignore[attr-defined]
    assert wait_until(ollama_wire.disconnected.is_set)


def test_nothing_listens(aiws_home: Path) -> None:
    settings = Settings(home=aiws_home, ollama_host=f"127.0.0.1:{closed_port()}")
    with pytest.raises(errors.ModelUnreachableError) as caught:
        list(OllamaModel("qwen2.5-coder:1.5b", settings, sleep=lambda _: None).stream(HELLO))
    assert "cannot be reached" in caught.value.message("en")


def test_a_model_the_server_does_not_have(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    ollama_wire.names = ["llama3:8b"]
    with pytest.raises(errors.ModelMissingError) as caught:
        last(made(ollama_wire, aiws_home))
    assert "ollama pull qwen2.5-coder:1.5b" in caught.value.hint("en")
    assert caught.value.exit_code == 3


def test_loopback_never_goes_through_a_proxy(
    ollama_wire: OllamaWireServer, aiws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    assert last(made(ollama_wire, aiws_home)).text == "ok"


def test_elsewhere_the_proxy_is_used(
    ollama_wire: OllamaWireServer, aiws_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The wire server stands in for the proxy: it gets the request that names another host.
    monkeypatch.setenv("HTTP_PROXY", ollama_wire.url)
    settings = Settings(home=aiws_home, ollama_host="http://models.example.internal:11434")
    model = OllamaModel("qwen2.5-coder:1.5b", settings, sleep=lambda _: None)
    with pytest.raises(errors.RequestRefusedError):
        model._wire.models()
    assert ollama_wire.paths == ["http://models.example.internal:11434/api/tags"]


def test_pull_reports_progress(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    wire = made(ollama_wire, aiws_home)._wire
    steps = list(wire.pull("qwen2.5-coder:0.5b"))
    assert ("pulling 1d9614638d18", 1000, 1000) in steps
    assert steps[-1][0] == "success"
    with pytest.raises(errors.StreamBrokenError):
        list(wire.pull("missing:1b"))


def test_names_without_a_tag_are_latest() -> None:
    assert same_model("qwen3:latest", "qwen3")
    assert same_model("Host/Qwen3", "host/qwen3:latest")
    assert not same_model("qwen3:8b", "qwen3")
