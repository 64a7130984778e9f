"""A folder with files, a person who answers, a real gate and log: what the file tools work in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from aiws_cli.agent.permissions import Gate, Grounds
from aiws_cli.core.deeds import Approval, Deed, Mode, Scope, Verdict
from aiws_cli.governance.audit.log import Audit
from aiws_cli.tools.files import FILE_TOOLS, MORE_FILE_TOOLS
from aiws_cli.tools.folder import Folder
from aiws_cli.tools.git import GIT_TOOLS
from aiws_cli.tools.registry import ToolContext, ToolResult

TOOLS = {t.name: t for t in (*FILE_TOOLS, *MORE_FILE_TOOLS, *GIT_TOOLS)}
CODE = "def total(rows):\n    return sum(rows)\n"


@dataclass
class Person:
    """Says yes or no, and keeps what was shown. `meanwhile` happens while they read."""

    answer: bool = True
    scope: Scope = "once"
    reason: str = ""
    shown: list[Deed] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def approve(self, deed: Deed, why: str, tainted_by: Sequence[str], pattern: str = "") -> Approval:
        self.shown.append(deed)
        self.meanwhile()
        return Approval(self.answer, self.scope, self.reason)


@dataclass
class World:
    folder: Path
    log: Path
    person: Person
    mode: Mode = "ask"
    state: Folder | None = None
    granted: dict[str, Verdict] = field(default_factory=dict)
    remembered: list[str] = field(default_factory=list)

    def context(self, **about: Any) -> ToolContext:
        clock = SimpleNamespace(now=lambda: datetime.now(UTC), monotonic=lambda: 0.0)
        audit = Audit(self.log, clock)  # type: ignore[arg-type]
        self.state = self.state or Folder(self.folder)
        grounds = Grounds(
            who={"user": "kim", "role": "analyst"},
            audit=audit,
            folder=self.folder,
            granted=self.granted,
            remember=self.remembered.append,
        )
        nothing: Any = None
        return ToolContext(
            catalog=nothing,
            warehouse=nothing,
            question="",
            workspace="",
            evidence={},
            gate=Gate(grounds, mode=self.mode, approver=self.person),
            folder=self.state,
            **about,
        )

    def call(self, name: str, /, **given: Any) -> ToolResult:
        return TOOLS[name].call(self.context(), given)


def made(at: Path) -> World:
    """A world below `at`: a Python file, an SQL file in CP949, a secret."""
    folder = at / "work"
    (folder / "sql").mkdir(parents=True)
    (folder / "t.py").write_text(CODE)
    (folder / "sql" / "잔액.sql").write_bytes("-- 지점별 예금 잔액\nSELECT 1\n".encode("cp949"))
    (folder / ".env").write_text("PASSWORD=hunter2\n")
    return World(folder, at / "audit.jsonl", Person())
