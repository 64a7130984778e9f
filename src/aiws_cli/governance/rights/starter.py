"""A policy to begin with, out of a catalog: closed where nothing is known, and saying what nobody has looked at yet.

Pure: tables in, the file's text out. What is personal is told by names and by the catalog's classifications.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...core.tables import Column, Table
from .personal_columns import Kind, about_people, kind_of, mask_for

LEAST_GROUP = 10
"""A user's sums over tables about people hold at least so many of them."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A column that the policy protects: `mask` is its mask's name, empty where it is hidden."""

    table: str
    column: str
    kind: str
    mask: str


def personal_columns(tables: Iterable[Table]) -> tuple[Personal, ...]:
    """The columns about people, in order of tables and columns."""
    return tuple(
        Personal(t.name, c.name, kind.name, mask_for(kind, c)) for t in tables for c, kind in _kinds(t)
    )


def starter(tables: Sequence[Table], *, name: str, user: str, dialect: str) -> str:
    """The text of a policy file for these tables: four ready roles, walls between companies, masks, one user.

    `user` has the role analyst; nobody else has any. Each comment is in Korean, then in English.
    """
    tables = sorted(tables, key=lambda t: t.name)
    found = personal_columns(tables)
    every = {t.company.lower() for t in tables if t.company}
    companies = sorted(c for c in every if not _NO_COMPANY.search(c))
    walls = len(companies) > 1
    own = '["{user.company}"]' if walls else _flow(companies or ["*"])
    lines = [
        *_HEAD,
        f"name: {_quoted(name)}",
        'version: "1"',
        *([f"dialect: {dialect}"] if dialect != "duckdb" else []),
        "",
        *_protect(found),
        "",
        "roles:",
        *(_WALLS if walls else ()),
        "  user:",
        "    title: 일반 사용자 | user",
        f"    companies: {own}",
        "    tables:",
        *_people(tables),
        *_DISCOVERABLE,
        "    limits: {rows: 1000, seconds: 30}",
        "    export: false",
        "    tools: [search_catalog, describe_table, run_sql]",
        "    pii: mask",
        "",
        "  power_user:",
        "    title: 현업 분석 담당 | power user",
        f"    companies: {own}",
        "    tables:",
        '      - match: ["*"]',
        *_DISCOVERABLE,
        "    limits: {rows: 5000, seconds: 60}",
        "    export: false",
        "    pii: mask",
        "",
        *_NEW_COMPANY,
        "  analyst:",
        "    title: 분석가 | analyst",
        f"    companies: {_flow(companies or ['*'])}",
        "    tables:",
        '      - match: ["*"]',
        "    pii: mask",
        "",
        "  data_scientist:",
        "    title: 데이터 과학자 | data scientist",
        "    extends: analyst",
        "    publish: true",
        "",
        *_USERS,
        "users:",
        f"  {_quoted(user)}:",
        "    roles: [analyst]",
        *_others(companies if walls else ()),
        *_TAIL,
    ]
    return "\n".join(lines) + "\n"


def _protect(found: Sequence[Personal]) -> list[str]:
    hidden = [p for p in found if not p.mask]
    masked = [p for p in found if p.mask]
    lines = [*_PROTECT, "protect:", "  hide:"]
    lines += [f"    - {_column(p)}{_why(p)}" for p in hidden]
    lines += ["    - class:sensitive", "  mask:"]
    lines += [f"    {_column(p)}: {p.mask}" for p in masked]
    return [*lines, "    class:personal: redact"]


def _why(one: Personal) -> str:
    return "" if one.kind in one.column.lower() else f"  # {one.kind}"


def _people(tables: Sequence[Table]) -> list[str]:
    """A user's rules: for the tables about people one for each way of telling the people apart, then for the others."""
    people = frozenset(t.name.lower() for t in tables if _kinds(t))
    by_unit: dict[tuple[str, ...], list[str]] = {}
    for table in tables:
        unit = _unit(table, people)
        if unit is not None:
            by_unit.setdefault(unit, []).append(table.name)
    lines = list(_PEOPLE) if by_unit else []
    for unit, names in by_unit.items():
        lines.append("      - match:")
        lines += [f"          - {_pattern(n)}" for n in names]
        counted = f", unit: {_flow(unit)}" if unit else ""
        lines.append(f"        least_group: {{size: {LEAST_GROUP}{counted}}}")
    # A rule that decides for no table is one more to wonder about.
    if sum(map(len, by_unit.values())) < len(tables) or not tables:
        lines.append('      - match: ["*"]')
    return lines


def _unit(table: Table, people: frozenset[str]) -> tuple[str, ...] | None:
    """What tells the people of a table apart: its own key where its rows are people, else what names them.

    Empty where nothing does (rows are counted), None for a table that is about nobody.
    """
    if about_people(table.name.rpartition(".")[2]) and table.primary_key:
        return table.primary_key
    named = [r.from_columns for r in table.relationships if r.to_table.lower() in people]
    named += [(c.name,) for c in table.columns if _PERSON_KEY.fullmatch(c.name)]
    if named:
        return named[0]
    return table.primary_key if table.name.lower() in people else None


def _kinds(table: Table) -> list[tuple[Column, Kind]]:
    return [(c, kind) for c in table.columns if (kind := kind_of(c, table)) is not None]


def _others(companies: Sequence[str]) -> list[str]:
    about = f"\n  #   attributes: {{company: {_quoted(companies[0])}}}" if companies else ""
    return [line.format(about=about) for line in _OTHERS]


def _column(one: Personal) -> str:
    return _pattern(f"{one.table}.{one.column}")


def _pattern(name: str) -> str:
    """A name as a pattern that fits it: a colon would make it another kind of pattern."""
    return _quoted(name.replace(":", "?"))


def _flow(names: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(n) for n in names)}]"


def _quoted(text: str) -> str:
    """A scalar of YAML that is this text and nothing else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'


_PERSON_KEY = re.compile(
    r"(?:\w+_)?(?:customer|cust|client|member|user|employee|emp|person)_?(?:id|no|num|key)|(?:고객|회원|직원|사원)(?:_?(?:id|번호))",
    re.IGNORECASE,
)
_NO_COMPANY = re.compile(r"[*?{}:/]")
_PLAIN = re.compile(r"[A-Za-z_가-힣][\w가-힣]*(?:\.[\w가-힣]+)*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})

_HEAD = (
    "# 시작 정책: `aiws init`이 웨어하우스의 이름과 타입만 보고 썼습니다. 아직 아무도 검토하지 않았고, 값은 보지 않았습니다.",
    "# 검토한 뒤 관리자가 소유하게 해 주세요: /etc/aiws/policy.yaml (root 소유)에 두면 사용자가 바꿀 수 없습니다.",
    "# 검사는 `aiws policy check`, 역할별로 보이는 것은 `aiws policy explain --role 역할 테이블`.",
    "# A policy to begin with, written by `aiws init` from the warehouse's names and types. Nobody has reviewed it, and no",
    "# value was looked at. Review it, then let an administrator own it: /etc/aiws/policy.yaml, owned by root, is in force",
    "# for everybody and can't be changed by the people it binds. `aiws policy check` reads it,",
    "# `aiws policy explain --role ROLE TABLE` shows as SQL what a role sees.",
)
_PROTECT = (
    "# 모든 역할에 적용됩니다. 개인정보로 보이는 컬럼을 이름과 카탈로그의 classification으로 찾았습니다. 빠진 것이 없는지 보고,",
    "# 아닌 것은 지워 주세요. 한 역할에게만 보이려면 그 역할의 규칙에 clear를 적습니다.",
    "# Holds for every role. Columns that look like somebody's data, found by name and by the catalog's classification: add",
    "# what is missing, take out what is not. To show one to a single role, name it under `clear` in that role's rule.",
)
_WALLS = (
    "  # 회사 사이의 벽: user와 power_user는 자기 회사(users의 attributes.company)의 테이블만 봅니다.",
    "  # Walls between companies: user and power_user see the tables of their own (attributes.company under users).",
)
_PEOPLE = (
    f"      # 사람에 관한 테이블은 {LEAST_GROUP}명 이상을 묶은 집계만. Tables about people: sums over {LEAST_GROUP} or more of them only.",
)
_DISCOVERABLE = (
    "    # 못 보는 테이블의 이름과 담당을 알려도 된다면. To let people know of tables they may not read, and whom to ask:",
    '    # discoverable: ["*"]',
)
_NEW_COMPANY = (
    "  # 새 회사(스키마)는 여기에 적어야 보입니다. A company (schema) that is added later is seen when it is written here.",
)
_USERS = (
    "# 여기에 없는 사람은 아무것도 보지 못합니다. 이름은 운영체제의 사용자 이름(토큰을 쓰면 토큰의 이름)입니다.",
    "# Who is not here sees nothing. Names are the operating system's (with signed tokens, the token's).",
)
_OTHERS = (
    "  # kim:",
    "  #   roles: [power_user, user]{about}",
    "# groups:",
    "#   data-team:",
    "#     roles: [analyst]",
    "",
    "# 모두에게 주는 역할: 꼭 필요할 때만. A role for everybody, only where it is meant:",
    "# everyone:",
    "#   roles: [user]",
)
_TAIL = (
    "",
    "# 예약 실행은 만든 사람이 아니라 이 신원으로 합니다. Scheduled runs have an identity of their own, never their author's:",
    "# services:",
    "#   morning-report:",
    "#     roles: [analyst]",
    "",
    "# 여럿이 한 운영체제 사용자를 쓰는 곳(JupyterHub, VS Code Server)에서는 서명된 토큰만 믿게 해 주세요.",
    "# Where people share one user of the operating system (JupyterHub, VS Code Server), believe signed tokens alone:",
    "# identity:",
    "#   require: token",
    "#   jwks: https://id.example.com/keys.json",
    "#   issuer: https://id.example.com",
    "#   audience: aiws",
)
