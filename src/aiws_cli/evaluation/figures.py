"""The figures of a run as titled tables of cells, the same for the terminal, for documents and for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..core.language import Language, say
from .compare import Comparison
from .ranking import Retrieval
from .rates import Paired, Rate
from .summary import Cost, Group, Matrix, Summary

Cell = str | int | Rate
"""Text is shown to the left, numbers and shares to the right; a Rate without questions is a blank."""


@dataclass(frozen=True, slots=True)
class Table:
    """`head` names the columns; each row has one cell a column. `note` is one line, empty where none is needed."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures a reader looks at first; `rate` where it is a share with an interval."""

    label: str
    value: str
    note: str = ""
    rate: Rate | None = None


def percent(share: float | None) -> str:
    """A share as text, one decimal; "–" for None."""
    return "–" if share is None else f"{100 * share:.1f}%"


def rate_text(rate: Rate) -> str:
    """`60.0% (38.7–78.1) 12/20`; "–" where nothing was counted."""
    if not rate.of:
        return "–"
    low, high = rate.interval
    return f"{percent(rate.share)} ({100 * low:.1f}–{100 * high:.1f}) {rate.hits}/{rate.of}"


def p_text(p: float) -> str:
    """A p value in three decimals, never as zero."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def number(value: float | None, digits: int = 0) -> str:
    """With thousands separated; "–" for None."""
    return "–" if value is None else f"{value:,.{digits}f}"


def headline(summary: Summary, language: Language | None = None) -> tuple[Figure, ...]:
    """What matters first; figures that were not measured are left out."""

    def word(key: str, **slots: Any) -> str:
        return say(f"scores.{key}", language, **slots)

    out = []
    for key, rate in (("accuracy", summary.accuracy), ("right", summary.overall.right)):
        if rate.of and (key == "accuracy" or rate != summary.accuracy):
            out.append(Figure(word(key), percent(rate.share), f"{rate.hits}/{rate.of}", rate))
    if (paired := summary.paired) is not None:
        first = paired.first
        out.append(Figure(word("baseline"), percent(first.share), f"{first.hits}/{first.of}", first))
        points = 100 * (paired.difference or 0.0)
        note = word("gain.note", won=paired.won, lost=paired.lost, p=p_text(paired.p))
        out.append(Figure(word("gain"), word("gain.value", points=points), note))
    cost = summary.cost
    if cost.model_calls is not None:
        out.append(Figure(word("calls"), number(cost.model_calls, 2), word("calls.note")))
        note = word("tokens.note", own=number(cost.own))
        out.append(Figure(word("tokens"), number(cost.prompt), note))
    if cost.wall_median_s is not None:
        value = word("seconds.value", seconds=cost.wall_median_s)
        out.append(Figure(word("seconds"), value, word("seconds.note", p90=cost.wall_p90_s)))
    if (found := summary.retrieval) is not None and not summary.accuracy.of:
        complete = found.complete[10]
        label = f"{word('retrieval')}: {word('column.complete')} @10"
        out.append(Figure(label, percent(complete.share), f"{complete.hits}/{complete.of}", complete))
        out.append(Figure("MRR", f"{found.mrr:.3f}", word("page.of", n=found.questions)))
    return tuple(out)


def tables(
    summary: Summary, comparison: Comparison | None = None, language: Language | None = None
) -> tuple[Table, ...]:
    """Every table that has something to show, in reading order."""
    w = _Words(language)
    made: list[Table | None] = [
        _comparison(comparison, w) if comparison is not None else None,
        _groups("by_category", summary.by_category, w),
        _groups("by_language", summary.by_language, w),
        _groups("by_database", summary.by_database, w),
        _groups("by_half", summary.by_half, w),
        _decisions(summary, w),
        _matrix("confusion", summary.confusion, w, rows="expect", columns="status"),
        _matrix("routing", summary.routing, w, note=w("routing.note", rate=rate_text(summary.routed))),
        _retrieval(summary.retrieval, w) if summary.retrieval is not None else None,
        _cost(summary.cost, w) if summary.cost.questions else None,
        _causes(summary, w),
        _mends(summary, w),
    ]
    return tuple(t for t in made if t is not None)


@dataclass(frozen=True, slots=True)
class _Words:
    language: Language | None

    def __call__(self, key: str, **slots: Any) -> str:
        return say(f"scores.{key}", self.language, **slots)

    def name(self, room: str, word: str) -> str:
        """A word of a run in the reader's language; as it stands where there is no text of it."""
        return say(f"scores.{room}.{word}", self.language, default=word) or self("none")

    def table(self, key: str, head: Sequence[str], rows: Sequence[tuple[Cell, ...]], note: str = "") -> Table:
        return Table(key, self(key), tuple(self(f"column.{h}") for h in head), tuple(rows), note)


def _groups(key: str, groups: Sequence[Group], w: _Words) -> Table | None:
    if len(groups) < 2:
        return None
    # A column that says nothing new is left out.
    right = any(g.right != g.accuracy for g in groups)
    baseline = any(g.baseline.of for g in groups)
    broken = any(g.gold_errors for g in groups)
    room = "half" if key == "by_half" else "group"
    rows: list[tuple[Cell, ...]] = []
    for g in groups:
        row: list[Cell] = [w.name(room, g.name), g.accuracy]
        row += [g.right] if right else []
        row += [g.baseline] if baseline else []
        row += [g.gold_errors] if broken else []
        rows.append(tuple(row))
    head = ["group", "accuracy"]
    head += ["right"] if right else []
    head += ["baseline"] if baseline else []
    head += ["gold_errors"] if broken else []
    return w.table(key, head, rows)


def _decisions(summary: Summary, w: _Words) -> Table | None:
    if not summary.decisions:
        return None
    rows = [(w.name("expect", d.name), d.precision, d.recall) for d in summary.decisions]
    return w.table("decisions", ("decision", "precision", "recall"), rows)


def _matrix(
    key: str,
    matrix: Matrix | None,
    w: _Words,
    *,
    rows: str = "intent",
    columns: str = "intent",
    note: str = "",
) -> Table | None:
    if matrix is None or (key == "confusion" and matrix.rows == ("answer",) and matrix.columns == ("ok",)):
        return None
    head = (w("column.expected"), *(w.name(columns, c) for c in matrix.columns))
    cells: list[tuple[Cell, ...]] = [
        (w.name(rows, r), *(matrix.at(r, c) for c in matrix.columns)) for r in matrix.rows
    ]
    return Table(key, w(key), head, tuple(cells), note)


def _retrieval(found: Retrieval, w: _Words) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (str(k), f"{found.precision[k]:.3f}", f"{found.recall[k]:.3f}", found.complete[k])
        for k in found.precision
    ]
    note = w("retrieval.note", n=found.questions, mrr=found.mrr)
    return w.table("retrieval", ("k", "precision_k", "recall_k", "complete"), rows, note)


def _cost(cost: Cost, w: _Words) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (w("cost.questions"), number(cost.questions)),
        (w("cost.calls"), number(cost.model_calls, 2)),
        (w("cost.prompt"), f"{number(cost.prompt)} ({number(cost.prompt_median)})"),
        (w("cost.own"), f"{number(cost.own)} ({number(cost.own_median)})"),
    ]
    if cost.baseline is not None:
        rows.append((w("cost.baseline"), number(cost.baseline)))
        rows.append((w("cost.ratio"), number(cost.ratio, 2)))
    rows.append((w("cost.cached"), number(cost.cached)))
    rows.append((w("cost.completion"), number(cost.completion)))
    rows.append((w("cost.wall"), f"{number(cost.wall_median_s, 2)} / {number(cost.wall_p90_s, 2)}"))
    return w.table("cost", ("measure", "value"), rows)


def _causes(summary: Summary, w: _Words) -> Table | None:
    if not summary.causes:
        return None
    rows = [(w.name("cause", cause), n) for cause, n in summary.causes.items()]
    return w.table("causes", ("cause", "questions"), rows)


def _mends(summary: Summary, w: _Words) -> Table | None:
    if not summary.mends:
        return None
    rows = [(w.name("rule", m.rule), m.times, m.right) for m in summary.mends]
    return w.table("mends", ("rule", "times", "came_right"), rows)


def _comparison(comparison: Comparison, w: _Words) -> Table:
    def row(name: str, paired: Paired) -> tuple[Cell, ...]:
        return name, paired.first, paired.second, paired.won, paired.lost

    all_of = comparison.paired
    rows = [row(w("all"), all_of)]
    if len(comparison.by_category) > 1:
        rows += [row(w.name("group", c.name), c.paired) for c in comparison.by_category]
    note = w(
        "comparison.note",
        won=all_of.won,
        lost=all_of.lost,
        both=all_of.both,
        neither=all_of.neither,
        p=p_text(all_of.p),
    )
    return w.table("comparison", ("group", "before", "after", "won", "lost"), rows, note)
