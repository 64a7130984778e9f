"""A query of any form, changed in one place: another time, another value, one condition more, a bound, an order.

WITH, subqueries, windows, HAVING stay as they are. A value goes where its column is limited already, else into the
SELECT that reads it with the fewest joins; what could go into two is left to the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import sqlglot
from sqlglot import exp

from ...core.nested import is_list
from ...core.ports import Catalog
from ...core.tables import Metric, Term
from ..asked_time import AskedTime
from ..compose.choose import Words
from ..compose.cover import Said, cover
from ..compose.lexicon import lexicon
from ..compose.parts import Dimension, Kept, Parts, Silent
from ..compose.reach import Place, reach
from ..compose.units import units
from ..mend.dialect import drop_condition
from ..mend.grain import conjuncts
from ..mend.reading import read, write
from ..mend.scene import Scene
from ..mend.scope import Query, queries
from .former import Former, joined_as_known, lasting, resolve_groups, say_joins_in_full
from .in_time import replace_time
from .outermost import put_in_order
from .wish import Bound, Wish, read_wish
from .wordings import FOLLOWING
from .work import alike, bound_of, plain, put_bound


@dataclass(frozen=True)
class Changed:
    """The changed statement, the reading it was made of and the tables it reads. `cost`: joins added, depth of the SELECT."""

    sql: str
    parts: Parts
    tables: tuple[str, ...]
    cost: tuple[int, int]


def change_inside(
    catalog: Catalog,
    text: str,
    times: AskedTime,
    *,
    sql: str,
    dialect: str,
    metrics: tuple[Metric, ...] = (),
    terms: Iterable[Term] = (),
    companies: Words | None = None,
) -> Changed | None:
    """The change that every word of the follow-up speaks for; None where there is none, or two are as likely."""
    tree, _, _ = read(sql, Scene(catalog=catalog, question="", dialect=dialect))
    if not isinstance(tree, exp.Query):
        return None
    taken = [Said("period", s.at, s.after, s.words) for s in times.spans]
    split, terms = units(text), tuple(terms)
    found: list[Changed] = []
    for n, query in enumerate(queries(tree, catalog)):
        for source in query.sources:
            if source.table is None:
                continue
            words = lexicon(
                catalog, source.table, question=text, metrics=metrics, terms=terms, companies=companies
            )
            said = cover(text, split, words, taken, FOLLOWING)
            if said is None:
                continue
            copy = tree.copy()
            work = _Inside(catalog, copy, n, source.alias)
            try:
                wish = read_wish(catalog, work.former, said, times)
                work.make(wish, times.as_of)
            except Silent:
                continue
            after = write(copy, dialect)
            if after != write(tree, dialect):
                tables = tuple(
                    dict.fromkeys(s.table.name for q in queries(copy, catalog) for s in q.sources if s.table)
                )
                found.append(Changed(after, wish.parts, tables, (work.joins, work.depth)))
    if not found:
        return None
    least = min(c.cost for c in found)
    best = [c for c in found if c.cost == least]
    return best[0] if len({c.sql for c in best}) == 1 else None


class _Inside:
    """One SELECT of a statement seen from one of its tables, and the changes that reach it."""

    def __init__(self, catalog: Catalog, tree: exp.Expr, n: int, alias: str) -> None:
        self.tree = tree
        self.catalog = catalog
        select = queries(tree, catalog)[n].select
        say_joins_in_full(select, catalog)
        self.all = queries(tree, catalog)
        self.query = self.all[n]
        for query in self.all:
            _name_owners(query)
        self.former = _seen_from(self.query, alias, catalog)
        self.joins = 0
        self.depth = _depth(select, tree)

    def make(self, wish: Wish, as_of: date) -> None:
        parts = wish.parts
        others = (
            *(
                parts.measures,
                parts.shown,
                parts.having,
                parts.grain,
                parts.compared,
                parts.share,
            ),
            *(parts.running, parts.step, parts.moving, parts.within, parts.per, parts.now),
            *(wish.dropped, wish.unsplit, wish.untimed, wish.also, wish.counted, wish.figure),
        )
        if any(others):
            raise Silent
        if any(k.place.table.name.lower() not in self._tables() and not self.takes(k) for k in wish.left_out):
            raise Silent
        for kept in (*parts.kept, *wish.left_out):
            self.keep(kept)
        for kept in wish.freed:
            self.free(kept)
        if wish.bound is not None:
            self.rebound(wish.bound)
        if parts.spans:
            replace_time(self.all, parts, as_of)
        for dimension in parts.dimensions:
            self.tell_apart(dimension, wish)
        put_in_order(self.tree, self.all, wish)

    def _tables(self) -> set[str]:
        return {s.table.name.lower() for q in self.all for s in q.sources if s.table}

    def _limits(self, kept: Kept) -> list[tuple[Query, exp.Expr]]:
        """The conditions of the whole statement on that column and nothing else."""
        out = []
        for query in self.all:
            for condition in _conditions(query.select):
                columns = list(condition.find_all(exp.Column))
                read_there = {
                    (s.table.name.lower(), c.name.lower())
                    for c in columns
                    if (s := query.owner(c)) and s.table
                }
                if (kept.place.table.name.lower(), kept.column.name.lower()) not in read_there:
                    continue
                if len(read_there) > 1 or len(columns) > 1 or kept.column.within:
                    raise Silent
                out.append((query, condition))
        return out

    def keep(self, kept: Kept) -> None:
        known = self._limits(kept)
        if kept.values and not kept.but:
            equal = [(q, c) for q, c in known if isinstance(c, exp.EQ | exp.In) and not c.find(exp.Select)]
            if equal:
                said = {frozenset(v.name for v in c.find_all(exp.Literal)) for _, c in equal}
                if len(said) > 1 or len(known) > len(equal):
                    raise Silent
                for _, condition in equal:
                    made = _equal(next(condition.find_all(exp.Column)), kept.values)
                    condition.replace(made)
                return
        if kept.sign and any(alike(c, kept.sign) for _, c in known if bound_of(c) is not None):
            if len(known) > 1:
                raise Silent
            drop_condition(known[0][0].select, known[0][1])
        elif known:
            raise Silent
        self.add(kept)

    def free(self, kept: Kept) -> None:
        known = [(q, c) for q, c in self._limits(kept) if isinstance(c, exp.EQ | exp.In)]
        if len(known) != 1 or {v.name for v in known[0][1].find_all(exp.Literal)} != set(kept.values):
            raise Silent
        drop_condition(known[0][0].select, known[0][1])

    def takes(self, kept: Kept) -> bool:
        return kept.place.table.name.lower() in self.former.reached

    def add(self, kept: Kept) -> None:
        select = self.query.select
        if not _is_row_source(select, self.tree) or select.args.get("limit") is not None:
            raise Silent
        if any(_is_share(w) for w in self.tree.find_all(exp.Window)) or _has_total(self.tree):
            raise Silent  # of all of them still, or of those alone?
        key = kept.column.name.lower()
        for held in (*select.find_all(exp.Case), *select.find_all(exp.Filter)):
            if any(c.name.lower() == key for c in held.find_all(exp.Column)):
                raise Silent
        before = len(select.args.get("joins") or ())
        work = plain(Parts(self.former.fact))
        made = sqlglot.parse_one(work.condition(kept), read="duckdb")
        if kept.place.table.name.lower() not in self.former.names:
            _name_owners(self.query, always=True)
        name = _joined_name(self.former, kept.place)
        for column in made.find_all(exp.Column):
            column.set("table", exp.to_identifier(name))
        self.former.keep(made)
        self.joins += len(select.args.get("joins") or ()) - before

    def tell_apart(self, dimension: Dimension, wish: Wish) -> None:
        """One figure of all rows, for each of them; beside the groups there are where it is to come beside them."""
        select = self.query.select
        if select is not self.tree or not self.former.figures or dimension.column.within:
            raise Silent
        if any(select.args.get(k) for k in ("limit", "qualify", "having", "distinct")):
            raise Silent
        if select.find(exp.Window) or _has_total(self.tree) or is_list(dimension.column):
            raise Silent
        if not resolve_groups(select) or (self.former.groups and not wish.beside):
            raise Silent
        before = len(select.args.get("joins") or ())
        _name_owners(self.query, always=True)
        shown = exp.column(dimension.column.name, table=_joined_name(self.former, dimension.place))
        select.set("expressions", [shown, *select.expressions])
        group = select.args.get("group")
        by = list(group.expressions) if group is not None else []
        select.set("group", exp.Group(expressions=[shown.copy(), *by]))
        self.joins += len(select.args.get("joins") or ()) - before

    def rebound(self, bound: Bound) -> None:
        """The one number of the whole statement that rows or groups are held against, changed."""
        found = [
            (query, condition)
            for query in self.all
            for condition in _conditions(query.select, groups=True)
            if bound_of(condition) is not None
        ]
        if len(found) != 1 or not alike(found[0][1], bound.sign):
            raise Silent
        query, condition = found[0]
        columns = [m for c in condition.find_all(exp.Column) if (m := query.meaning(c)) is not None]
        put_bound(condition, bound, columns)


def _conditions(select: exp.Select, *, groups: bool = False) -> Iterator[exp.Expr]:
    for clause in ("where", "qualify", "having") if groups else ("where",):
        held = select.args.get(clause)
        if held is not None:
            yield from conjuncts(held.this)


def _equal(column: exp.Expr, values: tuple[str, ...]) -> exp.Expr:
    literals = [exp.Literal.string(v) for v in values]
    if len(literals) == 1:
        return exp.EQ(this=column.copy(), expression=literals[0])
    return exp.In(this=column.copy(), expressions=literals)


def _name_owners(query: Query, *, always: bool = False) -> None:
    """Every reference to a table's column carries the name the table goes by, where that is clear."""
    if len(query.sources) < 2 and not always:
        return
    for column in query.columns():
        owner = query.owner(column)
        if owner is not None and owner.table is not None and not column.table and owner in query.sources:
            if (
                isinstance(column.parent, exp.Group | exp.Ordered)
                and column.name.lower() in query.output_names()
            ):
                continue
            column.set("table", exp.to_identifier(owner.alias))


def _seen_from(query: Query, alias: str, catalog: Catalog) -> Former:
    """The SELECT as seen from one of its tables: what that leads to, so far as it is joined in the known way."""
    own = next(s for s in query.sources if s.alias == alias)
    assert own.table is not None
    fact = Place(own.table)
    select = query.select
    figures = [e for e in select.expressions if e.find(exp.AggFunc)]
    groups = [e for e in select.expressions if not e.find(exp.AggFunc)]
    reached = {p.table.name.lower(): p for p in reach(catalog, own.table)}
    former = Former(
        select,
        fact,
        {own.table.name.lower(): fact},
        {own.table.name.lower(): alias},
        groups,
        figures,
        reached,
    )
    tables = [s.table.name.lower() for s in query.sources if s.table]
    for source in query.sources:
        if source.table is None or source is own:
            continue
        name = source.table.name.lower()
        place = reached.get(name)
        if place is not None and tables.count(name) == 1 and joined_as_known(query, place):
            former.places[name], former.names[name] = place, source.alias
    return former


def _joined_name(former: Former, place: Place) -> str:
    taken = {s.lower() for s in _aliases(former.select)}
    for rel in place.path:
        name = rel.to_table.lower()
        if name not in former.names and name.rpartition(".")[2] in taken:
            raise Silent
    return lasting(former, place)


def _aliases(select: exp.Select) -> Iterator[str]:
    for table in select.find_all(exp.Table, exp.Subquery):
        if table.alias_or_name:
            yield table.alias_or_name


def _depth(select: exp.Expr, root: exp.Expr) -> int:
    depth, node = 0, select.parent
    while node is not None and node is not root:
        depth += isinstance(node, exp.Select)
        node = node.parent
    # A WITH stands inside the SELECT that reads it.
    return depth + (select is not root)


def _is_row_source(select: exp.Select, root: exp.Expr) -> bool:
    """Do its rows come to what is shown: the outermost SELECT, or one in FROM or WITH alone? No part of a UNION."""
    node: exp.Expr | None = select
    while node is not None and node is not root:
        parent = node.parent
        if isinstance(parent, exp.SetOperation):
            return False
        if isinstance(parent, exp.Subquery) and not isinstance(parent.parent, exp.From | exp.Join):
            return False
        if isinstance(parent, exp.In | exp.Exists | exp.Not):
            return False
        node = parent
    return True


def _is_share(window: exp.Window) -> bool:
    return (
        window.args.get("order") is None
        and isinstance(window.this, exp.AggFunc)
        and not isinstance(window.this, exp.RowNumber)
    )


def _has_total(tree: exp.Expr) -> bool:
    """A figure of all rows inside a figure: SUM(x) / (SELECT SUM(x) FROM …)."""
    return any(
        isinstance(s.parent, exp.Subquery)
        and not isinstance(s.parent.parent, exp.From | exp.Join | exp.CTE | exp.In)
        and any(e.find(exp.AggFunc) for e in s.expressions)
        for s in tree.find_all(exp.Select)
    )
