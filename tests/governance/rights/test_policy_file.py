"""A policy's file: what is read, and that every mistake is told with its line and permits nothing."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from aiws_cli.core.prompts import data_folder
from aiws_cli.governance.rights.policy import Rule, whole
from aiws_cli.governance.rights.policy_file import SHOWN, PolicyError, PolicyMissing, load, parse

HEAD = "name: n\nversion: '1'\n"
ROLES = "roles:\n  a:\n    tables:\n      - match: ['*']\n"


def role(text: str) -> str:
    """A policy of one role `a` with more keys; they begin in line 5."""
    more = "".join(f"    {line}\n" for line in text.split("\n"))
    return f"{HEAD}roles:\n  a:\n{more}    tables: [{{match: ['*']}}]\n"


def rule(text: str) -> str:
    """A policy whose only rule has more keys; they begin in line 7."""
    return HEAD + ROLES + "".join(f"        {line}\n" for line in text.split("\n"))


def top(text: str) -> str:
    """A good policy and more keys at the top; they begin in line 7."""
    return f"{HEAD}{ROLES}{text}\n"


def problems(text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(PolicyError) as raised:
        parse(text.encode() if isinstance(text, str) else text, "policy.yaml")
    for language in ("ko", "en"):
        for problem in raised.value.problems:
            said = problem.text(language)  # type: ignore[arg-type]
            assert said.startswith("policy.yaml")
            assert "problem." not in said
            assert "policy.sql" not in said
    return [(p.line, p.key) for p in raised.value.problems]


BAD: list[tuple[str, str | bytes, int, str]] = [
    # — the file —
    ("nothing", "", 0, "empty_file"),
    ("a list", "- a\n", 1, "not_mapping"),
    ("not YAML", "name: [\n", 2, "yaml"),
    ("neither UTF-8 nor CP949", b"name: \xff\xff\n", 1, "encoding"),
    ("two documents", top("---\nname: m"), 7, "yaml"),
    ("an anchor", f"name: &n n\nversion: '1'\n{ROLES}", 1, "yaml_not_plain"),
    ("an alias", rule("show: *x"), 7, "yaml_not_plain"),
    ("a pattern without quotes", rule("hide: [*phone*]"), 7, "yaml"),
    ("a merge key", rule("<<: {deny: true}"), 7, "unknown_key"),
    ("a tag", rule("deny: !!str true"), 7, "yaml_not_plain"),
    ("a tag of one's own", rule("hide: !secret [a]"), 7, "yaml_not_plain"),
    ("a word right to left", rule("hide: [phone\u202e]"), 7, "yaml_unseen"),
    ("a word with a blank nobody sees", rule("hide: [pho\u200bne]"), 7, "yaml_unseen"),
    ("nested without end", "name: " + "[" * 5000, 0, "yaml"),
    # — the top —
    ("unknown key", top("rolls: {}"), 7, "unknown_key_near"),
    ("unknown key, like none", top("zzz: {}"), 7, "unknown_key"),
    ("key twice", top("name: m"), 7, "duplicate_key"),
    ("no name", f"version: '1'\n{ROLES}", 1, "missing_key"),
    ("no version", f"name: n\n{ROLES}", 1, "missing_key"),
    ("name is a list", f"name: [n]\nversion: '1'\n{ROLES}", 1, "not_text"),
    ("no roles", HEAD, 1, "missing_key"),
    ("roles without any", f"{HEAD}roles: {{}}\n", 3, "missing_key"),
    ("roles left blank", f"{HEAD}roles:\n", 3, "no_value"),
    ("roles are a list", f"{HEAD}roles: [a]\n", 3, "not_mapping"),
    ("a dialect nobody speaks", top("dialect: oracle"), 7, "not_allowed"),
    ("audit, unknown word", top("audit: {literals: none}"), 7, "not_allowed"),
    ("audit, unknown key", top("audit: {literal: personal}"), 7, "unknown_key_near"),
    ("audit is text", top("audit: all"), 7, "not_mapping"),
    # — masks —
    ("a mask that is there", top("masks:\n  redact: 'upper({column})'"), 8, "mask_name"),
    ("a mask without a name", top("masks:\n  ' ': 'upper({column})'"), 8, "mask_name"),
    ("a mask twice", top("masks:\n  Cut: 'upper({column})'\n  cut: '{column}'"), 9, "duplicate_key"),
    ("a mask without column", top("masks:\n  cut: 'upper(name)'"), 8, "policy_sql"),
    ("a mask left blank", top("masks:\n  cut:"), 8, "policy_sql"),
    ("a mask that is a list", top("masks:\n  cut: [a]"), 8, "not_text"),
    ("masks are a list", top("masks: [a]"), 7, "not_mapping"),
    # — protect —
    ("protect, unknown key", top("protect: {hides: [a]}"), 7, "unknown_key_near"),
    ("protect hides nothing", top("protect: {hide: []}"), 7, "no_value"),
    ("protect masks nothing", top("protect: {mask: {}}"), 7, "no_value"),
    ("protect by an unknown mask", top("protect:\n  mask:\n    phone: phones"), 9, "policy_sql"),
    ("protect, one pattern twice", top("protect:\n  mask:\n    Phone: phone\n    phone: name"), 10, "duplicate_key"),
    ("protect is text", top("protect: all"), 7, "not_mapping"),
    # — roles —
    ("a role's name", f"{HEAD}roles:\n  a b:\n    tables: [{{match: ['*']}}]\n", 5, "role_name"),
    ("a role twice, in capitals", f"{HEAD}{ROLES}  A:\n    tables: [{{match: ['*']}}]\n", 8, "duplicate_key"),
    ("a role twice", f"{HEAD}{ROLES}  a:\n    tables: [{{match: ['*']}}]\n", 7, "duplicate_key"),
    ("a role without rules", f"{HEAD}roles:\n  a:\n    title: t\n", 5, "no_rules"),
    ("a role of nothing", f"{HEAD}roles:\n  a:\n", 4, "no_rules"),
    ("a role that is text", f"{HEAD}roles:\n  a: all\n", 4, "not_mapping"),
    ("a role's unknown key", role("company: bank"), 5, "unknown_key_near"),
    ("extends nobody", role("extends: b"), 5, "unknown_role"),
    ("extends itself", role("extends: a"), 5, "unknown_role"),
    ("extends a later one", f"{HEAD}roles:\n  a:\n    extends: b\n  b:\n    tables: [{{match: ['*']}}]\n", 5, "unknown_role"),
    ("no companies", role("companies: []"), 5, "no_value"),
    ("companies left blank", role("companies:"), 5, "no_value"),
    ("a company left blank", role("companies: [bank, ~]"), 5, "no_value"),
    ("a company of blanks", role("companies: [' ']"), 5, "no_value"),
    ("a company pattern", role("companies: ['ba*']"), 5, "company_wall"),
    ("an attribute and more", role("companies: ['grp-{user.company}']"), 5, "company_wall"),
    ("an attribute misspelt", role("companies: ['{usr.company}']"), 5, "company_wall"),
    ("an attribute without quotes", role("companies: [{user.company}]"), 5, "not_text"),
    ("companies are a mapping", role("companies: {a: b}"), 5, "not_list"),
    ("rows as a word", role("limits: {rows: many}"), 5, "number"),
    ("rows are none", role("limits: {rows: 0}"), 5, "number"),
    ("rows are not whole", role("limits: {rows: 1.5}"), 5, "number"),
    ("seconds below none", role("limits: {seconds: -1}"), 5, "number"),
    ("seconds without end", role("limits: {seconds: inf}"), 5, "number"),
    ("seconds that are no number", role("limits: {seconds: nan}"), 5, "number"),
    ("a limit nobody knows", role("limits: {row: 10}"), 5, "unknown_key_near"),
    ("a limit left blank", role("limits: {rows: }"), 5, "no_value"),
    ("export maybe", role("export: maybe"), 5, "not_allowed"),
    ("publish left blank", role("publish:"), 5, "no_value"),
    ("pii otherwise", role("pii: hide"), 5, "not_allowed"),
    ("the model sees all", role("model_sees: all"), 5, "not_allowed"),
    ("a tool left blank", role("tools: [run_sql, ]\nexaminer: ja"), 6, "not_allowed"),
    ("a tool of nothing", role("tools: [~]"), 5, "no_value"),
    ("discoverable, no pattern", role("discoverable: [customers]"), 5, "table_pattern"),
    # — rules —
    ("tables are no list", f"{HEAD}roles:\n  a:\n    tables: {{match: ['*']}}\n", 5, "not_list"),
    ("a rule that is text", f"{HEAD}roles:\n  a:\n    tables: ['*']\n", 5, "not_mapping"),
    ("a rule without match", f"{HEAD}roles:\n  a:\n    tables:\n      - deny: true\n", 6, "missing_key"),
    ("a rule that matches nothing", f"{HEAD}roles:\n  a:\n    tables:\n      - match: []\n", 6, "no_value"),
    ("a rule's unknown key", rule("masks: {a: name}"), 7, "unknown_key_near"),
    ("a rule's key twice", rule("deny: true\ndeny: false"), 8, "duplicate_key"),
    ("deny beside rows", rule("deny: true\nrows: a = 1"), 8, "deny_alone"),
    ("deny left blank", rule("deny:"), 7, "no_value"),
    ("deny on", rule("deny: on"), 7, "not_allowed"),
    ("show nothing", rule("show: []"), 7, "no_value"),
    ("show left blank", rule("show:"), 7, "no_value"),
    ("hide something blank", rule("hide: [a, '']"), 7, "no_value"),
    ("hide a list of lists", rule("hide: [[a]]"), 7, "not_text"),
    ("hide a class nobody knows", rule("hide: 'class:secret'"), 7, "not_allowed"),
    ("hide a class misspelt", rule("hide: ['clas:personal']"), 7, "column_pattern"),
    ("mask a class nobody knows", rule("mask:\n  'class:secret': redact"), 8, "not_allowed"),
    ("mask something blank", rule("mask:\n  '': redact"), 8, "column_pattern"),
    ("mask is text", rule("mask: redact"), 7, "not_mapping"),
    ("mask with nothing", rule("mask:\n  a: ~"), 8, "policy_sql"),
    ("mask left blank", rule("mask:"), 7, "no_value"),
    ("rows left blank", rule("rows:"), 7, "no_value"),
    ("rows that don't parse", rule("rows: a = = 1"), 7, "policy_sql"),
    ("rows of a column", rule("rows: active"), 7, "policy_sql"),
    ("rows in quotes", rule("rows: \"branch = '{user.branch}'\""), 7, "policy_sql"),
    ("rows of an attribute misspelt", rule("rows: \"branch = {user.branch-id}\""), 7, "policy_sql"),
    ("rows, two statements", rule("rows: a = 1; drop table t"), 7, "policy_sql"),
    ("rows are a list", rule("rows: [a = 1]"), 7, "not_text"),
    ("views that read a pattern", rule("reads: [vault.*]"), 7, "table_pattern"),
    ("views that read a bare name", rule("reads: secrets"), 7, "table_pattern"),
    ("views that read a database", rule("reads: [db.vault.secrets]"), 7, "table_pattern"),
    ("views that read a company", rule("reads: ['company:card']"), 7, "table_pattern"),
    ("a denied view that reads", rule("deny: true\nreads: [vault.secrets]"), 8, "deny_alone"),
    ("groups of none", rule("least_group: 0"), 7, "number"),
    ("groups of some", rule("least_group: some"), 7, "number"),
    ("groups of a list", rule("least_group: [5]"), 7, "not_text"),
    ("groups without size", rule("least_group: {unit: id}"), 7, "missing_key"),
    ("groups of no unit", rule("least_group: {size: 5, unit: []}"), 7, "no_value"),
    ("groups, unknown key", rule("least_group: {size: 5, units: id}"), 7, "unknown_key_near"),
    ("a table without schema", f"{HEAD}roles:\n  a:\n    tables: [{{match: customers}}]\n", 5, "table_pattern"),
    ("a company of nothing", f"{HEAD}roles:\n  a:\n    tables: [{{match: 'company:'}}]\n", 5, "table_pattern"),
    ("a domain of nothing", f"{HEAD}roles:\n  a:\n    tables: [{{match: 'company:bank/'}}]\n", 5, "table_pattern"),
    ("a pattern of companies", f"{HEAD}roles:\n  a:\n    tables: [{{match: 'company:*'}}]\n", 5, "table_pattern"),
    ("a company misspelt", f"{HEAD}roles:\n  a:\n    tables: [{{match: 'compny:b.*'}}]\n", 5, "table_pattern"),
    # — who —
    ("a user without roles", top("users:\n  kim: {}"), 8, "missing_key"),
    ("a user of nothing", top("users:\n  kim:"), 8, "missing_key"),
    ("a user of an unknown role", top("users:\n  kim: {roles: [aa]}"), 8, "unknown_role"),
    ("a user twice", top("users:\n  kim: {roles: [a]}\n  kim: {roles: [a]}"), 9, "duplicate_key"),
    ("a user's unknown key", top("users:\n  kim: {roles: [a], role: a}"), 8, "unknown_key_near"),
    ("a user without a name", top("users:\n  '': {roles: [a]}"), 8, "subject_name"),
    ("a user with blanks", top("users:\n  'kim ': {roles: [a]}"), 8, "subject_name"),
    ("users merged", top("users:\n  <<: {roles: [a]}"), 8, "subject_name"),
    ("users are a list", top("users: [kim]"), 7, "not_mapping"),
    ("a group of an unknown role", top("groups:\n  g: {roles: zz}"), 8, "unknown_role"),
    ("a service without roles", top("services:\n  s: {attributes: {b: c}}"), 8, "missing_key"),
    ("everyone left blank", top("everyone:"), 7, "no_value"),
    ("everyone without roles", top("everyone: {}"), 7, "missing_key"),
    ("everyone is text", top("everyone: a"), 7, "not_mapping"),
    ("an attribute of no name", top("everyone: {roles: [a], attributes: {b-c: d}}"), 7, "attribute_name"),
    ("an attribute left blank", top("everyone: {roles: [a], attributes: {b: }}"), 7, "no_value"),
    ("an attribute of no values", top("everyone: {roles: [a], attributes: {b: []}}"), 7, "no_value"),
    ("an attribute of mappings", top("everyone: {roles: [a], attributes: {b: {c: d}}}"), 7, "not_list"),
    # — tokens —
    ("identity, nothing said", top("identity: {}"), 7, "missing_key"),
    ("identity without keys", top("identity: {issuer: i, audience: a}"), 7, "missing_key"),
    ("identity without issuer", top("identity: {jwks: j, audience: a}"), 7, "missing_key"),
    ("identity without audience", top("identity: {jwks: j, issuer: i}"), 7, "missing_key"),
    ("identity, tokens of nobody", top("identity: {require: token}"), 7, "missing_key"),
    ("identity, required of whom", top("identity: {require: ldap}"), 7, "not_allowed"),
    ("identity, unknown key", top("identity: {require: os, jwk: j}"), 7, "unknown_key_near"),
    ("identity, an attribute's name", top("identity: {jwks: j, issuer: i, audience: a, attributes: {b-c: d}}"), 7, "attribute_name"),
    ("identity, an attribute of no claim", top("identity: {jwks: j, issuer: i, audience: a, attributes: {b: }}"), 7, "no_value"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "key"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_a_mistake_is_told_with_its_line(text: str | bytes, line: int, key: str) -> None:
    assert (line, key) in problems(text)


def test_a_file_that_shares_its_lines_a_billion_times_ends_at_once() -> None:
    laughs = "a: &a [x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(12)
    )
    assert {key for _, key in problems(laughs)} & {"yaml_not_plain", "yaml"}


def test_all_problems_are_told_by_line_and_a_long_list_ends() -> None:
    text = rule("\n".join(f"x{i}: 1" for i in range(SHOWN + 5)))
    with pytest.raises(PolicyError) as raised:
        parse(text.encode(), "policy.yaml")
    error = raised.value
    assert [p.line for p in error.problems] == list(range(7, 7 + SHOWN + 5))
    lines = error.message("en").splitlines()
    assert lines[0] == "the policy policy.yaml has 25 problem(s), so nothing is permitted."
    assert lines[1].startswith("  policy.yaml:7: unknown key x0")
    assert "5" in lines[-1]
    assert len(lines) == 2 + SHOWN
    assert error.exit_code == 3
    with pytest.raises(PolicyError) as raised:
        parse(rule("x: 1").encode(), "policy.yaml")
    assert len(raised.value.message("ko").splitlines()) == 2


def test_a_whole_policy_is_read_as_written() -> None:
    text = """\
name: bank
version: 3
dialect: snowflake
description: 은행
masks:
  Cut: "left({column}, 2)"
protect:
  hide: "*RRN*"
  mask:
    Phone: phone
    "class:personal": cut
audit:
  literals: tokenised
identity:
  require: token
  jwks: keys.json
  issuer: https://idp
  audience: aiws
  user: email
  groups: groups
  attributes: {branch: branch_id}
roles:
  Teller:
    title: 창구 | teller
    companies: [Bank, "{user.company}"]
    discoverable: ["bank.*"]
    limits: {rows: 100, seconds: 2.5}
    export: no
    publish: yes
    tools: run_sql
    pii: block
    model_sees: schema
    examiner: true
    tables:
      - match: [Bank.Customers]
        show: [ID, "bank.customers.name"]
        hide: memo
        clear: [phone]
        mask: {name: name, memo: null}
        rows: branch = {user.branch}
        least_group: {size: 5, unit: [ID]}
        description: 고객
      - match: "company:Bank/Loans"
        deny: true
      - match: "bank.?_x"
        least_group: 3
  chief:
    extends: teller
    companies: "*"
    discoverable: []
    tools: []
    export: true
    tables: [{match: "*"}]
users:
  kim: {roles: [Chief, teller], attributes: {branch: [b1, b2], company: bank}}
groups:
  risk: {roles: chief}
everyone:
  roles: [teller]
services:
  nightly: {roles: [teller], attributes: {branch: b9}}
"""
    policy = parse(text.encode(), "policy.yaml")
    assert policy.about() == {
        "name": "bank",
        "version": "3",
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }
    assert (policy.dialect, policy.literals, policy.token_required, policy.suite) == ("snowflake", "tokenised", True, False)  # fmt: skip
    assert policy.masks == {"cut": "left({column}, 2)"}
    assert policy.protect.hide == ("*rrn*",)
    assert policy.protect.mask == (("phone", "phone"), ("class:personal", "cut"))
    assert policy.tokens is not None
    assert (policy.tokens.jwks, policy.tokens.issuer, policy.tokens.audience) == (
        "keys.json",
        "https://idp",
        "aiws",
    )
    assert (policy.tokens.user_claim, policy.tokens.groups_claim, policy.tokens.required) == (
        "email",
        "groups",
        True,
    )
    assert policy.tokens.attributes == {"branch": "branch_id"}
    teller, chief = policy.roles["teller"], policy.roles["chief"]
    assert teller.companies == ("bank", "{user.company}")
    assert (teller.max_rows, teller.seconds, teller.export, teller.publish) == (100, 2.5, False, True)
    assert (teller.tools, teller.pii, teller.model_sees, teller.examiner) == (
        ("run_sql",),
        "block",
        "schema",
        True,
    )
    first, second, third = teller.rules
    assert first == Rule(
        match=("bank.customers",),
        show=("id", "bank.customers.name"),
        hide=("memo",),
        clear=("phone",),
        mask=(("name", "name"), ("memo", "null")),
        rows="branch = {user.branch}",
        least_group=5,
        unit=("id",),
        line=35,
    )
    assert (second.match, second.deny) == (("company:bank/loans",), True)
    assert (third.least_group, third.unit) == (3, ())
    # What a role says comes before what it inherits; what it leaves out it inherits.
    assert [r.match for r in chief.rules] == [("*",), first.match, second.match, third.match]
    assert (chief.companies, chief.discoverable, chief.tools, chief.export) == (("*",), (), (), True)
    assert (chief.max_rows, chief.pii, chief.publish, chief.title) == (100, "block", True, "chief")
    assert policy.users["kim"].roles == ("chief", "teller")
    assert policy.users["kim"].attributes == {"branch": ("b1", "b2"), "company": ("bank",)}
    assert policy.groups["risk"].roles == ("chief",)
    assert policy.everyone is not None
    assert policy.services["nightly"].attributes == {"branch": ("b9",)}


@pytest.mark.parametrize(
    ("identity", "tokens", "required"),
    [
        ("", False, False),
        ("identity: {require: os}", False, False),
        ("identity: {jwks: j, issuer: i, audience: a}", True, False),
        ("identity: {require: os, jwks: j, issuer: i, audience: a}", True, False),
        ("identity: {require: token, jwks: j, issuer: i, audience: a}", True, True),
    ],
)
def test_whose_tokens_are_believed(identity: str, tokens: bool, required: bool) -> None:
    policy = parse(top(identity).encode(), "p")
    assert (policy.tokens is not None, policy.token_required) == (tokens, required)
    if policy.tokens is not None:
        assert policy.tokens.user_claim == "sub"


def test_names_with_colons_are_names() -> None:
    policy = parse(rule("hide: ['odd.s.한: # 글', 'a:b']\nmask: {'x:y': redact}").encode(), "p")
    assert policy.roles["a"].rules[0].hide == ("odd.s.한: # 글", "a:b")
    text = f"{HEAD}roles:\n  a:\n    tables: [{{match: ['s.a:b']}}]\n"
    assert parse(text.encode(), "p").roles["a"].rules[0].match == ("s.a:b",)


def test_a_korean_file_of_windows_is_read() -> None:
    policy = parse(role("title: 창구").encode("cp949"), "p")
    assert policy.roles["a"].title == "창구"


def test_no_file_is_no_permission(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path / "file" / "none.yaml"):
        (tmp_path / "file").touch()
        with pytest.raises(PolicyMissing) as raised:
            load(path)
        assert str(path) in raised.value.message("en")
        assert raised.value.exit_code == 4
    assert "no policy" in PolicyMissing().message("en")


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe):
        with pytest.raises(PolicyError) as raised:
            load(path)
        assert [p.key for p in raised.value.problems] == ["unreadable"]


def test_a_file_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(top(""), encoding="utf-8")
    assert load(path).source == str(path)


def test_the_demo_policy_holds() -> None:
    policy = load(data_folder("policies") / "demo.yaml")
    assert tuple(policy.roles) == ("user", "power_user", "analyst", "data_scientist")


def test_a_suite_policy_is_labelled() -> None:
    policy = whole("suite x")
    assert policy.suite
    assert policy.about()["digest"] == hashlib.sha256(b"suite x").hexdigest()
