"""What the log must not show in the open: literals become tokens, rows become one digest. Both by a key of this installation.

`'900101-1234567'` is kept as `'«resident_no:ab12cd34ef56»'`: equal values have equal tokens, and who has the log without
the key can neither read nor guess them. What a token stands for is in a side file beside the log, for its owner only.
A token is the keyed hash of its literal, so that file needs no chain; it may be shortened or deleted, to forget a person.
A secret (a key, a password) becomes a token too, and no side file has it: nothing gives it back.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ...core.language import say
from ...core.results import ResultColumn
from .files import append, open_locked, open_own, sync_folder

AS_THEY_ARE = frozenset(
    "as_of at audit_id candidate dialect elapsed_ms error manifest model model_digest of policy prompt_digests prompt_versions provider"
    " purpose ran_as reason result_digest role roles row_count session_id source status tables truncated user".split()
)
"""Fields that hold our own names and figures; in every other field literals are looked for."""

_TOKEN = re.compile(r"«[a-z_]+:[0-9a-f]{12}»")
_STATEMENTS = ("sql", "executed_sql")
_PYTHON_TEXT = frozenset({"STRING", "COMMENT", "FSTRING_MIDDLE", "TSTRING_MIDDLE"})
_PYTHON_QUOTE = re.compile(r"""[A-Za-z]*('{3}|"{3}|['"])""")
_QUOTE = re.compile(r"\w?('|\$\w*\$)")
_KEY = re.compile(rb"[0-9a-f]{64}\n")


class Found(Protocol):
    """A piece of a text, from `start` to before `end`, and what it is (`resident_no`, `card`, …)."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def kind(self) -> str: ...


Detector = Callable[[str], Iterable[Found]]
"""Finds what is personal in a text."""


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    kind: str


Secret = Callable[[str], bool]
"""Whether what a detector calls by this kind must be kept nowhere."""


def nothing(_text: str) -> Sequence[Found]:
    """The detector that finds nothing."""
    return ()


@dataclass(frozen=True, slots=True)
class Key:
    """The secret of this installation. `id` tells one key from another and gives nothing away."""

    secret: bytes
    id: str

    def token(self, kind: str, literal: str) -> str:
        """What stands for the literal: `«kind:12 hex digits»`."""
        mac = hmac.new(self.secret, literal.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return f"«{re.sub('[^a-z]+', '_', kind.lower()).strip('_') or 'literal'}:{mac[:12]}»"

    def digest(self, columns: Sequence[ResultColumn], rows: Iterable[Sequence[Any]]) -> str:
        """`hmac-sha256:<key id>:<64 hex>` of a result: names, types and rows, whatever the order the rows came in.

        Floats count to 12 digits: an engine adds them in another order the next time.
        """
        mac = hmac.new(self.secret, digestmod=hashlib.sha256)
        mac.update(ascii([(c.name, c.type) for c in columns]).encode())
        # ascii() is a cell's text for good, in every version of Python, and quicker by half than JSON row by row.
        for line in sorted(ascii([_plain(v) for v in row]) for row in rows):
            mac.update(b"\n" + line.encode())
        return f"hmac-sha256:{self.id}:{mac.hexdigest()}"


def _plain(value: Any) -> Any:
    return float(f"{value:.12g}") if isinstance(value, float) else value


def open_key(path: Path) -> Key:
    """The key in that file, made once. Raises OSError, or ValueError where the file holds something else."""
    fd = open_locked(path)
    try:
        if os.fstat(fd).st_size == 0:
            append(fd, secrets.token_bytes(32).hex().encode() + b"\n")
            sync_folder(path.parent)
        content = os.pread(fd, 200, 0)
    finally:
        os.close(fd)
    if not _KEY.fullmatch(content):
        raise ValueError(say("audit.detail.key", path=path))
    return _key(content)


def read_key(path: Path) -> Key | None:
    """The key in that file; None where there is none, or none that may be read."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return _key(content) if _KEY.fullmatch(content) else None


def _key(content: bytes) -> Key:
    secret = bytes.fromhex(content.decode())
    return Key(secret, hmac.new(secret, b"key id", hashlib.sha256).hexdigest()[:8])


def tokenised(
    record: Mapping[str, Any],
    key: Key,
    find: Detector,
    *,
    every_string: bool = False,
    secret: Secret = lambda _kind: False,
) -> tuple[dict[str, Any], dict[str, str]]:
    """The record with tokens for its literals, and what each token stands for; what holds a secret is left out there.

    `every_string`: each string literal of statements and code too, and its text wherever else the record says it.
    """
    literals: dict[str, str] = {}
    secrets: set[str] = set()
    dialect = str(record.get("dialect") or "duckdb")
    inside = {f: _strings(str(record[f]), dialect) for f in _STATEMENTS if every_string and record.get(f)}
    if every_string and record.get("code"):
        inside["code"] = _code_strings(str(record["code"]))
    said = {str(record[f])[p.start : p.end] for f, pieces in inside.items() for p in pieces}

    def text(field: str, value: str) -> str:
        found = tuple(find(value))
        secrets.update(value[f.start : f.end] for f in found if secret(f.kind))
        pieces = [_Piece(f.start, f.end, f.kind) for f in found]
        pieces += [_Piece(*m.span(), "token") for m in _TOKEN.finditer(value)]
        pieces += inside[field] if field in inside else _places(said, value)
        if field in inside and field in _STATEMENTS:
            pieces += _in_names(said, value, dialect)
        return _replaced(value, pieces, key, literals)

    def walk(field: str, value: Any) -> Any:
        if isinstance(value, str):
            return text(field, value)
        if isinstance(value, Mapping):
            return {k: walk("", v) for k, v in value.items()}
        return [walk("", v) for v in value] if isinstance(value, (list, tuple)) else value

    safe = {k: v if k in AS_THEY_ARE else walk(k, v) for k, v in record.items()}
    return safe, {t: v for t, v in literals.items() if not any(s in v for s in secrets)}


def filled(text: str, literals: Mapping[str, str]) -> str:
    """A text with the literals put back; a token nobody knows stays."""
    return _TOKEN.sub(lambda m: literals.get(m[0], m[0]), text)


def keep(path: Path, literals: Mapping[str, str], known: set[str]) -> None:
    """Bring what is not `known` yet to the side file and the disk, a JSON line each. Raises OSError."""
    new = {t: v for t, v in literals.items() if t not in known}
    if not new:
        return
    lines = (json.dumps({"token": t, "literal": v}) + "\n" for t, v in new.items())
    fd = open_own(path)
    try:
        size = os.fstat(fd).st_size
        torn = size and os.pread(fd, 1, size - 1) != b"\n"
        append(fd, b"\n" * bool(torn) + "".join(lines).encode())
        if not size:
            sync_folder(path.parent)
    finally:
        os.close(fd)
    known.update(new)


def kept(path: Path, key: Key) -> dict[str, str]:
    """token → literal of the side file; what is not the keyed hash of its literal is left out. Raises OSError."""
    if not path.is_file():
        return {}
    return {t: v for t, v in _entries(path) if key.token(t[1:-14], v) == t}


def _entries(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                entry = json.loads(line)
                token, literal = entry["token"], entry["literal"]
            except (ValueError, TypeError, KeyError):
                continue
            if isinstance(literal, str) and isinstance(token, str) and _TOKEN.fullmatch(token):
                yield token, literal


def _replaced(text: str, pieces: list[_Piece], key: Key, literals: dict[str, str]) -> str:
    """The text with a token for each piece; pieces that overlap are one, named as the first of them."""
    out, done = [], 0
    for piece in _joined(pieces, len(text)):
        literal = text[piece.start : piece.end]
        token = key.token(piece.kind, literal)
        literals[token] = literal
        out += [text[done : piece.start], token]
        done = piece.end
    return "".join([*out, text[done:]])


def _joined(pieces: list[_Piece], length: int) -> Iterator[_Piece]:
    current: _Piece | None = None
    for piece in sorted(pieces, key=lambda p: (p.start, -p.end)):
        if not 0 <= piece.start < piece.end <= length:
            raise ValueError(f"a detector named a place outside the text: {piece.kind}")
        if current is not None and piece.start < current.end:
            current = _Piece(current.start, max(current.end, piece.end), current.kind)
            continue
        if current is not None:
            yield current
        current = piece
    if current is not None:
        yield current


def _strings(sql: str, dialect: str) -> tuple[_Piece, ...]:
    """Where the string literals of a statement stand, without their quotes; all of it where it can't be told."""
    from sqlglot.dialects.dialect import Dialect
    from sqlglot.errors import SqlglotError

    try:
        tokens = Dialect.get_or_raise(dialect).tokenize(sql)
    except (SqlglotError, ValueError):
        return (_Piece(0, len(sql), "statement"),)
    found = []
    for token in tokens:
        if token.token_type.name.endswith("STRING"):
            opened = _QUOTE.match(sql, token.start)
            start, end = (
                (opened.end(), token.end + 1 - len(opened[1])) if opened else (token.start, token.end + 1)
            )
            if start < end:
                found.append(_Piece(start, end, "literal"))
    return tuple(found)


def _in_names(literals: set[str], sql: str, dialect: str) -> Iterator[_Piece]:
    """Where a quoted name says one of these: a column that was given no name is called after its text."""
    from sqlglot.dialects.dialect import Dialect
    from sqlglot.errors import SqlglotError

    if not literals or '"' not in sql:
        return
    try:
        tokens = Dialect.get_or_raise(dialect).tokenize(sql)
    except (SqlglotError, ValueError):
        return  # All of it is a token then.
    said = literals | {text.replace('"', '""') for text in literals}
    for token in tokens:
        if token.token_type.name == "IDENTIFIER":
            for place in _places(said, sql[token.start : token.end + 1]):
                yield _Piece(token.start + place.start, token.start + place.end, place.kind)


def _code_strings(code: str) -> tuple[_Piece, ...]:
    """Where strings (without their quotes) and comments stand in Python code; all of it where that can't be told."""
    import io
    import tokenize

    whole = (_Piece(0, len(code), "code"),)
    if "\r" in code or "\f" in code:
        return whole  # Versions of Python count lines and columns there in different ways.
    begins = [0]
    for line in code.split("\n"):
        begins.append(begins[-1] + len(line) + 1)
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(code, newline="").readline):
            if token.type == tokenize.ERRORTOKEN:
                return whole
            if tokenize.tok_name[token.type] in _PYTHON_TEXT:
                start, end = (begins[line - 1] + column for line, column in (token.start, token.end))
                opened = _PYTHON_QUOTE.match(code, start)
                if opened and tokenize.tok_name[token.type] == "STRING":
                    start, end = opened.end(), end - len(opened[1])
                if start < end:
                    found.append(_Piece(start, end, "literal"))
    except (tokenize.TokenError, SyntaxError, IndexError):
        return whole
    return tuple(found)


def _places(literals: set[str], text: str) -> Iterator[_Piece]:
    """Where a text says one of these: two letters or more, and no part of a longer Latin word or number."""
    for literal in (v for v in literals if len(v) > 1):
        left, right = (r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])")
        bounded = f"{left * _latin(literal[0])}{re.escape(literal)}{right * _latin(literal[-1])}"
        yield from (_Piece(*m.span(), "literal") for m in re.finditer(bounded, text))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
