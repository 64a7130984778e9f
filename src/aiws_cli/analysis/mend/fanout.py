"""Aggregates over joins that multiply rows: each balance once per month, each customer once per account.

Two shapes, told apart by the keys. Side by side (accounts ← branches → monthly figures): every row of one meets
every row of the other, which nobody means. Parent and child (card products ← cards): the parent's figure once
per child may be meant (fees of all cards), so the question must tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from ...core.tables import Table
from .counted import counts_table
from .grain import Grain, columns_in, conjuncts
from .joining import equal, qualify
from .joins import named, starred, unasked
from .scene import Scene
from .scope import Query, Source, own, queries
from .words import pieces, singular, spoken

_VERB = r"(?:한|된|진|받은|있는|하는|되는|낸|던)"
_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.Like, exp.ILike)
_MOST_STEPS = 8


@dataclass(frozen=True, eq=False)
class Fan:
    """One aggregate whose rows repeat: `part` measures `one`, and `many` brings several rows to each row of it.

    `beside` are the sources that go with `many` (itself included). `child` is True when each of them has one `one`.
    """

    part: exp.AggFunc
    one: Source
    many: Source
    beside: tuple[Source, ...]
    child: bool


def mend_fanout(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A join that only filters becomes EXISTS, an outer one that does not even filter goes, a key is counted once.

    Which rows take part stays as it was; only how often changes.
    """
    reasons: list[str] = []
    for _ in range(_MOST_STEPS):
        reason = next((r for q in queries(tree, scene.catalog) if (r := _mend_one(q, tree, scene))), None)
        if reason is None:
            break
        reasons.append(reason)
    return tree, tuple(reasons)


def cautions(tree: exp.Expr, scene: Scene) -> tuple[str, ...]:
    """What may be counted more than once and could not be put right, in the asker's language."""
    out: dict[frozenset[str], str] = {}
    for query in queries(tree, scene.catalog):
        grain = Grain(query, scene)
        for fan in _fans(grain):
            if (
                not isinstance(fan.part, exp.Count)
                or _sure(fan, query, scene)
                or counts_table(scene.question, fan.one.table)
            ):
                told = {"one": _called(fan.one, scene), "many": _called(fan.many, scene)}
                # Two tables that repeat each other are told once.
                out.setdefault(frozenset(told.values()), scene.reason("caution.fanout", **told))
    return tuple(out.values())


def _mend_one(query: Query, tree: exp.Expr, scene: Scene) -> str | None:
    """Put one thing right in this SELECT; the reason, or None where nothing (more) can be."""
    grain = Grain(query, scene)
    fans = list(_fans(grain))
    for fan in fans:
        key = _counted_key(fan)
        if key is not None and (_sure(fan, query, scene) or counts_table(scene.question, fan.one.table)):
            was = fan.part.sql(dialect=scene.dialect)
            fan.part.set("this", exp.Distinct(expressions=[key.copy()]))
            return scene.reason("fanout_distinct", part=was, one=named(fan.one))
    for fan in fans:
        touched = [f for f in fans if set(f.beside) & set(fan.beside)]
        if all(_sure(f, query, scene) for f in touched) and _rows_may_go(query, fan, scene):
            done = _Removal(grain, tree, fan.beside).make()
            if done:
                return scene.reason(done, many=named(fan.many), one=named(fan.one))
    return None


def _fans(grain: Grain) -> Iterator[Fan]:
    query = grain.query
    if not grain.readable:
        return
    # Where the group is one row of it, an average or a count of it cannot be distorted by repeating that row.
    single = grain.reached(())
    for part in own(query.select, exp.AggFunc):
        one = _measured(part, grain)
        if one is None:
            continue
        if not isinstance(part, exp.Sum) and one.alias.lower() in single:
            continue
        settled = grain.reached({one.alias.lower()})
        seen: set[Source] = set()
        for many in query.sources:
            if many.alias.lower() in settled or many in seen or not grain.multiplies(many, settled):
                continue
            beside = _beside(many, grain, settled)
            seen.update(beside)
            child = one.alias.lower() in grain.reached({many.alias.lower()}, grouped=False)
            yield Fan(part, one, many, beside, child)


def _measured(part: exp.AggFunc, grain: Grain) -> Source | None:
    """The source whose rows an aggregate adds up; of several the one whose row has one row of all others."""
    if not isinstance(part, exp.Sum | exp.Avg | exp.Count) or isinstance(part.this, exp.Distinct):
        return None
    if isinstance(part.parent, exp.Window) or next(own(part, exp.AggFunc), None) is not None:
        return None
    query = grain.query
    columns = columns_in(part)
    if isinstance(part.parent, exp.Filter):
        if isinstance(part.parent.parent, exp.Window):
            return None
        columns += list(own(part.parent.expression, exp.Column))
    owners = {query.owner(c) for c in columns}
    inside = [s for s in query.sources if s in owners]
    if not inside or len(inside) != len(owners) or any(s.table is None for s in inside):
        return None
    wanted = {s.alias.lower() for s in inside}
    finest = [s for s in inside if wanted <= grain.reached({s.alias.lower()}, grouped=False)]
    return finest[0] if len(finest) == 1 or len(inside) == 1 else None


def _beside(many: Source, grain: Grain, settled: set[str]) -> tuple[Source, ...]:
    """`many` and what conditions tie to it, what the measured row settles left out."""
    free = [s for s in grain.query.sources if s.alias.lower() not in settled]
    ties = [{grain.query.owner(c) for c in columns_in(part)} for part in grain.parts]
    inside: set[Source] = {many}
    for _ in free:
        inside |= {s for s in free for tie in ties if s in tie and tie & inside}
    return tuple(s for s in free if s in inside)


def _sure(fan: Fan, query: Query, scene: Scene) -> bool:
    """True when repeating rows cannot be what the question means."""
    return not fan.child or _unasked(query, fan, scene) or _is_condition(fan, scene)


def _unasked(query: Query, fan: Fan, scene: Scene) -> bool:
    """The question names what is measured, and none of what multiplies it."""
    return spoken(scene.question, *_names(fan.one.table)) > 0 and all(
        unasked(query, s, scene) for s in fan.beside
    )


def _is_condition(fan: Fan, scene: Scene) -> bool:
    """`이체한 계좌`, "accounts with transfers": the multiplying table says which rows, not how often."""
    ones = [n for n in _names(fan.one.table) if n]
    for many in (n for s in fan.beside for n in _names(s.table) if n):
        for one in ones:
            after = rf"{re.escape(many)}\s?[가-힣]{{0,2}}\s?[가-힣]{{0,5}}{_VERB}\s(?:\S+\s)?{re.escape(one)}"
            before = (
                rf"\b{re.escape(singular(one.lower()))}\w*\s(?:\w+\s)?(?:that|who|which|with|having)\b"
                rf"[^.?]{{0,40}}\b{re.escape(singular(many.lower()))}"
            )
            if re.search(after, scene.question) or re.search(before, scene.question, re.IGNORECASE):
                return True
    return False


def _counted_key(fan: Fan) -> exp.Column | None:
    column = fan.part.this
    key = fan.one.table.primary_key if fan.one.table is not None else ()
    if not isinstance(fan.part, exp.Count) or not isinstance(column, exp.Column) or len(key) != 1:
        return None
    return column if column.name.lower() == key[0].lower() else None


def _rows_may_go(query: Query, fan: Fan, scene: Scene) -> bool:
    """COUNT(*) counts joined rows: with one beside, only a table nobody asked about may go."""
    counts = any(
        not columns_in(c) and not isinstance(c.this, exp.Distinct) for c in own(query.select, exp.Count)
    )
    return not counts or _unasked(query, fan, scene)


class _Removal:
    """Takes sources out of FROM, together with the conditions on them. Changes nothing unless all of it can be done."""

    def __init__(self, grain: Grain, tree: exp.Expr, gone: tuple[Source, ...]) -> None:
        self._grain = grain
        self._query = grain.query
        self._select = grain.query.select
        self._gone = gone
        self._kept = [s for s in self._query.sources if s not in gone]
        self._joins: dict[Source, exp.Join] = {}
        for join in self._select.args.get("joins") or ():
            source = next((s for s in self._query.sources if s.node is join.this), None)
            if source is not None:
                self._joins[source] = join
        self._owners: dict[int, Source | None] = {}
        for query in queries(tree, self._query.catalog):
            mine = next((s for s in (self._query,) if s.select is query.select), query)
            for column in own(query.select, exp.Column):
                self._owners[id(column)] = self._owner(mine, column)

    def make(self) -> str:
        """The key of the reason, or "" where it cannot be done."""
        moved = [p for p in self._grain.parts if self._mentions(p) & set(self._gone)]
        if (
            not self._kept
            or self._used_elsewhere(moved)
            or any(j.args.get("using") for j in self._all_joins())
        ):
            return ""
        outer = [s for s in self._gone if self._side(s)]
        where = self._select.args.get("where")
        filters = {id(p) for p in conjuncts(where.this if where is not None else None)}
        own_ons = {id(p) for s in outer for p in conjuncts(self._joins[s].args.get("on"))}
        # An outer join keeps every other row: without it they are the same, once.
        drop = len(outer) == len(self._gone) and all(id(p) in own_ons for p in moved)
        if not drop and any(not self._refuses_null(s, moved, filters) for s in outer):
            return ""
        for source in self._kept:
            on = conjuncts(self._joins[source].args.get("on")) if source in self._joins else []
            if self._side(source) and any(p is m for p in on for m in moved):
                return ""
        first = self._query.sources[0]
        if first in self._gone and any(self._side(s) for s in self._kept):
            return ""
        links = self._links(moved)
        if links is None:
            return ""
        self._take_out(moved, links, drop)
        return "fanout_dropped" if drop else "fanout"

    def _take_out(self, moved: list[exp.Expr], links: list[exp.Expr], drop: bool) -> None:
        select, away = self._select, {id(p) for p in moved}
        for part in moved:
            for column in part.find_all(exp.Column):
                owner = self._owners.get(id(column))
                if owner is not None and not column.table and owner in self._query.sources:
                    qualify(column, owner.alias)
        where = select.args.get("where")
        filters = [p for p in conjuncts(where.this if where is not None else None) if id(p) not in away]
        ons = {
            s: [p for p in conjuncts(j.args.get("on")) if id(p) not in away]
            for s, j in self._joins.items()
            if s in self._kept
        }
        commas = {s for s, j in self._joins.items() if j.args.get("on") is None}
        if self._query.sources[0] in self._gone:
            # The first source that stays opens FROM; every condition goes to the last source it reads.
            pool = [p for parts in ons.values() for p in parts]
            ons = {s: [] for s in self._kept[1:]}
            for part in pool:
                last = max(self._kept.index(s) for s in self._kept if s in self._mentions(part))
                (ons[self._kept[last]] if last else filters).append(part)
            select.args["from_"].set("this", self._kept[0].node)
        for link in links:
            last = max(self._kept.index(s) for s in self._kept if s in self._mentions(link))
            ons.setdefault(self._kept[last], []).append(link)
        if not drop:
            filters.append(self._exists(moved))
        joins = []
        for source in [s for s in self._kept if s in ons and s is not self._kept[0]]:
            join = self._joins[source]
            parts = ons[source]
            join.set("on", exp.and_(*parts, copy=False) if parts else None)
            if not parts and source not in commas:
                join.set("kind", "CROSS")
                join.set("side", None)
            elif parts and join.args.get("kind") == "CROSS":
                join.set("kind", None)
            joins.append(join)
        select.set("joins", joins)
        select.set("where", exp.Where(this=exp.and_(*filters, copy=False)) if filters else None)

    def _exists(self, moved: list[exp.Expr]) -> exp.Expr:
        inner = exp.Select(expressions=[exp.Literal.number(1)])
        inner.set("from_", exp.From(this=self._gone[0].node.copy()))
        left = list(moved)
        for at, source in enumerate(self._gone[1:], start=1):
            seen = set(self._gone[: at + 1])
            on = [p for p in left if self._mentions(p) <= seen and source in self._mentions(p)]
            left = [p for p in left if p not in on]
            join = exp.Join(this=source.node.copy(), kind=None if on else "CROSS")
            if on:
                join.set("on", exp.and_(*[p.copy() for p in on], copy=False))
            inner.append("joins", join)
        if left:
            inner.set("where", exp.Where(this=exp.and_(*[p.copy() for p in left], copy=False)))
        return exp.Exists(this=inner)

    def _links(self, moved: list[exp.Expr]) -> list[exp.Expr] | None:
        """Equalities that must take the place of moved ones so that no kept source stands alone; None if not known."""
        stays = [p for p in self._grain.parts if not any(p is m for m in moved)]
        groups: list[set[Source]] = [{s} for s in self._kept]
        for tie in [self._mentions(p) for p in stays]:
            touched = [g for g in groups if g & tie]
            if len(touched) > 1:
                groups = [g for g in groups if not g & tie] + [set[Source]().union(*touched)]
        was_alone = {s for s in self._kept if not any(s in self._mentions(p) for p in self._grain.parts)}
        out: list[exp.Expr] = []
        groups = [g for g in groups if not g <= was_alone]
        while len(groups) > 1:
            found = next(
                (
                    (g, equal(a.alias, (pair[0],), b.alias, (pair[1],)), a, b)
                    for g in groups[1:]
                    for a in groups[0]
                    for b in g
                    if (pair := self._grain.equal_places(a.alias, b.alias)) is not None
                ),
                None,
            )
            if found is None:
                return None
            group, link, a, b = found
            for column in link.find_all(exp.Column):
                self._owners[id(column)] = a if column.table == a.alias else b
            out.append(link)
            groups = [groups[0] | group, *(g for g in groups[1:] if g is not group)]
        return out

    def _used_elsewhere(self, moved: list[exp.Expr]) -> bool:
        if starred(self._query):
            return True
        inside = {id(c) for p in moved for c in p.find_all(exp.Column)}
        return any(
            id(c) not in inside and self._owners.get(id(c)) in self._gone
            for c in self._select.find_all(exp.Column)
        )

    def _owner(self, query: Query, column: exp.Column) -> Source | None:
        """The source a reference reads; a name that could be one of those to go counts as theirs."""
        owner = query.owner(column)
        if owner is not None:
            # Queries are read afresh for nested SELECTs: the same source is the one with the same node.
            return next((s for s in self._query.sources if s.node is owner.node), owner)
        by_alias = next((s for s in self._gone if column.table.lower() == s.alias.lower()), None)
        return by_alias or next((s for s in self._gone if not column.table and s.has(column.name)), None)

    def _mentions(self, part: exp.Expr) -> set[Source]:
        found = {self._owners.get(id(c)) for c in part.find_all(exp.Column)}
        return {s for s in found if s is not None and s in self._query.sources}

    def _refuses_null(self, source: Source, moved: list[exp.Expr], filters: set[int]) -> bool:
        """A WHERE part no row without a counterpart can meet: then LEFT JOIN is as good as JOIN."""
        for part in (p for p in moved if id(p) in filters):
            there = isinstance(part, exp.Not) and isinstance(part.this, exp.Is)
            there = there and isinstance(part.this.expression, exp.Null)
            column = part.this.this if there else part.this
            if (there or isinstance(part, _COMPARISONS)) and self._owners.get(id(column)) is source:
                return True
        return False

    def _side(self, source: Source) -> bool:
        return source in self._joins and bool(self._joins[source].args.get("side"))

    def _all_joins(self) -> list[exp.Join]:
        return list(self._select.args.get("joins") or ())


def _names(table: Table | None) -> list[str]:
    if table is None:
        return []
    bare = " ".join(pieces(table.name.rpartition(".")[2]))
    return [n for n in (table.business_name, table.business_name_en, *table.synonyms, bare) if n]


def _called(source: Source, scene: Scene) -> str:
    table = source.table
    if table is None:
        return source.alias
    name = table.business_name if scene.language == "ko" else table.business_name_en
    return name or table.name.rpartition(".")[2]
