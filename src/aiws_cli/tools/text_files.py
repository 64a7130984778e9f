"""Text files as people keep them: encoding, byte order mark, line ends, mode stay; a write is whole or not at all."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ..core.errors import Actor, AiwsError
from ..core.language import Language, say
from .places import open_beneath

MAX_BYTES = 2_000_000
"""What is longer is data rather than text to edit."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_COMPARED = 1_000
"""Lines of which each is compared; of more, those that repeat a lot are passed over."""
_ENDS = re.compile(r"\r\n|\r|\n")


class FileRefused(AiwsError):
    """A file that can't be read or written as text. Slots: path, why (binary, large, letters, changed, gone, exists, folder, outside, system), what."""

    code: ClassVar[str] = "file_refused"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "model"

    def message(self, language: Language | None = None) -> str:
        return say(f"tools.file.{self.slots['why']}", language, **self.slots)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's text, lines ended by line feeds, and what is needed to write it back as it was.

    `ends` are the line ends of the file, one a line; `digest` is the SHA-256 of its bytes, `mode` its permission bits.
    """

    text: str
    encoding: str
    mark: bytes
    ends: tuple[str, ...]
    digest: str
    mode: int

    @property
    def newline(self) -> str:
        """The line end most lines have; a line feed where there is none."""
        kinds = sorted(set(self.ends), key=lambda end: (-self.ends.count(end), end))
        return kinds[0] if kinds else "\n"

    def encoded(self, text: str, path: str = "") -> bytes:
        """`text` (line feeds) as this file's bytes: lines that stay keep their ends. Raises FileRefused (letters)."""
        try:
            return self.mark + self._ended(text).encode(self.encoding)
        except UnicodeEncodeError as problem:
            letter = problem.object[problem.start]
            raise FileRefused(path=path, why="letters", what=f"{letter!r} ({self.encoding})") from None

    def _ended(self, text: str) -> str:
        most = self.newline
        if set(self.ends) <= {most}:
            return text.replace("\n", most)
        old, new = self.text.split("\n"), text.split("\n")
        # What stays at both ends needs no comparing, which takes long where lines repeat.
        head = _shared(old, new)
        tail = _shared(old[head:][::-1], new[head:][::-1])
        middle, other = old[head : len(old) - tail], new[head : len(new) - tail]
        matched = difflib.SequenceMatcher(None, middle, other, autojunk=len(middle) > _COMPARED)
        kept = {len(new) - n: len(old) - n for n in range(1, tail + 1)} | {n: n for n in range(head)}
        for a, b, length in matched.get_matching_blocks():
            kept |= {head + b + i: head + a + i for i in range(length)}
        ends = [
            self.ends[kept[n]] if kept.get(n, len(self.ends)) < len(self.ends) else most
            for n in range(len(new))
        ]
        return "".join(line + end for line, end in zip(new, [*ends[:-1], ""], strict=True))


def _shared(one: list[str], other: list[str]) -> int:
    """How many lines both begin with."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def read_text(folder: Path, path: Path) -> TextFile:
    """A text file below `folder`. Raises FileRefused (binary, large, gone, folder, system)."""
    try:
        descriptor = open_beneath(folder, path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode):
                raise FileRefused(path=str(path), why="folder", what="")
            with open(descriptor, "rb", closefd=False) as file:
                data = file.read(MAX_BYTES + 1)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise FileRefused(path=str(path), why="gone", what="") from None
    except OSError as problem:
        raise FileRefused(path=str(path), why="system", what=problem.strerror) from problem
    if len(data) > MAX_BYTES:
        raise FileRefused(path=str(path), why="large", what=about.st_size)
    return decoded(data, str(path), stat.S_IMODE(about.st_mode))


def decoded(data: bytes, path: str = "", mode: int = 0o644) -> TextFile:
    """Bytes as text: by the mark at their head, else UTF-8, else CP949. Raises FileRefused (binary)."""
    mark, named = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", ""))
    body = data[len(mark) :]
    digest = hashlib.sha256(data).hexdigest()
    if b"\0" in body and not named.startswith("utf-16"):
        raise FileRefused(path=path, why="binary", what="")
    for encoding in (named,) if named else ("utf-8", "cp949"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        return TextFile(_ENDS.sub("\n", text), encoding, mark, tuple(_ENDS.findall(text)), digest, mode)
    raise FileRefused(path=path, why="binary", what="")


def write_text(folder: Path, path: Path, text: str, *, was: TextFile | None) -> TextFile:
    """Put `text` into a file below `folder`: whole or not at all, in the encoding and mode it has.

    `was` is the file as it was read, None for one that must not exist yet (UTF-8, line feeds). Raises FileRefused
    (changed, gone, exists, letters, system); nothing is written then.
    """
    try:
        return _written(folder, path, text, was)
    except OSError as problem:
        raise FileRefused(path=str(path), why="system", what=problem.strerror) from problem


def _written(folder: Path, path: Path, text: str, was: TextFile | None) -> TextFile:
    name = str(path)
    if was is None:
        was = TextFile("", "utf-8", b"", (), "", 0o644)
        data = was.encoded(text, name)
        try:
            descriptor = open_beneath(folder, path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, was.mode)
        except FileExistsError:
            raise FileRefused(path=name, why="exists", what="") from None
        with os.fdopen(descriptor, "wb") as file:
            _put(file.fileno(), data)
        return decoded(data, name, was.mode)
    data = was.encoded(text, name)
    if read_text(folder, path).digest != was.digest:
        raise FileRefused(path=name, why="changed", what="")
    _replace(folder, path, data, was.mode)
    return decoded(data, name, was.mode)


def put_bytes(folder: Path, path: Path, data: bytes, *, executable: bool = False) -> None:
    """Make the file below `folder` hold `data`, whole or not at all; the mode it has stays, but for the executable bits.

    Raises OSError.
    """
    with _folder_of(folder, path) as (at, base):
        try:
            mode = stat.S_IMODE(os.stat(base, dir_fd=at, follow_symlinks=False).st_mode)
        except FileNotFoundError:
            mode = 0o644
    mode = mode | (mode & 0o444) >> 2 if executable else mode & ~0o111
    _replace(folder, path, data, mode)


def remove(folder: Path, path: Path) -> None:
    """Delete the file below `folder`, no link followed on the way. Raises OSError."""
    with _folder_of(folder, path) as (at, base):
        os.unlink(base, dir_fd=at)


def _replace(folder: Path, path: Path, data: bytes, mode: int) -> None:
    with _folder_of(folder, path) as (at, base):
        beside = f".{base}.{os.getpid()}.aiws"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=at)
        try:
            with os.fdopen(descriptor, "wb") as file:
                _put(file.fileno(), data)
                os.fchmod(file.fileno(), mode)
            os.rename(beside, base, src_dir_fd=at, dst_dir_fd=at)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(beside, dir_fd=at)
            raise
        os.fsync(at)


@contextlib.contextmanager
def _folder_of(folder: Path, path: Path) -> Iterator[tuple[int, str]]:
    """A descriptor of the folder the file lies in, no link followed on the way, and the file's name. Raises FileRefused."""
    if path.is_absolute() and not path.is_relative_to(folder):
        raise FileRefused(path=path, why="outside", what="")
    below = path.relative_to(folder) if path.is_absolute() else path
    flags = os.O_RDONLY | os.O_DIRECTORY
    at = (
        open_beneath(folder, below.parent, flags)
        if below.parent.parts
        else os.open(folder, flags | os.O_CLOEXEC)
    )
    try:
        yield at, below.name
    finally:
        os.close(at)


def _put(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)
