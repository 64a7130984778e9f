"""Which columns hold something about a person, by their names and comments: before there is a policy nobody reads a value.

A name tells by how it ends (`customer_phone_no`, `고객명`), so that `phone_count` and `email_sent_at` are no phone and no
address. Rather too many than too few: a mask too much is seen and lifted, one too few is not seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ...core.described import DescribedColumn, DescribedTable
from ...core.tables import Column, Table


@dataclass(frozen=True, slots=True)
class Kind:
    """Something about a person. `mask` is the name of the mask that shows its form, empty where all of it is hidden."""

    name: str
    mask: str
    classification: str = "personal"


LONGEST_NAME = 40
"""A remark of more characters is a sentence, and how it ends tells nothing."""
_NUMBER = r"(?:_?(?:no|nos|num|nbr|number|id|cd|code))?"
_STATE = r"(?:_?(?:masked|raw|enc|encrypted|hash|hashed|kr|ko|kor|en|eng|\d+))*"
_PERSON = (
    r"(?:customer|cust|cstmr|client|clnt|user|usr|member|mbr|employee|empl?|staff|person|people|patient|borrower|debtor"
    r"|holder|hldr|owner|contact|applicant|insured|beneficiary|guarantor|guardian|father|mother|spouse|payee|payer"
    r"|sender|receiver|recipient|depositor|remitter|ceo|president|representative|manager|mngr|agent|teller|planner|pb|rm|fc"
    r"|first|last|middle|full|family|given|sur|maiden|real|legal)"
)
_PEOPLE = re.compile(
    r"(?:^|_)(?:customer|cust|cstmr|client|user|member|employee|emp|staff|person|people|patient|borrower|applicant"
    r"|beneficiary|guarantor|contact)(?:s|es|ies)?(?:_(?:info|information|master|mst|mstr|base|basic|profile|detail|dtl|list))*s?_?\d*$"
    r"|(?:고객|회원|직원|사원|임직원|사용자|계약자|피보험자|수익자|차주|환자|연락처)(?:_?(?:정보|기본|원장|마스터|목록|명부))*$"
)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            Kind("credential", ""),
            rf"(?:^|_)(?:passwo?r?d|passwd|pwd|passphrase|pin|pin_?no|cvc|cvv|cvc2|cvv2|otp|secret|api_key|private_key|credential)s?{_STATE}$"
            rf"|(?:access|auth|refresh|session|api|id|bearer)_token{_STATE}$|(?:비밀번호|비번|암호|인증키|접속키)$",
        ),
        (
            Kind("resident_no", ""),
            rf"(?:^|_)(?:resident(?:_registration)?_?(?:no|num|number|id)|rrn|jumin(?:_?(?:no|num|number))?|ssn|social_security_?(?:no|num|number)"
            rf"|national_?id(?:_?(?:no|num|number))?|rlnm_?(?:no|cnfm_?no)|rsdt_?no|rrno){_STATE}$"
            r"|(?:주민(?:등록)?번호|주민등록|실명(?:확인)?번호)",
        ),
        (
            Kind("foreigner_no", ""),
            rf"(?:^|_)(?:foreigner(?:_registration)?_?(?:no|num|number)|alien_?(?:registration_?)?(?:no|num|number)|arc_?no|frn){_STATE}$"
            r"|(?:외국인(?:등록)?번호|국내거소(?:신고)?번호)",
        ),
        (
            Kind("passport", ""),
            rf"(?:^|_)(?:passport|psprt){_NUMBER}{_STATE}$|여권(?:번호)?$",
        ),
        (
            Kind("licence", ""),
            rf"(?:^|_)(?:driver_?s?_)?(?:licen[cs]e|lcns)_?(?:no|num|number){_STATE}$|(?:운전)?면허(?:증)?번호$",
        ),
        (Kind("linking", ""), rf"(?:^|_)(?:ci|di)(?:_?(?:no|val|value|key))?{_STATE}$|연계정보$"),
        (
            Kind("card", "card"),
            rf"(?:^|_)(?:(?:credit_|debit_|check_)?card_?(?:no|num|nbr|number)|crd_?no|pan|cc_?(?:no|num|number)){_STATE}$|카드번호$",
        ),
        (
            Kind("account", "account"),
            rf"(?:^|_)(?:(?:bank_)?(?:account|accnt|acct|acnt|acc)_?(?:no|num|nbr|number)|iban){_STATE}$|(?:계좌|통장)번호$",
        ),
        (
            Kind("phone", "phone"),
            rf"(?:^|_)(?:(?:tele|mobile_?|cell_?|hand_?|home_?|work_?)?phone|mobile|cell|tel|telno|hp|hpno|mphn|fax|phn|ctplc){_NUMBER}{_STATE}$"
            r"|(?:전화|휴대폰|휴대전화|핸드폰|연락처|팩스)(?:_?번호)?$",
        ),
        (
            Kind("email", "email"),
            rf"(?:^|_)e_?mail(?:_?(?:addr|address|adr))?{_STATE}$|(?:이메일|전자우편|메일)(?:_?주소)?$",
        ),
        (
            Kind("network", "redact"),
            rf"(?:^|_)(?:(?:client_|user_|login_|remote_)?ip(?:_?(?:addr|address))?|mac_?(?:addr|address)|imei|imsi|adid|idfa|gaid|device_?(?:id|uuid)){_STATE}$"
            r"|(?:아이피|IP)(?:_?주소)?$",
        ),
        (
            Kind("address", "address"),
            rf"(?:^|_)(?:addr(?:ess)?(?:_?(?:line|detail|dtl|road|full|\d))*|street|zip_?code_addr|adr){_STATE}$|주소(?:_?상세)?$|상세주소$",
        ),
        (Kind("place", "redact"), r"(?:^|_)(?:latitude|longitude|lat|lon|lng|gps)$|(?:위도|경도)$"),
        (
            Kind("birth", "year"),
            rf"(?:^|_)(?:birth_?(?:date|day|dt|ymd|de)|date_of_birth|birthday|dob|brdt|brth_?(?:dt|ymd)){_STATE}$|(?:생년월일|생일|출생일자?)$",
        ),
        (
            Kind("name", "name"),
            rf"(?:^|_){_PERSON}_?(?:nm|name)s?{_STATE}$|(?:^|_)(?:fname|lname|surname|nickname|nick_name){_STATE}$"
            r"|성명$|(?:고객|회원|직원|사원|임직원|사용자|예금주|대표자|대표|계약자|피보험자|수익자|차주|담당자|신청인|보증인|수취인|송금인|입금자|명의인|가입자|보호자|설계사|상담사|환자)"
            r"_?(?:명|이름|성명)$|^예금주$",
        ),
        (
            Kind("sensitive", "", "sensitive"),
            r"(?:^|_)(?:religion|ethnicity|race|disability|diagnosis|disease(?:_(?:code|name|group))?|criminal_record|union_membership|sexual_orientation)$"
            r"|(?:종교|병명|진단명|질병(?:코드|명)|장애(?:등급|유형)|범죄경력|노조가입여부)$",
        ),
    )
)
_BARE_NAME = re.compile(rf"(?:name|nm|이름|명){_STATE}$")
_NAME = Kind("name", "name")
_YES_NO = re.compile(r"^(?:is|has|was|can)_|_(?:yn|flag|flg)$|여부$")
_BY_CLASS = {"personal": Kind("personal", "redact"), "sensitive": Kind("sensitive", "", "sensitive")}


def named_kind(name: str, table: str) -> Kind | None:
    """The kind a column's name tells, in a table of that bare name; None for a column of nobody's own."""
    folded = _folded(name)
    if _YES_NO.search(folded):
        return None
    for kind, pattern in _KINDS:
        if pattern.search(folded):
            return kind
    return _NAME if _BARE_NAME.fullmatch(folded) and about_people(table) else None


def told_kind(name: str, said: Iterable[str], table: str) -> Kind | None:
    """The kind a column's name tells, else the first of what is said of it (a comment, a business name) that is short."""
    short = (text for text in said if 0 < len(text) <= LONGEST_NAME)
    return next((k for text in (name, *short) if (k := named_kind(text, table)) is not None), None)


def kind_of(column: Column, table: Table) -> Kind | None:
    """The kind by name, business name or comment, else by the catalog's classification (`personal`, `sensitive`)."""
    # Who called it pseudonymous or public has looked at more than what it is called.
    looked_at = column.classification in ("public", "pseudonymous")
    said = () if looked_at else (column.business_name, column.description)
    found = told_kind(column.name, said, table.name.rpartition(".")[2])
    if column.logical_type == "boolean" or (found is not None and not _may_hold(found, column)):
        found = None
    return found or _BY_CLASS.get(column.classification)


def classified(table: DescribedTable, column: DescribedColumn) -> str:
    """`personal` or `sensitive` where name or comment tell, empty for no opinion: for the import of a catalog."""
    found = told_kind(column.name, (column.comment,), table.name.rpartition(".")[2])
    return found.classification if found is not None and "BOOL" not in column.type.upper() else ""


def about_people(table: str) -> bool:
    """Whether a table's bare name says that its rows are people."""
    return _PEOPLE.search(_folded(table)) is not None


def mask_for(kind: Kind, column: Column) -> str:
    """The mask that fits the column's type; empty where it is hidden."""
    if kind.mask == "year" and column.logical_type not in ("date", "timestamp", "string"):
        return "null"
    return kind.mask


def _may_hold(kind: Kind, column: Column) -> bool:
    """A time stamp is no phone number; what has a name alone may be a number or a text."""
    if column.logical_type in ("date", "timestamp", "time"):
        return kind.name == "birth"
    return True


def _folded(name: str) -> str:
    """`custPhoneNo`, `CUST_PHONE_NO` and `Cust Phone-No` are one name."""
    text = unicodedata.normalize("NFKC", name)
    if text.upper() != text:
        text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text)
    return re.sub(r"[\W_]+", "_", text).strip("_").lower()
