"""The guard: SQL in, safe SQL or a refusal out. Pure: it parses and rewrites, and touches no warehouse.

A statement passes when every node of its tree is on the list (`allowed`) and every table is one the asker may
see. What is executed is regenerated from the tree, with each base table behind a subquery that names the permitted
columns, so safety does not depend on recognising an attack: what is not in the subquery can't be expressed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.tokenizer_core import Token, TokenType

from ...core.errors import LimitError, SettingsError, SqlSyntaxError
from ...core.identity import Identity
from ...core.language import say
from ..rights.access import Access, refuse_known
from .allowed import BY_DIALECT, FUNCTIONS_IN_FROM, PARTS, TYPE_NAMES, Allowed
from .headings import name_columns
from .parser import text_of, tokens_of, trees_of
from .refusals import SqlRefused, TableNotFound
from .rewrite import Rewritten, rewrite
from .views import RESERVED

__all__ = ["SafeSql", "SqlRefused", "StatementLimits", "TableNotFound", "guard"]


@dataclass(frozen=True, slots=True)
class StatementLimits:
    """Bounds of the text itself: characters, tokens, brackets inside brackets, levels and nodes of the tree."""

    chars: int = 50_000
    tokens: int = 20_000
    brackets: int = 32
    depth: int = 200
    nodes: int = 20_000


@dataclass(frozen=True, slots=True)
class SafeSql:
    """A statement that may run. `tables` are the base tables it reads, `schema.table`, sorted, as the warehouse spells
    them; `touched` adds those the policy's own filters look into. `least_groups` are (table, size) of the tables of
    which groups with fewer than `size` units are not shown."""

    written_sql: str
    executed_sql: str
    tables: tuple[str, ...]
    dialect: str
    touched: tuple[str, ...] = ()
    least_groups: tuple[tuple[str, int], ...] = ()


def guard(
    sql: str,
    *,
    dialect: str,
    access: Access,
    identity: Identity,
    limits: StatementLimits = StatementLimits(),
    database: str = "",
) -> SafeSql:
    """Check one statement and rewrite it for this identity. `database` is the session's own: tables may be written with
    it in front; with any other name in front they are refused.

    Raises SqlSyntaxError (does not parse), SqlRefused (a construct that is not let through), TableNotFound,
    LimitError (too long, too deep), SettingsError (a dialect without lists).
    """
    allowed = BY_DIALECT.get(dialect)
    if allowed is None:
        raise SettingsError(name="warehouse", detail=say("sql.dialect", dialect=dialect))
    _check_text(sql, limits)
    try:
        tree, tokens = _parse(sql, dialect, limits)
        _check_tree(tree, allowed, limits)
        name_columns(tree, tokens, sql, dialect)
        rewritten: Rewritten = rewrite(
            tree, dialect=dialect, access=access, identity=identity, database=database
        )
        executed = text_of(tree, dialect)
    except RecursionError:
        raise LimitError(limit=say("sql.limit.depth"), value=limits.depth) from None
    if rewritten.unknown is not None:
        refuse_known(rewritten.unknown, access, identity)
        raise TableNotFound(table=rewritten.unknown, near=access.near(rewritten.unknown, identity))
    return SafeSql(sql, executed, rewritten.tables, dialect, rewritten.touched, rewritten.least_groups)


def _check_text(sql: str, limits: StatementLimits) -> None:
    if len(sql) > limits.chars:
        raise LimitError(limit=say("sql.limit.chars"), value=limits.chars)
    if sql.isascii() and sql.isprintable():
        return
    for position, c in enumerate(sql):
        if c in "\t\n\r" or (c.isprintable() and c not in _INVISIBLE) or c == "\u3000" or c == "\u00a0":
            continue
        name = unicodedata.name(c, f"U+{ord(c):04X}")
        raise SqlRefused(kind="character", what=f"U+{ord(c):04X} {name} @ {position + 1}")


# Letters by class that show nothing: Hangul fillers, the Mongolian vowel separator, the braille blank.
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u180e\u2800\u034f\u17b4\u17b5") | {
    chr(c) for c in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}


def _parse(sql: str, dialect: str, limits: StatementLimits) -> tuple[exp.Expr, list[Token]]:
    tokens = tokens_of(sql, dialect)
    if len(tokens) > limits.tokens:
        raise LimitError(limit=say("sql.limit.tokens"), value=limits.tokens)
    _check_brackets(tokens, limits)
    statements = trees_of(tokens, sql, dialect)
    if not statements:
        raise SqlSyntaxError(detail=say("sql.empty"))
    if len(statements) > 1:
        raise SqlRefused(kind="many", what=len(statements))
    tree = statements[0]
    if isinstance(tree, (exp.Condition, exp.Alias)):
        # A word the parser does not know begins an expression, not a statement.
        raise SqlSyntaxError(detail=say("sql.syntax_at", line=1, column=1, near=tokens[0].text[:60]))
    if not isinstance(tree, (exp.Query, exp.Values)):
        raise SqlRefused(kind="statement", what=_statement_name(tree, tokens))
    return tree, tokens


def _check_brackets(tokens: list[Token], limits: StatementLimits) -> None:
    depth = 0
    for token in tokens:
        kind = token.token_type
        if kind in _OPENING:
            depth += 1
            if depth > limits.brackets:
                raise LimitError(limit=say("sql.limit.brackets"), value=limits.brackets)
        elif kind in _CLOSING:
            depth -= 1


_OPENING = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE, TokenType.CASE})
_CLOSING = frozenset({TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE, TokenType.END})


def _statement_name(tree: exp.Expr, tokens: list[Token]) -> str:
    word = tokens[0].text.upper() if tokens else type(tree).__name__.upper()
    return word[:30] if word.isalpha() else type(tree).__name__.upper()


def _check_tree(tree: exp.Expr, allowed: Allowed, limits: StatementLimits) -> None:
    """Walk every node once: class or function on the list, no argument outside of `PARTS`, depth and size in bounds."""
    stack: list[tuple[exp.Expr, int]] = [(tree, 1)]
    seen = 0
    while stack:
        node, depth = stack.pop()
        seen += 1
        if depth > limits.depth:
            raise LimitError(limit=say("sql.limit.depth"), value=limits.depth)
        if seen > limits.nodes:
            raise LimitError(limit=say("sql.limit.nodes"), value=limits.nodes)
        name = type(node).__name__
        if isinstance(node, exp.Func):
            _check_function(node, name, allowed)
        elif name not in allowed.nodes:
            raise SqlRefused(kind=_KINDS.get(name, "construct"), what=name.upper())
        elif name in ("Table", "TableFromRows"):
            _check_table(node, allowed)
        elif (
            name in ("Column", "Dot")
            and node.name.upper() == "NEXTVAL"
            and (name == "Dot" or node.args.get("table") is not None)
        ):
            # A sequence looks like a column of a table of its name.
            raise SqlRefused(kind="construct", what="NEXTVAL")
        elif name == "Column" and _calls(node, allowed):
            raise SqlRefused(kind="function", what=node.name.upper())
        elif name == "Identifier" and str(node.this).lower().startswith(RESERVED):
            raise SqlRefused(kind="reserved", what=str(node.this)[:60])
        elif name == "Var" and not node.name.replace("$", "_").isidentifier():
            raise SqlRefused(kind="construct", what=node.name[:60])
        elif name == "Select" and not node.expressions:
            raise SqlSyntaxError(detail=say("sql.no_columns"))
        elif name == "DataType" and node.args.get("this") in _FOREIGN_TYPES:
            kind = node.args.get("kind")
            kind = kind.name if isinstance(kind, exp.Expr) else str(kind)
            if kind.lower() not in TYPE_NAMES:
                raise SqlRefused(kind="type", what=kind[:60])
        parts = PARTS.get(name)
        if parts is not None:
            for key, value in node.args.items():
                if value and key not in parts:
                    raise SqlRefused(kind=_KINDS.get(key, "construct"), what=key.strip("_").upper())
        for value in node.args.values():
            for part in value if isinstance(value, list) else (value,):
                if isinstance(part, exp.Expr):
                    stack.append((part, depth + 1))
                elif isinstance(part, str) and _WORDS.fullmatch(part) is None and not _is_quoted(node, name):
                    raise SqlRefused(kind="construct", what=name.upper())


# Text that is written into the statement as it is must be words or a number: a parser may take a quoted name for one.
_WORDS = re.compile(r"[\w$ ]*|[\d_]*\.?[\d_]*(?:[eE][+-]?\d+)?")


def _is_quoted(node: exp.Expr, name: str) -> bool:
    """Whether the generator writes this node's text between quotes, with the quotes inside doubled."""
    if name == "Literal":
        return bool(node.args.get("is_string"))
    if name == "Identifier":
        return bool(node.args.get("quoted"))
    return name in _QUOTED


_QUOTED = frozenset({"RawString", "JSONPathKey", "JSONPathSubscript"})

_KINDS = {
    "Pivot": "pivot",
    "pivots": "pivot",
    "UnpivotColumns": "pivot",
    "Insert": "statement",
    "Update": "statement",
    "Delete": "statement",
    "Describe": "statement",
    "Summarize": "statement",
    "Show": "statement",
    "Placeholder": "parameter",
    "Parameter": "parameter",
    "SessionParameter": "parameter",
    "HistoricalData": "time_travel",
    "when": "time_travel",
    "version": "time_travel",
}
# Types looked up by name in the warehouse's catalog.
_FOREIGN_TYPES = frozenset({exp.DType.USERDEFINED})


def _check_function(node: exp.Func, name: str, allowed: Allowed) -> None:
    if isinstance(node, exp.Anonymous):
        written = node.args.get("this")
        if isinstance(written, str) and written.lower() in allowed.function_names:
            # With a schema in front it is somebody's own function of that name; `value.name(…)` is DuckDB's.
            if isinstance(node.parent, exp.Dot) and not allowed.methods:
                raise SqlRefused(kind="function", what=node.parent.sql()[:60])
            return
        if isinstance(node.parent, _IN_FROM) and str(written).lower() in allowed.table_functions:
            return
        raise SqlRefused(kind="function", what=str(written)[:60])
    if name not in allowed.function_classes:
        raise SqlRefused(kind="function", what=node.sql_name()[:60])


def _calls(node: exp.Expr, allowed: Allowed) -> bool:
    """Whether the engine takes a bare word for a call: `current_schema`."""
    written = node.this
    return (
        isinstance(written, exp.Identifier)
        and not written.args.get("quoted")
        and node.args.get("table") is None
        and written.name.lower() in allowed.no_columns
    )


_IN_FROM = (exp.Table, exp.TableFromRows, exp.Lateral)


def _check_table(node: exp.Expr, allowed: Allowed) -> None:
    what = node.args.get("this")
    if isinstance(what, exp.Identifier) and isinstance(node, exp.Table):
        for part in (node.args.get("db"), node.args.get("catalog")):
            if part is not None and not isinstance(part, exp.Identifier):
                raise SqlRefused(kind="construct", what=type(part).__name__.upper())
        return
    if isinstance(what, exp.Func) and not node.args.get("db"):
        name = str(what.args.get("this")).lower() if isinstance(what, exp.Anonymous) else ""
        if name in allowed.table_functions or type(what).__name__ in FUNCTIONS_IN_FROM:
            return
        raise SqlRefused(kind="table_function", what=(name or what.sql_name())[:60])
    raise SqlRefused(kind="construct", what=type(what).__name__.upper())
