"""The query before a follow-up, read back from its SQL: one fact table, what it is joined to, groups and figures."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from ...core.ports import Catalog
from ...core.tables import Column
from ..compose.nature import dated
from ..compose.parts import Silent
from ..compose.reach import Place, reach
from ..mend.grain import conjuncts
from ..mend.reading import read
from ..mend.scene import Scene
from ..mend.scope import Query, Source, queries
from ..sql_names import bare

_ODD = (exp.Window, exp.Subquery, exp.SetOperation, exp.Unnest, exp.Lateral)


@dataclass
class Former:
    """A grouped query or a list of rows. Every column reference carries the name its table goes by.

    `names`: table (lower case) → the name its columns are told by. `groups` are the shown items that are no figures.
    """

    select: exp.Select
    fact: Place
    places: dict[str, Place]
    names: dict[str, str]
    groups: list[exp.Expr]
    figures: list[exp.Expr]
    reached: dict[str, Place]

    @property
    def grouped(self) -> bool:
        return bool(self.figures)

    def meaning(self, reference: exp.Expr) -> tuple[Place, Column] | None:
        """The place and column a reference reads; None for what is no column of a table."""
        if not isinstance(reference, exp.Column):
            return None
        for table, name in self.names.items():
            if name.lower() == reference.table.lower():
                column = self.places[table].table.column(reference.name)
                return (self.places[table], column) if column is not None else None
        return None

    def reads(self, node: exp.Expr) -> list[tuple[Place, Column]]:
        found = [node] if isinstance(node, exp.Column) else list(node.find_all(exp.Column))
        return [m for c in found if (m := self.meaning(c)) is not None]

    def conditions(self) -> list[exp.Expr]:
        where = self.select.args.get("where")
        return conjuncts(where.this) if where is not None else []

    def keep(self, condition: exp.Expr) -> None:
        """One condition more."""
        where = self.select.args.get("where")
        if where is None:
            self.select.set("where", exp.Where(this=condition))
            return
        known = exp.paren(where.this.copy()) if isinstance(where.this, exp.Or) else where.this.copy()
        one = exp.paren(condition) if isinstance(condition, exp.Or) else condition
        where.set("this", exp.And(this=known, expression=one))

    def bared(self) -> exp.Expr:
        """The statement; over one table without an alias its columns need no name before them."""
        tree = self.select.copy()
        if len(self.names) == 1 and next(iter(self.names.values())) == bare(self.fact.table.name):
            for column in tree.find_all(exp.Column):
                column.set("table", None)
        return tree

    def times(self) -> list[exp.Expr]:
        """The conditions that limit one date and nothing else."""
        return [c for c in self.conditions() if (r := self.reads(c)) and all(dated(col) for _, col in r)]

    def timed_groups(self) -> list[exp.Expr]:
        return [g for g in self.groups if any(dated(c) for _, c in self.reads(g.unalias()))]

    def orders(self) -> list[exp.Expr]:
        order = self.select.args.get("order")
        return list(order.expressions) if order is not None else []

    def item_of(self, ordered: exp.Expr) -> exp.Expr | None:
        """The shown item that an ORDER BY expression stands for."""
        by = ordered.this
        for item in self.select.expressions:
            alias = isinstance(by, exp.Column) and not by.table and by.name.lower() == item.alias.lower()
            if item.unalias() == by or (alias and item.alias):
                return item  # type: ignore[no-any-return]
        return None


def read_former(sql: str, catalog: Catalog, dialect: str) -> Former | None:
    """The query as it can be changed; None where it is not of the plain kind."""
    tree, _, _ = read(sql, Scene(catalog=catalog, question="", dialect=dialect))
    if not isinstance(tree, exp.Select) or _is_odd(tree):
        return None
    say_joins_in_full(tree, catalog)
    query = queries(tree, catalog)[0]
    if any(s.table is None for s in query.sources):
        return None
    if len({s.table.name for s in query.sources if s.table}) < len(query.sources):
        return None
    if not _qualify(query) or not resolve_groups(tree):
        return None
    for source in query.sources:
        found = _around(query, source, catalog)
        if found is None:
            continue
        figures = [e for e in tree.expressions if e.find(exp.AggFunc)]
        groups = [e for e in tree.expressions if not e.find(exp.AggFunc)]
        reached = {p.table.name.lower(): p for p in reach(catalog, found[source.alias].table)}
        names = {s.table.name.lower(): s.alias for s in query.sources if s.table}
        former = Former(tree, found[source.alias], {}, names, groups, figures, reached)
        former.places = {p.table.name.lower(): p for p in found.values()}
        return former if _groups_are_shown(former) else None
    return None


def say_joins_in_full(select: exp.Select, catalog: Catalog) -> None:
    """JOIN … USING (a) as ON x.a = y.a, where one source before it has a column of that name."""
    query = next(q for q in queries(select, catalog) if q.select is select)
    for n, join in enumerate(select.args.get("joins") or ()):
        using = join.args.get("using")
        if not using or n + 1 >= len(query.sources):
            continue
        joined, pairs = query.sources[n + 1], []
        for name in (i.name for i in using):
            holders = [s for s in query.sources[: n + 1] if s.has(name)]
            if not holders or not joined.has(name):
                break
            left, right = exp.column(name, table=holders[0].alias), exp.column(name, table=joined.alias)
            pairs.append(exp.EQ(this=left, expression=right))
            for column in query.columns():
                if not column.table and column.name.lower() == name.lower():
                    column.set("table", exp.to_identifier(holders[0].alias))
        else:
            join.set("using", None)
            join.set("on", exp.and_(*pairs))


def _is_odd(select: exp.Select) -> bool:
    if any(select.args.get(k) for k in ("distinct", "qualify", "with_", "with", "offset", "having")):
        return True
    if any(select.find(kind) is not None for kind in _ODD) or len(list(select.find_all(exp.Select))) > 1:
        return True
    return any(
        isinstance(e.unalias(), exp.Star) or (e.is_star and not e.find(exp.AggFunc))
        for e in select.expressions
    )


def _qualify(query: Query) -> bool:
    outputs = query.output_names()
    for column in query.columns():
        ordered = column.find_ancestor(exp.Ordered)
        if not column.table and ordered is not None and column.name.lower() in outputs:
            continue
        owner = query.owner(column)
        if owner is None:
            if not column.table and column.name.lower() in outputs and isinstance(column.parent, exp.Group):
                continue
            return False
        column.set("table", exp.to_identifier(owner.alias))
        column.set("db", None)
    return True


def resolve_groups(select: exp.Select) -> bool:
    """GROUP BY 1, or by an alias, said in full; so ORDER BY 2."""
    order = select.args.get("order")
    for ordered in order.expressions if order is not None else ():
        if isinstance(ordered.this, exp.Literal):
            n = int(ordered.this.name) - 1 if ordered.this.is_int else -1
            if not 0 <= n < len(select.expressions):
                return False
            shown = select.expressions[n]
            ordered.set("this", exp.column(shown.alias) if shown.alias else shown.copy())
    group = select.args.get("group")
    if group is None:
        return True
    if any(group.args.get(k) for k in ("all", "cube", "rollup", "grouping_sets")):
        return False
    made: list[exp.Expr] = []
    for by in group.expressions:
        item: exp.Expr | None = by
        if isinstance(by, exp.Literal) and by.is_int:
            n = int(by.name) - 1
            item = select.expressions[n].unalias() if 0 <= n < len(select.expressions) else None
        elif isinstance(by, exp.Column) and not by.table:
            item = next((e.unalias() for e in select.expressions if e.alias == by.name), None)
        if item is None:
            return False
        made.append(item.copy())
    select.set("group", exp.Group(expressions=made))
    return True


def _groups_are_shown(former: Former) -> bool:
    group = former.select.args.get("group")
    by = list(group.expressions) if group is not None else []
    shown = [g.unalias() for g in former.groups]
    if not former.figures:
        return not by
    return all(b in shown for b in by) and all(s in by for s in shown)


def _around(query: Query, source: Source, catalog: Catalog) -> dict[str, Place] | None:
    """Each source's alias → its place as seen from this one, many rows to one; None where that is not how they are joined."""
    assert source.table is not None
    reached = {p.table.name.lower(): p for p in reach(catalog, source.table)}
    pairs = _joined(query)
    if pairs is None:
        return None
    out = {}
    for other in query.sources:
        assert other.table is not None
        place = reached.get(other.table.name.lower())
        if place is None:
            return None
        if place.path and not joined_as_known(query, place):
            return None
        out[other.alias] = place
    return out


def joined_as_known(query: Query, place: Place) -> bool:
    """Is the last step to a place joined the way its tables are known to belong together?"""
    pairs = _joined(query)
    if pairs is None or not place.path:
        return False
    rel = place.path[-1]
    left, right = rel.from_table.lower(), rel.to_table.lower()
    wanted = {
        frozenset(((left, a.lower()), (right, b.lower())))
        for a, b in zip(rel.from_columns, rel.to_columns, strict=True)
    }
    return wanted <= pairs


def _joined(query: Query) -> set[frozenset[tuple[str, str]]] | None:
    pairs = set()
    for join in query.select.args.get("joins") or ():
        if join.side == "RIGHT" or join.side == "FULL" or join.args.get("using") or join.args.get("method"):
            return None
        for part in conjuncts(join.args.get("on")):
            if not isinstance(part, exp.EQ):
                return None
            sides = []
            for side in (part.this, part.expression):
                owner = query.owner(side) if isinstance(side, exp.Column) else None
                if owner is None or owner.table is None:
                    return None
                sides.append((owner.table.name.lower(), side.name.lower()))
            pairs.add(frozenset(sides))
    return pairs


def lasting(former: Former, place: Place) -> str:
    """The name that columns of a place are told by, joining what leads there. Raises Silent where the way is another."""
    for n, rel in enumerate(place.path):
        name = rel.to_table.lower()
        path = place.path[: n + 1]
        if name in former.names:
            if former.places[name].path != path:
                raise Silent
            continue
        alias = bare(rel.to_table)
        if alias.lower() in {a.lower() for a in former.names.values()}:
            raise Silent
        left = former.names[rel.from_table.lower()]
        on = exp.and_(
            *(
                exp.EQ(this=exp.column(a, table=left), expression=exp.column(b, table=alias))
                for a, b in zip(rel.from_columns, rel.to_columns, strict=True)
            )
        )
        former.select.join(exp.to_table(rel.to_table), on=on, copy=False)
        former.names[name] = alias
        former.places[name] = place if n == len(place.path) - 1 else former.reached[name]
    return former.names[place.table.name.lower()]
