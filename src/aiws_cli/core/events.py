"""What happens while a question is answered. The core yields these; renderers, the session file and JSON lines take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar

from .answer import Answer, Mend
from .plans import Plan
from .results import ResultColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events. `at` (ISO 8601) and `session_id` are stamped by the conversation, once."""

    type: ClassVar[str] = "event"
    at: str = ""
    session_id: str = ""

    def as_dict(self) -> dict[str, Any]:
        """One JSON-ready object: type, at, session_id, then the event's own fields."""
        out: dict[str, Any] = {"type": self.type, "at": self.at, "session_id": self.session_id}
        for f in fields(self):
            if f.name not in ("at", "session_id"):
                out[f.name] = _plain(getattr(self, f.name))
        return out


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(v) for v in value]
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnStarted(Event):
    """A question was taken up. `role`, `workspace`, `as_of` and `mode` are what it is answered under."""

    type: ClassVar[str] = "turn_started"
    question: str
    model: str
    provider: str
    role: str
    workspace: str = ""
    as_of: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted(Event):
    """A step begins: route, link, compose, write_sql, mend, run, chart, answer, tool, wait_model, script, script_mend,
    script_run."""

    type: ClassVar[str] = "step_started"
    step: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFinished(Event):
    type: ClassVar[str] = "step_finished"
    step: str
    elapsed_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReading(Event):
    """Prefill progress in tokens; `total` may be an estimate."""

    type: ClassVar[str] = "model_reading"
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelText(Event):
    """A piece of the model's reply. `channel`: `sql` (a query being written) or `answer` (text for the person)."""

    type: ClassVar[str] = "model_text"
    text: str
    channel: str = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesLinked(Event):
    """The tables that will be shown to the model, attached files before them, best first.

    `business_names` are theirs, one each, empty for a file.
    """

    type: ClassVar[str] = "tables_linked"
    tables: tuple[str, ...]
    business_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlWritten(Event):
    """SQL as it was written, before mending. `source`: `model`, `composed` (by rules), or `verified:<id>`."""

    type: ClassVar[str] = "sql_written"
    sql: str
    source: str = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlMended(Event):
    type: ClassVar[str] = "sql_mended"
    rule: str
    reason: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptWritten(Event):
    """A Python script as it is about to run. `source`: `rules`, `model`, or `mended` (by `mends`, rule and reason).

    `asked`: a person is about to be shown it and asked.
    """

    type: ClassVar[str] = "script_written"
    code: str
    source: str
    mends: tuple[Mend, ...] = ()
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsReady(Event):
    """The result. Rows are JSON-ready cells in result order."""

    type: ClassVar[str] = "rows_ready"
    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool
    executed_sql: str
    elapsed_ms: float
    audit_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolStarted(Event):
    type: ClassVar[str] = "tool_started"
    tool: str
    arguments: Mapping[str, Any]
    repaired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFinished(Event):
    type: ClassVar[str] = "tool_finished"
    tool: str
    ok: bool
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Event):
    """Something the person should know and need not act on now (a retry, a fallback that was announced, a break of the prefix)."""

    type: ClassVar[str] = "notice"
    text: str
    level: str = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProposed(Event):
    """The steps that a turn in plan mode proposes; the session's record of them."""

    type: ClassVar[str] = "plan"
    plan: Plan

    def as_dict(self) -> dict[str, Any]:
        return {"type": self.type, "at": self.at, "session_id": self.session_id, "plan": self.plan.as_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixBroken(Event):
    """The next request of the line of work does not begin with what the model has read.

    `reason`: new (a conversation begins), compaction, role (another role or policy), values (rows may not be told any more),
    tools (others than before), damaged (the session's file), rewound. `before` and `after` are tokens of the line, `number`
    counts the breaks of the session.
    """

    type: ClassVar[str] = "prefix_broken"
    reason: str
    before: int = 0
    after: int = 0
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextUsed(Event):
    """How full the model's window is with the line of work, in tokens (may be estimates).

    `parts` adds up to `used`: prompt, memory, tools, summary (of earlier turns), talk, results (of tools).
    """

    type: ClassVar[str] = "context_used"
    used: int
    limit: int
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Event):
    """The last event of every turn."""

    type: ClassVar[str] = "answer"
    answer: Answer

    def as_dict(self) -> dict[str, Any]:
        return {"type": self.type, "at": self.at, **self.answer.as_dict()}
