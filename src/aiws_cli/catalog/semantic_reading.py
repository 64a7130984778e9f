"""A Snowflake semantic model's YAML as tables, metrics and verified queries of the catalog.

The first Korean synonym of a table or column becomes its business name, the first other one its English name; the rest
stay synonyms. What the catalog has no place for (filters, custom instructions, derived metrics) is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from aiws_cli.core.errors import SettingsError, SqlSyntaxError
from aiws_cli.core.identifiers import catalogued
from aiws_cli.core.tables import Column, Metric, Relationship, Table, VerifiedQuery

from .contract_text import logical_type

Back = Callable[[str], str]
"""A statement of Snowflake's in the catalog's SQL. Raises SqlSyntaxError."""
_KNOWN = frozenset({"name", "description", "tables", "relationships", "verified_queries"})
_KNOWN_TABLE = frozenset(
    "name synonyms description base_table primary_key dimensions time_dimensions facts measures metrics".split()
)


class SemanticModelError(SettingsError):
    """The text is no semantic model. Slots: file, detail."""

    code = "semantic_model"
    exit_code = 3


@dataclass(frozen=True, slots=True)
class ReadModel:
    """What a model says in the catalog's terms; `left_out` names the parts it has no place for."""

    name: str
    tables: tuple[Table, ...]
    metrics: tuple[Metric, ...]
    queries: tuple[VerifiedQuery, ...]
    left_out: tuple[str, ...]


def read_model(text: str, file: str, back: Back) -> ReadModel:
    """The model in `text`; `file` is named in errors. Raises SemanticModelError."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f"{mark.line + 1}: " if mark is not None else ""
        raise SemanticModelError(
            file=file, detail=where + str(getattr(problem, "problem", "") or "YAML")
        ) from None
    reading = _Reading(content if isinstance(content, dict) else {}, file, back)
    if not isinstance(content, dict) or not reading.items(content, "tables"):
        raise SemanticModelError(file=file, detail="tables")
    return reading.model()


class _Reading:
    def __init__(self, content: dict[str, Any], file: str, back: Back) -> None:
        self._content, self._file, self._back = content, file, back
        self._left_out: list[str] = [k for k in content if k not in _KNOWN]
        self._physical: dict[str, str] = {}

    def items(self, holder: dict[str, Any], key: str) -> list[dict[str, Any]]:
        found = holder.get(key) or []
        if not isinstance(found, list) or not all(isinstance(i, dict) for i in found):
            raise SemanticModelError(file=self._file, detail=key)
        return found

    def model(self) -> ReadModel:
        tables = [self._table(t) for t in self.items(self._content, "tables")]
        related = self._relationships(tables)
        made = tuple(
            Table(
                name=t.name,
                columns=t.columns,
                company=t.company,
                business_name=t.business_name,
                business_name_en=t.business_name_en,
                description=t.description,
                synonyms=t.synonyms,
                relationships=tuple(related.get(t.name.lower(), ())),
            )
            for t in tables
        )
        metrics = tuple(
            m
            for t, found in zip(self.items(self._content, "tables"), tables, strict=True)
            for m in self._metrics(t, found)
        )
        queries = tuple(self._queries())
        return ReadModel(
            str(self._content.get("name") or "model"), made, metrics, queries, tuple(self._left_out)
        )

    def _table(self, item: dict[str, Any]) -> Table:
        name = _text(item, "name")
        base = item.get("base_table")
        if not isinstance(base, dict) or not name:
            raise SemanticModelError(file=self._file, detail=f"{name or 'tables'}: base_table")
        schema, short = (
            catalogued(str(base.get(k) or ""), "snowflake") or str(base.get(k)) for k in ("schema", "table")
        )
        physical = f"{schema}.{short}"
        self._physical[name.lower()] = physical
        self._left_out += [f"{name}.{k}" for k in item if k not in _KNOWN_TABLE]
        key = item.get("primary_key")
        keys = {_spelled(str(c)) for c in key.get("columns", [])} if isinstance(key, dict) else set()
        columns = []
        for kind in ("dimensions", "time_dimensions", "facts", "measures"):
            for c in self.items(item, kind):
                made = self._column(c, keys, name)
                if made is not None:
                    columns.append(made)
        korean, english, rest = _named(item)
        return Table(
            name=physical,
            columns=tuple(columns),
            company=schema,
            business_name=korean,
            business_name_en=english,
            description=_text(item, "description"),
            synonyms=rest,
        )

    def _column(self, item: dict[str, Any], keys: set[str], table: str) -> Column | None:
        name, expression = _text(item, "name"), _text(item, "expr") or _text(item, "name")
        found = re.fullmatch(r'(\w[\w$]*)|"((?:[^"]|"")+)"', expression)
        if found is None:
            # What is computed is no column of the table.
            self._left_out.append(f"{table}.{name}")
            return None
        column = _spelled(found[1]) if found[1] else found[2].replace('""', '"')
        kind = catalog_type(_text(item, "data_type"))
        korean, english, rest = _named(item)
        values = tuple(str(v) for v in item.get("sample_values") or ())
        return Column(
            name=column,
            type=kind,
            logical_type=logical_type(kind),
            business_name=korean,
            business_name_en=english,
            description=_text(item, "description"),
            primary_key=column in keys,
            required=column in keys,
            synonyms=rest,
            sample_values=() if item.get("is_enum") else values,
            code_values={v: v for v in values} if item.get("is_enum") else {},
        )

    def _relationships(self, tables: list[Table]) -> dict[str, list[Relationship]]:
        out: dict[str, list[Relationship]] = {}
        for item in self.items(self._content, "relationships"):
            left = self._physical.get(_text(item, "left_table").lower())
            right = self._physical.get(_text(item, "right_table").lower())
            pairs = self.items(item, "relationship_columns")
            if left is None or right is None or not pairs:
                raise SemanticModelError(file=self._file, detail=f"relationships: {_text(item, 'name')}")
            mine = tuple(_spelled(_text(p, "left_column")) for p in pairs)
            theirs = tuple(_spelled(_text(p, "right_column")) for p in pairs)
            out.setdefault(left.lower(), []).append(Relationship(left, mine, right, theirs, optional=True))
        return out

    def _metrics(self, item: dict[str, Any], table: Table) -> Iterator[Metric]:
        for metric in self.items(item, "metrics"):
            name = _text(metric, "name")
            try:
                statement = self._back(f"SELECT {_text(metric, 'expr')} AS m")
            except SqlSyntaxError:
                self._left_out.append(f"{_text(item, 'name')}.{name}")
                continue
            korean, english, rest = _named(metric)
            yield Metric(
                id=name,
                name=korean or english or name,
                expression=statement.removeprefix("SELECT ").removesuffix(" AS m"),
                name_en=english if korean else "",
                synonyms=rest,
                company=table.company,
                tables=(table.name,),
                description=_text(metric, "description"),
            )

    def _queries(self) -> Iterator[VerifiedQuery]:
        for item in self.items(self._content, "verified_queries"):
            name = re.sub(r"[^a-z0-9]+", "-", _text(item, "name").lower()).strip("-") or "query"
            try:
                sql, tables = self._physically(self._back(_text(item, "sql")))
            except SqlSyntaxError:
                self._left_out.append(_text(item, "name"))
                continue
            company = tables[0].partition(".")[0] if tables else ""
            yield VerifiedQuery(
                id=name, question=_text(item, "question"), sql=sql, company=company, tables=tables
            )

    def _physically(self, sql: str) -> tuple[str, tuple[str, ...]]:
        """The statement with logical tables by their own names (older models write two underscores before them)."""
        import sqlglot
        from sqlglot import exp

        tree = sqlglot.parse_one(sql, read="duckdb")
        ctes = {c.alias.lower() for c in tree.find_all(exp.CTE)}
        used = []
        for table in tree.find_all(exp.Table):
            if table.db or table.name.lower() in ctes:
                continue
            physical = self._physical.get(table.name.lower()) or self._physical.get(
                table.name.lower().removeprefix("__")
            )
            if physical is None:
                raise SqlSyntaxError(detail=table.name)
            schema, _, short = physical.partition(".")
            if not table.alias and short.lower() != table.name.lower():
                table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
            elif table.alias.lower() == short.lower():
                table.set("alias", None)
            table.set("db", exp.to_identifier(schema))
            table.set("this", exp.to_identifier(short))
            used.append(physical)
        return tree.sql("duckdb"), tuple(dict.fromkeys(used))


def catalog_type(text: str) -> str:
    """A type in Snowflake's words as the catalog writes it."""
    upper = text.strip().upper()
    found = re.fullmatch(r"(?:NUMBER|DECIMAL|NUMERIC)(?:\((\d+)(?:,\s*(\d+))?\))?", upper)
    if found:
        precision, scale = int(found[1] or 38), int(found[2] or 0)
        if scale:
            return f"DECIMAL({precision},{scale})"
        return "SMALLINT" if precision <= 4 else "INTEGER" if precision <= 9 else "BIGINT"
    bare = upper.partition("(")[0].strip()
    return {
        "TEXT": "VARCHAR",
        "STRING": "VARCHAR",
        "VARCHAR": "VARCHAR",
        "CHAR": "VARCHAR",
        "FLOAT": "DOUBLE",
        "REAL": "DOUBLE",
        "INT": "BIGINT",
        "INTEGER": "BIGINT",
        "TIMESTAMP_NTZ": "TIMESTAMP",
        "DATETIME": "TIMESTAMP",
        "TIMESTAMP_LTZ": "TIMESTAMP WITH TIME ZONE",
        "TIMESTAMP_TZ": "TIMESTAMP WITH TIME ZONE",
        "BINARY": "BLOB",
    }.get(bare, bare or "VARCHAR")


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return str(value).strip() if isinstance(value, (str, int, float)) else ""


def _spelled(name: str) -> str:
    upper = name if name != name.lower() else name.upper()
    return catalogued(upper, "snowflake") or name


def _named(item: dict[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    """(Korean business name, English one, further synonyms)."""
    names = [str(s).strip() for s in item.get("synonyms") or () if str(s).strip()]
    korean = next((n for n in names if re.search(r"[가-힣]", n)), "")
    english = next((n for n in names if not re.search(r"[가-힣]", n)), "")
    return korean, english, tuple(n for n in names if n not in (korean, english))
