"""Tools on the data catalog and the warehouse: find a table, read about it, query it."""

from __future__ import annotations

import json

from ..analysis.unseen import bare
from ..core.errors import AiwsError
from ..core.results import Limits, ResultSet
from ..core.untrusted import clean
from .registry import Tool, ToolContext, ToolError, ToolResult, tool

# What of a result goes back to the model: enough to talk about, small enough to read.
_ROWS_FOR_MODEL = 20
_CHARS_FOR_MODEL = 3_000


@tool("search_catalog", effect="read")
def search_catalog(context: ToolContext, query: str) -> ToolResult:
    """Find tables by words, in Korean or English."""
    hits = context.catalog.search(query, workspace=context.workspace, limit=8)
    if not hits:
        return ToolResult("no table found", "0", shape="no table found")
    lines = [f"{h.table}: {h.business_name}. {h.description}" for h in hits]
    text = "\n".join(lines)
    return ToolResult(text, ", ".join(h.table for h in hits[:4]), hits, shape=text)


@tool("describe_table", effect="read")
def describe_table(context: ToolContext, table: str) -> ToolResult:
    """Columns, types, codes and keys of one table."""
    from ..catalog.schema_card import card
    from ..catalog.schema_only import without_samples

    found = context.catalog.table(table)
    if found is None:
        near = ", ".join(h.table for h in context.catalog.search(table, workspace=context.workspace, limit=3))
        detail = f"no table {table}; near: {near}"
        raise ToolError(tool="describe_table", detail=detail, shape=detail)
    shown = without_samples(found) if context.schema_only else found
    text = card(shown, columns=None, question=context.question)
    return ToolResult(text, found.name, found, shape=text if context.schema_only else "")


@tool("run_sql", effect="read")
def run_sql(context: ToolContext, sql: str) -> ToolResult:
    """Run one read-only DuckDB SELECT and get its rows."""
    from ..analysis.mend import Scene, mend

    # Without the question: here the model decides what to look at (a LIMIT to peek), it does not answer it yet.
    scene = Scene(catalog=context.catalog, question="", as_of=context.warehouse.as_of())
    mended = mend(sql, scene)
    try:
        outcome = context.warehouse.query(
            mended.sql,
            question=context.question,
            limits=Limits(max_rows=1_000),
            evidence=dict(context.evidence),
        )
    except AiwsError as problem:
        if problem.ends_turn or problem.actor == "crash" or problem.exit_code in (3, 75, 130):
            raise
        detail = problem.message("en")
        raise ToolError(tool="run_sql", detail=detail, shape=bare(detail, sql)) from problem
    name = context.results.keep(outcome.result, outcome.audit_id)
    return ToolResult(
        f"{name}:\n{for_model(outcome.result)}",
        f"{outcome.result.row_count}",
        (outcome, mended),
        shape=f"{name}: {_shape(outcome.result, sql)}",
    )


def _shape(result: ResultSet, sql: str) -> str:
    """Columns, types and the number of rows, for a model that may see no value: the asker sees the rows."""
    # A column without a name of its own is called by its expression, literals and all; an ENUM's type lists its values.
    columns = ", ".join(f"{bare(c.name, sql)} {c.type.partition('(')[0]}" for c in result.columns)
    more = "+" if result.truncated else ""
    return f"{columns}; {result.row_count}{more} rows, shown to the asker"


def for_model(result: ResultSet) -> str:
    """The first rows, a line each: column names, then cells as JSON."""
    lines = [", ".join(c.name for c in result.columns)]
    for row in result.rows[:_ROWS_FOR_MODEL]:
        # Cell by cell: once JSON has escaped what hides in a cell, it would be told as letters.
        cells = [clean(cell) if isinstance(cell, str) else cell for cell in row]
        lines.append(json.dumps(cells, ensure_ascii=False))
    if result.row_count > _ROWS_FOR_MODEL or result.truncated:
        lines.append(f"… {result.row_count}{'+' if result.truncated else ''} rows in all")
    return "\n".join(lines)[:_CHARS_FOR_MODEL]


DATA_TOOLS: tuple[Tool, ...] = (search_catalog, describe_table, run_sql)
