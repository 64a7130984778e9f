"""Snowflake's spelling of names, texts and types, and the expressions a policy's masks and conditions become there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from ...core.identifiers import stored
from ...core.tables import Column, Table
from ..rights.masks import NAMED
from ..rights.policy import Policy
from ..rights.policy_sql import attributes_in, condition, masked, usable

Family = Literal["text", "number", "float", "boolean", "date", "timestamp", "other"]

PLACE = ("AIWS", "GOVERNANCE")
"""Database and schema of everything an export makes."""
VALUE = "VAL"
# Names that the engine stores as they are written.
_BASE, _COLUMN, _USER = "__AIWS_BASE", "__AIWS_COL", "__aiws_user_"
_TYPE = exp.DType
_TEXTS = {
    _TYPE.VARCHAR,
    _TYPE.CHAR,
    _TYPE.NCHAR,
    _TYPE.NVARCHAR,
    _TYPE.TEXT,
    _TYPE.NAME,
    _TYPE.UUID,
    _TYPE.ENUM,
}
_FLOATS = {_TYPE.FLOAT, _TYPE.DOUBLE}
_STAMPS = {
    _TYPE.TIMESTAMP: "TIMESTAMP_NTZ",
    _TYPE.TIMESTAMPNTZ: "TIMESTAMP_NTZ",
    _TYPE.DATETIME: "TIMESTAMP_NTZ",
    _TYPE.TIMESTAMP_S: "TIMESTAMP_NTZ",
    _TYPE.TIMESTAMP_MS: "TIMESTAMP_NTZ",
    _TYPE.TIMESTAMP_NS: "TIMESTAMP_NTZ",
    _TYPE.TIMESTAMPLTZ: "TIMESTAMP_LTZ",
    _TYPE.TIMESTAMPTZ: "TIMESTAMP_TZ",
}
_OTHERS = {
    _TYPE.TIME: "TIME",
    _TYPE.BINARY: "BINARY",
    _TYPE.VARBINARY: "BINARY",
    _TYPE.ARRAY: "ARRAY",
    _TYPE.LIST: "ARRAY",
    _TYPE.STRUCT: "OBJECT",
    _TYPE.MAP: "OBJECT",
    _TYPE.OBJECT: "OBJECT",
    _TYPE.JSON: "VARIANT",
    _TYPE.VARIANT: "VARIANT",
}


class NotExpressible(ValueError):
    """Snowflake's policies have no words for it. `reason` is the key of a note, `slots` fill its text."""

    def __init__(self, reason: str, **slots: object) -> None:
        super().__init__(reason)
        self.reason, self.slots = reason, slots


@dataclass(frozen=True, slots=True)
class Kind:
    """A column's type: as Snowflake declares it, and what can be done with it."""

    text: str
    family: Family


def identifier(name: str) -> str:
    """A name as Snowflake stores it, in quotes."""
    return '"' + stored(name, "snowflake").replace('"', '""') + '"'


def own_name(name: str) -> str:
    """The path of something the export makes, by a name that is taken as it is."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in (*PLACE, name))


def path(table: str, database: str) -> str:
    """A table of the catalog: with its database where that is known, else of the session's."""
    schema, _, name = table.partition(".")
    parts = (database, schema, name) if database else (schema, name)
    return ".".join(identifier(p) for p in parts)


def literal(text: str) -> str:
    """A text as a literal: quotes and backslashes are its own, and nothing ends a `$$` around it."""
    return exp.Literal.string(text).sql(dialect="snowflake").replace("$$", "$' || '$")


def comment(text: str) -> str:
    """One line of comment whatever the text holds."""
    return "-- " + "".join(c if c.isprintable() else " " for c in text)


def kind_of(column: Column, dialect: str) -> Kind:
    """The column's type, as the catalog has it in `dialect`, in Snowflake's words."""
    try:
        found = exp.DataType.build(column.type, dialect=dialect)
    except (SqlglotError, ValueError):
        return Kind(column.type.upper(), "other")
    what = found.this
    if what in _TEXTS:
        return Kind("VARCHAR", "text")
    if what in exp.DataType.INTEGER_TYPES:
        return Kind("NUMBER(38, 0)", "number")
    if what in exp.DataType.REAL_TYPES and what not in _FLOATS:
        sizes = [p.name for p in found.expressions]
        return Kind(f"NUMBER({', '.join([*sizes, '0'][:2]) if sizes else '38, 0'})", "number")
    if what in _FLOATS:
        return Kind("FLOAT", "float")
    if what == _TYPE.BOOLEAN:
        return Kind("BOOLEAN", "boolean")
    if what in (_TYPE.DATE, _TYPE.DATE32):
        return Kind("DATE", "date")
    if what in _STAMPS:
        return Kind(_STAMPS[what], "timestamp")
    return Kind(_OTHERS.get(what, found.sql(dialect="snowflake")), "other")


def mask_body(mask: str, policy: Policy, kind: Kind) -> str:
    """What VAL becomes under a mask, in the column's own type. Raises NotExpressible where it can't be: then NULL is shown."""
    name = mask.strip().lower()
    named = name in NAMED and name not in policy.masks
    if named and name == "null":
        return "NULL"
    if named and name == "year":
        if kind.family in ("date", "timestamp"):
            return f"CAST(DATE_TRUNC('YEAR', {VALUE}) AS {kind.text})"
        if kind.family == "text":
            return f"TO_VARCHAR(DATE_TRUNC('YEAR', TRY_TO_DATE({VALUE})), 'YYYY-MM-DD')"
    if kind.family == "other" or (named and kind.family != "text"):
        raise NotExpressible("mask_type", mask=mask, type=kind.text)
    text = masked(mask, _BASE, _COLUMN, policy.masks, policy_dialect=policy.dialect, dialect="snowflake")
    tree = _anchored(sqlglot.parse_one(text, read="snowflake"))
    for place in list(tree.find_all(exp.Column)):
        if place.name == _COLUMN:
            place.set("table", None)
            place.set("this", exp.to_identifier(VALUE))
    body = tree.sql(dialect="snowflake", comments=False)
    if named:
        return body
    if kind.family == "text":
        return f"CAST({body} AS VARCHAR)"
    return f"TRY_CAST(CAST({body} AS VARCHAR) AS {kind.text})"


@dataclass(frozen=True, slots=True)
class Condition:
    """A row filter in Snowflake's words: `columns` are the table's it speaks of, `reads` further tables, `attributes` the user's."""

    sql: str
    columns: tuple[str, ...]
    reads: tuple[str, ...]
    attributes: tuple[str, ...]


def argument(column: str) -> str:
    """What a row access policy calls a column: not as the column, so that a subquery's own can't come between."""
    return '"ROW_' + stored(column, "snowflake").replace('"', '""') + '"'


def row_condition(rows: str, table: Table, policy: Policy, dialect: str, database: str) -> Condition:
    """A rule's `rows` as a body of a row access policy. Raises NotExpressible."""
    wanted = attributes_in(rows)
    names = {c.name.lower(): c.name for c in table.columns}
    text, reads = condition(
        rows,
        {name: (_USER + name,) for name in wanted},
        _BASE,
        names,
        policy_dialect=policy.dialect,
        dialect="snowflake",
    )
    tree = _anchored(sqlglot.parse_one(text, read="snowflake"))
    holder = exp.Paren(this=tree)
    for literal_ in list(holder.find_all(exp.Literal)):
        if literal_.is_string and literal_.name.startswith(_USER):
            _ask_for(literal_, table, dialect)
    used: dict[str, None] = {}
    for place in list(holder.find_all(exp.Column)):
        if place.table != _BASE:
            continue
        column = table.column(place.name)
        if column is None:
            raise NotExpressible("no_column", column=place.name)
        used.setdefault(column.name)
        place.replace(sqlglot.parse_one(argument(column.name), read="snowflake"))
    for inner in holder.find_all(exp.Table):
        if inner.name == "MY_ATTRIBUTES" and inner.catalog == PLACE[0]:
            continue
        named = path(f"{inner.db}.{inner.name}", database)
        fresh = exp.to_table(named, dialect="snowflake")
        if inner.args.get("alias") is None:
            fresh.set("alias", exp.TableAlias(this=exp.to_identifier(inner.name, quoted=inner.this.quoted)))
        else:
            fresh.set("alias", inner.args["alias"].copy())
        inner.replace(fresh)
    has = [f"{literal(name)} IN (SELECT ATTRIBUTE FROM {own_name('MY_ATTRIBUTES')})" for name in wanted]
    body = holder.this.sql(dialect="snowflake", comments=False)
    return Condition(" AND ".join([*has, f"({body})"]), tuple(used), reads, wanted)


def wall_condition(attribute: str, company: str) -> str:
    """Whether the user's attribute names this company, whatever its case."""
    return (
        f"{literal(company.lower())} IN (SELECT LOWER(VALUE) FROM {own_name('MY_ATTRIBUTES')}"
        f" WHERE ATTRIBUTE = {literal(attribute)})"
    )


def _ask_for(place: exp.Expr, table: Table, dialect: str) -> None:
    """Put the user's values in the place of one: any of them beside `=` and in a list, else the only one there is."""
    name = place.name.removeprefix(_USER)
    beside = place.parent
    other: exp.Expr | None = None
    if isinstance(beside, exp.EQ):
        other = beside.left if beside.right is place else beside.right
    elif isinstance(beside, exp.In):
        other = beside.this
    value = _typed("VALUE", other, table, dialect)
    values = f"SELECT {value} FROM {own_name('MY_ATTRIBUTES')} WHERE ATTRIBUTE = {literal(name)}"
    if isinstance(beside, exp.EQ) and other is not None:
        beside.replace(exp.In(this=other.copy(), query=exp.Subquery(this=_query(values))))
    elif isinstance(beside, exp.In) and len(beside.expressions) == 1:
        beside.replace(exp.In(this=beside.this.copy(), query=exp.Subquery(this=_query(values))))
    else:
        one = f"SELECT IFF(COUNT(*) = 1, MAX(VALUE), NULL) FROM {own_name('MY_ATTRIBUTES')} WHERE ATTRIBUTE = {literal(name)}"
        place.replace(exp.Subquery(this=_query(one)))


def _typed(value: str, beside: exp.Expr | None, table: Table, dialect: str) -> str:
    """The attribute in the type of the column it is held against; one that is none of that type fits nothing."""
    if not isinstance(beside, exp.Column) or beside.table != _BASE:
        return value
    column = table.column(beside.name)
    kind = kind_of(column, dialect) if column is not None else None
    return value if kind is None or kind.family in ("text", "other") else f"TRY_CAST({value} AS {kind.text})"


def _query(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, read="snowflake")


def _anchored(tree: exp.Expr) -> exp.Expr:
    """Snowflake's REGEXP_LIKE means the whole text, the policy's the text anywhere: say so where the form leaves it open."""
    holder = exp.Paren(this=tree)
    for like in list(holder.find_all(exp.RegexpLike)):
        form = like.expression
        text = form.name if isinstance(form, exp.Literal) else ""
        if not (text.startswith("^") and text.endswith("$")):
            at = exp.Anonymous(this="REGEXP_INSTR", expressions=[like.this.copy(), form.copy()])
            like.replace(exp.Paren(this=exp.GT(this=at, expression=exp.Literal.number(0))))
    out: exp.Expr = holder.this
    return out


def attribute_rows(policy: Policy, names: Collection[str]) -> list[tuple[str, str, str]]:
    """(user, attribute, value) of everybody the policy names, sorted; user `*` is whoever has no value of their own.

    `names` are the attributes wanted; `name` is the policy's own spelling of the user. What everyone has is not a
    service's: its row with attribute `*` says so.
    """
    everyone = policy.everyone.attributes if policy.everyone is not None else {}
    out = {("*", a, v) for a, values in everyone.items() if a in names for v in usable(values)}
    if out:
        out |= {(stored(service, "snowflake"), "*", "") for service in policy.services}
    for subjects in (policy.users, policy.services):
        for user, subject in subjects.items():
            own = {"name": (user,), **subject.attributes}
            for attribute, values in own.items():
                if attribute in names:
                    out |= {(stored(user, "snowflake"), attribute, v) for v in usable(values)}
    return sorted(out)
