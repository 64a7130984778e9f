"""The SQL that rules and the model write (DuckDB's) in the words of the warehouse in use.

What is written, mended and gone on from stays DuckDB's; only what is sent is translated, before the guard, which then
reads the translated text with the lists of that dialect. What has no equal there is an error that names it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from ...core.errors import Actor, AiwsError, SqlSyntaxError
from ...core.tables import Table

WRITTEN_IN = "duckdb"
"""The dialect of the catalog's SQL, of the rules and of what the model is asked for."""


class NotInDialect(AiwsError):
    """The statement uses something the warehouse has no equal for. Slots: what."""

    code: ClassVar[str] = "not_in_dialect"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "model"


def in_dialect(sql: str, dialect: str, tables: Iterable[Table] = ()) -> str:
    """`sql` as the warehouse of that dialect understands it; the text itself where that is the one it is written in.

    `tables` are those it reads, as far as they are known: their types settle what a function of several meanings
    does. Raises NotInDialect, and SqlSyntaxError for text that does not parse.
    """
    if dialect == WRITTEN_IN:
        return sql
    import sqlglot
    from sqlglot.errors import ErrorLevel, SqlglotError, UnsupportedError

    from .snowflake import translated

    try:
        tree = sqlglot.parse_one(sql, read=WRITTEN_IN)
    except SqlglotError as problem:
        raise SqlSyntaxError(detail=(str(problem).splitlines() or [sql])[0][:200]) from None
    try:
        made = translated(tree, tuple(tables))
        text = made.sql(dialect, unsupported_level=ErrorLevel.RAISE, comments=False)
        sqlglot.parse_one(text, read=dialect)
    except UnsupportedError as problem:
        raise NotInDialect(what=str(problem).splitlines()[0][:200]) from None
    except SqlglotError:
        raise NotInDialect(what=dialect) from None
    return str(text)


def back_from(sql: str, dialect: str) -> str:
    """A statement of another dialect in the catalog's. Raises SqlSyntaxError where it is not one, or has no equal."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import ErrorLevel, SqlglotError

    try:
        (tree,) = sqlglot.parse(sql, read=dialect)
        if tree is None:
            raise ValueError
        for node in list(tree.find_all(exp.ArrayContains)):
            # What is sought is a VARIANT there and itself here.
            sought = node.expression.this if isinstance(node.expression, exp.Cast) else node.expression
            found = exp.Anonymous(this="list_contains", expressions=[node.this.copy(), sought.copy()])
            node.replace(found)
        for counted in list(tree.find_all(exp.CountIf)):
            counted.replace(exp.Anonymous(this="count_if", expressions=[counted.this.copy()]))
        return str(tree.sql(WRITTEN_IN, unsupported_level=ErrorLevel.RAISE))
    except (SqlglotError, ValueError) as problem:
        raise SqlSyntaxError(detail=(str(problem).splitlines() or [sql])[0][:200]) from None
