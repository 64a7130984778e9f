"""What a script's table says, in words whose numbers are its cells, and what a reader should know of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...core.language import Language, say
from ...core.results import ResultColumn, ResultSet
from .. import wording
from ..facts import decimal, number_text

# With fewer pairs a coefficient says next to nothing.
_FEW_PAIRS = 10
_MIDNIGHT = " 00:00:00"


def labelled(result: ResultSet, known: Sequence[ResultColumn]) -> ResultSet:
    """The table with label, unit and codes of the columns it took over by name, the first that is called so.

    Days that pandas made into points of time are days again.
    """
    by_name = {k.name: k for k in reversed(known)}
    columns, days = [], set()
    for position, column in enumerate(result.columns):
        values = [row[position] for row in result.rows if row[position] is not None]
        if column.type.startswith("TIMESTAMP") and values and all(str(v).endswith(_MIDNIGHT) for v in values):
            column = replace(column, type="DATE")
            days.add(position)
        like = by_name.get(column.name)
        columns.append(
            column if like is None else replace(column, label=like.label, unit=like.unit, codes=like.codes)
        )
    rows = result.rows
    if days:
        rows = tuple(
            tuple(
                str(c).removesuffix(_MIDNIGHT) if i in days and c is not None else c
                for i, c in enumerate(row)
            )
            for row in rows
        )
    return replace(result, columns=tuple(columns), rows=rows)


def headline(result: ResultSet, labels: Sequence[str], language: Language) -> str:
    """What came out, in a sentence."""
    names = [c.name for c in result.columns]
    if len(result.rows) == 1:
        row = dict(zip(names, result.rows[0], strict=True))
        if names == ["x", "y", "correlation", "n"] and row["correlation"] is not None:
            return say(
                "python.headline.correlation",
                language,
                x=row["x"],
                y=row["y"],
                r=_figure(row["correlation"]),
                n=_figure(row["n"]),
            )
        if names[:2] == ["explained", "explained_by"] and row.get("slope") is not None:
            figures = {k: _figure(row[k]) for k in ("slope", "intercept", "r2", "n")}
            return say(
                "python.headline.regression", language, x=row["explained_by"], y=row["explained"], **figures
            )
    return wording.headline(result, labels, language)[0]


def _figure(cell: object) -> str:
    number = decimal(cell)
    return "-" if number is None else number_text(number, places=4)


def cautions(result: ResultSet, language: Language) -> tuple[str, ...]:
    """What a reader of a coefficient should know."""
    names = [c.name for c in result.columns]
    figure = next((n for n in ("correlation", "slope") if n in names), "")
    if not figure or "n" not in names:
        return ()
    counts = [int(number) for row in result.rows if (number := decimal(row[names.index("n")])) is not None]
    out = []
    if counts and min(counts) < _FEW_PAIRS:
        out.append(say("python.few", language, n=min(counts)))
    if any(row[names.index(figure)] is None for row in result.rows):
        out.append(say("python.no_variation", language))
    return tuple(out)
