"""What a result is grouped by: the groups the question asks for, all of them and no others."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlglot import exp

from ...core.tables import Column
from .around import Place, name_of, read
from .asked import rows_wanted
from .dialect import drop_condition
from .dimensions import SERIES, Dimension, asked_dimensions
from .grain import conjuncts
from .links import Links
from .named import asks_key, is_additive, is_number, is_time, name_column, names_of, says_name
from .scene import Scene
from .scope import Query, own, queries
from .showing import EVERYTHING
from .unasked_values import says_value
from .words import plain

_SUM = re.compile(r"합계|총|합산|합쳐|합친|누계|모두\s*더|\b(?:total|sum)\b", re.IGNORECASE)
_AVERAGE = re.compile(r"평균|\b(?:average|mean|avg)\b", re.IGNORECASE)
_COUNT = re.compile(
    r"몇|건수|개수|횟수|인원|명수|(?<=\S)\s?수(?:를|가|는|와|도|\s|$|[?,.])|세어|\b(?:how many|number of|count)\b",
    re.IGNORECASE,
)
_EACH = re.compile(r"별|마다|\b(?:each|every|per)\b", re.IGNORECASE)
_EACH_OR_BY = re.compile(r"별|마다|\b(?:each|every|per|by)\b", re.IGNORECASE)
_WITHIN = re.compile(
    r"\b(?:within|in|for) each\b|별(?:로)?\s*(?:상위|하위|톱|top|가장|제일|각각)", re.IGNORECASE
)


@dataclass
class _Items:
    """The shown expressions of a SELECT by what they are to the question."""

    covered: list[Dimension] = field(default_factory=list)
    keys: dict[int, Dimension] = field(default_factory=dict)
    extra: list[exp.Expr] = field(default_factory=list)
    kept: list[exp.Expr] = field(default_factory=list)
    measures: list[exp.Expr] = field(default_factory=list)

    def spare(self, items: list[exp.Expr]) -> None:
        """What is shown beside groups that are right already: people add the kind of a product to its name."""
        self.kept += items
        self.extra = [e for e in self.extra if not any(e is i for i in items)]


def mend_group_asked(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Groups by what the question asks for ("지점별", "by region") where the SQL groups by something else or not at all.

    Only where every group that is asked for is one clear column, of the query's tables or of one that its rows
    refer to; what is shown beside and nobody asked for goes. Left alone: windows, DISTINCT, set operations, and
    a column the question speaks of.
    """
    select = tree
    if not isinstance(select, exp.Select) or not scene.question.strip() or _is_odd(select):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is select)
    if not query.sources or any(s.table is None for s in query.sources):
        return tree, ()
    links = Links(scene, [s.table.name for s in query.sources if s.table])
    dimensions = asked_dimensions(query, scene, links)
    wanted = [d for d in dimensions or () if not d.is_time]
    if dimensions is None or not wanted:
        return tree, ()
    reasons = _unfixed(query, wanted, scene)
    items = _sorted_out(query, dimensions, links, scene)
    if items is None:
        return tree, reasons
    missing = [d for d in wanted if d not in items.covered]
    grouped = any(_aggregates(e) for e in select.expressions)
    if not missing:
        items.spare([e for e in items.extra if not _timed(e, query) and not _fixed(e.unalias(), query)])
    if not missing and not items.extra and grouped:
        return tree, reasons
    if not grouped and rows_wanted(scene.question) is not None:
        return tree, reasons  # rows are asked for, not groups
    if not missing and not grouped and not _sums(query, items, dimensions, scene):
        return tree, reasons
    if select.args.get("limit") is not None and missing and (_WITHIN.search(scene.question) or not grouped):
        return tree, reasons  # so many of each: not groups are asked for, but rows within them
    bare = not grouped and not _SUM.search(scene.question)
    if bare and not _EACH.search(scene.question) and (missing or not _EACH_OR_BY.search(scene.question)):
        return tree, reasons
    made = _regroup(query, items, missing, scene)
    return tree, (*reasons, scene.reason("group_asked", columns=made)) if made else reasons


def _is_odd(select: exp.Select) -> bool:
    if any(select.args.get(k) for k in ("distinct", "qualify", "with_", "with")) or select.find(exp.Window):
        return True
    group = select.args.get("group")
    if group is not None and any(group.args.get(k) for k in ("all", "cube", "rollup", "grouping_sets")):
        return True
    return any(e.find(exp.Star) and not e.find(exp.AggFunc) for e in select.expressions) or any(
        e.find(exp.Query, exp.Unnest) for e in select.expressions
    )


def _unfixed(query: Query, wanted: list[Dimension], scene: Scene) -> tuple[str, ...]:
    """Drops `grade = 'VIP'` where grades are compared ("등급별") and that one is not what the question is about."""
    where = query.select.args.get("where")
    reasons: list[str] = []
    for part in conjuncts(where.this if where is not None else None):
        if not isinstance(part, exp.EQ) or not isinstance(part.this, exp.Column):
            continue
        literal = part.expression
        if not isinstance(literal, exp.Literal):
            continue
        dimension = next((d for d in wanted if d.place and _stands_for(part.this, d.place, query)), None)
        if dimension is None or dimension.place is None:
            continue
        if says_value(scene.question, dimension.place.column, literal.name, without_also=True):
            continue
        reasons.append(scene.reason("dimension_fixed", condition=part.sql(dialect=scene.dialect)))
        drop_condition(query.select, part)
        if not _is_place(part.this, dimension.place, query):
            _show(query.select, part.this)
    return tuple(reasons)


def _stands_for(reference: exp.Column, place: Place, query: Query) -> bool:
    """The column itself, or the same one kept beside the figures: segment_name of a table of results."""
    if _is_place(reference, place, query):
        return True
    source = query.owner(reference)
    return (
        source is not None
        and source.table is not None
        and reference.name.lower() == place.column.name.lower()
        and place.column.name.lower() not in ("name", "title")
    )


def _show(select: exp.Select, reference: exp.Column) -> None:
    """The column before all others, and among the groups where there are groups."""
    if not any(e.unalias() == reference for e in select.expressions):
        select.set("expressions", [reference.copy(), *select.expressions])
    group = select.args.get("group")
    if group is not None and not any(g == reference for g in group.expressions):
        group.set("expressions", [reference.copy(), *group.expressions])


def _sorted_out(query: Query, dimensions: list[Dimension], links: Links, scene: Scene) -> _Items | None:
    """The shown items sorted; None where one of them is something the question may well want."""
    out = _Items()
    has_time = any(d.is_time for d in dimensions) or bool(SERIES.search(scene.question))
    wanted = [d for d in dimensions if not d.is_time]
    for item in query.select.expressions:
        value = item.unalias()
        if _aggregates(item):
            out.measures.append(item)
            continue
        column = query.meaning(value) if isinstance(value, exp.Column) else None
        source = query.owner(value) if isinstance(value, exp.Column) else None
        if isinstance(value, exp.Column) and column is not None and source is not None:
            same = next((d for d in wanted if d.place and _is_place(value, d.place, query)), None)
            same = same or next(
                (d for d in wanted if _called(column, d) and not _is_key_of(value, d, query, links, scene)),
                None,
            )
            if same is not None:
                out.covered.append(same)
                out.kept.append(item)
                continue
            key = next((d for d in wanted if _is_key_of(value, d, query, links, scene)), None)
            if key is not None and asks_key(scene.question):
                out.covered.append(key)
                out.kept.append(item)
                continue
            if key is not None:
                out.keys[id(item)] = key
                out.extra.append(item)
                continue
            if is_number(column) and not column.primary_key and is_additive(column):
                out.measures.append(item)
                continue
        reads = [value] if isinstance(value, exp.Column) else list(own(value, exp.Column))
        timed = any((c := query.meaning(r)) is not None and is_time(c) for r in reads)
        if not reads or (timed and has_time):
            out.kept.append(item)
            continue
        if column is None and not timed:
            return None
        if (
            column is not None
            and not timed
            and not _fixed(value, query)
            and says_name(scene.question, names_of(column))
        ):
            return None
        out.extra.append(item)
    return out


def _sums(query: Query, items: _Items, dimensions: list[Dimension], scene: Scene) -> bool:
    """Bare amounts beside the asked groups, where the question asks for their sum or each group has many of them."""
    if any(d.is_time for d in dimensions) or not items.measures:
        return False
    if _SUM.search(scene.question) or _AVERAGE.search(scene.question):
        return True
    if EVERYTHING.search(scene.question) or not _EACH_OR_BY.search(scene.question):
        return False
    return all(_repeats(m, query, items) for m in items.measures)


def _repeats(measure: exp.Expr, query: Query, items: _Items) -> bool:
    """A figure that adds up, of rows whose key is neither shown, nor compared, nor named by what is shown."""
    value = measure.unalias()
    source = query.owner(value) if isinstance(value, exp.Column) else None
    if source is None or source.table is None:
        return False
    told = {
        column.name.lower()
        for part in (query.select.args.get("where"), *items.kept)
        for column in (part.find_all(exp.Column) if part is not None else ())
        if query.owner(column) is source
    }
    named = name_column(source.table)
    if named is not None and named.name.lower() in told:
        return False
    stems = {name.removesuffix("_name") for name in told}
    keys = [c for c in source.table.columns if c.primary_key and not is_time(c)]
    return any(c.name.lower() not in told and c.name.lower().removesuffix("_id") not in stems for c in keys)


def _regroup(query: Query, items: _Items, missing: list[Dimension], scene: Scene) -> str:
    """Rebuilds SELECT, GROUP BY and ORDER BY; the columns now grouped by, or "" where that cannot be sure."""
    select = query.select
    if any(_measure(m, scene) is None for m in items.measures):
        return ""
    counted = not items.measures
    if counted and (
        not _COUNT.search(scene.question) or _SUM.search(scene.question) or _AVERAGE.search(scene.question)
    ):
        return ""
    bare = not any(_aggregates(e) for e in select.expressions)
    said = [m for m in items.measures if _says_measure(m, query, scene)]
    chosen = said if bare and len(items.measures) > 1 and len(said) == 1 else items.measures
    gone = items.extra
    if not _order_stands(select, gone, query, items):
        return ""
    references: dict[int, exp.Column] = {}
    for dimension in missing:
        assert dimension.place is not None
        reference = read(dimension.place, query)
        if reference is None:
            return ""
        references[id(dimension)] = reference
        query = next(q for q in queries(select.root(), scene.catalog) if q.select is select)
    shown: list[exp.Expr] = []
    placed: set[int] = set()
    behind: list[exp.Expr] = []
    for item in select.expressions:
        key = items.keys.get(id(item))
        if key is not None and id(key) in references and id(key) not in placed:
            shown.append(references[id(key)])
            placed.add(id(key))
            behind.append(item.unalias().copy())
        elif any(item is k for k in items.kept):
            shown.append(item)
    rest = [references[id(d)] for d in missing if id(d) not in placed]
    groups = [*rest, *shown]
    by = [*(g.unalias().copy() for g in groups), *behind]
    _reorder(select, gone, items, references)
    # Read only now: joins have qualified what they read.
    measures = [m for item in chosen if (m := _measure(item, scene)) is not None]
    if counted:
        measures = [exp.alias_(exp.Count(this=exp.Star()), "row_count")]
    select.set("expressions", [*groups, *measures])
    select.set("group", exp.Group(expressions=by) if by else None)
    return ", ".join(g.unalias().sql(dialect=scene.dialect) for g in groups)


def _measure(item: exp.Expr, scene: Scene) -> exp.Expr | None:
    """An aggregate as it is; a bare amount summed, or averaged where the question says so."""
    if _aggregates(item):
        return item.copy()
    value = item.unalias()
    if not isinstance(value, exp.Column):
        return None
    function: exp.Expr = (
        exp.Avg(this=value.copy()) if _AVERAGE.search(scene.question) else exp.Sum(this=value.copy())
    )
    return exp.alias_(function, item.alias or value.name)


def _says_measure(item: exp.Expr, query: Query, scene: Scene) -> bool:
    columns = [item.unalias()] if isinstance(item.unalias(), exp.Column) else list(own(item, exp.Column))
    return any(
        (column := query.meaning(c)) is not None and says_name(scene.question, names_of(column))
        for c in columns
        if isinstance(c, exp.Column)
    )


def _order_stands(select: exp.Select, gone: list[exp.Expr], query: Query, items: _Items) -> bool:
    """False where a LIMIT takes its rows by an order that would go with what is no longer shown."""
    if select.args.get("limit") is None:
        return True
    order = select.args.get("order")
    return order is not None and not any(_orders_by(o, gone) for o in order.expressions)


def _reorder(
    select: exp.Select, gone: list[exp.Expr], items: _Items, references: dict[int, exp.Column]
) -> None:
    order = select.args.get("order")
    if order is None:
        return
    measured = {e.alias_or_name.lower() for e in select.expressions if e.alias and _aggregates(e)}
    kept: list[exp.Expr] = []
    for ordered in order.expressions:
        by = ordered.this
        if isinstance(by, exp.Literal) or _orders_by(ordered, gone):
            key = next(
                (items.keys[id(g)] for g in gone if id(g) in items.keys and _orders_by(ordered, [g])), None
            )
            if key is not None and id(key) in references and not isinstance(by, exp.Literal):
                ordered.set("this", references[id(key)].copy())
                kept.append(ordered)
            continue
        raw = next((m for m in items.measures if not _aggregates(m) and m.unalias() == by), None)
        if raw is not None:
            ordered.set("this", exp.column(raw.alias_or_name))
        elif isinstance(by, exp.Column) and not by.table and by.name.lower() in measured:
            pass
        elif isinstance(by, exp.Column) and not any(
            k.unalias() == by or k.alias == by.name for k in items.kept
        ):
            continue
        kept.append(ordered)
    select.set("order", exp.Order(expressions=kept) if kept else None)


def _orders_by(ordered: exp.Expr, items: list[exp.Expr]) -> bool:
    by = ordered.this
    return any(
        by == i.unalias()
        or (isinstance(by, exp.Column) and not by.table and by.name.lower() == i.alias_or_name.lower())
        for i in items
    )


def _is_place(reference: exp.Column, place: Place, query: Query) -> bool:
    source = query.owner(reference)
    return (
        source is not None
        and source.table is not None
        and source.table.name == place.table.name
        and reference.name.lower() == place.column.name.lower()
    )


def _called(column: object, dimension: Dimension) -> bool:
    """The column goes by the words of the dimension or has the very name of its column, in whatever table it stands."""
    assert isinstance(column, Column)
    if dimension.place is not None and column.name.lower() == dimension.place.column.name.lower():
        return True
    return plain(dimension.words) in {plain(n) for n in names_of(column)}


def _is_key_of(reference: exp.Column, dimension: Dimension, query: Query, links: Links, scene: Scene) -> bool:
    """The column is the key of what the dimension is the name of."""
    source, column = query.owner(reference), query.meaning(reference)
    if source is None or source.table is None or column is None or dimension.place is None:
        return False
    goes_with = name_of(source, column, links, scene, [])
    return goes_with is not None and goes_with.key == dimension.place.key


def _timed(item: exp.Expr, query: Query) -> bool:
    reads = [item.unalias()] if isinstance(item.unalias(), exp.Column) else list(own(item, exp.Column))
    return any(
        isinstance(r, exp.Column) and (c := query.meaning(r)) is not None and is_time(c) for r in reads
    )


def _fixed(reference: exp.Expr, query: Query) -> bool:
    where = query.select.args.get("where")
    return any(
        isinstance(p, exp.EQ) and isinstance(p.expression, exp.Literal) and _same(p.this, reference, query)
        for p in conjuncts(where.this if where is not None else None)
    )


def _same(left: exp.Expr, right: exp.Expr, query: Query) -> bool:
    if not isinstance(left, exp.Column) or not isinstance(right, exp.Column):
        return False
    return left.name.lower() == right.name.lower() and query.owner(left) is query.owner(right)


def _aggregates(item: exp.Expr) -> bool:
    return item.find(exp.AggFunc) is not None
