"""A policy as the SQL that makes Snowflake itself the boundary: roles, grants, masking, row access, aggregation policies.

Deterministic, so that a change of the policy is a change of the text in a merge request. What a role sees is asked of
the same functions the guard asks. Where Snowflake has no words for it, the role is given less, never more, and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...core.identifiers import stored
from ...core.ports import Catalog
from ...core.tables import Column, Table
from ..rights.access import PolicyAccess
from ..rights.explain import Explained, explain
from ..rights.masks import HIDES_ALL
from ..rights.policy import Policy, Role
from ..rights.policy_sql import attributes_in
from .script import PLACES, Export, Note, Statement, no_other_policies, people, quoted, role_name
from .words import (
    VALUE,
    Condition,
    Kind,
    NotExpressible,
    argument,
    attribute_rows,
    identifier,
    kind_of,
    literal,
    mask_body,
    own_name,
    path,
    row_condition,
    wall_condition,
)


def export(policy: Policy, catalog: Catalog, *, dialect: str, database: str = "") -> Export:
    """Everything that is to be run. `dialect` is the catalog's types', `database` the tables' (empty: the session's)."""
    access = PolicyAccess(policy, catalog, dialect="snowflake")
    tables = [t for name in sorted(catalog.table_names()) if (t := catalog.table(name)) is not None]
    work = _Work(policy, dialect, database)
    for table in tables:
        work.table(table, {r.name: explain(access, table, r) for r in policy.roles.values()})
    return work.done(tables)


@dataclass
class _Work:
    policy: Policy
    dialect: str
    database: str
    masks: list[Statement] = field(default_factory=list)
    rows: list[Statement] = field(default_factory=list)
    groups: list[Statement] = field(default_factory=list)
    grants: list[Statement] = field(default_factory=list)
    notes: dict[Note, None] = field(default_factory=dict)
    attributes: set[str] = field(default_factory=set)

    def table(self, table: Table, told: dict[str, Explained]) -> None:
        """Policies and grants of one table; `told` is what each role sees of it."""
        reads = {name: one for name, one in told.items() if one.state in ("whole", "part")}
        covered = {c for one in reads.values() for c in (*one.hidden, *(m for m, _ in one.masked))}
        clauses = self._clauses(table, reads, covered)
        sized = self._least_groups(table, reads, clauses)
        granted = [n for n in reads if n in clauses and n in sized]
        if not granted:
            return
        for column in table.columns:
            if column.name in covered:
                self._mask(table, column, {n: reads[n] for n in granted})
        if any(clauses[n] is not None for n in granted):
            self._row_policy(table, {n: clauses[n] for n in granted}, covered)
        if any(sized[n] for n in granted):
            self._group_policy(
                table, {n: sized[n] for n in granted}, reads[max(granted, key=lambda n: sized[n])].unit
            )
        what = "VIEW" if table.kind == "view" else "TABLE"
        for name in granted:
            sql = f"GRANT SELECT ON {what} {self._path(table)} TO ROLE {quoted(role_name(name))}"
            self.grants.append(Statement("grant", sql, table.name))

    def done(self, tables: Sequence[Table]) -> Export:
        """The whole, in order: what is closed first is opened last, so that a run that stops leaves it closed."""
        policy = self.policy
        schemas = sorted({t.name.partition(".")[0] for t in tables})
        roles = [quoted(role_name(r.name)) for r in policy.roles.values()]
        places = [
            f"{identifier(self.database)}.{identifier(s)}" if self.database else identifier(s)
            for s in schemas
        ]
        statements = [Statement("place", sql) for sql in PLACES]
        statements += self._attribute_statements()
        statements += [Statement("role", f"CREATE ROLE IF NOT EXISTS {r}") for r in roles]
        statements += [
            Statement("revoke", f"REVOKE SELECT ON ALL {what} IN SCHEMA {place} FROM ROLE {role}")
            for role in roles
            for place in places
            for what in ("TABLES", "VIEWS")
        ]
        if schemas:
            statements.append(Statement("check", no_other_policies(schemas, self.database)))
        statements += [*self.masks, *self.rows, *self.groups]
        for role in roles:
            used = {s.table.partition(".")[0] for s in self.grants if s.sql.endswith(f" TO ROLE {role}")}
            if not used:
                continue
            if self.database:
                statements.append(
                    Statement("grant", f"GRANT USAGE ON DATABASE {identifier(self.database)} TO ROLE {role}")
                )
            statements += [
                Statement("grant", f"GRANT USAGE ON SCHEMA {place} TO ROLE {role}")
                for schema, place in zip(schemas, places, strict=True)
                if schema in used
            ]
        statements += self.grants
        return Export(policy, tuple(statements), (*self._general(), *self.notes), tuple(people(policy)))

    # ── rows ────────────────────────────────────────────────────────────────────────────────────────────────

    def _clauses(
        self, table: Table, reads: dict[str, Explained], covered: set[str]
    ) -> dict[str, Condition | None]:
        """Which rows each role sees, None for all; a role whose rows can't be told is left out, with a note."""
        out: dict[str, Condition | None] = {}
        for name, one in reads.items():
            try:
                clause = self._clause(table, self.policy.roles[name], one)
            except NotExpressible as problem:
                self._not_granted(table, name, problem.reason, **problem.slots)
                continue
            both = covered.intersection(clause.columns) if clause is not None else set()
            if both:
                # A column can't be in the signature of a masking and of a row access policy.
                self._not_granted(table, name, "masked_filter", columns=", ".join(sorted(both)))
                continue
            if clause is not None:
                if not clause.columns and self._any_column(table, covered) is None:
                    self._not_granted(table, name, "no_free_column")
                    continue
                self.attributes.update(clause.attributes)
                for read in clause.reads:
                    self._note("filter_reads", table=table.name, read=read)
            out[name] = clause
        return out

    def _clause(self, table: Table, role: Role, one: Explained) -> Condition | None:
        wall = _wall(role, table)
        if wall:
            self._note("walls", role=role_name(role.name))
        filter_ = (
            row_condition(one.rows, table, self.policy, self.dialect, self.database) if one.rows else None
        )
        if not wall:
            return filter_
        clause = " OR ".join(wall_condition(a, table.company) for a in wall)
        clause = f"({clause})" if len(wall) > 1 else clause
        if filter_ is None:
            return Condition(clause, (), (), tuple(wall))
        return Condition(
            f"{clause} AND {filter_.sql}", filter_.columns, filter_.reads, (*wall, *filter_.attributes)
        )

    def _row_policy(self, table: Table, clauses: dict[str, Condition | None], covered: set[str]) -> None:
        used = dict.fromkeys(c for clause in clauses.values() if clause is not None for c in clause.columns)
        if not used:
            free = self._any_column(table, covered)
            assert free is not None
            used = {free.name: None}
        columns = [c for c in table.columns if c.name in used]
        signature = ", ".join(f"{argument(c.name)} {kind_of(c, self.dialect).text}" for c in columns)
        parts = []
        for name in self.policy.roles:
            if name not in clauses:
                parts.append(f"NOT {_in_session([name])}")
            elif (clause := clauses[name]) is not None:
                parts.append(f"(NOT {_in_session([name])} OR ({clause.sql}))")
        policy = own_name(f"ROWS {self._label(table)}")
        body = "\n  AND ".join(parts)
        target = f"{_alter(table)} {self._path(table)}"
        on = ", ".join(identifier(c.name) for c in columns)
        self.rows += [
            # Not attached any more, it can be replaced; the roles have no grant until the end.
            Statement("rows", f"{target} DROP ALL ROW ACCESS POLICIES", table.name),
            Statement(
                "rows",
                f"CREATE OR REPLACE ROW ACCESS POLICY {policy} AS ({signature}) RETURNS BOOLEAN ->\n  {body}",
                table.name,
            ),
            Statement(
                "set_rows",
                f"{target} ADD ROW ACCESS POLICY {policy} ON ({on})",
                table.name,
                policy=policy,
                target=target,
            ),
        ]

    def _any_column(self, table: Table, covered: set[str]) -> Column | None:
        """A column a policy may be given that needs none: the key's, else the first that is not masked."""
        free = [c for c in table.columns if c.name not in covered]
        return next((c for c in free if c.primary_key), free[0] if free else None)

    # ── columns ─────────────────────────────────────────────────────────────────────────────────────────────

    def _mask(self, table: Table, column: Column, reads: dict[str, Explained]) -> None:
        """One policy for the column that covers every role; a role that does not read the table sees NULL."""
        kind = kind_of(column, self.dialect)
        shown: dict[str, list[str]] = {"NULL": []}
        whole = mask_body("redact", self.policy, kind) if kind.family == "text" else "NULL"
        shown[whole] = []
        for name in self.policy.roles:
            one = reads.get(name)
            masks = dict(one.masked) if one is not None else {}
            if one is None or column.name in one.hidden:
                shown["NULL"].append(name)
            elif column.name in masks:
                shown.setdefault(self._shown(table, column, kind, masks[column.name]), []).append(name)
        # Of several roles in one session the one that sees nothing decides, then the one that is first in the policy.
        cases = "".join(
            f"\n    WHEN {_in_session(names)} THEN {body}" for body, names in shown.items() if names
        )
        policy = own_name(f"MASK {self._label(table)}.{stored(column.name, 'snowflake')}")
        body = f"CASE{cases}\n    ELSE {VALUE}\n  END"
        target = f"{_alter(table)} {self._path(table)} MODIFY COLUMN {identifier(column.name)}"
        for_column = {"table": table.name, "column": column.name}
        self.masks += [
            Statement(
                "mask",
                f"CREATE MASKING POLICY IF NOT EXISTS {policy} AS ({VALUE} {kind.text}) RETURNS {kind.text} ->\n  {body}",
                **for_column,
            ),
            # A policy that is set can't be replaced, but its body can: there is no moment without it.
            Statement("mask", f"ALTER MASKING POLICY {policy} SET BODY ->\n  {body}", **for_column),
            Statement(
                "set_mask",
                f"{target} SET MASKING POLICY {policy} FORCE",
                **for_column,
                policy=policy,
                target=target,
            ),
        ]

    def _shown(self, table: Table, column: Column, kind: Kind, mask: str) -> str:
        try:
            return mask_body(mask, self.policy, kind)
        except NotExpressible:
            if mask.strip().lower() not in HIDES_ALL:
                self._note("mask_type", table=table.name, column=column.name, mask=mask, type=kind.text)
            return "NULL"

    # ── sums only ───────────────────────────────────────────────────────────────────────────────────────────

    def _least_groups(
        self, table: Table, reads: dict[str, Explained], clauses: dict[str, Condition | None]
    ) -> dict[str, int]:
        """The least group of each role, 0 for none. One policy has one key: a role that counts by another is left out."""
        out: dict[str, int] = {}
        key: tuple[str, ...] | None = None
        for name, one in reads.items():
            if name not in clauses:
                continue
            if one.least_group and key not in (None, one.unit):
                self._not_granted(table, name, "other_unit", unit=", ".join(one.unit) or "-")
                continue
            if one.least_group:
                key = one.unit
            out[name] = one.least_group
        return out

    def _group_policy(self, table: Table, sized: dict[str, int], unit: tuple[str, ...]) -> None:
        policy = own_name(f"GROUPS {self._label(table)}")
        sizes: dict[int, list[str]] = {}
        for name in self.policy.roles:
            if sized.get(name):
                sizes.setdefault(sized[name], []).append(name)
        cases = "".join(
            f"\n    WHEN {_in_session(names)} THEN AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => {size})"
            for size, names in sorted(sizes.items(), reverse=True)
        )
        body = f"CASE{cases}\n    ELSE NO_AGGREGATION_CONSTRAINT()\n  END"
        key = f" ENTITY KEY ({', '.join(identifier(c) for c in unit)})" if unit else ""
        target = f"{_alter(table)} {self._path(table)}"
        self.groups += [
            Statement(
                "groups",
                f"CREATE AGGREGATION POLICY IF NOT EXISTS {policy} AS () RETURNS AGGREGATION_CONSTRAINT ->\n  {body}",
                table.name,
            ),
            Statement("groups", f"ALTER AGGREGATION POLICY {policy} SET BODY ->\n  {body}", table.name),
            Statement(
                "set_groups",
                f"{target} SET AGGREGATION POLICY {policy}{key} FORCE",
                table.name,
                policy=policy,
                target=target,
            ),
        ]

    # ── what is said ────────────────────────────────────────────────────────────────────────────────────────

    def _attribute_statements(self) -> list[Statement]:
        rows = attribute_rows(self.policy, self.attributes)
        table = own_name("USER_ATTRIBUTES")
        if not rows:
            return [Statement("attributes", f"DELETE FROM {table}")]
        values = ",\n  ".join(f"({', '.join(map(literal, row))})" for row in rows)
        sql = f"INSERT OVERWRITE INTO {table} (USER_NAME, ATTRIBUTE, VALUE) VALUES\n  {values}"
        return [Statement("attributes", sql)]

    def _general(self) -> Iterator[Note]:
        yield Note("others")
        yield Note("secondary")
        yield Note("names")
        yield Note("stale")
        if not self.database:
            yield Note("database")
        roles = self.policy.roles.values()
        if any(r.max_rows or r.seconds or not r.export for r in roles):
            yield Note("limits")
        if any(r.discoverable for r in roles):
            yield Note("discoverable")
        if any(r.pii in ("mask", "block") for r in roles):
            yield Note("pii")
        yield Note("tools")
        if self.policy.groups:
            yield Note("groups", (("groups", ", ".join(self.policy.groups)),))
        if self.policy.token_required or self.policy.tokens is not None:
            yield Note("tokens")

    def _not_granted(self, table: Table, role: str, reason: str, **slots: object) -> None:
        said = {"table": table.name, "role": role_name(role), **{k: str(v) for k, v in slots.items()}}
        self.notes[Note(reason, tuple(sorted(said.items())))] = None

    def _note(self, key: str, **slots: str) -> None:
        self.notes[Note(key, tuple(sorted(slots.items())))] = None

    def _path(self, table: Table) -> str:
        return path(table.name, self.database)

    def _label(self, table: Table) -> str:
        schema, _, name = table.name.partition(".")
        parts = (self.database, schema, name) if self.database else (schema, name)
        return ".".join(_stored(p) for p in parts)


def _wall(role: Role, table: Table) -> list[str]:
    """The attributes of which one must name the table's company; empty where the role enters whoever it is."""
    out: list[str] = []
    for company in role.companies:
        named = attributes_in(company)
        if company == "*" or (not named and company == table.company.lower()):
            return []
        out += named
    return out


def _in_session(roles: Sequence[str]) -> str:
    named = " OR ".join(f"IS_ROLE_IN_SESSION({literal(role_name(r))})" for r in roles)
    return f"({named})" if len(roles) > 1 else named


def _stored(name: str) -> str:
    return stored(name, "snowflake")


def _alter(table: Table) -> str:
    return f"ALTER {'VIEW' if table.kind == 'view' else 'TABLE'}"
