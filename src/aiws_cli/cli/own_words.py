"""`/terms`: the asker's own dictionary, shown and changed from the conversation."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import SettingsError, UsageError
from ..core.language import say
from .output import note, put_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..app import Application
    from ..catalog.entries import Value
    from ..core.ports import Catalog
    from ..core.tables import OwnTerm

WORD_CHARS, MEANING_CHARS = 40, 400
# What makes a meaning SQL rather than words; it must parse too.
_SQL = re.compile(r"[<>=]|\b[a-z_]\w*\s*\(|'|\b(?:in|like|between|is|and|or)\b", re.IGNORECASE | re.ASCII)


class OwnTermsError(SettingsError):
    """The dictionary's file is broken, so it is not changed. Slots: problem (text with file and line)."""

    code = "own_terms"
    exit_code = 3


def terms(application: Application, rest: str) -> None:
    """Run `/terms`, `/terms add WORD=MEANING` or `/terms remove WORD`. Raises UsageError, OwnTermsError, FileStyleError."""
    action, _, argument = rest.partition(" ")
    if not action:
        _list(application)
    elif action == "add":
        _add(application, argument)
    elif action == "remove":
        _remove(application, argument.strip())
    else:
        raise UsageError(detail=say("repl.terms.usage"))


def _list(application: Application) -> None:
    found = _read(_path(application))
    if not found:
        note(say("repl.terms.none"))
        return
    put_columns([(", ".join(t.names), _stands_for(t)) for t in found])
    note(say("repl.terms.file", path=_path(application)))


def _add(application: Application, argument: str) -> None:
    from ..catalog.entries import appended, change, without

    word, found, meaning = (part.strip() for part in argument.partition("="))
    if not found or not word or not meaning or not any(c.isalnum() for c in word):
        raise UsageError(detail=say("repl.terms.usage"))
    if len(word) > WORD_CHARS or len(meaning) > MEANING_CHARS or "\n" in argument:
        raise UsageError(detail=say("repl.terms.long", word=WORD_CHARS, meaning=MEANING_CHARS))
    path = _path(application)
    known = _read(path)
    at = next((i for i, t in enumerate(known) if _key(word) in map(_key, t.names)), None)
    if at is not None and _key(known[at].term) != _key(word):
        raise UsageError(detail=say("repl.terms.taken", word=word, term=known[at].term))
    entry = _entry(word, meaning, application.permitted)

    def changed(data: bytes) -> bytes:
        return appended(data if at is None else without(data, "terms", at), "terms", entry)

    change(path, changed, mode=0o600)
    _speak(application)
    key = "repl.terms.added" if at is None else "repl.terms.replaced"
    note(say(key, word=word, meaning=meaning))


def _remove(application: Application, word: str) -> None:
    from ..catalog.entries import change, without

    path = _path(application)
    known = _read(path)
    at = next((i for i, t in enumerate(known) if word and _key(word) in map(_key, t.names)), None)
    if at is None:
        if not known:
            raise UsageError(detail=say("repl.terms.none"))
        names = ", ".join(t.term for t in known)
        raise UsageError(detail=say("repl.terms.unknown", word=word, known=names))
    change(path, lambda data: without(data, "terms", at), mode=0o600)
    _speak(application)
    note(say("repl.terms.removed", word=known[at].term))


def _entry(word: str, meaning: str, catalog: Catalog) -> Mapping[str, Value]:
    """A table or a column of the catalog (found by its business name), an SQL expression, else other words."""
    if "." in meaning and (table := catalog.table(meaning)) is not None:
        return {"term": word, **_called(table.business_name), "tables": (table.name,)}
    name, _, column_name = meaning.rpartition(".")
    table = catalog.table(name) if name else None
    column = table.column(column_name) if table is not None else None
    if table is not None and column is not None:
        return {"term": word, **_called(column.business_name), "columns": (f"{table.name}.{column.name}",)}
    return {"term": word, "expression" if _is_sql(meaning) else "definition": meaning}


def _called(business_name: str) -> dict[str, Value]:
    return {"definition": business_name} if business_name else {}


def _is_sql(text: str) -> bool:
    if not _SQL.search(text):
        return False
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    try:
        tree = sqlglot.parse_one(f"SELECT {text}", read="duckdb")
    except SqlglotError:
        return False
    made = tree.expressions if isinstance(tree, exp.Select) else []
    return len(made) == 1 and not isinstance(made[0], (exp.Alias, exp.Column, exp.Star))


def _stands_for(term: OwnTerm) -> str:
    where = ", ".join((*term.columns, *term.tables))
    words = term.expression or term.definition
    return f"{words} ({where})" if words and where else words or where


def _read(path: Path) -> tuple[OwnTerm, ...]:
    from ..catalog.own_terms import load

    found = load(path)
    if found.problems:
        raise OwnTermsError(problem=found.problems[0].text())
    return found.terms


def _speak(application: Application) -> None:
    from ..catalog.own_terms import load

    application.catalog.speak(load(_path(application)))


def _path(application: Application) -> Path:
    from ..catalog.own_terms import FILE

    return application.settings.home / FILE


def _key(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
