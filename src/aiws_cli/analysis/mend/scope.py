"""Which names mean what: every SELECT of a statement with the sources it can see.

sqlglot's own scopes raise on the half-wrong trees that mending is for, so this reading never raises:
what it cannot know (a table function, an unknown table) is a source whose columns are None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlglot import exp

from ...core.ports import Catalog
from ...core.tables import Column, Table

Kind = TypeVar("Kind", bound=exp.Expr)

Columns = Mapping[str, str]
"""Column name in lower case → as it is spelled."""


@dataclass(frozen=True, eq=False)
class Source:
    """One thing in FROM or JOIN. `columns` is None where they cannot be known; then no name can be called wrong."""

    alias: str
    node: exp.Expr
    table: Table | None
    columns: Columns | None

    def has(self, name: str) -> bool:
        return self.columns is not None and name.lower() in self.columns

    def column(self, name: str) -> Column | None:
        """The catalog's column of that name, where this source is a table of the catalog."""
        return self.table.column(name) if self.table else None


@dataclass(frozen=True, eq=False)
class Query:
    """One SELECT. `outer` is the query a correlated name may belong to; None at the top and inside FROM."""

    select: exp.Select
    sources: tuple[Source, ...]
    outer: Query | None
    catalog: Catalog

    def columns(self) -> list[exp.Column]:
        """Column references of this SELECT itself: not those of subqueries, lambda parameters or stars."""
        return [c for c in own(self.select, exp.Column) if not isinstance(c.this, exp.Star) and not _bound(c)]

    def source(self, alias: str) -> Source | None:
        wanted = alias.lower()
        return next((s for s in self.sources if s.alias.lower() == wanted), None)

    def holders(self, name: str) -> list[Source]:
        """Sources that surely have a column of that name, in FROM order."""
        return [s for s in self.sources if s.has(name)]

    @property
    def opaque(self) -> bool:
        """True when some source's columns cannot be known."""
        return any(s.columns is None for s in self.sources)

    def output_names(self) -> set[str]:
        """Names the SELECT list gives its columns, lower case; DuckDB lets most clauses refer to them."""
        return {e.alias.lower() for e in self.select.expressions if e.alias}

    def merged(self) -> set[str]:
        """Columns joined by USING or NATURAL: one column, whichever side it is read from."""
        out: set[str] = set()
        for join in self.select.args.get("joins") or ():
            out.update(i.name.lower() for i in join.args.get("using") or ())
            if join.args.get("method") == "NATURAL":
                named = [set(s.columns or ()) for s in self.sources]
                out.update(n for s in named for n in s if sum(n in o for o in named) > 1)
        return out

    def owner(self, column: exp.Column) -> Source | None:
        """The source this reference reads, outer queries included; None when unknown, unclear or an output name."""
        query: Query | None = self
        while query is not None:
            if column.table:
                found = query.source(column.table)
                if found is not None:
                    return found if found.has(column.name) else None
            else:
                holders = query.holders(column.name)
                if len(holders) == 1 or (holders and column.name.lower() in query.merged()):
                    return holders[0]
                if holders or query.opaque:
                    return None
                if query is self and column.name.lower() in query.output_names():
                    return None
            query = query.outer
        return None

    def meaning(self, column: exp.Column) -> Column | None:
        """The catalog's column behind a reference, looking through subqueries and CTEs that pass it on unchanged."""
        source = self.owner(column)
        if source is None:
            return None
        return source.column(column.name) or _passed_on(source, column.name, self)


def own(node: exp.Expr, kind: type[Kind]) -> Iterator[Kind]:
    """Nodes of this kind under `node` that belong to its SELECT and not to one inside it."""
    for found in node.walk(prune=lambda n: n is not node and isinstance(n, exp.Query)):
        if isinstance(found, kind) and found is not node:
            yield found


def queries(tree: exp.Expr, catalog: Catalog) -> list[Query]:
    """Every SELECT of the statement, outer ones before inner ones."""
    out: list[Query] = []
    known: dict[int, Query] = {}
    for select in tree.find_all(exp.Select):
        outer = _outer(select, known)
        query = Query(select, tuple(_sources(select, catalog)), outer, catalog)
        known[id(select)] = query
        out.append(query)
    return out


def find_table(catalog: Catalog, node: exp.Table) -> Table | None:
    """The catalog's table for a FROM item; a bare name also means schema `main`, as in the engine."""
    if not isinstance(node.this, exp.Identifier):
        return None
    if node.db:
        return catalog.table(f"{node.db}.{node.name}")
    return catalog.table(node.name) or catalog.table(f"main.{node.name}")


def cte_of(node: exp.Table) -> exp.CTE | None:
    """The CTE a bare table name means, the nearest first; a recursive one may mean itself."""
    if node.db or not isinstance(node.this, exp.Identifier):
        return None
    name = node.name.lower()
    inside: exp.Expr | None = node
    while inside is not None:
        with_ = inside.args.get("with_") or inside.args.get("with")
        if with_ is not None:
            for cte in with_.expressions:
                if cte.alias.lower() == name and (with_.args.get("recursive") or not _within(node, cte)):
                    return cte  # type: ignore[no-any-return]
        inside = inside.parent
    return None


def output_columns(query: exp.Expr, catalog: Catalog, depth: int = 0) -> dict[str, str] | None:
    """Names a query puts out, in order; None where a star hides them."""
    while isinstance(query, exp.SetOperation | exp.Subquery):
        query = query.this
    if not isinstance(query, exp.Select) or depth > 8:
        return None
    out: dict[str, str] = {}
    for item in query.expressions:
        star = isinstance(item, exp.Star) or (
            isinstance(item, exp.Column) and isinstance(item.this, exp.Star)
        )
        if star:
            if item.find(exp.Star) and any(item.find(exp.Star).args.values()):  # EXCLUDE, REPLACE, RENAME
                return None
            wanted = item.table.lower() if isinstance(item, exp.Column) else ""
            for source in _sources(query, catalog, depth + 1):
                if not wanted or source.alias.lower() == wanted:
                    if source.columns is None:
                        return None
                    out.update(source.columns)
            continue
        name = item.alias_or_name
        if not name and isinstance(item, exp.Expr) and not isinstance(item, exp.Column):
            continue  # an unnamed expression: nobody can refer to it by a plain name
        out[name.lower()] = name
    return out


def _sources(select: exp.Select, catalog: Catalog, depth: int = 0) -> Iterator[Source]:
    from_ = select.args.get("from_") or select.args.get("from")
    items = [from_.this] if from_ is not None and from_.this is not None else []
    if items:
        items.extend(j.this for j in items[0].args.get("joins") or ())
    for join in select.args.get("joins") or ():
        items.append(join.this)
        items.extend(j.this for j in join.this.args.get("joins") or ())
    items.extend(lateral for lateral in select.args.get("laterals") or ())
    for item in items:
        yield _source(item, catalog, depth)


def _source(item: exp.Expr, catalog: Catalog, depth: int) -> Source:
    alias = item.alias_or_name
    if item.args.get("pivots"):
        return Source(alias, item, None, None)
    named = item.args.get("alias")
    if isinstance(named, exp.TableAlias) and named.columns:
        return Source(alias, item, None, {c.name.lower(): c.name for c in named.columns})
    if isinstance(item, exp.Table):
        cte = cte_of(item)
        if cte is not None:
            listed = cte.args["alias"].columns
            if listed:
                return Source(alias, item, None, {c.name.lower(): c.name for c in listed})
            return Source(
                alias, item, None, output_columns(cte.this, catalog, depth + 1) if depth < 8 else None
            )
        table = find_table(catalog, item)
        if table is not None:
            return Source(alias, item, table, {c.name.lower(): c.name for c in table.columns})
        return Source(alias, item, None, None)
    if isinstance(item, exp.Subquery) and isinstance(item.this, exp.Query):
        return Source(alias, item, None, output_columns(item.this, catalog, depth + 1))
    return Source(alias, item, None, None)


def _passed_on(source: Source, name: str, query: Query) -> Column | None:
    inner: exp.Expr | None = None
    if isinstance(source.node, exp.Subquery):
        inner = source.node.this
    elif isinstance(source.node, exp.Table):
        cte = cte_of(source.node)
        inner = cte.this if cte is not None else None
    while isinstance(inner, exp.SetOperation | exp.Subquery):
        inner = inner.this
    if not isinstance(inner, exp.Select) or _within(query.select, inner):
        return None
    item = next((e for e in inner.expressions if e.alias_or_name.lower() == name.lower()), None)
    column = item.unalias() if item is not None else None
    if not isinstance(column, exp.Column):
        return None
    return Query(inner, tuple(_sources(inner, query.catalog)), None, query.catalog).meaning(column)


def _outer(select: exp.Select, known: dict[int, Query]) -> Query | None:
    """The query around a subquery in an expression; a subquery in FROM or a CTE sees no siblings."""
    node: exp.Expr = select
    while node.parent is not None:
        parent = node.parent
        if (
            isinstance(parent, exp.CTE | exp.From)
            or (isinstance(parent, exp.Join) and node.arg_key == "this")
        ) and not isinstance(node, exp.Lateral):
            return None
        if isinstance(parent, exp.Select):
            return known.get(id(parent))
        node = parent
    return None


def _within(node: exp.Expr, ancestor: exp.Expr) -> bool:
    walk: exp.Expr | None = node
    while walk is not None:
        if walk is ancestor:
            return True
        walk = walk.parent
    return False


def _bound(column: exp.Column) -> bool:
    """True for a lambda's or comprehension's own parameter."""
    node = column.parent
    while node is not None and not isinstance(node, exp.Query):
        if isinstance(node, exp.Lambda) and column.name.lower() in {e.name.lower() for e in node.expressions}:
            return True
        if (
            isinstance(node, exp.Comprehension)
            and column.name.lower() == node.args["expression"].name.lower()
        ):
            return True
        node = node.parent
    return False
