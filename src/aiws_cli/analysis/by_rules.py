"""SQL without a model: a plain question composed, a follow-up that only changes the query before it, a verified query."""

from __future__ import annotations

from datetime import date

from ..catalog.link import Linked
from ..core.ports import Catalog
from ..core.tables import VerifiedHit
from . import asking
from .compose import Composed, Passing, companies_of, compose, said_in_passing, unused
from .compose.bare import compose_bare
from .finding import Desk, Finding
from .follow import follow

# A verified query answers a question by itself only when the question is practically the same one.
SAME_QUESTION = 0.97


def by_rules(finding: Finding, desk: Desk) -> Composed | None:
    """The SQL rules write for a question; None where a word of it is not clear, or files are attached."""
    if "compose" in finding.without or finding.files:
        return None
    return _changed(finding, desk) if finding.follow_up else _composed(finding, desk)


def plainer(finding: Finding, desk: Desk) -> Composed | None:
    """SQL for a question that is plain but for words the model's SQL made nothing of; None where there is none.

    `finding` holds the model's SQL, mended.
    """
    if "compose" in finding.without or finding.files or finding.follow_up:
        return None
    return _plain(finding, desk, unused(desk.catalog, _considered(finding), finding.sql))


def _composed(finding: Finding, desk: Desk) -> Composed | None:
    if same_question(finding):
        return None
    found = _plain(finding, desk)
    if found is not None:
        return found
    values = asking.value_reader(desk, finding)
    found = compose_bare(desk.catalog, finding.meant, tables=finding.tables, values=values)
    if found is not None:
        return found
    return _plain(finding, desk, said_in_passing(desk.catalog, _considered(finding)))


def _plain(finding: Finding, desk: Desk, passing: Passing | None = None) -> Composed | None:
    return compose(
        desk.catalog,
        finding.meant,
        as_of=finding.as_of,
        tables=finding.tables,
        others=() if finding.whole else finding.near,
        metrics=finding.metrics,
        terms=finding.terms,
        companies=companies_of(desk.catalog),
        values=asking.value_reader(desk, finding),
        passing=passing,
    )


def _considered(finding: Finding) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*finding.tables, *finding.near)))


def _changed(finding: Finding, desk: Desk) -> Composed | None:
    return follow(
        desk.catalog,
        finding.meant,
        as_of=finding.as_of,
        sql=finding.sql_before,
        dialect=desk.warehouse.dialect,
        metrics=finding.metrics,
        terms=finding.terms,
        companies=companies_of(desk.catalog),
    )


def writes(catalog: Catalog, question: str, linked: Linked, *, as_of: date) -> bool:
    """Can rules write this question? Then every word of it is clear and has data. Values are not looked at."""
    found = compose(
        catalog,
        question,
        as_of=as_of,
        tables=linked.tables,
        others=tuple(h.table for h in linked.hits),
        metrics=linked.metrics,
        terms=linked.terms,
        companies=companies_of(catalog),
    )
    return found is not None


def changes(catalog: Catalog, question: str, linked: Linked, *, sql: str, dialect: str, as_of: date) -> bool:
    """Does this only change the query before it (나이대별로 쪼개줘)? It names no figure, and is no question by itself."""
    found = follow(
        catalog,
        question,
        as_of=as_of,
        sql=sql,
        dialect=dialect,
        metrics=linked.metrics,
        terms=linked.terms,
        companies=companies_of(catalog),
    )
    if found is None or found.parts is None or found.parts.measures:
        return False
    return not writes(catalog, question, linked, as_of=as_of)


def same_question(finding: Finding) -> VerifiedHit | None:
    """The verified query of the very same question, or None."""
    return next((e for e in finding.examples if e.similarity >= SAME_QUESTION), None)
