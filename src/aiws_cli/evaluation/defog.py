"""Questions in the form `{db, question, instructions, glossary, gold_sql_postgres}`, as lines of our suites."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..core.language import say
from .postgres import CLOCK, in_duckdb, statements

AS_OF = CLOCK
"""The day these suites are asked on: their golds say CURRENT_DATE, and their dumps are filled relative to it."""

_ASKS_ORDER = re.compile(
    r"\b(order(ed)? (by|from|them|the|results?|rows?|alphabetically|chronologically)|in [\w ]{0,30}\border\b(?! to)|sort(ed)?|ascending(ly)?|descending(ly)?|rank(ed)? from|arranged)\b"
    r"|\b(starting|begin(ning)?) (from|with) the (top|bottom|highest|lowest|largest|smallest|most|latest|earliest)\b"
    r"|\bfrom (the )?(most|least|highest|lowest|largest|smallest|oldest|newest|earliest|latest)\b.* to\b"
    r"|(순서|순으로|오름차순|내림차순|정렬)",
    re.IGNORECASE,
)


def adapted(raw: Mapping[str, Any]) -> dict[str, Any]:
    """One line as ours: `gold_sql` holds every alternative in DuckDB's words, with the clock stopped at AS_OF.

    The glossary is the line's own instructions, then its glossary, which often repeats them.
    Raises ValueError naming what cannot be read.
    """
    written = raw.get("gold_sql_postgres")
    if not isinstance(written, str) or not written.strip():
        raise ValueError(say("evaluation.line_lacks", key="gold_sql_postgres"))
    try:
        golds = [in_duckdb(s, AS_OF) for s in statements(written)]
    except ValueError as e:
        raise ValueError(say("evaluation.db_gold_unreadable", detail=e)) from e
    question = raw.get("question")
    return {
        "id": raw.get("id"),
        "db_id": raw.get("db"),
        "question": question,
        "category": raw.get("category", ""),
        "gold_sql": list(dict.fromkeys(golds)),
        "glossary": _together(_text(raw.get("instructions")), _text(raw.get("glossary"))),
        "ordered": bool(isinstance(question, str) and _ASKS_ORDER.search(question)),
    }


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _together(instructions: str, glossary: str) -> str:
    return "\n".join(t for t in (instructions, glossary) if t)
