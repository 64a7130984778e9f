"""Tables that a foreign key joins to the best hits: a question that finds contracts often needs who signed them.

The first places stay as words put them. Behind these, a table joined to one of them comes before one that merely shares
a word; the masters that the very best refer to, and
those that lead from one of the first places to another, are added even where no word of the question names them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiws_cli.core.tables import Hit

from .search import Rows, Scope

# Places that joins leave alone; how many hits are looked at to move up behind them.
KEPT = 5
DEPTH = 30
# Hits whose masters count even where no word found them, and how many masters at most.
_LEADS = 2
_ADDED = 3
# What a join to the first, second … kept hit adds, as a share of a hit's own score; a table between two gains of both.
_JOINED = (0.5, 0.4, 0.25, 0.15, 0.15)
# The least a master is placed by, against the score of the hit that refers to it; one that leads on to another kept hit:
# the accounts between holdings and customers.
_UNNAMED = 0.22
_BETWEEN = 0.75


def with_partners(index: Rows, hits: Sequence[Hit], scope: Scope, limit: int) -> tuple[Hit, ...]:
    """At most `limit` hits out of `hits` (best first; up to `DEPTH` are of use) and the masters of the best.

    The first `KEPT` are as given. Scores stay what words made them, so behind these they need not fall from hit to hit;
    that of an added master is 0.
    """
    if limit <= KEPT or not hits:
        return tuple(hits[:limit])
    joins = _joins(index, [h.table for h in hits])
    kept = {h.table.lower(): h.score for h in hits[:KEPT]}
    masters = _masters(index, kept, joins)
    placed: list[tuple[float, Hit]] = []
    for hit in hits[KEPT:]:
        name = hit.table.lower()
        near = sum(
            gain
            for gain, other in zip(_JOINED, kept, strict=False)
            if (name, other) in joins or (other, name) in joins
        )
        placed.append((max(hit.score * (1 + near), masters.pop(name, 0.0)), hit))
    placed += _added(index, masters, scope)
    placed.sort(key=lambda p: -p[0])
    return (*hits[:KEPT], *(hit for _, hit in placed[: limit - len(kept)]))


def _joins(index: Rows, tables: Sequence[str]) -> dict[tuple[str, str], None]:
    """Foreign keys that leave these tables, as pairs of lower-case names, in the order they are declared."""
    marks = ",".join("?" * len(tables))
    found = index.rows(
        f"SELECT from_table, to_table FROM links WHERE from_table IN ({marks}) ORDER BY from_table, position",
        tables,
    )
    return {(str(a).lower(), str(b).lower()): None for a, b in found}


def _masters(
    index: Rows, kept: Mapping[str, float], joins: Mapping[tuple[str, str], None]
) -> dict[str, float]:
    """What the kept hits refer to, each with the least it is placed by: bridges, then masters of the first hits."""
    masters = dict.fromkeys(b for a, b in joins if a in kept and b not in kept)
    out: dict[str, float] = {}
    for master, other in _joins(index, list(masters)) if masters else ():
        if other not in kept:
            continue
        between = [k for k in kept if k != other and (k, master) in joins and (k, other) not in joins]
        if between:
            worth = _BETWEEN * min(kept[other], max(kept[k] for k in between))
            out[master] = max(out.get(master, 0.0), worth)
    for lead in list(kept)[:_LEADS]:
        for master in masters:
            if (lead, master) in joins:
                out.setdefault(master, kept[lead] * _UNNAMED)
    return dict(sorted(out.items(), key=lambda m: -m[1])[:_ADDED])


def _added(index: Rows, masters: Mapping[str, float], scope: Scope) -> list[tuple[float, Hit]]:
    """Hits on masters that no word found, where they are in scope."""
    if not masters:
        return []
    bounds = [("company", scope.company), ("domain", scope.domain)]
    inside = "".join(f" AND {column} = ?" for column, value in bounds if value)
    rows = index.rows(
        f"SELECT name, company, title, about FROM tables WHERE name IN ({','.join('?' * len(masters))}){inside}",
        (*masters, *(value for _, value in bounds if value)),
    )
    found = {str(n).lower(): Hit(str(n), 0.0, str(t), str(c), str(a)) for n, c, t, a in rows}
    return [(place, found[name]) for name, place in masters.items() if name in found]
