"""What `aiws doctor` looks at. A probe takes the application and gives back one finding; it may raise what it meets."""

from __future__ import annotations

import locale
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..core.errors import AiwsError
from ..core.language import current, say
from ..core.messages import Message, ModelRequest, Reply, ToolSpec

if TYPE_CHECKING:
    from ..app import Application

Status = Literal["ok", "warn", "fail", "skip"]

NEEDED = frozenset({"settings", "home", "model", "warehouse", "catalog", "policy", "air_gap"})
"""Probes without which no question can be answered, or none as promised."""

FREE_MB_NEEDED = 100
FREE_MB_WANTED = 1_024


@dataclass(frozen=True, slots=True)
class Finding:
    """What a probe saw. `remedy` is what to do about it, empty where nothing needs doing; milliseconds of wall time."""

    name: str
    status: Status
    detail: str
    remedy: str = ""
    elapsed_ms: float = 0.0


def terminal() -> Finding:
    """The terminal and the locale; only a locale that cannot carry Hangul is worth a word."""
    encoding = locale.getpreferredencoding(False)
    size = shutil.get_terminal_size((0, 0))
    where = (
        say("doctor.terminal.size", columns=size.columns, lines=size.lines)
        if sys.stdout.isatty()
        else say("doctor.terminal.none")
    )
    detail = f"{where} · {os.environ.get('TERM', '-')} · {encoding} · {current()}"
    if "utf" not in encoding.lower():
        return Finding("terminal", "warn", detail, say("doctor.terminal.encoding"))
    return Finding("terminal", "ok", detail)


def home(application: Application) -> Finding:
    """AIWS_HOME can be written, and there is room."""
    folder = application.settings.home
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".probe-") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        return Finding("home", "fail", f"{folder}: {problem.strerror}", say("doctor.home.remedy"))
    free = shutil.disk_usage(folder).free // (1024 * 1024)
    detail = say("doctor.home.ok", folder=folder, free=free)
    if free < FREE_MB_NEEDED:
        return Finding("home", "fail", detail, say("error.disk_full.hint"))
    if free < FREE_MB_WANTED:
        return Finding("home", "warn", detail, say("error.disk_full.hint"))
    return Finding("home", "ok", detail)


def model(application: Application) -> Finding:
    """The chosen model writes one token."""
    chosen = application.model
    started = time.monotonic()
    reply = _reply(application, ModelRequest((Message("user", "Say OK."),), max_tokens=1))
    seconds = time.monotonic() - started
    detail = say("doctor.model.ok", model=chosen.name, provider=chosen.provider, seconds=seconds)
    if not reply.text.strip() and not reply.tool_calls:
        return Finding(
            "model", "fail", say("doctor.model.silent", model=chosen.name), say("doctor.model.remedy")
        )
    return Finding("model", "ok", f"{detail} · {chosen.digest()[:19]}")


def window(application: Application) -> Finding:
    """The context window a call really has, against the one the settings ask for."""
    real, asked = application.model.window(), application.settings.num_ctx
    if real < asked:
        return Finding(
            "window",
            "warn",
            say("doctor.window.small", real=real, asked=asked),
            say("doctor.window.remedy", real=real),
        )
    return Finding("window", "ok", say("doctor.window.ok", real=real))


def tools(application: Application) -> Finding:
    """Whether the model calls a tool when told to: by itself, or in text that has to be read as a call."""
    tool = ToolSpec(
        "get_date",
        "Returns today's date.",
        {"type": "object", "properties": {"format": {"type": "string"}}, "required": ["format"]},
    )
    reply = _reply(
        application,
        ModelRequest(
            (Message("user", 'Call the tool get_date with format "iso". Write nothing else.'),),
            tools=(tool,),
            max_tokens=64,
        ),
    )
    calls = [c for c in reply.tool_calls if c.name == tool.name]
    if not calls:
        return Finding("tools", "warn", say("doctor.tools.none"), say("doctor.tools.remedy"))
    return Finding(
        "tools", "ok", say("doctor.tools.repaired" if calls[0].repaired else "doctor.tools.native")
    )


def _reply(application: Application, request: ModelRequest) -> Reply:
    for part in application.model.stream(request):
        if isinstance(part, Reply):
            return part
    raise AssertionError("a model's stream ends with a Reply")


def warehouse(application: Application) -> Finding:
    """The warehouse opens and answers through the guard."""
    path = application.settings.warehouse or str(application.warehouse_path)
    outcome = application.warehouse.query("SELECT 1 AS one")
    if outcome.result.rows != ((1,),):
        return Finding("warehouse", "fail", f"SELECT 1 → {outcome.result.rows!r}")
    tables = len(application.raw_warehouse.columns())
    return Finding(
        "warehouse",
        "ok",
        say("doctor.warehouse.ok", path=path, tables=tables, as_of=application.warehouse.as_of()),
    )


def catalog(application: Application) -> Finding:
    """The catalog is readable, its index fresh, and its tables are those of the warehouse."""
    names = {n.lower() for n in application.catalog.table_names()}
    detail = say("doctor.catalog.ok", folder=application.catalog_folder, tables=len(names))
    if not names:
        return Finding("catalog", "fail", detail, say("doctor.catalog.empty"))
    try:
        there = {n.lower() for n in application.raw_warehouse.columns()}
    except AiwsError:
        # The warehouse has a probe of its own.
        return Finding("catalog", "ok", detail)
    lost = sorted(names - there)
    if lost:
        few = ", ".join(lost[:3])
        return Finding(
            "catalog",
            "warn",
            say("doctor.catalog.drift", detail=detail, count=len(lost), few=few),
            say("doctor.catalog.remedy"),
        )
    return Finding("catalog", "ok", detail)


def policy(application: Application) -> Finding:
    """The policy in force, whom it takes the asker for, and whether the asker could rewrite it."""
    policy, who = application.policy, application.identity
    detail = say(
        "doctor.policy.ok",
        name=policy.name,
        version=policy.version,
        path=policy.source,
        user=who.user,
        source=say(f"doctor.identity.{who.source}"),
        role=who.role,
    )
    path = Path(policy.source)
    if path.is_file() and os.access(path, os.W_OK) and application.settings.policy:
        return Finding("policy", "warn", detail, say("doctor.policy.writable", path=path))
    return Finding("policy", "ok", detail)


def boundary(application: Application) -> Finding:
    """Whether the asker could go round the policy: an embedded file they can open is theirs to read whole."""
    if application.dialect != "duckdb":
        return Finding("boundary", "ok", say("doctor.boundary.native"))
    path = application.warehouse_path
    if not os.access(path, os.R_OK):
        return Finding("boundary", "ok", say("doctor.boundary.closed", path=path))
    if not application.settings.policy:
        return Finding("boundary", "ok", say("doctor.boundary.demo"))
    return Finding("boundary", "warn", say("doctor.boundary.open", path=path), say("doctor.boundary.remedy"))


def sandbox(application: Application) -> Finding:
    """What holds code that is run, by trying to get out of it; and how to have the stronger one."""
    from ..sandbox import bubblewrap
    from ..sandbox.choose import named, try_tiers

    asked = application.settings.sandbox
    tried = try_tiers(asked, application.hidden_places)
    last, fell = tried[-1], [p for p in tried if not p.holds]
    if last.holds:
        head = say(
            "doctor.sandbox.ok", name=named(last.tier), attempts=last.attempts, elapsed=last.elapsed_ms
        )
    else:
        head = say("doctor.sandbox.unsandboxed" if asked == "none-allowed" else "doctor.sandbox.none")
    lines = [head, *(say("doctor.sandbox.weaker", tier=p.tier, reason=p.reason) for p in fell)]
    if not fell:
        return Finding("sandbox", "ok", head)
    if not sys.platform.startswith("linux"):
        remedy = say("doctor.sandbox.system")
    elif exposed := next((p.hint for p in fell if p.hint), ""):
        remedy = exposed
    else:
        remedy = say("doctor.sandbox.namespaces" if bubblewrap.find() else "doctor.sandbox.install")
    return Finding("sandbox", "warn", "\n".join(lines), remedy)


def air_gap(application: Application) -> Finding:
    """Which connections a question makes, seen from outside of it."""
    from .air_gap import probe

    return probe(application)


PROBES: tuple[tuple[str, Callable[[Application], Finding]], ...] = (
    ("home", home),
    ("warehouse", warehouse),
    ("catalog", catalog),
    ("policy", policy),
    ("boundary", boundary),
    ("sandbox", sandbox),
    ("model", model),
    ("window", window),
    ("tools", tools),
    ("air_gap", air_gap),
)
