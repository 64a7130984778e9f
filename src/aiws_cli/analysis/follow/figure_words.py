"""Words of a follow-up that speak of the figures the result shows, or how they are put together."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from ..compose import meaning
from ..compose.cover import Said
from ..compose.figures import COUNTS
from ..compose.parts import How, Measure, Parts, Rank, Silent
from .former import Former

_AGGREGATES = {"avg": exp.Avg, "max": exp.Max, "min": exp.Min, "sum": exp.Sum}


def so_many(rest: list[Said], former: Former) -> tuple[Measure | None, list[Said]]:
    """건수로, of an amount that stands beside a number of the same things: new_amount, new_contract_count."""
    words = [w for w in rest if w.role == "count"]
    if len(words) != 1 or len(former.figures) != 1 or any(w.role == "name" for w in rest):
        return None, rest
    shown = {c.name for p, c in former.reads(former.figures[0]) if not p.path}
    numbers = [c for c in former.fact.table.columns if c.unit in COUNTS]
    if len(shown) != 1 or not numbers:
        return None, rest
    first = next(iter(shown)).partition("_")[0]
    alike = [c for c in numbers if c.name.partition("_")[0] == first and c.name not in shown]
    if len(alike) != 1:
        return None, rest
    return Measure("plain", former.fact, alike[0]), [w for w in rest if w is not words[0]]


def put_together(rest: list[Said], former: Former) -> tuple[Measure | None, list[Said]]:
    """평균으로, the maximum instead: the one figure that is shown, put together in another way; the other words."""
    words = [w for w in rest if w.role == "measure" and w.says in ("avg", "max", "min")]
    if len(words) != 1 or len(former.figures) != 1 or any(is_figure(w) for w in rest):
        return None, rest
    figure = former.figures[0].unalias()
    if not isinstance(figure, exp.Sum | exp.Avg | exp.Min | exp.Max) or not isinstance(
        figure.this, exp.Column
    ):
        return None, rest
    read_there = former.reads(figure)
    if len(read_there) != 1 or read_there[0][0].path:
        return None, rest
    how = words[0].says
    made = Measure("avg" if how == "avg" else "max" if how == "max" else "min", former.fact, read_there[0][1])
    return made, [w for w in rest if w is not words[0]]


def is_unit(word: Said, former: Former) -> bool:
    """The days of the maximum days, where the figure is counted in days."""
    units = {c.unit for f in former.figures for _, c in former.reads(f)} - {""}
    return any(u.rstrip("s") == word.text.rstrip("s") for u in units)


def sorted_by(rest: list[Said], former: Former) -> tuple[Measure | None, list[Said]]:
    """The maximum of an average and a maximum that are shown: the one that rows are to be put in order by."""
    words = [w for w in rest if w.role == "measure" and w.says in _AGGREGATES]
    orders = any(w.role in ("sort", "order", "most", "adjective") for w in rest)
    if len(words) != 1 or len(former.figures) < 2 or not orders or any(is_figure(w) for w in rest):
        return None, rest
    kind = _AGGREGATES[words[0].says]
    found = [f for f in former.figures if isinstance(f.unalias(), kind)]
    read_there = former.reads(found[0]) if len(found) == 1 else []
    if len(read_there) != 1:
        return None, rest
    how: How = "avg" if kind is exp.Avg else "max" if kind is exp.Max else "min" if kind is exp.Min else "sum"
    return Measure(how, *read_there[0]), [w for w in rest if w is not words[0]]


def ordered(parts: Parts, rest: list[Said], by: Measure | None, former: Former) -> Parts:
    """Sort by the balance: the largest first, where no direction is said; of a figure that is shown."""
    rank = parts.rank
    if any(w.role == "sort" for w in rest) and rank is None and former.grouped:
        named = [by] if by is not None else list(parts.measures)
        if len(named) == 1 and not parts.dimensions:
            return replace(parts, measures=(), rank=Rank(False, None, named[0]))
        return parts
    if by is not None:
        if rank is None or rank.by is not None or parts.measures:
            raise Silent
        return replace(parts, rank=replace(rank, by=by))
    return parts


def is_figure(word: Said) -> bool:
    try:
        return word.role == "count" or (word.role == "name" and meaning.measure(word) is not None)
    except Silent:
        return True
