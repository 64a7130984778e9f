"""The catalog folder: which files it holds, what each one is, and a fingerprint cheap enough for every start."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR
from typing import Literal

from .problems import CatalogMissingError

Kind = Literal["catalog", "glossary", "metrics", "verified", "rules", "table"]


@dataclass(frozen=True, slots=True)
class Domain:
    id: str
    title_ko: str = ""
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    """A company of the group; `id` is its schema in the warehouse."""

    id: str
    title_ko: str = ""
    title_en: str = ""
    domains: tuple[Domain, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A catalog file. `file` is relative to `root` with slashes; `mtime` in nanoseconds, `size` in bytes."""

    file: str
    root: Path
    mtime: int
    size: int

    @property
    def path(self) -> Path:
        return self.root / self.file


@dataclass(frozen=True, slots=True)
class Seen:
    """One folder of the catalog: `folder` is relative and ends with a slash (the top is empty), `mtime` its own time.

    `files` are (name, mtime, size), sorted by name.
    """

    folder: str
    mtime: int
    files: tuple[tuple[str, int, int], ...]

    @property
    def digest(self) -> bytes:
        """Changes when a file in it is added, removed, renamed, touched or resized."""
        lines = "".join(f"{name}\0{mtime}\0{size}\n" for name, mtime, size in self.files)
        return hashlib.sha256(f"{self.folder}\n{lines}".encode("utf-8", "surrogateescape")).digest()

    def found(self, root: Path) -> list[Found]:
        return [Found(self.folder + name, root, mtime, size) for name, mtime, size in self.files]


def look(folder: Path) -> list[Seen]:
    """Every folder that holds files or folders, sorted; hidden ones are skipped, links to folders are not followed.

    Raises CatalogMissingError where the folder does not exist or holds no catalog file.
    """
    out: list[Seen] = []
    pending = [""]
    while pending:
        prefix = pending.pop()
        try:
            seen, inner = (_look_relative if _RELATIVE else _look_by_entry)(folder, prefix)
        except OSError:
            if not prefix:
                raise CatalogMissingError(folder=str(folder)) from None
            continue
        out.append(seen)
        pending += [f"{prefix}{name}/" for name in inner]
    if not any(seen.files for seen in out):
        raise CatalogMissingError(folder=str(folder))
    return sorted(out, key=lambda s: s.folder)


# Looking up names relative to an open folder takes a third less time than by their whole paths.
_RELATIVE = os.stat in os.supports_dir_fd and os.listdir in os.supports_fd


def _look_relative(root: Path, prefix: str) -> tuple[Seen, list[str]]:
    place = os.open(root / prefix, os.O_RDONLY)
    try:
        mtime = os.fstat(place).st_mtime_ns  # before the names: what comes later changes it again
        files: list[tuple[str, int, int]] = []
        inner: list[str] = []
        for name in os.listdir(place):  # noqa: PTH208 (a descriptor, no path)
            if name[0] == ".":
                continue
            if _is_ours(name):
                try:
                    about = os.stat(name, dir_fd=place)
                    files.append((name, about.st_mtime_ns, about.st_size))
                except OSError:
                    files.append((name, 0, 0))  # a dangling link: reading it reports the file by name
            elif S_ISDIR(os.stat(name, dir_fd=place, follow_symlinks=False).st_mode):
                inner.append(name)
    finally:
        os.close(place)
    files.sort()
    return Seen(prefix, mtime, tuple(files)), inner


def _look_by_entry(root: Path, prefix: str) -> tuple[Seen, list[str]]:
    place = root / prefix
    mtime = place.stat().st_mtime_ns
    files: list[tuple[str, int, int]] = []
    inner: list[str] = []
    with os.scandir(place) as entries:
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            if _is_ours(name):
                try:
                    about = entry.stat()
                    files.append((name, about.st_mtime_ns, about.st_size))
                except OSError:
                    files.append((name, 0, 0))
            elif entry.is_dir(follow_symlinks=False):
                inner.append(name)
    files.sort()
    return Seen(prefix, mtime, tuple(files)), inner


def _is_ours(name: str) -> bool:
    return name.endswith((".yaml", ".yml")) or name == "RULES.md"


def scan(folder: Path) -> list[Found]:
    """Every catalog file, sorted by name. Raises CatalogMissingError."""
    return sorted((f for seen in look(folder) for f in seen.found(folder)), key=lambda f: f.file)


def fingerprint(seen: Iterable[Seen]) -> str:
    """Changes when a file is added, removed, renamed, touched or resized."""
    digest = hashlib.sha256()
    for one in seen:
        if one.files:
            digest.update(one.digest)
    return digest.hexdigest()


def folders_stand(folder: Path, known: Iterable[tuple[str, int]]) -> bool:
    """Have all folders (relative, mtime) the time they had? They change when a file is added, removed or replaced."""
    try:
        return all((folder / place).stat().st_mtime_ns == mtime for place, mtime in known)
    except OSError:
        return False


def kind_of(file: str) -> Kind:
    """What a file holds, by its place in the folder."""
    parts = file.split("/")
    name = parts[-1].rsplit(".", 1)[0]
    if parts[0] == "verified_queries" and len(parts) > 1:
        return "verified"
    if parts[-1] == "RULES.md":
        return "rules"
    if len(parts) == 1 and name == "catalog":
        return "catalog"
    if len(parts) <= 2 and name == "glossary":
        return "glossary"
    if len(parts) <= 2 and name == "metrics":
        return "metrics"
    return "table"
