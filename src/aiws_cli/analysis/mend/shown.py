"""Columns shown that nobody asked to see: the measure a list is only ordered by, one column more than was named."""

from __future__ import annotations

import re

from sqlglot import exp

from .named import for_people
from .scene import Scene
from .scope import Query, own, queries
from .time_units import tells_time_asked
from .words import pieces, says, says_any

_SUPER = r"(?:most|least|fewest|largest|smallest|highest|lowest|biggest|greatest|longest|shortest|oldest|youngest|earliest|latest)"
_SUPERLATIVE = re.compile(rf"\b{_SUPER}\b|가장|제일", re.IGNORECASE)
_ONLY_ORDER = (
    re.compile(
        r"\b(?:in\s+)?(?:the\s+)?(?:(?:ascending|descending|increasing|decreasing|reversed?|alphabetical|lexicographical)\s+)*"
        r"\border(?:ed|ing)?\b(?:\s+(?:by|of|from|alphabetically|in))?[^.?!;]*",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:sort|sorted|rank|ranked)\b[^.?!;]*\bby\b[^.?!;]*", re.IGNORECASE),
    re.compile(
        rf"\b(?:with|has|have|had|having|of)\s+the\s+{_SUPER}\b[^.?!;,]*?(?=\band\b|[.?!;,]|$)", re.IGNORECASE
    ),
    re.compile(
        r"(?:\S*[^\s을를와과은는의,]\s)?\S+\s*(?:오름차순|내림차순|역순|(?:높은|낮은|많은|적은|큰|작은|빠른|늦은|오래된|어린|젊은|긴|짧은)?\s*순(?:서|으로|대로))\S*"
    ),
    re.compile(r"\S+\s+(?:가장|제일)\s*\S+"),
)
_EVERYTHING = re.compile(
    r"\b(?:details?|information|info|everything|describe|all about|profile|records?|rows)\b|상세|정보|내역|자세|모든\s*(?:컬럼|항목|속성)|전체\s*(?:컬럼|항목)|현황|목록",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:how many|how much|count|total|amount|times|no\.? of|num of)\b|(?<!most )(?<!least )(?<!largest )(?<!highest )(?<!greatest )(?<!smallest )(?<!lowest )\bnumbers?\b"
    r"|(?<=[가-힣\s])수(?:를|와|는|도|가|\s*$|\?|,)|몇|건수|횟수|개수|인원|얼마|값|금액|합계|총",
    re.IGNORECASE,
)
_CALLED = frozenset({"id", "name", "title", "code", "number", "no"})
_AND = re.compile(
    r",|;|\band\b|&|\balong with\b|\bwith\b|\bas well\b|(?<=[가-힣A-Za-z)])(?:와|과|하고|이랑|랑)(?=\s)|및|그리고|·|/",
    re.IGNORECASE,
)
_IMPLIED = {
    r"\bnames?\b|이름|명칭|제목": "name title",
    r"\bnation|나라|국적|국가": "country nation nationality citizenship",
    r"\bwho|\bwhose|\bwhich|\bwhat are the\b|\bcalled\b|\bnamed\b|누구|어느|어떤": "name title first last id",
    r"\bwhere\b|\blives?\b|\bliving\b|\bfrom\b|어디|사는": "city country hometown location address state place region street",
    r"\bwhen\b|언제": "date year time day month",
    r"\bhow old\b|몇\s*살": "age birth",
    r"\bhow much\b|\bexpensive\b|\bcheap|얼마": "price cost amount fee salary earning",
    r"\bhow (?:long|tall|high|big|heavy)\b": "length duration height weight size",
}


def mend_shown(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Takes from a list what only orders it, and, of more columns than the question can have named, those it does not.

    Only of bare tables: where a catalog names columns for people, a figure beside the answer is a courtesy.
    Never the last column, never what a wh-word may mean, and nothing where details of all kinds are asked for.
    """
    if not isinstance(tree, exp.Select) or not scene.question.strip() or _EVERYTHING.search(scene.question):
        return tree, ()
    if len(tree.expressions) < 2 or tree.args.get("distinct") or tree.find(exp.Window, exp.Subquery):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    if any(isinstance(e.unalias(), exp.Star) for e in tree.expressions):
        return tree, ()
    if any(s.table is None or for_people(s.table) for s in query.sources):
        return tree, ()
    left = _without_order(scene.question)
    gone = [e for e in tree.expressions if _only_orders(e, query, left, scene)]
    gone = [e for e in gone if not tells_time_asked(e, query, scene)]
    if not gone and all(isinstance(e.unalias(), exp.Column) for e in tree.expressions):
        gone = [e for e in tree.expressions if _unsaid(e, query, scene)]
        if len(gone) != len(tree.expressions) - _named_at_most(scene.question):
            return tree, ()
    kept = [e for e in tree.expressions if not any(e is g for g in gone)]
    if not gone or not any(_said(e, query, left) for e in kept):
        return tree, ()
    for item in gone:
        _order_by_value(tree, item)
    tree.set("expressions", kept)
    told = ", ".join(e.sql(dialect=scene.dialect) for e in gone)
    return tree, (scene.reason("shown", columns=told),)


def _without_order(question: str) -> str:
    for pattern in _ONLY_ORDER:
        question = pattern.sub(" ", question)
    return question


def _only_orders(item: exp.Expr, query: Query, left: str, scene: Scene) -> bool:
    """Shown and ordered by, and the question speaks of it, if at all, only where it says the order."""
    order = query.select.args.get("order")
    if order is None:
        return False
    value = item.unalias()
    ordered = [o.this for o in order.expressions]
    if not any(
        o == value
        or (isinstance(o, exp.Column) and not o.table and item.alias and o.name.lower() == item.alias.lower())
        for o in ordered
    ):
        return False
    if isinstance(value, exp.Count):
        limit = query.select.args.get("limit")
        one = isinstance(limit, exp.Limit) and limit.expression.name == "1"
        return one and not _COUNTED.search(scene.question)
    if not isinstance(value, exp.Column) or _tells_groups(value, query):
        return False
    if query.select.args.get("limit") is None and _SUPERLATIVE.search(scene.question):
        return False  # "the largest areas, ordered": all of them, and their areas are what is asked about
    return not _said(item, query, left) and not _implied(item, left)


def _tells_groups(value: exp.Column, query: Query) -> bool:
    """What a figure is grouped by says whose figure it is, ordered by or not."""
    group = query.select.args.get("group")
    figures = any(e.find(exp.AggFunc) for e in query.select.expressions)
    return group is not None and figures and any(g == value for g in group.expressions)


def _named_at_most(question: str) -> int:
    """One thing more than there are commas and words for "and": no question names more columns."""
    return 1 + len(_AND.findall(question))


def _unsaid(item: exp.Expr, query: Query, scene: Scene) -> bool:
    """Unsaid; but what a row is called goes with naming its table."""
    value = item.unalias()
    if not isinstance(value, exp.Column):
        return False
    meaning, source = query.meaning(value), query.owner(value)
    if meaning is None or source is None or source.table is None:
        return False
    words = pieces(value.name)
    if (
        words[-1:]
        and words[-1] in _CALLED
        and says_any(scene.question, pieces(source.table.name.rpartition(".")[2]))
    ):
        return False
    if tells_time_asked(item, query, scene):
        return False
    return not _said(item, query, scene.question) and not _implied(item, scene.question)


def _said(item: exp.Expr, query: Query, question: str) -> bool:
    value = item.unalias()
    if not isinstance(value, exp.Column):
        return any(_column_said(c, query, question) for c in own(value, exp.Column)) or isinstance(
            value, exp.Count
        )
    return _column_said(value, query, question)


def _column_said(column: exp.Column, query: Query, question: str) -> bool:
    meaning = query.meaning(column)
    source = query.owner(column)
    table = (
        set(pieces(source.table.name.rpartition(".")[2])) if source is not None and source.table else set()
    )
    words = pieces(column.name)
    own_words = [w for w in words if w not in table] or list(words)
    if says_any(question, own_words):
        return True
    names = (meaning.business_name, meaning.business_name_en, *meaning.synonyms) if meaning else ()
    return any(says(question, n) or says_any(question, pieces(n)) for n in names if n)


def _implied(item: exp.Expr, question: str) -> bool:
    words = set(pieces(item.unalias().name)) | set(pieces(item.alias))
    return any(
        words & set(meant.split()) and re.search(pattern, question, re.IGNORECASE)
        for pattern, meant in _IMPLIED.items()
    )


def _order_by_value(tree: exp.Select, item: exp.Expr) -> None:
    """An order by the name of what goes becomes an order by its value."""
    if not item.alias:
        return
    for ordered in tree.args["order"].expressions if tree.args.get("order") else ():
        if (
            isinstance(ordered.this, exp.Column)
            and not ordered.this.table
            and ordered.this.name.lower() == item.alias.lower()
        ):
            ordered.set("this", item.unalias().copy())
