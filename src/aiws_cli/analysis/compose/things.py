"""How many of what the rows are of: customers with a loan, accounts that hold bonds; each counted once."""

from __future__ import annotations

import re

from ..asked_time import AskedTime
from . import meaning, nature
from .draft import Draft
from .lexicon import PART, SHORTENED
from .parts import Kept, Measure, Silent
from .reach import Place, reach

_PEOPLE = re.compile(r"(?:명|사람|인원|머릿수)")
# Between a table of people itself and rows of theirs, the people themselves.
_ONCE = 0.15


def counted_once(draft: Draft, i: int) -> bool:
    """Reads the count at `i` as of other things than the fact table's rows. False where it is not clearly so."""
    found = _named_thing(draft, i)
    if found is None and _PEOPLE.search(draft.words[i].text) and not nature.of_people(draft.fact.table):
        near = [p for p in reach(draft.catalog, draft.fact.table) if p.far and nature.of_people(p.table)]
        least = min((p.far for p in near), default=0)
        near = [p for p in near if p.far == least]
        found = (near[0], None) if len(near) == 1 else None
    if any(w.role == "fresh" for w in draft.words):
        return False  # 신규 회원: those who are new, and not those with something new
    if found is None or any(m.how == "count" for _, m in draft.measures):
        return False
    place, word = found
    if len(place.table.primary_key) != 1 or not (draft.fact.table.business_name or draft.fact.table.synonyms):
        return False
    if word is not None:
        draft.take(word)
    draft.measures.append((i * 10, Measure("count", place)))
    draft.weak += _ONCE
    draft.take(i)
    return True


def kinds_named(draft: Draft) -> bool:
    """장기렌터카 중도해지된 거 몇 건: no word for the rows but two of their own codes, and none of another thing."""
    free = draft.frees()
    if any(meaning.subject_quality(draft.words[j]) for j in free):
        return False
    told = [
        {m.column.name for m in draft.words[j].meanings if m.column and m.sort == "value" and not m.place.far}
        for j in free
    ]
    if len(told) < 2 or not all(told) or len(set().union(*told)) < len(told):
        return False
    draft.named = True
    return True


def _named_thing(draft: Draft, i: int) -> tuple[Place, int | None] | None:
    """The word right beside the count, which names a table referred to and not the fact table."""
    j = i + 1 if draft.words[i].says == "of" else i - 1
    if not draft.free(j) or meaning.is_subject(draft.words[j]):
        return None
    word = draft.words[j]
    if any(
        m.sort == "column"
        and m.column is not None
        and nature.numeric(m.column)
        and m.quality >= SHORTENED
        and not nature.key(m.column, m.place.table)
        for m in word.meanings
    ):
        return None
    sure = {
        m.place.table.name: m.place
        for m in word.meanings
        if m.sort == "table" and m.place.far and m.quality >= PART
    }
    return (next(iter(sure.values())), j) if len(sure) == 1 else None


def check_counted(draft: Draft, times: AskedTime) -> None:
    """Raises Silent where nothing says that those are meant who have such rows, or where rows that are over count too."""
    far = [m.place for _, m in draft.measures if m.how == "count" and m.place.far]
    if not far:
        return
    own = {p.table.name for p in reach(draft.catalog, far[0].table)}
    told = [d.place.table.name for _, d in draft.dimensions] + [k.place.table.name for k in draft.kept]
    if len(draft.measures) > 1 or draft.per is not None or draft.shown:
        raise Silent
    if not draft.named and not draft.named_half and all(t in own for t in told):
        raise Silent
    limited = {k.column.name for k in draft.kept if not k.place.far}
    over = [c for c in draft.fact.table.columns if nature.over(c) and c.name not in limited]
    if over and not times.spans:
        raise Silent


def side_by_side(draft: Draft) -> tuple[Kept, ...]:
    """매수금액과 매도금액: the same figure of two values, each named with it. Empty where there are none such."""
    several = [k for k in draft.kept if len(k.values) == 2]
    if not draft.several or len(several) != 1 or len(draft.measures) != 1 or draft.rank is not None:
        return ()
    kept = several[0]
    figure = draft.measures[0][1]
    pairs = 0
    for i, word in enumerate(draft.words[:-1]):
        named = any(
            m.sort == "value" and m.column is not None and m.column.name == kept.column.name
            for m in word.meanings
        )
        beside = draft.words[i + 1]
        same = beside.role == "name" and any(
            (m.column == figure.column and m.column is not None)
            or (m.metric is not None and m.metric == figure.metric)
            for m in beside.meanings
        )
        pairs += named and same
    if pairs != 2:
        return ()
    return tuple(Kept(kept.place, kept.column, values=(v,)) for v in kept.values)


def still(draft: Draft) -> None:
    """지금 연체잔액: of rows that have a status, those that are still going on."""
    coded = [c for c in draft.fact.table.columns if "status" in nature.pieces(c.name) and c.code_values]
    limited = {k.column.name for k in draft.kept if not k.place.far}
    for column in coded:
        if column.name not in limited and (code := nature.going_on(column)):
            draft.keep(Kept(draft.fact, column, values=(code,)))
