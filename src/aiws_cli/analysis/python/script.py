"""A script over one result: what its columns are, what the model is asked, and the frame its code is put into."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ...core.patterns import when_needed
from ...core.results import ResultColumn, ResultSet
from ..chart import is_key, is_number, is_time

Holds = Literal["number", "date", "text"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column a script may use. `holds` is what its cells are, `stored` what the script finds: text may hold numbers.

    `measure` says that it counts or measures; numbers that name things (keys, codes) do not.
    """

    name: str
    label: str
    holds: Holds
    stored: Holds
    measure: bool
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """Code that leaves one table, and what is known of it: `columns` name the table's own, `told` says what it computes.

    `written` is `rules` or `model`.
    """

    code: str
    written: Literal["rules", "model"]
    columns: tuple[ResultColumn, ...] = ()
    told: tuple[str, ...] = ()


_LOOKS_FOR = 500
_DATE_TEXT = when_needed(
    r"\d{4}[-./](?:0?[1-9]|1[0-2])(?:[-./](?:0?[1-9]|[12]\d|3[01]))?(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_NUMBER_TEXT = when_needed(r"\s*[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*|\s*[-+]?\d+(?:\.\d+)?\s*")


def columns_of(result: ResultSet) -> tuple[Column, ...]:
    """The result's columns as a script sees them, in their order."""
    sample = result.rows[:_LOOKS_FOR]
    out = []
    for position, column in enumerate(result.columns):
        values = [row[position] for row in sample if row[position] is not None]
        stored: Holds = "text"
        if is_number(column):
            stored = "number"
        elif is_time(column, ()):
            stored = "date"
        holds = stored if stored != "text" else _looks_like(values)
        measure = holds == "number" and not is_key(column) and stored == "number"
        out.append(Column(column.name, column.label, holds, stored, measure, column.unit))
    return tuple(out)


def _looks_like(values: Sequence[object]) -> Holds:
    texts = [v for v in values if isinstance(v, str)]
    if not texts or len(texts) < len(values):
        return "text"
    if all(_DATE_TEXT.fullmatch(t) for t in texts):
        return "date"
    # Numbers with leading zeros are codes.
    coded = any(re.match(r"\s*0\d", t) for t in texts)
    return "number" if not coded and all(_NUMBER_TEXT.fullmatch(t) for t in texts) else "text"


def asked(question: str, columns: Sequence[Column], rows: int) -> str:
    """What the model reads of one request: a line a column, then the question. No value of a row is in it."""
    lines = [
        " ".join(filter(None, (c.name, c.stored, "" if c.label == c.name else c.label))) for c in columns
    ]
    return "\n".join((f"df, {rows} rows:", *lines, "", question))


_FENCE = when_needed(r"```[ \t]*(?:python|py)?[ \t]*\r?\n(.*?)(?:\r?\n[ \t]*```|\Z)", re.S | re.I)


def code_in(reply: str) -> str:
    """The code of a model's reply: what stands in fences, put together; else the reply where it is code. May be empty."""
    fenced = [textwrap.dedent(found).strip("\r\n") for found in _FENCE.findall(reply)]
    code = "\n".join(f for f in fenced if f.strip())
    if code:
        return code
    bare = textwrap.dedent(reply).strip()
    return bare if bare and parsed(bare) is not None and re.search(r"[=(]", bare) else ""


def parsed(code: str) -> ast.Module | None:
    """The code's tree, or None where it is no Python."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


HEAD_LINES = 5
"""Lines of the frame before the code it holds."""


def framed(body: str, result: str) -> str:
    """The whole script: `body` finds `df` (the rows of `result`) and leaves `out`, which becomes a table whatever it is."""
    return f"""import duckdb
import numpy as np
import pandas as pd

df = duckdb.sql("FROM {result}").df()
{body.strip()}

out = pd.DataFrame(out if isinstance(out, (pd.DataFrame, pd.Series, list)) else [out])
out.columns = [" ".join(map(str, c)).strip() if isinstance(c, tuple) else str(c) for c in out.columns]
out.columns = out.columns.str.removesuffix(" 00:00:00")
duckdb.sql("FROM out").write_parquet("result.parquet")
"""


def of_sql(select: str) -> str:
    """A script that computes by DuckDB alone, for which nothing else need be installed."""
    text = f'"""\n{textwrap.indent(select.strip(), "    ")}\n    """'
    if '"""' in select or "\\" in select:
        # What a column is called must not end the string.
        text = repr(select.strip())
    return f'import duckdb\n\nout = duckdb.sql(\n    {text}\n)\nout.write_parquet("result.parquet")\n'


def numbers_of(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns that measure, in order."""
    return tuple(c for c in columns if c.measure)
