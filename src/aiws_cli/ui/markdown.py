"""Markdown as lines of a terminal: one source line after another, tables whole. Pure; text must be `printable` already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .cells import pad, width, wrap

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
# A change of a file, as models write it: what stands between the marks is code with or without a fence.
_CHANGE = re.compile(r"^(?:<{5,9} ?SEARCH|>{5,9} ?REPLACE)\b")
_HEADING = re.compile(r"^ {0,3}(#{1,6}) +(.*?)(?: +#+)?$")
_ITEM = re.compile(r"^( *)(?:([-*+])|(\d{1,9}[.)])) +(.*)$")
_RULE = re.compile(r"^ {0,3}([-*_])(?: *\1){2,} *$")
_DASHES = re.compile(r"^ *\|?(?: *:?-+:? *\|)+ *(?::?-+:? *)?$")
_INLINE = re.compile(
    r"(?P<code>`+)(?P<in_code>.+?)(?P=code)(?!`)"
    r"|\*\*(?P<strong>(?=\S).+?(?<=\S))\*\*"
    r"|(?<![\w*])\*(?P<soft>(?=[^\s*]).+?(?<=[^\s*]))\*(?![\w*])"
    r"|~~(?P<gone>(?=\S).+?(?<=\S))~~"
)
_STYLES = {"in_code": "36", "strong": "1", "soft": "3", "gone": "9"}
_RESET = "\x1b[0m"
MIN_CELLS = 20
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Look:
    """How lines are drawn: in at most `cells`, with styles or, where `colour` is False, without any."""

    cells: int
    colour: bool = True


def fence(line: str, within: str = "") -> str:
    """The fence after this line: the one that is open, or empty. `within` is the one that was open before.

    The marks around a change (`<<<<<<< SEARCH`, `>>>>>>> REPLACE`) are one too.
    """
    if within.startswith("<"):
        return "" if line.startswith(">>>>>") else within
    if not within and _CHANGE.match(line):
        return line[:5] if line.startswith("<") else ""
    found = _FENCE.match(line)
    if found is None:
        return within
    if not within:
        return found[1]
    closes = found[1].startswith(within) and not line.strip().strip(within[0])
    return "" if closes else within


def is_row(line: str) -> bool:
    """Whether the line is one of a table."""
    return line.lstrip().startswith("|")


def line_of(source: str, look: Look, *, in_code: bool = False) -> list[str]:
    """A source line that is none of a table, as lines of the terminal; an empty one gives an empty line."""
    if in_code or _FENCE.match(source) or _CHANGE.match(source):
        style = "36" if in_code else "2"
        return [_styled(part, style, look) for part in _pieces(source, look.cells)]
    if not source.strip():
        return [""]
    if _RULE.match(source):
        return [_styled("─" * min(look.cells, 40), "2", look)]
    if found := _HEADING.match(source):
        text = found[2] if look.colour else f"{found[1]} {found[2]}"
        return _wrapped(text, look, base="1")
    if found := _ITEM.match(source):
        before = " " * min(len(found[1]), look.cells // 3)
        mark = f"{before}{'•' if found[2] else found[3]} "
        return _wrapped(found[4], look, first=mark, rest=" " * width(mark))
    if source.lstrip().startswith(">"):
        text = source.lstrip().lstrip("> ")
        return _wrapped(text, look, first="│ ", rest="│ ", base="2")
    return _wrapped(source.rstrip(), look)


def table_of(rows: Sequence[str], look: Look, wide: Sequence[int] = ()) -> tuple[list[str], list[int]]:
    """The source lines of a table as lines of the terminal, and the columns' widths; `wide` keeps those that are given.

    What does not fit is folded in its cell. What is too wide even so, or no table yet, stays as it was written and has no
    widths.
    """
    if len(rows) < 2 or not _DASHES.match(rows[1]):
        return [part for row in rows for part in _pieces(row, look.cells)], []
    cells = [_cells(row) for row in (rows[0], *rows[2:])]
    count = max(map(len, cells))
    plain = [[_plain(cell) for cell in (*row, *[""] * (count - len(row)))] for row in cells]
    widths = list(wide) or _fitted([max(width(row[i]) for row in plain) for i in range(count)], look.cells)
    if not widths or len(widths) < count:
        return [part for row in rows for part in _pieces(row, look.cells)], []
    right = [len(plain) > 1 and all(_is_number(row[i]) for row in plain[1:] if row[i]) for i in range(count)]
    lines = []
    for number, row in enumerate(plain):
        folded = [wrap(text, w) or [""] for text, w in zip(row, widths, strict=False)]
        for at in range(max(map(len, folded))):
            parts = [
                pad(f[at] if at < len(f) else "", w, right=r)
                for f, w, r in zip(folded, widths, right, strict=False)
            ]
            line = _GAP.join(parts).rstrip()
            lines.append(_styled(line, "1", look) if number == 0 else line)
        if number == 0:
            lines.append(_styled(_GAP.join("─" * w for w in widths), "2", look))
    return lines, widths


def _cells(row: str) -> list[str]:
    inside = row.strip().removeprefix("|").removesuffix("|")
    return [c.replace("\\|", "|").strip() for c in re.split(r"(?<!\\)\|", inside)]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?[\d,]+(\.\d+)?%?", text) is not None


def _fitted(wide: list[int], cells: int) -> list[int]:
    room = cells - len(_GAP) * (len(wide) - 1)
    floor = [min(w, 8) for w in wide]
    if sum(floor) > room:
        return []
    out = [max(w, 1) for w in wide]
    while sum(out) > room:
        widest = max((i for i in range(len(out)) if out[i] > floor[i]), key=lambda i: out[i])
        out[widest] -= 1
    return out


def _spans(text: str) -> tuple[str, list[str]]:
    """The text without its marks, and the style of each character."""
    plain: list[str] = []
    styles: list[str] = []
    at = 0
    for found in _INLINE.finditer(text):
        kind = found.lastgroup or ""
        inside = found[kind]
        plain += (text[at : found.start()], inside)
        styles += [""] * (found.start() - at) + [_STYLES[kind]] * len(inside)
        at = found.end()
    plain.append(text[at:])
    styles += [""] * (len(text) - at)
    return "".join(plain), styles


def _plain(text: str) -> str:
    return _spans(text)[0]


def _wrapped(text: str, look: Look, *, first: str = "", rest: str = "", base: str = "") -> list[str]:
    """Text with marks in it as lines, broken at blanks where there are some."""
    plain, styles = _spans(text)
    room = max(look.cells - width(first), MIN_CELLS // 2)
    lines = []
    for start, end in _breaks(plain, room):
        runs: list[tuple[str, str]] = []
        for char, style in zip(plain[start:end], styles[start:end], strict=True):
            code = ";".join(s for s in (base, style) if s)
            if runs and runs[-1][0] == code:
                runs[-1] = (code, runs[-1][1] + char)
            else:
                runs.append((code, char))
        body = "".join(_styled(run, code, look) for code, run in runs)
        lines.append(f"{rest if lines else first}{body}")
    return lines or [first]


def _breaks(text: str, room: int) -> list[tuple[int, int]]:
    """Where lines of at most `room` cells begin and end; blanks at a break belong to neither."""
    out: list[tuple[int, int]] = []
    start = at = used = 0
    blank = -1
    while at < len(text):
        cells = width(text[at])
        if text[at] == " ":
            blank = at
        if used + cells > room and at > start:
            end = blank if blank > start else at
            out.append((start, end))
            start = end + 1 if end == blank else end
            while start < len(text) and text[start] == " ":
                start += 1
            at, used, blank = start, 0, -1
            continue
        used += cells
        at += 1
    if start < len(text):
        out.append((start, len(text)))
    return out


def _pieces(text: str, room: int) -> list[str]:
    """Text as it is, cut where a line ends."""
    out, piece, used = [], "", 0
    for char in text:
        cells = width(char)
        if used + cells > room and piece:
            out.append(piece)
            piece, used = "", 0
        piece += char
        used += cells
    return [*out, piece]


def _styled(text: str, code: str, look: Look) -> str:
    return f"\x1b[{code}m{text}{_RESET}" if look.colour and code and text else text
