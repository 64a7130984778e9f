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
    layers = _layers(catalog, start, goal, most_hops)
    # Each table remembers every edge that reached it from the layer before.
    reached: dict[str, list[tuple[str, Relationship]]] = {start: []}
    at = [start]
    for layer in layers[1:]:
        following: dict[str, list[tuple[str, Relationship]]] = {}
        for table in at:
            for rel in catalog.relationships(table):
                other = _other(rel, table)
                if other in layer:
                    following.setdefault(other, []).append((table, rel))
        reached |= following
        at = list(following)
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


def hops(catalog: Catalog, a: str, b: str, *, most_hops: int = MOST_HOPS) -> int | None:
    """How many relationships lead from table a to table b; None where they don't meet within `most_hops`."""
    start, goal = a.lower(), b.lower()
    if start == goal:
        return 0
    met = _met(catalog, start, goal, most_hops)
    return len(met[0]) + len(met[1]) - 1 if met else None


def _met(
    catalog: Catalog, start: str, goal: str, most_hops: int
) -> tuple[list[set[str]], list[set[str]]] | None:
    """Layers of tables around the start and around the goal, so wide that the outermost ones touch; None where they can't.

    The narrower side grows: a master that thousands refer to is then rarely walked through.
    """
    ahead, behind = [{start}], [{goal}]
    seen_ahead, seen_behind = {start}, {goal}
    for _ in range(most_hops):
        forward = len(ahead[-1]) <= len(behind[-1])
        layers, seen, others = (ahead, seen_ahead, behind) if forward else (behind, seen_behind, ahead)
        layer: set[str] = set()
        meeting = False
        for table in layers[-1]:
            near = _neighbours(catalog, table)
            meeting = meeting or not near.isdisjoint(others[-1])
            layer |= near
        if meeting:
            return ahead, behind
        layer -= seen
        if not layer or len(seen_ahead) + len(seen_behind) > MOST_VISITED:
            break
        seen |= layer
        layers.append(layer)
    return None


def _layers(catalog: Catalog, start: str, goal: str, most_hops: int) -> list[set[str]]:
    """The tables on shortest ways, by their distance from the start; empty where there is no way."""
    met = _met(catalog, start, goal, most_hops)
    if met is None:
        return []
    ahead, behind = met
    # What remains of a layer is what has a neighbour in the remains of the one nearer to the meeting.
    left, right = ahead[-1], behind[-1]
    few, many = (left, right) if len(left) <= len(right) else (right, left)
    touching = {t for t in few if not _neighbours(catalog, t).isdisjoint(many)}
    touched = {n for t in touching for n in _neighbours(catalog, t) if n in many}
    left, right = (touching, touched) if few is left else (touched, touching)
    front, back = [left], [right]
    for layer in reversed(ahead[:-1]):
        front.append({n for t in front[-1] for n in _neighbours(catalog, t) if n in layer})
    for layer in reversed(behind[:-1]):
        back.append({n for t in back[-1] for n in _neighbours(catalog, t) if n in layer})
    return [*reversed(front), *back]


def _neighbours(catalog: Catalog, table: str) -> frozenset[str]:
    known = getattr(catalog, "neighbours", None)  # the indexed catalog has them at hand; others may not
    if known is not None:
        found: frozenset[str] = known(table)
        return found
    return frozenset(_other(rel, table) for rel in catalog.relationships(table))


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
        best: tuple[int, str, str] | None = None
        for table in left:
            for anchor in connected:
                far = hops(catalog, anchor, table)
                if far is not None and (best is None or far < best[0]):
                    best = (far, table, anchor)
        if best is None:
            connected.append(left.pop(0))
            continue
        _, table, anchor = best
        path = shortest_path(catalog, anchor, table) or ()
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
