"""The words that name a time, as a table: a pattern, the function that gives its ends, the unit it counts in.

A new wording is a row of `WORDINGS`. A resolver gets the match and the as-of date, and answers None for what is no
time after all ("13월").
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from .spans import Ends, Unit, add_months, half, month, quarter

_NUMBERS = {
    **{"한": 1, "두": 2, "세": 3, "네": 4, "석": 3, "넉": 4, "일": 1, "one": 1, "two": 2, "three": 3},
    **{
        "다섯": 5,
        "여섯": 6,
        "일곱": 7,
        "여덟": 8,
        "아홉": 9,
        "열": 10,
        "열두": 12,
        "eight": 8,
        "nine": 9,
        "eighteen": 18,
    },
    **{"four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "twelve": 12, "": 1},
}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_MONTHS_EN = "january february march april may june july august september october november december".split()


def number(text: str | None) -> int:
    word = (text or "").strip().lower()
    return min(_NUMBERS[word] if word in _NUMBERS else int(word), 1200)


def _year(m: re.Match[str], as_of: date) -> int | None:
    """The year a match names by number or by a word; None where it names none."""
    said = m.groupdict()
    for key in ("y", "y2"):
        if said.get(key):
            return int(said[key])
    if said.get("yy"):
        # '26 is 2026: a year of two digits is one of this century.
        return 2000 + int(said["yy"])
    for key in ("yw", "yw2"):
        word = re.sub(r"\s+", "", said.get(key) or "").lower()
        if word:
            back = (
                2
                if word.startswith("재작년")
                else 1
                if re.match(r"작년|지난해|전년|last|previous", word)
                else 0
            )
            return as_of.year - back
    return None


Resolver = Callable[[re.Match[str], date], "Ends | None"]


def _last_n(match: re.Match[str], as_of: date) -> Ends:
    count = number(match["n"])
    unit = match["unit"].lower()
    if unit.startswith("주") or unit.startswith("week"):
        return as_of - timedelta(days=7 * count - 1), as_of
    if unit.startswith(("일", "day")):
        return as_of - timedelta(days=count - 1), as_of
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


def _half_year(m: re.Match[str], as_of: date) -> Ends:
    whole = as_of.day == monthrange(as_of.year, as_of.month)[1]
    back = add_months(as_of.replace(day=1), -5) if whole else add_months(as_of, -6) + timedelta(days=1)
    return back, as_of


def _ago(m: re.Match[str], as_of: date) -> Ends:
    """The whole month that lies so many months back."""
    day = add_months(as_of.replace(day=1), -number(m["n"] or m["n2"]))
    return month(day.year, day.month)


def _valid(year: int, number: int, highest: int) -> bool:
    return 1900 <= year <= 2200 and 1 <= number <= highest


def _month_of(m: re.Match[str], as_of: date) -> Ends | None:
    name = m.groupdict().get("name")
    number = int(m["m"]) if name is None else _month_number(name)
    # A month that has not come yet means last year's.
    year = _year(m, as_of) or (as_of.year if number <= as_of.month else as_of.year - 1)
    return month(year, number) if _valid(year, number, 12) else None


def _quarter_of(m: re.Match[str], as_of: date) -> Ends | None:
    number = _ORDINALS.get(m["q"].lower()) or int(m["q"])
    year = _year(m, as_of) or (as_of.year if number * 3 - 2 <= as_of.month else as_of.year - 1)
    return quarter(year, number) if _valid(year, number, 4) else None


def _half_of(m: re.Match[str], as_of: date) -> Ends:
    return half(_year(m, as_of) or as_of.year, 1 if m["h"].lower() in ("상", "1", "first", "1st") else 2)


def _month_number(name: str) -> int:
    return 1 + next(i for i, full in enumerate(_MONTHS_EN) if full.startswith(name.lower()[:3]))


def _day(m: re.Match[str], as_of: date) -> Ends | None:
    try:
        year = _year(m, as_of)
        name = m.groupdict().get("name")
        number = int(m["m"]) if name is None else _month_number(name)
        day = date(year or (as_of.year if number <= as_of.month else as_of.year - 1), number, int(m["d"]))
    except ValueError:
        return None
    return day, day


def _before(months: int, span: Callable[[int, int], Ends], size: int) -> Resolver:
    """The month, quarter or year that lies `months` before the one of the as-of date."""

    def ends(m: re.Match[str], as_of: date) -> Ends:
        day = add_months(as_of.replace(day=1), -months)
        first, last = span(day.year, (day.month + size - 1) // size)
        return first, last if months else min(last, as_of)

    return ends


def _year_of(m: re.Match[str], as_of: date) -> Ends | None:
    year = _year(m, as_of)
    return (date(year, 1, 1), date(year, 12, 31)) if year else None


_SURE_EN = re.compile(
    r"\b(?:in|during|since|before|after|until|till|prior to|year|year[- ]end|fy|fiscal)\s+$", re.IGNORECASE
)
_MAYBE_EN = re.compile(r"\b(?:for|of|from|between|through|by|over|than)\s+$", re.IGNORECASE)
_NEXT_EN = re.compile(
    r"\0\s*(?:and|to|or|through|,|[-–~])\s*$|\0[^\0]*\b(?:vs\.?|versus|with|than|to)\s*$", re.IGNORECASE
)
_GOES_ON_EN = re.compile(
    r"\s*(?:$|[.,?!;:)~–-]|\b(?:and|to|through|until|by|vs|versus|compared|with|in|per|for|each|by|across|the|only|was|were|is)\b)",
    re.IGNORECASE,
)


def _year_en(m: re.Match[str], as_of: date) -> Ends | None:
    """A bare number is a year after "in" or "since", and after looser words where nothing is counted by it."""
    head, tail = m.string[: m.start()], m.string[m.end() :]
    near = as_of.year - 30 <= int(m["y"]) <= as_of.year + 1
    loose = _MAYBE_EN.search(head) and _GOES_ON_EN.match(tail)
    against = re.match(r"\s*(?:vs\.?|versus|compared)\b", tail)
    if _SURE_EN.search(head) or (near and (loose or against or _NEXT_EN.search(head))):
        return _year_of(m, as_of)
    return None


def _this_week(m: re.Match[str], as_of: date) -> Ends:
    return as_of - timedelta(days=as_of.weekday()), as_of


def _last_week(m: re.Match[str], as_of: date) -> Ends:
    monday = as_of - timedelta(days=as_of.weekday() + 7)
    return monday, monday + timedelta(days=6)


def counted_in(match: re.Match[str], unit: Unit | Literal["n"]) -> Unit:
    if unit != "n":
        return unit
    said = match["unit"].lower()
    table: tuple[tuple[tuple[str, ...], Unit], ...] = (
        (("주", "week"), "week"),
        (("일", "day"), "day"),
        (("분기", "quarter"), "quarter"),
        (("년", "year"), "year"),
    )
    return next((u for words, u in table if said.startswith(words)), "month")


_N = (
    r"(?P<n>\d{1,4}|한|두|세|네|석|넉|다섯|여섯|일곱|여덟|아홉|열두|열|일(?=\s*주일)"
    r"|one|two|three|four|five|six|seven|eight(?!een)|nine|ten|twelve|eighteen)"
)
_N2 = _N.replace("?P<n>", "?P<n2>")
_YW = r"재작년|작년|지난\s*해|전년도?(?!도|\s*(?:동|대비|보다|같은))|올해|올(?=\s+(?:[상하]반기|[1-4]\s*분기|\d{1,2}\s*월))|금년|당해"
_YY_KO = r"(?<![\d.,])['’]?(?P<yy>2\d)년도?\s*(?=\d{1,2}\s*월|[1-4]\s*분기|[상하]반기)"
_Y_KO = rf"(?:(?<!\d)(?P<y>(?:19|20)\d{{2}})\s*년?도?\s*|{_YY_KO}|(?P<yw>{_YW})\s*(?:의\s*)?)"
_Y_EN = r"(?:,?\s*(?:of\s+|in\s+)?(?:(?P<y2>(?:19|20)\d{2})\b|(?P<yw2>(?:this|last|the previous) year)\b))"
_NAME = rf"(?P<name>{'|'.join(_MONTHS_EN)}|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\.?)"
_DAY_EN = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
_BEFORE_IT = "in of for since during until through from between and with to vs by last this".split()
_PLACED = "(?:" + "|".join(rf"(?<=\b{w} )" for w in _BEFORE_IT) + ")"
_SHORT = r"(?P<name>jan|feb|apr|jun|jul|aug|sept|sep|oct|nov|mar|dec)\b\.?"
_AFTER_MONTH = r"(?=$|[\s의에은는이가과와랑부까중말초보대하도을를엔로~∼\-·/,.?)]|만(?!기)|치|[꺼거것]|분(?=$|[\s만의은는이가을를,.?]))"

# Tried in order, the first that matches a stretch of the question has it: the more exact wording stands before the looser.
WORDINGS: tuple[tuple[str, Resolver, Unit | Literal["n"]], ...] = (
    (r"(?<!\d)(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d)", _day, "day"),
    (rf"{_Y_KO}?(?<!\d)(?P<m>\d{{1,2}})월\s*(?P<d>\d{{1,2}})일", _day, "day"),
    (
        rf"(?<![\d.,])(?:(?P<y>(?:19|20)\d{{2}})|['’]?(?P<yy>2\d))\s*[-./]\s*(?P<m>\d{{1,2}})\s*월{_AFTER_MONTH}",
        _month_of,
        "month",
    ),
    (
        rf"{_Y_KO}?(?<![\d.,])(?P<m>\d{{1,2}})(?=\s*(?:[,·/~∼-]|와|과)\s*\d{{1,2}}\s*월{_AFTER_MONTH})",
        _month_of,
        "month",
    ),
    (rf"{_Y_KO}?(?<!\d)(?P<m>\d{{1,2}})월{_AFTER_MONTH}", _month_of, "month"),
    (r"(?<!\d)(?P<y>(?:19|20)\d{2})[-./](?P<m>0[1-9]|1[0-2])(?!\d)", _month_of, "month"),
    (
        rf"(?<![\d.,])(?P<y>20[12]\d)(?P<m>0[1-9]|1[0-2])(?:월{_AFTER_MONTH}|(?=$|[\s,?.)~]))",
        _month_of,
        "month",
    ),
    (rf"\b{_NAME}\s?[-’']\s?(?P<yy>2\d)(?!\d)", _month_of, "month"),
    (rf"\b{_NAME}\s+{_DAY_EN}{_Y_EN}?", _day, "day"),
    (rf"(?<![\d.,:])(?<!top )(?<!first )(?<!last )\b{_DAY_EN}\s+{_NAME}\b{_Y_EN}", _day, "day"),
    (rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)\s+(?:of\s+)?{_NAME}\b{_Y_EN}?", _day, "day"),
    (rf"\b{_NAME}{_Y_EN}", _month_of, "month"),
    (
        rf"(?:^|(?<=\s))(?P<name>{'|'.join(n for n in _MONTHS_EN if n not in ('may', 'march'))})\b",
        _month_of,
        "month",
    ),
    (rf"{_PLACED}(?P<name>may|march)\b", _month_of, "month"),
    # "jul and aug", "by product, sep": short names only beside what shows that a month is meant.
    (rf"{_PLACED}{_SHORT}", _month_of, "month"),
    (
        rf"(?:^|(?<=[\s,(])){_SHORT}(?=\s*(?:[-–~,/&]|and|to|through|vs\.?|versus|only|please|pls|numbers?|figures?|$|[?.)]))",
        _month_of,
        "month",
    ),
    (rf"{_Y_KO}?(?<![\d.,])(?P<q>[1-4])/4\s*분기", _quarter_of, "quarter"),
    (rf"{_Y_KO}?(?<![\d.,])(?P<q>[1-4])(?=\s*(?:[,·/~∼-]|와|과)\s*[1-4]\s*분기)", _quarter_of, "quarter"),
    (rf"{_Y_KO}?(?P<q>[1-4])\s*분기", _quarter_of, "quarter"),
    (r"\b(?:Q(?P<q>[1-4])\s?[-’']?\s?(?P<yy>2\d)(?![\d%]))", _quarter_of, "quarter"),
    (r"(?<![\w.])(?P<q>[1-4])Q\s?[-’']?(?P<yy>2\d)(?![\d%])", _quarter_of, "quarter"),
    (rf"\bQ(?P<q>[1-4])\b{_Y_EN}?", _quarter_of, "quarter"),
    (rf"(?<![\w.])(?P<q>[1-4])Q\b{_Y_EN}?", _quarter_of, "quarter"),
    (rf"\bH(?P<h>[12])\b{_Y_EN}?", _half_of, "half"),
    (r"(?<![\w.])(?P<h>[12])H\s?[-’']?(?P<yy>2\d)(?![\d%])", _half_of, "half"),
    (rf"(?<![\w.])(?P<h>[12])H\b{_Y_EN}?", _half_of, "half"),
    (rf"\b(?P<q>{'|'.join(_ORDINALS)})\s+quarter\b{_Y_EN}?", _quarter_of, "quarter"),
    (rf"{_Y_KO}?(?P<h>[상하])반기", _half_of, "half"),
    (rf"\b(?P<h>first|second|1st|2nd)\s+half\b{_Y_EN}?", _half_of, "half"),
    (
        rf"(?:최근|요\s?근래|근래|요새|요즘|요(?=\s)|과거|직전)\s*{_N}\s*(?P<unit>개월|달|분기|주일|주|년|일)(?:간|동안|치)?",
        _last_n,
        "n",
    ),
    (
        r"(?:최근|지난|요|과거)\s*반\s*년(?:간|동안|치)?|\b(?:last|past) half (?:a )?year\b",
        _half_year,
        "month",
    ),
    (r"(?:가장\s*최근|최근|직전)\s*(?P<n>)(?P<unit>분기|개월|주일)(?:간|동안)?", _last_n, "n"),
    (
        rf"(?:last|past|recent|previous|latest|trailing)\s+{_N}\s+(?P<unit>days?|weeks?|months?|quarters?|years?)",
        _last_n,
        "n",
    ),
    (r"\bpast\s+(?P<n>)(?P<unit>week|month|quarter|year)\b", _last_n, "n"),
    (rf"지난\s*{_N}\s*(?P<unit>개월|달|분기|주|년|일)(?:간|동안)?", _last_n, "n"),
    (
        r"(?:최근|최신|가장\s*최근)\s*(?:월|달)(?=$|[\s의에은는이가])|\b(?:latest|most recent) month\b",
        _before(0, month, 1),
        "month",
    ),
    (r"\b(?:latest|most recent) quarter\b", _before(0, quarter, 3), "quarter"),
    (r"(?:지지난|저저번|전전)\s*달|전전월|\b(?:the )?month before last\b", _before(2, month, 1), "month"),
    (
        r"지난\s*달|저번\s*월|직전\s*월(?!\s*(?:대비|보다|실적|과|와|이랑))|전월(?!\s*(?:대비|보다|실적))|저번\s*달|\b(?:last|previous|prior) month\b",
        _before(1, month, 1),
        "month",
    ),
    (
        rf"{_N}\s*(?:개월|달)\s*전(?=$|[\s의에은는,.?])(?!\s*(?:대비|보다|부터|에\s*비해|과|와|이랑|이후))|\b{_N2} months? ago\b",
        _ago,
        "month",
    ),
    (
        r"지난\s*분기|저번\s*분기|(?<!직)전\s*분기(?!\s*(?:대비|보다))|직전\s*분기(?!\s*(?:대비|보다))|\b(?:last|previous|prior) quarter\b",
        _before(3, quarter, 3),
        "quarter",
    ),
    (
        r"(?:이번|요번|금번)\s*[달월]|이달(?!랑)|당월|금월|\b(?:this|the current|current) month\b",
        _before(0, month, 1),
        "month",
    ),
    (
        r"이번\s*분기|당\s*분기|금\s*분기|현재\s*분기|\b(?:this|the current|current) quarter\b",
        _before(0, quarter, 3),
        "quarter",
    ),
    (r"지난\s*주|저번\s*주|\b(?:last|previous|prior) (?:ISO |calendar )?week\b", _last_week, "week"),
    (r"이번\s*주|금주(?=\s)|\b(?:this|the current|current) (?:ISO |calendar )?week\b", _this_week, "week"),
    (r"\bquarter[- ]to[- ]date\b|\bQTD\b", _before(0, quarter, 3), "quarter"),
    (r"\bmonth[- ]to[- ]date\b|\bMTD\b", _before(0, month, 1), "month"),
    (r"올\s*(?:들어서?|초\s*(?:이후|부터))", lambda m, a: (date(a.year, 1, 1), a), "year"),
    (
        r"연초\s*(?:이후|부터|대비)|\byear[- ]to[- ]date\b|\bYTD\b",
        lambda m, a: (date(a.year, 1, 1), a),
        "year",
    ),
    (
        r"올해|금년|당해|\b(?:this|the current|current) year\b(?!\s*-?\s*to)",
        lambda m, a: (date(a.year, 1, 1), a),
        "year",
    ),
    (
        r"재작년|\bthe year before last\b",
        lambda m, a: (date(a.year - 2, 1, 1), date(a.year - 2, 12, 31)),
        "year",
    ),
    (
        r"작년(?!\s*(?:동|같은))|전년도?(?!도|\s*(?:동|같은|대비|보다))|지난\s*해(?!\s*(?:동|같은))|(?<!month )(?<!quarter )(?<!period )(?<!months )\b(?:last|previous) year\b",
        lambda m, a: (date(a.year - 1, 1, 1), date(a.year - 1, 12, 31)),
        "year",
    ),
    (
        r"(?<![\d.,])(?P<y>(?:19|20)\d{2})(?=\s*(?:[,·/~∼-]|와|과)\s*(?:19|20)\d{2}\s*년)",
        _year_of,
        "year",
    ),
    (r"(?<!\d)(?P<y>(?:19|20)\d{2})년(?!\s*\d{1,2}\s*월)(?:도)?", _year_of, "year"),
    (r"['’](?P<yy>2\d)년도?(?!\s*\d{1,2}\s*월)", _year_of, "year"),
    (r"(?<![\d.,])(?P<yy>2\d)년도(?!\s*(?:더|안|채))", _year_of, "year"),
    (r"(?<![\d.,])(?P<y>(?:19|20)\d{2})(?![\d%]|[.,]\d)", _year_en, "year"),
    (r"어제|\byesterday\b", lambda m, a: (a - timedelta(days=1), a - timedelta(days=1)), "day"),
    (r"오늘|\btoday\b", lambda m, a: (a, a), "day"),
)
