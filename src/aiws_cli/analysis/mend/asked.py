"""What the words of a question demand of the shape of its answer: how many rows, distinct, both, each, never."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from .words import pieces

_EN_NUMBERS = {
    **{
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
    },
    **{"twenty": 20},
}
_NUMBER = r"(\d{1,4}|" + "|".join(_EN_NUMBERS) + r")"
_NOT_A_SHARE = r"(?!\s*(?:%|percent|퍼센트|프로\b|\.\d|개월|년|일\b|월|분기|주\b|월간|days?|months?|years?|weeks?|quarters?))"
_TOP = (
    re.compile(rf"(?:상위|하위|톱|top|bottom|first)\s*-?\s*{_NUMBER}{_NOT_A_SHARE}\b", re.IGNORECASE),
    re.compile(rf"(?:상위|하위|톱)\s*{_NUMBER}\s*(?:개|명|건|곳|위|종|가지)", re.IGNORECASE),
    re.compile(
        rf"\b{_NUMBER}\s+(?:\w+\s+)?(?:most|least|largest|smallest|highest|lowest|biggest|best|worst|longest|shortest|"
        r"oldest|youngest|latest|newest|cheapest)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"가장\s*\S+\s*(?:\S+\s+){0,2}?" + r"(\d{1,4})\s*(?:개(?!월)|명|건|곳|종|가지)",
    ),
)
_DIFFERENT = re.compile(r"\bdifferent\s+((?:\w+\s+){0,1}\w+)", re.IGNORECASE)
_DISTINCT = re.compile(
    r"\b(?:distinct|unique)\b|서로\s*다른|중복\s*(?:없이|제거|을\s*제외)|고유한?\b", re.IGNORECASE
)
_EACH = re.compile(r"\b(?:each|every|per|for all|by)\b|별(?:로|의|\s|$|,)|마다|각각?\b|각\s", re.IGNORECASE)
_EACH_OF = re.compile(r"\b(?:each|every|per)\b|별(?:로|의|\s|$|,)|마다|각각|각\s", re.IGNORECASE)
_EXTREME = re.compile(
    r"\b(?:most|least|largest|smallest|highest|lowest|biggest|best|worst|longest|shortest|oldest|youngest|latest|"
    r"earliest|newest|cheapest|fewest|maximum|minimum|max|min)\b|"
    r"\b(?!interest|request|invest|contest|test|rest|west|guest|forest|suggest|honest|harvest|digest)[a-z]{2,}est\b|가장|최고|최대|최저|최소|최근|제일"
    r"|(?<![가-힣])젤(?=\s?(?:많|높|크|큰|작|적|낮|좋|잘|비싸|비싼|오래|빨|늦))",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\bboth\b|\bshared by\b|\bin common\b|\bcommon to\b|둘\s*다|양쪽\s*(?:모두|다)|동시에|공통|"
    r"(?:모두|다)\s*(?:가진|가지고|보유|가입|있는|이용|살|등록|포함|속한|참여|출연|한\s|하는|받은|사용|방영|개최)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"^[^.?!]{0,24}?(?:모두|둘\s*다|다\s|동시에|함께|공통)")
_LISTED = re.compile(r"(?:모두|다|전부)\s*(?:보여|나열|알려|출력|조회|찾|구해|몇|합|더|뽑|추출|정리)")
_ANY = re.compile(r"\bor\b|또는|혹은|이나\b|거나", re.IGNORECASE)

_SPLIT = re.compile(
    r"\b(?:different|various|separate\w*|respective\w*|group\w*|split|break\w*|across|among|list|which|what are)\b"
    r"|별|나눠|나누|따라|따른|종류|다른|목록|나열|어느|어떤",
    re.IGNORECASE,
)


def may_be_split(question: str) -> bool:
    """True where a word of the question could want its figure for each of something."""
    return bool(_EACH.search(question) or _SPLIT.search(question))


def rows_wanted(question: str) -> int | None:
    """The number in "top 5", "상위 5개", "the five largest", "가장 큰 5개"; not a percentage, not a period."""
    for pattern in _TOP:
        found = pattern.search(question)
        if found:
            word = found[1].lower()
            return int(word) if word.isdigit() else _EN_NUMBERS[word]
    return None


def wants_lowest(question: str) -> bool:
    """True when the top of the list is the small end."""
    return bool(
        re.search(
            r"하위|가장\s*(?:낮|작|적|짧|젊)|최저|최소|\b(?:bottom|least|smallest|lowest|worst|shortest|fewest|cheapest)\b",
            question,
            re.I,
        )
    )


def wants_distinct(question: str, columns: Iterable[str] = ()) -> bool:
    """True for "distinct", "서로 다른"; for "different" only right before the name of one of these columns."""
    if _DISTINCT.search(question):
        return True
    named = {word for column in columns for word in pieces(column)}
    return any(named & set(pieces(found[1])) for found in _DIFFERENT.finditer(question))


def wants_each(question: str) -> bool:
    return bool(_EACH.search(question))


def wants_each_of(question: str) -> bool:
    """Narrower: "by" may say the order ("top 3 by balance") as well as the group."""
    return bool(_EACH_OF.search(question))


def wants_extreme(question: str) -> bool:
    return bool(_EXTREME.search(question))


def says_both(question: str) -> bool:
    """True when the question says in so many words that two things hold at once, and not that one may do."""
    return bool(_BOTH.search(question)) and not _ANY.search(question)


def _place(question: str, value: str) -> int:
    """Where a value stands, or its beginning: Bachelors for Bachelor, 학사 for 학사과정; -1 where nowhere."""
    at = question.find(value)
    return at if at >= 0 else question.find(value[: max(4, len(value) - 2)])


def both_of(question: str, left: str, right: str) -> Literal["both", "and", ""]:
    """How the question ties two values: "both" in so many words, by "and" alone, or not at once."""
    low = question.casefold()
    places = sorted((_place(low, v.casefold()), len(v)) for v in (left, right))
    (first, length), (second, last) = places
    if first < 0 or second <= first:
        return ""
    between, after = question[first + length : second], question[second + last :]
    if _ANY.search(between) or re.search(r"\beither\b", question, re.IGNORECASE):
        return ""
    if not re.search(r"\band\b|&|(?:와|과|하고|이랑|랑)(?:\s|$)|,|그리고|이면서|이고", between):
        return ""
    if re.search(r"\bboth\b", question, re.IGNORECASE):
        return "both"
    if _TOGETHER.search(after) and not _LISTED.search(after):
        return "both"
    return "and" if re.search(r"\band\b|&", between) else ""
