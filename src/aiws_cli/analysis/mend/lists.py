"""List columns in conditions: an element is looked for in the list, spelled as the data spells it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlglot import exp

from ...core.nested import holds_texts, is_list
from ...core.tables import Column
from ..nested import element_name
from .literals import comparisons, is_text
from .scene import Scene
from .scope import Query, Source, own, queries
from .unknown import unknown_columns
from .words import pieces, plain, without_particle

_MOST = 12
_SHORTEST = 2
_AMOUNT = re.compile(r"\d")


def mend_list_values(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`tags = 'sale'`, `tags LIKE '%sale%'`, `list_contains(tags, 'Sale')` on a list column: the element it must mean.

    A text that no element equals but some hold ('transit' of 'transit 10%') means any of those.
    """
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for reference in query.columns():
            column, source = query.meaning(reference), query.owner(reference)
            if column is None or not is_list(column):
                continue
            found = _condition(reference)
            if found is None:
                continue
            node, said, loose = found
            known = elements(source, column, scene)
            meant = [_meant(v, known, column, loose) for v in said]
            if any(len(m) > _MOST for m in meant):
                continue
            values = tuple(dict.fromkeys(v for m in meant for v in m))
            new = contains(reference.copy(), values)
            if isinstance(node, exp.NEQ):
                new = exp.Not(this=new)
            was, now = node.sql(dialect=scene.dialect), new.sql(dialect=scene.dialect)
            if was != now:
                node.replace(new)
                reasons.append(scene.reason("list_value", old=was, new=now))
    return tree, tuple(reasons)


def mend_list_column(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`category = 'sale'` where no category is called so, or there is none, and one list of the tables has that element.

    Only values that the question speaks of, and that no other text column of the tables has.
    """
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        lists = [
            (s, c) for s in query.sources if s.table is not None for c in s.table.columns if holds_texts(c)
        ]
        if not lists:
            continue
        unknown = {id(c) for c in unknown_columns(query)}
        for reference, literal in list(comparisons(query)):
            said = str(literal.name).strip("%").strip()
            node = literal.parent
            if not literal.is_string or node is None or isinstance(node, exp.In) or not _asked(said, scene):
                continue
            if id(reference) not in unknown and not _lacks(reference, said, query, scene):
                continue
            homes = [(s, c) for s, c in lists if _meant(said, elements(s, c, scene), c, True) != (said,)]
            homes += [(s, c) for s, c in lists if said in elements(s, c, scene)]
            if len(homes) != 1 or _elsewhere(said, query, scene):
                continue
            source, column = homes[0]
            place = exp.column(column.name, table=source.alias if len(query.sources) > 1 else None)
            new = contains(place, _meant(said, elements(source, column, scene), column, True))
            new = exp.Not(this=new) if isinstance(node, exp.NEQ) else new
            was, now = node.sql(dialect=scene.dialect), new.sql(dialect=scene.dialect)
            node.replace(new)
            reasons.append(scene.reason("list_value", old=was, new=now))
    return tree, tuple(reasons)


def contains(reference: exp.Expr, values: Sequence[str]) -> exp.Expr:
    """The condition that a list has one of these elements."""
    texts = [exp.Literal.string(v) for v in values]
    if len(texts) == 1:
        return exp.ArrayContains(this=reference, expression=texts[0])
    return exp.ArrayOverlaps(this=reference, expression=exp.Array(expressions=texts))


def elements(source: Source | None, column: Column, scene: Scene) -> tuple[str, ...]:
    """What is known of a list's elements: all of them where they can be read, else codes and samples."""
    if scene.values is not None and source is not None and source.table is not None:
        read = scene.values(source.table.name, column.name)
        if read:
            return read
    return (*column.code_values, *column.sample_values)


def _condition(reference: exp.Column) -> tuple[exp.Expr, list[str], bool] | None:
    """(condition, literals, whether a part of an element will do) of a comparison with a list as if it were a text."""
    node = reference.parent
    if isinstance(node, exp.Lower | exp.Upper | exp.Trim):
        return None
    if isinstance(node, exp.EQ | exp.NEQ):
        other = node.expression if node.this is reference else node.this
        return (node, [other.name], False) if _is_word(other) else None
    if isinstance(node, exp.In) and node.this is reference and node.expressions:
        words = [e.name for e in node.expressions if _is_word(e)]
        return (node, words, False) if len(words) == len(node.expressions) else None
    if isinstance(node, exp.Like | exp.ILike) and node.this is reference and _is_word(node.expression):
        word = node.expression.name.strip("%").strip()
        return (node, [word], True) if word and "%" not in word and "_" not in word else None
    if isinstance(node, exp.ArrayContains):
        other = node.expression if node.this is reference else node.this
        return (node, [other.name], True) if _is_word(other) else None
    return None


def _is_word(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and bool(node.is_string)


def _meant(said: str, known: Sequence[str], column: Column, loose: bool) -> tuple[str, ...]:
    """The elements a text means: itself, the one spelled alike or labelled so, else those that hold its words."""
    if said in known:
        return (said,)
    for word in without_particle(said):
        alike = [v for v in known if plain(v) == plain(word)]
        alike = alike or [
            code
            for code, label in column.code_values.items()
            if plain(word) in [plain(part) for part in label.split("|")]
        ]
        if len(set(alike)) == 1:
            return (alike[0],)
    wanted = plain(said)
    if len(wanted) < _SHORTEST:
        return (said,)
    holding = [v for v in known if wanted in plain(v)]
    if not holding or not (loose or all(_AMOUNT.search(v) for v in holding)):
        # 대중교통 할인 of '대중교통 10%': the words before an amount are what the element is called.
        first = pieces(said)
        holding = [v for v in known if _AMOUNT.search(v) and _name(v) and _name(v) == first[: len(_name(v))]]
    return tuple(holding) or (said,)


def _name(value: str) -> tuple[str, ...]:
    """The words of an element before its amount: 대중교통 of '대중교통 10%'."""
    match = _AMOUNT.search(value)
    return pieces(value[: match.start()] if match else value)


def _asked(said: str, scene: Scene) -> bool:
    wanted = plain(said)
    return len(wanted) >= _SHORTEST and wanted in plain(scene.question)


def _lacks(reference: exp.Column, said: str, query: Query, scene: Scene) -> bool:
    """Surely no row has this text in that column."""
    column, source = query.meaning(reference), query.owner(reference)
    if column is None or source is None or source.table is None or not is_text(column):
        return False
    if column.code_values:
        known = [p for c, label in column.code_values.items() for p in (c, *label.split("|"))]
    else:
        known = list(scene.values(source.table.name, column.name)) if scene.values is not None else []
    return bool(known) and not any(plain(said) in plain(k) for k in known)


def _elsewhere(said: str, query: Query, scene: Scene) -> bool:
    """Some text column of the tables has the value: then that is the likelier one."""
    for source in query.sources:
        for column in source.table.columns if source.table is not None else ():
            if not is_text(column):
                continue
            known = [p for c, label in column.code_values.items() for p in (c, *label.split("|"))]
            if not known and scene.values is not None and source.table is not None:
                known = list(scene.values(source.table.name, column.name))
            if any(plain(said) == plain(k) for k in known):
                return True
    return False


def mend_unnest(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`GROUP BY tags` on a list column, and DISTINCT of one: for each element, not for each whole list.

    Left alone where the question speaks of combinations.
    """
    if _COMBINED.search(scene.question):
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for column, source in _grouped(query):
            if source.table is None or source not in query.sources or _is_unnested(query, column.name):
                continue
            _unnest(query, source, column)
            reasons.append(scene.reason("unnest", column=column.name))
            break
    return tree, tuple(reasons)


_COMBINED = re.compile(r"조합|묶음|구성별|\b(?:combination|combo|basket|set of|pair)s?\b", re.IGNORECASE)


def _grouped(query: Query) -> list[tuple[Column, Source]]:
    """List columns that this SELECT groups by, tells apart or counts the different ones of."""
    group = query.select.args.get("group")
    nodes = [e.unalias() for e in query.select.expressions]
    found: list[exp.Expr] = list(group.expressions) if group is not None else []
    if query.select.args.get("distinct") and len(nodes) == 1:
        found += nodes
    for count in own(query.select, exp.Count):
        if isinstance(count.this, exp.Distinct) and len(nodes) == 1 and group is None:
            found += count.this.expressions
    out = []
    for node in found:
        if isinstance(node, exp.Literal) and node.is_int and 0 < int(node.name) <= len(nodes):
            node = nodes[int(node.name) - 1]
        column = query.meaning(node) if isinstance(node, exp.Column) else None
        source = query.owner(node) if isinstance(node, exp.Column) else None
        if column is not None and source is not None and is_list(column):
            out.append((column, source))
    return out


def _is_unnested(query: Query, name: str) -> bool:
    joins = query.select.args.get("joins") or ()
    return any(
        c.name.lower() == name.lower()
        for j in joins
        for u in j.find_all(exp.Unnest)
        for c in u.find_all(exp.Column)
    )


def _unnest(query: Query, source: Source, column: Column) -> None:
    """Joins each row with the elements of its list, and reads those where SELECT, GROUP BY and ORDER BY read the list."""
    assert source.table is not None
    select = query.select
    name = element_name(column, source.table)
    alias = "each_" + name
    for part in ("expressions", "group", "order"):
        at = select.args.get(part)
        for root in at if isinstance(at, list) else [at] if at is not None else []:
            for reference in list(root.find_all(exp.Column)):
                if reference.name.lower() != column.name.lower() or query.owner(reference) is not source:
                    continue
                target = (
                    reference.parent if isinstance(reference.parent, exp.Unnest | exp.Explode) else reference
                )
                target.replace(exp.column(name, table=alias))
    inner = exp.column(column.name, table=source.alias)
    made = exp.Unnest(
        expressions=[inner],
        alias=exp.TableAlias(this=exp.to_identifier(alias), columns=[exp.to_identifier(name)]),
    )
    select.append("joins", exp.Join(this=made, kind="CROSS"))
