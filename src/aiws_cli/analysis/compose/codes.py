"""Codes as questions say them: beside the name of their column, or by what tells their labels apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ...core.tables import Column

_ONE_CODE = re.compile(r"^\s*(?:\w+\.)*\w+\s*=\s*'([^']*)'\s*$")
# A longer code is a word, which says itself.
_SHORT = 3


def said_codes(column: Column, shortened: Callable[[str], str]) -> Iterator[tuple[str, str, bool]]:
    """Other words for a column's codes: (what is said, the code, whether it is as sure as the label).

    동의여부 Y, loan type 01: a code beside the name of its column. 고정 of 고정금리 and 변동금리: what tells labels apart.
    """
    titles = [n for n in (column.business_name, column.business_name_en, column.name.replace("_", " ")) if n]
    titles += [short for t in titles if (short := shortened(t))]
    for code in column.code_values:
        if len(code) <= _SHORT:
            for title in dict.fromkeys(titles):
                yield f"{title} {code}", code, True
    for code, bare in _without_same_end(column):
        yield bare, code, False


def code_meant(column: Column, expression: str) -> tuple[str, ...]:
    """The one code that a term's condition is of: loan_type = '01'; none where it is of more."""
    found = _ONE_CODE.match(expression)
    return (found[1],) if found is not None and found[1] in column.code_values else ()


def _without_same_end(column: Column) -> Iterator[tuple[str, str]]:
    firsts = {code: label.split("|")[0].strip() for code, label in column.code_values.items()}
    said = list(firsts.values())
    if len(said) < 2 or any(not w or not "가" <= w[0] <= "힣" or " " in w for w in said):
        return
    shortest = min(map(len, said))
    end = 0
    while end < shortest and len({w[-end - 1] for w in said}) == 1:
        end += 1
    if end < 2 or shortest - end < 2:
        return
    for code, label in firsts.items():
        yield code, label[:-end]
