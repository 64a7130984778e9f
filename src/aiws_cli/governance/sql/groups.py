"""Tables whose rows may only be seen summed up: every group shown holds at least so many different units.

The Select that reads such a table is rewritten in place. A HAVING counts the units of each group. Beside it every
aggregate and every group key outside of WHERE and GROUP BY becomes `CASE WHEN enough units THEN … END`, and an
aggregate counts only the units that have a value in it: so an outer query that the engine evaluates first sees nothing
of a small group, and a sum to which one unit alone contributes is not shown. The asker's own HAVING and QUALIFY, and
what is calculated from sums, stand behind the same CASE. What is evaluated row by row must not fail, because a
statement that fails for one row tells about that row: it stands in TRY, or is refused where the dialect has none.
Conditional aggregates are refused: FILTER, CASE and comparisons pick out one unit of a large group.
Not closed: the difference of two permitted groups, and a group that one unit dominates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from .kinds import kind
from .names import folded, shown_name
from .refusals import SqlRefused
from .sources import Place, Sources, when
from .steady import conjuncts, every, steady, steady_condition, together
from .subqueries import Around, queries
from .sums import COLUMNS_IN_SUM, arguments, is_arithmetic, is_sum, sums

_SELECT_PARTS = frozenset(
    "with_ expressions distinct from_ joins where group having qualify windows order limit offset".split()
)
_KEY_LISTS = (exp.Tuple, exp.GroupingSets, exp.Cube, exp.Rollup)


def limit_groups(places: Sequence[Place], dialect: str) -> None:
    """Rewrite every Select that reads a table shown in groups directly, before tables are put behind their views.

    Raises SqlRefused (kind `groups` or `groups_…`, with the table and the size) for any other use.
    """
    by_table = {id(place.table): place for place in places}
    by_select: dict[int, tuple[exp.Select, list[Place]]] = {}
    for place in places:
        if place.units:
            select = place.table.find_ancestor(exp.Select)
            if select is None:
                raise place.refused()
            by_select.setdefault(id(select), (select, []))[1].append(place)
    for select, own in by_select.values():
        _GroupedSelect(select, Sources(select, own, by_table, dialect), by_table, dialect).rewrite()


class _GroupedSelect:
    """One Select over tables shown in groups; `rewrite` is called once."""

    def __init__(
        self, select: exp.Select, sources: Sources, by_table: Mapping[int, Place], dialect: str
    ) -> None:
        self._select, self._sources, self._dialect = select, sources, dialect
        tables = {id_: place.columns for id_, place in by_table.items()}
        self._around = Around(sources.columns(), tables, dialect)
        self._keys: list[tuple[exp.Expr, exp.Expr]] = []
        """Each key twice: as it is compared, and as it stands in GROUP BY."""
        self._aliases = {
            folded(e.args.get("alias"), dialect) for e in select.expressions if isinstance(e, exp.Alias)
        }

    def rewrite(self) -> None:
        for part, value in self._select.args.items():
            if value and part not in _SELECT_PARTS:
                raise self._refused("groups_source")
        self._group()
        self._rows()
        self._show()

    def _refused(self, kind: str = "groups") -> SqlRefused:
        return self._sources.refused(kind)

    # ── GROUP BY ────────────────────────────────────────────────────────────────────────────────────────────

    def _group(self) -> None:
        """Write each key out (positions, aliases and ALL included), so that it can't fail on a row."""
        select, group = self._select, self._select.args.get("group")
        if group is None:
            return
        by_all = bool(group.args.get("all"))
        for part, value in group.args.items():
            if value and part != ("all" if by_all else "expressions"):
                raise self._refused("groups_source")
        if by_all:
            shown = [e.this if isinstance(e, exp.Alias) else e for e in select.expressions]
            keys = [self._key(e) for e in shown if not sums(e)]
            select.set("group", exp.Group(expressions=keys) if keys else None)
        else:
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
        elif (
            isinstance(key, exp.Column) and key.args.get("table") is None and self._sources.owner(key) is None
        ):
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
        if (
            isinstance(key, exp.Column)
            and self._sources.owner(key) is None
            and not self._sources.unknown(key)
        ):
            raise self._refused()
        shown = self._steady(key.copy())
        self._keys.append((self._sources.compared(key), shown))
        return shown.copy()

    def _key_of(self, node: exp.Expr) -> exp.Expr | None:
        """The key this expression is, as it stands in GROUP BY; None where it is none."""
        if not self._keys:
            return None
        compared = self._sources.compared(node)
        return next((shown for key, shown in self._keys if key == compared), None)

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
        if not any(queries(condition)):
            return self._found(steady_condition(condition, self._dialect, self._sources.kind_of))
        if not self._around.allows(condition):
            raise self._refused("groups_expression")
        return condition

    def _steady(self, node: exp.Expr, *, arithmetic: bool = False) -> exp.Expr:
        return self._found(steady(node, self._dialect, self._sources.kind_of, arithmetic=arithmetic))

    def _found(self, safe: exp.Expr | None) -> exp.Expr:
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
        having, qualify = select.args.get("having"), select.args.get("qualify")
        enough = self._sources.enough
        conditions = [enough(), *([] if having is None else [when(enough(), having.this)])]
        select.set("having", exp.Having(this=every(conditions)))
        if qualify is not None:
            qualify.set("this", when(enough(), qualify.this))

    def _shown(self, node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Aliases):
            raise self._refused()
        inner = node.this if isinstance(node, exp.Alias) else node
        if isinstance(node, exp.Alias):
            name = node.args["alias"]
        elif isinstance(node, exp.Column):
            name = node.this.copy()
        else:
            name = exp.Identifier(this=shown_name(node, self._dialect), quoted=True)
        gated = self._gated(inner)
        if gated is inner and not isinstance(inner, (exp.Literal, exp.Column)):
            gated = when(self._sources.enough(), gated)
        return exp.Alias(this=gated, alias=name)

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
            return when(self._sources.enough(), key.copy())
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
            if any(self._around.correlated(node)) or self._around.steady(node) is None:
                raise self._refused("groups_expression")
            return node
        if isinstance(node, (*_SHOWS_ROWS, exp.AggFunc)):
            raise self._refused()
        if isinstance(node, exp.Condition) and node.find(*_OF_GROUPS) is None:
            # Engines work constants out when they like to, for rows of small groups, too.
            if not kind(node, self._sources.kind_of) and not isinstance(node, exp.Interval):
                raise self._refused("groups_expression")
            return node
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
        if not isinstance(call, exp.Func):
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
        return when(self._sources.enough(together([v for v in valued if v is not None])), node)

    def _summed(self, call: exp.Expr, argument: exp.Expr) -> exp.Expr | None:
        """Check and steady one argument; the condition under which a row has a value in it, None where it always has."""
        if isinstance(call, exp.Count) and isinstance(argument, (exp.Star, exp.Literal)):
            if any(argument.args.get(part) for part in _STAR_PARTS):
                # `COUNT(* ILIKE 'bonus')` counts the rows that have a value in those columns.
                raise self._refused("groups_expression")
            return None
        if isinstance(argument, exp.Distinct):
            (inner,) = argument.expressions if len(argument.expressions) == 1 else (None,)
            if not isinstance(inner, exp.Column) or argument.args.get("on"):
                raise self._refused("groups_expression")
            return self._summed(call, inner)
        columns = list(argument.find_all(exp.Column))
        owners = [self._sources.owner(c) for c in columns]
        if len(set(owners)) != 1 or None in owners or len(columns) > COLUMNS_IN_SUM:
            raise self._refused("groups_expression")
        if not is_arithmetic(argument):
            raise self._refused("groups_expression")
        converts = self._dialect == "snowflake" and not isinstance(call, (exp.Count, exp.ApproxDistinct))
        if converts and any(self._sources.kind_of(c) != "number" for c in columns):
            raise self._refused("groups_expression")
        safe = self._steady(argument.copy(), arithmetic=True)
        if safe != argument:
            argument.replace(safe)
        return exp.Not(this=exp.Is(this=safe.copy(), expression=exp.Null()))


_OF_GROUPS = (exp.Column, exp.AggFunc, exp.Window, exp.Query)
_STAR_PARTS = ("ilike", "except_", "replace", "rename")
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
