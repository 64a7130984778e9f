"""Building the index: a SQLite file that holds the parsed catalog and finds tables by word.

A whole build goes to a new file that replaces the old one; a change of some files is one transaction in place.
Either way a reader sees the old index or the new one. Builders wait for each other (`index_file.locked`).
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ..core.files import read_file
from ..core.yaml_lines import MAX_BYTES
from .folder import Found, Seen, fingerprint, look
from .index_file import LAYOUT, connect, lay_out, locked, usable
from .loose_links import loose_links
from .postings import Gathered
from .prepared import EntryRow, Prepared, TableRow, prepared, tokens_of
from .problems import CatalogError, Problem
from .words import jamo

__all__ = ["BuildReport", "Progress", "build", "build_into", "usable"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `parsed` and `removed` count files, `tables` is the total afterwards; seconds of wall time."""

    tables: int
    files: int
    parsed: int
    removed: int
    seconds: float
    bytes: int
    whole: bool


def build(
    folder: Path,
    index: Path,
    progress: Progress | None = None,
    *,
    whole: bool = False,
    looked: Sequence[Seen] | None = None,
) -> BuildReport:
    """Bring the index up to date with the folder; `whole` starts anew. `progress(done, total)` counts files to read.

    `looked` is what `folder.look` gave a moment ago, where the caller has it.
    Raises CatalogMissingError, CatalogError (nothing is changed then), OSError or sqlite3.Error where the place
    cannot be written.
    """
    started = time.monotonic()
    index.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with locked(index):
        seen = look(folder) if looked is None else looked
        if not whole and usable(index):
            with closing(connect(index)) as db:
                report = _update(db, folder, seen, progress)
        else:
            # Under the lock nobody else builds: what lies there is of a builder that was killed.
            for left in index.parent.glob(f"{index.name}.*.new*"):
                left.unlink(missing_ok=True)
            fresh = index.with_name(f"{index.name}.{os.getpid()}.new")
            try:
                with closing(connect(fresh)) as db:
                    report = build_into(db, folder, seen, progress)
                fresh.replace(index)
            finally:
                fresh.unlink(missing_ok=True)
    size = index.stat().st_size
    return BuildReport(*report, time.monotonic() - started, size, whole or report[2] == report[1])


def build_into(
    db: sqlite3.Connection, folder: Path, seen: Sequence[Seen], progress: Progress | None = None
) -> tuple[int, int, int, int]:
    """A whole build into an empty database; (tables, files, parsed, removed). Raises CatalogError."""
    lay_out(db)
    with db:
        db.execute("BEGIN")
        found = sorted((f for s in seen for f in s.found(folder)), key=lambda f: f.file)
        _apply(db, folder, seen, found, [], progress)
        db.executemany("INSERT INTO folders VALUES (?, ?, ?)", ((s.folder, s.mtime, s.digest) for s in seen))
    db.execute("PRAGMA optimize")
    return _count(db), len(found), len(found), 0


def _update(
    db: sqlite3.Connection, folder: Path, seen: Sequence[Seen], progress: Progress | None
) -> tuple[int, int, int, int]:
    try:
        db.execute("BEGIN IMMEDIATE")
        changed, removed = _differing(db, folder, seen)
        if changed or removed:
            _apply(db, folder, seen, changed, removed, progress)
        else:
            _say_what_stands(db, folder, seen)
        tables = _count(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return tables, sum(len(s.files) for s in seen), len(changed), len(removed)


def _count(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM tables").fetchone()[0])


def _differing(db: sqlite3.Connection, folder: Path, seen: Sequence[Seen]) -> tuple[list[Found], list[str]]:
    """Files to read again and files gone. Folders that look as before are passed over; times alone are put right."""
    changed: list[Found] = []
    removed: list[str] = []
    known = {place: (mtime, digest) for place, mtime, digest in db.execute("SELECT * FROM folders")}
    for one in seen:
        digest = one.digest
        if known.get(one.folder) == (one.mtime, digest):
            continue
        db.execute("INSERT OR REPLACE INTO folders VALUES (?, ?, ?)", (one.folder, one.mtime, digest))
        if one.folder in known and known[one.folder][1] == digest:
            continue
        rows = db.execute("SELECT name, mtime, size, digest FROM files WHERE folder = ?", (one.folder,))
        before = {name: (mtime, size, digest) for name, mtime, size, digest in rows}
        removed += [one.folder + name for name in before.keys() - {f[0] for f in one.files}]
        for f, (name, mtime, size) in zip(one.found(folder), one.files, strict=True):
            had = before.get(name)
            if had and had[:2] == (mtime, size):
                continue
            if had and had[1] == size and had[2] == _digest(f.path):
                db.execute(
                    "UPDATE files SET mtime = ? WHERE folder = ? AND name = ?", (mtime, one.folder, name)
                )
                continue
            changed.append(f)
    for gone in known.keys() - {s.folder for s in seen}:
        names = db.execute("SELECT name FROM files WHERE folder = ?", (gone,))
        removed += [gone + name for (name,) in names]
        db.execute("DELETE FROM folders WHERE folder = ?", (gone,))
    return sorted(changed, key=lambda f: f.file), sorted(removed)


def _digest(path: Path) -> bytes:
    try:
        return hashlib.sha256(read_file(path, MAX_BYTES)).digest()
    except OSError:
        return b""


@dataclass(slots=True)
class _Changes:
    """What one build gathers before it writes: postings, words of names by count, tables that changed or went.

    `ids` keeps the id of a table whose file is read again; `unsound` are tables whose foreign keys leave from nowhere.
    """

    postings: Gathered = field(default_factory=Gathered)
    spelled: Counter[str] = field(default_factory=Counter)
    touched: set[str] = field(default_factory=set)
    ids: dict[str, int] = field(default_factory=dict)
    unsound: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def _apply(
    db: sqlite3.Connection,
    folder: Path,
    seen: Sequence[Seen],
    changed: Sequence[Found],
    removed: Sequence[str],
    progress: Progress | None,
) -> None:
    """Take `removed` and `changed` out, put `changed` in, check what crosses files. Raises CatalogError."""
    making = _Changes()
    empty = not db.execute("SELECT 1 FROM files LIMIT 1").fetchone()
    if not empty:
        for file in [*removed, *(c.file for c in changed)]:
            _remove(db, file, making)
    for done, one in enumerate(prepared(changed), 1):
        _insert(db, one, making)
        if making.postings.full:
            making.postings.merge(db)
        if progress:
            progress(done, len(changed))
    making.postings.merge(db)
    db.executemany(
        "INSERT INTO vocabulary VALUES (?, ?, ?, ?) ON CONFLICT(word) DO UPDATE SET n = n + excluded.n",
        ((w, s := jamo(w), s[:1], n) for w, n in sorted(making.spelled.items()) if n),
    )
    files = None if empty else [c.file for c in changed]
    problems = making.problems + loose_links(db, files, making.touched, making.unsound)
    if problems:
        raise CatalogError(str(folder), sorted(set_of(problems), key=lambda p: (p.file, p.line)))
    _say_what_stands(db, folder, seen)


def _say_what_stands(db: sqlite3.Connection, folder: Path, seen: Sequence[Seen]) -> None:
    about = {"format": LAYOUT, "folder": str(folder), "fingerprint": fingerprint(seen)}
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", about.items())


def set_of(problems: list[Problem]) -> list[Problem]:
    """Each problem once, order kept (their slots are dicts, so they can't go through a set)."""
    return list({(p.file, p.line, p.key, str(p.slots)): p for p in problems}.values())


def _insert(db: sqlite3.Connection, one: Prepared, making: _Changes) -> None:
    file, found = one.found.file, one.found
    place, slash, name = file.rpartition("/")
    db.execute(
        "INSERT INTO files VALUES (?, ?, ?, ?, ?)", (place + slash, name, found.mtime, found.size, one.digest)
    )
    for row in one.tables:
        _insert_table(db, file, row, making)
    for entry in one.entries:
        _insert_entry(db, file, entry, making.problems)
    if one.rest is None:
        return
    making.problems += one.rest.problems
    if one.rest.rules:
        db.execute(
            "INSERT OR REPLACE INTO rules VALUES (?, ?, ?)", (one.rest.rules[0], file, one.rest.rules[1])
        )
    if one.rest.kind == "catalog":
        companies = json.dumps([asdict(c) for c in one.rest.companies], ensure_ascii=False)
        db.execute("INSERT OR REPLACE INTO meta VALUES ('companies', ?)", (companies,))


def _insert_table(db: sqlite3.Connection, file: str, row: TableRow, making: _Changes) -> None:
    try:
        at = db.execute(
            "INSERT INTO tables(id, name, file, line, company, domain, title, about, names, columns, codes, described, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                making.ids.pop(row.name.lower(), None),
                row.name,
                file,
                row.line,
                row.company,
                row.domain,
                row.title,
                row.about,
                *row.fields,
                row.body,
            ),
        ).lastrowid
    except sqlite3.IntegrityError:
        first = db.execute("SELECT file, line FROM tables WHERE name = ?", (row.name,)).fetchone()
        slots = {"name": row.name, "first": f"{first[0]}:{first[1]}"}
        making.problems.append(Problem(file, row.line, "table_twice", slots))
        return
    assert at is not None  # an INSERT that succeeded
    making.postings.add(at, row.tokens)
    making.spelled.update(_name_words(row.fields[0]))
    if not row.sound:
        making.unsound.add(row.name)
    db.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)", ((*link, file) for link in row.links))


def _insert_entry(db: sqlite3.Connection, file: str, entry: EntryRow, problems: list[Problem]) -> None:
    kind, name, company, line, body, said = entry
    if kind in {"metric", "query"}:
        first = db.execute(
            "SELECT file, line FROM entries WHERE kind = ? AND name = ?", (kind, name)
        ).fetchone()
        if first:
            if first[0] != file:  # within one file the reader has said so
                slots = {"name": name, "first": f"{first[0]}:{first[1]}"}
                problems.append(Problem(file, line, f"{kind}_twice", slots))
            return
    at = db.execute(
        "INSERT INTO entries(kind, name, company, file, line, body) VALUES (?, ?, ?, ?, ?, ?)",
        (kind, name, company, file, line, body),
    ).lastrowid
    where = "asked" if kind == "query" else "spoken"
    db.executemany(f"INSERT INTO {where} VALUES (?, ?)", ((s, at) for s in said))


def _remove(db: sqlite3.Connection, file: str, making: _Changes) -> None:
    rows = db.execute(
        "SELECT id, name, company, domain, names, columns, codes, described FROM tables WHERE file = ?",
        (file,),
    ).fetchall()
    for at, name, company, domain, *fields in rows:
        making.postings.take(at, tokens_of(fields, company, domain))
        making.spelled.subtract(_name_words(fields[0]))
        making.touched.add(name)
        making.ids[name.lower()] = at
    db.execute("DELETE FROM tables WHERE file = ?", (file,))
    db.execute("DELETE FROM links WHERE file = ?", (file,))
    for table in ("spoken", "asked"):
        db.execute(f"DELETE FROM {table} WHERE entry IN (SELECT id FROM entries WHERE file = ?)", (file,))
    db.execute("DELETE FROM entries WHERE file = ?", (file,))
    db.execute("DELETE FROM rules WHERE file = ?", (file,))
    place, slash, bare = file.rpartition("/")
    db.execute("DELETE FROM files WHERE folder = ? AND name = ?", (place + slash, bare))
    if file in {"catalog.yaml", "catalog.yml"}:
        db.execute("DELETE FROM meta WHERE key = 'companies'")


def _name_words(names: str) -> set[str]:
    """Words of the `names` field worth correcting a typo to."""
    return {w for p in names.split("|") for w in p.split() if len(w) > 1 and not w.isdigit()}
