"""Figures that are never missing: "no fee" of a column without NULLs is a fee of 0."""

from __future__ import annotations

import re

from sqlglot import exp

from .grain import conjuncts
from .links import Links
from .named import is_number, says_name
from .scene import Scene
from .scope import Query, queries

_NONE = re.compile(
    r"없|무료|공짜|면제|0\s*(?:원|%|건|개)?\s*(?:인|짜리)|\b(?:no|without|free|zero|lack(?:s|ing)?|not)\b|n't\b",
    re.IGNORECASE,
)
_SOME = re.compile(r"있|\b(?:with|has|have|having|any)\b", re.IGNORECASE)


def mend_zero(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`fee IS NULL` of a required figure, where the question says there is none of it: `fee = 0`.

    `fee IS NOT NULL` of one that the question names and wants to be there: `fee > 0`. Keys and the
    far side of outer joins, whose NULLs mean that a row is missing, stay.
    """
    if not scene.question.strip():
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        where = query.select.args.get("where")
        for part in conjuncts(where.this if where is not None else None):
            denied = isinstance(part, exp.Not)
            test = part.this if isinstance(part, exp.Not) else part
            if not isinstance(test, exp.Is) or not isinstance(test.expression, exp.Null):
                continue
            reference = test.this
            if not isinstance(reference, exp.Column) or not _is_figure(reference, query, scene):
                continue
            if denied and not _wanted(reference, query, scene):
                continue
            if not denied and not _NONE.search(scene.question):
                continue
            zero = exp.Literal.number(0)
            kind = exp.GT if denied else exp.EQ
            new = kind(this=reference.copy(), expression=zero)
            old = part.sql(dialect=scene.dialect)
            part.replace(new)
            reasons.append(
                scene.reason(
                    "zero",
                    column=reference.sql(dialect=scene.dialect),
                    old=old,
                    new=new.sql(dialect=scene.dialect),
                )
            )
    return tree, tuple(reasons)


def _is_figure(reference: exp.Column, query: Query, scene: Scene) -> bool:
    """A required number of a source that no outer join can leave without a row, and no key."""
    if any(j.args.get("side") for j in query.select.args.get("joins") or ()):
        return False
    source = query.owner(reference)
    if source is None or source.table is None or not any(source is s for s in query.sources):
        return False
    column = source.table.column(reference.name)
    if column is None or not column.required or column.primary_key or not is_number(column):
        return False
    if column.code_values:
        return False
    name = column.name.lower()
    links = Links(scene, [source.table.name])
    return not any(
        name in (c.lower() for c in link.columns_of(source.table.name))
        for link in links.of(source.table.name)
    )


def _wanted(reference: exp.Column, query: Query, scene: Scene) -> bool:
    column = query.meaning(reference)
    if column is None or not _SOME.search(scene.question) or _NONE.search(scene.question):
        return False
    return says_name(scene.question, [n for n in (column.business_name, *column.synonyms) if n])
