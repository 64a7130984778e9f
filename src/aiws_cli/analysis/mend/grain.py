"""How the rows of a SELECT's sources multiply each other: which join brings at most one row, which surely many.

Only declared keys and relationships count. What they do not tell is neither: no rule may act on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from sqlglot import exp

from ..period_sql import period_in_sql
from .scene import Scene
from .scope import Query, Source, own
from .words import pieces

Place = tuple[str, str]
"""(alias, column), both in lower case."""


class Grain:
    """The equalities of one SELECT, read once.

    `groups` are the columns the SELECT groups by: within a group each has one value. Raises nothing; where a join
    is of a kind whose rows cannot be told (`readable` is False), nothing is known.
    """

    def __init__(self, query: Query, scene: Scene) -> None:
        self.query = query
        self._scene = scene
        self._same: list[set[Place]] = []
        self._fixed: list[tuple[Place, frozenset[str]]] = []
        self._absent: set[str] = set()
        self.readable = _readable(query)
        if not self.readable:
            return
        self.parts = tuple(_parts(query.select))
        for part in self.parts:
            self._read(part)
        self._read_using()
        self._read_ranges()
        self.groups = frozenset(self._grouped())

    def reached(self, start: Collection[str], *, grouped: bool = True) -> set[str]:
        """Aliases with at most one row for each row of `start` (within a group, where `grouped`); `start` included."""
        settled = set(start)
        while True:
            more = {
                s.alias.lower()
                for s in self.query.sources
                if s.alias.lower() not in settled and self._at_most_one(s, settled, grouped)
            }
            if not more:
                return settled
            settled |= more

    def multiplies(self, source: Source, settled: Collection[str]) -> bool:
        """True when `source` surely brings several rows to one of `settled`: a foreign key or a part of its key ties it."""
        table = source.table
        if table is None or not table.primary_key:
            return False
        alias = source.alias.lower()
        tied = {
            place[1]
            for places in self._same
            if any(a in settled for a, _ in places)
            for place in places
            if place[0] == alias
        }
        key = {name.lower() for name in table.primary_key}
        refers = (
            {name.lower() for name in r.from_columns}
            for r in self._scene.catalog.relationships(table.name)
            if r.from_table.lower() == table.name.lower()
        )
        return bool(tied) and (tied < key or any(columns <= tied for columns in refers))

    def equal_places(self, left: str, right: str) -> tuple[str, str] | None:
        """A column of each of two aliases that the conditions make equal, directly or through others."""
        for places in self._same:
            mine = sorted(c for a, c in places if a == left.lower())
            far = sorted(c for a, c in places if a == right.lower())
            if mine and far:
                return mine[0], far[0]
        return None

    def _at_most_one(self, source: Source, settled: Collection[str], grouped: bool) -> bool:
        alias = source.alias.lower()
        if alias in self._absent:
            return True
        if source.table is None or not source.table.primary_key:
            return False
        return all(
            self._has_one_value((alias, name.lower()), settled, grouped) for name in source.table.primary_key
        )

    def _has_one_value(self, place: Place, settled: Collection[str], grouped: bool) -> bool:
        places = next((p for p in self._same if place in p), {place})
        if any(a in settled for a, _ in places) or (grouped and places & self.groups):
            return True
        return any(p in places and given <= set(settled) for p, given in self._fixed)

    def _read(self, part: exp.Expr) -> None:
        if isinstance(part, exp.EQ):
            left, right = part.this, part.expression
            if isinstance(left, exp.Column) and isinstance(right, exp.Column):
                one, other = self._place(left), self._place(right)
                if one and other:
                    self._tie({one, other})
                    return
            self._fix(left, right)
            self._fix(right, left)
        elif isinstance(part, exp.In):
            within = part.args.get("query")
            listed = len(part.expressions) == 1
            if listed or (within is not None and within.find(exp.Max, exp.Min)):
                self._fix(part.this, exp.Null())
        elif isinstance(part, exp.Is) and isinstance(part.expression, exp.Null):
            # LEFT JOIN … WHERE b.key IS NULL keeps rows without a counterpart only: nothing repeats.
            place = self._place(part.this) if isinstance(part.this, exp.Column) else None
            if place is not None and self._is_left(place[0]):
                self._absent.add(place[0])

    def _is_left(self, alias: str) -> bool:
        joins = self.query.select.args.get("joins") or ()
        return any(j.args.get("side") and j.this.alias_or_name.lower() == alias for j in joins)

    def _fix(self, side: exp.Expr, given: exp.Expr) -> None:
        places = {self._place(c) for c in columns_in(side)}
        if len(places) != 1 or None in places or coarse(side):
            return
        (place,) = places
        others = {p[0] for c in columns_in(given) if (p := self._place(c)) is not None}
        if place is not None:
            self._fixed.extend((p, frozenset(others)) for p in (place, *self._told_by_name(place)))

    def _read_using(self) -> None:
        for join in self.query.select.args.get("joins") or ():
            names = [i.name.lower() for i in join.args.get("using") or ()]
            at = next((n for n, s in enumerate(self.query.sources) if s.node is join.this), 0)
            for name in names:
                self._tie({(s.alias.lower(), name) for s in self.query.sources[: at + 1] if s.has(name)})

    def _read_ranges(self) -> None:
        """A month column limited to one month by a range is as good as fixed."""
        bounds: dict[Place, list[exp.Expr]] = {}
        for part in self.parts:
            if isinstance(part, exp.Between | exp.GT | exp.GTE | exp.LT | exp.LTE):
                places = {self._place(c) for c in columns_in(part)}
                if len(places) == 1 and (place := next(iter(places))) is not None:
                    bounds.setdefault(place, []).append(part)
        for place, found in bounds.items():
            try:
                span = period_in_sql(exp.and_(*found))
            except (ValueError, OverflowError):  # a made-up interval that leaves the calendar
                continue
            end = span[1] or self._scene.as_of if span else None
            if span and span[0] and end and _one_value(place[1], span[0], end):
                self._fixed.append((place, frozenset()))

    def _grouped(self) -> Iterator[Place]:
        select = self.query.select
        group = select.args.get("group")
        if group is None:
            return
        items = list(group.expressions)
        if group.args.get("all"):
            items = [e for e in select.expressions if not e.find(exp.AggFunc)]
        aliased = {e.alias.lower(): e.unalias() for e in select.expressions if e.alias}
        for item in items:
            if isinstance(item, exp.Literal) and not item.is_string and item.name.isdigit():
                at = int(item.name) - 1
                item = select.expressions[at] if at < len(select.expressions) else item
            elif isinstance(item, exp.Column) and not item.table and item.name.lower() in aliased:
                item = aliased[item.name.lower()]
            item = item.unalias()
            places = {self._place(c) for c in columns_in(item)}
            if len(places) == 1 and (place := next(iter(places))) is not None and not coarse(item):
                yield place
                yield from self._told_by_name(place)

    def _told_by_name(self, place: Place) -> Iterator[Place]:
        """A name may well be as good as the key it goes with: `channel_name` for `channel_id`, a branch's own name."""
        source = self.query.source(place[0])
        table = source.table if source is not None else None
        words = pieces(place[1])
        if table is None or words[-1:] != ("name",):
            return
        bare = set(pieces(table.name.rpartition(".")[2]))
        for key in table.primary_key:
            alike = pieces(key)[:-1] == words[:-1] != ()
            if alike or (len(table.primary_key) == 1 and set(words[:-1]) <= bare):
                yield place[0], key.lower()

    def _tie(self, places: set[Place]) -> None:
        if len(places) > 1:
            touched = [p for p in self._same if p & places]
            self._same = [p for p in self._same if not p & places] + [places.union(*touched)]

    def _place(self, column: exp.Column) -> Place | None:
        owner = self.query.owner(column)
        if owner is None or not any(owner is s for s in self.query.sources):
            return None
        return owner.alias.lower(), column.name.lower()


def columns_in(node: exp.Expr) -> list[exp.Column]:
    """Columns of an expression, itself included, subqueries left out."""
    return [node] if isinstance(node, exp.Column) else list(own(node, exp.Column))


def coarse(node: exp.Expr) -> bool:
    """True for a function that gives many days the same value beyond a month: YEAR(d), strftime(d, '%Y')."""
    if isinstance(node, exp.Column):
        return False
    text = node.sql(dialect="duckdb").upper()
    return "YEAR" in text or "QUARTER" in text or ("%Y" in text and "%M" not in text)


def conjuncts(condition: exp.Expr | None) -> list[exp.Expr]:
    """The parts of a condition joined by AND, parentheses around AND looked through."""
    if condition is None:
        return []
    inner = condition
    while isinstance(inner, exp.Paren):
        inner = inner.this
    if isinstance(inner, exp.And):
        return [*conjuncts(inner.this), *conjuncts(inner.expression)]
    return [condition]


def _parts(select: exp.Select) -> Iterator[exp.Expr]:
    where = select.args.get("where")
    yield from conjuncts(where.this if where is not None else None)
    for join in select.args.get("joins") or ():
        yield from conjuncts(join.args.get("on"))


def _readable(query: Query) -> bool:
    select = query.select
    aliases = [s.alias.lower() for s in query.sources]
    joins = select.args.get("joins") or ()
    return (
        len(aliases) > 1
        and len(set(aliases)) == len(aliases)
        and all(aliases)
        and not select.args.get("laterals")
        and not any(s.node.args.get("joins") or s.node.args.get("pivots") for s in query.sources)
        and all(
            (j.args.get("kind") or "") in ("", "INNER", "CROSS", "OUTER")
            and (j.args.get("side") or "") in ("", "LEFT")
            and not j.args.get("method")
            for j in joins
        )
    )


def _one_value(column: str, start: date, end: date) -> bool:
    if start >= end:
        return True
    words = pieces(column)
    if "month" not in words and "ym" not in words:
        return False
    firsts = lasts = 0
    day = start
    while day <= end and min(firsts, lasts) < 2:
        firsts += day.day == 1
        lasts += (day + timedelta(days=1)).day == 1
        day += timedelta(days=1)
    return min(firsts, lasts) < 2
