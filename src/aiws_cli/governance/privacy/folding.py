"""Text as a detector reads it, with the way back to the text as it was written.

Numbers reach us in full-width digits, with a minus sign for a hyphen, with invisible characters between digits. Folding
makes them plain (NFKC, one dash, one space, ASCII digits, nothing invisible) and remembers where each character came from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

# Everything but ASCII, Hangul and Han: these are what they are, and make up nearly all text here.
_STRANGE = re.compile(r"[^\x00-\x7f가-힣ㄱ-ㅎㅏ-ㅠㅢ-ㅣ一-鿿]+")
# ㅡ, ー and their half-width forms are typed for a dash.
_DASHES = frozenset("‐‑‒–—―−⁃﹘﹣－ー㇐ㅡᅳｰ￣˗‧᠆〜～∼⸺⸻")
_DOTS = frozenset("·・･ㆍᆞ•∙⋅。．｡")
_FILLERS = frozenset("ㅤᅟᅠﾠ\u034f\u180e")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is what detectors read. `span` leads a span of it back to the written text.

    `_marks` are the places (ascending) of `text` from which on the distance to the written text is another: each
    character from a mark on comes from `_sources` there, stepping 1, or from that same place where `_steps` is 0.
    """

    text: str
    _marks: tuple[int, ...] = ()
    _sources: tuple[int, ...] = ()
    _steps: tuple[int, ...] = ()
    _length: int = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end (exclusive) in the written text of `text[start:end]`, which must not be empty."""
        if not self._marks:
            return start, end
        return self._source(start), self._end(end - 1)

    def _source(self, place: int) -> int:
        at = bisect_right(self._marks, place) - 1
        return self._sources[at] + self._steps[at] * (place - self._marks[at])

    def _end(self, place: int) -> int:
        """Where the written form of one character ends: of a cluster all of it."""
        at = bisect_right(self._marks, place) - 1
        if self._steps[at]:
            return self._source(place) + 1
        return self._sources[at + 1] if at + 1 < len(self._marks) else self._length


def fold(text: str) -> Folded:
    """The text as detectors read it. Line ends stay; a character may become none or several."""
    if text.isascii() or _STRANGE.search(text) is None:
        return Folded(text)
    out: list[str] = []
    marks: list[int] = []
    sources: list[int] = []
    steps: list[int] = []
    length = 0

    def add(piece: str, source: int, step: int) -> None:
        nonlocal length
        out.append(piece)
        marks.append(length)
        sources.append(source)
        steps.append(step)
        length += len(piece)

    at = 0
    for strange in _STRANGE.finditer(text):
        start, end = strange.span()
        # A combining mark belongs to the letter before it.
        if start > at and _combines(text[start]):
            start -= 1
        if start > at:
            add(text[at:start], at, 1)
        while start < end:
            following = start + 1
            while following < end and _combines(text[following]):
                following += 1
            # A character that vanishes still ends the one before it.
            add(_plain(text[start:following]), start, 0)
            start = following
        at = end
    if at < len(text):
        add(text[at:], at, 1)
    return Folded("".join(out), tuple(marks), tuple(sources), tuple(steps), len(text))


def _combines(char: str) -> bool:
    """Whether a character goes into the one before it: accents, and the vowels and finals of Hangul taken apart."""
    return unicodedata.combining(char) != 0 or "\u1160" <= char <= "\u11ff" or "\ufe00" <= char <= "\ufe0f"


@cache
def _plain(cluster: str) -> str:
    if len(cluster) == 1:
        return _plain_character(cluster)
    first = cluster[0]
    if first in _DASHES or first in _DOTS:
        return "".join(_plain_character(c) for c in cluster)
    return "".join(_plain_character(c) for c in unicodedata.normalize("NFKC", cluster))


def _plain_character(char: str) -> str:
    if char in _DASHES:
        return "-"
    if char in _DOTS:
        return "."
    if char in _FILLERS or unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f":
        return ""
    if char.isspace():
        return "\n" if char in "\x85\u2028\u2029" else " "
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain == char else "".join(map(_plain_character, plain))
