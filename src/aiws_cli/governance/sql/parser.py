"""Reads a statement so that it can be written again as it was: a function keeps its name and its arguments.

sqlglot knows hundreds of functions by class, and writes some of them under another name, with arguments in another
order or with further ones. Here only those keep a class that the guard tells apart or that have a syntax of their own;
every other call is a name with arguments, so that one list of names decides, and what runs is what was written.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ErrorLevel, ParseError, SqlglotError, TokenError
from sqlglot.generator import Generator
from sqlglot.parser import Parser
from sqlglot.tokenizer_core import Token

from ...core.errors import SqlSyntaxError
from ...core.language import say

# The library says on stderr what it can't parse, with the statement's text; the guard's error says it.
logging.getLogger("sqlglot").addHandler(logging.NullHandler())

_CLASSES = {
    "duckdb": """
        COUNT SUM AVG STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VARIANCE_POP VAR_SAMP CORR APPROX_COUNT_DISTINCT
        GROUPING GROUPING_ID COLUMNS TRY STRUCT_PACK
    """,
    "snowflake": """
        COUNT SUM AVG STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VARIANCE_POP VAR_SAMP CORR APPROX_COUNT_DISTINCT
        GROUPING GROUPING_ID TABLE
    """,
}
_SYNTAX = frozenset("CAST TRY_CAST EXTRACT POSITION TRIM SUBSTRING OVERLAY".split())
"""Functions whose arguments are not a list: `x AS type`, `part FROM x`."""


@cache
def dialect_of(name: str) -> Dialect:
    return Dialect.get_or_raise(name)


@cache
def _parser(name: str) -> type[Parser]:
    base = dialect_of(name).parser_class
    kept = frozenset(_CLASSES[name].split())
    return type(
        f"AsWritten{base.__qualname__.partition('.')[0]}",
        (base,),
        {
            "FUNCTIONS": {k: v for k, v in base.FUNCTIONS.items() if k in kept},
            "FUNCTION_PARSERS": {k: v for k, v in base.FUNCTION_PARSERS.items() if k in _SYNTAX},
            # Not LIST: sqlglot takes `list(x)[1]` for the list [1].
            "ARRAY_CONSTRUCTORS": {"ARRAY": exp.Array},
        },
    )


@cache
def _generator(name: str) -> type[Generator]:
    base = dialect_of(name).generator_class
    # Without the rewriting of whole statements that makes one dialect's SELECT another's.
    own: dict[str, Any] = {"TRANSFORMS": {k: v for k, v in base.TRANSFORMS.items() if k is not exp.Select}}
    if name == "duckdb":
        # The parser takes VARCHAR for TEXT: DuckDB has one type under both names, and calls it VARCHAR.
        own["TYPE_MAPPING"] = {**base.TYPE_MAPPING, exp.DType.TEXT: "VARCHAR"}
        own["MULTI_ARG_DISTINCT"] = True
        own["TRANSFORMS"][exp.Pow] = lambda self, e: self.binary(e, "**")
    if name == "snowflake":
        # Not CAST where the library finds that the value is no text: it looks into queries to find that out.
        own["TRANSFORMS"][exp.TryCast] = lambda self, e: self.cast_sql(e, safe_prefix="TRY_")
    return type(f"AsWritten{base.__qualname__.partition('.')[0]}", (base,), own)


def tokens_of(sql: str, dialect: str) -> list[Token]:
    """Raises SqlSyntaxError."""
    try:
        return dialect_of(dialect).tokenize(sql)
    except TokenError as problem:
        raise SqlSyntaxError(detail=str(problem).splitlines()[0][:200]) from None


def trees_of(tokens: list[Token], sql: str, dialect: str) -> list[exp.Expr]:
    """Statements in order, empty ones left out. Raises SqlSyntaxError."""
    try:
        trees = _parser(dialect)(dialect=dialect_of(dialect)).parse(tokens, sql)
    except ParseError as problem:
        raise SqlSyntaxError(detail=_place(problem)) from None
    except (SqlglotError, ValueError, TypeError, AttributeError, IndexError) as problem:
        # The parser meets some noise (`ALL $1 AT`) with an error of Python's own: it is no statement either way.
        raise SqlSyntaxError(detail=(str(problem).splitlines() or [sql])[0][:200]) from None
    return [t for t in trees if t is not None and not isinstance(t, exp.Semicolon)]


def _place(problem: ParseError) -> str:
    first: dict[str, Any] = problem.errors[0] if problem.errors else {}
    return say(
        "sql.syntax_at",
        line=first.get("line") or 1,
        column=first.get("col") or 1,
        near=str(first.get("highlight") or "")[:60],
    )


def text_of(tree: exp.Expr, dialect: str) -> str:
    """The statement again, without comments."""
    generator = _generator(dialect)(
        dialect=dialect_of(dialect), comments=False, unsupported_level=ErrorLevel.IGNORE
    )
    return generator.generate(tree, copy=False)
