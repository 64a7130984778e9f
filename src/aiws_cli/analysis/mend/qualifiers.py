"""`shop.orders.amount`: a column with its schema, where FROM knows the table by another name or by its own alone."""

from __future__ import annotations

from sqlglot import exp

from .joining import qualify
from .scene import Scene
from .scope import Query, Source, queries


def mend_qualifiers(tree: exp.Expr, scene: Scene) -> tuple[exp.Expr, tuple[str, ...]]:
    """Schema-qualified references to the alias of the source they name; a schema that fits none stays."""
    reasons: list[str] = []
    for query in queries(tree, scene.catalog):
        for column in query.columns():
            if not column.db:
                continue
            source = _named(query, column)
            # An engine takes `schema.table.column` of a table that FROM names so itself.
            if source is None or _written_so(source, column):
                continue
            was = column.sql(dialect=scene.dialect)
            qualify(column, source.alias)
            reasons.append(
                scene.reason("column_renamed", old=was, new=column.sql(dialect=scene.dialect), table=was)
            )
    return tree, tuple(dict.fromkeys(reasons))


def _named(query: Query, column: exp.Column) -> Source | None:
    """The one source that reads this table, whatever its alias."""
    full = f"{column.db}.{column.table}".lower()
    found = [
        s
        for s in query.sources
        if s.table is not None and s.table.name.lower() in (full, full.removeprefix("main."))
    ]
    return found[0] if len(found) == 1 else None


def _written_so(source: Source, column: exp.Column) -> bool:
    node = source.node
    return isinstance(node, exp.Table) and node.db.lower() == column.db.lower() and not node.alias
