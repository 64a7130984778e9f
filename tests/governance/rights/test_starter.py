"""The starter policy: what its names find, that it reads back as meant, and that what it hides stays hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiws_cli.catalog.metadata import load
from aiws_cli.core.tables import Column, Relationship, Table
from aiws_cli.governance.rights.personal_columns import about_people, kind_of, named_kind
from aiws_cli.governance.rights.policy import Policy, hidden, mask_of, rule_for
from aiws_cli.governance.rights.policy_file import parse
from aiws_cli.governance.rights.starter import personal_columns, starter

NAMES = [
    ("customers", "customer_name", "name"),
    ("customers", "CUST_NM", "name"),
    ("customers", "custNm", "name"),
    ("customers", "name", "name"),
    ("TB_CUSTOMER_MST", "NM", "name"),
    ("고객", "이름", "name"),
    ("직원정보", "직원명", "name"),
    ("대출", "차주명", "name"),
    ("계좌", "예금주", "name"),
    ("a", "first_name", "name"),
    ("a", "resident_no", "resident_no"),
    ("a", "RRN", "resident_no"),
    ("a", "residentRegistrationNumber", "resident_no"),
    ("a", "jumin_no_enc", "resident_no"),
    ("a", "주민등록번호", "resident_no"),
    ("a", "주민번호_뒷자리", "resident_no"),
    ("a", "national_id", "resident_no"),
    ("a", "SSN", "resident_no"),
    ("a", "외국인등록번호", "foreigner_no"),
    ("a", "passport_no", "passport"),
    ("a", "여권번호", "passport"),
    ("a", "driver_license_no", "licence"),
    ("a", "운전면허번호", "licence"),
    ("a", "card_no", "card"),
    ("a", "credit_card_number", "card"),
    ("a", "카드번호", "card"),
    ("a", "account_no", "account"),
    ("a", "bank_acct_num", "account"),
    ("a", "ACNT_NO", "account"),
    ("a", "출금계좌번호", "account"),
    ("a", "phone", "phone"),
    ("a", "mobile_no", "phone"),
    ("a", "mobilePhoneNumber", "phone"),
    ("a", "tel", "phone"),
    ("a", "HP_NO", "phone"),
    ("a", "휴대폰번호", "phone"),
    ("a", "연락처", "phone"),
    ("a", "phone_no2", "phone"),
    ("a", "email", "email"),
    ("a", "e_mail_addr", "email"),
    ("a", "emailAddress", "email"),
    ("a", "이메일주소", "email"),
    ("a", "home_address", "address"),
    ("a", "ADDR1", "address"),
    ("a", "자택주소", "address"),
    ("a", "client_ip", "network"),
    ("a", "ip_address", "network"),
    ("a", "birth_date", "birth"),
    ("a", "DOB", "birth"),
    ("a", "생년월일", "birth"),
    ("a", "password_hash", "credential"),
    ("a", "비밀번호", "credential"),
    ("a", "access_token", "credential"),
    ("a", "종교", "sensitive"),
    ("a", "ci_value", "linking"),
    # Nobody's own: counts, times, flags, things and places that have names.
    ("products", "name", None),
    ("products", "product_name", None),
    ("a", "상품명", None),
    ("a", "지점명", None),
    ("a", "branch_name", None),
    ("customer_segments", "name", None),
    ("a", "phone_count", None),
    ("a", "email_sent_at", None),
    ("a", "email_opened_cnt", None),
    ("a", "is_email_ok", None),
    ("a", "phone_yn", None),
    ("a", "SMS수신동의여부", None),
    ("a", "card_type", None),
    ("a", "card_id", None),
    ("a", "카드종류", None),
    ("a", "account_status", None),
    ("a", "account_balance", None),
    ("a", "계좌잔액", None),
    ("a", "customer_id", None),
    ("a", "customer_count", None),
    ("a", "token_count", None),
    ("a", "region", None),
    ("a", "hotel", None),
    ("a", "description", None),
    ("a", "circulation", None),
    ("a", "paid_at", None),
    ("a", "ship_date", None),
    ("a", "company", None),
    ("a", "panel", None),
    ("a", "racetrack", None),
]


@pytest.mark.parametrize(("table", "column", "kind"), NAMES, ids=[f"{t}.{c}" for t, c, _ in NAMES])
def test_what_a_name_tells(table: str, column: str, kind: str | None) -> None:
    found = named_kind(column, table)
    assert (found.name if found is not None else None) == kind


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (Column("mobile_no", "TIMESTAMP", "timestamp"), None),
        (Column("email", "BOOLEAN", "boolean"), None),
        (Column("birth_date", "DATE", "date"), "birth"),
        (Column("note", "VARCHAR", classification="personal"), "personal"),
        (Column("note", "VARCHAR", classification="sensitive"), "sensitive"),
        (Column("note", "VARCHAR", classification="pseudonymous"), None),
        (Column("email", "BOOLEAN", "boolean", classification="personal"), "personal"),
        (Column("C001", "VARCHAR", description="고객 전화번호"), "phone"),
        (Column("C002", "VARCHAR", business_name="고객명"), "name"),
        (Column("C003", "VARCHAR", description="The customer's e-mail address"), "email"),
        (Column("C003", "VARCHAR", description="전화번호 수신동의여부"), None),
        (
            Column("C004", "VARCHAR", description="Whether and when somebody changed this customer's phone"),
            None,
        ),
        (Column("C005", "VARCHAR", business_name="계좌번호", classification="pseudonymous"), None),
    ],
)
def test_type_and_classification_count_too(column: Column, kind: str | None) -> None:
    found = kind_of(column, Table("s.t", (column,)))
    assert (found.name if found is not None else None) == kind


def test_tables_about_people() -> None:
    for name in ("customers", "TB_CUST_INFO", "employees", "회원", "고객기본", "user_profile", "staff"):
        assert about_people(name), name
    for name in ("customer_segments", "users_daily_stats", "products", "고객등급코드", "member_fees"):
        assert not about_people(name), name


def text(name: str, kind: str = "string", **more: object) -> Column:
    return Column(name, "VARCHAR", kind, **more)  # type: ignore[arg-type]


ODD = (
    Table(
        'odd."s"',
        (text("no"), text("phone no"), text("Null"), text("한 글: # 이메일"), text("a\tb_email")),
        company="odd",
    ),
    Table("S.Customer", (text("ID", primary_key=True), text("Name")), company="S"),
    Table("true.off", (text("email"), text("customer_id")), company="true"),
    Table(
        "s.visits",
        (text("visit_id", primary_key=True), text("who")),
        company="s",
        relationships=(Relationship("s.visits", ("who",), "S.Customer", ("ID",)),),
    ),
)


@pytest.mark.parametrize("dialect", ["duckdb", "snowflake"])
@pytest.mark.parametrize("tables", [ODD, (), ODD[:1]], ids=["several", "none", "one"])
def test_it_reads_back_as_meant(tables: tuple[Table, ...], dialect: str) -> None:
    written = starter(tables, name="우리: #1", user="kim@bank.kr", dialect=dialect)
    assert written == starter(tables[::-1], name="우리: #1", user="kim@bank.kr", dialect=dialect)
    policy = parse(written.encode(), "policy.yaml")
    assert (policy.name, policy.dialect) == ("우리: #1", dialect)
    assert {n: s.roles for n, s in policy.users.items()} == {"kim@bank.kr": ("analyst",)}
    assert (policy.everyone, dict(policy.groups), dict(policy.services)) == (None, {}, {})
    assert list(policy.roles) == ["user", "power_user", "analyst", "data_scientist"]
    assert not any(r.discoverable or r.examiner for r in policy.roles.values())
    for one in personal_columns(tables):
        table = next(t for t in tables if t.name == one.table)
        column = table.column(one.column)
        assert column is not None
        for role in policy.roles.values():
            rule = rule_for(role, table)
            assert rule is not None
            assert hidden(policy, rule, column, table) == (not one.mask)
            assert one.mask in ("", mask_of(policy, rule, column, table))


def test_least_groups_count_people() -> None:
    policy = parse(starter(ODD, name="x", user="u", dialect="duckdb").encode(), "policy.yaml")
    units = {t.name: rule.unit for t in ODD if (rule := rule_for(policy.roles["user"], t)) is not None}
    assert units == {'odd."s"': (), "S.Customer": ("id",), "true.off": ("customer_id",), "s.visits": ("who",)}
    assert all(not r.least_group for r in policy.roles["power_user"].rules)


def test_walls_stand_where_there_are_several_companies() -> None:
    several = parse(starter(ODD, name="x", user="u", dialect="duckdb").encode(), "p")
    assert several.roles["user"].companies == several.roles["power_user"].companies == ("{user.company}",)
    assert several.roles["analyst"].companies == ("odd", "s", "true")
    one = parse(starter(ODD[:1], name="x", user="u", dialect="duckdb").encode(), "p")
    assert {r.companies for r in one.roles.values()} == {("odd",)}


def test_on_the_demo_catalog_nothing_personal_is_shown_as_it_is() -> None:
    """An independent walk over the catalog's classifications, which people wrote."""
    tables = load(Path(__file__).parents[3] / "catalog_index").tables
    policy: Policy = parse(starter(tables, name="demo", user="u", dialect="duckdb").encode(), "p")
    clear = [
        f"{role.name} {t.name}.{c.name}"
        for role in policy.roles.values()
        for t in tables
        for c in t.columns
        if c.classification in ("personal", "sensitive")
        and (rule := rule_for(role, t)) is not None
        and not hidden(policy, rule, c, t)
        and not mask_of(policy, rule, c, t)
    ]
    assert clear == []
    by_name_alone = {p.column for p in personal_columns(tables) if p.kind not in ("personal", "sensitive")}
    assert by_name_alone == {
        "client_name",
        "customer_name",
        "resident_no_masked",
        "phone_no",
        "phone_masked",
        "email",
        "card_no_masked",
    }
