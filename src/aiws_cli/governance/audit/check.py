"""Whether a log is whole, and if not, what happened to it (damage names it).

The lines alone show every change but two: a log cut short at its end, and one written anew from some record on. For those
it is compared with heads noted elsewhere. A log in order is read once and nothing of it is kept.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from ...core.errors import Actor, AiwsError
from . import files
from .damage import BROKEN, Problem, diagnose
from .heads import Head, read_head
from .lines import START, Line, parse
from .log import AuditError

LOCAL = "local"
"""The source of the head in the file beside the log."""
_TORN = b',"torn":{"file":"'


class AuditBrokenError(AiwsError):
    """A log is not whole, or a bundle does not hold together. Slots: what, count.

    Exit code 6, as of a catalog that drifted: the check itself worked, and what it looked at is not right. 1 would say
    that aiws is at fault, 3 that the log can't be used, 4 that a policy said no.
    """

    code: ClassVar[str] = "audit_broken"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "user"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head and where it was read."""

    source: str
    head: Head


@dataclass(frozen=True, slots=True)
class Compared:
    """An anchor against the log. `agrees` is None where the record it speaks of is itself damaged or missing."""

    anchor: Anchor
    agrees: bool | None

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        head = self.anchor.head
        about = {"source": self.anchor.source, "n": head.n, "hash": head.hash, "at": head.at}
        return {**about, "agrees": self.agrees}


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a log: how many lines there are, its last sound record, problems in the order of the file.

    `aside` lists torn tails that writers moved to side files, as the records behind them say: file and bytes.
    """

    user: str
    lines: int
    head: Head
    problems: tuple[Problem, ...]
    compared: tuple[Compared, ...] = ()
    aside: tuple[dict[str, Any], ...] = ()

    @property
    def whole(self) -> bool:
        return not self.problems

    @property
    def anchored(self) -> bool:
        """Whether a head kept elsewhere than beside the log was there to compare with."""
        return any(c.anchor.source != LOCAL for c in self.compared)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of what was found, each once, in order."""
        return tuple(dict.fromkeys(p.kind for p in self.problems))


def check(path: Path, anchors: Sequence[Anchor] = ()) -> Report:
    """Check a log against its own head file and `anchors` (those of other users are left out). Raises AuditError.

    A log that is not there is an empty one: whole, unless a head speaks of records. What other processes write
    meanwhile is not looked at.
    """
    mine = [a for a in anchors if a.head.user == path.stem]
    try:
        with _still(path) as (file, size, local):
            own = [Anchor(LOCAL, local)] if local is not None else []
            return check_lines(
                lambda: _first(file, size), [*own, *mine], user=path.stem, local=local is not None
            )
    except OSError as problem:
        raise AuditError(path=path, detail=files.reason(problem)) from problem


def check_lines(
    lines: Callable[[], Iterable[bytes]],
    anchors: Sequence[Anchor] = (),
    *,
    user: str = "",
    local: bool = True,
) -> Report:
    """Check lines (with their ends; read again where something is wrong). `local`: their head file is there."""
    known = max((a.head.n for a in anchors), default=0)
    read = _Reading(frozenset(a.head.n for a in anchors))
    for raw in lines():
        read.take(raw)
    problems: list[Problem] = []
    sound = read.hashes
    if not read.in_order or read.n < known:
        damage = diagnose(lines(), known)
        everything = Problem("edited", ((1, read.count),))
        problems, sound = list(damage.problems) or [everything], {0: (0, START), **damage.sound}
    compared = tuple(
        Compared(a, sound[a.head.n][1] == a.head.hash if a.head.n in sound else None) for a in anchors
    )
    problems += _written_anew(compared, sound)
    if read.numbered > 1 and not local:
        problems.append(Problem("head", ((read.count, read.count),)))
    last = max(sound)
    head = Head(user, last, sound[last][1], read.last_at if sound is read.hashes else "")
    return Report(user, read.count, head, tuple(problems), compared, tuple(read.aside))


class _Reading:
    """One pass over a log: whether each line hangs on the one before, and what is worth keeping of it."""

    def __init__(self, wanted: frozenset[int]) -> None:
        self._wanted, self._previous = wanted, START
        self.count = self.n = self.numbered = 0
        self.in_order = True
        self.hashes: dict[int, tuple[int, str]] = {0: (0, START)}
        self._last: Line | None = None
        self.aside: list[dict[str, Any]] = []

    def take(self, raw: bytes) -> None:
        """The next line, with its end. Of `hashes` those asked for are kept, and the last."""
        self.count += 1
        line = parse(raw[:-1], self.count)
        self.numbered += line.sound and line.n is not None
        if line.sound and _TORN in raw:
            self.aside.append({"line": self.count, "torn": line.record().get("torn")})
        follows = line.n == self.n + 1 if line.n is not None else self.numbered == 0
        if (
            not (line.sound and raw.endswith(b"\n") and line.prev == self._previous and follows)
            or BROKEN in raw
        ):
            self.in_order = False
        if not self.in_order:
            return
        if self.n not in self._wanted and self.n:
            del self.hashes[self.n]
        self.n, self._previous, self._last = self.n + 1, line.hashes[0], line
        self.hashes[self.n] = (self.count, self._previous)

    @property
    def last_at(self) -> str:
        """The last record's time."""
        return str(self._last.record().get("at", "")) if self._last is not None else ""


def _written_anew(compared: Sequence[Compared], sound: Mapping[int, tuple[int, str]]) -> Iterator[Problem]:
    """For each head the log does not agree with: from behind the last one it agrees with up to there, something was changed."""
    agreed = sorted(c.anchor.head.n for c in compared if c.agrees)
    for n in sorted({c.anchor.head.n for c in compared if c.agrees is False}):
        low = max((a for a in agreed if a < n), default=0)
        yield Problem("edited", ((sound[low][0] + 1, sound[n][0]),), (low + 1, n))


@contextlib.contextmanager
def _still(path: Path) -> Iterator[tuple[BinaryIO, int, Head | None]]:
    """The log, its size while nobody was writing, and the head beside it. Nothing is made. Raises OSError."""
    try:
        fd = files.open_to_read(path)
    except FileNotFoundError:
        yield io.BytesIO(), 0, _local(path)
        return
    with os.fdopen(fd, "rb") as file:
        files.lock(fd, shared=True)
        size, local = os.fstat(fd).st_size, _local(path)
        files.unlock(fd)
        yield file, size, local


def _local(path: Path) -> Head | None:
    """What the head file beside the log says; None where there is none that can be understood."""
    try:
        fd = files.open_to_read(path.with_suffix(".head"))
    except FileNotFoundError:
        return None
    try:
        return read_head(fd)
    finally:
        os.close(fd)


def _first(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The lines of the first `size` bytes."""
    file.seek(0)
    for line in file:
        yield line[:size]
        size -= len(line)
        if size <= 0:
            return
