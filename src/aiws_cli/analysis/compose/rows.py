"""Rows of the fact table themselves: told by their names or their kind, asked for as a list, with nothing to pay."""

from __future__ import annotations

from dataclasses import replace

from . import meaning, nature
from .cover import Said
from .draft import Draft
from .parts import Dimension, Kept, Measure, Silent

# What kinds of rows are called by: 대출종류, 차급, Campaign type.
_KINDS = ("종류", "유형", "구분", "분류", "차급", "여부")
_KINDS_EN = frozenset("type class kind category yn".split())
_KIND = 0.2


def told_by_name(draft: Draft) -> None:
    """강남지점 개점일: a row told by its own name. Of several, each stands beside what is asked of it."""
    own = nature.name_column(draft.fact.table)
    if own is None or not meaning.one_each(draft.fact) or draft.follows:
        return
    told = [k for k in draft.kept if k.place.far == 0 and k.column is own and k.values and not k.but]
    if not told or draft.dimensions or draft.rank is not None:
        return
    draft.named = True
    draft.one_row = len(told[0].values) == 1
    draft.by_names = not draft.one_row


def names_beside(draft: Draft) -> None:
    """Puts the names of several rows beside what is asked of them."""
    own = nature.name_column(draft.fact.table)
    if draft.by_names and own is not None:
        listed = draft.shown if draft.shown else draft.dimensions
        listed.append((-1, Dimension(draft.fact, own, whole=True)))


def read_when(draft: Draft) -> None:
    """언제 개점했나요: the date is asked for. Raises Silent where none is listed."""
    for i, word in enumerate(draft.words):
        if word.role != "when":
            continue
        if draft.measures or not any(nature.dated(d.column) for _, d in draft.shown):
            raise Silent
        draft.take(i)


def read_nothing(draft: Draft, i: int, of: int, found: tuple[Dimension, float] | None) -> None:
    """연회비 없는, no annual fee: what each thing costs, and it costs nothing. Raises Silent of anything else."""
    if found is None or not meaning.one_each(draft.fact) or found[0].place.far:
        raise Silent
    target, quality = found
    column = target.column
    if not nature.numeric(column) or column.unit not in ("KRW", "원") or not nature.own_figure(column):
        raise Silent
    draft.keep(Kept(target.place, column, sign="=", number="0"))
    draft.take(i)
    draft.take(of, quality)


def asked_for(draft: Draft) -> bool:
    """연회비 2만원 넘는 카드, PB centers in Busan: things that are told and nothing else are asked for by name."""
    told = draft.fact.table.business_name or draft.fact.table.synonyms
    figures = draft.measures or draft.dimensions or draft.having is not None or draft.rank is not None
    if not told or figures or draft.follows or draft.figure or draft.one_row or draft.per is not None:
        return False
    if any(
        w.role in ("count", "share", "measure", "grain", "trend", "change", "or", "split")
        for w in draft.words
    ):
        return False
    if draft.timed and draft.time_words is None:
        return False
    return (draft.named or _told_by_a_bound(draft)) and (bool(draft.kept) or draft.time_words is not None)


def named_by_kind(draft: Draft) -> bool:
    """적금 목록, ESG펀드: what the rows are is said by the code of their kind."""
    for i, word in enumerate(draft.words):
        if word.role == "name" and draft.used[i] and meaning.names_rows(word, draft.fact):
            draft.named = True
            return True
    if any(k.place.far == 0 and k.values and is_kind(k) for k in draft.kept):
        draft.weak += _KIND
        draft.named = True
        return True
    draft.named = draft.named or _told_by_a_bound(draft)
    return draft.named


def _told_by_a_bound(draft: Draft) -> bool:
    """연회비 2만원 넘는 카드: half of what the rows are called, beside a figure that only they have."""
    bound = any(k.sign and k.place.far == 0 for k in draft.kept)
    return bound and any(w.role == "name" and meaning.is_subject(w) for w in draft.words)


def implied_figure(draft: Draft) -> None:
    """이번 달 순추천고객지수: what a table of several figures, told by their names, keeps of the one that is named."""
    if (
        draft.measures
        or draft.dimensions
        or draft.shown
        or draft.follows
        or not draft.timed
        or not all(draft.used)
    ):
        return
    own = nature.name_column(draft.fact.table)
    named = [k for k in draft.kept if k.place.far == 0 and len(k.values) == 1 and not k.but]
    if len(named) != 1 or len(draft.kept) != 1 or meaning.one_each(draft.fact):
        return
    if named[0].column is not own and not named[0].column.name.endswith("_name"):
        return
    kept = [
        c
        for c in draft.fact.table.columns
        if nature.numeric(c) and nature.pieces(c.name) & {"actual", "value"}
    ]
    said = [c for c in kept if "actual" in nature.pieces(c.name)] or kept
    if len(said) == 1:
        draft.measures.append((len(draft.words) * 10, Measure("plain", draft.fact, said[0])))


def counted_by_kind(draft: Draft) -> bool:
    """SUV 몇 대: nothing else that might be counted is named."""
    for i in draft.frees():
        word = draft.words[i]
        if meaning.other_tables(word) and not any(
            m.sort == "value" and m.place.far == 0 for m in word.meanings
        ):
            return False
    for i in draft.frees():
        try:
            found = meaning.kept(draft.words[i], draft.near(i))
        except Silent:
            continue
        if found is not None and found[0].place.far == 0 and found[0].values and is_kind(found[0]):
            draft.weak += _KIND
            return True
    return False


def is_kind(kept: Kept) -> bool:
    """Does a condition say of which kind the rows are? A region, a status, a grade are of others as well."""
    column = kept.column
    if not column.code_values or nature.hidden(column):
        return False
    return column.business_name.endswith(_KINDS) or bool(_KINDS_EN & nature.pieces(column.name))


def like_its_neighbour(draft: Draft, i: int) -> Said:
    """텔레마케팅과 방카: of two columns that have a value, the one that the value joined to it is of."""
    word = draft.words[i]
    mine = {m.column.name for m in word.meanings if m.sort == "value" and m.column is not None}
    if len(mine) < 2:
        return word
    for joint, j in ((i - 1, i - 2), (i + 1, i + 2)):
        if draft.role(joint) not in ("and", "or") or draft.role(j) != "name":
            continue
        its = {m.column.name for m in draft.words[j].meanings if m.sort == "value" and m.column is not None}
        if len(mine & its) == 1:
            meanings = [m for m in word.meanings if m.sort != "value" or (m.column and m.column.name in its)]
            return replace(word, meanings=tuple(meanings))
    return word
