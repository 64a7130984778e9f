"""What a follow-up wants changed: each of its words has a part, over the fact table of the query before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from ...core.ports import Catalog
from ..asked_time import AskedTime
from ..compose import meaning, nature
from ..compose.cover import Said
from ..compose.lexicon import SAID_TOO
from ..compose.order import number_of
from ..compose.parts import Dimension, Kept, Measure, Parts, Silent
from ..compose.reach import Place
from ..compose.reading import read
from .former import Former
from .wordings import MARKS

_GLUE = ("tail", "filler", "and", "or", "among")
_NEAR = 0.12


@dataclass(frozen=True)
class Wish:
    """`parts` are what the follow-up names. `marks` are the roles that say how (see `wordings`).

    `left_out` are conditions on rows that go, `dropped` figures that are no longer shown, `unsplit` groups that go;
    `also` are values that join those kept before. `rows` is a number of rows without an order (처음 3개만); `beside`:
    figures come beside what is shown; `figure`: it speaks of the shown figure by no name; `counted`: how many rows a
    list has is asked.
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
    if any(w.role == "timed" for w in rest) and not former.timed_groups():
        raise Silent
    rest = [w for w in rest if w.role not in ("figure", "timed")]
    rows, rest = _bare_number(rest)
    counted, rest = _counted(rest, former)
    other, rest = _put_together(rest, former)
    parts = read(catalog, former.fact, rest, times, follows=True)
    if other is not None:
        if parts.measures:
            raise Silent
        parts = replace(parts, measures=(other,))
    left_out, dropped = _left_out([said[i] for i in sorted(gone)], former.fact)
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
    )


def _meant(word: Said, former: Former) -> Said:
    """금액 of several amounts: the one that the result shows. 부산 of several regions: the one that it tells apart."""
    values = [m for m in word.meanings if m.sort == "value" and m.column is not None]
    if len({(m.place.table.name, m.column.name) for m in values if m.column}) > 1:
        told = {(p.table.name, c.name) for g in former.groups for p, c in former.reads(g)}
        told = told or {(p.table.name, c.name) for g in former.conditions() for p, c in former.reads(g)}
        of_it = [m for m in values if m.column and (m.place.table.name, m.column.name) in told]
        others = [m for m in word.meanings if m.sort != "value"]
        if of_it:
            word = replace(word, meanings=(*of_it, *others))
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
        if i in taken or not (word.role in ("tail", "each") and word.text.endswith("도")):
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


def _counted(rest: list[Said], former: Former) -> tuple[bool, list[Said]]:
    """몇 개야, of a list or of what is counted already: (True where a list's rows are to be counted, the other words)."""
    words = [w for w in rest if w.role == "count"]
    is_counted = len(former.figures) == 1 and isinstance(former.figures[0].unalias(), exp.Count)
    if not words or not (is_counted or not former.grouped):
        return False, rest
    return not former.grouped, [w for w in rest if w.role != "count"]


def _put_together(rest: list[Said], former: Former) -> tuple[Measure | None, list[Said]]:
    """평균으로, the maximum instead: the one figure that is shown, put together in another way; the other words."""
    words = [w for w in rest if w.role == "measure" and w.says in ("avg", "max", "min")]
    if len(words) != 1 or len(former.figures) != 1 or any(_is_figure(w) for w in rest):
        return None, rest
    figure = former.figures[0].unalias()
    if not isinstance(figure, exp.Sum | exp.Avg | exp.Min | exp.Max) or not isinstance(
        figure.this, exp.Column
    ):
        return None, rest
    read_there = former.reads(figure)
    if len(read_there) != 1 or read_there[0][0].path:
        return None, rest
    how = words[0].says
    made = Measure("avg" if how == "avg" else "max" if how == "max" else "min", former.fact, read_there[0][1])
    return made, [w for w in rest if w is not words[0]]


def _is_figure(word: Said) -> bool:
    try:
        return word.role == "count" or (word.role == "name" and meaning.measure(word) is not None)
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


def _unsplit(
    catalog: Catalog, words: list[Said], parts: Parts, former: Former
) -> tuple[tuple[Dimension, ...], bool]:
    out = []
    timed = False
    for word in words:
        if word.role == "grain":
            timed = True
        elif word.role == "name" and (kept := meaning.kept(word)) is not None:
            # 연체 말고 정상: the value named takes its place.
            if not any(k.column is kept[0].column for k in parts.kept):
                raise Silent
        elif word.role == "name" and parts.measures and len(former.figures) == 1 and _is_figure(word):
            continue  # 취급액 말고 건수로: the one figure goes.
        elif word.role == "name":
            out.append(meaning.dimension(catalog, word)[0])
        elif word.role == "count":
            raise Silent
    return tuple(out), timed
