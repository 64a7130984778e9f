"""The query before, rewritten as the follow-up wants it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import sqlglot
from sqlglot import exp

from ...core.ports import Catalog
from ...core.tables import Column, Metric, Term
from ..asked_time import asked_time
from ..compose import nature
from ..compose.choose import Composed, Words
from ..compose.cover import Said, cover
from ..compose.lexicon import ABOUT, SAID_TOO, Lexicon, Meaning, lexicon
from ..compose.parts import Dimension, Measure, Parts, Silent
from ..compose.times import When, is_state, when
from ..compose.units import flat, units
from ..mend.dialect import drop_condition
from ..mend.grain import conjuncts
from ..mend.reading import write
from ..period import Spoken
from ..period_sql import period_in_sql
from .against import other_time, set_against, without_times
from .among import among
from .figures import Figures
from .former import Former, read_former
from .inside import change_inside
from .ordering import Ordering
from .wish import Wish, read_wish
from .wordings import FOLLOWING
from .work import plain


def follow(
    catalog: Catalog,
    question: str,
    *,
    as_of: date,
    sql: str,
    dialect: str = "duckdb",
    metrics: Iterable[Metric] = (),
    terms: Iterable[Term] = (),
    companies: Words | None = None,
) -> Composed | None:
    """SQL for a follow-up that only changes `sql`, every word of which is clear; None otherwise."""
    former = read_former(sql, catalog, dialect)
    text = flat(question)
    times = asked_time(text, as_of)
    named = [s for s in times.spans if s.words]
    if len(named) > 1 or times.step is not None or times.running:
        return None
    if any(text[s.at : s.after] != s.words for s in named):
        return None
    taken = [Said("period", s.at, s.after, s.words) for s in named]
    metrics = tuple(metrics)
    if former is None:
        if len(times.spans) > len(named) or times.compared:
            return None
        changed = change_inside(
            catalog,
            text,
            times,
            sql=sql,
            dialect=dialect,
            metrics=metrics,
            terms=terms,
            companies=companies,
        )
        return Composed(changed.sql, changed.parts, changed.tables) if changed is not None else None
    words = lexicon(
        catalog, former.fact.table, question=text, metrics=metrics, terms=tuple(terms), companies=companies
    )
    _beside_it(words, former)
    said = cover(text, units(text), words, taken, FOLLOWING)
    if said is None:
        return None
    before = write(former.bared(), dialect)
    try:
        if named and any(w.role == "against" for w in said) and not times.compared:
            times = replace(times, compared="each")
        compared = times.compared
        times, there = other_time(former, times, as_of)
        wish = read_wish(catalog, former, without_times(said) if there is not None else said, times)
        chosen = among(Figures(former, wish, as_of)) if there is None else None
        if chosen is not None:
            return Composed(write(chosen, dialect), wish.parts, _tables(former))
        _Change(former, wish, as_of).make()
        if there is not None:
            _set_against(former, wish, there, compared, as_of)
    except Silent:
        return None
    after = write(former.bared(), dialect)
    if after == before and not (wish.parts.measures or wish.parts.dimensions or wish.parts.rank):
        return None
    return Composed(after, wish.parts, _tables(former))


def _tables(former: Former) -> tuple[str, ...]:
    tables = [former.fact.table.name, *(former.places[n].table.name for n in former.names)]
    return tuple(dict.fromkeys(tables))


def _beside_it(words: Lexicon, former: Former) -> None:
    """온라인은? of a table's 온라인 이용금액, where the one figure shown is its 이용금액 of another kind."""
    read_there = former.reads(former.figures[0]) if len(former.figures) == 1 else []
    if len(read_there) != 1 or read_there[0][0].path:
        return
    _, shown = read_there[0]
    for column in former.fact.table.columns:
        alike = nature.numeric(column) and column.unit == shown.unit and column is not shown
        for name, of in (
            (column.business_name, shown.business_name),
            (column.business_name_en, shown.business_name_en),
        ):
            kind, _, rest = name.partition(" ")
            if not (alike and rest and of.partition(" ")[2] == rest):
                continue
            if not any(m.quality > ABOUT for m in words.of(kind)):
                words.add(kind, Meaning("column", former.fact, SAID_TOO, column=column))


def _set_against(former: Former, wish: Wish, there: Spoken, compared: str, as_of: date) -> None:
    """Beside another time nothing changes but the values that rows are kept to."""
    parts = wish.parts
    others = (parts.measures, parts.dimensions, parts.shown, parts.rank, parts.grain, parts.share, parts.per)
    if any(others) or wish.rows is not None or wish.counted or wish.dropped:
        raise Silent
    set_against(former, parts, there, compared, as_of)


class _Change(Ordering):
    """Each step changes the tree in place; the order of the steps is that of what they read."""

    def make(self) -> None:
        self._possible()
        if self.wish.also:
            self.joined_values()
        else:
            for kept in self.wish.parts.kept:
                self.keep(kept)
        for kept in self.wish.left_out:
            self.leave_out(kept)
        for kept in self.wish.freed:
            self.free(kept)
        if self.wish.bound is not None:
            self.rebound(self.wish.bound)
        figures = self.figures()
        groups = self._groups()
        time = self._time(figures, groups)
        self._write(groups, figures, time)
        self.order()

    def _possible(self) -> None:
        parts, former = self.wish.parts, self.former
        summed = parts.running and len(parts.spans) == 1 and not parts.grain and former.grouped
        if (parts.running and not summed) or parts.now or parts.compared:
            raise Silent  # 올해 누적으로: added up over the year, where no months are shown
        if parts.running and former.timed_groups():
            raise Silent
        told_apart = [h for f in former.figures for h in f.find_all(exp.Case, exp.Filter)]
        read_there = {c.name for h in told_apart for _, c in former.reads(h)}
        again = {k.column.name for k in (*parts.kept, *self.wish.left_out)} & read_there
        of_time = any(nature.dated(c) for h in told_apart for _, c in former.reads(h))
        if told_apart and (parts.measures or again or (of_time and parts.spans)):
            raise Silent
        shown = self._fresh()
        if shown and former.grouped and not all(self.tells_more(d) for d in shown):
            raise Silent
        rows = parts.kept or self.wish.left_out or parts.measures or parts.dimensions
        if parts.share and (self.limited or parts.rank is not None or not former.grouped):
            raise Silent
        told = [*shown, *parts.dimensions]
        more = bool(told) and self.wish.beside and all(self.tells_more(d) for d in told)
        more = more and not (parts.kept or self.wish.left_out or parts.measures)
        if self.limited and not more and ((parts.rank is None and rows) or parts.grain or shown):
            # Of the five that are shown, or five anew?
            raise Silent
        if former.grouped:
            return
        if self.wish.counted and parts.dimensions and not (self.limited or parts.rank is not None or shown):
            return  # of a list, so many in each group
        if parts.dimensions or parts.grain or parts.per or self.wish.dropped:
            raise Silent
        if parts.measures and (parts.rank is None or any(m.how != "plain" for m in parts.measures)):
            raise Silent
        if self.wish.counted and (
            self.limited or parts.rank is not None or shown or self.wish.rows is not None
        ):
            raise Silent

    def _fresh(self) -> list[Dimension]:
        """Columns named that are to be shown: not 개설한 것, nor what a kept value is of (the GA channels)."""
        spoken_of = self.wish.parts.kept or self.wish.left_out
        spoken = {k.place.table.name.lower() for k in spoken_of}
        spoken |= {p.table.name.lower() for g in self.former.groups for p, _ in self.former.reads(g)}
        out = []
        for d in self.wish.parts.shown:
            refers = [
                r.to_table.lower() for r in d.place.table.relationships if r.from_columns == (d.column.name,)
            ]
            of_spoken = d.column.primary_key and d.place.table.name.lower() in spoken
            of_spoken = of_spoken or (bool(spoken_of) and nature.key(d.column, d.place.table))
            if not (
                (nature.dated(d.column) and not self.wish.beside)
                or self.is_shown(d)
                or of_spoken
                or set(refers) & spoken
            ):
                out.append(d)
        return out

    def _groups(self) -> list[exp.Expr | Dimension]:
        """The groups to show: items that stay, dimensions to be written. A new unit of time comes with the writing."""
        wish, former = self.wish, self.former
        left = list(former.groups) if former.grouped else []
        if wish.untimed or wish.parts.grain:
            timed = former.timed_groups()
            if wish.untimed and not timed:
                raise Silent
            left = [g for g in left if not any(g is t for t in timed)]
        for dimension in wish.unsplit:
            same = [g for g in left if self.same(g, dimension)]
            if len(same) != 1:
                raise Silent
            left.remove(same[0])
        asked = [*wish.parts.dimensions, *(d for d in self._fresh() if former.grouped)]
        fresh = [d for d in asked if not self.is_shown(d)]
        if wish.parts.rank is not None and fresh:
            raise Silent
        for dimension in wish.parts.dimensions:
            # By grade, of one grade: of all of them again.
            if not wish.parts.kept:
                self.free_all(dimension)
        if not fresh:
            return list(left)
        fixed = [g for g in left if self.is_fixed(g)]
        left = [g for g in left if not any(g is f for f in fixed)]
        removed = len(left) < len(former.groups)
        if left and not removed:
            # 그럼 지역별로는? puts it in the place of what was; 지역별로 나눠줘 may mean each of those once more.
            if wish.marks & {"swap", "then"} and not wish.marks & {"split", "add"} and len(left) == 1:
                left = []
            elif wish.beside and all(self.tells_more(d) for d in fresh):
                pass  # the region of each branch
            elif "split" in wish.marks and all(any(g is t for t in former.timed_groups()) for g in left):
                pass  # each month told apart further
            elif "add" not in wish.marks and not wish.beside:
                raise Silent
        return [*left, *fresh]

    def _time(self, figures: list[exp.Expr | Measure], groups: list[exp.Expr | Dimension]) -> When:
        """The time of the changed query; Silent where states of several months would be added up."""
        parts, former = self.wish.parts, self.former
        measures: list[Measure] = []
        for figure in figures:
            if isinstance(figure, Measure):
                measures.append(figure)
                continue
            for place, column in former.reads(figure):
                if not place.path:
                    measures.append(Measure("sum", former.fact, column))
        fresh = any(isinstance(f, Measure) and is_state(former.fact.table, f) for f in figures)
        conditions = former.times()
        table = former.fact.table
        timed = former.timed_groups()
        by_time = any(g is t for g in groups for t in timed)
        self.measures = tuple(measures)
        states = any(is_state(table, m) for m in measures)
        untimed = bool(timed) and not by_time and states
        if not parts.spans and not parts.grain and not fresh and not untimed:
            return When()
        columns = {(p.table.name, c.name) for t in conditions for p, c in former.reads(t)}
        if len(columns) > 1 or any(table != former.fact.table.name for table, _ in columns):
            raise Silent
        dated: Column | None = parts.time_words
        if columns:
            kept_by = former.fact.table.column(next(iter(columns))[1])
            if dated is not None and kept_by is not None and dated.name != kept_by.name:
                raise Silent
            dated = kept_by
        grain = parts.grain or ("month" if by_time else "")
        metrics = tuple(m.metric for m in measures if m.metric is not None)
        whole = replace(parts, measures=tuple(measures), grain=grain, time_words=dated)
        found = when(whole, metrics, self.as_of)
        if not parts.spans:
            one = len(conditions) == 1 and isinstance(conditions[0], exp.EQ)
            if states and found.series and not one and not grain:
                raise Silent  # a balance of several months
            return replace(found, conditions=())
        if found.column is None or (columns and next(iter(columns))[1] != found.column.name):
            raise Silent
        for condition in conditions:
            drop_condition(former.select, condition)
        name = self.column(former.fact, found.column.name)
        for text in found.conditions:
            for part in conjuncts(sqlglot.condition(text.format(name), dialect="duckdb")):
                former.keep(part)
        return found

    def _write(
        self, groups: list[exp.Expr | Dimension], figures: list[exp.Expr | Measure], time: When
    ) -> None:
        former, parts = self.former, self.wish.parts
        if not former.grouped:
            if self.wish.counted and groups:
                self._count_in_groups([g for g in groups if isinstance(g, Dimension)])
                return
            if self.wish.counted:
                count = exp.alias_(exp.Count(this=exp.Star()), "row_count")
                former.select.set("expressions", [count])
                former.select.set("order", None)
                former.groups, former.figures = [], [count]
                return
            for dimension in self._fresh():
                if not self.wish.beside:
                    raise Silent
                former.select.select(self.read(dimension), copy=False)
            return
        whole = replace(self._in_its_period() if parts.grain else parts, measures=self.measures)
        if parts.grain == "month" and not parts.spans and whole.spans:
            start, end = whole.spans[0].start, whole.spans[0].end
            if (start.year, start.month) == (end.year, end.month):
                raise Silent  # the months of one month
        pieces = plain(whole, time)
        made_groups = [
            self.item(self.read(g), g.column.name, g.place) if isinstance(g, Dimension) else g for g in groups
        ]
        if parts.grain:
            sql, alias = pieces.grain()
            made_groups.insert(0, self.item(sql, alias, former.fact))
        made_figures: list[exp.Expr] = []
        for figure in figures:
            headed = self.headed is figure and parts.per is not None
            if not isinstance(figure, Measure):
                made_figures.append(
                    self.divided(figure, pieces) if headed and figure is figures[-1] else figure
                )
                continue
            if any(nature.undone(c) and not self.limits(c.name) for c in former.fact.table.columns):
                raise Silent
            piece = pieces.figure(figure)
            sql, alias = pieces.a_head(piece, parts.per) if headed and parts.per is not None else piece
            if figure.metric is not None:
                for text in pieces.metric_filters(figure):
                    if len(figures) > 1:
                        raise Silent
                    former.keep(self.sql(text, figure.place))
            made_figures.append(self.item(sql, alias, figure.place))
        if parts.share:
            if self.former.timed_groups() and not self.wish.untimed:
                raise Silent
            made_figures = self.shares(made_figures)
        former.select.set("expressions", [*made_groups, *made_figures])
        by = [g.unalias().copy() for g in made_groups]
        former.select.set("group", exp.Group(expressions=by) if by else None)
        self.regrouped = [g.sql() for g in former.groups] != [g.sql() for g in made_groups]
        self.refigured = [f.sql() for f in former.figures] != [f.sql() for f in made_figures]
        former.groups, former.figures = made_groups, made_figures

    def _count_in_groups(self, dimensions: list[Dimension]) -> None:
        """A list's rows, so many of them in each group."""
        former = self.former
        by = [self.item(self.read(d), d.column.name, d.place) for d in dimensions]
        count = exp.alias_(exp.Count(this=exp.Star()), "row_count")
        former.select.set("expressions", [*by, count])
        former.select.set("group", exp.Group(expressions=[g.unalias().copy() for g in by]))
        former.groups, former.figures = by, [count]
        former.select.set("order", None)
        self._ordered_by(count, True)

    def _in_its_period(self) -> Parts:
        """The parts with the time that the query is of by now: quarters of one year need no year."""
        parts = self.wish.parts
        used = period_in_sql(self.former.select)
        if parts.spans or used is None or used[0] is None:
            return parts
        return replace(parts, spans=(Spoken("", used[0], used[1] or self.as_of, "day", 0),))
