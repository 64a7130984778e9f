"""What is counted, added up or averaged."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal, cast

from . import meaning, nature, rows, things
from .draft import Draft
from .lexicon import EVERYDAY, PART, SAID_TOO
from .parts import How, Measure, Silent

# As many rows as there are, whatever they are of.
_ROWS = re.compile(
    r"건수|횟수|개수|갯수|몇\s*(?:건|개)\S*|counts?|how many|number of|the (?:count|number)s? of"
)
COUNTS = ("count", "persons", "건", "명", "개")
# A table that keeps the number of new ones goes before.
_FRESH = 0.35
_BEGINS = frozenset(
    "open opened opening join joined contract issue issued start started begin created registered signup inception".split()
)


def read_share(draft: Draft) -> Literal["", "alone", "beside"]:
    """Is the figure asked for as a part of the whole, alone or beside the figure itself (금액과 비중)?"""
    for i, word in enumerate(draft.words):
        if word.role == "share":
            # 성별 고객 비율: how they spread over the groups; 여성 비율 alone is of no group.
            if word.says == "of" and not draft.dimensions:
                raise Silent
            draft.take(i)
            if draft.role(i - 1) == "and":
                draft.take(i - 1)
                return "beside"
            return "alone"
    return ""


def of_rows(draft: Draft, n: int) -> bool:
    """Share of loans by rate type: of the loans, which the word names best, or of what is owed?"""
    word = draft.words[n // 10] if 0 <= n // 10 < len(draft.words) else None
    if word is None or word.role != "name":
        return False
    amounts = [m.quality for m in word.meanings if m.sort in ("column", "metric")]
    return bool(amounts) and meaning.subject_quality(word) > max(amounts)


def only_unit(draft: Draft) -> bool:
    """연체율은 몇 %: the rate itself, which is kept in percent."""
    if [w.says for w in draft.words if w.role == "share"] != ["percent"] or not draft.measures:
        return False
    units = [m.metric.unit if m.metric else m.column.unit if m.column else "" for _, m in draft.measures]
    return all(u in ("%", "percent") for u in units)


def count_things(draft: Draft) -> None:
    """연령대별 고객 비중: so many of them, where the table keeps no amounts that could be meant.

    지역별 여성 고객 비중 may be of the women, or of each region's customers.
    """
    for i, word in enumerate(draft.words):
        if (
            word.role == "share"
            and draft.role(i - 1) == "name"
            and not meaning.is_subject(draft.words[i - 1])
        ) and any(nature.of_people(p.table) for p in meaning.other_tables(draft.words[i - 1])):
            raise Silent  # 남녀 회원 비중: of the members, and not of their cards
    amounts = any(nature.additive(c) for c in draft.fact.table.columns)
    if draft.named and draft.dimensions and not draft.kept and not amounts:
        draft.measures.append((len(draft.words) * 10, Measure("count", draft.fact)))


def read_told(draft: Draft) -> None:
    """평균 금리, 금리 평균; lowest, average and highest price."""
    for i, word in enumerate(draft.words):
        if word.role == "measure" and not draft.used[i]:
            _told(draft, i)


def _told(draft: Draft, i: int) -> None:
    hows, first, last = [i], i, i
    while draft.role(last + 1) == "and" and draft.role(last + 2) in ("measure", "most"):
        last += 2
        hows.append(last)
    while draft.role(first - 1) == "and" and draft.role(first - 2) == "most":
        first -= 2
        hows.insert(0, first)
    # 지점당 평균 대출 건수: what a number a head is anyway.
    counted = draft.role(last + 1) == "name" and draft.role(last + 2) == "count"
    counted = counted or "count" in (draft.role(last + 1), draft.role(first - 1))
    if hows == [i] and draft.words[i].says == "avg" and draft.per not in (None, draft.fact) and counted:
        draft.take(i)
        return
    target = _figure_beside(draft, first, last)
    if target is None:
        # 합계 alone is what a figure is anyway.
        if len(hows) > 1 or draft.words[i].says != "sum":
            raise Silent
        draft.take(i)
        return
    quality = 1.0
    for n, h in enumerate(hows):
        found = meaning.measure(draft.words[target], _how(draft, h))
        if found is None:
            raise Silent
        made, quality = found
        draft.measures.append((min(first, target) * 10 + n, made))
        draft.take(h)
    draft.take(target, quality)
    for j in range(first, last):
        if draft.role(j) == "and":
            draft.take(j)


def _how(draft: Draft, i: int) -> How:
    word = draft.words[i]
    if word.role == "most":
        return "min" if word.says == "asc" else "max"
    return cast(How, word.says)


def _figure_beside(draft: Draft, first: int, last: int) -> int | None:
    for i in (last + 1, first - 1):
        if draft.free(i) and meaning.measure(draft.words[i], "avg") is not None:
            # Total outstanding loan balance: the everyday word only describes the name behind it.
            loose = max(m.quality for m in draft.words[i].meanings) <= EVERYDAY
            if loose and draft.free(i + 1) and meaning.measure(draft.words[i + 1]) is not None:
                draft.take(i, EVERYDAY)
                return i + 1
            # Average loan interest rate: the name of the rows only says what the figure behind it is of.
            figure = meaning.measure(draft.words[i], "avg")
            of_rows = figure is not None and meaning.subject_quality(draft.words[i]) > figure[1]
            if of_rows and draft.free(i + 1) and meaning.measure(draft.words[i + 1], "avg") is not None:
                draft.take_subject(i)
                return i + 1
            return i
    # 평균 카드 이용금액: what it is of may stand between.
    if draft.free(last + 1) and draft.free(last + 2):
        between = draft.words[last + 1]
        if meaning.is_subject(between) or meaning.is_company(between):
            return last + 2 if meaning.measure(draft.words[last + 2], "avg") is not None else None
    return None


def read_counts(draft: Draft) -> None:
    """건수, 고객 수, 몇 곳, how many branches: rows of the fact table, where those are what is counted."""
    for i, word in enumerate(draft.words):
        if word.role != "count" or draft.used[i]:
            continue
        beside = i + 1 if word.says == "of" else i - 1
        if draft.free(beside) and meaning.counts(draft.words[beside]):
            draft.take(i)  # How many in-force policies: a metric counts them.
            continue
        if draft.having is not None and any(m.how == "count" for _, m in draft.measures):
            # Branches of 300 loans or more, and 건수 too: shown anyway. But how many such branches there are is more.
            if word.text not in ("건수", "횟수"):
                raise Silent
            draft.take(i)
            continue
        if _asks_for_figure(draft, i) or _how_many_were(draft, i):
            draft.take(i)
            continue
        if not draft.follows and things.counted_once(draft, i):
            continue
        known = any(m.how == "count" for _, m in draft.measures)
        # 건수는 몇 건: said twice, counted once.
        if not (known and not draft.free(i - 1)):
            thing = _counted(draft, i)
            if thing is not None:
                draft.take_subject(thing)
            if not known:
                draft.measures.append((i * 10, Measure("count", draft.fact)))
        draft.take(i)


def _asks_for_figure(draft: Draft, i: int) -> bool:
    """신규고객수는 몇 명: the figure named before is a number of things itself."""
    if not draft.words[i].text.startswith("몇") or draft.role(i - 1) != "name":
        return False
    word = draft.words[i - 1]
    if draft.used[i - 1]:
        told = [m for n, m in draft.measures if m.column is not None and n // 10 in (i - 1, i - 2)]
        return any(m.column is not None and m.column.unit in COUNTS for m in told)
    if meaning.is_subject(word) or meaning.other_tables(word):
        return False
    found = meaning.measure(word)
    return found is not None and found[0].column is not None and found[0].column.unit in COUNTS


def _how_many_were(draft: Draft, i: int) -> bool:
    """How many were issued: a figure of such a number, and nothing that is counted between."""
    if (
        draft.words[i].says != "of"
        or draft.role(i + 1) != "name"
        or not draft.words[i].text.startswith("how many")
    ):
        return False
    word = draft.words[i + 1]
    if draft.used[i + 1] and all(n // 10 != i + 1 for n, _ in draft.measures):
        return False
    if meaning.is_subject(word) or meaning.other_tables(word):
        return False
    try:
        found = meaning.measure(word)
    except Silent:
        return False
    return found is not None and found[0].column is not None and found[0].column.unit in COUNTS


def _counted(draft: Draft, i: int) -> int | None:
    """The place of the word that says what is counted; None where a condition says it too (온라인 가맹점). Or Silent."""
    if draft.follows and _ROWS.fullmatch(draft.words[i].text) and not draft.frees():
        # 건수로 바꿔줘: the rows the figure before is of, where each is one thing.
        if len(draft.fact.table.primary_key) != 1 or any(c.unit in COUNTS for c in draft.fact.table.columns):
            raise Silent
        return None
    if draft.words[i].says != "of" and draft.role(i - 1) != "name":
        sure = [j for j in draft.frees() if meaning.subject_quality(draft.words[j]) >= SAID_TOO]
        if sure:
            return sure[0]
        # 거래대금과 건수: as many rows as the figure is of.
        if draft.words[i].text in ("건수", "횟수") and draft.role(i - 1) == "and" and _has_figure(draft):
            draft.named = True
            return None
    if draft.words[i].text.startswith(("몇 건", "몇건", "건수")) and things.kinds_named(draft):
        return None
    order = range(i + 1, len(draft.words)) if draft.words[i].says == "of" else range(i - 1, -1, -1)
    for j in order:
        word = draft.words[j]
        if word.role in ("each", "by", "count", "measure"):
            break
        if word.role != "name" or draft.used[j]:
            continue
        if meaning.subject_quality(word) >= PART:
            return j
        if meaning.names_rows(word, draft.fact):
            draft.named = True
            return None
        if meaning.other_tables(word) and not meaning.kept(word):
            raise Silent
        if abs(j - i) == 1 and not meaning.kept(word) and not meaning.is_company(word):
            raise Silent
    rest = [j for j in draft.frees() if meaning.subject_quality(draft.words[j]) >= PART]
    if rest:
        return rest[0]
    # 건수 may be of events that the things went through; 몇 대, 수 are of the things.
    if not draft.follows and "건" not in draft.words[i].text and rows.counted_by_kind(draft):
        draft.named = True
        return None
    raise Silent


def _has_figure(draft: Draft) -> bool:
    try:
        found = [meaning.measure(draft.words[i]) for i in draft.frees()]
    except Silent:
        return False
    return any(f is not None and f[1] >= SAID_TOO for f in found)


def read_figures(draft: Draft) -> None:
    """Metrics and columns of figures, named without saying how they are put together."""
    for i in draft.frees():
        word = draft.words[i]
        try:
            found = meaning.measure(word)
        except Silent:
            # 금리 after 기본금리: the one named before.
            named = {m.column.name for _, m in draft.measures if m.column is not None}
            if not any(m.column is not None and m.column.name in named for m in word.meanings):
                raise
            draft.take(i)
            continue
        if found is None:
            continue
        made, quality = found
        if made in (m for _, m in draft.measures):
            draft.take(i, quality)
            continue
        best = max(m.quality for m in word.meanings)
        if quality < best - 0.2:
            continue
        if quality < meaning.subject_quality(word) and i + 1 in (n // 10 for n, _ in draft.measures):
            continue  # The loan of loan interest rate: what the figure right behind is of.
        draft.measures.append((i * 10, made))
        draft.take(i, quality)
    _once(draft)
    _apart(draft)


def read_split(draft: Draft) -> None:
    """Break down customers by region: where no figure is named, how many of them."""
    if not draft.flag("split") or draft.measures:
        return
    things = [i for i in draft.frees() if meaning.subject_quality(draft.words[i]) >= SAID_TOO]
    if len(things) != 1 or not draft.dimensions:
        raise Silent
    draft.take_subject(things[0])
    draft.measures.append((things[0] * 10, Measure("count", draft.fact)))


def read_fresh(draft: Draft) -> None:
    """지난 분기 신규 대출 건수, new policies this year: the period is that of the rows' own beginning."""
    for i, word in enumerate(draft.words):
        if word.role != "fresh":
            continue
        counted = bool(draft.measures) and all(m.how == "count" for _, m in draft.measures)
        if not draft.timed or not counted or draft.time_words is not None:
            raise Silent
        begins = [c for c in draft.fact.table.columns if nature.dated(c) and nature.pieces(c.name) & _BEGINS]
        draft.time_words = begins[0] if len(begins) == 1 else None
        draft.take(i)
        draft.weak += _FRESH


def _apart(draft: Draft) -> None:
    """영업이익 달성률: two figures in one breath are a third that no one has named."""
    places = sorted(n // 10 for n, _ in draft.measures if draft.role(n // 10) == "name")
    if any(b == a + 1 for a, b in pairwise(places)):
        raise Silent


def _once(draft: Draft) -> None:
    """Outstanding loan balance: an everyday word for a part of the metric named beside it asks for nothing more."""
    words = {n: draft.words[n // 10] for n, _ in draft.measures if n % 10 == 0}
    said = [m.metric.expression for _, m in draft.measures if m.metric is not None]
    kept = []
    for n, m in draft.measures:
        loose = (
            n in words and words[n].role == "name" and max(x.quality for x in words[n].meanings) <= EVERYDAY
        )
        if loose and m.column is not None and any(m.column.name in text for text in said):
            continue
        kept.append((n, m))
    draft.measures[:] = kept
