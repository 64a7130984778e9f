"""Text in a grid of character cells: Hangul takes two, combining marks none; control characters never get through."""

from __future__ import annotations

import re
import unicodedata

from ..core.untrusted import clean

_BREAKS = re.compile(r"\s*\n\s*|\t")


def printable(text: str, *, keep_lines: bool = False) -> str:
    """`text` without anything that steers a terminal or hides or reorders letters.

    Line breaks and tabs become spaces unless `keep_lines` (then tabs are kept as four spaces).
    """
    if text.isascii() and text.isprintable():
        return text
    text = clean(text)
    return text.replace("\t", "    ") if keep_lines else _BREAKS.sub(" ", text)


def width(text: str) -> int:
    """Cells that `text` takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_char_width(c) for c in text)


def _char_width(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    # Jamo vowels and finals join the syllable before them.
    if "ᅠ" <= char <= "ᇿ" or "\ud7b0" <= char <= "\ud7fb":
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """`text` filled with spaces up to `cells` (to its left with `right`); never cut."""
    fill = " " * max(0, cells - width(text))
    return fill + text if right else text + fill


def cut(text: str, cells: int) -> str:
    """`text` in at most `cells`, ending in "…" where something was left out."""
    if width(text) <= cells:
        return text
    out, used = [], 0
    for char in text:
        used += _char_width(char)
        if used > cells - 1:
            break
        out.append(char)
    return "".join(out) + "…"


def wrap(text: str, cells: int) -> list[str]:
    """Lines of at most `cells`, broken at spaces where there are some; an empty text gives no line."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        candidate = f"{line} {word}" if line else word
        if width(candidate) <= cells:
            line = candidate
            continue
        if line:
            lines.append(line)
        while width(word) > cells:
            head = ""
            for char in word:
                if width(head + char) > cells:
                    break
                head += char
            head = head or word[0]
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line] if line else lines
