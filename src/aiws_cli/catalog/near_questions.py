"""Verified queries whose question is near to the one asked: the words they share, rare ones counting more."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Protocol

from aiws_cli.core.tables import VerifiedHit, VerifiedQuery

from .stored import unpack_query
from .words import asked_tokens

# Marks in one statement.
_MANY = 500
_LOOKED_AT = 20


class Rows(Protocol):
    """The opened index."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]: ...


def nearest(
    index: Rows, question: str, company: str, limit: int, left_out: Callable[[VerifiedQuery], bool]
) -> tuple[VerifiedHit, ...]:
    """At most `limit` queries (of one company, where it is given), the nearest first; without those `left_out`.

    Similarity weighs rare words more: 1 only for the same words.
    Without a word to compare: some of them, one a company in turn, all with similarity 0.
    """
    mine = asked_tokens(question)
    if not mine:
        return _some(index, company, limit, left_out)
    total = int(str(index.rows("SELECT count(*) FROM entries WHERE kind = 'query'")[0][0]))
    often = _often(index, [*mine])
    queries = [
        q for q in map(unpack_query, _rough(index, mine, often, total, company, limit)) if not left_out(q)
    ]
    theirs = [[asked_tokens(t) for t in (q.question, q.question_en) if t] for q in queries]
    often |= _often(index, sorted({t for versions in theirs for ts in versions for t in ts} - often.keys()))
    hits = []
    for query, versions in zip(queries, theirs, strict=True):
        best = max(_likeness(mine, version, often, total) for version in versions)
        hits.append(VerifiedHit(query, round(best, 4)))
    hits.sort(key=lambda h: (-h.similarity, h.query.id))
    return tuple(hits[:limit])


def _some(
    index: Rows, company: str, limit: int, left_out: Callable[[VerifiedQuery], bool]
) -> tuple[VerifiedHit, ...]:
    rows = index.rows(
        "SELECT body FROM (SELECT body, company, row_number() OVER (PARTITION BY company ORDER BY id) AS n "
        "FROM entries WHERE kind = 'query'"
        + (" AND company = ?" if company else "")
        + ") ORDER BY n, company",
        [company] if company else [],
    )
    out: list[VerifiedHit] = []
    for row in rows:
        query = unpack_query(str(row[0]))
        if not left_out(query):
            out.append(VerifiedHit(query, 0.0))
        if len(out) >= limit:
            break
    return tuple(out[:limit])


def _often(index: Rows, tokens: Sequence[str]) -> dict[str, int]:
    """In how many verified questions each token occurs; those in none are left out."""
    out: dict[str, int] = {}
    for at in range(0, len(tokens), _MANY):
        part = tokens[at : at + _MANY]
        marks = ",".join("?" * len(part))
        found = index.rows(f"SELECT token, count(*) FROM asked WHERE token IN ({marks}) GROUP BY token", part)
        out |= {str(t): int(str(n)) for t, n in found}
    return out


def _rough(
    index: Rows, mine: dict[str, float], often: dict[str, int], total: int, company: str, limit: int
) -> list[str]:
    """The stored queries worth a closer look: those that share most with the question."""
    marks = ",".join("?" * len(mine))
    worth = {t: _rare(total, n) * mine[t] for t, n in often.items()}
    shared: dict[object, float] = {}
    for entry, token in index.rows(
        "SELECT a.entry, a.token FROM asked a"
        + (" JOIN entries e ON e.id = a.entry" if company else "")
        + f" WHERE a.token IN ({marks})"
        + (" AND e.company = ?" if company else ""),
        [*mine, *([company] if company else [])],
    ):
        shared[entry] = shared.get(entry, 0.0) + worth[str(token)]
    most = max(_LOOKED_AT, limit)
    least = sorted(shared.values(), reverse=True)[:most][-1] if shared else 0.0
    # As many as tie at the edge are read, so that which of them is taken does not depend on the order of files.
    edge = [e for e, value in shared.items() if value >= least][:_MANY]
    marks = ",".join("?" * len(edge))
    bodies = index.rows(f"SELECT id, body FROM entries WHERE id IN ({marks})", edge)
    ranked = sorted((-shared[e], str(body)) for e, body in bodies)
    return [body for _, body in ranked[:most]]


def _likeness(mine: dict[str, float], theirs: dict[str, float], often: dict[str, int], total: int) -> float:
    """Dice's coefficient over tokens weighed by rarity and kind, 0..1."""

    def weigh(token: str, weight: float) -> float:
        return weight * _rare(total, often.get(token, 0))

    shared = sum(weigh(t, min(w, theirs[t])) for t, w in mine.items() if t in theirs)
    whole = sum(weigh(t, w) for t, w in mine.items()) + sum(weigh(t, w) for t, w in theirs.items())
    return 2 * shared / whole if whole else 0.0


def _rare(total: int, n: int) -> float:
    return math.log(1 + (total + 1) / (n + 0.5))
