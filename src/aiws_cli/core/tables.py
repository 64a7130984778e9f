"""The data catalog's values: tables, columns, relationships, terms, metrics, verified queries, search hits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


def code_meaning(label: str, language: str) -> str:
    """A code's meaning in one language (`ko`, `en`): labels are written `판매중 | on sale`, or as one part for both."""
    korean, _, english = label.partition("|")
    return (korean if language == "ko" or not english.strip() else english).strip()


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the catalog describes it. `type` is the warehouse's own type text, e.g. `DECIMAL(18,2)`.

    `code_values` maps a stored code to its label ("ON" → "판매중"); `sample_values` are real values as text.
    `classification` is one of public, internal, pseudonymous, personal, sensitive. Values and codes of a list column
    are those of its elements. `fields` are the keys of an object (JSON, a struct) as columns whose `within` names it.
    """

    name: str
    type: str
    logical_type: str = "string"
    business_name: str = ""
    business_name_en: str = ""
    description: str = ""
    primary_key: bool = False
    required: bool = False
    classification: str = "internal"
    unit: str = ""
    synonyms: tuple[str, ...] = ()
    sample_values: tuple[str, ...] = ()
    code_values: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[Column, ...] = ()
    within: str = ""


@dataclass(frozen=True, slots=True)
class Relationship:
    """A foreign key: `from_table.from_columns[i]` refers to `to_table.to_columns[i]`, many to one.

    Tables are physical names (`schema.table`). `optional` allows rows without a counterpart.
    """

    from_table: str
    from_columns: tuple[str, ...]
    to_table: str
    to_columns: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table or view. `name` is `schema.table` as the warehouse spells it; `company` is the owning company's id.

    `relationships` are the foreign keys that leave this table. `columns` are in the warehouse's order.
    """

    name: str
    columns: tuple[Column, ...]
    company: str = ""
    domain: str = ""
    kind: Literal["table", "view"] = "table"
    business_name: str = ""
    business_name_en: str = ""
    description: str = ""
    grain: str = ""
    grain_en: str = ""
    owner: str = ""
    pii_class: str = "none"
    synonyms: tuple[str, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    source: str = ""

    def column(self, name: str) -> Column | None:
        """The column of that name, compared without case; None where there is none."""
        wanted = name.lower()
        return next((c for c in self.columns if c.name.lower() == wanted), None)

    @property
    def primary_key(self) -> tuple[str, ...]:
        """Names of the key columns in table order; empty where none is declared."""
        return tuple(c.name for c in self.columns if c.primary_key)


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry. `expression` is an optional SQL hint in the warehouse's dialect."""

    term: str
    term_en: str = ""
    abbreviations: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    definition: str = ""
    tables: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    expression: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every way the term is said, the official Korean one first."""
        return tuple(n for n in (self.term, self.term_en, *self.abbreviations, *self.synonyms) if n)


@dataclass(frozen=True, slots=True)
class OwnTerm(Term):
    """A term of the asker's own dictionary: it goes before the glossary's, and its `definition` may be plain other words."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A named measure with its formula. `expression` is one SQL expression over `tables`; `example` a whole statement."""

    id: str
    name: str
    expression: str
    name_en: str = ""
    synonyms: tuple[str, ...] = ()
    company: str = ""
    tables: tuple[str, ...] = ()
    unit: str = ""
    filters: tuple[str, ...] = ()
    time_column: str = ""
    description: str = ""
    example: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(n for n in (self.name, self.name_en, *self.synonyms) if n)


@dataclass(frozen=True, slots=True)
class VerifiedQuery:
    """A question with SQL a person has reviewed. `ordered`: the order of rows is part of the answer."""

    id: str
    question: str
    sql: str
    question_en: str = ""
    company: str = ""
    tables: tuple[str, ...] = ()
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A table found by a search. `score` grows with relevance and is comparable within one search only.

    `matched` are the words of the query that this table answers to; `reason` is for people.
    """

    table: str
    score: float
    business_name: str = ""
    company: str = ""
    description: str = ""
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VerifiedHit:
    """A verified query near a question; `similarity` is 0..1 (share of the question's word pieces it has)."""

    query: VerifiedQuery
    similarity: float
