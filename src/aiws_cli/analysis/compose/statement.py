"""A reading as SQL: dimensions, then figures, exactly what was asked."""

from __future__ import annotations

from collections.abc import Sequence

import sqlglot
from sqlglot import exp

from . import nature
from .parts import Kept, Measure, Parts, Silent
from .reach import Place
from .times import When

_FUNCTIONS = {"sum": "SUM", "avg": "AVG", "min": "MIN", "max": "MAX"}
_GRAINS = {
    "month": "CAST(DATE_TRUNC('month', {}) AS DATE)",
    "quarter": "QUARTER({})",
    "year": "YEAR({})",
    "day": "{}",
}


def statement(parts: Parts, time: When) -> str:
    """The SQL of a reading, one clause a line. Raises Silent where its parts make no one sensible query."""
    return _Statement(parts, time).text()


class _Statement:
    def __init__(self, parts: Parts, time: When) -> None:
        self.parts = parts
        self.time = time
        self.places: dict[str, Place] = {}

    def text(self) -> str:
        parts = self.parts
        self._joined()
        if parts.shown:
            return self._listing()
        if not parts.measures:
            raise Silent
        if len(parts.dimensions) == 1 and parts.dimensions[0].whole and not parts.grain:
            return self._own_rows()
        return self._grouped()

    # -- kinds of queries

    def _listing(self) -> str:
        parts = self.parts
        if parts.dimensions or parts.grain or parts.share or parts.running or self.time.series:
            raise Silent
        if any(m.how not in ("plain",) for m in parts.measures):
            raise Silent
        if not any(d.column is nature.name_column(parts.fact.table) for d in parts.shown):
            raise Silent
        columns = [self._column(d.place, d.column.name) for d in parts.shown]
        columns += [self._column(m.place, m.column.name) for m in parts.measures if m.column]
        lines = [f"SELECT {', '.join(columns)}", *self._from(), *self._where()]
        if parts.rank is not None:
            if not parts.measures:
                raise Silent
            first = parts.rank.by or parts.measures[0]
            assert first.column is not None
            lines.append(self._order(self._column(first.place, first.column.name), columns[:1]))
            if parts.rank.rows is not None:
                lines.append(f"LIMIT {parts.rank.rows}")
        else:
            lines.append(f"ORDER BY {columns[0]}")
        return "\n".join(lines)

    def _own_rows(self) -> str:
        """Figures of the fact table's own rows: nothing is added up."""
        parts, name = self.parts, self.parts.dimensions[0]
        if self.time.series or parts.share or parts.running:
            raise Silent
        columns = [self._column(name.place, name.column.name)]
        for measure in parts.measures:
            if measure.how not in ("plain",) or measure.column is None:
                raise Silent
            columns.append(self._column(measure.place, measure.column.name))
        lines = [f"SELECT {', '.join(columns)}", *self._from(), *self._where()]
        if parts.rank is None:
            lines.append(f"ORDER BY {columns[0]}")
        else:
            lines.append(self._order(columns[1], columns[:1]))
            if parts.rank.rows is not None:
                lines.append(f"LIMIT {parts.rank.rows}")
        return "\n".join(lines)

    def _grouped(self) -> str:
        parts = self.parts
        if any(nature.undone(c) and not self._limited(c.name) for c in parts.fact.table.columns):
            raise Silent
        if parts.now and not self.time.series and self._unsettled():
            raise Silent
        groups: list[tuple[str, str]] = []
        if parts.grain or self.time.rows:
            groups.append(self._grain())
        for dimension in parts.dimensions:
            if dimension.whole and not self.time.series:
                raise Silent
            groups.append((self._column(dimension.place, dimension.column.name), dimension.column.name))
        figures = [self._figure(m) for m in parts.measures]
        if parts.compared and self.time.sides:
            figures = self._compared(figures)
        elif parts.compared and not self.time.rows:
            raise Silent
        if parts.share:
            figures = self._shares(figures)
        if parts.running:
            figures = self._running(figures, groups)
        if parts.rank is not None and not groups:
            raise Silent
        taken: list[str] = []
        selected = []
        for sql, name in (*groups, *figures):
            alias = name if name not in taken else f"{name}_{len(taken)}"
            taken.append(alias)
            selected.append(sql if sql == alias or sql.endswith(f".{alias}") else f"{sql} AS {alias}")
        lines = [f"SELECT {', '.join(selected)}", *self._from(), *self._where()]
        if groups:
            lines.append(f"GROUP BY {', '.join(sql for sql, _ in groups)}")
            names = [sql for sql, _ in groups]
            by = parts.rank.by if parts.rank is not None else None
            first = taken[len(groups) + (parts.measures.index(by) if by in parts.measures else 0)]
            if parts.rank is not None:
                lines.append(self._order(first, names))
                if parts.rank.rows is not None:
                    lines.append(f"LIMIT {parts.rank.rows}")
            elif parts.grain or self.time.rows or len(groups) > 1:
                lines.append(f"ORDER BY {', '.join(names)}")
            else:
                lines.append(f"ORDER BY {first} DESC, {names[0]}")
        return "\n".join(lines)

    def _unsettled(self) -> bool:
        """Asked how things stand now, of a table whose rows have a status that the question does not name."""
        if all(m.metric is not None for m in self.parts.measures):
            return False
        coded = [
            c for c in self.parts.fact.table.columns if c.code_values and "status" in nature.pieces(c.name)
        ]
        return any(not self._limited(c.name) for c in coded)

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

    def _limited(self, column: str) -> bool:
        parts = self.parts
        told = [text for m in parts.measures if m.metric is not None for text in m.metric.filters]
        return any(k.column.name == column for k in parts.kept if not k.place.path) or any(
            column in t for t in told
        )

    # -- pieces

    def _grain(self) -> tuple[str, str]:
        column = self.time.column
        if column is None:
            raise Silent
        name = self._column(self.parts.fact, column.name)
        grain = self.parts.grain or "month"
        if grain == "month" and self.time.monthly:
            return name, column.name
        if grain == "day" and (self.time.monthly or column.type.upper().startswith("TIMESTAMP")):
            raise Silent
        if grain == "quarter" and not self._one_year():
            raise Silent
        if grain in ("quarter", "year") and any(self._is_state(m) for m in self.parts.measures):
            raise Silent
        sql = _GRAINS[grain].format(name)
        return sql, column.name if sql == name else f"{grain}_of" if grain == "day" else grain

    def _one_year(self) -> bool:
        period = self.parts.period
        return period is not None and period.start.year == period.end.year

    @staticmethod
    def _is_state(measure: Measure) -> bool:
        return measure.column is not None and nature.stock(measure.column)

    def _figure(self, measure: Measure) -> tuple[str, str]:
        if measure.how == "count":
            if self.time.series:
                raise Silent
            return "COUNT(*)", "row_count"
        if measure.metric is not None:
            if self._kept_beside(measure):
                raise Silent
            return self._within(measure.metric.expression, measure.place), measure.metric.id
        assert measure.column is not None
        column = self._column(measure.place, measure.column.name)
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
        if not nature.additive(measure.column):
            raise Silent
        return f"SUM({column})", measure.column.name

    def _shares(self, figures: list[tuple[str, str]]) -> list[tuple[str, str]]:
        parts = self.parts
        if len(figures) != 1 or not parts.dimensions or parts.grain:
            raise Silent
        sql, _ = figures[0]
        if not self._adds_up(sql):
            raise Silent
        share = (f"{sql} * 100.0 / SUM({sql}) OVER ()", "share_percent")
        return [*figures, share] if parts.share == "beside" else [share]

    def _compared(self, figures: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Two times side by side, or their difference, in percent where a rate is asked for."""
        parts = self.parts
        if (
            len(figures) != 1
            or parts.grain
            or parts.rank
            or parts.share
            or parts.running
            or self.time.column is None
        ):
            raise Silent
        sql, name = figures[0]
        if not self._adds_up(sql):
            raise Silent
        column = self._column(parts.fact, self.time.column.name)
        sides = [
            f"{sql} FILTER (WHERE {' AND '.join(c.format(column) for c in side)})" for side in self.time.sides
        ]
        if parts.compared == "each":
            return [(side, f"{name}_{n + 1}") for n, side in enumerate(sides)]
        first, second = parts.spans
        later, earlier = sides if first.start >= second.start else sides[::-1]
        if parts.compared == "change":
            return [(f"{later} - {earlier}", f"{name}_change")]
        return [(f"({later} - {earlier}) * 100.0 / NULLIF({earlier}, 0)", f"{name}_change_percent")]

    @staticmethod
    def _adds_up(sql: str) -> bool:
        return sql == "COUNT(*)" or (sql.startswith("SUM(") and sql.count("(") == 1)

    def _running(
        self, figures: list[tuple[str, str]], groups: list[tuple[str, str]]
    ) -> list[tuple[str, str]]:
        if not self.parts.grain:
            if self.parts.period is None:
                raise Silent
            return figures
        if len(figures) != 1 or len(groups) > 1 or self.parts.grain not in ("month", "day"):
            raise Silent
        sql, _ = figures[0]
        if not self._adds_up(sql):
            raise Silent
        if any(self._is_state(m) for m in self.parts.measures):
            raise Silent
        return [(f"SUM({sql}) OVER (ORDER BY {groups[0][0]})", "running_total")]

    def _order(self, figure: str, names: Sequence[str]) -> str:
        assert self.parts.rank is not None
        return f"ORDER BY {figure}{'' if self.parts.rank.ascending else ' DESC'}, {', '.join(names)}"

    def _joined(self) -> None:
        parts = self.parts
        wanted: list[Place] = [d.place for d in (*parts.dimensions, *parts.shown)]
        wanted += [k.place for k in parts.kept]
        wanted += [m.place for m in parts.measures]
        steps: dict[str, tuple[object, ...]] = {}
        for place in wanted:
            at = Place(parts.fact.table)
            for n, rel in enumerate(place.path):
                name = rel.to_table.lower()
                path = place.path[: n + 1]
                if steps.setdefault(name, path) != path:
                    raise Silent
                table = place.table if n == len(place.path) - 1 else None
                if name not in self.places or table is not None:
                    self.places[name] = Place(table or at.table, path)
        bare = [n.rpartition(".")[2] for n in (parts.fact.table.name.lower(), *self.places)]
        if len(set(bare)) < len(bare):
            raise Silent

    def _from(self) -> list[str]:
        fact = self.parts.fact.table.name
        lines = [f"FROM {_whole(fact)}"]
        for place in sorted(self.places.values(), key=lambda p: p.far):
            rel = place.path[-1]
            left, right = _quoted(_bare(rel.from_table)), _quoted(_bare(rel.to_table))
            on = " AND ".join(
                f"{left}.{_quoted(a)} = {right}.{_quoted(b)}"
                for a, b in zip(rel.from_columns, rel.to_columns, strict=True)
            )
            lines.append(f"JOIN {_whole(rel.to_table)} ON {on}")
        return lines

    def _where(self) -> list[str]:
        parts = self.parts
        conditions = [self._condition(k) for k in parts.kept]
        for measure in parts.measures:
            if measure.metric is not None:
                conditions += self._metric_filters(measure)
        column = self.time.column
        if column is not None:
            name = self._column(parts.fact, column.name)
            conditions += [c.format(name) for c in self.time.conditions]
            sides = [" AND ".join(c.format(name) for c in side) for side in self.time.sides]
            if sides:
                conditions.append(f"({' OR '.join(f'({s})' if ' AND ' in s else s for s in sides)})")
        unique = list(dict.fromkeys(conditions))
        return [f"WHERE {' AND '.join(unique)}"] if unique else []

    def _metric_filters(self, measure: Measure) -> list[str]:
        assert measure.metric is not None
        out = []
        for text in measure.metric.filters:
            if self.time.column is not None and self.time.column.name.lower() in text.lower():
                continue  # its usual month: the reading has one of its own
            out.append(self._within(text, measure.place))
        # 보유계약 건수와 보험료: a count of some rows says which rows the other figures are of.
        counts = measure.metric.expression.replace(" ", "").upper() == "COUNT(*)"
        if out and not counts and any(m is not measure for m in self.parts.measures):
            raise Silent
        return out

    def _condition(self, kept: Kept) -> str:
        column = self._column(kept.place, kept.column.name)
        if kept.text:
            return self._within(kept.text, kept.place)
        if kept.sign:
            return f"{column} {kept.sign} {kept.number}"
        values = [_literal(v, kept) for v in kept.values]
        return f"{column} = {values[0]}" if len(values) == 1 else f"{column} IN ({', '.join(values)})"

    def _column(self, place: Place, name: str) -> str:
        return f"{_quoted(_bare(place.table.name))}.{_quoted(name)}" if self.places else _quoted(name)

    def _within(self, text: str, place: Place) -> str:
        """An expression of the catalog with its columns told apart where tables are joined."""
        tree = sqlglot.parse_one(text, read="duckdb")
        for column in tree.find_all(exp.Column):
            if place.table.column(column.name) is None:
                raise Silent
            column.set("table", exp.to_identifier(_bare(place.table.name)) if self.places else None)
            column.set("db", None)
        return str(tree.sql(dialect="duckdb"))


def _literal(value: str, kept: Kept) -> str:
    if nature.text(kept.column) and not kept.column.type.upper().startswith(
        ("INT", "BIGINT", "SMALLINT", "DECIMAL")
    ):
        return "'" + value.replace("'", "''") + "'"
    return value


def _bare(table: str) -> str:
    return table.rpartition(".")[2]


def _whole(table: str) -> str:
    return ".".join(_quoted(part) for part in table.split("."))


def _quoted(name: str) -> str:
    return name if name.isidentifier() and name.lower() not in _WORDS else f'"{name}"'


# Words of SQL that no name may be without quotes; schemas speak them in their tables' names too.
_WORDS = frozenset(
    "all analyse analyze and any array as asc both case cast check collate column constraint create cross default"
    " deferrable desc describe distinct do else end except false fetch for foreign freeze from full glob grant group"
    " having ilike in inner intersect into is join lateral leading left like limit natural not null offset on only or"
    " order outer pivot positional primary qualify references returning right select semi show similar some summarize"
    " table then to trailing true union unique unpivot user using values when where window with".split()
)
