"""Figures a head: 1인당, 고객당, 건당, per customer."""

from __future__ import annotations

from dataclasses import replace

from . import meaning, nature
from .draft import Draft
from .parts import Measure, Silent
from .reach import Place, reach


def read_heads(draft: Draft) -> None:
    """By how many of what the figure is divided. Raises Silent where that is not one thing."""
    averaged = draft.follows or any(w.role == "measure" and w.says == "avg" for w in draft.words)
    for i, word in enumerate(draft.words):
        if word.role != "per_head":
            continue
        if word.says == "after" and not averaged:
            # Sales per customer: for each of them, not a head.
            draft.words[i] = replace(word, role="by")
            continue
        if draft.per is not None:
            raise Silent
        if word.says == "row":
            draft.per = draft.fact
            # 대출 건당: the loans themselves, whatever else goes by that word.
            if draft.free(i - 1) and meaning.is_subject(draft.words[i - 1]):
                draft.take_subject(i - 1)
                draft.named = True
        elif word.says == "person":
            draft.per = _people(draft, i)
        else:
            beside = i - 1 if word.says == "before" else i + 1
            if not draft.free(beside):
                raise Silent
            if word.says == "after" and draft.groups(beside) and _thing(draft, beside) is None:
                draft.words[i] = replace(word, role="by")  # per customer segment: for each of them
                continue
            draft.per = _thing(draft, beside)
            draft.take(beside)
        if draft.per is None:
            raise Silent
        draft.take(i)


def divided(draft: Draft) -> None:
    """The figure that is divided is the sum: an average of sums a head is no average of rows."""
    if draft.per is None or not draft.measures:
        return
    if len(draft.measures) != 1:
        raise Silent
    place, measure = draft.measures[0]
    own = measure.column is not None and not nature.additive(measure.column)
    if draft.per is draft.fact and measure.how == "plain" and measure.column is not None and own:
        if not nature.summable(measure.column):
            raise Silent
        measure = Measure("avg", measure.place, measure.column)
        draft.measures[0] = (place, measure)
    if measure.how == "avg" and draft.per is draft.fact and own:
        # 건당 월보험료 평균: what an average of rows is anyway.
        draft.per = None
        return
    if measure.how in ("avg", "sum") and measure.column is not None and nature.additive(measure.column):
        draft.measures[0] = (place, Measure("plain", measure.place, measure.column))
    elif measure.how == "count" and draft.per is not draft.fact:
        return
    elif measure.how not in ("plain", "metric"):
        raise Silent


def _people(draft: Draft, i: int) -> Place | None:
    for j in (i - 1, i + 1):
        if draft.free(j):
            named = _thing(draft, j)
            if named is not None and nature.of_people(named.table):
                draft.take(j)
                return named
    if nature.of_people(draft.fact.table):
        return draft.fact
    near = [p for p in reach(draft.catalog, draft.fact.table) if p.far == 1 and nature.of_people(p.table)]
    return near[0] if len(near) == 1 else None


def _thing(draft: Draft, i: int) -> Place | None:
    """The fact table's own rows, or the table it refers to by that name."""
    word = draft.words[i]
    if meaning.is_subject(word) or _is_key(draft, i):
        return draft.fact
    keys = {m.column.name for m in word.meanings if m.sort == "column" and m.place.far == 0 and m.column}
    near = [
        p
        for p in reach(draft.catalog, draft.fact.table)
        if p.far == 1
        and len(p.path[0].from_columns) == 1
        and (
            p.path[0].from_columns[0] in keys
            or p.table.name in {o.table.name for o in meaning.other_tables(word)}
        )
    ]
    return near[0] if len(near) == 1 else None


def _is_key(draft: Draft, i: int) -> bool:
    """Sale of sale_id, where each row is one: it names the rows though the table is called otherwise."""
    table = draft.fact.table
    named = {
        m.column.name for m in draft.words[i].meanings if m.sort == "column" and m.place.far == 0 and m.column
    }
    return len(table.primary_key) == 1 and table.primary_key[0] in named
