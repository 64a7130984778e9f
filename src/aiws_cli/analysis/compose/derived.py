"""Figures made of figures: shares, differences of two times, running totals, the best within each group."""

from __future__ import annotations

from .parts import Silent
from .pieces import Pieces, adds_up, filtered, in_one, sums

Figure = tuple[str, str]
"""A piece of SQL and the name it goes by."""


class Derived(Pieces):
    """Writes what is derived from the figures of each group."""

    def by_value(self, figure: Figure) -> list[Figure]:
        """A figure of each of several values, side by side."""
        sql, name = figure
        if not adds_up(sql):
            raise Silent
        return [
            (f"{sql} FILTER (WHERE {self.condition(k)})", f"{name}_{n + 1}")
            for n, k in enumerate(self.parts.apart)
        ]

    def shares(self, figures: list[Figure]) -> list[Figure]:
        parts = self.parts
        if parts.share == "over":
            (part, name), (of, _) = figures
            if parts.compared or parts.moving or parts.within or not (adds_up(part) and adds_up(of)):
                raise Silent
            return [(f"{part} * 100.0 / NULLIF({of}, 0)", f"{name}_percent")]
        if len(figures) != 1 or (not parts.of and (not parts.dimensions or parts.grain)):
            raise Silent
        sql, _ = figures[0]
        if not adds_up(sql):
            raise Silent
        if parts.of:
            if parts.running or parts.compared or parts.moving or parts.within or parts.per:
                raise Silent
            part = " AND ".join(self.condition(k) for k in parts.of)
            return [(f"{sql} FILTER (WHERE {part}) * 100.0 / {sql}", "share_percent")]
        share = (f"{sql} * 100.0 / SUM({sql}) OVER ()", "share_percent")
        return [*figures, share] if parts.share == "beside" else [share]

    def side_by_side(self, figures: list[Figure]) -> list[Figure]:
        """Two times side by side, or their difference, in percent where a rate is asked for."""
        parts = self.parts
        if (
            len(figures) != 1
            or parts.grain
            or (parts.rank and parts.compared == "each")
            or parts.share
            or parts.running
            or self.time.column is None
        ):
            raise Silent
        sql, name = figures[0]
        if not sums(sql):
            raise Silent
        column = self.column(parts.fact, self.time.column.name)
        sides = [filtered(sql, " AND ".join(c.format(column) for c in side)) for side in self.time.sides]
        if parts.compared == "each":
            return [(side, f"{name}_{n + 1}") for n, side in enumerate(sides)]
        first, second = parts.spans
        later, earlier = sides if first.start >= second.start else sides[::-1]
        shown = [(later, name)] if parts.beside else []
        if parts.compared == "change":
            return [*shown, (f"{later} - {earlier}", f"{name}_change")]
        return [*shown, (f"({later} - {earlier}) * 100.0 / NULLIF({earlier}, 0)", f"{name}_change_percent")]

    def along(self, figures: list[Figure], groups: list[Figure]) -> list[Figure]:
        """Each month with those before it: a running total, a moving average, the change from the one before.

        `groups` has the unit of time first; what else rows are told apart by has its own line of months.
        """
        parts = self.parts
        if len(figures) != 1 or not parts.grain or parts.share or parts.rank or parts.per:
            raise Silent
        sql, name = figures[0]
        if not sums(sql):
            raise Silent
        apart = f"PARTITION BY {', '.join(g for g, _ in groups[1:])} " if len(groups) > 1 else ""
        shown = [(sql, name)] if parts.beside else []
        order = f"{apart}ORDER BY {groups[0][0]}"
        if parts.running:
            if parts.grain not in ("month", "day") or any(self.is_state(m) for m in parts.measures):
                raise Silent
            return [*shown, (f"SUM({sql}) OVER ({order})", "running_total")]
        if parts.grain != "month":
            raise Silent
        if parts.moving:
            rows = f"ROWS BETWEEN {parts.moving - 1} PRECEDING AND CURRENT ROW"
            return [*shown, (f"AVG({sql}) OVER ({order} {rows})", "moving_average")]
        one = in_one(sql)
        before = f"LAG({sql}) OVER ({order})"
        if parts.compared == "change":
            return [*shown, (f"{one} - {before}", f"{name}_change")]
        return [*shown, (f"({one} - {before}) * 100.0 / NULLIF({before}, 0)", f"{name}_change_percent")]

    def months_asked(self, group: str) -> str:
        """The condition on the months shown; those before them are read all the same. Empty where all are."""
        period = self.parts.period
        if period is None:
            return ""
        if period.point or period.opened == "start" or period.start.day != 1:
            raise Silent
        first, last = period.start, min(period.end, self.as_of).replace(day=1)
        return f"{group} BETWEEN DATE '{first}' AND DATE '{last}'"

    def best_within(self, figure: str, groups: list[str]) -> str:
        """The condition that keeps the first rows of each group; ties share a place."""
        rank = self.parts.rank
        if rank is None or rank.rows is None or len(groups) < 2:
            raise Silent
        order = f"ORDER BY {figure}{'' if rank.ascending else ' DESC'}"
        return f"RANK() OVER (PARTITION BY {', '.join(groups[:-1])} {order}) <= {rank.rows}"
