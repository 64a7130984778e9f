"""The air gap, proved: which connections a question makes, and which setting names each of them."""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..core.language import say
from ..models.contacts import Contact, contacts
from ..sandbox.connections import Connection, NotWatchable, watch
from .probes import Finding

if TYPE_CHECKING:
    from ..app import Application

SECONDS = 180.0
# Where this machine itself is asked for names and users, and where it keeps its log: nothing of it leaves by these.
_OF_THE_MACHINE = (
    "/run/nscd/",
    "/var/run/nscd/",
    "/run/systemd/resolve/",
    "/run/systemd/userdb/",
    "/run/systemd/machine/",
    "/var/lib/sss/pipes/",
    "/dev/log",
    "/run/systemd/journal/",
)
_SNOWFLAKE = ".snowflakecomputing.com"


@dataclass(frozen=True, slots=True)
class Explained:
    """A connection and what it is for: a contact's purpose, `own`, `names`, `machine`; empty where no setting names it."""

    connection: Connection
    purpose: str


def explain(
    connections: Iterable[Connection],
    known: Sequence[Contact],
    *,
    addresses: Callable[[str], frozenset[str]],
    resolvers: frozenset[str],
) -> tuple[Explained, ...]:
    """What each different connection is for. `addresses` gives a host name's addresses, `resolvers` are those of names."""
    by_name = any(not _is_address(_parts(c.host)[0]) for c in known)
    out: dict[Connection, str] = {}
    for connection in connections:
        if connection not in out:
            out[connection] = _purpose(connection, known, addresses, resolvers if by_name else frozenset())
    return tuple(Explained(c, purpose) for c, purpose in out.items())


def _purpose(
    connection: Connection,
    known: Sequence[Contact],
    addresses: Callable[[str], frozenset[str]],
    resolvers: frozenset[str],
) -> str:
    if connection.own:
        return "own"
    if connection.kind == "unix":
        return "machine" if connection.to.startswith(_OF_THE_MACHINE) else ""
    if connection.kind != "ip" or connection.call == "listen":
        return ""
    host, port = _parts(connection.to)
    if port == "53" and host in resolvers:
        return "names"
    for contact in known:
        name, wanted = _parts(contact.host)
        # Sorting a name's addresses, the C library connects to each without a port and sends nothing.
        if host in addresses(name) and (not wanted or port in (wanted, "0")):
            return contact.purpose
    return ""


def unknown_names(names: Iterable[str], known: Sequence[Contact]) -> tuple[str, ...]:
    """Names that were looked up though no setting names them."""
    hosts = {_parts(c.host)[0] for c in known} | {"localhost", "", "None", socket.gethostname().lower()}
    warehouse = any(c.host.endswith(_SNOWFLAKE) for c in known)
    return tuple(
        dict.fromkeys(
            n
            for n in names
            if n.lower() not in hosts
            and not _is_address(n)
            and not (warehouse and n.lower().endswith(_SNOWFLAKE))
        )
    )


def known_contacts(application: Application, environ: Mapping[str, str]) -> tuple[Contact, ...]:
    """The hosts settings name, and the proxies the environment does."""
    found = list(contacts(application.settings))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        url = environ.get(name) or environ.get(name.upper(), "")
        if url:
            parts = urlsplit(url if "://" in url else f"//{url}")
            with suppress(ValueError):
                port = f":{parts.port}" if parts.port else ""
                found.append(Contact(f"{(parts.hostname or '').lower()}{port}", "proxy"))
    return tuple(found)


def probe(application: Application) -> Finding:
    """Ask one question in a watched process, and say of each connection which setting names it."""
    known = known_contacts(application, os.environ)
    command = [
        sys.executable,
        "-P",
        "-X",
        "utf8",
        "-m",
        "aiws_cli.cli.one_question",
        application.identity.role,
    ]
    seen_by_kernel = True
    try:
        watched = watch(command, env=os.environ, seconds=SECONDS)
        code, told, connections = watched.code, _told(watched.out), watched.connections
    except NotWatchable:
        seen_by_kernel = False
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
        )
        code, told = done.returncode, _told(done.stdout)
        connections = tuple(
            Connection("unix" if a.startswith(("/", "@")) else "ip", a, "connect", "python")
            for a in told.get("addresses", ())
        )
    if code != 0 or not told:
        return Finding(
            "air_gap", "fail", say("doctor.air_gap.not_run", code=code), say("doctor.air_gap.remedy")
        )
    explained = explain(connections, known, addresses=_addresses, resolvers=_resolvers())
    return _finding(explained, unknown_names(told["names"], known), told, seen_by_kernel)


def _finding(
    explained: Sequence[Explained], names: Sequence[str], told: Mapping[str, Any], seen_by_kernel: bool
) -> Finding:
    how = say("doctor.air_gap.kernel" if seen_by_kernel else "doctor.air_gap.python")
    asked = say(
        "doctor.air_gap.asked",
        question=told["question"] or "SELECT 1",
        status=told["status"],
        model=told["model"],
    )
    lines = [asked, how]
    bad = [e for e in explained if not e.purpose]
    for e in explained:
        purpose = say(f"doctor.host.{e.purpose}") if e.purpose else say("doctor.air_gap.unnamed")
        lines.append(f"{e.connection.to} ({e.connection.call}, {e.connection.process}): {purpose}")
    lines += [say("doctor.air_gap.name", name=name) for name in names]
    if not explained:
        lines.append(say("doctor.air_gap.nothing"))
    if bad or names:
        return Finding("air_gap", "fail", "\n".join(lines), say("doctor.air_gap.remedy"))
    return Finding(
        "air_gap",
        "ok" if seen_by_kernel else "warn",
        "\n".join(lines),
        "" if seen_by_kernel else say("doctor.air_gap.weaker"),
    )


def _told(out: bytes) -> dict[str, Any]:
    for line in reversed(out.decode("utf-8", "replace").splitlines()):
        with suppress(ValueError):
            told = json.loads(line)
            if isinstance(told, dict) and "names" in told:
                return told
    return {}


def _parts(text: str) -> tuple[str, str]:
    """Host and port of `host`, `host:port`, `[v6]:port` or a bare IPv6 address; the port empty where there is none."""
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        return host, rest.removeprefix(":")
    if text.count(":") == 1:
        host, _, port = text.partition(":")
        return host, port
    return text, ""


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _addresses(name: str) -> frozenset[str]:
    """Every address of a name now; of an address itself."""
    if _is_address(name):
        return frozenset({name})
    try:
        return frozenset(str(info[4][0]) for info in socket.getaddrinfo(name, None))
    except OSError:
        return frozenset()


def _resolvers() -> frozenset[str]:
    """Addresses of the name servers this machine is set to ask."""
    found: set[str] = set()
    with suppress(OSError):
        for line in Path("/etc/resolv.conf").read_text().splitlines():
            words = line.split()
            if words[:1] == ["nameserver"] and len(words) > 1:
                found.add(words[1])
    return frozenset(found)
