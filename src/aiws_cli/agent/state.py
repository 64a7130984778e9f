"""What a resumed conversation starts from: the last finding without its rows, as one record of the session file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from ..analysis.finding import Finding
from ..core.identity import Identity
from ..core.messages import Message

_KEPT = frozenset("type at session_id question role status".split())
"""Fields of a session's records that say nothing of rows or of tables."""


def under(identity: Identity, policy: str) -> str:
    """What decides which rows somebody sees, as one mark: who asks, the role, the policy's digest, the attributes."""
    who = [identity.user, identity.role, policy, sorted((k, list(v)) for k, v in identity.attributes.items())]
    return sha256(json.dumps(who, ensure_ascii=False).encode()).hexdigest()[:32]


def withheld(records: Iterable[Mapping[str, Any]], mark: str) -> tuple[dict[str, Any], ...]:
    """A session's records without the rows, and what was said of them, of every turn that ran under another mark.

    A record that says itself under which it stands (a state gone back to, a changed plan) is not its turn's.
    """
    out: list[dict[str, Any]] = []
    alike = False
    for record in records:
        if record.get("type") == "turn_started":
            alike = record.get("under") == mark
        if record.get("under") == mark if "under" in record else alike:
            out.append(dict(record))
        elif record.get("type") in ("turn_started", "answer"):
            out.append({**{k: v for k, v in record.items() if k in _KEPT}, "withheld": True})
    return tuple(out)


def to_state(finding: Finding | None, workspace: str, mark: str) -> dict[str, Any]:
    """The last finding as a session record; rows and results are left out. `mark` is what it was seen under."""
    state: dict[str, Any] = {"type": "turn_state", "workspace": workspace, "under": mark}
    if finding is not None:
        state["finding"] = {
            "question": finding.question,
            "language": finding.language,
            "as_of": finding.as_of.isoformat(),
            "messages": [m.as_dict() for m in finding.messages],
            "shown": list(finding.shown),
            "tables": list(finding.tables),
            "sql": finding.sql,
            "schema_only": finding.schema_only,
            "unseen": list(finding.unseen),
        }
    return state


def state_after(records: Iterable[Mapping[str, Any]], turn: int, mark: str) -> Finding | None:
    """The finding a follow-up goes on from after the turn with that number, counted from 1; None under another mark."""
    states: list[tuple[int, Mapping[str, Any]]] = []
    number = 0
    for record in records:
        match record.get("type"):
            case "turn_started":
                number += 1
            case "rewound":
                states = [s for s in states if s[0] <= int(record.get("turn", 0))]
            case "turn_state":
                states.append((number, record))
    found = next((s for n, s in reversed(states) if n <= turn), None)
    return from_state(dict(found)) if found is not None and found.get("under") == mark else None


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
        schema_only=bool(kept.get("schema_only")),
        unseen=tuple(kept.get("unseen", ())),
    )
