"""How an engine compares names. DuckDB: without case, of ASCII letters only. Snowflake: what is not quoted is in
capitals, and then letter by letter. Where the guard took two names for one that the engine tells apart, a name would
reach a table that was never checked."""

from __future__ import annotations

from sqlglot import exp

from ...core.identifiers import stored
from .parser import dialect_of

_LOWER = {i: i + 32 for i in range(ord("A"), ord("Z") + 1)}
_UPPER = {i + 32: i for i in range(ord("A"), ord("Z") + 1)}


def folded(name: exp.Expr | None, dialect: str) -> str:
    """What the engine compares of an identifier; empty where there is none."""
    if name is None:
        return ""
    if dialect != "snowflake":
        return name.name.translate(_LOWER)
    return name.name if name.args.get("quoted") else name.name.translate(_UPPER)


def folded_text(name: str, dialect: str) -> str:
    """The same of a name as the catalog spells it."""
    return stored(name, dialect) if dialect == "snowflake" else name.translate(_LOWER)


def means(written: exp.Expr | None, spelled: str, dialect: str) -> bool:
    """Whether the engine takes a written identifier for that name of its own."""
    return folded(written, dialect) == folded_text(spelled, dialect)


def alias_of(node: exp.Expr) -> exp.Expr | None:
    """The identifier of a table's, subquery's or CTE's alias; None where there is none."""
    alias = node.args.get("alias")
    return alias.args.get("this") if isinstance(alias, exp.TableAlias) else None


def shown_name(expression: exp.Expr, dialect: str) -> str:
    """What a result column without an alias is called after: the expression as it was written, functions in lower case
    as DuckDB has them. A column keeps its own name."""
    if isinstance(expression, exp.Count) and isinstance(expression.this, exp.Star) and dialect == "duckdb":
        return "count_star()"
    engine = dialect_of(dialect)
    return expression.output_name or engine.generate(
        expression, comments=False, normalize_functions="lower" if dialect == "duckdb" else "upper"
    )
