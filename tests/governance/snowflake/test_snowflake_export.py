"""A policy exported to Snowflake: each statement's form, that nothing of the policy is missing, and that it means the same.

Policies can't be run here, their bodies can: carried over to DuckDB, with the session's roles and user as variables, a table
under its exported policies shows what the guard's own view of it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from aiws_cli.catalog.metadata import load as load_catalog
from aiws_cli.core import language
from aiws_cli.core.identity import Identity
from aiws_cli.core.tables import Column, Table
from aiws_cli.governance.rights.access import PolicyAccess
from aiws_cli.governance.rights.identify import identify, identify_service
from aiws_cli.governance.rights.policy import Policy, hidden, mask_of, rule_for
from aiws_cli.governance.rights.policy_file import load, parse
from aiws_cli.governance.snowflake.export import export
from aiws_cli.governance.snowflake.script import Export, undo
from support.guarded_world import FixedCatalog

ROOT = Path(__file__).parents[3]

POLICY = """
name: small
version: "1"
protect:
  hide: ["*resident_no*"]
  mask: {customer_name: name, "*phone*": phone, birth: year}
masks:
  bucket: "CASE WHEN {column} IS NULL THEN NULL WHEN {column} > 100 THEN 'high' ELSE 'low' END"
  initials: "CASE WHEN REGEXP_MATCHES({column}, '[0-9]') THEN 'digits' ELSE LEFT({column}, 1) END"
roles:
  user:
    companies: [grp, "{user.company}"]
    tables:
      - match: [bank.customers]
        rows: branch_id = {user.branch_id}
        mask: {note: initials}
      - match: [bank.accounts]
        rows: customer_id IN (SELECT c.customer_id FROM bank.customers c WHERE c.branch_id = {user.branch_id}) AND kind <> {user.kind}
        mask: {balance: bucket}
      - match: [bank.branches, "grp.*"]
      - match: [card.bills]
        rows: customer_id NOT IN {user.not_these} OR amount > 1000
  power-user:
    companies: ["{user.company}"]
    tables:
      - match: [bank.visits]
        least_group: {size: 5, unit: customer_id}
      - match: [bank.customers]
        show: [customer_id, branch_id, customer_name]
      - match: [card.bills]
        deny: true
      - match: ["*"]
        rows: "{user.name} = 'kim' OR 1 = 1"
  analyst:
    companies: ["*"]
    tables:
      - match: [card.*]
        clear: ["*phone*"]
      - match: [bank.visits]
        least_group: {size: 10, unit: customer_id}
      - match: ["*"]
        mask: {"class:sensitive": redact}
users:
  kim:
    roles: [user, power-user, analyst]
    attributes: {branch_id: [B1, B2], not_these: ["1", "2"], kind: saving}
  "이몽룡":
    roles: [user]
    attributes: {branch_id: "B3'--", company: [BANK, card], kind: "x\\\\'y"}
  nobody:
    roles: [user, power-user]
everyone:
  roles: [power-user]
  attributes: {company: card}
services:
  report:
    roles: [power-user]
    attributes: {company: bank}
  closed:
    roles: [power-user]
"""


def column(name: str, kind: str = "VARCHAR", logical: str = "string", **more: object) -> Column:
    return Column(name, kind, logical, **more)  # type: ignore[arg-type]


TABLES = (
    Table(
        "bank.customers",
        (
            column("customer_id", "INTEGER", "integer", primary_key=True),
            column("customer_name"),
            column("resident_no"),
            column("phone_no"),
            column("birth", "DATE", "date"),
            column("branch_id"),
            column("note"),
            column("등급 코드", classification="sensitive"),
        ),
        company="bank",
    ),
    Table(
        "bank.accounts",
        (
            column("account_id", "BIGINT", "integer"),
            column("customer_id", "INTEGER", "integer"),
            column("kind"),
            column("balance", "DECIMAL(18,2)", "number"),
        ),
        company="bank",
    ),
    Table("bank.branches", (column("branch_id"), column("name")), company="bank"),
    Table(
        "bank.visits",
        (
            column("visit_id", "BIGINT", "integer", primary_key=True),
            column("customer_id", "INTEGER", "integer"),
        ),
        company="bank",
        kind="view",
    ),
    Table(
        "card.bills",
        (column("customer_id", "INTEGER", "integer"), column("amount", "DOUBLE", "number"), column("phone")),
        company="card",
    ),
    Table("grp.codes", (column("Code"), column("Name")), company="grp"),
    Table("vault.secrets", (column("secret"),), company="vault"),
)

SETUP = """
CREATE SCHEMA bank; CREATE SCHEMA card; CREATE SCHEMA grp; CREATE SCHEMA vault;
CREATE TABLE bank.customers AS SELECT i AS customer_id, ['김철수', '이산', 'Smith', NULL, 'a1'][1 + i % 5] AS customer_name,
  '90010' || i || '-1234567' AS resident_no, ['010-1234-5678', '02-123-4567', 'call me', NULL][1 + i % 4] AS phone_no,
  DATE '1990-05-17' + CAST(i * 100 AS INTEGER) AS birth, ['B1', 'B2', 'B3''--', 'B4', NULL][1 + i % 5] AS branch_id,
  ['memo', 'room 12', NULL][1 + i % 3] AS note, 'S' || i AS "등급 코드" FROM range(1, 16) r(i);
CREATE TABLE bank.accounts AS SELECT i AS account_id, 1 + i % 15 AS customer_id, ['saving', 'x\\''y', 'loan'][1 + i % 3] AS kind,
  CASE WHEN i % 4 = 0 THEN NULL ELSE CAST(i * 30 AS DECIMAL(18,2)) END AS balance FROM range(1, 20) r(i);
CREATE TABLE bank.branches AS SELECT 'B' || i AS branch_id, '지점' || i AS name FROM range(1, 5) r(i);
CREATE VIEW bank.visits AS SELECT i AS visit_id, i % 4 AS customer_id FROM range(12) r(i);
CREATE TABLE card.bills AS SELECT i AS customer_id, i * 300.0 AS amount, '010-0000-000' || i AS phone FROM range(1, 8) r(i);
CREATE TABLE grp.codes AS SELECT 'a' AS "Code", 'b' AS "Name";
CREATE TABLE vault.secrets AS SELECT 'CANARY' AS secret;
"""

CATALOG = FixedCatalog({t.name: t for t in TABLES})


@pytest.fixture(scope="module")
def policy() -> Policy:
    return parse(POLICY.encode(), "policy.yaml")


@pytest.fixture(scope="module")
def made(policy: Policy) -> Export:
    return export(policy, CATALOG, dialect="duckdb", database="dw")  # type: ignore[arg-type]


def statements(made: Export, kind: str, table: str = "", column: str = "") -> list[str]:
    return [
        s.sql
        for s in made.statements
        if s.kind == kind and table in ("", s.table) and column in ("", s.column)
    ]


# — the forms —

GOLDEN = [
    (
        ("mask", "bank.customers", "resident_no"),
        [
            'CREATE MASKING POLICY IF NOT EXISTS "AIWS"."GOVERNANCE"."MASK DW.BANK.CUSTOMERS.RESIDENT_NO" AS (VAL VARCHAR)'
            " RETURNS VARCHAR ->\n  CASE\n    WHEN (IS_ROLE_IN_SESSION('AIWS_USER') OR IS_ROLE_IN_SESSION('AIWS_POWER-USER')"
            " OR IS_ROLE_IN_SESSION('AIWS_ANALYST')) THEN NULL\n    ELSE VAL\n  END",
            'ALTER MASKING POLICY "AIWS"."GOVERNANCE"."MASK DW.BANK.CUSTOMERS.RESIDENT_NO" SET BODY ->\n  CASE\n    WHEN'
            " (IS_ROLE_IN_SESSION('AIWS_USER') OR IS_ROLE_IN_SESSION('AIWS_POWER-USER')"
            " OR IS_ROLE_IN_SESSION('AIWS_ANALYST')) THEN NULL\n    ELSE VAL\n  END",
        ],
    ),
    (
        ("set_mask", "bank.customers", "등급 코드"),
        [
            'ALTER TABLE "DW"."BANK"."CUSTOMERS" MODIFY COLUMN "등급 코드" SET MASKING POLICY'
            ' "AIWS"."GOVERNANCE"."MASK DW.BANK.CUSTOMERS.등급 코드" FORCE'
        ],
    ),
    (
        ("rows", "card.bills", ""),
        [
            'ALTER TABLE "DW"."CARD"."BILLS" DROP ALL ROW ACCESS POLICIES',
            'CREATE OR REPLACE ROW ACCESS POLICY "AIWS"."GOVERNANCE"."ROWS DW.CARD.BILLS" AS'
            ' ("ROW_CUSTOMER_ID" NUMBER(38, 0), "ROW_AMOUNT" FLOAT) RETURNS BOOLEAN ->\n'
            '  (NOT IS_ROLE_IN_SESSION(\'AIWS_USER\') OR (\'card\' IN (SELECT LOWER(VALUE) FROM "AIWS"."GOVERNANCE"."MY_ATTRIBUTES"'
            ' WHERE ATTRIBUTE = \'company\') AND \'not_these\' IN (SELECT ATTRIBUTE FROM "AIWS"."GOVERNANCE"."MY_ATTRIBUTES") AND'
            ' ((NOT "ROW_CUSTOMER_ID" IN (SELECT TRY_CAST(VALUE AS DECIMAL(38, 0)) FROM "AIWS"."GOVERNANCE"."MY_ATTRIBUTES"'
            " WHERE ATTRIBUTE = 'not_these') OR \"ROW_AMOUNT\" > 1000))))\n  AND NOT IS_ROLE_IN_SESSION('AIWS_POWER-USER')",
        ],
    ),
    (
        ("set_rows", "card.bills", ""),
        [
            'ALTER TABLE "DW"."CARD"."BILLS" ADD ROW ACCESS POLICY "AIWS"."GOVERNANCE"."ROWS DW.CARD.BILLS"'
            ' ON ("CUSTOMER_ID", "AMOUNT")'
        ],
    ),
    (
        ("groups", "bank.visits", ""),
        [
            'CREATE AGGREGATION POLICY IF NOT EXISTS "AIWS"."GOVERNANCE"."GROUPS DW.BANK.VISITS" AS () RETURNS'
            " AGGREGATION_CONSTRAINT ->\n  CASE\n    WHEN IS_ROLE_IN_SESSION('AIWS_ANALYST') THEN"
            " AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 10)\n    WHEN IS_ROLE_IN_SESSION('AIWS_POWER-USER') THEN"
            " AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 5)\n    ELSE NO_AGGREGATION_CONSTRAINT()\n  END",
            'ALTER AGGREGATION POLICY "AIWS"."GOVERNANCE"."GROUPS DW.BANK.VISITS" SET BODY ->\n  CASE\n    WHEN'
            " IS_ROLE_IN_SESSION('AIWS_ANALYST') THEN AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 10)\n    WHEN"
            " IS_ROLE_IN_SESSION('AIWS_POWER-USER') THEN AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 5)\n"
            "    ELSE NO_AGGREGATION_CONSTRAINT()\n  END",
        ],
    ),
    (
        ("set_groups", "bank.visits", ""),
        [
            'ALTER VIEW "DW"."BANK"."VISITS" SET AGGREGATION POLICY "AIWS"."GOVERNANCE"."GROUPS DW.BANK.VISITS"'
            ' ENTITY KEY ("CUSTOMER_ID") FORCE'
        ],
    ),
    (
        ("grant", "card.bills", ""),
        [
            'GRANT SELECT ON TABLE "DW"."CARD"."BILLS" TO ROLE "AIWS_USER"',
            'GRANT SELECT ON TABLE "DW"."CARD"."BILLS" TO ROLE "AIWS_ANALYST"',
        ],
    ),
    (
        ("grant", "grp.codes", ""),
        [
            'GRANT SELECT ON TABLE "DW"."GRP"."CODES" TO ROLE "AIWS_USER"',
            'GRANT SELECT ON TABLE "DW"."GRP"."CODES" TO ROLE "AIWS_POWER-USER"',
            'GRANT SELECT ON TABLE "DW"."GRP"."CODES" TO ROLE "AIWS_ANALYST"',
        ],
    ),
    (
        ("role", "", ""),
        [
            'CREATE ROLE IF NOT EXISTS "AIWS_USER"',
            'CREATE ROLE IF NOT EXISTS "AIWS_POWER-USER"',
            'CREATE ROLE IF NOT EXISTS "AIWS_ANALYST"',
        ],
    ),
    (
        ("attributes", "", ""),
        [
            'INSERT OVERWRITE INTO "AIWS"."GOVERNANCE"."USER_ATTRIBUTES" (USER_NAME, ATTRIBUTE, VALUE) VALUES\n  '
            + ",\n  ".join(
                [
                    "('*', 'company', 'card')",
                    "('CLOSED', '*', '')",
                    "('CLOSED', 'name', 'closed')",
                    "('KIM', 'branch_id', 'B1')",
                    "('KIM', 'branch_id', 'B2')",
                    "('KIM', 'kind', 'saving')",
                    "('KIM', 'name', 'kim')",
                    "('KIM', 'not_these', '1')",
                    "('KIM', 'not_these', '2')",
                    "('NOBODY', 'name', 'nobody')",
                    "('REPORT', '*', '')",
                    "('REPORT', 'company', 'bank')",
                    "('REPORT', 'name', 'report')",
                    "('이몽룡', 'branch_id', 'B3\\'--')",
                    "('이몽룡', 'company', 'BANK')",
                    "('이몽룡', 'company', 'card')",
                    "('이몽룡', 'kind', 'x\\\\\\'y')",
                    "('이몽룡', 'name', '이몽룡')",
                ]
            )
        ],
    ),
]


@pytest.mark.parametrize(("which", "wanted"), GOLDEN, ids=[" ".join(w).strip() for w, _ in GOLDEN])
def test_statements_are_as_reviewed(made: Export, which: tuple[str, str, str], wanted: list[str]) -> None:
    assert statements(made, *which) == wanted


# What sqlglot can't read as Snowflake is checked as text alone; docs/SECURITY.md says so.
TEXT_ONLY = {
    "mask": r'(CREATE MASKING POLICY IF NOT EXISTS|ALTER MASKING POLICY) "AIWS"\.',
    "set_mask": r'ALTER (TABLE|VIEW) "[^;]*" MODIFY COLUMN "[^;]*" SET MASKING POLICY "AIWS"\.[^;]* FORCE$',
    "rows": r'(CREATE OR REPLACE ROW ACCESS POLICY "AIWS"\.|ALTER (TABLE|VIEW) "[^;]*" DROP ALL ROW ACCESS POLICIES$)',
    "set_rows": r'ALTER (TABLE|VIEW) "[^;]*" ADD ROW ACCESS POLICY "AIWS"\.[^;]* ON \("[^;]*"\)$',
    "groups": r'(CREATE AGGREGATION POLICY IF NOT EXISTS|ALTER AGGREGATION POLICY) "AIWS"\.',
    "set_groups": r'ALTER (TABLE|VIEW) "[^;]*" SET AGGREGATION POLICY "AIWS"\.[^;]* FORCE$',
    "role": r'CREATE ROLE IF NOT EXISTS "AIWS_[^"]*"$',
    "revoke": r'REVOKE SELECT ON ALL (TABLES|VIEWS) IN SCHEMA "[^;]*" FROM ROLE "AIWS_[^"]*"$',
    "check": r"EXECUTE IMMEDIATE \$\$",
}
PARSED = {"place", "attributes", "grant"}


def demo() -> Export:
    return export(
        load(ROOT / "policies" / "demo.yaml"),
        FixedCatalog({t.name: t for t in load_catalog(ROOT / "catalog_index").tables}),  # type: ignore[arg-type]
        dialect="duckdb",
        database="DW",
    )


@pytest.fixture(scope="module", params=["small", "demo"])
def either(request: pytest.FixtureRequest, made: Export) -> Export:
    return made if request.param == "small" else demo()


def test_every_statement_parses_where_the_parser_knows_its_kind(either: Export) -> None:
    for one in either.statements:
        if one.kind in PARSED:
            (tree,) = sqlglot.parse(one.sql, read="snowflake")
            assert tree is not None and not isinstance(tree, exp.Command), one.sql
        else:
            assert re.match(TEXT_ONLY[one.kind], one.sql, re.S), one.sql
        assert not _known(one.sql) or one.kind in PARSED | {"revoke", "set_mask", "rows", "set_rows"}, (
            one.kind
        )
    assert {s.kind for s in either.statements} <= PARSED | TEXT_ONLY.keys()


def _known(sql: str) -> bool:
    try:
        return not isinstance(sqlglot.parse_one(sql, read="snowflake"), exp.Command)
    except SqlglotError:
        return False


def test_every_body_parses(either: Export) -> None:
    bodies = [
        s.sql.split(" ->", 1)[1] for s in either.statements if s.kind in ("mask", "rows") and " ->" in s.sql
    ]
    assert bodies
    for body in bodies:
        (tree,) = sqlglot.parse(f"SELECT {body}", read="snowflake")
        assert isinstance(tree, exp.Select)
        assert len(tree.expressions) == 1


def test_the_file_holds_the_statements_and_nothing_else(either: Export) -> None:
    text = either.text()
    assert text.splitlines()[1].endswith(f"sha256:{either.policy.digest}")
    code = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    assert re.sub(r"\s+", " ", code).strip() == re.sub(
        r"\s+", " ", "\n".join(f"{s.sql};" for s in either.statements)
    )
    for note in either.notes:
        assert f"* {note.text('ko')}" in text
        assert f"  {note.text('en')}" in text


def test_it_is_the_same_every_time_and_in_every_language(policy: Policy, made: Export) -> None:
    language.use("ko")
    backwards = FixedCatalog({t.name: t for t in reversed(TABLES)})
    again = export(policy, backwards, dialect="duckdb", database="dw")  # type: ignore[arg-type]
    assert again.text() == made.text()


def test_what_is_open_is_closed_before_anything_and_opened_last(either: Export) -> None:
    kinds = [s.kind for s in either.statements]
    first_policy = min(i for i, k in enumerate(kinds) if k in ("mask", "rows", "groups"))
    assert max(i for i, k in enumerate(kinds) if k == "revoke") < first_policy
    assert min(i for i, k in enumerate(kinds) if k == "grant") > max(
        i for i, k in enumerate(kinds) if k in ("set_mask", "set_rows", "set_groups")
    )


def test_undo_takes_off_what_was_set(either: Export) -> None:
    text = undo(either)
    for one in either.statements:
        if one.kind == "set_mask":
            assert f"{one.target} UNSET MASKING POLICY;\n" in text
            assert f"DROP MASKING POLICY IF EXISTS {one.policy};\n" in text
        elif one.kind == "set_rows":
            assert f"{one.target} DROP ROW ACCESS POLICY {one.policy};\n" in text
        elif one.kind == "set_groups":
            assert f"{one.target} UNSET AGGREGATION POLICY;\n" in text
        elif one.kind == "revoke":
            assert f"{one.sql};\n" in text
    assert "GRANT" not in text


# — nothing is missing —


def test_every_column_and_filter_of_the_demo_policy_has_its_statement_for_every_role() -> None:
    """Counted by a walk over the rules that knows nothing of views."""
    made = demo()
    policy = made.policy
    tables = load_catalog(ROOT / "catalog_index").tables
    counted = {"hidden": 0, "masked": 0, "filtered": 0, "walled": 0, "sums": 0, "none": 0}
    for table in tables:
        for role in policy.roles.values():
            name = f"AIWS_{role.name.upper()}"
            granted = any(f'TO ROLE "{name}"' in sql for sql in statements(made, "grant", table.name))
            enters = (
                "*" in role.companies or table.company in role.companies or "{user.company}" in role.companies
            )
            rule = rule_for(role, table) if enters else None
            if rule is None or rule.deny:
                assert not granted, (name, table.name)
                counted["none"] += 1
                continue
            assert granted, (name, table.name)
            for one in table.columns:
                bodies = statements(made, "mask", table.name, one.name)
                if hidden(policy, rule, one, table):
                    assert len(bodies) == 2
                    for body in bodies:
                        assert re.search(rf"WHEN [^\n]*'{name}'[^\n]* THEN NULL\n", body), body
                    counted["hidden"] += 1
                elif mask_of(policy, rule, one, table):
                    assert len(bodies) == 2
                    for body in bodies:
                        shown = re.search(rf"WHEN [^\n]*'{name}'\)[^\n]*? THEN CASE [^\n]* END\n", body)
                        assert shown, body
                    counted["masked"] += 1
                if bodies:
                    assert len(statements(made, "set_mask", table.name, one.name)) == 1
            walled = "*" not in role.companies and table.company not in role.companies
            policies = [s for s in statements(made, "rows", table.name) if s.startswith("CREATE")]
            if rule.rows or walled:
                (row_policy,) = policies
                (own,) = re.findall(rf"\(NOT IS_ROLE_IN_SESSION\('{name}'\) OR ([^\n]*)\)\n?", row_policy)
                assert len(statements(made, "set_rows", table.name)) == 1
                if rule.rows:
                    assert "'branch_id'" in own
                    counted["filtered"] += 1
                if walled:
                    assert f"'{table.company}' IN" in own
                    counted["walled"] += 1
            if rule.least_group:
                (groups,) = (s for s in statements(made, "groups", table.name) if s.startswith("CREATE"))
                assert (
                    f"'{name}') THEN AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => {rule.least_group})" in groups
                )
                (set_,) = statements(made, "set_groups", table.name)
                assert 'ENTITY KEY ("CUSTOMER_ID")' in set_
                counted["sums"] += 1
    assert all(counted.values()), counted


# — it means the same —


def as_duckdb(sql: str) -> str:
    (tree,) = sqlglot.parse(sql, read="snowflake")
    assert tree is not None
    for one in tree.find_all(exp.RegexpLike):
        # Snowflake's means the whole text.
        one.replace(
            exp.Anonymous(this="regexp_full_match", expressions=[one.this.copy(), one.expression.copy()])
        )
    return tree.sql(dialect="duckdb")


@pytest.fixture(scope="module")
def engine(made: Export) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables, the attributes' table and view as the export makes them, and a session whose roles are variables."""
    connection = duckdb.connect(":memory:")
    connection.execute("ATTACH ':memory:' AS dw; USE dw;" + SETUP)
    connection.execute('ATTACH \':memory:\' AS "AIWS"; CREATE SCHEMA "AIWS"."GOVERNANCE"')
    table, view = (s for s in statements(made, "place") if "TABLE" in s or "VIEW" in s)
    for sql in (table, *statements(made, "attributes"), view):
        plain = sql.replace("INSERT OVERWRITE", "INSERT").replace("SECURE VIEW", "VIEW")
        connection.execute(as_duckdb(plain.replace("CURRENT_USER()", "GETVARIABLE('me')")))
    connection.execute("CREATE MACRO is_role_in_session(r) AS list_contains(getvariable('roles'), r)")
    connection.execute("CREATE MACRO regexp_instr(t, f) AS CASE WHEN regexp_matches(t, f) THEN 1 ELSE 0 END")
    yield connection
    connection.close()


def under_policies(made: Export, table: Table) -> str:
    """A SELECT of the whole table as Snowflake would show it under the exported policies."""
    shown = []
    for one in table.columns:
        bodies = {s.split(" ->", 1)[1] for s in statements(made, "mask", table.name, one.name)}
        assert len(bodies) <= 1
        name = '"' + one.name + '"'
        body = bodies.pop().replace("VAL", name) if bodies else name
        shown.append(f"({body}) AS {name}")
    rows = [s.split(" ->", 1)[1] for s in statements(made, "rows", table.name) if " ->" in s]
    where = re.sub(r'"ROW_([^"]+)"', r't."\1"', rows[0]) if rows else "TRUE"
    schema, _, name = table.name.partition(".")
    return as_duckdb(f'SELECT {", ".join(shown)} FROM dw.{schema}."{name}" AS t WHERE {where}')


def session(engine: duckdb.DuckDBPyConnection, user: str, role: str) -> None:
    engine.execute(f"SET VARIABLE me = '{user.upper()}'; SET VARIABLE roles = ['AIWS_{role.upper()}']")


WHO = [
    ("kim", "user"),
    ("kim", "power-user"),
    ("kim", "analyst"),
    ("이몽룡", "user"),
    ("이몽룡", "power-user"),
    ("nobody", "user"),
    ("nobody", "power-user"),
    ("stranger", "power-user"),
    ("report", "power-user"),
    ("closed", "power-user"),
]


@pytest.mark.parametrize(("user", "role"), WHO, ids=[f"{u}-{r}" for u, r in WHO])
@pytest.mark.parametrize("table", TABLES, ids=[t.name for t in TABLES])
def test_a_table_shows_what_the_guard_shows(
    policy: Policy, made: Export, engine: duckdb.DuckDBPyConnection, table: Table, user: str, role: str
) -> None:
    identity: Identity = (
        identify_service(policy, user, role=role)
        if user in policy.services
        else identify(policy, user, role=role)
    )
    access = PolicyAccess(policy, CATALOG)  # type: ignore[arg-type]
    session(engine, user, role)
    granted = any(f'"AIWS_{role.upper()}"' in s for s in statements(made, "grant", table.name))
    shown = engine.execute(under_policies(made, table)).fetchall() if granted else []
    wanted = guarded(access, table, identity, engine)
    assert sorted(map(repr, shown)) == sorted(map(repr, wanted))


def guarded(
    access: PolicyAccess, table: Table, identity: Identity, engine: duckdb.DuckDBPyConnection
) -> list[tuple[object, ...]]:
    """What the guard's view shows, hidden columns as NULL; nothing where it refuses."""
    from aiws_cli.governance.rights.access import AttributeNeeded

    try:
        view = access.view_of(table.name, identity)
    except AttributeNeeded:
        return []
    if view is None:
        return []
    seen = dict(view.columns)
    base = table.name.partition(".")[2]
    # A mask of one type over a column of another can only be NULL in Snowflake's policies.
    clash = {"balance"}
    shown = []
    for one in table.columns:
        if one.name not in seen or (one.name in clash and seen[one.name]):
            shown.append("NULL")
        else:
            shown.append(seen[one.name] or f'"{one.name}"')
    where = f" WHERE {view.filter_sql}" if view.filter_sql else ""
    return engine.execute(f'SELECT {", ".join(shown)} FROM dw.{table.name} AS "{base}"{where}').fetchall()


def test_two_roles_in_one_session_see_what_both_may(made: Export, engine: duckdb.DuckDBPyConnection) -> None:
    customers = TABLES[0]
    session(engine, "kim", "user")
    engine.execute("SET VARIABLE roles = ['AIWS_USER', 'AIWS_ANALYST']")
    both = engine.execute(under_policies(made, customers)).fetchall()
    session(engine, "kim", "user")
    assert {r[5] for r in both} == {r[5] for r in engine.execute(under_policies(made, customers)).fetchall()}
    session(engine, "kim", "somebody_else")
    assert len(engine.execute(under_policies(made, customers)).fetchall()) == 15


# — what Snowflake has no words for —


@pytest.mark.parametrize(
    ("rule", "note"),
    [
        ('{match: ["*"], rows: "phone_no LIKE \'010%\'"}', "masked_filter"),
        ('{match: ["*"], rows: "nowhere = 1"}', "no_column"),
        ('{match: ["*"], hide: ["*"], show: ["*"]}', None),
        ('{match: ["*"], least_group: {size: 3, unit: branch_id}}', "other_unit"),
    ],
)
def test_what_can_not_be_said_is_not_granted(rule: str, note: str | None) -> None:
    text = f"""
name: x
version: "1"
protect: {{mask: {{phone_no: phone}}}}
roles:
  first: {{tables: [{{match: ["*"], least_group: {{size: 3, unit: customer_id}}}}]}}
  second: {{tables: [{rule}]}}
"""
    catalog = FixedCatalog({"bank.customers": TABLES[0]})
    made = export(parse(text.encode(), "p"), catalog, dialect="duckdb")  # type: ignore[arg-type]
    granted = statements(made, "grant", "bank.customers")
    assert [g for g in granted if "FIRST" in g] and not [g for g in granted if "SECOND" in g]
    if note is not None:
        (told,) = (n for n in made.notes if n.key == note)
        assert "AIWS_SECOND" in told.text("en") and "AIWS_SECOND" in told.text("ko")


def test_a_role_of_whom_every_column_is_covered_keeps_its_wall() -> None:
    text = 'name: x\nversion: "1"\nprotect: {mask: {"*": redact}}\nroles:\n  a: {companies: ["{user.c}"], tables: [{match: ["*"]}]}\n'
    catalog = FixedCatalog({"bank.branches": TABLES[2]})
    made = export(parse(text.encode(), "p"), catalog, dialect="duckdb")  # type: ignore[arg-type]
    assert statements(made, "grant", "bank.branches") == []
    assert "no_free_column" in {n.key for n in made.notes}


def test_names_can_not_end_what_they_stand_in() -> None:
    odd = Table(
        'a"b.c"; DROP ROLE x; --',
        (column('d"e'), column("f\n-- g"), column("$$ phone")),
        company="h'i$$",
    )
    text = """
name: "x\\n; DROP ROLE y;"
version: "1"
protect: {hide: ['*"*'], mask: {"*phone*": phone}}
roles:
  a: {companies: ["{user.c}"], tables: [{match: ["*"]}]}
users: {"k\\"; --": {roles: [a], attributes: {c: "$$'; --"}}}
"""
    made = export(
        parse(text.encode(), "p"),
        FixedCatalog({odd.name: odd}),  # type: ignore[arg-type]
        dialect="duckdb",
        database='o"; --',
    )
    for line in made.text().splitlines():
        assert "\r" not in line
    for one in made.statements:
        if one.kind in ("mask", "rows", "check"):
            continue
        trees = [t for t in sqlglot.parse(one.sql, read="snowflake") if t is not None]
        assert len(trees) == 1, one.sql
    (check,) = statements(made, "check")
    assert check.count("$$") == 2
    names = [t for s in made.statements for t in re.findall(r'"(?:[^"]|"")*"', s.sql)]
    assert '"a""b"' in names and '"c""; DROP ROLE x; --"' in names
