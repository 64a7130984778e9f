"""Personal data and secrets in columns of cells: of a result, a CSV file, a sheet. A column's name says what its cells are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...core.language import Language, say
from ...core.results import ColumnFinding, QueryOutcome, ResultColumn, ResultSet
from . import pii, secrets
from .findings import CONFIDENCES, Confidence, Finding, without_overlaps
from .pii_context import BOUNDARY

_SECRET_NAME = re.compile(
    r"passw|pwd|passphrase|secret|token|api_?key|access_?key|private_?key|비밀번호|암호|비번|인증키|접속키|토큰",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s()<>\[\]{}ㄱ-ㆎ가-힣]+")
_NEVER = re.compile(r"BOOL|DATE|TIME|INTERVAL", re.IGNORECASE)
_MOST_TOLD = 5
_CHUNK_CHARS = 1_000_000


def find_in(name: str, cells: Sequence[str]) -> Iterator[tuple[int, Finding]]:
    """(position of the cell, finding within the cell) for all cells of a column called `name`, equal cells looked at once.

    Findings of one cell come together and in order; cells in no order.
    """
    where: dict[str, list[int]] = {}
    for position, cell in enumerate(cells):
        if cell:
            where.setdefault(cell, []).append(position)
    for batch in _batches(list(where)):
        for cell, finding in _find(name, batch):
            for position in where[cell]:
                yield position, finding


def _batches(cells: list[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for cell in cells:
        batch.append(cell)
        size += len(cell)
        if size > _CHUNK_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _find(name: str, cells: list[str]) -> Iterator[tuple[str, Finding]]:
    text = BOUNDARY.join(cells)
    found = [*pii.find(text, beside=name), *secrets.find(text)]
    found.sort(key=lambda f: (-CONFIDENCES.index(f.confidence), f.start - f.end, f.start))
    kept = without_overlaps(found)
    seen: set[str] = set()
    at = start = 0
    for finding in kept:
        while finding.start >= start + len(cells[at]) + len(BOUNDARY):
            start += len(cells[at]) + len(BOUNDARY)
            at += 1
        # What reaches over a boundary is none: two cells are two things.
        if finding.end <= start + len(cells[at]):
            if finding.confidence != "low":
                seen.add(cells[at])
            yield cells[at], replace(finding, start=finding.start - start, end=finding.end - start)
    if _SECRET_NAME.search(name):
        yield from _password_column(name, [cell for cell in cells if cell not in seen])


def _password_column(name: str, cells: list[str]) -> Iterator[tuple[str, Finding]]:
    """Cells that are a password because their column says so."""
    head = f'{name}="'
    for cell in cells:
        for word in _WORD.finditer(cell):
            for finding in secrets.find(f'{head}{word[0]}"'):
                start, end = finding.start - len(head), finding.end - len(head)
                if start >= 0 and end <= len(word[0]):
                    yield cell, replace(finding, start=word.start() + start, end=word.start() + end)


def scan_result(result: ResultSet) -> tuple[ColumnFinding, ...]:
    """What the columns of a result hold that is somebody's or secret, in order of columns; low confidence left out."""
    out: list[ColumnFinding] = []
    for index, column in enumerate(result.columns):
        if _NEVER.match(column.type):
            continue
        cells = [_text(row[index]) for row in result.rows]
        filled = sum(1 for cell in cells if cell)
        by_kind: dict[str, dict[int, Confidence]] = {}
        for position, finding in find_in(_known_as(column), cells):
            if finding.confidence != "low":
                by_kind.setdefault(finding.kind, {})[position] = finding.confidence
        for kind, positions in sorted(by_kind.items(), key=lambda k: -len(k[1])):
            sure: Confidence = "high" if "high" in positions.values() else "medium"
            first = tuple(sorted(positions)[:_MOST_TOLD])
            out.append(ColumnFinding(index, column.name, kind, sure, len(positions) / max(filled, 1), first))
    return tuple(out)


def told(findings: Sequence[ColumnFinding], language: Language | None = None) -> str:
    """Columns and what they hold, for a person: `memo (phone), card_no (card number)`."""
    return ", ".join(f"{f.name} ({say(f'personal.{f.kind}', language, default=f.kind)})" for f in findings)


def notice(outcome: QueryOutcome, language: Language | None = None) -> str:
    """What a person is told of personal data in the rows they get; empty where there is none."""
    if not outcome.personal:
        return ""
    key = "personal.masked" if outcome.masked else "personal.warning"
    return say(key, language, what=told(outcome.personal, language))


def masked(result: ResultSet, findings: Sequence[ColumnFinding]) -> ResultSet:
    """The result with every occurrence of what was found masked, its form kept (`010-****-5678`).

    A column that held numbers becomes text where one of them is masked.
    """
    kinds: dict[int, set[str]] = {}
    for finding in findings:
        kinds.setdefault(finding.column, set()).add(finding.kind)
    if not kinds:
        return result
    rows = [list(row) for row in result.rows]
    columns = list(result.columns)
    for index in kinds:
        column = columns[index]
        name = _known_as(column)
        spans: dict[int, list[Finding]] = {}
        for position, found in find_in(name, [_text(row[index]) for row in rows]):
            if found.confidence != "low":
                spans.setdefault(position, []).append(found)
        for position, hits in spans.items():
            cell = rows[position][index]
            if isinstance(cell, (list, dict)):
                rows[position][index] = _masked_inside(cell, name)
                continue
            rows[position][index] = masked_text(_text(cell), hits)
            if not isinstance(cell, str):
                columns[index] = replace(column, type="VARCHAR")
    return replace(result, columns=tuple(columns), rows=tuple(map(tuple, rows)))


def masked_text(text: str, findings: Sequence[Finding]) -> str:
    """The text with the findings' letters and digits as `*`, but for what each kind may show."""
    out = text
    for finding in sorted(findings, key=lambda f: -f.start):
        out = (
            out[: finding.start] + _mask(out[finding.start : finding.end], finding.kind) + out[finding.end :]
        )
    return out


_SHOWN: Mapping[str, tuple[int, int]] = {
    "resident_no": (6, 0),
    "foreigner_no": (6, 0),
    "card": (4, 4),
    "phone": (3, 4),
    "account": (0, 3),
    "passport": (1, 0),
    "licence": (2, 0),
    "business_no": (3, 0),
    "corporate_no": (6, 0),
}
"""Kind → letters and digits left readable at the start and at the end; of what is not named, none."""


def _mask(value: str, kind: str) -> str:
    if kind not in _SHOWN:
        return "********" if kind != "email" else f"{value[0]}***@{re.split('[@＠﹫]', value)[-1]}"
    first, last = _SHOWN[kind]
    places = [i for i, c in enumerate(value) if c.isalnum()]
    hidden = set(places[first : len(places) - last])
    return "".join("*" if i in hidden else c for i, c in enumerate(value))


def _masked_inside(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {k: _masked_inside(v, f"{name} {k}") for k, v in value.items()}
    if isinstance(value, list):
        return [_masked_inside(v, name) for v in value]
    if isinstance(value, bool) or value is None:
        return value
    text = _text(value)
    hits = [f for _, f in find_in(name, [text]) if f.confidence != "low"]
    return masked_text(text, hits) if hits else value


def _known_as(column: ResultColumn) -> str:
    return f"{column.name} {column.label}".strip()


def _text(cell: Any) -> str:
    """A cell as text to look at; a list or object as its JSON, whose keys say what its values are."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, (list, dict)):
        return json.dumps(cell, ensure_ascii=False)
    # A number of a workbook comes as a float.
    return f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e19 else str(cell)
