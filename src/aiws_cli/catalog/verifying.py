"""From a reviewed question and its SQL to a verified query in the catalog folder."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiws_cli.core.errors import SettingsError, UsageError
from aiws_cli.core.language import say
from aiws_cli.core.ports import Catalog
from aiws_cli.core.tables import VerifiedQuery

from .entries import Block, FileStyleError, Value, appended, change
from .folder import scan
from .metadata import parse
from .problems import CatalogError
from .words import normalise

FOLDER = "verified_queries"
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_LONG_LINE = 100


class CatalogReadOnlyError(SettingsError):
    """The catalog folder cannot be written. Slots: folder."""

    code = "catalog_read_only"
    exit_code = 3


class VerifiedAlreadyError(UsageError):
    """A verified query has this question or this SQL, or the id is taken. Slots: id, place."""

    code = "verified_already"


class NotVerifiableError(UsageError):
    """The pair cannot become a verified query. Slots: reason (text)."""

    code = "not_verifiable"


@dataclass(frozen=True, slots=True)
class Known:
    """A verified query of the folder, whatever its state, and where it stands (`file:line`)."""

    query: VerifiedQuery
    place: str


def known(folder: Path) -> tuple[Known, ...]:
    """Every verified query of the folder as its files say now. Raises CatalogMissingError, CatalogError."""
    out: list[Known] = []
    problems = []
    for found in scan(folder):
        if found.file.startswith(f"{FOLDER}/"):
            parsed = parse(found.path, found.file)
            problems += [p for p in parsed.problems if p.key != "empty_file"]
            out += [Known(q, f"{found.file}:{parsed.lines.get(('query', q.id), 0)}") for q in parsed.queries]
    if problems:
        raise CatalogError(str(folder), problems)
    return tuple(out)


def check_writable(folder: Path) -> None:
    """Raise CatalogReadOnlyError for a folder that cannot be written, or that came with the program.

    One that is not there is for who opens it to tell.
    """
    if not folder.is_dir():
        return
    package = Path(__file__).resolve().parents[1]
    target = folder / FOLDER if (folder / FOLDER).is_dir() else folder
    if package in folder.resolve().parents or not os.access(target, os.W_OK):
        raise CatalogReadOnlyError(folder=folder)


def tidy(sql: str) -> str:
    """The statement as it will stand in the file: no semicolon, no trailing spaces, one long line laid out in several."""
    text = "\n".join(line.rstrip() for line in sql.strip().rstrip("; \n\t").splitlines()).strip()
    if "\n" in text or len(text) <= _LONG_LINE:
        return text
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        return sqlglot.parse_one(text, read="duckdb").sql(dialect="duckdb", pretty=True)
    except SqlglotError:
        return text


def check_new(question: str, question_en: str, sql: str, queries: Iterable[Known]) -> None:
    """Raise VerifiedAlreadyError where one of the folder's queries asks or runs the same."""
    asked = {_plain(q) for q in (question, question_en) if q}
    runs = _same(sql)
    for one in queries:
        theirs = {_plain(q) for q in (one.query.question, one.query.question_en) if q}
        if asked & theirs or runs == _same(one.query.sql):
            raise VerifiedAlreadyError(id=one.query.id, place=one.place)


def company_of(tables: Sequence[str], catalog: Catalog) -> str:
    """The company most of the tables belong to, the first named where several do."""
    found = [catalog.table(name) for name in tables]
    counted = Counter(t.company or t.name.partition(".")[0] for t in found if t is not None)
    return counted.most_common(1)[0][0] if counted else tables[0].partition(".")[0]


def new_id(
    wanted: str,
    question: str,
    question_en: str,
    company: str,
    tables: Sequence[str],
    queries: Iterable[Known],
) -> str:
    """The wanted id, or one made of the English question, else of the first table.

    Raises VerifiedAlreadyError, NotVerifiableError.
    """
    taken = {one.query.id.lower(): one for one in queries}
    if wanted:
        if not _ID.fullmatch(wanted):
            raise NotVerifiableError(reason=say("catalog.verify.bad_id"))
        if wanted in taken:
            raise VerifiedAlreadyError(id=wanted, place=taken[wanted].place)
        return wanted
    words = re.findall(r"[a-z0-9]+", question_en.lower())[:8]
    mark = hashlib.sha256(_plain(question).encode()).hexdigest()[:6]
    words = words or [*tables[0].rpartition(".")[2].lower().split("_"), mark]
    made = "-".join([company.lower(), *words])
    made = re.sub(r"[^a-z0-9_-]", "-", made)[:70].strip("-")
    return f"{made}-{mark}" if made in taken else made


def add(folder: Path, query: VerifiedQuery) -> tuple[Path, int]:
    """Append the query to its company's file, which keeps its comments and style; (file, line of the entry).

    Raises CatalogReadOnlyError, FileStyleError; nothing is written then.
    """
    path = folder / FOLDER / f"{query.company}.yaml"
    if not path.is_file() and path.with_suffix(".yml").is_file():
        path = path.with_suffix(".yml")
    file = f"{FOLDER}/{path.name}"
    line = 0

    def with_query(data: bytes) -> bytes:
        nonlocal line
        made = appended(data, "queries", _entry(query))
        read = parse(path, file, made)
        if read.problems or not read.queries or read.queries[-1] != query:
            raise FileStyleError(file=path)
        line = read.lines.get(("query", query.id), 0)
        return made

    try:
        change(path, with_query)
    except OSError as problem:
        raise CatalogReadOnlyError(folder=folder) from problem
    return path, line


def _entry(query: VerifiedQuery) -> Mapping[str, Value]:
    entry: dict[str, Value] = {"id": query.id, "question": query.question}
    if query.question_en:
        entry["question_en"] = query.question_en
    return {**entry, "sql": Block(query.sql), "tables": query.tables, "ordered": query.ordered}


def _plain(question: str) -> str:
    return "".join(c for c in normalise(question) if c.isalnum())


def _same(sql: str) -> str:
    """Equal for statements that differ in layout, case of names, comments and the final semicolon only."""
    import sqlglot
    from sqlglot.errors import SqlglotError
    from sqlglot.optimizer.normalize_identifiers import normalize_identifiers

    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
        return normalize_identifiers(tree, dialect="duckdb").sql(dialect="duckdb", comments=False)
    except SqlglotError:
        return " ".join(sql.rstrip("; \n\t").lower().split())
