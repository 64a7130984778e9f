"""The time a question speaks of, resolved by code: a small model is never asked to count days.

Relative words resolve against the warehouse's as-of date, never against the wall clock. "최근 N개월" and
"last N months" are the N months that end on the as-of date; "지난달" is the calendar month before it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.answer import Period


@dataclass(frozen=True, slots=True)
class Spoken:
    """A period and the words of the question that name it."""

    words: str
    start: date
    end: date

    def period(self, as_of: date) -> Period:
        return Period(self.start.isoformat(), self.end.isoformat(), as_of.isoformat())


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier where negative), moved to the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month(year: int, number: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def quarter(year: int, number: int) -> tuple[date, date]:
    """First and last day of a quarter, 1 to 4."""
    return date(year, number * 3 - 2, 1), month(year, number * 3)[1]


def half(year: int, number: int) -> tuple[date, date]:
    """First and last day of a half year, 1 or 2."""
    return (date(year, 1, 1), date(year, 6, 30)) if number == 1 else (date(year, 7, 1), date(year, 12, 31))


def _last_n(match: re.Match[str], as_of: date) -> tuple[date, date]:
    count = _number(match["n"])
    unit = match["unit"].lower()
    if unit.startswith(("일", "day")):
        return as_of - timedelta(days=count - 1), as_of
    if unit.startswith(("주", "week")):
        return as_of - timedelta(days=7 * count - 1), as_of
    months = count * (
        12 if unit.startswith(("년", "year")) else 3 if unit.startswith(("분기", "quarter")) else 1
    )
    # A month-end as-of date gives whole months: the last month to 30 September starts on 1 September.
    ends_month = as_of.day == monthrange(as_of.year, as_of.month)[1]
    start = (
        add_months(as_of.replace(day=1), 1 - months)
        if ends_month
        else add_months(as_of, -months) + timedelta(days=1)
    )
    return start, as_of


_WORDS = {
    "한": 1,
    "두": 2,
    "세": 3,
    "네": 4,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "six": 6,
    "twelve": 12,
    "": 1,
}


def _number(text: str | None) -> int:
    word = (text or "").strip().lower()
    return min(_WORDS[word] if word in _WORDS else int(word), 1200)


def _valid(year: int, number: int, highest: int) -> bool:
    return 1900 <= year <= 2200 and 1 <= number <= highest


Resolver = Callable[[re.Match[str], date], "tuple[date, date] | None"]


def _year_month(m: re.Match[str], as_of: date) -> tuple[date, date] | None:
    year, number = int(m["y"]), int(m["m"])
    return month(year, number) if _valid(year, number, 12) else None


def _year_quarter(m: re.Match[str], as_of: date) -> tuple[date, date] | None:
    year, number = int(m["y"] or as_of.year), int(m["q"])
    return quarter(year, number) if _valid(year, number, 4) else None


def _year_half(m: re.Match[str], as_of: date) -> tuple[date, date] | None:
    first = m["h"] in ("상", "1", "first")
    return half(int(m["y"] or as_of.year), 1 if first else 2)


def _day(m: re.Match[str], as_of: date) -> tuple[date, date] | None:
    try:
        day = date(int(m["y"]), int(m["m"]), int(m["d"]))
    except ValueError:
        return None
    return day, day


def _month_of_this_year(m: re.Match[str], as_of: date) -> tuple[date, date] | None:
    number = int(m["m"])
    if not 1 <= number <= 12:
        return None
    # A month that has not come yet means last year's.
    return month(as_of.year if number <= as_of.month else as_of.year - 1, number)


def _previous_month(m: re.Match[str], as_of: date) -> tuple[date, date]:
    before = add_months(as_of.replace(day=1), -1)
    return month(before.year, before.month)


def _previous_quarter(m: re.Match[str], as_of: date) -> tuple[date, date]:
    before = add_months(as_of.replace(day=1), -3)
    return quarter(before.year, (before.month + 2) // 3)


_MONTHS_EN = "january february march april may june july august september october november december".split()


def _english_month(m: re.Match[str], as_of: date) -> tuple[date, date]:
    return month(int(m["y"]), _MONTHS_EN.index(m["name"].lower()) + 1)


_N = r"(?P<n>\d{1,4}|한|두|세|네|one|two|three|four|six|twelve)"

# Tried in order, the first that matches wins: the more exact wording stands before the looser one.
_PATTERNS: tuple[tuple[re.Pattern[str], Resolver], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), resolver)
    for pattern, resolver in (
        (r"(?<!\d)(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d)", _day),
        (r"(?<!\d)(?P<y>\d{4})년\s*(?P<m>\d{1,2})월\s*(?P<d>\d{1,2})일", _day),
        (r"(?<!\d)(?P<y>\d{4})년\s*(?P<m>\d{1,2})월", _year_month),
        (r"(?<!\d)(?P<y>\d{4})[-./](?P<m>0[1-9]|1[0-2])(?!\d)", _year_month),
        (rf"(?P<name>{'|'.join(_MONTHS_EN)})\s+(?:of\s+)?(?P<y>\d{{4}})", _english_month),
        (r"(?:(?P<y>\d{4})년?\s*)?(?P<q>[1-4])\s*분기", _year_quarter),
        (r"\bQ(?P<q>[1-4])(?:\s+(?:of\s+)?(?P<y>\d{4}))?", _year_quarter),
        (r"(?:(?P<y>\d{4})년?\s*)?(?P<h>[상하])반기", _year_half),
        (rf"최근\s*{_N}?\s*(?P<unit>개월|달|분기|주일|주|년|일)(?:간|동안)?", _last_n),
        (rf"(?:last|past|recent|previous)\s+{_N}\s+(?P<unit>days?|weeks?|months?|quarters?|years?)", _last_n),
        (rf"지난\s*{_N}\s*(?P<unit>개월|달|분기|주|년|일)(?:간|동안)?", _last_n),
        (r"지난\s*달|전월(?!\s*대비)|저번\s*달|\blast month\b|\bprevious month\b", _previous_month),
        (
            r"지난\s*분기|전\s*분기(?!\s*대비)|직전\s*분기|\blast quarter\b|\bprevious quarter\b",
            _previous_quarter,
        ),
        (r"이번\s*달|이달|당월|금월|\bthis month\b", lambda m, a: (a.replace(day=1), a)),
        (r"이번\s*분기|당\s*분기|\bthis quarter\b", lambda m, a: (quarter(a.year, (a.month + 2) // 3)[0], a)),
        (
            r"올해|금년|당해|연초\s*(?:이후|부터|대비)|\bthis year\b|\byear to date\b|\bYTD\b",
            lambda m, a: (date(a.year, 1, 1), a),
        ),
        (
            r"작년|전년(?!\s*(?:동기|동월|대비))|지난\s*해|\blast year\b",
            lambda m, a: (date(a.year - 1, 1, 1), date(a.year - 1, 12, 31)),
        ),
        (r"재작년", lambda m, a: (date(a.year - 2, 1, 1), date(a.year - 2, 12, 31))),
        (
            r"(?<!\d)(?P<y>(?:19|20)\d{2})년(?!\s*\d)",
            lambda m, a: (date(int(m["y"]), 1, 1), date(int(m["y"]), 12, 31)),
        ),
        (
            r"\b(?:in|during|for)\s+(?P<y>(?:19|20)\d{2})\b",
            lambda m, a: (date(int(m["y"]), 1, 1), date(int(m["y"]), 12, 31)),
        ),
        (r"(?<!\d)(?P<m>\d{1,2})월(?=$|[\s의에은는이가부까중말초,.?)])", _month_of_this_year),
        (r"어제|\byesterday\b", lambda m, a: (a - timedelta(days=1), a - timedelta(days=1))),
        (r"오늘|현재|\btoday\b", lambda m, a: (a, a)),
    )
)


def spoken(question: str, as_of: date) -> Spoken | None:
    """The period the question names, or None where it names none. Ends never lie after the as-of date for relative words."""
    for pattern, resolver in _PATTERNS:
        match = pattern.search(question)
        if match is None:
            continue
        found = resolver(match, as_of)
        if found is not None:
            return Spoken(match[0].strip(), found[0], found[1])
    return None
