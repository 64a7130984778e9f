"""Korean questions over tables that have English names only, by a small grammar; silent where one word is not clear.

`names` says what tables and columns are called in Korean, `tokens` reads a question as a row of signs, `shapes` matches
the row as a whole, `reader` finds the columns and values meant and writes them down as SQL.
"""

from __future__ import annotations

from .plan import compose_bare

__all__ = ["compose_bare"]
