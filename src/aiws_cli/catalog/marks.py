"""Marks that stand among a table's tokens and that no word can be: where it belongs, and how short its name is."""

from __future__ import annotations

# Lengths a table's shortest business name is at most, in characters.
_SHORT_NAMES = (5, 8, 12)
SHORT_MARKS = tuple(f"=short:{n}" for n in _SHORT_NAMES)


def place_marks(company: str, domain: str = "") -> tuple[str, ...]:
    """The marks of the tables of a company, and of a domain of it, in the order company, domain."""
    marks = [f"={company}".replace(" ", "_")]
    if domain:
        marks.append(f"={company}/{domain}".replace(" ", "_"))
    return tuple(marks)


def marks_of(names: str, company: str, domain: str) -> tuple[str, ...]:
    """The marks of one table. `names` is that field of its document: `|`-separated, the physical name first."""
    shortest = min((len(name) for name in names.split("|")[2:] if name), default=99)
    return (
        *place_marks(company, domain),
        *(mark for mark, n in zip(SHORT_MARKS, _SHORT_NAMES, strict=True) if shortest <= n),
    )
