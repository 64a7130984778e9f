"""The figures of the changed query: those that stay, those that come, a head, as a share."""

from __future__ import annotations

from sqlglot import exp

from ..compose.parts import Measure, Silent
from ..compose.pieces import Pieces, adds_up
from ..compose.reach import Place
from ..compose.times import is_series
from ..timing import time_column
from .work import Work, plain


class Figures(Work):
    """Chooses and divides figures."""

    def figures(self) -> list[exp.Expr | Measure]:
        """The figures to show: items that stay, measures to be written."""
        wish, former = self.wish, self.former
        if not former.grouped:
            return []
        shown = list(former.figures)
        if wish.dropped:
            gone = [self.shown(m) for m in wish.dropped]
            shown = [f for f in shown if not any(f is g for g in gone)]
            if any(g is None for g in gone) or not shown:
                raise Silent
        asked = list(wish.parts.measures)
        if wish.parts.per is not None:
            return self.a_head(shown, asked, wish.parts.per)
        if not asked:
            return list(shown)
        known = [self.shown(m) for m in asked]
        if wish.parts.rank is not None:
            if any(k is None for k in known):
                raise Silent
            return list(shown)
        if (
            wish.parts.kept
            and len(shown) > 1
            and "only" not in wish.marks
            and all(k is not None for k in known)
        ):
            return list(shown)  # 정상 여신은?, of numbers and balances: what the value is of
        if wish.beside:
            return [*shown, *(m for m, k in zip(asked, known, strict=True) if k is None)]
        return [m if k is None else k for m, k in zip(asked, known, strict=True)]

    def a_head(self, shown: list[exp.Expr], asked: list[Measure], per: Place) -> list[exp.Expr | Measure]:
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
        known = self.shown(asked[0]) if asked else shown[0]
        if known is None:
            made: exp.Expr | Measure = asked[0]
        elif isinstance(known.unalias(), exp.Sum):
            made = known
        else:
            raise Silent
        self.headed = made
        return [*shown, made] if self.wish.beside else [made]

    def shown(self, measure: Measure) -> exp.Expr | None:
        """The shown figure that a measure is, or that its column is read for; None where none is, or several."""
        figures = self.former.figures
        if measure.how == "count":
            found = [f for f in figures if isinstance(f.unalias(), exp.Count)]
        elif measure.metric is not None:
            text = self.sql(
                plain(self.wish.parts).within(measure.metric.expression, measure.place), measure.place
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

    def shares(self, figures: list[exp.Expr]) -> list[exp.Expr]:
        """The only figure as a part of the whole, in place of it or beside it."""
        if len(figures) != 1 or not (self.former.groups or self.wish.parts.dimensions):
            raise Silent
        sql = figures[0].unalias().sql(dialect="duckdb")
        if not adds_up(sql) or any(self.is_fixed(g) for g in self.former.groups):
            raise Silent
        share = self.item(f"{sql} * 100.0 / SUM({sql}) OVER ()", "share_percent", self.former.fact)
        beside = self.wish.beside or self.wish.parts.share == "beside"
        return [figures[0], share] if beside else [share]

    def divided(self, item: exp.Expr, pieces: Pieces) -> exp.Expr:
        per = self.wish.parts.per
        assert per is not None
        name = item.alias or next((c.name for _, c in self.former.reads(item)), "figure")
        sql, alias = pieces.a_head((item.unalias().sql(dialect="duckdb"), name), per)
        return self.item(sql, alias, self.former.fact)
