"""One time against another: what compares them, and whether the figure itself is asked for as well."""

from __future__ import annotations

import re

from ..asked_time import AskedTime
from . import meaning
from .draft import Draft
from .parts import Silent

APART = ("각각", "각각은", "각각의", "각기", "respectively", "each")
"""Words that ask for each of several values by itself."""

_ASKED = re.compile(r"얼마|몇|how much|what percent")


def is_beside(draft: Draft, times: AskedTime) -> bool:
    """금액과 누적 금액, 잔액과 전월 대비 증감: what is derived of a figure, asked for together with it."""
    for i in range(1, len(draft.words) - 1):
        left = i - 1
        while draft.role(left) in ("grain", "trend"):
            left -= 1
        if draft.role(i) != "and" or draft.role(left) != "name":
            continue
        if draft.role(i + 1) == "period" and len(times.spans) == 1 and draft.role(i + 2) == "name":
            raise Silent  # 신규계좌수와 전월 신규계좌수: the month is said of the second alone
        j = i + 1
        while draft.role(j) == "name" and draft.words[j].text == draft.words[left].text:
            j += 1
        change = times.compared in ("change", "rate") and draft.role(j) in ("change", "period")
        derived = change or draft.role(j) in ("running", "moving", "step")
        if not derived or not draft.free(left) or meaning.measure(draft.words[left]) is None:
            continue
        if draft.words[i].text != ",":
            return True
        # "이번 달 잔액, 전월보다 얼마나 늘었어?" asks for one figure; "잔액, 전월 대비 증감" for one or two.
        if not change or not any(w.role == "change" and _ASKED.search(w.text) for w in draft.words):
            raise Silent
    return False


def read_against(draft: Draft, times: AskedTime, grain: str) -> bool:
    """Words that set one time against another; beside two times only, or where each group is asked for anyway.

    True where they ask for each of several values by itself: 각각.
    """
    if any(_has_its_own(draft, i) for i, w in enumerate(draft.words) if w.text.startswith("대비")):
        raise Silent
    apart = any(w.role == "against" and w.text in APART for w in draft.words)
    if grain and not times.compared:
        # How has it changed, quarter by quarter: the quarters are what is asked for.
        for i, word in enumerate(draft.words):
            if word.role == "change" and word.says == "moved":
                draft.take(i)
    against, change = draft.flag("against"), draft.flag("change")
    several = len(times.spans) > 1
    if any(w.says == "risen" for w in draft.words) and not _ranks(draft):
        raise Silent  # 늘어난 회사: only those, and is the figure wanted too?
    if change != (times.compared in ("change", "rate")) or (
        several and not times.compared and not times.months_apart
    ):
        raise Silent
    if against and not several and not draft.dimensions and not apart:
        raise Silent
    return apart and not several and not draft.dimensions


def _ranks(draft: Draft) -> bool:
    return any(w.role in ("most", "number") for w in draft.words)


def _has_its_own(draft: Draft, i: int) -> bool:
    """수입보험료 대비 사업비 비율: the ratio has what it is of within it already."""
    if not draft.free(i - 1) or not draft.free(i + 1):
        return False
    return any(m.metric and m.metric.unit in ("%", "비율") for m in draft.words[i + 1].meanings)
