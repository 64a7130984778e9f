"""Words beside a number that say what it is, or that it is something else. Korean and English, in prose, keys and columns."""

from __future__ import annotations

import re
from functools import cache, lru_cache

BOUNDARY = "\n\x1e\n"
"""Between texts that are looked at together and have nothing to do with each other: cells of a column."""
_BEFORE = 48
_BEHIND = 18
_RIGHT_BEFORE = 26

_EDGE = "\x1e"

_BANKS = (
    r"국민(?:은행)?|kb국민|kb|신한(?:은행)?|우리(?:은행)?|하나(?:은행)?|keb하나|기업(?:은행)?|ibk|농협(?:은행)?|nh농협|nh|카카오뱅크|카카오"
    r"|토스뱅크|토스|케이뱅크|k뱅크|sc제일(?:은행)?|제일은행|씨티(?:은행)?|대구은행|im뱅크|부산은행|경남은행|광주은행|전북은행|제주은행"
    r"|수협(?:은행)?|산업은행|kdb|우체국|새마을금고|신협|저축은행|산림조합"
)
_SAYS: dict[str, str] = {
    "resident_no": r"주민|실명(?:확인|번호)|생년월일|resident|residence.?n|rrn|jumin|(?<![a-z])ssn|national.?id",
    "foreigner_no": r"외국인|국내거소|거소신고|체류|foreign|alien|(?<![a-z])(?:arc|frn)(?![a-z])",
    "corporate_no": r"법인|등기번호|corporat|corp_?(?:no|num|reg)|crn(?![a-z])",
    "business_no": r"사업자|세금계산서|business|biz_?(?:no|num|reg)|(?<![a-z])brn(?![a-z])|tax.?id|tax.?invoice",
    "card": r"카드|신용|체크|결제수단|card|(?<![a-z])pan(?![a-z])|visa|master|amex|credit|debit|(?<![a-z])cc_?n",
    "account": rf"계좌|통장|예금주|입금|송금|이체|출금|account|(?<![a-z])(?:acct|acnt|acc_?no)|bank|iban|은행|뱅크|(?:{_BANKS})[ :(]*$",
    "account_no": r"계좌|통장|account[ _-]?(?:no|num|number|#|:)|(?<![a-z])ac(?:c|ct|nt)[ _-]?(?:no|num)|가상계좌|입금처|iban",
    "passport": r"여권|passport",
    "licence": r"면허|licen[cs]e|driver",
    "phone": r"전화|연락처|휴대|핸드폰|폰번호|대표번호|직통|내선|문자|팩스|phone|mobile|(?<![a-z])(?:tel|cell|hp|fax|sms|call|contact)(?![a-z])|hand_?phone",
    "email": r"메일|mail",
}
_DENIES = re.compile(
    r"(?:(?:주문|송장|운송장|배송|거래|접수|문서|승인|전표|일련|시리얼|바코드|상품|제품|모델|관리|사건|등록금|금액|합계|잔액|매출|건수|참조|추적"
    r")|(?<![a-z])(?:order|invoice|tracking|shipment|barcode|isbn|issn|ean|gtin|upc|sku|serial|batch|trace|span|request|correlation|build|commit"
    r"|version|ver|revision|epoch|timestamp|ts|nonce|sequence|seq|offset|size|bytes|amount|total|price|checksum|hash|crc|uuid|guid"
    r"|ms|millis|created_?at|updated_?at|time))"
    r"(?:[ _-]?(?:번호|코드|id|no|num|number|nr|key|ms|at|#))?[ \t]*[\"'`]?[ \t]*(?:[:=#,(\[은는이가]|->|=>)?[ \t]*[\"'`(\[]?$",
    re.IGNORECASE,
)
_BANK_BEFORE = re.compile(rf"(?:{_BANKS})[ \t]*[:)(\]\"'`,]*[ \t]*$", re.IGNORECASE)


@cache
def _saying(kind: str) -> re.Pattern[str]:
    return re.compile(_SAYS[kind], re.IGNORECASE)


@lru_cache(maxsize=256)
def named(kind: str, beside: str) -> bool:
    """Whether a name given from outside (a column's, a key) names the kind."""
    return bool(beside) and _saying(kind).search(beside) is not None


def says(kind: str, text: str, start: int, end: int | None = None) -> bool:
    """Whether words beside `text[start:end]`, on the left or close on the right, name the kind."""
    pattern = _saying(kind)
    if pattern.search(_before(text, start, _RIGHT_BEFORE if kind == "account_no" else _BEFORE)):
        return True
    behind = text[end : end + _BEHIND].partition(_EDGE)[0] if end is not None else ""
    return bool(behind) and pattern.search(behind) is not None


def distance(kind: str, text: str, start: int) -> int:
    """Characters between the last word before `text[start:]` that names the kind and there; 1,000 without one."""
    before = _before(text, start, _BEFORE)
    last = max((m.end() for m in _saying(kind).finditer(before)), default=None)
    return len(before) - last if last is not None else 1_000


def denies(text: str, start: int) -> bool:
    """Whether the words right before `text[start:]` name another kind of number."""
    return _DENIES.search(_before(text, start, 32)) is not None


def bank_before(text: str, start: int) -> bool:
    """Whether a bank's name stands right before `text[start:]`."""
    return _BANK_BEFORE.search(_before(text, start, 24)) is not None


def _before(text: str, start: int, most: int) -> str:
    """What stands before, as far as it can speak of what follows: its own line, or the line above where that is empty."""
    near = text[max(0, start - most) : start].rpartition(_EDGE)[2]
    line = near.rpartition("\n")[2]
    return line if any(map(str.isalnum, line)) else near
