"""The opened catalog: everything the middle asks of it comes out of one SQLite file, read lazily.

`open_catalog` looks at the folder's files (names, times, sizes), builds what is missing or stale, and never needs
YAML when nothing changed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiws_cli.core.language import say
from aiws_cli.core.tables import Hit, Metric, Relationship, Table, Term, VerifiedHit

from . import search as searching
from .company_names import named_in, scope_of
from .dense import Progress, Vectors, fuse, installed
from .folder import Company, Domain, fingerprint, folders_stand, look
from .index_file import LAYOUT, lock_path
from .near_questions import nearest
from .own_terms import FILE as OWN_TERMS
from .own_terms import OwnTerms, load, meant
from .partners import DEPTH, KEPT, with_partners
from .quarantine import Quarantine
from .search import Asked, Scope
from .stored import unpack_metric, unpack_table, unpack_term
from .words import spans

# How many hits of each kind take part in a fused ranking.
DENSE_DEPTH = 20
# Looking at the times of more files than this takes noticeable fractions of a second.
LARGE = 20_000
LOOK_SECONDS = 60.0
# Tables, and foreign keys of tables, held in memory.
_KEPT = 2_000
_NO_STATE = frozenset({"missing", "old", "damaged"})


def index_path(folder: Path, home: Path) -> Path:
    """Where the index of a catalog folder lies: `home/index/<hash of the folder's path>.sqlite`."""
    key = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return home / "index" / f"{key}.sqlite"


def open_catalog(
    folder: Path, home: Path, progress: Progress | None = None, *, dense: bool = False
) -> IndexedCatalog:
    """The catalog of a folder, its index built or brought up to date first where needed.

    `progress(done, total)` counts files while they are read. `dense` adds search by meaning, where the extra is
    installed; a notice says when it is not.

    Raises CatalogMissingError, CatalogError (every problem with file and line). Where the index cannot be written
    it is built in memory and a notice says so.
    """
    catalog = IndexedCatalog(folder, index_path(folder, home), progress, dense=dense)
    catalog.refresh()
    catalog.speak(load(home / OWN_TERMS))
    return catalog


class IndexedCatalog:
    """Implements core.ports.Catalog. `notices` are things to tell the person, in the current language."""

    def __init__(
        self, folder: Path, index: Path, progress: Progress | None = None, *, dense: bool = False
    ) -> None:
        self.folder = folder
        self.index = index
        self.notices: list[str] = []
        self._progress = progress
        self._db: sqlite3.Connection | None = None
        self._tables: dict[str, Table | None] = {}
        self._links: dict[str, tuple[Relationship, ...]] = {}
        self._near: dict[str, frozenset[str]] = {}
        self._names: tuple[str, ...] | None = None
        self._companies: tuple[Company, ...] | None = None
        self._size = -1
        self._vectors: Vectors | None = None
        self._dense = dense and installed()
        if dense and not self._dense:
            self.notices.append(say("catalog.dense_missing"))
        self._last_asked: tuple[tuple[str, ...], Asked] | None = None
        self._own = OwnTerms()
        self._quarantine = Quarantine.of(index)

    def speak(self, own: OwnTerms) -> None:
        """Understand the asker's own words from now on. A notice says where their dictionary is broken."""
        self._own, self._last_asked = own, None
        if own.problems:
            first = own.problems[0].text()
            self.notices.append(say("terms.broken", problem=first, more=len(own.problems) - 1))

    def _meant(self, question: str) -> str:
        return meant(question, self._own.said(question))

    # ── opening ─────────────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> bool:
        """Bring the index up to date with the folder's files; True where something was built.

        The files of a very large catalog are looked at one by one once a minute, in between only its folders, which
        tell of files added, removed or replaced; `catalog build` looks at every file always.
        """
        if self._lately_looked():
            return False
        seen = look(self.folder)
        state = self._state()
        if state == fingerprint(seen):
            if sum(len(s.files) for s in seen) <= LARGE:
                return False
            with suppress(OSError):
                lock_path(self.index).touch()
            if folders_stand(self.folder, self._folders()):
                return False
        from .indexing import build, build_into

        damaged = state == "damaged"
        self.close()
        try:
            build(self.folder, self.index, self._progress, whole=damaged, looked=seen)
        except (OSError, sqlite3.Error) as e:
            memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            build_into(memory, self.folder, seen, self._progress)
            self._db = memory
            self.notices.append(say("catalog.index_in_memory", path=self.index, detail=e))
        if damaged:
            self.notices.append(say("catalog.index_rebuilt", path=self.index))
        return True

    def _lately_looked(self) -> bool:
        try:
            age = time.time() - lock_path(self.index).stat().st_mtime
        except OSError:
            return False
        if not 0 <= age < LOOK_SECONDS or self._state() in _NO_STATE or self.size <= LARGE:
            return False
        return folders_stand(self.folder, self._folders())

    def _folders(self) -> list[tuple[str, int]]:
        return [(str(f), int(str(m))) for f, m in self.rows("SELECT folder, mtime FROM folders")]

    def close(self) -> None:
        """Let go of the file; the catalog opens it again when asked."""
        if self._db is not None:
            self._db.close()
        self._db = None
        self._tables.clear()
        self._links.clear()
        self._near.clear()
        self._names = self._companies = self._last_asked = self._vectors = None
        self._size = -1

    def _state(self) -> str:
        """The stored fingerprint; "missing", "old" or "damaged" where there is none."""
        if not self.index.is_file():
            return "missing"
        try:
            about = dict(self._connection().execute("SELECT key, value FROM meta").fetchall())
        except sqlite3.OperationalError as e:
            return "damaged" if "no such table" in str(e) else "old"
        except sqlite3.DatabaseError:
            return "damaged"
        return about.get("fingerprint", "old") if about.get("format") == LAYOUT else "old"

    def _connection(self) -> sqlite3.Connection:
        if self._db is None:
            uri = f"{self.index.absolute().as_uri()}?mode=ro"
            self._db = sqlite3.connect(
                uri, uri=True, timeout=60.0, isolation_level=None, check_same_thread=False
            )
        return self._db

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of a query on the index. A damaged index is rebuilt once, with a notice."""
        try:
            return self._connection().execute(sql, tuple(parameters)).fetchall()
        except sqlite3.DatabaseError as e:
            if isinstance(e, sqlite3.OperationalError) and "no such table" not in str(e):
                raise
        self.close()
        with suppress(OSError):
            self.index.unlink(missing_ok=True)
        self.refresh()
        self.notices.append(say("catalog.index_rebuilt", path=self.index))
        return self._connection().execute(sql, tuple(parameters)).fetchall()

    # ── tables ──────────────────────────────────────────────────────────────────────────────────────────

    @property
    def size(self) -> int:
        if self._size < 0:
            self._size = int(str(self.rows("SELECT count(*) FROM tables")[0][0]))
        return self._size

    def table(self, name: str) -> Table | None:
        """The table of that physical name. A bare name is found where only one schema has it."""
        key = name.lower()
        if key not in self._tables:
            found = self.rows("SELECT body FROM tables WHERE name = ?", (name,))
            if not found and "." not in name:
                found = self.rows("SELECT body FROM tables WHERE name LIKE ? ESCAPE '\\'", (_like(name),))
            _make_room(self._tables)
            self._tables[key] = unpack_table(found[0][0]) if len(found) == 1 else None  # type: ignore[arg-type]
        return self._tables[key]

    def table_names(self) -> tuple[str, ...]:
        if self._names is None:
            self._names = tuple(str(r[0]) for r in self.rows("SELECT name FROM tables ORDER BY name"))
        return self._names

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        """Foreign keys that leave this table, then those that reach it."""
        key = table.lower()
        if key not in self._links:
            leaving = self.rows("SELECT body FROM links WHERE from_table = ? ORDER BY position", (table,))
            reaching = self.rows(
                "SELECT body FROM links WHERE to_table = ? AND from_table != ? ORDER BY from_table, position",
                (table, table),
            )
            out = []
            for (body,) in (*leaving, *reaching):
                a, b, c, d, optional = json.loads(str(body))
                out.append(Relationship(a, tuple(b), c, tuple(d), optional))
            _make_room(self._links)
            self._links[key] = tuple(out)
        return self._links[key]

    def neighbours(self, table: str) -> frozenset[str]:
        """Lower-case names of the tables a foreign key joins to this one, either way."""
        key = table.lower()
        if key not in self._near:
            found = self.rows(
                "SELECT to_table FROM links WHERE from_table = ? UNION ALL SELECT from_table FROM links WHERE to_table = ?",
                (table, table),
            )
            _make_room(self._near)
            self._near[key] = frozenset(str(name).lower() for (name,) in found)
        return self._near[key]

    @property
    def companies(self) -> tuple[Company, ...]:
        """The companies of catalog.yaml in its order; without one, those the tables' folders name."""
        if self._companies is None:
            found = self.rows("SELECT value FROM meta WHERE key = 'companies'")
            if found:
                self._companies = tuple(
                    Company(c["id"], c["title_ko"], c["title_en"], tuple(Domain(**d) for d in c["domains"]))
                    for c in json.loads(str(found[0][0]))
                )
            else:
                named: dict[str, list[Domain]] = {}
                for company, domain in self.rows("SELECT DISTINCT company, domain FROM tables ORDER BY 1, 2"):
                    named.setdefault(str(company), []).append(Domain(str(domain)))
                self._companies = tuple(Company(c, domains=tuple(d)) for c, d in named.items())
        return self._companies

    # ── finding ─────────────────────────────────────────────────────────────────────────────────────────

    def scope(self, workspace: str, companies: Sequence[Company] | None = None) -> Scope:
        """A workspace as people write it: ids or titles, `card`, `카드/매출`; one of `companies` where they are given.

        Raises WorkspaceUnknownError.
        """
        return scope_of(self.companies if companies is None else companies, workspace)

    def places(self) -> Iterator[tuple[str, str, str]]:
        """Name, company and domain of every table."""
        for name, company, domain in self.rows("SELECT name, company, domain FROM tables ORDER BY name"):
            yield str(name), str(company), str(domain)

    def companies_named(self, question: str) -> tuple[str, ...]:
        """Ids of the companies a question names, by id, title, or the title without the group's name."""
        return named_in(self.companies, question)

    def asked(self, query: str) -> Asked:
        """The query made ready for search: words, rarity, corrections, expansions."""
        key = (query,)
        if self._last_asked is None or self._last_asked[0] != key:
            said = self._meant(query)
            asked = searching.ask(
                self, said, self.terms(query), self.metrics(query), self.companies_named(said)
            )
            self._last_asked = (key, asked)
        return self._last_asked[1]

    def search(self, query: str, *, workspace: str = "", limit: int = 10) -> tuple[Hit, ...]:
        """Tables for a question or a few words, best first. Raises WorkspaceUnknownError."""
        scope = self.scope(workspace)
        if not query.strip():
            return ()
        if limit <= KEPT and not self._dense:
            return searching.search(self, self.asked(query), scope, limit)
        found = searching.search(self, self.asked(query), scope, max(limit, DEPTH))
        if self._dense:
            found = self._fused(self._meant(query), scope, found)
        return with_partners(self, found, scope, limit)

    def _fused(self, query: str, scope: Scope, by_word: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Hits by word and by meaning in one ranking; those found by meaning alone have matched nothing."""
        if self._vectors is None:
            texts = {
                str(
                    name
                ): f"{title}. {about}. {str(names).replace('|', ' ')} {str(columns).replace('|', ' ')}"[:1200]
                for name, title, about, names, columns in self.rows(
                    "SELECT name, title, about, names, columns FROM tables"
                )
            }
            self._vectors = Vectors(self.index.with_suffix(".vectors"), texts, self._progress)
        near = [
            t
            for n in self._vectors.nearest(query, DENSE_DEPTH * 4)
            if (t := self.table(n)) and _inside(t, scope)
        ]
        hits = {h.table: h for h in by_word}
        least = by_word[-1].score if by_word else 1.0
        for t in near[:DENSE_DEPTH]:
            hits.setdefault(
                t.name, Hit(t.name, least, t.business_name or t.business_name_en, t.company, t.description)
            )
        order = fuse([h.table for h in by_word], [t.name for t in near[:DENSE_DEPTH]])
        scores = sorted((hits[name].score for name in order), reverse=True)
        return tuple(replace(hits[name], score=score) for name, score in zip(order, scores, strict=True))

    def terms(self, question: str) -> tuple[Term, ...]:
        """Terms the question speaks of: the asker's own first, then the glossary's."""
        glossary = (unpack_term(body) for body in self._spoken(self._meant(question), "term"))
        return (*self._own.said(question), *glossary)

    def metrics(self, question: str) -> tuple[Metric, ...]:
        return tuple(unpack_metric(body) for body in self._spoken(self._meant(question), "metric"))

    def _spoken(self, question: str, kind: str) -> list[str]:
        """Entries a question names, longest match first; a name inside a longer matched one does not count."""
        where: dict[str, list[tuple[int, int]]] = {}
        for text, start, end in spans(question[:2000]):
            where.setdefault(text, []).append((start, end))
        found: list[tuple[str, int, str]] = []
        pieces = list(where)
        for at in range(0, len(pieces), 500):
            part = pieces[at : at + 500]
            marks = ",".join("?" * len(part))
            found += self.rows(  # type: ignore[arg-type]
                f"SELECT s.said, e.id, e.body FROM spoken s JOIN entries e ON e.id = s.entry "
                f"WHERE s.said IN ({marks}) AND e.kind = ?",
                (*part, kind),
            )
        taken: list[tuple[int, int]] = []
        out: dict[int, str] = {}
        for said, entry, body in sorted(found, key=lambda f: (-len(f[0]), f[1])):
            for start, end in where[said]:
                if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in taken):
                    taken.append((start, end))
                    out.setdefault(entry, body)
        return list(out.values())

    def verified(self, question: str, *, workspace: str = "", limit: int = 3) -> tuple[VerifiedHit, ...]:
        """Verified queries nearest to the question, without those in quarantine.

        Similarity weighs rare words more: 1 only for the same words.
        Without a word to compare: some of them, one a company in turn, all with similarity 0.
        """
        company = self.scope(workspace).company
        return nearest(self, self._meant(question), company, limit, self._quarantine.holds)

    def rules(self, company: str = "") -> str:
        """RULES.md of the group, then of the company."""
        wanted = ["", company.lower()] if company else [""]
        found = {str(c).lower(): str(b) for c, b in self.rows("SELECT company, body FROM rules")}
        return "\n".join(found[c] for c in wanted if c in found)


def _make_room(cache: dict[str, Any]) -> None:
    """A long conversation over a large catalog must not end with all of it in memory."""
    if len(cache) >= _KEPT:
        cache.clear()


def _inside(table: Table, scope: Scope) -> bool:
    return scope.company in ("", table.company) and scope.domain in ("", table.domain)


def _like(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%.{escaped}"
