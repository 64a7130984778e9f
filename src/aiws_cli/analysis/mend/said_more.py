"""Values a question says by a verb, beside their thing, or as the name of one row: 많이 산, 해지된 카드, 강남지점의."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...core.tables import Column, Table
from .named import is_private, name_column, names_of_table, run_of, spans
from .said_values import Said
from .scene import Scene
from .unasked_values import labels
from .words import plain

# Buying and selling by their verbs; 사고판 is both, a best-seller neither.
_BOUGHT = re.compile(
    r"(?<![가-힣])(?:많이|자주|주로|가장|제일|새로|[가-힣]+[을를이가])\s*(산|샀던|사간|사들인)(?=\s)|(매입한|사들인)(?=\s)"
    r"|\b(bought|buying|purchased)\b"
)
_SOLD = re.compile(
    r"(?<![가-힣])(?:많이|자주|주로|가장|제일|[가-힣]+[을를이가])\s*(판|팔았던|팔아치운)(?=\s)|(매각한|팔아치운)(?=\s)|\b(sold|selling)\b(?<!best selling)(?<!best-selling)"
)
_BUY, _SELL = frozenset({"매수", "buy"}), frozenset({"매도", "sell"})
_STATE = re.compile(r"상태|status|state", re.IGNORECASE)
_LIVE = frozenset("정상 활성 유지 유효 active live".split())
_LIVING = ("살아있는", "살아 있는", "유효한")
_BESIDE = r"\s?(?:된|한|중인|인|상태인|상태의|처리된|당한|신고된)?\s*"
_SHORTEST_NAME = 4


def sides_said(column: Column, question: str) -> Iterator[Said]:
    """매수 or 매도 of a column of these two, where the question says who bought or sold, and not both."""
    told = {v: {plain(n) for n in labels(column, v)} for v in column.code_values}
    if len(told) != 2:
        return
    run = run_of(question)
    bought, sold = list(_BOUGHT.finditer(run.text)), list(_SOLD.finditer(run.text))
    if bool(bought) == bool(sold):
        return
    for names, found in ((_BUY, bought), (_SELL, sold)):
        values = [v for v, own in told.items() if own & names]
        if len(values) == 1 and found:
            group = next(g for g in range(1, len(found[0].groups()) + 1) if found[0].group(g))
            start = run.at.index(found[0].start(group))
            yield values[0], (start, start + len(plain(found[0].group(group))))


def states_said(column: Column, table: Table, question: str) -> Iterator[Said]:
    """The state that stands right before its thing: 해지된 카드, 휴면 계좌, closed accounts; 살아있는 for what is in force."""
    if not column.code_values or not _STATE.search(f"{column.name} {column.business_name}"):
        return
    run = run_of(question)
    nouns = sorted({n.casefold() for n in names_of_table(table) if len(n) > 1}, key=len, reverse=True)
    things = "|".join(re.escape(n) + (r"s?\b" if n.isascii() else "") for n in nouns)
    for value in column.code_values:
        names = [n.casefold() for n in labels(column, value) if len(n) > 1 and not n.isdigit()]
        if set(names) & _LIVE:
            names += _LIVING
        for name in dict.fromkeys(names):
            edge = r"(?<![가-힣a-z])"
            for found in re.finditer(rf"{edge}({re.escape(name)}){_BESIDE}(?:{things})", run.text):
                start = run.at.index(found.start(1))
                yield value, (start, start + len(plain(name)))


def names_said(column: Column, table: Table, scene: Scene) -> Iterator[Said]:
    """The name of one row, as the warehouse has it, said in full; of several the longest is looked at alone."""
    if scene.values is None or is_private(column):
        return
    own = name_column(table)
    if own is None or own.name != column.name:
        return
    said = plain(scene.question)
    # Values are read of the warehouse only where the question has an end that names of this kind have (…지점, …대출).
    tails = {plain(s)[-2:] for s in column.sample_values}
    if not any(tail in said[_SHORTEST_NAME - 2 :] for tail in tails if len(tail) == 2):
        return
    for value in scene.values(table.name, column.name):
        word = plain(value)
        if len(word) < _SHORTEST_NAME or word.isdigit() or word not in said:
            continue
        for span in spans(scene.question, value):
            yield value, span
