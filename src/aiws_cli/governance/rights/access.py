"""Who may see which table, and how much of it.

The guard asks one question: what does this identity see of this table? The answer is a view: the columns that are
shown, the masks over them, the rows that pass. What is not in the view can't be expressed.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from ...core.errors import DeniedError
from ...core.identity import Identity
from ...core.language import Language, current, say
from ...core.ports import Catalog
from ...core.results import Narrowed
from ...core.tables import Column, Table
from .policy import Policy, Role, Rule, hidden, mask_of, rule_for, table_fits
from .policy_sql import (
    AttributeMissing,
    attributes_in,
    columns_of,
    condition,
    masked,
    spoken,
    tables_of,
    usable,
)


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
    tables that filter or expressions look into, or the view itself where the policy says so. `least_group` asks for sums
    instead of rows. `types` are the columns' types as the catalog has them, in the same order; empty where nobody knows
    them.
    """

    name: str
    columns: tuple[tuple[str, str | None], ...]
    filter_sql: str | None = None
    reads: tuple[str, ...] = ()
    least_group: LeastGroup | None = None
    types: tuple[str, ...] = field(default=(), compare=False)


class Access(Protocol):
    """What the guard asks. A hidden table and one that does not exist give the same answers."""

    def resolve(self, schema: str, table: str, identity: Identity) -> tuple[str, ...]:
        """Permitted tables a written name may mean, compared without case; `schema` is empty for a bare name."""
        ...

    def view_of(self, table: str, identity: Identity) -> TableView | None:
        """What the identity sees of `schema.table`; None where that is nothing.

        Raises AttributeNeeded where the policy asks for an attribute the identity lacks.
        """
        ...

    def near(self, name: str, identity: Identity) -> tuple[str, ...]:
        """Up to three permitted tables whose names resemble `name`, best first."""
        ...

    def discoverable(self, schema: str, table: str, identity: Identity) -> Table | None:
        """The table a written name means where the identity may know of it and not read it; else None."""
        ...


class TableNotPermitted(DeniedError):
    """A table the role may know of and not read. Slots: table, title, title_en, owner."""

    code = "table_not_permitted"

    def message(self, language: Language | None = None) -> str:
        english = (language or current()) == "en" and self.slots.get("title_en")
        slots = {**self.slots, "title": english or self.slots["title"]}
        return say("error.table_not_permitted", language, **slots)

    @classmethod
    def of(cls, table: Table) -> TableNotPermitted:
        """For this table, as the catalog names it and its owner."""
        return cls(
            table=table.name,
            title=table.business_name or table.name,
            title_en=table.business_name_en,
            owner=table.owner or "-",
        )


class ExportDenied(DeniedError):
    """The role may look at results and not take them out into files. Slots: role."""

    code = "export_denied"


def refuse_known(name: str, access: Access, identity: Identity) -> None:
    """Raises TableNotPermitted where `name` (bare or `schema.table`) means a table the identity may only know of."""
    schema, _, table = name.rpartition(".")
    known = access.discoverable(schema, table, identity)
    if known is not None:
        raise TableNotPermitted.of(known)


class AttributeNeeded(DeniedError):
    """The policy filters a table by an attribute the identity does not have. Slots: table, attribute."""

    code = "attribute_needed"


class PolicyAccess:
    """What a policy says, over a catalog; plus the asker's own files added with `add`, which are theirs whole.

    `dialect` is the warehouse's. Answers are remembered, so a new policy wants a new PolicyAccess.
    """

    def __init__(
        self, policy: Policy, catalog: Catalog, *, dialect: str = "duckdb", extra: Iterable[Table] = ()
    ) -> None:
        self.policy = policy
        self.dialect = dialect
        self._catalog = catalog
        self._files: dict[str, Table] = {}
        self._bare: dict[str, tuple[str, ...]] | None = None
        self._views: dict[tuple[str, Identity], tuple[Table, TableView]] = {}
        self._rules: dict[tuple[str, Identity], tuple[Table, Rule | None]] = {}
        self._columns: dict[tuple[str, Identity], tuple[Table, tuple[tuple[Column, str], ...]]] = {}
        for table in extra:
            self.add(table)

    def add(self, table: Table) -> None:
        """Permit one more table (an attached file); the same name replaces the earlier one."""
        self._files[table.name.lower()] = table
        self._bare = None
        self._columns.clear()

    def resolve(self, schema: str, table: str, identity: Identity) -> tuple[str, ...]:
        if schema:
            written = f"{schema}.{table}"
            found = self._table(written)
            return (found.name,) if found is not None and self._reads(found, identity) else ()
        names = tuple(n for n in self._by_bare_name().get(table.lower(), ()) if self.reads(n, identity))
        preferred = tuple(n for n in names if n.lower().startswith("main."))
        return preferred or names

    def view_of(self, table: str, identity: Identity) -> TableView | None:
        found = self._table(table)
        if found is None or not found.columns or not self._reads(found, identity):
            return None
        key = (found.name, identity)
        known = self._views.get(key)
        if known is not None and known[0] is found:
            return known[1]
        view = self._view(found, identity)
        self._views[key] = (found, view)
        return view

    def near(self, name: str, identity: Identity) -> tuple[str, ...]:
        wanted = name.lower().rsplit(".", 1)[-1]
        pieces = _pieces(wanted)
        # Comparing strings is slow, so only names that share pieces with the wanted one are compared; and only names
        # that may be told, or the hidden ones would show by whom they crowd out.
        ranked = sorted(self._by_bare_name(), key=lambda n: -len(pieces & _pieces(n)))
        told = (n for n in ranked if any(self.reads(full, identity) for full in self._by_bare_name()[n]))
        close = difflib.get_close_matches(wanted, list(islice(told, 50)), n=10, cutoff=0.6)
        names = [full for bare in close for full in self._by_bare_name()[bare] if self.reads(full, identity)]
        schema = name.lower().rpartition(".")[0]
        return tuple(sorted(names, key=lambda n: not n.lower().startswith(f"{schema}."))[:3])

    def discoverable(self, schema: str, table: str, identity: Identity) -> Table | None:
        named = (f"{schema}.{table}",) if schema else self._by_bare_name().get(table.lower(), ())
        found = [t for n in named if (t := self._table(n)) is not None and self.is_discoverable(t, identity)]
        return found[0] if len(found) == 1 else None

    def reads(self, table: str, identity: Identity) -> bool:
        """Whether the identity sees anything of `schema.table`."""
        found = self._table(table)
        return found is not None and bool(found.columns) and self._reads(found, identity)

    def is_view(self, table: str) -> bool:
        """Whether the catalog knows `schema.table` as a view."""
        found = self._table(table)
        return found is not None and found.kind == "view"

    def sees_whole(self, table: str, columns: Collection[str], identity: Identity) -> bool:
        """Whether the identity sees every one of these columns of `schema.table`, unmasked, and every row."""
        found = self._table(table)
        view = self.view_of(table, identity)
        if found is None or view is None or view.filter_sql is not None or view.least_group is not None:
            return False
        plain = {name.lower() for name, expression in view.columns if expression is None}
        return bool(columns) and plain.issuperset(c.lower() for c in columns)

    def only_hidden(self, name: str, identity: Identity) -> bool:
        """Whether a bare name is that of tables, and the identity may know of none of them."""
        names = self._by_bare_name().get(name.lower(), ())
        tables = [t for n in names if (t := self._table(n)) is not None]
        return bool(tables) and not any(
            self.reads(t.name, identity) or self.is_discoverable(t, identity) for t in tables
        )

    def is_discoverable(self, table: Table, identity: Identity) -> bool:
        """Whether the identity may know of a table it does not read. `deny` hides it altogether; a wall keeps rows in,
        and says nothing of names."""
        role = self.policy.roles.get(identity.role)
        if role is None or self._reads(table, identity):
            return False
        rule = rule_for(role, table)
        return not (rule is not None and rule.deny) and table_fits(role.discoverable, table)

    def rule_of(self, table: Table, identity: Identity) -> Rule | None:
        """The rule that lets the identity read a table; None where none does."""
        key = (table.name, identity)
        known = self._rules.get(key)
        if known is not None and known[0] is table:
            return known[1]
        role = self.policy.roles.get(identity.role)
        rule: Rule | None = None
        if role is not None and within_walls(role, table, identity.attributes):
            rule = rule_for(role, table)
            if rule is not None and (
                rule.deny or all(hidden(self.policy, rule, c, table) for c in table.columns)
            ):
                rule = None
        self._rules[key] = (table, rule)
        return rule

    def narrowed(self, table: str, identity: Identity, words: frozenset[str]) -> Narrowed | None:
        """How the identity sees less of `schema.table` than there is; None where it sees all that matters.

        `words` are those of the statement and its result in lower case: a masked column not among them is not told. A
        condition over what the identity does not see as it is stands as `…`.
        """
        found = self._table(table)
        rule = self.rule_of(found, identity) if found is not None else None
        if found is None or rule is None:
            return None
        masked_ = tuple(
            c.name for c, mask in self.columns(found, identity) if mask and c.name.lower() in words
        )
        rows = self._rows_told(found, rule, identity) if rule.rows else ""
        if not (rows or masked_ or rule.least_group):
            return None
        return Narrowed(found.name, rows, masked_, rule.least_group)

    def _rows_told(self, table: Table, rule: Rule, identity: Identity) -> str:
        clear = {c.name.lower() for c, mask in self.columns(table, identity) if not mask}
        policy = self.policy
        if not clear.issuperset(columns_of(rule.rows, policy.dialect)) or tables_of(
            rule.rows, policy.dialect
        ):
            return "…"
        return spoken(rule.rows, identity.attributes)

    def columns(self, table: Table, identity: Identity) -> tuple[tuple[Column, str], ...]:
        """The columns the identity sees, in the table's order, each with its mask's name or expression (empty: none)."""
        key = (table.name, identity)
        known = self._columns.get(key)
        if known is None or known[0] is not table:
            known = self._columns[key] = (table, self._seen(table, identity))
        return known[1]

    def _seen(self, table: Table, identity: Identity) -> tuple[tuple[Column, str], ...]:
        rule = self.rule_of(table, identity)
        if rule is None:
            return tuple((c, "") for c in table.columns) if table.name.lower() in self._files else ()
        return tuple(
            (c, mask_of(self.policy, rule, c, table))
            for c in table.columns
            if not hidden(self.policy, rule, c, table)
        )

    def _reads(self, table: Table, identity: Identity) -> bool:
        return table.name.lower() in self._files or self.rule_of(table, identity) is not None

    def _view(self, table: Table, identity: Identity) -> TableView:
        if table.name.lower() in self._files:
            types = tuple(c.type for c in table.columns)
            return TableView(table.name, tuple((c.name, None) for c in table.columns), types=types)
        rule = self.rule_of(table, identity)
        assert rule is not None
        policy, base = self.policy, table.name.rpartition(".")[2]
        shown = self.columns(table, identity)
        columns = tuple(
            (
                column.name,
                masked(
                    mask, base, column.name, policy.masks, policy_dialect=policy.dialect, dialect=self.dialect
                )
                if mask
                else None,
            )
            for column, mask in shown
        )
        types = tuple(column.type for column, _ in shown)
        filter_sql: str | None = None
        reads: tuple[str, ...] = ()
        if rule.rows:
            names = {c.name.lower(): c.name for c in table.columns}
            try:
                filter_sql, reads = condition(
                    rule.rows,
                    identity.attributes,
                    base,
                    names,
                    policy_dialect=policy.dialect,
                    dialect=self.dialect,
                )
            except AttributeMissing as missing:
                raise AttributeNeeded(table=table.name, attribute=missing.name) from None
        least = None
        if rule.least_group:
            unit = rule.unit or table.primary_key
            least = LeastGroup(rule.least_group, tuple(_spelled(unit, table)))
        return TableView(table.name, columns, filter_sql, (*reads, *rule.reads), least, types)

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


def within_walls(role: Role, table: Table, attributes: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the table's company is one the role may enter. A table of no company needs `*`."""
    for company in role.companies:
        if company == "*":
            return True
        named = attributes_in(company)
        allowed = usable(attributes.get(named[0], ())) if named else (company,)
        if table.company and table.company.lower() in (a.lower() for a in allowed):
            return True
    return False


def _spelled(names: tuple[str, ...], table: Table) -> list[str]:
    return [found.name if (found := table.column(name)) is not None else name for name in names]


def _pieces(word: str) -> set[str]:
    return {word[i : i + 2] for i in range(len(word) - 1)} or {word}
