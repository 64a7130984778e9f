"""What the statements speak of: the tables of `canary_world`, with kinds of columns, and the engine's functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from aiws_cli.governance.sql.allowed import BY_DIALECT

KINDS = ("num", "text", "date", "bool", "list", "struct", "json")
Columns = tuple[tuple[str, str], ...]
"""(name as it is written, kind) in order."""


def _columns(text: str) -> Columns:
    return tuple((n.replace("+", " "), k) for n, k in (word.rsplit(":", 1) for word in text.split()))


TABLES: Mapping[str, Columns] = {
    "card.customers": _columns(
        "customer_id:num name:text region:text gender:text birth_year:num phone:text tags:list profile:struct"
        " code:text detail:json"
    ),
    "card.transactions": _columns(
        "tx_id:num customer_id:num day:date region:text amount:num note:text state:text"
    ),
    "card.grades": _columns("customer_id:num grade:text"),
    "bank.accounts": _columns("account_id:num customer_id:num balance:num note:text"),
    "bank.rates": _columns("day:date rate:num"),
    "bank.units": _columns("id:num parent:num name:text"),
    "card.counted": _columns("n:num"),
    "영업.실적": _columns('고객명:text 금액:num "실적+비고":text'),
}
GROUPED = "hr.salaries"
"""Shown in groups only."""
GROUPED_COLUMNS = _columns("emp_id:num dept:text gender:text salary:num bonus:num hired:date")
AMBIGUOUS_NAMES = ("customers", "transactions", "accounts", "units")


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    arguments: tuple[str, ...]
    """Types as the engine writes them."""
    kind: str
    """What comes out: one of KINDS or `any`."""


_KIND = (
    (re.compile(r".*\[\d*\]|LIST.*"), "list"),
    (re.compile(r"VARCHAR|BLOB|UUID|BIT"), "text"),
    (re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*|BIGNUM"), "num"),
    (re.compile(r"DATE|TIME.*"), "date"),
    (re.compile(r"BOOLEAN"), "bool"),
    (re.compile(r"STRUCT.*"), "struct"),
    (re.compile(r"JSON"), "json"),
)


def kind_of(type_: str | None) -> str:
    return next((kind for pattern, kind in _KIND if pattern.fullmatch(type_ or "")), "any")


@cache
def signatures(dialect: str) -> tuple[dict[str, tuple[Signature, ...]], dict[str, tuple[Signature, ...]]]:
    """The functions the guard lets through, and those it must not, by name, each in the forms the engine has. Of
    Snowflake's only the names are known: one to three arguments of any kind; what is refused stands in the grammar."""
    allowed = BY_DIALECT[dialect]
    if dialect != "duckdb":
        return {
            n: (Signature(n, ("ANY",) * (1 + len(n) % 3), "any"),) for n in sorted(allowed.function_names)
        }, {}
    good: dict[str, set[Signature]] = {}
    bad: dict[str, set[Signature]] = {}
    for name, arguments, result in _engine():
        written = name if re.fullmatch(r"\w+", name) else f'"{name}"'
        one = Signature(written, tuple(a or "ANY" for a in arguments)[:5], kind_of(result))
        (good if name in allowed.function_names else bad).setdefault(name, set()).add(one)
    return _sorted(good), _sorted(bad)


def _sorted(found: dict[str, set[Signature]]) -> dict[str, tuple[Signature, ...]]:
    return {n: tuple(sorted(found[n], key=lambda s: (s.arguments, s.kind))) for n in sorted(found)}


def _engine() -> list[tuple[str, list[str | None], str | None]]:
    import duckdb

    with duckdb.connect() as connection:
        return connection.execute(
            "SELECT DISTINCT function_name, parameter_types, return_type FROM duckdb_functions() ORDER BY ALL"
        ).fetchall()
