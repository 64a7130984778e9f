"""Which of a word's meanings is meant, by the part it plays; silence where two are as likely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, TypeVar

from ...core.nested import holds_texts
from ...core.ports import Catalog
from ...core.tables import Column, Metric
from . import nature
from .cover import Said
from .lexicon import ABOUT, EVERYDAY, PART, SAID_TOO, Meaning
from .parts import Dimension, How, Kept, Measure, Silent
from .reach import Place, parent
from .units import name_units

Found = TypeVar("Found", Dimension, Kept)
# Names nearer to each other than this are as likely.
_NEAR = 0.12
_AGGREGATE = re.compile(r"\b(?:SUM|AVG|COUNT|MIN|MAX|MEDIAN)\s*\(", re.IGNORECASE)


def is_subject(said: Said) -> bool:
    """True for a name of the fact table itself."""
    return subject_quality(said) > 0


def subject_quality(said: Said) -> float:
    """How surely a word names the fact table; 0 where it names another thing better."""
    own = max((m.quality for m in said.meanings if m.sort == "table" and m.place.far == 0), default=0.0)
    other = max(
        (m.quality for m in said.meanings if m.sort in ("table", "column") and m.place.far), default=0.0
    )
    return own if own + _NEAR >= other else 0.0


def names_rows(said: Said, fact: Place) -> bool:
    """True for a flag that is called by the thing it is of: 온라인 가맹점 says what is counted too."""
    titles = [
        t for t in (fact.table.business_name, fact.table.business_name_en.lower(), *fact.table.synonyms) if t
    ]
    plain = "".join(said.text.split()) if not said.text.isascii() else said.text
    for m in said.meanings:
        if m.sort != "value" or m.place.far or m.column is None:
            continue
        # 연금저축계좌 of accounts, a jeonse loan of loans: the label ends with what the rows are called.
        if any(
            len(t) > 1 and plain != t and plain.endswith(t if t >= "가" else f" {t}") for t in called(fact)
        ):
            return True
        # 흡연자 of people.
        if nature.of_people(fact.table) and nature.flag(m.column) and plain.endswith("자"):
            return True
        if nature.flag(m.column):
            names = (m.column.business_name.removesuffix("여부").strip(), m.column.business_name_en.lower())
            if any(n.endswith(t) and n != t for n in names for t in titles):
                return True
    return False


def counts(said: Said) -> bool:
    """True for a metric that is a count by itself."""
    return any(
        m.metric is not None and m.metric.expression.upper().startswith("COUNT(") for m in said.meanings
    )


def called(fact: Place) -> tuple[str, ...]:
    """The names of a table, as units are joined; empty where it has none."""
    names = (fact.table.business_name, fact.table.business_name_en, *fact.table.synonyms)
    bare = fact.table.name.rpartition(".")[2].replace("_", " ")
    out = []
    for name in (*names, bare):
        units = name_units(name) if name else ()
        out.append("".join(units) if name[:1] >= "가" else " ".join(units))
    # The thing itself of a name of several words: 계좌 of 예금계좌, account of Deposit account.
    out += [n[-2:] if n >= "가" else n.rpartition(" ")[2] for n in out if n and (n < "가" or len(n) >= 4)]
    return tuple(n for n in out if n)


def is_company(said: Said) -> bool:
    return any(m.sort == "company" for m in said.meanings)


def other_tables(said: Said) -> tuple[Place, ...]:
    """The tables referred to that a word names."""
    return tuple(m.place for m in said.meanings if m.sort == "table" and m.place.far)


def dimension(catalog: Catalog, said: Said, near: Iterable[str] = ()) -> tuple[Dimension, float]:
    """What a word makes rows apart by, and how surely it is named so. `near`: tables the words beside it name."""
    found: list[tuple[float, Dimension]] = []
    for meaning in said.meanings:
        made = _dimension(catalog, meaning)
        if made is not None:
            found.append((meaning.quality, made))
    return _one(found, near)


def _dimension(catalog: Catalog, meaning: Meaning) -> Dimension | None:
    place, column = meaning.place, meaning.column
    if meaning.sort == "table":
        name = nature.name_column(place.table)
        return Dimension(place, name, whole=one_each(place)) if name else None
    if meaning.sort != "column" or column is None or nature.hidden_name(column):
        return None
    above = parent(catalog, place, column.name)
    if above is not None:
        name = nature.name_column(above.table)
        return Dimension(above, name) if name else (Dimension(place, column) if column.code_values else None)
    if nature.key(column, place.table):
        name = nature.name_column(place.table) if column.primary_key else None
        return Dimension(place, name, whole=one_each(place)) if name else None
    if holds_texts(column):
        return Dimension(place, column)
    if nature.text(column):
        return Dimension(place, column, whole=one_each(place) and column is nature.name_column(place.table))
    if (
        nature.numeric(column)
        and column.type.upper().startswith(("INT", "SMALLINT", "TINYINT"))
        and column.unit == ""
    ):
        return Dimension(place, column)
    return None


def one_each(place: Place) -> bool:
    """True for the fact table where each of its rows is a thing with a name."""
    return place.far == 0 and len(place.table.primary_key) <= 1


def measure(said: Said, how: How | Literal[""] = "") -> tuple[Measure, float] | None:
    """The figure a word names, with the aggregate asked for (`how`) or the one its nature asks for; None where none."""
    figures: list[tuple[float, Measure]] = []
    for meaning in said.meanings:
        metric, column, place = meaning.metric, meaning.column, meaning.place
        if meaning.sort == "metric" and metric is not None and _is_one_figure(metric, how):
            figures.append((meaning.quality + _NEAR, Measure("metric", place, metric=metric)))
        if meaning.sort == "column" and column is not None and place.far == 0 and _is_figure(column, place):
            figures.append((meaning.quality, Measure(how or "plain", place, column)))
    if not figures:
        return None
    best = max(q for q, _ in figures)
    top = [m for q, m in figures if q >= best - _NEAR / 2]
    if len({(m.metric.id if m.metric else "", m.column.name if m.column else "") for m in top}) > 1:
        raise Silent
    return top[0], min(best, 1.0)


def _is_one_figure(metric: Metric, how: str) -> bool:
    """A metric over one table, put together as asked: an average where 평균 is said."""
    if len(metric.tables) != 1 or not _AGGREGATE.search(metric.expression):
        return False
    return how in ("", "sum") or (how == "avg" and metric.expression.upper().startswith("AVG("))


def _is_figure(column: Column, place: Place) -> bool:
    return nature.numeric(column) and not nature.key(column, place.table)


def column_of(said: Said, *, any_place: bool = False) -> tuple[Dimension, float] | None:
    """The column a word names, whatever it holds: to be listed, or compared with a bound."""
    found = [
        (m.quality, Dimension(m.place, m.column))
        for m in said.meanings
        if m.sort == "column" and m.column is not None and (any_place or m.place.far == 0)
    ]
    return _one(found, ()) if found else None


def kept(said: Said, near: Iterable[str] = ()) -> tuple[Kept, float] | None:
    """The condition a word stands for: a code's label, a value, a flag, a term with a condition; None where none."""
    found: list[tuple[float, Kept]] = []
    for m in said.meanings:
        if m.sort == "value" and m.column is not None:
            found.append((m.quality, Kept(m.place, m.column, values=m.values)))
    if not found:
        for m in said.meanings:
            if m.sort == "condition" and m.column is not None:
                found.append((m.quality, Kept(m.place, m.column, text=m.text)))
    if not found:
        return None
    best = max(q for q, _ in found)
    top = [(q, k) for q, k in found if q >= best - _NEAR]
    return _nearest([t for t in top if not _within_another(t[1], top)], near), best


def _within_another(one: Kept, others: Sequence[tuple[float, Kept]]) -> bool:
    """배달앱 of a sample, where the list holds it with another amount too."""
    return any(
        o.column.name == one.column.name
        and o.place.table.name == one.place.table.name
        and set(one.values) < set(o.values)
        for _, o in others
    )


def _one(found: Sequence[tuple[float, Dimension]], near: Iterable[str]) -> tuple[Dimension, float]:
    if not found:
        raise Silent
    best = max(q for q, _ in found)
    top = [(q, d) for q, d in found if q >= best - _NEAR]
    return _nearest(top, near), best


def _nearest(found: Sequence[tuple[float, Found]], near: Iterable[str]) -> Found:
    """The one that lies nearest to the fact table, or in a table that the words beside it name."""
    beside = set(near)
    if beside:
        named = [(q, f) for q, f in found if f.place.table.name.lower() in beside]
        found = named or found
    least = min(f.place.far for _, f in found)
    there = _by_what_it_is([(q, f) for q, f in found if f.place.far == least])
    if len({(f.place.table.name, f.column.name, getattr(f, "values", ())) for _, f in there}) > 1:
        # 채널별, of channels that have a name and a kind: things are told apart by their names.
        own = [(q, f) for q, f in there if isinstance(f, Dimension) and _its_name(f)]
        if not own or len({f.place.table.name for _, f in there}) > 1:
            raise Silent
        return own[0][1]
    return there[0][1]


def _its_name(dimension: Dimension) -> bool:
    return dimension.column is nature.name_column(dimension.place.table)


def _by_what_it_is(found: list[tuple[float, Found]]) -> list[tuple[float, Found]]:
    """은행 of companies: what a thing is called, by its key or its name, before what it is like (its industry)."""
    tables = {f.place.table.name for _, f in found}
    if len(tables) != 1 or not all(isinstance(f, Kept) for _, f in found):
        return found
    table = found[0][1].place.table
    if len(table.primary_key) != 1:
        return found
    own = nature.name_column(table)
    keyed = [(q, f) for q, f in found if f.column.primary_key]
    return keyed or [(q, f) for q, f in found if f.column is own] or found


def weakness(quality: float) -> float:
    if quality <= ABOUT:
        return 0.5
    return 0.8 if quality <= EVERYDAY else 0.4 if quality <= PART else 0.1 if quality < SAID_TOO else 0.0
