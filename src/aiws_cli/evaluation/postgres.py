"""Postgres SQL said in DuckDB's words, with the clock stopped. sqlglot does most of it; what it misses is in SLIPS."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import ClassVar

import sqlglot
from sqlglot import exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.parsers.postgres import PostgresParser
from sqlglot.tokenizer_core import Token, TokenType

CLOCK = date(2026, 6, 30)
"""What CURRENT_DATE means where nobody says otherwise. A Tuesday: the week has days behind it and before it; the last
day of a month, so that "this month" has all its days; and later than any date such suites write out."""

_FORMATS = {
    "YYYY": "%Y", "IYYY": "%G", "YY": "%y", "MM": "%m", "DDD": "%j", "DD": "%d", "ID": "%u", "IW": "%V", "HH24": "%H",
    "HH12": "%I", "HH": "%I", "MI": "%M", "SS": "%S", "MS": "%g", "US": "%f", "AM": "%p", "PM": "%p",
    "MONTH": "%B", "MON": "%b", "DAY": "%A", "DY": "%a", "FM": "", "TM": "",
}  # fmt: skip
# What the patterns above don't say; other letters stand for themselves.
_NO_FORMATS = (
    "SSSSS",
    "SSSS",
    "YYY",
    "Y,YYY",
    "IDDD",
    "IYY",
    "TZH",
    "TZM",
    "TZ",
    "OF",
    "WW",
    "CC",
    "RM",
    "Q",
    "J",
    "W",
    "Y",
    "D",
)
_ONE_FORMAT = re.compile(
    '"[^"]*"|' + "|".join(sorted((*_FORMATS, *_NO_FORMATS), key=len, reverse=True)) + "|%", re.IGNORECASE
)
_C_FORMAT = re.compile(r"%[A-Za-z]")
_C_SLIPS = {"%i": "%M", "%s": "%S"}
_CLOCKS = (exp.CurrentTimestamp, exp.CurrentDatetime, exp.Localtimestamp)
_CLOCK_NAMES = frozenset({"clock_timestamp", "statement_timestamp", "transaction_timestamp"})


class _Reading(Postgres):
    """Postgres whose format strings are left as they are written: sqlglot takes `MMDD HH24` apart in the wrong places."""

    class Parser(PostgresParser):
        FUNCTIONS: ClassVar = {
            name: make
            for name, make in PostgresParser.FUNCTIONS.items()
            if name not in {"TO_CHAR", "TO_DATE", "TO_TIMESTAMP"}
        }


def statements(text: str) -> list[exp.Expr]:
    """The statements of a Postgres text, in order. Raises ValueError saying what cannot be read."""
    return [parsed(part) for _, part in parts(text)]


def parts(text: str) -> Iterator[tuple[int, str]]:
    """Each statement's line (from 1) and text, split at the semicolons between them. Raises ValueError."""
    try:
        tokens = sqlglot.tokenize(text, read=_Reading)
    except sqlglot.errors.SqlglotError as e:
        raise ValueError(_said(e)) from e
    start: Token | None = None
    for token in tokens:
        if token.token_type == TokenType.SEMICOLON:
            if start is not None:
                yield start.line, text[start.start : token.start]
            start = None
        elif start is None:
            start = token
    if start is not None:
        yield start.line, text[start.start :]


def parsed(text: str) -> exp.Expr:
    """One statement. Raises ValueError saying what cannot be read."""
    log = logging.getLogger("sqlglot")
    level = log.level
    # It tells stderr of each statement it passes on unread; those are looked at here.
    log.setLevel(logging.ERROR)
    try:
        return sqlglot.parse_one(text, read=_Reading)
    except sqlglot.errors.SqlglotError as e:
        raise ValueError(_said(e)) from e
    finally:
        log.setLevel(level)


def in_duckdb(statement: exp.Expr, as_of: date = CLOCK) -> str:
    """The statement as DuckDB SQL, where today is `as_of` and now is its midnight.

    Midnight, so that bounds made of the date and bounds made of the moment agree. Raises ValueError for a format
    string or construct that has no counterpart.
    """
    tree = _stopped(statement.copy(), as_of)
    for slip in SLIPS:
        tree = tree.transform(slip)
    try:
        return tree.sql("duckdb", comments=False, unsupported_level=sqlglot.ErrorLevel.RAISE)
    except sqlglot.errors.SqlglotError as e:
        raise ValueError(_said(e)) from e


def _said(error: Exception) -> str:
    # The excerpt underlines its place with terminal codes.
    return re.sub(r"\x1b\[\d*m", "", str(error)).splitlines()[0][:200]


def _stopped(tree: exp.Expr, as_of: date) -> exp.Expr:
    today = exp.cast(exp.Literal.string(as_of.isoformat()), "DATE")
    now = exp.cast(exp.Literal.string(f"{as_of.isoformat()} 00:00:00"), "TIMESTAMP")

    def stop(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.CurrentDate):
            return today.copy()
        if isinstance(node, _CLOCKS):
            return now.copy()
        if isinstance(node, exp.Anonymous) and node.name.lower() in _CLOCK_NAMES:
            return now.copy()
        if isinstance(node, exp.Anonymous) and node.name.lower() == "age" and len(node.expressions) == 1:
            return exp.Anonymous(this="age", expressions=[now.copy(), *node.expressions])
        if isinstance(node, exp.Cast) and isinstance(node.this, exp.Literal) and node.this.is_string:
            word = node.this.name.strip().lower()
            if word in {"now", "today"}:
                return exp.cast((now if word == "now" else today).copy(), node.to.copy())
        return node

    return tree.transform(stop)


def _formats(node: exp.Expr) -> exp.Expr:
    """TO_CHAR, TO_DATE and TO_TIMESTAMP with a format."""
    if not isinstance(node, exp.Anonymous) or len(node.expressions) != 2:
        return node
    name = node.name.upper()
    if name not in {"TO_CHAR", "TO_DATE", "TO_TIMESTAMP"}:
        return node
    value, written = node.expressions
    if not isinstance(written, exp.Literal):
        raise ValueError(f"{name} with a format that is not written out")
    if _C_FORMAT.search(written.name):
        # Postgres would print it nearly as it stands. It was meant for strftime, or for MySQL's minutes and seconds.
        text = _C_FORMAT.sub(lambda m: _C_SLIPS.get(m[0], m[0]), written.name)
    elif not _ONE_FORMAT.search(written.name):
        raise ValueError(f"format {written.name!r}")
    else:
        text = _ONE_FORMAT.sub(_one_format, written.name)
    form = exp.Literal.string(text)
    if name == "TO_CHAR":
        return exp.Anonymous(this="strftime", expressions=[value, form])
    read = exp.Anonymous(this="strptime", expressions=[value, form])
    return exp.cast(read, "DATE") if name == "TO_DATE" else read


def _one_format(found: re.Match[str]) -> str:
    word = found[0]
    if word.startswith('"'):
        return word.strip('"').replace("%", "%%")
    if word == "%":
        return "%%"
    said = _FORMATS.get(word.upper())
    # Of names only `Month` is written as the engine writes it, not `MONTH` or `month`.
    if said is None or (said in {"%B", "%b", "%A", "%a"} and word != word.capitalize()):
        raise ValueError(f"format {found.string!r}")
    return said


def _moments(node: exp.Expr) -> exp.Expr:
    """TO_TIMESTAMP(seconds), without a time zone."""
    if isinstance(node, exp.Anonymous) and node.name.upper() == "TO_TIMESTAMP" and len(node.expressions) == 1:
        seconds = exp.cast(exp.paren(node.expressions[0]), "DOUBLE")
        microseconds = exp.cast(exp.Mul(this=seconds, expression=exp.Literal.number(1_000_000)), "BIGINT")
        return exp.Anonymous(this="make_timestamp", expressions=[microseconds])
    return node


_ZONELESS = {
    exp.DType.TIMESTAMPTZ: "TIMESTAMP",
    exp.DType.TIMETZ: "TIME",
    exp.DType.JSONB: "JSON",
    exp.DType.MONEY: "DECIMAL(18, 2)",
    exp.DType.INET: "VARCHAR",
}


def _types(node: exp.Expr) -> exp.Expr:
    """Types that would need a time zone here, or that are not known here."""
    if isinstance(node, exp.DataType) and node.this in _ZONELESS:
        return exp.DataType.build(_ZONELESS[node.this], dialect="duckdb")
    return node


def _public(node: exp.Expr) -> exp.Expr:
    """The schema that every Postgres database starts with is `main` here."""
    if (
        isinstance(node, exp.Table | exp.Column)
        and node.args.get("db") is not None
        and node.args["db"].name == "public"
    ):
        node.set("db", None)
    return node


def _grouped(node: exp.Expr) -> exp.Expr:
    """A table's other columns beside its grouped key: Postgres knows that they follow from it."""
    group = node.args.get("group") if isinstance(node, exp.Select) else None
    if group is None or any(group.args.get(k) for k in ("rollup", "cube", "grouping_sets", "all", "totals")):
        return node
    keys = {e.table.lower() for e in group.expressions if isinstance(e, exp.Column) and e.table}
    present = {e.sql().lower() for e in group.expressions}
    places = [*node.expressions, node.args.get("having"), node.args.get("order")]
    for place in (p for p in places if p is not None):
        # What an alias names is grouped already.
        if isinstance(place, exp.Alias) and place.alias.lower() in present:
            continue
        for column in place.find_all(exp.Column):
            if column.table.lower() not in keys or column.sql().lower() in present:
                continue
            if column.find_ancestor(exp.AggFunc, exp.Subquery, exp.Select) is not node:
                continue
            if _inside_grouped(column, node, present):
                continue
            group.append("expressions", column.copy())
            present.add(column.sql().lower())
    return node


def _inside_grouped(column: exp.Column, select: exp.Expr, present: set[str]) -> bool:
    above = column.parent
    while above is not None and above is not select:
        if above.sql().lower() in present:
            return True
        above = above.parent
    return False


def _units(node: exp.Expr) -> exp.Expr:
    """`INTERVAL '15 min'`: the short names of units that only Postgres knows."""
    unit = node.args.get("unit") if isinstance(node, exp.Interval) else None
    long = _SHORT_UNITS.get(unit.name.lower()) if isinstance(unit, exp.Var) else None
    if long is not None:
        node.set("unit", exp.var(long))
    return node


_SHORT_UNITS = {
    **dict.fromkeys(("min", "mins", "m"), "MINUTE"),
    **dict.fromkeys(("sec", "secs", "s"), "SECOND"),
    **dict.fromkeys(("hr", "hrs", "h"), "HOUR"),
    **dict.fromkeys(("mon", "mons"), "MONTH"),
    **dict.fromkeys(("yr", "yrs", "y"), "YEAR"),
}

SLIPS: tuple[Callable[[exp.Expr], exp.Expr], ...] = (_formats, _moments, _types, _public, _grouped, _units)
"""Each takes a node and gives the node to put there."""
