"""What kind of request this is, decided by rules before any model is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..catalog.words import Word, words

Kind = Literal[
    "data",
    "follow_up",
    "unclear",
    "catalog",
    "work",
    "hello",
    "thanks",
    "outside",
    "unanswerable",
    "no_previous",
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the catalog says of a question.

    `tables`: the tables it links to, best first. `unmatched`: content words that none of these tables, terms or
    metrics answer to, `matched` those that one does. `best`: about the share (0..2) of the question's weight that the
    best table holds. `verified`: similarity (0..1) of the nearest verified question. `whole`: the model will see every
    table there is, so that a word the catalog does not know says nothing.
    """

    tables: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()
    best: float = 1.0
    verified: float = 0.0
    has_metric: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """The decision and, for people and logs, the rule that made it. `words` are what a clarifying question names."""

    kind: Kind
    rule: str
    words: tuple[str, ...] = ()


_HELLO = re.compile(r"^\s*(안녕|하이|반가|hi\b|hello\b|hey\b|good (morning|afternoon))", re.I)
_THANKS = re.compile(r"^\s*(고마워|고맙|감사|수고|땡큐|thanks|thank you|잘했)", re.I)
_CATALOG = re.compile(
    r"(어떤|무슨|어느)\s*(데이터|테이블|표|자료|컬럼|열)(?!\s*(?:분포|비중))"
    r"|(데이터|테이블|표|자료)(가|이|는|은|를|을)?\s*(어디|있어|있나|있는지|뭐|무엇|찾아|알려)"
    r"|(테이블|컬럼)\s*(목록|리스트|설명|구조)"
    r"|\b(which|what)\s+(tables?|data|columns?|datasets?)\b|\bwhere\s+(is|are|can i find)\b.*\b(data|table)|\blist (the )?tables\b",
    re.I,
)
_WORK = re.compile(
    r"(파이썬|\bpython\b|스크립트|\bgit\b|커밋|\bcommit\b|\breadme\b|\.py\b|\.sql\b|\.md\b)"
    # Data have codes and files too: these speak of work only with what one does to them.
    r"|(코드|함수|파일).{0,12}(짜|작성|만들|고치|고쳐|수정|열어|읽어|설명|리팩)"
    r"|\b(write|create|make|fix|edit|open|read|explain|refactor|review)\b.{0,30}\b(code|script|file|function)s?\b",
    re.I,
)
_GOES_ON_KO = re.compile(
    r"(추가해|덧붙|더해\s*(줘|주)|빼고|제외하고|제외해|그\s*중|이\s*중에|위\s*(결과|표|내용|목록)|방금|앞의?\s*(결과|표)|아까|"
    r"^(그럼|그러면|그리고|이번엔|이번에는|대신|그걸|그것|이걸|이것|여기|거기|그\s)|이들|만\s*(보여|남겨|골라)|"
    r"다시\s*(정렬|보여|계산)|순으로\s*(다시|바꿔|정렬)|정렬해|바꿔\s*(줘|서)|(은|는)요?\?\s*$|으로도|로도\s)"
)
_GOES_ON_EN = re.compile(
    r"^\s*(and|also|now|then|but|instead|only|just|sort|order|add|remove|exclude|include|what about|how about|same|group|break)\b"
    r"|\b(those|them|these|that result|the same|previous result|above)\b|\b(as well|too)[.?!]?\s*$",
    re.I,
)
_NEEDS_PREVIOUS = re.compile(
    r"(그\s*중에?서?|위\s*(결과|표|목록)|방금|앞의?\s*(결과|표)|아까|^\s*(그걸|그것|이걸|이것|거기)|\b(those|these|them|that result|the previous)\b)",
    re.I,
)

# A question with this share of its content unknown to the catalog is about something else …
_UNKNOWN_SHARE = 0.6
# … and so is one with an unknown word where even the best table holds less than this of the rest.
_HARDLY_KNOWN = 0.35


def route(
    question: str, evidence: Evidence, *, previous: Sequence[str] | None, has_files: bool = False
) -> Route:
    """Decide. `previous` are the tables of the finding before this one, None where there was none.

    Order matters: what can't be mistaken comes first, the data question is what is left.
    """
    content = tuple(w for w in words(question) if w.weight >= 0.5)
    if _HELLO.search(question) and len(content) <= 1:
        return Route("hello", "greeting")
    if _THANKS.search(question) and len(content) <= 1:
        return Route("thanks", "thanks")
    if _CATALOG.search(question):
        return Route("catalog", "asks which data there is")
    if previous is not None and _goes_on(question, content, evidence, previous):
        return Route("follow_up", "goes on from the last result")
    if previous is None and _NEEDS_PREVIOUS.search(question) and len(content) <= 2:
        return Route("no_previous", "points at a result that is not there")
    if has_files:
        return Route("data", "an attached file")
    known = evidence.matched or evidence.has_metric or evidence.verified >= 0.4
    if _WORK.search(question) and not evidence.has_metric and evidence.verified < 0.4:
        return Route("work", "speaks of files or code")
    if not content:
        return Route("unclear", "no subject")
    if evidence.whole:
        return Route("data", "every table is in sight")
    if not known or not evidence.tables:
        return Route("outside", "no word of it is known", tuple(w.text for w in content))
    unknown = [w for w in content if w.text in evidence.unmatched]
    if unknown and evidence.best < _HARDLY_KNOWN and evidence.verified < 0.4 and not evidence.has_metric:
        return Route("outside", "hardly a word of it is known", tuple(w.text for w in unknown))
    if evidence.verified < 0.5 and len(unknown) / len(content) >= _UNKNOWN_SHARE:
        return Route("unanswerable", "most of its words are unknown", tuple(w.text for w in unknown))
    if len(content) == 1 and evidence.verified < 0.4 and not evidence.has_metric and not _counts(question):
        return Route("unclear", "one word only", (content[0].text,))
    return Route("data", "a data question")


def _goes_on(question: str, content: tuple[Word, ...], evidence: Evidence, previous: Sequence[str]) -> bool:
    points_back = bool(_NEEDS_PREVIOUS.search(question))
    if points_back:
        return True
    if not (_GOES_ON_KO.search(question) or _GOES_ON_EN.search(question)):
        return len(content) == 0 or (
            len(content) == 1 and not evidence.has_metric and evidence.verified < 0.4
        )
    # "…에 …를 더해줘" with a subject of its own, about other tables, is a new question.
    about_other_data = bool(evidence.tables) and not set(evidence.tables[:2]) & set(previous)
    return not (about_other_data and len(content) >= 4)


def _counts(question: str) -> bool:
    return bool(
        re.search(
            r"몇\s*(명|개|건|곳|장|좌)|(고객|계좌|건|회원|가입자)\s*수\b|how many|number of|count of|모두|전체|목록|리스트|\blist\b|\ball\b",
            question,
            re.I,
        )
    )
