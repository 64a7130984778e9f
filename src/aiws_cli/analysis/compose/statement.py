"""A reading as SQL: dimensions, then figures, exactly what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ...core.nested import is_list
from ..nested import element_name, unnest_text
from ..sql_names import bare, quoted, whole
from . import nature
from .derived import Derived
from .parts import Dimension, Parts, Silent
from .pieces import called
from .reach import Place
from .times import When


def statement(parts: Parts, time: When, as_of: date) -> str:
    """The SQL of a reading, one clause a line. Raises Silent where its parts make no one sensible query."""
    return _Statement(parts, time, as_of).text()


class _Statement(Derived):
    def text(self) -> str:
        parts = self.parts
        self._joined()
        if parts.shown:
            return self._listing()
        if not parts.measures:
            raise Silent
        if parts.one_row and not parts.dimensions and all(m.how == "plain" for m in parts.measures):
            return self._listing()
        if len(parts.dimensions) == 1 and parts.dimensions[0].whole and not parts.grain:
            return self._own_rows()
        if parts.within and parts.dimensions[-1].whole:
            return self._best_rows()
        return self._grouped()

    # -- kinds of queries

    def _listing(self) -> str:
        parts = self.parts
        listed = parts.shown
        if [d.whole for d in parts.dimensions] == [True] and not parts.within:
            # 팀별 인원과 전략: each row is one of them.
            listed = (parts.dimensions[0], *listed)
        elif parts.dimensions:
            raise Silent
        if parts.grain or parts.share or parts.running or parts.per or self.time.series:
            raise Silent
        if any(m.how not in ("plain",) for m in parts.measures):
            raise Silent
        if not parts.one_row and not any(d.column is nature.name_column(parts.fact.table) for d in listed):
            raise Silent
        columns = [self.read(d.place, d.column) for d in listed]
        columns += [self.read(m.place, m.column) for m in parts.measures if m.column]
        named = [d.column for d in listed] + [m.column for m in parts.measures if m.column]
        selected = [called(sql, column) for sql, column in zip(columns, named, strict=True)]
        lines = [f"SELECT {', '.join(selected)}", *self._from(), *self._where()]
        if parts.rank is not None:
            if not parts.measures:
                raise Silent
            first = parts.rank.by or parts.measures[0]
            assert first.column is not None
            lines.append(self._order(self.read(first.place, first.column), columns[:1]))
            if parts.rank.rows is not None:
                lines.append(f"LIMIT {parts.rank.rows}")
        elif not parts.one_row:
            lines.append(f"ORDER BY {columns[0]}")
        return "\n".join(lines)

    def _own_rows(self) -> str:
        """Figures of the fact table's own rows: nothing is added up."""
        parts, name = self.parts, self.parts.dimensions[0]
        if self.time.series or parts.share or parts.running or parts.per:
            raise Silent
        columns = [self.read(name.place, name.column)]
        selected = columns[:]
        for measure in parts.measures:
            if measure.how not in ("plain",) or measure.column is None:
                raise Silent
            columns.append(self.read(measure.place, measure.column))
            selected.append(called(columns[-1], measure.column))
        lines = [f"SELECT {', '.join(selected)}", *self._from(), *self._where()]
        if parts.rank is None:
            lines.append(f"ORDER BY {columns[0]}")
        else:
            lines.append(self._order(columns[1], columns[:1]))
            if parts.rank.rows is not None:
                lines.append(f"LIMIT {parts.rank.rows}")
        return "\n".join(lines)

    def _best_rows(self) -> str:
        """The fact table's own rows that come first within each group."""
        parts = self.parts
        if self.time.series or parts.share or parts.running or parts.per or parts.grain or parts.compared:
            raise Silent
        if len(parts.measures) != 1 or parts.measures[0].how != "plain" or parts.measures[0].column is None:
            raise Silent
        groups = [self._group(d)[0] for d in parts.dimensions]
        figure = self.read(parts.fact, parts.measures[0].column)
        lines = [f"SELECT {', '.join((*groups, figure))}", *self._from(), *self._where()]
        lines.append(f"QUALIFY {self.best_within(figure, groups)}")
        lines.append(f"ORDER BY {groups[0]}, {figure} DESC, {groups[-1]}")
        return "\n".join(lines)

    def _grouped(self) -> str:
        parts = self.parts
        if any(nature.undone(c) and not self.limited(c.name) for c in parts.fact.table.columns):
            raise Silent
        if parts.now and not self.time.series and self._unsettled():
            raise Silent
        groups: list[tuple[str, str]] = []
        if parts.grain or self.time.rows:
            groups.append(self.grain())
        for dimension in parts.dimensions:
            if dimension.whole and not self.time.series:
                raise Silent
            groups.append(self._group(dimension))
        figures = [self.figure(m) for m in parts.measures]
        if parts.per is not None:
            if len(figures) != 1 or parts.share or parts.running or parts.compared:
                raise Silent
            figures = [self.a_head(figures[0], parts.per)]
        kept = ""
        if parts.step or parts.moving or (parts.running and parts.grain):
            figures = self.along(figures, groups)
            kept = "" if parts.running else self.months_asked(groups[0][0])
        elif parts.running and parts.period is None:
            raise Silent
        elif parts.compared and self.time.sides:
            figures = self.side_by_side(figures)
        elif parts.compared and not self.time.rows:
            raise Silent
        if parts.apart:
            if len(figures) != 1 or parts.share or parts.running or parts.compared or parts.step:
                raise Silent
            figures = self.by_value(figures[0])
        if parts.within:
            if len(figures) != 1 or parts.share or parts.running or parts.compared or parts.grain:
                raise Silent
            kept = self.best_within(figures[0][0], [g for g, _ in groups])
        if parts.share:
            figures = self.shares(figures)
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
            if parts.having is not None:
                lines.append(f"HAVING {self._held(figures)}")
            lines += [f"QUALIFY {kept}"] if kept else []
            names = [sql for sql, _ in groups]
            by = parts.rank.by if parts.rank is not None else None
            first = taken[len(groups) + (parts.measures.index(by) if by in parts.measures else 0)]
            first = taken[-1] if parts.compared in ("change", "rate") else first
            if parts.within:
                falling = parts.rank is not None and not parts.rank.ascending
                lines.append(f"ORDER BY {names[0]}, {first}{' DESC' if falling else ''}, {names[-1]}")
            elif parts.rank is not None:
                lines.append(self._order(first, names))
                if parts.rank.rows is not None:
                    lines.append(f"LIMIT {parts.rank.rows}")
            elif parts.grain or self.time.rows or len(groups) > 1:
                lines.append(f"ORDER BY {', '.join(names)}")
            else:
                lines.append(f"ORDER BY {first} DESC, {names[0]}")
        return "\n".join(lines)

    def _group(self, dimension: Dimension) -> tuple[str, str]:
        """A dimension as SQL and what it is called; of a list each element by itself, for which FROM opens the list."""
        if not is_list(dimension.column):
            return self.read(dimension.place, dimension.column), dimension.column.name
        parts = self.parts
        if self.opened is not None or parts.share or parts.running or parts.compared or parts.within:
            # Elements overlap: their parts of a whole add up to more than it.
            raise Silent
        self.opened = dimension
        name = element_name(dimension.column, dimension.place.table)
        return f"each_{name}.{name}", name

    def _unsettled(self) -> bool:
        """Asked how things stand now, of a table whose rows have a status that the question does not name."""
        if all(m.metric is not None for m in self.parts.measures):
            return False
        coded = [
            c for c in self.parts.fact.table.columns if c.code_values and "status" in nature.pieces(c.name)
        ]
        return any(not self.limited(c.name) for c in coded)

    # -- pieces

    def _held(self, figures: Sequence[tuple[str, str]]) -> str:
        """The one figure of each group against its bound."""
        parts = self.parts
        derived = parts.share or parts.running or parts.step or parts.moving or parts.within or parts.compared
        if parts.having is None or derived or parts.grain or len(figures) != 1:
            raise Silent
        return f"{figures[0][0]} {parts.having[0]} {parts.having[1]}"

    def _order(self, figure: str, names: Sequence[str]) -> str:
        assert self.parts.rank is not None
        return f"ORDER BY {figure}{'' if self.parts.rank.ascending else ' DESC'}, {', '.join(names)}"

    def _joined(self) -> None:
        parts = self.parts
        wanted: list[Place] = [d.place for d in (*parts.dimensions, *parts.shown)]
        wanted += [k.place for k in (*parts.kept, *parts.of)]
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
        names = [bare(n) for n in (parts.fact.table.name.lower(), *self.places)]
        if len(set(names)) < len(names):
            raise Silent

    def _from(self) -> list[str]:
        fact = self.parts.fact.table.name
        lines = [f"FROM {whole(fact)}"]
        for place in sorted(self.places.values(), key=lambda p: p.far):
            rel = place.path[-1]
            left, right = quoted(bare(rel.from_table)), quoted(bare(rel.to_table))
            on = " AND ".join(
                f"{left}.{quoted(a)} = {right}.{quoted(b)}"
                for a, b in zip(rel.from_columns, rel.to_columns, strict=True)
            )
            lines.append(f"JOIN {whole(rel.to_table)} ON {on}")
        if self.opened is not None:
            lines.append(unnest_text(self.opened.column, self.opened.place.table))
        return lines

    def _where(self) -> list[str]:
        parts = self.parts
        conditions = [self.condition(k) for k in parts.kept]
        for measure in parts.measures:
            if measure.metric is not None:
                conditions += self.metric_filters(measure)
        column = self.time.column
        if column is not None and not (parts.step or parts.moving):
            name = self.column(parts.fact, column.name)
            conditions += [c.format(name) for c in self.time.conditions]
            sides = [" AND ".join(c.format(name) for c in side) for side in self.time.sides]
            if sides:
                conditions.append(f"({' OR '.join(f'({s})' if ' AND ' in s else s for s in sides)})")
        unique = list(dict.fromkeys(conditions))
        return [f"WHERE {' AND '.join(unique)}"] if unique else []
