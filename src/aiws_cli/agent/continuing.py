"""Whether a request goes on from the result before it: by words that point back, that continue, or that only refine."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalog.words import Word, words
from ..core.patterns import when_needed
from .evidence import Evidence

# These point at a result. Without one there is nothing to answer from.
_POINTS_BACK = when_needed(
    r"그\s*중에?서?|(?:^|\s)이\s?중(?:에|에서)?\s|위\s*(?:결과|표|목록|내용)|방금|앞의?\s*(?:결과|표)|아까|(?:^|\s)(?:거기|여기)(?:서|에|에서|에다)?(?=\s|$)"
    r"|(?:같은|똑같은)\s*(?:식|방식|방법|기준|조건|형식|형태|틀)으?로|(?:^|\s)(?:똑같이|마찬가지로|이어서)(?=\s|$)|[월일년기전번]\s*것(?:도|만|은|으로)?(?=\s|[?.!]|$)"
    r"|^\s*(?:그걸|그것|이걸|이것)|이들(?:만|을|의|에)?\s"
    r"|(?:^|[\s,.?!])그\s+(?!외|다음|이상|이하|밖|전|후|동안|해|달|날)(?:1인당\s+)?[가-힣]{2,}"
    r"|\b(?:those|them|that result|the previous|the same)\b|\bthese\b(?! days)"
    r"|\bthat\s+(?:breakdown|list|table|result|number|figure|chart|ranking|split|total|one|view)\b"
    r"|\b(?:split|break|group|sort|show|filter|narrow|order|plot|draw|chart|redo|repeat|do|limit|put|turn|make|give me)\s+(?:it|that|this)\b(?!\s+(?:month|year|quarter|week|is))"
    r"|\binstead\b|^\s*keep\b",
    re.I,
)
_CONTINUES = when_needed(
    r"추가해|덧붙|(?:붙여|넣어|포함해)\s*(?:줘|주)|[가-힣]도\s+(?:보여|알려|뽑아)|것만(?:\s|$)|더해\s*(?:줘|주)|빼고|빼\s*(?:줘|주)|제외하고|제외해|^\s*반대로|(?:처음|원래|아까)\s*(?:걸로|것으로|거로|상태로|대로)|(?:으로|로)\s*(?:되\s?)?돌아가|^\s*(?:그럼|그러면|그리고|이번엔|이번에는|대신|또|추가로)\s"
    r"|만\s*(?:(?:따로|별도로|다시|좀|한번|딱)\s*)?(?:보여|남겨|골라|추려|뽑아|떼|잘라|보면|봐|보자|볼)|(?:포함|합)하면|(?:뒤집|거꾸로|역순)|따로\s*(?:떼|빼)|(?:으로|로)\s*(?:좁혀|넓혀|한정|환산|묶어)|다시\s*(?:정렬|보여|계산|집계|$)|순으로\s*(?:다시|바꿔|정렬)|순서로\s*$|정렬해|바꿔\s*(?:줘|서|주)|(?:으로도|로도)(?:\s|$)|도\s*같이\s"
    r"|^\s*(?:and|also|now|then|but|only|just|sort|order|add|remove|exclude|include|what about|how about|same|group|leave out|drop|without|limit|excluding|except|restrict|narrow|flip|reverse|ok(?:ay)?)\b"
    r"|\b(?:as well|too)[.?!]?\s*$",
    re.I,
)
# A question of one topic: 작년에는?, 수수료는?
_TOPIC = when_needed(
    r"(?:은|는)요?\s*\?\s*$|(?:은|는)\s*(?:어때|어땠|어떤가|어떻)\S{0,4}\s*\?*\s*$|(?:은|는|이)\s*얼마\S{0,3}\s*\?*\s*$"
)
# What is left when subject and measure are taken from the result before: 40대만, 직업별로, 비율로, by channel.
_REFINES = when_needed(
    r"[가-힣\d]만(?:\s|$|[.?!])|별로(?:도|는)?(?:\s|$|[.?!])|(?:나눠|나누어|쪼개)|(?:으로|로)\s+(?:바꿔|나눠|쪼개|보여|계산)"
    r"|^\s*(?:by|per|for|in|within|from|excluding|without)\s|\bonly\b",
    re.I,
)

_INSTEAD = when_needed(r"[가-힣\d]\s*말고\s|\binstead of\b|\brather than\b", re.I)
_COUNTS = when_needed(
    r"몇\s*(?:명|개|건|곳|군데|장|좌|대|가지)|[갯개건]수(?:는|가|를|도|와|의|만|좀)?(?![가-힣])|(?:건|명|댓|대)수\s*(?:좀|알려|조회)|(?:고객|계좌|건|회원|가입자|직원)\s*수(?:는|가|를|도|와|의|만)?(?![가-힣])|(?:어떤|무슨|어느)\s*[가-힣]+\s*있"
    r"|how many|number of|count of|(?:#|no\.)\s*of|모두|전체|목록|리스트|\blist\b|\ball\b",
    re.I,
)


# "치료와 그 치료의 날짜", "요금 유형과 그 금액": 그 points at what stands before it in the same question.
_WITHIN = when_needed(r"(?:과|와|이랑|랑|하고|및|,)\s*$")
_THE_NOUN = when_needed(r"\s*그\s+(?:1인당\s+)?(?P<noun>[가-힣]{2,})")


def points_back(question: str) -> bool:
    """Does it speak of a result that must have been before? After a subject of its own it points at that (고객을 세고 그중 …)."""
    found = _POINTS_BACK.search(question)
    if found is None:
        return False
    before = question[: found.start()]
    noun = _THE_NOUN.match(found.group())
    if noun is not None and before.strip() and (_WITHIN.search(before) or noun["noun"][:2] in before):
        return False
    return sum(w.weight >= 0.9 for w in words(before)) < 2


def goes_on(question: str, content: Sequence[Word], evidence: Evidence, previous: Sequence[str]) -> bool:
    """Is it about the last result? `content` are its words that can choose a table; `previous` the tables of that result."""
    if points_back(question) or not content:
        return True
    strange = [w for w in content if w.text not in evidence.of_previous]
    about_other_data = bool(evidence.tables) and not set(evidence.tables[:2]) & set(previous)
    if _CONTINUES.search(question):
        # "…에 …를 더해줘" with a subject of its own, about other tables, is a new question.
        return not (about_other_data and len(content) >= 3 and len(strange) >= 2)
    if counts(question):
        return False
    # 서울 말고 지방만: nothing but what takes the place of what.
    if _INSTEAD.search(question) and len(content) <= 2 and not about_other_data:
        return True
    if _REFINES.search(question) and len(content) <= 3 and not strange:
        return True
    if _TOPIC.search(question) and (len(content) == 1 or (len(content) <= 2 and not strange)):
        return True
    return len(content) == 1 and not evidence.has_metric and evidence.verified < 0.4 and not about_other_data


def counts(question: str) -> bool:
    """Does it ask for a number of things, or for all of them? Then a subject is enough."""
    return bool(_COUNTS.search(question))
