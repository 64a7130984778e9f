"""Every word that may speak of a fact table, or of what it refers to, with what the word may mean there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ...catalog.everyday import everyday
from ...core.ports import Catalog
from ...core.tables import Column, Metric, Table, Term
from . import nature
from .kinds import Kinds
from .reach import Place, reach
from .units import name_units, spellings

Sort = Literal["table", "column", "value", "metric", "condition", "company"]

EXACT, SAID_TOO, SHORTENED, PART, EVERYDAY, ABOUT = 1.0, 0.95, 0.85, 0.6, 0.5, 0.4
_ENDINGS = ("번호", "코드", "여부", "일자", "명", "일", "구분")
_ENDINGS_EN = ("name", "id", "code", "flag", "date", "number")
# Labels that are said in passing.
_PASSING = frozenset("일반 기타 전체 보통 없음 있음 해당 아님 해당없음 yes no other none all".split())
_CONDITION = re.compile(r"^\s*(?:\w+\.)?(\w+)\s*(?:=|IN\b|>=?|<=?|LIKE\b)", re.IGNORECASE)
_EACH = re.compile(r"별(?:$|\s)")
_MARKS = re.compile(r"\s*\|\s*")


@dataclass(frozen=True)
class Meaning:
    """What a word may stand for. `place` is where; `values` are stored codes; `text` a condition in SQL."""

    sort: Sort
    place: Place
    quality: float
    column: Column | None = None
    values: tuple[str, ...] = ()
    metric: Metric | None = None
    text: str = ""

    @property
    def key(self) -> tuple[str, str, str, tuple[str, ...]]:
        name = self.metric.id if self.metric else self.column.name if self.column else self.text
        return self.sort, self.place.table.name.lower(), name, self.values


@dataclass
class Lexicon:
    """The words of one fact table, by their first unit; longer ones first where they are looked up."""

    fact: Table
    places: tuple[Place, ...]
    words: dict[str, dict[tuple[str, ...], list[Meaning]]] = field(default_factory=dict)

    def add(self, name: str, meaning: Meaning) -> None:
        for spelling in spellings(name):
            units = name_units(spelling)
            # One syllable says too little; 월, 일, 건 are counted with.
            if not units or (len(units) == 1 and len(units[0]) < 2):
                continue
            known = self.words.setdefault(units[0], {}).setdefault(units, [])
            same = [m for m in known if m.key == meaning.key]
            if not same:
                known.append(meaning)
            elif same[0].quality < meaning.quality:
                known[known.index(same[0])] = meaning

    def starting(self, unit: str) -> Mapping[tuple[str, ...], list[Meaning]]:
        return self.words.get(unit, {})

    def of(self, name: str) -> Sequence[Meaning]:
        units = name_units(name)
        return self.words.get(units[0], {}).get(units, ()) if units else ()


def lexicon(
    catalog: Catalog,
    fact: Table,
    *,
    question: str,
    metrics: Iterable[Metric] = (),
    terms: Iterable[Term] = (),
    companies: Mapping[str, Sequence[str]] | None = None,
) -> Lexicon:
    """The words that may speak of this fact table in this question."""
    places = reach(catalog, fact)
    out = Lexicon(fact, places)
    by_name = {p.table.name.lower(): p for p in places}
    home = places[0]
    for company, names in (companies or {}).items():
        if fact.name.lower().startswith(f"{company.lower()}.") or fact.company.lower() == company.lower():
            for name in names:
                out.add(name, Meaning("company", home, EXACT))
    for place in places:
        _table(out, place)
        for column in place.table.columns:
            _column(out, place, column)
    for metric in metrics:
        homes = [by_name.get(t.lower()) for t in metric.tables]
        if metric.tables and metric.tables[0].lower() == fact.name.lower() and all(homes):
            for name in metric.names:
                quality = EXACT if name in (metric.name, metric.name_en) else SAID_TOO
                out.add(name, Meaning("metric", home, quality, metric=metric))
    for term in terms:
        _term(out, term, by_name)
    for said, stands in everyday(question):
        meanings = [m for s in stands for m in out.of(s) if m.quality >= SAID_TOO]
        for meaning in meanings:
            if meaning.sort in ("table", "column") and " " not in said:
                out.add(
                    said,
                    Meaning(
                        meaning.sort, meaning.place, EVERYDAY, column=meaning.column, values=meaning.values
                    ),
                )
    return out


def _table(out: Lexicon, place: Place) -> None:
    table = place.table
    bare = table.name.rpartition(".")[2].replace("_", " ")
    kinds = Kinds.of(table.business_name, table.columns)
    names = [(table.business_name, EXACT), (table.business_name_en, EXACT), (bare, EXACT)]
    for name, quality in (*names, *((s, SAID_TOO) for s in table.synonyms)):
        if not name or _EACH.search(name):
            continue
        if quality < EXACT and kinds.narrower(name):
            _kind(out, place, kinds, name)
            continue
        out.add(name, Meaning("table", place, quality))
        for part, worth in _parts(name):
            out.add(part, Meaning("table", place, worth))


def _kind(out: Lexicon, place: Place, kinds: Kinds, name: str) -> None:
    """A name of some of the rows only (렌터카 of contracts): the code it stands for, where that is clear."""
    found = kinds.code(name)
    if found is not None:
        out.add(name, Meaning("value", place, SAID_TOO, column=found[0], values=(found[1],)))


def _parts(name: str) -> tuple[tuple[str, float], ...]:
    """The words of a name of several, the thing itself last; the halves of a word of four syllables."""
    split = [w for w in name.split() if len(w) > 1 and w >= "가"]
    if len(split) < 2 and " " not in name:
        split = [name[:2], name[2:]] if len(name) == 4 and name >= "가" else []
    return tuple((w, PART if n == len(split) - 1 else ABOUT) for n, w in enumerate(split))


def _column(out: Lexicon, place: Place, column: Column) -> None:
    names = [
        (column.business_name, EXACT),
        (column.business_name_en, EXACT),
        (column.name.replace("_", " "), EXACT),
    ]
    flagged = nature.flag(column)
    kinds = Kinds.of(column.business_name, (column,))
    for name, quality in (*names, *((s, SAID_TOO) for s in column.synonyms)):
        if not name or _EACH.search(name):
            continue
        if quality < EXACT and column.code_values and not flagged and kinds.narrower(name):
            _kind(out, place, kinds, name)
            continue
        out.add(name, Meaning("column", place, quality, column=column))
        short = _shortened(name)
        if short and flagged:
            out.add(short, Meaning("value", place, SHORTENED, column=column, values=_yes(column)))
        elif short:
            out.add(short, Meaning("column", place, SHORTENED, column=column))
        if flagged and quality < EXACT:
            out.add(name, Meaning("value", place, SHORTENED, column=column, values=_yes(column)))
    if place.far == 0 and nature.numeric(column) and column.business_name >= "가":
        for tail in _tails(column.business_name):
            out.add(tail, Meaning("column", place, PART, column=column))
    if column.classification == "personal" and not column.code_values:
        return
    for code, label in column.code_values.items():
        for part in (code, *_MARKS.split(label)):
            said = part.strip()
            if len(said) > 1 and said.lower() not in _PASSING and not said.isdigit():
                out.add(said, Meaning("value", place, EXACT, column=column, values=(code,)))
    if not column.code_values and nature.text(column):
        for value in column.sample_values:
            if len(value) > 1 and not value.isdigit():
                out.add(value, Meaning("value", place, EXACT, column=column, values=(value,)))


def _yes(column: Column) -> tuple[str, ...]:
    return tuple(c for c in column.code_values if c.upper() == "Y")


def _shortened(name: str) -> str:
    if name[-1] >= "가":
        for ending in _ENDINGS:
            if name.endswith(ending) and len(name) >= len(ending) + 2:
                return name[: -len(ending)].strip()
        return ""
    head, _, last = name.rpartition(" ")
    return head if last.lower() in _ENDINGS_EN else ""


def _tails(name: str) -> tuple[str, ...]:
    """The head noun of a compound: 예금잔액 → 잔액, 판매 금액 → 금액."""
    last = name.split()[-1]
    if " " in name and len(last) > 1:
        return (last,)
    return (last[-2:],) if len(last) >= 4 else ()


def _term(out: Lexicon, term: Term, by_name: Mapping[str, Place]) -> None:
    condition = _CONDITION.match(term.expression or "")
    for name in term.tables if condition else ():
        place = by_name.get(name.lower())
        column = place.table.column(condition[1]) if place and condition else None
        if place is not None and column is not None:
            for said in term.names:
                quality = EXACT if said in (term.term, term.term_en) else SAID_TOO
                out.add(said, Meaning("condition", place, quality, column=column, text=term.expression))
    if not condition and len(term.columns) == 1 and not term.expression:
        table, _, column_name = term.columns[0].rpartition(".")
        place = by_name.get(table.lower())
        column = place.table.column(column_name) if place else None
        if place is not None and column is not None:
            for said in term.names:
                out.add(said, Meaning("column", place, SAID_TOO, column=column))
