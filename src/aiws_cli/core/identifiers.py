"""How names of the catalog and names an engine stores belong together.

DuckDB keeps a name as it was written. Snowflake folds an unquoted name to upper case; in the catalog, and wherever
aiws shows a name, such a name is in lower case, as people write it. A name with both cases, blanks or Hangul was
quoted when it was made and is kept as it is. Names the engine stores in lower case alone have no spelling left here.
"""

from __future__ import annotations

import re

_STORED = re.compile(r"[A-Z_][A-Z0-9_$]*")
_FOLDED = re.compile(r"[a-z_][a-z0-9_$]*")


def stored(name: str, dialect: str) -> str:
    """The engine's own spelling of a name of the catalog: `customers` is CUSTOMERS in Snowflake."""
    if dialect == "snowflake" and _FOLDED.fullmatch(name):
        return name.upper()
    return name


def catalogued(name: str, dialect: str) -> str | None:
    """The catalog's spelling of a name the engine stores; None where it has none."""
    if dialect != "snowflake":
        return name
    if _STORED.fullmatch(name):
        return name.lower()
    return None if _FOLDED.fullmatch(name) else name


def is_plain(name: str) -> bool:
    """Whether the name needs no quotes in Snowflake (reserved words aside)."""
    return bool(_FOLDED.fullmatch(name.lower()))
