"""Puts every base table of a checked tree behind the subquery its view asks for, in place.

Which names are CTEs is decided here, by SQL's scoping. A CTE whose name could also mean a table, or that refers to
itself, is renamed together with its references, so the engine can't come to another conclusion: an engine that does
not take a CTE for recursive looks for a table of that name.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlglot import exp

from ...core.identity import Identity
from ..rights.access import Access, TableView
from .groups import limit_groups
from .names import folded, folded_text, means, shown_name
from .refusals import SqlRefused
from .sources import place
from .views import unit_names, view_sql

_SYSTEM_PREFIXES = ("pg_", "duckdb_", "sqlite_", "information_schema", "pragma_", "_")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """`tables`: base tables read, as the warehouse spells them; `touched`: those and what policy filters look into; both
    sorted. `least_groups`: (table, size) of those shown in groups only. `unknown`: the first name that is no table the
    asker may see, else None."""

    tables: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    least_groups: tuple[tuple[str, int], ...] = ()
    unknown: str | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a statement is read with. `database` is the session's own, which may stand in front of a name."""

    dialect: str
    access: Access
    identity: Identity
    database: str


def rewrite(
    tree: exp.Expr, *, dialect: str, access: Access, identity: Identity, database: str = ""
) -> Rewritten:
    """Rewrite `tree` in place. Where the outcome names an unknown table, the tree must not be used.

    Raises SqlRefused (another database, a name that means several tables, rows of a table shown in groups only).
    """
    reading = _Reading(dialect, access, identity, database)
    references: dict[int, list[exp.Table]] = {}
    definitions = list(tree.find_all(exp.CTE))
    base: list[tuple[exp.Table, TableView]] = []
    for table in [t for t in tree.find_all(exp.Table) if isinstance(t.args.get("this"), exp.Identifier)]:
        catalog, schema = table.args.get("catalog"), table.args.get("db")
        if catalog is not None and not (database and schema and means(catalog, database, dialect)):
            raise SqlRefused(kind="database", what=_written(table))
        if schema is None:
            cte = _visible_cte(table, dialect)
            if cte is not None:
                references.setdefault(id(cte), []).append(table)
                continue
        view = _view(table, schema, reading)
        if view is None:
            return Rewritten(unknown=_written(table))
        base.append((table, view))
    _name_queries(tree, dialect)
    if any(view.least_group is not None for _, view in base):
        places = [place(t, view, unit_names(view, n), dialect) for n, (t, view) in enumerate(base)]
        limit_groups(places, dialect)
    _rename_ctes(definitions, references, reading)
    _put_behind_views(tree, base, reading)
    tables = {view.name for _, view in base}
    least = {(view.name, view.least_group.size) for _, view in base if view.least_group is not None}
    return Rewritten(
        tuple(sorted(tables)),
        tuple(sorted(tables.union(*(view.reads for _, view in base)))),
        tuple(sorted(least)),
    )


def _view(table: exp.Table, schema: exp.Identifier | None, reading: _Reading) -> TableView | None:
    """What the asker sees of the one table that is meant; None where there is none. Raises SqlRefused for several."""
    access, identity, dialect = reading.access, reading.identity, reading.dialect
    candidates = [
        name
        for name in access.resolve(schema.name if schema is not None else "", table.this.name, identity)
        if _meant(table, schema, name, dialect)
    ]
    if len(candidates) > 1:
        raise SqlRefused(kind="ambiguous", what=f"{table.this.name} ({', '.join(candidates[:5])})")
    view = access.view_of(candidates[0], identity) if candidates else None
    return view if view is not None and view.columns else None


def _meant(table: exp.Table, schema: exp.Identifier | None, name: str, dialect: str) -> bool:
    """Whether the engine would take the written name for this table too. It may compare more strictly than a catalog."""
    if dialect != "snowflake":
        return True
    own_schema, _, own = name.rpartition(".")
    return means(table.this, own, dialect) and (schema is None or means(schema, own_schema, dialect))


def _written(table: exp.Table) -> str:
    return ".".join(part.name for part in table.parts)[:200]


def _visible_cte(table: exp.Table, dialect: str) -> exp.CTE | None:
    """The CTE this bare name means, innermost first; None where none of that name is in scope."""
    wanted = folded(table.this, dialect)
    path: list[exp.Expr] = [table]
    node = table.parent
    while node is not None:
        if isinstance(node, exp.With):
            # From within one of its CTEs: the earlier ones are in scope, itself only in its recursive part.
            own = path[-1]
            position = next(i for i, cte in enumerate(node.expressions) if cte is own)
            if node.args.get("recursive") and _name(own, dialect) == wanted:
                body = own.this
                if isinstance(body, exp.Union) and any(body.expression is step for step in path[-3:]):
                    return own if isinstance(own, exp.CTE) else None
            found = _named(node.expressions[:position], wanted, dialect)
            if found is not None:
                return found
        else:
            with_ = node.args.get("with_")
            if with_ is not None and with_ is not path[-1]:
                found = _named(with_.expressions, wanted, dialect)
                if found is not None:
                    return found
        path.append(node)
        node = node.parent
    return None


def _name(cte: exp.Expr, dialect: str) -> str:
    return folded(cte.args["alias"].this, dialect)


def _named(ctes: list[exp.Expr], wanted: str, dialect: str) -> exp.CTE | None:
    return next((c for c in reversed(ctes) if isinstance(c, exp.CTE) and _name(c, dialect) == wanted), None)


def _rename_ctes(
    definitions: list[exp.CTE], references: dict[int, list[exp.Table]], reading: _Reading
) -> None:
    dialect = reading.dialect
    counts = Counter(_name(cte, dialect) for cte in definitions)
    taken = {name.lower() for name in counts}
    for number, cte in enumerate(definitions, 1):
        name = cte.alias
        recursive = any(_within(t, cte) for t in references.get(id(cte), ()))
        known = name.lower().startswith(_SYSTEM_PREFIXES) or bool(
            reading.access.resolve("", name, reading.identity)
        )
        if counts[_name(cte, dialect)] == 1 and not recursive and not known:
            continue
        fresh = f"{name}__cte{number}"
        while fresh.lower() in taken:
            fresh += "_"
        taken.add(fresh.lower())
        cte.args["alias"].set("this", exp.Identifier(this=fresh, quoted=True))
        for table in references.get(id(cte), ()):
            old = table.this
            if table.args.get("alias") is None:
                table.set("alias", exp.TableAlias(this=old.copy()))
            elif table.args["alias"].args.get("this") is None:
                table.args["alias"].set("this", old.copy())
            table.set("this", exp.Identifier(this=fresh, quoted=True))


def _within(node: exp.Expr, ancestor: exp.Expr) -> bool:
    above = node.parent
    while above is not None:
        if above is ancestor:
            return True
        above = above.parent
    return False


def _name_queries(tree: exp.Expr, dialect: str) -> None:
    """An engine calls a column without an alias after its expression: where a subquery is part of it, that would be the
    policy's text."""
    for select in tree.find_all(exp.Select):
        shown = select.expressions
        if any(_is_nameless(e) for e in shown):
            select.set("expressions", [_called(e, dialect) if _is_nameless(e) else e for e in shown])


def _is_nameless(expression: exp.Expr) -> bool:
    named = isinstance(expression, (exp.Alias, exp.Aliases, exp.Column))
    return not named and expression.find(exp.Query) is not None


def _called(expression: exp.Expr, dialect: str) -> exp.Expr:
    name = exp.Identifier(this=shown_name(expression, dialect), quoted=True)
    return exp.Alias(this=expression, alias=name)


def _put_behind_views(tree: exp.Expr, base: list[tuple[exp.Table, TableView]], reading: _Reading) -> None:
    dialect = reading.dialect
    qualified: dict[tuple[str, str], str] = {}
    bare: Counter[tuple[int, str]] = Counter()
    for table, _view in base:
        if not table.alias:
            bare[(id(table.find_ancestor(exp.Select)), folded(table.this, dialect))] += 1
    for number, (table, view) in enumerate(base):
        alias = table.args.get("alias")
        columns = list(alias.args.get("columns") or ()) if alias is not None else []
        shown = alias.args.get("this") if alias is not None else None
        if shown is None:
            name = table.this.name
            if bare[(id(table.find_ancestor(exp.Select)), folded(table.this, dialect))] > 1 and table.db:
                # Two tables of one name from different schemas: only the qualified name tells them apart.
                shown = exp.Identifier(this=f"{table.db}.{name}", quoted=True)
            else:
                shown = table.this.copy()
            if table.db:
                qualified[(folded(table.args["db"], dialect), folded(table.this, dialect))] = shown.name
        subquery = exp.Subquery(
            this=exp.Var(this=view_sql(view, dialect, number if view.least_group is not None else 0)),
            alias=exp.TableAlias(this=shown, columns=columns or None),
        )
        for part in ("joins", "laterals", "sample"):
            value = table.args.get(part)
            if value:
                subquery.set(part, value)
        table.replace(subquery)
    if qualified:
        _requalify(tree, qualified, reading)


def _requalify(tree: exp.Expr, qualified: dict[tuple[str, str], str], reading: _Reading) -> None:
    """`schema.table.column` has no meaning behind a subquery: point it at the subquery's alias."""
    dialect = reading.dialect
    for column in tree.find_all(exp.Column):
        catalog, schema, table = (column.args.get(part) for part in ("catalog", "db", "table"))
        if schema is None or table is None:
            continue
        if catalog is not None and folded(catalog, dialect) != folded_text(reading.database, dialect):
            continue
        alias = qualified.get((folded(schema, dialect), folded(table, dialect)))
        if alias is not None:
            column.set("catalog", None)
            column.set("db", None)
            quoted = alias != table.name or table.args.get("quoted", False)
            column.set("table", exp.Identifier(this=alias, quoted=quoted))
