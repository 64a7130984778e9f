"""What is noted of a turn as it goes on: which deeds were done, what a person or a rule said of them, what files became."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from ..core.deeds import Approval, Deed
from ..core.ports import Approver
from ..tools.folder import Folder
from ..tools.places import open_beneath
from ..tools.registry import Gate
from .line import Decided, FileState, Said
from .permissions import ApprovalNeeded, Declined, NotPermitted, PlanOnly

# A change is told by its first lines; the file itself holds the rest.
_LINE_CHARS = 100
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")


class Noted:
    """The notes of one turn. Stands between the tools and the gate, and between the gate and the person."""

    def __init__(self) -> None:
        self.decisions: list[Decided] = []
        self._done: list[Deed] = []

    def gate(self, gate: Gate) -> Gate:
        """The same gate, with what passes it noted."""
        return _NotedGate(gate, self)

    def approver(self, approver: Approver | None) -> Approver | None:
        """The same person, with what they agree to noted."""
        return _NotedApprover(approver, self) if approver is not None else None

    def decided(self, deed: Deed, verdict: Said, reason: str = "") -> None:
        """Note what was said of a deed."""
        self.decisions.append(Decided(deed.tool, verdict, reason, tuple(str(p) for p in deed.writes)))

    def done(self, deed: Deed) -> None:
        """Note that a deed was done."""
        self._done.append(deed)

    def files(self, folder: Folder | None, *, contents: bool) -> tuple[FileState, ...]:
        """The files the turn changed or read, in that order, as they are now. `contents` allows lines of them to be told."""
        if folder is None:
            return ()
        changed: dict[str, str] = {}
        for deed in self._done:
            for path in deed.writes:
                what = _what(deed, path, contents=contents)
                changed[str(path)] = f"{changed[str(path)]}; {what}" if str(path) in changed else what
        read = [str(p) for d in self._done if d.tool == "read_file" for p in d.reads]
        states = [FileState(p, _digest(folder, p), what, True) for p, what in changed.items()]
        return (
            *states,
            *(FileState(p, _digest(folder, p), "", False) for p in dict.fromkeys(read) if p not in changed),
        )


class _NotedGate:
    def __init__(self, gate: Gate, noted: Noted) -> None:
        self._gate, self._noted = gate, noted

    def passing(self, deed: Deed) -> AbstractContextManager[None]:
        return self._passing(deed)

    @contextmanager
    def _passing(self, deed: Deed) -> Iterator[None]:
        try:
            with self._gate.passing(deed):
                yield
        except Declined as problem:
            self._noted.decided(deed, "no", str(problem.slots["reason"]))
            raise
        except ApprovalNeeded:
            self._noted.decided(deed, "no")
            raise
        except (NotPermitted, PlanOnly) as problem:
            self._noted.decided(deed, "denied", str(problem.slots.get("why", "plan")))
            raise
        self._noted.done(deed)

    def taint(self, source: str) -> None:
        self._gate.taint(source)


class _NotedApprover:
    def __init__(self, approver: Approver, noted: Noted) -> None:
        self._approver, self._noted = approver, noted

    def approve(self, deed: Deed, why: str, tainted_by: Sequence[str], pattern: str = "") -> Approval:
        said = self._approver.approve(deed, why, tainted_by, pattern)
        if said.agreed:
            self._noted.decided(deed, "yes")
        return said


def _digest(folder: Folder, path: str) -> str:
    """SHA-256 of a file below the folder as it is now; empty where it is not there."""
    with suppress(OSError, ValueError):
        descriptor = open_beneath(folder.path, Path(path), os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def _what(deed: Deed, path: Path, *, contents: bool) -> str:
    """In a line what became of a file: for an edit how many lines came and went, and the first of each."""
    if deed.tool == "move_file":
        return deed.detail
    if deed.tool == "delete_file":
        return "deleted"
    gone, come = _lines(deed.detail, str(path))
    said = f"{deed.tool} +{len(come)} -{len(gone)}"
    if not contents:
        return said
    shown = [
        f"{sign} {lines[0].strip()[:_LINE_CHARS]}" for sign, lines in (("-", gone), ("+", come)) if lines
    ]
    return f"{said}: {' '.join(shown)}" if shown else said


def _lines(diff: str, path: str) -> tuple[list[str], list[str]]:
    """Lines that went and came in this file's part of a unified diff, empty ones left out.

    How long a hunk is its head says: a line that went may itself look like the head of a file.
    """
    gone: list[str] = []
    come: list[str] = []
    here, old, new = False, 0, 0
    for line in diff.split("\n"):
        if old > 0 or new > 0:
            old -= line[:1] in ("-", " ", "")
            new -= line[:1] in ("+", " ", "")
            kept = {"-": gone, "+": come}.get(line[:1])
            if here and kept is not None and line[1:].strip():
                kept.append(line[1:])
        elif line.startswith("+++ "):
            here = line[4:] == path
        elif head := _HUNK.match(line):
            old, new = int(head[1] or 1), int(head[2] or 1)
    return gone, come
