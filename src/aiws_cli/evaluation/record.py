"""What one question of a run came to: everything a score, a comparison or a report needs, as plain JSON-ready values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)")


@dataclass(frozen=True)
class Record:
    """One question's outcome and its trace.

    `ok` is the verdict, `cause` one word for a miss (see score.CAUSES; empty where right). `status` is the answer's own
    (`ok`, `clarify`, `denied`, `unanswerable`, `failed`, `limit`). `linked` are the tables shown to the model, best first,
    `found` the plain search's order. `requests` are the messages of each model call with the reply last, as
    {role, content}. `intent` is what the question was taken for, `expected_intent` what the suite says (empty where it
    does not). `gold_table_sets` are further sets of tables that do as well as `gold_tables`. `gold_error` says that the gold itself failed: such a question counts apart.
    Token counts are of this question's calls; `head_tokens` is the part of the prompt that is the same for all questions.
    """

    id: str
    question: str
    category: str
    expect: str
    ok: bool
    status: str
    cause: str = ""
    db_id: str = ""
    language: str = ""
    held: bool = False
    intent: str = ""
    expected_intent: str = ""
    answer: str = ""
    sql: str = ""
    mended_sql: str = ""
    executed_sql: str = ""
    source: str = ""
    mends: tuple[Mapping[str, str], ...] = ()
    cautions: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    gold: tuple[str, ...] = ()
    gold_columns: tuple[str, ...] = ()
    gold_rows: tuple[tuple[Any, ...], ...] = ()
    gold_error: str = ""
    gold_tables: tuple[str, ...] = ()
    gold_table_sets: tuple[tuple[str, ...], ...] = ()
    linked: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    error: str = ""
    requests: tuple[tuple[Mapping[str, str], ...], ...] = ()
    model_calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    head_tokens: int = 0
    wall_s: float = 0.0
    baseline_ok: bool | None = None
    baseline_sql: str = ""
    baseline_error: str = ""
    baseline_tokens: int = 0
    signals: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, every field by name."""
        return asdict(self)

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Record:
        """The record a dict of `as_dict` describes; keys it does not know are left out."""
        known = {f.name: value[f.name] for f in fields(cls) if f.name in value}
        for name in (
            "mends",
            "cautions",
            "columns",
            "gold",
            "gold_columns",
            "gold_tables",
            "linked",
            "found",
        ):
            known[name] = tuple(known.get(name, ()))
        for name in ("rows", "gold_rows", "gold_table_sets", "requests"):
            known[name] = tuple(tuple(r) for r in known.get(name, ()))
        return cls(**known)

    def prediction(self) -> dict[str, Any]:
        """The line `--predictions` writes."""
        return {
            "id": self.id,
            "sql": self.mended_sql or self.sql,
            "rows": [[_as_suites_write(cell) for cell in r] for r in self.rows],
            "status": self.status,
            "error": self.error or None,
            "model_calls": self.model_calls,
            "prompt_tokens": self.prompt_tokens,
            "cached_tokens": self.cached_tokens,
            "completion_tokens": self.completion_tokens,
            "wall_s": round(self.wall_s, 3),
            "ok": self.ok,
        }


def _as_suites_write(cell: Any) -> Any:
    """A moment with a space, as engines print it and suites have it; every other cell as it is."""
    return (
        _TIMESTAMP.sub(r"\1 \2", cell, count=1) if isinstance(cell, str) and _TIMESTAMP.match(cell) else cell
    )
