"""The data catalog as one identity may know it: what the policy hides is not there.

Everything that finds, describes or proposes works on this one, so a hidden table can't be told from none: not by a
search, a hint, an example, a proposal or a completion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from ..core.identity import Identity
from ..core.ports import Catalog
from ..core.tables import Column, Hit, Metric, Relationship, Table, Term, VerifiedHit
from .access import PolicyAccess, within_walls
from .masks import DATES, KEEPS_TYPE

# A search asks for more than is wanted, since some of it may not be shown; so often at most.
_ROUNDS = 4
_WORD = re.compile(r"\w+")


class PermittedCatalog:
    """Implements core.ports.Catalog over another one, for one identity. Masked columns lose their values and codes.

    `by_name` adds the tables the identity may know of and not read: to tell what a question is about, never to answer it.
    """

    def __init__(
        self, base: Catalog, access: PolicyAccess, identity: Identity, *, by_name: bool = False
    ) -> None:
        self._by_name = by_name
        self._base, self._access, self._identity = base, access, identity
        self._tables: dict[str, tuple[Table, Table | None]] = {}
        self._names: tuple[str, ...] | None = None
        self._names_of: tuple[str, ...] | None = None

    # ── tables ──────────────────────────────────────────────────────────────────────────────────────────

    def table(self, name: str) -> Table | None:
        found = self._base.table(name)
        if found is None:
            return None
        known = self._tables.get(found.name)
        if known is None or known[0] is not found:
            known = (found, self._shown(found))
            if len(self._tables) > 4_000:
                self._tables.clear()
            self._tables[found.name] = known
        return known[1]

    def table_names(self) -> tuple[str, ...]:
        every = self._base.table_names()
        if self._names is None or self._names_of is not every:
            self._names_of = every
            self._names = every if self._sees_all() else tuple(n for n in every if self.table(n) is not None)
        return self._names

    def relationships(self, table: str) -> tuple[Relationship, ...]:
        return tuple(r for r in self._base.relationships(table) if self._joins(r))

    def neighbours(self, table: str) -> frozenset[str]:
        """Lower-case names of the tables a permitted foreign key joins to this one, either way."""
        here = table.lower()
        ends = (e.lower() for r in self.relationships(table) for e in (r.from_table, r.to_table))
        return frozenset(e for e in ends if e != here)

    @property
    def companies(self) -> tuple[object, ...]:
        """The companies within the role's walls, where the catalog knows companies."""
        found: tuple[object, ...] = getattr(self._base, "companies", ())
        return tuple(c for c in found if self._enters(str(getattr(c, "id", ""))))

    def companies_named(self, question: str) -> tuple[str, ...]:
        """Ids of the companies within the role's walls that a question names."""
        namer = getattr(self._base, "companies_named", None)
        return tuple(c for c in namer(question) if self._enters(c)) if namer else ()

    # ── finding ─────────────────────────────────────────────────────────────────────────────────────────

    def search(self, query: str, *, workspace: str = "", limit: int = 10) -> tuple[Hit, ...]:
        return self._search(query, workspace, limit, lambda t: self.table(t.name) is not None)

    def known(self, query: str, *, workspace: str = "", limit: int = 10) -> tuple[tuple[Hit, bool], ...]:
        """Hits among the tables the identity may know of, each with whether it may read it; best first."""
        hits = self._search(
            query,
            workspace,
            limit,
            lambda t: self.table(t.name) is not None or self._access.is_discoverable(t, self._identity),
        )
        return tuple((h, self.table(h.table) is not None) for h in hits)

    def terms(self, question: str) -> tuple[Term, ...]:
        return tuple(t for found in self._base.terms(question) if (t := self._term(found)) is not None)

    def metrics(self, question: str) -> tuple[Metric, ...]:
        return tuple(m for m in self._base.metrics(question) if self._speaks_of_shown(m))

    def verified(self, question: str, *, workspace: str = "", limit: int = 3) -> tuple[VerifiedHit, ...]:
        wanted = limit
        for _ in range(_ROUNDS):
            found = self._base.verified(question, workspace=workspace, limit=wanted)
            kept = tuple(h for h in found if self._all_shown(h.query.tables, (h.query.sql,)))
            if len(kept) >= limit or len(found) < wanted:
                return kept[:limit]
            wanted *= 3
        return kept[:limit]

    def rules(self, company: str = "") -> str:
        text = self._base.rules(company if not company or self._enters(company) else "")
        return "\n".join(line for line in text.splitlines() if not self._names_hidden(line)) if text else text

    # ── what is shown ───────────────────────────────────────────────────────────────────────────────────

    def _shown(self, table: Table) -> Table | None:
        columns = self._access.columns(table, self._identity)
        if not columns:
            if self._by_name and self._access.is_discoverable(table, self._identity):
                return replace(table, columns=tuple(replace(c, sample_values=()) for c in table.columns))
            return None
        rule = self._access.rule_of(table, self._identity)
        # Values in the catalog come from all rows: who sees some of them only is not shown the others' values.
        of_all = rule is None or not (rule.rows or rule.least_group)
        shown = tuple(_as_seen(column, mask, of_all) for column, mask in columns)
        if shown == table.columns:
            return replace(table, relationships=self._kept(table)) if table.relationships else table
        return replace(table, columns=shown, relationships=self._kept(table))

    def _kept(self, table: Table) -> tuple[Relationship, ...]:
        return tuple(r for r in table.relationships if self._joins(r))

    def _joins(self, relationship: Relationship) -> bool:
        """Whether both ends show the columns of the key, unmasked."""
        for name, columns in (
            (relationship.from_table, relationship.from_columns),
            (relationship.to_table, relationship.to_columns),
        ):
            table = self._base.table(name)
            if table is None:
                return False
            clear = {c.name.lower() for c, mask in self._access.columns(table, self._identity) if not mask}
            if not all(c.lower() in clear for c in columns):
                return False
        return True

    def _search(
        self, query: str, workspace: str, limit: int, shows: Callable[[Table], bool]
    ) -> tuple[Hit, ...]:
        wanted = limit
        for _ in range(_ROUNDS):
            found = self._base.search(query, workspace=workspace, limit=wanted)
            kept = tuple(h for h in found if (t := self._base.table(h.table)) is not None and shows(t))
            if len(kept) >= limit or len(found) < wanted:
                break
            wanted *= 3
        return kept[:limit]

    def _term(self, term: Term) -> Term | None:
        if not term.tables:
            return term
        shown = tuple(t for t in term.tables if self.table(t) is not None)
        if not shown:
            return None
        hidden = self._hidden_columns(term.tables)
        columns = tuple(c for c in term.columns if c.rsplit(".", 1)[-1].lower() not in hidden)
        if shown == term.tables and columns == term.columns and not _says(term.expression, hidden):
            return term
        return replace(term, tables=shown, columns=columns, expression="")

    def _speaks_of_shown(self, metric: Metric) -> bool:
        if metric.company and not self._enters(metric.company):
            return False
        texts = (metric.expression, *metric.filters, metric.time_column, metric.example)
        return self._all_shown(metric.tables, texts)

    def _all_shown(self, tables: Iterable[str], texts: Iterable[str]) -> bool:
        tables = tuple(tables)
        if any(self.table(t) is None for t in tables):
            return False
        hidden = self._hidden_columns(tables)
        return not hidden or not any(_says(text, hidden) for text in texts)

    def _hidden_columns(self, tables: Iterable[str]) -> frozenset[str]:
        """Lower-case names of columns of these tables that are hidden or masked, and shown clear by none of them."""
        every: set[str] = set()
        clear: set[str] = set()
        for name in tables:
            table = self._base.table(name)
            if table is None:
                continue
            every.update(c.name.lower() for c in table.columns)
            shown = self._access.columns(table, self._identity)
            clear.update(c.name.lower() for c, mask in shown if not mask)
        return frozenset(every - clear)

    def _names_hidden(self, line: str) -> bool:
        for name in re.findall(r"\b\w+\.\w+\b", line):
            found = self._base.table(name)
            if found is not None and self.table(name) is None:
                return True
        return False

    def _enters(self, company: str) -> bool:
        role = self._access.policy.roles.get(self._identity.role)
        return role is not None and within_walls(
            role, Table("", (), company=company), self._identity.attributes
        )

    def _sees_all(self) -> bool:
        """Whether the first rule lets every table in, whichever it is: then none need be looked at."""
        role = self._access.policy.roles.get(self._identity.role)
        if role is None or not role.rules or "*" not in role.companies:
            return False
        first = role.rules[0]
        return (
            first.match == ("*",)
            and not (first.deny or first.show or first.hide)
            and not self._access.policy.protect.hide
        )


def _as_seen(column: Column, mask: str, of_all: bool) -> Column:
    if not mask:
        return column if of_all or not column.sample_values else replace(column, sample_values=())
    name = mask.strip().lower()
    kind, logical = "VARCHAR", "string"
    if name in DATES:
        kind, logical = "DATE", "date"
    elif name in KEEPS_TYPE:
        kind, logical = column.type, column.logical_type
    return replace(column, type=kind, logical_type=logical, sample_values=(), code_values={}, fields=())


def _says(text: str, names: frozenset[str]) -> bool:
    return bool(names) and any(w.lower() in names for w in _WORD.findall(text))
