"""Tables that were found somewhere (an engine, a file) written down as a catalog folder: one YAML a table.

Nothing is invented: what a source doesn't say (a description, an owner, a grain) is left out for people to fill.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from aiws_cli.core.tables import Column, Relationship, Table

MOST_VALUES = 12
"""A text column of at most so many different values is a list of choices, and all of them are worth writing down."""
LONGEST_VALUE = 40
"""Values of more characters are prose; they show no format and name nothing a question would."""

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LOGICAL = (
    (r"VARCHAR|CHAR|TEXT|STRING|UUID|ENUM|BLOB|BINARY|BIT", "string"),
    (r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|BIGNUM", "integer"),
    (r"DECIMAL|NUMERIC|DOUBLE|FLOAT|REAL", "number"),
    (r"BOOLEAN|BOOL", "boolean"),
    (r"DATE", "date"),
    (r"TIMESTAMP.*|DATETIME", "timestamp"),
    (r"TIME.*", "time"),
    (r"ARRAY", "array"),
    (r"STRUCT|MAP|JSON|UNION|VARIANT|OBJECT", "object"),
)
NAMED_FILES = frozenset({"catalog", "glossary", "metrics"})
"""Files of a company's folder that describe no table."""
_DIGITS = re.compile(r"[\s.,:/()%$€£₩+-]*\d[\s\d.,:/()%$€£₩+-]*")
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b|\d\s*월", re.IGNORECASE)


def write_catalog(
    folder: Path,
    tables: Sequence[Table],
    *,
    name: str,
    title: Mapping[str, str] | None = None,
    version: str = "1.0.0",
) -> None:
    """Write catalog.yaml and a file a table into `folder` (made where missing; files of the same names are replaced).

    `title` is by language (`ko`, `en`), the name where absent. `catalog.metadata.load` reads the tables back equal
    but for `source` and blanks around texts; the company of a table is its schema. A relationship over a column
    with a dot in its name has no spelling in the format and is left out. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    schemas = dict.fromkeys(t.name.rpartition(".")[0] for t in tables)
    dump(
        folder / "catalog.yaml",
        {
            "name": name,
            "title": dict(title or {"ko": name, "en": name}),
            "version": version,
            "companies": [
                {"id": s, "title_ko": spoken_name(s), "title_en": spoken_name(s), "domains": []}
                for s in schemas
            ],
        },
    )
    places: dict[str, str] = {}
    files: dict[str, set[str]] = {}
    for table in tables:
        schema, _, short = table.name.rpartition(".")
        if schema not in places:
            places[schema] = file_name(schema, {"verified_queries", *(p.lower() for p in places.values())})
            (folder / places[schema]).mkdir(exist_ok=True)
        taken = files.setdefault(schema, set(NAMED_FILES))
        file = file_name(short, taken)
        taken.add(file.lower())
        dump(folder / places[schema] / f"{file}.yaml", contract(table))


def contract(table: Table) -> dict[str, Any]:
    """A table as the mapping its file holds (Open Data Contract Standard v3.1 names)."""
    custom = (
        ("businessNameEn", table.business_name_en),
        ("grainEn", table.grain_en),
        ("owner", table.owner),
        ("piiClass", table.pii_class),
    )
    item: dict[str, Any] = {
        "name": table.name.rpartition(".")[2],
        "physicalName": table.name,
        "physicalType": table.kind,
        "businessName": table.business_name,
        "description": table.description,
        "dataGranularityDescription": table.grain,
        "customProperties": _custom(custom),
        "ai": {"synonyms": list(table.synonyms)} if table.synonyms else {},
        "properties": [_property(c, table.primary_key) for c in table.columns],
        "relationships": [r for rel in table.relationships if (r := written(rel))],
    }
    top = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": table.name,
        "version": "1.0.0",
        "status": "active",
        "domain": table.domain,
    }
    return {**_filled(top), "schema": [_filled(item)]}


def spoken_name(physical: str) -> str:
    """A physical name as words: `orderLineNo` → "Order line no", `VIP_code` → "VIP code"; blank where it has none."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\s]+", " ", physical).split()
    if len(text) > 1 and physical.upper() == physical:
        text = [w.lower() for w in text]
    words = [w if w.upper() == w and len(w) > 1 else w.lower() for w in text]
    return " ".join(words)[:1].upper() + " ".join(words)[1:]


def logical_type(type_text: str) -> str:
    """The catalog's logical type for an engine's type text; "string" for what it doesn't know."""
    if type_text.endswith("]"):
        return "array"
    bare = type_text.partition("(")[0].strip().upper()
    return next((kind for pattern, kind in _LOGICAL if re.fullmatch(pattern, bare)), "string")


def telling_values(values: Iterable[str], *, complete: bool, key: bool = False) -> tuple[str, ...]:
    """The values of a text column worth writing down, out of its different values.

    Two that show the format where they are dates or numbers written as text, or the column is a `key`. Else all of
    them, sorted, where they are few and short and `values` is `complete`; else three examples from the start.
    """
    different = list(dict.fromkeys(v.strip() for v in values if v.strip()))
    short = [v for v in different if len(v) <= LONGEST_VALUE and v.isprintable()]
    if key or all(_shows_format(v) for v in short):
        return tuple(short[:2])
    if complete and len(different) <= MOST_VALUES and len(short) == len(different):
        return tuple(sorted(short))
    return tuple(short[:3])


def _shows_format(value: str) -> bool:
    return bool(_DIGITS.fullmatch(value) or (_MONTH.search(value) and any(c.isdigit() for c in value)))


def _property(column: Column, key: tuple[str, ...]) -> dict[str, Any]:
    return _filled(
        {
            "name": column.name,
            "businessName": column.business_name,
            "description": column.description,
            "logicalType": column.logical_type,
            "physicalType": column.type,
            "primaryKey": column.primary_key or None,
            "primaryKeyPosition": key.index(column.name) + 1 if column.primary_key else None,
            "required": column.required or None,
            "classification": column.classification,
            "customProperties": _custom((("businessNameEn", column.business_name_en), ("unit", column.unit))),
            "ai": _filled(
                {
                    "synonyms": list(column.synonyms),
                    "sample_values": list(column.sample_values),
                    "code_values": dict(column.code_values),
                }
            ),
            "properties": [_property(inner, ()) for inner in column.fields],
        }
    )


def written(rel: Relationship) -> dict[str, Any]:
    """A foreign key as the mapping its table's file holds; empty where the format has no spelling for it."""
    if any("." in c for c in (*rel.from_columns, *rel.to_columns)):
        return {}
    here = [f"{rel.from_table}.{c}" for c in rel.from_columns]
    there = [f"{rel.to_table}.{c}" for c in rel.to_columns]
    return _filled(
        {
            "type": "foreignKey",
            "from": here if len(here) > 1 else here[0],
            "to": there if len(there) > 1 else there[0],
            "customProperties": [{"property": "optional", "value": True}] if rel.optional else [],
        }
    )


def _custom(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"property": name, "value": value} for name, value in pairs if value]


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v is not None and v != "" and v != [] and v != {}}


def file_name(name: str, taken: Iterable[str]) -> str:
    """A name every file system takes; different for names that differ in case alone, and never one of `taken`."""
    base = re.sub(r"[^\w\-가-힣]+", "_", name).strip("_") or "table"
    base, n = base[:80], 1
    out = base
    while out.lower() in taken:
        n += 1
        out = f"{base}_{n}"
    return out


def dump(path: Path, value: Mapping[str, Any]) -> None:
    """Write a mapping as YAML, replacing the file whole or not at all. Raises OSError."""
    text = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110, default_flow_style=False
    )
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
