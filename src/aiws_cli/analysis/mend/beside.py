"""Whose column is meant where two tables have it: 딜러 소재지역별, 경기도 딜러 and "dealers in Gyeonggi" are of the dealers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from sqlglot import exp

from ...core.tables import Column, Table
from ..namings import province, province_spellings
from .around import Near, around, read
from .grain import conjuncts
from .links import Links
from .named import is_text, names_of, names_of_table, run_of
from .scene import Scene
from .scope import Query, Source, own, queries
from .unasked_values import labels
from .words import pieces

_Beside = Callable[[Table, Column], bool]
_MOST_STEPS = 4
_PLACED = r"\s*(?:(?:지역|소재|거주|관할)(?:의|하는)?|에\s*있는|에\s*사는|에\s*소재한|사는|있는|의|쪽)?\s*"
_OWNED = r"(?:들?의|이|가|'s)?\s*(?:소재|거주|관할|위치|주소|소속)?\s*"
_EDGE = r"(?<![가-힣a-z])"


def mend_beside(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A group or a condition on one table's column, where the question says it of another table that has it too.

    Only where the thing stands right beside the column's name or the value, the table is read already or each row
    has at most one row of it, and the table read now is not called so.
    """
    if not isinstance(tree, exp.Select) or not scene.question.strip():
        return tree, ()
    if tree.find(exp.SetOperation, exp.Subquery, exp.CTE):
        return tree, ()
    reasons: list[str] = []
    for _ in range(_MOST_STEPS):
        query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
        reason = _one(query, scene)
        if reason is None:
            break
        reasons.append(reason)
    return tree, tuple(reasons)


def _one(query: Query, scene: Scene) -> str | None:
    if any(s.table is None for s in query.sources):
        return None
    links = Links(scene, [s.table.name for s in query.sources if s.table])
    shown = {name.lower() for name in scene.shown}
    near = [n for n in around(query, scene, links) if n.source is not None or n.table.name.lower() in shown]
    for part, reference, values in _conditions(query):
        found = _meant(query, reference, near, partial(_value_beside, values=values, scene=scene))
        if found is not None:
            return _moved(query, list(own(part, exp.Column)), found, scene)
    group = query.select.args.get("group")
    for reference in list(group.expressions) if group is not None else ():
        if not isinstance(reference, exp.Column):
            continue
        found = _meant(query, reference, near, partial(_name_beside, scene=scene))
        if found is None:
            continue
        spots = [
            *query.select.expressions,
            *(query.select.args[k] for k in ("group", "order") if query.select.args.get(k)),
        ]
        same = [
            c
            for spot in spots
            for c in ([spot] if isinstance(spot, exp.Column) else own(spot, exp.Column))
            if c.name.lower() == reference.name.lower() and query.owner(c) is query.owner(reference)
        ]
        return _moved(query, same, found, scene)
    return None


def _conditions(query: Query) -> list[tuple[exp.Expr, exp.Column, tuple[str, ...]]]:
    """(condition, its column, its texts) of each comparison of a column with texts."""
    where = query.select.args.get("where")
    out = []
    for part in conjuncts(where.this if where is not None else None):
        given = (
            [part.expression]
            if isinstance(part, exp.EQ)
            else list(part.expressions)
            if isinstance(part, exp.In)
            else []
        )
        if (
            given
            and isinstance(part.this, exp.Column)
            and all(isinstance(v, exp.Literal) and v.is_string for v in given)
        ):
            out.append((part, part.this, tuple(v.name for v in given)))
    return out


def _meant(
    query: Query, reference: exp.Column, near: list[Near], beside: _Beside
) -> tuple[Near, Column] | None:
    """The other table whose column of this name the question speaks of; None where it is not the only one, or none."""
    source = query.owner(reference)
    if source is None or source.table is None or not any(source is s for s in query.sources):
        return None
    mine = source.table.column(reference.name)
    if mine is None or not is_text(mine) or mine.primary_key or beside(source.table, mine):
        return None
    found = [
        (n, c)
        for n in near
        if n.table.name != source.table.name
        for c in n.table.columns
        if c.name.lower() == mine.name.lower() and is_text(c) and beside(n.table, c)
    ]
    return found[0] if len(found) == 1 else None


def _moved(query: Query, columns: list[exp.Column], found: tuple[Near, Column], scene: Scene) -> str | None:
    near, column = found
    was = columns[0].sql(dialect=scene.dialect)
    sources: tuple[Source, ...] = query.sources
    new = read(near.place(column), query, inner=True)
    if new is None:
        return None
    if len(sources) == 1 and near.source is not None:
        return None
    for reference in columns:
        reference.replace(new.copy())
    called = near.table.business_name if scene.language == "ko" else near.table.business_name_en
    return scene.reason(
        "beside",
        thing=called or near.table.name.rpartition(".")[2],
        old=was,
        new=new.sql(dialect=scene.dialect),
    )


def _nouns(table: Table) -> str:
    words = {n.casefold() for n in (*names_of_table(table), pieces(table.name)[-1]) if len(n) > 1}
    return "|".join(
        re.escape(n) + (r"s?\b" if n.isascii() else "") for n in sorted(words, key=len, reverse=True)
    )


def _value_beside(table: Table, column: Column, values: tuple[str, ...], scene: Scene) -> bool:
    said = run_of(scene.question).text
    things = _nouns(table)
    for value in values:
        names = {n.casefold() for n in labels(column, value) if len(n) > 1}
        names |= {s for n in list(names) if province(n) for s in province_spellings(province(n))}
        told = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
        if not told:
            return False
        after = rf"{_EDGE}(?:{told}){_PLACED}(?:{things})"
        before = rf"\b(?:{things})\s+(?:(?:who|that|which)\s+)?(?:live\s+|are\s+)?(?:based\s+|located\s+)?(?:in|from)\s+(?:{told})\b"
        if not re.search(after, said) and not re.search(before, said):
            return False
    return True


def _name_beside(table: Table, column: Column, scene: Scene) -> bool:
    said = run_of(scene.question).text
    things = _nouns(table)
    names = "|".join(
        re.escape(n.casefold()) for n in sorted(names_of(column), key=len, reverse=True) if len(n) > 1
    )
    return bool(
        re.search(rf"{_EDGE}(?:{things}){_OWNED}(?:{names})(?:\s*별|\b)", said)
        or re.search(rf"\b(?:{names})s?\s+of\s+(?:the\s+)?(?:{things})", said)
    )
