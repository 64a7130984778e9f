"""The forms of personal data, and how sure each is from its digits and from what stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from . import identifiers
from .findings import Confidence
from .pii_context import bank_before, denies, distance, named, says

# So many numbers of one length are a list; a list of which so few fit is of something else.
_MANY = 12
_BY_CHANCE = 0.2


@dataclass(frozen=True)
class Place:
    """A candidate and what stands around it. `beside` is told from outside: a column's name, a key.

    `shares` keeps, for one text, how many of its bare numbers of a length could be of a kind.
    """

    kind: str
    text: str
    start: int
    end: int
    beside: str
    shares: dict[tuple[str, int], float]

    @cached_property
    def written(self) -> str:
        return self.text[self.start : self.end]

    @cached_property
    def digits(self) -> str:
        return "".join(c for c in self.written if c.isdigit())

    @cached_property
    def bare(self) -> bool:
        """Nothing but digits."""
        return self.written.isdigit()

    @cached_property
    def glued(self) -> bool:
        """Part of something longer: letters of a code before or behind, further groups of digits, a decimal's part."""
        text, start, end = self.text, self.start, self.end
        before, behind = text[start - 1 : start], text[end : end + 1]
        if _LETTER.match(before) or _LETTER.match(behind):
            return True
        if before and before in "-./_:," and text[start - 2 : start - 1].isdigit() and start > 1:
            return True
        return bool(behind) and behind in "-./_:," and text[end + 1 : end + 2].isdigit()

    @cached_property
    def said(self) -> bool:
        """Whether a word beside it says what it is."""
        return named(self.kind, self.beside) or says(self.kind, self.text, self.start, self.end)

    @cached_property
    def said_at(self) -> int:
        """How far before it the word stands that says what it is; large where none does."""
        return 0 if named(self.kind, self.beside) else distance(self.kind, self.text, self.start)

    @cached_property
    def denied(self) -> bool:
        """Whether a word right before it says that it is something else: an order number, a time stamp."""
        return denies(self.text, self.start) or (bool(self.beside) and denies(self.beside, len(self.beside)))

    @cached_property
    def few_of_many(self) -> bool:
        """Whether it is one of many bare numbers of its length most of which can't be of its kind: then it is by chance."""
        if not self.bare or self.kind not in _PLAUSIBLE:
            return False
        key = (self.kind, len(self.digits))
        if key not in self.shares:
            others = re.findall(rf"(?<![\w.-])\d{{{len(self.digits)}}}(?![\w-]|\.\d)", self.text)
            many = len(others) >= _MANY
            self.shares[key] = sum(map(_PLAUSIBLE[self.kind], others)) / len(others) if many else 1.0
        return self.shares[key] < _BY_CHANCE


Judge = Callable[[Place], Confidence | None]


def _born(place: Place, *, low: str) -> Confidence | None:
    if identifiers.birth(place.digits) is None:
        return None
    checked = identifiers.resident_check(place.digits)
    if place.said:
        return "high"
    if place.glued and (place.bare or not checked):
        return None
    if place.digits[6] in low or place.denied:
        return "low"
    if place.bare or place.written[6:-7].isspace():
        return "medium" if not place.few_of_many else "low"
    return "high" if checked else "medium"


def _resident(place: Place) -> Confidence | None:
    if place.digits[6] not in "123490":
        return None
    if _registry(place.digits) and identifiers.corporate_check(place.digits) and not place.said:
        return None
    return _born(place, low="90")


def _foreigner(place: Place) -> Confidence | None:
    return _born(place, low="") if place.digits[6] in "5678" else None


def _registry(digits: str) -> bool:
    """A court's registry (1101 is Seoul's) and a kind of company (11 is a stock company) to begin with."""
    return digits[:4] in _REGISTRIES and digits[4:6] <= "86"


def _corporate(place: Place) -> Confidence | None:
    if place.glued or not identifiers.corporate_check(place.digits):
        return "medium" if place.said and not place.bare else None
    if place.said:
        return "high"
    return "medium" if _registry(place.digits) and not place.bare and not place.denied else None


def _business(place: Place) -> Confidence | None:
    if not identifiers.business_check(place.digits):
        return "low" if place.said and not place.bare else None
    if place.said:
        return "high"
    return "medium" if not place.bare and not place.glued and not place.denied else None


def _card(place: Place) -> Confidence | None:
    digits = place.digits
    if not identifiers.card_issuer(digits) or not identifiers.luhn(digits) or len(set(digits)) == 1:
        return None
    if place.said:
        return "high"
    if place.glued or (len(digits) != 16 and place.bare and len(digits) != 15):
        return None
    # One of many groups of four on a line: code points, not a card.
    behind = place.text[place.end : place.end + 6]
    if _GROUP_BEFORE.search(place.text[max(0, place.start - 6) : place.start]) or _GROUP_BEHIND.match(behind):
        return None
    if place.denied or place.few_of_many:
        return "low"
    return "medium" if place.bare else "high"


def _account(place: Place) -> Confidence | None:
    digits = place.digits
    if place.bare:
        # Amounts, ids and time stamps are long numbers too: only a word that names the very thing will do.
        if place.glued or identifiers.starts_with_day(digits):
            return None
        told = named("account_no", place.beside) or says("account_no", place.text, place.start)
        return "medium" if (told or bank_before(place.text, place.start)) and not place.denied else None
    groups = tuple(len(g) for g in re.split(r"\D+", place.written))
    if not 10 <= len(digits) <= 16 or _a_date(place.written) or place.glued or len(set(digits)) < 3:
        return None
    # 3853991.0000 is an amount.
    if len(groups) == 2 and "-" not in place.written:
        return None
    if place.said or bank_before(place.text, place.start):
        return "high" if groups in _ACCOUNT_GROUPS else "medium"
    return "low" if groups in _ACCOUNT_GROUPS and "-" in place.written else None


def _a_date(written: str) -> bool:
    return (
        re.match(r"(?:19|20)\d\d\D+(?:0?[1-9]|1[0-2])\D+(?:0?[1-9]|[12]\d|3[01])(?!\d)", written) is not None
    )


def _passport(place: Place) -> Confidence | None:
    if place.said:
        return "high"
    if _PART_OF_CODE.match(place.text[place.end : place.end + 1] or " "):
        return None
    return "medium" if not place.written[1:].isdigit() and not place.denied else "low"


def _licence(place: Place) -> Confidence | None:
    region = place.written[:2]
    known = not region.isdigit() or "11" <= region <= "28"
    if not known or place.glued:
        return None
    if place.said:
        return "high"
    grouped = len(re.findall(r"[-./]", place.written)) >= (2 if not region.isdigit() else 3)
    return "medium" if grouped and not place.denied else None


def _mobile(place: Place) -> Confidence | None:
    if place.said:
        return "high"
    # 8210… without a plus is any number.
    if place.glued or place.denied or (place.bare and place.written[0] != "0"):
        return None
    return "medium" if place.bare and not place.written.startswith("00") else "low" if place.bare else "high"


def _landline(place: Place) -> Confidence | None:
    grouped = len(re.findall(r"\d+", place.written)) >= 3
    if not grouped or place.glued:
        return "medium" if place.said and not place.glued else None
    return "high" if place.said else "medium"


def _email(place: Place) -> Confidence | None:
    local, _, domain = place.written.rpartition("@")
    lower = domain.lower()
    if _NOT_MAIL.search(lower) or _ROBOTS.match(local.lower()) or ".." in local or local[0] == ".":
        return None
    # https://user:word@host carries a secret, not an address.
    before = place.text[max(0, place.start - 100) : place.start]
    return None if re.search(r"://[^\s/]*$", before) else "high"


_GROUP_BEFORE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{4}[ \t]$")
_GROUP_BEHIND = re.compile(r"[ \t][0-9A-Fa-f]{4}(?![0-9A-Za-z])")
_LETTER = re.compile(r"[A-Za-z_]")
_PART_OF_CODE = re.compile(r"[A-Za-z0-9_]")
_REGISTRIES = frozenset(
    "1101 1102 1103 1104 1105 1201 1211 1301 1311 1312 1313 1314 1341 1342 1343 1344 1345 1346 1347 1348 1349 "
    "1350 1351 1352 1401 1411 1412 1413 1414 1415 1416 1501 1511 1512 1513 1514 1515 1601 1611 1612 1613 1614 "
    "1615 1647 1648 1701 1711 1712 1713 1714 1715 1716 1717 1718 1746 1747 1748 1749 1750 1751 1752 1753 1754 "
    "1755 1756 1757 1758 1760 1761 1801 1811 1812 1813 1814 1815 1841 1842 1843 1844 1845 1846 1847 1848 1849 "
    "1850 1854 1901 1911 1912 1913 1914 1915 1916 1917 1918 1919 1920 1921 2001 2011 2012 2013 2014 2015 2016 "
    "2044 2045 2046 2047 2048 2049 2050 2101 2111 2112 2113 2114 2115 2146 2147 2148 2149 2150 2201 2211 2212 "
    "2213 2214 2215 2254 2301".split()
)
_ACCOUNT_GROUPS = frozenset(
    {
        (6, 2, 6),
        (3, 2, 4, 3),
        (3, 3, 6),
        (3, 2, 6),
        (3, 2, 7),
        (4, 3, 6),
        (3, 6, 5),
        (3, 6, 3),
        (3, 4, 4, 2),
        (3, 6, 2, 3),
        (4, 2, 7),
        (4, 4, 4),
        (3, 4, 4),
        (3, 2, 6, 1),
        (4, 2, 6, 1),
        (4, 4, 4, 1),
        (2, 2, 6),
        (5, 2, 6),
        (3, 4, 4, 4),
        (3, 8, 3),
        (8, 2),
        (3, 2, 5),
    }
)
# Addresses nobody has: names set aside for examples, files, and what a program says after an @.
_NOT_MAIL = re.compile(
    r"(?:^|\.)(?:example|test|invalid|localhost)$|^(?:www\.)?example\.(?:com|net|org|co\.kr)$|\.example\.(?:com|net|org)$"
    r"|\.(?:png|jpe?g|gif|svg|webp|ico|py|js|ts|css|html?|json|ya?ml|toml|md|txt|sql|csv|sh|so|dll|exe|zip|gz|whl"
    r"|service|socket|target|dot|sum|shape|mean|tar|lock|internal)$"
)
_ROBOTS = re.compile(r"(?:git|hg|svn|noreply|no-reply|do-not-reply|donotreply|mailer-daemon|postmaster)$")

# Between the groups of one number: a dash, dot, slash … with a space at its sides, a space alone, or nothing.
_GAP = r"(?:[ \t]{0,2}[-./_~:|*][ \t]{0,2}|[ \t]{1,2})?"
_CARD_GAP = r"(?:[ \t]?[-./_~:|][ \t]?|[ \t]{1,2})?"
_SMALL_GAP = r"[ \t]?[-./]?[ \t]?"
_PHONE_GAP = r"(?:[ \t]?[-./~)_][ \t]?|[ \t]{1,2})"
_PERSON = rf"(?<!\d)(?<!\d[ \t])\d{{6}}{_GAP}\d{{7}}(?![ \t]?\d)"
_SPACED = r"(?<!\d)(?<!\d[ \t])\d(?:[ \t]\d){5}[ \t]?[-./_~:][ \t]?\d(?:[ \t]\d){6}(?![ \t]?\d)"  # 9 0 0 1 0 1 - 1 …


@dataclass(frozen=True)
class Rule:
    """A form and who judges what has it. `digits` is how many it holds at least; 0: it is no row of digits."""

    kind: str
    form: str
    judge: Judge
    digits: int

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first needed: most questions hold nothing that any rule looks at."""
        return re.compile(self.form)


_PLACES = "서울|부산|경기|강원|충북|충남|전북|전남|경북|경남|제주|대구|인천|광주|대전|울산|세종"
_LABEL = r"[A-Za-z0-9가-힣](?:[A-Za-z0-9가-힣-]{0,61}[A-Za-z0-9가-힣])?"
RULES: tuple[Rule, ...] = (
    Rule("resident_no", _PERSON, _resident, 13),
    Rule("resident_no", _SPACED, _resident, 13),
    Rule("foreigner_no", _PERSON, _foreigner, 13),
    Rule("foreigner_no", _SPACED, _foreigner, 13),
    Rule("corporate_no", rf"(?<!\d)\d{{6}}{_GAP}\d{{7}}(?!\d)", _corporate, 13),
    Rule(
        "card",
        rf"(?<!\d)(?:\d{{4}}{_CARD_GAP}\d{{4}}{_CARD_GAP}\d{{4}}{_CARD_GAP}\d{{4}}(?:{_CARD_GAP}\d{{3}})?"
        rf"|\d{{4}}{_CARD_GAP}\d{{6}}{_CARD_GAP}\d{{4,5}}|\d{{13,19}})(?!\d)",
        _card,
        13,
    ),
    Rule(
        "business_no",
        r"(?<!\d)\d{3}(?:(?P<gap>[ \t]?[-./_~:][ \t]?|[ \t])\d{2}(?P=gap)|\d{2})\d{5}(?!\d)",
        _business,
        10,
    ),
    Rule(
        "licence",
        rf"(?<!\d)\d{{2}}{_SMALL_GAP}\d{{2}}{_SMALL_GAP}\d{{6}}{_SMALL_GAP}\d{{2}}(?!\d)",
        _licence,
        12,
    ),
    Rule(
        "licence",
        rf"(?:{_PLACES})[ \t]?[-.]?[ \t]?\d{{2}}[ \t]?[-.][ \t]?\d{{6}}[ \t]?[-.][ \t]?\d{{2}}(?!\d)",
        _licence,
        10,
    ),
    Rule("passport", r"(?<![A-Za-z0-9_])[MSRGDPTmsrgdpt](?:\d{8}|\d{3}[A-Za-z]\d{4})(?!\d)", _passport, 0),
    Rule(
        "phone",
        rf"(?<!\d)(?:\(?(?:\+|00)?82\)?[ \t.-]{{0,2}}\(?0?\)?[ \t]?1[016-9]|\(?01[016-9]\)?)"
        rf"(?:{_PHONE_GAP})?(?:\d{{4}}(?:{_PHONE_GAP})?\d{{4}}|\d{{3}}{_PHONE_GAP}\d{{4}})(?!\d)",
        _mobile,
        10,
    ),
    Rule(
        "phone",
        rf"(?<!\d)(?:\(?(?:\+|00)82\)?[ \t.-]{{0,2}}\(?0?\)?[ \t]?(?:2|[3-6][1-5]|70|50\d?)"
        rf"|\(?0(?:2|[3-6][1-5]|70|50\d?)\)?){_PHONE_GAP}?\d{{3,4}}{_PHONE_GAP}?\d{{4}}(?!\d)",
        _landline,
        9,
    ),
    Rule(
        "email",
        rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{{1,64}}@(?:{_LABEL}\.){{1,6}}(?:[A-Za-z]{{2,24}}|한국)(?![A-Za-z0-9_-])",
        _email,
        0,
    ),
    Rule("account", r"(?<![\d-])\d{2,8}(?:[ \t]?[-.][ \t]?\d{1,8}){1,4}(?![\d-])", _account, 10),
    Rule("account", r"(?<![\d-])\d{3,6}(?:[ \t]\d{2,7}){1,2}[ \t]\d{1,7}(?![ \t]?[\d-])", _account, 10),
    Rule("account", r"(?<!\d)\d{10,14}(?!\d)", _account, 10),
)

_PLAUSIBLE: dict[str, Callable[[str], bool]] = {
    "resident_no": lambda d: identifiers.birth(d) is not None and d[6] in "1234",
    "foreigner_no": lambda d: identifiers.birth(d) is not None and d[6] in "5678",
    "card": lambda d: identifiers.card_issuer(d) and identifiers.luhn(d),
}
