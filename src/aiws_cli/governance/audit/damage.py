"""What happened to a log that is not in order: which lines were edited, deleted, inserted, reordered, torn or cut off.

Sound lines (their own hashes are right) are put into the order of their numbers. What that order is not that of the file
was reordered; a number twice was inserted; a number that is missing was edited where a damaged line stands in its place,
shortened where the record behind it was chained to the one before (the writer went on after a cut), and deleted otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Literal

from .lines import START, Line, parse, runs_over

Kind = Literal["edited", "deleted", "inserted", "reordered", "torn", "shortened", "head"]
BROKEN = b',"broken":{"problem":"'
"""How a record begins to say that what stood before it was gone or changed; in a text a quote would be escaped."""
_FRAME = re.compile(rb'"id":"([^"]{1,64})","at":"([^"]{1,64})"')


@dataclass(frozen=True, slots=True)
class Problem:
    """`lines`: ranges of line numbers (from 1, both ends included): the lines in question; for `deleted` the line in front
    of which records are missing; for `shortened` the last line there is (0: none), or the one written on after the cut.

    `records`: first and last number of the records in question, where known. `id`, `at`: of the first record named.
    """

    kind: Kind
    lines: tuple[tuple[int, int], ...]
    records: tuple[int, int] | None = None
    id: str = ""
    at: str = ""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        lines = [list(r) for r in self.lines]
        records = list(self.records) if self.records else None
        return {"problem": self.kind, "lines": lines, "records": records, "id": self.id, "at": self.at}


@dataclass(slots=True)
class _Seen:
    """A line as far as order needs it. `n` of an old line is found by its links; `loose`: nothing there links to it.

    `changed`: it says itself that the record before it was another one.
    """

    number: int
    n: int | None
    prev: str
    hashes: tuple[str, ...]
    sound: bool
    ends: int
    old: bool
    id: str
    at: str
    changed: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Damage:
    """Lines there are, problems in the order of the file, and the records whose hashes can be trusted: n → (line, hash)."""

    lines: int
    problems: tuple[Problem, ...]
    sound: dict[int, tuple[int, str]]


@dataclass(slots=True)
class _Gap:
    """Record numbers that are missing before line `before` (None: at the end); `cut`: what follows is chained to what is before."""

    low: int
    high: int
    before: _Seen | None
    cut: bool
    damaged: int = 0


def diagnose(lines: Iterable[bytes], known: int = 0) -> Damage:
    """What is wrong with these lines (with their ends), where heads noted elsewhere speak of `known` records."""
    seen, torn = _read(lines)
    _number_old(seen)
    kept, inserted = _once([s for s in seen if s.sound], seen)
    ordered = sorted(kept, key=_n)
    old_after_new = [b for a, b in pairwise(ordered) if b.old and not a.old]
    gaps = list(_gaps(ordered, known))
    problems = [
        *_damaged(seen, {s.number for s in kept}, gaps),
        *(_problem("inserted", s) for s in (*inserted, *old_after_new)),
        *_reordered(kept, ordered),
        *_missing(gaps, seen[-1].number if seen else 0),
        *(_problem("deleted", s, records=None) for s in kept if s.loose),
        *_rewritten(ordered),
    ]
    count = (seen[-1].number if seen else 0) + bool(torn)
    if torn:
        problems.append(Problem("torn", ((count, count),), None, *_frame(torn)))
    problems.sort(key=lambda p: p.lines[0])
    return Damage(count, tuple(problems), {_n(s): (s.number, s.hashes[0]) for s in ordered})


def ranges(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Rising numbers as ranges, both ends included."""
    runs = (list(run) for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0]))
    return tuple((run[0][1], run[-1][1]) for run in runs)


def _read(lines: Iterable[bytes]) -> tuple[list[_Seen], bytes]:
    """Every whole line, and the torn one behind them."""
    seen: list[_Seen] = []
    for number, raw in enumerate(lines, 1):
        content = raw.removesuffix(b"\n")
        if not raw.endswith(b"\n") and not runs_over(content):
            return seen, content
        line = parse(content, number)
        old = line.sound and line.n is None
        known = (number, line.n, line.prev, line.hashes, line.sound, line.ends, old)
        seen.append(_Seen(*known, *_frame(content), changed=line.sound and _says_changed(line)))
    return seen, b""


def _says_changed(line: Line) -> bool:
    said = line.record().get("broken") if BROKEN in line.content else None
    return isinstance(said, dict) and said.get("problem") == "edited"


def _number_old(seen: list[_Seen]) -> None:
    """Give sound lines of the older form the number their links say: one less than the line chained to them, else one more
    than the line they are chained to."""
    by_hash = {h: s for s in seen for h in s.hashes}
    through = _through(seen)
    found: dict[int, int] = {s.number: s.n for s in seen if s.n is not None}
    for line in seen:
        n, at = line.n, by_hash.get(line.prev)
        while line.sound and n is not None and at is not None and at.number not in found:
            n -= 1
            found[at.number] = n
            at = by_hash.get(at.prev)
    for line in seen:
        way: list[_Seen] = []
        at = line
        while at is not None and at.number not in found and at not in way:
            way.append(at)
            at = by_hash.get(at.prev) if at.prev != START else None
        n = found.get(at.number) if at is not None else None
        for step in reversed(way):
            if n is None and step.prev != START:
                n = through[step.number] - 1
                step.loose = step.sound and _stands_alone(step, seen)
            n = (n or 0) + 1
            found[step.number] = n
    for line in seen:
        if line.old:
            line.n = found[line.number]


def _through(seen: Sequence[_Seen]) -> dict[int, int]:
    """How many records the file holds up to and with a line, as far as its lines tell."""
    out, count = {}, 0
    for sound, run in groupby(seen, lambda s: s.sound):
        lines = list(run)
        count += 0 if sound else _records(lines)
        for line in lines:
            count += sound
            out[line.number] = count
    return out


def _records(damaged: Sequence[_Seen]) -> int:
    """How many records a run of damaged lines once was: one that was broken in two is one, two that were joined are two."""
    return max(1, sum(s.ends for s in damaged))


def _stands_alone(line: _Seen, seen: Sequence[_Seen]) -> bool:
    """Whether the line before it is no damaged one that could be the one it was chained to."""
    return line.number == 1 or seen[line.number - 2].sound


def _once(sound: Sequence[_Seen], seen: Sequence[_Seen]) -> tuple[list[_Seen], list[_Seen]]:
    """Each number once, in file order, and the lines that say a number again. The one that fits where it stands is kept."""
    best: dict[int, _Seen] = {}
    for line in sound:
        other = best.get(_n(line))
        if other is None or (_fits(line, seen) and not _fits(other, seen)):
            best[_n(line)] = line
    kept = [s for s in sound if best[_n(s)] is s]
    return kept, [s for s in sound if best[_n(s)] is not s]


def _fits(line: _Seen, seen: Sequence[_Seen]) -> bool:
    return line.prev in (seen[line.number - 2].hashes if line.number > 1 else (START,))


def _gaps(ordered: Sequence[_Seen], known: int) -> Iterator[_Gap]:
    last = 0
    hashes: tuple[str, ...] = (START,)
    for line in ordered:
        if _n(line) > last + 1:
            yield _Gap(last + 1, _n(line) - 1, line, line.prev in hashes)
        last, hashes = _n(line), line.hashes
    if known > last:
        yield _Gap(last + 1, known, None, True)


def _damaged(seen: Sequence[_Seen], kept: set[int], gaps: Sequence[_Gap]) -> Iterator[Problem]:
    """Runs of lines whose own hashes are wrong. They account for missing records; where none are missing, they were put in."""
    before: _Seen | None = None
    for bad, run in groupby(seen, lambda s: not s.sound):
        lines = list(run)
        if not bad:
            before = next((s for s in reversed(lines) if s.number in kept), before)
            continue
        gap = _gap_of(lines, before, gaps)
        trailing = lines[-1] is seen[-1]
        records = None
        if gap is not None:
            gap.damaged += max(len(lines), _records(lines))
            records = (gap.low, gap.high) if gap.low == gap.high else _named(lines, gap)
        yield _problem(
            "edited" if gap is not None or trailing else "inserted",
            lines[0],
            ranges(s.number for s in lines),
            records,
        )


def _gap_of(lines: Sequence[_Seen], before: _Seen | None, gaps: Sequence[_Gap]) -> _Gap | None:
    """The missing numbers among which damaged lines stood: by what they still say, else by the line before them."""
    said = [s.n for s in lines if s.n is not None]
    low = (_n(before) if before is not None else 0) + 1
    by_place = next((g for g in gaps if g.low == low), None)
    return by_place or next((g for g in gaps if any(g.low <= n <= g.high for n in said)), None)


def _named(lines: Sequence[_Seen], gap: _Gap) -> tuple[int, int] | None:
    said = sorted(s.n for s in lines if s.n is not None and gap.low <= s.n <= gap.high)
    return (said[0], said[-1]) if said else None


def _missing(gaps: Sequence[_Gap], last_line: int) -> Iterator[Problem]:
    for gap in gaps:
        if gap.high - gap.low + 1 <= gap.damaged:
            continue
        if gap.before is None:
            yield Problem("shortened", ((last_line, last_line),), (gap.low, gap.high))
        else:
            yield _problem("shortened" if gap.cut else "deleted", gap.before, records=(gap.low, gap.high))


def _reordered(kept: Sequence[_Seen], ordered: Sequence[_Seen]) -> Iterator[Problem]:
    moved = [there for there, right in zip(kept, ordered, strict=True) if there is not right]
    if moved:
        lines = ranges(s.number for s in moved)
        yield _problem("reordered", moved[0], lines, (min(map(_n, moved)), max(map(_n, moved))))


def _rewritten(ordered: Sequence[_Seen]) -> Iterator[Problem]:
    """Lines made anew with right hashes of their own: what follows was chained to something else, or says so."""
    if ordered and ordered[0].n == 1 and ordered[0].prev != START and not ordered[0].loose:
        yield _problem("edited", ordered[0])
    for a, b in pairwise(ordered):
        if _n(b) == _n(a) + 1 and (b.prev not in a.hashes or b.changed) and not b.loose:
            yield _problem("edited", a)


def _problem(
    kind: Kind,
    line: _Seen,
    lines: tuple[tuple[int, int], ...] = (),
    records: tuple[int, int] | Literal[True] | None = True,
) -> Problem:
    own = (line.n, line.n) if line.n is not None else None
    return Problem(
        kind, lines or ((line.number, line.number),), own if records is True else records, line.id, line.at
    )


def _frame(content: bytes) -> tuple[str, str]:
    """Id and time of a line, as far as they can be read."""
    found = _FRAME.search(content, 0, 400)
    return (found[1].decode("utf-8", "replace"), found[2].decode("utf-8", "replace")) if found else ("", "")


def _n(line: _Seen) -> int:
    assert line.n is not None
    return line.n
