"""What a policy means: what one role sees of one table, and what in a policy deserves a second look."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ...core.identity import Identity
from ...core.ports import Catalog
from ...core.problems import Problem
from ...core.tables import Table
from ..sql.views import view_sql
from .access import PolicyAccess, within_walls
from .policy import Policy, Role, Rule, column_fits, hidden, mask_of, rule_for, table_fits
from .policy_sql import attributes_in, columns_of

State = Literal["whole", "part", "known", "hidden"]
PERSONAL = frozenset({"personal", "sensitive"})


@dataclass(frozen=True, slots=True)
class Explained:
    """What a role sees of a table. `state`: whole, part (masks, hidden columns, filtered rows or sums only), known
    (named with its owner, not readable) or hidden. `line` is the deciding rule's in the policy's file, 0 for none.
    `sql` is the view, empty where nothing is read; `masked` pairs columns with their masks; `reads` are the tables that the
    policy says a view reads.
    """

    table: str
    role: str
    state: State
    line: int = 0
    sql: str = ""
    hidden: tuple[str, ...] = ()
    masked: tuple[tuple[str, str], ...] = ()
    rows: str = ""
    least_group: int = 0
    unit: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


def explain(
    access: PolicyAccess, table: Table, role: Role, attributes: Mapping[str, tuple[str, ...]] | None = None
) -> Explained:
    """What `role` sees of `table`. Attributes that are not given stand in the SQL as they do in the policy."""
    rule = rule_for(role, table)
    named = attributes_in(rule.rows) if rule is not None else ()
    walls = {name for company in role.companies for name in attributes_in(company)}
    # A wall that depends on the asker is explained for whoever may enter.
    own = dict.fromkeys(walls, (table.company,))
    shown = {name: (f"{{user.{name}}}",) for name in named} | own | dict(attributes or {})
    who = Identity("explain", role.name, (role.name,), attributes=shown)
    decided = access.rule_of(table, who)
    if decided is None:
        known = access.is_discoverable(table, who)
        line = rule.line if rule is not None and within_walls(role, table, shown) else 0
        return Explained(table.name, role.name, "known" if known else "hidden", line)
    view = access.view_of(table.name, who)
    assert view is not None
    columns = access.columns(table, who)
    seen = {c.name for c, _ in columns}
    masked = tuple((c.name, mask) for c, mask in columns if mask)
    left_out = tuple(c.name for c in table.columns if c.name not in seen)
    least = view.least_group
    return Explained(
        table=table.name,
        role=role.name,
        state="part" if masked or left_out or view.filter_sql or least else "whole",
        line=decided.line,
        sql=view_sql(view, access.dialect),
        hidden=left_out,
        masked=masked,
        rows=decided.rows,
        least_group=least.size if least is not None else 0,
        unit=least.unit if least is not None else (),
        reads=decided.reads,
    )


def doubts(policy: Policy, catalog: Catalog) -> tuple[Problem, ...]:
    """What deserves a second look: names the catalog does not have, patterns that fit nothing, rules that never decide,
    masks that never count, personal columns shown as they are. By line, each once.
    """
    tables = tuple(t for name in catalog.table_names() if (t := catalog.table(name)) is not None)
    out = [*_protected(policy, tables)]
    decides: dict[Rule, dict[str, Table]] = {}
    for role in policy.roles.values():
        out += _walls(policy, role, tables)
        out += _discoverable(policy, role, tables)
        for rule in role.rules:
            decides.setdefault(rule, {})
        for table in tables:
            deciding = rule_for(role, table)
            if deciding is not None:
                decides[deciding][table.name] = table
    for rule, decided in decides.items():
        out += _patterns(policy, rule, rule.match, tables)
        if decided:
            out += _columns(policy, rule, tuple(decided.values()))
        elif any(table_fits(rule.match, t) for t in tables):
            out.append(_problem(policy, rule.line, "rule_covered", match=", ".join(rule.match)))
    out += [p for role in policy.roles.values() if (p := _shown_clear(policy, role, tables)) is not None]
    once = {(p.line, p.key, *sorted((k, str(v)) for k, v in p.slots.items())): p for p in out}
    return tuple(sorted(once.values(), key=lambda p: p.line))


def _walls(policy: Policy, role: Role, tables: Iterable[Table]) -> Iterator[Problem]:
    known = {t.company.lower() for t in tables if t.company}
    for company in role.companies:
        if company != "*" and not attributes_in(company) and company not in known:
            yield _problem(
                policy, role.line, "policy_company", name=company, known=", ".join(sorted(known)) or "-"
            )


def _discoverable(policy: Policy, role: Role, tables: Sequence[Table]) -> Iterator[Problem]:
    at = Rule(role.discoverable, line=role.line)
    yield from _patterns(policy, at, role.discoverable, tables)


def _patterns(
    policy: Policy, rule: Rule, patterns: Iterable[str], tables: Sequence[Table]
) -> Iterator[Problem]:
    for pattern in patterns:
        if pattern == "*" or any(table_fits((pattern,), t) for t in tables):
            continue
        if any(c in pattern for c in "*?:"):
            yield _problem(policy, rule.line, "policy_pattern", value=pattern)
        else:
            near = difflib.get_close_matches(pattern, (t.name.lower() for t in tables), n=1)
            yield _problem(policy, rule.line, "policy_table", name=pattern, near=near[0] if near else "-")


def _columns(policy: Policy, rule: Rule, tables: Sequence[Table]) -> Iterator[Problem]:
    """Columns a rule speaks of that no table it decides has, and masks of its that never count."""
    where = tables[0].name if len(tables) == 1 else ", ".join(rule.match)
    for pattern in dict.fromkeys((*rule.show, *rule.hide, *rule.clear, *(m for m, _ in rule.mask))):
        if pattern != "*" and not pattern.startswith("class:") and not _fits_some(pattern, tables):
            yield _problem(policy, rule.line, "policy_column", table=where, name=pattern)
    used = columns_of(rule.rows, policy.dialect) if rule.rows else ()
    for name in dict.fromkeys((*used, *rule.unit)):
        for table in tables:
            if table.column(name) is None:
                yield _problem(policy, rule.line, "policy_column", table=table.name, name=name)
    for pattern, mask in rule.mask:
        fitted = [(c, t) for t in tables for c in t.columns if column_fits((pattern,), c, t)]
        if fitted and all(
            hidden(policy, rule, c, t) or mask_of(policy, rule, c, t) != mask for c, t in fitted
        ):
            yield _problem(policy, rule.line, "mask_never", value=pattern, mask=mask)


def _protected(policy: Policy, tables: Sequence[Table]) -> Iterator[Problem]:
    for pattern in dict.fromkeys((*policy.protect.hide, *(m for m, _ in policy.protect.mask))):
        if pattern != "*" and not pattern.startswith("class:") and not _fits_some(pattern, tables):
            yield Problem(policy.source, policy.protect.line, "protects_nothing", {"value": pattern})


def _fits_some(pattern: str, tables: Sequence[Table]) -> bool:
    return any(
        column_fits((pattern,), c, table)
        for table in tables
        for column in table.columns
        for c in (column, *column.fields)
    )


def _shown_clear(policy: Policy, role: Role, tables: Sequence[Table]) -> Problem | None:
    """Personal columns the role shows unmasked; walls that depend on the asker are taken as open to somebody."""
    found: list[str] = []
    walls = [name for company in role.companies for name in attributes_in(company)]
    for table in tables:
        rule = rule_for(role, table)
        if rule is None or rule.deny or not within_walls(role, table, dict.fromkeys(walls, (table.company,))):
            continue
        found += [
            f"{table.name}.{column.name}"
            for column in table.columns
            if any(c.classification in PERSONAL for c in (column, *column.fields))
            and not hidden(policy, rule, column, table)
            and not mask_of(policy, rule, column, table)
        ]
    if not found:
        return None
    few = ", ".join(found[:4]) + (" …" if len(found) > 4 else "")
    return _problem(policy, role.line, "shown_clear", role=role.name, count=len(found), columns=few)


def _problem(policy: Policy, line: int, key: str, **slots: object) -> Problem:
    return Problem(policy.source, line, key, slots)
