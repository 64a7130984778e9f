"""The audit log: one append-only JSONL file a user, each line chained to the one before it (lines).

A record has reached the disk when `append` returns; what can't be logged must not happen: every failure is an AuditError.
Beside `<user>.jsonl` are `<user>.head` (what the last record was, so that a shorter log shows), `<user>.literals` (what
the tokens in the log stand for), and `key` (what tokens and digests are made with).
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import stat
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ...core.errors import AiwsError
from ...core.language import say
from ...core.ports import Clock
from ...core.results import ResultSet
from . import files
from .heads import Head, file_name, read_head, write_head
from .lines import MAX_LINE, RESERVED, START, Line, line_of, parse
from .literals import Detector, Key, Secret, keep, nothing, open_key, tokenised

__all__ = ["Audit", "AuditError", "Head", "file_name", "read"]


class AuditError(AiwsError):
    """The log can't be written or read, so nothing is done. Slots: path, detail."""

    code = "audit"
    exit_code = 3
    actor = "user"


@dataclass(frozen=True, slots=True)
class _End:
    """Where a log stands: records so far, the last one's hash, and what was found wrong there, for the next record to say."""

    n: int
    hash: str
    said: Mapping[str, Any]


class Audit:
    """The log of one user: the file `path` (AIWS_HOME/audit/<user>.jsonl, see `file_name`).

    Safe between threads and processes: lock, append, fsync. `find` finds what is personal in a text and becomes a token;
    with `every_string` so does each string literal of a statement; of what `secret` calls one (by its kind) only the token
    is kept, nowhere the text. `notice` is told (one sentence) when a torn last
    line, left by a crash or a full disk, was moved to a side file, or when lines that were there are gone; the record that
    follows says so too.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock,
        notice: Callable[[str], None] | None = None,
        *,
        find: Detector = nothing,
        every_string: bool = False,
        secret: Secret = lambda _kind: False,
    ) -> None:
        self._path, self._clock = path, clock
        self._notice = notice or (lambda _text: None)
        self._find, self._every_string, self._secret = find, every_string, secret
        self._mine = threading.Lock()
        self._opened_key: Key | None = None
        self._written: Head | None = None
        self._kept: set[str] = set()

    @property
    def path(self) -> Path:
        return self._path

    @property
    def key_id(self) -> str:
        """Which key tokens and digests are made with. Raises AuditError."""
        with self._failing():
            files.own_folder(self._path.parent)
            return self._key().id

    def append(self, kind: str, record: Mapping[str, Any]) -> str:
        """Write one record and return its id once it is on the disk. Raises AuditError; then nothing was kept."""
        now = self._clock.now()
        id_ = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(5)}"
        own = {k: v for k, v in record.items() if k not in RESERVED}
        with self._failing(), self._mine:
            files.own_folder(self._path.parent)
            own, literals = self._tokenised(own)
            with self._locked() as (fd, head_fd):
                end = self._end(fd, head_fd)
                body = {"id": id_, "at": now.isoformat(), "kind": kind, **own, **end.said}
                line = line_of(end.n + 1, body, end.hash)
                if len(line) > MAX_LINE:
                    raise ValueError(say("audit.detail.long_line"))
                keep(self._path.with_suffix(".literals"), literals, self._kept)
                head = Head(self._path.stem, end.n + 1, parse(line[:-1]).hashes[0], now.isoformat())
                _append(fd, line, head_fd, head)
            self._written = head
        self._tell(end.said)
        return id_

    def head(self) -> Head:
        """The last record this object wrote, else the last one in the log. Costs one small read at most. Raises AuditError."""
        if self._written is not None:
            return self._written
        with self._failing(), self._mine:
            return head_of(self._path)

    def mark(self) -> str:
        """`head` as a text for others to keep. Raises AuditError."""
        return self.head().text

    def digest(self, result: ResultSet) -> str:
        """What two runs of a statement can be compared by; tells nothing of the rows without the key. Raises AuditError."""
        with self._failing():
            files.own_folder(self._path.parent)
            return self._key().digest(result.columns, result.rows)

    def tokenised(self, record: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """As `append` would keep it, and what each token stands for. Raises AuditError."""
        with self._failing():
            files.own_folder(self._path.parent)
            return self._tokenised(record)

    def _tokenised(self, record: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        return tokenised(
            record, self._key(), self._find, every_string=self._every_string, secret=self._secret
        )

    def _key(self) -> Key:
        if self._opened_key is None:
            self._opened_key = open_key(self._path.with_name("key"))
        return self._opened_key

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError, TypeError) as problem:
            raise AuditError(path=self._path, detail=files.reason(problem)) from problem

    @contextlib.contextmanager
    def _locked(self) -> Iterator[tuple[int, int]]:
        """The log, locked, and its head file."""
        fd = files.open_locked(self._path)
        try:
            head_fd = files.open_own(self._path.with_suffix(".head"), at_end=False)
            try:
                if os.fstat(fd).st_size == 0:
                    files.sync_folder(self._path.parent)
                yield fd, head_fd
            finally:
                os.close(head_fd)
        finally:
            os.close(fd)

    def _end(self, fd: int, head_fd: int) -> _End:
        """Where the log stands. A torn tail is moved to a side file first."""
        said: dict[str, Any] = {}
        size = os.fstat(fd).st_size
        if size and os.pread(fd, 1, size - 1) != b"\n":
            start = files.line_start(fd, size)
            rest = os.pread(fd, size - start, start)
            side = self._path.with_name(f"{self._path.stem}.torn-{self._clock.now():%Y%m%dT%H%M%S%f}")
            files.write_new(side, rest)
            os.ftruncate(fd, start)
            os.fsync(fd)
            said["torn"] = {"file": side.name, "bytes": len(rest)}
            size = start
        n, hash_, _ = _last(fd, size)
        head = read_head(head_fd)
        if head is not None and (head.n > n or (head.n == n and head.hash != hash_)):
            said["broken"] = {
                "problem": "shortened" if head.n > n else "edited",
                "n": head.n,
                "hash": head.hash,
            }
            n = head.n
        return _End(n, hash_, said)

    def _tell(self, said: Mapping[str, Any]) -> None:
        if "torn" in said:
            self._notice(say("audit.torn", path=self._path, side=said["torn"]["file"]))
        if "broken" in said:
            self._notice(say("audit.broken", path=self._path, n=said["broken"]["n"]))


def head_of(path: Path) -> Head:
    """The last whole record of a log; `n` is 0 where there is none. Raises OSError."""
    try:
        fd = files.open_to_read(path)
    except FileNotFoundError:
        return Head(path.stem, 0, START)
    try:
        end = files.line_start(fd, os.fstat(fd).st_size)
        n, hash_, line = _last(fd, end)
        return Head(path.stem, n, hash_, str(line.record().get("at", "")))
    finally:
        os.close(fd)


def read(
    path: Path,
    *,
    kinds: Iterable[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    table: str = "",
) -> Iterator[dict[str, Any]]:
    """Records in file order; lines that are no JSON object are passed over (`check` names them).

    `since` is inclusive, `until` exclusive, both with a zone; `table` is `schema.table`, compared without case.
    Raises AuditError where the file can't be read; a file that is not there holds nothing.
    """
    wanted = frozenset(kinds)
    for line in lines(path):
        try:
            record = json.loads(line)
            at = datetime.fromisoformat(record["at"])
        except (ValueError, KeyError, TypeError):
            continue
        if wanted and record.get("kind") not in wanted:
            continue
        if (since is not None and at < since) or (until is not None and at >= until):
            continue
        if table and table.lower() not in (str(t).lower() for t in record.get("tables", ())):
            continue
        yield record


def lines(path: Path) -> Iterator[bytes]:
    """The lines of a log with their ends, none where the file is not there. Raises AuditError."""
    try:
        # Without waiting: a pipe in the log's place would never answer, and a device never end.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(errno.EINVAL, "not a regular file", str(path))
            yield from file
    except FileNotFoundError:
        return
    except OSError as problem:
        raise AuditError(path=path, detail=files.reason(problem)) from problem


def _last(fd: int, size: int) -> tuple[int, str, Line]:
    """Number and hash of the record whose line ends at `size`, and the line; where its number can't be read, lines are counted."""
    if size == 0:
        return 0, START, parse(b"")
    start = files.line_start(fd, size - 1)
    line = parse(os.pread(fd, size - 1 - start, start))
    return (line.n if line.n is not None else _count(fd, size)), line.hashes[0], line


def _count(fd: int, size: int) -> int:
    done, found = 0, 0
    while block := os.pread(fd, min(1 << 20, size - done), done):
        found, done = found + block.count(b"\n"), done + len(block)
    return found


def _append(fd: int, line: bytes, head_fd: int, head: Head) -> None:
    """The line and its head, or neither."""
    before, head_before = os.fstat(fd).st_size, os.fstat(head_fd).st_size
    files.append(fd, line)
    try:
        write_head(head_fd, head)
    except (OSError, ValueError):
        files.cut(head_fd, head_before)
        files.cut(fd, before)
        raise
