"""Changing FROM: a table joined along links, references qualified so that they stay unambiguous."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from ...core.tables import Table
from .links import Link
from .scope import Query


def qualify(column: exp.Column, alias: str) -> None:
    """Make the reference read through `alias`."""
    column.set("table", exp.to_identifier(alias))
    column.set("db", None)
    column.set("catalog", None)


def qualify_all(query: Query) -> None:
    """Give every unqualified reference of this SELECT its alias, before another source makes it ambiguous."""
    merged, outputs = query.merged(), query.output_names()
    for column in query.columns():
        if column.table or column.name.lower() in merged:
            continue
        order = column.find_ancestor(exp.Order)
        if order is not None and order.parent is query.select and column.name.lower() in outputs:
            continue  # ORDER BY means the output of that name before any column
        holders = query.holders(column.name)
        if len(holders) == 1:
            qualify(column, holders[0].alias)


def equal(left: str, left_columns: Sequence[str], right: str, right_columns: Sequence[str]) -> exp.Expr:
    """`left.a = right.b AND …` for columns pairwise."""
    pairs = [
        exp.EQ(this=named(left, a), expression=named(right, b))
        for a, b in zip(left_columns, right_columns, strict=True)
    ]
    return exp.and_(*pairs, copy=False)


def named(alias: str, column: str) -> exp.Column:
    odd = not column.replace("_", "a").isalnum() or column[0].isdigit()
    return exp.Column(
        this=exp.to_identifier(column, quoted=True if odd else None), table=exp.to_identifier(alias)
    )


def table_node(name: str) -> exp.Table:
    """A FROM item for a catalog table; schema `main` is left out, as people write it."""
    schema, _, bare = name.rpartition(".")
    return exp.Table(
        this=exp.to_identifier(bare), db=exp.to_identifier(schema) if schema and schema != "main" else None
    )


def free_alias(query: Query, name: str) -> str | None:
    """An alias no source of this SELECT has; None means the table's own name is free."""
    taken = {s.alias.lower() for s in query.sources}
    bare = name.rpartition(".")[2]
    if bare.lower() not in taken:
        return None
    return next(f"{bare}_{n}" for n in range(2, 99) if f"{bare}_{n}".lower() not in taken)


def join_table(query: Query, way: Sequence[Link], target: Table, *, left: bool = False) -> str | None:
    """Join every table of `way` that the query lacks, in walking order; the alias of `target`.

    None when the way does not start at a table the query reads once: then it is not clear from which.
    """
    at = _start(query, way)
    if at is None:
        return None
    alias, table = at
    qualify_all(query)
    taken = {s.alias.lower() for s in query.sources}
    for link in way:
        there = link.other(table)
        new = there.rpartition(".")[2]
        node = table_node(there)
        if new.lower() in taken:
            new = next(f"{new}_{n}" for n in range(2, 99) if f"{new}_{n}".lower() not in taken)
            node.set("alias", exp.TableAlias(this=exp.to_identifier(new)))
        taken.add(new.lower())
        on = equal(alias, link.columns_of(table), new, _far_columns(link, table))
        join = exp.Join(this=node, on=on, side="LEFT" if left else None)
        query.select.append("joins", join)
        alias, table = new, there
    return alias


def _far_columns(link: Link, table: str) -> tuple[str, ...]:
    return link.one_columns if link.many.lower() == table.lower() else link.many_columns


def _start(query: Query, way: Sequence[Link]) -> tuple[str, str] | None:
    tables = [s for s in query.sources if s.table is not None]
    ends = {way[0].many.lower(), way[0].one.lower()}
    if len(way) > 1:
        # the end of the first link that the second one does not go on from
        ends -= (
            {way[1].many.lower(), way[1].one.lower()} if way[0].many.lower() != way[0].one.lower() else set()
        )
    starts = [s for s in tables if s.table is not None and s.table.name.lower() in ends]
    if len(starts) != 1 or starts[0].table is None:
        return None
    return starts[0].alias, starts[0].table.name
