"""The seventeen provinces of Korea as data hold them for short, and what they are called in English."""

from __future__ import annotations

from collections.abc import Sequence

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


def other_provinces(samples: Sequence[str]) -> tuple[str, ...]:
    """The provinces a column holds besides its samples; none unless two samples are some and no sample is another thing."""
    if len(samples) < 2 or any(s not in PROVINCES for s in samples):
        return ()
    return tuple(p for p in PROVINCES if p not in samples)
