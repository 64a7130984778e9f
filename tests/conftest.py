"""Every test runs with an empty home of its own, without AIWS_* of the caller, and without the network.

Marks: `loopback` may connect to 127.0.0.1 (test servers), `real_model` runs the real 0.5B Qwen there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from aiws_cli.core import language
from aiws_cli.core.settings import Settings, default_home
from aiws_cli.models.embedded import EmbeddedModel
from support import snowflake_account as snowflake
from support.ollama_wire import OllamaWireServer

_CALLERS_GGUF = os.environ.get("AIWS_TEST_GGUF", "")
_CALLERS_HOME = Path(os.environ.get("AIWS_HOME") or default_home())
_GGUF = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
_LOOPBACK = ["127.0.0.1", "::1", "localhost"]
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "loopback: talks to a test server on 127.0.0.1, and to nothing else")
    # Pairs of local sockets are how event loops wake themselves up; they reach nobody.
    config.option.allow_unix_socket = True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("real_model"):
            # One worker loads the model, and its threads have the machine to themselves.
            item.add_marker(pytest.mark.xdist_group("model"))
        if item.get_closest_marker("loopback") or item.get_closest_marker("real_model"):
            item.add_marker(pytest.mark.allow_hosts(_LOOPBACK))
        elif not item.get_closest_marker("enable_socket"):
            item.add_marker(pytest.mark.disable_socket)


@pytest.fixture(autouse=True)
def aiws_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh AIWS_HOME; the caller's AIWS_*, OLLAMA_* and proxy variables are gone, messages are English."""
    for name in list(os.environ):
        if name.startswith(("AIWS_", "OLLAMA_")) or name.lower() in _PROXIES:
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("AIWS_HOME", str(home))
    monkeypatch.setenv("AIWS_LANG", "en")
    yield home
    language.use(None)


@pytest.fixture
def settings(aiws_home: Path) -> Settings:
    """Default settings over the temporary home."""
    return Settings(home=aiws_home)


@pytest.fixture
def ollama_wire() -> Iterator[OllamaWireServer]:
    """A server that speaks Ollama's wire; the test fails when a request breaks the wire's schema."""
    with OllamaWireServer() as server:
        yield server


@pytest.fixture(scope="session")
def snowflake_account() -> Iterator[snowflake.Account]:
    """A Snowflake account on a loopback port (fakesnow in an environment of its own); tests need the mark `loopback`."""
    with snowflake.running() as account:
        yield account


@pytest.fixture(scope="session")
def real_gguf() -> Path:
    """The 0.5B Qwen: AIWS_TEST_GGUF, else where `aiws model pull` puts it. Skips where there is none."""
    if _CALLERS_GGUF:
        path = Path(_CALLERS_GGUF)
        assert path.is_file(), f"AIWS_TEST_GGUF names no file: {path}"
        return path
    for home in (_CALLERS_HOME, default_home()):
        if (home / "models" / _GGUF).is_file():
            return home / "models" / _GGUF
    pytest.skip("no 0.5B Qwen here: set AIWS_TEST_GGUF or run `aiws model pull qwen2.5-coder:0.5b`")


@pytest.fixture(scope="session")
def real_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of `real_model`, with its digest and prefix caches; lives as long as the session."""
    return tmp_path_factory.mktemp("real-home")


@pytest.fixture(scope="session")
def real_model(real_gguf: Path, real_home: Path) -> Iterator[EmbeddedModel]:
    """The real 0.5B in this process, loaded once a session."""
    model = EmbeddedModel(real_gguf, Settings(home=real_home, num_ctx=4096), name="qwen2.5-coder:0.5b")
    yield model
    model.close()
