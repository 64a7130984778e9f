"""Saved conversations: one JSONL file a session, fsynced, readable by its owner only. The files are the truth.

Each line is an object with `type`: the events of `core/events` (without the chatter of a streaming model) and
one `turn_state` a turn, which is what a resumed conversation starts from.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

from ..core.errors import Actor, AiwsError
from ..core.untrusted import json_text


class NoSessionError(AiwsError):
    """There is no such session. Slots: id."""

    code: ClassVar[str] = "no_session"
    exit_code: ClassVar[int] = 2
    actor: ClassVar[Actor] = "user"


class SessionBusyError(AiwsError):
    """Another process has the session open. Slots: id."""

    code: ClassVar[str] = "session_busy"
    exit_code: ClassVar[int] = 75
    actor: ClassVar[Actor] = "user"


class NoTurnError(AiwsError):
    """There is no such turn to go back to. Slots: turn, last."""

    code: ClassVar[str] = "no_turn"
    exit_code: ClassVar[int] = 2
    actor: ClassVar[Actor] = "user"


class StateError(AiwsError):
    """State cannot be written or read. Slots: path, detail."""

    code: ClassVar[str] = "state"
    exit_code: ClassVar[int] = 3
    actor: ClassVar[Actor] = "user"


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """A session in a list: times are ISO 8601, `title` is its first question without personal data and secrets."""

    id: str
    started: str
    changed: str
    turns: int
    title: str


@dataclass(frozen=True, slots=True)
class SessionHit:
    """A turn whose question or answer holds all the words: `turn` counts from 1, `text` is where the first of them stands."""

    id: str
    turn: int
    at: str
    question: str
    where: Literal["question", "answer"]
    text: str


_ID = re.compile(r"^[0-9]{8}-[0-9]{6}-[0-9a-f]{6}$")


class SessionStore:
    """The folder of sessions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, now: datetime) -> str:
        """A new id that sorts by time; nothing is written before the first question."""
        return f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"

    def path(self, session_id: str) -> Path:
        """The session's file. Raises NoSessionError for an id that cannot be one (ids never reach the file system unchecked)."""
        if not _ID.match(session_id):
            raise NoSessionError(id=session_id)
        return self.folder / f"{session_id}.jsonl"

    def list(self, *, most: int | None = None) -> tuple[SessionInfo, ...]:
        """Saved sessions, last changed first: all of them, or those of the `most` files changed last."""
        paths = sorted(
            (p for p in self.folder.glob("*.jsonl") if _ID.match(p.stem)), key=_changed, reverse=True
        )
        return tuple(i for i in map(self._info, paths[:most]) if i is not None)

    def count(self) -> int:
        """How many there are, without reading any."""
        return sum(1 for p in self.folder.glob("*.jsonl") if _ID.match(p.stem))

    def latest(self) -> str | None:
        """Id of the session changed last, or None."""
        paths = [p for p in self.folder.glob("*.jsonl") if _ID.match(p.stem)]
        return max(paths, key=lambda p: (p.stat().st_mtime_ns, p.stem)).stem if paths else None

    def load(self, session_id: str) -> tuple[dict[str, Any], ...]:
        """Every record in order. A torn last line (a process that died while writing) is left out."""
        path = self.path(session_id)
        if not path.is_file():
            raise NoSessionError(id=session_id)
        return tuple(self._records(path))

    def size(self, session_id: str) -> int:
        """Bytes of the session's file, 0 where there is none: another number tells that something was added."""
        try:
            return self.path(session_id).stat().st_size
        except FileNotFoundError:
            return 0

    def damaged(self, session_id: str) -> int:
        """How many lines of the session's file cannot be read (left out by `load`)."""
        with self.path(session_id).open(encoding="utf-8", errors="replace") as file:
            lines = sum(1 for line in file if line.strip())
        return lines - len(self.load(session_id))

    def resolve(self, prefix: str) -> str:
        """The one session whose id starts with `prefix`. Raises NoSessionError when there is none or more than one."""
        if _ID.match(prefix) and (self.folder / f"{prefix}.jsonl").is_file():
            return prefix
        found = [
            p.stem for p in self.folder.glob("*.jsonl") if _ID.match(p.stem) and p.stem.startswith(prefix)
        ]
        if len(found) != 1 or not prefix:
            raise NoSessionError(id=prefix)
        return found[0]

    def fork(self, session_id: str, now: datetime, *, turns: int | None = None) -> str:
        """A new session that begins as this one, up to the end of turn `turns` or whole; gives back its id.

        What its turns were seen under goes with them. Raises NoSessionError, NoTurnError and StateError.
        """
        records = self.load(session_id)
        starts = [at for at, r in enumerate(records) if r.get("type") == "turn_started"]
        if not starts or (turns is not None and not 0 < turns <= len(starts)):
            raise NoTurnError(turn=turns or 1, last=len(starts))
        if turns is not None:
            # What was gone back to later belongs to the later turns.
            ends = (*starts[turns:], *(at for at, r in enumerate(records) if r.get("type") == "rewound"))
            records = records[: min((at for at in ends if at > starts[turns - 1]), default=len(records))]
        made = self.create(now)
        self.append(made, ({"type": "forked", "from": session_id, "at": now.isoformat()}, *records))
        return made

    def search(
        self, words: str, records_of: Callable[[str], Sequence[Mapping[str, Any]]], *, limit: int = 50
    ) -> tuple[SessionHit, ...]:
        """Turns whose question and answer hold all of these words, last changed session first; at most `limit`.

        `records_of` gives a session's records as the asker may read them now. What belongs to another user of the system, or
        can't be read, is passed over. Texts come without personal data and secrets.
        """
        wanted = [_folded(w) for w in words.split()]
        out: list[SessionHit] = []
        for path in sorted(self.folder.glob("*.jsonl"), key=_changed, reverse=True):
            try:
                if not _ID.match(path.stem) or path.stat().st_uid != os.getuid():
                    continue
                records = records_of(path.stem)
            except (OSError, NoSessionError):
                continue
            out += _hits(path.stem, records, wanted)
            if len(out) >= limit:
                break
        return tuple(out[:limit])

    @staticmethod
    def export(session_id: str, records: Sequence[Mapping[str, Any]]) -> str:
        """A session's records as one JSON document."""
        return json_text(
            {"schema": "aiws.session/1", "session_id": session_id, "records": list(records)}, indent=1
        )

    def delete(self, session_id: str) -> None:
        """Remove it for good."""
        path = self.path(session_id)
        if not path.is_file():
            raise NoSessionError(id=session_id)
        with self.locked(session_id):
            path.unlink()
        path.with_suffix(".lock").unlink(missing_ok=True)

    def prune(self, before: datetime) -> tuple[str, ...]:
        """Remove for good every session last changed before then, and give back their ids. One in use stays.

        Raises StateError where a file can't be removed.
        """
        gone = []
        for path in sorted(self.folder.glob("*.jsonl")):
            try:
                if not _ID.match(path.stem) or path.stat().st_mtime >= before.timestamp():
                    continue
                self.delete(path.stem)
            except (FileNotFoundError, SessionBusyError, NoSessionError):
                continue
            except OSError as problem:
                raise StateError(path=path, detail=_why(problem)) from problem
            gone.append(path.stem)
        return tuple(gone)

    def append(self, session_id: str, records: tuple[Mapping[str, Any], ...]) -> None:
        """Add records and bring them to the disk. Raises StateError when that fails; what stood there before stays whole."""
        path = self.path(session_id)
        text = "".join(json_text(r) + "\n" for r in records)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
                size = file.seek(0, os.SEEK_END)
                start = size
                if size:
                    # A torn line is ended, so that the next record does not melt into it.
                    file.seek(size - 1)
                    if file.read(1) != b"\n":
                        text = "\n" + text
                    file.seek(0, os.SEEK_END)
                try:
                    file.write(text.encode())
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    file.truncate(start)
                    raise
        except OSError as problem:
            raise StateError(path=path, detail=_why(problem)) from problem

    @contextmanager
    def locked(self, session_id: str) -> Iterator[None]:
        """Hold the session for one turn. Raises SessionBusyError when another process holds it."""
        path = self.path(session_id).with_suffix(".lock")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as problem:
            raise StateError(path=path, detail=_why(problem)) from problem
        try:
            import fcntl

            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as problem:
                raise SessionBusyError(id=session_id) from problem
            yield
        finally:
            os.close(descriptor)

    def _records(self, path: Path) -> Iterator[dict[str, Any]]:
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                try:
                    record = json.loads(line)
                except ValueError:
                    continue
                if isinstance(record, dict):
                    yield record

    def _info(self, path: Path) -> SessionInfo | None:
        from ..governance.privacy.redaction import redacted

        questions = [r for r in self._records(path) if r.get("type") == "turn_started"]
        if not questions:
            return None
        changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        return SessionInfo(
            path.stem,
            str(questions[0].get("at", "")),
            changed.isoformat(timespec="seconds"),
            len(questions),
            redacted(str(questions[0].get("question", ""))),
        )


def _why(problem: OSError) -> str:
    if problem.errno == errno.ENOSPC:
        return "disk full"
    return problem.strerror or str(problem)


def _changed(path: Path) -> tuple[int, str]:
    try:
        return path.stat().st_mtime_ns, path.stem
    except OSError:
        return 0, path.stem


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


_AROUND = 60


def _hits(
    session_id: str, records: Sequence[Mapping[str, Any]], wanted: Sequence[str]
) -> Iterator[SessionHit]:
    from ..governance.privacy.redaction import redacted

    turn = 0
    asked: Mapping[str, Any] = {}
    pairs: list[tuple[int, Mapping[str, Any], Mapping[str, Any]]] = []
    for record in records:
        if record.get("type") == "turn_started":
            turn, asked = turn + 1, record
            pairs.append((turn, asked, {}))
        elif record.get("type") == "answer" and pairs:
            pairs[-1] = (turn, asked, record)
    for number, start, answer in pairs:
        question, prose = (redacted(str(t or "")) for t in (start.get("question"), answer.get("answer")))
        both = _folded(f"{question}\n{prose}")
        if not wanted or not all(w in both for w in wanted):
            continue
        in_question = wanted[0] in _folded(question)
        text = question if in_question else prose
        at = max(_folded(text).find(wanted[0]) - _AROUND // 2, 0)
        yield SessionHit(
            session_id,
            number,
            str(start.get("at", "")),
            question,
            "question" if in_question else "answer",
            " ".join(text[at : at + 2 * _AROUND].split()),
        )
