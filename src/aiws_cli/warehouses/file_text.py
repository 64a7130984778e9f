"""Text files in the encodings Korean offices use, as UTF-8."""

from __future__ import annotations

import codecs
from pathlib import Path

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a guess may come to; any byte is something in some of the others.
_GUESSES = frozenset({"johab", "iso2022_kr", "cp932", "euc_jp", "gb18030", "gbk", "big5", "cp1252"})
_PIECE = 1024 * 1024


class Unreadable(Exception):
    """A file that can't be read. `line` counts from 1, 0 where unknown; `what` is a detail without values."""

    def __init__(self, reason: str, line: int = 0, what: str = "") -> None:
        super().__init__(reason)
        self.reason, self.line, self.what = reason, line, what


def to_utf8(path: Path, folder: Path) -> Path:
    """The file itself where it is plain UTF-8, else a copy in `folder`. Raises Unreadable where no encoding fits."""
    encoding = encoding_of(path)
    if encoding == "utf-8":
        return path
    copy = folder / f"utf8{path.suffix.lower()}"
    line = 1
    try:
        with (
            path.open(encoding=encoding, newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as target,
        ):
            while piece := source.read(_PIECE):
                target.write(piece)
                line += piece.count("\n")
    except UnicodeError:
        raise Unreadable("encoding", line) from None
    return copy


def encoding_of(path: Path) -> str:
    """utf-8, utf-8-sig, utf-16(-le/-be), utf-32 or cp949; charset-normalizer decides only where none of them reads the file."""
    with path.open("rb") as file:
        head = file.read(_PIECE)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if b"\0" in head:
        return _without_mark(head)
    failed_at = _first_failure(path, "utf-8")
    if failed_at is None:
        return "utf-8"
    if _first_failure(path, "cp949") is None:
        return "cp949"
    from charset_normalizer import from_bytes

    best = from_bytes(head).best()
    if best is not None and best.encoding in _GUESSES and _first_failure(path, best.encoding) is None:
        return best.encoding
    raise Unreadable("encoding", line_of(path, failed_at))


def _without_mark(head: bytes) -> str:
    """UTF-16 has zeros in every second byte of Latin text: which half tells the order."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 < len(head) // 2:
        raise Unreadable("binary")
    return "utf-16-le" if odd > even else "utf-16-be"


def _first_failure(path: Path, encoding: str) -> int | None:
    """Offset of the first byte that is not `encoding`, or None."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    offset = pending = 0
    with path.open("rb") as file:
        while True:
            piece = file.read(_PIECE)
            try:
                decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as problem:
                return offset - pending + problem.start
            if not piece:
                return None
            offset += len(piece)
            pending = len(decoder.getstate()[0])


def line_of(path: Path, offset: int) -> int:
    """The line (from 1) that holds the byte at `offset`."""
    line, left = 1, offset
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            line += piece.count(b"\n")
            left -= len(piece)
    return line
