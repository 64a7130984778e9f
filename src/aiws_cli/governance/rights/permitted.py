"""The data catalog as one identity may know it: what the policy hides is not there.

Everything that finds, describes or proposes works on this one, so a hidden table can't be told from none: not by a
search, a hint, an example, a proposal or a completion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from ...core.identity import Identity
from ...core.ports import Catalog
from ...core.tables import Column, Hit, Metric, OwnTerm, Relationship, Table, Term, VerifiedHit
from .access import PolicyAccess, within_walls
from .masks import DATES, KEEPS_TYPE
from .policy import rule_for

# A search asks for more than is wanted, since some of it may not be shown; so often at most.
_ROUNDS = 4
_WORD = re.compile(r"\w+")
# `schema.table` wherever it begins, so that `database.schema.table` is seen too.
_QUALIFIED = re.compile(r"(?<!\w)(?=(\w+\.\w+))")
_UNQUOTED = re.compile(r"[\"`]|\s*(\.)\s*(?=[\w\"`])")


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
        self._known_places: dict[str, set[str]] | None = None

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
        """The companies of which the identity may know a table, with the domains of such tables, where the catalog knows companies."""
        found: tuple[Any, ...] = getattr(self._base, "companies", ())
        if self._sees_all():
            return found
        known = self._places() if found else {}
        return tuple(
            replace(c, domains=tuple(d for d in c.domains if d.id in known[c.id]))
            for c in found
            if c.id in known
        )

    def _in_known(self, workspace: str) -> None:
        """Raises WorkspaceUnknownError, with the names the identity may know, for a workspace it may not know of."""
        scope = getattr(self._base, "scope", None)
        if workspace.strip() and scope is not None:
            scope(workspace, self.companies)

    def _places(self) -> dict[str, set[str]]:
        """Companies and domains with a table the identity may know of."""
        if self._known_places is None:
            known: dict[str, set[str]] = {}
            role = self._access.policy.roles.get(self._identity.role)
            places = getattr(self._base, "places", tuple)
            for name, company, domain in places():
                if role is None or domain in known.get(company, ()) or not self._enters(company):
                    continue
                # By name first: a large catalog's tables are not read one by one to find that none is permitted.
                rule = rule_for(role, Table(name, (), company=company, domain=domain))
                readable = rule is not None and not rule.deny and self.table(name) is not None
                if not readable and role.discoverable:
                    found = self._base.table(name)
                    readable = found is not None and self._access.is_discoverable(found, self._identity)
                if readable:
                    known.setdefault(company, set()).add(domain)
            self._known_places = known
        return self._known_places

    def companies_named(self, question: str) -> tuple[str, ...]:
        """Ids of the companies within the role's walls that a question names."""
        namer = getattr(self._base, "companies_named", None)
        return tuple(c for c in namer(question) if self._enters(c)) if namer else ()

    # ── finding ─────────────────────────────────────────────────────────────────────────────────────────

    def search(self, query: str, *, workspace: str = "", limit: int = 10) -> tuple[Hit, ...]:
        """Tables the identity may read, best first. Raises WorkspaceUnknownError."""
        return self._search(query, workspace, limit, lambda t: self.table(t.name) is not None)

    def known(self, query: str, *, workspace: str = "", limit: int = 10) -> tuple[tuple[Hit, bool], ...]:
        """Hits among the tables the identity may know of, each with whether it may read it; best first.

        Raises WorkspaceUnknownError.
        """
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
        self._in_known(workspace)
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
                return replace(table, columns=tuple(map(_without_samples, table.columns)))
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
        self._in_known(workspace)
        wanted = limit
        for _ in range(_ROUNDS):
            found = self._base.search(query, workspace=workspace, limit=wanted)
            kept = tuple(
                seen
                for h in found
                if (t := self._base.table(h.table)) is not None
                and shows(t)
                and (seen := self._as_found(h, t)) is not None
            )
            kept = tuple(h for h in kept if h.score or self._joined(h, kept))
            if len(kept) >= limit or len(found) < wanted:
                break
            wanted *= 3
        return kept[:limit]

    def _joined(self, hit: Hit, hits: tuple[Hit, ...]) -> bool:
        """Whether a foreign key joins a table to a hit that words found. Without one, a hidden table brought it along."""
        found = {h.table.lower() for h in hits if h.score}
        ends = (e for r in self._base.relationships(hit.table) for e in (r.from_table, r.to_table))
        return any(e.lower() in found for e in ends)

    def _as_found(self, hit: Hit, table: Table) -> Hit | None:
        """A hit on a readable table without the words that only columns answer to which are not shown; None where
        nothing else does. Of a table that may only be known of, the names of its columns may be known too."""
        if not hit.matched or not self._access.reads(table.name, self._identity):
            return hit
        shown = {c.name for c, mask in self._access.columns(table, self._identity) if not mask}
        unseen = [c for c in table.columns if c.name not in shown]
        if not unseen:
            return hit
        behind = _said(unseen)
        seen = _said(c for c in table.columns if c.name in shown) + _about(table)
        # A masked column keeps its name; what its values and codes say went with them.
        seen += "".join(_named(c) for c, mask in self._access.columns(table, self._identity) if mask)
        kept = tuple(w for w in hit.matched if _answers(seen, w) or not _answers(behind, w))
        if kept == hit.matched:
            return hit
        return replace(hit, matched=kept) if kept else None

    def _term(self, term: Term) -> Term | None:
        if isinstance(term, OwnTerm):
            return term  # the asker's own words tell the asker nothing
        tables = term.tables or tuple(dict.fromkeys(c.rpartition(".")[0] for c in term.columns if "." in c))
        if not tables:
            return term if not self._names_hidden(f"{term.expression} {term.definition}") else None
        shown = tuple(t for t in tables if self.table(t) is not None)
        if not shown:
            return None
        hidden = self._hidden_columns(tables)
        columns = tuple(c for c in term.columns if self._shows_column(c, hidden))
        clear = not _says(term.expression, hidden) and not self._names_hidden(term.expression, bare=False)
        kept = replace(term, definition="") if self._names_hidden(term.definition) else term
        if shown == tables and columns == term.columns and clear:
            return kept
        return replace(kept, tables=shown, columns=columns, expression="")

    def _shows_column(self, column: str, hidden: frozenset[str]) -> bool:
        table, _, name = column.rpartition(".")
        return name.lower() not in hidden and (not table or self.table(table) is not None)

    def _speaks_of_shown(self, metric: Metric) -> bool:
        if metric.company and not self._enters(metric.company):
            return False
        texts = (metric.expression, *metric.filters, metric.time_column, metric.example)
        return self._all_shown(metric.tables, (*texts, metric.description))

    def _all_shown(self, tables: Iterable[str], texts: Iterable[str]) -> bool:
        tables, texts = tuple(tables), tuple(texts)
        if any(self.table(t) is None for t in tables):
            return False
        # Where the tables are told, other words are columns and aliases; else they may be tables.
        if any(self._names_hidden(t, bare=not tables) for t in texts):
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

    def _names_hidden(self, text: str, *, bare: bool = True) -> bool:
        """Whether a text names a table that is not shown (`bare`: also without its schema), or beside a table's name a
        column of its that is not."""
        text = _UNQUOTED.sub(r"\1", text)
        named = [
            t for n in _QUALIFIED.findall(text) for w in _cuts(n) if (t := self._base.table(w)) is not None
        ]
        if any(self.table(t.name) is None for t in named):
            return True
        if bare and any(
            self._access.only_hidden(w, self._identity) for word in _WORD.findall(text) for w in _cuts(word)
        ):
            return True
        return _says(text, self._hidden_columns(t.name for t in named)) if named else False

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
        return column if of_all else _without_samples(column)
    name = mask.strip().lower()
    kind, logical = "VARCHAR", "string"
    if name in DATES:
        kind, logical = "DATE", "date"
    elif name in KEEPS_TYPE:
        kind, logical = column.type, column.logical_type
    return replace(column, type=kind, logical_type=logical, sample_values=(), code_values={}, fields=())


def _without_samples(column: Column) -> Column:
    if not column.sample_values and not column.fields:
        return column
    return replace(column, sample_values=(), fields=tuple(map(_without_samples, column.fields)))


def _named(column: Column) -> str:
    names = (column.name, column.business_name, column.business_name_en, *column.synonyms)
    return "\n".join(("", *names, "")).lower()


def _said(columns: Iterable[Column]) -> str:
    """Every word these columns answer to, in one text."""
    return "".join(
        _named(c)
        + "\n".join((c.description, *c.sample_values, *c.code_values.values())).lower()
        + _said(c.fields)
        for c in columns
    )


def _answers(texts: str, word: str) -> bool:
    """Whether a word of a question stands in texts, also without a particle or an ending (`번호는`, `numbers`)."""
    word = word.lower()
    shorter = (word[:-1], word[:-2]) if len(word) > 3 else (word[:-1],) if len(word) == 3 else ()
    return any(w in texts for w in (word, *shorter))


def _about(table: Table) -> str:
    """Every word a table answers to by itself."""
    texts = (table.name, table.business_name, table.business_name_en, table.description, table.grain)
    return "\n".join((*texts, table.grain_en, table.company, table.domain, *table.synonyms)).lower()


def _says(text: str, names: frozenset[str]) -> bool:
    return bool(names) and any(w.lower() in names for word in _WORD.findall(text) for w in _cuts(word))


def _cuts(word: str) -> Iterator[str]:
    """A word, and what is left of it without a Korean particle (`deals에서`), which stands on it without a blank."""
    yield word
    for end in range(1, min(4, len(word))):
        if word[-end].isascii():
            return
        yield word[:-end]
