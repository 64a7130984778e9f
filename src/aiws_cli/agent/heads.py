"""What a question asks for: the words that stand where its measure or its grouping is named, by rows of patterns.

Most words a catalog does not know decide nothing: verbs, adverbs, names of people and products. One that stands where
the measure is named (평균 대기시간, the turnover rate) or the grouping (병원별, by religion) does.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ..analysis.compose.cover import cover
from ..analysis.compose.lexicon import NO_NAMES
from ..analysis.compose.units import flat, units
from ..catalog.words import distance, strip_particles, words
from ..core.patterns import when_needed

_END = r"(?![가-힣])"
_JOSA = r"(?:은|는|이|가|을|를|의|과|와|도|만|이랑|랑|이나|나|요|이고|고)?"
# Nouns that end so measure something.
_MEASURES = (
    r"(?:율|률|액|량|료|비용|인건비|임대비|수당|연봉|봉급|시간|거리|연수|연한|일수|소요일|횟수|점수|단가|가격|속도|용량|면적"
    r"|무게|만족도|인지도|선호도|충성도|성과급|상여금|임금|요금|세금|벌금|보조금|지원금|매출|소득|재산)"
)
_ALONE = r"(?:면적|무게|수당|연봉|임금|상여금|성과급|만족도|급여|월급)"
# What follows the thing that is counted or told apart; after a name, of a person or a shop, these hardly stand.
_ATTRIBUTES = r"(?:수|여부|사유|시간|횟수|분포|이력|연수|소요일|상위\s*\d)"

_KOREAN = (
    when_needed(rf"([가-힣]{{2,}}?)별(?:로|로는|로의|의|과|와)?{_END}"),
    when_needed(rf"(?<!몇 )(?<![가-힣])([가-힣]+{_MEASURES}|[가-힣]{{2,}}비|{_ALONE}){_JOSA}{_END}"),
    when_needed(
        r"(?:평균|총|누적|최대|최소|최고|최저|1인당|건당|명당)\s+([가-힣]{2,}?)(?:은|는|을|를|이|가)?"
        r"(?=\s*(?:$|[?.!,]|얼마|몇|알려|보여|비교|구해|제일|가장))"
    ),
    when_needed(
        rf"(?<![가-힣\d])([가-힣]{{2,}})\s+{_ATTRIBUTES}(?:별|은|는|이|가|을|를|의|와|과|로|도)*{_END}(?!\s*(?:있|없))"
    ),
    when_needed(
        r"([가-힣]{2,}?)(?:이|가)\s+(?:제일|가장|더|특히|유독)?\s*(?:높|낮|비싼|비싸|싼|저렴|긴|길|짧|오래|빠른|느린)"
    ),
    # 대기표 발급 수: the thing, not the deed; what is paid by card or used may go by a name.
    when_needed(
        r"([가-힣]{2,})\s+(?:(?:발급|설치|배포|보유|구입|대여|보관)\s*(?:수|건수|대수|수량|매수|장수)|이용\s*(?:대수|수량))(?![가-힣]*율)"
    ),
    when_needed(r"([가-힣]{2,}?)(?:은|는|이|가)?\s+(?:어때|어떤가|어떻습)"),
)
_NOUNS = r"((?:[a-z][a-z'-]*\s+){0,4}?[a-z][a-z'-]*)"
_UNTIL = (
    r"(?=\s*(?:$|[?.!,;:(]|\b(?:by|per|for|of|in|at|on|from|with|across|over|last|this|next|during|since|between|among"
    r"|to|and|or|than|each|every|that|which|who|whose|we|our|they|do|does|did|is|are|was|were|have|has|had|it|as|when"
    r"|where|within|into|vs|versus|against|so|until|before|after|by)\b))"
)
_ENGLISH = (
    when_needed(rf"^\s*{_NOUNS}(?=\s+(?:by|per|at each|for each|in each)\b)", re.I),
    when_needed(
        r"\b(?:average|avg|mean|median|total|overall|cumulative|number of|count of|sum of|amount of|how many|how much)\s+"
        + _NOUNS
        + _UNTIL,
        re.I,
    ),
    when_needed(rf"\b(?:by|per|each|every)\s+{_NOUNS}{_UNTIL}", re.I),
    # What we ourselves pay for; what customers spend on may go by the name of a shop.
    when_needed(
        rf"\b(?:we|the (?:bank|group|company)|our (?:bank|company|group))\s+(?:spend|spent|pay|paid)\s+(?:on|for)\s+{_NOUNS}{_UNTIL}",
        re.I,
    ),
    when_needed(
        r"\b(?:what (?:is|was|are|were)|show|list|compare|give me|tell me|display|get)\s+(?:me\s+)?(?:the|our|all|all the)?\s*"
        + _NOUNS
        + _UNTIL,
        re.I,
    ),
)
# A head of these says nothing without the word before it: waiting time, marital status.
_GENERIC = frozenset(
    "time times rate rates ratio ratios status count counts amount amounts cost costs level levels volume value values "
    "name names type types size price prices length lengths".split()
)

# What anything is ranked by, whatever its column is called.
_RANKED_BY = frozenset("sales revenue volume size value performance popularity usage business".split())

# Words that are computed from what there is, or only ask: unknown to a catalog, they are no missing data.
_COMPUTED = when_needed(
    r"^(?:(?:증감|증가|감소|성장|신장|상승|하락|변동|변화|진척|달성|점유|회전|구성|반응|전환|활용|이용|참여|성공|실패|완료|도달|집행|실행"
    r"|수익|등락|할인|할증)(?:률|율|액|량|폭|비율|비)|차액|격차|편차|표준편차|총액|총합|총계|합산|누계|소계|평균값|중앙값|구성비|기여분|순증액|비중"
    r"|(?:전체|나머지|최종|초기|현재|예상|기준|해당|동일|각각|항목|구간|단계|순위|그룹|규모|요일|날짜|시간대|주차|반기|분기|연도|시기|시점|권역|건|개|명|달|해|주|일자|월|연|년도|기간|순서|카테고리|상품군|세그먼트)(?:액|값|수)?)$"
)
_PLAIN_KO = frozenset(
    """
    모두 전부 그냥 아직 이미 처음 다시 유난히 꾸준히 주로 그중 거기서 거기에 여기서 여기에 이중 방금 아까 대신 오래 넘게 앞으로 안에 만에 다음 다음달
    다섯 여섯 일곱 여덟 아홉 열흘 하루 이틀 사흘 며칠 몇일 조합 총합 마이너스 플러스 진행 포함 신고 부탁 돈 돈이 얼마임 몃명 얼마쯤 어떤게
    숫자 수치 통계 자료 지표 데이터 현황 상황 실적 성과 결과 내용 정보 요약 정리 것도 것만 식 식으로 방식 방식으로 단위 단위로 달치 쪽 쪽이 쪽을 쪽은 편 편이 부분 사항 특이사항 전반 전체적 분위기 느낌 최신 변화 움직임 이슈 업데이트 종합 대시보드 보고 보고서 리포트 그래프 차트 표 그림 추이 추세 흐름 동향 요즘 최근
    이것 저것 그것 이거 저거 그거 것 거 게 좀 젤 저번달 저번 지난번 나머지 전체 각각 어디 누구 무엇 언제 왜 어떻게 하나 둘 셋 넷 개씩 건씩 명씩
    일부 대부분 대략 정확히 간단히 자세히 구체적 한눈에 동점 공동 순서 순위 차이 관계 상관관계 원인 이유 문제 의견 생각
    """.split()
)
_PLAIN_EN = frozenset(
    """
    keep break but instead whole leave out doing growing better worse good bad numbers number figures figure stats statistics
    report overview summary picture breakdown table chart graph list details info feel idea things thing stuff everything
    something anything one ones item items people person persons way ways kind kinds sort rest remaining developed develop
    evolve carry carried brought bring belong take takes usually allow allows allowed being they them he she single recently
    cheapest falling handling written yr q1 q2 q3 q4 january february march april may june july august september october
    november december super feelings please just only now then also too maybe really simply growth change changes
    difference gap increase decrease achievement comparison results result trend trends evolution development split share
    set zero long short old new newest oldest times time percentage percent portion proportion whose still ever yet
    pair pairs combination combinations set sets group groups each other absolute relative integer decimal number round
    rounded rounding convert converted format unix epoch timestamp datetime regular minus plus times divided multiplied
    subtract subtracted answer answers return returned minute minutes hour hours second seconds duration durations interval
    intervals elapsed earliest latest first last occurrence occurrences instance instances entry entries record records row
    rows column columns field fields database dataset table
    latest newest overall situation update updates insight insights highlight highlights dashboard everybody folks guys ppl
    pls plz please thx thanks asap fyi btw hi hey ok okay cool wanna gonna gotta lemme gimme kinda sorta dunno avg amt qty cnt
    leaderboard ranking rankings rank ranks standing standings side sides
    run runs running manage manages hold holds held sell sells sold open opened close closed work works use uses used buy
    bought own owns handle handles cover covers serve serves lead leads generate earn earns lose lost spend spent sit sits
    live lives stay stays come comes came go goes went send sent receive received join joined leave left sign signed
    problem problems issue issues trouble troubles business today yesterday tomorrow say says said look looks make makes made want need like help tell talk work works
    """.split()
)
# What a question counts or links by is misspelt as often as what it names: numbr, totl, perecnt.
_SPELT = tuple(
    w for w in (*_PLAIN_EN, "average", "total", "customer", "account", "highest", "lowest") if len(w) > 5
)


@lru_cache(maxsize=1024)
def _slip(word: str) -> bool:
    return len(word) > 3 and any(w[0] == word[0] and distance(word, w, 1) == 1 for w in _SPELT)


# Verbs and adverbs by their ending: a noun with its particle does not end so.
_INFLECTED = when_needed(
    r"(?:줘|줘요|주세요|주라|줄래|줄래요|봐|봐요|볼래|까|까요|나요|가요|니까|습니까|어|아|어요|아요|지|지요|죠|니|냐|라|(?:하|보|가|내|주|두|놓|리|치|누|빼|넣|들|꾸|추)자|고|며|면|면서|는데|은데|인데|지만|려고|도록|게|게요|히|은지|는지|던|임"
    r"|하는|되는|있는|없는|적인|적으로|스러운|해서|어서|아서|와서|쳐서|라서|떼서|려서|여서|져서|켜서|춰서|워서|꿔서|눠서|둬서|려면|거나|든지|씩|쯤|정도)$"
)


# 에어컨, 회의실, 개선권: no verb ends so.
_NOUN_ENDS = frozenset("컨션원권본선관문분민면현론런폰톤군훈존텐트린실율률일설술물질달글말불철결출절별")


def plain(word: str) -> bool:
    """Does this word of a question only ask, count, link or tell what happened, so that no data need have it?"""
    if word[0] < "가":
        return word in _PLAIN_EN or word.endswith(("ly", "n't")) or _slip(word)
    bare = strip_particles(word)
    if word in _PLAIN_KO or bare in _PLAIN_KO or _COMPUTED.match(bare):
        return True
    if _INFLECTED.search(word) or _ONE_AND_PARTICLE.match(word) or _asks_or_counts(word):
        return True
    return len(word) > 2 and word == bare and _adnominal(word)


# 곳이, 걸로: a dependent noun with its particle.
_ONE_AND_PARTICLE = when_needed(r"^[곳것걸거게데쪽편건분때중수등][이가은는을를의도만로와과]$")


def _asks_or_counts(word: str) -> bool:
    """갯수좀, 몇건인지: is it, to its last syllable, made of what questions ask and count by?"""
    said = flat(word)
    return cover(said, units(said), NO_NAMES) is not None


def _adnominal(word: str) -> bool:
    """급증한, 앞지른, 내려갈: a word in ㄴ or ㄹ is more often an inflected verb than a noun, but for the ends of nouns."""
    return (ord(word[-1]) - 0xAC00) % 28 in (4, 8) and word[-1] not in _NOUN_ENDS


def computed(noun: str) -> bool:
    """Is this bare Korean noun the name of something computed from what there is: 증가율, 차액, 비중?"""
    return bool(_COMPUTED.match(noun) or re.fullmatch(_COUNTING, noun))


def asks_only(word: str) -> bool:
    """Is it one of the words that name no thing: figures, report, 자료, 현황?"""
    return word in _PLAIN_EN or word in _PLAIN_KO or strip_particles(word) in _PLAIN_KO


# What counts or measures the thing before it.
_COUNTING = (
    r"(?:건수|대수|개수|갯수|횟수|면수|명수|인원수?|비율|비중|점유율|구성비|분포|추이|추세|트렌드|순위|랭킹|점수|금액|비용|시간|이력|내역"
    r"|평균|합계|총액|총합|수량)"
)
_ASKING = (
    r"(?:좀\s*)?(?:알려|보여|뽑아|조회|찾아|구해|말해|정리해|집계해|얼마|몇\s*(?:개|대|명|건|번|회|곳|장|점|도|군데|마리|권|킬로|퍼센트|%)"
    r"|어때|어떻게|뭐|무엇|궁금|분석|추출|좀\s*$)"
)
_COUNTED = (
    # 에어컨 대수, 통화 녹취 건수: what stands before it is a noun, or says what happened.
    when_needed(rf"(?<![가-힣])([가-힣]{{2,}})(?:의|들의)?\s+{_COUNTING}{_JOSA}(?:별|로)?{_END}"),
    # 회의실 몇 개야, 종교를 알려줘
    when_needed(
        rf"(?<![가-힣])([가-힣]{{2,}}?)(?:은|는|이|가|을|를)?\s+(?:{_COUNTING}(?:은|는|이|가|을|를)?\s+)*{_ASKING}"
    ),
    when_needed(r"(?<![가-힣])([가-힣]{2,}?)(?:은|는)\s*\?*\s*$"),
)
_NUMBER_BEFORE = when_needed(r"(?:몇|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무|\d)\s*$")
# Neither unit nor adverb of time nor a way of showing is a thing to be counted.
_NO_THING = when_needed(
    r"(?:[개명곳건대번회장원팀종좌점배]|군데|가지|종목|개월)(?:만|이나|나|인가|인지|야|이야|만요|씩)?$"
    r"|(?:지난|이번|다음|저번)\s?[주달해]$|매[주달년일]$|(?:전달|전주|전년|금주|차주|내주|금년|당해|서열|톱텐|줄세우기|도래|발생|수준|정도)$"
    r"|.*(?:하|되|있|없|보다|에서|에게|한테|으로|까지|부터|처럼|마다|대로|요|만)$|(?:다섯|여섯|세|네|두|한|열)군데$|(?:건|명|인|좌|개|곳|점|팀|사)당$"
)


def counted(question: str) -> tuple[str, ...]:
    """The nouns that stand right before what counts or measures them or before the verb that asks, normalised, each once.

    Such a place holds nothing but the thing asked about; a name may stand there too (스타벅스 비중).
    """
    text = unicodedata.normalize("NFKC", question)
    out: list[str] = []
    for pattern in _COUNTED:
        for found in pattern.finditer(text):
            said = found.group(1)
            if _NUMBER_BEFORE.search(text[: found.start()]) or _NO_THING.match(said) or plain(said):
                continue
            if computed(strip_particles(said)):
                continue
            out += [w.text for w in words(said)[:1] if w.weight >= 0.9 and len(w.forms[0]) > 1]
    return tuple(dict.fromkeys(out))


def heads(question: str) -> tuple[str, ...]:
    """The words at the place of the measure or the grouping, normalised, each once; words that only compute left out."""
    text = unicodedata.normalize("NFKC", question)
    found = [m.group(1) for pattern in _KOREAN for m in pattern.finditer(text)]
    found = [w for w in found if not _COMPUTED.match(w) and w not in _PLAIN_KO and not _INFLECTED.search(w)]
    for pattern in _ENGLISH:
        found += [w for m in pattern.finditer(text) if (w := _last_noun(m.group(1)))]
    return tuple(dict.fromkeys(w.text for said in found for w in words(said)[:1] if w.weight >= 0.9))


def _last_noun(said: str) -> str:
    """The noun that the others of an English phrase qualify; empty for a name, a hyphenated word or one that only asks."""
    parts = said.split()
    while len(parts) > 1 and parts[-1].endswith(("ing", "ed")):
        parts.pop()
    if len(parts) > 1 and parts[-1].lower() in _GENERIC:
        parts.pop()
    last = parts[-1]
    if last.lower() in _RANKED_BY:
        return ""
    return "" if "-" in last or "'" in last or last[0].isupper() or plain(last.lower()) else last
