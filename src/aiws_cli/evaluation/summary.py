"""What a run came to, in figures: how many were right and how surely, what was decided, found, spent and missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .ranking import Retrieval, retrieval
from .rates import Paired, Rate, mean, quantile, rounded
from .record import Record
from .score import status_for

DECISIONS = ("clarify", "deny", "unanswerable")
"""What is expected of a question that has no answer to give."""


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one category, language, database or half.

    `accuracy` is execution accuracy: of the questions that want an answer. `right` is of all questions, those too
    where asking back or declining is right. `baseline` is over those that have one. `gold_errors` are in none of them.
    """

    name: str
    accuracy: Rate
    right: Rate
    baseline: Rate
    gold_errors: int = 0

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "accuracy": self.accuracy.as_dict(),
            "right": self.right.as_dict(),
            "baseline": self.baseline.as_dict() if self.baseline.of else None,
            "gold_errors": self.gold_errors,
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """Of one thing to decide (`clarify`, `deny`, `unanswerable`): precision of doing it, recall of having to."""

    name: str
    precision: Rate
    recall: Rate

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "precision": self.precision.as_dict(),
            "recall": self.recall.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Matrix:
    """How often (expected, got) came up. `rows` are what was expected, `columns` what came, both in order of show."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]

    def at(self, expected: str, got: str) -> int:
        return self.counts.get((expected, got), 0)

    def as_dict(self) -> dict[str, Any]:
        """expected → got → count, without zeros."""
        return {r: {c: n for c in self.columns if (n := self.at(r, c))} for r in self.rows}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a question that wants an answer cost on the way to its rows; None where nothing was counted.

    Tokens are a question's, over all of its calls: `prompt` mean, `prompt_median`; `own` is what lies beyond the fixed
    head (prompt − head × calls), the part that no cache of the head can save. `baseline` is the mean of the baseline's
    tokens beyond its own head, and `ratio` our `own` to it, over the questions that have one. Seconds are wall time.
    """

    questions: int
    model_calls: float | None
    prompt: float | None
    prompt_median: float | None
    own: float | None
    own_median: float | None
    cached: float | None
    completion: float | None
    baseline: float | None
    ratio: float | None
    wall_median_s: float | None
    wall_p90_s: float | None

    def as_dict(self) -> dict[str, Any]:
        return {
            "questions": self.questions,
            "model_calls": rounded(self.model_calls, 3),
            "prompt_tokens": {"mean": rounded(self.prompt, 1), "median": rounded(self.prompt_median, 1)},
            "beyond_head_tokens": {"mean": rounded(self.own, 1), "median": rounded(self.own_median, 1)},
            "cached_tokens": rounded(self.cached, 1),
            "completion_tokens": rounded(self.completion, 1),
            "baseline_tokens": rounded(self.baseline, 1),
            "ratio_to_baseline": rounded(self.ratio, 3),
            "wall_s": {"median": rounded(self.wall_median_s, 3), "p90": rounded(self.wall_p90_s, 3)},
        }


@dataclass(frozen=True, slots=True)
class MendRule:
    """A mending rule: how often it was used, and how the questions it touched came out."""

    rule: str
    times: int
    right: Rate

    def as_dict(self) -> dict[str, Any]:
        return {"rule": self.rule, "times": self.times, "questions": self.right.of, "right": self.right.hits}


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run. Groups are sorted by name; causes and mends by how often, then name.

    `overall` counts all questions; `paired` is the baseline against us, question by question, None without one.
    `confusion`, `routing` and `retrieval` are None, `decisions` leaves out what no question says anything of.
    """

    questions: int
    overall: Group
    paired: Paired | None
    by_category: tuple[Group, ...]
    by_language: tuple[Group, ...]
    by_database: tuple[Group, ...]
    by_half: tuple[Group, ...]
    confusion: Matrix | None
    decisions: tuple[Decision, ...]
    routing: Matrix | None
    routed: Rate
    retrieval: Retrieval | None
    cost: Cost
    causes: Mapping[str, int]
    mends: tuple[MendRule, ...]

    @property
    def accuracy(self) -> Rate:
        """Execution accuracy over all questions that want an answer and whose gold works."""
        return self.overall.accuracy

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready: the object `aiws eval run --json` holds under `summary`."""
        groups = {
            "by_category": self.by_category,
            "by_language": self.by_language,
            "by_db_id": self.by_database,
            "by_half": self.by_half,
        }
        return {
            "questions": self.questions,
            "gold_errors": self.overall.gold_errors,
            "accuracy": self.accuracy.as_dict(),
            "right": self.overall.right.as_dict(),
            "baseline": {"accuracy": self.paired.first.as_dict(), "paired": self.paired.as_dict()}
            if self.paired
            else None,
            **{name: [g.as_dict() for g in found] for name, found in groups.items()},
            "decisions": {
                "confusion": self.confusion.as_dict() if self.confusion else {},
                **{d.name: d.as_dict() for d in self.decisions},
            },
            "routing": {"right": self.routed.as_dict(), "confusion": self.routing.as_dict()}
            if self.routing
            else None,
            "retrieval": self.retrieval.as_dict() if self.retrieval else None,
            "cost": self.cost.as_dict(),
            "causes": dict(self.causes),
            "mends": [m.as_dict() for m in self.mends],
        }


def summarise(records: Sequence[Record], *, retrieval_only: bool | None = None) -> Summary:
    """The figures of these records. With `retrieval_only` nothing was executed: only finding tables is measured; None
    sees it from the records (every question names its tables, none has a gold or SQL).

    Execution accuracy is over questions that want an answer; an error is a miss. A question whose gold fails is
    counted in `gold_errors` and in no share, though its cost, decision and tables count.
    """
    if retrieval_only is None:
        retrieval_only = bool(records) and all(_of_retrieval(r) for r in records)
    executed = () if retrieval_only else tuple(records)
    return Summary(
        questions=len(records),
        overall=_group("", executed),
        paired=_paired(executed),
        by_category=_groups(executed, lambda r: r.category),
        by_language=_groups(executed, lambda r: r.language),
        by_database=_groups(executed, lambda r: r.db_id),
        by_half=_groups(executed, lambda r: "held" if r.held else "open"),
        confusion=_confusion(executed),
        decisions=tuple(_decision(name, executed) for name in DECISIONS if _speaks_of(name, executed)),
        routing=_routing(executed),
        routed=Rate.count(r.intent == r.expected_intent for r in executed if r.expected_intent),
        retrieval=retrieval(records),
        cost=_cost([r for r in executed if r.expect == "answer"]),
        causes=_causes(executed),
        mends=_mends(executed),
    )


def compared_by_rows(record: Record) -> bool:
    """Whether the record counts for execution accuracy: it wants an answer, and its gold works."""
    return record.expect == "answer" and not record.gold_error


def _of_retrieval(record: Record) -> bool:
    tables = record.gold_tables or record.gold_table_sets
    return bool(tables) and not (record.gold or record.gold_rows or record.sql or record.model_calls)


def _group(name: str, records: Sequence[Record]) -> Group:
    by_rows = [r for r in records if compared_by_rows(r)]
    return Group(
        name,
        accuracy=Rate.count(r.ok for r in by_rows),
        right=Rate.count(r.ok for r in records if not r.gold_error),
        baseline=Rate.count(r.baseline_ok for r in by_rows if r.baseline_ok is not None),
        gold_errors=sum(bool(r.gold_error) for r in records),
    )


def _groups(records: Sequence[Record], key: Callable[[Record], str]) -> tuple[Group, ...]:
    names = sorted({key(r) for r in records})
    return tuple(_group(name, [r for r in records if key(r) == name]) for name in names)


def _paired(records: Sequence[Record]) -> Paired | None:
    pairs = [(r.baseline_ok, r.ok) for r in records if compared_by_rows(r) and r.baseline_ok is not None]
    return Paired.count(pairs) if pairs else None


def _confusion(records: Sequence[Record]) -> Matrix | None:
    if not records:
        return None
    return _matrix(
        [(r.expect, r.status) for r in records],
        ("answer", *DECISIONS),
        ("ok", "clarify", "denied", "unanswerable", "failed", "limit"),
    )


def _routing(records: Sequence[Record]) -> Matrix | None:
    pairs = [(r.expected_intent, r.intent) for r in records if r.expected_intent]
    return _matrix(pairs) if pairs else None


def _matrix(
    pairs: Sequence[tuple[str, str]], rows: Sequence[str] = (), columns: Sequence[str] = ()
) -> Matrix:
    """Rows and columns that occur: those named first, in their order, then the others by name."""
    expected, got = {e for e, _ in pairs}, {g for _, g in pairs}
    if not columns:
        rows = columns = sorted(expected)
    return Matrix(
        (*(r for r in rows if r in expected), *sorted(expected.difference(rows))),
        (*(c for c in columns if c in got), *sorted(got.difference(columns))),
        Counter(pairs),
    )


def _speaks_of(name: str, records: Sequence[Record]) -> bool:
    return any(name == r.expect or _STATUSES[name] == r.status for r in records)


def _decision(name: str, records: Sequence[Record]) -> Decision:
    status = _STATUSES[name]
    return Decision(
        name,
        precision=Rate.count(r.expect == name for r in records if r.status == status),
        recall=Rate.count(r.status == status for r in records if r.expect == name),
    )


_STATUSES = {
    "clarify": status_for("clarify"),
    "deny": status_for("deny"),
    "unanswerable": status_for("unanswerable"),
}


def _cost(records: Sequence[Record]) -> Cost:
    prompt = [float(r.prompt_tokens) for r in records]
    own = [float(_own(r)) for r in records]
    beside = [r for r in records if r.baseline_ok is not None and r.baseline_tokens]
    theirs = sum(r.baseline_tokens for r in beside)
    wall = [r.wall_s for r in records]
    return Cost(
        questions=len(records),
        model_calls=mean([float(r.model_calls) for r in records]),
        prompt=mean(prompt),
        prompt_median=quantile(prompt, 0.5),
        own=mean(own),
        own_median=quantile(own, 0.5),
        cached=mean([float(r.cached_tokens) for r in records]),
        completion=mean([float(r.completion_tokens) for r in records]),
        baseline=theirs / len(beside) if beside else None,
        ratio=sum(_own(r) for r in beside) / theirs if beside else None,
        wall_median_s=quantile(wall, 0.5),
        wall_p90_s=quantile(wall, 0.9),
    )


def _own(record: Record) -> int:
    return record.prompt_tokens - record.head_tokens * record.model_calls


def _causes(records: Sequence[Record]) -> dict[str, int]:
    counted = Counter(r.cause for r in records if not r.ok and not r.gold_error)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _mends(records: Sequence[Record]) -> tuple[MendRule, ...]:
    times: Counter[str] = Counter()
    verdicts: dict[str, list[bool]] = {}
    for record in records:
        used = [m.get("rule", "") for m in record.mends]
        times.update(used)
        for rule in dict.fromkeys(used):
            verdicts.setdefault(rule, [])
            if not record.gold_error:
                verdicts[rule].append(record.ok)
    rules = sorted(times, key=lambda rule: (-times[rule], rule))
    return tuple(MendRule(rule, times[rule], Rate.count(verdicts[rule])) for rule in rules)
