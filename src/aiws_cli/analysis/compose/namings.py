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


_DECADE = re.compile(r"^(\d0)대$")
_SAID_FOR = {
    **{"여성": ("여자",), "남성": ("남자",)},
    **{"female": ("women", "woman", "females"), "male": ("men", "man", "males")},
    **{"휘발유": ("가솔린",), "경유": ("디젤",), "전기": ("전기차",), "하이브리드": ("하이브리드차",)},
    **{"해지": ("해약",), "직장인": ("회사원",), "미국달러": ("달러",), "문자": ("문자메시지",)},
}


def also_said(value: str) -> tuple[str, ...]:
    """Other names of a value or of a code's label, given in lower case."""
    decade = _DECADE.match(value)
    return (f"{decade[1]}s",) if decade else _SAID_FOR.get(value, ())


def other_provinces(samples: Sequence[str]) -> tuple[str, ...]:
    """The provinces a column holds besides its samples; none unless two samples are some and no sample is another thing."""
    if len(samples) < 2 or any(s not in PROVINCES for s in samples):
        return ()
    return tuple(p for p in PROVINCES if p not in samples)
