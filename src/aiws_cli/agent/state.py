"""What a resumed conversation starts from: the last finding without its rows, as one record of the session file."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..analysis.finding import Finding
from ..core.messages import Message


def to_state(finding: Finding | None, workspace: str) -> dict[str, Any]:
    """The last finding as a session record; rows and results are left out."""
    state: dict[str, Any] = {"type": "turn_state", "workspace": workspace}
    if finding is not None:
        state["finding"] = {
            "question": finding.question,
            "language": finding.language,
            "as_of": finding.as_of.isoformat(),
            "messages": [m.as_dict() for m in finding.messages],
            "shown": list(finding.shown),
            "tables": list(finding.tables),
            "sql": finding.sql,
        }
    return state


def from_state(record: dict[str, Any]) -> Finding | None:
    """The finding a record holds, or None where the conversation had none yet (or the record is from elsewhere)."""
    kept = record.get("finding")
    if not isinstance(kept, dict):
        return None
    return Finding(
        question=kept["question"],
        language=kept["language"],
        as_of=date.fromisoformat(kept["as_of"]),
        workspace=str(record.get("workspace", "")),
        messages=tuple(Message(m["role"], m["content"]) for m in kept["messages"]),
        shown=tuple(kept["shown"]),
        tables=tuple(kept["tables"]),
        sql=kept["sql"],
    )
