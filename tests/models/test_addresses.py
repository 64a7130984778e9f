"""Addresses read as ollama reads them, and what goes past a proxy."""

from __future__ import annotations

import subprocess
import sys

import httpx
import ollama
import pytest

from aiws_cli.core.errors import SettingsError
from aiws_cli.models.addresses import client_options, ollama_address, server_address

HOSTS = [
    "",
    "1.2.3.4",
    ":56789",
    "1.2.3.4:56789",
    "http://1.2.3.4",
    "https://1.2.3.4",
    "https://1.2.3.4:56789",
    "example.com",
    "example.com:56789",
    "http://example.com",
    "https://example.com",
    "example.com/",
    "example.com/path",
    "https://example.com:56789/path/",
    "[0001:002:003:0004::1]",
    "[0001:002:003:0004::1]:56789",
    "http://[0001:002:003:0004::1]",
    "localhost",
]


@pytest.mark.parametrize("host", HOSTS)
def test_as_ollama_reads_it(host: str) -> None:
    theirs = ollama.Client(host)._client.base_url
    ours = httpx.URL(ollama_address(host).url)
    assert (ours.scheme, ours.host, ours.port) == (theirs.scheme, theirs.host, theirs.port)
    assert ours.path.rstrip("/") == theirs.path.rstrip("/")


def test_the_unspecified_address_is_loopback_to_a_client() -> None:
    assert ollama_address("0.0.0.0:11435").url == "http://127.0.0.1:11435"
    assert ollama_address("http://[::]:80").url == "http://[::1]:80"


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("", True),
        ("localhost", True),
        ("127.9.9.9", True),
        ("[::1]:1", True),
        ("10.0.0.1", False),
        ("a.b", False),
    ],
)
def test_loopback(host: str, loopback: bool) -> None:
    assert ollama_address(host).loopback is loopback
    assert client_options(ollama_address(host))["trust_env"] is not loopback


def test_https_trusts_the_systems_store() -> None:
    import truststore

    assert isinstance(
        client_options(server_address("https://models.internal"))["verify"], truststore.SSLContext
    )
    assert client_options(server_address("https://models.internal"))["follow_redirects"] is False


def test_the_base_url_keeps_its_path() -> None:
    assert server_address("http://h:8000/v1/").url == "http://h:8000/v1"
    assert server_address("h:8000").url == "http://h:8000"
    assert server_address("https://h/team/v1").url == "https://h:443/team/v1"


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("aiws_cli.models.choose", ("ollama", "httpx", "xllamacpp", "tiktoken")),
        ("aiws_cli.models.ollama", ("ollama", "httpx", "tiktoken", "rich", "click")),
        ("aiws_cli.models.openai_compatible", ("httpx", "tiktoken")),
        ("aiws_cli.models.embedded", ("httpx", "xllamacpp", "tiktoken")),
        ("aiws_cli.models.sources", ("httpx", "aiws_cli.models.wheel_parts")),
    ],
)
def test_drivers_are_imported_late(module: str, absent: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([m for m in {absent!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_httpx_comes_without_its_command_line() -> None:
    code = (
        "import sys; from aiws_cli.models.addresses import import_httpx; import_httpx(); import ollama, httpx; "
        "print([m for m in ('rich', 'click', 'pygments', 'httpx._main') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("value", ["nonsense:::", "host:port", "http://[::1", "ftp://example.com"])
def test_what_is_no_address_is_a_setting_to_mend(value: str) -> None:
    for read, name in ((ollama_address, "ollama_host"), (server_address, "openai_base_url")):
        with pytest.raises(SettingsError) as raised:
            read(value)
        assert raised.value.slots["name"] == name
        assert value in raised.value.message()
