"""A policy's values: who may see what. Pure; `policy_file` reads them out of YAML, `access` answers the guard from them.

A role's rules are read from the top, the first whose pattern fits a table decides; a table no rule fits is not there
for the role. Company walls, `deny` and `protect` hold whatever a rule says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from ...core.tables import Column, Table
from .masks import HIDES_ALL

PiiOnResults = Literal["allow", "warn", "mask", "block"]
ModelSees = Literal["rows", "schema"]
AuditLiterals = Literal["personal", "tokenised"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a role sees of the tables that `match` fits.

    `match` are patterns of tables (`table_fits`), `show`, `hide`, `clear` and the keys of `mask` patterns of columns
    (`column_fits`). Empty `show` means every column. `clear` lifts the policy's `protect` from columns. `mask` pairs a
    pattern with a mask's name or an expression that says `{column}`; the first fitting pair counts, and where `protect`
    masks the column too, only one that hides the value whole goes before. `rows` is a
    condition over the base table that may say `{user.<attribute>}`. `least_group` above 0 asks for sums over at least
    that many different `unit`s (columns; empty: the table's key). `reads` are tables (`schema.table`) that the views
    among the tables may look into, though the role does not see them as they are. `line` is the rule's line in the file.
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
    reads: tuple[str, ...] = ()
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
    line: int = 0


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
            company, _, domain = _folded(pattern).removeprefix("company:").partition("/")
            if _folded(table.company) == company and domain in ("", _folded(table.domain)):
                return True
        elif _glob(pattern).fullmatch(_folded(table.name)):
            return True
    return False


def column_fits(patterns: tuple[str, ...], column: Column, table: Table) -> bool:
    """Whether a pattern fits: a column's name with `*` and `?`, `schema.table.column`, or `class:personal`."""
    for pattern in patterns:
        if pattern.startswith("class:"):
            if column.classification == pattern.removeprefix("class:"):
                return True
        elif _glob(pattern).fullmatch(_folded(column.name)):
            return True
        elif "." in pattern and _glob(pattern).fullmatch(_folded(f"{table.name}.{column.name}")):
            return True
    return False


def hidden(policy: Policy, rule: Rule, column: Column, table: Table) -> bool:
    """Whether the rule leaves the column out.

    An object is shown whole or not at all: with a key that is hidden, or that would be masked, it is left out unless a
    mask covers all of it.
    """
    if rule.show and not column_fits(rule.show, column, table):
        return True
    if _kept_out(policy, rule, column, table):
        return True
    return (
        bool(column.fields)
        and not mask_of(policy, rule, column, table)
        and _holds_kept(policy, rule, column, table)
    )


def _kept_out(policy: Policy, rule: Rule, column: Column, table: Table) -> bool:
    if column_fits(rule.hide, column, table):
        return True
    return column_fits(policy.protect.hide, column, table) and not column_fits(rule.clear, column, table)


def _holds_kept(policy: Policy, rule: Rule, column: Column, table: Table) -> bool:
    """Whether a key of an object is hidden or masked. Lifting `protect` from the object lifts it from its keys."""
    lifted = replace(rule, clear=("*",)) if column_fits(rule.clear, column, table) else rule
    return any(
        _kept_out(policy, lifted, inner, table)
        or bool(mask_of(policy, lifted, inner, table))
        or _holds_kept(policy, lifted, inner, table)
        for inner in column.fields
    )


def mask_of(policy: Policy, rule: Rule, column: Column, table: Table) -> str:
    """The mask's name or expression for a column that is shown; empty where it is shown as it is."""
    own = _first(rule.mask, column, table)
    kept = "" if column_fits(rule.clear, column, table) else _first(policy.protect.mask, column, table)
    return own if not kept or own.strip().lower() in HIDES_ALL else kept


def _first(masks: tuple[tuple[str, str], ...], column: Column, table: Table) -> str:
    return next((mask for pattern, mask in masks if column_fits((pattern,), column, table)), "")


@lru_cache(maxsize=4096)
def _glob(pattern: str) -> re.Pattern[str]:
    """`*` is anything (dots too), `?` one character; everything else is itself."""
    pattern = _folded(pattern)
    return re.compile("".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern), re.S)


def _folded(name: str) -> str:
    """A name as it is compared: without case, and a letter is the same however it is put together (한 is ㅎ, ㅏ, ㄴ)."""
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).lower()


def whole(name: str) -> Policy:
    """A labelled policy under which everyone sees every table of the catalog whole: for a suite's own databases."""
    role = Role("analyst", rules=(Rule(("*",)),))
    digest = sha256(name.encode()).hexdigest()
    return Policy(name, "1", digest, name, {"analyst": role}, everyone=Subject(("analyst",)), suite=True)
