"""Shares with the interval they are known to, and whether two runs over the same questions really differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, comb, floor, sqrt
from typing import Any

Z_95 = 1.959963984540054
"""The normal distribution's 97.5 % point: two-sided 95 %."""


def wilson(hits: int, of: int, z: float = Z_95) -> tuple[float, float]:
    """The Wilson score interval of a share, both ends in 0..1; (0, 1) where nothing was counted.

    With p = hits/n: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n). E. B. Wilson, "Probable inference, the law of
    succession, and statistical inference", Journal of the American Statistical Association 22 (1927), 209–212. Unlike
    p ± z·√(p(1−p)/n) it stays inside 0..1 and holds for few questions and for shares near 0 or 1.
    Raises ValueError unless 0 <= hits <= of.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no share")
    if not of:
        return 0.0, 1.0
    p, square = hits / of, z * z / of
    centre = p + square / 2
    half = z * sqrt(p * (1 - p) / of + square / (4 * of))
    # At the ends the bound is p itself; rounding must not put it a hair inside.
    low = 0.0 if hits == 0 else min(p, (centre - half) / (1 + square))
    high = 1.0 if hits == of else max(p, (centre + half) / (1 + square))
    return low, high


def mcnemar(won: int, lost: int) -> float:
    """The two-sided exact p of McNemar's test: how likely a split at least this uneven is where both are equally good.

    Only questions on which the two differ count; under equality each falls either way like a coin:
    p = min(1, 2·Σ_{k ≤ min(won, lost)} C(n, k) / 2ⁿ), n = won + lost. Q. McNemar, "Note on the sampling error of the
    difference between correlated proportions or percentages", Psychometrika 12 (1947), 153–157; the exact form is the
    binomial sign test. 1 where they never differ.
    """
    n = won + lost
    tail = sum(comb(n, k) for k in range(min(won, lost) + 1))
    return min(1.0, 2 * tail / (1 << n))


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean; None of nothing."""
    return sum(values) / len(values) if values else None


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` (0..1) of the values lie, interpolated between neighbours; None of nothing.

    Position share·(n−1) in sorted order: type 7 of Hyndman & Fan, The American Statistician 50 (1996), 361–365.
    """
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low, high = ordered[floor(place)], ordered[ceil(place)]
    return low + (high - low) * (place - floor(place))


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of `of` questions; a share with the Wilson 95 % interval."""

    hits: int
    of: int

    @classmethod
    def count(cls, verdicts: Iterable[bool]) -> Rate:
        """How many of these are true."""
        all_of = list(verdicts)
        return cls(sum(all_of), len(all_of))

    @property
    def share(self) -> float | None:
        """0..1; None where nothing was counted."""
        return self.hits / self.of if self.of else None

    @property
    def rate(self) -> float:
        """The share, 0 where nothing was counted: for a bar that is to be reached."""
        return self.share or 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Low and high end of the 95 % interval."""
        return wilson(self.hits, self.of)

    def as_dict(self) -> dict[str, Any]:
        """`hits`, `of`, `share`, `low`, `high`; shares to 4 decimals, null where nothing was counted."""
        low, high = self.interval
        known = self.of > 0
        return {
            "hits": self.hits,
            "of": self.of,
            "share": rounded(self.share),
            "low": rounded(low) if known else None,
            "high": rounded(high) if known else None,
        }


@dataclass(frozen=True, slots=True)
class Paired:
    """Two runs over the same questions: `won` only the second had right, `lost` only the first, `both`, `neither`."""

    won: int
    lost: int
    both: int
    neither: int

    @classmethod
    def count(cls, pairs: Iterable[tuple[bool, bool]]) -> Paired:
        """Out of (first right, second right) of each question."""
        seen = [0, 0, 0, 0]
        for first, second in pairs:
            seen[2 * first + second] += 1
        return cls(won=seen[1], lost=seen[2], both=seen[3], neither=seen[0])

    @property
    def of(self) -> int:
        return self.won + self.lost + self.both + self.neither

    @property
    def first(self) -> Rate:
        return Rate(self.both + self.lost, self.of)

    @property
    def second(self) -> Rate:
        return Rate(self.both + self.won, self.of)

    @property
    def difference(self) -> float | None:
        """Share of the second less that of the first; None where nothing was counted."""
        return (self.won - self.lost) / self.of if self.of else None

    @property
    def p(self) -> float:
        """Exact McNemar p of the difference."""
        return mcnemar(self.won, self.lost)

    def as_dict(self) -> dict[str, Any]:
        """The four counts, their number `of`, the difference of shares and its p."""
        return {
            "of": self.of,
            "won": self.won,
            "lost": self.lost,
            "both": self.both,
            "neither": self.neither,
            "difference": rounded(self.difference),
            "p": rounded(self.p, 6),
        }


def rounded(value: float | None, digits: int = 4) -> float | None:
    """For JSON: rounded, None kept."""
    return None if value is None else round(value, digits)
