"""What a policy shows of which table: role × table → columns, masks, rows; what is hidden can't be told from none."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from aiws_cli.core.identity import Identity
from aiws_cli.core.tables import Column, Table
from aiws_cli.governance.rights.access import (
    AttributeNeeded,
    LeastGroup,
    PolicyAccess,
    TableNotPermitted,
    refuse_known,
    within_walls,
)
from aiws_cli.governance.rights.policy import Role
from support.policies import TABLES, access, asker, column, policy, table

EVERY = tuple(t.name for t in TABLES)
CUSTOMERS = tuple(c.name for c in TABLES[0].columns)


def rules(text: str, more: str = "") -> str:
    return f"r: {{companies: '*', tables: [{text}]{more}}}"


def readable(role: str, more: str = "", **attributes: str | tuple[str, ...]) -> set[str]:
    made = policy(role, more)
    seen, who = access(made), asker(made, **attributes)
    found = {t for t in EVERY if seen.reads(t, who)}
    for name in EVERY:
        schema, _, bare = name.partition(".")
        view = seen.view_of(name, who)
        # Each way of asking gives the same answer.
        assert (
            (view is not None)
            == (name in found)
            == (seen.resolve(schema.upper(), bare.upper(), who) == (name,))
        )
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{match: '*'}", set(EVERY)),
        ("{match: '*.*'}", set(EVERY)),
        ("{match: 'bank.*'}", {"bank.customers", "bank.accounts", "bank.audit_notes"}),
        ("{match: 'BANK.Customers'}", {"bank.customers"}),
        ("{match: '*.customers'}", {"bank.customers", "card.customers"}),
        ("{match: 'bank.account?'}", {"bank.accounts"}),
        ("{match: 'bank.customer'}", set()),
        ("{match: 'bank.customers '}", {"bank.customers"}),
        ("{match: '.*'}", set()),
        ("{match: 'bank.[ac]*'}", set()),
        ("{match: '영업.실적'}", {"영업.실적"}),
        ("{match: 'company:bank'}", {"bank.customers", "bank.accounts", "bank.audit_notes", "영업.실적"}),
        ("{match: 'company:Bank/Deposit'}", {"bank.accounts"}),
        ("{match: 'company:ban'}", set()),
        # the first that fits decides
        ("{match: bank.accounts, deny: true}, {match: 'bank.*'}", {"bank.customers", "bank.audit_notes"}),
        ("{match: 'bank.*'}, {match: bank.accounts, deny: true}", {"bank.customers", "bank.accounts", "bank.audit_notes"}),
        # a rule that shows no column hides the table
        ("{match: card.sales, show: nothing}, {match: card.sales}", set()),
        ("{match: card.sales, hide: '*'}", set()),
    ],
)  # fmt: skip
def test_which_tables_a_rule_fits(text: str, expected: set[str]) -> None:
    assert readable(rules(text)) == expected


@pytest.mark.parametrize(
    ("companies", "attributes", "expected"),
    [
        ("'*'", {}, set(EVERY)),
        ("bank", {}, {"bank.customers", "bank.accounts", "bank.audit_notes", "영업.실적"}),
        ("[Card, grp]", {}, {"card.customers", "card.sales", "grp.rates"}),
        ("nowhere", {}, set()),
        ("'{user.company}'", {}, set()),
        ("'{user.company}'", {"company": "CARD"}, {"card.customers", "card.sales"}),
        ("'{user.company}'", {"company": ("card", "grp")}, {"card.customers", "card.sales", "grp.rates"}),
        # an attribute is a name, never a pattern, and blank is none
        ("'{user.company}'", {"company": "*"}, set()),
        ("'{user.company}'", {"company": ""}, set()),
        ("'{user.company}'", {"company": "{user.company}"}, set()),
        ("[grp, '{user.company}']", {"other": "card"}, {"grp.rates"}),
    ],
)
def test_company_walls(
    companies: str, attributes: dict[str, str | tuple[str, ...]], expected: set[str]
) -> None:
    assert readable(f"r: {{companies: {companies}, tables: [{{match: '*'}}]}}", **attributes) == expected


def test_a_table_of_no_company_is_behind_every_wall_but_none() -> None:
    free = Table("x.y", (Column("a", "INT"),))
    assert within_walls(Role("r"), free, {})
    for wall in ("bank", "{user.c}"):
        assert not within_walls(Role("r", companies=(wall,)), free, {"c": ("",)})


CLEAR, HIDDEN = None, "-"
PROTECT = "protect: {hide: [rrn], mask: {'*_name': name, 'class:personal': redact}}\n"


@pytest.mark.parametrize(
    ("more", "text", "expected"),
    [
        # name, phone, rrn, branch, profile: None is as it is, - is hidden, else the mask
        ("", "", (CLEAR, CLEAR, CLEAR, CLEAR, CLEAR)),
        ("", "show: [Branch_id, rrn]", (HIDDEN, HIDDEN, CLEAR, CLEAR, HIDDEN)),
        ("", "show: [bank.customers.rrn, '*.profile']", (HIDDEN, HIDDEN, CLEAR, HIDDEN, CLEAR)),
        ("", "show: [card.customers.rrn, branch_id]", (HIDDEN, HIDDEN, HIDDEN, CLEAR, HIDDEN)),
        ("", "show: ['*'], hide: ['*_phone', 'class:sensitive']", (CLEAR, HIDDEN, HIDDEN, CLEAR, HIDDEN)),
        ("", "mask: {'*name': name, 'customer_*': redact}", ("name", CLEAR, CLEAR, CLEAR, CLEAR)),
        ("", "mask: {'*': redact, customer_name: name}", ("redact",) * 5),
        ("", "mask: {rrn: resident_no}, hide: [rrn]", (CLEAR, CLEAR, HIDDEN, CLEAR, CLEAR)),
        # an object with a key that is hidden or masked is shown masked as a whole, or not at all
        ("", "hide: [home_phone]", (CLEAR, CLEAR, CLEAR, CLEAR, HIDDEN)),
        ("", "mask: {home_phone: phone}", (CLEAR, CLEAR, CLEAR, CLEAR, HIDDEN)),
        ("", "hide: [home_phone], mask: {profile: redact}", (CLEAR, CLEAR, CLEAR, CLEAR, "redact")),
        # what protects holds whatever a rule says, but for clear
        (PROTECT, "", ("name", "redact", HIDDEN, CLEAR, HIDDEN)),
        (PROTECT, "show: [rrn, mobile_phone]", (HIDDEN, "redact", HIDDEN, HIDDEN, HIDDEN)),
        (PROTECT, "mask: {customer_name: '{column}', mobile_phone: phone}", ("name", "redact", HIDDEN, CLEAR, HIDDEN)),
        (PROTECT, "mask: {customer_name: redact, mobile_phone: 'null'}", ("redact", "null", HIDDEN, CLEAR, HIDDEN)),
        (PROTECT, "clear: [rrn]", ("name", "redact", CLEAR, CLEAR, HIDDEN)),
        (PROTECT, "clear: [mobile_phone], mask: {'*': phone}", ("name", "phone", HIDDEN, "phone", "phone")),
        (PROTECT, "clear: ['class:personal']", (CLEAR, CLEAR, HIDDEN, CLEAR, CLEAR)),
        (PROTECT, "clear: ['*']", (CLEAR, CLEAR, CLEAR, CLEAR, CLEAR)),
        (PROTECT, "clear: ['*'], hide: [rrn]", (CLEAR, CLEAR, HIDDEN, CLEAR, CLEAR)),
        (PROTECT, "clear: [profile]", ("name", "redact", HIDDEN, CLEAR, CLEAR)),
        (PROTECT, "clear: [home_phone]", ("name", "redact", HIDDEN, CLEAR, CLEAR)),
        (PROTECT, "clear: [home_phone], hide: [home_phone]", ("name", "redact", HIDDEN, CLEAR, HIDDEN)),
        ("protect: {mask: {rrn: 'null'}}\n", "mask: {rrn: redact}", (CLEAR, CLEAR, "redact", CLEAR, CLEAR)),
    ],
)  # fmt: skip
def test_which_columns_are_shown(more: str, text: str, expected: tuple[str | None, ...]) -> None:
    made = policy(rules(f"{{match: bank.customers{', ' if text else ''}{text}}}"), more)
    seen, who = access(made), asker(made)
    shown = {c.name: mask or CLEAR for c, mask in seen.columns(TABLES[0], who)}
    names = ("customer_name", "mobile_phone", "rrn", "Branch_ID", "profile")
    assert tuple(shown.get(n, HIDDEN) for n in names) == expected
    # The view names the same columns in the same order, and an expression exactly where there is a mask.
    view = seen.view_of("bank.customers", who)
    assert [(n, e is None) for n, e in view.columns] == [(n, m is CLEAR) for n, m in shown.items()] if view else not shown  # fmt: skip


def test_names_are_the_same_however_their_letters_are_put_together() -> None:
    apart = unicodedata.normalize("NFD", "주민번호")
    for hide in ("주민번호", apart, "*번호*"):
        for name in ("주민번호", apart):
            made = policy(rules(f"{{match: '*', hide: ['{hide}']}}"))
            one = table("영업.고객", name, "금액", company="bank")
            shown = access(made, (one,)).columns(one, asker(made))
            assert [c.name for c, _ in shown] == ["금액"]


def test_a_column_with_a_dot_in_its_name_is_hidden_by_its_name() -> None:
    made = policy(rules("{match: '*', hide: ['실적.비고']}"))
    assert [c.name for c, _ in access(made).columns(TABLES[-1], asker(made))] == ["고객명", "금액"]


def test_extends_puts_own_rules_first() -> None:
    text = "low: {tables: [{match: bank.accounts, deny: true}, {match: 'bank.*'}]}\n"
    made = policy(f"{text}high: {{extends: low, tables: [{{match: bank.accounts}}]}}")
    seen = access(made)
    assert not seen.reads("bank.accounts", asker(made, "low"))
    assert seen.reads("bank.accounts", asker(made, "high"))
    assert not seen.reads("card.sales", asker(made, "high"))


def test_rows_and_groups_stand_in_the_view() -> None:
    text = "{match: bank.customers, rows: 'branch_id = {user.branch}', hide: [branch_id], least_group: 5}, {match: bank.accounts, least_group: {size: 3, unit: CUSTOMER_ID}}, {match: card.sales, least_group: {size: 2, unit: nobody}}"  # fmt: skip
    made = policy(rules(text))
    seen, who = access(made), asker(made, branch=("b1", "b'2"))
    view = seen.view_of("BANK.customers", who)
    assert view is not None
    assert view.filter_sql == "\"customers\".\"Branch_ID\" IN ('b1', 'b''2')"
    assert view.least_group == LeastGroup(5, ("customer_id",))
    assert "Branch_ID" not in [n for n, _ in view.columns]
    assert seen.view_of("bank.customers", who) is view
    accounts, sales = seen.view_of("bank.accounts", who), seen.view_of("card.sales", who)
    assert accounts is not None
    assert sales is not None
    assert accounts.least_group == LeastGroup(3, ("customer_id",))
    assert sales.least_group == LeastGroup(2, ("nobody",))
    with pytest.raises(AttributeNeeded) as raised:
        seen.view_of("bank.customers", asker(made))
    assert (raised.value.slots["attribute"], raised.value.exit_code) == ("branch", 4)


def test_answers_are_of_one_identity_and_of_one_catalog() -> None:
    made = policy(rules("{match: bank.customers, rows: 'branch_id = {user.branch}'}"))
    seen = access(made)
    views = {seen.view_of("bank.customers", asker(made, branch=b)) for b in ("b1", "b2")}
    assert len({v.filter_sql for v in views if v}) == 2
    # The same name, another table: a refreshed catalog is looked at anew.
    fewer = replace(TABLES[0], columns=TABLES[0].columns[:1])
    who = asker(made, branch="b1")
    assert seen.rule_of(TABLES[0], who) is seen.rule_of(fewer, who)
    assert len(seen.columns(fewer, who)) == 1


@pytest.mark.parametrize(
    ("discoverable", "text", "schema", "name", "expected"),
    [
        ("'*'", "{match: grp.rates}", "bank", "Audit_Notes", "bank.audit_notes"),
        ("'*'", "{match: grp.rates}", "", "audit_notes", "bank.audit_notes"),
        ("'*'", "{match: grp.rates}", "", "customers", None),  # there are two
        ("'*'", "{match: grp.rates}", "grp", "rates", None),  # is read
        ("'*'", "{match: grp.rates}", "bank", "nothing", None),
        ("'*'", "{match: bank.audit_notes, deny: true}, {match: grp.rates}", "bank", "audit_notes", None),
        ("'*'", "{match: bank.audit_notes, hide: '*'}, {match: grp.rates}", "bank", "audit_notes", "bank.audit_notes"),
        ("[bank.customers]", "{match: grp.rates}", "bank", "audit_notes", None),
        ("[bank.customers]", "{match: grp.rates}", "", "customers", "bank.customers"),
        ("[]", "{match: grp.rates}", "bank", "customers", None),
    ],
)  # fmt: skip
def test_what_may_be_known_of(
    discoverable: str, text: str, schema: str, name: str, expected: str | None
) -> None:
    made = policy(rules(text, f", discoverable: {discoverable}"))
    seen, who = access(made), asker(made)
    found = seen.discoverable(schema, name, who)
    assert (found.name if found else None) == expected
    written = f"{schema}.{name}" if schema else name
    if expected is None:
        refuse_known(written, seen, who)
    else:
        with pytest.raises(TableNotPermitted) as raised:
            refuse_known(written, seen, who)
        assert found is not None
        slots = raised.value.slots
        title, owner = found.business_name or expected, found.owner or "-"
        assert (slots["table"], slots["title"], slots["owner"]) == (expected, title, owner)


def test_a_role_that_is_none_sees_nothing() -> None:
    made = policy(rules("{match: '*'}", ", discoverable: '*'"))
    seen, nobody = access(made), Identity("kim", "none", ("none",))
    for one in TABLES:
        assert seen.view_of(one.name, nobody) is None
        assert seen.columns(one, nobody) == ()
        assert seen.discoverable("", one.name, nobody) is None
    assert seen.near("bank.customers", nobody) == ()


def test_near_names_are_permitted_ones_and_hidden_ones_crowd_out_nobody() -> None:
    many = tuple(table(f"hr.customer{i}", "a") for i in range(80))
    made = policy(rules("{match: ['*.customers', bank.accounts]}"))
    seen, who = access(made, (*many, *TABLES)), asker(made)
    assert set(seen.near("bank.customer", who)) == {"bank.customers", "card.customers"}
    assert seen.near("bank.customer", who)[0] == "bank.customers"
    assert seen.near("card.custmers", who)[0] == "card.customers"
    assert seen.near("hr.customer1", who) == access(made).near("hr.customer1", who)
    assert seen.near("x", who) == ()


@pytest.mark.parametrize(
    ("name", "hidden"),
    [("audit_notes", True), ("AUDIT_NOTES", True), ("customers", False), ("rates", False), ("nothing", False), ("sales", False)],
)  # fmt: skip
def test_which_bare_names_may_not_be_said(name: str, hidden: bool) -> None:
    made = policy(rules("{match: [card.customers, grp.rates]}", ", discoverable: [card.sales]"))
    assert access(made).only_hidden(name, asker(made)) is hidden


def test_bare_names_mean_permitted_tables_and_main_goes_before() -> None:
    main = table("main.customers", "a", company="bank")
    made = policy(rules("{match: ['*.customers']}"))
    assert access(made).resolve("", "Customers", asker(made)) == ("bank.customers", "card.customers")
    assert access(made, (*TABLES, main)).resolve("", "customers", asker(made)) == ("main.customers",)
    one = policy(rules("{match: card.customers}"))
    assert access(one).resolve("", "customers", asker(one)) == ("card.customers",)
    assert access(one).resolve("", "accounts", asker(one)) == ()
    assert access(one).resolve("", "nothing", asker(one)) == ()
    assert access(one).resolve("nothing", "customers", asker(one)) == ()


def test_the_askers_own_file_is_theirs_whole() -> None:
    made = policy(rules("{match: grp.rates}"), PROTECT)
    own = table("files.mine", column("rrn", "sensitive"), "x")
    seen, who = PolicyAccess(made, access(made)._catalog, extra=(own,)), asker(made)
    view = seen.view_of("files.MINE", who)
    assert view is not None
    assert view.columns == (("rrn", None), ("x", None))
    assert seen.columns(own, who) == ((own.columns[0], ""), (own.columns[1], ""))
    assert seen.resolve("", "mine", who) == ("files.mine",)
    assert not seen.is_discoverable(own, who)
    assert seen.narrowed("files.mine", who, frozenset({"rrn"})) is None
    seen.add(replace(own, columns=own.columns[1:]))
    assert seen.view_of("files.mine", who) is not view
    assert seen.near("files.mine", who) == ("files.mine",)


def test_a_file_goes_before_a_table_of_its_name() -> None:
    made = policy(rules("{match: bank.accounts, hide: [balance]}"))
    seen, who = access(made), asker(made)
    seen.add(table("bank.accounts", "balance"))
    assert seen.resolve("", "accounts", who) == ("bank.accounts",)
    view = seen.view_of("bank.accounts", who)
    assert view is not None
    assert view.columns == (("balance", None),)


def test_a_refusal_names_a_table_in_the_askers_language() -> None:
    one = table("bank.x", "a", business_name="고객", business_name_en="Customers", owner="고객부")
    both, korean = TableNotPermitted.of(one), TableNotPermitted.of(replace(one, business_name_en=""))
    assert "고객" in both.message("ko")
    assert "(Customers)" in both.message("en")
    assert "(고객)" in korean.message("en")


def test_a_table_of_no_columns_is_none() -> None:
    made = policy(rules("{match: '*'}"))
    bare = table("bank.empty")
    seen = access(made, (bare,))
    assert not seen.reads("bank.empty", asker(made))
    assert seen.view_of("bank.empty", asker(made)) is None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("", "customer_name", None),
        ("rows: 'branch_id = {user.branch}'", "", ("branch_id = b1, b2", (), 0)),
        ("rows: 'branch_id = {user.branch}', hide: [branch_id]", "", ("…", (), 0)),
        ("rows: 'branch_id = {user.branch}', mask: {branch_id: redact}", "", ("…", (), 0)),
        ("rows: 'branch_id IN (SELECT b FROM hr.vip)'", "", ("…", (), 0)),
        ("mask: {'*': redact}", "customer_name rrn other", ("", ("customer_name", "rrn"), 0)),
        ("mask: {rrn: redact}", "customer_name", None),
        ("least_group: 4", "", ("", (), 4)),
    ],
)
def test_how_less_is_seen_is_told_without_what_is_hidden(
    text: str, words: str, expected: tuple[str, tuple[str, ...], int] | None
) -> None:
    made = policy(rules(f"{{match: bank.customers{', ' if text else ''}{text}}}"))
    seen, who = access(made), asker(made, branch=("b1", "b2"))
    told = seen.narrowed("bank.customers", who, frozenset(words.split()))
    assert (None if told is None else (told.rows, told.masked, told.least_group)) == expected
    assert seen.narrowed("card.sales", who, frozenset()) is None
    assert seen.narrowed("no.table", who, frozenset()) is None


def test_a_view_is_written_for_the_warehouse() -> None:
    made = policy(
        rules(
            "{match: bank.customers, mask: {rrn: resident_no}, rows: \"branch_id LIKE 'x%' OR rrn IS NULL\"}"
        )
    )
    view = access(made, dialect="snowflake").view_of("bank.customers", asker(made))
    assert view is not None
    assert "REGEXP_LIKE" in str(dict(view.columns)["rrn"])
    assert str(view.filter_sql).startswith("(")
