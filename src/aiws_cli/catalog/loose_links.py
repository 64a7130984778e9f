"""Foreign keys that lead nowhere, found in the index after a build: every table looked at once, however many refer to it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from .metadata import check_relationships
from .problems import Problem
from .stored import unpack_table

_QUERY = "SELECT to_table, from_table, body FROM links"


def loose_links(
    db: sqlite3.Connection, files: Sequence[str] | None, touched: Iterable[str], unsound: Iterable[str]
) -> list[Problem]:
    """Problems of the foreign keys written in `files` (None: in all) and of those that lead to `touched` tables.

    `unsound` are tables known to have foreign keys from columns they lack.
    """
    if files is None:
        links: Iterable[tuple[str, str, str]] = db.execute(f"{_QUERY} ORDER BY to_table")
    else:
        some: set[tuple[str, str, str]] = set()
        for file in files:
            some.update(db.execute(f"{_QUERY} WHERE file = ?", (file,)))
        for name in touched:
            some.update(db.execute(f"{_QUERY} WHERE to_table = ?", (name,)))
        links = sorted(some)
    suspects = set(unsound)
    current, have = "", frozenset[str]()
    for to_table, from_table, body in links:
        if to_table.lower() != current:
            current, have = to_table.lower(), _columns(db, to_table) or frozenset()
        if not have.issuperset(c.lower() for c in json.loads(body)[3]):
            suspects.add(from_table)
    return [p for name in sorted(suspects) for p in _problems(db, name)]


def _problems(db: sqlite3.Connection, name: str) -> list[Problem]:
    row = db.execute("SELECT body, file FROM tables WHERE name = ?", (name,)).fetchone()
    if not row:
        return []
    table = unpack_table(row[0])
    places = db.execute("SELECT position, line FROM links WHERE from_table = ?", (name,))
    lines: dict[tuple[str, ...], int] = {("rel", table.name, str(n)): line for n, line in places}

    def columns_of(other: str) -> frozenset[str] | None:
        return _columns(db, other)

    if not check_relationships(table, columns_of, lines, row[1]):
        return []
    names = [r[0].lower() for r in db.execute("SELECT name FROM tables LIMIT 2000")]
    return check_relationships(table, columns_of, lines, row[1], names)


def _columns(db: sqlite3.Connection, name: str) -> frozenset[str] | None:
    row = db.execute("SELECT body FROM tables WHERE name = ?", (name,)).fetchone()
    return frozenset(c.name.lower() for c in unpack_table(row[0]).columns) if row else None
