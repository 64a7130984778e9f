"""Of the tables that can answer a whole question, the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from ...catalog.levels import kept_over_time
from ...core.nested import holds_texts
from ...core.ports import Catalog
from ...core.tables import Metric, Term
from ..asked_time import AskedTime, asked_time
from ..period import Spoken
from ..spans import add_months, month
from . import nature
from .around import point
from .cover import PASSED, Said, cover
from .grains import at_grain, by_month, figures_of
from .inside import settled
from .lexicon import EXACT, TELLING, Lexicon, lexicon
from .parts import Measure, Parts, Silent
from .passing import Passing, too_much
from .plainly import plainly
from .reach import reach
from .reading import read
from .shares import asked_once, read_share_of
from .statement import statement
from .times import is_state, when
from .units import Unit, flat, name_units, units

# What a joined table costs, against a word matched by a part of a name (0.7).
_JOIN = 0.05
_AGAINST_METRIC = 1.0
# What a word that was passed over costs, between two tables.
_OVER = 0.4
_CLEAR = 0.3
_TIE = 0.04
_CONSIDERED = 12

# How names of tables end that are wishes too: 수신 추이, loan trend.
_GRAINS = tuple(name_units(w) for w in ("월별", "분기별", "연도별", "일별", "monthly", "quarterly", "daily"))
_TRENDS = tuple(name_units(w) for w in ("추이", "흐름", "추세", "트렌드", "trend", "trends"))
_OF_IT = re.compile(r"(?:분|치|\s?(?:꺼|거|것))(?=만|요|로|$|[\s은는이가을를의,.?)])")
_BETWEEN = re.compile(r"\bbetween\s+$")

Words = Mapping[str, Sequence[str]]
Values = Callable[[str, str], Sequence[str]]


@dataclass(frozen=True)
class Composed:
    """SQL made by rules, and the reading it was made of, where it was read as parts. `tables` are those it reads, the
    fact table first; `passed` the words that were passed over.
    """

    sql: str
    parts: Parts | None
    tables: tuple[str, ...]
    passed: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Reading:
    sql: str
    parts: Parts
    cost: float
    rank: int
    passed: tuple[str, ...] = ()


def compose(
    catalog: Catalog,
    question: str,
    *,
    as_of: date,
    tables: Sequence[str],
    others: Sequence[str] = (),
    metrics: Iterable[Metric] = (),
    terms: Iterable[Term] = (),
    companies: Words | None = None,
    told: Callable[[str], None] | None = None,
    values: Values | None = None,
    passing: Passing | None = None,
) -> Composed | None:
    """SQL for a question every word of which is clear, but for those that `passing` allows to pass over; None otherwise.

    `tables` are the linked ones, best first; `others` come after them (a search's hits). `companies` maps a company's
    id to its names. `told` hears why a table was passed over. `values` reads the elements of a list column, and the
    names that things have; it is asked only for linked tables, where the catalog alone does not make every word clear.
    """
    known = (tuple(metrics), tuple(terms), companies, told)
    linked = [t for name in tables if (t := catalog.table(name)) is not None]
    named = any(holds_texts(c) for t in linked for c in t.columns) or any(map(nature.name_column, linked))
    reading: list[Values | None] = [None]
    if values is not None and named:
        # A name that only the data have is no word in passing.
        reading.insert(0 if passing is not None else 1, values)
    for said in (question, *plainly(question)):
        for read_values in reading:
            found = _compose(catalog, said, as_of, tables, others, *known, read_values, passing)
            if found is not None:
                return found
    return None


def _compose(
    catalog: Catalog,
    question: str,
    as_of: date,
    tables: Sequence[str],
    others: Sequence[str],
    metrics: tuple[Metric, ...],
    terms: tuple[Term, ...],
    companies: Words | None,
    told: Callable[[str], None] | None,
    values: Values | None,
    passing: Passing | None,
) -> Composed | None:
    text = point(flat(question))
    times = asked_time(text, as_of)
    several = len(times.spans) > 2 and not times.months_apart
    if several or not times.clear or (times.step is not None and not _a_step(times)):
        return None
    if any(text[s.at : s.after] != s.words for s in times.spans):
        return None
    # "In the last week" may be the seven days up to now as well as the calendar week.
    if any(s.unit == "week" and text[: s.at].endswith("the ") for s in times.spans):
        return None
    taken = [_period(s, text) for s in times.spans if s.words]
    implied = len(taken) < len(times.spans)
    if implied and times.step is not None:
        return None
    if times.step is not None:
        at = text.find(flat(times.step_words))
        if at < 0:
            return None
        taken.append(Said("step", at, at + len(times.step_words), times.step_words))
    split = units(text)
    found: list[_Reading] = []
    names = list(dict.fromkeys([*tables, *others]))[:_CONSIDERED]
    for rank, name in enumerate(names):
        fact = catalog.table(name)
        if fact is None:
            continue
        words = lexicon(
            catalog,
            fact,
            question=text,
            metrics=metrics,
            terms=terms,
            companies=companies,
            values=values if rank < len(tables) else None,
        )
        read_as = _as_parts(catalog, words, text, split, taken, times, passing)
        if read_as is None:
            continue
        said, parts = read_as
        try:
            if not parts.named and not parts.measures:
                continue
            # "Than last month" without a word of this one: clear of states, which are today's, and of a month that
            # is over, which both can be added up of.
            # How many loans there are more than last month: new ones, or all there are? Not clear.
            ended = all(_ended(s, as_of) for s in times.spans) and not any(_counts(m) for m in parts.measures)
            if implied and not ended and not all(is_state(fact, m) for m in parts.measures):
                continue
            sql = statement(parts, when(parts, _used(parts), as_of), as_of)
        except Silent:
            continue
        if _too_little(parts, said):
            continue
        rivals = _rivals(catalog, parts, metrics)
        cost = parts.weak + _JOIN * sql.count("\nJOIN ") + _against(catalog, parts, rivals)
        cost += _AGAINST_METRIC * _torn(said, split, rivals)
        if told is not None:
            told(f"{name} {cost:.2f} {sql}")
        passed = tuple(s.text for s in said if s.says == PASSED)
        if too_much(passed, bool(parts.kept or parts.of)) or _thing_passed(text, said):
            continue
        found.append(_Reading(sql, parts, cost + _OVER * len(passed), rank, passed))
    chosen = _chosen(found, len(tables), names[0] if names else "")
    if chosen is None:
        return None
    return Composed(chosen.sql, chosen.parts, _read(chosen), chosen.passed)


# 미납 회차 있는, 보험 든: having it tells which.
_HAVING = re.compile(r"\s*(?:이|가|은|는|을|를|도)?\s*(?:있|없|가진|보유|지닌|든\s|들고|딸린|\bwith\b)")


def _thing_passed(text: str, said: Sequence[Said]) -> bool:
    """학위는 몇 개, 회차 있는 계약: what is counted, told apart by or had is nothing said in passing."""
    told = [s for s in said if s.role != "tail"]
    counted = any(a.says == PASSED and b.role in ("count", "each") for a, b in pairwise(told))
    return counted or any(s.says == PASSED and _HAVING.match(text, s.end) for s in said)


def _as_parts(
    catalog: Catalog,
    words: Lexicon,
    text: str,
    split: Sequence[Unit],
    taken: Sequence[Said],
    times: AskedTime,
    passing: Passing | None,
) -> tuple[tuple[Said, ...], Parts] | None:
    """The words of a question over one fact table and the parts they make; None where there are none.

    "월말잔액 추이" is what a table is called too: where that leaves no figure, it is the trend of one.
    """
    for names in (words, _without_trends(words)):
        covered = cover(text, split, names, taken, passing=passing) if names is not None else None
        if covered is None:
            continue
        said = asked_once(covered)
        try:
            parts = read_share_of(catalog, words.places[0], said, times)
            parts = settled(parts or read(catalog, words.places[0], said, times))
        except Silent:
            continue
        if parts.measures or parts.shown or names is not words:
            return said, parts
    return None


def _without_trends(words: Lexicon) -> Lexicon | None:
    """The words but for names of tables that begin or end like a wish; None where there are no such names."""
    out = Lexicon(words.fact, words.places)
    for first, names in words.words.items():
        for said, known in names.items():
            ends = any(len(said) > len(e) and said[-len(e) :] == e for e in _TRENDS)
            ends = ends or any(len(said) > len(e) and said[: len(e)] == e for e in _GRAINS)
            if not (ends and all(m.sort == "table" for m in known)):
                out.words.setdefault(first, {})[said] = known
    return None if out.words == words.words else out


def _period(span: Spoken, text: str) -> Said:
    """A period as a word of the question, with the between that stands before it and the 분 of 9월분."""
    before = _BETWEEN.search(text[: span.at])
    behind = _OF_IT.match(text, span.after)
    start, end = before.start() if before else span.at, behind.end() if behind else span.after
    return Said("period", start, end, span.words)


def _counts(measure: Measure) -> bool:
    return measure.how == "count" or (
        measure.metric is not None and "COUNT(" in measure.metric.expression.upper()
    )


def _ended(span: Spoken, as_of: date) -> bool:
    """Is a month or quarter all there, so that its total can be set against another's?"""
    whole = span.start.day == 1 and span.end == month(span.end.year, span.end.month)[1]
    months = {"month": 1, "quarter": 3}.get(span.unit, 0)
    return whole and not span.point and months > 0 and add_months(span.start, months) > span.end <= as_of


def _a_step(times: AskedTime) -> bool:
    """Each month against the month before, as a difference."""
    return times.step == "month" and times.compared in ("change", "rate") and len(times.spans) < 2


def companies_of(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """The names of a catalog's companies by id; none where it knows of none."""
    return {
        c.id: (c.id, *(n for n in (*_said(c.title_ko), c.title_en) if n))
        for c in getattr(catalog, "companies", ())  # the indexed catalog has them; others may not
    }


def _said(title: str) -> tuple[str, ...]:
    """생명보험 is called 보험 too, and 보험사."""
    short = (title[2:],) if len(title) == 4 and title >= "가" else ()
    return tuple(n for name in (title, *short) if name for n in (name, f"{name}사"))


def _chosen(found: Sequence[_Reading], linked: int, first: str) -> _Reading | None:
    if not found:
        return None
    found = _coarse(found)
    ranked = sorted(found, key=lambda r: (r.cost, r.rank))
    best = ranked[0]
    if best.cost - _OVER * len(best.passed) >= _AGAINST_METRIC:
        return None
    if best.rank >= linked and not _leads_to(best, first):
        return None
    for other in ranked[1:]:
        if other.sql == best.sql or other.cost >= best.cost + _CLEAR:
            continue
        if at_grain(best.parts) and not at_grain(other.parts):
            continue
        if at_grain(other.parts) and not at_grain(best.parts) and other.rank < linked:
            return _chosen([r for r in found if at_grain(r.parts)], linked, first)
        # As likely by its words: then only the linking may decide, and only clearly.
        if other.rank < linked or best.rank >= linked or _of_another_company(best, other):
            return None
    return best


def _coarse(found: Sequence[_Reading]) -> Sequence[_Reading]:
    """Of a table with a row a day and one with a row a month that keep the same figure, the monthly one."""
    ranks: dict[object, int] = {}
    for r in found:
        ranks[figures_of(r.parts)] = min(r.rank, ranks.get(figures_of(r.parts), r.rank))
    monthly = {figures_of(r.parts) for r in found if r.cost < _AGAINST_METRIC and by_month(r.parts)}
    return [
        replace(r, rank=ranks[figures_of(r.parts)]) if by_month(r.parts) else r
        for r in found
        if by_month(r.parts) or figures_of(r.parts) not in monthly
    ]


def _of_another_company(best: _Reading, other: _Reading) -> bool:
    """The same words, as well said of another company's table: nothing but the search's order is between them."""
    mine, theirs = (
        r.parts.fact.table.company or r.parts.fact.table.name.partition(".")[0] for r in (best, other)
    )
    return mine != theirs and other.cost <= best.cost + _TIE


def _leads_to(best: _Reading, first: str) -> bool:
    """A table the linking left out must be named outright, and read the one that the linking put first."""
    read = {name.lower() for name in _read(best)}
    return best.cost <= _JOIN + 1e-9 and best.parts.named and first.lower() in read


def _used(parts: Parts) -> tuple[Metric, ...]:
    return tuple(m.metric for m in parts.measures if m.metric is not None)


def _too_little(parts: Parts, said: Sequence[Said]) -> bool:
    """잔액 alone: a word that many tables have, and nothing to tell them apart."""
    if (
        parts.named
        or parts.kept
        or parts.of
        or parts.dimensions
        or parts.spans
        or any(m.metric for m in parts.measures)
    ):
        return False
    return not any(
        len(s.text.split()) >= TELLING and any(m.sort == "column" and m.quality == EXACT for m in s.meanings)
        for s in said
    )


def _torn(said: Sequence[Said], split: Sequence[Unit], metrics: tuple[Metric, ...]) -> bool:
    """Is the name of a metric read as two words: 예금 as a value, 잔액 as a column?"""
    words = [u.text for u in split]
    for metric in metrics:
        for name in metric.names:
            asked = list(name_units(name))
            for i in range(len(words) - len(asked) + 1 if asked else 0):
                if words[i : i + len(asked)] != asked:
                    continue
                start, end = split[i].start, split[i + len(asked) - 1].end
                inside = [s for s in said if s.role == "name" and start <= s.start and s.end <= end]
                kinds = [m.sort for s in inside for m in s.meanings]
                if len(inside) > 1 and "value" in kinds:
                    return True
    return False


def _rivals(catalog: Catalog, parts: Parts, metrics: tuple[Metric, ...]) -> tuple[Metric, ...]:
    """The metrics that may be meant instead. A balance of a past month is none of today's balances."""
    states = all(m.column is not None and nature.stock(m.column) for m in parts.measures)
    if not parts.measures or not states or not (parts.spans or parts.grain):
        return metrics
    tables = {t: catalog.table(t) for m in metrics for t in m.tables}
    return tuple(m for m in metrics if any((t := tables[n]) and kept_over_time(t) for n in m.tables))


def _against(catalog: Catalog, parts: Parts, metrics: tuple[Metric, ...]) -> float:
    """A column read where a metric of that very name is kept elsewhere: likely not what is meant."""
    if any(m.metric is not None for m in parts.measures):
        return 0.0
    here = parts.fact.table.name.lower()
    for metric in metrics:
        if here in (t.lower() for t in metric.tables) or not _told_apart(catalog, parts, metric):
            continue
        for measure in parts.measures:
            if measure.column is None or nature.own_figure(measure.column):
                continue
            names = set(measure.column.synonyms) - {measure.column.business_name}
            if names & set(metric.names) and (not metric.company or here.startswith(f"{metric.company}.")):
                return _AGAINST_METRIC
    return 0.0


def _told_apart(catalog: Catalog, parts: Parts, metric: Metric) -> bool:
    """Can the metric's own table be told apart by all that is asked for? Where it cannot, it is not what is meant."""
    home = catalog.table(metric.tables[0]) if metric.tables else None
    if home is None:
        return True
    near = {p.table.name for p in reach(catalog, home)}
    return all(d.place.table.name in near or d.place.far == 0 for d in parts.dimensions)


def _read(chosen: _Reading) -> tuple[str, ...]:
    parts = chosen.parts
    places = [
        parts.fact,
        *(d.place for d in (*parts.dimensions, *parts.shown)),
        *(k.place for k in (*parts.kept, *parts.of)),
    ]
    names = [parts.fact.table.name]
    for place in places:
        names += [r.to_table for r in place.path]
    return tuple(dict.fromkeys(names))
