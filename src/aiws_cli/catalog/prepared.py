"""From files to rows: each file read and cut into what the index stores, in worker processes where there are many."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from aiws_cli.core.files import read_file
from aiws_cli.core.tables import Relationship, Table
from aiws_cli.core.yaml_lines import MAX_BYTES

from .folder import Found
from .marks import marks_of
from .metadata import Parsed, parse
from .stored import document, pack, pack_table
from .words import asked_tokens, phrase, tokens

_PARALLEL_FROM = 2_000
_BATCH = 128


class TableRow(NamedTuple):
    """A table as the index stores it. `tokens` are space separated, a text a field, each token in its best field only.

    `links` are (from table, to table, position, line, body). `sound`: its foreign keys leave from columns it has.
    """

    name: str
    line: int
    company: str
    domain: str
    title: str
    about: str
    fields: tuple[str, str, str, str]
    body: bytes
    tokens: tuple[str, ...]
    links: tuple[tuple[str, str, int, int, str], ...]
    sound: bool


class EntryRow(NamedTuple):
    """A term, metric or verified query: `said` are the phrases it is named by, or the tokens it asks with."""

    kind: str
    name: str
    company: str
    line: int
    body: str
    said: tuple[str, ...]


class Prepared(NamedTuple):
    """A file read. `rest` is what was parsed where that is more than tables: rules, companies, problems."""

    found: Found
    digest: bytes
    tables: tuple[TableRow, ...]
    entries: tuple[EntryRow, ...]
    rest: Parsed | None


def prepared(changed: Sequence[Found]) -> Iterator[Prepared]:
    """The files, read, in their order."""
    if len(changed) < _PARALLEL_FROM or (os.cpu_count() or 1) < 2:
        yield from map(prepare, changed)
        return
    import multiprocessing
    from concurrent.futures import Future, ProcessPoolExecutor

    # A bounded number of batches is under way, so memory stays flat however large the catalog is.
    workers = min(os.cpu_count() or 1, 8)
    # A forked worker need not import the caller's main module again, which could start the build anew.
    fork = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if fork else "spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        under_way: deque[Future[list[Prepared]]] = deque()
        for start in range(0, len(changed), _BATCH):
            under_way.append(pool.submit(_prepare_all, changed[start : start + _BATCH]))
            if len(under_way) > workers * 3:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()


def _prepare_all(found: Sequence[Found]) -> list[Prepared]:
    # A parsed file is a tree of some thousand objects that hold no cycles: collecting among them costs a third.
    gc.disable()
    try:
        return [prepare(f) for f in found]
    finally:
        gc.enable()


def prepare(found: Found) -> Prepared:
    """Read one file. Never raises for what is in it; problems are in `rest`."""
    try:
        data: bytes | None = read_file(found.path, MAX_BYTES, within=found.root)
    except OSError:
        data = None  # parse reads again and reports why
    parsed = parse(found.path, found.file, data)
    more = parsed.problems or parsed.rules or parsed.companies or parsed.kind == "catalog"
    return Prepared(
        found,
        hashlib.sha256(data or b"").digest(),
        tuple(_table_row(t, parsed) for t in parsed.tables),
        tuple(_entries(parsed)),
        parsed if more else None,
    )


def _table_row(t: Table, parsed: Parsed) -> TableRow:
    d = document(t)
    have = {c.name.lower() for c in t.columns}
    links = tuple(
        (
            r.from_table,
            r.to_table,
            n,
            parsed.lines.get(("rel", t.name, str(n)), 0),
            json.dumps(_plain(r), ensure_ascii=False, separators=(",", ":")),
        )
        for n, r in enumerate(t.relationships)
    )
    return TableRow(
        t.name,
        parsed.lines.get((t.name,), 0),
        t.company,
        t.domain,
        t.business_name or t.business_name_en,
        t.description,
        (d.names, d.columns, d.codes, d.about),
        pack_table(t),
        tokens_of((d.names, d.columns, d.codes, d.about), t.company, t.domain),
        links,
        all(c.lower() in have for r in t.relationships for c in r.from_columns),
    )


def tokens_of(fields: Sequence[str], company: str, domain: str) -> tuple[str, ...]:
    """What a table of these texts is found by: tokens a field, space separated, each in the best field that has it."""
    seen: set[str] = set()
    out: list[str] = []
    for text in fields:
        here: set[str] = set()
        for part in text.split("|"):
            if part:
                here.update(_cut(part) if len(part) < 60 else tokens(part))
        here -= seen
        seen |= here
        out.append(" ".join(here))
    out[0] = " ".join([*marks_of(fields[0], company, domain), out[0]]).rstrip()
    return tuple(out)


@lru_cache(maxsize=32_768)
def _cut(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


def _plain(rel: Relationship) -> tuple[object, ...]:
    return rel.from_table, rel.from_columns, rel.to_table, rel.to_columns, rel.optional


def _entries(parsed: Parsed) -> Iterator[EntryRow]:
    company = parsed.file.split("/")[0] if "/" in parsed.file else ""
    line = parsed.lines.get
    for t in parsed.terms:
        yield EntryRow("term", t.term, company, line(("term", t.term), 0), pack(t), _phrases(t.names))
    for m in parsed.metrics:
        yield EntryRow("metric", m.id, m.company, line(("metric", m.id), 0), pack(m), _phrases(m.names))
    for q in parsed.queries:
        said = sorted({t for text in (q.question, q.question_en) for t in asked_tokens(text)})
        yield EntryRow("query", q.id, q.company, line(("query", q.id), 0), pack(q), tuple(said))


def _phrases(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({p for p in map(phrase, names) if p}))
