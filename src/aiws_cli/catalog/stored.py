"""Values as the index stores them: compact JSON, tables compressed; and the texts a table is found by."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aiws_cli.core.tables import Column, Metric, Relationship, Table, Term, VerifiedQuery

from .words import phrase

# Raised whenever what is stored, or how texts are cut into tokens, changes: older indexes rebuild themselves.
FORMAT = 4


def pack_table(table: Table) -> bytes:
    """A table as bytes; `unpack_table` gives an equal one back."""
    columns = [_pack_column(c) for c in table.columns]
    relationships = [
        [r.from_table, r.from_columns, r.to_table, r.to_columns, r.optional] for r in table.relationships
    ]
    plain = [
        table.name,
        columns,
        table.company,
        table.domain,
        table.kind,
        table.business_name,
        table.business_name_en,
        table.description,
        table.grain,
        table.grain_en,
        table.owner,
        table.pii_class,
        table.synonyms,
        relationships,
        table.source,
    ]
    return zlib.compress(_json(plain).encode("utf-8"), 3)


def _pack_column(c: Column) -> list[Any]:
    return [
        c.name,
        c.type,
        c.logical_type,
        c.business_name,
        c.business_name_en,
        c.description,
        c.primary_key,
        c.required,
        c.classification,
        c.unit,
        c.synonyms,
        c.sample_values,
        list(c.code_values.items()),
        [_pack_column(inner) for inner in c.fields],
    ]


def _unpack_column(c: list[Any], within: str = "") -> Column:
    inner = tuple(_unpack_column(f, c[0]) for f in c[13])
    return Column(
        *c[:10], tuple(c[10]), tuple(c[11]), dict(c[12]), inner, within
    )  # the order of _pack_column


def unpack_table(data: bytes) -> Table:
    (
        name,
        columns,
        company,
        domain,
        kind,
        ko,
        en,
        text,
        grain,
        grain_en,
        owner,
        pii,
        synonyms,
        rels,
        source,
    ) = json.loads(zlib.decompress(data))
    return Table(
        name=name,
        columns=tuple(map(_unpack_column, columns)),
        company=company,
        domain=domain,
        kind=kind,
        business_name=ko,
        business_name_en=en,
        description=text,
        grain=grain,
        grain_en=grain_en,
        owner=owner,
        pii_class=pii,
        synonyms=tuple(synonyms),
        relationships=tuple(Relationship(a, tuple(b), c, tuple(d), e) for a, b, c, d, e in rels),
        source=source,
    )


def pack(value: Term | Metric | VerifiedQuery) -> str:
    return _json([getattr(value, name) for name in value.__slots__])


def unpack_term(text: str) -> Term:
    return Term(*_tuples(text))


def unpack_metric(text: str) -> Metric:
    return Metric(*_tuples(text))


def unpack_query(text: str) -> VerifiedQuery:
    return VerifiedQuery(*_tuples(text))


def _tuples(text: str) -> list[Any]:
    return [tuple(v) if isinstance(v, list) else v for v in json.loads(text)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Document:
    """What a table is found by, a field each: names, column names, code labels and samples, description.

    Each field is `|`-separated phrases (words.phrase), with a `|` at both ends.
    """

    names: str
    columns: str
    codes: str
    about: str


def document(table: Table) -> Document:
    """The search texts of a table. Sample values of personal columns stay out."""
    columns: list[str] = []
    codes: list[str] = []
    for c in (inner for column in table.columns for inner in (column, *column.fields)):
        columns += [c.name, c.business_name, c.business_name_en, *c.synonyms]
        codes += (part for label in c.code_values.values() for part in label.split("|"))
        # People say ISA and HTS, not what they stand for; a digit or a letter says nothing by itself.
        codes += [code for code in c.code_values if len(code) > 1 and not code.isdigit()]
        if c.classification in {"public", "internal"}:
            codes += c.sample_values
    schema, _, bare = table.name.rpartition(".")
    names = [bare, table.business_name, table.business_name_en, *table.synonyms]
    about = [table.description, table.grain, table.grain_en, schema, table.domain]
    return Document(phrases(names), phrases(columns), phrases(codes), phrases(about))


def phrases(texts: Iterable[str]) -> str:
    """Texts as `|`-separated phrases with a `|` at both ends, each once."""
    return "|" + "|".join(dict.fromkeys(p for p in map(_phrase, texts) if p)) + "|"


def _phrase(text: str) -> str:
    return _name_phrase(text) if len(text) < _NAME else phrase(text)


# Names of columns recur from table to table; descriptions don't.
_NAME = 48
_name_phrase = lru_cache(maxsize=16_384)(phrase)
