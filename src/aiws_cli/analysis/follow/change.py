"""The query before, rewritten as the follow-up wants it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import sqlglot
from sqlglot import exp

from ...core.ports import Catalog
from ...core.tables import Metric, Term
from ..asked_time import asked_time
from ..compose import nature
from ..compose.choose import Composed, Words
from ..compose.cover import Said, cover
from ..compose.lexicon import lexicon
from ..compose.parts import Dimension, Kept, Measure, Parts, Silent
from ..compose.pieces import Pieces, bare
from ..compose.reach import Place
from ..compose.times import When, is_series, is_state, when
from ..compose.units import flat, units
from ..mend.dialect import drop_condition
from ..mend.grain import conjuncts
from ..mend.reading import write
from ..timing import time_column
from .former import Former, lasting, read_former
from .wish import Wish, read_wish
from .wordings import FOLLOWING


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
    if former is None:
        return None
    text = flat(question)
    times = asked_time(text, as_of)
    if len(times.spans) > 1 or times.step is not None or times.compared or times.running:
        return None
    if any(not s.words or text[s.at : s.after] != s.words for s in times.spans):
        return None
    taken = [Said("period", s.at, s.after, s.words) for s in times.spans]
    metrics = tuple(metrics)
    words = lexicon(
        catalog, former.fact.table, question=text, metrics=metrics, terms=tuple(terms), companies=companies
    )
    said = cover(text, units(text), words, taken, FOLLOWING)
    if said is None:
        return None
    before = write(former.bared(), dialect)
    try:
        wish = read_wish(catalog, former, said, times)
        changed = _Change(former, wish, as_of)
        changed.make()
    except Silent:
        return None
    after = write(former.bared(), dialect)
    if after == before:
        return None
    tables = [former.fact.table.name, *(former.places[n].table.name for n in former.names)]
    return Composed(after, wish.parts, tuple(dict.fromkeys(tables)))


class _Change:
    """Each step changes the tree in place; the order of the steps is that of what they read."""

    def __init__(self, former: Former, wish: Wish, as_of: date) -> None:
        self.former = former
        self.wish = wish
        self.as_of = as_of
        self.limited = former.select.args.get("limit") is not None
        self.before = former.orders()
        self.by_figure = next(
            (o for o in self.before if (i := former.item_of(o)) is not None and i.find(exp.AggFunc)), None
        )
        self.regrouped = self.refigured = False
        self.headed: exp.Expr | Measure | None = None

    def make(self) -> None:
        self._possible()
        if self.wish.also:
            self._joined_values()
        else:
            for kept in self.wish.parts.kept:
                self._keep(kept)
        for kept in self.wish.left_out:
            self._leave_out(kept)
        figures = self._figures()
        groups = self._groups()
        time = self._time(figures)
        self._write(groups, figures, time)
        self._order(time)

    # -- what cannot be

    def _possible(self) -> None:
        parts, former = self.wish.parts, self.former
        if parts.share or parts.running or parts.now or parts.compared:
            raise Silent
        if any(f.find(exp.Case, exp.Filter) for f in former.figures) and (
            parts.spans or parts.kept or self.wish.left_out or parts.measures
        ):
            raise Silent
        shown = self._fresh()
        if shown and former.grouped:
            raise Silent
        rows = parts.kept or self.wish.left_out or parts.measures or parts.dimensions
        if self.limited and ((parts.rank is None and rows) or parts.grain or shown):
            # Of the five that are shown, or five anew?
            raise Silent
        if not former.grouped and (parts.measures or parts.dimensions or parts.grain or self.wish.dropped):
            raise Silent

    def _fresh(self) -> list[Dimension]:
        """Columns named that are to be shown: not 개설한 것, nor what a kept value is of (the GA channels)."""
        spoken = {k.place.table.name.lower() for k in self.wish.parts.kept}
        spoken |= {p.table.name.lower() for g in self.former.groups for p, _ in self.former.reads(g)}
        out = []
        for d in self.wish.parts.shown:
            refers = [
                r.to_table.lower() for r in d.place.table.relationships if r.from_columns == (d.column.name,)
            ]
            of_spoken = d.column.primary_key and d.place.table.name.lower() in spoken
            if not (nature.dated(d.column) or self._is_shown(d) or of_spoken or set(refers) & spoken):
                out.append(d)
        return out

    def _is_shown(self, dimension: Dimension) -> bool:
        return any(self._same(g, dimension) for g in self.former.groups)

    def _same(self, item: exp.Expr, dimension: Dimension) -> bool:
        found = self.former.meaning(item.unalias())
        return found is not None and (found[0].table.name, found[1].name) == (
            dimension.place.table.name,
            dimension.column.name,
        )

    # -- conditions

    def _keep(self, kept: Kept) -> None:
        for condition in self._conditions_on(kept):
            if kept.values or kept.text:
                drop_condition(self.former.select, condition)
            elif isinstance(condition, exp.GT | exp.GTE | exp.LT | exp.LTE):
                drop_condition(self.former.select, condition)
        self._add(kept)

    def _leave_out(self, kept: Kept) -> None:
        if any(isinstance(c, exp.EQ | exp.In) for c in self._conditions_on(kept)):
            raise Silent
        self._add(kept)

    def _joined_values(self) -> None:
        """60대도: one value more beside those that are kept."""
        parts = self.wish.parts
        if len(parts.kept) != 1 or not parts.kept[0].values:
            raise Silent
        kept = parts.kept[0]
        known = [c for c in self._conditions_on(kept) if isinstance(c, exp.EQ | exp.In)]
        if len(known) != 1:
            raise Silent
        literals = [x.name for x in known[0].find_all(exp.Literal)]
        drop_condition(self.former.select, known[0])
        self._add(replace(kept, values=tuple(dict.fromkeys((*literals, *kept.values)))))

    def _conditions_on(self, kept: Kept) -> list[exp.Expr]:
        key = (kept.place.table.name, kept.column.name)
        out = []
        for condition in self.former.conditions():
            read = {(p.table.name, c.name) for p, c in self.former.reads(condition)}
            if key not in read:
                continue
            if len(read) > 1 or isinstance(condition, exp.Or):
                raise Silent
            out.append(condition)
        return out

    def _add(self, kept: Kept) -> None:
        self.former.keep(self._sql(_plain(self.wish.parts).condition(kept), kept.place))

    # -- figures

    def _figures(self) -> list[exp.Expr | Measure]:
        """The figures to show: items that stay, measures to be written."""
        wish, former = self.wish, self.former
        shown = list(former.figures)
        if wish.dropped:
            gone = [self._shown(m) for m in wish.dropped]
            shown = [f for f in shown if not any(f is g for g in gone)]
            if any(g is None for g in gone) or not shown:
                raise Silent
        asked = list(wish.parts.measures)
        if wish.parts.per is not None:
            return self._a_head(shown, asked, wish.parts.per)
        if not asked:
            return list(shown)
        known = [self._shown(m) for m in asked]
        if wish.parts.rank is not None:
            if any(k is None for k in known):
                raise Silent
            return list(shown)
        if wish.beside:
            return [*shown, *(m for m, k in zip(asked, known, strict=True) if k is None)]
        return [m if k is None else k for m, k in zip(asked, known, strict=True)]

    def _a_head(self, shown: list[exp.Expr], asked: list[Measure], per: Place) -> list[exp.Expr | Measure]:
        """The figure, shown or named, divided by heads; one that is divided so already is only spoken of."""
        key = per.path[0].from_columns[0] if per.path else ""
        table = self.former.fact.table
        if not key and is_series(table, table.column(time_column(table, ()))):
            raise Silent  # a row for each month of a thing is no thing
        divided = [
            f
            for f in shown
            if isinstance(f.unalias(), exp.Div)
            and any(
                (c.name == key) if key else isinstance(c, exp.Star)
                for n in f.find_all(exp.Count)
                for c in n.walk()
            )
        ]
        if divided:
            if len(divided) > 1 or self.wish.beside:
                raise Silent
            return [divided[0]]
        if len(asked) > 1 or (not asked and len(shown) != 1) or self.wish.parts.rank is not None:
            raise Silent
        known = self._shown(asked[0]) if asked else shown[0]
        if known is None:
            made: exp.Expr | Measure = asked[0]
        elif isinstance(known.unalias(), exp.Sum):
            made = known
        else:
            raise Silent
        self.headed = made
        return [*shown, made] if self.wish.beside else [made]

    def _shown(self, measure: Measure) -> exp.Expr | None:
        """The shown figure that a measure is, or that its column is read for; None where none is, or several."""
        figures = self.former.figures
        if measure.how == "count":
            found = [f for f in figures if isinstance(f.unalias(), exp.Count)]
        elif measure.metric is not None:
            text = self._sql(
                _plain(self.wish.parts).within(measure.metric.expression, measure.place), measure.place
            )
            found = [f for f in figures if f.unalias() == text]
            found = found or ([f for f in figures if f.find(type(text)) and text in list(f.walk())])
        else:
            assert measure.column is not None
            key = (measure.place.table.name, measure.column.name)
            found = [f for f in figures if key in {(p.table.name, c.name) for p, c in self.former.reads(f)}]
            wanted = {"avg": exp.Avg, "min": exp.Min, "max": exp.Max, "sum": exp.Sum}.get(measure.how)
            if wanted is not None:
                found = [f for f in found if f.find(wanted)]
            elif self.wish.parts.rank is None:
                found = [f for f in found if isinstance(f.unalias(), exp.Sum)]
        return found[0] if len(found) == 1 else None

    # -- groups

    def _groups(self) -> list[exp.Expr | Dimension]:
        """The groups to show: items that stay, dimensions to be written. A new unit of time comes with the writing."""
        wish, former = self.wish, self.former
        left = list(former.groups)
        if wish.untimed or wish.parts.grain:
            timed = former.timed_groups()
            if wish.untimed and not timed:
                raise Silent
            left = [g for g in left if not any(g is t for t in timed)]
        for dimension in wish.unsplit:
            same = [g for g in left if self._same(g, dimension)]
            if len(same) != 1:
                raise Silent
            left.remove(same[0])
        asked = wish.parts.dimensions
        fresh = [d for d in asked if not self._is_shown(d)]
        if wish.parts.rank is not None and fresh:
            raise Silent
        if not fresh:
            return list(left)
        fixed = [g for g in left if self._is_fixed(g)]
        left = [g for g in left if not any(g is f for f in fixed)]
        removed = len(left) < len(former.groups)
        if left and not removed:
            # 그럼 지역별로는? puts it in the place of what was; 지역별로 나눠줘 may mean each of those once more.
            if wish.marks & {"swap", "then"} and not wish.marks & {"split", "add"} and len(left) == 1:
                left = []
            elif "add" not in wish.marks and not wish.beside:
                raise Silent
        return [*left, *fresh]

    def _is_fixed(self, item: exp.Expr) -> bool:
        """One value of it is kept: telling rows apart by it says nothing."""
        return any(
            isinstance(c, exp.EQ) and (c.this == item.unalias() or c.expression == item.unalias())
            for c in self.former.conditions()
        )

    # -- time

    def _time(self, figures: list[exp.Expr | Measure]) -> When:
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
        if not parts.spans and not parts.grain and not fresh:
            return When()
        columns = {(p.table.name, c.name) for t in conditions for p, c in former.reads(t)}
        if len(columns) > 1 or any(table != former.fact.table.name for table, _ in columns):
            raise Silent
        column = parts.time_words
        if columns:
            kept_by = former.fact.table.column(next(iter(columns))[1])
            if column is not None and kept_by is not None and column.name != kept_by.name:
                raise Silent
            column = kept_by
        grain = parts.grain or ("month" if former.timed_groups() and not self.wish.untimed else "")
        metrics = tuple(m.metric for m in measures if m.metric is not None)
        whole = replace(parts, measures=tuple(measures), grain=grain, time_words=column)
        found = when(whole, metrics, self.as_of)
        if not parts.spans:
            if fresh and found.series and not (len(conditions) == 1 and isinstance(conditions[0], exp.EQ)):
                raise Silent  # a balance of several months
            return replace(found, conditions=())
        if found.column is None or (columns and next(iter(columns))[1] != found.column.name):
            raise Silent
        for condition in conditions:
            drop_condition(former.select, condition)
        name = self._column(former.fact, found.column.name)
        for text in found.conditions:
            for part in conjuncts(sqlglot.condition(text.format(name), dialect="duckdb")):
                former.keep(part)
        return found

    # -- writing

    def _write(
        self, groups: list[exp.Expr | Dimension], figures: list[exp.Expr | Measure], time: When
    ) -> None:
        former, parts = self.former, self.wish.parts
        if not former.grouped:
            for dimension in self._fresh():
                if not self.wish.beside:
                    raise Silent
                former.select.select(self._column(dimension.place, dimension.column.name), copy=False)
            return
        pieces = _plain(parts, time)
        made_groups = [
            self._item(self._column(g.place, g.column.name), g.column.name, g.place)
            if isinstance(g, Dimension)
            else g
            for g in groups
        ]
        if parts.grain:
            sql, alias = pieces.grain()
            made_groups.insert(0, self._item(sql, alias, former.fact))
        made_figures: list[exp.Expr] = []
        for figure in figures:
            headed = self.headed is figure and parts.per is not None
            if not isinstance(figure, Measure):
                made_figures.append(
                    self._divided(figure, pieces) if headed and figure is figures[-1] else figure
                )
                continue
            if any(nature.undone(c) and not self._limits(c.name) for c in former.fact.table.columns):
                raise Silent
            piece = pieces.figure(figure)
            sql, alias = pieces.a_head(piece, parts.per) if headed and parts.per is not None else piece
            if figure.metric is not None:
                for text in pieces.metric_filters(figure):
                    if len(figures) > 1:
                        raise Silent
                    former.keep(self._sql(text, figure.place))
            made_figures.append(self._item(sql, alias, figure.place))
        former.select.set("expressions", [*made_groups, *made_figures])
        by = [g.unalias().copy() for g in made_groups]
        former.select.set("group", exp.Group(expressions=by) if by else None)
        self.regrouped = [g.sql() for g in former.groups] != [g.sql() for g in made_groups]
        self.refigured = [f.sql() for f in former.figures] != [f.sql() for f in made_figures]
        former.groups, former.figures = made_groups, made_figures

    def _divided(self, item: exp.Expr, pieces: Pieces) -> exp.Expr:
        per = self.wish.parts.per
        assert per is not None
        name = item.alias or next((c.name for _, c in self.former.reads(item)), "figure")
        sql, alias = pieces.a_head((item.unalias().sql(dialect="duckdb"), name), per)
        return self._item(sql, alias, self.former.fact)

    def _limits(self, column: str) -> bool:
        return any(c.name == column for t in self.former.conditions() for _, c in self.former.reads(t))

    def _order(self, time: When) -> None:
        former, wish = self.former, self.wish
        rank = wish.parts.rank
        if rank is None and wish.rows is None:
            if former.grouped and (self.regrouped or self.refigured):
                self._reorder()
            return
        if rank is None:
            if not former.orders() or (self.limited and self._limit() < (wish.rows or 0)):
                raise Silent
            former.select.limit(wish.rows, copy=False)
            return
        if not former.grouped or not former.groups:
            raise Silent
        figure = self._ranked()
        if rank.rows is None and self.limited:
            raise Silent
        if rank.rows is not None:
            if self.limited and self._limit() < rank.rows:
                raise Silent
            former.select.limit(rank.rows, copy=False)
        self._ordered_by(figure, not rank.ascending)

    def _limit(self) -> int:
        limit = self.former.select.args["limit"].expression
        return int(limit.name) if isinstance(limit, exp.Literal) and limit.is_int else 0

    def _ranked(self) -> exp.Expr:
        """The figure the first rows are taken by: the one named, the one ordered by before, the only one."""
        former, rank = self.former, self.wish.parts.rank
        assert rank is not None
        if rank.by is not None:
            found = self._shown(rank.by)
            if found is None:
                raise Silent
            return found
        if len(former.figures) == 1:
            chosen: exp.Expr | None = former.figures[0]
        else:
            chosen = former.item_of(self.by_figure) if self.by_figure is not None else None
        if chosen is None:
            raise Silent
        rising = self.by_figure is not None and not self.by_figure.args.get("desc")
        if rising and rank.rows is not None and not rank.ascending and not self.wish.figure:
            raise Silent  # the top of what was put lowest first
        return chosen

    def _reorder(self) -> None:
        former = self.former
        if self.by_figure is not None and former.groups:
            item = former.item_of(self.by_figure)
            self._ordered_by(item or former.figures[0], bool(self.by_figure.args.get("desc")))
            return
        if not former.groups or not (self.before or former.timed_groups()):
            former.select.set("order", None)
            return
        former.select.set("order", None)
        former.select.order_by(*(_called(g) for g in former.groups), copy=False)

    def _ordered_by(self, figure: exp.Expr, falling: bool) -> None:
        made: list[exp.Expr] = [exp.Ordered(this=_called(figure), desc=falling)]
        made += [exp.Ordered(this=_called(g)) for g in self.former.groups]
        self.former.select.set("order", exp.Order(expressions=made))

    # -- names

    def _column(self, place: Place, name: str) -> str:
        return exp.column(name, table=lasting(self.former, place)).sql(dialect="duckdb")

    def _sql(self, text: str, place: Place) -> exp.Expr:
        """A piece, its columns told by the names that tables go by here."""
        tree = sqlglot.parse_one(text, read="duckdb")
        alias = lasting(self.former, place)
        for column in list(tree.find_all(exp.Column)):
            if column.table in (bare(place.table.name), alias):
                column.set("table", exp.to_identifier(alias))
        return tree

    def _item(self, text: str, alias: str, place: Place) -> exp.Expr:
        tree = self._sql(text, place)
        if isinstance(tree, exp.Column) and tree.name == alias:
            return tree
        return exp.alias_(tree, alias)


def _plain(parts: Parts, time: When | None = None) -> Pieces:
    pieces = Pieces(parts, time or When())
    pieces.places = {parts.fact.table.name: parts.fact}
    return pieces


def _called(item: exp.Expr) -> exp.Expr:
    return exp.column(item.alias) if item.alias and isinstance(item, exp.Alias) else item.unalias().copy()
