"""The words of a question, each given its part. Every content word has one, or nothing is said at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...core.nested import is_list
from ...core.ports import Catalog
from ..asked_time import AskedTime
from . import groups, inside, meaning, nature, rows, things, ties
from .against import APART, is_beside, read_against
from .cover import Said
from .draft import Draft
from .figures import (
    count_things,
    of_rows,
    only_unit,
    read_counts,
    read_figures,
    read_fresh,
    read_share,
    read_split,
    read_told,
)
from .groups import read_grain, read_groups
from .heads import divided, read_heads
from .lexicon import ABOUT, SAID_TOO, TELLING
from .order import ranks, read_order
from .parts import Dimension, Kept, Parts, Silent
from .reach import Place
from .wordings import number_of_bound, sign_of

_NAME = re.compile(r"이름|명칭|names?\b")
_PUT_TOGETHER = re.compile(r"합[쳐친해하치]|더[해하]|통틀|(?:다|모두|전부)\s")
_SAYS_NOTHING = ("filler", "tail", "among", *ties.ROLES)


def read(
    catalog: Catalog,
    fact: Place,
    said: Sequence[Said],
    times: AskedTime,
    *,
    follows: bool = False,
    figure: bool = False,
) -> Parts:
    """The parts of a question over one fact table. Raises Silent where a word has no part, or more than one.

    `follows`: it changes a question before it, so that what it does not name stays as it was. `figure`: its figure is
    read elsewhere, so that it lists nothing.
    """
    words = [s for s in said if s.role not in _SAYS_NOTHING]
    draft = Draft(catalog, fact, words, bool(times.spans), follows, figure)
    if not draft.frees() and not follows:
        raise Silent
    ties.settle(draft)
    _bounds(draft)
    inside.read_truths(draft)
    grain = read_grain(draft)
    read_heads(draft)
    read_groups(draft)
    beside = is_beside(draft, times)
    apart = read_against(draft, times, grain)
    step, moving = draft.flag("step"), draft.flag("moving")
    if (step and grain not in ("", "month")) or moving != (times.running > 0):
        raise Silent
    grain = "month" if (step or moving) and not grain else grain
    now, running, share = draft.flag("now"), draft.flag("running"), read_share(draft)
    read_told(draft)
    read_counts(draft)
    read_figures(draft)
    read_fresh(draft)
    read_split(draft)
    divided(draft)
    if len(draft.measures) > 1 and any(w.role == "measure" and _PUT_TOGETHER.match(w.text) for w in words):
        raise Silent  # 설정액과 환매액을 합쳐서: one figure, and not these two
    share = "" if share and only_unit(draft) else share
    draft.rank = read_order(draft)
    names = [i for i, w in enumerate(draft.words) if w.role == "list" and not w.says]
    name_words = [i for i in names if draft.joined(i) and _NAME.match(draft.words[i].text)]
    if draft.rank is not None and not follows and not ranks(draft, names):
        raise Silent
    listing = draft.flag("list")
    _values(draft)
    rows.told_by_name(draft)
    listing = inside.read_lists(draft) or listing
    if apart:
        _each_value(draft)
    _rest(draft, listing)
    rows.names_beside(draft)
    rows.read_when(draft)
    _name_beside(draft, name_words)
    # 팀별 인원과 전략 shows the team; the age and hometown of every teacher, those two alone.
    if draft.shown and draft.dimensions and not follows and all(w.role != "each" for w in words):
        raise Silent
    _joiners(draft)
    inside.read_done(draft)
    rows.implied_figure(draft)
    ties.check_ties(draft, said)
    things.check_counted(draft, times)
    if now:
        things.still(draft)
    if share == "alone" and not draft.measures:
        count_things(draft)
    if share == "alone" and any(of_rows(draft, n) for n, _ in draft.measures):
        raise Silent
    if share and draft.kept and any(w.role == "share" and w.says == "of" for w in words):
        raise Silent  # 지역별 여성 비율: read as a part of each region elsewhere, or not clear at all
    if not all(draft.used) or (not follows and not things.side_by_side(draft) and _both_or_each(draft)):
        raise Silent
    return Parts(
        fact=fact,
        dimensions=tuple(d for _, d in sorted(draft.dimensions, key=lambda d: d[0])),
        measures=tuple(m for _, m in sorted(draft.measures, key=lambda m: m[0])),
        shown=tuple(d for _, d in sorted(draft.shown, key=lambda d: d[0])),
        kept=tuple(draft.kept),
        having=draft.having,
        grain=grain,
        rank=draft.rank,
        share=share,
        running=running,
        beside=beside,
        step=step,
        moving=times.running if moving else 0,
        within=draft.within,
        apart=things.side_by_side(draft),
        per=draft.per,
        now=now,
        spans=times.spans,
        compared=times.compared,
        time_words=draft.time_words,
        weak=draft.weak,
        named=draft.named,
        one_row=draft.one_row,
    )


def _name_beside(draft: Draft, names: Sequence[int]) -> None:
    """이름, 종류, 가입금액: the name is one of the columns to list."""
    own = nature.name_column(draft.fact.table)
    if len(names) != 1 or not draft.shown or own is None or draft.follows:
        return
    if draft.rank is None and not draft.dimensions and all(d.column is not own for _, d in draft.shown):
        draft.shown.append((names[0], _own_rows(draft)))


def _bounds(draft: Draft) -> None:
    """직원 수 15명 이상, with an annual fee over 50000; of groups, 대출이 300건 이상인 지점."""
    for i, word in enumerate(draft.words):
        if word.role != "bound" or word.match is None:
            continue
        if groups.read_having(draft, i):
            draft.take(i)
            continue
        of = i + 1 if word.says == "no" else i - 1
        found = meaning.column_of(draft.words[of]) if draft.free(of) else None
        if word.says:
            rows.read_nothing(draft, i, of, found)
            continue
        if found is None or not nature.numeric(found[0].column):
            raise Silent
        target, quality = found
        number = number_of_bound(word.match)
        percent = (word.match["unit"] or "") in ("%", "퍼센트", "percent")
        if target.column.unit in ("ratio", "비율"):
            if not percent and number > 1:
                raise Silent
            number = number / 100 if percent else number
        elif percent and target.column.unit not in ("percent", "%"):
            raise Silent
        sign = sign_of(word.match["sign"])
        draft.keep(Kept(target.place, target.column, sign=sign, number=f"{number.normalize():f}"))
        draft.take(i)
        draft.take(i - 1, quality)


def _values(draft: Draft) -> None:
    for i in draft.frees():
        word = draft.words[i]
        if meaning.subject_quality(word) >= SAID_TOO or _first_of_them(draft, i) or _of_a_group(draft, i):
            continue
        found = meaning.kept(rows.like_its_neighbour(draft, i), draft.near(i))
        if found is None:
            continue
        condition, quality = found
        if meaning.is_company(word) and condition.place.far:
            continue
        draft.keep(condition)
        draft.take(i, quality)


def _each_value(draft: Draft) -> None:
    """IRP와 ISA는 각각 몇 개: a row for each value that is named. Raises Silent where none are."""
    several = [k for k in draft.kept if len(k.values) > 1 and not is_list(k.column)]
    if len(several) != 1 or not draft.measures:
        raise Silent
    draft.dimensions.append((-1, Dimension(several[0].place, several[0].column)))


def _rest(draft: Draft, listing: bool) -> None:
    """Words that only say what the question is of; the thing that is ranked; columns to list."""
    left = draft.frees()
    for i in left:
        word = draft.words[i]
        if meaning.subject_quality(word):
            # "claims, paid amounts": counted as well, or only named? Nobody can tell.
            if draft.joined(i):
                raise Silent
            draft.take_subject(i)
            _best_rows_of_each(draft, i)
        elif meaning.is_company(word) or (_of_a_condition(draft, i) and not (listing and draft.joined(i))):
            draft.take(i)
    left = [i for i in left if not draft.used[i]]
    if (draft.rank is not None or draft.having is not None) and not draft.dimensions and left:
        _ranked_thing(draft, left)
    elif draft.rank is not None and draft.rank.rows is not None and left and not draft.within:
        _best_of_each(draft, left)
    elif draft.rank is not None and any(_put_in_order(draft, i) for i in left):
        raise Silent
    elif draft.rank is None:
        for i in left:
            if not _is_time(draft, i):
                _show(draft, i)
    for i in left:
        if not draft.used[i]:
            _context(draft, i)
    if draft.follows:
        return
    in_time = any(w.role == "grain" for w in draft.words)
    if draft.rank is not None and not draft.dimensions and not draft.shown and not in_time:
        draft.dimensions.append((-1, ties.kind_of(draft) or _own_rows(draft)))
    if draft.having is not None and (not draft.dimensions or len(draft.measures) != 1 or draft.shown):
        raise Silent
    listing = listing or rows.asked_for(draft)
    if listing and not draft.shown and draft.rank is None and draft.having is None:
        draft.shown.append((-1, _own_rows(draft, listed=True)))


def _of_a_condition(draft: Draft, i: int) -> bool:
    """The grade of PB 등급: named beside a value of it."""
    columns = {(k.place.table.name, k.column.name) for k in draft.kept}
    return any(
        m.sort == "column" and m.column is not None and (m.place.table.name, m.column.name) in columns
        for m in draft.words[i].meanings
    )


def _ranked_thing(draft: Draft, left: list[int]) -> None:
    named = [i for i in left if draft.groups(i)]
    if len({_grouped_by(draft, i) for i in named}) > 1:
        apart = [i for i in named if not meaning.other_tables(draft.words[i])]
        named = apart if len(apart) == 1 else named
    if len({_grouped_by(draft, i) for i in named}) != 1:
        raise Silent
    for i in named:  # 딜러 상위 5곳, 딜러명이랑 금액: one thing, named twice
        draft.add_dimension(i)


def _grouped_by(draft: Draft, i: int) -> tuple[str, str]:
    found, _ = meaning.dimension(draft.catalog, draft.words[i], draft.near(i))
    return found.place.table.name, found.column.name


def _beside_how_many(draft: Draft, i: int) -> bool:
    counted = ("most", "number", "adjective")
    return draft.role(i - 1) in counted or draft.role(i + 1) in counted or _put_in_order(draft, i)


def _put_in_order(draft: Draft, i: int) -> bool:
    """The branches of "rank branches by fee income within each region"."""
    return draft.role(i - 1) == "order" and draft.words[i - 1].text.startswith("rank")


def _first_of_them(draft: Draft, i: int) -> bool:
    """The branches of 상위 5개 영업점, which a channel is called as well: so many of them are asked for."""
    if draft.rank is None or draft.rank.rows is None or draft.dimensions or not _beside_how_many(draft, i):
        return False
    tables = [m for m in draft.words[i].meanings if m.sort == "table" and m.quality >= SAID_TOO]
    return bool(tables) and draft.groups(i)


def _of_a_group(draft: Draft, i: int) -> bool:
    """The branch of 영업점 지역별, which a channel is called as well: named right before a part of it."""
    return any(
        at == i + 1
        and m.sort == "table"
        and m.quality >= SAID_TOO
        and m.place.table.name == d.place.table.name
        for at, d in draft.dimensions
        for m in draft.words[i].meanings
    )


def _best_rows_of_each(draft: Draft, i: int) -> None:
    """등급별로 연회비가 가장 비싼 상품: the fact table's own rows, the first of each group."""
    name = nature.name_column(draft.fact.table)
    if draft.rank is None or draft.rank.rows is None or not draft.dimensions or name is None:
        return
    if _beside_how_many(draft, i) and [m.how for _, m in draft.measures] == ["plain"]:
        draft.dimensions.append((len(draft.words) + i, Dimension(draft.fact, name, whole=True)))
        draft.within = True


def _best_of_each(draft: Draft, left: list[int]) -> None:
    """The two branches of 지역별 상위 2개 지점: named right beside how many."""
    beside = [i for i in left if _beside_how_many(draft, i) and draft.groups(i)]
    if len(beside) != 1:
        return
    known = {(d.place.table.name, d.column.name) for _, d in draft.dimensions}
    found, _ = meaning.dimension(draft.catalog, draft.words[beside[0]], draft.near(beside[0]))
    if (found.place.table.name, found.column.name) in known:
        draft.take(beside[0])
        return
    # Behind all others, wherever it stands.
    draft.add_dimension(beside[0])
    place, dimension = draft.dimensions.pop()
    draft.dimensions.append((place + len(draft.words), dimension))
    draft.within = True


def _is_time(draft: Draft, i: int) -> bool:
    """개설된, 판매한 beside a period: the date that the period is of."""
    if not draft.timed or draft.time_words is not None:
        return False
    found = [
        m.column
        for m in draft.words[i].meanings
        if m.sort == "column" and m.place.far == 0 and m.column is not None and nature.dated(m.column)
    ]
    if len(found) != 1 or meaning.other_tables(draft.words[i]):
        return False
    draft.time_words = found[0]
    draft.take(i)
    return True


def _show(draft: Draft, i: int) -> None:
    word = draft.words[i]
    if meaning.other_tables(word):
        return
    found = meaning.column_of(word)
    if found is None or nature.hidden_name(found[0].column):
        return
    draft.shown.append((i, found[0]))
    draft.take(i, found[1])
    # 보험 상품명, of the table whose rows are called so.
    own = found[0].column is nature.name_column(draft.fact.table)
    telling = TELLING if word.text >= "가" else TELLING // 2
    if own and found[1] >= SAID_TOO and len(word.text.split()) >= telling:
        draft.named = True


def _context(draft: Draft, i: int) -> None:
    """A table named beside a part of it (the customers of 고객 지역별), or one the fact table keeps the history of."""
    spoken = {d.place.table.name for _, d in draft.dimensions} | {k.place.table.name for k in draft.kept}
    # Rank branches within each region, the first two: a thing named before its groups is what comes first.
    ranked = draft.rank is not None and draft.rank.rows is not None and not draft.within
    if ranked and draft.dimensions and all(at > i + 1 for at, _ in draft.dimensions):
        return
    keys = set(draft.fact.table.primary_key)
    about = any(m.sort == "table" and m.place.far == 0 for m in draft.words[i].meanings)
    if draft.dimensions and ties.owner(draft, i):
        draft.take(i)
        return
    for place in meaning.other_tables(draft.words[i]):
        of_key = place.far == 1 and len(keys) > 1 and set(place.path[0].from_columns) <= keys
        if place.table.name in spoken or of_key:
            draft.take(i)
            return
    if about:
        draft.take(i, ABOUT)


def _told_by_its_own(draft: Draft) -> bool:
    """적금 상품의 최고금리: half a name, beside a value and a figure of the same table."""
    home = draft.fact.table.name
    return (
        draft.named_half
        and any(k.place.far == 0 and k.values and not nature.flag(k.column) for k in draft.kept)
        and any(m.place.table.name == home and m.column is not None for _, m in draft.measures)
    )


def _own_rows(draft: Draft, *, listed: bool = False) -> Dimension:
    """The fact table's own rows, by their names."""
    name = nature.name_column(draft.fact.table)
    if name is None or not (draft.named or _told_by_its_own(draft) or (listed and rows.named_by_kind(draft))):
        raise Silent
    # 8월에 영업이익이 가장 낮은 부문: a table of a row for each month tells its things apart by their names.
    return Dimension(draft.fact, name, whole=listed or meaning.one_each(draft.fact))


def _both_or_each(draft: Draft) -> bool:
    """채권과 주식 평가금액: both together, or each by itself? Clear only where they limit other groups."""
    several = draft.several and any(len(k.values) > 1 and not is_list(k.column) for k in draft.kept)
    either = any(w.role == "or" for w in draft.words)
    compared = any(w.role == "against" and w.text not in APART for w in draft.words)
    return several and not either and (compared or not (draft.dimensions or draft.shown))


def _joiners(draft: Draft) -> None:
    """과, 및, and between two parts; 이나 between two values."""
    for i, word in enumerate(draft.words):
        if word.role == "and":
            draft.used[i] = True
        elif word.role == "or":
            both = [meaning.kept(draft.words[j]) if draft.role(j) == "name" else None for j in (i - 1, i + 1)]
            left, right = both
            if left is None or right is None or left[0].column.name != right[0].column.name:
                raise Silent
            draft.used[i] = True
