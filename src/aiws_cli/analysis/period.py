"""The time a question speaks of, resolved by code: a small model is never asked to count days.

Relative words resolve against the warehouse's as-of date, never against the wall clock. "최근 N개월" and
"last N months" are the N months that end on the as-of date; "지난달" is the calendar month before it. What words it
knows is the table in `period_words`; here is what stands around them: ranges, lists, open ends, ends of periods.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from ..core.answer import Period
from ..core.patterns import when_needed
from .period_words import WORDINGS, counted_in
from .spans import Unit, add_months, month

BEGINNING = date(1900, 1, 1)
"""Where a period starts that has no beginning: "2024년까지"."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A period and the words of the question that name it; both ends inclusive.

    `unit` is what the words count in. `point` marks the state at an end ("작년 말"): start and end are that day.
    `opened` says which end the words leave open: "end" for "2025년 이후", "start" for "8월까지"; `ranged`, that they
    name both ends ("7월부터 9월까지").
    """

    words: str
    start: date
    end: date
    unit: Unit = "day"
    at: int = 0
    point: bool = False
    opened: Literal["", "start", "end"] = ""
    ranged: bool = False

    def period(self, as_of: date) -> Period:
        return Period(self.start.isoformat(), self.end.isoformat(), as_of.isoformat())

    @property
    def after(self) -> int:
        """The place in the question where the words end."""
        return self.at + len(self.words)


def one_year(spans: Sequence[Spoken]) -> bool:
    """Whether all periods lie in one and the same year, so that a quarter's or month's number tells it."""
    return len({y for s in spans for y in (s.start.year, s.end.year)}) == 1


def spoken(question: str, as_of: date) -> Spoken | None:
    """The first period the question names, or None where it names none."""
    return next(iter(periods(question, as_of)), None)


def periods(question: str, as_of: date, *, ranges: bool = True) -> tuple[Spoken, ...]:
    """Every period the question names outright, in the order it names them; ranges ("7월부터 9월까지") as one.

    Without `ranges`, the two ends of one stand as two periods ("from 2024 to 2025" of a growth). Relative words never reach beyond the as-of date. "현재" is a state and no period.
    """
    found: list[Spoken] = []
    left = _ENDS_COUNTED.sub(lambda m: "\0" * len(m[0]), question)
    for pattern, resolver, unit in _PATTERNS:
        place = 0
        while match := pattern.search(left, place):
            place = match.end()
            ends = resolver(match, as_of)
            if ends is None:
                continue
            words = match[0].strip()
            at = match.start() + match[0].index(words)
            found.append(Spoken(words, *ends, unit=counted_in(match, unit), at=at))
            left = left[: match.start()] + "\0" * len(match[0]) + left[match.end() :]
    found.sort(key=lambda s: s.at)
    found = [_ends_moved(s, question, as_of) for s in found]
    found = [_at_its_end(s, question, as_of) for s in _of_one_year(found, question)]
    if ranges or len(found) != 2 or not _two_ends(found[0], found[1], question):
        found = [_opened(s, question, as_of) for s in _ranges(found, question)]
    return tuple(found)


def _ends_moved(one: Spoken, question: str, as_of: date) -> Spoken:
    """ "the last 6 months excluding the current month", "the past 30 days, inclusive of 30 days ago"."""
    tail = question[one.after :]
    if one.end != as_of or not one.words.split()[-1].lower().startswith(one.unit):
        return one
    without = _WITHOUT_NOW.match(tail)
    if without is not None and one.unit in ("day", "week") and without["now"].lower() in ("today", one.unit):
        back = 1 if one.unit == "day" else as_of.weekday() + 1
        return replace(
            one, start=one.start - timedelta(days=back), end=one.end - timedelta(days=back), unit=one.unit
        )
    if without is not None and without["now"].lower() == one.unit == "month":
        this = as_of.replace(day=1)
        count = (one.end.year - one.start.year) * 12 + one.end.month - one.start.month
        count += one.start.day == 1
        return replace(one, start=add_months(this, -count), end=this - timedelta(days=1))
    if one.unit == "day" and (ago := _WITH_FIRST.match(tail)) and ago["n"] in one.words:
        return replace(one, start=one.start - timedelta(days=1))
    return one


# Which of its ends a period takes in, said after it: no period of its own.
_ENDS_COUNTED = when_needed(
    r"\(?\b(?:inclusive of|including|inclusive|not including|excluding|exclusive of)\s+(?:both\s+)?(?:the\s+)?"
    r"(?:(?:today|current (?:day|week|month|quarter|year)|this (?:week|month|quarter|year))(?:'s date)?"
    r"|\d+ (?:day|week|month)s? ago|(?:start|first)(?: date)? and (?:the\s+)?(?:end|last)(?: dates?)?)\b\)?"
    r"|(?:오늘|당일|이번\s*달|당월|금월|이번\s*주)(?:은|을|를)?\s*(?:빼고|제외(?:하고|한)?|포함(?:해서|하여|한)?)",
    re.IGNORECASE,
)
_WITHOUT_NOW = when_needed(
    r",?\s*\(?(?:not including|excluding|exclusive of)\s+(?:the\s+)?(?:current\s+|this\s+)?(?P<now>today|day|week|month)\b",
    re.IGNORECASE,
)
_WITH_FIRST = when_needed(r",?\s*\(?(?:inclusive of|including)\s+(?P<n>\d+) days? ago\b", re.IGNORECASE)


# What stands between the two ends of a range, and between two of a list.
_TO = when_needed(r"\s*(?:~|∼|–|-|부터|에서|to|through|until)\s*", re.IGNORECASE)
_BETWEEN = when_needed(r"\bbetween\s+$", re.IGNORECASE)
_AND = when_needed(r"\s*(?:,|·|/|와|과|이랑|랑|하고|및|and|vs\.?)\s*(?:and\s+)?", re.IGNORECASE)
_UNTIL = when_needed(r"\s*까지")
_END_OF = when_needed(
    r"\b(?:(?:at|by|as of)\s+)?(?:the\s+)?(?:(?:month[- ]|quarter[- ])?end\s+of|year[- ]end(?:\s+of)?)\s+$",
    re.IGNORECASE,
)
_AT_END = when_needed(r"\s*(?:말일|말)(?=$|[\s의에은는이가과와보대기부까,.?)])")
_OPEN_END = when_needed(r"\s*(?:이후|부터|이래)(?:\s*(?:지금|현재|오늘)\s*까지)?")
_OPEN_START = when_needed(r"\s*(?:\S?까지)")
_BEFORE = when_needed(r"\s*(?:이전|전까지)")
_SINCE_EN = when_needed(
    r"\b(?:since|from|starting(?: in| from)?|(?:on|in) or (?:after|later than|since))\s+$", re.IGNORECASE
)
_AFTER_EN = when_needed(r"\b(?<!on or )(?<!in or )after\s+$", re.IGNORECASE)
_UNTIL_EN = when_needed(r"\b(?:until|till|through|up to|(?:on|in) or before)\s+$", re.IGNORECASE)
_BEFORE_EN = when_needed(r"\b(?<!on or )(?<!in or )(?:before|prior to)\s+$", re.IGNORECASE)


_YEAR_SAID = when_needed(r"\d{4}|[년해]|year", re.IGNORECASE)


def _of_one_year(found: list[Spoken], question: str) -> list[Spoken]:
    """ "2025년 8월과 9월", "August and September 2025": in a list the year is said once."""
    out = list(found)
    for i, (one, other) in enumerate(pairwise(found)):
        between = question[one.after : other.at]
        if _AND.fullmatch(between) and (pair := _said_for_both(out[i], other)) is not None:
            out[i], out[i + 1] = pair
            continue
        if one.unit != other.unit or one.unit not in ("month", "quarter", "half"):
            continue
        if not (_AND.fullmatch(between) or _TO.fullmatch(between)):
            continue
        with_year = [bool(_YEAR_SAID.search(s.words)) for s in (out[i], other)]
        if with_year == [True, False] and re.match(r"[\d상하Q]", other.words):
            out[i + 1] = _in_year(other, out[i].start.year)
        elif with_year == [False, True] and re.match(r"[A-Za-z]", one.words):
            out[i] = _in_year(
                one,
                other.start.year
                - (_TO.fullmatch(between) is not None and one.start.month > other.start.month),
            )
    return out


_YEAR_ALONE = when_needed(r"(?:19|20)\d{2}\s*(?:년도?)?|작년|올해|금년|지난\s*해|재작년|전년", re.IGNORECASE)
_YEAR_FIRST = when_needed(r"(?:19|20)\d{2}\s*년|작년|올해|금년|지난\s*해|재작년|전년", re.IGNORECASE)


def _said_for_both(one: Spoken, other: Spoken) -> tuple[Spoken, Spoken] | None:
    """ "2025년과 2026년 3분기", "Q3 2025 and 2026": what is said of one year is meant of both; None for all else."""
    parts = ("month", "quarter", "half")
    if one.unit == "year" and other.unit in parts:
        bare, first = _YEAR_ALONE.fullmatch(one.words), _YEAR_FIRST.match(other.words)
        if bare and first:
            return replace(_in_year(other, one.start.year), words=one.words, at=one.at), other
    if other.unit == "year" and one.unit in parts:
        bare, last = re.fullmatch(r"(?:19|20)\d{2}", other.words), re.search(r"(?:19|20)\d{2}$", one.words)
        if bare and last:
            return one, replace(_in_year(one, other.start.year), words=other.words, at=other.at)
    return None


def _in_year(one: Spoken, year: int) -> Spoken:
    months = 12 * (year - one.start.year)
    end = add_months(one.end.replace(day=1), months)
    return replace(one, start=add_months(one.start, months), end=month(end.year, end.month)[1])


def _at_its_end(one: Spoken, question: str, as_of: date) -> Spoken:
    """ "9월 말", "작년 말", "the end of August": the state on the last day."""
    if one.unit in ("day", "week"):
        return one
    last = min(one.end, as_of)
    if match := _AT_END.match(question, one.after):
        return replace(one, words=question[one.at : match.end()], start=last, end=last, point=True)
    if match := _END_OF.search(question[: one.at]):
        return replace(
            one, words=question[match.start() : one.after], at=match.start(), start=last, end=last, point=True
        )
    return one


def _two_ends(one: Spoken, other: Spoken, question: str) -> bool:
    """from 2024 to 2025, between Q2 and Q3."""
    between = question[one.after : other.at]
    if _BETWEEN.search(question[: one.at]) and re.fullmatch(r"\s+and\s+", between, re.IGNORECASE):
        return True
    return _TO.fullmatch(between) is not None


def _ranges(found: list[Spoken], question: str) -> list[Spoken]:
    out: list[Spoken] = []
    for one in found:
        before = out[-1] if out else None
        between = question[before.after : one.at] if before is not None else ""
        if before is not None and before.start <= one.end and not before.opened:
            both = _BETWEEN.search(question[: before.at]) and re.fullmatch(r"\s+and\s+", between, re.I)
            if both or _TO.fullmatch(between):
                until = _UNTIL.match(question, one.after)
                words = question[before.at : until.end() if until else one.after]
                out[-1] = replace(before, words=words, end=one.end, point=False, ranged=True)
                continue
        out.append(one)
    return out


def _opened(one: Spoken, question: str, as_of: date) -> Spoken:
    if one.ranged:
        return one
    head, tail = question[: one.at], one.after
    if match := _OPEN_END.match(question, tail):
        words = question[one.at : match.end()]
        return replace(one, words=words, end=max(as_of, one.start), opened="end", point=False)
    if match := _SINCE_EN.search(head):
        words = question[match.start() : tail]
        return replace(
            one, words=words, at=match.start(), end=max(as_of, one.start), opened="end", point=False
        )
    if match := _AFTER_EN.search(head):
        start = one.end + timedelta(days=1)
        words = question[match.start() : tail]
        return replace(one, words=words, at=match.start(), start=start, end=max(as_of, start), opened="end")
    # "올해 8월까지" and "year to date": what has a beginning of its own keeps it.
    if match := _BEFORE.match(question, tail):
        words, end = question[one.at : match.end()], one.start - timedelta(days=1)
        return replace(one, words=words, start=BEGINNING, end=end, opened="start", point=False)
    if match := _BEFORE_EN.search(head):
        words, end = question[match.start() : tail], one.start - timedelta(days=1)
        return replace(
            one, words=words, at=match.start(), start=BEGINNING, end=end, opened="start", point=False
        )
    if one.unit not in ("year",) or one.point or one.end < as_of:
        if match := _OPEN_START.match(question, tail):
            words = question[one.at : match.end()]
            if re.match(r"올해|금년|당해", words):
                return replace(one, words=words, start=date(one.end.year, 1, 1), point=False)
            return replace(one, words=words, start=BEGINNING, opened="start", point=False)
        if match := _UNTIL_EN.search(head):
            words = question[match.start() : tail]
            return replace(one, words=words, at=match.start(), start=BEGINNING, opened="start", point=False)
    return one


_PATTERNS = tuple(
    (when_needed(pattern, re.IGNORECASE), resolver, unit) for pattern, resolver, unit in WORDINGS
)
