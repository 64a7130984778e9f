"""Which columns of a result a question names, and where in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...catalog.words import words
from ...core.patterns import when_needed
from .script import Column

# What a result adds to the name of what it sums up: 당기순이익 합계, Average balance.
_AGGREGATED = when_needed(
    r"\s*(?:합계|평균)$|^(?:평균|총|합계)\s+|^(?:total|average|sum of|number of)\s+", re.I
)


@dataclass(frozen=True, slots=True)
class Named:
    """A column and the place of the question that names it, `start` to `end` of the question without spaces, lower case."""

    column: Column
    start: int
    end: int


def squeezed(text: str) -> str:
    """The text without spaces and case: compounds are written together or apart at will."""
    return re.sub(r"[\s_]+", "", text).lower()


def named(question: str, columns: Sequence[Column]) -> tuple[Named, ...]:
    """The columns the question names, by label or name, in the order it does. A longer name takes the place of a shorter."""
    text = squeezed(question)
    calls = [
        (squeezed(call), c)
        for c in columns
        for call in dict.fromkeys((c.label, c.name, _AGGREGATED.sub("", c.label)))
        if len(squeezed(call)) >= 2
    ]
    taken: list[Named] = []
    for call, column in sorted(calls, key=lambda pair: -len(pair[0])):
        if any(t.column is column for t in taken):
            continue
        for found in re.finditer(re.escape(call), text):
            if not any(t.start < found.end() and found.start() < t.end for t in taken):
                taken.append(Named(column, found.start(), found.end()))
                break
    return tuple(sorted(taken, key=lambda t: t.start))


def only_of(question: str, columns: Sequence[Column]) -> bool:
    """Whether each word of the question that can name data is in what one of the columns is called."""
    calls = [squeezed(c.label) + " " + squeezed(c.name) for c in columns]
    content = [w for w in words(question) if w.weight >= 0.5]
    return bool(content) and all(any(squeezed(f) in call for f in w.forms for call in calls) for w in content)
