"""What a question wants of time: the periods it names, each unit on its own, one period against another.

`asked_time` is the whole reading. The model is told what comes of it (`time_hints`), and its SQL is mended by it
(`mend/periods`, `mend/time_units`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from ..core.patterns import when_needed
from .period import Spoken, periods
from .period_words import number
from .spans import Unit, add_months, month, quarter

Compared = Literal["", "each", "change", "rate"]


@dataclass(frozen=True, slots=True)
class AskedTime:
    """The times of a question.

    `spans` are the periods it speaks of, in its order; of two compared, the later word may be a relation ("전년 동월
    대비") already resolved. `each` is the unit it wants a row for ("월별"). `compared`: the periods side by side, their
    difference, or the difference in percent. `step` is set where every unit is compared with the one before
    ("올해 월별 … 전월 대비"): the unit of the step. `now` says that it speaks of how things stand ("현재").
    `running` is the number of units a moving average takes, -1 for a running total, 0 for neither.
    """

    spans: tuple[Spoken, ...] = ()
    each: Unit | None = None
    each_words: str = ""
    compared: Compared = ""
    step: Unit | None = None
    step_words: str = ""
    now: bool = False
    running: int = 0
    as_of: date = date.min

    @property
    def pair(self) -> tuple[Spoken, Spoken] | None:
        """The later and the earlier of exactly two compared periods."""
        if len(self.spans) != 2 or not self.compared or self.step is not None:
            return None
        first, second = self.spans
        return (first, second) if first.start >= second.start else (second, first)

    @property
    def clear(self) -> bool:
        """False where one period lies inside another: what each of them limits is not said."""
        return not any(
            a is not b and a.start <= b.start and b.end <= a.end for a in self.spans for b in self.spans
        )

    @property
    def months_apart(self) -> bool:
        """7월, 8월, 9월 각각; in August and September, by month: is a row wanted for each of the months named?"""
        each = self.compared == "each" or (self.each == "month" and not self.compared)
        whole = all(s.unit == "month" and not s.ranged and not s.opened for s in self.spans)
        return each and self.step is None and whole

    @property
    def speaks(self) -> bool:
        return bool(self.spans or self.each or self.step)


# "월별손익" is the name of a table, "월별추이" a wish.
_BY = r"별(?![가-힣])|별(?=로|의|은|에|만|이|과|와|하고|랑|도|추이|합|누적|평균|증감|건수|현황|총)"
_EACH_WORDS: tuple[tuple[Unit, str], ...] = (
    (
        "day",
        rf"(?:(?<!요)일|일자|날짜)(?:{_BY})|(?<!기준)일\s*단위|매일|하루하루|\b(?:by|per|each|every) (?:day|date)\b|\bdaily (?:trend|total|sum|number|count|figure|amount)",
    ),
    (
        "month",
        rf"(?<!개)월(?:{_BY})|월\s*단위|매월|매달|월마다|달마다|다달이|(?<![가-힣])각\s*월|\b(?:by|per|each|every) month\b|\bmonth by month\b"
        r"|\bmonthly(?= (?:trend|total|sum|breakdown|figure|number|count|change|cumulative|running|growth|average|moving)|[.,?]|$)",
    ),
    (
        "quarter",
        rf"분기(?:{_BY})|분기\s*단위|매\s*분기|분기마다|각\s*분기|\b(?:by|per|each|every) quarter\b|\bquarter by quarter\b"
        r"|\bquarterly(?= (?:trend|total|sum|breakdown|figure|number|count|change|cumulative|running|growth|average)|[.,?]|$)",
    ),
    (
        "year",
        rf"(?:연도|년도|(?<![가-힣])[연년])(?:{_BY})|해마다|매년|\b(?:by|per|each|every) year\b|\byear by year\b"
        r"|\b(?:yearly|annual)(?= (?:trend|total|sum|breakdown|figure|number|count|change)|[.,?]|$)",
    ),
)
_EACH = tuple((unit, when_needed(pattern, re.IGNORECASE)) for unit, pattern in _EACH_WORDS)
_TREND = when_needed(r"추이|추세|트렌드|\btrends?\b", re.IGNORECASE)
_NOT_EACH = when_needed(
    r"(?:instead of|rather than|not)\s+(?:by|per|each|every)?\s*(?:day|month|quarter|year)\w*"
    r"|\S+별(?:이|은|로)?\s*(?:말고|아니라|대신)\S*",
    re.IGNORECASE,
)
_SIDE_BY_SIDE = when_needed(
    r"각각|각기|나란히|비교|대비|보다|에\s*비해|차이|나눠|따로|\b(?:compar\w+|each|versus|vs|respectively|than|side by side)\b",
    re.IGNORECASE,
)
_RATE = when_needed(
    r"몇\s*(?:%|퍼센트|프로)|(?<!\d)(?<!\d )(?:%|퍼센트|프로)로|(?:증감|증가|감소|성장|신장|변화|변동|등락|상승|하락)[율률]"
    r"|\b(?:yoy|mom|qoq|[ymq]/[ymq]|(?:year|month|quarter)[- ](?:over|on)[- ](?:year|month|quarter)) growth\b|\bgrowth,? (?:yoy|mom|qoq|[ymq]/[ymq])\b"
    r"|\b(?:growth|change) rate\b|\brate of (?:change|growth)\b|\bpercent(?:age)? (?:change|increase|decrease|growth)\b"
    r"|\b(?:how many|what|which) percent\w*\b|\bby what percent\w*|\b(?:%|percent) (?:change|growth|increase)",
    re.IGNORECASE,
)
_CHANGE = when_needed(
    r"증감|증가|감소|늘었|늘어|줄었|줄어|차이|차액|변화|변했|변동(?:폭|액|률|했)|달라졌|움직였|상승했|하락했|커졌|올랐|내렸|떨어졌|오른|성장한|더\s*많|더\s*적"
    r"|\b(?:difference|changed?|increased?|decreased?|grew|grow|grown|growth|rise|rose|risen|drop(?:ped)?|fell|fallen|moved)\b",
    re.IGNORECASE,
)
_SET_BETWEEN = when_needed(r"\bcompar\w+\b.*\bbetween\b|\bcomparison between\b", re.IGNORECASE)
_NOW = when_needed(
    r"현재|지금|현시점|\b(?:current(?:ly)?|now|at present|right now|as of now)\b(?!\s+(?:month|quarter|year|account|assets?))",
    re.IGNORECASE,
)

# How far back the other side of a comparison lies: months, or days for what is shorter.
_AGAINST = (
    r"\s*(?:과|와|이랑)?\s*(?:대비|비교(?:해서|해|하면|하여|했을\s*때)?|보다|에\s*비해서?|비(?![가-힣]))"
)
_SAME_KO = (
    r"(?:동월|동기|동분기|동일\s*(?:월|기간|분기)|같은\s*(?:달|월|분기|기간|시기|시점)|이맘때|이\s*시기)"
)
_AGO = r"(?P<ago>\d{1,2}|한|두|세|네|two|three|four|five|six|seven|ten|twelve)"
_THAN_EN = r"(?:compared (?:with|to)|versus|vs\.?|than|against|relative to) "
_RELATION_WORDS: tuple[tuple[str, Unit, int], ...] = (
    (rf"(?:전년도?|작년|지난\s*해)\s*(?:의\s*)?{_SAME_KO}(?:{_AGAINST})?", "year", 12),
    (
        r"\bsame (?:month|quarter|period|time) (?:of |in )?(?:last|the previous|the prior|a) year\b",
        "year",
        12,
    ),
    (r"\byear[- ](?:over|on)[- ]year\b|\bYoY\b|\by/y\b|\ba year (?:earlier|ago|before)\b", "year", 12),
    (rf"전년도?{_AGAINST}", "year", 12),
    (rf"(?:전월|전달|직전\s*월){_AGAINST}|\bmonth[- ](?:over|on)[- ]month\b|\bMoM\b|\bm/m\b", "month", 1),
    (r"\b(?:the )?(?:previous|prior|preceding) month\b", "month", 1),
    (
        rf"(?:전|직전)\s*분기{_AGAINST}|\bquarter[- ](?:over|on)[- ]quarter\b|\bQoQ\b|\bq/q\b",
        "quarter",
        3,
    ),
    (r"\b(?:the )?(?:previous|prior|preceding) quarter\b", "quarter", 3),
    (rf"{_AGO}\s*년\s*전(?:의\s*같은\s*달)?{_AGAINST}", "year", 12),
    (rf"{_AGO}\s*(?:개월|달)\s*전{_AGAINST}", "month", 1),
    (rf"{_AGO}\s*분기\s*전{_AGAINST}", "quarter", 3),
    (rf"\b{_THAN_EN}{_AGO} years? (?:ago|before|earlier)\b", "year", 12),
    (rf"\b{_THAN_EN}{_AGO} months? (?:ago|before|earlier)\b", "month", 1),
    (rf"\b{_THAN_EN}{_AGO} quarters? (?:ago|before|earlier)\b", "quarter", 3),
    (rf"(?:전일|전날){_AGAINST}|\bday[- ](?:over|on)[- ]day\b", "day", 0),
)
_RELATIONS = tuple(
    (when_needed(pattern, re.IGNORECASE), unit, back) for pattern, unit, back in _RELATION_WORDS
)
_SAME_TIME = when_needed(
    rf"(?:전년도?|작년|지난\s*해)\s*(?:의\s*)?{_SAME_KO}|same (?:month|quarter|period|time) (?:of |in )?(?:last|the previous|the prior) year",
    re.IGNORECASE,
)
_LENGTH = {"day": 1, "week": 7, "month": 31, "quarter": 92, "half": 184, "year": 366}


@lru_cache(maxsize=256)
def asked_time(question: str, as_of: date) -> AskedTime:
    """Read all that a question says of time. Nothing said gives an empty reading."""
    # "grew from 2024 to 2025" is two periods, "from 2024 to 2025" one.
    grown = bool(_RATE.search(question) or _CHANGE.search(question) or _SET_BETWEEN.search(question))
    each, each_words = _each(question)
    named = list(periods(question, as_of, ranges=not grown or each is not None))
    if grown and named and all(s.unit == "day" for s in named):
        # What changes "from April 1 to April 4" changes on all the days between.
        named = list(periods(question, as_of))
    relation = next(
        ((m, unit, back) for pattern, unit, back in _RELATIONS if (m := pattern.search(question))), None
    )
    step: Unit | None = None
    step_words = ""
    if relation is not None:
        match, unit, back = relation
        back *= number(match["ago"]) if "ago" in match.re.groupindex else 1
        # "지난달 대비", "the previous month" are periods by their own words: the relation replaces them.
        named = [s for s in named if s.after <= match.start() or match.end() <= s.at]
        if each is not None or (named and _days(named[0]) > _LENGTH[unit]):
            step, step_words = unit, match[0]
        elif not named and _alone(match[0].strip()) and not _compared(question, True):
            # "작년 같은 달 매출": that month, and nothing it is set against.
            base = _present(_same_unit(match[0]) or unit, question, as_of)
            named = [shifted(base, unit, back, match[0].strip(), match.start())]
        else:
            base = named[0] if named else _present(_same_unit(match[0]) or unit, question, as_of)
            named = [*(named or [base]), shifted(base, unit, back, match[0].strip(), match.start())]
    elif len(named) == 1 and each is None and _one_side(question, named[0]):
        # "지난달보다 얼마나": the other side is now.
        named = [_present(named[0].unit, question, as_of), *named]
        if named[0].start == named[1].start:
            named = named[1:]
    trend = _TREND.search(question)
    if trend and each is None and step is None and all(_days(s) > _LENGTH["month"] for s in named):
        # How something went is seen along the months, where nothing finer or coarser is said.
        each, each_words = "month", trend[0]
    # "올해 YTD" is one period said twice.
    named = [s for i, s in enumerate(named) if all((s.start, s.end) != (t.start, t.end) for t in named[:i])]
    named = _of_the_same_part(named, question)
    compared = _compared(question, len(named) > 1 or step is not None)
    return AskedTime(
        tuple(named),
        each,
        each_words,
        compared,
        step,
        step_words,
        bool(_NOW.search(question)),
        _running(question, each),
        as_of,
    )


def _alone(words: str) -> bool:
    """작년 같은 달 without anything it is set against, and with its unit."""
    return _SAME_TIME.fullmatch(words) is not None and _same_unit(words) is not None


def _of_the_same_part(named: Sequence[Spoken], question: str) -> list[Spoken]:
    """상반기 금액, 작년보다: of last year the same half is meant, not all of it."""
    if len(named) != 2:
        return list(named)
    part, year = sorted(named, key=lambda s: s.unit == "year")
    bare = _LAST_YEAR.fullmatch(year.words) and re.match(_AGAINST, question[year.after :])
    if not bare or part.unit not in ("month", "quarter", "half") or part.start.year != year.start.year + 1:
        return list(named)
    same = shifted(part, "year", 12, year.words, year.at)
    return [same if s is year else s for s in named]


_LAST_YEAR = when_needed(r"작년|지난\s*해|전년")
_BEFORE_IT = when_needed(rf"\b{_THAN_EN}(?:in |at )?(?:the )?$", re.IGNORECASE)


def _one_side(question: str, one: Spoken) -> bool:
    """지난달보다, compared with last month: is the only period named what another is set against?"""
    if re.match(_AGAINST, question[one.after :]):
        return True
    return _BEFORE_IT.search(question[: one.at]) is not None


def _each(question: str) -> tuple[Unit | None, str]:
    left = _NOT_EACH.sub(" ", question)
    found = [(m.start(), unit, m[0]) for unit, pattern in _EACH if (m := pattern.search(left))]
    return min(found)[1:] if found else (None, "")


_MOVING = when_needed(
    r"(\d{1,2})\s*(?:개월|분기|일|년)\s*이동\s*평균|\b(\d{1,2}|two|three|four|six|seven)[- ](?:day|month|quarter|year)\s+(?:moving|rolling)\s+average",
    re.IGNORECASE,
)
_TOTAL = when_needed(r"누적|누계|\bcumulative\b|\brunning (?:total|sum)\b", re.IGNORECASE)


def _running(question: str, each: Unit | None) -> int:
    if match := _MOVING.search(question):
        return number(match[1] or match[2])
    return -1 if each is not None and _TOTAL.search(question) else 0


def _compared(question: str, several: bool) -> Compared:
    if not several:
        return ""
    if _RATE.search(question):
        return "rate"
    if _CHANGE.search(question):
        return "change"
    return "each" if _SIDE_BY_SIDE.search(question) else ""


def _days(one: Spoken) -> int:
    return (one.end - one.start).days + 1


def _present(unit: Unit, question: str, as_of: date) -> Spoken:
    """The month, quarter or year the data stands in: what is compared where only the other side is named."""
    if unit == "month":
        start = as_of.replace(day=1)
    elif unit == "quarter":
        start = quarter(as_of.year, (as_of.month + 2) // 3)[0]
    elif unit in ("year", "half"):
        start = date(as_of.year, 1, 1)
    elif unit == "week":
        start = as_of - timedelta(days=as_of.weekday())
    else:
        start = as_of
    return Spoken("", start, as_of, unit, len(question))


_SAME_UNIT: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    ("month", when_needed(r"동월|(?:동일|같은)\s*(?:월|달)|same month", re.IGNORECASE)),
    ("quarter", when_needed(r"동분기|(?:동일|같은)\s*분기|same quarter", re.IGNORECASE)),
)


def _same_unit(words: str) -> Unit | None:
    """The month of "전년 동월": what is set against last year's month is this month, not the year so far."""
    return next((unit for unit, pattern in _SAME_UNIT if pattern.search(words)), None)


def months_back(words: str) -> int | None:
    """How many months 전년 동월, a year ago lie back; None for words that are no relation of months."""
    for pattern, unit, back in _RELATIONS:
        match = pattern.fullmatch(words.strip())
        if match is not None and unit != "day":
            return back * (number(match["ago"]) if "ago" in match.re.groupindex else 1)
    return None


def shifted(base: Spoken, unit: Unit, back: int, words: str, at: int) -> Spoken:
    """A period so many months (of a `day`: one day) before another, of the same length."""
    if unit == "day":
        day = timedelta(days=1)
        return replace(base, words=words, at=at, start=base.start - day, end=base.end - day)
    start = add_months(base.start, -back)
    whole = base.end == month(base.end.year, base.end.month)[1]
    end = add_months(base.end.replace(day=1) if whole else base.end, -back)
    end = month(end.year, end.month)[1] if whole else end
    return replace(base, words=words, at=at, start=end if base.point else start, end=end, opened="")


def joined(spans: Sequence[Spoken]) -> Spoken | None:
    """One period from the first day to the last of all of them; None of none."""
    if not spans:
        return None
    words = ", ".join(s.words for s in spans if s.words)
    return replace(spans[0], words=words, start=min(s.start for s in spans), end=max(s.end for s in spans))
