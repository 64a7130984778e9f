"""The embedded engine with the real 0.5B: streaming, exact counts, cancelling, prefixes kept between processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import httpx
import pytest

from aiws_cli.core.messages import Message, ModelRequest, Prefilling, Reply, TextPart, ToolSpec
from aiws_cli.core.settings import Settings
from aiws_cli.models import errors, token_count
from aiws_cli.models.embedded import EmbeddedModel
from aiws_cli.models.ollama import OllamaModel
from support.ollama_wire import OllamaWireServer

pytestmark = pytest.mark.real_model

SYSTEM = Message(
    "system",
    "You write one DuckDB query for a question. " + "Table card.customers has customer_id, name. " * 12,
)
TOOLS = (
    ToolSpec("run_sql", "Run one SELECT.", {"type": "object", "properties": {"sql": {"type": "string"}}}),
)


def ask(text: str, **values: object) -> ModelRequest:
    return ModelRequest((SYSTEM, Message("user", text)), **{"max_tokens": 24, **values})  # type: ignore[arg-type]


def last(model: EmbeddedModel | OllamaModel, request: ModelRequest) -> Reply:
    *parts, reply = model.stream(request)
    assert isinstance(reply, Reply)
    assert "".join(p.text for p in parts if isinstance(p, TextPart)) == reply.text
    return reply


def test_streams_with_progress_and_the_same_words_again(real_model: EmbeddedModel) -> None:
    request = ask("고객은 몇 명입니까?")
    parts = list(real_model.stream(request))
    assert isinstance(parts[-1], Reply)
    assert len([p for p in parts if isinstance(p, TextPart)]) > 3
    progress = [p for p in parts if isinstance(p, Prefilling)]
    assert progress[-1].done == progress[-1].total == real_model.count(request.messages)
    assert parts[-1].text == last(real_model, request).text


def test_counts_are_exact_and_ours_agree(real_model: EmbeddedModel) -> None:
    for messages, tools in (((SYSTEM, Message("user", "고객 수는?")), ()), ((Message("user", "hi"),), TOOLS)):
        count = real_model.count(messages, tools)
        assert abs(token_count.exact(messages, tools, "qwen2") - count) <= max(6, count * 0.1)
    request = ask("고객 수는?")
    assert last(real_model, request).usage.prompt_tokens == real_model.count(request.messages)
    assert real_model.window() == 4096
    assert real_model.digest() == "sha256:1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32"


def test_the_second_question_reads_only_what_is_new(real_model: EmbeddedModel) -> None:
    last(real_model, ask("고객은 몇 명입니까?"))
    usage = last(real_model, ask("이름이 가장 긴 고객은?")).usage
    assert usage.cached_tokens > usage.prompt_tokens * 0.8


def test_max_tokens_stop_and_schema(real_model: EmbeddedModel) -> None:
    assert last(real_model, ask("Count to one hundred in words.", max_tokens=5)).stop == "length"
    stopped = last(real_model, ask("Say: one two three", stop=("two",), max_tokens=60))
    assert "two" not in stopped.text
    schema = {
        "type": "object",
        "properties": {"n": {"type": "integer"}},
        "required": ["n"],
        "additionalProperties": False,
    }
    reply = last(real_model, ask("How many days has a week? Answer as JSON.", json_schema=schema))
    assert isinstance(json.loads(reply.text)["n"], int)


def test_a_grammar_holds(real_model: EmbeddedModel) -> None:
    reply = last(real_model, ask("yes or no?", grammar='root ::= "yes" | "no"'))
    assert reply.text in ("yes", "no")


def test_closing_the_stream_frees_the_engine(real_model: EmbeddedModel) -> None:
    stream = real_model.stream(ask("Count to one thousand in words.", max_tokens=2000))
    for part in stream:
        if isinstance(part, TextPart):
            break
    stream.close()  # type: ignore[attr-defined]
    start = time.monotonic()
    last(real_model, ask("hi", max_tokens=1))
    # Two thousand tokens would take minutes; how long this takes depends on who else uses the cores.
    assert time.monotonic() - start < 60


def test_too_long_is_said_before_reading(real_model: EmbeddedModel) -> None:
    with pytest.raises(errors.PromptTooLongError) as caught:
        last(real_model, ModelRequest((Message("user", "SELECT 1; " * 2000),)))
    assert caught.value.slots["window"] == 4096


def test_others_on_the_machine_need_the_key(real_model: EmbeddedModel) -> None:
    address = real_model._loaded()._server.listening_address
    assert address.startswith("http://127.0.0.1:")
    for method, path in (
        ("GET", "/slots"),
        ("GET", "/props"),
        ("POST", "/v1/chat/completions"),
        ("POST", "/tokenize"),
    ):
        assert httpx.request(method, address + path, json={} if method == "POST" else None).status_code == 401


def test_a_broken_file_is_an_error_not_a_crash(tmp_path: Path, real_gguf: Path) -> None:
    half = tmp_path / "half.gguf"
    with real_gguf.open("rb") as whole:
        half.write_bytes(whole.read(3_000_000))
    model = EmbeddedModel(half, Settings(home=tmp_path))
    with pytest.raises(errors.ModelFileError) as caught:
        last(model, ask("hi"))
    assert caught.value.exit_code == 3


OTHER_PROCESS = """
    import json, sys, time
    from pathlib import Path
    from aiws_cli.core.messages import Message, ModelRequest, Reply, TextPart
    from aiws_cli.core.settings import Settings
    from aiws_cli.models.embedded import EmbeddedModel
    model = EmbeddedModel(Path(sys.argv[1]), Settings(home=Path(sys.argv[2]), num_ctx=2048))
    model.window()
    start = time.perf_counter()
    system, question = json.loads(sys.stdin.read())
    first = 0.0
    for part in model.stream(ModelRequest((Message("system", system), Message("user", question)), max_tokens=4)):
        if isinstance(part, TextPart) and not first:
            first = time.perf_counter() - start
    assert isinstance(part, Reply)
    print(json.dumps({"first": first, "cached": part.usage.cached_tokens, "prompt": part.usage.prompt_tokens, "text": part.text}))
    model.close()
"""


def elsewhere(gguf: Path, home: Path, question: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(OTHER_PROCESS), str(gguf), str(home)],
        input=json.dumps([SYSTEM.content, question]),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith("COV")},
    )
    assert done.returncode == 0, done.stderr
    # The engine's own log must not reach the terminal.
    assert done.stderr == ""
    return dict(json.loads(done.stdout))


def test_another_process_finds_the_prefix_and_survives_a_broken_one(real_gguf: Path, real_home: Path) -> None:
    folder = real_home / "cache" / "prefix"
    before = set(folder.glob("*.kv")) if folder.is_dir() else set()
    cold = elsewhere(real_gguf, real_home, "고객은 몇 명입니까?")
    (state,) = set(folder.glob("*.kv")) - before
    assert cold["cached"] == 0
    assert state.stat().st_mode & 0o777 == 0o600

    warm = elsewhere(real_gguf, real_home, "고객은 몇 명입니까?")
    assert warm["cached"] > warm["prompt"] * 0.8  # type: ignore[operator]
    assert warm["first"] < cold["first"]  # type: ignore[operator]
    assert warm["text"] == cold["text"]

    # llama.cpp aborts the whole process on such a file: it must never get to see it.
    state.write_bytes(state.read_bytes()[:1000] + os.urandom(state.stat().st_size - 1000))
    again = elsewhere(real_gguf, real_home, "고객은 몇 명입니까?")
    assert (again["cached"], again["text"]) == (0, cold["text"])
    assert elsewhere(real_gguf, real_home, "고객은 몇 명입니까?")["cached"] == warm["cached"]


def test_the_real_model_through_the_ollama_wire(real_model: EmbeddedModel, aiws_home: Path) -> None:
    with OllamaWireServer(model=real_model, name="qwen2.5-coder:0.5b", trained_window=4096) as server:
        model = OllamaModel(
            "qwen2.5-coder:0.5b", Settings(home=aiws_home, ollama_host=server.host, num_ctx=4096)
        )
        request = ask("고객은 몇 명입니까?")
        reply = last(model, request)
        assert reply.text == last(real_model, request).text
        assert reply.usage.prompt_tokens > 100
        model.close()
