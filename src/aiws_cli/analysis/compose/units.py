"""A question, or a name, as the units it is compared by: Hangul syllables, English stems, numbers, signs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ...catalog.words import stem

Kind = Literal["hangul", "latin", "number", "sign"]

_RUN = re.compile(r"[가-힣ㄱ-ㆎ]|[a-z]+|\d+(?:,\d+)*(?:\.\d+)?|\S")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BRACKETS = re.compile(r"\(([^()]*)\)")
# Signs that belong to a name; all others only part its words.
_KEPT = frozenset("+%")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a question. `text` is what is compared; `start`, `end` are its place; `space`: it begins a word."""

    text: str
    kind: Kind
    start: int
    end: int
    space: bool


def flat(text: str) -> str:
    """The text that places refer to: NFKC, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def units(text: str) -> tuple[Unit, ...]:
    """The units of a text as `flat` gives it, in order."""
    out = []
    for run in _RUN.finditer(text):
        piece = run.group()
        kind = _kind(piece)
        space = run.start() == 0 or text[run.start() - 1].isspace()
        compared = (
            stem(piece)
            if kind == "latin"
            else piece.replace(",", "").rstrip(".")
            if kind == "number"
            else piece
        )
        out.append(Unit(compared, kind, run.start(), run.end(), space))
    return tuple(out)


@lru_cache(maxsize=16384)
def name_units(name: str) -> tuple[str, ...]:
    """The units of a name, signs left out: `deposit_type`, `Deposit type` and `depositType` are the same."""
    spread = _CAMEL.sub(" ", unicodedata.normalize("NFKC", name)).lower()
    return tuple(u.text for u in units(spread) if u.kind != "sign" or u.text in _KEPT)


def spellings(name: str) -> tuple[str, ...]:
    """A name and, where it explains itself in brackets, its parts: 경비율(CIR) → 경비율, CIR."""
    inner = _BRACKETS.search(name)
    if inner is None:
        return (name,)
    return tuple(part for part in (_BRACKETS.sub("", name).strip(), inner.group(1).strip()) if part)


def _kind(piece: str) -> Kind:
    first = piece[0]
    if "가" <= first <= "힣" or "ㄱ" <= first <= "ㆎ":
        return "hangul"
    if "a" <= first <= "z":
        return "latin"
    return "number" if first.isdigit() else "sign"
