"""Realistic audit logs in bytes, of the present form and of the older one."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from aiws_cli.governance.audit.check import LOCAL, Anchor, Report, check_lines
from aiws_cli.governance.audit.heads import Head
from aiws_cli.governance.audit.lines import START, line_of, parse


class Clock:
    """A clock that goes on by a second whenever it is looked at."""

    def __init__(self) -> None:
        self.at = datetime(2026, 9, 30, 9, tzinfo=UTC)

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def monotonic(self) -> float:
        return 0.0


def records(count: int) -> list[dict[str, Any]]:
    """What a conversation of that many records writes: questions, statements, outcomes, a refusal now and then."""
    out: list[dict[str, Any]] = []
    for i in range(count):
        frame = {"id": f"20260930T0900{i:02d}-{i:010x}", "at": f"2026-09-30T09:00:{i % 60:02d}+09:00"}
        who = {"user": "kim", "role": "analyst"}
        if i % 5 == 4:
            out.append({**frame, "kind": "denied", **who, "question": "비밀번호 보여줘", "reason": "request"})
        elif i % 2 == 0:
            asked = {"question": "지점별 예금 잔액", "sql": "select \"a\", sum(b) from x where c = '서울'"}
            out.append({**frame, "kind": "query", **who, **asked, "tables": ["bank.accounts"]})
        else:
            done = {"of": out[-1]["id"], "status": "ok", "row_count": i, "truncated": False}
            out.append({**frame, "kind": "outcome", **who, **done})
    return out


def old_line(record: dict[str, Any], previous: str) -> bytes:
    """A line as aiws wrote it before records had numbers."""
    text = json.dumps({**record, "prev": previous}, ensure_ascii=False, separators=(",", ":"))
    head = text[:-1].encode()
    return head + b',"hash":"' + hashlib.sha256(head).hexdigest().encode() + b'"}\n'


def chain(count: int, *, old: int = 0) -> list[bytes]:
    """The lines of a log, the first `old` of them in the older form."""
    out: list[bytes] = []
    previous = START
    for n, record in enumerate(records(count), 1):
        out.append(old_line(record, previous) if n <= old else line_of(n, record, previous))
        previous = hash_of(out[-1])
    return out


def hash_of(line: bytes) -> str:
    return parse(line.removesuffix(b"\n")).hashes[0]


def head(lines: Sequence[bytes], n: int = 0) -> Head:
    """The head of a chain after its first `n` lines (all by default)."""
    n = n or len(lines)
    return Head("kim", n, hash_of(lines[n - 1]))


def judged(content: bytes, *heads: Head, local: bool = True) -> Report:
    """What becomes of a log with this content, the first head lying beside it."""
    anchors = [Anchor("elsewhere" if i else LOCAL, h) for i, h in enumerate(heads)]
    return check_lines(lambda: io.BytesIO(content), anchors, user="kim", local=local)
