"""What people say for a business term in several words, said plainly: 문 닫은 지점 → 폐점한 지점, 언제 문 열었어 → 개점일.

A row gives a pattern and what it may stand for; which of them a catalog has decides itself when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...core.patterns import when_needed
from .units import flat

_END = r"[가-힣]*"
_SOLD = r"판매\s*중인"

_PLAINLY: tuple[tuple[str, tuple[str, ...]], ...] = (
    # -- Korean: when something began
    (rf"(?:은|는|이|가)?\s*언제\s*(?:처음\s*)?문\s*(?:을\s*)?(?:열었|연){_END}(?:\s*(?:거|건|것){_END})?", (" 개점일", " 개설일")),
    (
        rf"(?:은|는|이|가)?\s*언제\s*(?:처음\s*)?(?:생겼|생긴|만들어|개점|오픈|세워|시작|설립|개설|신설){_END}(?:\s*(?:거|건|것){_END})?",
        (" 개점일", " 설립일", " 개설일", " 신설일", " 출시일"),
    ),
    (
        rf"(?:은|는|이|가)?\s*언제\s*(?:처음\s*)?(?:출시|나왔|나온|런칭|론칭|출범){_END}(?:\s*(?:거|건|것){_END})?",
        (" 출시일", " 개시일", " 설정일"),
    ),
    (rf"(?:은|는|이|가)?\s*언제\s*(?:만기|끝나|만료){_END}", (" 만기일",)),
    # -- Korean: what is open, sold, gone
    (r"문\s*(?:을\s*)?닫은|없어진|사라진|문닫은", ("폐점한",)),
    (r"문\s*(?:을\s*)?연(?=\s)|새로\s*연(?=\s)", ("개점한", "개설된")),
    (
        r"(?:(?:지금|현재|요즘|아직)\s*)?(?:파는|팔고\s*있는|판매하는|판매하고\s*있는|가입\s*(?:가능한|되는|할\s*수\s*있는)|살\s*수\s*있는)",
        ("판매중인",),
    ),
    (
        r"(?:이제\s*|더\s*이상\s*)?(?:안\s*파는|안\s*팔리는|단종된|단종|판매가?\s*(?:끝난|종료된|종료한)|못\s*드는)",
        ("판매종료", "판매 종료"),
    ),
    (r"(?:지금|현재)\s*(?:안\s*갚고|못\s*갚고|밀려|밀리고|연체되고|연체하고)\s*있는", ("연체중인",)),
    (r"(?:못|안)\s*갚은|밀린|제때\s*(?:못|안)\s*낸", ("연체", "미납")),
    (r"잃어버린|분실\s*신고(?:된|한|들어온)", ("분실",)),
    (r"안\s*쓰(?:는|고\s*있는)|잠자는|잠든", ("휴면",)),
    (r"(?:중간에|도중에|중도에)\s*(?:깬|해지한|해약한|그만둔)", ("중도해지",)),
    (r"(?:새로|신규로)\s*(?:만든|만들어진|튼|판|개설된|개설한|가입한)\s*(?:통장|계좌)", ("개설된 예금계좌", "개설된 계좌")),
    (r"통장", ("예금계좌", "계좌")),
    (r"(\d{1,2}월|지난달|이번\s?달|저번\s?달|작년|올해|전월|당월)\s?(?:꺼|거|것|치)(?=$|[\s로은는만의,.?])", (r"\1 ",)),
    # -- Korean: who and how many
    (
        rf"(?:은|는|이|가|에|에는|에서)?\s*(?:일하는\s*(?:사람|직원)|직원|임직원|사원)(?:이|은|들이|분들이)?\s*(?:총\s*|모두\s*|다\s*)?몇\s*명{_END}",
        (" 임직원 수", " 직원 수", " 운용인원"),
    ),
    (r"(?:돈\s*)?(?:제일|가장)\s*많이\s*(?:빌린|대출받은|대출\s*받은)", ("대출잔액이 가장 많은",)),
    (r"(?:돈\s*)?(?:제일|가장)\s*많이\s*(?:맡긴|예금한|저금한)", ("예금잔액이 가장 많은",)),
    (r"(?:카드\s*)?(?:제일|가장)\s*많이\s*(?:긁은|쓴|사용한)", ("이용금액이 가장 많은",)),
    (r"남녀\s*별|남자\s*여자\s*별|성별\s*별", ("성별",)),
    (r"나이대\s*별|나이\s*별|세대\s*별", ("연령대별",)),
    (r"직종\s*별|하는\s*일\s*별", ("직업별", "직업 유형별")),
    # -- Korean: short for
    (r"마통", ("마이너스 통장",)),
    (r"체카", ("체크카드",)),
    (r"신카", ("신용카드",)),
    (r"주담(?!대|보)|주택\s*담보(?!\s*대출)|집\s*담보\s*대출", ("주택담보대출",)),
    (r"전세\s*대출", ("전세자금대출",)),
    (r"(?:소호|사업자|자영업자)\s*대출", ("개인사업자대출",)),
    (r"청약\s*(?:통장|저축|예금)?", ("주택청약",)),
    (r"입출금\s*(?:통장|계좌|예금)|수시\s*입출금\s*(?:통장|계좌|예금)?", ("요구불예금",)),
    (r"(?<![가-힣])(?:인뱅|인터넷\s*뱅킹)", ("인터넷뱅킹",)),
    (r"(?<![가-힣])(?:모뱅|폰뱅킹|모바일\s*뱅킹|모바일\s*앱)", ("모바일앱", "모바일뱅킹")),
    (r"(?<![가-힣])설계사(?!\s*(?:수도권|지방))", ("전속설계사",)),
    (r"(?<![가-힣])(?:리스)(?=$|[\s의는은를가,])", ("오토리스",)),
    (r"(?<![가-힣])(?:렌트카?|렌터카)(?=$|[\s의는은를가,])", ("장기렌터카",)),
    (r"몇\s*급지?", ("등급",)),
    # -- English
    (
        r"how many (?:people|staff|employees|persons|folks|workers) (?:work|are working|are employed|are there|do we have|does|do)\s*(?:at|for|in)?",
        ("number of employees at", "number of staff at"),
    ),
    (r"headcount", ("employee count", "staff count")),
    (r"(?:closed[- ]down|shut[- ]down|shut)(?= )", ("closed",)),
    (r"(?:being sold|for sale|sold now|available for sale|still sold)", ("on sale",)),
    (r"(?:lost or stolen|reported lost|reported as lost)", ("lost",)),
    (r"w/o(?= )", ("without",)),
    (r"w/(?= |[a-z])", ("and ",)),
    (r" \+ ", (" and ",)),
)  # fmt: skip
_ROWS = tuple((when_needed(pattern), stands) for pattern, stands in _PLAINLY)
_MOST = 6


def plainly(question: str) -> tuple[str, ...]:
    """A question with what it says in many words said in few, once for each reading; none where no row fits."""
    text = flat(question)
    found = list(dict.fromkeys(said for said in _ways(text, 0) if said != text))
    return tuple(found[:_MOST])


def _ways(text: str, first: int) -> Iterator[str]:
    for n in range(first, len(_ROWS)):
        pattern, stands = _ROWS[n]
        if pattern.search(text) is None:
            continue
        for stand in stands:
            # A later row may have more to say of the same question.
            yield from _ways(pattern.sub(stand, text, count=1), n + 1)
        if not _whole(pattern, text):
            return
    yield text


def _whole(pattern: re.Pattern[str], text: str) -> bool:
    """May the question be left as it is here? Only where what was found is a word that catalogs may have as well."""
    found = pattern.search(text)
    return found is not None and len(found.group().strip()) <= 4
