"""An export's statements and notes as one file: what Snowflake is told, in which order, and how it is taken off again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from ...core.identifiers import stored
from ...core.language import say
from ..rights.policy import Policy
from .words import comment, identifier, literal

StatementKind = Literal[
    "place",
    "attributes",
    "role",
    "revoke",
    "check",
    "mask",
    "set_mask",
    "rows",
    "set_rows",
    "groups",
    "set_groups",
    "grant",
]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, without its semicolon. `table` and `column` are the catalog's names where it is about one.

    Where it sets a policy, `policy` is that one's path and `target` how the statement begins.
    """

    kind: StatementKind
    sql: str
    table: str = ""
    column: str = ""
    policy: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What is not as in the policy. `key` names the text `export.note.<key>`."""

    key: str
    slots: tuple[tuple[str, str], ...] = ()

    def text(self, language: Literal["ko", "en"]) -> str:
        return say(f"export.note.{self.key}", language, **dict(self.slots))


@dataclass(frozen=True, slots=True)
class Export:
    """The statements in the order they are to be run, and the notes in the order they arose, each once.

    `grants` are people and the roles the policy gives them, for an administrator to decide on.
    """

    policy: Policy
    statements: tuple[Statement, ...]
    notes: tuple[Note, ...]
    grants: tuple[str, ...] = ()

    def text(self) -> str:
        """The whole file: a header of comments, then the statements under headings."""
        lines = list(_header(self))
        for part, statements in groupby(self.statements, key=lambda s: s.kind.removeprefix("set_")):
            lines += ["", *_both(f"export.part.{part}"), *(f"{s.sql};" for s in statements)]
        if self.grants:
            lines += ["", *_both("export.part.people")]
            lines += [comment(one) for one in self.grants]
        return "\n".join(lines) + "\n"


MARK = "-- aiws policy export snowflake"
"""How the text begins."""


def role_name(role: str) -> str:
    """The Snowflake role that stands for a role of the policy."""
    return f"AIWS_{role.upper()}"


def quoted(name: str) -> str:
    """A name that is taken as it is, in quotes."""
    return '"' + name.replace('"', '""') + '"'


def undo(made: Export) -> str:
    """The file that takes an export off again: the roles' grants first, then policies from the tables, then the policies."""
    off: list[str] = []
    drop: list[str] = []
    for one in made.statements:
        if one.kind == "set_rows":
            off.append(f"{one.target} DROP ROW ACCESS POLICY {one.policy}")
        elif one.kind in _SETS:
            off.append(f"{one.target} UNSET {_SETS[one.kind]} POLICY")
        if one.kind in _SETS:
            drop.append(f"DROP {_SETS[one.kind]} POLICY IF EXISTS {one.policy}")
    revoked = [s.sql for s in made.statements if s.kind == "revoke"]
    head = [MARK, _about(made.policy), *_both("export.undo")]
    return "\n".join([*head, "", *(f"{sql};" for sql in (*revoked, *off, *drop))]) + "\n"


_SETS = {"set_mask": "MASKING", "set_rows": "ROW ACCESS", "set_groups": "AGGREGATION"}
PLACES = (
    'CREATE DATABASE IF NOT EXISTS "AIWS"',
    'CREATE SCHEMA IF NOT EXISTS "AIWS"."GOVERNANCE"',
    'CREATE TABLE IF NOT EXISTS "AIWS"."GOVERNANCE"."USER_ATTRIBUTES"'
    " (USER_NAME VARCHAR NOT NULL, ATTRIBUTE VARCHAR NOT NULL, VALUE VARCHAR NOT NULL)",
    'CREATE OR REPLACE SECURE VIEW "AIWS"."GOVERNANCE"."MY_ATTRIBUTES" AS'
    '\n  SELECT ATTRIBUTE, VALUE FROM "AIWS"."GOVERNANCE"."USER_ATTRIBUTES"'
    "\n  WHERE USER_NAME = CURRENT_USER() AND ATTRIBUTE <> '*'"
    "\n  UNION ALL"
    '\n  SELECT ATTRIBUTE, VALUE FROM "AIWS"."GOVERNANCE"."USER_ATTRIBUTES"'
    "\n  WHERE USER_NAME = '*'"
    '\n    AND ATTRIBUTE NOT IN (SELECT ATTRIBUTE FROM "AIWS"."GOVERNANCE"."USER_ATTRIBUTES" WHERE USER_NAME = CURRENT_USER())'
    '\n    AND \'*\' NOT IN (SELECT ATTRIBUTE FROM "AIWS"."GOVERNANCE"."USER_ATTRIBUTES" WHERE USER_NAME = CURRENT_USER())',
)


def no_other_policies(schemas: Sequence[str], database: str) -> str:
    """Stops where somebody else's policy is set on these schemas: FORCE and DROP ALL would take it off."""
    listed = ", ".join(literal(stored(s, "snowflake")) for s in schemas)
    where = literal(stored(database, "snowflake")) if database else "CURRENT_DATABASE()"
    return (
        "EXECUTE IMMEDIATE $$\nDECLARE\n  found INTEGER;\n"
        "  set_by_others EXCEPTION (-20001, 'These schemas have policies that aiws did not set: see SNOWFLAKE.ACCOUNT_USAGE.POLICY_REFERENCES.');\n"
        "BEGIN\n  SELECT COUNT(*) INTO :found FROM SNOWFLAKE.ACCOUNT_USAGE.POLICY_REFERENCES\n"
        f"  WHERE REF_DATABASE_NAME = {where} AND REF_SCHEMA_NAME IN ({listed})\n"
        "    AND POLICY_KIND IN ('MASKING_POLICY', 'ROW_ACCESS_POLICY', 'AGGREGATION_POLICY')\n"
        "    AND NOT (POLICY_DB = 'AIWS' AND POLICY_SCHEMA = 'GOVERNANCE');\n"
        "  IF (found > 0) THEN\n    RAISE set_by_others;\n  END IF;\nEND\n$$"
    )


def people(policy: Policy) -> Iterator[str]:
    for kind, subjects in (("USER", policy.users), ("USER", policy.services)):
        for name, subject in subjects.items():
            for role in subject.roles:
                yield f"GRANT ROLE {quoted(role_name(role))} TO {kind} {identifier(name)};"
    if policy.everyone is not None:
        for role in policy.everyone.roles:
            yield f'GRANT ROLE {quoted(role_name(role))} TO ROLE "PUBLIC";'


def _header(made: Export) -> Iterator[str]:
    policy = made.policy
    yield MARK
    yield _about(policy)
    yield from _both("export.head")
    for note in made.notes:
        yield "--"
        yield comment(f"* {note.text('ko')}")
        yield comment(f"  {note.text('en')}")


def _about(policy: Policy) -> str:
    return comment(f"{policy.name} {policy.version} sha256:{policy.digest}")


def _both(key: str) -> tuple[str, str]:
    """A text in Korean and in English, so that the file is the same whoever writes it."""
    return comment(say(key, "ko")), comment(say(key, "en"))
