"""Where a line of code comes from: which turn wrote it, for which request, agreed to how, checked how.

All of it from what was kept at the time: checkpoints, the session's records and the audit log. No model is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from typing import Any

from ..core.plans import Plan, Step, plan_from
from ..tools.text_files import FileRefused, decoded
from .checkpoints import Version

_CHECKS = frozenset(("run_tests", "run_command", "run_python"))
_WRITES = frozenset(("edit_file", "move_file", "delete_file"))


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a session: the one that wrote a line. `at` is ISO 8601."""

    session: str
    number: int
    at: str


@dataclass(frozen=True, slots=True)
class Check:
    """What was run after a change: in which turn, by which tool, how it ended in a line."""

    turn: int
    tool: str
    summary: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """Why a change was let pass: a person (`by`, for how long), else the rule (mode, standing)."""

    tool: str
    why: str
    mode: str
    by: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a turn's change of a file. `kept` is False where the session is not there any more."""

    turn: Turn
    kept: bool = False
    question: str = ""
    answer: str = ""
    step: Step | None = None
    request: str = ""
    agreed: tuple[Agreed, ...] = ()
    checks: tuple[Check, ...] = ()


def lines_of(versions: Sequence[Version], text: str) -> list[Turn | None]:
    """For each line of `text`, as the file is now, the turn that wrote it; None for what nobody of aiws wrote."""
    now: list[str] = []
    by: list[Turn | None] = []
    for version in versions:
        before, after = _lines(version.before), _lines(version.after)
        if before is None or after is None:
            # What can't be read as text can't be told line by line.
            now, by = [], []
            continue
        by = _carried(now, by, before, None)
        at = datetime.fromtimestamp(version.at, UTC).astimezone().isoformat(timespec="seconds")
        by = _carried(before, by, after, Turn(version.session, version.turn, at))
        now = after
    return _carried(now, by, text.split("\n"), None)


def _carried(
    old: Sequence[str], by: Sequence[Turn | None], new: Sequence[str], writer: Turn | None
) -> list[Turn | None]:
    if old == new:
        return list(by)
    out = [writer] * len(new)
    for a, b, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        out[b : b + size] = by[a : a + size]
    return out


def _lines(data: bytes | None) -> list[str] | None:
    if data is None:
        return []
    try:
        return decoded(data).text.split("\n")
    except FileRefused:
        return None


def origin(
    turn: Turn,
    path: str,
    records: Sequence[Mapping[str, Any]] | None,
    audit: Iterable[Mapping[str, Any]],
) -> Origin:
    """What the records of the turn's session, None where it is gone, and of the log say of its change of `path`."""
    agreed = tuple(_agreed(turn, path, tuple(records or ()), audit))
    if records is None:
        return Origin(turn, agreed=agreed)
    turns = _turns(records)
    own = turns.get(turn.number, ())
    started: Mapping[str, Any] = own[0] if own else {}
    answer = next((r for r in own if r.get("type") == "answer"), {})
    plan, step = _step(records, turn.number)
    return Origin(
        turn,
        kept=bool(own),
        question=str(started.get("question", "")),
        answer=str(answer.get("answer", "")),
        step=step,
        request=plan.request if plan is not None else "",
        agreed=agreed,
        checks=tuple(_checks(turns, turn.number, path)),
    )


def _turns(records: Sequence[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
    out: dict[int, list[Mapping[str, Any]]] = {}
    for record in records:
        if record.get("type") == "turn_started":
            out[len(out) + 1] = []
        if out:
            out[len(out)].append(record)
    return out


def _step(records: Sequence[Mapping[str, Any]], turn: int) -> tuple[Plan | None, Step | None]:
    for record in records:
        plan = plan_from(record.get("plan")) if record.get("type") == "plan" else None
        step = next((s for s in plan.steps if s.turn == turn), None) if plan is not None else None
        if step is not None:
            return plan, step
    return None, None


def _checks(turns: Mapping[int, Sequence[Mapping[str, Any]]], number: int, path: str) -> Iterable[Check]:
    """What was run after the change, until another turn changes the file."""
    for later, records in turns.items():
        if later < number:
            continue
        ends = [r for r in records if r.get("type") == "tool_finished"]
        changed = any(path in (r.get("files_changed") or ()) for r in records if r.get("type") == "answer")
        writes = [i for i, r in enumerate(ends) if r.get("tool") in _WRITES and r.get("ok")]
        first = writes[-1] + 1 if later == number and writes else 0
        # In a turn that changes it again only what ran before that counts.
        last = (writes[0] if writes else 0) if later > number and changed else len(ends)
        for end in ends[first:last]:
            if end.get("tool") in _CHECKS:
                yield Check(later, str(end["tool"]), str(end.get("summary", "")))
        if later > number and changed:
            return


def _agreed(
    turn: Turn, path: str, records: Sequence[Mapping[str, Any]], audit: Iterable[Mapping[str, Any]]
) -> Iterable[Agreed]:
    starts = [str(r.get("at", "")) for r in records if r.get("type") == "turn_started"]
    since = starts[turn.number - 1] if len(starts) >= turn.number else ""
    until = starts[turn.number] if len(starts) > turn.number else "9999"
    yes: dict[str, Mapping[str, Any]] = {}
    for record in audit:
        if record.get("session_id") != turn.session or not since <= str(record.get("at", "")) < until:
            continue
        if record.get("kind") == "approval":
            yes[str(record.get("id"))] = record
        elif record.get("kind") == "act" and since and path in record.get("files", ()):
            said = yes.get(str(record.get("approval", "")), {})
            yield Agreed(
                str(record.get("tool", "")),
                str(record.get("why", "")),
                str(record.get("mode", "")),
                str(said.get("by", "")),
                str(said.get("scope", "")),
            )


@dataclass(frozen=True, slots=True)
class SqlOrigin:
    """Where a statement comes from. `source` is that of SqlWritten, `mended` are pairs of rule and reason in order."""

    turn: int
    at: str
    question: str
    source: str
    sql: str
    mended: tuple[tuple[str, str], ...]
    executed: str
    audit_id: str
    role: str


def last_sql(records: Sequence[Mapping[str, Any]]) -> SqlOrigin | None:
    """The statement of the last answer that has one."""
    for number, own in sorted(_turns(records).items(), reverse=True):
        answer = next((r for r in own if r.get("type") == "answer" and r.get("sql")), None)
        if answer is None:
            continue
        written = [r for r in own if r.get("type") == "sql_written"]
        return SqlOrigin(
            number,
            str(own[0].get("at", "")),
            str(own[0].get("question", "")),
            str(written[-1].get("source", "")) if written else "",
            str(answer["sql"]),
            tuple((str(m.get("rule", "")), str(m.get("reason", ""))) for m in answer.get("mended") or ()),
            str(answer.get("executed_sql") or ""),
            str(answer.get("audit_id") or ""),
            str(own[0].get("role", "")),
        )
    return None
