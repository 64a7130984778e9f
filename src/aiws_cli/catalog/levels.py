"""Levels asked of several times: a balance month by month can be read only where every month was written down."""

from __future__ import annotations

import re

from aiws_cli.core.tables import Table

from .words import Word, normalise

_LEVEL = re.compile(
    r"잔액|잔고|순자산|운용자산|수탁고|재고|계좌 ?수|\b(?:balances?|outstanding|net assets?|aum|inventory|stock level)\b"
)
_SEVERAL = re.compile(
    r"월별|매월|매달|월마다|달마다|월간|분기별|일별|매일|추이|추세|변화|증감|말\s*(?:보다|대비)|(?:전월|전년|전분기|지난달|작년|지난해)\s*(?:말|동월|동기)?\s*(?:대비|보다|에 비해)"
    r"|\b(?:monthly|quarterly|daily|trend|over time|month over month|year over year|(?:each|every|by|per) (?:month|quarter|day))\b"
    r"|\b(?:compared (?:with|to)|than|versus|vs\.?) (?:the )?(?:end of )?(?:last|previous|prior)\b"
)
_AN_END = re.compile(r"[월년기] ?말(?![가-힣]{2})|\bas of\b|\b(?:month|quarter|year)[- ]end\b|\bend of\b")
_MONTH = re.compile(r"month|ym$|yyyymm|quarter", re.IGNORECASE)


def of_several_times(question: str, *, past: bool = False) -> bool:
    """True where a level (잔액, net assets) is asked of more than one moment: 월별 잔액, balance than last year.

    `past`: the question's time is over; then the end of it will do (8월 말 잔액), which is a moment too.
    """
    flat = normalise(question)
    return bool(_LEVEL.search(flat) and (_SEVERAL.search(flat) or (past and _AN_END.search(flat))))


def is_level(word: Word) -> bool:
    return bool(_LEVEL.search(word.text)) or any(_LEVEL.search(form) for form in word.forms)


def kept_over_time(table: Table) -> bool:
    """True where the time is part of the key: a row for each thing and day, month or quarter."""
    return any(
        c.primary_key and (c.type.upper().startswith(("DATE", "TIME")) or _MONTH.search(c.name))
        for c in table.columns
    )
