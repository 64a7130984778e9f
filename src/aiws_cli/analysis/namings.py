"""What everybody calls values by another name than the stored one: provinces in English, men for male, 30s for 30대."""

from __future__ import annotations

import re
from collections.abc import Sequence

# The seventeen provinces of Korea as data hold them for short.
PROVINCES = {
    "서울": "seoul",
    "부산": "busan",
    "대구": "daegu",
    "인천": "incheon",
    "광주": "gwangju",
    "대전": "daejeon",
    "울산": "ulsan",
    "세종": "sejong",
    "경기": "gyeonggi",
    "강원": "gangwon",
    "충북": "chungbuk",
    "충남": "chungnam",
    "전북": "jeonbuk",
    "전남": "jeonnam",
    "경북": "gyeongbuk",
    "경남": "gyeongnam",
    "제주": "jeju",
}


_LONG = {
    "충북": "충청북",
    "충남": "충청남",
    "전북": "전라북",
    "전남": "전라남",
    "경북": "경상북",
    "경남": "경상남",
}
_KOREAN_TAIL = re.compile(r"(?:특별자치|특별|광역)?[시도]$")
_ENGLISH_TAIL = re.compile(r"(?:[\s-]+(?:do|si|city|province|metropolitan city))+$")
_SEXES = (
    frozenset("f w female females woman women girl girls 여 여성 여자".split()),
    frozenset("m male males man men boy boys 남 남성 남자".split()),
)

_DECADE = re.compile(r"^(\d0)대$")
_SAID_FOR = {
    **{"여성": ("여자",), "남성": ("남자",)},
    **{"female": ("women", "woman", "females"), "male": ("men", "man", "males")},
    **{"휘발유": ("가솔린",), "경유": ("디젤",), "전기": ("전기차",), "하이브리드": ("하이브리드차",)},
    **{"해지": ("해약",), "직장인": ("회사원",), "미국달러": ("달러",), "문자": ("문자메시지",)},
}


_VARIANTS = tuple(
    (re.compile(pattern), other)
    for pattern, other in (
        (r"(?<=[가-힣]{2})\s?금액$", "액"),
        (r"(?<=[가-힣]{2})(?<![금잔총차가])액$", "금액"),
        (r"(?<=[가-힣]{2})[율률]$", "비율"),
        (r"(?<=[가-힣])율$", "률"),
        (r"(?<=[가-힣])률$", "율"),
        (r"(?<=[가-힣]{2})\s?건수$", "횟수"),
        (r"(?<=[a-z]) ratio$", " rate"),
        (r"(?<=[a-z]) rate$", " ratio"),
        (r"(?<=[a-z]) amount$", " value"),
        (r"\binstalment", "installment"),
        (r"\bcentre\b", "center"),
    )
)


def variants(name: str) -> tuple[str, ...]:
    """How the name of a figure is said as well: 청구 금액 and 청구액, 연체율 and 연체비율, loan ratio and rate."""
    plain = name.strip().lower()
    return tuple(dict.fromkeys(p.sub(other, plain) for p, other in _VARIANTS if p.search(plain)))


def also_said(value: str) -> tuple[str, ...]:
    """Other names of a value or of a code's label, given in lower case."""
    decade = _DECADE.match(value)
    return (f"{decade[1]}s",) if decade else _SAID_FOR.get(value, ())


def other_provinces(samples: Sequence[str]) -> tuple[str, ...]:
    """The provinces a column holds besides its samples; none unless two samples are some and no sample is another thing."""
    if len(samples) < 2 or any(s not in PROVINCES for s in samples):
        return ()
    return tuple(p for p in PROVINCES if p not in samples)


def province(name: str) -> str:
    """The short Korean name of a province, however it is spelled (서울시, 경기도, Gyeonggi-do); empty for anything else."""
    said = name.strip().casefold()
    short = _KOREAN_TAIL.sub("", said)
    for korean, english in PROVINCES.items():
        if said == korean or short in (korean, _LONG.get(korean)) or _ENGLISH_TAIL.sub("", said) == english:
            return korean
    return ""


def province_spellings(short: str) -> tuple[str, ...]:
    """How a province is written, in lower case, longest first: 충청북도, 충북, chungbuk."""
    names = (short, _LONG.get(short, short))
    tails = ("특별자치시", "특별자치도", "특별시", "광역시", "시", "도", "")
    return (*(f"{name}{tail}" for tail in tails for name in names), PROVINCES[short])


def sex(name: str) -> int | None:
    """0 for a word or code of women, 1 for one of men; None for anything else."""
    said = name.strip().casefold()
    return next((n for n, words in enumerate(_SEXES) if said in words), None)


def sex_words(which: int) -> tuple[str, ...]:
    """The words for women (0) or men (1) that are no code of one letter."""
    return tuple(sorted(w for w in _SEXES[which] if len(w) > 1))
