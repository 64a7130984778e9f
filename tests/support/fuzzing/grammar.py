"""grammar.txt: symbols and what each may become, by dialect, with weights."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ALTERNATIVE = re.compile(r"(\d*)([ds]?)(!?): (.*)|(\d*)([ds]?)(!?)(::empty)")
_PART = re.compile(r"<([a-z_]+(?: [a-z]+)*)>")
_MADE_BY_CODE: Mapping[str, int] = {
    "column": 0,
    "whole": 0,
    "alias": 0,
    "new": 0,
    "base": 0,
    "call": 3,
    "forbidden": 2,
}
"""Words that code makes, and how deep each goes at least. The rest of them go as deep as a query."""  # fmt: skip
_QUERY = 6


@dataclass(frozen=True, slots=True)
class Alternative:
    """`parts`: text at even places, symbols at odd ones. `height`: levels it needs at the least."""

    weight: int
    hostile: bool
    parts: tuple[str, ...]
    height: int = 0


class Grammar:
    """The alternatives of one dialect."""

    def __init__(self, rules: Mapping[str, tuple[Alternative, ...]]) -> None:
        heights = _heights(rules)
        self._rules = {
            symbol: tuple(
                Alternative(a.weight, a.hostile, a.parts, _height(a, heights)) for a in alternatives
            )
            for symbol, alternatives in rules.items()
        }

    def __contains__(self, symbol: str) -> bool:
        return symbol in self._rules

    def choose(self, symbol: str, rng: random.Random, *, poison: float, shallow: bool) -> Alternative:
        """One alternative. `poison`: how likely that is where there is one;
        `shallow`: only those that need the fewest levels."""
        every = self._rules[symbol]
        bad = [a for a in every if a.hostile]
        good = [a for a in every if not a.hostile]
        hostile = bool(bad) and (not good or rng.random() < poison)
        chosen = bad if hostile else good
        if shallow:
            least = min(a.height for a in chosen)
            chosen = [a for a in chosen if a.height == least]
        (one,) = rng.choices(chosen, [a.weight for a in chosen])
        return one


@cache
def grammar(dialect: str) -> Grammar:
    text = (Path(__file__).parent / "grammar.txt").read_text(encoding="utf-8")
    return Grammar(_rules(text.splitlines(), dialect[0]))


def _rules(lines: Iterable[str], dialect: str) -> dict[str, tuple[Alternative, ...]]:
    rules: dict[str, list[Alternative]] = {}
    symbol = ""
    for line in lines:
        if not line or line.startswith("#"):
            continue
        found = _ALTERNATIVE.fullmatch(line)
        if found is None:
            symbol = line
            rules[symbol] = []
            continue
        weight, only, hostile, text = (
            found.groups()[:4] if found[4] is not None else (*found.groups()[4:7], "")
        )
        if only in ("", dialect):
            rules[symbol].append(Alternative(int(weight or 1), bool(hostile), tuple(_PART.split(text or ""))))
    return {symbol: tuple(alternatives) for symbol, alternatives in rules.items() if alternatives}


def _heights(rules: Mapping[str, tuple[Alternative, ...]]) -> dict[str, int]:
    heights = dict.fromkeys(rules, 99)
    for _ in range(20):
        for symbol, alternatives in rules.items():
            heights[symbol] = min(_height(a, heights) for a in alternatives)
    return heights


def _height(alternative: Alternative, heights: Mapping[str, int]) -> int:
    inner = alternative.parts[1::2]
    return 1 + max((_of(symbol, heights) for symbol in inner), default=0)


def _of(symbol: str, heights: Mapping[str, int]) -> int:
    rule = symbol.replace(" ", "_")
    if rule in heights:
        return heights[rule]
    return _MADE_BY_CODE.get(symbol.split(" ", 1)[0], _QUERY)
