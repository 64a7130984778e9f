"""Catalog files to values: tables in ODCS v3.1 names, glossary, metrics, verified queries, rules.

`parse` reads one file and never raises for what is in it; `load` reads a whole folder, holds the files against
each other and raises CatalogError with every problem found.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from aiws_cli.core.tables import Metric, Table, Term, VerifiedQuery

from ..core.files import read_file
from ..core.yaml_lines import MAX_BYTES, Fields, decode, keys, read
from . import contracts
from .folder import Company, Domain, Kind, kind_of, scan
from .problems import CatalogError, Problem

_TERM = keys("term term_en abbreviations synonyms definition tables columns expression")
_METRIC = keys(
    "id name name_en synonyms company tables expression unit filters time_column description example"
)
_QUERY = keys("id question question_en sql tables ordered")
_CATALOG = keys("name title version companies description")
_COMPANY = keys("id title_ko title_en domains")
_DOMAIN = keys("id title_ko title_en")


@dataclass(frozen=True)
class Parsed:
    """What one file holds. `lines` maps (table,), (table, column), ("rel", table, n), (kind, name) to a line.

    `tables` inside carry relationships whose targets have not been looked up yet.
    """

    file: str
    kind: Kind
    tables: tuple[Table, ...] = ()
    terms: tuple[Term, ...] = ()
    metrics: tuple[Metric, ...] = ()
    queries: tuple[VerifiedQuery, ...] = ()
    companies: tuple[Company, ...] = ()
    rules: tuple[str, str] | None = None
    lines: dict[tuple[str, ...], int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Metadata:
    """A whole catalog, held against itself. `lines` maps a key as in Parsed to (file, line)."""

    folder: Path
    companies: tuple[Company, ...]
    tables: tuple[Table, ...]
    terms: tuple[Term, ...]
    metrics: tuple[Metric, ...]
    queries: tuple[VerifiedQuery, ...]
    rules: dict[str, str]
    lines: dict[tuple[str, ...], tuple[str, int]]

    def where(self, *key: str) -> tuple[str, int]:
        """(file, line) of a table, a column, a relationship, term, metric or query; ("", 0) where unknown."""
        return self.lines.get(key) or self.lines.get(key[:1]) or ("", 0)


def parse(path: Path, file: str, data: bytes | None = None) -> Parsed:
    """One file's content and problems. `file` is the path inside the catalog, with slashes."""
    problems: list[Problem] = []
    kind = kind_of(file)
    company = file.split("/")[0] if "/" in file else ""
    if kind == "rules":
        return _rules(path, file, company, data)
    top = read(path, file, problems, data, within=_root(path, file))
    lines: dict[tuple[str, ...], int] = {}
    if top is None:
        return Parsed(file, kind, problems=tuple(problems))
    if kind == "catalog":
        top.only(_CATALOG)
        out = Parsed(file, kind, companies=tuple(_companies(top)), lines=lines)
    elif kind == "glossary":
        top.only(frozenset({"terms"}))
        out = Parsed(file, kind, terms=tuple(_terms(top, lines)), lines=lines)
    elif kind == "metrics":
        top.only(frozenset({"metrics"}))
        out = Parsed(file, kind, metrics=tuple(_metrics(top, company, lines)), lines=lines)
    elif kind == "verified":
        top.only(frozenset({"queries"}))
        stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        out = Parsed(file, kind, queries=tuple(_queries(top, stem, lines)), lines=lines)
    else:
        out = Parsed(file, kind, tables=tuple(contracts.tables(top, file, lines)), lines=lines)
    return replace(out, problems=tuple(problems))


def load(folder: Path) -> Metadata:
    """The whole folder. Raises CatalogMissingError, or CatalogError with every problem found."""
    parsed = [parse(found.path, found.file) for found in scan(folder)]
    problems = [p for one in parsed for p in one.problems]
    tables = [t for one in parsed for t in one.tables]
    lines = {key: (one.file, line) for one in parsed for key, line in one.lines.items()}
    problems += _twice(parsed)
    known = {t.name.lower(): frozenset(c.name.lower() for c in t.columns) for t in tables}
    for one in parsed:
        for table in one.tables:
            problems += check_relationships(table, known.get, one.lines, one.file, known)
    if problems:
        raise CatalogError(str(folder), sorted(problems, key=lambda p: (p.file, p.line)))
    return Metadata(
        folder=folder,
        companies=tuple(c for one in parsed for c in one.companies),
        tables=tuple(tables),
        terms=tuple(t for one in parsed for t in one.terms),
        metrics=tuple(m for one in parsed for m in one.metrics),
        queries=tuple(q for one in parsed for q in one.queries),
        rules={one.rules[0]: one.rules[1] for one in parsed if one.rules},
        lines=lines,
    )


def check_relationships(
    table: Table,
    columns_of: Callable[[str], frozenset[str] | None],
    lines: dict[tuple[str, ...], int],
    file: str,
    names: Iterable[str] = (),
) -> list[Problem]:
    """Problems of a table's foreign keys. `columns_of(lower-case table)` gives its lower-case columns, or None.

    `names` are known table names (lower case) to name a near one for a typo.
    """
    out: list[Problem] = []
    for n, rel in enumerate(table.relationships):
        line = lines.get(("rel", table.name, str(n)), 0)
        for side, side_columns in ((rel.from_table, rel.from_columns), (rel.to_table, rel.to_columns)):
            have = columns_of(side.lower())
            if have is None:
                near = difflib.get_close_matches(side.lower(), list(names), n=1, cutoff=0.6)
                key = "unknown_table_near" if near else "unknown_table"
                out.append(Problem(file, line, key, {"name": side, "near": near[0] if near else ""}))
                continue
            for column in side_columns:
                if column.lower() not in have:
                    near = difflib.get_close_matches(column.lower(), list(have), n=1, cutoff=0.6)
                    key = "unknown_column_near" if near else "unknown_column"
                    slots = {"name": column, "table": side, "near": near[0] if near else ""}
                    out.append(Problem(file, line, key, slots))
    return out


def _twice(parsed: list[Parsed]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for one in parsed:
        named = [("table", t.name, (t.name,)) for t in one.tables]
        named += [("metric", m.id, ("metric", m.id)) for m in one.metrics]
        named += [("query", q.id, ("query", q.id)) for q in one.queries]
        for kind, name, key in named:
            line = one.lines.get(key, 0)
            first = seen.setdefault((kind, name.lower()), (one.file, line))
            if first[0] != one.file:
                slots = {"name": name, "first": f"{first[0]}:{first[1]}"}
                yield Problem(one.file, line, f"{kind}_twice", slots)


def _once(item: Fields, kind: str, key: str, lines: dict[tuple[str, ...], int]) -> None:
    """Note the line of a named entry; a second of the same name in one file is a problem."""
    first = lines.setdefault((kind, key), item.line)
    if first != item.line:
        item.problem(f"{kind}_twice", name=key, first=f"{item.file}:{first}")


def _root(path: Path, file: str) -> Path:
    """The catalog's folder, of a file in it: a link may not lead out of it."""
    return path.parents[file.count("/")]


def _rules(path: Path, file: str, company: str, data: bytes | None) -> Parsed:
    try:
        text = decode(read_file(path, MAX_BYTES, within=_root(path, file)) if data is None else data)
    except OSError as e:
        return Parsed(
            file, "rules", problems=(Problem(file, 0, "unreadable", {"detail": e.strerror or str(e)}),)
        )
    except UnicodeDecodeError:
        return Parsed(file, "rules", problems=(Problem(file, 0, "encoding", {}),))
    return Parsed(file, "rules", rules=(company, text.strip()))


def _companies(top: Fields) -> Iterator[Company]:
    for item in top.children("companies"):
        item.only(_COMPANY)
        domains = []
        for d in item.children("domains"):
            d.only(_DOMAIN)
            domains.append(Domain(d.text("id", required=True), d.text("title_ko"), d.text("title_en")))
        yield Company(
            item.text("id", required=True), item.text("title_ko"), item.text("title_en"), tuple(domains)
        )


def _terms(top: Fields, lines: dict[tuple[str, ...], int]) -> Iterator[Term]:
    for item in top.children("terms"):
        item.only(_TERM)
        name = item.text("term", required=True)
        lines["term", name] = item.line
        yield Term(
            term=name,
            term_en=item.text("term_en"),
            abbreviations=item.texts("abbreviations"),
            synonyms=item.texts("synonyms"),
            definition=item.text("definition"),
            tables=item.texts("tables"),
            columns=item.texts("columns"),
            expression=item.text("expression"),
        )


def _metrics(top: Fields, company: str, lines: dict[tuple[str, ...], int]) -> Iterator[Metric]:
    for item in top.children("metrics"):
        item.only(_METRIC)
        key = item.text("id", required=True)
        _once(item, "metric", key, lines)
        yield Metric(
            id=key,
            name=item.text("name", required=True),
            expression=item.text("expression", required=not item.has("example")),
            name_en=item.text("name_en"),
            synonyms=item.texts("synonyms"),
            company=item.text("company") or company,
            tables=item.texts("tables"),
            unit=item.text("unit"),
            filters=item.texts("filters"),
            time_column=item.text("time_column"),
            description=item.text("description"),
            example=item.text("example"),
        )


def _queries(top: Fields, company: str, lines: dict[tuple[str, ...], int]) -> Iterator[VerifiedQuery]:
    for item in top.children("queries"):
        item.only(_QUERY)
        key = item.text("id", required=True)
        _once(item, "query", key, lines)
        yield VerifiedQuery(
            id=key,
            question=item.text("question", required=True),
            sql=item.text("sql", required=True),
            question_en=item.text("question_en"),
            company=company,
            tables=item.texts("tables"),
            ordered=item.flag("ordered"),
        )
