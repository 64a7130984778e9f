"""Columns shown that nobody asked for: what WHERE fixes, keys beside names, all of a table where two were named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from ...core.tables import Column, Table
from .around import Place, name_of, read
from .dimensions import SERIES
from .grain import conjuncts
from .links import Links
from .named import (
    asks_key,
    for_people,
    is_number,
    is_private,
    is_time,
    name_column,
    names_of,
    names_of_table,
    run_of,
    says_name,
    spans,
)
from .scene import Scene
from .scope import Query
from .showing import EVERYTHING, plain_query, same_value, without
from .spoken import called, hinted
from .unasked_values import labels
from .words import pieces, plain, says_any

_LAST = re.compile(r"(?:을|를|은|는|이|가|도)?\s*(?:(?:보여|알려|뽑아|정리해|조회해|나열해)\S*)?\s*[.?!]*$")


def mend_fixed_shown(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`SELECT grade, SUM(x) … WHERE grade = 'VIP'`: the same value in every row, where the question does not ask for it."""
    query = plain_query(tree, scene)
    if query is None:
        return tree, ()
    gone = [e for e in query.select.expressions if _is_fixed(e.unalias(), query, scene)]
    return without(tree, query, gone, scene, "fixed_shown", regroup=True)


def mend_key_shown(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A key beside the name it goes with, where the question speaks of no number, code or id."""
    query = plain_query(tree, scene)
    if query is None or asks_key(scene.question):
        return tree, ()
    shown = {p for e in query.select.expressions if (p := _place(e.unalias(), query)) is not None}
    order = tree.args.get("order")
    # Who orders by the key wants to see it.
    ordered = [o.this for o in order.expressions] if order is not None else []
    gone = [
        e
        for e, place, column in _keys(query, scene)
        if place.key in shown
        and not _says(column, scene)
        and not any(same_value(o, e, query) for o in ordered)
    ]
    return without(tree, query, gone, scene, "key_shown", regroup=False)


def mend_key_name(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A key alone, of groups or of the first of an order, where the question asks for the things: their names are shown."""
    query = plain_query(tree, scene)
    if query is None or asks_key(scene.question):
        return tree, ()
    grouped = bool(tree.args.get("group"))
    if not grouped and not (tree.args.get("limit") and tree.args.get("order")):
        return tree, ()
    found = [
        (e, place)
        for e, place, column in _keys(query, scene)
        if column.business_name
        and not column.code_values
        and not is_private(place.column)
        and says_name(scene.question, names_of_table(place.table))
    ]
    plain_items = [e for e in query.select.expressions if isinstance(e.unalias(), exp.Column)]
    if len(found) != 1 or (grouped and len(plain_items) != 1):
        return tree, ()
    item, place = found[0]
    if any(_place(e.unalias(), query) == place.key for e in plain_items):
        return tree, ()
    reference = read(place, query)
    if reference is None:
        return tree, ()
    item.replace(reference)
    return tree, (scene.reason("key_name", column=reference.sql(dialect=scene.dialect)),)


_SEVERAL = re.compile(r"(?<=[가-힣])들(?=[은는이가을를의도별]?(?![가-힣]))")
_OF_THINGS = re.compile(
    r"들(?:의|을|은|이|별)?(?![가-힣])|별|마다|각|목록|리스트|명단|\b(?:each|every|all|list|which|what are)\b|\w+s\b",
    re.IGNORECASE,
)


def mend_whose(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Figures of many rows that do not say whose they are: the name of the thing the question speaks of, before them.

    Only of catalogs that name their columns for people, and where one table that the question names has a name column.
    """
    query = plain_query(tree, scene)
    if (
        query is None
        or tree.args.get("group")
        or tree.args.get("limit")
        or not _OF_THINGS.search(scene.question)
    ):
        return tree, ()
    if query.select.find(exp.AggFunc, exp.Window):
        return tree, ()
    shown = [e.unalias() for e in query.select.expressions]
    columns = [query.meaning(e) if isinstance(e, exp.Column) else None for e in shown]
    if not all(c is not None and c.business_name and is_number(c) and not c.primary_key for c in columns):
        return tree, ()
    singular = _SEVERAL.sub("", scene.question)
    places = [
        Place(s.table, found, s)
        for s in query.sources
        if s.table is not None
        and (found := name_column(s.table)) is not None
        and not is_private(found)
        and says_name(singular, _things(s.table))
    ]
    reference = read(places[0], query) if len(places) == 1 else None
    if reference is None:
        return tree, ()
    tree.set("expressions", [reference, *tree.expressions])
    return tree, (scene.reason("whose", column=reference.sql(dialect=scene.dialect)),)


def _things(table: Table) -> tuple[str, ...]:
    """What a table's rows are called: its names, and the first word of them (펀드랩 of 펀드랩 상품)."""
    names = names_of_table(table)
    return (*names, *(n.split()[0] for n in names if " " in n and n >= "가"))


def mend_named_only(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Many columns where the question names two or three of them: those, and what the rows are called."""
    query = plain_query(tree, scene)
    if query is None or EVERYTHING.search(scene.question) or tree.args.get("group"):
        return tree, ()
    items = list(query.select.expressions)
    columns = [(e, query.meaning(e.unalias())) for e in items if isinstance(e.unalias(), exp.Column)]
    if len(columns) != len(items) or len(items) < 3 or any(c is None for _, c in columns):
        return tree, ()
    said = [e for e, c in columns if c is not None and _meant(c, scene)]
    fixed = [
        e for e, c in columns if c is not None and _meant(c, scene) and _only_compared(e, c, query, scene)
    ]
    if not said or len(said) == len(fixed):
        gone = _beside_name(items, query, scene)
        return without(tree, query, gone, scene, "named_only", regroup=False)
    names = {
        (s.table.name.lower(), c.name.lower())
        for s in query.sources
        if s.table is not None and (c := name_column(s.table)) is not None
    }
    kept = [e for e in items if any(e is s for s in said) or _place(e.unalias(), query) in names]
    gone = [e for e in items if not any(e is k for k in kept)]
    if len(gone) < 3 or len(gone) <= len(kept):
        return tree, ()  # a few more may help to read the rest: people write it so
    rest = _remainder(query, [c for e, c in columns if c is not None and any(e is k for k in kept)], scene)
    if any(c is not None and _hinted(c, rest) for e, c in columns if any(e is g for g in gone)):
        return tree, ()
    return without(tree, query, gone, scene, "named_only", regroup=False)


def _is_fixed(value: exp.Expr, query: Query, scene: Scene) -> bool:
    column = query.meaning(value) if isinstance(value, exp.Column) else None
    where = query.select.args.get("where")
    if column is None or where is None:
        return False
    for part in conjuncts(where.this):
        if (
            isinstance(part, exp.Between)
            and same_value(part.this, value, query)
            and _within_month(part, column)
        ):
            return not _asked_beside(column, "", scene) and not SERIES.search(scene.question)
        literal = part.expression if isinstance(part, exp.EQ) else None
        if isinstance(literal, exp.Literal) and same_value(part.this, value, query):
            return not _asked_beside(column, literal.name, scene)
    return False


def _within_month(between: exp.Between, column: Column) -> bool:
    """A month kept by its first day, and bounds of one month: one value."""
    low, high = (re.search(r"(\d{4}-\d{2})-\d{2}", between.args[k].sql()) for k in ("low", "high"))
    words = pieces(column.name)
    return bool(low and high and low[1] == high[1] and is_time(column) and "month" in words)


def _asked_beside(column: Column, value: str, scene: Scene) -> bool:
    """The question says the column apart from the value: not "VIP 등급", "region Seoul", or inside the value's own words."""
    values = [s for name in labels(column, value) for s in spans(scene.question, name)]
    for name in names_of(column):
        for start, end in spans(scene.question, name):
            if not any(s <= end and start <= e for s, e in values):
                return True
    return False


def _keys(query: Query, scene: Scene) -> Iterator[tuple[exp.Expr, Place, Column]]:
    """(item, where its name stands, column) for shown keys."""
    links = Links(scene, [s.table.name for s in query.sources if s.table])
    for item in query.select.expressions:
        value = item.unalias()
        if not isinstance(value, exp.Column):
            continue
        source, column = query.owner(value), query.meaning(value)
        if (
            source is None
            or source.table is None
            or column is None
            or not any(source is s for s in query.sources)
        ):
            continue
        found = name_of(source, column, links, scene, [])
        if found is not None:
            inside = next(
                (s for s in query.sources if s.table is not None and s.table.name == found.table.name), None
            )
            yield item, Place(found.table, found.column, inside, () if inside else found.way), column


def _place(value: exp.Expr, query: Query) -> tuple[str, str] | None:
    source = query.owner(value) if isinstance(value, exp.Column) else None
    if source is None or source.table is None:
        return None
    return source.table.name.lower(), value.name.lower()


def _beside_name(items: list[exp.Expr], query: Query, scene: Scene) -> list[exp.Expr]:
    """All but the name, of a list of things the question asks for without a word of what to show of them.

    Only of catalogs that name their columns for people.
    """
    if query.select.args.get("limit") is not None:
        return []
    tables = [s.table for s in query.sources if s.table is not None]
    if not all(for_people(t) for t in tables):
        return []
    named = {
        (t.name.lower(), c.name.lower())
        for t in tables
        if (c := name_column(t)) is not None and not is_private(c) and says_name(scene.question, called(t))
    }
    kept = [e for e in items if _place(e.unalias(), query) in named]
    gone = [e for e in items if not any(e is k for k in kept)]
    meant = [query.meaning(v) for e in gone if isinstance(v := e.unalias(), exp.Column)]
    compared = [c for c, e in zip(meant, gone, strict=False) if c and _compared(e.unalias(), query)]
    rest = _remainder(query, compared, scene)
    if len(kept) != 1 or any(c is None or (c not in compared and hinted(rest, c)) for c in meant):
        return []
    return gone


def _says(column: Column, scene: Scene) -> bool:
    return says_name(scene.question, names_of(column))


def _meant(column: Column, scene: Scene) -> bool:
    """Said by name, by several of its values ("할부와 렌터카 비교"), or as the time of a series."""
    if _says(column, scene) or (is_time(column) and bool(SERIES.search(scene.question))):
        return True
    values = (*column.code_values, *column.sample_values)
    return sum(says_name(scene.question, labels(column, v)) for v in values) > 1


def _only_compared(item: exp.Expr, column: Column, query: Query, scene: Scene) -> bool:
    """The column is said for the sake of a condition, and not as what the question ends on ("… 지점과 개점일 보여줘")."""
    run = run_of(scene.question)
    ends = (run.text[run.at[end - 1] + 1 :] for n in names_of(column) for _, end in spans(scene.question, n))
    return _compared(item.unalias(), query) and not any(_LAST.match(after) for after in ends)


def _compared(value: exp.Expr, query: Query) -> bool:
    where = query.select.args.get("where")
    return where is not None and any(same_value(c, value, query) for c in where.find_all(exp.Column))


def _remainder(query: Query, columns: list[Column], scene: Scene) -> str:
    """The question without the names it has been understood by: of kept columns, of tables, of compared values."""
    names = [n for c in columns for n in names_of(c)]
    names += [n for s in query.sources if s.table for n in names_of_table(s.table)]
    names += [literal.name for literal in query.select.find_all(exp.Literal)]
    run = run_of(scene.question)
    text = list(run.text)
    for name in names:
        for start, end in spans(scene.question, name):
            for index in range(run.at[start], run.at[end - 1] + 1):
                text[index] = " "
    return "".join(text)


def _hinted(column: Column, rest: str) -> bool:
    """A word of the column's names still stands in the question: it may be meant."""
    words = {w for n in names_of(column) for w in re.split(r"[\s_()·/]+", n) if len(plain(w)) >= 2}
    return says_any(rest, [w.lower() for w in words])
