"""Which model is taken, what is said about it, and what happens when there is none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from aiws_cli.core import language
from aiws_cli.core.settings import Settings
from aiws_cli.models import errors
from aiws_cli.models.choose import available, choose, ollama_answers
from aiws_cli.models.known import KNOWN
from support.ollama_wire import OllamaWireServer, closed_port

pytestmark = pytest.mark.loopback


def make(home: Path, **values: object) -> Settings:
    return Settings.model_validate(
        {"home": home, "ollama_host": f"127.0.0.1:{closed_port()}", "connect_timeout": 1.0, **values}
    )


def fake_gguf(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"GGUF" + b"\0" * 100)
    return path


def test_auto_takes_an_ollama_that_has_a_qwen(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    said: list[str] = []
    model = choose(make(aiws_home, ollama_host=ollama_wire.host), notify=said.append)
    assert (model.provider, model.name) == ("ollama", "qwen2.5-coder:1.5b")
    assert said == ["model: qwen2.5-coder:1.5b (Ollama)"]


@pytest.mark.parametrize(
    ("names", "best"),
    [
        (["qwen3:32b", "qwen2.5-coder:7b", "qwen2.5-coder:1.5b"], "qwen2.5-coder:7b"),
        (["llama3:70b", "qwen3:8b", "qwen3-embedding:8b"], "qwen3:8b"),
        (["team/qwen3-coder:30b", "qwen2.5-coder:32b"], "qwen2.5-coder:32b"),
    ],
)
def test_the_largest_coder_first(
    ollama_wire: OllamaWireServer, aiws_home: Path, names: list[str], best: str
) -> None:
    ollama_wire.names = names
    assert choose(make(aiws_home, ollama_host=ollama_wire.host)).name == best


def test_a_named_model_need_not_be_a_qwen(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    ollama_wire.names = ["llama3:latest", "qwen3:8b"]
    assert choose(make(aiws_home, ollama_host=ollama_wire.host, model="llama3")).name == "llama3:latest"


def test_auto_falls_to_the_embedded_engine_and_says_why(
    ollama_wire: OllamaWireServer, aiws_home: Path
) -> None:
    ollama_wire.names = ["llama3:8b"]
    file = fake_gguf(aiws_home / "own.gguf")
    said: list[str] = []
    model = choose(make(aiws_home, ollama_host=ollama_wire.host, gguf=str(file)), notify=said.append)
    assert (model.provider, model.name) == ("embedded", "own")
    assert said == ["model: own (embedded engine) [not used — Ollama: no model qwen2.5-coder]"]


def test_one_line_in_korean(aiws_home: Path) -> None:
    language.use("ko")
    said: list[str] = []
    settings = make(aiws_home, gguf=str(fake_gguf(aiws_home / "own.gguf")))
    choose(settings, notify=said.append)
    assert said[0].startswith("모델: own (내장 엔진) [다음은 쓰지 않음 — Ollama: http://127.0.0.1:")
    assert "\n" not in said[0]


def test_an_explicit_provider_has_no_fallback(aiws_home: Path) -> None:
    file = str(fake_gguf(aiws_home / "own.gguf"))
    with pytest.raises(errors.ModelUnreachableError) as caught:
        choose(make(aiws_home, provider="ollama", gguf=file))
    assert caught.value.exit_code == 75
    with pytest.raises(errors.SettingsError):
        choose(make(aiws_home, provider="openai", gguf=file))
    assert choose(make(aiws_home, provider="embedded", gguf=file)).provider == "embedded"


def test_nothing_at_all_is_exit_3_with_the_way_out(aiws_home: Path) -> None:
    with pytest.raises(errors.NoModelError) as caught:
        choose(make(aiws_home))
    assert caught.value.exit_code == 3
    assert "aiws model pull" in caught.value.hint("en")
    assert "aiws model pull" in caught.value.hint("ko")
    assert caught.value.message("en").count("\n- ") == 3


def test_a_wrong_aiws_gguf_is_named(aiws_home: Path) -> None:
    with pytest.raises(errors.NoModelError) as caught:
        choose(make(aiws_home, gguf="/nowhere/x.gguf"))
    assert "/nowhere/x.gguf" in caught.value.message("en")
    bad = aiws_home / "bad.gguf"
    bad.write_bytes(b"hello")
    with pytest.raises(errors.ModelFileError) as refused:
        choose(make(aiws_home, provider="embedded", gguf=str(bad)))
    assert refused.value.exit_code == 3


def test_a_half_pulled_file_is_not_taken(aiws_home: Path) -> None:
    known = KNOWN["qwen2.5-coder:0.5b"]
    fake_gguf(known.path(aiws_home))
    with pytest.raises(errors.ModelFileError):
        choose(make(aiws_home, provider="embedded"))
    (entry,) = [a for a in available(make(aiws_home)) if a.provider == "embedded"]
    assert not entry.usable


def test_available_lists_everything_with_reasons(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    ollama_wire.names = ["llama3:8b", "qwen3:8b"]
    fake_gguf(aiws_home / "models" / "own.gguf")
    listed = available(make(aiws_home, ollama_host=ollama_wire.host))
    assert [(a.provider, a.model, a.usable) for a in listed] == [
        ("ollama", "qwen3:8b", True),
        ("ollama", "llama3:8b", True),
        ("openai", "", False),
        ("embedded", "own", True),
    ]
    assert all(a.detail for a in listed if not a.usable)


def test_a_closed_port_is_noticed_at_once(aiws_home: Path) -> None:
    settings = make(aiws_home)
    start = time.perf_counter()
    for _ in range(10):
        assert not ollama_answers(settings)
    assert (time.perf_counter() - start) / 10 < 0.005


def test_something_else_on_the_port(ollama_wire: OllamaWireServer, aiws_home: Path) -> None:
    ollama_wire.names = []
    with pytest.raises(errors.ModelMissingError):
        choose(make(aiws_home, provider="ollama", ollama_host=f"{ollama_wire.host}"))
    with pytest.raises(errors.RequestRefusedError):
        choose(make(aiws_home, provider="ollama", ollama_host=f"{ollama_wire.host}/elsewhere"))
