"""Tables around a query that can be joined without repeating its rows: along foreign keys, many to one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from ...core.tables import Column, Table
from .joining import join_table, named, qualify_all
from .links import Link, Links
from .named import name_column
from .scene import Scene
from .scope import Query, Source


@dataclass(frozen=True)
class Place:
    """A column of a source (`way` empty), or of a table to be joined along `way`."""

    table: Table
    column: Column
    source: Source | None = None
    way: tuple[Link, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.table.name.lower(), self.column.name.lower()


@dataclass(frozen=True)
class Near:
    """A table within reach; `steps` links away."""

    table: Table
    source: Source | None
    way: tuple[Link, ...]

    @property
    def steps(self) -> int:
        return len(self.way)

    def place(self, column: Column) -> Place:
        return Place(self.table, column, self.source, self.way)


def around(query: Query, scene: Scene, links: Links, longest: int = 2, *, kinds: bool = False) -> list[Near]:
    """The query's own tables, then those each of their rows has at most one row of, nearest first.

    Where two keys lead to one table and the question does not say by which, that table is left out. With `kinds`
    also tables that tell more of some rows of a table in reach (bonds and shares of instruments), by its key.
    """
    out = [Near(s.table, s, ()) for s in query.sources if s.table is not None]
    seen = {n.table.name.lower() for n in out}
    ring = list(out)
    for _ in range(longest):
        found: dict[str, list[tuple[Link, ...]]] = {}
        for near in ring:
            name = near.table.name.lower()
            for link in links.of(near.table.name):
                if link.many.lower() == name and link.one.lower() not in seen:
                    found.setdefault(link.one.lower(), []).append((*near.way, link))
                elif kinds and link.one.lower() == name and link.many.lower() not in seen:
                    short = _of_its_kind(near, link, scene)
                    if short is not None:
                        found.setdefault(link.many.lower(), []).append(short)
        ring = []
        for target, ways in found.items():
            table = scene.catalog.table(target)
            way = _one_way(ways, links)
            seen.add(target)
            if table is not None and way:
                ring.append(Near(table, None, way))
        out += ring
    return out


def _of_its_kind(near: Near, link: Link, scene: Scene) -> tuple[Link, ...] | None:
    """The way to the table whose whole key is this foreign key; past the table between, whose key both sides have."""
    table = scene.catalog.table(link.many)
    if table is None or [k.lower() for k in table.primary_key] != [c.lower() for c in link.many_columns]:
        return None
    if not near.way or near.way[-1].one_columns != link.one_columns:
        return (*near.way, link)
    last = near.way[-1]
    return (*near.way[:-1], Link(last.many, last.many_columns, link.many, link.many_columns))


def _one_way(ways: list[tuple[Link, ...]], links: Links) -> tuple[Link, ...]:
    if len(ways) == 1:
        return ways[0]
    if len({way[:-1] for way in ways}) == 1:
        best = links.best(way[-1] for way in ways)
        return next((way for way in ways if way[-1] == best), ())
    return ()


def read(place: Place, query: Query, *, left: bool = False, inner: bool = False) -> exp.Column | None:
    """A reference to the column, its table joined where the query lacks it; None where it cannot be joined.

    Rows without a counterpart stay, unless `inner`: then a condition on the column leaves them out anyhow.
    """
    if place.source is not None:
        if len(query.sources) == 1:
            return exp.column(place.column.name)
        qualify_all(query)
        return named(place.source.alias, place.column.name)
    optional = any(link.optional for link in place.way) and not inner
    alias = join_table(query, place.way, place.table, left=left or optional)
    return named(alias, place.column.name) if alias is not None else None


def refers_to(source: Source, column: str, links: Links) -> Link | None:
    """The foreign key this column alone is; None where it is none, or leads to several tables."""
    if source.table is None:
        return None
    name = source.table.name.lower()
    found = [
        link
        for link in links.of(source.table.name)
        if link.many.lower() == name and [c.lower() for c in link.many_columns] == [column.lower()]
    ]
    sure = [link for link in found if not link.optional] or found
    return sure[0] if len(sure) == 1 else None


def name_of(source: Source, column: Column, links: Links, scene: Scene, near: list[Near]) -> Place | None:
    """Where the name stands that goes with a key: in its own table, or in the one it refers to."""
    assert source.table is not None
    if [k.lower() for k in source.table.primary_key] == [column.name.lower()]:
        found = name_column(source.table)
        if found is not None:
            return Place(source.table, found, source)
    link = refers_to(source, column.name, links)
    target = scene.catalog.table(link.one) if link is not None else None
    found = name_column(target) if target is not None else None
    if link is None or target is None or found is None:
        return None
    inside = [n for n in near if n.table.name == target.name]
    if inside and inside[0].source is not None:
        return inside[0].place(found) if len([n for n in inside if n.source]) == 1 else None
    return Place(target, found, None, (link,))
