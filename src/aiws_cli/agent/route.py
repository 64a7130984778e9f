"""What kind of request this is, decided by rules before any model is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..analysis.python.wants import Wish, wants
from ..catalog.words import Word, words
from ..core.patterns import when_needed
from .continuing import counts, goes_on, points_back
from .evidence import Evidence
from .heads import asks_only, plain
from .of_code import changes_code, names_code

Kind = Literal[
    "data",
    "follow_up",
    "unclear",
    "catalog",
    "python",
    "work",
    "hello",
    "thanks",
    "outside",
    "unanswerable",
    "no_previous",
]


@dataclass(frozen=True, slots=True)
class Route:
    """The decision and, for people and logs, the rule that made it. `words` are what a clarifying question names, `wish` what Python is to
    compute."""

    kind: Kind
    rule: str
    words: tuple[str, ...] = ()
    wish: Wish | None = None


_HELLO = when_needed(r"^\s*(안녕|하이(?![가-힣])|반가|hi\b|hello\b|hey\b|good (morning|afternoon))", re.I)
_THANKS = when_needed(r"^\s*(고마워|고맙|감사|수고|땡큐|thanks|thank you|잘했)", re.I)
_CATALOG = when_needed(
    r"(어떤|무슨|어느)\s*(데이터|테이블|표|자료|컬럼|열)(?!\s*(?:분포|비중))"
    r"|(데이터|테이블|(?<![가-힣])표|자료)(가|이|는|은|를|을)?\s*(어디|있어|있나|있는지|뭐|무엇|찾아|알려)"
    r"|(테이블|컬럼)\s*(목록|리스트|설명|구조)"
    r"|\b(which|what)\s+(tables?|data|columns?|datasets?)\b|\bwhere\s+(is|are|can i find)\b.*\b(data|table)|\blist (the )?tables\b",
    re.I,
)
_WORK = when_needed(
    r"(파이썬|\bpython\b|스크립트|\bgit\b|커밋|\bcommit\b|\breadme\b|\.py\b|\.sql\b|\.md\b)"
    # Data have codes and files too: these speak of work only with what one does to them.
    r"|(코드|함수|파일).{0,12}(짜|작성|만들|고치|고쳐|수정|열어|읽어|설명|리팩)"
    r"|\b(write|create|make|fix|edit|open|read|explain|refactor|review)\b.{0,30}\b(code|script|file|function)s?\b",
    re.I,
)
# A subject and one of these is clear: a time, a grouping, an order, a development.
_SHAPED = when_needed(
    r"높은|낮은|비싼|저렴한|오래된|월별|분기별|연도별|일별|주별|요일별|추이|추세|가장|제일|상위|하위|순으로|순서|\d+\s*(?:년|월|분기|일|개월|개|명|곳|건)|지난달|이번\s*달|올해|작년|전월|최근|상반기|하반기|지난해|이달|오늘|어제"
    r"|\b(?:by|per|top|highest|lowest|most|least|trend|monthly|quarterly|yearly|daily|last|this|since|in \d{4})\b",
    re.I,
)
_GROUPING = when_needed(r"([가-힣]+)별|\b(?:by|per|each) ([a-z]+)", re.I)
# Nothing is asked for, however many words it takes.
_VAGUE = when_needed(
    r"^\s*(?:is|are|was|were|did|has|have|do)\s+(?:it|we|they|things|everything)\b.{0,30}\b(?:better|worse|growing|grow|improv\w+|up|down)\b"
    r"|^\s*how(?:'s| is| are|'re)\s+(?:business|things|it|we|everything|sales)\b(?:\s+(?:going|doing|looking))?\W*$",
    re.I,
)
# What no table of the group's own data holds, unless the catalog knows the word.
_NOT_OURS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "data of others",
        when_needed(
            r"(경쟁\s*(?:사|은행|업체|회사|카드사)\S*|타사\S*|타행\S*|업계\S*|\bcompetitors?\b|\bindustry average\b)",
            re.I,
        ),
    ),
    (
        "the future",
        when_needed(r"((?:예측|전망)(?:해|치|값|을|를|은|는)?\S*|\bforecast\w*|\bpredict\w*)", re.I),
    ),
)

# A forecast is asked for outright, or a figure of a time to come that no plan and no due date gives.
_FORECAST = when_needed(
    r"예측(?:해|하여|하면)|전망(?:해|하여)|(?:얼마|몇\s*\S{1,3})(?:로|나|쯤|정도)?\s*(?:예상|전망)(?:돼|되|해|하)|\b(?:forecast|predict)\b",
    re.I,
)
_TO_COME = when_needed(
    r"내년|내후년|차년도|(?:^|,\s*)다음\s?(?:달|분기|주)(?!로)|\bnext (?:year|month|quarter|week)\b", re.I
)
_DATED = when_needed(
    r"만기|도래|예정|계획|목표|납입|납부|상환|결제|청구|기일|종료|만료|소멸|갱신|휴일|연휴|영업일|명절|추석|설날|일정|시나리오|이월|끝나|돌아오|받을|갚"
    r"|\b(?:due|matur\w*|plan\w*|target\w*|schedul\w*|expir\w*|holidays?|business days?|end(?:s|ing)?|renew\w*|budget\w*|scenario\w*|goal\w*)\b",
    re.I,
)
# Praise or blame without the figure it goes by.
_PRAISED = when_needed(
    r"(?:좋은|나은|괜찮은|잘하는|잘한|못하는|못한|우수한|뛰어난|훌륭한|나쁜|형편없는|문제\s?(?:있는|많은))(?=\s)"
    r"|\b(?:best|worst|strongest|weakest|top(?!\s+(?:\d|one|two|three|four|five|six|seven|eight|nine|ten)))\b",
    re.I,
)
# One word is enough of a subject where a question word says what is asked of it.
_WHEN_WHERE = when_needed(r"언제|어디|누구|\b(?:when|where|who)\b", re.I)
# So it is where a figure is to be added up or averaged; a whole table's name is no figure.
_AVERAGED = when_needed(r"평균|합계|중앙값|\b(?:average|avg|mean|median|sum)\b", re.I)

# A question with this share of its content unknown to the catalog is about something else …
_UNKNOWN_SHARE = 0.7
# … and so is one half unknown where even the best table holds less than this of it.
_HARDLY_KNOWN = 0.2
# A verified question this near asks for the same data.
_SAME = 0.75
# … and this near it is the same question to the word.
_VERY_SAME = 0.95
# The best table holds so much of a question that is nothing but its name.
_NAMED_OUTRIGHT = 0.9
# A question of more words than this says what it wants, even if one of them only is a name.
_SHORT = 4
# A Korean word of so many syllables is several.
_WRITTEN_TOGETHER = 8


def route(
    question: str, evidence: Evidence, *, previous: Sequence[str] | None, has_files: bool = False
) -> Route:
    """Decide. `previous` are the tables of the finding before this one, None where there was none.

    Order matters: what can't be mistaken comes first, the data question is what is left.
    """
    content = tuple(
        w for w in words(question) if w.weight >= 0.5 and (w.text in evidence.matched or not plain(w.text))
    )
    if _HELLO.search(question) and len(content) <= 1:
        return Route("hello", "greeting")
    if _THANKS.search(question) and len(content) <= 1:
        return Route("thanks", "thanks")
    if names_code(question):
        return Route("work", "names code")
    if _CATALOG.search(question):
        return Route("catalog", "asks which data there is")
    # A reviewed pair of the very same question says that SQL is enough.
    if evidence.verified < _VERY_SAME and (wish := wants(question, evidence.names)) is not None:
        if not wish.data and previous is None:
            return Route("no_previous", "Python on a result that is not there")
        return Route("python", "SQL is not enough", wish=wish)
    if previous is not None and goes_on(question, content, evidence, previous):
        return Route("follow_up", "goes on from the last result")
    if previous is None and points_back(question) and len(content) <= 2:
        return Route("no_previous", "points at a result that is not there")
    if has_files:
        return Route("data", "an attached file")
    found = _first(question, evidence, content)
    if previous is not None and found.kind == "unclear" and not _VAGUE.search(question):
        # Too little for a question of its own: what is left out is in the result before it.
        return Route("follow_up", "says too little without the last result")
    return found


def _first(question: str, evidence: Evidence, content: tuple[Word, ...]) -> Route:
    """What it is as a question of its own."""
    if _WORK.search(question) and not evidence.has_metric and evidence.verified < 0.4:
        return Route("work", "speaks of files or code")
    if changes_code(question) and evidence.verified < _SAME:
        return Route("work", "wants code or a file to be otherwise")
    subject = content or evidence.translated or (counts(question) and evidence.best >= _NAMED_OUTRIGHT)
    if _VAGUE.search(question) or not subject:
        return Route("unclear", "no subject")
    if evidence.whole:
        return Route("data", "every table is in sight")
    return _answerable(question, evidence, content)


def _answerable(question: str, evidence: Evidence, content: tuple[Word, ...]) -> Route:
    """Whether the catalog knows what is asked for. A verified question near by speaks for it."""
    if not content:
        return Route("data", "nothing but the name of a table")
    if all(asks_only(w.text) for w in content) and not (
        evidence.has_metric or evidence.verified >= 0.4 or counts(question)
    ):
        return Route("unclear", "nothing but figures", tuple(w.text for w in content))
    known = evidence.matched or evidence.has_metric or evidence.verified >= 0.4
    if not known or not evidence.tables:
        return Route("outside", "no word of it is known", tuple(w.text for w in content))
    unknown = tuple(w.text for w in content if w.text in evidence.unmatched)
    sure = evidence.verified >= _SAME
    share = len(unknown) / len(content)
    if share >= 0.5 and evidence.best < _HARDLY_KNOWN and evidence.verified < 0.4 and not evidence.has_metric:
        return Route("outside", "hardly a word of it is known", unknown)
    if evidence.verified < 0.5 and share >= _UNKNOWN_SHARE:
        return Route("unanswerable", "most of its words are unknown", unknown)
    if evidence.missing and not sure:
        return Route("unanswerable", "what it asks for is not in these tables", evidence.missing)
    for rule, pattern in _NOT_OURS:
        found = pattern.search(question)
        if found and not sure and set(found.group(1).lower().split()) & set(evidence.unmatched):
            return Route("unanswerable", rule, (found.group(1),))
    if not sure and (found := _FORECAST.search(question)):
        return Route("unanswerable", "the future", (found.group().strip(" ,"),))
    if not sure and not _DATED.search(question) and (found := _TO_COME.search(question)):
        return Route("unanswerable", "the future", (found.group().strip(" ,"),))
    if (thing := _praised(question, content)) and not sure and not evidence.has_metric:
        return Route("unclear", "praise without a figure", (thing,))
    if len(content) == 1 and len(question.split()) <= _SHORT and not _clear(question, evidence, content[0]):
        return Route("unclear", "one word only", (content[0].text,))
    return Route("data", "a data question")


def _praised(question: str, content: tuple[Word, ...]) -> str:
    """The thing that is called good or bad where nothing else is said: the best return names a figure, 제일 좋은 지점 none."""
    found = _PRAISED.search(question)
    things = [w.text for w in content if found and w.text not in found.group().lower().split()]
    if found is None or len(things) != 1:
        return ""
    after = re.match(r"\s*([가-힣]+|[a-z]+)", question[found.end() :].lower())
    return things[0] if after is None or after.group(1) == things[0] else ""


def _clear(question: str, evidence: Evidence, word: Word) -> bool:
    """Is one word enough: a metric, a verified question, a count, a column or a subject with a time or an order?"""
    if evidence.verified >= 0.4 or evidence.has_metric or counts(question) or _WHEN_WHERE.search(question):
        return True
    if _AVERAGED.search(question) and not _AVERAGED.search(word.text) and evidence.best < _NAMED_OUTRIGHT:
        return True
    if len(word.forms[0].replace(" ", "")) >= _WRITTEN_TOGETHER and word.hangul:
        return True
    groupings = {g for found in _GROUPING.findall(question.lower()) for g in found if g}
    is_grouping = any(g in word.forms or g == word.text for g in groupings) or word.text.endswith("별로")
    # 가맹점 규모별 개수: the thing and what it is told apart by.
    return not is_grouping and bool(groupings or _SHAPED.search(question))
