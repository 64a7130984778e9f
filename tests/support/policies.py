"""A small group of companies as catalog values, and policies over it out of YAML."""

from __future__ import annotations

from collections.abc import Mapping

from aiws_cli.core.identity import Identity
from aiws_cli.core.tables import Column, Relationship, Table
from aiws_cli.governance.rights.access import PolicyAccess
from aiws_cli.governance.rights.identify import identify
from aiws_cli.governance.rights.policy import Policy
from aiws_cli.governance.rights.policy_file import parse
from support.guarded_world import FixedCatalog


def column(name: str, classification: str = "internal", **more: object) -> Column:
    return Column(name, "VARCHAR", classification=classification, **more)  # type: ignore[arg-type]


def table(name: str, *columns: Column | str, company: str = "", domain: str = "", **more: object) -> Table:
    """A table; a column written as text is one of class internal. The company is the schema unless told."""
    own = tuple(column(c) if isinstance(c, str) else c for c in columns)
    return Table(name, own, company or name.partition(".")[0], domain, **more)  # type: ignore[arg-type]


TABLES = (
    table(
        "bank.customers",
        Column("customer_id", "VARCHAR", primary_key=True),
        column("customer_name", "personal", sample_values=("김철수",)),
        column("mobile_phone", "personal"),
        column("rrn", "sensitive"),
        column("Branch_ID", sample_values=("b1",), code_values={"b1": "본점"}),
        Column(
            "profile",
            "JSON",
            fields=(
                Column("job", "VARCHAR", within="profile", sample_values=("사무",)),
                Column("home_phone", "VARCHAR", within="profile", classification="personal"),
            ),
        ),
        domain="customer",
        owner="고객부",
        business_name="고객",
    ),
    table(
        "bank.accounts",
        Column("account_id", "VARCHAR", primary_key=True),
        "customer_id",
        "balance",
        domain="deposit",
        relationships=(Relationship("bank.accounts", ("customer_id",), "bank.customers", ("customer_id",)),),
    ),
    table("bank.audit_notes", "note_id", "note", domain="control", owner="감사부"),
    table("card.customers", "customer_id", column("customer_name", "personal"), domain="customer"),
    table("card.sales", "sale_id", "amount", domain="sales", owner="매출부"),
    table("grp.rates", "day", "rate", domain="market"),
    table("loose.notes", "note", company="-"),
    table("영업.실적", "고객명", "금액", "실적.비고", company="bank"),
)


def policy(roles: str, more: str = "", *, everyone: bool = True) -> Policy:
    """A policy of these roles (YAML, each a line or a block); everyone has all of them unless told otherwise."""
    names = [line.split(":")[0] for line in roles.split("\n") if line and line[0] not in " #"]
    given = f"everyone: {{roles: [{', '.join(names)}]}}\n" if everyone else ""
    lines = "".join(f"  {line}\n" for line in roles.strip("\n").split("\n"))
    return parse(f"name: test\nversion: '1'\n{more}roles:\n{lines}{given}".encode(), "policy.yaml")


def access(policy: Policy, tables: tuple[Table, ...] = TABLES, dialect: str = "duckdb") -> PolicyAccess:
    return PolicyAccess(policy, FixedCatalog({t.name: t for t in tables}), dialect=dialect)  # type: ignore[arg-type]


def asker(policy: Policy, role: str = "", **attributes: str | tuple[str, ...]) -> Identity:
    """Somebody with these attributes, in the policy's first role or the one named."""
    claimed: Mapping[str, tuple[str, ...]] = {
        k: (v,) if isinstance(v, str) else v for k, v in attributes.items()
    }
    return identify(policy, "kim", source="token", claimed=claimed, role=role)
