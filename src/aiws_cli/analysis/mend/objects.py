"""JSON columns: a key used as if it were a column, a key or a value misspelled, a comparison of the wrong type."""

from __future__ import annotations

from sqlglot import exp

from ...core.nested import is_json, keys_in
from ...core.tables import Column
from ..nested import cast_of, key_read, key_tree
from .literals import _NO, _YES, _code
from .scene import Scene
from .scope import Query, Source, queries
from .unknown import unknown_columns
from .words import plain, same_name

_TOTALS = (exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Median, exp.Ordered, exp.Add, exp.Sub, exp.Mul, exp.Div)
_ORDERED = (exp.GT, exp.GTE, exp.LT, exp.LTE)


def mend_object_keys(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`early_redemption = 'Y'`, `attributes.currency`, `attributes['currency']`: read from the object that has the key.

    A key that a joined table's column is called like stays that column's name where the reference says so.
    """
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        holders = _holders(query, scene)
        if not holders:
            continue
        unknown = {id(c) for c in unknown_columns(query)}
        for reference in query.columns():
            found = _named(reference, holders, query, id(reference) in unknown)
            if found is None:
                continue
            source, key = found
            was: exp.Expr = reference
            if isinstance(reference.parent, exp.Bracket) and reference.parent.this is reference:
                was = reference.parent
            text = was.sql(dialect=scene.dialect)
            new = key_tree(key, source.table, source.alias if len(query.sources) > 1 else "")
            _put(was, new, key, query)
            reasons.append(scene.reason("object_key", old=text, new=new.sql(dialect=scene.dialect)))
    return tree, tuple(dict.fromkeys(reasons))


def mend_object_values(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """What a JSON key is compared with: a key spelled as the data spells it, a value that it has, a cast where it is a number."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        holders = _holders(query, scene)
        if not holders:
            continue
        for node in list(query.select.find_all(exp.JSONExtract, exp.JSONExtractScalar)):
            found = _read(node, holders, query)
            if found is None:
                continue
            key, spelled = found
            was = _whole(node).sql(dialect=scene.dialect)
            read = _as_text(node if spelled else _spell(node, key))
            whole = _compare(read, key)
            now = whole.sql(dialect=scene.dialect)
            if now != was:
                reasons.append(scene.reason("object_value", old=was, new=now))
    return tree, tuple(dict.fromkeys(reasons))


_Holders = list[tuple[Source, Column, tuple[Column, ...]]]


def _holders(query: Query, scene: Scene) -> _Holders:
    """(source, JSON column, its keys) of this SELECT; keys the catalog does not describe are read from the data."""
    out: _Holders = []
    for source in query.sources:
        for column in source.table.columns if source.table is not None else ():
            if not is_json(column):
                continue
            keys = column.fields
            if not keys and scene.values is not None and source.table is not None:
                keys = keys_in(scene.values(source.table.name, column.name), column.name)
            if keys:
                out.append((source, column, keys))
    return out


def _named(
    reference: exp.Column, holders: _Holders, query: Query, unknown: bool
) -> tuple[Source, Column] | None:
    """The key that a reference can only mean."""
    name, table = reference.name, reference.table
    bracket = reference.parent
    if isinstance(bracket, exp.Bracket) and bracket.this is reference and len(bracket.expressions) == 1:
        at = bracket.expressions[0]
        for source, column, keys in holders:
            if query.owner(reference) is source and name.lower() == column.name.lower():
                key = _key(at.name, keys) if isinstance(at, exp.Literal) and at.is_string else None
                return (source, key) if key else None
        return None
    if table and query.source(table) is None:
        inside = [
            (s, k) for s, c, keys in holders if c.name.lower() == table.lower() and (k := _key(name, keys))
        ]
        if len(inside) == 1:
            return inside[0]
    # A table that is not in FROM, spelled with its schema: only the name of the column can be right.
    if not unknown and not (reference.db and query.source(table) is None):
        return None
    mine = query.source(table) if table else None
    found = [
        (s, k)
        for s, _, keys in holders
        if (mine is None or s is mine) and (k := _key(name, keys)) is not None
    ]
    if not found and mine is not None:
        found = [(s, k) for s, _, keys in holders if (k := _key(name, keys)) is not None]
    return found[0] if len(found) == 1 else None


def _key(name: str, keys: tuple[Column, ...]) -> Column | None:
    """The key of that name, spelling aside, or called so by people."""
    for fits in (
        lambda k: k.name == name,
        lambda k: same_name(k.name, name),
        lambda k: plain(name) in {plain(n) for n in (k.business_name, k.business_name_en, *k.synonyms) if n},
    ):
        found = [k for k in keys if fits(k)]
        if len(found) == 1:
            return found[0]
    return None


def _put(was: exp.Expr, new: exp.Expr, key: Column, query: Query) -> None:
    parent = was.parent
    if parent is query.select and was.arg_key == "expressions":
        was.replace(exp.alias_(_typed(new, key), key.name))
    elif key.type.upper() == "BOOLEAN" and isinstance(
        parent, exp.Where | exp.And | exp.Or | exp.Not | exp.Paren | exp.Is
    ):
        _truth(was, new)
    elif isinstance(parent, exp.Binary) and not isinstance(parent, exp.And | exp.Or):
        was.replace(new)
        _compare(new, key)
    elif isinstance(parent, exp.In | exp.Between):
        was.replace(new)
        _compare(new, key)
    else:
        was.replace(_typed(new, key))


def _truth(was: exp.Expr, new: exp.Expr) -> None:
    """A bare truth value: `WHERE early_redemption`, `NOT early_redemption`, `early_redemption IS FALSE`."""
    node, yes = was, True
    parent = was.parent
    if isinstance(parent, exp.Is) and isinstance(parent.expression, exp.Boolean):
        node, yes = parent, bool(parent.expression.this)
    elif isinstance(parent, exp.Is):
        was.replace(new)
        return
    if isinstance(node.parent, exp.Not):
        node, yes = node.parent, not yes
    node.replace(exp.EQ(this=new, expression=exp.Literal.string("true" if yes else "false")))


def _typed(node: exp.Expr, key: Column) -> exp.Expr:
    kind = cast_of(key)
    return exp.cast(node, kind) if kind else node


def _read(node: exp.Expr, holders: _Holders, query: Query) -> tuple[Column, bool] | None:
    """The key that `attributes->>'key'` reads, and whether it is spelled as in the data; None where it is not known."""
    read = key_read(node)
    if read is None:
        return None
    holder, said = read
    for source, column, keys in holders:
        if holder.name.lower() == column.name.lower() and query.owner(holder) is source:
            key = _key(said, keys)
            return (key, key.name == said) if key is not None else None
    return None


def _spell(node: exp.Expr, key: Column) -> exp.Expr:
    path = exp.JSONPath(expressions=[exp.JSONPathRoot(), exp.JSONPathKey(this=key.name)])
    node.set("expression", path)
    return node


def _as_text(node: exp.Expr) -> exp.Expr:
    """`->` gives JSON, which no text equals: `->>` where it is compared or added up."""
    if isinstance(node, exp.JSONExtractScalar) or not isinstance(
        node.parent,
        (exp.EQ, exp.NEQ, exp.In, exp.Like, exp.ILike, exp.Between, exp.Paren, *_ORDERED, *_TOTALS),
    ):
        return node
    new = exp.JSONExtractScalar(this=node.this.copy(), expression=node.expression.copy())
    node.replace(new)
    return new


def _outside(node: exp.Expr) -> exp.Expr:
    while isinstance(node.parent, exp.Paren):
        node = node.parent
    return node


def _whole(node: exp.Expr) -> exp.Expr:
    at = _outside(node)
    if isinstance(at.parent, exp.Cast):
        at = _outside(at.parent)
    kinds = (exp.EQ, exp.NEQ, exp.In, exp.Between, exp.Is, *_ORDERED, *_TOTALS)
    return at.parent if isinstance(at.parent, kinds) else at


def _compare(node: exp.Expr, key: Column) -> exp.Expr:
    """Puts right what the key is compared with; the condition, or the expression itself where it stands in none."""
    whole, at = _whole(node), _outside(node)
    boolean = key.type.upper() == "BOOLEAN"
    if boolean and isinstance(at.parent, exp.Cast):
        return whole
    if isinstance(whole, exp.EQ | exp.NEQ):
        other = whole.expression if whole.this is at else whole.this
        if isinstance(other, exp.Literal | exp.Boolean):
            _put_value(other, key)
    elif isinstance(whole, exp.In):
        for item in list(whole.expressions):
            if isinstance(item, exp.Literal | exp.Boolean):
                _put_value(item, key)
    elif isinstance(whole, exp.Is) and boolean and isinstance(whole.expression, exp.Boolean):
        yes = bool(whole.expression.this)
        new = exp.EQ(this=node.copy(), expression=exp.Literal.string("true" if yes else "false"))
        whole.replace(new)
        return new
    kind = cast_of(key)
    compared = isinstance(whole, (exp.EQ, exp.NEQ, exp.Between, *_ORDERED, *_TOTALS))
    if kind and compared and not isinstance(at.parent, exp.Cast):
        inner = at.unnest() if isinstance(at, exp.Paren) else at
        at.replace(exp.cast(inner.copy(), kind))
    return whole


def _put_value(literal: exp.Expr, key: Column) -> None:
    if key.type.upper() == "BOOLEAN":
        said = ("true" if literal.this else "false") if isinstance(literal, exp.Boolean) else literal.name
        word = said.lower()
        if word in _YES or word in _NO:
            literal.replace(exp.Literal.string("true" if word in _YES else "false"))
        return
    if not isinstance(literal, exp.Literal) or not literal.is_string:
        return
    if cast_of(key):
        if literal.name.strip().lstrip("-").replace(".", "", 1).isdigit():
            literal.replace(exp.Literal.number(literal.name.strip()))
        return
    if key.code_values:
        code = _code(literal.name, key)
    else:
        alike = [v for v in key.sample_values if plain(v) == plain(literal.name)]
        code = alike[0] if len(alike) == 1 else None
    if code is not None and code != literal.name:
        literal.replace(exp.Literal.string(code))
