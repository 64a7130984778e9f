"""Whether a question needs Python, by words, and which data it is about.

A row of `WORDINGS` is a kind of computing and the words that ask for it. They are few on purpose: a question that SQL
answers is never taken, so a word counts only where nothing else can be meant by it (a cross table is two groups).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ...core.patterns import when_needed

Kind = Literal["correlation", "regression", "scenario", "simulation", "reshape", "cluster", "outliers"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be computed and of what. `words` ask for it, `data` is what is left: a question SQL answers.

    `data` is empty where the question names no data of its own. `change` is the assumption of a scenario.
    """

    kind: Kind
    words: str
    data: str
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """`of` rises (`sign` 1) or falls (-1) by `amount` percent, or by that many points where `points`."""

    of: str
    amount: float
    sign: Literal[1, -1]
    points: bool


_CORRELATION = when_needed(
    r"(?:피어슨|스피어만)?\s*상관(?:관계|계수|도|성)?\s*(?:분석|행렬|계수|표)|상관(?:관계|성)(?!\s?없)"
    r"|\b(?:pearson|spearman)(?:'s)?\b(?:\s+(?:correlation|coefficient|rank))*|\bcorrelation(?:s)?(?:\s+(?:matrix|coefficients?|analysis))?\b|\bcorrelated?\b(?=.*\b(?:with|to|and)\b)",
    re.I,
)
_REGRESSION = when_needed(
    r"(?:단순|다중|선형)?\s*(?:선형\s*)?회귀\s*(?:분석|선|식|모형|모델|계수|직선|방정식|해|를|로)|결정\s?계수"
    r"|(?:추세선|예측선|회귀선)(?:을|를|의)?\s*(?:기울기|식|구|계산|적합|추정)"
    r"|\b(?:linear\s+|simple\s+|multiple\s+)*regress(?:ion|ed|ing)?\b|\b(?:line of best fit|best[- ]fit line|least squares)\b"
    r"|\b(?:fit|estimate|compute)\s+(?:a\s+)?(?:linear\s+)?trend ?line\b",
    re.I,
)
_SIMULATION = when_needed(
    r"몬테\s?카[를르]?로(?:\s?시뮬레이션)?|시뮬레이션|시뮬레이트|부트스트랩|\bmonte[ -]carlo\b(?:\s+(?:simulations?|analysis|runs?))?|\bsimulat(?:e|es|ed|ion|ions|ing)\b|\bbootstrap(?:ped|ping)?\b",
    re.I,
)
_RESHAPE = when_needed(
    r"피[벗봇]\s?(?:테이블|표|팅)?|행과\s?열을\s?(?:서로\s?)?(?:바꿔|바꾸|뒤바|뒤집|전환|교환)"
    r"|전치(?:행렬|해|시켜|\s?표)|[가-힣]+(?:을|를|은|는)\s?열(?:으)?로\s?(?:펼쳐서?|펼친|펼치고|놓고|놓아|두고|두어|해서|하고|하여|돌려|바꿔|보내|배치해)|(?:와이드|롱)\s?(?:형식|포맷|형태)"
    r"|\b(?:un)?pivot(?:ed|s|ing)?\b(?!\s*(?:point|rate))(?:\s+tables?)?|\btranspose[ds]?\b"
    r"|\b(?:wide|long)[- ](?:format|form|table)\b|\bswap (?:the )?rows and columns\b|\breshape[ds]?\b",
    re.I,
)
_CLUSTER = when_needed(
    r"군집(?:화|\s?분석)|클러스터\s?(?:링|분석)|\bk[- ]?(?:means|평균)(?:\s*(?:군집|클러스터링|clustering))?|\bcluster(?:ing| analysis)\b",
    re.I,
)
_OUTLIERS = when_needed(
    r"(?<![가-힣])이상\s?(?:치|값)(?=[를을은는이가만도의\s]|$)|\boutliers?\b|\bz[- ]?scores?\b|(?<![가-힣])민감도\s분석|\bsensitivity analysis\b",
    re.I,
)
WORDINGS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("correlation", _CORRELATION),
    ("regression", _REGRESSION),
    ("simulation", _SIMULATION),
    ("cluster", _CLUSTER),
    ("reshape", _RESHAPE),
    ("outliers", _OUTLIERS),
)

_NUMBER = r"(?P<{0}>\d+(?:\.\d+)?)\s*(?P<{0}_unit>%\s?p|%\s?포인트|퍼센트\s?포인트|%|퍼센트|프로)"
_RISES = r"오르|올라가|올리|늘|늘어나|늘리|증가하|증가되|상승하|인상하|인상되|높아지|많아지|커지|뛰"
_FALLS = (
    r"내리|내려가|낮추|줄|줄어들|줄이|감소하|감소되|하락하|인하하|인하되|떨어지|낮아지|적어지|작아지|빠지"
)
_IF_KO = when_needed(
    rf"(?P<of>[가-힣A-Za-z0-9_ ]*[가-힣A-Za-z0-9_])(?:이|가|은|는|을|를)\s*(?:지금보다\s|현재보다\s|각각\s|모두\s|일괄\s|약\s)*{_NUMBER.format('n')}\s*(?:씩|만큼|가량|정도)?\s*"
    rf"(?:더\s)?(?:(?P<up>{_RISES})|(?P<down>{_FALLS}))(?:은|는)?(?:다|ㄴ다|한다)?(?:고\s가정하)?(?:으)?면",
)
_IF_EN = when_needed(
    r"\b(?:if|suppose|assuming|assume|what happens when|what if)\s+(?:the\s+|all\s+|our\s+)?(?P<of>[a-z][a-z0-9_ ]*?)\s+(?:were\s+to\s+|would\s+|should\s+)?"
    r"(?:(?P<up>rises?|rose|risen|increases?d?|goes up|went up|go up|grows?|grew|climbs?)|(?P<down>falls?|fell|decreases?d?|drops?|dropped|goes down|went down|go down|declines?d?|shrinks?))\s+(?:by\s+)?"
    r"(?P<n>\d+(?:\.\d+)?)\s*(?P<n_unit>percentage points?|pp\b|%p|%|percent\b)",
    re.I,
)
# A file or a function is to be written: that is work with tools.
_CODE = when_needed(
    r"(?:코드|스크립트|함수|파일|노트북|모듈|테스트)(?:를|을|로|에|으로)?\s?.{0,12}(?:작성|짜|만들|저장|고치|고쳐|수정|열어|읽어|설명|추가)"
    r"|\b(?:write|create|make|fix|edit|open|explain|refactor|review|save)\b.{0,40}\b(?:code|script|function|file|notebook|module|test)s?\b|\.(?:py|ipynb|sql|md)\b",
    re.I,
)
# What a word means is asked, or which data there is of it.
_MEANING = when_needed(
    r"(?:뜻|의미|정의|개념)(?:이|가|은|는|을|를)?\s|(?:이?란|이?라는\s?(?:게|건|것은))\s|무슨\s?(?:뜻|말|의미)|(?:뜻|의미|정의)(?:이?야|인가|가\s?뭐|는\?|\?)"
    r"|^\s*(?:상관관계|상관계수|회귀\s?분석|시뮬레이션|군집\s?분석|피벗\s?테이블|이상치)(?:이|가|은|는)?\s?(?:뭐|무엇|뭔)"
    r"|\bwhat (?:does|do)\b.*\bmean\b|^\s*what (?:is|are) (?:a |an |the )?(?:correlation(?: coefficient)?|(?:linear )?regression|monte[ -]carlo(?: simulation)?|pivot tables?|outliers?|clustering)s?\s*\??\s*$"
    r"|\b(?:define|definition|meaning)\b",
    re.I,
)


# What is longer was pasted, and some of these patterns look at each word from every word.
_LONGEST = 600


def wants(question: str, names: str = "") -> Wish | None:
    """The wish, or None where SQL is enough or the request is about something else.

    `names` is what the tables and columns in question are called: data that are called so are looked up.
    """
    if len(question) > _LONGEST or _CODE.search(question) or _MEANING.search(question):
        return None
    for kind, pattern in WORDINGS:
        found = pattern.search(question)
        if found is not None and not (kind in _MAY_BE_DATA and _held(found.group(), names)):
            return Wish(kind, found.group().strip(), _data(question, found, kind))
    return _scenario(question)


# A warehouse may hold simulations, clusters and outliers; nobody keeps a pivot.
_MAY_BE_DATA: frozenset[Kind] = frozenset(("simulation", "cluster", "outliers"))


def _held(said: str, names: str) -> bool:
    return bool(names) and said.replace(" ", "").lower() in names.replace(" ", "").lower()


def _scenario(question: str) -> Wish | None:
    for pattern in (_IF_KO, _IF_EN):
        found = pattern.search(question)
        if found is None:
            continue
        unit = found["n_unit"].lower().replace(" ", "")
        points = unit not in ("%", "퍼센트", "프로", "percent")
        of = _of(found["of"])
        change = Change(of, float(found["n"]), 1 if found["up"] else -1, points)
        rest = _asked(f"{question[: found.start()]} {question[found.end() :]}")
        return Wish("scenario", found.group().strip(), _with(of, rest, question), change)
    return None


_SUPPOSED = when_needed(r"^\s*(?:만약에?|만일|혹시|가령|예를\s들어|그럼|그러면)\s+")


def _of(text: str) -> str:
    return _SUPPOSED.sub("", text).strip()


def _with(of: str, rest: str, question: str) -> str:
    """A question for data that hold what is asked and what changes."""
    squeezed = rest.replace(" ", "").lower()
    last = of.split()[-1].lower() if of else ""
    if not rest or not re.search(r"[가-힣]{2}|[a-z]{3}", rest):
        return _question(of, question)
    if last and last in squeezed:
        return _question(rest, question)
    if _korean(question):
        return _question(f"{of}, {rest}", question)
    return _question(f"{of} {rest}" if rest.startswith("by ") else f"{of} and {rest}", question)


# What is said around the words of the wish and names no data.
_ASKING = when_needed(
    r"(?:을|를|이|가|은|는|의|로|으로)?\s*(?:좀\s|한번\s|각각\s)*(?:구해|계산해|분석해|알려|보여|해|돌려|만들어|찾아|그려|뽑아|정리해|표시해|추정해|실행해|수행해|확인해|변환해|나타내|바꿔|골라|짚어|펼쳐|놓아|바꾸어|변환|비교해)\s*(?:줘|주세요|줄래|봐|보자|주십시오|주라|달라|줄\s?수\s?있어|줄\s?수\s?있나요)?요?\s*[.?!]*\s*$"
    r"|(?:은|는|이|가)?\s*(?:얼마(?:나|가|인가요?|일까요?|야|지)?|어떻게|어떤|어느\s?정도|무엇|뭐)?\s*(?:있나요?|있어|있는지|있을까요?|되나요?|되나|돼|될까요?|되는지|될지|바뀌나요?|바뀌어|바뀔까요?|달라지나요?|달라져|변하나요?|변해|나올까요?|나와|인가요?|일까요?|야|이야|인지|예요)?\s*[.?!]*\s*$",
)
_ASKING_EN = when_needed(
    r"^\s*(?:(?:please|can you|could you|what|how|is|are|was|were|show|give|tell|me|find|compute|calculate|run|do|make|perform|analy[sz]e|check|build|create|use|there|which|strong(?:ly)?|would|will|the|a|an|any|of|between|for|from|on|with|in|as|into|it|be|become|each other|one another|whether|detect|identify|list)\b\s*)+",
    re.I,
)
_TAIL_EN = when_needed(
    r"(?:(?:^|[\s,]+)(?:please|be|become|look|are|is|would|will|change|what|how much|how|happens?|there|and|the|a|an|in|to|as|into|for|of|on|with|me|using|by|each other|one another|correlated|related))+\s*[.?!]*\s*$",
    re.I,
)
_TIES = when_needed(r"\s*(?:사이의?|간의?|의|에\s?대한|에\s?대해|에\s?대해서|끼리|들의?)\s*$")
# With what it is done: 이용금액으로 …, and between what: 예금과 대출 사이에.
_BY = when_needed(r"(?<=[가-힣])(?:으로|로)(?=\s|,|$)|\s?사이(?:에|의)?(?=\s|$)")
# 고객을 나이와 잔액으로: what is grouped, then what by.
_EACH = when_needed(r"^([가-힣]+)(?:을|를|들을)\s+(?=\S)")
_EACH_EN = when_needed(r"\b(?:for|of|per|in)?\s*each\s+(?!other)(?=[a-z])", re.I)
_ON_EN = when_needed(r"\s+(?:on|against|onto|from|using|with)\s+", re.I)
# Where to look for them, and what is made of the figures, is no more data.
_OF_WHAT = when_needed(r"에서(?=\s|$).*$|의\s(?:평균|합계|중앙값|분포|표준편차|범위|구간)(?:을|를|의)?\s*$")
_PLACED = when_needed(
    r"[가-힣]+(?:을|를|은|는)\s?[열행]으?로|,?\s*(?:\b(?:with|and|by)\s+)?\b\w+\s+(?:as|in|into|across|over)\s+(?:the\s+)?(?:columns|rows)\b",
    re.I,
)
_GAP = when_needed(r"\s{2,}")


def _data(question: str, found: re.Match[str], kind: Kind) -> str:
    before, after = question[: found.start()], question[found.end() :]
    if kind == "reshape":
        before, after = _PLACED.sub(" ", before), _PLACED.sub(" ", after)
    if _korean(question):
        # 지점별 잔액의 [상관관계]를 구해줘: what stands before is the data, what stands after asks.
        before = _TIES.sub("", before)
        after = re.sub(r"^(?:을|를|이|가|은|는|의|로|으로|도)?\s*", "", after)
        # What stands behind a way of computing says how it is done, a thousand times or in three groups.
        after = "" if before.strip() and kind in ("simulation", "cluster") else _ASKING.sub("", after)
        if kind in ("outliers", "simulation"):
            before = _OF_WHAT.sub("", before)
        rest = f"{before} {after}".strip()
        if kind == "cluster":
            rest = _EACH.sub(r"\1별 ", rest)
        rest = _BY.sub("," if kind == "regression" else "", rest)
        rest = re.sub(r"(?<=[가-힣])(?:을|를|이|가|은|는|에|도|의)?\s*[,.]*\s*$", "", rest)
        return _question(rest, question)
    if kind == "regression":
        before, after = _ON_EN.sub(" and ", before), _ON_EN.sub(" and ", after)
    rest = f"{before} , {after}" if before.strip() and after.strip() else f"{before} {after}"
    return _question(_asked(rest), question)


def _asked(text: str) -> str:
    """The text without what only asks."""
    if _korean(text):
        text = _ASKING.sub("", _SUPPOSED.sub("", text.strip(" ,")))
        return re.sub(r"(?<=[가-힣]{2})(?:은|는|을|를)\s*$", "", text).strip(" ,?.!")
    text = _EACH_EN.sub(" by ", text)
    # A word that only asks may stand on either side of the comma the wish left.
    parts = [_TAIL_EN.sub("", _ASKING_EN.sub("", p.strip())) for p in text.split(",")]
    return ", ".join(p.strip(" ?.!") for p in parts if p.strip(" ?.!"))


def _question(data: str, question: str) -> str:
    """The data as a question of their own; empty where no word is left."""
    data = _GAP.sub(" ", data).strip(" ,.?!")
    if not re.search(r"[가-힣]{2}|[A-Za-z]{3}", data):
        return ""
    return f"{data} 보여줘" if _korean(question) else f"show {data}"


def _korean(text: str) -> bool:
    return bool(re.search(r"[가-힣]", text))
