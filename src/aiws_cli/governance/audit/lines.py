"""The line of an audit log: how it is written, what it proves by itself, and how it hangs on the line before it.

    {"n":7,"id":…,"at":…,"kind":…,…,"prev":"<64 hex>","body":"<64 hex>","hash":"<64 hex>"}

`body` is SHA-256 of the line's bytes before `,"prev"`; `hash` is SHA-256 of the text "n prev body", and the next line's
`prev`. So any changed byte shows in the line itself, and `n` and `body` alone are enough to follow the chain past a line
whose content must not be shown. Lines of the older form have neither `n` nor `body`: their `hash` is SHA-256 of the
bytes before `,"hash"`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...core.untrusted import escaped

START = "0" * 64
"""`prev` of the first record."""
MAX_LINE = 16 * 1024 * 1024
"""Bytes of the longest line; no record comes near."""
RESERVED = frozenset({"n", "id", "at", "kind", "torn", "broken", "prev", "body", "hash"})
"""Fields a record can't choose. `torn`: what was moved aside before it; `broken`: what was gone or changed before it."""

_NUMBER = re.compile(rb'\{"n":(\d{1,15}),')
_TAIL = re.compile(rb',"prev":"([0-9a-f]{64})","body":"([0-9a-f]{64})","hash":"([0-9a-f]{64})"\}$')
_OLD_TAIL = re.compile(rb',"prev":"([0-9a-f]{64})","hash":"([0-9a-f]{64})"\}$')
_ENDS = re.compile(rb',"hash":"[0-9a-f]{64}"\}')
_TAIL_LENGTH = 250


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end. `number` counts from 1; `n` is None where it has none that can be read.

    `sound`: its hashes are those of its bytes. `hashes` are what the next line may carry as `prev`: one for a sound
    line; for another, what it says and what its bytes give, so that one damaged line does not hide the rest.
    `ends` counts the records whose end is inside: none in half a line, two where the line feed between them was changed.
    """

    number: int
    content: bytes
    n: int | None
    prev: str
    hashes: tuple[str, ...]
    sound: bool
    ends: int

    def record(self) -> dict[str, Any]:
        """The line as a JSON object; empty where it is none."""
        try:
            found = json.loads(self.content)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def line_of(n: int, record: Mapping[str, Any], previous: str) -> bytes:
    """A record's line, line feed included. Raises ValueError or TypeError for what JSON or UTF-8 can't hold."""
    own = {k: v for k, v in record.items() if k not in ("n", "prev", "body", "hash")}
    text = json.dumps(
        {"n": n, **own}, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=str
    )
    # The log may be looked at with anything: what would steer a terminal is written as an escape.
    head = escaped(text)[:-1].encode("utf-8")
    body = hashlib.sha256(head).hexdigest()
    return head + f',"prev":"{previous}","body":"{body}","hash":"{chained(n, previous, body)}"}}\n'.encode()


def chained(n: int, previous: str, body: str) -> str:
    """The hash of record `n`."""
    return hashlib.sha256(f"{n} {previous} {body}".encode()).hexdigest()


def parse(content: bytes, number: int = 0) -> Line:
    """What a line (without its line feed) says and proves."""
    found = _NUMBER.match(content)
    n = int(found[1]) if found is not None else None
    tail = _TAIL.search(content, max(0, len(content) - _TAIL_LENGTH))
    if tail is not None and n is not None:
        prev, said_body, said = (g.decode() for g in tail.groups())
        body = hashlib.sha256(content[: tail.start()]).hexdigest()
        true = chained(n, prev, body)
        if said_body == body and said == true:
            return Line(number, content, n, prev, (said,), True, 1)
        return Line(
            number, content, n, prev, (said, chained(n, prev, said_body), true), False, _ends(content)
        )
    tail = _OLD_TAIL.search(content, max(0, len(content) - _TAIL_LENGTH))
    if tail is not None and n is None:
        prev, said = (g.decode() for g in tail.groups())
        true = hashlib.sha256(content[: tail.end(1) + 1]).hexdigest()
        if said == true:
            return Line(number, content, None, prev, (said,), True, 1)
        return Line(number, content, None, prev, (said, true), False, _ends(content))
    return Line(number, content, n, "", (hashlib.sha256(content).hexdigest(),), False, _ends(content))


def body_of(line: Line) -> str:
    """`body` of a sound line of the present form; empty for the older form, which has none."""
    tail = _TAIL.search(line.content, max(0, len(line.content) - _TAIL_LENGTH))
    return tail[2].decode() if tail is not None else ""


def runs_over(content: bytes) -> bool:
    """Whether a whole record's end is followed by more on the same line: no torn write does that."""
    found = _ENDS.search(content)
    return found is not None and found.end() < len(content)


def _ends(content: bytes) -> int:
    return len(_ENDS.findall(content))
