"""Which subqueries may stand beside rows that are shown in groups only: those that see nothing of a single row, and
that fail for no row.

A subquery sees a row by a column that comes from around it. An engine looks for a column in the subquery's own sources
first, and then further out, a column with a table's name in front included. So a column counts as the subquery's own
only where a source inside is known to have it. Whether a subquery fails tells whether a row got as far as it: so what
stands in it has a certain kind, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from sqlglot import exp

from .kinds import EXTREMES, comparable, kind
from .names import alias_of, folded
from .steady import conjuncts

Columns: TypeAlias = Mapping[str, str]
"""Names of columns, as the engine compares them → kinds (`kinds.kind`)."""
_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_PARTS = "expressions from_ joins where group having order"


def queries(node: exp.Expr) -> Iterator[exp.Expr]:
    """Subqueries in an expression, without those inside of them."""
    return (n for n in node.walk(prune=lambda n: isinstance(n, exp.Query)) if isinstance(n, exp.Query))


class Around:
    """The rows around a subquery. `outer` are their sources: name → columns; `tables` are the columns of the base tables
    of the whole statement by id."""

    def __init__(self, outer: Mapping[str, Columns], tables: Mapping[int, Columns], dialect: str) -> None:
        self._outer, self._tables, self._dialect = outer, tables, dialect

    def allows(self, condition: exp.Expr) -> bool:
        """Whether a condition over the rows is `[NOT] EXISTS (…)`, `columns [NOT] IN (…)` or `column = (…)`, so that
        nothing in it is computed from a row, and the subquery takes columns for `column = column` in its WHERE only."""
        while isinstance(condition, (exp.Not, exp.Paren)):
            condition = condition.this
        compared: list[exp.Expr] = []
        if isinstance(condition, exp.Exists):
            query = condition.this
        elif isinstance(condition, exp.In):
            query, one = condition.args.get("query"), condition.this
            compared = one.expressions if isinstance(one, exp.Tuple) else [one]
        elif isinstance(condition, _COMPARISONS):
            query, compared = condition.expression, [condition.this]
            if isinstance(query, (exp.Any, exp.All)):
                query = query.this
        else:
            return False
        if not isinstance(query, exp.Query) or not all(isinstance(c, exp.Column) for c in compared):
            return False
        if any(not _equates(column, query) for column in self.correlated(query)):
            return False
        shown = self.steady(query)
        if shown is None or not compared:
            return shown is not None
        kinds = [self._kind_around(c) for c in compared if isinstance(c, exp.Column)]
        return len(kinds) == len(shown) and all(map(comparable, kinds, shown))

    def correlated(self, query: exp.Expr) -> Iterator[exp.Column]:
        """Columns in `query` that may come from the rows around it. What can't be told counts as one."""
        for column in query.find_all(exp.Column):
            if self._could_be_outer(column) and self._kind_inside(column, query) is None:
                yield column

    def steady(self, query: exp.Expr) -> list[str] | None:
        """The kinds of a query's columns, empty where not certain; None where it may fail, for a value in it or because
        it gives several rows where one value is meant."""
        shown = self.kinds_shown(query)
        return shown if isinstance(query.parent, _OF_MANY) or _gives_one_row(query) else None

    def kinds_shown(self, query: exp.Expr) -> list[str] | None:
        """The kinds of a query's columns, empty where not certain; None where something in it may fail."""
        if isinstance(query, exp.Subquery) and _has_only(query, "this alias"):
            query = query.this
        if not isinstance(query, exp.Select) or not _has_only(query, _PARTS):
            return None
        from_, where, group, having, order = (query.args.get(part) for part in _CLAUSES)
        joins = query.args.get("joins") or []
        nodes = [*([from_.this] if from_ is not None else []), *(j.this for j in joins)]
        if not all(map(self._is_plain, nodes)) or not all(_has_only(j, "this on side kind") for j in joins):
            return None
        if group is not None and not _has_only(group, "expressions all"):
            return None

        def of(column: exp.Column) -> str:
            inside = self._kind_inside(column, query)
            return self._kind_around(column) if inside is None else inside

        shown = [e.this if isinstance(e, exp.Alias) else e for e in query.expressions]
        keys = [*(group.expressions if group is not None else ()), *(_sorted_by(order))]
        if not all(isinstance(e, (exp.Column, exp.Star)) or kind(e, of) for e in (*shown, *keys)):
            return None
        conditions = [part.this for part in (where, having) if part is not None]
        conditions += [j.args["on"] for j in joins if j.args.get("on") is not None]
        if not all(kind(c, of) == "boolean" for c in conditions):
            return None
        return [kind(e, of) for e in shown]

    def _is_plain(self, node: exp.Expr) -> bool:
        if isinstance(node, exp.Subquery):
            return self.kinds_shown(node) is not None
        return id(node) in self._tables and _has_only(node, "this db catalog alias")

    def _kind_around(self, column: exp.Expr) -> str:
        table, name = column.args.get("table"), folded(column.this, self._dialect)
        if table is not None:
            return self._outer.get(folded(table, self._dialect), {}).get(name, "")
        kinds = {columns[name] for columns in self._outer.values() if name in columns}
        return kinds.pop() if len(kinds) == 1 else ""

    def _could_be_outer(self, column: exp.Column) -> bool:
        table = column.args.get("table")
        # `x.y` may be field y of a column x.
        written = folded(column.this if table is None else table, self._dialect)
        return written in self._outer or any(written in columns for columns in self._outer.values())

    def _kind_inside(self, column: exp.Column, query: exp.Expr) -> str | None:
        """The kind of a column that a source inside of `query`, in a Select around the column, has for certain."""
        table, name = column.args.get("table"), folded(column.this, self._dialect)
        node: exp.Expr | None = column
        while node is not query and node is not None:
            node = node.parent
            if isinstance(node, exp.Select):
                sources = self._sources(node)
                if table is not None:
                    alias = folded(table, self._dialect)
                    sources = [(source, columns) for source, columns in sources if source == alias]
                    # Two sources of one name are both called otherwise in what is executed.
                    if len(sources) > 1:
                        return None
                kinds = [columns[name] for _, columns in sources if name in columns]
                if kinds:
                    return kinds[0] if len(kinds) == 1 else ""
        return None

    def _sources(self, select: exp.Select) -> list[tuple[str, Columns]]:
        """(name, columns) of each source of a Select: the columns it has for certain."""
        from_ = select.args.get("from_")
        nodes = [
            *([from_.this] if from_ is not None else []),
            *(j.this for j in select.args.get("joins") or ()),
        ]
        return [(self._name(node), self._columns(node)) for node in nodes]

    def _name(self, node: exp.Expr) -> str:
        return folded(alias_of(node) or (node.this if isinstance(node, exp.Table) else None), self._dialect)

    def _columns(self, node: exp.Expr) -> Columns:
        alias = node.args.get("alias")
        renamed = alias.args.get("columns") if alias is not None else None
        if renamed:
            return {folded(name, self._dialect): "" for name in renamed}
        if isinstance(node, exp.Subquery):
            kinds = self.kinds_shown(node)
            names = [_called(e, self._dialect) for e in node.selects]
            return {n: k for n, k in zip(names, kinds or [""] * len(names), strict=True) if n}
        return self._tables.get(id(node), {})


_OF_MANY = (exp.In, exp.Exists, exp.Any, exp.All)
_CLAUSES = ("from_", "where", "group", "having", "order")


def _has_only(node: exp.Expr, parts: str) -> bool:
    known = parts.split()
    return all(part in known for part, value in node.args.items() if value)


def _sorted_by(order: exp.Expr | None) -> list[exp.Expr]:
    return [] if order is None else [e.this for e in order.expressions]


def _gives_one_row(query: exp.Expr) -> bool:
    select = query.this if isinstance(query, exp.Subquery) else query
    return select.args.get("group") is None and all(
        any(
            isinstance(n, exp.AggFunc) or (isinstance(n, exp.Anonymous) and n.name.lower() in EXTREMES)
            for n in e.walk()
        )
        for e in select.expressions
    )


def _equates(column: exp.Column, query: exp.Expr) -> bool:
    """Whether a column of the outer rows only stands in `column = column`, a condition of the query's own WHERE."""
    equal = column.parent
    if not isinstance(equal, exp.EQ) or not (
        isinstance(equal.this, exp.Column) and isinstance(equal.expression, exp.Column)
    ):
        return False
    select = query.this if isinstance(query, exp.Subquery) else query
    where = select.args.get("where") if isinstance(select, exp.Select) else None
    return where is not None and any(c is equal for c in conjuncts(where.this))


def _called(shown: exp.Expr, dialect: str) -> str:
    """What a column of a subquery is called for certain; empty where that can't be told: `unnest(s) AS x` gives columns
    that are called after the fields of s."""
    if isinstance(shown, exp.Column):
        return "" if isinstance(shown.this, exp.Star) else folded(shown.this, dialect)
    if not isinstance(shown, exp.Alias) or any(_gives_several(n) for n in shown.walk()):
        return ""
    return folded(shown.args["alias"], dialect)


def _gives_several(node: exp.Expr) -> bool:
    if isinstance(node, exp.Star):
        return not isinstance(node.parent, exp.Count)
    if isinstance(node, exp.Anonymous):
        return str(node.this).lower() == "unnest"
    return isinstance(node, (exp.Columns, exp.Unnest))
