"""A plain question as SQL, by rules: figure, groups, filters, time, order. Where one word is not clear, nothing.

`reading` gives each word of a question its part over one fact table; `times` finds the bounds; `statement` writes the SQL.
Every table the search found is tried as the fact table; what several can answer is decided by names, then by the order
in which tables were linked; where that decides nothing, code stays silent and the model is asked.
"""

from __future__ import annotations

from .choose import Composed, companies_of, compose
from .passing import Passing, said_in_passing, unused

__all__ = ["Composed", "Passing", "companies_of", "compose", "said_in_passing", "unused"]
