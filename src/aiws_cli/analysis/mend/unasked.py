"""What the SQL added and nobody asked: a LIMIT, values that are not there."""

from __future__ import annotations

import re

from sqlglot import exp

from .asked import rows_wanted, wants_extreme
from .limits import time_asked
from .scene import Scene
from .scope import Query, queries
from .words import plain

# Words that speak of a part of the rows without naming a number.
_SOME = re.compile(
    r"상위|하위|일부|(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)\s*(?:개|명|곳|군데|건|가지|위|종)|몇\s*개만|샘플|예시|첫|처음|마지막|최신|하나|한\s*(?:개|명|건|곳)\b|어느|어떤|누구|무엇"
    r"|\b(?:top|bottom|first|last|latest|recent|sample|some|few|any|one|which|who)\b",
    re.IGNORECASE,
)


_SO_LONG = re.compile(
    r"\d+\s*(?:개월|개년|주일|분기|달|년|[-\s]?(?:month|quarter|week|day|year)s?\b)", re.IGNORECASE
)


def mend_limit_unasked(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A LIMIT on the whole result that no word of the question asks for: it would hide rows without saying so."""
    limit = tree.args.get("limit")
    if not isinstance(limit, exp.Limit) or not scene.question.strip():
        return tree, ()
    question = scene.question
    for span in time_asked(scene).spans:
        # The 1 of "최근 1개월" is no number of rows, nor is the 3 of "3개월 이동평균".
        question = question.replace(span.words or " ", " ")
    question = _SO_LONG.sub(" ", question)
    count = limit.expression
    if not isinstance(count, exp.Literal) or rows_wanted(question) is not None or _SOME.search(question):
        return tree, ()
    if count.this == "1" and tree.args.get("order") is not None:
        return (
            tree,
            (),
        )  # the first of an order answers "the tallest", "최다": more ways to say it than can be listed
    extreme = wants_extreme(question.replace("최근", " "))
    if extreme or re.search(rf"(?<!\d){re.escape(str(count.this))}(?!\d)", question):
        return tree, ()
    tree.set("limit", None)
    return tree, (scene.reason("limit_unasked", n=count.this),)


_FURTHER = re.compile(
    r"다음|그\s*뒤|이어서|나머지|이후|부터|번째|제외|빼고|\b(?:next|after|following|rest|remaining|skip\w*|offset|from|second|third"
    r"|fourth|fifth|\d+(?:st|nd|rd|th)|except\w*|exclud\w*)\b",
    re.IGNORECASE,
)


def mend_offset_unasked(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`LIMIT 5, 3`: rows passed over that no word of the question asks to pass over."""
    offset = tree.args.get("offset")
    if offset is None or not scene.question.strip() or _FURTHER.search(scene.question):
        return tree, ()
    tree.set("offset", None)
    return tree, (scene.reason("offset_unasked", n=offset.expression.sql()),)


def mend_value_invented(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A condition on values that neither the column nor the question has: small models make up examples.

    Dropped only from the top of a WHERE, only where the column's codes or real values are all known, none of the
    literals is one of them, and none is spoken of in the question: such a condition can only hide every row.
    """
    if not scene.question.strip():
        return tree, ()
    reasons: list[str] = []
    said = plain(scene.question)
    for query in queries(tree, scene.catalog):
        where = query.select.args.get("where")
        if where is None:
            continue
        parts = list(where.this.flatten()) if isinstance(where.this, exp.And) else [where.this]
        kept = [p for p in parts if not _invented(p, query, scene, said)]
        if len(kept) == len(parts):
            continue
        reasons += [
            scene.reason("value_invented", condition=p.sql(dialect=scene.dialect))
            for p in parts
            if p not in kept
        ]
        query.select.set("where", exp.Where(this=exp.and_(*kept)) if kept else None)
    return tree, tuple(reasons)


def _invented(condition: exp.Expr, query: Query, scene: Scene, said: str) -> bool:
    if isinstance(condition, exp.EQ):
        literals = [condition.expression]
    elif isinstance(condition, exp.In) and condition.expressions:
        literals = list(condition.expressions)
    else:
        return False
    reference = condition.this
    if not isinstance(reference, exp.Column) or not all(
        isinstance(v, exp.Literal) and v.is_string for v in literals
    ):
        return False
    source = query.owner(reference)
    column = source.column(reference.name) if source is not None else None
    if source is None or source.table is None or column is None:
        return False
    if not column.type.upper().startswith("VARCHAR"):
        return False
    if any(plain(v.name) in said for v in literals):
        return False
    real = set(column.code_values)
    if not real and scene.values is not None:
        real = set(scene.values(source.table.name, column.name))
    return bool(real) and not {v.name for v in literals} & real
