"""What a warehouse says of its tables taken into a catalog folder: new files for new tables, merged where there are some.

Names, types, keys, comments and tags come in; values only where the caller hands them over (it reads them as the
asker, through the guard). Nothing a person wrote is changed but a type that is no longer true.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from aiws_cli.core import untrusted
from aiws_cli.core.described import Described, DescribedColumn, DescribedTable
from aiws_cli.core.tables import Column, Metric, Table, VerifiedQuery

from .contract_text import NAMED_FILES, contract, dump, file_name, logical_type, spoken_name
from .entries import FileStyleError, Value, appended, change
from .folder import Company, scan
from .merging import Change, merge
from .metadata import parse
from .problems import CatalogError, CatalogMissingError
from .semantic_reading import ReadModel
from .verifying import Known, NotVerifiableError, VerifiedAlreadyError, add, check_new, new_id
from .verifying import known as known_queries

Classify = Callable[[DescribedTable, DescribedColumn], str]
"""The classification of a column by its name, type and tags: one of the catalog's, empty for no opinion."""
Samples = Callable[[Table], Mapping[str, tuple[str, ...]]]
"""Values worth writing down by column name; asked of tables as the catalog will describe them."""

_LONGEST_COMMENT = 2_000
_TAGS = {
    "IDENTIFIER": "personal",
    "QUASI_IDENTIFIER": "personal",
    "SENSITIVE": "sensitive",
    "PERSONAL": "personal",
    "PII": "personal",
    "PSEUDONYMOUS": "pseudonymous",
    "INTERNAL": "internal",
    "PUBLIC": "public",
}
_TAG_NAMES = ("PRIVACY_CATEGORY", "CLASSIFICATION", "DATA_CLASSIFICATION", "PII")
_STRICTNESS = ("public", "internal", "pseudonymous", "personal", "sensitive")


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import. `changes` are in order of table and column; `tables` is how many the warehouse has.

    `missing` names what the warehouse would not tell (keys, tags).
    """

    folder: Path
    tables: int
    changes: tuple[Change, ...]
    missing: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether any file was written."""
        return any(c.kind not in UNCHANGED for c in self.changes)


UNCHANGED = frozenset({"table_gone", "column_gone", "key_differs", "not_merged", "skipped"})
"""Kinds of change that a person has to look at, for nothing was written."""


def import_tables(
    described: Described,
    folder: Path,
    *,
    schemas: Collection[str] = (),
    name: str = "",
    classify: Classify | None = None,
    samples: Samples | None = None,
) -> Imported:
    """Bring `folder` (made where missing) up to what the warehouse says. A second call changes nothing more.

    `schemas` are those that were asked for, or () for all: a table of another schema is not missed. `name` is the
    catalog's where it has none yet. Raises CatalogError where the folder's files don't load, OSError.
    """
    tables = [as_table(t, classify) for t in described.tables if t.columns]
    folder.mkdir(parents=True, exist_ok=True)
    known = _known(folder)
    changes = [Change("skipped", one) for one in described.skipped]
    changes += [Change("skipped", t.name) for t in described.tables if not t.columns]
    fresh: list[Table] = []
    for table in tables:
        there = known.get(table.name.lower())
        if samples is not None:
            table = _with_values(table, samples(there[0] if there is not None else table))
        if there is None:
            fresh.append(table)
        else:
            changes += _merged(folder, there[1], there[0], table)
    changes += _added(folder, fresh, name or folder.name)
    wanted = {s.lower() for s in schemas}
    real = {t.name.lower() for t in tables}
    for lower, (table, file) in known.items():
        schema = lower.partition(".")[0]
        if lower not in real and (not wanted or schema in wanted):
            changes.append(Change("table_gone", table.name, file))
    ordered = tuple(sorted(changes, key=lambda c: c.table))
    return Imported(folder, len(tables), ordered, described.missing)


def import_model(model: ReadModel, folder: Path, *, classify: Classify | None = None) -> Imported:
    """Bring a semantic model's tables, metrics and verified queries into `folder` (made where missing).

    What is there already stays as it is, by name of the table and column, id of the metric, id or question of the
    query; a second call changes nothing more. Raises CatalogError, CatalogReadOnlyError, FileStyleError, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = _known(folder)
    changes = [Change("skipped", one) for one in model.left_out]
    fresh: list[Table] = []
    for told in model.tables:
        table = _classified(told, classify)
        there = known.get(table.name.lower())
        if there is None:
            fresh.append(table)
        else:
            # A model may describe a part of a table's columns.
            changes += [c for c in _merged(folder, there[1], there[0], table) if c.kind != "column_gone"]
    changes += _added(folder, fresh, model.name)
    changes += _metrics(folder, model.metrics)
    changes += _queries(folder, model.queries)
    return Imported(folder, len(model.tables), tuple(sorted(changes, key=lambda c: c.table)))


def _classified(table: Table, classify: Classify | None) -> Table:
    """The table with what its columns' names say of people: a semantic model says nothing of it, and no such values."""
    if classify is None:
        return table
    columns = []
    for column in table.columns:
        described = DescribedColumn(column.name, column.type)
        opinion = classify(DescribedTable(table.name, (described,)), described)
        if opinion in ("personal", "sensitive"):
            column = replace(column, classification=opinion, sample_values=(), code_values={})
        columns.append(column)
    strictest = max((_STRICTNESS.index(c.classification) for c in columns), default=0)
    return replace(
        table, columns=tuple(columns), pii_class=_STRICTNESS[strictest] if strictest > 1 else table.pii_class
    )


def _metrics(folder: Path, metrics: Iterable[Metric]) -> Iterator[Change]:
    taken = {m.id for one in scan(folder) for m in parse(one.path, one.file).metrics}
    for metric in metrics:
        if metric.id in taken:
            continue
        entry: dict[str, Value] = {"id": metric.id, "name": metric.name}
        if metric.name_en:
            entry["name_en"] = metric.name_en
        entry |= {"synonyms": metric.synonyms, "company": metric.company, "tables": metric.tables}
        entry["expression"] = metric.expression
        if metric.description:
            entry["description"] = metric.description
        path = folder / "metrics.yaml"
        change(path, lambda data, entry=entry: appended(data, "metrics", entry))
        yield Change("metric_added", metric.tables[0], "metrics.yaml", metric.id)


def _queries(folder: Path, queries: Iterable[VerifiedQuery]) -> Iterator[Change]:
    there = list(known_queries(folder))
    for query in queries:
        try:
            new_id(query.id, query.question, query.question_en, query.company, query.tables, there)
            check_new(query.question, query.question_en, query.sql, there)
        except VerifiedAlreadyError:
            continue
        except NotVerifiableError:
            yield Change("skipped", query.id)
            continue
        path, line = add(folder, query)
        there.append(Known(query, f"{path.relative_to(folder).as_posix()}:{line}"))
        yield Change("query_added", query.tables[0], path.relative_to(folder).as_posix(), query.id)


def as_table(found: DescribedTable, classify: Classify | None = None) -> Table:
    """A warehouse's table in the catalog's terms: the strictest classification its tags and `classify` give."""
    columns = tuple(
        Column(
            name=c.name,
            type=c.type,
            logical_type=logical_type(c.type),
            business_name_en=spoken_name(c.name),
            description=clean(c.comment),
            primary_key=c.name in found.primary_key,
            required=c.required or c.name in found.primary_key,
            classification=_classification(found, c, classify),
        )
        for c in found.columns
    )
    by_strictness = max((_STRICTNESS.index(c.classification) for c in columns), default=0)
    return Table(
        name=found.name,
        columns=columns,
        company=found.name.partition(".")[0],
        kind=found.kind,
        business_name_en=spoken_name(found.name.partition(".")[2]),
        description=clean(found.comment),
        pii_class=_STRICTNESS[by_strictness] if by_strictness > 1 else "none",
        relationships=found.relationships,
    )


def clean(comment: str) -> str:
    """A comment as plain text: nothing that steers a terminal or can't be seen, at most 2,000 characters."""
    lines = untrusted.clean(comment).expandtabs(1).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines).strip()[:_LONGEST_COMMENT]


def _classification(table: DescribedTable, column: DescribedColumn, classify: Classify | None) -> str:
    said = ["internal"]
    for tags in (table.tags, column.tags):
        said += [
            known for n in _TAG_NAMES if (known := _TAGS.get(tags.get(n, "").strip().upper())) is not None
        ]
    if classify is not None and (opinion := classify(table, column)) in _STRICTNESS:
        said.append(opinion)
    if len(said) == 1:
        return "internal"
    return max(said[1:], key=_STRICTNESS.index)


def _with_values(table: Table, values: Mapping[str, tuple[str, ...]]) -> Table:
    return replace(
        table, columns=tuple(replace(c, sample_values=values.get(c.name, ())) for c in table.columns)
    )


def _known(folder: Path) -> dict[str, tuple[Table, str]]:
    """Tables the folder describes, by lower-case name, each with its file. Raises CatalogError."""
    try:
        found = scan(folder)
    except CatalogMissingError:
        return {}
    out: dict[str, tuple[Table, str]] = {}
    problems = []
    for one in found:
        parsed = parse(one.path, one.file)
        problems += parsed.problems
        for table in parsed.tables:
            out[table.name.lower()] = (table, one.file)
    if problems:
        raise CatalogError(str(folder), problems)
    return out


def _merged(folder: Path, file: str, known: Table, found: Table) -> tuple[Change, ...]:
    told: list[Change] = []

    def merging(data: bytes) -> bytes:
        out, changes = merge(data, known, found, file)
        told.extend(changes)
        return out

    path = folder / file
    try:
        made = merging(path.read_bytes())
        if made != path.read_bytes():
            told.clear()
            change(path, merging)
    except FileStyleError:
        return (Change("not_merged", known.name, file),)
    return tuple(told)


def _added(folder: Path, tables: Iterable[Table], name: str) -> list[Change]:
    """Files for tables that have none, `schema/table.yaml`, and their schemas among the catalog's companies."""
    out: list[Change] = []
    schemas: dict[str, Path] = {}
    for table in tables:
        schema, _, short = table.name.partition(".")
        if schema not in schemas:
            taken = {"verified_queries", *(p.name.lower() for p in schemas.values())}
            schemas[schema] = folder / file_name(schema, taken)
            schemas[schema].mkdir(parents=True, exist_ok=True)
        place = schemas[schema]
        taken = {p.stem.lower() for p in place.iterdir()} | NAMED_FILES
        file = place / f"{file_name(short, taken)}.yaml"
        dump(file, contract(table))
        out.append(Change("table_added", table.name, file.relative_to(folder).as_posix()))
    _companies(folder, list(schemas), name)
    return out


def _companies(folder: Path, schemas: list[str], name: str) -> None:
    path = next((p for p in (folder / "catalog.yaml", folder / "catalog.yml") if p.is_file()), None)
    if path is None:
        if schemas:
            dump(
                folder / "catalog.yaml",
                {
                    "name": name,
                    "title": {"ko": name, "en": name},
                    "version": "1.0.0",
                    "companies": [_company(s) for s in schemas],
                },
            )
        return
    listed: tuple[Company, ...] = parse(path, path.name).companies
    for schema in schemas:
        if schema.lower() not in {c.id.lower() for c in listed}:
            entry: dict[str, Value] = {**_company(schema), "domains": ()}
            # A list of companies in a style of its own is the person's to extend: the tables are found without.
            try:
                change(path, lambda data, entry=entry: appended(data, "companies", entry))
            except FileStyleError:
                return


def _company(schema: str) -> dict[str, str]:
    return {"id": schema, "title_ko": spoken_name(schema), "title_en": spoken_name(schema)}
