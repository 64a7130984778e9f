"""Lines of files that match. ripgrep narrows a big folder down where it is there; what is told is read by us."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import ClassVar

from ..core.errors import Actor, AiwsError
from .folder import Folder
from .text_files import FileRefused, read_text

_SECONDS = 10
_SECONDS_A_FILE = 3.0


class SearchTooSlow(AiwsError):
    """A pattern that takes too long on a file: what repeats stands in what repeats. Slots: pattern, path."""

    code: ClassVar[str] = "search_too_slow"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "model"


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of a file (from 1) that matched."""

    path: str
    line: int
    text: str


def search(folder: Folder, text: str, where: str = "", *, most: int) -> tuple[Hit, ...]:
    """The first `most` lines that match `text`: a regular expression, or the letters themselves where it is none.

    Small and capital letters count only where the text has a capital. Files of any encoding we read are looked into.
    Raises SearchTooSlow.
    """
    flags = 0 if any(c.isupper() for c in text) else re.IGNORECASE
    try:
        pattern = re.compile(text, flags)
    except re.error:
        pattern = re.compile(re.escape(text), flags)
    maybe = _by_ripgrep(folder, text, pattern)
    out: list[Hit] = []
    for path in folder.files(where):
        if maybe is not None and path not in maybe:
            continue
        try:
            lines = folder_text(folder, path).split("\n")
        except (FileRefused, OSError):
            continue
        with _bounded(SearchTooSlow(pattern=text, path=path)):
            for number, line in enumerate(lines, 1):
                if pattern.search(line[:10_000]):
                    out.append(Hit(path, number, line))
                    if len(out) >= most:
                        return tuple(out)
    return tuple(out)


@contextmanager
def _bounded(problem: SearchTooSlow) -> Iterator[None]:
    """Raise the problem where the block takes longer than a file may. Signals reach the main thread alone, so only there."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(_signal: int, _frame: FrameType | None) -> None:
        raise problem

    before = signal.signal(signal.SIGALRM, over)
    left = signal.setitimer(signal.ITIMER_REAL, _SECONDS_A_FILE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, *left)


def folder_text(folder: Folder, path: str) -> str:
    """A file's text, without noting that the conversation has read it."""
    return read_text(folder.path, Path(path)).text


def _by_ripgrep(folder: Folder, text: str, pattern: re.Pattern[str]) -> frozenset[str] | None:
    """The files ripgrep finds a plain ASCII text in; None where it can't say (other letters, other encodings, not there)."""
    program = shutil.which("rg")
    if program is None or not text.isascii() or re.escape(text) != text.replace(" ", "\\ "):
        return None
    case = "--case-sensitive" if not pattern.flags & re.IGNORECASE else "--ignore-case"
    command = [
        program,
        "--no-config",
        "--files-with-matches",
        "--fixed-strings",
        "--no-ignore",
        case,
        "--null",
        "--",
        text,
        ".",
    ]
    try:
        done = subprocess.run(
            command,
            cwd=folder.path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode not in (0, 1):
        return None
    return frozenset(
        p.removeprefix("./") for p in done.stdout.decode("utf-8", "surrogateescape").split("\0") if p
    )
