"""Personal data in results, by the role's policy: allowed, warned of, masked, kept back. The log says what was done, not what it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.results import Limits, ResultColumn, ResultSet
from aiws_cli.governance.audit.log import Audit, read
from aiws_cli.governance.privacy.cells import masked, notice, scan_result
from aiws_cli.governance.rights.access import PolicyAccess
from aiws_cli.governance.warehouse import Guarded, PersonalDataInResult
from support.guarded_world import World

NUMBER, MOBILE = "900101-1234567", "010-1234-5678"
SQL = (
    f"SELECT customer_id, CASE WHEN customer_id = 3 THEN '전화 {MOBILE}로' ELSE 'x' END AS memo,"
    f" ['{NUMBER}'] AS numbers FROM card.customers ORDER BY customer_id"
)


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 9, 30, 9, tzinfo=UTC)

    def monotonic(self) -> float:
        return 1.0


def guarded(world: World, log: Path, rule: Any) -> Guarded:
    policy = world.access.policy
    roles = {name: replace(role, pii=rule) for name, role in policy.roles.items()}
    access = PolicyAccess(replace(policy, roles=roles), world.catalog)  # type: ignore[arg-type]
    return Guarded(world.warehouse, access, world.identity, Audit(log, Clock()), Limits(), Clock())


@pytest.mark.parametrize("rule", ["allow", "warn", "mask"])
def test_rows_by_the_roles_rule(world: World, tmp_path: Path, rule: str) -> None:
    log = tmp_path / "kim.jsonl"
    outcome = guarded(world, log, rule).query(SQL)
    memo, numbers = outcome.result.rows[2][1:]
    if rule == "mask":
        assert (memo, numbers) == ("전화 010-****-5678로", ["900101-*******"])
    else:
        assert (memo, numbers) == (f"전화 {MOBILE}로", [NUMBER])
    kinds = [(f.name, f.kind, f.rows) for f in outcome.personal]
    assert kinds == (
        [] if rule == "allow" else [("memo", "phone", (2,)), ("numbers", "resident_no", (0, 1, 2, 3, 4))]
    )
    assert bool(notice(outcome)) == (rule != "allow") and outcome.masked == (rule == "mask")
    assert MOBILE not in repr(outcome.personal)
    done = list(read(log))[-1]
    said = [(p["column"], p["done"]) for p in done.get("personal", ())]
    assert said == ([] if rule == "allow" else [("memo", rule), ("numbers", rule)])


def test_a_result_kept_back(world: World, tmp_path: Path) -> None:
    log = tmp_path / "kim.jsonl"
    with pytest.raises(PersonalDataInResult) as denied:
        guarded(world, log, "block").query(SQL)
    text = denied.value.message("ko") + denied.value.hint("ko") + denied.value.message("en")
    assert "memo" in text and MOBILE not in text and denied.value.exit_code == 4
    assert list(read(log))[-1]["status"] == "denied"
    counted = guarded(world, log, "block").query("SELECT count(*) AS n FROM card.customers")
    assert counted.result.rows == ((30,),)


def result(name: str, *cells: Any, type_: str = "VARCHAR") -> ResultSet:
    return ResultSet((ResultColumn(name, type_),), tuple((c,) for c in cells))


MASKED = (
    ("x", NUMBER, "900101-*******"),
    ("x", "９００１０１－１２３４５６７", "９００１０１－*******"),
    ("card_no", "4111-1111-1111-1111", "4111-****-****-1111"),
    ("x", "kim@hangang.com", "k***@hangang.com"),
    ("계좌번호", "110123456789", "*********789"),
    ("x", {"tel": MOBILE, "n": 3, "ok": True}, {"tel": "010-****-5678", "n": 3, "ok": True}),
    ("주민등록번호", 9001011234567, "900101*******"),
    ("password", "Qwer!" + "2345", "********"),
)


@pytest.mark.parametrize(("name", "cell", "shown"), MASKED, ids=[str(i) for i in range(len(MASKED))])
def test_the_form_of_what_is_masked_stays(name: str, cell: Any, shown: Any) -> None:
    given = result(name, None, cell, type_="BIGINT" if isinstance(cell, int) else "VARCHAR")
    made = masked(given, scan_result(given))
    assert made.rows == ((None,), (shown,))
    assert made.columns[0].type == "VARCHAR"


def test_clean_results_come_back_as_they_are() -> None:
    given = result("amount", *range(10**12, 10**12 + 50), type_="BIGINT")
    assert scan_result(given) == () and masked(given, ()) is given


def test_one_value_far_down_a_long_column_is_found() -> None:
    given = result("memo", *(f"메모 {i}" for i in range(9_000)), f"전화{MOBILE}", *("끝",) * 900)
    (found,) = scan_result(given)
    assert (found.kind, found.rows) == ("phone", (9_000,)) and found.share < 0.001
