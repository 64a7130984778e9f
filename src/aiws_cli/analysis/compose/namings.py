"""What people in a chat call values and columns: 소호 for 개인사업자, the capital area, 2030, 나이대 for 연령대."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import namings
from ..namings import PROVINCES, other_provinces, province_spellings

# Provinces together, as people speak of them.
_AREAS = {
    "서울 경기 인천": ("수도권", "capital area", "seoul metropolitan area", "greater seoul"),
    "부산 대구 울산 경북 경남": ("영남", "영남권", "영남 지역", "경상권"),
    "광주 전북 전남": ("호남", "호남권", "호남 지역", "전라권"),
    "대전 세종 충북 충남": ("충청권", "충청 지역"),
    "부산 울산 경남": ("부울경",),
    "대구 경북": ("대경권",),
}
_CITIES = ("서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종")
_BAND = re.compile(r"^(\d)0대\s*(이상|이하|미만)?$")
_SAID_FOR = {
    **{"휘발유": ("가솔린", "휘발유차", "가솔린차"), "경유": ("디젤", "경유차", "디젤차")},
    **{"전기": ("전기차", "ev", "evs"), "하이브리드": ("하이브리드차",)},
    **{"해지": ("해약",), "직장인": ("회사원", "월급쟁이"), "미국달러": ("달러",), "문자": ("문자메시지",)},
    **{"자영업": ("자영업자", "사장님"), "은퇴": ("은퇴자",), "주부": ("전업주부",), "학생": ("대학생",)},
    **{"kosdaq": ("코스닥",), "kospi": ("코스피", "유가증권시장")},
    **{"매수": ("산", "사들인", "매수한", "사들였던"), "매도": ("판", "팔아치운", "매도한")},
    **{"개인사업자": ("소호", "soho"), "수입차": ("외제차", "외산차"), "국산차": ("국산",)},
    **{"주택담보대출": ("주담대",), "전세자금대출": ("전세대출",), "모바일앱": ("모바일",)},
    **{"장기렌터카": ("렌터카", "렌트카", "장기렌트", "렌트")},
    **{"연체중": ("연체 중", "연체되고 있는", "연체 상태")},
    **{"판매중": ("팔고 있는", "판매하고 있는", "판매되고 있는", "현재 파는", "지금 파는")},
    **{"휴면": ("잠자는", "휴면 상태"), "중도해지": ("중간에 해지", "중도에 해지", "중도 해약")},
}
ALONE = frozenset(("산", "판"))
"""Words of one syllable that stand for a value, where they are a word by themselves."""

_TITLES = {
    "연령대": ("나이대", "연령층", "연령", "나이", "세대", "age group", "age bracket", "age range", "ages"),
    "거주지역": ("거주지", "사는 지역", "사는 곳", "시도", "home region"),
    "소재 지역": ("소재지", "소재지역", "위치"),
    "지역": ("소재지", "소재지역", "소재 지역"),
    "직업": ("직군", "직업군", "직종", "하는 일", "profession"),
    "성별": ("남녀", "gender", "sex"),
    "고객등급": ("등급", "고객 그룹", "customer tier", "customer grade", "tier", "client segment"),
    "제조사": (
        "브랜드",
        "메이커",
        "차 브랜드",
        "자동차 브랜드",
        "brand",
        "manufacturer",
        "carmaker",
        "car brand",
    ),
    "모델명": ("모델", "차 모델", "차종 모델", "car model", "vehicle model"),
    "차급": ("차종", "차량 종류", "차 종류", "vehicle type", "car type", "car class"),
    "연료": ("연료 종류", "유종"),
    "발행자": ("발행사", "발행기관", "발행처", "채권 발행사", "채권 발행자"),
    "업종명": ("업종",),
    "모집 채널명": ("채널", "모집채널", "판매채널"),
    "신용등급": ("신용도", "credit grade"),
    "투자성향": ("성향", "위험성향", "risk profile", "risk appetite"),
}


def also_said(value: str) -> tuple[str, ...]:
    """Other names of a value or of a code's label, given in lower case: those that mending knows, and those of a chat."""
    endings = ("시",) if value in _CITIES else ("도",)
    full = [n for n in province_spellings(value) if n.endswith(endings)] if value in PROVINCES else []
    names = (*namings.also_said(value), *_SAID_FOR.get(value, ()), *full)
    return tuple(n for n in dict.fromkeys(names) if n != value)


def also_called(title: str) -> tuple[str, ...]:
    """Other names of a column by its own: 나이대 for 연령대, 거주지 for 거주지역. Empty for most."""
    return _TITLES.get(title, _TITLES.get(title.replace(" ", ""), ()))


def other_values(samples: Sequence[str]) -> tuple[str, ...]:
    """The values a column holds besides its samples, where those tell what it holds: provinces, ages by tens."""
    return (*other_provinces(samples), *_other_decades(samples))


def _other_decades(samples: Sequence[str]) -> tuple[str, ...]:
    """40대 to 60대 of 20대이하, 30대, 70대이상: those between, and no more of them than are sure to be bands."""
    found = [m for s in samples if (m := _BAND.match(s)) is not None]
    if len(samples) < 2 or len(found) < len(samples):
        return ()
    low = min([int(m[1]) + 1 for m in found if m[2] in ("이하", "미만")], default=2)
    high = max([int(m[1]) - 1 for m in found if m[2] == "이상"], default=6)
    return tuple(v for n in range(low, high + 1) if (v := f"{n}0대") not in samples)


def together(values: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Names of several values of one column at once: 수도권, 2030, 20~30대, 60대 이상; each with the values it stands for."""
    known = set(values)
    out = [
        (name, tuple(area.split()))
        for area, names in _AREAS.items()
        if known >= set(area.split()) and known <= set(PROVINCES)
        for name in names
    ]
    bands = {int(m[1]): v for v in sorted(values) if (m := _BAND.match(v)) is not None}
    if len(bands) < 2 or len(bands) < len(known):
        return tuple(out)
    out += [(f"{n}0대", (v,)) for n, v in bands.items() if v != f"{n}0대"]
    for n in bands:
        up, down = tuple(v for b, v in bands.items() if b >= n), tuple(v for b, v in bands.items() if b <= n)
        out += [(f"{n}0대 이상", up), (f"{n}0대부터", up), (f"{n}0대 이하", down), (f"{n}0s and over", up)]
        if n + 1 in bands:
            pair = (bands[n], bands[n + 1])
            says = (
                "{0}0~{1}0대",
                "{0}~{1}0대",
                "{0}0, {1}0대",
                "{0}0대~{1}0대",
                "{0}0대에서 {1}0대",
                "{0}0{1}0",
                "{0}0{1}0 세대",
            )
            out += [(form.format(n, n + 1), pair) for form in says]
        for last in bands:
            if last > n + 1:
                between = tuple(v for b, v in bands.items() if n <= b <= last)
                out += [
                    (f"{n}0~{last}0대", between),
                    (f"{n}0대부터 {last}0대", between),
                    (f"{n}0대에서 {last}0대", between),
                ]
    return tuple(out)
