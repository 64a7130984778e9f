"""Which column names mean nothing, and which mean two things."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from .joining import qualify
from .scene import Scene
from .scope import Query, Source, own, queries
from .words import pieces

_FUNCTION_LIKE = frozenset(
    {"rowid", "current_date", "current_timestamp", "today", "now", "sysdate", "rownum"}
)


def mend_ambiguous(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A bare name that two joined sources share, to one of them, where the join makes them equal."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for column in ambiguous_columns(query):
            holders = query.holders(column.name)
            if not _joined_equal(query, holders, column.name):
                continue
            was = column.sql()
            qualify(column, holders[0].alias)
            now = column.sql(dialect=scene.dialect)
            reasons.append(scene.reason("ambiguous", old=was, new=now))
    return tree, tuple(dict.fromkeys(reasons))


def ambiguous_columns(query: Query) -> list[exp.Column]:
    """Bare names that several sources have and no USING merges."""
    merged, names = query.merged(), query.output_names()
    return [
        c
        for c in query.columns()
        if not c.table
        and len(query.holders(c.name)) > 1
        and c.name.lower() not in merged
        and not (c.name.lower() in names and c.find_ancestor(exp.Order, exp.Group, exp.Having))
    ]


def _joined_equal(query: Query, holders: list[Source], name: str) -> bool:
    """True when ON or WHERE says that the column is the same in the first of these sources and every other.

    Under an outer join the first source is the kept side, so its value is the one that is never lost.
    """
    sides = {j.args.get("side") for j in query.select.args.get("joins") or ()}
    if sides & {"RIGHT", "FULL"}:
        return False
    known = {holders[0].alias.lower()}
    pairs = []
    for equality in own(query.select, exp.EQ):
        left, right = equality.this, equality.expression
        if not isinstance(left, exp.Column) or not isinstance(right, exp.Column):
            continue
        if left.name.lower() == right.name.lower() and _tells(left.name, name):
            pairs.append({left.table.lower(), right.table.lower()})
    for _ in pairs:
        for pair in pairs:
            if pair & known:
                known |= pair
    return all(h.alias.lower() in known for h in holders)


def _tells(key: str, name: str) -> bool:
    """The key itself, or what goes with it: rows of one segment_id have one segment_name, in whatever table."""
    same, of = pieces(key), pieces(name)
    return key.lower() == name.lower() or (
        same[-1:] in (("id",), ("code",), ("cd",), ("no",))
        and of[-1:] == ("name",)
        and same[:-1] == of[:-1] != ()
    )


def unknown_columns(query: Query) -> Iterator[exp.Column]:
    """References of this SELECT that surely name nothing: their place is known and has no such column.

    A name that only an outer query has counts as unknown where it is all that an uncorrelated-looking subquery
    puts out: `x IN (SELECT code FROM t)` with no code in t silently compares x with itself.
    """
    names = query.output_names()
    for column in query.columns():
        if column.db or column.name.lower() in _FUNCTION_LIKE:
            continue
        if column.table:
            source = query.source(column.table)
            if source is not None:
                unknown = (
                    source.columns is not None
                    and not source.has(column.name)
                    and column.name.lower() != "rowid"
                )
            elif query.holders(column.table):
                unknown = False  # a field of a struct column
            else:
                unknown = not _seen_outside(query, column.table)
            if unknown:
                yield column
            continue
        name = column.name.lower()
        if query.holders(name) or query.opaque or query.source(name) or not query.sources:
            continue
        if name in names and not _defines(column, name):
            continue
        if (
            query.outer is not None
            and _known_outside(query.outer, name)
            and not _is_whole_output(column, query)
        ):
            continue
        yield column


def _defines(column: exp.Column, name: str) -> bool:
    """True inside the very item that gives the name, where it cannot be meant."""
    item = column.find_ancestor(exp.Alias)
    return item is not None and item.alias.lower() == name and item.arg_key == "expressions"


def _seen_outside(query: Query, alias: str) -> bool:
    outer = query.outer
    while outer is not None:
        if outer.source(alias) or outer.holders(alias):
            return True
        outer = outer.outer
    return False


def _known_outside(outer: Query | None, name: str) -> bool:
    while outer is not None:
        if outer.holders(name) or outer.opaque:
            return True
        outer = outer.outer
    return False


def _is_whole_output(column: exp.Column, query: Query) -> bool:
    items = query.select.expressions
    return len(items) == 1 and items[0].unalias() is column and not any(c.table for c in query.columns())
