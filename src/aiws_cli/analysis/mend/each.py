"""언어별로 …, 각 감독이 … 몇 편: figures for each of something that a bare database names in English."""

from __future__ import annotations

import re
from functools import lru_cache

from sqlglot import exp

from .bilingual import english_words
from .limits import conjuncts
from .scene import Scene
from .scope import Query, own, queries
from .words import pieces, related

_BEFORE = re.compile(r"([가-힣A-Za-z]+(?:\s[가-힣A-Za-z]+)?)(?:별(?:로|의)?|마다)(?![가-힣])")
_BEHIND = re.compile(r"(?<![가-힣])각\s+([가-힣A-Za-z]+(?:\s[가-힣A-Za-z]+)?)")
_LINKS = frozenset("by of the in for name".split())
_AGGREGATES = (exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max)


def mend_each(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Groups where the SQL counts the things themselves, or looks at one of them only.

    `COUNT(DISTINCT directed_by)` for "각 감독이 만든 영화는 몇 편" counts rows of each; `COUNT(*) … WHERE language =
    'English'` for "언어별" is for every language, where nobody spoke of English. Left alone: queries with groups of
    their own, and questions in English.
    """
    words = _each(scene.question)
    if not words or not isinstance(tree, exp.Select) or tree.args.get("group") or len(tree.expressions) != 1:
        return tree, ()
    if tree.args.get("distinct") or tree.args.get("limit") or tree.args.get("order"):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    figure = tree.expressions[0].unalias()
    if not isinstance(figure, _AGGREGATES):
        return tree, ()
    column = _counted(figure, words)
    if column is not None and re.search(r"몇|수(?:를|는|가|와|$|\s)", scene.question):
        _group(tree, column, exp.Count(this=exp.Star()))
        return tree, (scene.reason("group_asked", columns=column.name),)
    condition = _one_of_them(query, words, scene.question)
    if condition is None:
        return tree, ()
    column = condition.find(exp.Column)
    assert column is not None
    rest = [c for c in conjuncts(tree) if c is not condition]
    tree.set("where", exp.Where(this=exp.and_(*(c.copy() for c in rest))) if rest else None)
    _group(tree, column, figure)
    return tree, (scene.reason("group_asked", columns=column.name),)


def _group(tree: exp.Select, column: exp.Column, figure: exp.Expr) -> None:
    tree.set("expressions", [column.copy(), figure.copy()])
    tree.set("group", exp.Group(expressions=[column.copy()]))


def _counted(figure: exp.Expr, words: tuple[frozenset[str], ...]) -> exp.Column | None:
    """The column of COUNT(DISTINCT column), where the question asks for each of it."""
    inner = figure.this if isinstance(figure, exp.Count) else None
    if not isinstance(inner, exp.Distinct) or len(inner.expressions) != 1:
        return None
    column = inner.expressions[0]
    return column if isinstance(column, exp.Column) and _named(column.name, words) else None


def _one_of_them(query: Query, words: tuple[frozenset[str], ...], question: str) -> exp.Expr | None:
    """The only condition that keeps one value, never spoken of, of what the question asks for each of."""
    found = []
    for part in conjuncts(query.select):
        if not isinstance(part, exp.EQ) or not isinstance(part.this, exp.Column):
            continue
        value = part.expression
        if not isinstance(value, exp.Literal) or value.this.casefold() in question.casefold():
            continue
        if _named(part.this.name, words):
            found.append(part)
    inner = any(True for _ in own(query.select, exp.Subquery))
    return found[0] if len(found) == 1 and not inner else None


def _named(column: str, words: tuple[frozenset[str], ...]) -> bool:
    name = [p for p in pieces(column) if p not in _LINKS]
    return bool(name) and any(all(any(w == p or related(w, p) for w in said) for p in name) for said in words)


@lru_cache(maxsize=512)
def _each(question: str) -> tuple[frozenset[str], ...]:
    """English words for what stands before 별 and 마다, and behind 각: the word itself, and with the one beside it."""
    out: list[frozenset[str]] = []
    for found in (*_BEFORE.finditer(question), *_BEHIND.finditer(question)):
        said = found[1].split()
        nearest = said[-1] if found.re is _BEFORE else said[0]
        out += [english_words(nearest), english_words(found[1])]
    return tuple(w for w in dict.fromkeys(out) if w)
