"""Tables of statements: hostile ones by attack class, benign ones by paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

STATEMENTS = Path(__file__).resolve().parent.parent / "governance" / "sql"
_HEADING = re.compile(r"-- \[(refused|harmless|runs)\] (.+)")
_REPEATED = re.compile(r"«([^«»]*?)\*(\d+)»")


@dataclass(frozen=True, slots=True)
class Hostile:
    """One row: the file it stands in, the attack it belongs to, what is expected (refused, runs, harmless),
    the statement."""

    file: str
    attack: str
    expected: str
    sql: str


def hostile(*files: str) -> tuple[Hostile, ...]:
    """Rows of `hostile/<file>.sql`, in order."""
    rows: list[Hostile] = []
    for file in files:
        heading = None
        for line in (STATEMENTS / "hostile" / f"{file}.sql").read_text(encoding="utf-8").splitlines():
            if line.startswith("-- "):
                heading = _HEADING.fullmatch(line) or heading
            elif heading is not None:
                rows.append(Hostile(file, heading[2], heading[1], _unfolded(line)))
    return tuple(rows)


def _unfolded(line: str) -> str:
    text = _REPEATED.sub(lambda m: m[1] * int(m[2]), line)
    text = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)
    return text.replace("\\n", "\n")


def benign(name: str) -> tuple[str, ...]:
    """Statements of `<name>.sql`, separated by blank lines; a first paragraph that begins with -- tells of the file."""
    text = (STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")
    return tuple(p.strip() for p in text.split("\n\n") if p.strip() and not p.startswith("-- Statements"))
