"""Statements changed: by text, by token and by subtree. The same source of chance makes the same changes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from support.statements import benign, hostile

_TOKEN = re.compile(
    r"\s+|--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\w+|<>|<=|>=|!=|::|\|\||->>?|:=|=>|.", re.S
)
_LONGEST = 3000
_OTHER_NAMES = (("tx_date", "day"), ("channel", "state"), ("bank.customers", "card.grades"))
"""The analysts' statements speak of another world's columns."""
_STRANGE = (
    "\x00", "\x07", "\x0c", "\x1b", "\x7f", "\x85", "\xa0", "\xad", "\u034f", "\u115f", "\u180e", "\u200b", "\u200d",
    "\u2028", "\u202e", "\u2060", "\u2066", "\u2800", "\u3000", "\u3164", "\ufe0f", "\ufeff", "\uff07", "\uff1b", "\uffa0",
    "\ud800", "\U000e0041", "\\", "'", '"', "`", ";", "--", "/*", "*/", "$$", "#", "@", "\u212a", "\u0130", "\u017f",
)  # fmt: skip
_WRAPPERS = (
    "SELECT * FROM ({}) q", "WITH x AS ({}) SELECT * FROM x", "SELECT ({})", "SELECT 1 WHERE EXISTS ({})",
    "({}) UNION ALL ({})", "SELECT count(*) FROM ({}) q", "SELECT q FROM ({}) q", "SELECT list(q) FROM ({}) q",
    "SELECT * FROM card.customers WHERE name IN ({})", "SELECT q.* FROM bank.units, LATERAL ({}) q", "{} LIMIT 3",
    "EXPLAIN {}", "{}; {}", "{};", "DESCRIBE {}", "SUMMARIZE {}", "CREATE TABLE x AS {}", "COPY ({}) TO '/tmp/x'",
    "SELECT ARRAY({})", "PIVOT ({}) ON region USING count(*)", "FROM ({}) q", "SELECT COLUMNS(*) FROM ({}) q",
    "SELECT q::VARCHAR FROM ({}) q", "INSERT INTO card.customers {}", "SELECT * FROM query('{}')", "-- {}", "/* {} */ {}",
    "WITH RECURSIVE r AS ({} UNION ALL SELECT * FROM r) SELECT * FROM r", "SELECT * FROM ({}) q QUALIFY rank() OVER (ORDER BY 1) = 1",
)  # fmt: skip


@cache
def corpus(dialect: str) -> tuple[str, ...]:
    """The statements of the tests: refused, harmless and analysts'."""
    files = ("both", dialect)
    analysts = benign("benign" if dialect == "duckdb" else "benign_snowflake")
    found = [*(row.sql for row in hostile(*files)), *analysts]
    for written, here in _OTHER_NAMES:
        found = [sql.replace(written, here) for sql in found]
    return tuple(sql for sql in found if len(sql) <= _LONGEST)


def mutated(sql: str, rng: random.Random, dialect: str) -> str:
    """One to four changes, one after another."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        sql = rng.choice(_CHANGES)(sql, rng, dialect)
    return sql[: _LONGEST * 2]


def tokens(sql: str) -> list[str]:
    return _TOKEN.findall(sql)


def _places(parts: Sequence[str]) -> list[int]:
    return [i for i, p in enumerate(parts) if not p.isspace()] or [0]


def _delete(sql: str, rng: random.Random, _dialect: str) -> str:
    parts = tokens(sql) or [""]
    del parts[rng.choice(_places(parts))]
    return "".join(parts)


def _double(sql: str, rng: random.Random, _dialect: str) -> str:
    parts = tokens(sql) or [""]
    i = rng.choice(_places(parts))
    j = min(len(parts), i + rng.choice((1, 1, 3, 8)))
    return "".join([*parts[:j], " ", *parts[i:]])


def _swap(sql: str, rng: random.Random, _dialect: str) -> str:
    parts = tokens(sql) or [""]
    places = _places(parts)
    i, j = rng.choice(places), rng.choice(places)
    parts[i], parts[j] = parts[j], parts[i]
    return "".join(parts)


def _other_token(sql: str, rng: random.Random, dialect: str) -> str:
    parts, others = tokens(sql) or [""], tokens(rng.choice(corpus(dialect))) or [""]
    parts[rng.choice(_places(parts))] = others[rng.choice(_places(others))]
    return "".join(parts)


def _same_kind(sql: str, rng: random.Random, dialect: str) -> str:
    """A word in the place of a word, a text in that of a text."""
    parts, others = tokens(sql) or [""], tokens(rng.choice(corpus(dialect)))
    i = rng.choice(_places(parts))
    fitting = [
        o
        for o in others
        if o[:1].isalpha() == parts[i][:1].isalpha() and (o[:1] == "'") == (parts[i][:1] == "'")
    ]
    if fitting:
        parts[i] = rng.choice(fitting)
    return "".join(parts)


def _cross(sql: str, rng: random.Random, dialect: str) -> str:
    parts, others = tokens(sql) or [""], tokens(rng.choice(corpus(dialect))) or [""]
    return "".join([*parts[: rng.choice(_places(parts))], " ", *others[rng.choice(_places(others)) :]])


def _wrap(sql: str, rng: random.Random, _dialect: str) -> str:
    return rng.choice(_WRAPPERS).replace("{}", sql)


def _strange(sql: str, rng: random.Random, _dialect: str) -> str:
    at = rng.randrange(len(sql) + 1)
    return sql[:at] + rng.choice(_STRANGE) + sql[at:]


def _comment(sql: str, rng: random.Random, _dialect: str) -> str:
    parts = tokens(sql) or [""]
    at = rng.choice(_places(parts))
    comment = rng.choice(
        ("/* x */", "/**/", "-- x\n", "/* /* x */ */", "/* ' */", '-- "\n', "/*+ hint */", "// x\n", "# x\n")
    )
    return "".join([*parts[:at], " ", comment, " ", *parts[at:]])


def _case(sql: str, rng: random.Random, _dialect: str) -> str:
    parts = tokens(sql)
    how = rng.choice((str.upper, str.lower, str.title, str.swapcase))
    share = rng.choice((0.2, 1.0))
    return "".join(how(p) if p[:1].isalpha() and rng.random() < share else p for p in parts)


def _quote(sql: str, rng: random.Random, _dialect: str) -> str:
    parts = tokens(sql) or [""]
    words = [i for i, p in enumerate(parts) if p[:1].isalpha()] or [0]
    i = rng.choice(words)
    parts[i] = rng.choice(
        ('"{}"', "'{}'", "`{}`", "[{}]", "({})", '"{}" ', '"{}"."x"', "{}()", "{}.*")
    ).format(parts[i])
    return "".join(parts)


def _nest(sql: str, rng: random.Random, _dialect: str) -> str:
    opening, closing = rng.choice(
        (("(", ")"), ("(SELECT ", ")"), ("[", "]"), ("-", ""), ("NOT ", ""), ("CASE WHEN ", " THEN 1 END"))
    )
    times = rng.choice((2, 5, 40))
    parts = tokens(sql) or [""]
    at = rng.choice(_places(parts))
    return "".join([*parts[:at], opening * times, parts[at], closing * times, *parts[at + 1 :]])


def _graft(sql: str, rng: random.Random, dialect: str) -> str:
    """A subtree of another statement in the place of one of this: of its class, of a class near it, or any."""
    mine, other = _tree(sql, dialect), _tree(rng.choice(corpus(dialect)), dialect)
    if mine is None or other is None:
        return sql
    mine, other = mine.copy(), other.copy()
    place = rng.choice(list(mine.walk()))
    near: type[exp.Expr] = next((c for c in _CLASSES if isinstance(place, c)), type(place))
    fitting = [n for n in other.walk() if isinstance(n, near) and n is not other] or list(other.walk())
    graft = rng.choice(fitting if rng.random() < 0.9 else list(other.walk())).copy()
    if place is mine:
        return sql
    try:
        place.replace(graft)
        return mine.sql(dialect=dialect)
    except (SqlglotError, ValueError, TypeError, AttributeError, IndexError, KeyError, AssertionError):
        return sql  # No text can be made of that tree: nothing has changed.


_CLASSES: tuple[type[exp.Expr], ...] = (
    exp.Query, exp.Table, exp.Column, exp.Condition, exp.Join, exp.CTE, exp.Order, exp.Window, exp.DataType, exp.Identifier,
)  # fmt: skip


@cache
def _parsed(sql: str, dialect: str) -> exp.Expr | None:
    try:
        trees = sqlglot.parse(sql, read=dialect)
    except (
        SqlglotError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        KeyError,
        AssertionError,
        RecursionError,
    ):
        return None
    return trees[0] if trees and not isinstance(trees[0], exp.Command) else None


def _tree(sql: str, dialect: str) -> exp.Expr | None:
    return _parsed(sql, dialect) if sql in _known(dialect) else _parsed.__wrapped__(sql, dialect)


@cache
def _known(dialect: str) -> frozenset[str]:
    return frozenset(corpus(dialect))


_CHANGES: tuple[Callable[[str, random.Random, str], str], ...] = (
    _delete, _double, _swap, _other_token, _same_kind, _same_kind, _cross, _wrap, _wrap, _strange, _comment, _case, _quote, _nest,
    _graft, _graft, _graft, _graft,
)  # fmt: skip
