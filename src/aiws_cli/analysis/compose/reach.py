"""What a fact table can be told apart by: the tables it refers to, many rows to one, so that nothing is multiplied."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.ports import Catalog
from ...core.tables import Relationship, Table

MOST_STEPS = 3


@dataclass(frozen=True)
class Place:
    """A table as reached from the fact table; `path` is empty for the fact table itself."""

    table: Table
    path: tuple[Relationship, ...] = ()

    @property
    def far(self) -> int:
        return len(self.path)


def reach(catalog: Catalog, fact: Table) -> tuple[Place, ...]:
    """The fact table and every table it refers to, nearest first; none that two equally short ways lead to."""
    found: dict[str, Place | None] = {fact.name.lower(): Place(fact)}
    edge = [Place(fact)]
    for _ in range(MOST_STEPS):
        onward: dict[str, list[Place]] = {}
        for place in edge:
            for rel in place.table.relationships:
                there = rel.to_table.lower()
                if there in found or rel.from_table.lower() != place.table.name.lower():
                    continue
                table = catalog.table(rel.to_table)
                if table is not None:
                    onward.setdefault(there, []).append(Place(table, (*place.path, rel)))
        edge = []
        for name, ways in onward.items():
            found[name] = ways[0] if len(ways) == 1 else None
            if len(ways) == 1:
                edge.append(ways[0])
    return tuple(p for p in found.values() if p is not None)


def parent(catalog: Catalog, place: Place, column: str) -> Place | None:
    """The table that a reference column of a place leads to; None where it is no reference of its own."""
    for rel in place.table.relationships:
        if rel.from_columns == (column,):
            table = catalog.table(rel.to_table)
            if table is not None:
                return Place(table, (*place.path, rel))
    return None
