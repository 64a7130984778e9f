"""What rows are told apart by: 지점별, by branch, for each month."""

from __future__ import annotations

from dataclasses import replace

from . import meaning, nature
from .draft import Draft
from .lexicon import SAID_TOO
from .parts import Measure, Silent
from .wordings import number_of_bound, sign_of

_COUNTED = ("건", "개", "명", "대", "곳", "점", "회")


def read_grain(draft: Draft) -> str:
    """The unit of time that each row is for, or ""."""
    for i, word in enumerate(draft.words):
        if word.role in ("each", "by"):
            _each_month(draft, i, i - 1 if word.role == "each" else i + 1)
    grains = {w.says for w in draft.words if w.role == "grain"}
    draft.flag("grain")
    trend = draft.flag("trend")
    if len(grains) > 1:
        raise Silent
    return next(iter(grains), "month" if trend else "")


def _each_month(draft: Draft, i: int, at: int) -> None:
    """청구월별, by billing month: a column that holds months is a grain, and says when."""
    if not draft.free(at):
        return
    named = [m.column for m in draft.words[at].meanings if m.sort == "column" and m.place.far == 0]
    months = [c for c in named if c is not None and nature.dated(c) and "month" in nature.pieces(c.name)]
    if len(months) != 1 or any(m.sort != "column" for m in draft.words[at].meanings):
        return
    draft.time_words = months[0]
    draft.take(at)
    draft.words[i] = replace(draft.words[i], role="grain", says="month")


def read_groups(draft: Draft) -> None:
    """Dimensions by what stands before 별 and 마다, and behind by, per, for each."""
    for i, word in enumerate(draft.words):
        if word.role == "each":
            _each(draft, i)
        elif word.role == "every":
            _every(draft, i)
    for i in draft.frees():
        # 남녀 고객 비중: each of the two, though no 별 says so.
        if draft.words[i].text == "남 녀" and draft.groups(i):
            draft.add_dimension(i)
    for i in draft.frees():
        # 성별 says itself that it is for each.
        if draft.words[i].text.endswith("별"):
            draft.add_dimension(i)
            _joined_before(draft, i)
    for i, word in enumerate(draft.words):
        if word.role == "by" and not draft.used[i]:
            _by(draft, i)


def read_having(draft: Draft, i: int) -> bool:
    """A bound on a figure of each group: 대출이 300건 이상인 지점, 대출 건수가 300건 이상인, at least 300 loans.

    True where it is one. What the groups are is read later; bare schemas are left to others, who list names alone.
    """
    word = draft.words[i]
    told = draft.fact.table.business_name or draft.fact.table.synonyms
    if word.match is None or word.says or not told or draft.follows or draft.having is not None:
        return False
    held = (sign_of(word.match["sign"]), f"{number_of_bound(word.match).normalize():f}")
    if draft.role(i - 1) == "count" or (draft.role(i - 1) == "measure" and draft.words[i - 1].text >= "가"):
        draft.having = held
        return True
    korean = word.text[-1] >= "가"
    thing = i - 1 if korean else i + 1
    if korean and word.match["unit"] not in _COUNTED:
        return False
    if not korean and (word.match["unit"] or (draft.free(i - 1) and draft.role(i + 1) != "name")):
        return False
    if not draft.free(thing) or meaning.subject_quality(draft.words[thing]) < SAID_TOO:
        return False
    if (
        any(
            m.sort == "column" and m.column is not None and nature.numeric(m.column) and m.quality >= SAID_TOO
            for m in draft.words[thing].meanings
        )
        and not korean
    ):
        return False
    draft.having = held
    draft.measures.append((thing * 10, Measure("count", draft.fact)))
    draft.take_subject(thing)
    return True


def _each(draft: Draft, i: int) -> None:
    first = i - 1
    if draft.role(first) == "list" and not draft.words[first].says and draft.free(first - 1):
        # 상품 이름별: things are told apart by their names anyway.
        if not any(m.sort == "table" for m in draft.words[first - 1].meanings):
            raise Silent
        draft.take(first)
        first -= 1
    if not draft.free(first):
        raise Silent
    draft.take(i)
    draft.add_dimension(first)
    _joined_before(draft, first)


def _joined_before(draft: Draft, i: int) -> None:
    """What else is told apart by, before the last of them: the age of 연령대와 성별."""
    j = i - 1
    while draft.role(j) == "and" and draft.free(j - 1) and draft.groups(j - 1):
        draft.take(j)
        draft.add_dimension(j - 1)
        j -= 2


def _every(draft: Draft, i: int) -> None:
    """각 회사의 순이익: for each company. Where names are listed, each of them is meant anyway."""
    draft.take(i)
    listed = any(w.role == "list" for w in draft.words)
    if not draft.free(i + 1) or not draft.groups(i + 1):
        return
    found, _ = meaning.dimension(draft.catalog, draft.words[i + 1], draft.near(i + 1))
    if found.whole and not listed and meaning.is_subject(draft.words[i + 1]):
        draft.dimensions.append((i + 1, found))
        draft.take_subject(i + 1)
    elif not found.whole:
        draft.add_dimension(i + 1)


def _by(draft: Draft, i: int) -> None:
    ranked = any(w.role in ("most", "order") for w in draft.words)
    if not draft.free(i + 1):
        # Ranked by a count: "top five branches by number of accounts".
        if any(w.role in ("most", "order") for w in draft.words[:i]):
            draft.take(i)
            return
        raise Silent
    draft.take(i)
    at = _behind_its_table(draft, i + 1)
    if not draft.groups(at):
        # Trades made by MTS: a value, which limits the rows.
        if (ranked and at == i + 1) or _a_value(draft, at):
            return
        raise Silent
    draft.add_dimension(at)
    j = at + 1
    while draft.role(j) == "and" and draft.free(j + 1) and draft.groups(_behind_its_table(draft, j + 1)):
        draft.take(j)
        j = _behind_its_table(draft, j + 1)
        draft.add_dimension(j)
        j += 1


def _a_value(draft: Draft, i: int) -> bool:
    only = all(m.sort == "value" for m in draft.words[i].meanings)
    return only and meaning.kept(draft.words[i], draft.near(i)) is not None


def _behind_its_table(draft: Draft, i: int) -> int:
    """The place of grade in "by customer grade", where customer names the table that grade is of."""
    if not draft.free(i + 1) or not draft.groups(i + 1):
        return i
    found, _ = meaning.dimension(draft.catalog, draft.words[i + 1], draft.near(i + 1))
    word = draft.words[i]
    own = meaning.is_company(word) or (meaning.is_subject(word) and found.place.far == 0)
    if own or found.place.table.name in (p.table.name for p in meaning.other_tables(word)):
        draft.take(i)
        return i + 1
    return i
