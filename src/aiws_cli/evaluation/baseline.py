"""The one-shot baseline: the whole schema as DDL with sample values, the question, one reply, run as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ..catalog.schema_card import estimate
from ..core.messages import Message, ModelRequest
from ..core.ports import Catalog
from ..core.tables import Table, Term

SYSTEM = (
    "You write DuckDB SQL. Answer with one SELECT statement in a ```sql block and nothing else. "
    "Return only the columns the question asks for."
)
MOST_TOKENS = 3_000
"""Where the DDL of all tables is longer, only that of the best search hits is given, up to this."""
_SAMPLES = 3


def request(catalog: Catalog, question: str, terms: Iterable[Term] = ()) -> ModelRequest:
    """The one call of the baseline for a question; `terms` are all of the question's dictionary, as it stands."""
    glossary = "".join(f"{t.term}: {t.definition}\n" for t in terms)
    text = f"{_schema(catalog, question)}\n\n{glossary}Question: {question}"
    messages = (Message("system", SYSTEM), Message("user", text))
    return ModelRequest(messages, max_tokens=250)


def _schema(catalog: Catalog, question: str) -> str:
    names = catalog.table_names()
    if len(names) <= 40:
        whole = "\n".join(_ddl(t) for t in _tables(catalog, names))
        if estimate(whole) <= MOST_TOKENS:
            return whole
    parts: list[str] = []
    spent = 0
    for table in _tables(catalog, (h.table for h in catalog.search(question, limit=10))):
        text = _ddl(table)
        spent += estimate(text)
        if parts and spent > MOST_TOKENS:
            break
        parts.append(text)
    return "\n".join(parts)


def _tables(catalog: Catalog, names: Iterable[str]) -> list[Table]:
    return [t for name in names if (t := catalog.table(name)) is not None]


def _ddl(table: Table) -> str:
    schema, _, bare = table.name.rpartition(".")
    lines = []
    for column in table.columns:
        samples = ", ".join(
            f"'{v[:30]}'" for v in (column.sample_values or tuple(column.code_values))[:_SAMPLES]
        )
        lines.append(f"  {column.name} {column.type}," + (f" -- {samples}" if samples else ""))
    name = bare if schema in ("", "main") else table.name
    return f"CREATE TABLE {name} (\n" + "\n".join(lines) + "\n);"


def at_date(sql: str, day: date) -> str:
    """The statement with today fixed, for a suite whose clock stands still."""
    today = f"DATE '{day.isoformat()}'"
    sql = re.sub(r"\bcurrent_date\b(\(\))?|\btoday\(\)", today, sql, flags=re.IGNORECASE)
    return re.sub(r"\bnow\(\)|\bcurrent_timestamp\b", f"CAST({today} AS TIMESTAMP)", sql, flags=re.IGNORECASE)
