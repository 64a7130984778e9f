"""Words that tie one thing to another or say something once more: they add nothing, where the rest bears them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from . import meaning, nature
from .cover import Said
from .draft import Draft
from .parts import Dimension, Silent

ROLES = ("verb", "held", "again")


def settle(draft: Draft) -> None:
    """기준으로 behind what groups rows makes groups of it; behind a figure or a time it says nothing. Takes them all."""
    words: list[Said] = []
    used: list[bool] = []
    for i, word in enumerate(draft.words):
        if word.role == "basis":
            if not (draft.free(i - 1) and draft.groups(i - 1)):
                continue
            word = replace(word, role="each")
        words.append(word)
        used.append(draft.used[i])
    draft.words, draft.used = words, used


def check_ties(draft: Draft, said: Sequence[Said]) -> None:
    """Raises Silent where a verb has no figure to go with, what is held is an event, or an amount was never named."""
    for word in said:
        if word.role == "held" and _event(draft):
            raise Silent
        if word.role == "verb" and not draft.measures:
            raise Silent
        if word.role == "verb" and word.says == "amount" and all(m.how == "count" for _, m in draft.measures):
            raise Silent
        if word.role == "again" and not _amount(draft):
            raise Silent


def owner(draft: Draft, i: int) -> bool:
    """The customers of 고객 보유금액: every row is somebody's, which is said right before its figure."""
    figures = [n // 10 for n, _ in draft.measures]
    people = [p for p in meaning.other_tables(draft.words[i]) if nature.of_people(p.table)]
    return bool(people) and i + 1 in figures and not draft.joined(i)


def kind_of(draft: Draft) -> Dimension | None:
    """수입차딜러 중 1등: what ranks are things that a value's label is called by."""
    found: dict[str, Dimension] = {}
    for i, word in enumerate(draft.words):
        for m in word.meanings if draft.used[i] and word.role == "name" else ():
            name = nature.name_column(m.place.table)
            if m.sort != "value" or not m.place.far or name is None:
                continue
            plain = "".join(word.text.split())
            if any(plain != t and plain.endswith(t) for t in meaning.called(m.place)):
                found[m.place.table.name] = Dimension(m.place, name)
    return next(iter(found.values())) if len(found) == 1 else None


def _event(draft: Draft) -> bool:
    """Trades, sales, payments: rows that happen and are over, which nobody holds."""
    columns = draft.fact.table.columns
    states = any(nature.stock(c) for c in columns)
    return not states and not any("status" in nature.pieces(c.name) and c.code_values for c in columns)


def _amount(draft: Draft) -> bool:
    units = [m.metric.unit if m.metric else m.column.unit if m.column else "" for _, m in draft.measures]
    return len(units) == 1 and units[0] in ("KRW", "원")
