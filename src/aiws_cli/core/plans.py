"""A plan of work: numbered steps that a person reads, changes and agrees to before anything is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

StepState = Literal["open", "begun", "done", "failed"]
"""`begun` is a step that was cut off: whether it is done nobody knows."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `paths` are the files it may change (a folder ends with a slash), `points` what changes where, `why` the
    reason given for it. `turn` is the turn that did it, 0 before that."""

    number: int
    what: str
    paths: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    why: str = ""
    state: StepState = "open"
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order, numbered from 1. `request` is what they were proposed for, `unread` the lines that are no part of a step."""

    steps: tuple[Step, ...]
    unread: tuple[str, ...] = ()
    request: str = ""

    @property
    def next(self) -> Step | None:
        """The first step that is not done; None where all are."""
        return next((s for s in self.steps if s.state != "done"), None)

    def marked(self, number: int, state: StepState, turn: int = 0) -> Plan:
        """The same plan with one step in another state."""
        return replace(
            self,
            steps=tuple(
                replace(s, state=state, turn=turn or s.turn) if s.number == number else s for s in self.steps
            ),
        )

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready: `request`, `steps` (number, what, paths, points, why, state, turn), `unread`."""
        steps = [
            {
                "number": s.number,
                "what": s.what,
                "paths": list(s.paths),
                "points": list(s.points),
                "why": s.why,
                "state": s.state,
                "turn": s.turn,
            }
            for s in self.steps
        ]
        return {"request": self.request, "steps": steps, "unread": list(self.unread)}


def plan_from(kept: Any) -> Plan | None:
    """The plan of `as_dict`; None for what is none (also one without steps, which is a plan that was dropped)."""
    try:
        steps = tuple(
            Step(
                number,
                str(s["what"]),
                tuple(map(str, s["paths"])),
                tuple(map(str, s["points"])),
                str(s["why"]),
                next(state for state in get_args(StepState) if state == s["state"]),
                int(s["turn"]),
            )
            for number, s in enumerate(kept["steps"], 1)
        )
        return Plan(steps, tuple(map(str, kept["unread"])), str(kept["request"])) if steps else None
    except (KeyError, TypeError, ValueError, StopIteration):
        return None
