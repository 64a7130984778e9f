"""What a policy means: a role's view of a table, and what in a policy deserves a second look."""

from __future__ import annotations

import pytest

from aiws_cli.core.prompts import data_folder
from aiws_cli.governance.rights.explain import doubts, explain
from aiws_cli.governance.rights.policy_file import load
from support.policies import TABLES, access, policy

CUSTOMERS, ACCOUNTS, NOTES = TABLES[:3]


@pytest.mark.parametrize(
    ("text", "attributes", "state", "sql"),
    [
        ("{match: bank.accounts}", None, "whole", 'SELECT "account_id", "customer_id", "balance" FROM "bank"."accounts"'),
        ("{match: bank.accounts, show: [balance]}", None, "part", 'SELECT "balance" FROM "bank"."accounts"'),
        (
            "{match: bank.accounts, show: [balance], rows: 'customer_id = {user.id}'}",
            None,
            "part",
            '"accounts"."customer_id" = \'{user.id}\'',
        ),
        (
            "{match: bank.accounts, show: [balance], rows: 'customer_id = {user.id}'}",
            {"id": ("c1",)},
            "part",
            '"accounts"."customer_id" = \'c1\'',
        ),
        ("{match: bank.accounts, show: [balance], mask: {balance: 'null'}}", None, "part", 'SELECT CASE WHEN FALSE THEN "accounts"."balance" END AS "balance" FROM "bank"."accounts"'),
        ("{match: bank.accounts, deny: true}", None, "hidden", ""),
        ("{match: card.sales}", None, "known", ""),
    ],
)  # fmt: skip
def test_a_view_is_explained(
    text: str, attributes: dict[str, tuple[str, ...]] | None, state: str, sql: str
) -> None:
    made = policy(f"r: {{companies: '*', discoverable: '*', tables: [{text}]}}")
    told = explain(access(made), ACCOUNTS, made.roles["r"], attributes)
    assert (told.table, told.role, told.state, bool(told.sql)) == ("bank.accounts", "r", state, bool(sql))
    # With a condition over rows the text is the guard's, which lets no expression near a row that is not seen.
    assert told.sql == sql if sql.startswith("SELECT") else sql in told.sql
    assert told.line == (0 if state == "known" else 4)


def test_all_of_it_is_told() -> None:
    made = policy(
        "r: {tables: [{match: bank.customers, hide: [rrn], mask: {mobile_phone: phone}, rows: 'branch_id = {user.b}', least_group: 7}]}"
    )
    told = explain(access(made), CUSTOMERS, made.roles["r"])
    assert (told.hidden, told.masked, told.rows) == (
        ("rrn",),
        (("mobile_phone", "phone"),),
        "branch_id = {user.b}",
    )
    assert (told.least_group, told.unit, told.reads) == (7, ("customer_id",), ())


def test_what_a_view_reads_is_told() -> None:
    made = policy("r: {tables: [{match: bank.accounts, reads: [bank.customers]}]}")
    assert explain(access(made), ACCOUNTS, made.roles["r"]).reads == ("bank.customers",)


def test_a_wall_that_depends_on_the_asker_is_explained_for_who_may_enter() -> None:
    made = policy("r: {companies: '{user.company}', tables: [{match: '*'}]}")
    role = made.roles["r"]
    assert explain(access(made), ACCOUNTS, role).state == "whole"
    assert explain(access(made), ACCOUNTS, role, {"company": ("card",)}).state == "hidden"
    assert explain(access(made), ACCOUNTS, role, {"company": ("card",)}).line == 0
    closed = policy("r: {companies: card, tables: [{match: '*'}]}")
    assert (told := explain(access(closed), ACCOUNTS, closed.roles["r"])).state == "hidden"
    assert told.line == 0


def found(text: str, more: str = "") -> list[tuple[int, str]]:
    made = policy(text, more)
    told = doubts(made, access(made)._catalog)
    for problem in told:
        for language in ("ko", "en"):
            assert "problem." not in problem.text(language)  # type: ignore[arg-type]
    return [(p.line, p.key) for p in told if p.key != "shown_clear"]


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("r: {tables: [{match: '*'}]}", "", []),
        ("r: {tables: [{match: [bank.customer, '*']}]}", "", [(4, "policy_table")]),
        ("r: {tables: [{match: ['bnk.*', '*']}]}", "", [(4, "policy_pattern")]),
        ("r: {tables: [{match: ['company:bnk', '*']}]}", "", [(4, "policy_pattern")]),
        ("r: {discoverable: [bank.nothing, 'x.*', '*'], tables: [{match: '*'}]}", "", [(4, "policy_table"), (4, "policy_pattern")]),
        ("r: {companies: [bnk, bank, '{user.c}'], tables: [{match: '*'}]}", "", [(4, "policy_company")]),
        # rules that never decide
        ("r:\n  tables:\n    - match: '*'\n    - match: bank.accounts\n      deny: true", "", [(7, "rule_covered")]),
        ("r:\n  tables:\n    - match: 'bank.*'\n    - match: 'company:bank'\n    - match: '*'", "", []),
        ("r:\n  tables:\n    - match: ['bank.*', '영업.*']\n    - match: 'company:bank'\n    - match: '*'", "", [(7, "rule_covered")]),
        # a rule that one role's own rules cover still counts for the other
        ("low: {tables: [{match: bank.accounts}]}\nhigh: {extends: low, tables: [{match: '*'}]}", "", []),
        # columns nobody has
        ("r: {tables: [{match: bank.accounts, hide: [balanc]}, {match: '*'}]}", "", [(4, "policy_column")]),
        ("r: {tables: [{match: '*', hide: ['*phonne*'], clear: [rrrn], show: ['*', zz]}]}", "", [(4, "policy_column")] * 3),
        ("r: {tables: [{match: '*', mask: {zz: name, 'class:public': name}}]}", "", [(4, "policy_column")]),
        ("r: {tables: [{match: '*', hide: [home_phone, 'class:public', '*.rrn']}]}", "", []),
        ("r: {tables: [{match: 'card.*', rows: 'amount = 1'}, {match: '*'}]}", "", [(4, "policy_column")]),
        ("r: {tables: [{match: card.sales, least_group: {size: 3, unit: buyer}}, {match: '*'}]}", "", [(4, "policy_column")]),
        # masks that never count
        ("r: {tables: [{match: '*', mask: {rrn: name}, hide: [rrn]}]}", "", [(4, "mask_never")]),
        ("r: {tables: [{match: '*', mask: {'*': redact, rrn: name}}]}", "", [(4, "mask_never")]),
        ("r: {tables: [{match: '*', mask: {rrn: resident_no}}]}", "protect: {mask: {rrn: redact}}\n", [(5, "mask_never")]),
        ("r: {tables: [{match: '*', mask: {rrn: resident_no}, clear: [rrn]}]}", "protect: {mask: {rrn: redact}}\n", []),
        ("r: {tables: [{match: '*'}]}", "protect: {hide: ['*resident*', rrn, 'class:public', '*'], mask: {fone: phone}}\n", [(3, "protects_nothing")] * 2),
    ],
)  # fmt: skip
def test_what_deserves_a_second_look(text: str, more: str, expected: list[tuple[int, str]]) -> None:
    assert found(text, more) == expected


@pytest.mark.parametrize(
    ("text", "more", "columns"),
    [
        ("{match: '*'}", "", 5),
        ("{match: 'bank.*'}", "", 4),
        ("{match: 'bank.*', hide: [rrn]}", "", 3),
        ("{match: 'bank.*', mask: {'*phone': phone}}", "", 2),
        ("{match: 'bank.*', hide: ['class:sensitive'], mask: {'class:personal': redact}}", "", 0),
        ("{match: 'bank.customers', deny: true}, {match: '*'}", "", 1),
        ("{match: '*', hide: ['*']}", "", 0),
        ("{match: '*'}", "protect: {mask: {'class:personal': redact, 'class:sensitive': redact}}\n", 0),
    ],
)
def test_personal_columns_that_are_shown_as_they_are(text: str, more: str, columns: int) -> None:
    for companies in ("'*'", "'{user.company}'"):
        made = policy(f"r: {{companies: {companies}, tables: [{text}]}}", more)
        told = [p for p in doubts(made, access(made)._catalog) if p.key == "shown_clear"]
        assert sum(int(str(p.slots["count"])) for p in told) == columns
        assert all(("…" in str(p.slots["columns"])) == (columns > 4) for p in told)
    walled = policy(f"r: {{companies: grp, tables: [{text}]}}", more)
    assert not [p for p in doubts(walled, access(walled)._catalog) if p.key == "shown_clear"]


def test_a_catalog_that_forgets_a_table_is_no_fault() -> None:
    made = policy("r: {tables: [{match: '*'}]}")

    class Forgets:
        def table_names(self) -> tuple[str, ...]:
            return ("bank.gone",)

        def table(self, name: str) -> None:
            return None

    assert doubts(made, Forgets()) == ()  # type: ignore[arg-type]


def test_the_demo_policy_leaves_one_kind_of_doubt(tmp_path_factory: pytest.TempPathFactory) -> None:
    from aiws_cli.catalog.index import open_catalog

    catalog = open_catalog(data_folder("catalog_index"), tmp_path_factory.mktemp("home"))
    told = doubts(load(data_folder("policies") / "demo.yaml"), catalog)
    assert {p.key for p in told} == {"shown_clear"}
