"""Tables whose rows may only be seen summed up: every group shown holds at least so many different units.

The Select that reads such a table is rewritten in place. A HAVING counts the units of each group. Beside it every
aggregate and every group key outside of WHERE and GROUP BY becomes `CASE WHEN enough units THEN … END`, and an
aggregate counts only the units that have a value in it: so an outer query that the engine evaluates first sees nothing
of a small group, and a sum to which one unit alone contributes is not shown. What is evaluated row by row must not
fail, because a statement that fails for one row tells about that row: it stands in TRY, or is refused where the
dialect has none. Conditional aggregates are refused: FILTER, CASE and comparisons pick out one unit of a large group.
Not closed: the difference of two permitted groups, and a group that one unit dominates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from ..rights.access import TableView
from .names import alias_of, folded, folded_text, shown_name
from .refusals import SqlRefused
from .steady import conjuncts, correlated, every, steady, together
from .sums import (
    COLUMNS_IN_SUM,
    arguments,
    compares_with_query,
    equates,
    is_arithmetic,
    is_sum,
    queries,
    sums,
)

_SELECT_PARTS = frozenset(
    "with_ expressions distinct from_ joins where group having qualify windows order limit offset".split()
)
_KEY_LISTS = (exp.Tuple, exp.Paren, exp.GroupingSets, exp.Cube, exp.Rollup)


@dataclass(frozen=True, slots=True)
class Limited:
    """One place where a table stands in FROM. `units` are its view's columns that tell units apart; empty where the
    table's rows may be seen."""

    table: exp.Table
    view: TableView
    units: tuple[str, ...]

    @property
    def size(self) -> int:
        return self.view.least_group.size if self.view.least_group is not None else 0


def limit_groups(places: Sequence[Limited], dialect: str) -> None:
    """Rewrite every Select that reads a limited table directly, before tables are put behind their views.

    Raises SqlRefused (kind `groups` or `groups_…`, with the table and the size) for any other use.
    """
    if not any(place.units for place in places):
        return
    by_table = {id(place.table): place for place in places}
    done: set[int] = set()
    # Inner Selects come later in the tree; each is rewritten by itself, so the order does not matter.
    for place in places:
        select = place.table.find_ancestor(exp.Select)
        if place.units and id(select) not in done:
            if select is None:
                raise refused(place)
            done.add(id(select))
            _GroupedSelect(select, place, by_table, dialect).rewrite()


def refused(place: Limited, kind: str = "groups") -> SqlRefused:
    return SqlRefused(kind=kind, what=place.view.name, size=place.size)


class _GroupedSelect:
    """One Select over limited tables, `first` among them; `rewrite` is called once."""

    def __init__(
        self, select: exp.Select, first: Limited, by_table: dict[int, Limited], dialect: str
    ) -> None:
        self._select, self._first, self._dialect = select, first, dialect
        self._sources: dict[str, Limited] = {}
        self._places: list[Limited] = []
        self._by_table = by_table
        self._wrong_join = False
        self._keys: list[tuple[exp.Expr, exp.Expr]] = []
        """Each key twice: as it is compared, and as it stands in GROUP BY."""
        self._aliases: set[str] = set()

    def rewrite(self) -> None:
        self._find_sources()
        select = self._select
        for part, value in select.args.items():
            if value and part not in _SELECT_PARTS:
                raise self._refused("groups_source")
        self._aliases = {
            folded(e.args.get("alias"), self._dialect) for e in select.expressions if isinstance(e, exp.Alias)
        }
        self._group()
        self._rows()
        self._show()

    def _refused(self, kind: str = "groups") -> SqlRefused:
        return refused(self._first, kind)

    # ── FROM ────────────────────────────────────────────────────────────────────────────────────────────────

    def _find_sources(self) -> None:
        """Every source must be a table of the warehouse, joined as tables are: rows the asker makes up (VALUES, a
        series, a file, a subquery) could give one unit as much weight as they like."""
        nodes: list[exp.Expr] = [self._select.args["from_"].this]
        joins = list(self._select.args.get("joins") or ())
        while nodes or joins:
            if joins:
                join = joins.pop()
                nodes.append(join.this)
                if (
                    join.args.get("method") not in (None, "", "NATURAL")
                    or join.args.get("kind") in _ONE_SIDED
                ):
                    self._wrong_join = True
                continue
            node = nodes.pop()
            joins += node.args.get("joins") or ()
            place = self._by_table.get(id(node))
            if place is not None:
                self._add(place)
            elif isinstance(node, exp.Subquery) and isinstance(node.this, exp.Table) and not node.alias:
                nodes.append(node.this)
            else:
                self._wrong_join = True
            if node.args.get("sample") or node.args.get("laterals"):
                self._wrong_join = True
        made_up = any(p.view.name.startswith("files.") for p in self._places)
        if self._wrong_join or made_up or self._first not in self._places:
            raise self._refused("groups_source")

    def _add(self, place: Limited) -> None:
        alias = place.table.args.get("alias")
        if alias is not None and alias.args.get("columns"):
            self._wrong_join = True
        self._places.append(place)
        self._sources[folded(alias_of(place.table) or place.table.this, self._dialect)] = place

    def _columns(self, place: Limited) -> set[str]:
        return {folded_text(name, self._dialect) for name, _ in place.view.columns}

    def _owner(self, column: exp.Column) -> Limited | None:
        """The source a column of this Select's rows comes from; None where that can't be told, or where it is none."""
        name = folded(column.this, self._dialect)
        table = column.args.get("table")
        if table is not None:
            place = self._sources.get(folded(table, self._dialect))
            return place if place is not None and name in self._columns(place) else None
        return next((p for p in self._places if name in self._columns(p)), None)

    # ── GROUP BY ────────────────────────────────────────────────────────────────────────────────────────────

    def _group(self) -> None:
        """Write each key out (positions, aliases and ALL included), so that it can't fail on a row."""
        select, group = self._select, self._select.args.get("group")
        if group is None:
            return
        if group.args.get("all"):
            shown = [e.this if isinstance(e, exp.Alias) else e for e in select.expressions]
            keys = [self._key(e) for e in shown if not sums(e)]
            select.set("group", exp.Group(expressions=keys) if keys else None)
            return
        for part, value in group.args.items():
            if value and part != "expressions":
                raise self._refused("groups_source")
        group.set("expressions", [self._key_list(e) for e in group.expressions])

    def _key_list(self, node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Paren):
            node.set("this", self._key_list(node.this))
            return node
        if isinstance(node, _KEY_LISTS):
            node.set("expressions", [self._key_list(e) for e in node.expressions])
            return node
        return self._key(self._meant(node))

    def _meant(self, key: exp.Expr) -> exp.Expr:
        """What a position or an alias in GROUP BY stands for."""
        expressions = self._select.expressions
        found: exp.Expr | None = None
        if isinstance(key, exp.Literal) and not key.is_string:
            position = int(key.this) if key.this.isdigit() else 0
            found = expressions[position - 1] if 0 < position <= len(expressions) else None
        elif isinstance(key, exp.Column) and key.args.get("table") is None and self._owner(key) is None:
            name = folded(key.this, self._dialect)
            found = next(
                (
                    e
                    for e in expressions
                    if e.args.get("alias") and folded(e.args["alias"], self._dialect) == name
                ),
                None,
            )
        if found is None:
            return key
        return found.this if isinstance(found, exp.Alias) else found

    def _key(self, key: exp.Expr) -> exp.Expr:
        if sums(key) or key.find(exp.Query, *_SHOWS_ROWS) is not None:
            raise self._refused()
        if isinstance(key, exp.Column) and self._owner(key) is None and not self._foreign(key):
            raise self._refused()
        shown = self._steady(key.copy())
        self._keys.append((self._compared(key), shown))
        return shown.copy()

    def _compared(self, node: exp.Expr) -> exp.Expr:
        """A copy in which one column is always written in one way: `Region`, `region` and `t.region` are the same key."""

        def own(part: exp.Expr) -> exp.Expr:
            place = self._owner(part) if isinstance(part, exp.Column) else None
            if place is None:
                return part
            name = exp.Identifier(this=folded(part.this, self._dialect), quoted=True)
            return exp.Column(
                this=name, table=exp.Identifier(this=str(self._places.index(place)), quoted=True)
            )

        return node.copy().transform(own, copy=False)

    def _key_of(self, node: exp.Expr) -> exp.Expr | None:
        """The key this expression is, as it stands in GROUP BY; None where it is none."""
        if not self._keys:
            return None
        compared = self._compared(node)
        return next((shown for key, shown in self._keys if key == compared), None)

    def _foreign(self, column: exp.Column) -> bool:
        """Whether the column may be one that no source has: the engine says so, in its own words."""
        return (
            not isinstance(column.this, exp.Star) and folded(column.this, self._dialect) not in self._sources
        )

    # ── what is evaluated row by row ────────────────────────────────────────────────────────────────────────

    def _rows(self) -> None:
        where = self._select.args.get("where")
        if where is not None:
            where.set("this", every([self._condition(c) for c in conjuncts(where.this)]))
        joins = [j for j in self._select.find_all(exp.Join) if j.find_ancestor(exp.Select) is self._select]
        for join in joins:
            on = join.args.get("on")
            if on is not None:
                join.set("on", every([self._condition(c) for c in conjuncts(on)]))

    def _condition(self, condition: exp.Expr) -> exp.Expr:
        inner = list(queries(condition))
        if not inner:
            return self._steady(condition)
        if not compares_with_query(condition):
            raise self._refused("groups_expression")
        for query in inner:
            self._check_correlation(query, may_equal=True)
        return condition

    def _check_correlation(self, query: exp.Expr, *, may_equal: bool) -> None:
        places = {alias: (p, self._columns(p)) for alias, p in self._sources.items()}
        for column in correlated(query, places, self._by_table, self._dialect):
            if not (may_equal and equates(column, query)):
                raise self._refused("groups_expression")

    def _steady(self, node: exp.Expr, *, arithmetic: bool = False) -> exp.Expr:
        safe = steady(node, self._dialect, arithmetic=arithmetic)
        if safe is None:
            raise self._refused("groups_expression")
        return safe

    # ── what is shown ───────────────────────────────────────────────────────────────────────────────────────

    def _show(self) -> None:
        select = self._select
        if not self._keys and not any(sums(e) for e in select.expressions):
            raise self._refused()
        select.set("expressions", [self._shown(e) for e in select.expressions])
        for part in ("qualify", "order", "having"):
            value = select.args.get(part)
            if value is not None:
                self._inside(value)
        for window in select.args.get("windows") or ():
            self._inside(window)
        distinct = select.args.get("distinct")
        if distinct is not None and distinct.args.get("on") is not None:
            self._inside(distinct)
        having = select.args.get("having")
        enough = [self._enough(None)]
        if having is not None:
            enough.append(exp.paren(having.this))
        select.set("having", exp.Having(this=every(enough)))

    def _shown(self, node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Alias):
            node.set("this", self._gated(node.this))
            return node
        if isinstance(node, exp.Aliases):
            raise self._refused()
        own = node.this.copy() if isinstance(node, exp.Column) else None
        name = own or exp.Identifier(this=shown_name(node, self._dialect), quoted=True)
        return exp.Alias(this=self._gated(node), alias=name)

    def _inside(self, node: exp.Expr) -> None:
        """Gate every expression below a node that computes nothing itself."""
        for part, value in list(node.args.items()):
            if isinstance(value, list):
                node.set(part, [self._gated(v) if isinstance(v, exp.Expr) else v for v in value])
            elif isinstance(value, exp.Expr):
                node.set(part, self._gated(value))

    def _gated(self, node: exp.Expr) -> exp.Expr:
        key = self._key_of(node)
        if key is not None:
            return _when(self._enough(None), key.copy())
        if isinstance(node, (exp.Grouping, exp.GroupingId)):
            return self._grouping(node)
        if is_sum(node):
            return self._sum(node)
        if isinstance(node, exp.Window):
            return self._window(node)
        if isinstance(node, exp.Column):
            if node.args.get("table") is None and folded(node.this, self._dialect) in self._aliases:
                return node
            raise self._refused()
        if isinstance(node, exp.Query):
            self._check_correlation(node, may_equal=False)
            return node
        if isinstance(node, (*_SHOWS_ROWS, exp.AggFunc)):
            raise self._refused()
        self._inside(node)
        return node

    def _grouping(self, node: exp.Expr) -> exp.Expr:
        keys = [key for e in node.expressions if (key := self._key_of(e)) is not None]
        if len(keys) < len(node.expressions):
            raise self._refused()
        node.set("expressions", [key.copy() for key in keys])
        return node

    def _window(self, node: exp.Expr) -> exp.Expr:
        """A window over groups: its function's arguments are aggregates and keys, its function is any."""
        call = node.this
        while isinstance(call, (exp.IgnoreNulls, exp.RespectNulls)):
            call = call.this
        if not isinstance(call, exp.Func) or isinstance(call, exp.Filter):
            raise self._refused()
        for part, value in list(call.args.items()):
            if isinstance(value, list):
                call.set(part, [self._gated(v) if isinstance(v, exp.Expr) else v for v in value])
            elif isinstance(value, exp.Expr) and not isinstance(value, exp.Star):
                call.set(part, self._gated(value))
        for part, value in list(node.args.items()):
            if part == "this":
                continue
            if isinstance(value, list):
                node.set(part, [self._gated(v) if isinstance(v, exp.Expr) else v for v in value])
            elif isinstance(value, exp.Expr):
                self._inside(value)
        return node

    def _sum(self, node: exp.Expr) -> exp.Expr:
        valued = [self._summed(node, a) for a in arguments(node)]
        return _when(self._enough(together([v for v in valued if v is not None])), node)

    def _summed(self, call: exp.Expr, argument: exp.Expr) -> exp.Expr | None:
        """Check and steady one argument; the condition under which a row has a value in it, None where it always has."""
        if isinstance(call, exp.Count) and isinstance(argument, (exp.Star, exp.Literal)):
            return None
        if isinstance(argument, exp.Distinct):
            (inner,) = argument.expressions if len(argument.expressions) == 1 else (None,)
            if not isinstance(inner, exp.Column) or argument.args.get("on"):
                raise self._refused("groups_expression")
            return self._summed(call, inner)
        columns = list(argument.find_all(exp.Column))
        owners = {id(o) for c in columns if (o := self._owner(c)) is not None}
        if len(owners) != 1 or any(self._owner(c) is None for c in columns):
            raise self._refused("groups_expression")
        if len(columns) > COLUMNS_IN_SUM or not is_arithmetic(argument):
            raise self._refused("groups_expression")
        safe = self._steady(argument.copy(), arithmetic=True)
        if safe != argument:
            argument.replace(safe)
        return exp.Not(this=exp.Is(this=safe.copy(), expression=exp.Null()))

    def _enough(self, valued: exp.Expr | None) -> exp.Expr:
        """`COUNT(DISTINCT unit) >= size` for every limited table, counting the rows that fulfil `valued`."""
        return every([_enough_units(p, valued, self._dialect) for p in self._places if p.units])


_ONE_SIDED = frozenset({"SEMI", "ANTI"})
_SHOWS_ROWS = (
    exp.Star,
    exp.Columns,
    exp.PositionalColumn,
    exp.Filter,
    exp.WithinGroup,
    exp.Lambda,
    exp.Comprehension,
    exp.HavingMax,
)


def _when(condition: exp.Expr, then: exp.Expr) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=condition, true=then)])


def _enough_units(place: Limited, valued: exp.Expr | None, dialect: str) -> exp.Expr:
    columns: list[exp.Expr] = [exp.Column(this=exp.Identifier(this=u, quoted=True)) for u in place.units]
    if valued is not None or len(columns) > 1:
        conditions = [] if valued is None else [valued.copy()]
        if len(columns) > 1:  # A row of nothing but NULL would count as a unit.
            conditions += [exp.Not(this=exp.Is(this=c.copy(), expression=exp.Null())) for c in columns]
        whole = exp.Tuple(expressions=columns) if len(columns) > 1 and dialect != "snowflake" else None
        columns = [_when(every(conditions).copy(), c) for c in ([whole] if whole is not None else columns)]
    counted = exp.Count(this=exp.Distinct(expressions=columns), big_int=True)
    return exp.GTE(this=counted, expression=exp.Literal.number(place.size))
