"""What every change works with: the tree, the wish, the names that tables go by, the conditions on rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import sqlglot
from sqlglot import exp

from ...core.nested import is_list
from ..compose.parts import Dimension, Kept, Measure, Parts, Silent
from ..compose.pieces import Pieces
from ..compose.reach import Place
from ..compose.times import When
from ..mend.dialect import drop_condition
from ..sql_names import bare
from .former import Former, lasting
from .wish import Wish


class Work:
    """The query under change. Its tree is changed in place; Silent is raised where a wish can be read in two ways."""

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
        self.measures: tuple[Measure, ...] = ()
        self.headed: exp.Expr | Measure | None = None

    def is_shown(self, dimension: Dimension) -> bool:
        return any(self.same(g, dimension) for g in self.former.groups)

    def same(self, item: exp.Expr, dimension: Dimension) -> bool:
        found = self.former.meaning(item.unalias())
        return found is not None and (found[0].table.name, found[1].name) == (
            dimension.place.table.name,
            dimension.column.name,
        )

    def is_fixed(self, item: exp.Expr) -> bool:
        """One value of it is kept: telling rows apart by it says nothing."""
        return any(
            isinstance(c, exp.EQ) and (c.this == item.unalias() or c.expression == item.unalias())
            for c in self.former.conditions()
        )

    def limits(self, column: str) -> bool:
        return any(c.name == column for t in self.former.conditions() for _, c in self.former.reads(t))

    def keep(self, kept: Kept) -> None:
        swapped = "swap" in self.wish.marks
        for condition in self.conditions_on(kept):
            bound = isinstance(condition, exp.GT | exp.GTE | exp.LT | exp.LTE)
            # Of those over 20 the ones under 40: both hold, unless one is said to take the place of the other.
            if kept.sign and not (bound and (swapped or _alike(condition, kept.sign))):
                continue
            drop_condition(self.former.select, condition)
        self.add(kept)

    def leave_out(self, kept: Kept) -> None:
        if any(isinstance(c, exp.EQ | exp.In) for c in self.conditions_on(kept)):
            raise Silent
        self.add(kept)

    def joined_values(self) -> None:
        """60대도: one value more beside those that are kept."""
        parts = self.wish.parts
        if len(parts.kept) != 1 or not parts.kept[0].values:
            raise Silent
        kept = parts.kept[0]
        known = [c for c in self.conditions_on(kept) if isinstance(c, exp.EQ | exp.In)]
        if len(known) != 1:
            raise Silent
        literals = [x.name for x in known[0].find_all(exp.Literal)]
        drop_condition(self.former.select, known[0])
        self.add(replace(kept, values=tuple(dict.fromkeys((*literals, *kept.values)))))

    def conditions_on(self, kept: Kept) -> list[exp.Expr]:
        inside = bool(kept.column.within) or is_list(kept.column)
        key = (kept.place.table.name, kept.column.within or kept.column.name)
        out = []
        for condition in self.former.conditions():
            read = {(p.table.name, c.name) for p, c in self.former.reads(condition)}
            if key not in read:
                continue
            # A list may have the former value and the new one: instead, or as well?
            if len(read) > 1 or isinstance(condition, exp.Or) or inside:
                raise Silent
            out.append(condition)
        return out

    def add(self, kept: Kept) -> None:
        self.former.keep(self.sql(plain(self.wish.parts).condition(kept), kept.place))

    def read(self, dimension: Dimension) -> str:
        """A dimension as SQL; what lies inside a column is not added to a query that stands."""
        if dimension.column.within or is_list(dimension.column):
            raise Silent
        return self.column(dimension.place, dimension.column.name)

    def column(self, place: Place, name: str) -> str:
        return exp.column(name, table=lasting(self.former, place)).sql(dialect="duckdb")

    def sql(self, text: str, place: Place) -> exp.Expr:
        """A piece, its columns told by the names that tables go by here."""
        tree = sqlglot.parse_one(text, read="duckdb")
        alias = lasting(self.former, place)
        for column in list(tree.find_all(exp.Column)):
            if column.table in (bare(place.table.name), alias):
                column.set("table", exp.to_identifier(alias))
        return tree

    def item(self, text: str, alias: str, place: Place) -> exp.Expr:
        tree = self.sql(text, place)
        if isinstance(tree, exp.Column) and tree.name == alias:
            return tree
        return exp.alias_(tree, alias)


def _alike(condition: exp.Expr, sign: str) -> bool:
    """Do both bound from the same side?"""
    upper = isinstance(condition, exp.LT | exp.LTE) is isinstance(condition.this, exp.Column)
    return upper is sign.startswith("<")


def plain(parts: Parts, time: When | None = None) -> Pieces:
    pieces = Pieces(parts, time or When())
    pieces.places = {parts.fact.table.name: parts.fact}
    return pieces


def called(item: exp.Expr) -> exp.Expr:
    return exp.column(item.alias) if item.alias and isinstance(item, exp.Alias) else item.unalias().copy()
