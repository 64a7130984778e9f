"""Names of a translated tree in Snowflake's spelling, so that they mean what DuckDB means by them: the same in any case.

A plain name is written without quotes, which Snowflake folds to upper case. A reserved word is quoted in upper case,
which is the same name. What needs quotes is quoted in one spelling throughout: the catalog's, else the first written.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from ...core.identifiers import is_plain
from ...core.tables import Table

RESERVED = frozenset(
    """
    ACCOUNT ALL ALTER AND ANY AS BETWEEN BY CASE CAST CHECK COLUMN CONNECT CONNECTION CONSTRAINT CREATE CROSS CURRENT
    CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DATABASE DELETE DISTINCT DROP ELSE EXISTS FALSE FOLLOWING
    FOR FROM FULL GRANT GROUP GSCLUSTER HAVING ILIKE IN INCREMENT INNER INSERT INTERSECT INTO IS ISSUE JOIN LATERAL LEFT
    LIKE LOCALTIME LOCALTIMESTAMP MINUS NATURAL NOT NULL OF ON OR ORDER ORGANIZATION QUALIFY REGEXP REVOKE RIGHT RLIKE
    ROW ROWS SAMPLE SCHEMA SELECT SET SOME START TABLE TABLESAMPLE THEN TO TRIGGER TRUE TRY_CAST UNION UNIQUE UPDATE
    USING VALUES VIEW WHEN WHENEVER WHERE WITH
    """.split()
)


def folded(tree: exp.Expr, tables: Sequence[Table]) -> exp.Expr:
    """Every identifier of the tree in its spelling, in place."""
    spelled: dict[str, str] = {}
    for table in tables:
        for name in (*table.name.split("."), *(c.name for c in table.columns)):
            if not is_plain(name) or name != name.lower():
                spelled.setdefault(name.lower(), name)
    for identifier in tree.find_all(exp.Identifier):
        if _is_option(identifier):
            continue
        name = identifier.name
        lower = name.lower()
        if lower in spelled or not is_plain(name):
            identifier.set("this", spelled.setdefault(lower, name))
            identifier.set("quoted", True)
        elif lower.upper() in RESERVED:
            identifier.set("this", lower.upper())
            identifier.set("quoted", True)
        else:
            identifier.set("this", lower)
            identifier.set("quoted", False)
    return tree


def _is_option(identifier: exp.Identifier) -> bool:
    """`INPUT =>` names an argument, no column."""
    return isinstance(identifier.parent, (exp.Kwarg, exp.PropertyEQ)) and identifier.parent.this is identifier
