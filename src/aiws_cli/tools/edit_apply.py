"""One change of a text: lines sought, lines put in their place. Exact first, then by trimmed lines, then by indentation.

Nothing is guessed: where the lines sought stand nowhere, or in more than one place, the change is refused and the model is
told what stands there. Likeness never decides.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from ..core.errors import Actor, AiwsError
from ..core.language import Language, say

How = Literal["exact", "trimmed", "indented"]
"""How the lines sought were found: as they are, but for blanks at their ends, or all shifted by one indentation."""
Lines = list[str]


class EditRefused(AiwsError):
    """A change that can't be made. Slots: path, why (missing, ambiguous, empty, same, indent), near, count."""

    code: ClassVar[str] = "edit_refused"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "model"

    def message(self, language: Language | None = None) -> str:
        return say(f"tools.edit.{self.slots['why']}", language, **self.slots)


@dataclass(frozen=True, slots=True)
class Applied:
    """The new text, the number of its first changed line (from 1), and how the place was found."""

    text: str
    line: int
    how: How


def apply(text: str, search: str, replace: str, path: str = "") -> Applied:
    """`text` with the lines of `search` replaced by those of `replace`. Lines end with a line feed in all three.

    Raises EditRefused: nothing to look for, found nowhere, found more than once, or nothing would change.
    """
    sought, put = _lines(search), _lines(replace)
    if not any(line.strip() for line in sought):
        raise EditRefused(path=path, why="empty", near="", count=0)
    have = _lines(text)
    for how, find in _WAYS:
        places = list(find(have, sought, put))
        if len(places) > 1:
            where = ", ".join(str(at + 1) for at, _, _ in places[:5])
            raise EditRefused(path=path, why="ambiguous", near=where, count=len(places))
        for at, length, given in places:
            if given is None:
                raise EditRefused(path=path, why="indent", near=str(at + 1), count=1)
            new = [*have[:at], *given, *have[at + length :]]
            if new == have:
                raise EditRefused(path=path, why="same", near="", count=0)
            end = "\n" if new and (text.endswith("\n") or not text) else ""
            return Applied("\n".join(new) + end, at + 1, how)
    raise EditRefused(path=path, why="missing", near=_near(have, sought), count=0)


# Each yields (index of the first line, how many lines, what to put there; None where that can't be said).
_Place = tuple[int, int, Lines | None]


def _exactly(have: Lines, sought: Lines, put: Lines) -> Iterator[_Place]:
    for at in range(len(have) - len(sought) + 1):
        if have[at : at + len(sought)] == sought:
            yield at, len(sought), put


def _trimmed(have: Lines, sought: Lines, put: Lines) -> Iterator[_Place]:
    sought, put = _without_edges(sought), _without_edges(put)
    keys = [line.rstrip() for line in sought]
    for at in range(len(have) - len(sought) + 1):
        if [line.rstrip() for line in have[at : at + len(sought)]] == keys:
            yield at, len(sought), put


def _indented(have: Lines, sought: Lines, put: Lines) -> Iterator[_Place]:
    sought, put = _without_edges(sought), _without_edges(put)
    for at in range(len(have) - len(sought) + 1):
        shift = _shift(sought, have[at : at + len(sought)])
        if shift is not None:
            yield at, len(sought), _shifted(put, *shift)


_WAYS: tuple[tuple[How, Callable[[Lines, Lines, Lines], Iterator[_Place]]], ...] = (
    ("exact", _exactly),
    ("trimmed", _trimmed),
    ("indented", _indented),
)


def _shift(sought: Sequence[str], found: Sequence[str]) -> tuple[str, str] | None:
    """(what each line sought has too much in front, what it lacks), the same for every line; None where they differ."""
    shifts = set()
    for one, other in zip(sought, found, strict=True):
        if one.strip() != other.strip():
            return None
        if one.strip():
            mine, theirs = _indent(one), _indent(other)
            if theirs.endswith(mine):
                shifts.add(("", theirs.removesuffix(mine)))
            elif mine.endswith(theirs):
                shifts.add((mine.removesuffix(theirs), ""))
            else:
                return None
    return shifts.pop() if len(shifts) == 1 else None


def _shifted(lines: Lines, too_much: str, lacking: str) -> Lines | None:
    if any(line.strip() and not line.startswith(too_much) for line in lines):
        return None
    return [lacking + line.removeprefix(too_much) if line.strip() else line for line in lines]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _lines(text: str) -> Lines:
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _without_edges(lines: Lines) -> Lines:
    """Without blank lines at both ends: a model puts them there for the eye."""
    full = [i for i, line in enumerate(lines) if line.strip()]
    return lines[full[0] : full[-1] + 1] if full else []


def _near(have: Lines, sought: Lines) -> str:
    """The lines that come nearest, numbered: told so that the model can copy them, never taken."""
    first = next(line.strip() for line in sought if line.strip())
    close = difflib.get_close_matches(first, [line.strip() for line in have if line.strip()], n=1, cutoff=0.5)
    if not close:
        return ""
    at = next(i for i, line in enumerate(have) if line.strip() == close[0])
    shown = have[at : at + min(len(sought), 12)]
    return "\n".join(f"{at + n + 1}: {line}" for n, line in enumerate(shown))
