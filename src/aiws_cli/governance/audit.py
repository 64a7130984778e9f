"""The audit log: one append-only JSONL file a user, each line chained to the one before it.

A line is a JSON object whose last two fields are `prev` (the hash of the line before, or 64 zeros) and `hash`:
SHA-256 over the line's bytes up to the comma before `"hash"`, so any changed byte shows. A record has reached the disk when
`append` returns. What can't be logged must not happen: every failure is an AuditError.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..core.errors import AiwsError
from ..core.language import say
from ..core.ports import Clock

START = "0" * 64
"""`prev` of the first record."""
_HASH_FIELD = re.compile(rb',"hash":"([0-9a-f]{64})"\}$')
_MAX_LINE = 16 * 1024 * 1024


class AuditError(AiwsError):
    """The log can't be written or read, so nothing is done. Slots: path, detail."""

    code = "audit"
    exit_code = 3
    actor = "user"


class Audit:
    """The log of one user: the file `path` (AIWS_HOME/audit/<user>.jsonl, see `file_name`).

    Safe between threads and processes: lock, append, fsync. `notice` is told (one sentence) when a torn last line,
    left by a crash or a full disk, was moved to a side file; the record that follows names it too.
    """

    def __init__(self, path: Path, clock: Clock, notice: Callable[[str], None] | None = None) -> None:
        self._path, self._clock = path, clock
        self._notice = notice or (lambda _text: None)
        self._mine = threading.Lock()

    @property
    def path(self) -> Path:
        return self._path

    def append(self, kind: str, record: Mapping[str, Any]) -> str:
        """Write one record and return its id once it is on the disk. Raises AuditError; then nothing was kept."""
        now = self._clock.now()
        id_ = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(5)}"
        try:
            with self._mine, self._locked() as fd:
                previous, torn = self._tail(fd)
                body: dict[str, Any] = {"id": id_, "at": now.isoformat(), "kind": kind}
                body |= {k: v for k, v in record.items() if k not in body}
                if torn is not None:
                    body["torn"] = torn
                _append(fd, line_of(body, previous))
        except (OSError, ValueError, TypeError) as problem:
            raise AuditError(path=self._path, detail=_reason(problem)) from problem
        if torn is not None:
            self._notice(say("audit.torn", path=self._path, side=torn["file"]))
        return id_

    @contextlib.contextmanager
    def _locked(self) -> Iterator[int]:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)
        fd = os.open(self._path, flags, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            if os.fstat(fd).st_mode & 0o077:
                os.fchmod(fd, 0o600)
            if os.fstat(fd).st_size == 0:
                _sync_folder(self._path.parent)
            yield fd
        finally:
            os.close(fd)

    def _tail(self, fd: int) -> tuple[str, dict[str, Any] | None]:
        """Hash of the last whole line, and what was torn off behind it (file, bytes), or None."""
        size = os.fstat(fd).st_size
        if size == 0:
            return START, None
        torn = None
        if os.pread(fd, 1, size - 1) != b"\n":
            start = _line_start(fd, size)
            rest = os.pread(fd, size - start, start)
            side = self._path.with_name(f"{self._path.stem}.torn-{self._clock.now():%Y%m%dT%H%M%S%f}")
            _write_side_file(side, rest)
            os.ftruncate(fd, start)
            os.fsync(fd)
            torn = {"file": side.name, "bytes": len(rest)}
            size = start
            if size == 0:
                return START, torn
        start = _line_start(fd, size - 1)
        return hash_of(os.pread(fd, size - 1 - start, start)), torn


def line_of(body: Mapping[str, Any], previous: str) -> bytes:
    """A record's line, newline included."""
    text = json.dumps({**body, "prev": previous}, ensure_ascii=False, separators=(",", ":"), default=str)
    head = text[:-1].encode("utf-8")
    return head + b',"hash":"' + hashlib.sha256(head).hexdigest().encode() + b'"}\n'


def hash_of(line: bytes) -> str:
    """The hash the next record must carry as `prev`: what the line says, or of its bytes where it says none."""
    found = _HASH_FIELD.search(line)
    return found[1].decode() if found is not None else hashlib.sha256(line).hexdigest()


def file_name(user: str) -> str:
    """A user's name as a file name: what is neither a letter nor a digit nor one of `._-` becomes %xx of its bytes."""
    safe = "".join(
        c if c.isalnum() or c in "_-" or (c == "." and i) else "".join(f"%{b:02x}" for b in c.encode("utf-8"))
        for i, c in enumerate(user)
    )
    return safe or "%"


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where a log does not hold together. `line` counts from 1; `problem`: edited, order, torn."""

    line: int
    problem: str


def check(path: Path) -> tuple[int, tuple[Broken, ...]]:
    """Number of lines, and every line whose bytes (`edited`) or place in the chain (`order`) are wrong, or `torn` at the end.

    Raises AuditError where the file can't be read.
    """
    broken: list[Broken] = []
    previous, number = START, 0
    for number, line in _lines(path):
        if not line.endswith(b"\n"):
            broken.append(Broken(number, "torn"))
            continue
        line = line[:-1]
        found = _HASH_FIELD.search(line)
        if found is None or hashlib.sha256(line[: found.start()]).hexdigest().encode() != found[1]:
            broken.append(Broken(number, "edited"))
        elif f',"prev":"{previous}"'.encode() != line[found.start() - 74 : found.start()]:
            broken.append(Broken(number, "order"))
        previous = hash_of(line)
    return number, tuple(broken)


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
    for _, line in _lines(path):
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


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            yield from enumerate(file, 1)
    except FileNotFoundError:
        return
    except OSError as problem:
        raise AuditError(path=path, detail=_reason(problem)) from problem


def _append(fd: int, line: bytes) -> None:
    """All of the line and on the disk, or none of it."""
    before = os.fstat(fd).st_size
    try:
        view = memoryview(line)
        while view:
            view = view[os.write(fd, view) :]
        os.fsync(fd)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(fd, before)
        raise


def _line_start(fd: int, end: int) -> int:
    """Offset of the line that ends before `end`."""
    step = 4096
    position = end
    while position > 0:
        start = max(0, position - step)
        found = os.pread(fd, position - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        position = start
        if end - position > _MAX_LINE:
            raise ValueError("a line is longer than any record")
    return 0


def _write_side_file(path: Path, content: bytes) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        _append(fd, content)
    finally:
        os.close(fd)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _reason(problem: Exception) -> str:
    return problem.strerror or str(problem) if isinstance(problem, OSError) else str(problem)
