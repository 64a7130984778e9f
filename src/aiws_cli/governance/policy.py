"""A policy's values: who may see what. Pure; `policy_file` reads them out of YAML, `access` answers the guard from them.

A role's rules are read from the top, the first whose pattern fits a table decides; a table no rule fits is not there
for the role. Company walls, `deny` and `protect` hold whatever a rule says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from ..core.tables import Column, Table

PiiOnResults = Literal["allow", "warn", "mask", "block"]
ModelSees = Literal["rows", "schema"]
AuditLiterals = Literal["personal", "tokenised"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a role sees of the tables that `match` fits.

    `match` are patterns of tables (`table_fits`), `show`, `hide`, `clear` and the keys of `mask` patterns of columns
    (`column_fits`). Empty `show` means every column. `clear` lifts the policy's `protect` from columns. `mask` pairs a
    pattern with a mask's name or an expression that says `{column}`; the first fitting pair counts. `rows` is a
    condition over the base table that may say `{user.<attribute>}`. `least_group` above 0 asks for sums over at least
    that many different `unit`s (columns; empty: the table's key). `line` is the rule's line in the file.
    """

    match: tuple[str, ...]
    deny: bool = False
    show: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    clear: tuple[str, ...] = ()
    mask: tuple[tuple[str, str], ...] = ()
    rows: str = ""
    least_group: int = 0
    unit: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Role:
    """What one role may do.

    `companies` are the company walls (`*`: all; may say `{user.<attribute>}`). `discoverable` are patterns of tables
    that are named, with their owner, though not readable. `max_rows` and `seconds` are 0 where the settings' limits
    stand. `tools` are names of tools, or `*`. `examiner` may read true literals in an evidence bundle.
    """

    name: str
    title: str = ""
    companies: tuple[str, ...] = ("*",)
    rules: tuple[Rule, ...] = ()
    discoverable: tuple[str, ...] = ()
    max_rows: int = 0
    seconds: float = 0.0
    export: bool = True
    publish: bool = False
    tools: tuple[str, ...] = ("*",)
    pii: PiiOnResults = "warn"
    model_sees: ModelSees = "rows"
    examiner: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """A user, a group, or everyone: the roles they have (the first is in force unless they choose), and attributes."""

    roles: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Protect:
    """What holds for every table of every role unless a rule's `clear` names the column."""

    hide: tuple[str, ...] = ()
    mask: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TokenRules:
    """How signed tokens are checked. `jwks` is a file or an https URL; `attributes` maps an attribute to its claim.

    `required` refuses everyone without a token.
    """

    jwks: str
    issuer: str
    audience: str
    user_claim: str = "sub"
    groups_claim: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    required: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy. `digest` is SHA-256 over the file's bytes, `source` where it came from.

    Names of users, groups and services are matched as written; roles, tables and columns without case.
    """

    name: str
    version: str
    digest: str
    source: str
    roles: Mapping[str, Role]
    users: Mapping[str, Subject] = field(default_factory=dict)
    groups: Mapping[str, Subject] = field(default_factory=dict)
    everyone: Subject | None = None
    services: Mapping[str, Subject] = field(default_factory=dict)
    protect: Protect = Protect()
    masks: Mapping[str, str] = field(default_factory=dict)
    tokens: TokenRules | None = None
    token_required: bool = False
    dialect: str = "duckdb"
    literals: AuditLiterals = "personal"
    suite: bool = False

    def about(self) -> dict[str, str]:
        """What every audit record says of the policy in force."""
        return {"name": self.name, "version": self.version, "digest": self.digest}


def rule_for(role: Role, table: Table) -> Rule | None:
    """The rule that decides, or None where none fits."""
    return next((r for r in role.rules if table_fits(r.match, table)), None)


def table_fits(patterns: tuple[str, ...], table: Table) -> bool:
    """Whether a pattern fits: `schema.table` with `*` and `?`, or `company:bank`, `company:bank/deposit`."""
    for pattern in patterns:
        if pattern.startswith("company:"):
            company, _, domain = pattern.removeprefix("company:").partition("/")
            if table.company.lower() == company and domain in ("", table.domain.lower()):
                return True
        elif _glob(pattern).fullmatch(table.name.lower()):
            return True
    return False


def column_fits(patterns: tuple[str, ...], column: Column, table: Table) -> bool:
    """Whether a pattern fits: a column's name with `*` and `?`, `schema.table.column`, or `class:personal`."""
    for pattern in patterns:
        if pattern.startswith("class:"):
            if column.classification == pattern.removeprefix("class:"):
                return True
        elif "." in pattern:
            if _glob(pattern).fullmatch(f"{table.name}.{column.name}".lower()):
                return True
        elif _glob(pattern).fullmatch(column.name.lower()):
            return True
    return False


def hidden(policy: Policy, rule: Rule, column: Column, table: Table) -> bool:
    """Whether the rule leaves the column out."""
    if rule.show and not column_fits(rule.show, column, table):
        return True
    if column_fits(rule.hide, column, table):
        return True
    return column_fits(policy.protect.hide, column, table) and not column_fits(rule.clear, column, table)


def mask_of(policy: Policy, rule: Rule, column: Column, table: Table) -> str:
    """The mask's name or expression for a column that is shown; empty where it is shown as it is."""
    for pattern, mask in rule.mask:
        if column_fits((pattern,), column, table):
            return mask
    if not column_fits(rule.clear, column, table):
        for pattern, mask in policy.protect.mask:
            if column_fits((pattern,), column, table):
                return mask
    return ""


@lru_cache(maxsize=4096)
def _glob(pattern: str) -> re.Pattern[str]:
    """`*` is anything (dots too), `?` one character; everything else is itself. Patterns are lower case."""
    return re.compile("".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern), re.S)


def whole(name: str) -> Policy:
    """A labelled policy under which everyone sees every table of the catalog whole: for a suite's own databases."""
    role = Role("analyst", rules=(Rule(("*",)),))
    digest = sha256(name.encode()).hexdigest()
    return Policy(name, "1", digest, name, {"analyst": role}, everyone=Subject(("analyst",)), suite=True)
