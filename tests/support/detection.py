"""How well detection does on planted and on clean files: what the tests hold to its bar and the benchmark prints."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from aiws_cli.core.results import ResultColumn, ResultSet
from aiws_cli.governance.privacy import pii
from aiws_cli.governance.privacy.cells import masked, scan_result
from aiws_cli.governance.privacy.files import FileFinding, scan_file
from aiws_cli.warehouses import file_pages
from support.carriers import CARRIERS, Carrier, Put
from support.clean_files import library_files, made, own_files
from support.planted import IDENTIFIERS, SECRETS


@dataclass
class Recall:
    """Planted and found, by kind and by carrier, and what was missed, as (carrier, kind, written)."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, carrier: str, put: Put, hit: bool) -> None:
        for key in (put.planted.kind, f"in {carrier}", "all"):
            self.planted[key] += 1
            self.found[key] += hit
        if not hit:
            self.missed.append((carrier, put.planted.kind, put.planted.text))

    def share(self, key: str = "all") -> float:
        return self.found[key] / self.planted[key]


def carriers(seed: int, files: int) -> Iterator[Carrier]:
    """Files with one to five values each, kinds and carriers by turns so that none is missing."""
    kinds = (*IDENTIFIERS, *SECRETS)
    turn = 0
    for number in range(files):
        rng = random.Random(f"{seed} {number}")
        values = []
        for _ in range(rng.randrange(1, 6)):
            values.append(kinds[turn % len(kinds)](rng))
            turn += 1
        yield CARRIERS[number % len(CARRIERS)](rng, values)


def pages(path: Path) -> Iterator[tuple[str, tuple[str, ...], list[list[str]]]]:
    """What `file_pages.pages` gives, without a process for each of many small workbooks."""
    for page in file_pages.read(path):
        yield page["name"], tuple(page["header"]), page["rows"]


def recall(folder: Path, seed: int, files: int) -> Recall:
    """Write the files into `folder` and look for what was planted with `scan_file`."""
    out = Recall()
    for number, carrier in enumerate(carriers(seed, files)):
        path = folder / f"{carrier.name}-{number}{carrier.suffix}"
        _write(path, carrier)
        found = pii.acted(scan_file(path, pages))
        for put in carrier.puts:
            out.note(carrier.name, put, any(_is(f, carrier, put) for f in found))
    return out


def recall_in_results(seed: int, results: int) -> tuple[Recall, list[str]]:
    """Look with `scan_result`; besides what was found, the planted values that `masked` left readable."""
    out, left = Recall(), []
    for number, carrier in enumerate(carriers(seed, results * len(CARRIERS))):
        if carrier.name != "xlsx":
            continue
        result = as_result(carrier)
        found = scan_result(result)
        safe = masked(result, found)
        for put in carrier.puts:
            hit = any(f.column == put.column and _same(f.kind, put.planted.kind) for f in found)
            out.note("result", put, hit)
            if hit and put.planted.text in str(safe.rows[put.row][put.column]):
                left.append(f"{number}: {put.planted.kind} {put.planted.text}")
    return out, left


def as_result(carrier: Carrier) -> ResultSet:
    return ResultSet(tuple(ResultColumn(name, "VARCHAR") for name in carrier.header), carrier.rows)


def _write(path: Path, carrier: Carrier) -> None:
    if carrier.suffix == ".xlsx":
        import xlsxwriter

        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("자료")
            for r, row in enumerate((carrier.header, *carrier.rows)):
                for c, cell in enumerate(row):
                    sheet.write_string(r, c, cell)
        return
    # Some of Korea's files are still of CP949.
    encoding = "cp949" if carrier.suffix in (".csv", ".txt") and _fits(carrier.text) else "utf-8"
    path.write_bytes(carrier.text.encode(encoding))


def _fits(text: str) -> bool:
    try:
        return len(text) % 2 == 0 and text.encode("cp949").decode("cp949") == text
    except UnicodeError:
        return False


def _is(finding: FileFinding, carrier: Carrier, put: Put) -> bool:
    if not _same(finding.kind, put.planted.kind):
        return False
    if carrier.rows:
        line = put.row + 1 if carrier.suffix == ".xlsx" else put.row + 2
        return finding.line == line and _covers(finding, put, put.start, put.end)
    begin = carrier.text.rfind("\n", 0, put.start) + 1
    line = carrier.text.count("\n", 0, put.start) + 1
    return finding.line == line and _covers(finding, put, put.start - begin, put.end - begin)


def _covers(finding: FileFinding, put: Put, start: int, end: int) -> bool:
    """An identifier has to be found whole; of a secret it is enough that its part is which opens the door."""
    if put.planted.kind in pii.KINDS:
        return finding.start <= start and finding.end >= end
    return finding.start < end and start < finding.end


def _same(found: str, planted: str) -> bool:
    return found == planted if planted in pii.KINDS else found not in pii.KINDS and found != "unreadable"


@dataclass
class Flagged:
    """Clean files by what kind of file they are, and those that something was found in all the same."""

    files: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)
    why: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, group: str, name: str, findings: Iterable[FileFinding]) -> None:
        found = pii.acted(findings)
        for key in (group, "all"):
            self.files[key] += 1
            self.flagged[key] += bool(found)
        self.why += [(name, f.kind, f.where) for f in found[:1]]

    def share(self, key: str = "all") -> float:
        return self.flagged[key] / self.files[key]


def false_positives(folder: Path, seed: int, of_each: int, library: int) -> Flagged:
    """Look with `scan_file` through made files, the project's own, and the standard library's."""
    out = Flagged()
    for name, suffix, text in made(seed, of_each):
        path = folder / f"clean-{name}{suffix}"
        path.write_text(text, encoding="utf-8")
        out.note("made", path.name, scan_file(path))
    for path in own_files():
        out.note("own", path.as_posix(), scan_file(path))
    for path in library_files(library):
        out.note("library", path.name, scan_file(path))
    return out
