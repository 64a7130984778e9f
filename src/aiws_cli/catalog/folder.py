"""The catalog folder: which files it holds, what each one is, and a fingerprint cheap enough for every start."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
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
    """A catalog file. `file` is relative with slashes; `mtime` in nanoseconds, `size` in bytes."""

    file: str
    path: Path
    mtime: int
    size: int


def scan(folder: Path) -> list[Found]:
    """Every catalog file, sorted by name; hidden files and folders are skipped, links to folders are not followed.

    Raises CatalogMissingError where the folder does not exist or holds no catalog file.
    """
    out: list[Found] = []
    pending = [("", str(folder))]
    while pending:
        prefix, place = pending.pop()
        try:
            entries = os.scandir(place)
        except OSError:
            if not prefix:
                raise CatalogMissingError(folder=str(folder)) from None
            continue
        with entries:
            for entry in entries:
                name = entry.name
                if name.startswith("."):
                    continue
                if name.endswith((".yaml", ".yml")) or name == "RULES.md":
                    try:
                        stat = entry.stat()
                    except OSError:
                        # A dangling link: reading it reports the file by name.
                        out.append(Found(prefix + name, Path(entry.path), 0, 0))
                        continue
                    out.append(Found(prefix + name, Path(entry.path), stat.st_mtime_ns, stat.st_size))
                elif entry.is_dir(follow_symlinks=False):
                    pending.append((f"{prefix}{name}/", entry.path))
    if not out:
        raise CatalogMissingError(folder=str(folder))
    return sorted(out, key=lambda f: f.file)


def fingerprint(found: Iterable[Found]) -> str:
    """Changes when a file is added, removed, renamed, touched or resized."""
    digest = hashlib.sha256()
    for f in found:
        digest.update(f"{f.file}\0{f.mtime}\0{f.size}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


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
