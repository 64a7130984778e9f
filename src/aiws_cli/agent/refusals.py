"""Requests that are not done whatever the role: changing data, taking identifiers out, switching checks off, and so on.

These rules are courtesy and evidence, not the safety. The safety is the guard: a statement that changes, reads files or
reaches past a role is refused there, however the request was worded. Here the asker is told at once, without a model,
what is not done and what is possible instead, and the request is written down. So a rule speaks of the plain cases
only: refusing an honest question is worse than leaving a dishonest one to the guard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..core.errors import DeniedError
from ..core.language import Language, say
from ..core.patterns import when_needed


class RequestRefused(DeniedError):
    """The request itself is not done. Slots: rule (a row's name, also the text key's tail)."""

    def message(self, language: Language | None = None) -> str:
        return say("error.denied", language, reason=say(f"agent.refused.{self.slots['rule']}", language))

    def hint(self, language: Language | None = None) -> str:
        return say(f"agent.refused.{self.slots['rule']}.hint", language)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row of RULES. `korean` and `english` are searched in every question, since people mix them; a hit counts unless
    `unless` is found too. `of_persons`: it speaks only of tables that the catalog marks as holding personal data. The
    texts are `agent.refused.<name>` and `.hint`."""

    name: str
    korean: re.Pattern[str]
    english: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    of_persons: bool = False


def refusal(question: str, *, persons: bool = False) -> Refusal | None:
    """The first rule that speaks of this request, or None. `persons`: it is about tables with personal data."""
    for rule in RULES:
        if rule.of_persons and not persons:
            continue
        found = rule.korean.search(question) or rule.english.search(question)
        if found and not (rule.unless and rule.unless.search(question)):
            return rule
    return None


def _any(*patterns: str) -> re.Pattern[str]:
    return when_needed("|".join(f"(?:{p})" for p in patterns), re.I)


# A few words between two others, inside one sentence.
_GAP = r"(?:[^.?!\n]|\.(?=\S)){0,30}?"
_WIDE = r"(?:[^.?!\n]|\.(?=\S)){0,60}?"
# The end of a Korean command: 해줘, 해 주세요, 해라, 하자, 시켜, 부탁; never 해도, 해야, 한, 할, 했던.
_DO = r"(?:\s*(?:처리|작업|실행)?(?:을|를)?\s*(?:해\s*(?:줘|주|라|버려|놔|둬|봐|요|$|[.!])|하(?:라|세요|자|십시오|시오|여\s*줘)|시켜|부탁|바랍니다|바람|좀\s*[.!]?\s*$))"
_GIVE = r"(?:보여|알려|뽑아|내려|조회|출력|추출|다운|내놔|달라|줘|주세요|제공|공개|export|select)"
# The beginning of an English command; "who want to delete" is none.
_ORDER = (
    r"(?:(?:^|[.;:!?,]\s+|\n\s*)(?:(?:please|now|then|just|ok|okay|hey|first|and|also|kindly|go ahead and)[,\s]+)*"
    r"|\b(?:please|(?:can|could|would|will) you(?: please)?|(?:and|,) then|go ahead and"
    r"|i(?:'d)?(?: would)? (?:need|want|like)(?: you)? to|i need you to|let's)\s+(?:just )?)"
)
_EACH = r"(?:all|every|each|any|the|this|these|those|that|my|our|his|her|their|a|an|some|\d+|customers?|accounts?|records?|rows?|loans?|cards?|transactions?)\b"
# A table with its schema; `report.py` is a file to work on.
_TABLE = r"[a-z]+\.(?!(?:py|sql|md|txt|csv|tsv|xlsx|json|jsonl|ya?ml|toml|ini|cfg|sh|ipynb|html|parquet)(?![a-z_]))[a-z_]+"
_RECORDS = (
    r"(?:data(?:base|set)?|tables?|records?|rows?|entries|customers?|clients?|members?|accounts?|transactions?|trades?"
    rf"|contracts?|polic(?:y|ies)|loans?|cards?|claims?|payments?|histor(?:y|ies)|logs?|deposits?|branch(?:es)?|orders?|{_TABLE})\b"
)
_STORED = (
    r"(?:status(?:es)?|grades?|ratings?|segments?|rates?|balances?|limits?|prices?|fees?|scores?|flags?|address(?:es)?"
    r"|e-?mails?|phones?|passwords?|principals?|amounts?|maturit(?:y|ies)|records?|values?|consents?|holders?|owners?)"
)
# What a number or a column may be turned into for the eye: such a change is one of the shown result.
_SHOWN_AS = r"(?:[천백십만억조]*\s*원|달러|퍼센트|%|비율|비중|평균|합계|누적|건수|개수|월|분기|연도|일자|날짜|이름|명칭|라벨|표시|한글|국문|영문|영어|한국어|내림|오름|정수|소수|반올림|숫자|문자|그래프|차트|막대|선|기준|단위|형식|순)"

_CHANGED_KO = (
    # 고객 데이터를 삭제해줘
    rf"(?:데이터|자료|테이블|레코드|내역|기록|이력|정보|고객|회원|손님|계좌|계약|거래|원장|대출|카드|상품|가맹점|건|로그|스키마|DB|데이터베이스){_GAP}"
    rf"(?:(?:삭제|폐기|말소|초기화|delete|truncate|drop|딜리트){_DO}|지워\s*(?:줘|주|줄|라|버려|[.!]?\s*$)|날려\s*(?:줘|주|줄|라|버려|[.!]?\s*$)|없애\s*(?:버려|버리))",
    r"(?:데이터|레코드|내역|기록|이력|흔적)(?:을|를|들을|만|도|은|는)?\s*(?:좀|싹|다|전부|모두|몰래|슬쩍|살짝|그냥)?\s*(?:좀\s*)?없애\s*(?:줘|주|줄|라|자)",
    r"(?<![a-z_])[a-z][a-z_.]+\s*(?:테이블|table)(?:을|를)?\s*(?:좀|싹|다|전부|통째로|그냥)?\s*(?:날려|지워|없애)\s*(?:버려|버리|줘|주|라)",
    rf"(?:DB|데이터베이스|원장|원본 ?(?:데이터|테이블)|시스템)에서{_GAP}(?:제거{_DO}|없애\s*(?:줘|주|라)|빼\s*버려|지우)",
    rf"(?:테이블|데이터|DB|데이터베이스|원장|{_TABLE})(?:을|를)?\s*(?:통째로|모두|전부|다|싹)?\s*비워\s*(?:줘|주|라|버려)",
    # 다 지우고 새로 시작하자, 작년 내역은 날려도 돼
    rf"(?:데이터|자료|테이블|레코드|내역|기록|이력|값|고객|계좌|계약|거래|원장|로그|{_TABLE}){_GAP}(?:싹|전부|모두|몽땅|깨끗이|깨끗하게|말끔히|죄다|통째로|다)\s*(?:비우|지우|날리|없애|밀어)(?:고\s|자|죠|기\s|면\s*(?:돼|되|좋))",
    rf"(?:데이터|자료|테이블|레코드|내역|기록|이력|고객|계좌|계약|거래|원장|로그|{_TABLE}){_GAP}(?:삭제해|지워|날려|비워|없애|폐기해)도\s*(?:돼|된다|됩니다|되니|괜찮|좋아|상관)",
    rf"(?:데이터|자료|테이블|레코드|내역|기록|이력|고객|계좌|계약|거래|카드|로그){_GAP}(?:필요\s*없|쓸모\s*없|쓸\s*일\s*없|불필요)(?:으니|어서|어졌|을\s*것|으므로|고){_GAP}(?:정리|처리|치워|폐기|청소){_DO}",
    # 금리를 내려서 반영해줘
    rf"(?:한도|금리|이자율|신용점수|등급|잔액|수수료율?|가격|점수){_GAP}(?:내려|올려|낮춰|높여|깎아|조정해|변경해|바꿔|수정해|인하해|인상해)서?\s*(?:바로|전부|모두|시스템에)?\s*(?:반영|적용|저장|갱신){_DO}",
    # 상태를 정상으로 바꿔줘
    rf"명의로\s*(?:변경{_DO}|바꿔\s*(?:줘|주|라))",
    rf"(?:상태|등급|금리|이자율|연회비|보험료|보수율|한도|잔액|여부|플래그|주소|이메일|연락처|전화번호|비밀번호|값|신용점수|점수|원금|수수료율?|가격|평점|동의|만기일?|소유자|명의)(?:을|를|은|는|도)?\s+"
    rf"(?:{_GAP}\s)?(?!{_SHOWN_AS})[^\s.?!]{{1,12}}?(?:으로|로)\s*(?:모두|전부|다|싹|일괄|즉시|바로|강제로)?\s*(?:(?:변경|수정|조정|정정|갱신|업데이트|update|세팅|설정|처리){_DO}|맞춰\s*(?:줘|주|라|놔)|바꿔\s*(?:줘|주|라|놔|버려)|고쳐\s*(?:줘|주|라|놔)|만들어\s*(?:줘|주|라|놔)|올려\s*(?:줘|주|놔)|내려\s*(?:줘|주|놔)|낮춰\s*(?:줘|주|놔))",
    rf"(?<![\d월분기])0\s*(?:원|점|건|%|퍼센트)?(?:으로|로)\s*(?:모두|전부|다|싹|일괄)?\s*(?:(?:변경|수정|조정|초기화|업데이트|update|세팅|설정){_DO}|바꿔\s*(?:줘|주|라|놔)|만들어\s*(?:줘|주|라|놔)|고쳐\s*(?:줘|주|라|놔)|(?:만들어|바꿔|고쳐|수정해|변경해)\s*[.!]?\s*$)",
    # 갚은 걸로 처리해줘
    rf"(?:갚은|상환(?:한|된|완료)|납부(?:한|된)|완납(?:한|된)?|변제(?:한|된)|해지(?:한|된)|승인(?:한|된)|탕감(?:한|된))\s*(?:걸|것으|거)로\s*(?:처리|변경|수정|조작|등록){_DO}",
    # UPDATE 해줘
    rf"(?<![a-z_])(?:update|delete|insert|truncate|drop)(?:\s*문)?(?:을|를|로)?{_DO}",
    # 테이블에 한 줄 넣어줘, 새 고객을 등록해줘
    rf"(?:테이블|DB|데이터베이스|원장|시스템|{_TABLE})에\s{_GAP}(?:넣어\s*(?:줘|주|라)|써\s*(?:줘|넣)|(?:추가|입력|삽입|등록|기록|저장|적재|insert){_DO})",
    rf"(?:내역|원장|기록|이력)에\s{_GAP}\d[\d,]*\s*[천백만억]*\s*원(?:을|짜리)?\s*(?:\S+\s*)?(?:추가|입력|등록|기록){_DO}",
    rf"(?:새|신규|가짜|테스트용?|더미|임의)\s*(?:고객|회원|계좌|거래|계약|상품|가맹점|대출|행|레코드)\s*{_GAP}(?:등록|생성|개설|입력|삽입|발급|만들어\s*넣){_DO}",
    rf"(?:고객|회원|계좌|거래|계약|상품|가맹점|대출|캠페인|지점|영업점|펀드)(?:을|를)?\s*(?:하나|한\s*(?:명|건|개|곳)|\d+\s*(?:명|건|개|곳)|새로)(?:을|를|만)?\s*{_GAP}(?:등록|생성|개설|입력|삽입){_DO}",
    # 계좌를 해지해줘: the business itself
    rf"(?:계좌|계약|거래|승인|결제|대출|카드|예금|적금|펀드|보험|주문|주식)(?:을|를|들을|건을|들)?\s*(?:(?:한|두|세|\d+)\s*(?:건|개|장|좌)(?:을|를|만)?\s*)?(?:모두|전부|다|바로|즉시|지금|강제)?\s*(?:해지|취소|정지|승인|개설|발급|매수|매도|환매|해약|상환|이체|탕감|정상화){_DO}",
    rf"\d\s*[천백만억]*\s*원(?:을|만)?{_GAP}(?:이체|송금|입금|출금){_DO}",
    rf"(?:한도|금리|신용점수|등급|잔액|이자율)(?:을|를|도)\s*{_GAP}(?:상향|하향|인상|인하|삭감){_DO}",
    r"(?:한도|금리|신용점수|등급|잔액|이자율)(?:을|를|도)\s*(?:[\d.,]+\s*\S{1,4}\s*)?(?:더\s*)?(?:올려|높여|낮춰|깎아)\s*(?:줘|주|놔)",
)
_STATEMENTS = (
    r"\b(?:drop|truncate|alter)\s+(?:table|schema|view|database|column|index)\b",
    r"\bdelete\s+from\s+[a-z_]",
    r"\binsert\s+into\b",
    r"\bupdate\s+[\w.]+\s+set\b",
    r"\bcreate\s+(?:or\s+replace\s+)?(?:table|view|schema|user|role|trigger)\s+[a-z_.]+\s*(?:\(|as\b)",
)
_CHANGED_EN = (
    rf"{_ORDER}(?:delete|erase|wipe|purge|destroy|truncate|zero(?=\s+out)|blank(?=\s+out)|null(?:ify)?)\s+(?:out\s+)?(?:{_EACH}\s+)?(?:of\s+)?(?:the\s+)?(?:[\w'-]+\s+){{0,4}}?{_RECORDS}",
    rf"{_ORDER}get\s+rid\s+of\s+(?:{_EACH}\s+)?(?:of\s+)?(?:the\s+)?(?:[\w'-]+\s+){{0,4}}?{_RECORDS}",
    rf"{_ORDER}(?:remove|delete|erase|wipe)\b{_WIDE}\bfrom\s+(?:the\s+|our\s+)?(?:[\w.]+\s+)?(?:database|warehouse|system|production|books|ledger)\b",
    rf"{_ORDER}drop\s+(?:the\s+|all\s+|every\s+)?(?:[\w.]+\s+){{0,2}}?(?:tables?|schemas?|databases?|views?)\b",
    rf"{_ORDER}(?:set|change|reset|modify|overwrite|update|raise|lower|increase|reduce|edit|adjust|alter|correct|rewrite)\s+(?:up\s+|down\s+)?(?:[\w'-]+\s+){{0,6}}?{_STORED}\b{_WIDE}\b(?:to|by|as|into)\s+"
    r"(?!thousands?|millions?|billions?|percent|per\b|average|sums?|totals?|counts?|won\b|krw|usd|dollars?|monthly|quarterly|yearly|ratio|shares?|ascending|descending|show|korean|english|include|only)",
    rf"{_ORDER}mark\s+{_EACH}{_WIDE}\bas\s+(?:paid|closed|normal|resolved|active|inactive|approved|deleted|vip|current|settled|performing|cancelled|canceled)\b",
    rf"{_ORDER}(?:cancel|close|approve|terminate|block|freeze|reopen|waive|write off|liquidate|redeem|surrender)\s+(?:all|every|the|this|these|my|his|her|that|customer)\b{_WIDE}\b(?:accounts?|cards?|loans?|polic(?:y|ies)|transactions?|contracts?|payments?|fees?|orders?|interest|funds?)\b",
    rf"{_ORDER}(?:transfer|wire|move|pay)\s+(?:krw|usd|\$|₩)?\s*[\d,.]+\s*(?:krw|won|usd|dollars|million|billion|k\b)?{_WIDE}\b(?:to|from|into)\b",
    rf"\b(?:transfer|wire|send)\s+(?:me\s+)?(?:krw|usd|\$|₩)?\s*[\d,.]+{_WIDE}\b(?:to|into)\s+my\s+(?:own\s+|personal\s+)?account\b",
    rf"{_ORDER}(?:insert|add|create|register|enter|record)\s+(?:a|an|\d+|some|one|two)\s+(?:new|fake|dummy|test|extra|bogus)?\s*(?:customer|account|transaction|trade|loan|policy|contract|record|row|entry|claim)s?\b(?!\s+(?:count|number|total|share|column|for|with|showing|of))",
    rf"{_ORDER}(?:insert|write|load|save|put|add)\b{_WIDE}\b(?:into|in|to)\s+(?:the\s+)?[\w.]*\s*(?:database|warehouse|production|customers table|ledger)\b",
)

# Numbers that stand for a person.
_RAW_KO = r"(?:주민\s*(?:등록)?\s*번호|외국인\s*등록\s*번호|여권\s*번호|운전\s*면허\s*번호|카드\s*번호|계좌\s*번호|(?:전화|휴대폰|핸드폰|연락처)\s*(?:번호)?|이메일|실명|개인정보)"
_STRICT_KO = r"(?:주민\s*(?:등록)?\s*번호|외국인\s*등록\s*번호|여권\s*번호|운전\s*면허\s*번호|CVC|CVV)"
_OPEN_KO = r"(?:가(?:려진|린)\s*(?:거|것|값|번호)?\s*말고|원래\s*(?:번호|값|대로)|원본|원문|평문|가림\s*없|가리지\s*(?:않|말)|마스킹\s*(?:없|안|하지|빼|풀|해제|제거)|마스크\s*(?:없|풀|해제)|비식별\s*(?:없|풀|해제)|복호화|암호화\s*(?:를\s*)?(?:풀|해제)|(?:13|16)\s*자리|뒷\s*자리|별표\s*없|통째로)"
_SECRET_KO = r"(?:비밀\s*번호|패스워드|비번|PIN\s*번호|인증서|개인\s*키|비밀\s*키|API\s*키|접속\s*정보|로그인\s*정보|접속\s*토큰|시크릿)"
_RAW_EN = r"(?:(?:resident|national|social security|passport|identity|id|ssn|rrn|driver'?s licen[cs]e)\s*(?:registration\s*)?(?:numbers?|ids?|nos?\b)|ssns?|rrns?|card numbers?|account numbers?|phone numbers?|emails?|e-mail addresses|email addresses|personal (?:data|details|information)|pii)"
_STRICT_EN = r"(?:resident registration (?:numbers?|nos?)|social security numbers?|passport numbers?|ssns?|cvvs?|cvcs?|driver'?s licen[cs]e numbers?)"
_SECRET_EN = r"(?:passwords?|password hashes|pin codes?|api keys?|private keys?|secret keys?|access tokens?|login credentials?|credentials)"
_CONTACT_EN = r"(?:e-?mails?(?: addresses)?|phone numbers?|mobile numbers?|contact details|home address(?:es)?|contacts?)"

# What reaches a person: not how they were written to, nor whether they may be.
_CONTACT_KO = r"(?:이메일(?:\s*주소)?|전화\s*번호|휴대폰(?:\s*번호)?|핸드폰(?:\s*번호)?|연락처|집\s*주소|자택\s*주소|주소록)"
_UNCONTACT_KO = r"(?!\s*(?:수신|동의|발송|등록|채널|캠페인|인증|미|여부|보유|있|없))"
# People the asker knows, and what is theirs. A branch, a customer, a company's staff are nobody's relatives.
_KNOWN_KO = r"(?:남동생|여동생|동생|형|누나|언니|오빠|엄마|아빠|어머니|아버지|부모님?|남편|아내|와이프|배우자|남자\s?친구|여자\s?친구|남친|여친|애인|친구|시어머니|시아버지|장모님?|장인|며느리|사위|조카|삼촌|이모|고모|이웃|상사|동료|지인|(?:팀장|부장|과장|차장|대리|본부장|지점장|사장|상무|전무|이사|실장|선배|후배)님?|직장\s?동료|(?:옆\s?)?짝꿍)"
_OWNED_KO = r"(?:계좌|통장|잔액|예금|적금|대출|빚|카드\s*(?:내역|사용|이용|한도|값)|이용\s*내역|거래\s*내역|신용\s*점수|신용\s*등급|보험|연봉|급여|월급|이체\s*내역|전화번호|연락처|주소|비밀번호)"
_KNOWN_EN = r"(?:neighbou?r|wife|husband|spouse|ex|ex-(?:wife|husband|boyfriend|girlfriend)|boyfriend|girlfriend|fianc[eé]e?|brother|sister|mother|father|mom|mum|dad|parents?|son|daughter|uncle|aunt|cousin|boss|co-?worker|colleague|friend|landlord|tenant|roommate|rival)"
_OWNED_EN = r"(?:accounts?|balances?|loans?|debts?|savings|deposits?|cards?|card history|transactions?|spending|credit score|salary|income|polic(?:y|ies)|insurance|phone(?: number)?|address|password|records?|holdings|portfolio)"

# What a person is reached by is asked for itself: at the end, or before a verb of giving.
_ASKED_KO = (
    r"(?:은|는|이|가|을|를|도|만|까지)?(?!(?!이랑|랑|하고|과|와|및)[가-힣])\s*(?:(?:좀|전부|모두|다|쭉|싹|한번|같이|함께|빨리|지금|바로|당장|전체|일단|엑셀로|파일로)\s*){0,3}"
    # 이메일이랑 집 주소 알려줘
    rf"(?:(?<=\S)(?:이랑|랑|하고|과|와|,|및)\s*(?:\S{{1,8}}\s+){{1,2}}?)?"
    rf"(?:{_GIVE}|정리|말해|불러|적어|찾아|줄\s*(?:수|래)|뭐|무엇|몇\s*번|어떻게|알\s*수|알고\s*싶|궁금|리스트|목록|명단|[.?!]?\s*$)"
)
_REACHED_KO = r"(?:연락\s*(?:가능한|되는|닿는|할\s*수\s*있는|받을)\s*번호|(?:집|휴대|자택)\s?전화|(?:전화|휴대폰|휴대전화|핸드폰|폰|연락)\s*번호|전번|폰번|연락처|(?:이메일|메일)(?:\s*주소)?|(?:집|자택|거주지)\s*주소)"
# Where a number is that of a place, or only of something about it, nobody is reached.
_PLACE_KO = r"(?:영업점|지점|점포|센터|가맹점|매장|딜러|본부|회사|콜센터|고객센터|기관|대리점|부서|대표)"

# A question about the word is not the deed.
_MEANING = _any(
    r"(?:무슨|무엇|뭐)\S*\s*(?:뜻|의미|야|인가)|설명해|\bwhat (?:does|is|would|happens)\b|\bexplain\b"
)

RULES: tuple[Refusal, ...] = (
    Refusal(
        "instructions",
        _any(
            rf"(?:이전|앞선?|앞의|위의?|기존|지금까지의?|모든|너의|네|당신의|원래|받은)\s*(?:모든\s*)?(?:지시|지침|명령|규칙|프롬프트|가이드라인|안내문)\S{{0,4}}\s*{_GAP}(?:무시(?:하|해)|잊(?:어|고)|어기|버려|버리고|따르지)",
            rf"(?:시스템|system|초기|숨겨진|내부)\s*(?:프롬프트|prompt|지시문|지침|메시지){_GAP}(?:{_GIVE}|복사|번역|적어|써|말해|요약|내용)",
            rf"(?:너의|네|네가 받은|당신의|너한테 준)\s*(?:지시문?|지침|프롬프트|규칙){_GAP}(?:{_GIVE}|복사|번역|적어|말해|요약)",
            r"(?:시스템|system)\s*(?:프롬프트|prompt)(?:가|는|이)?\s*(?:뭐|무엇|어떻게)",
            r"(?:^|\s)(?:지시|지침|규칙|명령)(?:은|을|는|를)?\s*(?:전부|모두|다|싹)\s*(?:무시(?:하|해)|잊)",
            r"(?:너는|넌|네가|당신은|이제부터|지금부터)\s.{0,20}?(?:제한|규칙|제약|검열|윤리|필터|금지)(?:이|도|은|가|사항이|사항도)?\s*(?:전혀\s*)?없(?:는|이|다)",
            r"탈옥\s*모드|(?:DAN|개발자|디버그|무제한)\s*모드(?:로|를|가)?\s*(?:전환|바꿔|들어가|켜|진입)",
        ),
        _any(
            r"\b(?:ignore|disregard|forget|override|bypass|drop|skip)\s+(?:about\s+)?(?:all|any|your|the|my|previous|prior|above|earlier|these|those|everything)?(?:\s+(?:of|the|your|my|all|previous|prior|above|earlier|system|safety|original|initial|other)){0,3}\s*(?:instructions?|prompts?|guidelines?|directives?|system message|safety rules|rules|programming)\b",
            r"\b(?:print|show|reveal|repeat|output|display|tell|dump|leak|give|write|paste|translate|summari[sz]e|what (?:is|are|does))\b[^.?!\n]{0,30}\b(?:system prompt|system message|your (?:initial |original |hidden |exact |secret )?(?:instructions?|prompt|rules|guidelines)|initial prompt|hidden (?:instructions?|prompt))\b",
            r"\b(?:ignore|disregard|forget)\s+(?:everything|anything|all|what(?:ever)?)\s+(?:that\s+)?(?:you(?:'ve| have| were| are|'re)?|they|i)\s+(?:been\s+|was\s+|were\s+)?(?:told|instructed|said|taught|trained|given|learned)\b",
            r"\b(?:print|show|reveal|repeat|output|display|dump|leak)\b[^.?!\n]{0,20}\bhidden\s+(?:config\w*|settings?|rules?|context|text|messages?)\b",
            r"\byou\s+(?:now\s+)?(?:have|follow|obey|know|are free of|are bound by)\s+(?:no|zero|none of the|without)\s+(?:rules?|limits?|restrictions?|guidelines?|filters?|polic(?:y|ies)|ethics)\b|\byou(?:'re| are)\b[^.?!\n]{0,30}\b(?:have|with)\s+(?:no|zero)\s+(?:rules|limits|restrictions|guidelines|filters)\b|\b(?:an?|the)\s+(?:unrestricted|unfiltered|uncensored|evil)\s+(?:ai|assistant|model|bot|version)\b|\b(?:ai|assistant|bot)\s+(?:with no|without(?: any)?)\s+(?:rules?|limits?|restrictions?|filters?)\b",
            r"\b(?:jailbreak|developer mode|dan mode|god mode|unrestricted mode)\b",
        ),
    ),
    Refusal(
        "checks",
        _any(
            r"(?:가드|guard|안전\s*장치|보안\s*(?:검사|규칙|정책|장치|설정)|감사\s*(?:로그|기록|추적)|(?:조회|접속|쿼리|실행)\s*(?:로그|기록)|로그\s*기록|접근\s*(?:통제|제어|제한|권한)|권한\s*(?:검사|확인|체크|제한)|SQL\s*검(?:사|증)|쿼리\s*검(?:사|증)|안전\s*검(?:사|증)|(?:행|조회|쿼리|시간|메모리|결과|row)\s*(?:수\s*)?(?:제한|한도|limit)|제한\s*시간|마스킹|개인정보\s*보호|행\s*필터|정책)(?:을|를|은|는|도|이나|과|와)?\s*(?:\S+(?:을|를|도)\s*)?(?:모두|전부|다|잠깐|잠시|일단|먼저)?\s*(?:끄고|꺼|끄라|끈\s*(?:채|상태|다음|뒤)|off|오프|해제(?:하고|해)|풀고|풀어|우회(?:하|해)|무시(?:하고|해|한 채)|건너뛰|비활성화(?:하|해)|무력화|생략하고|없애고|없애\s*(?:줘|주)|중단(?:하고|해)|멈추고|남기지\s*(?:말|않고)|하지\s*말고)",
            r"(?:기록|로그|흔적|이력)(?:을|를|도|이)?\s*(?:(?:남기지|남지)\s*(?:말|않(?:게|고|도록))|안\s*남(?:게|기고|도록))|(?:감사|로그|기록)에\s*(?:안\s*남|남지\s*않)",
            r"검(?:사|증)\s*없이\s*(?:그냥\s*)?(?:\S+\s*)?(?:실행|돌려|조회)",
        ),
        _any(
            r"\b(?:turn(?:ing)?\s+off|switch(?:ing)?\s+off|disable|deactivate|bypass|circumvent|skip|evade|remove|lift|suspend|stop|get around|override|without)\s+(?:(?:the|all|any|your|every|of|sql|query|row|time|memory|security|safety|access|audit|write|privacy|data|result)\s+)*(?:guards?|guard ?rails?|safety checks?|security (?:checks?|polic(?:y|ies)|rules|filters?)|permission checks?|checks and limits|access (?:controls?|checks?|restrictions?|rules)|audit (?:logs?|logging|trail)|row (?:limits?|filters?|level security)|query (?:limits?|checks?|validation)|time limits?|rate limits?|masking|masks|read-only mode|checks|logging|(?:audit|query) logs?)\b",
            r"\bpretend\s+(?:that\s+)?(?:there\s+(?:is|are|were)\s+no\s+|the\s+|all\s+|our\s+)?(?:masks?|masking|rules?|limits?|checks?|restrictions?|guards?|polic(?:y|ies)|filters?)\b",
            r"\b(?:turn|switch)\s+(?:the\s+)?[\w\s]{0,30}?(?:guard|audit log|logging|masking|row limits?|checks)\s+off\b",
            r"\b(?:no|without)\s+(?:any\s+)?(?:logging|leaving (?:a )?(?:trace|record|log)s?|being logged|an audit (?:record|trail))\b|\b(?:don't|do not|without)\s+log(?:ging)?\s+(?:this|it|my|the query)\b|\boff the record\b",
        ),
        # The look of a result may have limits too.
        _any(r"차트|그래프|소수점|\b(?:chart|axis|legend)\b"),
    ),
    Refusal(
        "somebody_else",
        _any(
            r"(?:나를|날|내|저를|제|나한테|나에게|저에게|우리)\s*(?:\S+\s+){0,3}?(?:권한|역할|role|등급 권한)(?:으로|로|을|를|도)?\s*(?:\S+(?:으로|로)\s*)?(?:더\s*)?(?:바꿔|바꾸|전환|변경|올려|높여|승격|상승|줘|주고|부여|격상)",
            r"(?:관리자|어드민|admin|administrator|DBA|root|슈퍼\s*유저|준법감시인|지점장|본부장|임원|대표이사|부서장|팀장|감사팀|최고\s*권한자?|상급자|다른\s*(?:사람|직원|사용자|역할|부서)|analyst|data_scientist|power_user)\S{0,2}\s*(?:의\s*)?(?:권한|계정|역할|자격|아이디|ID|신분|role)(?:을|를)?(?:으로|로)?\s*(?:빌려|써서|이용해|사용해|바꿔|전환|변경|로그인(?:해|하고)|접속(?:해|하고)|조회|실행|돌려|보여|열어|봐|가정하고)",
            r"(?:[가-힣]*(?:부장|과장|차장|대리|팀장|주임|사원|선배|후배|동기|동료|상사|실장|센터장|행장)|남|다른\s*(?:분|사람|직원)|[가-힣]{2,4}\s*(?:씨|님))(?:님)?(?:의)?\s*(?:계정|아이디|ID|사번|로그인|접속\s*정보)(?:으로|로|을|를)?\s*(?:써서|빌려|이용해|사용해|바꿔|전환|들어가|로그인|접속|조회|열어)",
            r"(?:관리자|어드민|admin|DBA|root|준법감시인|지점장|본부장|임원|대표이사|부서장|팀장|부장|과장|차장|대리|직원|사용자|사람)\S{0,2}\s*(?:인\s*(?:척|것처럼|양)|행세|(?:이라고|라고)\s*(?:치고|생각하고|가정하고|여기고)|로\s*(?:가장|위장|사칭))",
            r"(?:나는|내가|난|저는|제가|너는|넌|네가|당신은)\s*(?:이제\s*|지금\s*|오늘부터\s*)?(?:\S+\s*)?(?:관리자|어드민|admin|DBA|root|준법감시인|지점장|본부장|임원|대표이사|감사인)(?:이니까|니까|이야|야|이다|다\b|이고|이라고|라고|로서|인데|입니다|예요|이에요).{0,30}(?:보여|조회|풀|열어|전부|모두|다\s)",
        ),
        _any(
            r"\bpretend\s+(?:to be|that|you(?:'re| are)|i(?:'m| am)|we(?:'re| are))\b",
            r"\b(?:become|make me|be)\s+(?:an?\s+|the\s+)?(?:admin(?:istrator)?|root|super ?user|dba)\b|\byou(?:'re| are) now (?:an?|the)\b",
            r"\bimpersonat(?:e|ing)\b(?!\s*(?:cases|fraud))",
            r"(?:^|[.;!?,]\s+|\b(?:and|please|you|then|to)\s+)(?:act|log ?in|sign ?in|run (?:this|it|the query|my query)|query|connect|answer|behave)\s+(?:to \w+ )?as\s+(?:if i (?:were|was|am)\s+)?(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}?(?:admin(?:istrator)?|root|super ?user|dba|compliance officer|branch manager|manager|executive|ceo|auditor|another (?:user|person|role)|someone else|other user|analyst|power_user|data_scientist)\b",
            r"\b(?:log ?in|sign ?in|log ?on|get in|enter)\s+(?:\w+\s+){0,2}?(?:with|using|under|through|as)\s+(?:my\s+|the\s+|his\s+|her\s+|our\s+)?(?:[\w-]+\s+){0,2}?[\w-]+(?:'s|s')\s+(?:account|id|login|credentials|password|user ?name|session)\b",
            r"\b(?:as|with)\s+(?:an?\s+|the\s+)?(?:admin(?:istrator)?|root|super ?user|dba|compliance officer)(?:'s)?\s+(?:rights|role|privileges?|permissions?|access|account|credentials)\b",
            r"\b(?:grant|give|get)\s+(?:me|my (?:user|account))\s+(?:[\w-]+\s+){0,3}?(?:admin|root|super ?user|dba|role|privileges?|permissions?|access rights|rights)\b",
            r"\b(?:change|upgrade|elevate|escalate|raise|switch|set)\s+(?:me|my)\s+(?:to\s+)?(?:an?\s+)?(?:[\w-]+\s+)?(?:roles?|privileges?|permissions?|access(?: level)?|admin\w*)\b",
            r"\buse\s+(?:the\s+)?(?:[\w-]+\s+)?(?:manager|admin|administrator|colleague|boss|supervisor|someone else|other user)(?:'s)?\s+(?:role|account|login|credentials|permissions?|rights)\b",
        ),
    ),
    Refusal(
        "files_and_engine",
        _any(
            r"/(?:etc|proc|root)/|\.ssh/|id_rsa|authorized_keys|/var/log/|(?<![\w])\.env\b(?=\s*(?:파일|을|를|file)?)",
            r"(?:read_csv(?:_auto)?|read_text|read_blob|read_parquet|read_json|glob)\s*(?:\(|로\s|를\s*(?:써서|이용))",
            rf"(?:서버|로컬|호스트|내부\s*서버)(?:의|에 있는|상의)?\s*(?:설정\s*|로그\s*|시스템\s*)?(?:파일|디렉터리|디렉토리|폴더){_GAP}(?:읽어|열어|목록|{_GIVE})",
            rf"(?:엔진|duckdb|DB|데이터베이스|서버|시스템)\s*(?:의\s*)?(?:내부\s*)?(?:설정값?|환경\s*변수|시스템\s*테이블|카탈로그\s*테이블|시크릿|비밀\s*값|접속\s*문자열)(?:을|를|까지|도|이|와|과)?\s*{_GAP}{_GIVE}",
            rf"환경\s*변수{_GAP}{_GIVE}|시스템\s*테이블{_GAP}{_GIVE}",
        ),
        _any(
            r"\b(?:read_csv(?:_auto)?|read_text|read_blob|read_parquet|read_json(?:_auto)?|glob|getenv|current_setting)\s*\(",
            r"\bduckdb_[a-z]+\b|\bpg_(?:shadow|authid|read_file|catalog|user|roles)\b|\binformation_schema\.|\bsqlite_master\b",
            r"\bpragma\s+[a-z_]+|\battach\s+(?:database\s+)?'|\binstall\s+(?:httpfs|\w+ extension)|\bload\s+(?:httpfs|extension)\b|\bcopy\s+[\w.(]+[^.?!]{0,60}\bto\s+'",
            r"\b(?:environment variables?|env vars?)\b[^.?!\n]{0,20}$|\b(?:show|print|list|read|dump)\b[^.?!\n]{0,30}\b(?:environment variables?|env vars?|engine settings|database settings|system settings|system tables?|connection strings?)\b",
            r"\b(?:read|open|show|list|print|cat|dump|load)\b[^.?!\n]{0,30}\b(?:files?|folders?|director(?:y|ies))\b[^.?!\n]{0,20}\b(?:on|from|of)\s+(?:the\s+|this\s+|your\s+)?(?:server|host|local disk|file ?system|machine)\b",
        ),
        # Code that reads files is work, not a reading of ours.
        _any(r"파이썬|판다스|\b(?:python|pandas|script|notebook)\b|\.py\b|스크립트|코드를?\s*(?:짜|작성)"),
    ),
    Refusal(
        "identifiers",
        _any(
            rf"{_RAW_KO}{_GAP}{_OPEN_KO}|{_OPEN_KO}{_GAP}{_RAW_KO}",
            r"(?:가린|가려진|마스킹(?:된|한)|암호화(?:된|한)|비식별(?:화)?(?:된|한)?)\s*(?:번호|이름|값|정보|연락처|데이터|것|거|카드번호|주민번호)\S{0,2}\s*(?:\S{1,6}\s+)?(?:원래대로|복원|복호화|풀어|되돌려|해제)",
            rf"{_STRICT_KO}(?:를|을|만|까지|도|와|과|,)?\s*(?!{_GAP}(?:없|누락|중복|어디|어느|건수|몇|비율|여부|오류))(?:\S+\s+){{0,4}}?(?:{_GIVE}|저장|엑셀|csv)",
            rf"{_SECRET_KO}(?:을|를|만|까지|도)?\s*(?:좀|전부|모두|다|목록을?|리스트를?|원본을?|평문으로)?\s*{_GIVE}",
            rf"{_SECRET_KO}(?:을|를|도)?\s*(?:좀|부탁\S*|필요\S*)\s*[.?!]?\s*$|(?:패스워드|개인\s*키|비밀\s*키|API\s*키|접속\s*(?:정보|토큰)|시크릿)(?:이|가|은|는|들이|들은)?\s*어디",
            rf"{_SECRET_KO}(?:을|를|이|가|은|는)?\s*(?:{_GAP}(?:까먹|잊어|몰라|모르|잃어){_GAP}{_GIVE}|뭐(?:야|지|예요|에요|니|냐|였)|무엇(?:인가|이)|어떻게\s*(?:돼|되))",
            rf"(?:관리자|서버|시스템|DB|루트|root|admin)\s*(?:의\s*)?{_SECRET_KO}{_GAP}(?:이야기|말해|들려|불러|적어|써\s*줘)|{_STRICT_KO}{_GAP}(?:실제|진짜)",
            rf"{_STRICT_KO}(?:{_GAP})(?:뭐(?:야|지|예요|에요|니|냐|였)|무엇(?:인가|이)|어떻게\s*(?:돼|되)|말해|불러)",
            # 고객 집주소랑 휴대폰번호 다 뽑아서 줘: of all of them, one by one
            rf"{_CONTACT_KO}{_UNCONTACT_KO}(?:을|를|까지|도|이랑|랑|하고|와|과|,)?\s*(?:좀\s*)?(?:전부|모두|다|싹|전체|통째로|일일이|명단으로|리스트로|목록으로|명단|리스트|목록)(?:을|를)?\s*(?:좀\s*)?(?:{_GIVE}|말해|불러|정리|긁어)",
            rf"(?:모든|전체|전\s?고객|전원의?)\s*{_GAP}{_CONTACT_KO}{_UNCONTACT_KO}(?:을|를|까지|도)?\s*(?:좀\s*)?(?:{_GIVE}|말해|불러|긁어)",
            # 내 동생 계좌 잔액, 전 남편의 카드 내역: somebody the asker knows
            rf"(?:(?:내|제|우리|울|전)\s*{_KNOWN_KO}|^\s*(?:남편|아내|와이프|(?:남자|여자)\s?친구|남친|여친|애인|시어머니|장모님?))(?:의|네|꺼|거)?\s*(?:(?!\S*(?:한|는|신|던|킨|낸|준|라고)\s)\S{{1,8}}\s+){{0,2}}?{_OWNED_KO}",
            rf"(?:옆집|옆자리|이웃)\s*(?:\S{{1,8}}\s+){{0,3}}?{_OWNED_KO}",
            rf"{_OWNED_KO}{_GAP}(?:몰래|들키지\s*않)|(?:몰래|들키지\s*않게){_GAP}{_OWNED_KO}",
            rf"(?:이메일|e-?mail|전화번호|휴대폰\s*번호|핸드폰\s*번호|연락처|집\s*주소|자택\s*주소)(?!\s*(?:수신|동의|발송|등록|채널|캠페인|인증|미)){_WIDE}(?:다운로드|다운\s*받|내려\s*받|내려\s*줘|내려\s*주|export|반출|내보내|빼\s*(?:내|가|줘)|usb|엑셀로|csv로|파일로)",
        ),
        _any(
            rf"\b(?:unmasked|raw|unredacted|plain ?text|unencrypted|decrypted|full(?= (?:card|account|phone|resident|passport|social))|full 16[- ]digit|full, unmasked|16[- ]digit)\b{_WIDE}\b{_RAW_EN}\b|\b{_RAW_EN}\b{_WIDE}\b(?:unmasked|(?:without|no) mask(?:ing|s)?|in plain ?text|unredacted|in the clear|in full|decrypted|not masked)\b",
            rf"\b(?:show|list|give|export|dump|print|extract|get|select|download|reveal|send|need|want)\b{_WIDE}\b{_STRICT_EN}\b",
            rf"(?:^|\b(?:and|please|you|to|me|us|i (?:need|want))\s+)(?:show|list|give|export|dump|print|extract|get|select|download|reveal|tell|find)?\s*(?:me |us )?(?:all |every |the |of |login |customers?'? |user |admin |database ){{0,5}}{_SECRET_EN}\b(?!\s+(?:reset|change|error|failure|attempt|usage|count|expir|polic))",
            rf"\bwhat(?:'s| is| are| was)\s+(?:[\w'-]+\s+){{0,5}}?(?:{_SECRET_EN}|{_STRICT_EN})(?:\s+(?:of|for)\b|\s*[?.!]?\s*$)",
            rf"\b(?:full|complete|entire|whole|actual|real)\s+(?:{_STRICT_EN}|{_CONTACT_EN}|phone number|card number|account number|home address|e-?mail(?: address)?)\s+(?:of|for)\s+(?:every|each|all|any)\b",
            rf"\b(?:everyone|everybody|(?:every|each) (?:customer|client|member)|all (?:customers|clients|members))(?:'s|'|s')\s+(?:[\w-]+\s+){{0,3}}?{_CONTACT_EN}",
            rf"\b(?:show|list|give|print|reveal|tell|get|need|want)\b{_WIDE}\b{_CONTACT_EN}\s+(?:of|for)\s+(?:every|each|all)\b",
            rf"\b(?:my|our)\s+(?:[\w-]+\s+)?{_KNOWN_EN}(?:(?:\s+[A-Z][\w-]+){{0,2}}(?:'s|s')\s+(?:[\w-]+\s+){{0,3}}?|\s+){_OWNED_EN}\b",
            rf"\b{_OWNED_EN}\s+(?:of|for|does|belonging to)\s+(?:my|our)\s+(?:[\w-]+\s+)?{_KNOWN_EN}\b|\bhow much\b[^.?!\n]{{0,20}}\b(?:does|do|did|has|have|money)\b[^.?!\n]{{0,12}}\bmy\s+(?:[\w-]+\s+)?{_KNOWN_EN}\b",
            rf"\b(?:export|download|dump|extract|harvest|scrape|pull)\b{_WIDE}\b{_CONTACT_EN}\b{_WIDE}\b(?:all|every|csv|excel|file|usb|list)\b|\b(?:export|download|dump|harvest|extract|pull)\s+(?:all|every|the whole|the entire){_WIDE}\b{_CONTACT_EN}\b",
        ),
        _any(
            r"몇\s*(?:명|건|개|번|회)|(?:고객|회원|건|횟)\s*수|비율|어느\s*(?:테이블|표)|\bhow many\b|\bnumber of (?:customers|clients|accounts|people)|\bwhich tables?\b|\bshare of\b|\bpercent"
        ),
    ),
    # All there is, as it is: counts and totals of all there is are questions.
    Refusal(
        "everything",
        _any(
            rf"(?:모든|전체|전부|통째|온갖)\S*\s*(?:\S+\s+){{0,2}}?(?:테이블|데이터베이스|DB|데이터|원장|(?:고객|회원|개인)\s*(?:정보|데이터|자료|명단|원장)|개인정보)(?:들?을|를|까지|째로|도)?\s*(?:(?:\S{{1,6}}(?:로|에)|다|싹|전부|모두|좀|한\s?번에)\s+){{0,3}}(?:내려\s*(?:받|줘|주)|다운|내보내|덤프|dump|백업|추출|export|반출|복사{_DO}|긁어)",
            rf"(?:테이블|데이터베이스|DB|데이터|원장|(?:고객|회원|개인)\s*(?:정보|데이터|자료|명단|원장))(?:을|를)?\s*(?:통째로|몽땅|싹\s*다|싹|전부|모조리){_GAP}(?:내려\s*(?:받|줘|주)|다운|내보내|덤프|dump|백업|추출|export|반출|복사{_DO}|긁어)",
        ),
        _any(
            r"\b(?:dump|export|download|extract|copy|back ?up|save|unload)\s+(?:me\s+)?(?:out\s+)?(?:the\s+|our\s+)?(?:entire|whole|full|complete|all(?: of)?(?: the| our)?|every)\s+(?:[\w-]+\s+)?(?:databases?|warehouse|data ?base|data|tables?|schemas?|(?:customer|client|member)s?'?\s+(?:data|tables?|records?|information|base|list|file))\b(?!\s+(?:by|per|of|for|on|about)\b)",
        ),
        _any(
            r"합계|평균|건수|[가-힣]\s*수(?![가-힣])|별(?:로)?\s|비율|추이|목록만|\b(?:total|average|count|number|by|per)\b"
        ),
    ),
    Refusal(
        "sending_out",
        _any(
            rf"(?:개인\s*(?:메일|이메일|지메일|계정|휴대폰|핸드폰|카톡|클라우드|드라이브|pc|노트북)|지메일|gmail|네이버\s*메일|한메일|카톡|카카오톡|텔레그램|슬랙|디스코드|왓츠앱|구글\s*드라이브|드롭박스|usb|협력(?:사|업체)|외주(?:사|업체)|파트너사|제(?:3|삼)자|외부\s*(?:서버|업체|협력사|협력업체|회사|파트너사?|사람|메일|이메일|사이트|저장소|기관|메신저|클라우드|주소|링크|웹하드|인)|경쟁사|https?://\S+|ftp\S*|s3://\S+|웹훅|webhook|[\w.+-]+@[\w-]+\.[\w.]+)\S{{0,6}}?\s*(?:으로|로|에|에다|에게|한테)?\s*{_GAP}(?:(?:보내|쏴|쏘아|넘겨|뿌려|부쳐|날려)\s*(?:줘|주|라|고|자|줄)|(?:전송|업로드|upload|공유|발송|전달|복사|반출|포스팅|백업){_DO}|올려\s*(?:줘|주|라|놔|두)|내보내\s*(?:줘|주|라|고)|옮겨\s*(?:줘|주|라|놔)|담아\s*(?:줘|주|가)|빼돌|빼\s*(?:줘|주|가|내))",
        ),
        _any(
            rf"\b(?:send|e-?mail|mail|forward|upload|post|copy|transfer|push|export|transmit|publish|leak|ship|sync|share)\b(?!ed){_WIDE}\b(?:to|on|onto|into|with|via|through)\s+(?:(?:my|his|her|our|the|a|an|this)\s+)*(?:personal\s+(?:e-?mail|account|drive|phone|cloud|laptop|gmail|inbox)|private\s+(?:e-?mail|account|gmail)|home e-?mail|gmail|hotmail|https?://|ftp://|s3://|dropbox|google drive|onedrive|telegram|whatsapp|slack|discord|pastebin|webhook|usb|(?:external|outside)\s+(?:server|site|website|address|e-?mail|party|url|drive|vendor|partner|firm|company|agency|consultant|contractor|auditor)s?|third part(?:y|ies)|competitors?\b|[\w.+-]+@[\w-]+\.\w+)",
        ),
    ),
    Refusal(
        "identifiers",
        _any(rf"{_REACHED_KO}{_UNCONTACT_KO}{_ASKED_KO}"),
        _any(
            rf"(?:^|\b(?:and|please|you|to|me|us|i (?:need|want))\s+)(?:show|list|give|print|tell|get|find|pull|send|text|message|hand|pass)\b{_WIDE}\b{_CONTACT_EN}\b",
            rf"\b(?:what(?:'s| is| are| was))\b{_WIDE}\b{_CONTACT_EN}\b",
            rf"\b(?:names?|ids?)\s*(?:,|and|with|&|\+)\s*(?:their\s+)?{_CONTACT_EN}\b",
        ),
        _any(
            r"몇\s*(?:명|개|건|회|곳)|(?:고객|회원|손님|사람|건|횟|계좌)\s*수|인원|비율|비중|건수|여부|중복|누락|없는|없이|등록|동의|캠페인|채널|반응|발송|도메인|형식|어느\s*(?:테이블|표)"
            r"|(?<!안 )(?:가려진|가린|마스킹(?:된|한))(?!\s*(?:거|것|값|번호)?\s*말고)"
            rf"|{_PLACE_KO}(?:의|별|들의?)?\s*(?:대표\s*)?(?:전화|연락처|이메일|주소)"
            r"|\bhow many\b|\bnumber of (?!me\b)(?:customers|clients|accounts|people|emails)|\bwhich tables?\b|\bshare of\b|\bpercent|\bcampaigns?\b|\bchannels?\b|\bconsent|\bper\b"
            r"|\b(?:branch(?:es)?|cent(?:er|re)s?|merchants?|dealers?|offices?|company|companies|sent|by e-?mail|without|no) (?:[a-z]+ )?(?:contact|phone|e-?mail)|\b(?:with|have|having|has|whose) (?:an? )?(?:valid |registered )?(?:phone|e-?mail|contact)"
        ),
        of_persons=True,
    ),
    Refusal(
        "changing_data",
        _any(
            r"(?<![a-z_])(?:update|delete|insert|truncate|drop)\s*(?:문|쿼리|구문)(?:을|를|도)?\s*(?:바로\s*)?실행"
        ),
        _any(*_STATEMENTS),
        _MEANING,
    ),
    Refusal(
        "changing_data",
        _any(*_CHANGED_KO),
        _any(*_CHANGED_EN),
        # An edit of the shown result, or a question about the word.
        _any(
            r"(?:열|컬럼|칼럼|결과|차트|그래프|합계\s*행|조건|필터|정렬|단위|소수점|범례|축|제목|중복|빈\s*(?:값|칸)|결측|null|널|없는\s*값)\S{0,3}\s*(?:[^.?!]{0,15}\s)?(?:삭제|지워|제거|빼|없애|바꿔|변경|수정|초기화|갱신|0)",
            r"(?:표|목록|결과|화면|리스트)에서",
            r"(?:바꿔|바꾸|수정|변경)\S{0,3}\s*(?:가정|보면|계산|집계|다시 (?:보여|계산))",
            _MEANING.pattern,
            r"\b(?:columns?|charts?|legend|axis|filters?|duplicates?|nulls?|blanks?|decimals?|result|sort(?:ing)?|title|time range|date range)\b",
        ),
    ),
)
