"""Personal data and secrets in files that are about to leave: text, tables, workbooks, notebooks, archives.

What can't be looked into is told as `unreadable`, and counts like a finding: unseen is not clean.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from . import pii, secrets
from .cells import find_in
from .findings import Confidence

MAX_BYTES = 64 * 1024 * 1024
"""Of one file, and of all that an archive holds unpacked."""
MAX_MEMBERS = 5_000
_DEPTH = 2
_TABLES = frozenset({".csv", ".tsv"})
_BOOKS = frozenset({".xlsx", ".xlsm", ".parquet"})
_ARCHIVES = frozenset({".zip", ".docx", ".pptx", ".whl", ".jar", ".odt", ".ods"})
# Pictures and fonts carry no text that a search would find; they are told, with low confidence.
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".woff", ".woff2", ".ttf", ".otf"})
_CELLS_OF_A_BOOK = re.compile(r"xl/(?:worksheets/(?:sheet|_rels)|sharedStrings|styles|theme|calcChain)")
_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class FileFinding:
    """Something found in a file. `member` is the path inside an archive, else empty; `where` says the place to a person.

    `where` is "line 12", "line 12, column phone_no", "Sheet1, row 5, column phone_no" or "cell 3, output". `line`
    counts from 1 (a row of a table: from 1 below the header), `start` and `end` are characters of that line or cell.
    There is no value in it. `kind` is one of `pii.KINDS`, of `secrets`, or `unreadable`.
    """

    where: str
    kind: str
    confidence: Confidence
    line: int = 0
    start: int = 0
    end: int = 0
    member: str = ""


Page = tuple[str, tuple[str, ...], Sequence[Sequence[str]]]
"""Name, header and rows of a table inside a file: a sheet, or a parquet file's one table. Cells are text."""
Pages = Callable[[Path], Iterable[Page]]
"""Opens a workbook or a parquet file. Raises OSError or ValueError where it can't."""


def scan_file(path: Path, pages: Pages | None = None) -> tuple[FileFinding, ...]:
    """Everything found in one file, in its order, low confidence included (see `pii.acted`).

    `pages` reads workbooks and parquet files; without it they are `unreadable`. Raises OSError where the file can't be read.
    """
    suffix = path.suffix.lower()
    if path.stat().st_size > MAX_BYTES:
        return (_unread("too large"),)
    if suffix in _BOOKS and pages is not None:
        try:
            found = [f for page in pages(path) for f in _page(page)]
        except (OSError, ValueError):
            return (_unread(suffix),)
        # Comments, titles and drawings stand beside the cells.
        beside = _archive(path.read_bytes(), 1, _CELLS_OF_A_BOOK) if suffix != ".parquet" else ()
        return (*found, *beside)
    return tuple(_content(path.name, path.read_bytes(), _DEPTH))


def _content(name: str, raw: bytes, depth: int) -> Iterator[FileFinding]:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _PICTURES:
        yield FileFinding(suffix, "unreadable", "low")
    elif suffix in _BOOKS:
        yield _unread(suffix)
    elif suffix in _ARCHIVES or raw[:4] == b"PK\x03\x04":
        yield from _archive(raw, depth)
    else:
        text = _decoded(raw)
        if text is None:
            yield _unread("not text")
        elif suffix in _TABLES:
            yield from _table(text)
        elif suffix == ".ipynb":
            yield from _notebook(text)
        else:
            yield from scan_text(text)


def scan_text(text: str) -> Iterator[FileFinding]:
    """What a text holds, by line; a finding over several lines is told at its first one."""
    found = sorted((*pii.find(text), *secrets.find(text)), key=lambda f: (f.start, -f.end))
    line, begin = 1, 0
    for finding in found:
        line += text.count("\n", begin, finding.start)
        begin = finding.start
        column = finding.start - (text.rfind("\n", 0, finding.start) + 1)
        length = finding.end - finding.start
        yield FileFinding(f"line {line}", finding.kind, finding.confidence, line, column, column + length)


def _table(text: str) -> Iterator[FileFinding]:
    sample = text[:20_000]
    first = sample.partition("\n")[0]
    mark = max("\t;|,", key=first.count)
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    try:
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error:
        # What is no table is still a text.
        yield from scan_text(text)
        return
    head = bool(rows) and not any(any(map(str.isdigit, cell)) and not _named(cell) for cell in rows[0])
    header = rows[0] if head else []
    body, at = (rows[1:], lines[1:]) if head else (rows, lines)
    if header:
        yield from (replace(f, where="header") for f in scan_text(mark.join(header)))
    for column in range(max(map(len, rows), default=0)):
        name = header[column] if column < len(header) else ""
        cells = [row[column] if column < len(row) else "" for row in body]
        for position, f in sorted(find_in(name, cells), key=lambda p: (p[0], p[1].start)):
            where = f"line {at[position]}" + (f", column {name}" if name else "")
            yield FileFinding(where, f.kind, f.confidence, at[position], f.start, f.end)


def _named(cell: str) -> bool:
    """A column's name may hold a digit (phone_1), a value has more of them than letters."""
    return sum(map(str.isdigit, cell)) * 2 < len(cell)


def _page(page: Page) -> Iterator[FileFinding]:
    name, header, rows = page
    yield from (replace(f, where=f"{name}, header") for f in scan_text("\t".join(header)))
    for column in range(max([len(header), *map(len, rows)])):
        title = header[column] if column < len(header) else ""
        cells = [row[column] if column < len(row) else "" for row in rows]
        for position, f in sorted(find_in(title, cells), key=lambda p: (p[0], p[1].start)):
            where = f"{name}, row {position + 1}" + (f", column {title}" if title else "")
            yield FileFinding(where, f.kind, f.confidence, position + 1, f.start, f.end)


def _notebook(text: str) -> Iterator[FileFinding]:
    try:
        book: Any = json.loads(text)
        cells = list(book["cells"])
    except (ValueError, KeyError, TypeError):
        yield from scan_text(text)
        return
    for number, cell in enumerate(cells, 1):
        parts = (
            [("source", _joined(cell.get("source", "")))] if isinstance(cell, dict) else [("cell", str(cell))]
        )
        for output in cell.get("outputs", ()) if isinstance(cell, dict) else ():
            parts += [("output", piece) for piece in _outputs(output)]
        for what, piece in parts:
            for f in scan_text(piece):
                yield replace(f, where=f"cell {number}, {what}, {f.where}")


def _outputs(output: Any) -> Iterator[str]:
    if not isinstance(output, dict):
        return
    for name in ("text", "ename", "evalue"):
        yield _joined(output.get(name, ""))
    yield _joined(output.get("traceback", ()), "\n")
    data = output.get("data", {})
    for kind, value in data.items() if isinstance(data, dict) else ():
        if kind.startswith("image/") and kind != "image/svg+xml":
            continue
        piece = _joined(value) if isinstance(value, (str, list)) else json.dumps(value, ensure_ascii=False)
        yield _TAG.sub(" ", piece) if kind == "text/html" else piece


def _joined(value: Any, between: str = "") -> str:
    return between.join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _archive(raw: bytes, depth: int, without: re.Pattern[str] | None = None) -> Iterator[FileFinding]:
    if not depth:
        yield _unread("archives inside archives")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if without is not None:
                members = [m for m in members if not without.match(m.filename)]
            if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_BYTES:
                yield _unread("too large")
                return
            for member in members:
                with archive.open(member) as file:
                    # The stated size may be a lie.
                    content = file.read(MAX_BYTES + 1)
                if len(content) > MAX_BYTES:
                    yield replace(_unread("too large"), member=member.filename)
                    continue
                for f in _member(member.filename, content, depth - 1):
                    yield replace(f, member=f"{member.filename}/{f.member}".rstrip("/"))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        # RuntimeError: a member that wants a password.
        yield _unread("archive")


def _member(name: str, content: bytes, depth: int) -> Iterator[FileFinding]:
    if PurePosixPath(name).suffix.lower() in (".xml", ".rels"):
        text = _decoded(content)
        # Office documents cut a number into pieces of markup; without it the pieces stand together again.
        return (
            scan_text(_TAG.sub("", text.replace("</w:p>", "\n").replace("</a:p>", "\n")))
            if text
            else iter(())
        )
    return _content(name, content, depth)


def _decoded(raw: bytes) -> str | None:
    """The bytes as text in the encodings Korean offices use, None where they are no text."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            return None
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if "\0" not in text else None
    from charset_normalizer import from_bytes

    best = from_bytes(raw[: 1024 * 1024]).best()
    if best is None:
        return None
    text = raw.decode(best.encoding, errors="replace")
    return None if "\0" in text else text


def _unread(what: str) -> FileFinding:
    return FileFinding(what, "unreadable", "medium")
