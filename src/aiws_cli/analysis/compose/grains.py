"""How fine the rows of a fact table are in time, against what is asked for."""

from __future__ import annotations

import re

from . import nature
from .parts import Measure, Parts


def figures_of(parts: Parts) -> tuple[object, ...]:
    """What is read, of what, told apart by what: the figures' columns, and the key of the rows but for their time."""
    table = parts.fact.table
    keys = [c.name for c in table.columns if c.primary_key and not nature.dated(c)]
    columns = [_columns_of(m) for m in parts.measures]
    groups = [d.column.name for d in parts.dimensions]
    series = len(table.primary_key) > len(keys) and all(columns)
    rows = (table.name.partition(".")[0], *keys) if series else (table.name,)
    return (*rows, *columns, *groups)


def _columns_of(measure: Measure) -> frozenset[str]:
    if measure.metric is None:
        return frozenset((measure.column.name,)) if measure.column else frozenset()
    words = re.findall(r"\w+", measure.metric.expression)
    return frozenset(w for w in words if measure.place.table.column(w) is not None)


def by_month(parts: Parts) -> bool:
    """Has the fact table a row a month?"""
    table = parts.fact.table
    return any(c.primary_key and "month" in nature.pieces(c.name) for c in table.columns)


def at_grain(parts: Parts) -> bool:
    """Quarters are asked of a table that has a row for each quarter, and for nothing finer than the groups asked for."""
    spans = bool(parts.spans) and all(s.unit == "quarter" for s in parts.spans)
    quarters = parts.grain == "quarter" or (spans and not parts.grain)
    table = parts.fact.table
    if not quarters or not any("quarter" in name for name in (table.name, *(c.name for c in table.columns))):
        return False
    grouped = {d.column.name for d in parts.dimensions} | {k.column.name for k in parts.kept}
    paths = [d.place.path for d in parts.dimensions] + [k.place.path for k in parts.kept]
    grouped |= {c for path in paths for r in path[:1] for c in r.from_columns}
    return all(
        c.name in grouped or nature.dated(c) or "quarter" in c.name for c in table.columns if c.primary_key
    )
