"""What a result's columns are called by people: traced through the SQL to the catalog's business names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

from ..core.language import Language, say
from ..core.ports import Catalog
from ..core.tables import Column, Metric

_AGGREGATES: tuple[tuple[type[exp.Expr], str], ...] = (
    (exp.Sum, "sum"),
    (exp.Avg, "avg"),
    (exp.Min, "min"),
    (exp.Max, "max"),
    (exp.Median, "median"),
)


def labels(
    tree: exp.Expr,
    names: Sequence[str],
    catalog: Catalog,
    metrics: Iterable[Metric],
    language: Language,
) -> tuple[str, ...]:
    """One label a result column, in result order; where nothing is known the name itself.

    `tree` is the statement as parsed (before the guard's rewrite), `names` the result's column names.
    """
    select = _outer_select(tree)
    by_metric = {m.id.lower(): m for m in metrics}
    projections = list(select.expressions) if select is not None else []
    positional = len(projections) == len(names) and not any(p.is_star for p in projections)
    out: list[str] = []
    for position, name in enumerate(names):
        label = ""
        metric = by_metric.get(name.lower())
        if metric is not None:
            label = metric.name if language == "ko" else (metric.name_en or metric.name)
        if not label and positional and select is not None:
            label = _label(projections[position].unalias(), select, catalog, language, depth=0)
        if not label:
            label = _by_name(name, tree, catalog, language)
        out.append(label or name)
    # Two columns with one label would be a riddle: those go back to their names.
    return tuple(
        label if out.count(label) == 1 else f"{label} ({name})"
        for label, name in zip(out, names, strict=True)
    )


def business_name(column: Column, language: Language) -> str:
    """The column's name in that language, with the other one as second choice; empty where neither is known."""
    if language == "ko":
        return column.business_name or column.business_name_en
    return column.business_name_en or ""


def _outer_select(tree: exp.Expr) -> exp.Select | None:
    node: exp.Expr = tree
    while isinstance(node, (exp.SetOperation, exp.Subquery)):
        node = node.this
    return node if isinstance(node, exp.Select) else None


def _label(node: exp.Expr, select: exp.Select, catalog: Catalog, language: Language, *, depth: int) -> str:
    if depth > 6:
        return ""
    if isinstance(node, exp.Paren):
        return _label(node.this, select, catalog, language, depth=depth)
    if isinstance(node, (exp.Cast, exp.Round, exp.Coalesce)):
        return _label(node.this, select, catalog, language, depth=depth + 1)
    if isinstance(node, exp.Column):
        return _column_label(node, select, catalog, language, depth)
    if isinstance(node, exp.Count):
        return say("analysis.label.count", language)
    for kind, key in _AGGREGATES:
        if isinstance(node, kind):
            inner = _label(node.this, select, catalog, language, depth=depth + 1)
            return say(f"analysis.label.{key}", language, name=inner) if inner else ""
    return ""


def _column_label(
    node: exp.Column, select: exp.Select, catalog: Catalog, language: Language, depth: int
) -> str:
    for alias, source in _sources(select):
        if node.table and node.table.lower() != alias.lower():
            continue
        if isinstance(source, exp.Table):
            inner = _cte(source, select)
            if inner is None:
                table = catalog.table(_table_name(source))
                column = table.column(node.name) if table else None
                if column is not None:
                    return business_name(column, language)
                continue
            source = inner
        inner_select = _outer_select(source)
        if inner_select is None:
            continue
        for projection in inner_select.expressions:
            if projection.alias_or_name.lower() == node.name.lower():
                return _label(projection.unalias(), inner_select, catalog, language, depth=depth + 1)
    return ""


def _sources(select: exp.Select) -> list[tuple[str, exp.Expr]]:
    found: list[tuple[str, exp.Expr]] = []
    from_ = select.args.get("from_") or select.args.get("from")
    for part in ([from_] if from_ else []) + list(select.args.get("joins") or []):
        source = part.this
        if isinstance(source, exp.Subquery):
            found.append((source.alias_or_name, source.this))
        elif isinstance(source, exp.Table):
            found.append((source.alias_or_name, source))
    return found


def _cte(table: exp.Table, select: exp.Select) -> exp.Expr | None:
    if table.db:
        return None
    node: exp.Expr | None = select
    while node is not None:
        with_ = node.args.get("with_") or node.args.get("with")
        if with_ is not None:
            for cte in with_.expressions:
                if cte.alias.lower() == table.name.lower():
                    body = cte.this
                    return body if isinstance(body, exp.Expr) else None
        node = node.parent
    return None


def _table_name(table: exp.Table) -> str:
    return f"{table.db}.{table.name}" if table.db else table.name


def _by_name(name: str, tree: exp.Expr, catalog: Catalog, language: Language) -> str:
    for source in tree.find_all(exp.Table):
        table = catalog.table(_table_name(source))
        column = table.column(name) if table else None
        if column is not None:
            return business_name(column, language)
    return ""
