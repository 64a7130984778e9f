"""Answers that need no query: greetings, which data there is, a clarifying question, what the data cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.answer import Intent, Status
from ..core.language import Language, say
from ..core.ports import Catalog
from ..core.results import ResultColumn
from .evidence import Evidence
from .route import Kind, Route

_SUGGESTIONS = 3
_TABLES_LISTED = 8

_INTENTS: dict[Kind, Intent] = {
    "data": "data",
    "follow_up": "follow_up",
    "unclear": "unclear",
    "no_previous": "unclear",
    "catalog": "catalog",
    "python": "data",
    "work": "work",
    "hello": "talk",
    "thanks": "talk",
    "outside": "outside",
    "unanswerable": "outside",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """Text and what stands beside it; `rows` are filled only where the answer is a list of tables."""

    status: Status
    text: str
    suggestions: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    columns: tuple[ResultColumn, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()


def intent(kind: Kind) -> Intent:
    """The intent an answer names for a kind of request."""
    return _INTENTS[kind]


def reply(
    route: Route, question: str, language: Language, catalog: Catalog, workspace: str, seen: Evidence
) -> Reply:
    """The answer for a request that is no data question."""
    if route.kind in ("hello", "thanks"):
        return Reply("ok", say(f"agent.{route.kind}", language), _examples(catalog, "", language, workspace))
    if route.kind == "catalog":
        return _tables(question, language, catalog, workspace)
    if route.kind == "no_previous":
        return Reply(
            "clarify",
            say("agent.clarify.no_previous", language),
            _examples(catalog, question, language, workspace),
        )
    if route.kind == "unclear":
        text = say("agent.clarify.more", language)
        if route.words:
            names = _names(catalog, seen.tables, language)
            if names:
                text = say("agent.clarify.which", language, words=" · ".join(names)) + "\n" + text
        return Reply("clarify", text, _examples(catalog, question, language, workspace), seen.tables)
    if route.kind == "unanswerable":
        text = say("agent.unanswerable", language, words=", ".join(route.words))
    else:
        text = say("agent.outside", language)
    near = _names(catalog, seen.tables, language)
    if near:
        text += "\n" + say("agent.nearest", language, tables=", ".join(near))
    return Reply("unanswerable", text, _examples(catalog, question, language, workspace), seen.tables)


def _tables(question: str, language: Language, catalog: Catalog, workspace: str) -> Reply:
    hits = catalog.search(question, workspace=workspace, limit=_TABLES_LISTED)
    if not hits:
        return Reply(
            "unanswerable", say("agent.catalog_none", language), _examples(catalog, "", language, workspace)
        )
    columns = tuple(
        ResultColumn(name, "VARCHAR", say(f"agent.column.{name}", language))
        for name in ("table", "name", "company", "description")
    )
    rows = []
    for hit in hits:
        table = catalog.table(hit.table)
        english = table.business_name_en if table is not None else ""
        rows.append(
            (
                hit.table,
                hit.business_name if language == "ko" else english or hit.business_name,
                hit.company,
                hit.description,
            )
        )
    text = say("agent.catalog_found", language, count=len(hits))
    return Reply("ok", text, (), tuple(h.table for h in hits), columns, tuple(rows))


def _names(catalog: Catalog, tables: tuple[str, ...], language: Language) -> tuple[str, ...]:
    found = [catalog.table(name) for name in tables[:_SUGGESTIONS]]
    return tuple(
        f"{(t.business_name if language == 'ko' else t.business_name_en) or t.name} ({t.name})"
        for t in found
        if t
    )


def _examples(catalog: Catalog, question: str, language: Language, workspace: str) -> tuple[str, ...]:
    """Questions people have asked near to this one, that the catalog can certainly answer."""
    hits = catalog.verified(question, workspace=workspace, limit=_SUGGESTIONS)
    return tuple(
        h.query.question if language == "ko" else h.query.question_en or h.query.question for h in hits
    )
