"""How much a question speaks of a column: by its full name, by a word of it, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...core.tables import Column, Table
from .named import names_of, names_of_table, run_of, says_name, spans
from .words import plain, says_any, without_particle

_SPLIT = re.compile(r"[\s_()·/,]+")
# Endings that tell nothing of what a Korean column is about.
_ENDINGS = frozenset(
    "금액 합계 건수 개수 비율 일자 번호 코드 이름 여부 구분 종류 유형 상태 기준 목록 순위 정보 값".split()
)


def in_full(question: str, column: Column) -> bool:
    """One of the column's names stands in the question as a word."""
    return says_name(question, names_of(column))


def rest_of(question: str, names: Iterable[str]) -> str:
    """The question, in lower case, without these names: what is left to be understood."""
    run = run_of(question)
    text = list(run.text)
    for name in names:
        for start, end in spans(question, name):
            for index in range(run.at[start], run.at[end - 1] + 1):
                text[index] = " "
    return "".join(text)


def hinted(rest: str, column: Column) -> bool:
    """A word of the column's names, or a word that one of its Korean names is made with, stands in what is left."""
    words = {w.lower() for n in names_of(column) for w in _SPLIT.split(n) if len(plain(w)) >= 2}
    if says_any(rest, words):
        return True
    korean = [plain(n) for n in names_of(column) if n[:1] >= "가"]
    said = {plain(w) for word in rest.split() for w in without_particle(word)} - _ENDINGS
    return any(w in n for w in said if len(w) >= 2 and w[0] >= "가" for n in korean)


def called(table: Table) -> tuple[str, ...]:
    """What a table's rows are called: its names, and the first and the last word of Korean ones (펀드랩 of 펀드랩 상품)."""
    names = names_of_table(table)
    ends = [w for n in names if " " in n and n >= "가" for w in (n.split()[0], n.split()[-1])]
    return tuple(dict.fromkeys((*names, *ends)))
