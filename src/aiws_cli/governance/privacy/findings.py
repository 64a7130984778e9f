"""What detectors tell: where something stands, what it is, how sure that is."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

Confidence = Literal["high", "medium", "low"]
CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found at `text[start:end]`. `kind` is one of `pii.KINDS`, or of `secrets.find`."""

    start: int
    end: int
    kind: str
    confidence: Confidence


class _Sure(Protocol):
    @property
    def confidence(self) -> Confidence: ...


Found = TypeVar("Found", bound=_Sure)


def acted(findings: Iterable[Found]) -> tuple[Found, ...]:
    """Findings that something is done about: those of medium and high confidence."""
    return tuple(f for f in findings if f.confidence != "low")


def without_overlaps(ranked: Iterable[Finding]) -> tuple[Finding, ...]:
    """Of findings in order of preference those that lie within none before them, in order of place."""
    kept: list[Finding] = []
    starts: list[int] = []
    for finding in ranked:
        at = bisect(starts, finding.start)
        free = at == 0 or kept[at - 1].end <= finding.start
        if free and (at == len(kept) or finding.end <= starts[at]):
            kept.insert(at, finding)
            starts.insert(at, finding.start)
    return tuple(kept)
