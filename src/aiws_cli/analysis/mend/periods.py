"""The time the question names and the SQL leaves out, or limits in another way, or in terms its column does not have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from sqlglot import exp

from ..asked_time import AskedTime, joined
from ..period import BEGINNING, Spoken
from ..timing import may_be_to_come
from .limits import Limit, Timed, conjuncts, limits, set_conjuncts, time_asked, timed_sources
from .scene import Scene
from .scope import Query, own, queries

# Times the reading of periods does not know: where the question has one, its SQL may be right in ways code cannot see.
_MORE_TIME = re.compile(
    r"(?<!\d)\d{1,3}\s*(?:일|주|개월|시간|시|분|년)(?![가-힣]*(?:이상|이하|초과|미만))|요일|주말|첫\s*(?:날|주|달|째)|마지막\s*(?:날|주|달)|영업일|초순|중순|하순|새벽|오전|오후|[한두세네]\s*달"
    r"|\b\d+\s*(?:days?|weeks?|months?|years?|hours?)\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend|\bago\b|\b(?:first|last) (?:day|week|month)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\d\s*[년월일]|\d{4}|지난|최근|올해|금년|작년|전년|전월|이번|당월|오늘|어제|이후|이전|부터|까지|동안|추이|월별|일별|분기|연도|시점|당시"
    r"|\b(?:last|past|since|ago|before|after|until|year|month|quarter|week|day|date|when)",
    re.IGNORECASE,
)
_OVER_TIME = re.compile(r"추이|누적|누계|총\s|이력|\b(?:trend|history|cumulative|over time)\b", re.IGNORECASE)


def mend_period(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """The period or periods of the question: added where the SQL limits no time, in place of another limit.

    Only where one SELECT says when and limits it at most once. Left alone: a limit that lets the same days through,
    one beside comparisons of time elsewhere (FILTER, CASE), and SQL that looks at the rows before (LAG).
    """
    asked = time_asked(scene)
    if not asked.spans or not asked.clear or _looks_back(tree):
        return tree, ()
    every = list(queries(tree, scene.catalog))
    read = [(q, *limits(q, scene)) for q in every]
    placed = [limit for _, found, _ in read for limit in found]
    if any(elsewhere for _, _, elsewhere in read):
        return tree, ()
    if not placed:
        return _added(tree, asked, every, scene)
    if len(placed) != 1 or not placed[0].fits(asked.spans):
        return tree, ()
    return _replaced(tree, placed[0], asked, scene)


def mend_period_grain(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`base_month = '2026-09-30'` where every value is the first of a month: no row can have that day, its month is meant."""
    if scene.as_of is None:
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for limit in limits(query, scene)[0]:
            if limit.grain.unit == "day" or limit.grain.stored not in ("date", "timestamp"):
                continue
            if limit.days((), scene)[1] != frozenset():
                continue
            for literal in [x for part in limit.parts for x in part.find_all(exp.Literal)]:
                day = _iso(literal)
                if day is None or day > scene.as_of or limit.grain.value(day) == day:
                    continue
                new = limit.grain.value(day).isoformat()
                reasons.append(
                    scene.reason("period_grain", column=limit.column.name, old=literal.name, new=new)
                )
                literal.replace(exp.Literal.string(new))
    return tree, tuple(dict.fromkeys(reasons))


def mend_now(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """How things stand now, asked of a table that has a row for every day or month: its latest."""
    asked = time_asked(scene)
    if not asked.now or asked.speaks or _looks_back(tree) or _OVER_TIME.search(scene.question):
        return tree, ()
    every = list(queries(tree, scene.catalog))
    timed = [t for q in every for t in timed_sources(q, scene)]
    if len(timed) != 1 or not timed[0].series or scene.as_of is None:
        return tree, ()
    (one,) = timed
    if any(one.is_read_by(c) for c in one.query.columns()) or any(limits(q, scene)[0] for q in every):
        return tree, ()
    if one.grain.unit == "day":
        assert isinstance(one.source.node, exp.Table)
        bare = exp.table_(one.source.node.name, db=one.source.node.db or None)
        newest = exp.select(exp.Max(this=exp.column(one.column.name))).from_(bare)
        condition: exp.Expr = exp.EQ(this=one.reference.copy(), expression=exp.Subquery(this=newest))
    else:
        condition = one.condition([Spoken("", scene.as_of, scene.as_of, one.grain.unit, point=True)], scene)
    one.query.select.where(condition, copy=False)
    return tree, (scene.reason("period_now", condition=condition.sql(dialect=scene.dialect)),)


def mend_date_invented(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`base_date = '2023-01-01'` for a question that speaks of no time: the day the data stands at is meant.

    Only where the literal is another day than that, and only for columns that say what day or month a row stands for.
    """
    if scene.as_of is None or not scene.question.strip() or _SPEAKS.search(scene.question):
        return tree, ()
    if time_asked(scene).speaks:
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        timed = timed_sources(query, scene)
        for equality in list(own(query.select, exp.EQ)):
            reference, value = equality.this, equality.expression
            literal = value.this if isinstance(value, exp.Cast) else value
            if not isinstance(reference, exp.Column) or not isinstance(literal, exp.Literal):
                continue
            one = next((t for t in timed if t.is_read_by(reference)), None)
            day = _iso(literal)
            if one is None or day is None or one.grain.stored != "date":
                continue
            wanted = one.grain.value(scene.as_of).isoformat()
            if literal.name[:7] == wanted[:7]:
                continue
            reasons.append(scene.reason("date_invented", column=reference.name, old=literal.name, new=wanted))
            value.replace(exp.cast(exp.Literal.string(wanted), "DATE"))
    return tree, tuple(reasons)


_NEW = re.compile(
    r"신규|새로|새\s|요즘|최신|유효|만료|만기|연체|진행|현재|지금|\b(?:new\w*|recent\w*|current\w*|now|active|valid|open|overdue"
    r"|expired?|upcoming|due|still|outstanding|today|old\w*|young\w*|age\w*)\b",
    re.IGNORECASE,
)


def mend_period_unasked(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`paid_on >= today - 30 days` for a question that says nothing of time: it would hide most of what is asked.

    Only for the days that something happened on; a table with a row for every month needs its month said.
    """
    question = scene.question
    if not question.strip() or _SPEAKS.search(question) or _NEW.search(question):
        return tree, ()
    if time_asked(scene).speaks or _MORE_TIME.search(question):
        return tree, ()
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for limit in limits(query, scene)[0]:
            table = limit.source.table
            if limit.series or table is None or may_be_to_come(limit.column):
                continue
            if not all(isinstance(p, exp.GT | exp.GTE | exp.LT | exp.LTE | exp.Between) for p in limit.parts):
                continue
            kept = [p for p in conjuncts(query.select) if not any(p is q for q in limit.parts)]
            told = exp.and_(*(p.copy() for p in limit.parts)).sql(dialect=scene.dialect)
            set_conjuncts(query.select, kept)
            reasons.append(scene.reason("filter_unasked", condition=told))
    return tree, tuple(reasons)


def _added(
    tree: exp.Expr, asked: AskedTime, every: Sequence[Query], scene: Scene
) -> tuple[exp.Expr, tuple[str, ...]]:
    timed = [t for q in every for t in timed_sources(q, scene)]
    if len(timed) != 1 or not timed[0].fits(asked.spans):
        return tree, ()
    (one,) = timed
    if any(c.find(exp.Column) and _reads(c, one) for c in _conditions(one.query.select)):
        return tree, ()
    condition = one.condition(asked.spans, scene)
    set_conjuncts(one.query.select, [*conjuncts(one.query.select), condition])
    return tree, (_told("period", one, asked, condition, scene),)


def _replaced(
    tree: exp.Expr, limit: Limit, asked: AskedTime, scene: Scene
) -> tuple[exp.Expr, tuple[str, ...]]:
    left = scene.question
    for span in asked.spans:
        left = left.replace(span.words, " ")
    if _MORE_TIME.search(left) or may_be_to_come(limit.column):
        return tree, ()
    tried, written = limit.days([s.start for s in asked.spans if s.start != BEGINNING], scene)
    wanted = frozenset(
        d
        for d in tried
        if any(limit.grain.value(s.start) <= d <= limit.grain.value(s.end) for s in asked.spans)
    )
    if written is None or written == wanted or (not wanted and written):
        return tree, ()
    if (
        written - wanted == {min(wanted) - timedelta(days=1)}
        and wanted <= written
        and asked.spans[0].unit == "day"
    ):
        return tree, ()  # "최근 7일" counted from the day seven days before
    condition = limit.condition(asked.spans, scene)
    parts = [p for p in conjuncts(limit.query.select) if not any(p is q for q in limit.parts)]
    old = exp.and_(*(p.copy() for p in limit.parts)).sql(dialect=scene.dialect)
    set_conjuncts(limit.query.select, [*parts, condition])
    return tree, (_told("period_replaced", limit, asked, condition, scene, old=old),)


def _told(key: str, one: Timed, asked: AskedTime, condition: exp.Expr, scene: Scene, *, old: str = "") -> str:
    whole = joined(asked.spans)
    assert whole is not None
    return scene.reason(
        key, words=whole.words or "now", condition=condition.sql(dialect=scene.dialect), old=old
    )


def _looks_back(tree: exp.Expr) -> bool:
    """Whether rows of other times are read beside each row's own: their limits are another matter."""
    return any(
        isinstance(w.this, exp.Lag | exp.Lead) or re.search(r"\d+ PRECEDING", w.sql())
        for w in tree.find_all(exp.Window)
    )


def _conditions(select: exp.Select) -> list[exp.Expr]:
    return [c for key in ("where", "having", "qualify") if (c := select.args.get(key)) is not None]


def _reads(condition: exp.Expr, one: Timed) -> bool:
    return any(one.is_read_by(c) for c in condition.find_all(exp.Column))


def _iso(literal: exp.Expr) -> date | None:
    if not isinstance(literal, exp.Literal) or not re.fullmatch(r"\d{4}-\d\d-\d\d", literal.name):
        return None
    try:
        return date.fromisoformat(literal.name)
    except ValueError:
        return None
