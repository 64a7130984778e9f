"""Text to tree: the warehouse's dialect first, then the dialects a model slips into."""

from __future__ import annotations

import re

import sqlglot
from sqlglot import ErrorLevel, exp
from sqlglot.errors import SqlglotError

from .scene import Scene

# What gives a dialect away, before any parser is asked.
_TELLS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "tsql",
        re.compile(r"\bselect\s+(?:distinct\s+)?top\b|\[[A-Za-z_]\w*\]\s*(?:\.|,|=|from\b)", re.IGNORECASE),
    ),
    (
        "mysql",
        re.compile(
            r"`|\bdatediff\s*\([^,()]*(?:\([^()]*\))?[^,()]*,[^,]*\)|\bdiv\b|\bseparator\b", re.IGNORECASE
        ),
    ),
    ("oracle", re.compile(r"\bminus\b|\bdecode\s*\(", re.IGNORECASE)),
    ("sqlite", re.compile(r"\bdatetime\s*\(", re.IGNORECASE)),
)
# Quoted text and comments, and runs of words with Hangul in each.
_QUOTED = re.compile(r"('(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|--[^\n]*|/\*.*?\*/)", re.DOTALL)
_WORDS = re.compile(r"\w*[가-힣]\w*(?:[ \t]+\w*[가-힣]\w*)+")
_OTHERS = ("mysql", "sqlite", "postgres", "snowflake", "bigquery", "tsql", "oracle")
_NAMES = {
    **{"mysql": "MySQL", "sqlite": "SQLite", "postgres": "PostgreSQL", "snowflake": "Snowflake"},
    **{"bigquery": "BigQuery", "tsql": "SQL Server", "oracle": "Oracle", "duckdb": "DuckDB"},
}


def read(sql: str, scene: Scene) -> tuple[exp.Expr | None, tuple[str, ...], str]:
    """(tree, reasons, "") or (None, (), what the warehouse's own parser said)."""
    tree, error = _parse(sql, scene.dialect)
    if tree is not None:
        return tree, (), ""
    whole = _with_names_whole(sql)
    if whole != sql:
        tree, _ = _parse(whole, scene.dialect)
        if tree is not None:
            return tree, (scene.reason("names_quoted"),), ""
    likely = [name for name, tell in _TELLS if tell.search(sql)]
    for dialect in dict.fromkeys((*likely, *_OTHERS)):
        if dialect == scene.dialect:
            continue
        foreign, _ = _parse(sql, dialect)
        if foreign is None or not isinstance(foreign, exp.Query):
            continue
        # Through text: some nodes mean different things to two generators, text does not.
        tree, _ = _parse(write(foreign, scene.dialect), scene.dialect)
        if tree is not None:
            told = {"other": _NAMES[dialect], "dialect": _NAMES.get(scene.dialect, scene.dialect)}
            return tree, (scene.reason("dialect", **told),), ""
    return None, (), error


def _with_names_whole(sql: str) -> str:
    """Korean names of several words in double quotes: `SUM(신규 취급액)` → `SUM("신규 취급액")`. Quoted text stays."""
    parts = _QUOTED.split(sql)
    return "".join(part if n % 2 else _WORDS.sub(r'"\g<0>"', part) for n, part in enumerate(parts))


def write(tree: exp.Expr, dialect: str) -> str:
    """The statement as one line of text in `dialect`."""
    return tree.sql(dialect=dialect, unsupported_level=ErrorLevel.IGNORE, comments=False)


def _parse(sql: str, dialect: str) -> tuple[exp.Expr | None, str]:
    try:
        trees = [t for t in sqlglot.parse(sql, read=dialect) if t is not None]
    except SqlglotError as error:
        return None, str(error).split("\n")[0]
    except (AttributeError, TypeError, ValueError, IndexError, RecursionError) as error:
        # sqlglot's parser trips over some foreign calls (datetime() with one argument) instead of refusing them
        return None, f"{type(error).__name__}: {error}"
    return (trees[0], "") if trees else (None, "empty")
