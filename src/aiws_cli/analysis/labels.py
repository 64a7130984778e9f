"""What a result's columns are called by people: traced through the SQL to the catalog's business names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlglot import exp

from ..core.language import Language, say
from ..core.ports import Catalog
from ..core.results import ResultColumn
from ..core.tables import Column, Metric, code_meaning
from .nested import key_read

_AGGREGATES: tuple[tuple[type[exp.Expr], str], ...] = (
    (exp.Sum, "sum"),
    (exp.Avg, "avg"),
    (exp.Min, "min"),
    (exp.Max, "max"),
    (exp.Median, "median"),
)


def described(
    tree: exp.Expr,
    columns: Sequence[ResultColumn],
    catalog: Catalog,
    metrics: Iterable[Metric],
    language: Language,
) -> tuple[ResultColumn, ...]:
    """The result's columns, each with its label and, for a coded column, what the codes mean; in result order.

    `tree` is the statement as parsed (before the guard's rewrite). Where nothing is known the name is the label.
    """
    select = _outer_select(tree)
    by_metric = {m.id.lower(): m for m in metrics}
    projections = list(select.expressions) if select is not None else []
    positional = len(projections) == len(columns) and not any(p.is_star for p in projections)
    out: list[ResultColumn] = []
    for position, column in enumerate(columns):
        source = _by_name(column.name, tree, catalog)
        label = ""
        if positional and select is not None:
            projection = projections[position].unalias()
            label = _label(projection, select, catalog, language, depth=0)
            source = origin(projection, select, catalog)
        metric = by_metric.get(column.name.lower())
        if metric is not None:
            label = metric.name if language == "ko" else (metric.name_en or metric.name)
        if not label and source is not None:
            label = business_name(source, language)
        codes = (
            {code: code_meaning(text, language) for code, text in source.code_values.items()}
            if source
            else {}
        )
        known = {code: text for code, text in codes.items() if text and text != code}
        out.append(
            replace(
                column,
                label=label or column.name,
                codes=known,
                unit=_unit(projections, position, positional, select, catalog, source),
            )
        )
    given = [c.label for c in out]
    # Two columns with one label would be a riddle: those show their names too.
    return tuple(c if given.count(c.label) == 1 else replace(c, label=f"{c.label} ({c.name})") for c in out)


def _unit(
    projections: Sequence[exp.Expr],
    position: int,
    positional: bool,
    select: exp.Select | None,
    catalog: Catalog,
    source: Column | None,
) -> str:
    """The unit of a column passed on, or of a total, mean or extreme of one; `count` for a count; "" where unknown."""
    if not positional or select is None:
        return source.unit if source is not None else ""
    node = projections[position].unalias()
    if isinstance(node, exp.Count):
        return "count"
    while isinstance(
        node, (exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Median, exp.Round, exp.Cast, exp.Paren, exp.Coalesce)
    ):
        node = node.this
    found = origin(node, select, catalog)
    return found.unit if found is not None else ""


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
    if key_read(node) is not None:
        inside = origin(node, select, catalog)
        return business_name(inside, language) if inside is not None else ""
    if isinstance(node, exp.Count):
        return say("analysis.label.count", language)
    for kind, key in _AGGREGATES:
        if isinstance(node, kind):
            inner = _label(node.this, select, catalog, language, depth=depth + 1)
            return _measured(key, inner, language) if inner else ""
    return ""


def _measured(key: str, name: str, language: Language) -> str:
    if language == "en":
        name = name if name[:2].isupper() else name[:1].lower() + name[1:]
        if key == "sum" and name.startswith("total"):
            return name
    return say(f"analysis.label.{key}", language, name=name)


def _column_label(
    node: exp.Column, select: exp.Select, catalog: Catalog, language: Language, depth: int
) -> str:
    found = _behind(node, select, catalog)
    if isinstance(found, Column):
        return business_name(found, language)
    if found is not None:
        projection, inner = found
        return _label(projection, inner, catalog, language, depth=depth + 1)
    return ""


def origin(node: exp.Expr, select: exp.Select, catalog: Catalog) -> Column | None:
    """The catalog's column, or key of an object, that a reference passes on unchanged, through subqueries and CTEs."""
    while isinstance(node, exp.Paren):
        node = node.this
    read = key_read(node)
    if read is not None:
        holder = origin(read[0], select, catalog)
        return next((k for k in holder.fields if k.name == read[1]), None) if holder is not None else None
    for _ in range(6):
        if not isinstance(node, exp.Column):
            return None
        found = _behind(node, select, catalog)
        if found is None or isinstance(found, Column):
            return found
        node, select = found
    return None


def _behind(
    node: exp.Column, select: exp.Select, catalog: Catalog
) -> Column | tuple[exp.Expr, exp.Select] | None:
    """What stands behind a reference: a catalog column, or an expression of the subquery or CTE it reads."""
    for alias, source in _sources(select):
        if node.table and node.table.lower() != alias.lower():
            continue
        if isinstance(source, exp.Unnest):
            names = [c.name.lower() for c in source.args["alias"].columns]
            inner = source.expressions[0] if source.expressions else None
            if names[:1] == [node.name.lower()] and isinstance(inner, exp.Column):
                listed = _behind(inner, select, catalog)
                return _element(listed) if isinstance(listed, Column) else listed
            continue
        if isinstance(source, exp.Table):
            cte = _cte(source, select)
            if cte is None:
                table = catalog.table(_table_name(source))
                column = table.column(node.name) if table else None
                if column is not None:
                    return column
                continue
            source = cte
        inner_select = _outer_select(source)
        if inner_select is None:
            continue
        for projection in inner_select.expressions:
            if projection.alias_or_name.lower() == node.name.lower():
                return projection.unalias(), inner_select
    return None


def _element(column: Column) -> Column:
    """A list column as one of its elements: 기초자산 목록 → 기초자산."""
    return replace(
        column,
        business_name=re.sub(r"\s+(?:목록|리스트)$", "", column.business_name),
        business_name_en=re.sub(r"^List of\s+|\s+list$", "", column.business_name_en, flags=re.IGNORECASE),
    )


def _sources(select: exp.Select) -> list[tuple[str, exp.Expr]]:
    found: list[tuple[str, exp.Expr]] = []
    from_ = select.args.get("from_") or select.args.get("from")
    for part in ([from_] if from_ else []) + list(select.args.get("joins") or []):
        source = part.this
        if isinstance(source, exp.Subquery):
            found.append((source.alias_or_name, source.this))
        elif isinstance(source, exp.Table) or (isinstance(source, exp.Unnest) and source.args.get("alias")):
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


def _by_name(name: str, tree: exp.Expr, catalog: Catalog) -> Column | None:
    for source in tree.find_all(exp.Table):
        table = catalog.table(_table_name(source))
        column = table.column(name) if table else None
        if column is not None:
            return column
    return None
