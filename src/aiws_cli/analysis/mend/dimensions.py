"""The groups a question asks for: "지점별", "상품마다", "by branch", "for each region and grade" – as columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ...core.nested import holds_texts
from ...core.tables import Column
from .around import Near, Place, around, name_of
from .links import Links, own_key
from .named import (
    asks_key,
    beginning,
    ending,
    is_private,
    is_text,
    name_column,
    names_of,
    names_of_table,
    run_of,
    stems_of,
)
from .scene import Scene
from .scope import Query

_BY_KO = re.compile(r"별(?=\s*(?:로|의|[\s,.?!)·]|$|누적|추이|합계|평균|비교|비중|건수|현황))|마다")
_NO_GROUP = re.compile(r"(?:특|개|구|차|이|작|분|판|선|식|결|생|송|각)$")
_BY_EN = re.compile(
    r"(?P<word>\b(?:broken down by|split by|grouped by|by|per|for each|for every|each|every|within each))\s+"
    r"(?:(?:the|each|every|our|their|its)\s+)*",
    re.IGNORECASE,
)
_NOT_BY = re.compile(
    r"\b(?:order|ordered|sort|sorted|rank|ranked|followed|multiplied|divided|increased|decreased)\s*$",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\s+(?:spend(?:ing)?|amounts?|balances?|volumes?|values?|sales|revenues?|profits?|income|counts?|numbers?|totals?|returns?"
    r"|rates?|usage|size|growth|quantity|fees?|premiums?|costs?|ratios?|scores?|turnover|assets)\b",
    re.IGNORECASE,
)
_KIN = (("band", "group", "bracket", "range"), ("type", "kind", "category"), ("grade", "tier", "level"))
_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|not)\s+(?:by|per)\s+\w+|\S+별\s*(?:말고|대신|이 아니라)", re.IGNORECASE
)
_TIME_KO = re.compile(r"(?:월|분기|반기|일|일자|연|연도|년|년도|날짜|주|주간|주차|시간|시간대|월말|기준월)$")
_TIME_EN = re.compile(r"(?:month|quarter|year|day|date|week|hour)s?\b", re.IGNORECASE)
SERIES = re.compile(
    r"월별|분기별|일별|연도별|연별|년도별|날짜별|일자별|주별|월간\s*추이|추이|추세|트렌드|흐름|움직|변화|비교|대비|각각|이동평균|매월|매일|매년|시계열"
    r"|\bmonthly\b|\bquarterly\b|\bdaily\b|\byearly\b|\bannual|\bweekly\b|\btrend|\bover time\b|\b(?:by|per|each|every)\s+(?:month|quarter|year|day|date|week)"
    r"|최근\s*\d+\s*(?:개월|일|주|분기|년)|지난\s*\d+\s*(?:개월|일|주|분기|년)|\b(?:over|in|for) the (?:last|past)\b"
    r"|\bcompare|\bversus\b|\bvs\b|\bmoving average\b|\bhistory\b",
    re.IGNORECASE,
)
_JOIN_KO = re.compile(r"(?:와|과|,|및|·|/|하고|이랑|랑|\band\b)\s*$")
_JOIN_EN = re.compile(r"^\s*(?:,\s*and|,|and|&)\s*(?:by\s+)?(?:the\s+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Dimension:
    """One group that is asked for: a column within reach, or (`place` None) a step of time. `words` are the asker's."""

    words: str
    place: Place | None = None
    named: bool = False

    @property
    def is_time(self) -> bool:
        return self.place is None


_Match = Callable[[Iterable[str]], tuple[int, str]]


@dataclass(frozen=True)
class _Reading:
    scene: Scene
    near: list[Near]
    links: Links
    question: str


def asked_dimensions(query: Query, scene: Scene, links: Links) -> list[Dimension] | None:
    """Every group the question asks for, in its order; None where one of them is not clear."""
    question = _INSTEAD.sub(" ", scene.question)
    reading = _Reading(scene, around(query, scene, links), links, question)
    out: list[Dimension] = []
    for found in (*_korean(reading), *_english(reading)):
        if found is None:
            return None
        if not any(_same(found, o) for o in out):
            out.append(found)
    return out


def _same(left: Dimension, right: Dimension) -> bool:
    if left.place is None or right.place is None:
        return left.place is right.place
    return left.place.key == right.place.key


def _korean(reading: _Reading) -> Iterator[Dimension | None]:
    question = reading.question
    for mark in _BY_KO.finditer(question):
        before = question[: mark.start()].rstrip()
        if before.endswith("성") and mark[0] == "별":
            before += "별"
        elif _NO_GROUP.search(before) and len(before.split()[-1]) < 2:
            continue
        chain: list[Dimension | None] = []
        while True:
            found = _before(before, reading)
            if found is None and chain:
                break
            chain.insert(0, found)
            if found is None:
                break
            before = before[: _start(before, found)].rstrip()
            joined = _JOIN_KO.search(before)
            if joined is None:
                break
            before = before[: joined.start()].rstrip()
        yield from chain


def _before(text: str, reading: _Reading) -> Dimension | None:
    """The dimension a text ends with."""
    if _TIME_KO.search(text) and len(text.split()[-1]) <= 3:
        return Dimension("time")
    bare = re.sub(r"\s*(?:이름|명칭|명)$", "", text)
    for said, wants_name in ((text, False), (bare, True)) if bare != text else ((text, False),):
        place, name = _resolve(reading, wants_name, _ends(said))
        if place is not None:
            return Dimension(name, place, wants_name)
    return Dimension("time") if _TIME_KO.search(text) else None


def _ends(text: str) -> _Match:
    return lambda names: ending(text, len(run_of(text).letters), names)


def _start(text: str, found: Dimension) -> int:
    """Where the words of a dimension begin that a text ends with."""
    run = run_of(re.sub(r"\s*(?:이름|명칭|명)$", "", text) if found.named else text)
    if found.is_time:
        return len(text.rstrip()) - len(text.split()[-1])
    length = ending(run.text, len(run.letters), [found.words])[0]
    return run.at[len(run.letters) - length] if length else 0


def _english(reading: _Reading) -> Iterator[Dimension | None]:
    question = reading.question
    if not re.search(r"[A-Za-z]", question):
        return
    taken = -1
    for mark in _BY_EN.finditer(question):
        if mark.start() < taken or _NOT_BY.search(question[: mark.start()]):
            continue
        at = mark.end()
        found, end = _after(at, reading)
        if found is not None and _of_figure(mark, end, question):
            continue
        if found is None:
            if mark["word"].lower() not in ("by", "per"):
                yield None
            continue
        yield found
        while (more := _JOIN_EN.match(question[end:])) is not None:
            found, after = _after(end + more.end(), reading)
            if found is None:
                break
            yield found
            end = after
        taken = end


def _after(at: int, reading: _Reading) -> tuple[Dimension | None, int]:
    """The dimension a text begins with, and where its words end."""
    question = reading.question
    run = run_of(question)
    start = next((n for n, place in enumerate(run.at) if place >= at), len(run.at))
    time = _TIME_EN.match(question[at:])
    if time is not None:
        return Dimension("time"), at + time.end()
    place, name = _resolve(reading, False, lambda names: beginning(question, start, names))
    if place is not None:
        length = beginning(question, start, [name])[0]
        return Dimension(name, place), run.at[start + length - 1] + 1
    return None, at


def _of_figure(mark: re.Match[str], end: int, question: str) -> bool:
    """ "by card spend", "by loan balance": the figure that an order is made by, and no group."""
    return mark["word"].lower() == "by" and bool(_FIGURE.match(question, end))


def _resolve(reading: _Reading, wants_name: bool, match: _Match) -> tuple[Place | None, str]:
    """The one column that the words name; of longer names rather than of shorter, of nearer tables rather than far."""
    found: list[tuple[int, int, Place, str]] = []
    for near in reading.near:
        table_names = names_of_table(near.table)
        for column in near.table.columns:
            if not _groups(column):
                continue
            own = (*names_of(column), *stems_of(column), *_kin(column))
            length, name = match((*own, *(f"{t} {c}" for t in table_names for c in own)))
            if length:
                place = _meant(near, column, name, wants_name, reading)
                if place is not None:
                    found.append((length, -near.steps, place, name))
        length, name = match(table_names)
        if length:
            key = own_key(near.table)
            column_of = name_column(near.table)
            column_of = key if column_of is None or is_private(column_of) else column_of
            if column_of is not None and near.table.primary_key and not is_private(column_of):
                found.append((length, -near.steps, near.place(column_of), name))
    if not found:
        return None, ""
    top = max(length for length, _, _, _ in found)
    nearest = max(steps for length, steps, _, _ in found if length == top)
    best = [(p, n) for length, steps, p, n in found if length == top and steps == nearest]
    # A key and the name of what it refers to are one thing; the name is what people read.
    places = {p.key: (p, n) for p, n in best}
    if len(places) > 1:
        named = {k: v for k, v in places.items() if v[0].column == name_column(v[0].table)}
        places = named if len(named) == 1 else places
    if len(places) != 1:
        return None, ""
    return next(iter(places.values()))


def _kin(column: Column) -> Iterator[str]:
    """What else an English name may end with: age band, age group."""
    for name in names_of(column):
        head, _, last = name.lower().rpartition(" ")
        for kin in _KIN:
            if head and last in kin:
                yield from (f"{head} {word}" for word in kin if word != last)


def _groups(column: Column) -> bool:
    """A column people group by: texts and small numbers without a unit, nothing personal but gender and age bands."""
    if column.classification == "sensitive" or column.name.endswith("_yn"):
        return False
    if is_text(column) or holds_texts(column):
        return not is_private(column) or bool(column.code_values)
    return column.type.upper() in ("INTEGER", "SMALLINT", "TINYINT") and not column.unit


def _meant(near: Near, column: Column, name: str, wants_name: bool, reading: _Reading) -> Place | None:
    """The column, or the name of what it is the key of; a key with labels stays unless names are asked for."""
    if near.source is None or asks_key(name) or (column.code_values and not wants_name):
        return near.place(column) if not (wants_name and column.code_values) else None
    goes_with = name_of(near.source, column, reading.links, reading.scene, reading.near)
    if goes_with is None or is_private(goes_with.column):
        return near.place(column) if not wants_name else None
    return goes_with
