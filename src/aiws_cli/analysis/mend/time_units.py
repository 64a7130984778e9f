"""Rows a day, a month, a quarter, a year: the unit the question asks for, in the groups and among what is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from ..asked_time import AskedTime
from ..period import one_year
from ..spans import Unit
from .limits import Limit, Timed, limits, time_asked, timed_sources
from .scene import Scene
from .scope import Query, queries

_ORDER: tuple[Unit, ...] = ("day", "week", "month", "quarter", "half", "year")
_WHEN = re.compile(
    r"언제|날짜|일자|어느\s*(?:달|월|분기|해)|추이|\b(?:when|which (?:day|month|quarter|year)|trend|date)\b",
    re.I,
)

_UNIT_NAMES: dict[Unit, re.Pattern[str]] = {
    "day": re.compile(r"\b(?:day|date)\b|일자|날짜", re.I),
    "week": re.compile(r"\bweek\b|주차", re.I),
    "month": re.compile(r"\b(?:month|ym|yyyymm)\b|년월|[가-힣]월$", re.I),
    "quarter": re.compile(r"\bquarter\b|분기", re.I),
    "half": re.compile(r"\bhalf\b|반기", re.I),
    "year": re.compile(r"\byear\b|연도|년도", re.I),
}


@dataclass(frozen=True, eq=False)
class _Bucket:
    """An expression that puts rows of one unit together; `whole` where it tells the year too, as MONTH(x) does not."""

    node: exp.Expr
    unit: Unit
    whole: bool


def mend_time_unit(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Months where quarters were asked, no time at all where each month was, a month's number over several years."""
    asked = time_asked(scene)
    unit = unit_asked(asked)
    if unit is None or not isinstance(tree, exp.Select) or tree.find(exp.Window, exp.SetOperation):
        return tree, ()
    place = _place(tree, scene)
    if place is None or _ORDER.index(unit) < _ORDER.index(place.grain.unit):
        return tree, ()
    if _told_otherwise(tree, place, unit):
        return tree, ()
    name = place.reference.sql(dialect=scene.dialect)
    wanted = sqlglot.parse_one(
        place.grain.group(name, unit, one_year=bool(asked.spans) and one_year(asked.spans)), read="duckdb"
    )
    grouped = _buckets(_group_items(tree), place)
    summed = any(e.find(exp.AggFunc) for e in tree.expressions)
    if not summed and not tree.args.get("group"):
        return _shown(tree, place, unit, wanted, scene)
    if not grouped:
        return _grouped(tree, place, wanted, scene) if summed else (tree, ())
    if _right(grouped, unit, asked):
        shown = _buckets([e.unalias() for e in tree.expressions], place)
        if shown or len(grouped) != 1:
            return tree, ()
        tree.set("expressions", [grouped[0].node.copy(), *tree.expressions])
        return tree, (_told(scene, unit, grouped[0].node),)
    return _changed(tree, place, grouped, wanted, unit, scene)


def mend_time_unit_unasked(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """The month of every row, where the question is about one month: a column that is everywhere the same."""
    asked = time_asked(scene)
    if not isinstance(tree, exp.Select) or tree.find(exp.Window) or _WHEN.search(scene.question):
        return tree, ()
    if unit_asked(asked) is not None or len(asked.spans) != 1 or asked.spans[0].opened:
        return tree, ()
    (span,) = asked.spans
    place = _place(tree, scene)
    if place is None or not tree.args.get("group"):
        return tree, ()
    constant = [
        b
        for b in _buckets(_group_items(tree), place)
        if _ORDER.index(b.unit) >= _ORDER.index(span.unit) and span.unit == b.unit and not span.ranged
    ]
    constant = [b for b in constant if _single(b.unit, asked)]
    left = [e for e in tree.expressions if not any(_same(e.unalias(), b.node, tree) for b in constant)]
    if not constant or not left or len(left) == len(tree.expressions):
        return tree, ()
    for bucket in constant:
        _forget(tree, bucket.node)
    tree.set("expressions", left)
    told = ", ".join(dict.fromkeys(b.node.sql(dialect=scene.dialect) for b in constant))
    return tree, (scene.reason("time_unit_unasked", column=told),)


def unit_asked(asked: AskedTime) -> Unit | None:
    """The unit a question wants rows for: said ("월별"), or that of the periods it puts side by side."""
    if asked.each is not None:
        return asked.each
    units = {s.unit for s in asked.spans}
    side_by_side = len(asked.spans) > 1 and asked.compared == "each" and asked.clear
    if side_by_side and asked.step is None and len(units) == 1:
        (unit,) = units
        plain = not any(s.point or s.opened or s.ranged for s in asked.spans)
        return unit if plain and unit in ("day", "month", "quarter", "year") else None
    return None


def tells_time_asked(item: exp.Expr, query: Query, scene: Scene) -> bool:
    """Whether a shown expression is the day, month or year that the question wants rows for."""
    if unit_asked(time_asked(scene)) is None:
        return False
    return any(_bucket(item.unalias(), t) is not None for t in timed_sources(query, scene))


def _place(tree: exp.Select, scene: Scene) -> Timed | None:
    """The one time column that this single SELECT is about: the one it limits, else the one it could."""
    every = list(queries(tree, scene.catalog))
    if len(every) != 1:
        return None
    found: Sequence[Timed] = limits(every[0], scene)[0]
    if not found:
        found = timed_sources(every[0], scene)
    return found[0] if len(found) == 1 else None


def _group_items(tree: exp.Select) -> list[exp.Expr]:
    """What is grouped by, names and numbers of shown expressions resolved."""
    group = tree.args.get("group")
    return [_resolved(item, tree) for item in group.expressions] if group is not None else []


def _resolved(item: exp.Expr, tree: exp.Select) -> exp.Expr:
    if isinstance(item, exp.Literal) and not item.is_string and item.name.isdigit():
        at = int(item.name) - 1
        shown: list[exp.Expr] = [e.unalias() for e in tree.expressions]
        return shown[at] if at < len(shown) else item
    if isinstance(item, exp.Column) and not item.table:
        named = next((e for e in tree.expressions if e.alias.lower() == item.name.lower()), None)
        if named is not None and not (isinstance(named.unalias(), exp.Column)):
            value: exp.Expr = named.unalias()
            return value
    return item


def _buckets(items: Sequence[exp.Expr], place: Timed) -> list[_Bucket]:
    return [b for item in items if (b := _bucket(item, place)) is not None]


def _bucket(node: exp.Expr, place: Timed) -> _Bucket | None:
    inner = node
    while isinstance(inner, exp.Paren | exp.Cast | exp.TryCast):
        inner = inner.this
    if isinstance(inner, exp.Column):
        return _Bucket(node, place.grain.unit, True) if place.is_read_by(inner) else None
    columns = list(inner.find_all(exp.Column))
    if len(columns) != 1 or not place.is_read_by(columns[0]) or inner.find(exp.AggFunc):
        return None
    if isinstance(inner, exp.DateTrunc | exp.TimestampTrunc):
        unit = str(inner.args["unit"].name).lower()
        return next((_Bucket(node, u, True) for u in _ORDER if u == unit), None)
    part = str(inner.this.name).lower() if isinstance(inner, exp.Extract) else type(inner).__name__.lower()
    if part in ("year", "quarter", "month"):
        return _Bucket(node, part, part == "year")  # type: ignore[arg-type]
    shape = _shape(inner)
    if shape:
        day, month, year = ("%d" in shape, "%m" in shape, "%Y" in shape or "%y" in shape)
        if "%" in re.sub(r"%[dmYy]", "", shape) or not (day or month or year):
            return None
        return _Bucket(node, "day" if day else "month" if month else "year", year)
    return None


def _shape(node: exp.Expr) -> str:
    """The form of a strftime, "" for other calls."""
    if isinstance(node, exp.TimeToStr):
        return str(node.args["format"].name)
    if isinstance(node, exp.Anonymous) and node.name.upper() == "STRFTIME":
        return next((a.name for a in node.expressions if isinstance(a, exp.Literal)), "")
    return ""


def _told_otherwise(tree: exp.Select, place: Timed, unit: Unit) -> bool:
    """Whether what is shown or grouped tells the time in a way that is not read here: a label, a column of quarters."""
    items = [*(e.unalias() for e in tree.expressions), *_group_items(tree)]
    for item in items:
        if isinstance(item, exp.Column) and not place.is_read_by(item):
            meaning = place.query.meaning(item)
            names = " ".join((item.name, meaning.business_name if meaning else ""))
            if _UNIT_NAMES[unit].search(names.replace("_", " ")):
                return True
        elif (
            not item.find(exp.AggFunc)
            and any(place.is_read_by(c) for c in item.find_all(exp.Column))
            and _bucket(item, place) is None
        ):
            return True
    return False


def _right(grouped: Sequence[_Bucket], unit: Unit, asked: AskedTime) -> bool:
    """The finest unit grouped by is the one asked, and a number of one comes with its year where that is needed."""
    finest = min(grouped, key=lambda b: _ORDER.index(b.unit))
    if finest.unit != unit:
        return False
    with_year = any(b.whole for b in grouped)
    return with_year or not asked.spans or one_year(asked.spans)


def _single(unit: Unit, asked: AskedTime) -> bool:
    (span,) = asked.spans
    return (
        unit == span.unit
        and unit in ("month", "quarter", "year")
        and not span.words.startswith(("최근", "last "))
    )


def _changed(
    tree: exp.Select, place: Timed, grouped: Sequence[_Bucket], wanted: exp.Expr, unit: Unit, scene: Scene
) -> tuple[exp.Expr, tuple[str, ...]]:
    old = [b.node for b in grouped]
    others = [i for i in _group_items(tree) if not any(i == o for o in old)]
    if any(i.find(exp.Column) and _bucket(i, place) for i in others):
        return tree, ()
    kept: list[exp.Expr] = []
    placed = False
    for item in tree.expressions:
        if _bucket(item.unalias(), place) is None:
            kept.append(item)
        elif not placed:
            placed = True
            alias = item.alias or (item.name if isinstance(item, exp.Column) and wanted != item else "")
            named = (
                unit if re.fullmatch(r"(?i)(?:base_)?(?:day|date|month|quarter|year|ym)", alias) else alias
            )
            kept.append(exp.alias_(wanted.copy(), named) if named and wanted != item else wanted.copy())
    if not placed:
        kept.insert(0, wanted.copy())
    _order_by(tree, place, wanted)
    tree.set("expressions", kept)
    tree.set("group", exp.Group(expressions=[wanted.copy(), *(i.copy() for i in others)]))
    return tree, (_told(scene, unit, wanted),)


def _grouped(
    tree: exp.Select, place: Timed, wanted: exp.Expr, scene: Scene
) -> tuple[exp.Expr, tuple[str, ...]]:
    """Aggregates without time: the unit goes in front of what is shown and into the groups."""
    if len(place.query.sources) > 1 and not isinstance(place, Limit):
        return tree, ()  # the time of one of several tables, which the SQL does not speak of
    if (
        tree.args.get("limit")
        or tree.args.get("having")
        or _buckets([e.unalias() for e in tree.expressions], place)
    ):
        return tree, ()
    if any(e.find(exp.Filter, exp.Case) for e in tree.expressions):
        return tree, ()  # the periods may stand side by side in columns
    items = [i.copy() for i in _group_items(tree)]
    tree.set("expressions", [wanted.copy(), *tree.expressions])
    tree.set("group", exp.Group(expressions=[wanted.copy(), *items]))
    return tree, (_told(scene, None, wanted),)


def _shown(
    tree: exp.Select, place: Timed, unit: Unit, wanted: exp.Expr, scene: Scene
) -> tuple[exp.Expr, tuple[str, ...]]:
    """Rows of a table with one for every month, listed without the month."""
    if not place.series or place.grain.unit != unit or tree.args.get("distinct") or tree.args.get("limit"):
        return tree, ()
    items = [e.unalias() for e in tree.expressions]
    if any(isinstance(i, exp.Star) or i.find(exp.Star) for i in items) or _buckets(items, place):
        return tree, ()
    if any(i.find(exp.Filter, exp.Case, exp.Subquery) for i in items):
        return tree, ()
    tree.set("expressions", [wanted.copy(), *tree.expressions])
    return tree, (_told(scene, unit, wanted),)


def _order_by(tree: exp.Select, place: Timed, wanted: exp.Expr) -> None:
    order = tree.args.get("order")
    for ordered in order.expressions if order is not None else ():
        if _bucket(_resolved(ordered.this, tree), place) is not None:
            ordered.set("this", wanted.copy())


def _forget(tree: exp.Select, node: exp.Expr) -> None:
    """Take an expression out of the groups and the order."""
    group, order = tree.args.get("group"), tree.args.get("order")
    if group is not None:
        left = [
            _resolved(i, tree).copy() for i in group.expressions if not _same(_resolved(i, tree), node, tree)
        ]
        tree.set("group", exp.Group(expressions=left) if left else None)
    if order is not None:
        kept = [o for o in order.expressions if not _same(_resolved(o.this, tree), node, tree)]
        tree.set("order", exp.Order(expressions=kept) if kept else None)


def _same(left: exp.Expr, right: exp.Expr, tree: exp.Select) -> bool:
    return _resolved(left, tree) == right


def _told(scene: Scene, unit: Unit | None, expression: exp.Expr) -> str:
    words = time_asked(scene).each_words or ", ".join(s.words for s in time_asked(scene).spans if s.words)
    return scene.reason("time_unit", words=words, column=expression.sql(dialect=scene.dialect))
