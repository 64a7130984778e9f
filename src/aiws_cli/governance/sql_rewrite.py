"""Puts every base table of a checked tree behind the subquery its view asks for, in place.

Which names are CTEs is decided here, by SQL's scoping. A CTE whose name could also mean a table, or that refers to
itself, is renamed together with its references, so the engine can't come to another conclusion: an engine that does
not take a CTE for recursive looks for a table of that name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect

from ..core.identity import Identity
from .access import Access, TableView

_SYSTEM_PREFIXES = ("pg_", "duckdb_", "sqlite_", "information_schema", "pragma_", "_")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Base tables read (sorted); those and what policy filters look into; the first name that is unknown, or
    (kind, what) of a refusal, else None."""

    tables: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    unknown: str | None = None
    refused: tuple[str, str] | None = None


def rewrite(tree: exp.Expr, *, dialect: str, access: Access, identity: Identity) -> Rewritten:
    """Rewrite `tree` in place. Where the outcome names a refusal or an unknown table, the tree must not be used."""
    named = [t for t in tree.find_all(exp.Table) if isinstance(t.args.get("this"), exp.Identifier)]
    references: dict[int, list[exp.Table]] = {}
    definitions = list(tree.find_all(exp.CTE))
    base: list[tuple[exp.Table, TableView]] = []
    for table in named:
        catalog, schema, name = table.args.get("catalog"), table.args.get("db"), table.this.name
        if catalog is not None:
            return Rewritten(refused=("database", _written(table)))
        if schema is None:
            cte = _visible_cte(table, name)
            if cte is not None:
                references.setdefault(id(cte), []).append(table)
                continue
        elif not isinstance(schema, exp.Identifier):
            return Rewritten(refused=("construct", type(schema).__name__.upper()))
        candidates = access.resolve(schema.name if schema is not None else "", name, identity)
        if len(candidates) > 1:
            return Rewritten(refused=("ambiguous", f"{name} ({', '.join(candidates[:5])})"))
        view = access.view_of(candidates[0], identity) if candidates else None
        if view is None or not view.columns:
            return Rewritten(unknown=_written(table))
        base.append((table, view))
    _rename_ctes(definitions, references, access, identity)
    _put_behind_views(tree, base, dialect)
    tables = {view.name for _, view in base}
    return Rewritten(
        tables=tuple(sorted(tables)), touched=tuple(sorted(tables.union(*(view.reads for _, view in base))))
    )


def _written(table: exp.Table) -> str:
    return ".".join(part.name for part in table.parts)[:200]


def _visible_cte(table: exp.Table, name: str) -> exp.CTE | None:
    """The CTE this bare name means, innermost first; None where none of that name is in scope."""
    wanted = name.lower()
    path: list[exp.Expr] = [table]
    node = table.parent
    while node is not None:
        if isinstance(node, exp.With):
            # From within one of its CTEs: the earlier ones are in scope, itself only in its recursive part.
            own = path[-1]
            position = next(i for i, cte in enumerate(node.expressions) if cte is own)
            if node.args.get("recursive") and isinstance(own, exp.CTE) and own.alias.lower() == wanted:
                body = own.this
                if isinstance(body, exp.Union) and any(body.expression is step for step in path[-3:]):
                    return own
            found = _named(node.expressions[:position], wanted)
            if found is not None:
                return found
        else:
            with_ = node.args.get("with_")
            if with_ is not None and with_ is not path[-1]:
                found = _named(with_.expressions, wanted)
                if found is not None:
                    return found
        path.append(node)
        node = node.parent
    return None


def _named(ctes: list[exp.Expr], wanted: str) -> exp.CTE | None:
    return next((c for c in reversed(ctes) if isinstance(c, exp.CTE) and c.alias.lower() == wanted), None)


def _rename_ctes(
    definitions: list[exp.CTE], references: dict[int, list[exp.Table]], access: Access, identity: Identity
) -> None:
    counts = Counter(cte.alias.lower() for cte in definitions)
    taken = set(counts)
    for number, cte in enumerate(definitions, 1):
        name = cte.alias
        lower = name.lower()
        recursive = any(_within(t, cte) for t in references.get(id(cte), ()))
        known = lower.startswith(_SYSTEM_PREFIXES) or bool(access.resolve("", name, identity))
        if counts[lower] == 1 and not recursive and not known:
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


def _put_behind_views(tree: exp.Expr, base: list[tuple[exp.Table, TableView]], dialect: str) -> None:
    qualified: dict[tuple[str, str], str] = {}
    bare: Counter[tuple[int, str]] = Counter()
    for table, _view in base:
        if not table.alias:
            bare[(id(table.find_ancestor(exp.Select)), table.this.name.lower())] += 1
    for table, view in base:
        alias = table.args.get("alias")
        columns = list(alias.args.get("columns") or ()) if alias is not None else []
        shown = alias.args.get("this") if alias is not None else None
        if shown is None:
            name = table.this.name
            if bare[(id(table.find_ancestor(exp.Select)), name.lower())] > 1 and table.db:
                # Two tables of one name from different schemas: only the qualified name tells them apart.
                shown = exp.Identifier(this=f"{table.db}.{name}", quoted=True)
            else:
                shown = table.this.copy()
            if table.db:
                qualified[(table.db.lower(), name.lower())] = shown.name
        subquery = exp.Subquery(
            this=exp.Var(this=view_sql(view, dialect)),
            alias=exp.TableAlias(this=shown, columns=columns or None),
        )
        for part in ("joins", "laterals", "sample"):
            value = table.args.get(part)
            if value:
                subquery.set(part, value)
        table.replace(subquery)
    if qualified:
        _requalify(tree, qualified)


def _requalify(tree: exp.Expr, qualified: dict[tuple[str, str], str]) -> None:
    """`schema.table.column` has no meaning behind a subquery: point it at the subquery's alias."""
    for column in tree.find_all(exp.Column):
        schema, table = column.args.get("db"), column.args.get("table")
        if schema is None or table is None or column.args.get("catalog") is not None:
            continue
        alias = qualified.get((schema.name.lower(), table.name.lower()))
        if alias is not None:
            column.set("db", None)
            quoted = alias != table.name or table.args.get("quoted", False)
            column.set("table", exp.Identifier(this=alias, quoted=quoted))


@lru_cache(maxsize=4096)
def view_sql(view: TableView, dialect: str) -> str:
    """The policy subquery's text. Names are quoted here; expressions and filter come from the policy as they are."""
    quote = _quoter(dialect)
    shown = ", ".join(
        quote(name) if expression is None else f"{expression} AS {quote(name)}"
        for name, expression in view.columns
    )
    schema, _, table = view.name.partition(".")
    where = f" WHERE {view.filter_sql}" if view.filter_sql else ""
    return f"SELECT {shown} FROM {quote(schema)}.{quote(table)}{where}"


def _quoter(dialect: str) -> Callable[[str], str]:
    engine = Dialect.get_or_raise(dialect)
    start, end = engine.IDENTIFIER_START, engine.IDENTIFIER_END
    return lambda name: f"{start}{name.replace(end, end * 2)}{end}"
