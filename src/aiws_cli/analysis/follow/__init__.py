"""A follow-up that only changes the query before it, as SQL, by rules: another month, one grade only, the first three.

`former` reads the query before; `wish` gives each word of the follow-up its part; `change` rewrites. A word that has
no part, or a wish that can be read in two ways, leaves the follow-up to the model.
"""

from __future__ import annotations

from .change import follow

__all__ = ["follow"]
