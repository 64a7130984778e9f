"""The tables, columns and values that a question's signs stand for, and the SQL that says it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ....core.ports import Catalog
from ....core.tables import Column, Table
from ...mend.links import Link, Links
from ...mend.scene import RealValues, Scene
from ...mend.words import pieces
from ...sql_names import bare, quoted, whole
from .. import nature
from ..parts import Silent
from .query import Query, Spot
from .tokens import Token

_NUMBER = re.compile(r"\s*-?\d+(?:\.\d+)?\s*$")
_RANKS = frozenset("rank ranking position place standing finish".split())
_MARK = "\0"
_OWNER = re.compile(f"{_MARK}([^{_MARK}]*){_MARK}")


class Reader:
    """What names, values and numbers mean within one question. Everything that is not clear raises Silent."""

    def __init__(
        self, catalog: Catalog, tables: Sequence[Table], question: str, values: RealValues | None
    ) -> None:
        self.question = question
        self._values = values
        self._tables = {t.name: t for t in tables}
        scene = Scene(catalog=catalog, question=question, shown=tuple(self._tables))
        self._links = Links(scene, self._tables)
        self._places: dict[str, Link] = {}
        self.used: list[str] = []

    # -- tables and columns

    def tables_of(self, token: Token) -> list[Table]:
        """The tables a word names."""
        assert token.named is not None
        return [self._tables[n] for n in sorted(token.named.tables)]

    def one_table(self, tables: Sequence[Table], fits: Callable[[Table], bool]) -> Table:
        """The only table that fits."""
        found = [t for t in tables if fits(t)]
        if len(found) != 1:
            raise Silent
        return found[0]

    def all_tables(self) -> list[Table]:
        return list(self._tables.values())

    def column(self, token: Token, table: Table) -> Column | None:
        """The column of `table` that a word names; None where it names none. Raises Silent where it names several."""
        assert token.named is not None
        found = [c for t, c in sorted(token.named.columns) if t == table.name]
        if len(found) > 1:
            exact = [c for c in found if not self._a_key(table, c)]
            found = exact if len(exact) == 1 else found
        if len(found) > 1:
            raise Silent
        return table.column(found[0]) if found else None

    def _a_key(self, table: Table, column: str) -> bool:
        return column.lower().endswith(("_id", "id", "_code"))

    def spot(self, token: Token, table: Table) -> Spot:
        """The column in `table`, or in the only table it refers to that has it."""
        own = self.column(token, table)
        if own is not None:
            return Spot(table, own)
        found = []
        for link in self.parents(table):
            there = self._tables.get(link.one)
            column = self.column(token, there) if there is not None else None
            if there is not None and column is not None and not self._a_key(there, column.name):
                found.append(Spot(there, column, link))
        if len(found) != 1:
            raise Silent
        return found[0]

    def spot_of(self, owner: Token, token: Token, table: Table) -> Spot:
        """The column that "the teacher's name" means, for a row of `table`."""
        owners = [t.name for t in self.tables_of(owner)]
        if table.name in owners:
            column = self.column(token, table)
            if column is not None:
                return Spot(table, column)
        found = []
        for link in self.parents(table):
            if link.one in owners:
                column = self.column(token, self._tables[link.one])
                if column is not None:
                    found.append(Spot(self._tables[link.one], column, link))
        if len(found) != 1:
            raise Silent
        return found[0]

    def parents(self, table: Table) -> list[Link]:
        """The tables each row of `table` has one row of, where one way alone leads there."""
        out = [
            k
            for k in self._links.of(table.name)
            if k.many.lower() == table.name.lower()
            and k.one.lower() != table.name.lower()
            and k.one in self._tables
            and len(k.many_columns) == 1
        ]
        return [k for k in out if sum(o.one == k.one for o in out) == 1]

    def child_link(self, parent: Table, child: Table) -> Link:
        """The only link by which rows of `child` belong to a row of `parent`."""
        found = [
            k
            for k in self._links.of(parent.name)
            if k.one.lower() == parent.name.lower() and k.many.lower() == child.name.lower()
        ]
        if len(found) != 1 or len(found[0].many_columns) != 1:
            raise Silent
        return found[0]

    def behind(self, spot: Spot, link: Link | None) -> Spot:
        """The same column, reached by a link."""
        if link is None:
            return spot
        if spot.link is not None:
            raise Silent
        return Spot(spot.table, spot.column, link)

    def speaking(self, table: Table, words: Sequence[str]) -> list[Spot]:
        """The columns of figures that are called by one of these words, alone or at the end."""
        found = [c for c in table.columns if pieces(c.name)[-1:] and pieces(c.name)[-1] in words]
        return [s for s in (Spot(table, c) for c in found) if self.measures(s)]

    # -- how they are written

    def begin(self) -> None:
        """Forget what an earlier try read."""
        self._places = {}

    def name(self, spot: Spot, query_table: Table) -> str:
        """A column's name; told apart once a second table is read."""
        if spot.link is not None:
            self._places.setdefault(spot.table.name, spot.link)
        return f"{_MARK}{bare(spot.table.name)}{_MARK}{quoted(spot.column.name)}"

    def number(self, spot: Spot, query_table: Table) -> str:
        """A column as a number: a text column whose values are all numbers is read as such."""
        name = self.name(spot, query_table)
        if nature.numeric(spot.column):
            return name
        if nature.dated(spot.column):
            raise Silent
        if not self._all_numbers(spot):
            raise Silent
        return f"TRY_CAST({name} AS DOUBLE)"

    def sortable(self, spot: Spot, query_table: Table) -> str:
        """A column to sort by: texts that are numbers as numbers; never text that holds times."""
        if nature.numeric(spot.column) or nature.dated(spot.column):
            return self.name(spot, query_table)
        if self._all_numbers(spot):
            return self.number(spot, query_table)
        return self.name(spot, query_table)

    def measures(self, spot: Spot) -> bool:
        """Does the column hold figures that may be compared?"""
        return nature.numeric(spot.column) or (not nature.dated(spot.column) and self._all_numbers(spot))

    def timed(self, spot: Spot) -> bool:
        return nature.dated(spot.column)

    def is_rank(self, spot: Spot) -> bool:
        """Of a rank the least is the best: 높은 순위 is the first."""
        return bool(nature.pieces(spot.column.name) & _RANKS)

    def is_key(self, spot: Spot) -> bool:
        return nature.key(spot.column, spot.table) or spot.column.name.lower().endswith(("_id", "_code"))

    def _all_numbers(self, spot: Spot) -> bool:
        values = self.values(spot)
        return len(values) > 1 and all(_NUMBER.match(v) for v in values)

    # -- values

    def values(self, spot: Spot) -> tuple[str, ...]:
        if self._values is None:
            return spot.column.sample_values
        return self._values(spot.table.name, spot.column.name)

    def stored(self, spot: Spot, written: str, *, sure: bool = False) -> str:
        """A value as it is stored, as a literal. `sure`: the question names the column and puts the value in quotes."""
        if nature.numeric(spot.column):
            if _NUMBER.match(written):
                return written.strip()
            raise Silent
        if nature.dated(spot.column):
            raise Silent
        values = self.values(spot)
        same = [v for v in values if v.strip().casefold() == written.strip().casefold()]
        if len(same) == 1:
            return literal(same[0])
        if sure and not values:
            return literal(written)
        raise Silent

    def holding(self, table: Table, written: str) -> Spot:
        """The only text column of a table that holds a value."""
        found = []
        for column in table.columns:
            if nature.numeric(column) or nature.dated(column):
                continue
            spot = Spot(table, column)
            if any(v.strip().casefold() == written.strip().casefold() for v in self.values(spot)):
                found.append(spot)
        if len(found) != 1:
            raise Silent
        return found[0]

    # -- the statement

    def write(self, query: Query) -> str:
        """The statement, with the tables that its columns stand in."""
        self.used = [query.table.name, *self._places]
        lines = [f"SELECT {'DISTINCT ' if query.distinct else ''}{', '.join(query.select)}"]
        lines.append(f"FROM {whole(query.table.name)}")
        for name, link in self._places.items():
            left, right = quoted(bare(link.many)), quoted(bare(name))
            on = f"{left}.{quoted(link.many_columns[0])} = {right}.{quoted(link.one_columns[0])}"
            lines.append(f"JOIN {whole(name)} ON {on}")
        if query.where:
            lines.append(f"WHERE {' AND '.join(query.where)}")
        if query.group:
            lines.append(f"GROUP BY {', '.join(query.group)}")
        if query.having:
            lines.append(f"HAVING {query.having}")
        if query.order:
            lines.append(f"ORDER BY {', '.join(query.order)}")
        if query.limit:
            lines.append(f"LIMIT {query.limit}")
        return _told_apart("\n".join(lines), joined=bool(self._places))


def _told_apart(sql: str, *, joined: bool) -> str:
    return _OWNER.sub(lambda m: f"{quoted(m[1])}." if joined else "", sql)


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
