"""Which of several tables' time columns a question means: "users who joined in May" is about the day they joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..core.tables import Column, Table
from .timing import begins_or_ends, is_date, may_be_to_come

_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[가-힣]+|\d+")
_SUFFIXES = frozenset("date time datetime at on ts dt day timestamp tm".split())
# When a row was written, not when what it tells happened.
_WRITTEN = re.compile(
    r"^(?:row_?)?(?:cr(?:ea)?te?d|insert(?:ed)?|ins|upd(?:ated?)?|modif(?:y|ied)|mod|load(?:ed)?|etl|dw|sys|ingest(?:ed)?)"
    r"_?(?:at|on|ts|dt|dttm|date|time|timestamp|datetime|day)?$",
    re.IGNORECASE,
)
_EVENT, _TABLE, _COLUMN, _MOST_COLUMNS = 3.0, 2.0, 0.5, 2.0
_UNSAID, _BOOKKEEPING = 1.5, 4.0


@dataclass(frozen=True)
class _Question:
    """The words of a question, small letters, English plurals as they are."""

    words: frozenset[str]
    text: str

    def says(self, piece: str) -> bool:
        """Whether a piece of a name is said: `cust` by customers, `join` by joined, 거래 by 거래일에."""
        if piece >= "가":
            return len(piece) >= 2 and piece in self.text
        stem = piece.rstrip("s").removesuffix("e")
        if len(stem) < 3:
            return piece in self.words
        return any(w.startswith(stem) and len(w) <= len(stem) + 6 for w in self.words)


def time_place(question: str, tables: Sequence[Table]) -> tuple[Table, Column] | None:
    """The table and its date column that the question's time is about; None where its words don't tell.

    A column speaks by its own name (the event), its table's name, and the other columns of the table. A column that
    says when the row was written comes last.
    """
    asked = _Question(
        frozenset(w.lower() for w in re.findall(r"[A-Za-z]+", question)), question.replace(" ", "")
    )
    common = _in_every_name(tables)
    scored: list[tuple[float, Table, Column]] = []
    for table in tables:
        about = _about(table, asked, common)
        scored += [(about + _event(c, asked, common, table), table, c) for c in table.columns if is_date(c)]
    if not scored:
        return None
    scored.sort(key=lambda s: -s[0])
    (best, table, column), *rest = scored
    if best <= 0 or (rest and rest[0][0] >= best):
        return None
    return table, column


def is_bookkeeping(column: Column) -> bool:
    """True for a time at which the row was written or changed."""
    return _WRITTEN.match(column.name) is not None


def _about(table: Table, asked: _Question, common: frozenset[str]) -> float:
    names = [p for p in _pieces(table.name.rpartition(".")[2]) if p not in common]
    share = sum(map(asked.says, names)) / len(names) if names else 0.0
    if any(asked.says(p) for p in _pieces(table.business_name)):
        share = 1.0
    spoken = 0
    for column in table.columns:
        pieces = [p for p in _pieces(column.name) if p not in common and p not in names and p != "id"]
        if pieces and not is_date(column) and all(map(asked.says, pieces)):
            spoken += 1
    return _TABLE * share + min(_COLUMN * spoken, _MOST_COLUMNS)


def _event(column: Column, asked: _Question, common: frozenset[str], table: Table) -> float:
    own = _pieces(table.name.rpartition(".")[2])
    # `cust` of cust_join_date is the customer again, not the event.
    pieces = [
        p
        for p in _pieces(column.name)
        if p not in common and p not in _SUFFIXES and not any(o.startswith(p) for o in own)
    ]
    said = any(map(asked.says, pieces)) or any(map(asked.says, _pieces(column.business_name)))
    return (
        (_EVENT if said else 0.0)
        - (_BOOKKEEPING if is_bookkeeping(column) else 0.0)
        - (_UNSAID if not said and (may_be_to_come(column) or begins_or_ends(column)) else 0.0)
    )


def _in_every_name(tables: Sequence[Table]) -> frozenset[str]:
    """Pieces that most tables' names begin with: a prefix tells nothing."""
    first = Counter(p[0] for t in tables if (p := _pieces(t.name.rpartition(".")[2])))
    return frozenset(p for p, n in first.items() if len(tables) > 2 and n > len(tables) / 2)


def _pieces(name: str) -> list[str]:
    return [p.lower() for p in _PIECE.findall(name)]
