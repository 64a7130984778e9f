"""The line of work of a conversation: every message the model has read, what came of each turn, and how both are saved.

A turn is saved as the messages it added, so that a conversation taken up again sends the very bytes it sent before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any, Literal

from ..core.messages import Message, ToolCall

RECORD = "work_line"

Said = Literal["yes", "no", "denied"]
"""A person's yes or no, or what a rule forbade."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of a turn: `digest` is the SHA-256 of its bytes after it (empty: it is not there any more)."""

    path: str
    digest: str
    what: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person, or a rule, said of a deed. `files` are those it would write."""

    tool: str
    verdict: Said
    reason: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnFacts:
    """What must not be lost of a turn. `unfinished` is the code of what ended it early, empty for one that was answered."""

    number: int
    question: str
    answer: str = ""
    audit_ids: tuple[str, ...] = ()
    files: tuple[FileState, ...] = ()
    decisions: tuple[Decided, ...] = ()
    unfinished: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """`messages` from the head on; `starts` says at which of them a turn begins that still stands there, by its number.

    `turns` are the facts of every turn, also of those that stand there no more. `tainted` are the sources of what came
    from outside; `under` and `schema_only` are what it was held under, `tools` is the digest of the tools in its head; `breaks` counts how often it did not go on from what the model had read.
    """

    messages: tuple[Message, ...] = ()
    turns: tuple[TurnFacts, ...] = ()
    starts: Mapping[int, int] = field(default_factory=dict)
    tainted: tuple[str, ...] = ()
    under: str = ""
    schema_only: bool = False
    tools: str = ""
    breaks: int = 0

    def upto(self, number: int) -> Line:
        """The line as it stood after turn `number`; without messages where a later turn stands in a digest."""
        later = [at for turn, at in self.starts.items() if turn > number]
        mixed = any(t.number > number and t.number not in self.starts for t in self.turns)
        return replace(
            self,
            messages=() if mixed else self.messages[: min(later, default=len(self.messages))],
            turns=tuple(t for t in self.turns if t.number <= number),
            starts={} if mixed else {turn: at for turn, at in self.starts.items() if turn <= number},
        )


def record_of(line: Line, saved: Line) -> dict[str, Any] | None:
    """What has to be written so that a session which holds `saved` holds `line`; None where that is nothing."""
    if line == saved:
        return None
    same = _shared(saved.messages, line.messages)
    known = {t.number: t for t in saved.turns}
    return {
        "type": RECORD,
        "from": same,
        "before": _digest(line.messages[:same]),
        "messages": [_message(m) for m in line.messages[same:]],
        "turns": [asdict(t) for t in line.turns if known.get(t.number) != t],
        "numbers": [t.number for t in line.turns],
        "starts": [[turn, at] for turn, at in line.starts.items()],
        "tainted": list(line.tainted),
        "under": line.under,
        "schema_only": line.schema_only,
        "tools": line.tools,
        "breaks": line.breaks,
    }


def restored(records: Iterable[Mapping[str, Any]]) -> tuple[Line, bool]:
    """The line a session's records hold, and whether all of its messages could be read.

    A turn (or a step back) counts once the `turn_state` after it stands there: of what was cut off in writing nothing is taken.
    Where messages are missing the line has none, but the facts of its turns.
    """
    line, whole = Line(), True
    waiting: Mapping[str, Any] | None = None
    for record in records:
        match record.get("type"):
            case "turn_started":
                waiting = None
            case "work_line" | "rewound":
                waiting = record
            case "turn_state" if waiting is not None:
                try:
                    if waiting["type"] == "rewound":
                        line = line.upto(int(waiting["turn"]))
                    else:
                        line, whole = _after(line, waiting)
                except (KeyError, TypeError, ValueError, AttributeError):
                    # Somebody else wrote in it.
                    line, whole = replace(line, messages=(), starts={}), False
                waiting = None
    return line, whole


def _after(line: Line, record: Mapping[str, Any]) -> tuple[Line, bool]:
    facts = {t.number: t for t in line.turns}
    same = int(record["from"])
    before = line.messages[:same]
    facts |= {f.number: f for f in map(_facts, record["turns"])}
    whole = same <= len(line.messages) and record["before"] == _digest(before)
    messages = (*before, *map(_read, record["messages"])) if whole else ()
    after = Line(
        messages=messages,
        turns=tuple(facts[n] for n in record["numbers"] if n in facts),
        starts={int(turn): int(at) for turn, at in record["starts"]} if whole else {},
        tainted=tuple(record["tainted"]),
        under=str(record["under"]),
        schema_only=bool(record["schema_only"]),
        tools=str(record["tools"]),
        breaks=int(record["breaks"]),
    )
    return after, whole


def _shared(one: Sequence[Message], other: Sequence[Message]) -> int:
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))


def _digest(messages: Sequence[Message]) -> str:
    body = json.dumps([_message(m) for m in messages], ensure_ascii=True, default=str)
    return sha256(body.encode()).hexdigest()[:16]


def _message(message: Message) -> dict[str, Any]:
    out = message.as_dict()
    for call, said in zip(message.tool_calls, out.get("tool_calls", ()), strict=True):
        if call.repaired:
            said["repaired"] = True
    return out


def _read(kept: Mapping[str, Any]) -> Message:
    calls = tuple(
        ToolCall(c["id"], c["name"], c["arguments"], bool(c.get("repaired")))
        for c in kept.get("tool_calls", ())
    )
    return Message(
        kept["role"], kept["content"], calls, kept.get("tool_call_id", ""), kept.get("tool_name", "")
    )


def _facts(kept: Mapping[str, Any]) -> TurnFacts:
    return TurnFacts(
        number=int(kept["number"]),
        question=kept["question"],
        answer=kept["answer"],
        audit_ids=tuple(kept["audit_ids"]),
        files=tuple(FileState(**f) for f in kept["files"]),
        decisions=tuple(Decided(**{**d, "files": tuple(d["files"])}) for d in kept["decisions"]),
        unfinished=kept["unfinished"],
    )
