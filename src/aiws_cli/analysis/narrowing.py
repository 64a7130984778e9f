"""Said with every answer whose asker sees less than there is: which rows, which masks, which groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..core.language import Language, say
from ..core.results import Narrowed


def narrowed_lines(
    narrowed: Sequence[Narrowed], role: str, title: Callable[[str], str], language: Language | None = None
) -> tuple[str, ...]:
    """One line a fact, none where the role sees it all. `title` gives what people call a table."""
    out: list[str] = []
    for one in narrowed:
        name = title(one.table)
        if one.rows:
            out.append(say("analysis.narrowed.rows", language, role=role, table=name, rows=one.rows))
        if one.masked:
            out.append(
                say(
                    "analysis.narrowed.masked", language, role=role, table=name, columns=", ".join(one.masked)
                )
            )
        if one.least_group:
            out.append(say("analysis.narrowed.groups", language, role=role, table=name, size=one.least_group))
    return tuple(out)
