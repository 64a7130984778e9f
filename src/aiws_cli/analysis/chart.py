"""Which chart a result asks for: decided by rules from its columns, written as a Vega-Lite specification.

Time and a measure make a line, a category and a measure bars, two measures points. One row, no measure or too
many categories make no chart. Vega-Lite 5 (https://vega.github.io/schema/vega-lite/v5.json).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..core.answer import Chart
from ..core.results import ResultColumn

_NUMBER = re.compile(
    r"^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U\w*INT\w*|FLOAT|DOUBLE|REAL|DECIMAL|NUMERIC|NUMBER)", re.I
)
_TIME = re.compile(r"^(DATE|TIMESTAMP|TIME)", re.I)
_MONTH_TEXT = re.compile(r"^\d{4}[-./]?(0[1-9]|1[0-2])([-./]?\d{2})?$")
_KEY_NAME = re.compile(r"(^|_)(id|no|code|cd|key)$", re.I)

MAX_CATEGORIES = 30
MAX_POINTS = 500


def is_number(column: ResultColumn) -> bool:
    """Whether the column holds a measure by type (`DECIMAL(18,2)`, `BIGINT`, …)."""
    return bool(_NUMBER.match(column.type)) and not column.type.endswith("[]")


def is_time(column: ResultColumn, values: Sequence[Any]) -> bool:
    """Whether the column is time: by type, or text that is all months or dates such as 2026-09 or 202609."""
    if _TIME.match(column.type):
        return True
    present = [v for v in values if v is not None]
    return (
        bool(present)
        and column.type.upper().startswith("VARCHAR")
        and all(isinstance(v, str) and _MONTH_TEXT.match(v) for v in present)
    )


def is_key(column: ResultColumn) -> bool:
    """Whether the column names things rather than measuring them (`branch_id`, `mcc_code`)."""
    return bool(_KEY_NAME.search(column.name))


def chart(
    columns: Sequence[ResultColumn], labels: Sequence[str], rows: Sequence[Sequence[Any]], title: str
) -> Chart | None:
    """The chart for these rows, or None where a table says it better. Field names are c0, c1, … (column positions)."""
    if len(rows) < 2 or len(columns) < 2:
        return None
    values = [[row[i] for row in rows] for i in range(len(columns))]
    measures = [i for i, c in enumerate(columns) if is_number(c) and not is_key(c)]
    times = [i for i, c in enumerate(columns) if i not in measures and is_time(c, values[i])]
    names = [i for i, c in enumerate(columns) if i not in measures and i not in times]
    if not measures:
        return None
    measure = measures[0]
    if times and len(set(values[times[0]])) > 1:
        series = next((i for i in names if 1 < len(set(map(str, values[i]))) <= 10), None)
        return _spec(columns, labels, rows, title, _line(times[0], measure, series, labels))
    if names:
        name = max(names, key=lambda i: (len(set(map(str, values[i]))), not is_key(columns[i]), -i))
        if len(rows) > MAX_CATEGORIES:
            return None
        return _spec(columns, labels, rows, title, _bars(name, measure, labels))
    if len(measures) >= 2 and len(rows) <= MAX_POINTS:
        return _spec(columns, labels, rows, title, _points(measures[0], measures[1], labels))
    return None


def _spec(
    columns: Sequence[ResultColumn],
    labels: Sequence[str],
    rows: Sequence[Sequence[Any]],
    title: str,
    drawing: dict[str, Any],
) -> Chart:
    numeric = [is_number(c) for c in columns]
    data = [
        {f"c{i}": _number(v) if numeric[i] else v for i, v in enumerate(row)} for row in rows[:MAX_POINTS]
    ]
    return Chart(
        {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "title": title,
            "data": {"values": data},
            **drawing,
        }
    )


def _number(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return value


def _line(time: int, measure: int, series: int | None, labels: Sequence[str]) -> dict[str, Any]:
    encoding: dict[str, Any] = {
        "x": {"field": f"c{time}", "type": "ordinal", "title": labels[time]},
        "y": {"field": f"c{measure}", "type": "quantitative", "title": labels[measure]},
    }
    if series is not None:
        encoding["color"] = {"field": f"c{series}", "type": "nominal", "title": labels[series]}
    return {"mark": {"type": "line", "point": True}, "encoding": encoding}


def _bars(name: int, measure: int, labels: Sequence[str]) -> dict[str, Any]:
    return {
        "mark": "bar",
        "encoding": {
            "y": {"field": f"c{name}", "type": "nominal", "title": labels[name], "sort": None},
            "x": {"field": f"c{measure}", "type": "quantitative", "title": labels[measure]},
        },
    }


def _points(x: int, y: int, labels: Sequence[str]) -> dict[str, Any]:
    return {
        "mark": "point",
        "encoding": {
            "x": {"field": f"c{x}", "type": "quantitative", "title": labels[x]},
            "y": {"field": f"c{y}", "type": "quantitative", "title": labels[y]},
        },
    }
