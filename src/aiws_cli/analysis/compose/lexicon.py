"""Every word that may speak of a fact table, or of what it refers to, with what the word may mean there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ...catalog.everyday import everyday
from ...catalog.words import strip_particles
from ...core.nested import holds_texts, inner_columns
from ...core.ports import Catalog
from ...core.tables import Column, Metric, Table, Term
from ..mend.bilingual import in_korean
from ..mend.words import pieces
from ..namings import PROVINCES, variants
from . import nature
from .codes import code_meant, said_codes
from .forms import shortened, tails, tails_en
from .kinds import Kinds, narrowed
from .namings import ALONE, also_called, also_said, other_values, together
from .reach import Place, reach
from .units import name_units, spellings

Sort = Literal["table", "column", "value", "metric", "condition", "company"]

EXACT, SAID_TOO, SHORTENED, PART, EVERYDAY, ABOUT = 1.0, 0.95, 0.85, 0.6, 0.5, 0.4
# A column whose name is this long (in syllables, or words) tells its table by itself.
TELLING = 4
_SORTS = ("type", "status", "class", "kind", "category", "grade", "group")
# Labels that are said in passing.
_PASSING = frozenset(
    "일반 기타 전체 보통 없음 있음 해당 아님 해당없음 yes no other none all on in of to at by or and is as it".split()
)
_CONDITION = re.compile(r"^\s*(?:\w+\.)?(\w+)\s*(?:=|IN\b|>=?|<=?|LIKE\b)", re.IGNORECASE)
# 계좌별 요약 would swallow the 별 of 계좌별; 성별 is a word of its own.
_EACH = re.compile(r"(?<=[가-힣]{2})별(?:$|\s)")
_ABOUT_ROWS = re.compile(
    r"\s+(?:기준정보|마스터|목록|정보|내역|이력)$|\s+(?:master|list|details)$", re.IGNORECASE
)
# 월말대출잔액 of "9월 말 대출잔액": the moment is said by the period.
_MOMENT = re.compile(
    r"^(?:월말|분기말|연말|기말|일말)\s*(?=[가-힣]{2})|^(?:month|quarter|year|period)[- ]end\s+(?=\w)",
    re.IGNORECASE,
)
_MONTH_ENDS = ("월말", "month-end")
# Everyday wordings of several words that name a figure: 쓴 금액, 들어온 돈.
_FIGURES = ("금액", "돈", "money", "flow", "flows", "inflow", "outflow", "premiums", "size")
_FOR_EACH = re.compile(r"([가-힣]{2,3})별로?")
_LISTED = re.compile(r"\s+(?:목록|리스트|list)$", re.IGNORECASE)
# The words of an element before its amount, where the amount ends it.
_AMOUNT = re.compile(r"^([^\W\d](?:[^\d]*[^\W\d])?)\s+\d[\d.,~]*\s*(?:%|\w{1,3})?$")
_MARKS = re.compile(r"\s*\|\s*")
_WHETHER = re.compile(r"\s*여부$")
_PARTICLE = re.compile(r"(?<=[가-힣]{2})(?:은|는|이|가|을|를|도|만|의)요?$")


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
        for entry in _entry(name, meaning.sort, meaning.quality):
            self.put(entry.units, meaning)

    def put(self, units: tuple[str, ...], meaning: Meaning) -> None:
        known = self.words.setdefault(units[0], {}).setdefault(units, [])
        for n, other in enumerate(known):
            if other.key == meaning.key:
                if other.quality < meaning.quality:
                    known[n] = meaning
                return
        known.append(meaning)

    def starting(self, unit: str) -> Mapping[tuple[str, ...], list[Meaning]]:
        return self.words.get(unit, {})

    def of(self, name: str) -> Sequence[Meaning]:
        units = name_units(name)
        return self.words.get(units[0], {}).get(units, ()) if units else ()


NO_NAMES = Lexicon(Table("", ()), ())
"""A lexicon that knows nothing: what is understood without it asks, counts or links."""


def lexicon(
    catalog: Catalog,
    fact: Table,
    *,
    question: str,
    metrics: Iterable[Metric] = (),
    terms: Iterable[Term] = (),
    companies: Mapping[str, Sequence[str]] | None = None,
    values: Callable[[str, str], Sequence[str]] | None = None,
) -> Lexicon:
    """The words that may speak of this fact table in this question. `values` reads the elements of its lists, and names."""
    places = reach(catalog, fact)
    out = Lexicon(fact, places)
    by_name = {p.table.name.lower(): p for p in places}
    home = places[0]
    for company, names in (companies or {}).items():
        if fact.name.lower().startswith(f"{company.lower()}.") or fact.company.lower() == company.lower():
            for name in names:
                out.add(name, Meaning("company", home, EXACT))
    for place in places:
        for entry in _entries(place.table):
            if place.far == 0 or not entry.own:
                out.put(entry.units, Meaning(entry.sort, place, entry.quality, entry.column, entry.values))
    for column in fact.columns:
        if values is not None and holds_texts(column):
            for entry in _elements(column, values(fact.name, column.name)):
                out.put(entry.units, Meaning(entry.sort, home, entry.quality, entry.column, entry.values))
    if values is not None:
        for place in places:
            for entry in _of_things(place, values):
                out.put(entry.units, Meaning(entry.sort, place, entry.quality, entry.column, entry.values))
    for metric in metrics:
        homes = [by_name.get(t.lower()) for t in metric.tables]
        if metric.tables and metric.tables[0].lower() == fact.name.lower() and all(homes):
            for name in metric.names:
                quality = EXACT if name in (metric.name, metric.name_en) else SAID_TOO
                out.add(name, Meaning("metric", home, quality, metric=metric))
    for term in terms:
        _term(catalog, out, term, by_name)
    for said, stands in everyday(question):
        if _EACH.search(said):
            continue
        if any(m.sort == "value" for m in out.of(_PARTICLE.sub("", said))):
            continue  # 여자는: what a value is called, before it speaks of a column
        bare = strip_particles(said)
        if bare != said and any(m.quality >= SAID_TOO for m in out.of(bare)):
            continue  # 종신이: the name itself, and a particle
        # 남녀별; of a longer word the rest may be another one's: 손님등급별.
        said = each[1] if (each := _FOR_EACH.fullmatch(said)) else said
        meanings = [m for s in stands for m in out.of(s) if m.quality >= SAID_TOO]
        for meaning in meanings:
            if meaning.sort in ("table", "column") and (" " not in said or said.endswith(_FIGURES)):
                out.add(
                    said,
                    Meaning(
                        meaning.sort, meaning.place, EVERYDAY, column=meaning.column, values=meaning.values
                    ),
                )
    return out


@dataclass(frozen=True)
class _Entry:
    """A name of a table, or of something in it, wherever the table stands. `own`: only where it is the fact table."""

    units: tuple[str, ...]
    sort: Sort
    quality: float
    column: Column | None = None
    values: tuple[str, ...] = ()
    own: bool = False


# A catalog gives the same table for the same name; its names are read once. The table is kept so that no other can
# come to stand under its number.
_KNOWN: dict[int, tuple[Table, tuple[_Entry, ...]]] = {}
_MOST_KNOWN = 512


def _entries(table: Table) -> tuple[_Entry, ...]:
    known = _KNOWN.get(id(table))
    if known is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[id(table)] = (table, tuple(_named(table)))
    return known[1]


def _named(table: Table) -> Iterator[_Entry]:
    yield from _table(table)
    for column in (*table.columns, *inner_columns(table)):
        skipped = narrowed(table, column) if nature.numeric(column) else frozenset()
        yield from (e for e in _column(column) if e.units not in skipped)
        yield from _labels_of(column, table)
        yield from _opposites(column)
        if nature.of_people(table) and nature.flag(column):
            yield from _people_of(column)
    yield from _translated(table)


def _people_of(column: Column) -> Iterator[_Entry]:
    """흡연자, 미동의자: those whom a flag is said of."""
    for code, names in nature.labels(column).items():
        for name in names:
            if name[-1:] >= "가" and not name.endswith("자") and name not in _PASSING:
                yield from _entry(f"{name}자", "value", SHORTENED, column, (code,))


def _opposites(column: Column) -> Iterator[_Entry]:
    """오프라인 결제 of a flag called 온라인 결제 여부."""
    labels = nature.labels(column)
    if set(labels) != {"Y", "N"} or not nature.flag(column):
        return
    called = _WHETHER.sub("", column.business_name).strip()
    for yes in labels["Y"]:
        rest = called[len(yes) :] if called.startswith(yes) else ""
        if len(rest.strip()) > 1:
            for no in labels["N"]:
                if no[:1] >= "가":
                    yield from _entry(f"{no}{rest}", "value", EXACT, column, ("N",))


def _labels_of(column: Column, table: Table) -> Iterator[_Entry]:
    """Floating rate of a rate type; an active policy of a policy status names the table's rows instead."""
    head, _, last = column.business_name_en.lower().rpartition(" ")
    rows = {u for n in (table.name.rpartition(".")[2], table.business_name_en) for u in name_units(n)}
    if not head or last not in _SORTS or rows & set(name_units(head)) or not column.code_values:
        return
    for code, label in column.code_values.items():
        english = label.rpartition("|")[2].strip().lower()
        if english.isascii() and english and english not in _PASSING and not english.endswith(head):
            yield from _entry(f"{english} {head}", "value", EXACT, column, (code,))


def _translated(table: Table) -> Iterator[_Entry]:
    """What a table without Korean names is called in Korean, its columns with and without the table's own word."""
    bare = table.name.rpartition(".")[2]
    if not _in_korean(table.business_name, table.synonyms):
        for name in in_korean(bare):
            yield from _entry(name, "table", SHORTENED)
    of_table = pieces(bare)
    for column in table.columns:
        if _in_korean(column.business_name, column.synonyms):
            continue
        own = pieces(column.name)
        for name in in_korean(column.name):
            yield from _entry(name, "column", SHORTENED, column)
        if len(own) > 1 and own[0] in of_table:
            for name in in_korean("_".join(own[1:])):
                yield from _entry(name, "column", SHORTENED, column)


def _in_korean(name: str, synonyms: Sequence[str]) -> bool:
    return any("가" <= c <= "힣" for n in (name, *synonyms) for c in n)


def _entry(
    name: str,
    sort: Sort,
    quality: float,
    column: Column | None = None,
    values: tuple[str, ...] = (),
    own: bool = False,
) -> Iterator[_Entry]:
    for spelling in spellings(name):
        units = name_units(spelling)
        # One syllable says too little; 월, 일, 건 are counted with. But 산 and 판 say which side of a trade it is.
        if units and (len(units) > 1 or len(units[0]) > 1 or (sort == "value" and name in ALONE)):
            yield _Entry(units, sort, quality, column, values, own)
    if sort == "metric" or (sort == "column" and column is not None and nature.numeric(column)):
        for other in variants(name):
            units = name_units(other)
            yield _Entry(units, sort, min(quality, SHORTENED), column, values, own)


def _table(table: Table) -> Iterator[_Entry]:
    bare = table.name.rpartition(".")[2].replace("_", " ")
    kinds = Kinds.of(table.business_name, table.columns)
    names = [(table.business_name, EXACT), (table.business_name_en, EXACT), (bare, EXACT)]
    for name, quality in (*names, *((s, SAID_TOO) for s in table.synonyms)):
        if not name or _EACH.search(name):
            continue
        if quality < EXACT and kinds.narrower(name):
            yield from _kind(kinds, name)
            continue
        yield from _entry(name, "table", quality)
        bare = _ABOUT_ROWS.sub("", name)
        if bare and (quality == EXACT or not kinds.narrower(bare)):
            yield from _entry(bare, "table", SHORTENED)
        for part, worth in _parts(name):
            yield from _entry(part, "table", worth)
        if name.endswith("팀") and " " not in name:
            yield _Entry(("팀",), "table", SHORTENED)


def _kind(kinds: Kinds, name: str) -> Iterator[_Entry]:
    """A name of some of the rows only (렌터카 of contracts): the code it stands for, where that is clear."""
    found = kinds.code(name)
    if found is not None:
        yield from _entry(name, "value", SAID_TOO, found[0], (found[1],))


def _parts(name: str) -> tuple[tuple[str, float], ...]:
    """The words of a name of several, the thing itself last; the halves of a word of four syllables."""
    split = [w for w in name.split() if len(w) > 1 and w >= "가"]
    if len(split) < 2 and " " not in name:
        split = [name[:2], name[2:]] if len(name) == 4 and name >= "가" else []
    return tuple((w, PART if n == len(split) - 1 else ABOUT) for n, w in enumerate(split))


def _column(column: Column) -> Iterator[_Entry]:
    title = column.business_name
    names = [(title, EXACT), (column.business_name_en, EXACT), (column.name.replace("_", " "), EXACT)]
    flagged = nature.flag(column)
    kinds = Kinds.of(title, (column,))
    for name, quality in (*names, *((s, SAID_TOO) for s in (*column.synonyms, *also_called(title)))):
        if not name or _EACH.search(name):
            continue
        if quality < EXACT and column.code_values and not flagged and kinds.narrower(name):
            yield from _kind(kinds, name)
            continue
        yield from _entry(name, "column", quality, column)
        if (bare := _MOMENT.sub("", name)) not in ("", name) and nature.stock(column):
            yield from _entry(bare, "column", SHORTENED, column, own=True)
        if holds_texts(column) and (bare := _LISTED.sub("", name)) != name:
            yield from _entry(bare, "column", SAID_TOO, column)
        short = shortened(name)
        if short and flagged:
            yield from _entry(short, "value", SHORTENED, column, nature.said_so(column, True))
        elif short:
            yield from _entry(short, "column", PART if nature.dated(column) else SHORTENED, column)
        if flagged and (quality < EXACT or (not short and not name.endswith("여부"))):
            yield from _entry(name, "value", SHORTENED, column, nature.said_so(column, True))
    if column.primary_key and nature.dated(column) and "month" in nature.pieces(column.name):
        for name in _MONTH_ENDS:
            yield from _entry(name, "column", SHORTENED, column, own=True)
    if not nature.dated(column):
        for tail in (*tails(title), *tails_en(column.business_name_en)):
            yield from _entry(tail, "column", PART, column, own=True)
    if column.classification == "personal" and not column.code_values:
        return
    for code, label in column.code_values.items():
        for part in (code, *_MARKS.split(label)):
            said = part.strip()
            if len(said) > 1 and said.lower() not in _PASSING and not said.isdigit():
                yield from _entry(said, "value", EXACT, column, (code,))
                for other in also_said(said.lower()):
                    yield from _entry(other, "value", SAID_TOO, column, (code,))
    for said, code, sure in said_codes(column, shortened):
        yield from _entry(said, "value", EXACT if sure else SHORTENED, column, (code,))
    if holds_texts(column):
        yield from _elements(column, column.sample_values, whole=False)
    elif not column.code_values and nature.text(column):
        for value in (*column.sample_values, *other_values(column.sample_values)):
            if len(value) > 1 and not value.isdigit():
                yield from _entry(value, "value", EXACT, column, (value,))
                for other in also_said(value.lower()):
                    yield from _entry(other, "value", SAID_TOO, column, (value,))
            if value in PROVINCES:
                yield from _entry(PROVINCES[value], "value", EXACT, column, (value,))
    stored = tuple(column.code_values) or (*column.sample_values, *other_values(column.sample_values))
    for name, meant in together(stored):
        yield from _entry(name, "value", SAID_TOO, column, meant)


def _elements(column: Column, values: Iterable[str], *, whole: bool = True) -> Iterator[_Entry]:
    """Elements by themselves, and, of the `whole` list, those that an amount tells apart by what stands before it: 카페 of '카페 5%'."""
    known = list(dict.fromkeys(values))
    bare: dict[str, list[str]] = {}
    for value in known:
        if len(value) > 1 and not value.isdigit():
            yield from _entry(value, "value", EXACT, column, (value,))
        if (found := _AMOUNT.match(value)) is not None:
            bare.setdefault(found[1], []).append(value)
    for name, meant in bare.items() if whole else ():
        if name not in known:
            yield from _entry(name, "value", SHORTENED, column, tuple(meant))


def _of_things(place: Place, values: Callable[[str, str], Sequence[str]]) -> Iterator[_Entry]:
    """What the things of a table are called, of the fact table and those right beside it."""
    named = nature.name_column(place.table) if place.far <= 1 else None
    for value in values(place.table.name, named.name) if named is not None else ():
        if not value.isdigit():
            yield from _entry(value, "value", EXACT, named, (value,))


def _term(catalog: Catalog, out: Lexicon, term: Term, by_name: Mapping[str, Place]) -> None:
    condition = _CONDITION.match(term.expression or "")
    if condition is not None:
        for place in _homes(catalog, term, condition[1], by_name):
            column = place.table.column(condition[1])
            values = code_meant(column, term.expression or "") if column is not None else ()
            for said in term.names if column is not None else ():
                quality = EXACT if said in (term.term, term.term_en) else SAID_TOO
                if values:
                    out.add(said, Meaning("value", place, quality, column=column, values=values))
                else:
                    out.add(said, Meaning("condition", place, quality, column=column, text=term.expression))
    elif len(term.columns) == 1 and not term.expression:
        name, _, column_name = term.columns[0].rpartition(".")
        there = by_name.get(name.lower())
        column = there.table.column(column_name) if there else None
        if there is not None and column is not None:
            for said in term.names:
                out.add(said, Meaning("column", there, SAID_TOO, column=column))


def _homes(catalog: Catalog, term: Term, column: str, by_name: Mapping[str, Place]) -> list[Place]:
    """Where a term's condition holds: its tables, or one with the same codes (loan_type of the monthly totals)."""
    homes = [p for n in term.tables if (p := by_name.get(n.lower())) is not None]
    if homes or not term.tables:
        return homes
    home = catalog.table(term.tables[0])
    code = home.column(column) if home is not None else None
    if code is None or not code.code_values:
        return []
    same = [
        p for p in by_name.values() if (c := p.table.column(column)) and c.code_values == code.code_values
    ]
    return same[:1]
