"""How well the tables a question needs were found: precision and recall of the first k, and where the first one stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .rates import Rate, rounded
from .record import Record

DEPTHS = (1, 3, 5, 10)
"""The k of precision@k and recall@k."""


def plain(name: str) -> str:
    """A table's name as it is compared: small letters, no quotes, without the schema `main` that is there by default."""
    return name.replace('"', "").replace("`", "").strip().lower().removeprefix("main.")


def ranked(record: Record) -> tuple[str, ...]:
    """The order tables were found in: those linked, then what the plain search found, none twice."""
    return tuple(dict.fromkeys(plain(n) for n in (*record.linked, *record.found)))


def wanted(record: Record) -> tuple[frozenset[str], ...]:
    """The sets of tables that would do, the main one first; none where the suite names none."""
    sets = (frozenset(plain(n) for n in s) for s in (record.gold_tables, *record.gold_table_sets))
    return tuple(s for s in sets if s)


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Means over `questions` that name their tables; `precision`, `recall` and `complete` map k to a value.

    precision@k is the share of k that is needed (places left empty count as wrong), recall@k the share of the needed
    tables among the first k, `complete` how many questions had all of them there. `mrr` is the mean of 1/rank of the
    first needed table, 0 where none was found (E. M. Voorhees, TREC-8 question answering track report, 1999). Where
    several sets of tables would do, each measure counts the one it is best for.
    """

    questions: int
    precision: Mapping[int, float]
    recall: Mapping[int, float]
    complete: Mapping[int, Rate]
    mrr: float

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready; k as text."""
        return {
            "questions": self.questions,
            "precision": {str(k): rounded(v) for k, v in self.precision.items()},
            "recall": {str(k): rounded(v) for k, v in self.recall.items()},
            "complete": {str(k): v.as_dict() for k, v in self.complete.items()},
            "mrr": rounded(self.mrr),
        }


def precision(order: Sequence[str], sets: Iterable[frozenset[str]], k: int) -> float:
    """The share of the first k places that hold a needed table, for the best of the sets."""
    top = frozenset(order[:k])
    return max(len(top & s) for s in sets) / k


def recall(order: Sequence[str], sets: Iterable[frozenset[str]], k: int) -> float:
    """The share of the needed tables among the first k, for the best of the sets."""
    top = frozenset(order[:k])
    return max(len(top & s) / len(s) for s in sets)


def reciprocal_rank(order: Sequence[str], sets: Iterable[frozenset[str]]) -> float:
    """1 / the place (from 1) of the first table of any of the sets; 0 where none is there."""
    needed = frozenset[str]().union(*sets)
    return next((1 / place for place, name in enumerate(order, 1) if name in needed), 0.0)


def retrieval(records: Sequence[Record]) -> Retrieval | None:
    """The measures over those records that name their tables; None where none does."""
    cases = [(ranked(r), sets) for r in records if (sets := wanted(r))]
    if not cases:
        return None
    n = len(cases)
    return Retrieval(
        questions=n,
        precision={k: sum(precision(o, s, k) for o, s in cases) / n for k in DEPTHS},
        recall={k: sum(recall(o, s, k) for o, s in cases) / n for k in DEPTHS},
        complete={k: Rate.count(recall(o, s, k) == 1 for o, s in cases) for k in DEPTHS},
        mrr=sum(reciprocal_rank(o, s) for o, s in cases) / n,
    )
