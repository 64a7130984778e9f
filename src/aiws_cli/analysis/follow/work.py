"""What every change works with: the tree, the wish, the names that tables go by, the conditions on rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import sqlglot
from sqlglot import exp

from ...core.nested import is_list
from ...core.tables import Column
from ..compose import nature
from ..compose.parts import Dimension, Kept, Measure, Parts, Silent
from ..compose.pieces import Pieces
from ..compose.reach import Place
from ..compose.times import When
from ..mend.dialect import drop_condition
from ..sql_names import bare
from .former import Former, lasting
from .wish import Bound, Wish


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
            if kept.sign and not (bound and (swapped or alike(condition, kept.sign))):
                continue
            drop_condition(self.former.select, condition)
        self.add(kept)

    def leave_out(self, kept: Kept) -> None:
        known = [c for c in self.conditions_on(kept) if isinstance(c, exp.EQ | exp.In)]
        if not known:
            self.add(kept)
            return
        left = [v.name for v in known[0].find_all(exp.Literal) if v.name not in kept.values]
        if len(known) > 1 or not left or not kept.values:
            raise Silent
        drop_condition(self.former.select, known[0])
        self.add(replace(kept, values=tuple(left), but=False))

    def free(self, kept: Kept) -> None:
        """변동금리 조건은 빼고: rows are no longer kept to a value."""
        known = [c for c in self.conditions_on(kept) if isinstance(c, exp.EQ | exp.In)]
        if len(known) != 1 or {v.name for v in known[0].find_all(exp.Literal)} != set(kept.values):
            raise Silent
        drop_condition(self.former.select, known[0])

    def free_all(self, dimension: Dimension) -> None:
        """Rows are no longer kept to one value of what they are told apart by."""
        for condition in self.former.conditions():
            one = isinstance(condition, exp.EQ) and isinstance(condition.expression, exp.Literal)
            if one and self.same(condition.this, dimension):
                drop_condition(self.former.select, condition)

    def rebound(self, bound: Bound) -> None:
        """The one number that rows or groups are held against, changed."""
        bounds = [b for c in self.former.conditions() if (b := bound_of(c)) is not None]
        if not bounds and not self.limited:
            self._hold(bound)
            return
        if len(bounds) != 1 or not alike(bounds[0], bound.sign):
            raise Silent
        self.former.reads(bounds[0])
        put_bound(bounds[0], bound, [c for _, c in self.former.reads(bounds[0])])

    def _hold(self, bound: Bound) -> None:
        """10억 넘는 데만: groups whose one figure is held against a number."""
        figures, groups = self.former.figures, self.former.groups
        if len(figures) != 1 or not groups or bound.sign not in _SIGNS:
            raise Silent
        held = exp.GT(this=figures[0].unalias().copy(), expression=exp.Literal.number(0))
        having = exp.Having(this=held)
        put_bound(held, bound, [c for _, c in self.former.reads(figures[0])])
        self.former.select.set("having", having)

    def tells_more(self, dimension: Dimension) -> bool:
        """Is it known of each group anyway: the region of a branch that is shown by its name?"""
        for group in self.former.groups:
            found = self.former.meaning(group.unalias())
            if found is None:
                continue
            place, column = found
            named = column is nature.name_column(place.table) or column.primary_key
            if named and place.table.name == dimension.place.table.name:
                return True
        return False

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


def alike(condition: exp.Expr, sign: str) -> bool:
    """Do both bound from the same side?"""
    upper = isinstance(condition, exp.LT | exp.LTE) is not isinstance(condition.this, exp.Literal)
    return upper is sign.startswith("<")


def bound_of(condition: exp.Expr) -> exp.Expr | None:
    """A comparison with a number; None for any other condition."""
    if not isinstance(condition, exp.GT | exp.GTE | exp.LT | exp.LTE):
        return None
    sides = (condition.this, condition.expression)
    numbers = [s for s in sides if isinstance(s, exp.Literal) and not s.is_string]
    return condition if len(numbers) == 1 else None


_SIGNS: dict[str, type[exp.Expr]] = {">": exp.GT, ">=": exp.GTE, "<": exp.LT, "<=": exp.LTE}
_MONEY = ("원", "won", "krw")
_HEADS = ("명", "건", "개", "곳", "people", "회", "대", "개사")


def put_bound(condition: exp.Expr, bound: Bound, columns: Sequence[Column]) -> None:
    """A new number and sign in a comparison with a number. Raises Silent where its unit is another one."""
    counts = condition.find(exp.Count) is not None
    units = {c.unit.lower() for c in columns} - {""}
    unit = bound.unit.lower()
    if (unit in _MONEY and (counts or (units and not units & {"krw", "won", "원"}))) or (
        unit in _HEADS and not counts and not units & {"count", "persons", "건", "명", "개"}
    ):
        raise Silent
    number = bound.number
    if units & {"ratio", "비율"}:
        if unit not in ("%", "퍼센트", "percent") and number > 1:
            raise Silent
        number = number / 100 if unit in ("%", "퍼센트", "percent") else number
    literal = exp.Literal.number(f"{number.normalize():f}")
    left = condition.this if not isinstance(condition.this, exp.Literal) else condition.expression
    condition.replace(_SIGNS[bound.sign](this=left.copy(), expression=literal))


def plain(parts: Parts, time: When | None = None) -> Pieces:
    pieces = Pieces(parts, time or When())
    pieces.places = {parts.fact.table.name: parts.fact}
    return pieces


def called(item: exp.Expr) -> exp.Expr:
    return exp.column(item.alias) if item.alias and isinstance(item, exp.Alias) else item.unalias().copy()
