"""The index as a file: its tables, its format, and the lock that keeps two builders apart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from . import postings
from .stored import FORMAT

# The second number counts changes of the tables below and of what they hold; what the texts in them look like is counted by FORMAT.
LAYOUT = f"{FORMAT}.3"
_LOCK_SECONDS = 900.0
# The texts a search compares come before the packed table, so that reading them does not walk through it.
_SCHEMA = (
    """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE folders(folder TEXT PRIMARY KEY, mtime INTEGER, digest BLOB) WITHOUT ROWID;
CREATE TABLE files(folder TEXT, name TEXT, mtime INTEGER, size INTEGER, digest BLOB, PRIMARY KEY(folder, name)) WITHOUT ROWID;
CREATE TABLE tables(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, file TEXT, line INTEGER,
  company TEXT, domain TEXT, title TEXT, about TEXT,
  names TEXT, columns TEXT, codes TEXT, described TEXT, body BLOB);
CREATE INDEX tables_file ON tables(file);
CREATE TABLE links(from_table TEXT COLLATE NOCASE, to_table TEXT COLLATE NOCASE, position INTEGER, line INTEGER, body TEXT, file TEXT);
CREATE INDEX links_from ON links(from_table, to_table);
CREATE INDEX links_to ON links(to_table, from_table);
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
    + postings.SCHEMA
)


def connect(path: Path) -> sqlite3.Connection:
    """A connection for writing, the file private. Raises sqlite3.Error, OSError."""
    db = sqlite3.connect(path, timeout=60.0, isolation_level=None)
    path.chmod(0o600)
    return db


def lay_out(db: sqlite3.Connection) -> None:
    """Make the tables in an empty database that nobody else reads yet, and let a build write without journal."""
    db.executescript(
        "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16384;"
        + _SCHEMA
    )


def usable(index: Path) -> bool:
    """Is there an index of this format that SQLite can read?"""
    if not index.is_file():
        return False
    try:
        with closing(connect(index)) as db:
            row = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
            return bool(row) and row[0] == LAYOUT
    except sqlite3.DatabaseError:
        return False


def lock_path(index: Path) -> Path:
    """The lock beside the index; its time says when the folder was last looked at as a whole."""
    return index.with_suffix(".lock")


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """One builder at a time, across processes: SQLite's own file lock, let go by the system when a process dies."""
    lock = sqlite3.connect(lock_path(index), timeout=_LOCK_SECONDS, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()
