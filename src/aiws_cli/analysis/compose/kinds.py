"""Names that catalogs give to a table, or a coded column, though they stand for some of its rows only: 렌터카 of contracts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ...core.nested import is_list
from ...core.tables import Column, Table
from ..namings import also_said
from .units import name_units


@dataclass(frozen=True)
class Kinds:
    """The labels of some columns' codes. `title` is what all the rows are called."""

    title: str
    labels: tuple[tuple[Column, str, str], ...]

    @classmethod
    def of(cls, title: str, columns: Sequence[Column]) -> Kinds:
        labels = [
            (c, code, _plain(part))
            for c in columns
            for code, label in c.code_values.items()
            for part in label.split("|")
            if set(c.code_values) != {"Y", "N"}
        ]
        labels += [
            (c, "Y", _plain(c.business_name.removesuffix("여부")))
            for c in columns
            if set(c.code_values) == {"Y", "N"}
        ]
        labels += [
            (c, v, _plain(v))
            for c in columns
            if not c.code_values and not c.primary_key and not is_list(c)
            for v in c.sample_values
        ]
        return cls(_plain(title), tuple(labels))

    def narrower(self, name: str) -> bool:
        """True for a name that has a piece of a code's label which the title has not."""
        plain = _plain(name)
        # 해지 of 해지와 실효: the title has both kinds, the name is one of them.
        for column, _, label in self.labels:
            if (label == plain or plain in also_said(label)) and sum(
                other in self.title for c, _, other in self.labels if c is column
            ) > 1:
                return True
        # 영업일 of the calendar: what a flag is called says which rows.
        if any(label == plain and set(c.code_values) == {"Y", "N"} for c, _, label in self.labels):
            return True
        if any("가" <= c <= "힣" for c in plain):
            return any(p in self._pieces and p not in self.title for p in _pairs(plain)) or any(
                _short_for(plain, label) for _, _, label in self.labels
            )
        return not self._words.isdisjoint(name_units(name))

    def code(self, name: str) -> tuple[Column, str] | None:
        """The only code whose label is, has, or is shortened to this name."""
        plain = _plain(name)
        found = {
            (c.name, code): (c, code)
            for c, code, label in self.labels
            if plain in label or plain in also_said(label) or _short_for(plain, label)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    @cached_property
    def _pieces(self) -> frozenset[str]:
        return frozenset(p for _, _, label in self.labels for p in _pairs(label))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(u for _, _, label in self.labels if label.isascii() for u in name_units(label))


def narrowed(table: Table, column: Column) -> frozenset[tuple[str, ...]]:
    """Names of a figure that say which rows besides (리스 취급액 of 취급액, where 리스 is a kind of row), by their units."""
    kinds = Kinds.of(table.business_name, table.columns)
    names = [n for n in (column.business_name, *column.synonyms) if n]
    return frozenset(
        name_units(name)
        for name in column.synonyms
        for other in names
        if name != other and name.endswith(other)
        if (rest := name.removesuffix(other).strip()) and len(rest) > 1 and kinds.code(rest) is not None
    )


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def _plain(text: str) -> str:
    return " ".join(text.lower().split()) if text.isascii() else "".join(text.split()).lower()


def _short_for(short: str, whole: str) -> bool:
    """주담대 for 주택담보대출: its syllables in order, the first alike, three of them or more."""
    if not 3 <= len(short) < len(whole) or short[:1] != whole[:1]:
        return False
    rest = iter(whole)
    return all(letter in rest for letter in short)
