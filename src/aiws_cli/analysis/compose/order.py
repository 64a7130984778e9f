"""The most, the least, the first five: in which order rows come, and how many of them."""

from __future__ import annotations

import re

from . import meaning
from .cover import Said
from .draft import Draft
from .lexicon import PART
from .parts import Measure, Rank, Silent
from .wordings import NUMBERS

_MOST_ROWS = 1000
_FALLING = re.compile(r"감소|줄|하락|내렸|내린|떨어|변화|차|fall|fell|drop|declin|decreas|moved?$|differ")


def read_order(draft: Draft) -> Rank | None:
    """The order asked for; None where none is. What is counted for it (계좌가 가장 많은 지점) becomes a figure."""
    marks = [
        i for i, w in enumerate(draft.words) if w.role in ("most", "adjective", "order") and not draft.used[i]
    ]
    numbers = [i for i, w in enumerate(draft.words) if w.role == "number" and not draft.used[i]]
    if not marks:
        if numbers:
            raise Silent
        return None
    words = [draft.words[i] for i in (*marks, *numbers)]
    directions = {w.says for w in words if w.says}
    changes = [w for w in draft.words if w.role == "change"]
    if changes:
        # The largest fall is the least change: only what grows is as large as it says.
        if directions == {"asc"} or any(_FALLING.search(w.text) for w in changes):
            raise Silent
        directions |= {"desc" for w in changes if w.says == "risen"}
    rows = {n for w in words if (n := number_of(w)) is not None}
    if len(directions) != 1 or len(rows) > 1:
        raise Silent
    ordered = any(draft.role(i) == "order" for i in marks)
    most = any(draft.role(i) == "most" for i in marks)
    if not ordered and not most and not rows:
        raise Silent
    for i in marks:
        draft.take(i)
        if not draft.measures and draft.role(i) in ("most", "adjective"):
            _count_beside(draft, i)
    for i in numbers:
        draft.take(i)
    limit = next(iter(rows), 1 if most and not ordered else None)
    if limit is not None and not 0 < limit <= _MOST_ROWS:
        raise Silent
    return Rank("asc" in directions, limit, _figure(draft, marks))


def number_of(word: Said) -> int | None:
    """The number that 3개, 상위 3개, five say; None where the word says none."""
    said = word.match["n"] if word.match is not None and "n" in word.match.re.groupindex else None
    if not said:
        return None
    return NUMBERS[said] if said in NUMBERS else int(said)


def _count_beside(draft: Draft, i: int) -> None:
    for j in (i - 1, i + 1):
        if not draft.free(j) or meaning.subject_quality(draft.words[j]) < PART:
            continue
        others = [k for k in draft.frees() if k != j]
        if draft.dimensions or any(meaning.other_tables(draft.words[k]) or draft.groups(k) for k in others):
            draft.measures.append((j * 10, Measure("count", draft.fact)))
            draft.take_subject(j)
            return


def _figure(draft: Draft, marks: list[int]) -> Measure | None:
    """The figure that rows are ordered by: the only one, or the one right beside 가장, 높은, highest."""
    figures = sorted(draft.measures, key=lambda m: m[0])
    if len(figures) < 2:
        return figures[0][1] if figures else None
    near = {n // 10: m for n, m in figures}
    for i in marks:
        for j in (i - 1, i + 1):
            if j in near:
                return near[j]
    raise Silent


def ranks(draft: Draft, names: list[int]) -> bool:
    """False where names alone are asked for (is the figure wanted too?), or the schema is bare."""
    told = draft.fact.table.business_name or draft.fact.table.synonyms
    return bool(told) and all(draft.joined(i) for i in names)
