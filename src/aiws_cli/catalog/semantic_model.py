"""The catalog as a Snowflake semantic model: its YAML, and the CREATE SEMANTIC VIEW that says the same.

Tables, columns as dimensions, times and facts, synonyms (business names among them), keys, relationships, metrics over
the columns of their tables, verified queries. What a semantic model can't say is left out and named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiws_cli.core.errors import AiwsError
from aiws_cli.core.identifiers import stored
from aiws_cli.core.tables import Column, Metric, Relationship, Table, VerifiedQuery

from .contract_text import logical_type

Translate = Callable[[str, Sequence[Table]], str]
"""A statement of the catalog in Snowflake's SQL, given the tables it reads."""
_NUMBERS = {
    "SMALLINT": "NUMBER(4,0)",
    "TINYINT": "NUMBER(4,0)",
    "INTEGER": "NUMBER(9,0)",
    "INT": "NUMBER(9,0)",
}
_TYPES = {
    "VARCHAR": "TEXT",
    "TEXT": "TEXT",
    "DOUBLE": "FLOAT",
    "FLOAT": "FLOAT",
    "REAL": "FLOAT",
    "DATE": "DATE",
    "TIME": "TIME",
    "BOOLEAN": "BOOLEAN",
    "TIMESTAMP": "TIMESTAMP_NTZ",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMP_TZ",
    "BLOB": "BINARY",
    "JSON": "VARIANT",
    "VARIANT": "VARIANT",
    "OBJECT": "OBJECT",
    "ARRAY": "ARRAY",
}


@dataclass(frozen=True, slots=True)
class SemanticModel:
    """The model as the mapping its YAML holds, and what of the catalog it can't say: ids of metrics and queries."""

    content: Mapping[str, Any]
    left_out: tuple[str, ...] = ()


def semantic_model(
    tables: Sequence[Table],
    metrics: Sequence[Metric],
    queries: Sequence[VerifiedQuery],
    *,
    name: str,
    database: str,
    translate: Translate,
    description: str = "",
) -> SemanticModel:
    """A model of these tables, in order of name, with the metrics and queries that read no others. `database` is where the tables are."""
    tables = sorted(tables, key=lambda t: t.name)
    by_name = {t.name.lower(): t for t in tables}
    logical = logical_names(tables)
    left_out: list[str] = []
    per_table: dict[str, list[dict[str, Any]]] = {}
    for metric in sorted(metrics, key=lambda m: m.id):
        home = by_name.get(metric.tables[0].lower()) if len(metric.tables) == 1 else None
        text = _expression(metric, home, translate) if home is not None else ""
        if home is None or not text:
            if all(t.lower() in by_name for t in metric.tables):
                left_out.append(metric.id)
            continue
        per_table.setdefault(home.name, []).append(
            _filled(
                {
                    "name": metric.id,
                    "synonyms": list(dict.fromkeys(metric.names)),
                    "description": metric.description,
                    "expr": text,
                }
            )
        )
    verified = []
    for query in sorted(queries, key=lambda q: q.id):
        used = [by_name.get(t.lower()) for t in query.tables]
        known = [t for t in used if t is not None]
        if not known or len(known) != len(used):
            continue
        try:
            sent = translate(query.sql, known)
        except AiwsError:
            left_out.append(query.id)
            continue
        verified.append({"name": query.id, "question": query.question, "sql": _by_logical(sent, logical)})
    content = {
        "name": name,
        "description": description,
        "tables": [_table(t, logical[t.name], database, per_table.get(t.name, [])) for t in tables],
        "relationships": _relationships(tables, logical),
        "verified_queries": verified,
    }
    return SemanticModel(_filled(content), tuple(left_out))


def logical_names(tables: Sequence[Table]) -> dict[str, str]:
    """Physical name → a name of one word: the table's own, with its schema before it where two tables share one."""
    count = Counter(t.name.partition(".")[2].lower() for t in tables)
    out = {}
    for table in tables:
        schema, _, short = table.name.partition(".")
        out[table.name] = short if count[short.lower()] == 1 else f"{schema}_{short}"
    return out


def create_statement(model: SemanticModel, database: str, schema: str) -> str:
    """CREATE SEMANTIC VIEW for the model; verified queries have no place in it."""
    content = model.content
    tables, facts, dimensions, metrics = [], [], [], []
    for table in content["tables"]:
        base, alias = table["base_table"], _word(table["name"])
        place = ".".join(_word(base[k]) for k in ("database", "schema", "table"))
        key = table.get("primary_key", {}).get("columns", [])
        line = f"{alias} AS {place}"
        if key:
            line += f" PRIMARY KEY ({', '.join(map(_word, key))})"
        tables.append(line + _about(table))
        for kind, out in (
            ("facts", facts),
            ("dimensions", dimensions),
            ("time_dimensions", dimensions),
            ("metrics", metrics),
        ):
            for item in table.get(kind, ()):
                out.append(f"{alias}.{_word(item['name'])} AS {item['expr']}{_about(item)}")
    links = [
        f"{_word(r['name'])} AS {_word(r['left_table'])} ({', '.join(_word(c['left_column']) for c in r['relationship_columns'])})"
        f" REFERENCES {_word(r['right_table'])} ({', '.join(_word(c['right_column']) for c in r['relationship_columns'])})"
        for r in content.get("relationships", ())
    ]
    parts = (
        ("TABLES", tables),
        ("RELATIONSHIPS", links),
        ("FACTS", facts),
        ("DIMENSIONS", dimensions),
        ("METRICS", metrics),
    )
    lines = [
        f"CREATE OR REPLACE SEMANTIC VIEW {_word(database)}.{_word(schema)}.{_word(str(content['name']))}"
    ]
    for title, items in parts:
        if items:
            lines += [f"  {title} (", ",\n".join(f"    {i}" for i in items), "  )"]
    if content.get("description"):
        lines.append(f"  COMMENT = {_text(str(content['description']))}")
    return "\n".join(lines) + ";\n"


def _table(table: Table, name: str, database: str, metrics: list[dict[str, Any]]) -> dict[str, Any]:
    schema, _, short = table.name.partition(".")
    kinds: dict[str, list[dict[str, Any]]] = {"dimensions": [], "time_dimensions": [], "facts": []}
    linked = {c.lower() for r in table.relationships for c in r.from_columns}
    for column in table.columns:
        kinds[_kind(column, linked)].append(_column(column, table.primary_key == (column.name,)))
    names = (table.business_name, table.business_name_en, *table.synonyms)
    return _filled(
        {
            "name": name,
            "synonyms": [n for n in dict.fromkeys(names) if n],
            "description": table.description,
            "base_table": {
                "database": stored(database, "snowflake"),
                "schema": stored(schema, "snowflake"),
                "table": stored(short, "snowflake"),
            },
            "primary_key": {"columns": [stored(c, "snowflake") for c in table.primary_key]}
            if table.primary_key
            else {},
            **kinds,
            "metrics": metrics,
        }
    )


def _column(column: Column, unique: bool) -> dict[str, Any]:
    names = (column.business_name, column.business_name_en, *column.synonyms)
    values = list(column.code_values) or list(column.sample_values)
    shown = column.classification in ("public", "internal")
    return _filled(
        {
            "name": column.name,
            "synonyms": [n for n in dict.fromkeys(names) if n],
            "description": column.description,
            "expr": _word(column.name),
            "data_type": data_type(column.type),
            "unique": unique or None,
            "sample_values": values if shown else [],
            "is_enum": True if column.code_values and shown else None,
        }
    )


def _kind(column: Column, linked: set[str]) -> str:
    logical = logical_type(column.type)
    if logical in ("date", "timestamp"):
        return "time_dimensions"
    name = column.name.lower()
    figure = logical in ("integer", "number") and not column.code_values and not column.primary_key
    return (
        "facts"
        if figure and name not in linked and not name.endswith(("_id", "_no", "year"))
        else "dimensions"
    )


def data_type(type_text: str) -> str:
    """A type of the catalog in Snowflake's words."""
    upper = " ".join(type_text.upper().split())
    if upper.endswith("]"):
        return "ARRAY"
    found = re.fullmatch(r"(?:DECIMAL|NUMERIC|NUMBER)\((\d+),\s*(\d+)\)", upper)
    if found:
        return f"NUMBER({found[1]},{found[2]})"
    bare = upper.partition("(")[0].strip()
    if bare in _NUMBERS:
        return _NUMBERS[bare]
    if bare in ("BIGINT", "HUGEINT", "UBIGINT", "DECIMAL", "NUMERIC"):
        return "NUMBER(38,0)"
    return _TYPES.get(bare, "VARIANT" if bare.startswith(("STRUCT", "MAP")) else "TEXT")


def _relationships(tables: Sequence[Table], logical: Mapping[str, str]) -> list[dict[str, Any]]:
    lower = {name.lower(): short for name, short in logical.items()}
    out: list[dict[str, Any]] = []
    for table in tables:
        for rel in table.relationships:
            right = lower.get(rel.to_table.lower())
            if right is not None:
                out.append(_relationship(rel, lower[rel.from_table.lower()], right, out))
    return sorted(out, key=lambda r: str(r["name"]))


def _relationship(rel: Relationship, left: str, right: str, others: list[dict[str, Any]]) -> dict[str, Any]:
    name = f"{left}_to_{right}"
    if any(o["name"] == name for o in others):
        name += "_by_" + "_".join(rel.from_columns)
    pairs = zip(rel.from_columns, rel.to_columns, strict=True)
    return {
        "name": name,
        "left_table": left,
        "right_table": right,
        "relationship_columns": [
            {"left_column": stored(x, "snowflake"), "right_column": stored(y, "snowflake")} for x, y in pairs
        ],
    }


def _expression(metric: Metric, home: Table, translate: Translate) -> str:
    """The metric's formula over the columns of its one table; empty where it is more than that."""
    if not metric.expression or metric.filters or re.search(r"\bselect\b", metric.expression, re.IGNORECASE):
        return ""
    try:
        sent = translate(f"SELECT {metric.expression} AS m FROM {home.name}", [home])
    except AiwsError:
        return ""
    found = re.fullmatch(r"SELECT (.*) AS m FROM \S+", sent, re.DOTALL)
    text = found[1] if found else ""
    # A formula of one value a row is no metric; one column may be written with its table before it.
    return text if re.search(r"\b(SUM|AVG|COUNT|COUNT_IF|MIN|MAX|MEDIAN|STDDEV)\s*\(", text) else ""


def _by_logical(sql: str, logical: Mapping[str, str]) -> str:
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(sql, read="snowflake")
    lower = {name.lower(): short for name, short in logical.items()}
    for table in tree.find_all(exp.Table):
        short = lower.get(f"{table.db}.{table.name}".lower()) if table.db else None
        if short is not None:
            if not table.alias and short != table.name:
                table.set("alias", exp.TableAlias(this=table.this.copy()))
            table.set("db", None)
            table.set("this", exp.to_identifier(short))
    return str(tree.sql("snowflake"))


def _about(item: Mapping[str, Any]) -> str:
    out = ""
    if item.get("synonyms"):
        out += f" WITH SYNONYMS = ({', '.join(_text(s) for s in item['synonyms'])})"
    if item.get("description"):
        out += f" COMMENT = {_text(item['description'])}"
    return out


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _word(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_$]*", name) else '"' + name.replace('"', '""') + '"'


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v is not None and v != "" and v != [] and v != {}}
