"""The pieces a composed statement is made of: figures, groups of time, conditions, names."""

from __future__ import annotations

import re
from datetime import date

import sqlglot
from sqlglot import exp

from ...core.nested import is_list
from ...core.tables import Column
from ..nested import contains_text, key_text
from ..sql_names import bare, quoted
from . import nature
from .parts import Dimension, Kept, Measure, Parts, Silent
from .reach import Place
from .times import When

_FUNCTIONS = {"sum": "SUM", "avg": "AVG", "min": "MIN", "max": "MAX"}
_GRAINS = {
    "month": "CAST(DATE_TRUNC('month', {}) AS DATE)",
    "quarter": "QUARTER({})",
    "quarters": "CAST(DATE_TRUNC('quarter', {}) AS DATE)",
    "year": "YEAR({})",
    "day": "{}",
}


class Pieces:
    """Writes the parts of a reading. Columns are told apart by their table's bare name where `places` has any."""

    def __init__(self, parts: Parts, time: When, as_of: date = date.max) -> None:
        self.parts = parts
        self.time = time
        self.as_of = as_of
        self.places: dict[str, Place] = {}
        self.opened: Dimension | None = None

    def _kept_beside(self, measure: Measure) -> bool:
        """A rate that the table keeps for each row, asked for row by row: kept, or by the metric's formula?"""
        metric, parts = measure.metric, self.parts
        if metric is None or not self.time.series:
            return False
        for column in parts.fact.table.columns:
            names = {column.business_name, column.business_name_en, *column.synonyms, column.name}
            if not nature.own_figure(column) or not names & {*metric.names, metric.name_en}:
                continue
            if column.name not in metric.expression and self._row_by_row():
                return True
        return False

    def _row_by_row(self) -> bool:
        table, time = self.parts.fact.table, self.time.column
        keys = {k for k in table.primary_key if time is None or k != time.name}
        told = {d.place.path[0].from_columns[0] for d in self.parts.dimensions if d.place.far == 1}
        told |= {d.column.name for d in self.parts.dimensions if not d.place.path}
        span = self.parts.period
        return keys <= told and (self.time.single or (span is not None and span.unit in ("month", "quarter")))

    def _of_one_row(self) -> bool:
        """Is each figure that of one row: of one KPI in each month, nothing is added up."""
        time, table = self.time, self.parts.fact.table
        if time.column is None or not time.series or self.parts.rank is not None:
            return False
        fixed = {
            k.column.name for k in self.parts.kept if len(k.values) == 1 and not k.place.path and not k.but
        }
        named = {n.removesuffix("_name") for n in fixed if n.endswith("_name")}
        keys = {k for k in table.primary_key if k != time.column.name}
        whole = bool(keys) and all(k in fixed or k.rpartition("_")[0] in named for k in keys)
        sides = all(len(s) == 1 and s[0].startswith("{} = ") for s in time.sides)
        months = self.parts.grain == "month" and time.monthly
        return whole and (time.single or months or (bool(time.sides) and sides))

    def limited(self, column: str) -> bool:
        parts = self.parts
        told = [text for m in parts.measures if m.metric is not None for text in m.metric.filters]
        return any(k.column.name == column for k in (*parts.kept, *parts.of) if not k.place.path) or any(
            column in t for t in told
        )

    def grain(self) -> tuple[str, str]:
        column = self.time.column
        if column is None:
            raise Silent
        name = self.column(self.parts.fact, column.name)
        grain = self.parts.grain or "month"
        if grain == "month" and self.time.monthly:
            return name, column.name
        if grain == "day" and (self.time.monthly or column.type.upper().startswith("TIMESTAMP")):
            raise Silent
        if grain in ("quarter", "year") and any(self.is_state(m) for m in self.parts.measures):
            raise Silent
        # The number of a quarter tells it within one year only.
        form = _GRAINS["quarters"] if grain == "quarter" and not self._one_year() else _GRAINS[grain]
        sql = form.format(name)
        return sql, column.name if sql == name else f"{grain}_of" if grain == "day" else grain

    def _one_year(self) -> bool:
        period = self.parts.period
        return period is not None and period.start.year == period.end.year

    @staticmethod
    def is_state(measure: Measure) -> bool:
        return measure.column is not None and nature.stock(measure.column)

    def figure(self, measure: Measure) -> tuple[str, str]:
        if measure.how == "count" and measure.place.far:
            if self.time.series and not self.time.single:
                raise Silent
            key = self.column(measure.place, measure.place.table.primary_key[0])
            return f"COUNT(DISTINCT {key})", f"{bare(measure.place.table.name)}_count"
        if measure.how == "count":
            if self.time.series:
                raise Silent
            return "COUNT(*)", "row_count"
        if measure.metric is not None:
            if self._kept_beside(measure):
                raise Silent
            return self.within(measure.metric.expression, measure.place), measure.metric.id
        assert measure.column is not None
        column = self.read(measure.place, measure.column)
        if measure.how in _FUNCTIONS:
            if measure.how == "sum" and not nature.summable(measure.column):
                raise Silent
            if (
                measure.how == "avg"
                and self.time.series
                and not self.time.single
                and nature.stock(measure.column)
            ):
                raise Silent
            return f"{_FUNCTIONS[measure.how]}({column})", f"{measure.how}_{measure.column.name}"
        if not nature.additive(measure.column) and not self._of_one_row():
            if self.time.single and self._row_by_row():
                return f"AVG({column})", measure.column.name  # one row for each group: as it stands
            raise Silent
        return f"SUM({column})", measure.column.name

    def a_head(self, figure: tuple[str, str], per: Place) -> tuple[str, str]:
        """A sum divided by how many things of a place the rows are of."""
        sql, name = figure
        if not adds_up(sql) or per.far > 1 or (sql == "COUNT(*)" and per.far == 0):
            raise Silent
        if per.far == 0:
            if self.time.series and not self.time.single:
                raise Silent
            return f"{sql} * 1.0 / COUNT(*)", f"{name}_per_row"
        key = self.column(self.parts.fact, per.path[0].from_columns[0])
        return f"{sql} * 1.0 / COUNT(DISTINCT {key})", f"{name}_per_head"

    def metric_filters(self, measure: Measure) -> list[str]:
        assert measure.metric is not None
        out = []
        for text in measure.metric.filters:
            if self.time.column is not None and self.time.column.name.lower() in text.lower():
                continue  # its usual month: the reading has one of its own
            out.append(self.within(text, measure.place))
        # 보유계약 건수와 보험료: a count of some rows says which rows the other figures are of.
        counts = measure.metric.expression.replace(" ", "").upper() == "COUNT(*)"
        if out and not counts and any(m is not measure for m in self.parts.measures):
            raise Silent
        return out

    def condition(self, kept: Kept) -> str:
        column = self.read(kept.place, kept.column)
        if kept.text:
            text = self.within(kept.text, kept.place)
            return f"NOT ({text})" if kept.but else text
        if kept.sign:
            return f"{column} {kept.sign} {kept.number}"
        if is_list(kept.column):
            return f"{'NOT ' if kept.but else ''}{contains_text(column, kept.values)}"
        values = [_literal(v, kept) for v in kept.values]
        if len(values) == 1:
            return f"{column} {'<>' if kept.but else '='} {values[0]}"
        return f"{column} {'NOT ' if kept.but else ''}IN ({', '.join(values)})"

    def read(self, place: Place, column: Column) -> str:
        """A column as SQL, or the key of an object."""
        if not column.within:
            return self.column(place, column.name)
        alias = quoted(bare(place.table.name)) if self.places else ""
        return key_text(column, place.table, alias=alias, typed=True)

    def column(self, place: Place, name: str) -> str:
        return f"{quoted(bare(place.table.name))}.{quoted(name)}" if self.places else quoted(name)

    def within(self, text: str, place: Place) -> str:
        """An expression of the catalog with its columns told apart where tables are joined."""
        tree = sqlglot.parse_one(text, read="duckdb")
        for column in tree.find_all(exp.Column):
            if place.table.column(column.name) is None:
                raise Silent
            column.set("table", exp.to_identifier(bare(place.table.name)) if self.places else None)
            column.set("db", None)
        return str(tree.sql(dialect="duckdb"))


def called(sql: str, column: Column) -> str:
    """An expression under the name of the key it reads; columns have theirs."""
    return f"{sql} AS {quoted(column.name)}" if column.within else sql


def _literal(value: str, kept: Kept) -> str:
    if nature.truth(kept.column):
        return f"'{value}'" if kept.column.within else value.upper()
    if nature.text(kept.column) and not kept.column.type.upper().startswith(
        ("INT", "BIGINT", "SMALLINT", "DECIMAL")
    ):
        return "'" + value.replace("'", "''") + "'"
    return value


_TERM = re.compile(r"SUM\([^()]*\)|COUNT\(\*\)")
_TERMS = re.compile(rf"(?:{_TERM.pattern})(?: [-+] (?:{_TERM.pattern}))*")


def sums(sql: str) -> bool:
    """True for a count, a sum, and what sums make by plus and minus: of two times each can be told, and their difference."""
    return _TERMS.fullmatch(sql) is not None


def in_one(sql: str) -> str:
    """A figure as one term of a larger expression."""
    return f"({sql})" if len(_TERM.findall(sql)) > 1 else sql


def filtered(sql: str, condition: str) -> str:
    """A figure of such sums, of the rows of a condition only."""
    return in_one(_TERM.sub(lambda m: f"{m[0]} FILTER (WHERE {condition})", sql))


def adds_up(sql: str) -> bool:
    """True for a count or one sum: figures whose parts make the whole."""
    return sql == "COUNT(*)" or (sql.startswith("SUM(") and sql.count("(") == 1)
