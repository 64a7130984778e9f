"""How tables join: shortest paths along declared relationships. Equal paths are all given, never guessed between."""

from __future__ import annotations

from collections.abc import Sequence

from aiws_cli.core.ports import Catalog
from aiws_cli.core.tables import Relationship

JoinPath = tuple[Relationship, ...]
MOST_HOPS = 4
# A customer table of a large catalog reaches thousands; beyond this many tables a path is no help to anyone.
MOST_VISITED = 4_000


def shortest_path(catalog: Catalog, a: str, b: str, *, most_hops: int = MOST_HOPS) -> JoinPath | None:
    """The relationships to follow from table a to table b, in order; () for the same table, None where they don't meet.

    Of several equally short paths the first of `shortest_paths`.
    """
    paths = shortest_paths(catalog, a, b, most_hops=most_hops)
    return paths[0] if paths else None


def shortest_paths(
    catalog: Catalog, a: str, b: str, *, most_hops: int = MOST_HOPS, most: int = 8
) -> tuple[JoinPath, ...]:
    """Every shortest path from a to b (at most `most`), those that multiply rows least first.

    Two foreign keys between the same two tables are two paths. An edge may be walked against its direction.
    """
    start, goal = a.lower(), b.lower()
    if start == goal:
        return ((),)
    # Breadth first by layers; each table remembers every edge that reached it in its layer.
    reached: dict[str, list[tuple[str, Relationship]]] = {start: []}
    layer = [start]
    for _ in range(most_hops):
        following: dict[str, list[tuple[str, Relationship]]] = {}
        for table in layer:
            for rel in catalog.relationships(table):
                other = _other(rel, table)
                if other not in reached:
                    following.setdefault(other, []).append((table, rel))
        reached |= following
        layer = list(following)
        if goal in following or not layer or len(reached) > MOST_VISITED:
            break
    if goal not in reached:
        return ()
    paths: list[JoinPath] = []
    pending: list[tuple[str, JoinPath]] = [(goal, ())]
    while pending and len(paths) < most * 4:
        table, tail = pending.pop()
        if table == start:
            paths.append(tail)
            continue
        for before, rel in reversed(reached[table]):
            pending.append((before, (rel, *tail)))
    return tuple(sorted(paths, key=lambda p: _fans(p, start))[:most])


def joined(path: JoinPath, start: str) -> tuple[str, ...]:
    """The tables a path from `start` runs through, both ends included, lower case."""
    out = [start.lower()]
    for rel in path:
        out.append(_other(rel, out[-1]))
    return tuple(out)


def bridges(catalog: Catalog, tables: Sequence[str]) -> tuple[str, ...]:
    """Tables that must be added so that all of `tables` hang together, as far as they can; shortest ways, no repeats."""
    if len(tables) < 2:
        return ()
    connected, left = [tables[0]], list(tables[1:])
    added: list[str] = []
    while left:
        best: tuple[int, str, JoinPath, str] | None = None
        for table in left:
            for anchor in connected:
                path = shortest_path(catalog, anchor, table)
                if path is not None and (best is None or len(path) < best[0]):
                    best = (len(path), table, path, anchor)
        if best is None:
            connected.append(left.pop(0))
            continue
        _, table, path, anchor = best
        left.remove(table)
        for name in joined(path, anchor)[1:-1]:
            if name not in {c.lower() for c in connected} and name not in {t.lower() for t in left}:
                connected.append(name)
                added.append(name)
        connected.append(table)
    return tuple(added)


def join_hint(catalog: Catalog, tables: Sequence[str]) -> tuple[str, ...]:
    """How the chosen tables join, and nothing else: `bank.a.x = bank.b.x` a line, composite keys with AND.

    A small model joins whatever it sees listed, so only edges between the chosen tables appear. Where two
    foreign keys join the same pair, both are given.
    """
    chosen = {t.lower() for t in tables}
    out: list[str] = []
    for table in tables:
        for rel in catalog.relationships(table):
            if rel.from_table.lower() in chosen and rel.to_table.lower() in chosen:
                text = " AND ".join(
                    f"{rel.from_table}.{x} = {rel.to_table}.{y}"
                    for x, y in zip(rel.from_columns, rel.to_columns, strict=True)
                )
                if text not in out:
                    out.append(text)
    return tuple(out)


def _other(rel: Relationship, table: str) -> str:
    a, b = rel.from_table.lower(), rel.to_table.lower()
    return b if a == table else a


def _fans(path: JoinPath, start: str) -> tuple[int, int]:
    """(steps from many rows to one and back out again, steps from one row to many): what multiplies rows."""
    valleys, fans, down = 0, 0, False
    at = start
    for rel in path:
        up = rel.from_table.lower() == at
        if not up:
            fans += 1
            valleys += down
        down = up
        at = _other(rel, at)
    return valleys, fans
