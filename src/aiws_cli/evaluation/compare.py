"""Two runs of the same suite, question by question: what was won, what was lost, and whether that is more than luck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from .rates import Paired
from .record import Record

Kind = Literal["won", "lost", "right", "wrong", "before_only", "after_only", "uncounted"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""`won`: wrong before, right now. `right`, `wrong`: both times. `uncounted`: the gold itself failed in one of the runs."""


@dataclass(frozen=True, slots=True)
class Change:
    """One question's verdicts; a cause is one word for a miss, empty where right or not in that run."""

    id: str
    question: str
    category: str
    kind: Kind
    before_cause: str = ""
    after_cause: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "category": self.category,
            "kind": self.kind,
            "before_cause": self.before_cause,
            "after_cause": self.after_cause,
        }


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """The questions of one category that both runs have."""

    name: str
    paired: Paired

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, **self.paired.as_dict()}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`changes` in the order of the later run, then those only the earlier one has. `paired` counts what both have."""

    changes: tuple[Change, ...]
    paired: Paired
    by_category: tuple[CategoryChange, ...]

    def of_kind(self, kind: Kind) -> tuple[Change, ...]:
        """The changes of that kind, in order."""
        return tuple(c for c in self.changes if c.kind == kind)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready; `questions` leaves out those that were right, or wrong, both times."""
        counts = Counter(c.kind for c in self.changes)
        return {
            "before": self.paired.first.as_dict(),
            "after": self.paired.second.as_dict(),
            "paired": self.paired.as_dict(),
            "counts": {kind: counts[kind] for kind in KINDS},
            "by_category": [c.as_dict() for c in self.by_category],
            "questions": [c.as_dict() for c in self.changes if c.kind not in ("right", "wrong")],
        }


def compare(before: Sequence[Record], after: Sequence[Record]) -> Comparison:
    """The later run against the earlier one; questions are the same where their ids are, a later duplicate wins."""
    earlier, later = {r.id: r for r in before}, {r.id: r for r in after}
    changes = tuple(_change(earlier.get(i), later.get(i)) for i in dict.fromkeys((*later, *earlier)))
    names = sorted({c.category for c in changes})
    by_category = ((name, _paired(c for c in changes if c.category == name)) for name in names)
    return Comparison(
        changes,
        _paired(changes),
        tuple(CategoryChange(name, paired) for name, paired in by_category if paired.of),
    )


def _change(before: Record | None, after: Record | None) -> Change:
    shown = after or before
    assert shown is not None
    return Change(
        shown.id,
        shown.question,
        shown.category,
        _kind(before, after),
        before.cause if before else "",
        after.cause if after else "",
    )


def _kind(before: Record | None, after: Record | None) -> Kind:
    if before is None:
        return "after_only"
    if after is None:
        return "before_only"
    if before.gold_error or after.gold_error:
        return "uncounted"
    if before.ok:
        return "right" if after.ok else "lost"
    return "won" if after.ok else "wrong"


def _paired(changes: Iterable[Change]) -> Paired:
    kinds = Counter(c.kind for c in changes)
    return Paired(won=kinds["won"], lost=kinds["lost"], both=kinds["right"], neither=kinds["wrong"])
