"""Names in the shorter forms that questions use: without what they end with, or by their last word alone."""

from __future__ import annotations

_ENDINGS = ("번호", "코드", "여부", "일자", "명", "일", "구분")
_ENDINGS_EN = ("name", "id", "code", "flag", "date", "number")


def shortened(name: str) -> str:
    """A name as questions say it: 판매상태코드 → 판매상태, Sale date → Sale; "" where it is that short already."""
    if name[-1] >= "가":
        for ending in _ENDINGS:
            if name.endswith(ending) and len(name) >= len(ending) + 2:
                return name[: -len(ending)].strip()
        return ""
    head, _, last = name.rpartition(" ")
    return head if last.lower() in _ENDINGS_EN else ""


def tails(name: str) -> tuple[str, ...]:
    """The head noun of a compound: 예금잔액 → 잔액, 판매 금액 → 금액."""
    if not name or name[-1] < "가":
        return ()
    last = name.split()[-1]
    if " " in name and len(last) > 1:
        return (last,)
    return (last[-2:],) if len(last) >= 4 else ()


def tails_en(name: str) -> tuple[str, ...]:
    """The last word of a name of several: status of Policy status."""
    head, _, last = name.rpartition(" ")
    return (last,) if head and len(last) > 3 and last.lower() not in _ENDINGS_EN else ()
