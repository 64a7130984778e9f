"""Building the index: a SQLite file that holds the parsed catalog and finds tables by word.

A whole build goes to a new file that replaces the old one; a change of some files is one transaction in place.
Either way a reader sees the old index or the new one. A lock file keeps two builders apart; it falls with its process.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from aiws_cli.core.tables import Relationship

from .folder import Found, fingerprint, scan
from .metadata import Parsed, check_relationships, parse
from .problems import CatalogError, Problem
from .stored import FORMAT, document, field_tokens, pack, pack_table, unpack_table
from .words import asked_tokens, jamo, phrase

Progress = Callable[[int, int], None]

_SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE files(file TEXT PRIMARY KEY, mtime INTEGER, size INTEGER, digest BLOB) WITHOUT ROWID;
CREATE TABLE tables(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, file TEXT, line INTEGER,
  company TEXT, domain TEXT, title TEXT, about TEXT, body BLOB,
  names TEXT, columns TEXT, codes TEXT, described TEXT);
CREATE INDEX tables_file ON tables(file);
CREATE VIRTUAL TABLE docs USING fts5(names, columns, codes, about, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '_'");
CREATE TABLE df(token TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
CREATE TABLE links(from_table TEXT COLLATE NOCASE, to_table TEXT COLLATE NOCASE, position INTEGER, line INTEGER, body TEXT, file TEXT);
CREATE INDEX links_from ON links(from_table);
CREATE INDEX links_to ON links(to_table);
CREATE INDEX links_file ON links(file);
CREATE TABLE entries(id INTEGER PRIMARY KEY, kind TEXT, name TEXT, company TEXT, file TEXT, line INTEGER, body TEXT);
CREATE INDEX entries_file ON entries(file);
CREATE INDEX entries_kind ON entries(kind, name);
CREATE TABLE spoken(said TEXT, entry INTEGER, PRIMARY KEY(said, entry)) WITHOUT ROWID;
CREATE INDEX spoken_entry ON spoken(entry);
CREATE TABLE asked(token TEXT, entry INTEGER, PRIMARY KEY(token, entry)) WITHOUT ROWID;
CREATE INDEX asked_entry ON asked(entry);
CREATE TABLE vocabulary(word TEXT PRIMARY KEY, spelled TEXT, first TEXT, n INTEGER) WITHOUT ROWID;
CREATE INDEX vocabulary_first ON vocabulary(first);
CREATE TABLE rules(company TEXT PRIMARY KEY, file TEXT, body TEXT) WITHOUT ROWID;
"""
_LOCK_SECONDS = 900.0
_PARALLEL_FROM = 2_000
_BATCH = 256


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


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A parsed file with what the index stores of it, made in a worker process where there are many files."""

    found: Found
    digest: bytes
    parsed: Parsed
    rows: tuple[tuple[str, int, str, str, str, str, bytes, str, str, str, str], ...]
    fields: tuple[tuple[str, str, str, str], ...]


def build(folder: Path, index: Path, progress: Progress | None = None, *, whole: bool = False) -> BuildReport:
    """Bring the index up to date with the folder; `whole` starts anew. `progress(done, total)` counts files to read.

    Raises CatalogMissingError, CatalogError (nothing is changed then), OSError or sqlite3.Error where the place
    cannot be written.
    """
    started = time.monotonic()
    index.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _locked(index):
        found = scan(folder)
        if not whole and usable(index):
            with closing(_connect(index)) as db:
                report = _update(db, folder, found, progress)
        else:
            fresh = index.with_name(f"{index.name}.{os.getpid()}.new")
            fresh.unlink(missing_ok=True)
            try:
                with closing(_connect(fresh)) as db:
                    report = build_into(db, folder, found, progress)
                fresh.replace(index)
            finally:
                fresh.unlink(missing_ok=True)
    size = index.stat().st_size
    return BuildReport(*report, time.monotonic() - started, size, whole or report[2] == report[1])


def build_into(
    db: sqlite3.Connection, folder: Path, found: list[Found], progress: Progress | None = None
) -> tuple[int, int, int, int]:
    """A whole build into an empty database; (tables, files, parsed, removed). Raises CatalogError."""
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;" + _SCHEMA)
    with db:
        db.execute("BEGIN")
        _apply(db, folder, found, found, [], progress)
    db.execute("PRAGMA optimize")
    return db.execute("SELECT count(*) FROM tables").fetchone()[0], len(found), len(found), 0


def usable(index: Path) -> bool:
    """Is there an index of this format that SQLite can read?"""
    if not index.is_file():
        return False
    try:
        with closing(_connect(index)) as db:
            row = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
            return bool(row) and row[0] == str(FORMAT)
    except sqlite3.DatabaseError:
        return False


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=60.0, isolation_level=None)
    path.chmod(0o600)
    return db


@contextmanager
def _locked(index: Path) -> Iterator[None]:
    """One builder at a time, across processes: SQLite's own file lock, let go by the system when a process dies."""
    lock = sqlite3.connect(index.with_suffix(".lock"), timeout=_LOCK_SECONDS, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def _update(
    db: sqlite3.Connection, folder: Path, found: list[Found], progress: Progress | None
) -> tuple[int, int, int, int]:
    try:
        db.execute("BEGIN IMMEDIATE")
        known = {f: (m, s, d) for f, m, s, d in db.execute("SELECT file, mtime, size, digest FROM files")}
        removed = sorted(known.keys() - {f.file for f in found})
        changed: list[Found] = []
        for f in found:
            before = known.get(f.file)
            if before and before[:2] == (f.mtime, f.size):
                continue
            if before and before[1] == f.size and before[2] == _digest(f.path):
                db.execute("UPDATE files SET mtime = ? WHERE file = ?", (f.mtime, f.file))
                continue
            changed.append(f)
        _apply(db, folder, found, changed, removed, progress)
        tables: int = db.execute("SELECT count(*) FROM tables").fetchone()[0]
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return tables, len(found), len(changed), len(removed)


def _apply(
    db: sqlite3.Connection,
    folder: Path,
    found: list[Found],
    changed: list[Found],
    removed: list[str],
    progress: Progress | None,
) -> None:
    """Take `removed` and `changed` out, put `changed` in, check what crosses files. Raises CatalogError."""
    problems: list[Problem] = []
    counts: Counter[str] = Counter()
    spelled: Counter[str] = Counter()
    touched: set[str] = set()
    empty = not db.execute("SELECT 1 FROM files LIMIT 1").fetchone()
    if not empty:
        for file in [*removed, *(c.file for c in changed)]:
            _remove(db, file, counts, spelled, touched)
    for done, one in enumerate(_prepared(changed), 1):
        problems += one.parsed.problems
        _insert(db, one, counts, spelled, problems)
        if progress:
            progress(done, len(changed))
    db.executemany(
        "INSERT INTO df VALUES (?, ?) ON CONFLICT(token) DO UPDATE SET n = n + excluded.n",
        sorted(counts.items()),
    )
    db.executemany(
        "INSERT INTO vocabulary VALUES (?, ?, ?, ?) ON CONFLICT(word) DO UPDATE SET n = n + excluded.n",
        ((w, s := jamo(w), s[:1], n) for w, n in sorted(spelled.items())),
    )
    problems += _loose_links(db, {c.file for c in changed}, touched, everything=empty)
    if problems:
        raise CatalogError(str(folder), sorted(set_of(problems), key=lambda p: (p.file, p.line)))
    about = {"format": str(FORMAT), "folder": str(folder), "fingerprint": fingerprint(found)}
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", about.items())


def set_of(problems: list[Problem]) -> list[Problem]:
    """Each problem once, order kept (their slots are dicts, so they can't go through a set)."""
    return list({(p.file, p.line, p.key, str(p.slots)): p for p in problems}.values())


def _prepared(changed: list[Found]) -> Iterator[_Prepared]:
    if len(changed) < _PARALLEL_FROM or (os.cpu_count() or 1) < 2:
        yield from map(_prepare, changed)
        return
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor

    # A bounded number of batches is under way, so memory stays flat however large the catalog is.
    workers = min(os.cpu_count() or 1, 8)
    # A forked worker need not import the caller's main module again, which could start the build anew.
    fork = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if fork else "spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        under_way: deque[Future[list[_Prepared]]] = deque()
        for start in range(0, len(changed), _BATCH):
            under_way.append(pool.submit(_prepare_all, changed[start : start + _BATCH]))
            if len(under_way) > workers * 2:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()


def _prepare_all(found: list[Found]) -> list[_Prepared]:
    return [_prepare(f) for f in found]


def _prepare(found: Found) -> _Prepared:
    try:
        data: bytes | None = found.path.read_bytes()
    except OSError:
        data = None  # parse reads again and reports why
    parsed = parse(found.path, found.file, data)
    rows, fields = [], []
    for t in parsed.tables:
        d = document(t)
        line = parsed.lines.get((t.name,), 0)
        title = t.business_name or t.business_name_en
        rows.append(
            (
                t.name,
                line,
                t.company,
                t.domain,
                title,
                t.description,
                pack_table(t),
                d.names,
                d.columns,
                d.codes,
                d.about,
            )
        )
        fields.append(
            (field_tokens(d.names), field_tokens(d.columns), field_tokens(d.codes), field_tokens(d.about))
        )
    digest = hashlib.sha256(data or b"").digest()
    return _Prepared(found, digest, parsed, tuple(rows), tuple(fields))


def _insert(
    db: sqlite3.Connection,
    one: _Prepared,
    counts: Counter[str],
    spelled: Counter[str],
    problems: list[Problem],
) -> None:
    file, parsed = one.found.file, one.parsed
    db.execute("INSERT INTO files VALUES (?, ?, ?, ?)", (file, one.found.mtime, one.found.size, one.digest))
    for table, row, fields in zip(parsed.tables, one.rows, one.fields, strict=True):
        try:
            at = db.execute(
                "INSERT INTO tables(name, file, line, company, domain, title, about, body, names, columns, codes, described) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (row[0], file, *row[1:]),
            ).lastrowid
        except sqlite3.IntegrityError:
            first = db.execute("SELECT file, line FROM tables WHERE name = ?", (table.name,)).fetchone()
            problems.append(
                Problem(file, row[1], "table_twice", {"name": table.name, "first": f"{first[0]}:{first[1]}"})
            )
            continue
        db.execute(
            "INSERT INTO docs(rowid, names, columns, codes, about) VALUES (?, ?, ?, ?, ?)", (at, *fields)
        )
        counts.update(set(" ".join(fields).split()))
        spelled.update(_name_words(row[7]))
        for n, rel in enumerate(table.relationships):
            line = parsed.lines.get(("rel", table.name, str(n)), 0)
            db.execute(
                "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)",
                (rel.from_table, rel.to_table, n, line, json.dumps([*_plain(rel)], ensure_ascii=False), file),
            )
    for kind, name, company, names, body in _entries(parsed):
        line = parsed.lines.get((kind, name), 0)
        if kind in {"metric", "query"}:
            first = db.execute(
                "SELECT file, line FROM entries WHERE kind = ? AND name = ?", (kind, name)
            ).fetchone()
            if first:
                if first[0] != file:  # within one file the reader has said so
                    slots = {"name": name, "first": f"{first[0]}:{first[1]}"}
                    problems.append(Problem(file, line, f"{kind}_twice", slots))
                continue
        at = db.execute(
            "INSERT INTO entries(kind, name, company, file, line, body) VALUES (?, ?, ?, ?, ?, ?)",
            (kind, name, company, file, line, body),
        ).lastrowid
        if kind == "query":
            asked = {t for n in names for t in asked_tokens(n)}
            db.executemany("INSERT INTO asked VALUES (?, ?)", ((t, at) for t in sorted(asked)))
        else:
            said = {p for p in map(phrase, names) if p}
            db.executemany("INSERT INTO spoken VALUES (?, ?)", ((s, at) for s in sorted(said)))
    if parsed.rules:
        db.execute("INSERT OR REPLACE INTO rules VALUES (?, ?, ?)", (parsed.rules[0], file, parsed.rules[1]))
    if parsed.kind == "catalog":
        companies = json.dumps([asdict(c) for c in parsed.companies], ensure_ascii=False)
        db.execute("INSERT OR REPLACE INTO meta VALUES ('companies', ?)", (companies,))


def _remove(
    db: sqlite3.Connection, file: str, counts: Counter[str], spelled: Counter[str], touched: set[str]
) -> None:
    rows = db.execute("SELECT id, name, body, names FROM tables WHERE file = ?", (file,)).fetchall()
    for at, name, body, names in rows:
        d = document(unpack_table(body))
        fields = (
            field_tokens(d.names),
            field_tokens(d.columns),
            field_tokens(d.codes),
            field_tokens(d.about),
        )
        db.execute(
            "INSERT INTO docs(docs, rowid, names, columns, codes, about) VALUES ('delete', ?, ?, ?, ?, ?)",
            (at, *fields),
        )
        counts.subtract(set(" ".join(fields).split()))
        spelled.subtract(_name_words(names))
        touched.add(name)
    db.execute("DELETE FROM tables WHERE file = ?", (file,))
    db.execute("DELETE FROM links WHERE file = ?", (file,))
    for table in ("spoken", "asked"):
        db.execute(f"DELETE FROM {table} WHERE entry IN (SELECT id FROM entries WHERE file = ?)", (file,))
    db.execute("DELETE FROM entries WHERE file = ?", (file,))
    db.execute("DELETE FROM rules WHERE file = ?", (file,))
    db.execute("DELETE FROM files WHERE file = ?", (file,))
    if file in {"catalog.yaml", "catalog.yml"}:
        db.execute("DELETE FROM meta WHERE key = 'companies'")


def _entries(parsed: Parsed) -> Iterator[tuple[str, str, str, tuple[str, ...], str]]:
    company = parsed.file.split("/")[0] if "/" in parsed.file else ""
    for t in parsed.terms:
        yield "term", t.term, company, t.names, pack(t)
    for m in parsed.metrics:
        yield "metric", m.id, m.company, m.names, pack(m)
    for q in parsed.queries:
        yield "query", q.id, q.company, (q.question, q.question_en), pack(q)


def _loose_links(
    db: sqlite3.Connection, changed: set[str], touched: set[str], *, everything: bool
) -> list[Problem]:
    """Relationships that lead nowhere, among those that a change can have broken."""

    def columns_of(name: str) -> frozenset[str] | None:
        row = db.execute("SELECT body FROM tables WHERE name = ?", (name,)).fetchone()
        return frozenset(c.name.lower() for c in unpack_table(row[0]).columns) if row else None

    sources: set[str] = set()
    if everything:
        sources.update(r[0] for r in db.execute("SELECT DISTINCT from_table FROM links"))
    else:
        for file in changed:
            sources.update(r[0] for r in db.execute("SELECT from_table FROM links WHERE file = ?", (file,)))
    for name in touched:
        sources.update(r[0] for r in db.execute("SELECT from_table FROM links WHERE to_table = ?", (name,)))
    out: list[Problem] = []
    for source in sorted(sources):
        row = db.execute("SELECT body, file FROM tables WHERE name = ?", (source,)).fetchone()
        if not row:
            continue
        places = db.execute("SELECT position, line FROM links WHERE from_table = ?", (source,))
        table = unpack_table(row[0])
        lines = {("rel", table.name, str(n)): line for n, line in places}
        if found := check_relationships(table, columns_of, lines, row[1]):
            names = [r[0].lower() for r in db.execute("SELECT name FROM tables LIMIT 2000")]
            found = check_relationships(table, columns_of, lines, row[1], names)
        out += found
    return out


def _plain(rel: Relationship) -> tuple[object, ...]:
    return rel.from_table, rel.from_columns, rel.to_table, rel.to_columns, rel.optional


def _name_words(names: str) -> set[str]:
    """Words of the `names` field worth correcting a typo to."""
    return {w for p in names.split("|") for w in p.split() if len(w) > 1 and not w.isdigit()}


def _digest(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b""
