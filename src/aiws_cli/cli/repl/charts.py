"""The last answer as a chart out of letters: the kind its rules chose, or another one that was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.answer import Answer
from ...core.errors import UsageError
from ...core.language import say
from ...drawing import letters
from ...ui.cells import cut, pad, printable, width
from ...ui.tables import cell_text

KINDS = ("bar", "line", "point")
MOST_BARS = 60
_HEIGHT, _HEIGHT_OF_MANY = 10, 4
_LEAST_CELLS = 10


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What of a result is drawn, by column: `along` names or orders, `measure` is how much, `series` parts the lines."""

    kind: str
    along: int
    measure: int
    series: int | None


def chart_lines(answer: Answer, kind: str, cells: int) -> list[str]:
    """The chart of an answer in lines of at most `cells`. UsageError where its rows make none of that kind."""
    if answer.chart is None:
        raise UsageError(detail=say("repl.chart.none"))
    drawn = _drawn(answer.chart.spec, kind)
    titles = [printable(c.label or c.name) for c in answer.columns]
    if drawn.kind == "point":
        return _points(answer, drawn, titles, cells)
    return (_bars if drawn.kind == "bar" else _lines)(answer, drawn, titles, cells)


def _drawn(spec: Mapping[str, Any], kind: str) -> _Drawn:
    mark = spec["mark"]
    own = str(mark["type"] if isinstance(mark, Mapping) else mark)
    encoding = spec["encoding"]
    at = {axis: int(encoding[axis]["field"][1:]) for axis in encoding}
    kind = kind or own
    if (own == "point") != (kind == "point"):
        raise UsageError(detail=say("repl.chart.not_so", kind=kind, own=own))
    if own == "bar":
        return _Drawn(kind, at["y"], at["x"], None)
    return _Drawn(kind, at["x"], at["y"], at.get("color"))


def _number(value: Any) -> float | None:
    try:
        return None if value is None or isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None


def _text(answer: Answer, row: Sequence[Any], column: int) -> str:
    return printable(cell_text(row[column], answer.columns[column]))


def _bars(answer: Answer, drawn: _Drawn, titles: Sequence[str], cells: int) -> list[str]:
    rows = answer.rows[:MOST_BARS]
    own = [i for i in (drawn.along, drawn.series) if i is not None]
    names = [cut(" · ".join(_text(answer, r, i) for i in own), cells // 3) for r in rows]
    values = [_number(r[drawn.measure]) for r in rows]
    texts = [_text(answer, r, drawn.measure) for r in rows]
    left, right = max(map(width, names)), max(map(width, texts))
    room = max(_LEAST_CELLS, cells - left - right - 2)
    there = [v for v in values if v is not None]
    low, high = min([0.0, *there]), max([0.0, *there])
    out = [f"{titles[drawn.measure]} ({titles[drawn.along]})"]
    for name, value, text in zip(names, values, texts, strict=True):
        out.append(
            f"{pad(name, left)} {pad(text, right, right=True)} {letters.bar(value, low, high, room)}".rstrip()
        )
    if len(answer.rows) > len(rows):
        out.append(say("repl.chart.more", count=len(answer.rows) - len(rows)))
    return out


def _lines(answer: Answer, drawn: _Drawn, titles: Sequence[str], cells: int) -> list[str]:
    places = tuple(dict.fromkeys(_text(answer, row, drawn.along) for row in answer.rows))
    series: dict[str, dict[str, Sequence[Any]]] = {}
    for row in answer.rows:
        name = _text(answer, row, drawn.series) if drawn.series is not None else ""
        series.setdefault(name, {})[_text(answer, row, drawn.along)] = row
    out = [f"{titles[drawn.measure]} ({titles[drawn.along]})"]
    for name, rows in series.items():
        # Each line has every place, so that lines below each other compare; one without a value stays empty.
        values = [_number(rows[p][drawn.measure]) if p in rows else None for p in places]
        there = [(v, rows[p]) for v, p in zip(values, places, strict=True) if v is not None]
        if not there:
            continue
        top = _text(answer, max(there, key=_first)[1], drawn.measure)
        bottom = _text(answer, min(there, key=_first)[1], drawn.measure)
        wide = width(top)
        drawing = letters.line(
            values, max(_LEAST_CELLS, cells - wide - 2), _HEIGHT if len(series) == 1 else _HEIGHT_OF_MANY
        )
        out += [name] if name else []
        out += [f"{pad('' if at else top, wide)} │{line}" for at, line in enumerate(drawing)]
        ends = f"{places[0]} – {places[-1]} · {say('repl.chart.lowest', value=bottom)}"
        out.append(f"{' ' * wide} └ {ends}")
    return out


def _first(pair: tuple[float, Sequence[Any]]) -> float:
    return pair[0]


def _points(answer: Answer, drawn: _Drawn, titles: Sequence[str], cells: int) -> list[str]:
    pairs = [(_number(r[drawn.along]), _number(r[drawn.measure])) for r in answer.rows]
    whole = [(x, y) for x, y in pairs if x is not None and y is not None]
    if not whole:
        raise UsageError(detail=say("repl.chart.none"))
    xs, ys = zip(*whole, strict=True)
    field = letters.points(xs, ys, max(_LEAST_CELLS, cells - 2), _HEIGHT + 2)
    ends = f"{titles[drawn.along]}: {min(xs):,g} – {max(xs):,g}"
    return [
        f"{titles[drawn.measure]}: {min(ys):,g} – {max(ys):,g}",
        *(f"│{line}" for line in field),
        f"└ {ends}",
    ]
