"""The order of the changed query's rows, and how many of them."""

from __future__ import annotations

from sqlglot import exp

from ..compose import nature
from ..compose.parts import Rank, Silent
from .figures import Figures
from .work import called


class Ordering(Figures):
    """Puts rows in order."""

    def order(self) -> None:
        former, wish = self.former, self.wish
        rank = wish.parts.rank
        rows = wish.rows if rank is None else rank.rows
        if rank is None and rows is None and "reverse" in wish.marks:
            self._reversed()
            return
        if rank is None and rows is None and "all" in wish.marks and self.limited:
            former.select.set("limit", None)
            return
        if rank is None and rows is None:
            if self.regrouped or self.refigured:
                self._reorder()
            return
        if rank is None:
            if not former.orders():
                raise Silent
        elif not former.grouped:
            self._rank_list(rank)
        else:
            if not former.groups or (rows is None and self.limited):
                raise Silent
            figure = self._ranked()
            if self.limited and not self._ordered_alike(figure, rank.ascending):
                anew = wish.marks & {"then", "swap", "reverse"} and "back" not in wish.marks
                if not anew and not (rows is not None and rows >= self._limit()):
                    raise Silent  # the least of the five that are shown, or of all?
            self._ordered_by(figure, not rank.ascending)
        if rows is not None:
            former.select.limit(rows, copy=False)

    def _reversed(self) -> None:
        """The order turned round, of what is ordered by one thing first."""
        before = self.former.orders()
        if self.limited or not before or self.regrouped or self.refigured:
            raise Silent
        first = before[0]
        first.set("desc", not first.args.get("desc"))
        first.set("nulls_first", None)

    def _ordered_alike(self, figure: exp.Expr, ascending: bool) -> bool:
        by = self.by_figure
        return by is not None and self.former.item_of(by) is figure and ascending != bool(by.args.get("desc"))

    def _rank_list(self, rank: Rank) -> None:
        """Rows in order of a column that is shown: the one named, or the only figure among them."""
        former = self.former
        before = self.before[0] if self.before else None
        alike = before is not None and bool(before.args.get("desc")) is not rank.ascending
        if rank.rows is not None and rank.by is None and alike:
            return  # the first of what is in that order already
        if self.limited:
            raise Silent
        columns = [(g, m[1]) for g in former.groups if (m := former.meaning(g.unalias())) is not None]
        if rank.by is not None and rank.by.column is not None:
            wanted = [g for g, c in columns if c.name == rank.by.column.name]
        else:
            wanted = [g for g, c in columns if nature.numeric(c) and not nature.key(c, former.fact.table)]
        if len(wanted) != 1:
            raise Silent
        others = [g for g in former.groups if g is not wanted[0]][:1]
        made: list[exp.Expr] = [exp.Ordered(this=called(wanted[0]), desc=not rank.ascending)]
        made += [exp.Ordered(this=called(g)) for g in others]
        former.select.set("order", exp.Order(expressions=made))

    def _limit(self) -> int:
        limit = self.former.select.args["limit"].expression
        return int(limit.name) if isinstance(limit, exp.Literal) and limit.is_int else 0

    def _ranked(self) -> exp.Expr:
        """The figure the first rows are taken by: the one named, the one ordered by before, the only one."""
        former, rank = self.former, self.wish.parts.rank
        assert rank is not None
        if rank.by is not None:
            found = self.shown(rank.by)
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
        if not former.timed_groups() and former.figures:
            self._ordered_by(former.figures[0], True)
            return
        former.select.set("order", None)
        former.select.order_by(*(called(g) for g in former.groups), copy=False)

    def _ordered_by(self, figure: exp.Expr, falling: bool) -> None:
        made: list[exp.Expr] = [exp.Ordered(this=called(figure), desc=falling)]
        made += [exp.Ordered(this=called(g)) for g in self.former.groups]
        self.former.select.set("order", exp.Order(expressions=made))
