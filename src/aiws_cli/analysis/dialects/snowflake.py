"""DuckDB's SQL as Snowflake's: rules over the tree, where sqlglot's own translation is not enough or not right.

RULES are functions from (node, kinds) to a node, applied to every node from the leaves up. A rule says in its first
line what differs. Names come last: see `snowflake_names`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from ...core.tables import Table
from .kinds import Kinds
from .snowflake_lists import a_list_element, length, lists_in_from, unnested
from .snowflake_names import folded
from .snowflake_time import TIME_RULES

Rule = Callable[[exp.Expr, Kinds], exp.Expr]


def translated(tree: exp.Expr, tables: Sequence[Table]) -> exp.Expr:
    """The tree changed in place (its root may be another). Raises NotInDialect for what has no equal."""
    kinds = Kinds(tables)
    nodes = list(tree.bfs())
    for node in reversed(nodes):
        now = node
        for rule in RULES:
            made = rule(now, kinds)
            if made is not now:
                if now is tree:
                    tree = made
                elif now.parent is not None:
                    now.replace(made)
                now = made
    for change in (unnested, lists_in_from):
        tree = change(tree, kinds)
    return folded(_without_needless_brackets(tree), tables)


def _without_needless_brackets(tree: exp.Expr) -> exp.Expr:
    """Brackets around a call, a name or a number, or around the one argument of a call, say nothing."""
    for paren in list(tree.find_all(exp.Paren)):
        inner, above = paren.this, paren.parent
        single = isinstance(inner, (exp.Func, exp.Column, exp.Literal)) and not isinstance(
            inner, (exp.Connector, exp.Case)
        )
        if above is not None and (
            single
            or (
                isinstance(above, (exp.Cast, exp.CountIf, exp.Anonymous)) and not isinstance(inner, exp.Query)
            )
        ):
            paren.replace(inner)
    return tree


def no_equal(what: str) -> Exception:
    from . import NotInDialect

    return NotInDialect(what=what)


def _anonymous(node: exp.Expr, *names: str) -> bool:
    return isinstance(node, exp.Anonymous) and str(node.this).lower() in names


def _to(expression: exp.Expr, kind: str) -> exp.Expr:
    return exp.cast(expression, exp.DataType.build(kind, dialect="duckdb"))


def _unless_zero(node: exp.Expr) -> exp.Expr:
    """A divisor that gives NULL for zero; what is never zero, or minds it already, as it is."""
    bare = node.unnest()
    number = bare.this if isinstance(bare, exp.Neg) else bare
    if isinstance(number, exp.Literal) and not number.is_string and float(number.name or 0) != 0:
        return node
    if isinstance(bare, exp.Nullif):
        return node
    return exp.Nullif(this=bare.copy(), expression=exp.Literal.number(0))


def division(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`/` gives a DOUBLE and no error for zero; Snowflake's keeps six digits of whole numbers and fails."""
    if not isinstance(node, exp.Div):
        return node
    left = node.left
    if not (isinstance(left, exp.Cast) and left.to.is_type("double")):
        left = _to(left.copy(), "DOUBLE")
    return exp.Div(this=left, expression=_unless_zero(node.right.copy()), typed=False, safe=False)


def whole_division(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`//` leaves out the rest; dividing first would round it away."""
    if not isinstance(node, exp.IntDiv):
        return node
    left, right = node.left.copy(), node.right.copy()
    rest = exp.Mod(this=exp.paren(left.copy()), expression=_unless_zero(right.copy()))
    whole = exp.Div(
        this=exp.paren(exp.Sub(this=left, expression=exp.paren(rest))),
        expression=_unless_zero(right),
        typed=False,
        safe=False,
    )
    return _to(exp.Anonymous(this="TRUNC", expressions=[whole]), "BIGINT")


def averages(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`avg` gives a DOUBLE; Snowflake's gives six more digits of the argument. A condition counts as 1 and 0."""
    if isinstance(node, exp.Avg) and not isinstance(node.this, exp.Distinct):
        inner = _as_number(node.this, kinds)
        if not (isinstance(inner, exp.Cast) and inner.to.is_type("double")):
            inner = _to(inner.copy(), "DOUBLE")
        return exp.Avg(this=inner)
    if isinstance(node, exp.Sum) and not isinstance(node.this, exp.Distinct):
        return exp.Sum(this=_as_number(node.this, kinds))
    return node


def _as_number(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    return _to(node.copy(), "INT") if kinds.of(node) == "boolean" else node.copy()


def try_cast(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """TRY_CAST takes texts alone."""
    if not isinstance(node, exp.TryCast):
        return node
    kind = kinds.of(node.this)
    if node.to.is_type("varchar", "text"):
        return exp.cast(node.this.copy(), node.to.copy())
    inner = node.this.copy()
    if kind != "text":
        inner = _to(inner, "VARCHAR")
    # A call, for the generator drops TRY where it does not know that the argument is a text.
    return exp.TryCast(this=inner, to=node.to.copy(), requires_string=True)


def types(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """Types of other names or none: HUGEINT and unsigned integers are NUMBERs."""
    if isinstance(node, exp.DataType):
        if node.is_type("int128", "uint128", "ubigint", "uint", "usmallint", "utinyint", "bignum"):
            return exp.DataType.build("DECIMAL(38,0)", dialect="snowflake")
        if node.is_type("json"):
            return exp.DataType.build("VARIANT", dialect="snowflake")
    return node


def logarithm(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`log` of one argument is to the base of ten; Snowflake has none of one argument."""
    if isinstance(node, exp.Log) and node.args.get("expression") is None:
        return exp.Log(this=exp.Literal.number(10), expression=node.this.copy())
    return node


def concatenation(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`concat` takes anything and passes over NULL; Snowflake's takes texts and gives NULL."""
    if not isinstance(node, (exp.Concat, exp.ConcatWs)):
        return node
    parts = list(node.expressions)
    head = [parts.pop(0).copy()] if isinstance(node, exp.ConcatWs) else []
    texts = [p.copy() if kinds.of(p) == "text" else _to(p.copy(), "VARCHAR") for p in parts]
    if isinstance(node, exp.ConcatWs):
        # The array leaves NULLs out, and so does joining it.
        array = exp.Anonymous(this="ARRAY_CONSTRUCT_COMPACT", expressions=texts)
        return exp.Anonymous(this="ARRAY_TO_STRING", expressions=[array, *head])
    filled = [
        t if isinstance(t, exp.Literal) else exp.Coalesce(this=t, expressions=[exp.Literal.string("")])
        for t in texts
    ]
    return exp.Anonymous(this="CONCAT", expressions=filled)


def joined_texts(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`string_agg` without a separator joins by commas; Snowflake's joins by nothing, and texts alone."""
    if not isinstance(node, exp.GroupConcat):
        return node
    if node.args.get("separator") is None:
        node.set("separator", exp.Literal.string(","))
    return node


def any_one(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`any_value` and `first` pass over NULL, or follow an order; MIN, MIN_BY and MAX_BY say the same there."""
    if isinstance(node, exp.IgnoreNulls) and isinstance(node.this, (exp.Min, exp.ArgMin, exp.ArgMax)):
        return node.this.copy()
    if not isinstance(node, (exp.AnyValue, exp.First)):
        return node
    inner = node.this
    if isinstance(inner, exp.Order):
        key = inner.expressions[0]
        by = exp.ArgMax if key.args.get("desc") else exp.ArgMin
        return by(this=inner.this.copy(), expression=key.this.copy())
    if isinstance(inner, (exp.HavingMax, exp.Distinct)):
        raise no_equal("any_value")
    return exp.Min(this=inner.copy())


def patterns(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """Patterns are sought anywhere in the text; Snowflake's REGEXP_LIKE wants the whole of it to fit."""
    if isinstance(node, exp.RegexpLike):
        flags = node.args.get("flag")
        options = (flags.name if isinstance(flags, exp.Literal) else "").replace("g", "")
        if set(options) - set("cisml"):
            raise no_equal("regexp_matches")
        around = _around(node.expression)
        asked = "s" + "".join(sorted(set(options) - {"s", "l"}))
        return exp.Anonymous(
            this="REGEXP_LIKE", expressions=[node.this.copy(), around, exp.Literal.string(asked)]
        )
    if _anonymous(node, "regexp_full_match") or isinstance(node, exp.RegexpFullMatch):
        return exp.Anonymous(this="REGEXP_LIKE", expressions=[a.copy() for a in _arguments(node)[:2]])
    if isinstance(node, exp.RegexpExtract):
        group = node.args.get("group")
        number = group.copy() if group is not None else exp.Literal.number(0)
        found = exp.Anonymous(
            this="REGEXP_SUBSTR",
            expressions=[
                node.this.copy(),
                node.expression.copy(),
                exp.Literal.number(1),
                exp.Literal.number(1),
                exp.Literal.string("c" if number.name == "0" else "ce"),
                *([] if number.name == "0" else [number]),
            ],
        )
        # What is not found is an empty text, and only NULL is NULL.
        empty = exp.Coalesce(this=found, expressions=[exp.Literal.string("")])
        return exp.If(this=exp.Is(this=node.this.copy(), expression=exp.Null()), true=exp.Null(), false=empty)
    if isinstance(node, exp.RegexpReplace):
        flags = node.args.get("modifiers")
        options = flags.name if isinstance(flags, exp.Literal) else ""
        if set(options) - {"g", "i"}:
            raise no_equal("regexp_replace")
        made = [
            node.this.copy(),
            node.expression.copy(),
            (node.args.get("replacement") or exp.Literal.string("")).copy(),
        ]
        if "g" not in options or "i" in options:
            made += [exp.Literal.number(1), exp.Literal.number(0 if "g" in options else 1)]
        if "i" in options:
            made.append(exp.Literal.string("i"))
        return exp.Anonymous(this="REGEXP_REPLACE", expressions=made)
    if isinstance(node, exp.SimilarTo):
        return exp.Anonymous(this="REGEXP_LIKE", expressions=[node.this.copy(), node.expression.copy()])
    if isinstance(node, exp.Glob):
        raise no_equal("GLOB")
    return node


def _arguments(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, exp.Anonymous):
        return list(node.expressions)
    return [node.this, node.expression]


def _around(pattern: exp.Expr) -> exp.Expr:
    if isinstance(pattern, exp.Literal):
        text, before, behind = pattern.name, ".*(", ").*"
        if "|" not in text:
            if text.startswith("^"):
                text, before = text[1:], "("
            if text.endswith("$") and not text.endswith("\\$"):
                text, behind = text[:-1], ")"
        return exp.Literal.string(f"{before}{text}{behind}")
    start, end = exp.Literal.string(".*("), exp.Literal.string(").*")
    return exp.DPipe(this=exp.DPipe(this=start, expression=pattern.copy()), expression=end)


def quantiles(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`quantile` takes lists of shares, too; here one at a time."""
    if isinstance(node, (exp.Quantile, exp.PercentileCont, exp.PercentileDisc)) and isinstance(
        node.args.get("quantile") or node.args.get("expression"), exp.Array
    ):
        raise no_equal("quantile")
    return node


def values_by_key(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`->>` reads a text out of an object; in Snowflake a path, cast to text."""
    if not isinstance(node, exp.JSONExtractScalar):
        return node
    path = node.expression
    name = path.this if isinstance(path, exp.Literal) else path
    return _to(
        exp.JSONExtract(
            this=node.this.copy(),
            expression=name.copy() if isinstance(name, exp.Expr) else exp.Literal.string(str(name)),
        ),
        "VARCHAR",
    )


def distinct_rows(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`count(DISTINCT (a, b))`: several columns are counted without brackets."""
    if isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct):
        inner = node.this.expressions
        if len(inner) == 1 and isinstance(inner[0], exp.Tuple):
            node.this.set("expressions", [e.copy() for e in inner[0].expressions])
    return node


def first_of_each(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """`DISTINCT ON (a)` keeps the first row of each a, in the statement's order; QUALIFY says the same."""
    if not isinstance(node, exp.Select):
        return node
    distinct = node.args.get("distinct")
    on = distinct.args.get("on") if distinct is not None else None
    if on is None:
        return node
    keys = [e.copy() for e in (on.expressions if isinstance(on, exp.Tuple) else [on])]
    order = node.args.get("order")
    by = (
        order.copy()
        if order is not None
        else exp.Order(expressions=[exp.Ordered(this=k.copy()) for k in keys])
    )
    number = exp.Window(this=exp.RowNumber(), partition_by=keys, order=by)
    node.set("distinct", None)
    condition: exp.Expr = exp.EQ(this=number, expression=exp.Literal.number(1))
    qualify = node.args.get("qualify")
    if qualify is not None:
        condition = exp.and_(qualify.this, condition)
    node.set("qualify", exp.Qualify(this=condition))
    return node


def no_joins_of_its_own(node: exp.Expr, kinds: Kinds) -> exp.Expr:
    """Joins Snowflake writes in another way or not at all."""
    if isinstance(node, exp.Join) and str(node.args.get("method") or "").upper() in ("ASOF", "POSITIONAL"):
        raise no_equal(f"{node.args['method']} JOIN")
    if isinstance(node, exp.Join) and node.kind in ("SEMI", "ANTI") and node.args.get("using"):
        raise no_equal(f"{node.kind} JOIN … USING")
    if isinstance(node, exp.Pivot):
        raise no_equal("PIVOT")
    if isinstance(node, (exp.Map, exp.ToMap, exp.Columns)) or _anonymous(
        node,
        "age",
        "format",
        "printf",
        "histogram",
        "list_sum",
        "list_avg",
        "list_aggregate",
        "map",
        "columns",
    ):
        raise no_equal(str(node.this) if isinstance(node, exp.Anonymous) else node.key)
    if isinstance(node, exp.Format):
        raise no_equal("format")
    return node


RULES: tuple[Rule, ...] = (
    no_joins_of_its_own,
    *TIME_RULES,
    division,
    whole_division,
    averages,
    try_cast,
    types,
    logarithm,
    concatenation,
    joined_texts,
    any_one,
    patterns,
    quantiles,
    values_by_key,
    distinct_rows,
    first_of_each,
    length,
    a_list_element,
)
