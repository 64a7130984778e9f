"""What a follow-up wants changed: each of its words has a part, over the fact table of the query before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlglot import exp

from ...core.ports import Catalog
from ..asked_time import AskedTime
from ..compose import meaning, nature
from ..compose.cover import Said
from ..compose.lexicon import SAID_TOO, Meaning
from ..compose.order import number_of
from ..compose.parts import Dimension, Kept, Measure, Parts, Silent
from ..compose.reach import Place
from ..compose.reading import read
from ..compose.wordings import number_of_bound, sign_of
from .figure_words import is_figure, is_unit, ordered, put_together, so_many, sorted_by
from .former import Former
from .wordings import MARKS

_GLUE = ("tail", "filler", "and", "or", "among", "condition")
_NEAR = 0.12
_TOO = ("도", "도요", "까지", "까지도")


@dataclass(frozen=True)
class Wish:
    """`parts` are what the follow-up names. `marks` are the roles that say how (see `wordings`).

    `left_out` are conditions on rows that go, `dropped` figures that are no longer shown, `unsplit` groups that go;
    `also` are values that join those kept before. `rows` is a number of rows without an order (처음 3개만); `beside`:
    figures come beside what is shown; `figure`: it speaks of the shown figure by no name; `counted`: how many rows a
    list has is asked. `freed` are values that rows are no longer kept to; `bound` is a bound without a name.
    """

    parts: Parts
    marks: frozenset[str]
    left_out: tuple[Kept, ...] = ()
    dropped: tuple[Measure, ...] = ()
    unsplit: tuple[Dimension, ...] = ()
    untimed: bool = False
    also: bool = False
    rows: int | None = None
    beside: bool = False
    figure: bool = False
    counted: bool = False
    freed: tuple[Kept, ...] = ()
    bound: Bound | None = None


@dataclass(frozen=True)
class Bound:
    """A number that takes the place of the one rows are held against (3억 이상으로). `unit` as it is written, or empty."""

    sign: str
    number: Decimal
    unit: str


def read_wish(catalog: Catalog, former: Former, said: Sequence[Said], times: AskedTime) -> Wish:
    """Raises Silent where a word has no part, or may have two."""
    said = [_meant(w, former) for w in said]
    marks = frozenset(w.role for w in said if w.role in MARKS)
    gone, without = _governed(said, "without")
    replaced, instead = _governed(said, "instead")
    swapped = not replaced and bool(instead)  # 대신 with nothing before it
    taken = gone | replaced | without | instead
    beside, also = _too(said, taken)
    rest = [w for i, w in enumerate(said) if i not in taken and w.role not in MARKS]
    figure = any(w.role == "figure" for w in rest)
    if any(w.role == "timed" and not is_unit(w, former) for w in rest) and not former.timed_groups():
        raise Silent
    rest = [w for w in rest if w.role not in ("figure", "timed")]
    rows, rest = _bare_number(rest)
    counted, rest = _counted(rest, former)
    other, rest = put_together(rest, former)
    by, rest = sorted_by(rest, former)
    bound, rest = _bare_bound(rest)
    if other is None:
        other, rest = so_many(rest, former)
    rest = _told_too(rest, said, catalog)
    parts = read(catalog, former.fact, [w for w in rest if w.role != "sort"], times, follows=True)
    if other is not None:
        if parts.measures:
            raise Silent
        parts = replace(parts, measures=(other,))
    parts = ordered(parts, rest, by, former)
    left_out, dropped = _left_out([said[i] for i in sorted(gone)], former.fact)
    freed: tuple[Kept, ...] = ()
    if "condition" in marks:
        if not left_out or dropped:
            raise Silent
        freed, left_out = left_out, ()
    unsplit, untimed = _unsplit(catalog, [said[i] for i in sorted(replaced)], parts, former)
    return Wish(
        parts,
        marks | (frozenset(("swap",)) if swapped or replaced else frozenset()),
        left_out,
        dropped,
        unsplit,
        untimed or "whole" in marks,
        also,
        rows,
        beside or "add" in marks,
        figure,
        counted,
        freed,
        bound,
    )


def _meant(word: Said, former: Former) -> Said:
    """금액 of several amounts: the one that the result shows. 부산 of several regions: the one that it tells apart."""
    word = _by_its_key(word)
    values = [m for m in word.meanings if m.sort == "value" and m.column is not None]
    if len({(m.place.table.name, m.column.name) for m in values if m.column}) > 1:
        told = {(p.table.name, c.name) for g in former.groups for p, c in former.reads(g)}
        told = told or {(p.table.name, c.name) for g in former.conditions() for p, c in former.reads(g)}
        of_it = [m for m in values if m.column and (m.place.table.name, m.column.name) in told]
        of_it = of_it or _of_what_is_shown(values, former)
        others = [m for m in word.meanings if m.sort != "value"]
        if of_it:
            word = replace(word, meanings=(*of_it, *others))
    texts = [m for m in word.meanings if m.sort == "column" and m.column and nature.text(m.column)]
    if len({m.place.table.name for m in texts}) > 1 and (of_it := _of_what_is_shown(texts, former)):
        word = replace(word, meanings=(*of_it, *(m for m in word.meanings if m not in texts)))
    figures = [
        m for m in word.meanings if m.sort == "column" and m.column is not None and nature.numeric(m.column)
    ]
    best = max((m.quality for m in figures), default=0.0)
    near = [m for m in figures if m.quality >= best - _NEAR]
    if len({(m.place.table.name, m.column.name) for m in near if m.column}) < 2:
        return word
    read_already = {
        (p.table.name, c.name)
        for item in former.figures
        for p, c in former.reads(item)
        if item.find(exp.AggFunc)
    }
    mine = [m for m in near if m.column and (m.place.table.name, m.column.name) in read_already]
    return replace(word, meanings=tuple(mine)) if mine else word


def _of_what_is_shown(meanings: Sequence[Meaning], former: Former) -> list[Meaning]:
    """서울 of branches and of customers, where the result shows branches by name; none where it shows neither, or both."""
    named = {
        p.table.name
        for g in former.groups
        if (m := former.meaning(g.unalias())) is not None
        for p, c in (m,)
        if p.far and c is nature.name_column(p.table)
    }
    found = [m for m in meanings if m.place.table.name in named]
    best = max((m.quality for m in meanings), default=0.0)
    one = len({(m.place.table.name, m.column.name) for m in found if m.column}) == 1
    return found if one and found[0].quality >= best - _NEAR else []


def _by_its_key(word: Said) -> Said:
    """은행 of companies, as their id and as their industry: the one that is called so."""
    values = [m for m in word.meanings if m.sort == "value" and m.column is not None]
    keys = [m for m in values if m.column and m.column.primary_key and m.place.far]
    alone = len({m.place.table.name for m in values}) == 1 and len({m.values for m in keys}) == 1
    if not keys or not alone or len(values) == len(keys):
        return word
    return replace(word, meanings=(keys[0], *(m for m in word.meanings if m.sort != "value")))


def _governed(said: Sequence[Said], role: str) -> tuple[set[int], set[int]]:
    """The places of the words that a 빼고, 말고, excluding, instead of speaks of, and its own."""
    words: set[int] = set()
    own: set[int] = set()
    wanted = ("name", "each", "by", "grain", "count")
    for i, word in enumerate(said):
        if word.role != role:
            continue
        own.add(i)
        step = -1 if word.says == "before" else 1
        j = i + step
        found: set[int] = set()
        while 0 <= j < len(said) and said[j].role in (*wanted, *_GLUE):
            # What stands before a topic (8월은 VIP 빼고) is another matter; one name, or several with 과 between.
            if said[j].role == "name" and any(said[k].role == "name" for k in found) and step < 0:
                between = [
                    said[k].role for k in range(j + 1, min(k for k in found if said[k].role == "name"))
                ]
                if "and" not in between and "or" not in between and any(r != "tail" for r in between):
                    break
                if "tail" in between and "and" not in between and "or" not in between:
                    break
            found.add(j)
            j += step
        while found and said[(edge := min(found) if step < 0 else max(found))].role in _GLUE:
            found.discard(edge)
        words |= found
    return words, own


def _too(said: Sequence[Said], taken: set[int]) -> tuple[bool, bool]:
    """(수수료도, 60대도): a figure beside those shown; a value beside those kept."""
    beside = also = False
    for i, word in enumerate(said):
        if i in taken or not (word.role in ("tail", "each") and word.text.endswith(("도", "도요"))):
            continue
        before = next((said[j] for j in range(i - 1, -1, -1) if said[j].role != "tail"), None)
        if before is None or before.role == "filler":
            continue
        if (
            word.role == "tail"
            and before.role == "name"
            and meaning.kept(before) is not None
            and meaning.measure(before) is None
        ):
            also = True
        else:
            beside = True
    return beside, also


def _bare_number(rest: list[Said]) -> tuple[int | None, list[Said]]:
    if any(w.role in ("most", "adjective", "order") for w in rest):
        return None, rest
    numbers = [w for w in rest if w.role == "number"]
    if not numbers:
        return None, rest

    n = number_of(numbers[0])
    if len(numbers) > 1 or n is None:
        raise Silent
    return n, [w for w in rest if w.role != "number"]


def _bare_bound(rest: list[Said]) -> tuple[Bound | None, list[Said]]:
    """3억 이상으로 올리면, above 60 instead: a bound that no name stands before."""
    out: list[Said] = []
    found: list[Bound] = []
    for word in rest:
        before = next((w for w in reversed(out) if w.role not in _GLUE), None)
        named = before is not None and before.role in ("name", "count", "measure")
        # Another wording of a bound ("only 5") has no sign to read.
        if word.role == "bound" and word.match is not None and "sign" in word.match.groupdict() and not named:
            sign, number = sign_of(word.match["sign"]), number_of_bound(word.match)
            found.append(Bound(sign, number, word.match["unit"] or ""))
        else:
            out.append(word)
    if len(found) > 1:
        raise Silent
    return (found[0], out) if found else (None, rest)


def _counted(rest: list[Said], former: Former) -> tuple[bool, list[Said]]:
    """몇 개야, of a list or of what is counted already: (True where a list's rows are to be counted, the other words)."""
    words = [w for w in rest if w.role == "count"]
    is_counted = len(former.figures) == 1 and isinstance(former.figures[0].unalias(), exp.Count)
    if not words or not (is_counted or not former.grouped):
        return False, rest
    return not former.grouped, [w for w in rest if w.role != "count"]


def _told_too(rest: list[Said], said: Sequence[Said], catalog: Catalog) -> list[Said]:
    """지역도 같이: what rows are told apart by as well, where it is no figure and no value."""
    out: list[Said] = []
    for word in rest:
        out.append(word)
        if word.role != "name" or is_figure(word) or _is_value(word):
            continue
        at = said.index(word)
        behind = said[at + 1] if at + 1 < len(said) else None
        too = behind is not None and behind.role == "tail" and behind.text in _TOO
        if not too and not (word.text.isascii() and any(w.role == "add" for w in said)):
            continue
        if any(m.sort == "column" and m.place.far for m in word.meanings):
            try:
                meaning.dimension(catalog, word)
            except Silent:
                continue
            out.append(Said("each", word.end, word.end, "별"))
    return out


def _is_value(word: Said) -> bool:
    try:
        return meaning.kept(word) is not None
    except Silent:
        return True


def _left_out(words: list[Said], fact: Place) -> tuple[tuple[Kept, ...], tuple[Measure, ...]]:
    kept: dict[tuple[str, str], Kept] = {}
    dropped: list[Measure] = []
    unread: list[Said] = []
    for word in words:
        if word.role in _GLUE:
            continue
        if word.role == "count":
            dropped.append(Measure("count", fact))
            continue
        if word.role != "name":
            raise Silent
        found = meaning.kept(word) if meaning.subject_quality(word) < SAID_TOO else None
        if found is not None:
            condition = found[0]
            key = (condition.place.table.name, condition.column.name)
            if key in kept:
                if not condition.values or not kept[key].values:
                    raise Silent
                condition = replace(condition, values=(*kept[key].values, *condition.values))
            kept[key] = replace(condition, but=True)
            continue
        figure = meaning.measure(word)
        if figure is not None:
            dropped.append(figure[0])
        else:
            unread.append(word)
    for word in unread:
        # 해지 계좌: what the value is of.
        if not kept or not (
            meaning.is_subject(word) or meaning.other_tables(word) or _names(word, kept.values())
        ):
            raise Silent
    return tuple(kept.values()), tuple(dropped)


def _names(word: Said, kept: Collection[Kept]) -> bool:
    columns = {(k.place.table.name, k.column.name) for k in kept}
    # The customers of 고객유형, of which 법인 is one.
    thing = word.text.replace(" ", "")
    if len(thing) > 1 and any(k.column.business_name.startswith(thing) for k in kept):
        return True
    return any(m.column is not None and (m.place.table.name, m.column.name) in columns for m in word.meanings)


def _told_by(catalog: Catalog, word: Said, former: Former) -> Dimension | None:
    """What the result tells rows apart by, where a word names just that: 영업점 말고, of a row for each branch."""
    try:
        found, _ = meaning.dimension(catalog, word)
    except Silent:
        return None
    shown = [m for g in former.groups if (m := former.meaning(g.unalias())) is not None]
    same = any(p.table.name == found.place.table.name and c.name == found.column.name for p, c in shown)
    return found if same else None


def _unsplit(
    catalog: Catalog, words: list[Said], parts: Parts, former: Former
) -> tuple[tuple[Dimension, ...], bool]:
    out = []
    timed = False
    for word in words:
        if word.role == "grain":
            timed = True
        elif word.role == "name" and (told := _told_by(catalog, word, former)) is not None:
            out.append(told)
        elif word.role == "name" and (kept := meaning.kept(word)) is not None:
            # 연체 말고 정상: the value named takes its place.
            if not any(k.column is kept[0].column for k in parts.kept):
                raise Silent
        elif word.role == "name" and parts.measures and len(former.figures) == 1 and is_figure(word):
            continue  # 취급액 말고 건수로: the one figure goes.
        elif word.role == "name":
            out.append(meaning.dimension(catalog, word)[0])
        elif word.role == "count":
            raise Silent
    return tuple(out), timed
