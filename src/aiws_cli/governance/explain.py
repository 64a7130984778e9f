"""What a policy means: what one role sees of one table, and what in a policy deserves a second look."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ..core.identity import Identity
from ..core.ports import Catalog
from ..core.problems import Problem
from ..core.tables import Table
from .access import PolicyAccess, within_walls
from .policy import Policy, Role, Rule, column_fits, rule_for
from .policy_sql import attributes_in, columns_of
from .sql_rewrite import view_sql

State = Literal["whole", "part", "known", "hidden"]
PERSONAL = frozenset({"personal", "sensitive"})


@dataclass(frozen=True, slots=True)
class Explained:
    """What a role sees of a table. `state`: whole, part (masks, hidden columns, filtered rows or sums only), known
    (named with its owner, not readable) or hidden. `line` is the deciding rule's in the policy's file, 0 for none.
    `sql` is the view, empty where nothing is read; `masked` pairs columns with their masks.
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
    hidden = tuple(c.name for c in table.columns if c.name not in seen)
    least = view.least_group
    return Explained(
        table=table.name,
        role=role.name,
        state="part" if masked or hidden or view.filter_sql or least else "whole",
        line=decided.line,
        sql=view_sql(view, access.dialect),
        hidden=hidden,
        masked=masked,
        rows=decided.rows,
        least_group=least.size if least is not None else 0,
        unit=least.unit if least is not None else (),
    )


def doubts(policy: Policy, catalog: Catalog) -> tuple[Problem, ...]:
    """What deserves a second look: tables and columns the catalog does not have, personal columns shown as they are."""
    names = {t.lower(): t for t in catalog.table_names()}
    out: dict[Problem, None] = {}
    for role in policy.roles.values():
        for rule in role.rules:
            for problem in _unknown(policy, rule, names, catalog):
                out.setdefault(problem)
        clear = _shown_clear(policy, role, names.values(), catalog)
        if clear is not None:
            out.setdefault(clear)
    return tuple(sorted(out, key=lambda p: p.line))


def _unknown(policy: Policy, rule: Rule, names: Mapping[str, str], catalog: Catalog) -> Iterable[Problem]:
    for pattern in rule.match:
        if "*" in pattern or "?" in pattern or pattern.startswith("company:"):
            continue
        table = catalog.table(names[pattern]) if pattern in names else None
        if table is None:
            near = difflib.get_close_matches(pattern, names, n=1)
            yield _problem(policy, rule, "policy_table", name=pattern, near=near[0] if near else "-")
            continue
        own = {c.name.lower() for c in table.columns}
        written = [
            p for p in (*rule.show, *rule.hide, *rule.clear, *(m for m, _ in rule.mask)) if ":" not in p
        ]
        used = columns_of(rule.rows, policy.dialect) if rule.rows else ()
        for name in dict.fromkeys((*used, *rule.unit)):
            if name not in own:
                yield _problem(policy, rule, "policy_column", table=table.name, name=name)
        for name in written:
            if not any(column_fits((name,), c, table) for c in table.columns):
                yield _problem(policy, rule, "policy_column", table=table.name, name=name)


def _shown_clear(policy: Policy, role: Role, names: Iterable[str], catalog: Catalog) -> Problem | None:
    access = PolicyAccess(policy, catalog)
    own = {name: ("*",) for company in role.companies for name in attributes_in(company)}
    who = Identity("check", role.name, (role.name,), attributes=own)
    found: list[str] = []
    for name in names:
        table = catalog.table(name)
        if table is None:
            continue
        found += [
            f"{table.name}.{c.name}"
            for c, mask in access.columns(table, who)
            if not mask and c.classification in PERSONAL
        ]
    if not found:
        return None
    few = ", ".join(found[:4]) + (" …" if len(found) > 4 else "")
    slots = {"role": role.name, "count": len(found), "columns": few}
    return Problem(policy.source, role.line, "shown_clear", _Slots(slots))


def _problem(policy: Policy, rule: Rule, key: str, **slots: object) -> Problem:
    return Problem(policy.source, rule.line, key, _Slots(slots))


class _Slots(dict[str, object]):
    """Slots that can be held against each other as a whole, so that one finding is told once."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted((k, str(v)) for k, v in self.items())))
