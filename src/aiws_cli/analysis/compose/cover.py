"""The question as a row of words, each with what it may mean, every unit spoken for; nothing where one is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .lexicon import Lexicon, Meaning
from .namings import ALONE
from .passing import Passing, only_ends
from .units import Unit
from .wordings import ROLES, Role


@dataclass(frozen=True)
class Said:
    """One word of the question. `role` is "name" for names of the catalog (then `meanings` says which), else a role
    of `wordings`; `says` and `match` are what the wording says within its role.
    """

    role: str
    start: int
    end: int
    text: str
    says: str = ""
    match: re.Match[str] | None = None
    meanings: tuple[Meaning, ...] = ()


# What a piece costs: few long names are likelier meant than many short ones.
_NAME, _ROLE, _TAIL, _FILLER = 1.0, 0.75, 0.2, 1.05
# A name of the catalog goes before what may only be said beside an amount.
_GAIN = 1.3
# 들고 있는 only ties; it is the table of holdings by an everyday word alone.
_HELD = 0.9
_PRICES = {"tail": _TAIL, "filler": _FILLER, "gain": _GAIN, "verb": _GAIN, "held": _HELD, "again": _GAIN}
# What may stand between two words of a name.
_PARTICLES = "의이가을를에"
# What a filler may be written onto: 계좌좀, 합계좀.
_BEFORE_FILLER = ("name", "count", "period", "tail", "measure", "share", "list", "trend")
_SILENT = float("inf")
# What a word costs that nobody understands.
_PASSED = 4.0
PASSED = "passed over"


def cover(
    text: str,
    units: Sequence[Unit],
    words: Lexicon,
    taken: Sequence[Said] = (),
    roles: Sequence[Role] = ROLES,
    passing: Passing | None = None,
) -> tuple[Said, ...] | None:
    """The cheapest way to speak for every unit. `taken` are stretches read already (periods). None where there is none.

    `roles` are the wordings that are no names; of two as cheap the earlier stands. What `passing` allows may be passed
    over: a filler that says PASSED, dearer than any word that is understood.
    """
    n = len(units)
    ends = {u.end: i + 1 for i, u in enumerate(units)}
    fixed: dict[int, tuple[int, Said]] = {}
    blocked = [False] * n
    for said in taken:
        inside = [i for i, u in enumerate(units) if said.start <= u.start < said.end]
        if inside:
            fixed[inside[0]] = (inside[-1] + 1, said)
            for i in inside:
                blocked[i] = True
    cost: list[float] = [_SILENT] * (n + 1)
    back: list[tuple[int, Said] | None] = [None] * (n + 1)
    cost[0] = 0.0
    for i in range(n):
        if cost[i] == _SILENT:
            continue
        reached = back[i]
        before = reached[1] if reached else None
        if i in fixed:
            steps = [(fixed[i][0], fixed[i][1], _ROLE)]
        elif blocked[i]:
            continue
        else:
            named = _names(units, i, words)
            told = _roles(text, units, i, ends, before, roles)
            # 60대 이상 of ages is no bound on a number of things.
            bounds = [end for end, said, _ in named if said.text[-1] >= "가" and said.text[0].isdigit()]
            told = [t for t in told if t[1].role not in ("bound", "number") or t[0] not in bounds]
            steps = [*named, *told]
            steps += _passed(text, units, i, passing) if passing is not None else ()
        for end, said, price in steps:
            if any(blocked[i:end]) and i not in fixed:
                continue
            glued = i > 0 and not units[i].space and units[i].kind == "hangul" and units[i - 1].kind != "sign"
            if (
                glued
                and before is not None
                and before.role in ("tail", "filler")
                and said.role not in ("tail", "filler", "and")
            ):
                continue
            if cost[i] + price < cost[end] - 1e-9:
                cost[end] = cost[i] + price
                back[end] = (i, said)
    if cost[n] == _SILENT:
        return None
    out: list[Said] = []
    at = n
    while at > 0:
        step = back[at]
        assert step is not None
        out.append(step[1])
        at = step[0]
    return tuple(reversed(out))


def _names(units: Sequence[Unit], i: int, words: Lexicon) -> list[tuple[int, Said, float]]:
    out = []
    for name, meanings in words.starting(units[i].text).items():
        end = _match(units, i, name)
        if end is None:
            continue
        if name[0] in ALONE and len(name) == 1 and not _by_itself(units, i):
            continue
        best = max(m.quality for m in meanings)
        # A short part of a word stands at its beginning, or ends it.
        price = _NAME + 0.3 * (1 - best) + 0.01 / len(name)
        text = " ".join(u.text for u in units[i:end])
        said = Said("name", units[i].start, units[end - 1].end, text, meanings=tuple(meanings))
        out.append((end, said, price))
    return out


def _passed(
    text: str, units: Sequence[Unit], i: int, passing: Passing
) -> tuple[tuple[int, Said, float], ...]:
    """A whole word, passed over; what is left of one behind a name only where it is an ending (고객분들, not 카드론)."""
    if units[i].kind not in ("hangul", "latin"):
        return ()
    end = i + 1
    while end < len(units) and units[i].kind == units[end].kind == "hangul" and not units[end].space:
        end += 1
    start, stop = units[i].start, units[end - 1].end
    whole = units[i].space or i == 0
    if not passing(text[start:stop]) or not (whole or only_ends(text[start:stop])):
        return ()
    return ((end, Said("filler", start, stop, text[start:stop], PASSED), _PASSED + 0.1 * (end - i)),)


def _by_itself(units: Sequence[Unit], i: int) -> bool:
    return units[i].space and (i + 1 == len(units) or units[i + 1].space or units[i + 1].kind == "sign")


def _joins(units: Sequence[Unit], at: int, wanted: str) -> bool:
    """낙인이 발생한, 대출의 잔액: a particle where the words of a name part, as spoken."""
    return (
        at + 1 < len(units)
        and units[at].text in _PARTICLES
        and not units[at].space
        and units[at + 1].space
        and units[at + 1].text == wanted
        and units[at].text != wanted
    )


def _match(units: Sequence[Unit], i: int, name: tuple[str, ...]) -> int | None:
    at = i
    for n, wanted in enumerate(name):
        while n and at < len(units) and _between(units, at):
            at += 1
        if n and _joins(units, at, wanted):
            at += 1
        if at >= len(units) or units[at].text != wanted:
            return None
        at += 1
    return at


def _between(units: Sequence[Unit], at: int) -> bool:
    """May this sign stand within a name: K-ICS, and of numbers 20~30대 too?"""
    if units[at].kind != "sign":
        return False
    numbers = 0 < at < len(units) - 1 and units[at - 1].kind == units[at + 1].kind == "number"
    return units[at].text in "·-/&" or (units[at].text in "~," and numbers)


def _roles(
    text: str,
    units: Sequence[Unit],
    i: int,
    ends: dict[int, int],
    before: Said | None,
    roles: Sequence[Role],
) -> list[tuple[int, Said, float]]:
    unit = units[i]
    glued = i > 0 and not unit.space and units[i - 1].text not in ("(", "[", "~", ":", ")")
    out = []
    for role, says, pattern in roles:
        if role == "tail":
            if not glued or before is None:
                continue
        elif role == "among":
            if before is None or before.role not in ("name", "tail"):
                continue
        elif (
            glued
            and unit.kind == "hangul"
            and role in ("filler", "list", "now", "among")
            and (before is None or before.role not in _BEFORE_FILLER)
        ):
            continue
        match = pattern.match(text, unit.start)
        if match is None or match.end() == match.start():
            continue
        stop = match.start() + len(match.group().rstrip())
        end = ends.get(stop)
        if end is None:
            continue
        price = _PRICES.get(role, _ROLE)
        out.append((end, Said(role, unit.start, stop, match.group().strip(), says, match), price))
    return out
