"""What a question says of order and ends: ascending or not, by what, the largest or the smallest, the latest, the commonest."""

from __future__ import annotations

import re
from typing import Literal

End = Literal["high", "low"]

_ASC = re.compile(
    r"\b(?:ascending|increasing)\b|\bfrom (?:low|small|young|least|early|earliest|lowest|youngest)\w* to\b|\ba(?:-| to )z\b|오름차순|낮은\s*순|적은\s*순|작은\s*순|"
    r"어린\s*순|젊은\s*순|짧은\s*순|오래된\s*순|빠른\s*순|이른\s*순|가나다\s*순",
    re.IGNORECASE,
)
_DESC = re.compile(
    r"\b(?:descending|decreasing)\b|\bfrom (?:high|large|big|old|most|late|latest|highest|oldest)\w* to\b|\b(?:reverse[d]?|inverse)\s+(?:alphabetical|lexicographical|order)|"
    r"내림차순|높은\s*순|많은\s*순|큰\s*순|긴\s*순|늦은\s*순|최신\s*순|최근\s*순|역순",
    re.IGNORECASE,
)
ORDERED = re.compile(
    r"\border(?:ed|ing)?\b|\bfirst\s*[.?!]?$|\b(?:most|least|\w+est)(?: \w+)? first\b|(?:부터|먼저)(?:\s|$)|\bsort(?:ed|ing)?\b|\brank(?:ed)? by\b|\balphabetical|\bascending\b|\bdescending\b|\bfrom \w+ to \w+|오름차순|내림차순|\S순(?:으로|서|대로|\s|$)|\s순(?:으로|서|대로|\s|$)|정렬",
    re.IGNORECASE,
)
_HIGH = re.compile(
    r"\b(?:most|largest|highest|biggest|greatest|maximum|longest|tallest|heaviest|richest|fastest|farthest|deepest|widest)\b"
    r"|\bmost expensive\b|(?:가장|제일)\s*(?:\S+\s)?(?:많|높|크|큰|긴|길|비싼|비싸|무거운|빠른|넓)|최대|최고|최장",
    re.IGNORECASE,
)
_LOW = re.compile(
    r"\b(?:least|fewest|smallest|lowest|minimum|shortest|lightest|poorest|slowest|cheapest|narrowest)\b|\bleast expensive\b"
    r"|\bbottom\b|하위\s*\d|(?:가장|제일)\s*(?:\S+\s)?(?:적|낮|작|짧|싼|저렴|가벼운|느린|좁)|최소|최저|최단",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"\b(?:oldest|eldest)\b|(?:가장|제일)\s*(?:나이(?:가)?\s*많|늙|오래된|연장)|최고령|최연장", re.IGNORECASE
)
_YOUNG = re.compile(
    r"\b(?:youngest)\b|(?:가장|제일)\s*(?:나이(?:가)?\s*(?:적|어)|젊|어린)|최연소", re.IGNORECASE
)
_LATEST = re.compile(
    r"\b(?:most recent(?:ly)?|latest|newest|last)\b|(?:가장|제일)\s*(?:최근|늦|나중|마지막|최신)|마지막",
    re.IGNORECASE,
)
_EARLIEST = re.compile(
    r"\b(?:earliest|first)\b(?!\s*(?:and|or|,|name|line|names))|(?:가장|제일)\s*(?:먼저|이른|일찍|처음|빠른|빨리)|최초|(?<![가-힣])첫\s|첫\s?번째|맨\s*처음",
    re.IGNORECASE,
)
_COMMON = re.compile(
    r"\b(?:most (?:common|frequent|popular|commonly|frequently)|commonest)(?:ly)?\b|(?:가장|제일)\s*(?:흔|자주|빈번|인기|대표적)|최다",
    re.IGNORECASE,
)
_RARE = re.compile(
    r"\b(?:rarest|least (?:common|frequent|popular|commonly|frequently))\b|(?:가장|제일)\s*(?:드문|희귀|드물)",
    re.IGNORECASE,
)
_LOSS = re.compile(
    r"손실|적자|감소|하락|줄어|\b(?:loss|losses|losing|deficit|decline|drop|decrease)\b", re.IGNORECASE
)


# "높은 것부터 낮은 순으로" goes down, whatever stands before 순.
_FROM_HIGH = re.compile(r"(?:높은|많은|큰|긴|늦은|비싼|최신|무거운)\s*(?:\S{1,4}\s*)?(?:부터|에서)")
_FROM_LOW = re.compile(r"(?:낮은|적은|작은|짧은|이른|싼|어린|젊은|가벼운)\s*(?:\S{1,4}\s*)?(?:부터|에서)")


def direction(question: str) -> Literal["asc", "desc", ""]:
    """The way a question says a list goes, where it says one way only."""
    if _LOSS.search(question):
        return ""  # the largest loss is the smallest number
    up, down = bool(_FROM_LOW.search(question)), bool(_FROM_HIGH.search(question))
    if not (up or down):
        up, down = bool(_ASC.search(question)), bool(_DESC.search(question))
    return "asc" if up and not down else "desc" if down and not up else ""


def end(question: str) -> End | None:
    """Which end a superlative asks for, where all of them ask for the same."""
    if _LOSS.search(question):
        return None
    high, low = bool(_HIGH.search(question)), bool(_LOW.search(question))
    return None if high == low else "high" if high else "low"


def age_end(question: str) -> Literal["old", "young", ""]:
    old, young = bool(_OLD.search(question)), bool(_YOUNG.search(question))
    return "" if old == young else "old" if old else "young"


def time_end(question: str) -> Literal["latest", "earliest", ""]:
    late, early = bool(_LATEST.search(question)), bool(_EARLIEST.search(question))
    return "" if late == early else "latest" if late else "earliest"


def frequency_end(question: str) -> End | None:
    common, rare = bool(_COMMON.search(question)), bool(_RARE.search(question))
    return None if common == rare else "high" if common else "low"


def says_order(question: str) -> bool:
    return bool(ORDERED.search(question))
