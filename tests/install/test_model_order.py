"""`aiws model pull` without a name, as the installer calls it: an Ollama first, nothing fetched without a yes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aiws_cli.cli.main import main
from support.ollama_wire import OllamaWireServer

pytestmark = pytest.mark.loopback


def test_an_ollama_with_a_qwen_is_taken_and_nothing_is_asked(
    ollama_wire: OllamaWireServer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", ollama_wire.host)
    assert main(["model", "pull", "--json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert (said["provider"], said["model"]) == ("ollama", "qwen2.5-coder:1.5b")
    assert "/api/pull" not in ollama_wire.paths


def test_an_ollama_without_one_pulls_only_after_a_yes(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with OllamaWireServer(name="llama3.2:3b") as server:
        monkeypatch.setenv("OLLAMA_HOST", server.host)
        assert main(["model", "pull", "--json"]) == 5
        assert "/api/pull" not in server.paths
        capfd.readouterr()
        assert main(["model", "pull", "--yes", "--json"]) == 0
        assert json.loads(capfd.readouterr().out)["provider"] == "ollama"
        assert "/api/pull" in server.paths


def test_a_mirror_folder_without_the_model_and_no_network_is_exit_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    monkeypatch.setenv("AIWS_OFFLINE", "1")
    monkeypatch.setenv("AIWS_MODEL_MIRROR", str(tmp_path))
    assert main(["model", "pull", "--yes"]) == 3
    assert str(tmp_path) in capfd.readouterr().err
