"""A Korean question as a row of signs, one letter each, so that its shape can be matched as a whole.

N name   V value as written   # number   K 수, 개수   k 몇 개   q 몇 종류   M avg, min, max, sum   X 가장   J adjective
D without repeats   E each   b 별   m 마다   g 의   s 은/는/이/가   o 을/를   e 에   a and   r or   I 인   Y 아닌   Z 없는
A 최고령, 가장 비싼   U 가장 흔한   w 중에서   B bound   R order   T 상위 3개   v 있는, 가진   h 라는   H 들어간   l 최소 (before a number)   C 이고   P plural; "" says nothing
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ....core.patterns import when_needed
from ..wordings import POLITE
from .names import Named, Names

_N = r"\d[\d,]*(?:\.\d+)?|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|둘|셋|넷"
NUMBERS = {w: n + 1 for n, w in enumerate("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열".split())} | {
    "둘": 2,
    "셋": 3,
    "넷": 4,
}
COUNTERS = "개국|군데|가지|종류|사람|마리|개|곳|명|건|종|팀|대|장|인|분|번|회|편|권|곡|채|척|쪽|석|점|과목|학교|줄|행"
_UNITS = "세|살|년|원|달러|유로|킬로그램|센티미터|미터|킬로|kg|cm|km|m|퍼센트|%"
_END = r"(?:이나|나|씩|쯤|정도)?(?:이에요|예요|이야|야|이죠|죠|인가요|인가|인지|입니까|일까요|일까|이지|임|인지요|이니)?"
_STOP = r"(?![가-힣])"
_DO = r"알려|보여|뽑아|구해|찾아|말해|가르쳐|조회해|정리해|계산해|출력해|나열해|제시해|추출해|확인해|적어|골라|세어|세|헤아려|집계해|표시해"
_GREAT = "큰|높은|많은|비싼|긴|무거운|빠른|늦은|오랜|나이\\s?많은"
_SMALL = "작은|낮은|적은|싼|저렴한|짧은|가벼운|느린|이른|어린|젊은"
_UP = "적은|낮은|작은|싼|저렴한|짧은|가벼운|어린|젊은|이른|오래된|느린"
_DOWN = "많은|높은|큰|비싼|긴|무거운|늙은|늦은|빠른|최근|최신"

# Of two that fit, both are tried; the row with the fewest signs that has a shape counts.
WORDINGS: tuple[tuple[str, str, str], ...] = (
    # says nothing
    (
        "",
        "",
        rf"(?:{_DO})\s*(?:{POLITE}|줄\s*(?:래|수\s*있(?:나요|을까요))\S*|주(?:시겠어요|실래요|시길|세요)|볼래|보세요)(?=$|[\s.,?!])",
    ),
    (
        "",
        "",
        r"(?:무엇|뭐|뭔|어디|누구|언제|얼마|어떻게|어느\s*것|어떤\s*것)(?:무엇|나|가|이|인|들|들이)?\s*(?:인가요|인지|이에요|예요|야|죠|인가|입니까|이고|있나요|있어요|있는지|되나요|돼요|됩니까|되는지|되죠|일까요)?"
        + _STOP,
    ),
    (
        "",
        "",
        r"(?:알\s*수\s*있(?:을까요|나요)|있(?:나요|어요?|습니까|는지|을까요?|죠|니|지)|인가요|인지|입니까|되나요|나요|궁금해요?|부탁해요?|부탁드립니다)"
        + _STOP,
    ),
    (
        "",
        "",
        r"(?:모든|전체|전부|모두|전원|총|좀|혹시|합쳐|합해서|대해서?|대한|함께|같이|목록으로|목록|리스트|리스트로|테이블에\s*있는|테이블에서|테이블에는|데이터베이스에|등록된|저장된|존재하는|발급된|(?:그|이)\s*(?:에|것을)|그들의|그|데이터|정보|다|찾아서|찾아)(?:에|에서|로|은|는|이|가|을|를)?"
        + _STOP,
    ),
    ("", "", r"[.?!~]+"),
    ("P", "", r"들"),
    ("a", "", r"(?:과|와|이랑|랑|하고|및|그리고)" + _STOP + r"|,"),
    ("r", "", r"(?:이나|또는|혹은|이거나)" + _STOP),
    ("g", "", r"의" + _STOP),
    ("s", "", r"(?:은|는|이|가)" + _STOP),
    ("o", "", r"(?:을|를)" + _STOP),
    ("e", "", r"(?:에서는|에서도|에서|에는|에도|에게는|에게|에|으로|로)" + _STOP),
    ("b", "", r"별(?:로|의)?" + _STOP),
    ("m", "", r"마다" + _STOP),
    ("C", "", r"(?:이고|이며|고|며)" + _STOP),
    ("I", "", r"(?:인)" + _STOP),
    ("Y", "", r"(?:이|가)?\s*아닌" + _STOP),
    ("h", "", r"(?:이라는|라는|이란|란)" + _STOP),
    (
        "H",
        "",
        r"(?:이라는|라는)?\s*(?:문자열|단어|글자|말)?(?:이|가|을|를)?\s*(?:들어\s*있는|들어간|들어가는|포함된|포함되어\s*있는|포함하는|있는)"
        + _STOP,
    ),
    (
        "v",
        "",
        r"(?:공유하는|이용하는|관리하는|만든|제공하는|운영하는|보유한|보유하는|담당하는|다니는|근무하는|일하는|소속한|속해\s*있는|들어\s*있는|사용되는|쓰이는|있는|가진|지닌|속한|속하는|해당하는|사는|거주하는|나온|들어온|쓰는|쓴|사용하는|사용된|쓰인|등록한|소속된|소속|출신|살고\s*있는|위치한)"
        + _STOP,
    ),
    # what is asked for
    ("E", "", r"(?:각각의|각각|각자의|각자|각)(?:의)?"),
    (
        "D",
        "",
        r"(?:서로\s*다른|고유한|중복\s*없이|중복\s*없는|중복을\s*(?:빼고|제거하고|제외하고|제거한|제외한|뺀)|중복\s*제거하고|중복되지\s*않게)"
        + _STOP,
    ),
    (
        "K",
        "",
        rf"(?:인원수|인원|개수|갯수|건수|명수|총수|숫자|수)(?=$|[\s.,?!]|(?:은|는|이|가|을|를|와|과|도)?{_STOP})",
    ),
    ("K", "types", r"(?:가짓수|종류\s*수|종류의\s*수)(?=$|[\s.,?!]|(?:은|는|이|가|을|를)" + _STOP + ")"),
    ("q", "", rf"몇\s*(?:가지|종류|종){_END}{_STOP}"),
    ("k", "", rf"(?:모두\s*|총\s*)?몇\s*(?:{COUNTERS}){_END}(?:가|이)?{_STOP}"),
    ("M", "AVG", r"(?:평균\s*값|평균)(?:적인)?"),
    ("M", "MAX", r"(?:최댓값|최대값|최대치|최고값|최대|최고)"),
    ("M", "MIN", r"(?:최솟값|최소값|최소치|최저값|최소|최저)"),
    ("M", "SUM", r"(?:합계|총합|총합계|총계|총액)"),
    ("M", "LAST", r"(?:가장\s*최근의?|가장\s*늦은|마지막|최종)" + _STOP),
    ("M", "FIRST", r"(?:가장\s*이른|최초의?|첫)" + _STOP),
    ("X", "", r"(?:가장|제일)" + _STOP),
    ("U", "desc", r"(?:가장|제일)\s*(?:흔한|많이\s*나오는|자주\s*나오는)" + _STOP),
    ("U", "asc", r"(?:가장|제일)\s*(?:드문|희귀한)" + _STOP),
    ("A", "old", r"최고령" + _STOP),
    ("A", "young", r"최연소" + _STOP),
    ("A", "tall", r"최장신" + _STOP),
    ("A", "short", r"최단신" + _STOP),
    ("A", "old", r"(?:가장|제일)\s*(?:늙은|나이\s*든|나이가?\s*많은)" + _STOP),
    ("A", "young", r"(?:가장|제일)\s*(?:어린|젊은|나이가?\s*적은)" + _STOP),
    ("A", "dear", r"(?:가장|제일)\s*비싼" + _STOP),
    ("A", "cheap", r"(?:가장|제일)\s*(?:싼|저렴한)" + _STOP),
    ("A", "heavy", r"(?:가장|제일)\s*무거운" + _STOP),
    ("A", "light", r"(?:가장|제일)\s*가벼운" + _STOP),
    ("A", "long", r"(?:가장|제일)\s*긴" + _STOP),
    ("A", "brief", r"(?:가장|제일)\s*짧은" + _STOP),
    ("A", "fast", r"(?:가장|제일)\s*빠른" + _STOP),
    ("A", "slow", r"(?:가장|제일)\s*느린" + _STOP),
    ("J", "desc", rf"(?:{_DOWN})" + _STOP),
    ("J", "asc", rf"(?:{_UP})" + _STOP),
    ("T", "", rf"상위\s*(?P<n>{_N})\s*(?:{COUNTERS})?"),
    ("l", "", r"(?:최소|적어도|최소한)" + _STOP),
    # order
    (
        "R",
        "asc",
        rf"(?:(?:{_UP})\s*)(?:순서대로|순서로|순서|순으로|순)(?:\s*정렬(?:해서|하여|한|했을\s*때|하면|해)?)?\s*(?:{POLITE})?{_STOP}",
    ),
    (
        "R",
        "desc",
        rf"(?:(?:{_DOWN})\s*)(?:순서대로|순서로|순서|순으로|순)(?:\s*정렬(?:해서|하여|한|했을\s*때|하면|해)?)?\s*(?:{POLITE})?{_STOP}",
    ),
    (
        "R",
        "asc",
        rf"(?:의\s*)?(?:알파벳|가나다|사전|abc)?\s*(?:오름차순|순서대로|순서|순)(?:\s*\(오름차순\))?(?:으로|로)?(?:\s*(?:정렬|본)(?:해서|하여|한|했을\s*때|하면|해)?)?\s*(?:{POLITE})?{_STOP}",
    ),
    (
        "R",
        "desc",
        rf"(?:의\s*)?(?:알파벳|가나다|사전|abc)?\s*(?:내림차순|역순)(?:\s*\(내림차순\))?(?:으로|로)?(?:\s*(?:정렬|본)(?:해서|하여|한|했을\s*때|하면|해)?)?\s*(?:{POLITE})?{_STOP}",
    ),
    # bounds
    ("B", ">=", r"이상(?:인|의|을|이|\s*있는)?" + _STOP),
    ("B", "<=", r"이하(?:인|의|이)?" + _STOP),
    ("B", ">", r"초과(?:인|의|하는)?" + _STOP),
    ("B", "<", r"미만(?:인|의)?" + _STOP),
    ("B", ">", r"(?:을|를|이|가)?\s*(?:넘는|넘은|초과하는)" + _STOP),
    ("B", "<=", r"(?:을|를|이|가)?\s*넘지\s*않는" + _STOP),
    ("B", ">", rf"보다\s*(?:더\s*)?(?:{_GREAT})" + _STOP),
    ("B", "<", rf"보다\s*(?:더\s*)?(?:{_SMALL})" + _STOP),
    ("Z", "", r"(?:하나도|한\s*\S{1,2}도|전혀|아예|아직)?\s*없는" + _STOP),
    (
        "Z",
        "not",
        r"(?:하나도|한\s*\S{1,2}도|전혀|아직)?\s*(?:사용하|쓰|갖|가지|보유하|사용되|쓰이|받)지\s*(?:않은|않는|못한)"
        + _STOP,
    ),
    ("w", "", r"(?:중에서|중에|중|가운데)" + _STOP),
)
_WORDINGS = tuple((sign, says, when_needed(pattern, re.IGNORECASE)) for sign, says, pattern in WORDINGS)
_QUOTED = when_needed(r"'([^']+)'|\"([^\"]+)\"|“([^”]+)”|‘([^’]+)’")
_WRITTEN = when_needed(r"[A-Za-z][A-Za-z0-9_.&'/-]*(?:\s+[A-Za-z0-9][A-Za-z0-9_.&'/-]*)*")
_NUMBER = when_needed(rf"(?P<n>{_N})\s*(?P<unit>{COUNTERS}|{_UNITS})?(?P<copula>인{_STOP})?")
# These stand only directly behind another word of the same run.
_GLUED = frozenset("gsoebmCIPhY")
# These begin a word, unless they follow a name or a sign that may be written together with them.
_MAY_FOLLOW = frozenset("NVKMP#")
_MOST_ROWS = 48


@dataclass(frozen=True)
class Token:
    """One sign. `says` is what a wording says within its sign, the value or the number as written; `unit` a number's."""

    sign: str
    text: str
    says: str = ""
    unit: str = ""
    named: Named | None = None


def rows(question: str, names: Names) -> Iterator[tuple[Token, ...]]:
    """The ways to read a question as signs, the shortest first; none where a word of it is not known."""
    text = question.strip()
    found: list[tuple[int, tuple[Token, ...]]] = []
    edge: list[tuple[int, tuple[Token, ...]]] = [(0, ())]
    steps = 0
    while edge and steps < 6000:
        at, row = edge.pop()
        steps += 1
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text):
            found.append((len(row), row))
            continue
        before = row[-1] if row else None
        fresh = at == 0 or text[at - 1].isspace() or text[at - 1] in "'\"”’,.?!"
        for end, token in _starting(text, at, fresh, before, names):
            edge.append((end, (*row, token)))
    found.sort(key=lambda f: f[0])
    for _, row in found[:_MOST_ROWS]:
        yield tuple(t for t in row if t.sign and t.sign != "P")


def _starting(
    text: str, at: int, fresh: bool, before: Token | None, names: Names
) -> Iterator[tuple[int, Token]]:
    for sign, says, pattern in _WORDINGS:
        match = pattern.match(text, at)
        if match is None or match.end() == at:
            continue
        if (
            sign in _GLUED
            and sign
            and (fresh and match[0] not in (",",) and text[at - 1 : at] not in ("'", '"', "”", "’"))
        ):
            continue
        if sign and sign not in _GLUED and not fresh and (before is None or before.sign not in _MAY_FOLLOW):
            continue
        if not sign and not fresh and match[0][0] >= "가" and not (before and before.sign in "NVKkqMos#"):
            continue
        if sign == "b" and before is not None and f"{before.text}별" in names.said:
            continue  # 성별 is a word of its own
        yield match.end(), Token(sign, match[0], match["n"] if sign == "T" else says)
    quoted = _QUOTED.match(text, at)
    if quoted is not None:
        yield quoted.end(), Token("V", quoted[0], next(g for g in quoted.groups() if g))
        return
    if not fresh and (before is None or before.sign not in "N#"):
        return
    for end, named in names.ends(text, at):
        yield end, Token("N", text[at:end], named=named)
    if not fresh:
        return
    written = _WRITTEN.match(text, at)
    if written is not None:
        yield written.end(), Token("V", written[0], written[0])
    number = _NUMBER.match(text, at)
    if number is not None:
        digits = number["n"].replace(",", "")
        value = str(NUMBERS.get(digits, digits))
        yield (
            number.end(),
            Token("#", number[0], value, (number["unit"] or "") + ("=" if number["copula"] else "")),
        )
        if number["unit"] and number["n"][0].isdigit():
            yield number.end("n"), Token("#", number["n"], value)
