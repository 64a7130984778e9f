"""The arithmetic of identifiers: check digits, dates inside numbers, ranges that issuers use. Digits in, truth out."""

from __future__ import annotations

import re
from datetime import date

_RESIDENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_BUSINESS_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3)
_CENTURIES = {"9": 1800, "0": 1800, "1": 1900, "2": 1900, "3": 2000, "4": 2000} | {
    "5": 1900,
    "6": 1900,
    "7": 2000,
    "8": 2000,
}
OLDEST_YEARS = 115
"""Nobody alive is older. What stands for a birth earlier than this is rather the number of a company."""

# Issuer ranges by length of number: international networks, UnionPay, and 9xxx, which Korean issuers keep to themselves.
_CARD_RANGES: dict[int, re.Pattern[str]] = {
    14: re.compile(r"3(?:0[0-5]|[68])"),
    15: re.compile(r"3[47]|2(?:014|149)"),
    16: re.compile(
        r"4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|6(?:011|4[4-9]|5|2)|35(?:2[89]|[3-8])|9|3(?:09|[689])|5[068]|6[03]"
    ),
    17: re.compile(r"62"),
    18: re.compile(r"62"),
    19: re.compile(r"62|4|6(?:011|4[4-9]|5)"),
}


def birth(digits: str, today: date | None = None) -> date | None:
    """The birthday that a resident or foreigner number (13 digits, or its first 7) states.

    None where the day is in no calendar, after `today`, or longer ago than people live.
    """
    century = _CENTURIES.get(digits[6])
    if century is None:
        return None
    try:
        day = date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None
    now = today or date.today()
    return day if day <= now and (now.year - day.year <= OLDEST_YEARS or century == 1800) else None


def resident_check(digits: str) -> bool:
    """Whether the 13th digit is the check digit that numbers given out before October 2020 carry.

    Later ones have a random tail, so a wrong digit says nothing. Foreigner numbers add 2 before the last step.
    """
    total = sum(int(d) * w for d, w in zip(digits, _RESIDENT_WEIGHTS, strict=False))
    expected = (11 - total % 11) % 10
    if digits[6] in "5678":
        expected = (expected + 2) % 10
    return expected == int(digits[12])


def corporate_check(digits: str) -> bool:
    """법인등록번호: 12 digits weighted 1 and 2 by turns, the 13th makes a multiple of ten."""
    total = sum(int(d) * (1 + i % 2) for i, d in enumerate(digits[:12]))
    return (10 - total % 10) % 10 == int(digits[12])


def business_check(digits: str) -> bool:
    """사업자등록번호: ten digits; the ninth counts five times, with its carry."""
    total = sum(int(d) * w for d, w in zip(digits, _BUSINESS_WEIGHTS, strict=False))
    ninth = int(digits[8]) * 5
    return (10 - (total + ninth // 10 + ninth) % 10) % 10 == int(digits[9]) and digits[:3] >= "101"


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1's check over all digits."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def card_issuer(digits: str) -> bool:
    """Whether some network or Korean issuer gives out numbers of that length that begin so."""
    ranges = _CARD_RANGES.get(len(digits))
    return ranges is not None and ranges.match(digits) is not None


def starts_with_day(digits: str) -> bool:
    """Whether it begins like a time stamp: a day of 1990 to 2049 as yyyymmdd."""
    if len(digits) < 8 or not "1990" <= digits[:4] <= "2049":
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True
