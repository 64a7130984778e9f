"""Who may see which table, and how much of it.

The guard asks one question: what does this identity see of this table? Today everyone sees every column the
catalog describes; roles, masks and row filters answer the same question with other views.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ..core.identity import Identity
from ..core.ports import Catalog
from ..core.tables import Table


@dataclass(frozen=True, slots=True)
class LeastGroup:
    """A table whose rows may only be seen summed up: each group shown holds at least `size` different units.

    `unit` are the base table's columns that tell one person or account from another; empty counts rows.
    """

    size: int
    unit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableView:
    """What an identity sees of a table.

    `name` is `schema.table` as the warehouse spells it. `columns` are (name, SQL expression) in the warehouse's
    order; None means the column itself. `filter_sql` is a condition over the base table, or None for every row.
    Expressions and filter are policy text in the warehouse's dialect, never the asker's. `reads` are further base
    tables that filter or expressions look into. `least_group` asks for sums instead of rows.
    """

    name: str
    columns: tuple[tuple[str, str | None], ...]
    filter_sql: str | None = None
    reads: tuple[str, ...] = ()
    least_group: LeastGroup | None = None


class Access(Protocol):
    """What the guard asks. A hidden table and one that does not exist give the same answers."""

    def resolve(self, schema: str, table: str, identity: Identity) -> tuple[str, ...]:
        """Permitted tables a written name may mean, compared without case; `schema` is empty for a bare name."""
        ...

    def view_of(self, table: str, identity: Identity) -> TableView | None:
        """What the identity sees of `schema.table`; None where that is nothing."""
        ...

    def near(self, name: str, identity: Identity) -> tuple[str, ...]:
        """Up to three permitted tables whose names resemble `name`, best first."""
        ...


class CatalogAccess:
    """Every table of the catalog, whole, for everyone; plus the asker's own files added with `add`."""

    def __init__(self, catalog: Catalog, extra: Iterable[Table] = ()) -> None:
        self._catalog = catalog
        self._files: dict[str, Table] = {}
        self._bare: dict[str, tuple[str, ...]] | None = None
        self._views: dict[str, tuple[Table, TableView]] = {}
        for table in extra:
            self.add(table)

    def add(self, table: Table) -> None:
        """Permit one more table (an attached file); the same name replaces the earlier one."""
        self._files[table.name.lower()] = table
        self._bare = None

    def resolve(self, schema: str, table: str, identity: Identity) -> tuple[str, ...]:
        if schema:
            found = self._table(f"{schema}.{table}")
            return (found.name,) if found is not None else ()
        names = self._by_bare_name().get(table.lower(), ())
        preferred = tuple(n for n in names if n.lower().startswith("main."))
        return preferred or names

    def view_of(self, table: str, identity: Identity) -> TableView | None:
        found = self._table(table)
        if found is None or not found.columns:
            return None
        known = self._views.get(found.name)
        if known is not None and known[0] is found:
            return known[1]
        view = TableView(found.name, tuple((column.name, None) for column in found.columns))
        self._views[found.name] = (found, view)
        return view

    def near(self, name: str, identity: Identity) -> tuple[str, ...]:
        wanted = name.lower().rsplit(".", 1)[-1]
        pieces = _pieces(wanted)
        # Comparing strings is slow, so only names that share pieces with the wanted one are compared.
        ranked = sorted(self._by_bare_name(), key=lambda n: -len(pieces & _pieces(n)))[:50]
        close = difflib.get_close_matches(wanted, ranked, n=3, cutoff=0.6)
        names = [full for bare in close for full in self._by_bare_name()[bare]]
        schema = name.lower().rpartition(".")[0]
        return tuple(sorted(names, key=lambda n: not n.lower().startswith(f"{schema}."))[:3])

    def _table(self, name: str) -> Table | None:
        return self._files.get(name.lower()) or self._catalog.table(name)

    def _by_bare_name(self) -> dict[str, tuple[str, ...]]:
        if self._bare is None:
            bare: dict[str, tuple[str, ...]] = {}
            for name in (*self._catalog.table_names(), *(t.name for t in self._files.values())):
                key = name.rsplit(".", 1)[-1].lower()
                if name not in bare.get(key, ()):
                    bare[key] = (*bare.get(key, ()), name)
            self._bare = bare
        return self._bare


def _pieces(word: str) -> set[str]:
    return {word[i : i + 2] for i in range(len(word) - 1)} or {word}
