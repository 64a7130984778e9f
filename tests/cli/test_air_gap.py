"""The air gap: what a connection is for, that doctor names what should not be there, and that a question needs nobody."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from aiws_cli.cli.air_gap import explain, unknown_names
from aiws_cli.core.settings import Settings
from aiws_cli.models.contacts import Contact, contacts
from aiws_cli.sandbox.connections import Connection, NotWatchable, watch
from support.ollama_wire import OllamaWireServer

from .conftest import PROGRAM, Run

KNOWN = (
    Contact("127.0.0.1:11434", "ollama"),
    Contact("gitlab.bank", "gitlab"),
    Contact("proxy.bank:3128", "proxy"),
)
ADDRESSES = {"gitlab.bank": {"10.0.0.5"}, "proxy.bank": {"10.0.0.6"}, "127.0.0.1": {"127.0.0.1"}}
RESOLVERS = frozenset({"10.0.0.53"})

# kind, where to, call, whether it is our own server; what it is for (nothing: no setting names it)
ROWS = [
    ("ip", "127.0.0.1:11434", "connect", False, "ollama"),
    ("ip", "127.0.0.1:11435", "connect", False, ""),
    ("ip", "127.0.0.1:41234", "connect", True, "own"),
    ("ip", "10.0.0.5:443", "connect", False, "gitlab"),
    ("ip", "10.0.0.6:3128", "connect", False, "proxy"),
    ("ip", "10.0.0.6:443", "connect", False, ""),
    ("ip", "10.0.0.6:0", "connect", False, "proxy"),
    ("ip", "10.0.0.53:53", "connect", False, "names"),
    ("ip", "10.0.0.53:53", "send", False, "names"),
    ("ip", "10.0.0.53:443", "connect", False, ""),
    ("ip", "8.8.8.8:53", "send", False, ""),
    ("ip", "93.184.216.34:443", "connect", False, ""),
    ("ip", "[2001:db8::1]:443", "connect", False, ""),
    ("ip", "0.0.0.0:8080", "listen", False, ""),
    ("unix", "/var/run/nscd/socket", "connect", False, "machine"),
    ("unix", "/run/docker.sock", "connect", False, ""),
    ("unix", "@abstract", "connect", False, ""),
    ("other", "family 40", "connect", False, ""),
    ("other", "unreadable", "connect", False, ""),
]


@pytest.mark.parametrize(("kind", "to", "call", "own", "purpose"), ROWS)
def test_what_a_connection_is_for(kind: str, to: str, call: str, own: bool, purpose: str) -> None:
    connection = Connection(kind, to, call, "python", own)  # type: ignore[arg-type]
    (explained,) = explain(
        [connection, connection],
        KNOWN,
        addresses=lambda name: frozenset(ADDRESSES.get(name, ())),
        resolvers=RESOLVERS,
    )
    assert explained.purpose == purpose


def test_nobody_looks_up_names_where_no_setting_has_one() -> None:
    connection = Connection("ip", "10.0.0.53:53", "send", "python")
    (explained,) = explain(
        [connection], KNOWN[:1], addresses=lambda name: frozenset({name}), resolvers=RESOLVERS
    )
    assert explained.purpose == ""


def test_names_that_no_setting_has() -> None:
    asked = ["gitlab.bank", "GITLAB.bank", "127.0.0.1", "localhost", "telemetry.example.com", "::1"]
    assert unknown_names(asked, KNOWN) == ("telemetry.example.com",)
    snowflake = (Contact("acme.snowflakecomputing.com", "warehouse"),)
    assert unknown_names(["ocsp.snowflakecomputing.com", "evil.com"], snowflake) == ("evil.com",)


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"provider": "embedded"}, []),
        ({"provider": "ollama", "ollama_host": ":5000"}, ["127.0.0.1:5000 ollama"]),
        (
            {
                "provider": "openai",
                "openai_base_url": "https://LLM.bank/v1",
                "gitlab_url": "https://git.bank:8443",
            },
            ["llm.bank openai", "git.bank:8443 gitlab"],
        ),
        (
            {"provider": "embedded", "warehouse": "snowflake://kim@acme-x/db"},
            ["acme-x.snowflakecomputing.com warehouse"],
        ),
        (
            {"provider": "embedded", "warehouse": "snowflake://kim@acme/db?host=127.0.0.1&port=8443"},
            ["127.0.0.1:8443 warehouse"],
        ),
        ({"provider": "embedded", "model_mirror": "http://mirror.bank/m", "offline": True}, []),
    ],
)
def test_hosts_that_settings_name(settings: dict[str, object], found: list[str]) -> None:
    assert [f"{c.host} {c.purpose}" for c in contacts(Settings(**settings))] == found  # type: ignore[arg-type]


# — the program —


@pytest.fixture
def watchable() -> None:
    try:
        watch([sys.executable, "-c", ""], env=dict(os.environ), seconds=20)
    except NotWatchable as problem:
        pytest.skip(f"this kernel does not tell of calls: {problem}")


def air_gap(report: dict[str, object]) -> dict[str, str]:
    (found,) = [p for p in report["probes"] if p["name"] == "air_gap"]  # type: ignore[attr-defined]
    return found


@pytest.mark.loopback
@pytest.mark.usefixtures("with_demo", "watchable")
def test_doctor_lists_every_connection_of_a_question(aiws: Run, ollama_wire: OllamaWireServer) -> None:
    done = aiws(
        "doctor", "--json", env={"OLLAMA_HOST": ollama_wire.host, "AIWS_PROVIDER": "ollama"}, seconds=200
    )
    found = air_gap(done.json())
    assert found["status"] == "ok", found
    assert f"{ollama_wire.host} (connect" in found["detail"] and "Ollama" in found["detail"]
    assert "→ ok · model ollama" in found["detail"]


ROGUE = """
import ctypes, struct, sys
if "one_question" in " ".join(sys.orig_argv):
    libc = ctypes.CDLL(None)
    where = struct.pack("<H", 2) + struct.pack(">H", {port}) + bytes([127, 0, 0, 1]) + bytes(8)
    libc.connect(libc.socket(2, 1, 0), where, 16)
"""


@pytest.mark.loopback
@pytest.mark.usefixtures("with_demo", "watchable")
def test_doctor_names_a_connection_that_no_setting_does(
    aiws: Run, ollama_wire: OllamaWireServer, tmp_path: Path
) -> None:
    """A library that phones home, in native code, is found: the address is named, and doctor fails."""
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen()
        port = ear.getsockname()[1]
        (tmp_path / "sitecustomize.py").write_text(ROGUE.format(port=port))
        path = os.pathsep.join((str(tmp_path), *sys.path))
        env = {"OLLAMA_HOST": ollama_wire.host, "AIWS_PROVIDER": "ollama", "PYTHONPATH": path}
        done = aiws("doctor", "--json", env=env, seconds=200)
    found = air_gap(done.json())
    assert found["status"] == "fail" and done.code == 3, found
    assert "✗ no setting names it" in found["detail"] and f"127.0.0.1:{port}" in found["detail"]


@pytest.mark.usefixtures("with_demo", "watchable")
def test_a_question_that_rules_answer_needs_nobody() -> None:
    """A whole `aiws ask`, with every connection refused: the answer comes, and nothing but this machine was asked."""
    question = "은행 영업점의 영업점유형별 건수를 알려줘"
    done = watch(
        [PROGRAM[0], *PROGRAM[1:], "ask", question, "--json"],
        env={**os.environ, "AIWS_PROVIDER": "ollama", "PYTHONPATH": os.pathsep.join(sys.path)},
        seconds=120,
        may=lambda connection: False,
    )
    assert done.code == 0, done.out.decode()
    assert b'"status": "ok"' in done.out and b'"model_calls": 0' in done.out
    assert [c for c in done.connections if c.kind != "unix"] == []
    assert all("nscd" in c.to or "systemd" in c.to for c in done.connections)


# The same where no kernel can be asked: whatever Python does is refused beyond loopback, and the wish alone is a failure.
BLOCKED = """
import sys
def heard(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.bind"):
        where = arguments[1] if event != "socket.getaddrinfo" else arguments[0]
        host = where[0] if isinstance(where, tuple) else where
        if host not in (None, "127.0.0.1", "::1", "localhost"):
            sys.stderr.write(f"REACHED {event} {where}\\n")
            raise PermissionError(str(where))
sys.addaudithook(heard)
from aiws_cli.cli.main import main
sys.exit(main())
"""


@pytest.mark.loopback
@pytest.mark.usefixtures("with_demo")
@pytest.mark.parametrize(
    "question",
    ["은행 영업점의 영업점유형별 건수를 알려줘", "은행 영업점의 영업점유형별 건수를 빠짐없이 알려줘"],
)
def test_nothing_beyond_loopback_is_reached_for(
    monkeypatch: pytest.MonkeyPatch, ollama_wire: OllamaWireServer, question: str
) -> None:
    import subprocess

    ollama_wire.replies = ["SELECT branch_type, count(*) AS n FROM bank.branches GROUP BY branch_type"]
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, "ask", question, "--json"],
        env={**os.environ, "OLLAMA_HOST": ollama_wire.host, "AIWS_PROVIDER": "ollama"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "REACHED" not in done.stderr
