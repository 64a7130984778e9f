"""Personal data in text: Korean identifiers, cards, accounts, telephones, e-mail. Pure; positions are those of the text given.

    for finding in find("고객 ９００１０１－１２３４５６８ 님"): ...   # (3, 17, "resident_no", "high")

What is certain by its form counts by itself; what only might be one (an account, an old passport) needs a word beside it
that says so, else its confidence is low. Low findings are told and never acted upon: use `acted`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .findings import CONFIDENCES, Finding, acted, without_overlaps
from .folding import fold
from .pii_rules import RULES, Place

__all__ = ["KINDS", "Finding", "acted", "find"]

KINDS: tuple[str, ...] = tuple(dict.fromkeys(rule.kind for rule in RULES))
"""Every kind `find` may tell; where two fit equally well, the earlier one is told."""

# Rows of digits with what may stand between the groups of one number. Nearly all text holds few of them.
_ISLAND = re.compile(r"\d(?:[ \t./_~:|*()+-]{0,4}\d){8,}")
_OTHER_FORMS = re.compile(r"@|(?<![A-Za-z0-9_])[MSRGDPTmsrgdpt]\d{3}")


def find(text: str, beside: str = "") -> tuple[Finding, ...]:
    """All personal data in a text, in order, none overlapping another; of two at one place the more certain one.

    `beside` is what is known from outside about the whole text: the name of the column or the key it is the value of.
    """
    folded = fold(text)
    plain = folded.text
    about = fold(beside).text if beside else ""
    shares: dict[tuple[str, int], float] = {}
    found: list[tuple[int, int, int, int, Finding]] = []
    for rank, match in _candidates(plain):
        rule = RULES[rank]
        place = Place(rule.kind, plain, match.start(), match.end(), about, shares)
        confidence = rule.judge(place)
        if confidence is not None:
            start, end = folded.span(match.start(), match.end())
            weight = -CONFIDENCES.index(confidence)
            found.append(
                (weight, start - end, place.said_at, rank, Finding(start, end, rule.kind, confidence))
            )
    found.sort(key=lambda f: f[:4])
    return without_overlaps(f for *_, f in found)


def _candidates(plain: str) -> Iterator[tuple[int, re.Match[str]]]:
    """(rank of the rule, match) of whatever has the form of a rule."""
    for island in _ISLAND.finditer(plain):
        start, end = island.span()
        digits = sum(map(str.isdigit, island[0]))
        for rank, rule in enumerate(RULES):
            if 0 < rule.digits <= digits:
                for match in rule.pattern.finditer(plain, max(0, start - 4), end + 2):
                    yield rank, match
    if _OTHER_FORMS.search(plain):
        for rank, rule in enumerate(RULES):
            if not rule.digits and (rule.kind != "email" or "@" in plain):
                for match in rule.pattern.finditer(plain):
                    yield rank, match
