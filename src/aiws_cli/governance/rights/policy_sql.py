"""The SQL inside a policy: row conditions and masks, checked when the policy is read, rendered for one identity.

Columns are bound to the base table by its name, so that no alias of the view's own can come between. Attributes of the
user become literals of the tree, never text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from ...core.identifiers import stored
from ...core.language import say
from .masks import NAMED

_USER = re.compile(r"\{user\.(\w+)\}")
_NO_USER = re.compile(r"\{\s*user", re.IGNORECASE)
_PLACE, _COLUMN = "__aiws_user_", "__aiws_column"


class PolicySqlError(ValueError):
    """A condition or mask that can't be used; `detail` says why, in the current language."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class AttributeMissing(ValueError):
    """The identity lacks an attribute the condition speaks of. `name` is the attribute's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def attributes_in(text: str) -> tuple[str, ...]:
    """Names of the attributes a text speaks of as `{user.<name>}`, in order."""
    return tuple(_USER.findall(text))


def spoken(text: str, attributes: Mapping[str, tuple[str, ...]]) -> str:
    """A condition for people: `{user.x}` shows the user's values."""
    return _USER.sub(lambda m: ", ".join(attributes.get(m[1], ())) or m[0], text)


def is_attribute(text: str) -> bool:
    """Whether a text is one `{user.<name>}` and nothing else."""
    return _USER.fullmatch(text) is not None


def usable(values: Iterable[str]) -> tuple[str, ...]:
    """Values that can tell anything apart: blank ones and those with characters nobody sees are as good as none."""
    return tuple(v for v in values if v.strip() and v.isprintable())


def check_condition(text: str, dialect: str) -> None:
    """Raises PolicySqlError unless `text` is one condition over the base table's columns."""
    _condition(text, dialect)


def check_mask(mask: str, own: Mapping[str, str], dialect: str) -> None:
    """Raises PolicySqlError unless `mask` is a known name, or one expression over `{column}`."""
    _mask(*_mask_text(mask, own, dialect))


def columns_of(text: str, dialect: str) -> tuple[str, ...]:
    """Names (lower case) of the base table's columns a condition speaks of, sorted."""
    return tuple(sorted({c.name.lower() for c in _own_columns(_condition(text, dialect))}))


def tables_of(text: str, dialect: str) -> tuple[str, ...]:
    """The further tables (`schema.table`) a condition reads, sorted."""
    return _tables(_condition(text, dialect))


def condition(
    text: str,
    attributes: Mapping[str, tuple[str, ...]],
    base: str,
    columns: Mapping[str, str],
    *,
    policy_dialect: str,
    dialect: str,
) -> tuple[str, tuple[str, ...]]:
    """The condition for one user in the warehouse's dialect, and the further tables (`schema.table`) it reads.

    `{user.x}` with one value is a text literal; with several, `= {user.x}` and `IN {user.x}` mean any of them.
    `base` is the base table's name without its schema, `columns` maps lower-case names to its own spelling. Raises
    AttributeMissing where the user has no usable value, or several where one is needed.
    """
    tree = _condition(text, policy_dialect).copy()
    # Each filling may copy the rest, so the next place is looked for in what there is then.
    while (place := next(_places(tree), None)) is not None:
        name = place.name.removeprefix(_PLACE)
        values = usable(attributes.get(name, ()))
        if not values:
            raise AttributeMissing(name)
        tree = _fill(tree, place, [exp.Literal.string(v) for v in values])
    tree = exp.paren(tree) if isinstance(tree, exp.Or) else tree
    _bind(tree, base, columns, dialect)
    return tree.sql(dialect=dialect, comments=False), _tables(tree)


def masked(
    mask: str, base: str, column: str, own: Mapping[str, str], *, policy_dialect: str, dialect: str
) -> str:
    """The mask's expression over one column of the base table, in the warehouse's dialect."""
    tree = _mask(*_mask_text(mask, own, policy_dialect)).copy()
    for place in list(tree.find_all(exp.Column)):
        bound = exp.column(_own(column, dialect), _own(base, dialect))
        if place is tree:
            tree = bound
        else:
            place.replace(bound)
    return tree.sql(dialect=dialect, comments=False)


def _tables(tree: exp.Expr) -> tuple[str, ...]:
    return tuple(sorted({f"{t.db}.{t.name}" for t in tree.find_all(exp.Table)}))


def _places(tree: exp.Expr) -> Iterator[exp.Column]:
    return (c for c in tree.find_all(exp.Column) if c.name.startswith(_PLACE))


def _fill(tree: exp.Expr, place: exp.Column, values: list[exp.Literal]) -> exp.Expr:
    parent = place.parent
    if isinstance(parent, exp.In) and place.arg_key == "field":
        parent.set("field", None)
        parent.set("expressions", list(values))
        return tree
    if isinstance(parent, exp.In) and place.arg_key == "expressions":
        kept = [e for e in parent.expressions if e is not place]
        parent.set("expressions", [*kept, *values])
        return tree
    if len(values) == 1:
        place.replace(values[0])
        return tree
    if isinstance(parent, exp.EQ):
        other = parent.left if parent.right is place else parent.right
        any_of = exp.In(this=other.copy(), expressions=list(values))
        if parent is tree:
            return any_of
        parent.replace(any_of)
        return tree
    raise AttributeMissing(place.name.removeprefix(_PLACE))


@lru_cache(maxsize=1024)
def _condition(text: str, dialect: str) -> exp.Expr:
    named = attributes_in(text)
    if _NO_USER.search(_USER.sub("", text)):
        raise PolicySqlError(say("policy.sql.attribute"))
    tree = _parsed(_USER.sub(lambda m: _PLACE + m[1], text), dialect)
    if sum(1 for _ in _places(tree)) != len(named):
        raise PolicySqlError(say("policy.sql.quoted"))
    if not _says_yes_or_no(tree) or any(a.find_ancestor(exp.Select) is None for a in tree.find_all(*_NO_ROW)):
        raise PolicySqlError(say("policy.sql.no_condition"))
    for table in tree.find_all(exp.Table):
        if not table.db or table.catalog:
            raise PolicySqlError(say("policy.sql.schema", table=table.name))
    return tree


# What looks at other rows than the one it decides on.
_NO_ROW = (exp.AggFunc, exp.Window)


def _says_yes_or_no(tree: exp.Expr) -> bool:
    """Whether an expression can be a condition. A number would be one too for some engines: every row but zero's."""
    inner = tree.unnest()
    if isinstance(inner, exp.Not):
        return _says_yes_or_no(inner.this)
    if isinstance(inner, exp.Connector):
        return _says_yes_or_no(inner.left) and _says_yes_or_no(inner.right)
    if isinstance(inner, exp.Func) and not isinstance(inner, (exp.Binary, exp.Cast)):
        return True
    return isinstance(inner, (exp.Predicate, exp.Boolean))


def _mask_text(mask: str, own: Mapping[str, str], dialect: str) -> tuple[str, str]:
    """A mask's expression and the dialect it is written in."""
    name = mask.strip().lower()
    if name in own:
        return own[name], dialect
    if name in NAMED:
        return NAMED[name], "duckdb"
    if "{column}" not in mask:
        known = ", ".join(sorted({*NAMED, *own}))
        raise PolicySqlError(say("policy.sql.no_mask", name=mask, known=known))
    return mask, dialect


@lru_cache(maxsize=1024)
def _mask(text: str, dialect: str) -> exp.Expr:
    tree = _parsed(text.replace("{column}", _COLUMN), dialect)
    if tree.find(exp.Query, *_NO_ROW) is not None:
        raise PolicySqlError(say("policy.sql.no_expression"))
    places = [c for c in tree.find_all(exp.Column) if c.name == _COLUMN and not c.table]
    if len(places) != len(list(tree.find_all(exp.Column))):
        raise PolicySqlError(say("policy.sql.other_column"))
    if len(places) != text.count("{column}"):
        raise PolicySqlError(say("policy.sql.column_quoted"))
    return tree


def _parsed(text: str, dialect: str) -> exp.Expr:
    try:
        trees = sqlglot.parse(f"SELECT {text}", read=dialect)
    except (SqlglotError, ValueError, RecursionError) as problem:
        raise PolicySqlError(say("policy.sql.unreadable", detail=_first_line(problem))) from None
    select = trees[0] if len(trees) == 1 else None
    if (
        not isinstance(select, exp.Select)
        or len(select.expressions) != 1
        or any(value for key, value in select.args.items() if key != "expressions")
    ):
        raise PolicySqlError(say("policy.sql.no_expression"))
    tree: exp.Expr = select.expressions[0]
    if isinstance(tree, (exp.Alias, exp.Star)) or tree.find(exp.Placeholder, exp.Parameter) is not None:
        raise PolicySqlError(say("policy.sql.no_expression"))
    return tree.copy()


def _first_line(problem: BaseException) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0][:200]


def _own_columns(tree: exp.Expr) -> list[exp.Column]:
    """Columns of the base table: those written without a table, outside of any subquery."""
    return [
        c
        for c in tree.find_all(exp.Column)
        if not c.table and not c.name.startswith("__aiws_") and c.find_ancestor(exp.Select) is None
    ]


def _own(name: str, dialect: str) -> exp.Identifier:
    """A name of the catalog as the engine itself spells it, in quotes."""
    return exp.to_identifier(stored(name, dialect), quoted=True)


def _bind(tree: exp.Expr, base: str, columns: Mapping[str, str], dialect: str) -> None:
    for column in _own_columns(tree):
        name = columns.get(column.name.lower())
        if name is not None:
            column.set("this", _own(name, dialect))
        column.set("table", _own(base, dialect))
