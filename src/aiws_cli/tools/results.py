"""Results of a session by short names, so that a later call can speak of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.results import ResultSet

# The rows of more than this many results are not held in memory; the names of the older ones are gone.
_KEPT = 8
_COLUMNS_NAMED = 12


@dataclass(frozen=True, slots=True)
class Named:
    """A result, what it is called, and the audit record of what it came of."""

    name: str
    result: ResultSet
    audit_id: str


class Results:
    """The last results of one session, `r1`, `r2`, … in the order they came. Not thread-safe; never written to disk."""

    def __init__(self) -> None:
        self._kept: dict[str, Named] = {}
        self._count = 0

    def keep(self, result: ResultSet, audit_id: str) -> str:
        """Hold this result and give back its name; the one of the same record keeps the name it has."""
        for named in self._kept.values():
            if named.audit_id == audit_id:
                return named.name
        self._count += 1
        name = f"r{self._count}"
        self._kept[name] = Named(name, result, audit_id)
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        return name

    def all(self) -> tuple[Named, ...]:
        """Those still held, oldest first."""
        return tuple(self._kept.values())

    def about(self, *, columns: bool = True) -> str:
        """A line a result: its name, its columns (else how many), its rows; empty where there is none."""
        return "\n".join(_line(n, columns) for n in self._kept.values())


def _line(named: Named, names: bool) -> str:
    columns = [c.name for c in named.result.columns]
    if not names:
        return f"{named.name}: {len(columns)} columns ({named.result.row_count} rows)"
    shown = ", ".join(columns[:_COLUMNS_NAMED]) + (", …" if len(columns) > _COLUMNS_NAMED else "")
    return f"{named.name}: {shown} ({named.result.row_count} rows)"
