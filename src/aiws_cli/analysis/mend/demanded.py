"""Conditions the question demands and the SQL lacks: a value it says that one column alone has, a value it leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from ...core.nested import holds_texts
from ...core.tables import Column, Table
from .around import Near, around, read
from .links import Links
from .lists import contains
from .named import asks_key, is_private, is_text, names_of, names_of_table, run_of, spans
from .said_more import names_said, sides_said, states_said
from .said_values import flags_said, is_flag, names_value, slips_said, terms_said
from .scene import Scene
from .scope import queries
from .unasked_values import ALSO, labels
from .words import pieces, plain

_LEFT_OUT_KO = re.compile(r"^\s*(?:\S+\s+)?(?:빼|제외|말고|아닌|아니|없)")
_LEFT_OUT_EN = re.compile(
    r"\b(?:not|no|non|except|excluding|without|other than|but|never)\W+(?:\w+\W+){0,2}$", re.IGNORECASE
)
_ONLY_LEFT_OUT = re.compile(r"^\s*(?:\S+\s+)?(?:빼|제외)")
_STATE = re.compile(r"상태|여부|status|state|flag", re.IGNORECASE)
_COMMON = frozenset(
    "일반 기타 전체 정상 기본 보통 없음 있음 해당 개인 법인 고객 상품 카드 계좌 여부 활성 지점 영업점 예금 대출 보험 증권 은행 주식 채권 펀드 "
    "계약 금액 잔액 거래 이체 입금 출금 이자 수수료 유지 승인 실적 지급 other none all standard regular basic active open normal total".split()
)
_COMPARED = re.compile(
    r"비교|대비|비중|차지|점유|중에서|\b(?:compare|versus|vs|share|percent|percentage|ratio|proportion)\b",
    re.IGNORECASE,
)


def mend_excluded(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """`status = 'open'` where the question leaves out another value ("해지 계좌는 빼고"): `status <> 'closed'`."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        where = query.select.args.get("where")
        for equality in list(where.find_all(exp.EQ)) if where is not None else ():
            reference, literal = equality.this, equality.expression
            column = query.meaning(reference) if isinstance(reference, exp.Column) else None
            if (
                column is None
                or not isinstance(literal, exp.Literal)
                or literal.name not in column.code_values
            ):
                continue
            out = [
                v for v in column.code_values if any(_left_out(scene.question, n) for n in labels(column, v))
            ]
            if len(out) != 1 or out[0] == literal.name or _said(scene.question, column, literal.name):
                continue
            new = exp.NEQ(this=reference.copy(), expression=exp.Literal.string(out[0]))
            reasons.append(
                scene.reason(
                    "excluded",
                    old=equality.sql(dialect=scene.dialect),
                    new=new.sql(dialect=scene.dialect),
                )
            )
            equality.replace(new)
    return tree, tuple(reasons)


def mend_demanded(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """A value that the question says in full, that one column of the query's tables has, and no condition speaks of.

    Silent where values or shares are compared, where the value is left out, or part of a name, or where the SQL
    reads the column at all.
    """
    if not isinstance(tree, exp.Select) or not scene.question.strip() or _COMPARED.search(scene.question):
        return tree, ()
    if tree.find(exp.SetOperation, exp.Subquery, exp.CTE, exp.Window) or tree.args.get("having"):
        return tree, ()
    query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    if not query.sources or any(s.table is None for s in query.sources):
        return tree, ()
    links = Links(scene, [s.table.name for s in query.sources if s.table])
    shown = {name.lower() for name in scene.shown}
    reach = around(query, scene, links, kinds=True)
    near = [n for n in reach if n.source is not None or n.table.name.lower() in shown]
    reads = {c.name.lower() for c in tree.find_all(exp.Column)}
    written = {plain(literal.name) for literal in tree.find_all(exp.Literal)}
    taken = _name_spans(near, scene)
    found: dict[tuple[int, int], list[tuple[Near, Column, str]]] = {}
    for place in near:
        for column in place.table.columns:
            said = [*_values_said(column, place.table, scene)]
            if place.source is not None:
                said += states_said(column, place.table, scene.question)
            if place.steps < 2:
                said += names_said(column, place.table, scene)
            for value, span in dict.fromkeys(said):
                if not _negated(scene.question, *span) and not any(
                    s <= span[0] and span[1] <= e for s, e in taken
                ):
                    found.setdefault(span, []).append((place, column, value))
    reasons: list[str] = []
    spoken_for = [
        span
        for span, homes in found.items()
        if any(c.name.lower() in reads and plain(v) in written for _, c, v in homes)
    ]
    for span, homes in found.items():
        if any(s <= span[0] and span[1] <= e and (s, e) != span for s, e in found):
            continue  # inside a longer value
        nearest = min(h[0].steps for h in homes)
        homes = [h for h in homes if h[0].steps == nearest]
        if len(homes) != 1:
            continue
        if any(s < span[1] and span[0] < e for s, e in spoken_for):
            continue
        place, column, value = homes[0]
        told = {plain(n) for n in labels(column, value) if not (is_flag(column) and n == value)}
        if column.name.lower() in reads or told & written:
            continue
        reference = read(place.place(column), query, inner=True)
        if reference is None:
            continue
        condition: exp.Expr = exp.EQ(this=reference, expression=exp.Literal.string(value))
        if holds_texts(column):
            condition = contains(reference, (value,))
        tree.where(condition, copy=False)
        reads.add(column.name.lower())
        reasons.append(scene.reason("demanded", condition=condition.sql(dialect=scene.dialect)))
        query = next(q for q in queries(tree, scene.catalog) if q.select is tree)
    return tree, tuple(reasons)


def _values_said(column: Column, table: Table, scene: Scene) -> Iterator[tuple[str, tuple[int, int]]]:
    if is_flag(column) and not is_private(column):
        for value, (start, end) in flags_said(column, scene, _COMMON):
            if not _negated(scene.question, start, end):
                yield value, (start, end)
        return
    if (
        not (is_text(column) or holds_texts(column))
        or is_private(column)
        or _STATE.search(column.name)
        or asks_key(column.name)
    ):
        return
    if _STATE.search(column.business_name) or pieces(column.name)[-1:] in (("yn",), ("name",)):
        return
    yield from sides_said(column, scene.question)
    # A table is often also called by its kinds (국채 of bonds): said, they are kinds.
    calls = [n for n in names_of_table(table) if n not in table.synonyms or not _is_label(n, table)]
    own = {plain(n) for n in (*names_of(column), *calls)}
    for value in dict.fromkeys((*column.code_values, *column.sample_values)):
        for name in labels(column, value):
            word = plain(name)
            if len(word) < 2 or word.isdigit() or word in _COMMON or word in own:
                continue
            if name.isascii() and name.islower() and " " not in name:
                continue  # "deposit", "active": plain English words are said in passing
            if name.isascii() and len(name) <= 4 and not _written_so(name, scene.question):
                continue  # AS, IN and OR are codes of airlines and states, "as", "in" and "or" are not
            for start, end in spans(scene.question, name):
                if not _negated(scene.question, start, end):
                    yield value, (start, end)
    for value, (start, end) in (*terms_said(column, scene), *slips_said(column, scene)):
        if not _negated(scene.question, start, end):
            yield value, (start, end)


def _written_so(name: str, question: str) -> bool:
    return re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", question) is not None


def _name_spans(near: list[Near], scene: Scene) -> list[tuple[int, int]]:
    """Where the question says columns and tables: a value inside such a name is no value."""
    return [
        span
        for n in near
        for name in (
            *(x for x in names_of_table(n.table) if x not in n.table.synonyms or not _is_label(x, n.table)),
            *(
                x
                for c in n.table.columns
                if not is_flag(c)
                for x in names_of(c)
                if not (c.code_values and names_value(c, x, scene))
            ),
        )
        for span in spans(scene.question, name)
    ]


def _is_label(name: str, table: Table) -> bool:
    """The name is what a code of one of the table's columns means."""
    return any(plain(name) == plain(n) for c in table.columns for v in c.code_values for n in labels(c, v))


def _negated(question: str, start: int, end: int) -> bool:
    run = run_of(question)
    before, after = run.text[: run.at[start]], run.text[run.at[end - 1] + 1 :]
    return bool(_LEFT_OUT_KO.match(after) or _LEFT_OUT_EN.search(before) or ALSO.match(after))


def _left_out(question: str, name: str) -> bool:
    run = run_of(question)
    return any(
        _ONLY_LEFT_OUT.match(run.text[run.at[end - 1] + 1 :])
        or re.search(r"\b(?:except|excluding|without|leave out)\W+(?:the\W+)?$", run.text[: run.at[start]])
        for start, end in spans(question, name)
    )


def _said(question: str, column: Column, value: str) -> bool:
    return any(True for n in labels(column, value) for _ in spans(question, n))
