"""Money asked and pieces summed: 보유 잔고가 얼마 is the value of what is held, not its quantity."""

from __future__ import annotations

import re

from sqlglot import exp

from ...core.tables import Column, Table
from .named import is_additive, is_number, names_of, names_of_table, says_name
from .scene import Scene
from .scope import own, queries
from .words import pieces, plain

_MONEY = re.compile(
    r"얼마|금액|잔고|잔액|액수|총액|\bhow much\b|\bamounts?\b|\bbalances?\b|\bworth\b|\bvalue\b|\bmoney\b",
    re.IGNORECASE,
)
_PIECES = re.compile(
    r"수량|개수|몇\s*(?:주|개|좌|장)|주식\s*수|좌수|건수|\b(?:quantity|units?|shares|number of|how many)\b",
    re.IGNORECASE,
)
_QUANTITY = frozenset("quantity qty unit units shares volume".split())
_PRICE = frozenset("price rate ratio avg average unit pnl profit loss gain cost fee tax".split())


def mend_money(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """SUM of a quantity where the question asks for money, to the one sum of money that its table holds.

    Prices, rates, gains and fees are none of what is held; where several columns are left, the one that is said.
    """
    question = scene.question
    if not isinstance(tree, exp.Select) or not _MONEY.search(question) or _PIECES.search(question):
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for total in list(own(query.select, exp.Sum)):
            reference = total.this
            source = query.owner(reference) if isinstance(reference, exp.Column) else None
            column = source.column(reference.name) if source is not None else None
            if source is None or source.table is None or column is None or not _is_quantity(column):
                continue
            meant = _money_of(source.table, scene)
            if meant is None or says_name(question, names_of(column)):
                continue
            was = reference.sql(dialect=scene.dialect)
            for other in own(query.select, exp.Column):
                if other.name.lower() == column.name.lower() and query.owner(other) is source:
                    other.set("this", exp.to_identifier(meant.name))
            alias = total.parent
            if isinstance(alias, exp.Alias) and alias.alias.lower() == column.name.lower():
                alias.set("alias", exp.to_identifier(meant.name))
            reasons.append(
                scene.reason(
                    "column_renamed",
                    old=was,
                    new=reference.sql(dialect=scene.dialect),
                    table=source.table.name,
                )
            )
    return tree, tuple(reasons)


def _is_quantity(column: Column) -> bool:
    return is_number(column) and column.unit != "KRW" and bool(_QUANTITY & set(pieces(column.name)))


def _money_of(table: Table, scene: Scene) -> Column | None:
    sums = [
        c
        for c in table.columns
        if is_number(c)
        and not _PRICE & set(pieces(c.name))
        and (
            c.unit == "KRW"
            or (is_additive(c) and not _QUANTITY & set(pieces(c.name)) and "count" not in pieces(c.name))
        )
    ]
    own = {plain(n) for n in names_of_table(table)}
    said = [c for c in sums if says_name(scene.question, [n for n in names_of(c) if plain(n) not in own])]
    choices = said or sums
    return choices[0] if len(choices) == 1 else None
