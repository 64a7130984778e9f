"""Joins: conditions that are missing or compare the wrong keys, tables that only multiply rows, lost outer rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from ...core.tables import Table
from .counted import counts_table
from .joining import equal
from .links import Link, Links, own_key
from .scene import Scene
from .scope import Query, Source, own, queries
from .words import pieces, says, says_any, spoken

NEGATION = re.compile(
    r"\b(?:not|never|no|without|none|neither|nor)\b|n't\b|없는|없었|않은|않는|않았|적이 없|적 없|아닌|안 한|미(?:보유|가입|이용|등록)",
    re.IGNORECASE,
)
_KEY_WORDS = frozenset({"id", "code", "cd", "no", "num", "number", "key", "seq"})


def mend_join_conditions(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A join or comma without any condition between tables that have a relationship: ON along it."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        together = _together(query)
        for join, source in joined(query):
            if (
                any(join.args.get(slot) for slot in ("on", "using", "method"))
                or join.args.get("kind") == "CROSS"
            ):
                continue
            links = Links(scene, [s.table.name for s in query.sources if s.table])
            conditions = list(_missing(query, source, together, links))
            if not conditions:
                continue
            join.set("on", exp.and_(*conditions, copy=False))
            reasons.append(
                scene.reason("join_condition", table=named(source), on=shown_as(join.args["on"], scene))
            )
    return tree, tuple(reasons)


def _missing(query: Query, source: Source, together: list[set[str]], links: Links) -> Iterator[exp.Expr]:
    """ON conditions to each group of earlier sources that nothing ties to this one yet, where one link does."""
    earlier = query.sources[: query.sources.index(source)]
    mine = next(g for g in together if source.alias in g)
    for group in [g for g in together if g is not mine]:
        found: list[tuple[Source, Link]] = []
        for other in (s for s in earlier if s.alias in group):
            if other.table is not None and source.table is not None:
                link = links.best(links.between(source.table.name, other.table.name))
                if link is not None:
                    found.append((other, link))
        if len(found) == 1:
            mine |= group
            together.remove(group)
            yield on_link(found[0][0], source, found[0][1])


def _together(query: Query) -> list[set[str]]:
    """Aliases grouped by the conditions between them; a NATURAL or USING join ties to everything before it."""
    groups = [{s.alias} for s in query.sources]
    ties = [
        {o.alias for c in own(node, exp.Column) if (o := query.owner(c)) is not None}
        for node in own(query.select, exp.Predicate)
    ]
    for join, source in joined(query):
        if join.args.get("using") or join.args.get("method"):
            ties.append({s.alias for s in query.sources[: query.sources.index(source) + 1]})
    for tie in ties:
        touched = [g for g in groups if g & tie]
        if len(touched) > 1:
            groups = [g for g in groups if not g & tie] + [set().union(*touched)]
    return groups


def mend_join_unused(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A joined table that neither the query nor the question uses, where the join multiplies or loses rows."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for join, source in reversed(list(joined(query))):
            if (
                source.table is None
                or join.args.get("side") in ("RIGHT", "FULL")
                or join.args.get("kind") == "CROSS"
            ):
                continue
            if not unasked(query, source, scene) or _rows_do_not_count(query, source, scene):
                continue
            if leads_to_asked(query, source, scene):
                continue
            through = _through_key(query, source, join)
            if _used(query, source, join, {id(c) for c, _ in through}) or (
                not through and _kept_rows(query, join, source, scene)
            ):
                continue
            for column, same in through:
                column.replace(same.copy())
            join.pop()
            reasons.append(scene.reason("join_unused", table=named(source)))
    return tree, tuple(reasons)


def mend_join_outer(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`JOIN b … WHERE b.key IS NULL` can never be true: rows without a counterpart need LEFT JOIN."""
    reasons: list[str] = []
    if not NEGATION.search(scene.question):
        return tree, ()
    for query in queries(tree, scene.catalog):
        where = query.select.args.get("where")
        for join, source in joined(query):
            if where is None or join.args.get("side") or join.args.get("kind") not in (None, "", "INNER"):
                continue
            nulls = [
                n.this
                for n in own(where, exp.Is)
                if isinstance(n.expression, exp.Null)
                and not isinstance(n.parent, exp.Not)
                and isinstance(n.this, exp.Column)
            ]
            mine = [
                c for c in nulls if c.table.lower() == source.alias.lower() and _never_null(c, source, join)
            ]
            if mine and source.table is not None:
                join.set("kind", None)
                join.set("side", "LEFT")
                reasons.append(scene.reason("join_outer", table=named(source)))
    return tree, tuple(reasons)


def joined(query: Query) -> Iterator[tuple[exp.Join, Source]]:
    for join in list(query.select.args.get("joins") or ()):
        source = next((s for s in query.sources if s.node is join.this), None)
        if source is not None and isinstance(source.node, exp.Table):
            yield join, source


def partner(query: Query, source: Source, links: Links) -> tuple[Source, Link] | None:
    """The one source and link that this source hangs on; None where there is none or more than one."""
    found: list[tuple[Source, Link]] = []
    for other in query.sources:
        if other is source or other.table is None or source.table is None:
            continue
        link = links.best(links.between(source.table.name, other.table.name))
        if link is not None:
            found.append((other, link))
    return found[0] if len(found) == 1 else None


def on_link(left: Source, right: Source, link: Link) -> exp.Expr:
    assert left.table is not None and right.table is not None
    mine = link.columns_of(left.table.name)
    far = (
        link.one_columns
        if mine == link.many_columns and link.many.lower() == left.table.name.lower()
        else link.many_columns
    )
    return equal(left.alias, mine, right.alias, far)


def references(query: Query, source: Source) -> list[exp.Column]:
    """References through this source's alias, in this SELECT and in correlated ones inside it."""
    wanted = source.alias.lower()
    return [c for c in query.select.find_all(exp.Column) if c.table.lower() == wanted]


def starred(query: Query) -> bool:
    return any(isinstance(e, exp.Star) for e in query.select.expressions)


def _through_key(query: Query, source: Source, join: exp.Join) -> list[tuple[exp.Column, exp.Column]]:
    """References to the joined table's side of the join, each with the equal column of the other side."""
    same: dict[str, exp.Column] = {}
    for part in _parts(join.args["on"]) if join.args.get("on") is not None else []:
        for side, other in (
            ((part.this, part.expression), (part.expression, part.this)) if isinstance(part, exp.EQ) else ()
        ):
            if isinstance(side, exp.Column) and isinstance(other, exp.Column) and query.owner(side) is source:
                same[side.name.lower()] = other
    inside = {id(c) for c in join.args["on"].find_all(exp.Column)} if same else set()
    return [
        (c, same[c.name.lower()])
        for c in query.select.find_all(exp.Column)
        if id(c) not in inside and c.name.lower() in same and c.table.lower() == source.alias.lower()
    ]


def _used(query: Query, source: Source, join: exp.Join, apart: set[int]) -> bool:
    if starred(query) or join.args.get("using") or join.args.get("on") is None:
        return True
    inside = {id(c) for c in join.args["on"].find_all(exp.Column)}
    for column in query.select.find_all(exp.Column):
        if id(column) in inside or id(column) in apart:
            continue
        if column.table.lower() == source.alias.lower() or (not column.table and source.has(column.name)):
            return True
    return any(not isinstance(p, exp.EQ) for p in _parts(join.args["on"])) or any(
        isinstance(side, exp.Literal) for p in _parts(join.args["on"]) for side in (p.this, p.expression)
    )


def _rows_do_not_count(query: Query, source: Source, scene: Scene) -> bool:
    """Where repeated rows make no difference (DISTINCT, IN, EXISTS, EXCEPT …) an unused join is a condition;
    where rows are counted it is what is counted, unless the question counts another table. Neither may go."""
    select = query.select
    around: exp.Expr | None = select.parent
    while isinstance(around, exp.Subquery):
        around = around.parent
    if select.args.get("distinct") or isinstance(
        around, exp.In | exp.Exists | exp.Except | exp.Intersect | exp.Union
    ):
        return True
    counts = any(isinstance(c.this, exp.Star | exp.Literal) for c in own(select, exp.Count))
    return counts and not any(counts_table(scene.question, s.table) for s in query.sources if s is not source)


def _parts(condition: exp.Expr) -> list[exp.Expr]:
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]


def unasked(query: Query, source: Source, scene: Scene) -> bool:
    """The question speaks of another source by name and of this one by no name at all."""
    table = source.table
    if table is None:
        return False
    others = {
        w
        for s in query.sources
        if s is not source and s.table
        for w in pieces(s.table.name.rpartition(".")[2])
    }
    mine = [w for w in pieces(table.name.rpartition(".")[2]) if w not in others]
    if says_any(scene.question, mine, apart=others) or any(
        says(scene.question, n) for n in _all_names(table)
    ):
        return False
    if any(spoken(scene.question, n) for n in (table.business_name, table.business_name_en) if n):
        return False
    return any(
        spoken(scene.question, s.table.name.rpartition(".")[2], *_all_names(s.table))
        for s in query.sources
        if s is not source and s.table is not None
    )


def leads_to_asked(query: Query, source: Source, scene: Scene) -> bool:
    """The table ties the query to one that the question names and the query lacks: readers who borrowed a book (loans)."""
    if source.table is None:
        return False
    inside = {s.table.name.lower() for s in query.sources if s.table is not None}
    taken = {w for name in inside for w in pieces(name.rpartition(".")[2])}
    for link in Links(scene, inside).of(source.table.name):
        far = link.other(source.table.name)
        if far.lower() in inside or link.many.lower() != source.table.name.lower():
            continue
        table = scene.catalog.table(far)
        words = [w for w in pieces(far.rpartition(".")[2]) if w not in taken]
        if table is not None and (
            (words and all(says_any(scene.question, [w], apart=taken) for w in words))
            or any(says(scene.question, n) for n in _all_names(table))
        ):
            return True
    return False


def _all_names(table: Table) -> list[str]:
    return [n for n in (table.business_name, table.business_name_en, *table.synonyms) if n]


def _kept_rows(query: Query, join: exp.Join, source: Source, scene: Scene) -> bool:
    """True when the join leaves the other rows as they are: at most one partner each, and none lost."""
    assert source.table is not None
    mine = {
        side.name.lower()
        for part in _parts(join.args["on"])
        for side in (part.this, part.expression)
        if isinstance(side, exp.Column) and side.table.lower() == source.alias.lower()
    }
    key = own_key(source.table)
    keys = {k.lower() for k in source.table.primary_key} or ({key.name.lower()} if key else set())
    if not keys or not keys <= mine:
        return False
    optional = any(
        r.optional and r.to_table.lower() == source.table.name.lower()
        for s in query.sources
        if s.table is not None
        for r in scene.catalog.relationships(s.table.name)
    )
    return bool(join.args.get("side")) or not optional


def _never_null(column: exp.Column, source: Source, join: exp.Join) -> bool:
    meaning = source.column(column.name)
    in_on = (
        any(
            c.name.lower() == column.name.lower() and c.table.lower() == source.alias.lower()
            for c in join.args["on"].find_all(exp.Column)
        )
        if join.args.get("on")
        else False
    )
    words = pieces(column.name)
    return (
        in_on
        or (meaning is not None and (meaning.required or meaning.primary_key))
        or bool(words and words[-1] in _KEY_WORDS)
    )


def named(source: Source) -> str:
    return source.table.name if source.table else source.alias


def shown_as(node: exp.Expr, scene: Scene) -> str:
    return node.sql(dialect=scene.dialect)
