"""A ranking that names the things and keeps their figure to itself: the figure is shown beside them."""

from __future__ import annotations

import re

from sqlglot import exp

from .asked import rows_wanted, wants_extreme
from .named import for_people, is_number, names_of, says_name
from .scene import Scene
from .scope import Query, own, queries

_NAMES_ONLY = re.compile(
    r"(?:이름|명칭|상품명|종목명|지점명|목록|[가-힣]명)만(?!\s*아니)|\bnames? only\b|\bonly (?:the )?names?\b|\bjust (?:the |their )?names?\b"
    r"|(?:금액|숫자|수치|값)(?:은|는)?\s*(?:빼고|말고|없이|제외)|\b(?:without|no) (?:the )?(?:figures?|amounts?|numbers?)\b",
    re.IGNORECASE,
)
_CALLING = ("명", "이름", "명칭", "번호", "코드", "name", " id", "number", "code", "title")
_RANKED = re.compile(
    r"순위|랭킹|많은|높은|큰|적은|낮은|작은|많이|적게|높게|낮게|순으로|순서|내림차순|오름차순|상위|하위|톱|최다|[0-9]+\s*위|[0-9]등"
    r"|\b(?:rank\w*|top|bottom|sorted|ordered|order|first|more|less|descending|ascending)\b",
    re.IGNORECASE,
)


def mend_ranked_figure(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`SELECT name … GROUP BY name ORDER BY SUM(x) DESC`: who reads the order wants to see what it is made by.

    Only of catalogs that name their columns for people, for one figure, and not where names alone are asked for.
    """
    order = tree.args.get("order")
    if not isinstance(tree, exp.Select) or order is None or len(order.expressions) != 1:
        return tree, ()
    if tree.args.get("distinct") or _NAMES_ONLY.search(scene.question) or not _ranks(scene.question):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    if any(s.table is None or not for_people(s.table) for s in query.sources):
        return tree, ()
    if not all(isinstance(e.unalias(), exp.Column) for e in tree.expressions):
        return tree, ()
    if any(_calls(e.unalias(), query, scene) for e in tree.expressions):
        return tree, ()
    by = order.expressions[0].this
    figure = _figure(by, query)
    if figure is None:
        return tree, ()
    tree.set("expressions", [*tree.expressions, figure])
    return tree, (scene.reason("ranked_figure", figure=by.sql(dialect=scene.dialect)),)


def _ranks(question: str) -> bool:
    return rows_wanted(question) is not None or wants_extreme(question) or bool(_RANKED.search(question))


def _calls(value: exp.Expr, query: Query, scene: Scene) -> bool:
    """The question asks for the name or the number itself: "… 상품의 상품명", "the branch id of …"."""
    column = query.meaning(value) if isinstance(value, exp.Column) else None
    return column is not None and says_name(
        scene.question, [n for n in names_of(column) if n.lower().endswith(_CALLING)]
    )


def _figure(by: exp.Expr, query: Query) -> exp.Expr | None:
    """What to show of an order: an aggregate of the groups, or, of the first of plain rows, a number they have."""
    if query.select.args.get("group") is not None:
        if not by.find(exp.AggFunc) or by.find(exp.Window, exp.Query, exp.Case):
            return None
        return exp.alias_(by.copy(), _alias(by))
    column = query.meaning(by) if isinstance(by, exp.Column) else None
    if column is None or not is_number(column) or column.code_values or column.primary_key:
        return None
    if query.select.args.get("limit") is None:
        return None
    source = query.owner(by) if isinstance(by, exp.Column) else None
    shown = [e.unalias() for e in query.select.expressions]
    if any(isinstance(e, exp.Column) and e.name == by.name and query.owner(e) is source for e in shown):
        return None
    if any(isinstance(e, exp.Column) and (c := query.meaning(e)) is not None and is_number(c) for e in shown):
        return None  # a figure is shown; the order may stand for it
    return by.copy()


def _alias(by: exp.Expr) -> str:
    """row_count for rows, else the summed column's own name; a formula is a figure."""
    if isinstance(by, exp.Count):
        return "row_count"
    read = list(own(by, exp.Column))
    return read[0].name if isinstance(by, exp.AggFunc) and len(read) == 1 else "figure"
