"""Things counted once: "customers per region who hold a loan" over the loans, 계좌 수 over what the accounts hold."""

from __future__ import annotations

import re

from sqlglot import exp

from ...core.tables import Table
from .asked import wants_distinct
from .counted import counts_table
from .grain import conjuncts
from .joining import named as reference
from .links import Links, own_key
from .named import names_of, stems_of
from .scene import Scene
from .scope import Query, Source, own, queries
from .words import spoken

# 계약 몇 건 may well be the cases of a contract.
_CASES = re.compile(r"몇\s*건|건수")


def mend_counted_keys(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """COUNT over the rows of one table where the question counts the things these rows refer to: each thing once.

    Only where exactly one thing is counted, the rows counted are not of a table that the question counts too, and one
    column alone leads from them to the thing.
    """
    if not isinstance(tree, exp.Select) or not scene.question.strip() or tree.find(exp.Window):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    counts = list(own(tree, exp.Count))
    if len(list(own(tree, exp.AggFunc))) != 1 or len(counts) != 1:
        return tree, ()  # beside sums of the rows, the rows may be what is meant
    if isinstance(counts[0].this, exp.Distinct):
        return _rows_themselves(tree, query, counts[0], scene)
    if not query.sources or _CASES.search(scene.question):
        return tree, ()
    tables = [s.table for s in query.sources if s.table is not None]
    if len(tables) != len(query.sources) or len({t.name for t in tables}) != len(tables):
        return tree, ()
    links = Links(scene, [t.name for t in tables])
    if links.guessed or _sides(tree):
        return tree, ()
    found = _thing(query, counts[0], links, scene)
    if found is None:
        return tree, ()
    source, column = found
    was = counts[0].sql(dialect=scene.dialect)
    key = reference(source.alias, column) if len(query.sources) > 1 else exp.column(column)
    counts[0].set("this", exp.Distinct(expressions=[key]))
    return tree, (scene.reason("fanout_distinct", part=was, one=_called(source, column)),)


def _rows_themselves(
    tree: exp.Select, query: Query, count: exp.Count, scene: Scene
) -> tuple[exp.Expr, tuple[str, ...]]:
    """`COUNT(DISTINCT region)` of the one table whose rows the question counts, with no word of that column: COUNT(*)."""
    table = query.sources[0].table if len(query.sources) == 1 else None
    counted = count.this.expressions
    column = query.meaning(counted[0]) if len(counted) == 1 and isinstance(counted[0], exp.Column) else None
    if table is None or column is None or column.primary_key or column.unit or not column.business_name:
        return tree, ()
    if not counts_table(scene.question, table) or wants_distinct(scene.question, (column.name,)):
        return tree, ()
    if Links(scene, [table.name]).guessed or spoken(scene.question, *names_of(column), *stems_of(column)):
        return tree, ()
    if any(column.name in link.many_columns for link in Links(scene, [table.name]).of(table.name)):
        return tree, ()
    was = count.sql(dialect=scene.dialect)
    count.set("this", exp.Star())
    return tree, (scene.reason("counted_rows", part=was),)


def _thing(query: Query, count: exp.Count, links: Links, scene: Scene) -> tuple[Source, str] | None:
    """Where the key of the one thing stands that the question counts and whose rows the sources repeat."""
    ways: dict[str, tuple[Source, str]] = {}
    for source in query.sources:
        assert source.table is not None
        if counts_table(scene.question, source.table) and _finest(source, query, links):
            return None
        for link in links.of(source.table.name):
            if link.many.lower() != source.table.name.lower() or len(link.many_columns) != 1:
                continue
            target = scene.catalog.table(link.one)
            if target is None or target.name == source.table.name or not counts_table(scene.question, target):
                continue
            if {c.lower() for c in source.table.primary_key} - _fixed(query) == {
                link.many_columns[0].lower()
            }:
                continue  # one row for each thing
            if target.name in ways and ways[target.name] != (source, link.many_columns[0]):
                return None
            ways[target.name] = (source, link.many_columns[0])
    if len(ways) != 1 or not _rows(count, query, next(iter(ways.values()))):
        return None
    return next(iter(ways.values()))


def _fixed(query: Query) -> set[str]:
    """Columns that are compared with one value, or grouped by: one of each in a group."""
    where, group = query.select.args.get("where"), query.select.args.get("group")
    parts = conjuncts(where.this if where is not None else None)
    found = [p.this for p in parts if isinstance(p, exp.EQ) and not isinstance(p.expression, exp.Column)]
    found += list(group.expressions) if group is not None else []
    return {c.name.lower() for c in found if isinstance(c, exp.Column)}


def _finest(source: Source, query: Query, links: Links) -> bool:
    """No other source has several rows for one of this."""
    assert source.table is not None
    name = source.table.name.lower()
    others = {s.table.name.lower() for s in query.sources if s.table is not None and s is not source}
    return not any(link.one.lower() == name and link.many.lower() in others for link in links.of(name))


def _rows(count: exp.Count, query: Query, key: tuple[Source, str]) -> bool:
    """COUNT(*), COUNT of the very key, or of the key of a source: rows are counted, no property of theirs."""
    if isinstance(count.this, exp.Star | exp.Literal):
        return True
    if not isinstance(count.this, exp.Column):
        return False
    source = query.owner(count.this)
    if source is None or source.table is None:
        return False
    if (source is key[0] and count.this.name.lower() == key[1].lower()) or _is_key(source.table, count.this):
        return True
    return any(c.lower() == count.this.name.lower() for c in source.table.primary_key)


def _is_key(table: Table, column: exp.Column) -> bool:
    key = own_key(table)
    return key is not None and key.name.lower() == column.name.lower()


def _sides(tree: exp.Select) -> bool:
    return any(j.args.get("side") in ("LEFT", "RIGHT", "FULL") for j in tree.args.get("joins") or ())


def _called(source: Source, column: str) -> str:
    return f"{source.alias}.{column}"
