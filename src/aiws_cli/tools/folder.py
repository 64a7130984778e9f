"""The folder one works in: which of its files there are to see, and what the conversation has read of them."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .places import place
from .text_files import TextFile, read_text

_LEFT_OUT = frozenset(
    "__pycache__ node_modules .venv venv .mypy_cache .pytest_cache .ruff_cache .ipynb_checkpoints dist build".split()
)
MOST_FILES = 20_000


@dataclass
class Folder:
    """A folder, the files of it that were read, as they were then, by their path from it, and those that tools changed.

    `expected` are the paths of those that the next reply is to change. Not thread-safe.
    """

    path: Path
    protected: tuple[Path, ...] = ()
    read: dict[str, TextFile] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    expected: tuple[str, ...] = ()

    def open(self, name: str) -> TextFile:
        """Read a file and remember how it was. Raises FileRefused."""
        file = read_text(self.path, Path(name))
        self.read[_named(name)] = file
        return file

    def files(self, pattern: str = "") -> Iterator[str]:
        """Paths from here of the files one may read, in order of name, folders of tools and hidden ones left out.

        `pattern` is a folder, or a name with `*` and `?`; at most MOST_FILES are looked at.
        """
        wanted = _named(pattern).rstrip("/")
        seen = 0
        for top, folders, names in os.walk(self.path):
            folders[:] = sorted(f for f in folders if f not in _LEFT_OUT and not f.startswith("."))
            for name in sorted(names):
                path = os.path.relpath(Path(top) / name, self.path)
                seen += 1
                if seen > MOST_FILES:
                    return
                if name.startswith(".") or not _fits(path, wanted):
                    continue
                if place(Path(path), self.path, protected=self.protected, writing=False) == "inside":
                    yield path

    def wanted(self) -> dict[str, str]:
        """Path → text, as read, of the files that are expected to change; empty for one that is to be made."""
        return {path: self.read[path].text if path in self.read else "" for path in self.expected}

    def names(self) -> tuple[str, ...]:
        """The files read so far, the last one last."""
        return tuple(self.read)


def _named(name: str) -> str:
    return name.strip().removeprefix("./") if name.strip() != "." else ""


def _fits(path: str, wanted: str) -> bool:
    if not wanted:
        return True
    if any(c in wanted for c in "*?["):
        return fnmatch.fnmatch(path, wanted) or fnmatch.fnmatch(Path(path).name, wanted)
    return path == wanted or path.startswith(wanted + "/") or Path(path).name == wanted
