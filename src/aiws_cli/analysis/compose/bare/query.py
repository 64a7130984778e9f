"""A statement in parts, and the columns it speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field

from ....core.tables import Column, Table
from ...mend.links import Link


@dataclass(frozen=True)
class Spot:
    """A column with the table it stands in; `link` leads there from the table that rows are of."""

    table: Table
    column: Column
    link: Link | None = None


@dataclass
class Query:
    """A statement in parts. `select` is written as it stands."""

    table: Table
    select: list[str] = field(default_factory=list)
    distinct: bool = False
    where: list[str] = field(default_factory=list)
    group: list[str] = field(default_factory=list)
    having: str = ""
    order: list[str] = field(default_factory=list)
    limit: int = 0
