"""Figures and groups shown beside those the question says, and that it does not say."""

from __future__ import annotations

import re

from sqlglot import exp

from ...core.tables import Column
from .around import name_of
from .dimensions import Dimension, asked_dimensions
from .links import Links
from .named import for_people, is_time, name_column, names_of, names_of_table, says_name
from .scene import Scene
from .scope import Query, own, queries
from .showing import same_value, without
from .spoken import called, hinted, in_full, rest_of
from .words import pieces, says_any

_COUNT = re.compile(
    r"건수|개수|갯수|횟수|인원|명수|몇|(?<=\S)\s?수(?=[를가는와도랑,?!.\s]|이랑|하고|$)|세어|세고|세줘|카운트|많이|많은|적은|규모"
    r"|\b(?:how many|numbers?|count\w*|cnt|most|fewest|headcount|volume)\b|#",
    re.IGNORECASE,
)
_WIDE = re.compile(
    r"비교|분석|요약|현황|실적|성과|지표|정보|상세|내역|자세|모든\s*(?:항목|값|수치)|추가|붙여|덧붙"
    r"|\b(?:compare|comparison|analy\w+|summary|overview|performance|stat(?:istic)?s|details?|information|info|everything|also|add)\b",
    re.IGNORECASE,
)
_EXTREME = r"최대|최고|최소|최저|가장|제일|\b(?:max\w*|min\w*|\w+est|most|least)\b"
_KINDS: tuple[tuple[type[exp.Expr], re.Pattern[str]], ...] = (
    (exp.Avg, re.compile(r"평균|\b(?:average|avg|mean)\b", re.IGNORECASE)),
    (exp.Max, re.compile(_EXTREME, re.IGNORECASE)),
    (exp.Min, re.compile(_EXTREME, re.IGNORECASE)),
)
_TOTAL = re.compile(r"합|총|누계|\b(?:total|sum)\b", re.IGNORECASE)


def mend_unsaid_shown(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Figures the question does not say beside one that it says; a finer group than asked beside the one asked.

    Only of catalogs that name their columns for people, and never where a comparison or all there is is asked for.
    """
    if not isinstance(tree, exp.Select) or not scene.question.strip() or len(tree.expressions) < 2:
        return tree, ()
    items = list(tree.expressions)
    if _WIDE.search(scene.question) or tree.args.get("distinct") or tree.args.get("qualify"):
        return tree, ()
    if any(e.find(exp.Window, exp.Query) or isinstance(e.unalias(), exp.Star) for e in items):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    if not query.sources or any(s.table is None or not for_people(s.table) for s in query.sources):
        return tree, ()
    figures = [e for e in items if e.find(exp.AggFunc)]
    groups = [e for e in items if isinstance(e.unalias(), exp.Column)]
    if not figures:
        return tree, ()
    rest = _rest(items, query, scene)
    gone = [*_figures_unsaid(figures, rest, query, scene), *_groups_unsaid(groups, rest, query, scene)]
    if tree.args.get("limit") is not None:
        gone = [e for e in gone if not _ordered_by(e, query)]
    hidden = _hidden_with(gone, query, scene)
    tree, reasons = without(tree, query, gone, scene, "unsaid_shown", regroup=True)
    group = tree.args.get("group")
    if reasons and group is not None and hidden:
        left = [g for g in group.expressions if not any(same_value(g, h, query) for h in hidden)]
        tree.set("group", exp.Group(expressions=left) if left else None)
    return tree, reasons


def _rest(items: list[exp.Expr], query: Query, scene: Scene) -> str:
    """The question without the names of what it says in full, of tables, and of compared values."""
    columns = [c for e in items for r in _read(e) if (c := query.meaning(r)) is not None]
    names = [n for c in columns if in_full(scene.question, c) for n in names_of(c)]
    names += [n for s in query.sources if s.table for n in names_of_table(s.table)]
    names += [literal.name for literal in query.select.find_all(exp.Literal)]
    return rest_of(scene.question, names)


def _read(item: exp.Expr) -> list[exp.Column]:
    value = item.unalias()
    return [value] if isinstance(value, exp.Column) else list(own(value, exp.Column))


def _figures_unsaid(figures: list[exp.Expr], rest: str, query: Query, scene: Scene) -> list[exp.Expr]:
    """Figures of columns that no word speaks of, beside one that is said; counts where nothing is counted."""
    said: list[exp.Expr] = []
    unsaid: list[exp.Expr] = []
    counts = [e for e in figures if isinstance(e.unalias(), exp.Count)]
    for item in figures:
        aggregates = list(item.find_all(exp.AggFunc))
        columns = [query.meaning(c) for c in _read(item)]
        if any(item is c for c in counts) or len(aggregates) != 1 or len(columns) != 1 or columns[0] is None:
            continue
        if in_full(scene.question, columns[0]) or _counts_said(columns[0], scene.question):
            said.append(item)
        elif not hinted(rest, columns[0]):
            unsaid.append(item)
    gone = unsaid if said else []
    others = [e for e in figures if not any(e is x for x in (*counts, *gone))]
    if others and counts and not _counting(scene.question, others, query):
        gone = [*gone, *counts]
    return [*gone, *_other_kinds([e for e in figures if not any(e is g for g in gone)], scene)]


def _counts_said(column: Column, question: str) -> bool:
    """A column of counts, what it counts being said: issued_count for "how many were issued"."""
    words = pieces(column.name)
    what = [w for w in words if w not in ("count", "cnt", "number", "num")]
    return len(what) < len(words) and bool(what) and all(says_any(question, [w]) for w in what)


def _counting(question: str, others: list[exp.Expr], query: Query) -> bool:
    """The question counts something, and not only what a column of counts beside has counted."""
    if not _COUNT.search(question):
        return False
    counted = [
        c
        for e in others
        for r in _read(e)
        if (c := query.meaning(r)) is not None
        and {"count", "cnt", "number", "num"} & set(pieces(c.name))
        and (in_full(question, c) or _counts_said(c, question))
    ]
    if not counted:
        return True
    left = rest_of(question, [n for c in counted for n in names_of(c)])
    return len(_COUNT.findall(left)) > (1 if left == question.casefold() else 0)


def _other_kinds(figures: list[exp.Expr], scene: Scene) -> list[exp.Expr]:
    """Of a column's sum and its average, the one the question says; the sum where it says neither."""
    out: list[exp.Expr] = []
    by_column: dict[str, list[exp.Expr]] = {}
    for item in figures:
        value = item.unalias()
        value = value.this if isinstance(value, exp.Round) else value
        if isinstance(value, exp.Sum | exp.Avg | exp.Max | exp.Min) and isinstance(value.this, exp.Column):
            by_column.setdefault(value.this.name.lower(), []).append(item)
    for items in by_column.values():
        sums = [e for e in items if e.find(exp.Sum)]
        unsaid = [
            e for e in items for kind, word in _KINDS if e.find(kind) and not word.search(scene.question)
        ]
        if sums and unsaid:
            out += unsaid
        elif len(items) > 1 and sums and any(e.find(exp.Avg) for e in items):
            out += sums if not _TOTAL.search(scene.question) else []
    return out


def _groups_unsaid(groups: list[exp.Expr], rest: str, query: Query, scene: Scene) -> list[exp.Expr]:
    """Group columns no word speaks of, beside one that is asked for as a group or is the name of what is asked for."""
    if len(groups) < 2:
        return []
    links = Links(scene, [s.table.name for s in query.sources if s.table])
    asked = asked_dimensions(query, scene, links)
    if asked is None:
        return []
    firm = [e for e in groups if _asked_for(e.unalias(), asked, query, scene)]
    loose = [e for e in groups if not any(e is f for f in firm)]
    if not firm:
        return []
    out: list[exp.Expr] = []
    for item in loose:
        value = item.unalias()
        column = query.meaning(value) if isinstance(value, exp.Column) else None
        if column is None or is_time(column) or in_full(scene.question, column) or hinted(rest, column):
            continue
        if _tells_time(column):
            continue
        out.append(item)
    return out


def _tells_time(column: Column) -> bool:
    return bool({"month", "year", "quarter", "date", "day", "week", "ym"} & set(pieces(column.name)))


def _asked_for(value: exp.Expr, asked: list[Dimension], query: Query, scene: Scene) -> bool:
    source = query.owner(value) if isinstance(value, exp.Column) else None
    if source is None or source.table is None:
        return False
    place = (source.table.name.lower(), value.name.lower())
    if any(d.place is not None and d.place.key == place for d in asked):
        return True
    if any(d.place is not None for d in asked):
        return False
    found = name_column(source.table)
    return (
        found is not None
        and found.name.lower() == value.name.lower()
        and says_name(scene.question, called(source.table))
    )


def _ordered_by(item: exp.Expr, query: Query) -> bool:
    order = query.select.args.get("order")
    return order is not None and any(same_value(o.this, item, query) for o in order.expressions)


def _hidden_with(gone: list[exp.Expr], query: Query, scene: Scene) -> list[exp.Expr]:
    """Keys that groups are made by without being shown, and that stand for a name that goes."""
    group = query.select.args.get("group")
    links = Links(scene, [s.table.name for s in query.sources if s.table])
    places = set()
    for item in gone:
        value = item.unalias()
        source = query.owner(value) if isinstance(value, exp.Column) else None
        if source is not None and source.table is not None:
            places.add((source.table.name.lower(), value.name.lower()))
    out: list[exp.Expr] = []
    for by in group.expressions if group is not None else ():
        source = query.owner(by) if isinstance(by, exp.Column) else None
        column = query.meaning(by) if isinstance(by, exp.Column) else None
        if source is None or source.table is None or column is None:
            continue
        if any(same_value(by, e, query) for e in query.select.expressions):
            continue
        named = name_of(source, column, links, scene, [])
        if named is not None and named.key in places:
            out.append(by)
    return out
