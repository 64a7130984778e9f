"""Column names: moved to the source that has them, spelled as the table does, read from a table joined for them.

Tried in the order of how sure each is; what is not sure of one single answer stays as the model wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from ...core.tables import Column, Table
from .joining import join_table, qualify
from .links import Link, Links
from .named import is_number, says_name
from .scene import Scene
from .scope import Query, Source, queries
from .unknown import unknown_columns
from .words import likeness, pieces, plain, same_name, spoken

_ALIKE = 0.86


def mend_columns(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Every unknown column to what it must mean, joins added where the column is in a table nearby."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        links: Links | None = None
        for column in list(unknown_columns(query)):
            if not _still_unknown(column, query):
                continue
            was = column.copy()
            reason = _within_sources(column, query, scene)
            if reason is None:
                links = links or links_around(query, scene)
                reason = (
                    _counterpart(column, query, scene, links)
                    or _longer(column, query, scene)
                    or _shorter(column, query, scene)
                    or _nearby(column, query, scene, links)
                )
            if reason is None:
                reason = _alike(column, query, scene) or _by_last_word(column, query, scene)
            if reason:
                reasons.append(reason)
                _follow(query, was, column)
                query = next(q for q in queries(tree, scene.catalog) if q.select is query.select)
    return tree, tuple(reasons)


def links_around(query: Query, scene: Scene) -> Links:
    return Links(scene, [s.table.name for s in query.sources if s.table])


def _still_unknown(column: exp.Column, query: Query) -> bool:
    return any(c is column for c in unknown_columns(query))


def _follow(query: Query, was: exp.Column, now: exp.Column) -> None:
    """The same wrong reference elsewhere in this SELECT means the same thing."""
    for other in query.columns():
        if (
            other is not now
            and other.name.lower() == was.name.lower()
            and other.table.lower() == was.table.lower()
        ):
            other.set("this", now.this.copy())
            other.set("table", exp.to_identifier(now.table) if now.table else None)


def _within_sources(column: exp.Column, query: Query, scene: Scene) -> str | None:
    """The alias that has it, the spelling of the table, the physical name of a business name."""
    was = column.sql()
    if column.name.lower() in query.output_names() and column.find_ancestor(exp.Order, exp.Group, exp.Having):
        column.set("table", None)  # `ORDER BY t.total` for an output called total
        return scene.reason("column_renamed", old=was, new=column.name)
    if not column.table:
        outputs = [e.alias for e in query.select.expressions if e.alias and same_name(e.alias, column.name)]
        if len(outputs) == 1 and column.find_ancestor(exp.Order, exp.Group, exp.Having):
            column.set("this", exp.to_identifier(outputs[0]))
            return scene.reason("column_renamed", old=was, new=outputs[0])
    mine = query.source(column.table) if column.table else None
    here = [mine] if mine is not None else list(query.sources)
    spelled = _unique(
        (s, c) for s in here if s.columns for c in s.columns.values() if same_name(c, column.name)
    )
    if mine is None and column.table:
        moved = _by_table_name(column, query)
        if moved is not None:
            return _put(column, moved, column.name, was, scene)
    if spelled is not None:
        return _put(column, spelled[0], spelled[1], was, scene, always=mine is not None)
    facing = _facing(column, query)
    holders = [h for h in query.holders(column.name) if h is not facing]
    if column.table and holders:
        holder = holders[0] if len(holders) == 1 else _meant(holders, query, scene)
        return _put(column, holder, column.name, was, scene, always=True) if holder else None
    for wanted in (_called_so, _with_table_word):
        for among in (here, list(query.sources)):
            found = _unique(
                (s, c.name)
                for s in among
                if s.table and s is not facing
                for c in s.table.columns
                if wanted(c, s.table, column.name)
            )
            if found is not None:
                return _put(column, found[0], found[1], was, scene, always=bool(column.table))
    return None


def _facing(column: exp.Column, query: Query) -> Source | None:
    """The source on the other side of a join's equality: read of that one, the condition would compare it with itself."""
    parent = column.parent
    if not isinstance(parent, exp.EQ) or column.find_ancestor(exp.Join, exp.Select) is query.select:
        return None
    other = parent.expression if parent.this is column else parent.this
    return query.owner(other) if isinstance(other, exp.Column) else None


def _alike(column: exp.Column, query: Query, scene: Scene) -> str | None:
    """The last try: one column of the sources spelled nearly so."""
    mine = query.source(column.table) if column.table else None
    for among in ([mine] if mine else list(query.sources), list(query.sources)):
        found = _unique(
            (s, c) for s in among if s.columns for c in s.columns.values() if _nearly(c, column.name)
        ) or _unique(
            (s, c) for s in among if s.columns for c in s.columns.values() if _ends_with(c, column.name)
        )
        if found is not None:
            return _put(column, found[0], found[1], column.sql(), scene, always=bool(column.table))
    return None


def _by_last_word(column: exp.Column, query: Query, scene: Scene) -> str | None:
    """A Korean name of several words means the one column of the sources whose name ends on its last word.

    Of several, the one that the question names; inside a sum or an average only figures count.
    """
    last = column.name.split()[-1:] if " " in column.name else []
    if not last or len(last[0]) < 2 or not "가" <= last[0][-1] <= "힣":
        return None
    figure = column.find_ancestor(exp.Sum, exp.Avg, exp.Select) is not query.select
    found = [
        (s, c)
        for s in query.sources
        if s.table is not None
        for c in s.table.columns
        if (is_number(c) or not figure)
        and any(plain(n).endswith(plain(last[0])) for n in (c.business_name, *c.synonyms) if n)
    ]
    if len(found) > 1:
        found = [(s, c) for s, c in found if says_name(scene.question, (c.business_name, *c.synonyms))]
    if len(found) != 1:
        return None
    return _put(column, found[0][0], found[0][1].name, column.sql(), scene, always=bool(column.table))


def _ends_with(name: str, wanted: str) -> bool:
    """`tx_datetime` and `shares` of sbTxDateTime and sbTxShares: whole words at the end, of a name with more before."""
    tail = plain(wanted)
    ends = {"".join(pieces(name)[-n:]) for n in range(1, len(pieces(name)))}
    return len(tail) >= 5 and tail in ends


def _longer(column: exp.Column, query: Query, scene: Scene) -> str | None:
    """A source's only column whose name ends with the whole of a longer name: `branch_id` for home_branch_id.

    Not where the question speaks of another table that has the name exactly.
    """
    wanted = pieces(column.name)
    if len(wanted) < 2:
        return None
    shown = [t for t in map(scene.catalog.table, scene.shown) if t is not None and t.column(column.name)]
    if any(spoken(scene.question, t.name, t.business_name) for t in shown):
        return None
    mine = query.source(column.table) if column.table else None
    found = _unique(
        (s, c)
        for s in ([mine] if mine else query.sources)
        for c in (s.columns or {}).values()
        if len(pieces(c)) > len(wanted) and pieces(c)[-len(wanted) :] == wanted
    )
    return _put(column, found[0], found[1], column.sql(), scene, always=bool(column.table)) if found else None


def _shorter(column: exp.Column, query: Query, scene: Scene) -> str | None:
    """The only column with the first and the last word of a longer name, and none that the name has not."""
    wanted = pieces(column.name)
    if len(wanted) < 3:
        return None
    mine = query.source(column.table) if column.table else None
    found = _unique(
        (s, c)
        for s in ([mine] if mine else query.sources)
        for c in (s.columns or {}).values()
        if 2 <= len(w := pieces(c)) < len(wanted)
        and (w[0], w[-1]) == (wanted[0], wanted[-1])
        and set(w) <= set(wanted)
    )
    return _put(column, found[0], found[1], column.sql(), scene, always=bool(column.table)) if found else None


def _same_stem(name: str, wanted: str) -> bool:
    """`approval` and `approved_by`: six letters in common at the start, nothing else but small words."""
    have, want = [p for p in pieces(name) if len(p) > 2], [p for p in pieces(wanted) if len(p) > 2]
    if len(have) != 1 or len(want) != 1 or len(want[0]) < 7 or len(have[0]) < 7:
        return False
    return have[0][:6] == want[0][:6]


def _nearly(name: str, wanted: str) -> bool:
    """Nearly the same letters, and no word of one replaced by another: `start_date` is not `end_date`."""
    if _same_stem(name, wanted):
        return True
    if likeness(name, wanted) < _ALIKE:
        return False
    left, right = set(pieces(name)), set(pieces(wanted))
    odd_left, odd_right = left - right, right - left
    return (
        len(odd_left) <= 1
        and len(odd_right) <= 1
        and all(likeness(a, b) >= 0.75 for a in odd_left for b in odd_right)
    )


def _by_table_name(column: exp.Column, query: Query) -> Source | None:
    """The aliased source that the qualifier names by its table: `customers.name` FROM customers AS c."""
    found = [
        s
        for s in query.sources
        if s.has(column.name)
        and isinstance(s.node, exp.Table)
        and s.node.name.lower() == column.table.lower()
    ]
    return found[0] if len(found) == 1 else None


def _called_so(column: Column, table: Table, name: str) -> bool:
    wanted = plain(name)
    return wanted in {
        plain(n) for n in (column.business_name, column.business_name_en, *column.synonyms) if n
    }


def _with_table_word(column: Column, table: Table, name: str) -> bool:
    """`customers.name` for customer_name, `branch.branch_name` for name, `pb_centers.center_name` for pb_center_name."""
    bare, have, want = pieces(table.name.rpartition(".")[2]), pieces(column.name), pieces(name)
    if len(bare) > 1 and have[:1] == bare[-1:] and want == (*bare, *have[1:]):
        return True
    return have in ((*bare, *want), (*bare[-1:], *want)) or want in ((*bare, *have), (*bare[-1:], *have))


def _unique(found: Iterator[tuple[Source, str]]) -> tuple[Source, str] | None:
    choices = list(found)
    return choices[0] if len(choices) == 1 else None


def _meant(holders: list[Source], query: Query, scene: Scene) -> Source | None:
    """Of several sources with this column, the one the question names most; None where it is a tie."""
    scores = [
        spoken(scene.question, s.table.name, s.table.business_name, *s.table.synonyms) if s.table else 0
        for s in holders
    ]
    top = max(scores)
    return holders[scores.index(top)] if top and scores.count(top) == 1 else None


def _put(
    column: exp.Column, source: Source, name: str, was: str, scene: Scene, *, always: bool = True
) -> str:
    """Make the reference read `source.name`; the reason why."""
    if always or column.table:
        qualify(column, source.alias)
    column.set("this", exp.to_identifier(name, quoted=True) if _odd(name) else exp.to_identifier(name))
    now = column.sql(dialect=scene.dialect)
    key = "column_moved" if name.lower() == was.rpartition(".")[2].strip('"').lower() else "column_renamed"
    return scene.reason(key, old=was, new=now, table=source.table.name if source.table else source.alias)


def _odd(name: str) -> bool:
    return not name.replace("_", "a").isalnum() or name[0].isdigit()


def _counterpart(column: exp.Column, query: Query, scene: Scene, links: Links) -> str | None:
    """An unknown name compared with a foreign key means the key it refers to: `branch IN (SELECT branch FROM …)`."""
    other = _compared_with(column)
    if other is None:
        return None
    asked = next(
        (q for q in queries(other.root(), scene.catalog) if any(c is other for c in q.columns())), None
    )
    far = asked.owner(other) if asked else None
    if far is None or far.table is None:
        return None
    found = []
    for source in query.sources:
        if source.table is None or (column.table and query.source(column.table) not in (None, source)):
            continue
        for link in links.between(source.table.name, far.table.name):
            here, there = link.columns_of(source.table.name), link.columns_of(far.table.name)
            if len(here) == 1 and there[0].lower() == other.name.lower():
                found.append((source, here[0]))
    if len(found) != 1:
        return None
    return _put(column, found[0][0], found[0][1], column.sql(), scene, always=bool(column.table))


def _compared_with(column: exp.Column) -> exp.Column | None:
    parent = column.parent
    if isinstance(parent, exp.EQ):
        other = parent.expression if parent.this is column else parent.this
        return other if isinstance(other, exp.Column) else None
    inner: exp.Expr | None = None
    if isinstance(parent, exp.In) and parent.this is column and parent.args.get("query"):
        inner = parent.args["query"]
    elif isinstance(parent, exp.Select) and len(parent.expressions) == 1:
        around = parent.parent
        while isinstance(around, exp.Subquery):
            around = around.parent
        return around.this if isinstance(around, exp.In) and isinstance(around.this, exp.Column) else None
    while isinstance(inner, exp.Subquery):
        inner = inner.this
    if isinstance(inner, exp.Select) and len(inner.expressions) == 1:
        only = inner.expressions[0].unalias()
        return only if isinstance(only, exp.Column) else None
    return None


def _nearby(column: exp.Column, query: Query, scene: Scene, links: Links) -> str | None:
    """A table one to three links away has it: join that table along the links."""
    near = _tables_with(column, query, scene, links)
    if (
        not near or column.find_ancestor(exp.Join, exp.Select) is not query.select
    ):  # ON cannot read what is joined later
        return None
    was = column.sql()
    ways = [(table, *_way(column, query, table, links)) for table in near]
    ways = [w for w in ways if w[1]]
    if not ways:
        return None
    shortest = min(len(w[1]) for w in ways)
    ways = [w for w in ways if len(w[1]) == shortest]
    if len(ways) > 1:
        ways = _sooner(ways, column, scene)
    if len(ways) != 1 or not ways[0][2]:
        return None
    table, way, _ = ways[0]
    tests = (lambda c, _t, name: same_name(c.name, name), _called_so, _with_table_word)
    name = next(c.name for fits in tests for c in table.columns if fits(c, table, column.name))
    alias = join_table(query, way, table, left=_left(column, way))
    if alias is None:
        return None
    qualify(column, alias)
    column.set("this", exp.to_identifier(name, quoted=True) if _odd(name) else exp.to_identifier(name))
    return scene.reason("join_added", column=was, table=table.name)


def _sooner(
    ways: list[tuple[Table, tuple[Link, ...], bool]], column: exp.Column, scene: Scene
) -> list[tuple[Table, tuple[Link, ...], bool]]:
    scores = [spoken(scene.question, w[0].name, w[0].business_name, *w[0].synonyms) for w in ways]
    top = max(scores)
    best = [w for w, s in zip(ways, scores, strict=True) if s == top]
    shown = {name.lower() for name in scene.shown}
    if len(best) > 1:
        seen = [w for w in best if w[0].name.lower() in shown]
        best = seen or best
    return best


def _left(column: exp.Column, way: tuple[Link, ...]) -> bool:
    """LEFT JOIN where rows may lack a counterpart and the column is only shown, so that no row is lost."""
    only_shown = column.find_ancestor(exp.Where, exp.Having, exp.Join, exp.Group, exp.AggFunc) is None
    return only_shown and any(link.optional for link in way)


def _way(column: exp.Column, query: Query, table: Table, links: Links) -> tuple[tuple[Link, ...], bool]:
    """The shortest way from any source; from the one the model named, where that is as short."""
    names = [s.table.name for s in query.sources if s.table]
    way, sure = links.path(names, table.name)
    mine = query.source(column.table) if column.table else None
    if mine is not None and mine.table is not None and len(names) > 1:
        own_way, own_sure = links.path([mine.table.name], table.name)
        if own_way and len(own_way) <= len(way):
            return own_way, own_sure
    return way, sure


def _tables_with(column: exp.Column, query: Query, scene: Scene, links: Links) -> list[Table]:
    """Tables not yet in the query that have the column: the shown ones and those up to two links away."""
    names = dict.fromkeys(scene.shown)
    ring = [s.table.name for s in query.sources if s.table]
    inside = {name.lower() for name in ring}
    for _ in range(2):
        ring = list(dict.fromkeys(link.other(name) for name in ring for link in links.of(name)))
        names.update(dict.fromkeys(ring))
    tables = [t for t in map(scene.catalog.table, names) if t is not None and t.name.lower() not in inside]
    tables = list({t.name.lower(): t for t in tables}.values())
    exact = [t for t in tables if any(same_name(c.name, column.name) for c in t.columns)]
    named = [t for t in exact if column.table and same_name(t.name.rpartition(".")[2], column.table)]
    for fits in (_called_so, _with_table_word):
        exact = exact or [t for t in tables if any(fits(c, t, column.name) for c in t.columns)]
    return named or exact
