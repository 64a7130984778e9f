"""The answer object: the one thing `aiws ask --json` prints and the last event of every stream carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .plans import Plan
from .results import Narrowed, ResultColumn

Status = Literal["ok", "clarify", "denied", "unanswerable", "failed", "limit"]
Intent = Literal["data", "follow_up", "unclear", "catalog", "work", "talk", "outside"]


@dataclass(frozen=True, slots=True)
class Mend:
    """One correction code made to the model's SQL: the rule's name and, in the asker's language, why."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Period:
    """The time an answer speaks of, both ends inclusive, ISO dates; `as_of` is the date relative periods resolve against."""

    start: str
    end: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A number in a text and the cell or computation it came from, e.g. `rows[0].revenue` or `sum(revenue)`."""

    text: str
    value: Any
    source: str


@dataclass(frozen=True, slots=True)
class Insight:
    text: str
    facts: tuple[Fact, ...]
    checked: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification, and the file it was drawn to (empty where none was asked for)."""

    spec: Mapping[str, Any]
    file: str = ""


@dataclass(frozen=True, slots=True)
class AnswerUsage:
    model_calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    tool_calls: int = 0
    wall_s: float = 0.0


@dataclass(frozen=True, slots=True)
class AnswerError:
    code: str
    message: str
    hint: str = ""
    exit_code: int = 6


@dataclass(frozen=True, slots=True)
class Done:
    """A call of a tool that did what it was to do: `summary` is one line for the person."""

    tool: str
    summary: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What was not done because nobody could say yes to it. `why` is a sentence, `detail` is what there is to see of it.

    `mode` is the least one of `--mode` that would let it be done without asking; empty where none does.
    """

    tool: str
    effect: str
    why: str
    detail: str
    files: tuple[str, ...] = ()
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything one question led to. Lists are tuples in display order; rows hold JSON-ready cells (see ResultSet).

    `script` is the Python that computed the rows from those of `sql`; empty where none ran. `done` are the tools' calls in
    order. Of a turn that ended early, `waiting` is what needs a yes and `go_on` the command line that goes on from there.
    """

    status: Status
    session_id: str
    question: str
    intent: Intent
    answer: str
    sql: str = ""
    executed_sql: str = ""
    mended: tuple[Mend, ...] = ()
    tables: tuple[str, ...] = ()
    period: Period | None = None
    columns: tuple[ResultColumn, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    truncated: bool = False
    chart: Chart | None = None
    insight: Insight | None = None
    script: str = ""
    files_changed: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    model: str = ""
    provider: str = ""
    prompt_versions: Mapping[str, str] = field(default_factory=dict)
    usage: AnswerUsage = AnswerUsage()
    audit_id: str = ""
    narrowed: tuple[Narrowed, ...] = ()
    plan: Plan | None = None
    done: tuple[Done, ...] = ()
    waiting: Waiting | None = None
    go_on: str = ""
    error: AnswerError | None = None

    def as_dict(self) -> dict[str, Any]:
        """The `aiws.answer/1` object, keys in the documented order."""
        u = self.usage
        return {
            "schema": "aiws.answer/1",
            "status": self.status,
            "session_id": self.session_id,
            "question": self.question,
            "intent": self.intent,
            "answer": self.answer,
            "sql": self.sql,
            "executed_sql": self.executed_sql,
            "mended": [{"rule": m.rule, "reason": m.reason} for m in self.mended],
            "tables": list(self.tables),
            "period": self.period
            and {"from": self.period.start, "to": self.period.end, "as_of": self.period.as_of},
            "columns": [{"name": c.name, "type": c.type, "label": c.label or c.name} for c in self.columns],
            "rows": [list(r) for r in self.rows],
            "row_count": len(self.rows),
            "truncated": self.truncated,
            "chart": self.chart and {"spec": dict(self.chart.spec), "file": self.chart.file or None},
            "insight": self.insight
            and {
                "text": self.insight.text,
                "facts": [{"text": f.text, "value": f.value, "from": f.source} for f in self.insight.facts],
                "checked": self.insight.checked,
            },
            "script": self.script,
            "files_changed": list(self.files_changed),
            "suggestions": list(self.suggestions),
            "model": self.model,
            "provider": self.provider,
            "prompt_versions": dict(self.prompt_versions),
            "usage": {
                "model_calls": u.model_calls,
                "prompt_tokens": u.prompt_tokens,
                "cached_tokens": u.cached_tokens,
                "completion_tokens": u.completion_tokens,
                "tool_calls": u.tool_calls,
                "wall_s": round(u.wall_s, 3),
            },
            "audit_id": self.audit_id,
            "narrowed": [n.as_dict() for n in self.narrowed],
            "plan": self.plan and self.plan.as_dict(),
            "done": [{"tool": d.tool, "summary": d.summary} for d in self.done],
            "waiting": self.waiting
            and {
                "tool": self.waiting.tool,
                "effect": self.waiting.effect,
                "why": self.waiting.why,
                "detail": self.waiting.detail,
                "files": list(self.waiting.files),
                "mode": self.waiting.mode,
            },
            "go_on": self.go_on,
            "error": self.error
            and {"code": self.error.code, "message": self.error.message, "hint": self.error.hint},
        }

    @property
    def exit_code(self) -> int:
        """The process exit code this answer stands for (0 ok, 4 denied, 5 clarify, 6 no valid answer, 7 limit)."""
        if self.error is not None:
            return self.error.exit_code
        return {"ok": 0, "denied": 4, "clarify": 5, "unanswerable": 6, "failed": 6, "limit": 7}[self.status]


def answer_from(body: Mapping[str, Any]) -> Answer:
    """The answer an `aiws.answer/1` object speaks of. Codes and units of columns are not in it, nor an error's exit code.

    Raises KeyError, TypeError, AttributeError for what is no such object.
    """
    period, chart, insight, error = (body[k] for k in ("period", "chart", "insight", "error"))
    return Answer(
        status=body["status"],
        session_id=body["session_id"],
        question=body["question"],
        intent=body["intent"],
        answer=body["answer"],
        sql=body["sql"],
        executed_sql=body["executed_sql"],
        mended=tuple(Mend(m["rule"], m["reason"]) for m in body["mended"]),
        tables=tuple(body["tables"]),
        period=Period(period["from"], period["to"], period["as_of"]) if period else None,
        columns=tuple(ResultColumn(c["name"], c["type"], c["label"]) for c in body["columns"]),
        rows=tuple(tuple(r) for r in body["rows"]),
        truncated=body["truncated"],
        chart=Chart(chart["spec"], chart["file"] or "") if chart else None,
        insight=insight
        and Insight(
            insight["text"],
            tuple(Fact(f["text"], f["value"], f["from"]) for f in insight["facts"]),
            insight["checked"],
        ),
        script=body.get("script", ""),
        files_changed=tuple(body["files_changed"]),
        suggestions=tuple(body["suggestions"]),
        model=body["model"],
        provider=body["provider"],
        prompt_versions=body["prompt_versions"],
        usage=AnswerUsage(**body["usage"]),
        audit_id=body["audit_id"],
        narrowed=tuple(
            Narrowed(n["table"], n["rows"], tuple(n["masked"]), n["least_group"])
            for n in body.get("narrowed", ())
        ),
        done=tuple(Done(d["tool"], d["summary"]) for d in body.get("done", ())),
        go_on=body.get("go_on", ""),
        error=AnswerError(error["code"], error["message"], error["hint"]) if error else None,
    )
