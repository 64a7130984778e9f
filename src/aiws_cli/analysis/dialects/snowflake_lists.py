"""Lists of DuckDB's SQL as Snowflake's arrays: elements as rows, series of numbers and dates, lengths."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from .kinds import Kinds
from .snowflake_time import step_of


def unnested(tree: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`SELECT unnest(list)` makes a row of each element; in Snowflake a FLATTEN in FROM does."""
    for select in list(tree.find_all(exp.Select)):
        found = [
            n
            for p in select.expressions
            for n in p.find_all(exp.Explode, exp.Unnest)
            if n.find_ancestor(exp.Select) is select
        ]
        if not found:
            continue
        if len(found) > 1 or select.args.get("from_") is None:
            raise _no_equal("unnest")
        (node,) = found
        source = node.this if isinstance(node, exp.Explode) else node.expressions[0]
        name = _free_name(select)
        element = _element(name, source)
        if isinstance(node.parent, exp.Select):
            element = exp.alias_(element, "unnest")
        node.replace(element)
        select.append("joins", exp.Join(this=_flattened(source, exp.to_identifier(name))))
    return tree


def lists_in_from(tree: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`FROM t, unnest(t.list) u(v)`, `FROM range(…) r(i)`, `generate_series(…)`: elements as rows of one column."""
    for node in list(tree.find_all(exp.Unnest, exp.Table)):
        if not isinstance(node.parent, (exp.From, exp.Join)):
            continue
        inner = node.this if isinstance(node, exp.Table) else node.expressions[0]
        if isinstance(node, exp.Table) and not isinstance(
            inner, (exp.GenerateSeries, exp.Explode, exp.Unnest)
        ):
            continue
        if not isinstance(inner, exp.GenerateSeries) and (
            isinstance(node, exp.Table) or len(node.expressions) > 1 or node.args.get("offset")
        ):
            raise _no_equal("unnest")
        alias = node.args.get("alias")
        shown = alias.args.get("this") if isinstance(alias, exp.TableAlias) else None
        columns = alias.args.get("columns") or [] if isinstance(alias, exp.TableAlias) else []
        if isinstance(inner, exp.GenerateSeries):
            ends_before = bool(inner.args.get("is_end_exclusive"))
            default = "range" if ends_before else "generate_series"
            name = columns[0] if columns else exp.to_identifier(default)
            rows = _series(inner, name, ends_before)
            made = exp.TableAlias(this=shown.copy() if shown is not None else exp.to_identifier(default))
            node.replace(exp.Subquery(this=rows, alias=made))
            continue
        select = node.find_ancestor(exp.Select)
        table = shown.copy() if shown is not None else exp.to_identifier("unnest")
        wanted = columns[0].name if columns else "unnest"
        for column in list(select.find_all(exp.Column)) if select is not None else ():
            if column.name.lower() == wanted.lower() and column.table.lower() in ("", table.name.lower()):
                element = _element(table.name, inner)
                if isinstance(column.parent, exp.Select):
                    element = exp.alias_(element, column.this.copy())
                column.replace(element)
        node.replace(_flattened(inner, table))
    return tree


def _flattened(source: exp.Expr, name: exp.Identifier) -> exp.Expr:
    """`LATERAL FLATTEN(INPUT => source) AS name`."""
    found = _parsed("SELECT 1 FROM x, LATERAL FLATTEN(INPUT => source) AS name")
    lateral = found.find(exp.Lateral)
    assert lateral is not None
    for column in list(lateral.find_all(exp.Column)):
        column.replace(source.copy())
    lateral.args["alias"].set("this", name.copy())
    lateral.args["alias"].set("columns", None)
    return lateral.copy()


def _element(name: str, source: exp.Expr) -> exp.Expr:
    """An element in the words of the list it comes from: a text, unless the list is written down as numbers."""
    kind = "VARCHAR"
    given = source.expressions if isinstance(source, exp.Array) else []
    if given and all(isinstance(e, exp.Literal) and not e.is_string for e in given):
        kind = "BIGINT" if all(e.name.isdigit() for e in given) else "DOUBLE"
    return exp.cast(exp.column("value", table=name), exp.DataType.build(kind, dialect="duckdb"))


def _series(node: exp.GenerateSeries, name: exp.Identifier, ends_before: bool) -> exp.Expr:
    start, end, step = node.args.get("start"), node.args["end"], node.args.get("step")
    first = (start if start is not None else exp.Literal.number(0)).sql("snowflake")
    last = end.sql("snowflake")
    moved = step_of(step)
    if moved is None:
        if step is not None and not (isinstance(step, exp.Literal) and step.name.isdigit()):
            raise _no_equal("generate_series")
        # A series ends with its last number, ARRAY_GENERATE_RANGE before it.
        beyond = last if ends_before else f"{last} + 1"
        by = f", {step.name}" if step is not None else ""
        rows = f"SELECT CAST(f.value AS BIGINT) AS n FROM TABLE(FLATTEN(INPUT => ARRAY_GENERATE_RANGE({first}, {beyond}{by}))) AS f"
    else:
        count, unit = moved
        if not (isinstance(count, exp.Literal) and count.name.isdigit() and int(count.name) > 0):
            raise _no_equal("generate_series")
        by = f", {count.name}" if count.name != "1" else ""
        day = f"DATEADD({unit}, CAST(f.value AS INT), {first})"
        sign = "<" if ends_before else "<="
        rows = (
            f"SELECT CAST({day} AS TIMESTAMP) AS n FROM TABLE(FLATTEN(INPUT => "
            f"ARRAY_GENERATE_RANGE(0, DATEDIFF({unit}, {first}, {last}) + 1{by}))) AS f WHERE {day} {sign} {last}"
        )
    made = _parsed(rows)
    made.expressions[0].set("alias", name.copy())
    return made


def _parsed(sql: str) -> exp.Expr:
    return sqlglot.parse_one(sql, read="snowflake")


def length(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`len` counts letters or elements."""
    if isinstance(node, exp.Length) and kinds.of(node.this) == "list":
        return exp.ArraySize(this=node.this.copy())
    return node


def a_list_element(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """An element of a list is a text as it stands in the catalog, not JSON."""
    if (
        isinstance(node, exp.Bracket)
        and kinds.of(node.this) == "list"
        and not isinstance(node.parent, exp.Cast)
    ):
        return exp.cast(node.copy(), exp.DataType.build("VARCHAR"))
    return node


def _free_name(select: exp.Select) -> str:
    taken = {t.alias_or_name.lower() for t in select.find_all(exp.Table, exp.Subquery)}
    name, n = "element", 1
    while name in taken:
        n += 1
        name = f"element_{n}"
    return name


def _no_equal(what: str) -> Exception:
    from . import NotInDialect

    return NotInDialect(what=what)
