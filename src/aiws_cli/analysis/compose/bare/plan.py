"""A question read in every way its words allow; written where all the shortest ways say the same."""

from __future__ import annotations

from collections.abc import Sequence

from ....core.ports import Catalog
from ....core.tables import Table
from ...mend.scene import RealValues
from ..choose import Composed
from ..parts import Silent
from .names import Names
from .reader import Reader
from .shapes import read_shape
from .tokens import rows

_MOST_TABLES = 40


def compose_bare(
    catalog: Catalog, question: str, *, tables: Sequence[str], values: RealValues | None
) -> Composed | None:
    """SQL for a Korean question over these tables; None where they have Korean names, or one word is not clear.

    `values` lists the real values of a column; without it only the catalog's samples count.
    """
    if not any("가" <= c <= "힣" for c in question) or len(tables) > _MOST_TABLES:
        return None
    known = [t for t in map(catalog.table, tables) if t is not None]
    if not known or any(_told(t) for t in known):
        return None
    names = Names.of(known)
    made: dict[str, Composed] = {}
    length = 0
    for row in rows(question, names):
        if made and len(row) > length:
            break
        reader = Reader(catalog, known, question, values)
        try:
            sql = read_shape(row, reader)
        except Silent:
            continue
        length = len(row)
        made.setdefault(sql, Composed(sql, None, tuple(dict.fromkeys(reader.used))))
    return next(iter(made.values())) if len(made) == 1 else None


def _told(table: Table) -> bool:
    """Has the table Korean names of its own? Then those are what questions say."""
    said = [table.business_name, *table.synonyms]
    for column in table.columns:
        said += [column.business_name, *column.synonyms]
    return any("가" <= c <= "힣" for name in said for c in name)
