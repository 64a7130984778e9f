"""A row of signs, and how its shape is matched."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .tokens import Token

Row = Sequence[Token]


def signs(row: Row) -> str:
    return "".join(t.sign for t in row)


def trimmed(row: Row) -> Row:
    """Particles at the end only lead to the verb that is left out."""
    out = list(row)
    while out and out[-1].sign in "soeaCIv":
        out.pop()
    return out


class Match:
    """A match of a pattern over a row: the tokens of its groups."""

    def __init__(self, row: Row, found: re.Match[str]) -> None:
        self.row, self.found = row, found

    def __getitem__(self, group: str) -> Row:
        if self.found[group] is None:
            return ()
        return self.row[self.found.start(group) : self.found.end(group)]


def match(pattern: str, row: Row) -> Match | None:
    found = re.fullmatch(pattern, signs(row))
    return Match(row, found) if found else None
