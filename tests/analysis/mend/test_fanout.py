"""What the fan-out rule puts right, counted in a real engine; and how the rest reaches the answer's text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from aiws_cli.analysis.finding import Desk, Finding
from aiws_cli.analysis.mend import Scene, mend
from aiws_cli.analysis.steps import mend_sql, word
from aiws_cli.core.language import Language
from aiws_cli.core.results import Limits, QueryOutcome, ResultColumn, ResultSet

from .small_bank import SmallBank

ROWS = Path(__file__).parent / "rows" / "fanout.yaml"

BANK = """
CREATE SCHEMA bank;
CREATE TABLE bank.branches AS SELECT * FROM (VALUES ('b1', 'One', 'Seoul'), ('b2', 'Two', 'Busan'))
    t(branch_id, branch_name, region);
CREATE TABLE bank.branch_results AS SELECT m AS base_month, b AS branch_id, f AS fee_income FROM (VALUES
    (DATE '2026-07-01', 'b1', 2000), (DATE '2026-08-01', 'b1', 3000), (DATE '2026-09-01', 'b1', 10),
    (DATE '2026-09-01', 'b2', 4000)) t(m, b, f);
CREATE TABLE bank.customers AS SELECT * FROM (VALUES ('c1', 1980, 'PB'), ('c2', 1990, 'STD'))
    t(customer_id, birth_year, segment);
CREATE TABLE bank.products AS SELECT * FROM (VALUES ('p1', 'Saving', 2.5)) t(product_id, product_name, base_rate);
CREATE TABLE bank.accounts AS SELECT * FROM (VALUES ('a1', 'c1', 'p1', 'b1', 100), ('a2', 'c1', 'p1', 'b1', 200),
    ('a3', 'c2', 'p1', 'b2', 400)) t(account_id, customer_id, product_id, open_branch_id, balance);
CREATE TABLE bank.transfers AS SELECT * FROM (VALUES ('t1', 'a1', 500), ('t2', 'a1', 600), ('t3', 'a3', 50))
    t(transfer_id, account_id, amount);
"""


BOTH_SUMMED = (
    "SELECT b.region, SUM(a.balance) AS total, SUM(r.fee_income) AS fee FROM bank.accounts AS a "
    "JOIN bank.branches AS b ON a.open_branch_id = b.branch_id "
    "JOIN bank.branch_results AS r ON r.branch_id = b.branch_id GROUP BY b.region"
)


@pytest.fixture(scope="module")
def bank() -> Any:
    connection = duckdb.connect()
    connection.execute(BANK)
    yield connection
    connection.close()


def _scene(question: str) -> Scene:
    return Scene(SmallBank(), question, as_of=date(2026, 9, 30))


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ("a balance once per month of its branch", {("Seoul", 300), ("Busan", 400)}),
        ("the multiplying table filters by a condition", {("Seoul", 300), ("Busan", 400)}),
        ("a filter inside ON", {("Seoul", 150), ("Busan", 400)}),
        ("the multiplying table opens FROM, and ties the others", {("Seoul", 300), ("Busan", 400)}),
        ("commas", {("Seoul", 300), ("Busan", 400)}),
        ("siblings tied without the table they share", {(700,)}),
        ("an outer join that filters nothing", {("Seoul", 300), ("Busan", 400)}),
        ("an outer join whose condition makes it an inner one", {("Seoul", 300), ("Busan", 400)}),
        ("an outer join whose counterpart must be there", {(700,)}),
        ("a parent's figure, and the question makes the child a condition", {(100,)}),
        ("a table two joins away goes along", {(1980,)}),
        ("customers of a product are counted once", {("Saving", 2)}),
        ("rows are counted beside, and nobody asked for the table", {("Seoul", 2, 300), ("Busan", 1, 400)}),
    ],
)
def test_what_comes_out_counts_each_row_once(bank: Any, about: str, expected: set[tuple[Any, ...]]) -> None:
    row = next(r for r in yaml.safe_load(ROWS.read_text(encoding="utf-8")) if r["about"] == about)
    mended = mend(row["sql"], _scene(row["question"]))
    assert set(bank.execute(mended.sql).fetchall()) == expected


@pytest.mark.parametrize("row", yaml.safe_load(ROWS.read_text(encoding="utf-8")))
def test_every_row_runs_before_and_after(bank: Any, row: dict[str, Any]) -> None:
    if "campaign_targets" in row["sql"]:
        return
    bank.execute(row["sql"])
    bank.execute(row.get("mended", row["sql"]))


def test_a_caution_names_the_tables_as_people_do() -> None:
    (korean,) = mend(BOTH_SUMMED, _scene("지역별 잔액과 수수료수익")).cautions
    assert (
        korean == "계좌 한 건에 월별손익 여러 건이 조인되어, 같은 계좌가 여러 번 계산에 들어갔을 수 있습니다."
    )
    (english,) = mend(BOTH_SUMMED, _scene("balance and fees by region")).cautions
    assert "branch_results" in english and "accounts" in english


def test_an_outer_join_stays_where_a_kept_one_needs_it() -> None:
    """`x` hangs on the table that would go: its condition must not get lost."""
    sql = (
        "SELECT SUM(a.balance) AS total FROM bank.accounts AS a LEFT JOIN bank.transfers AS t "
        "ON t.account_id = a.account_id JOIN bank.customers AS c ON c.customer_id = a.customer_id "
        "AND c.customer_name = t.memo"
    )
    result = mend(sql, _scene("이체한 계좌의 잔액 합계"))
    assert "t.memo" in result.sql


class _Warehouse:
    dialect = "duckdb"


def _desk() -> Desk:
    def evidence() -> Mapping[str, object]:
        return {}

    return Desk(SmallBank(), _Warehouse(), None, Limits(), evidence)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "language", "line"),
    [
        ("지역별 잔액과 수수료수익", "ko", "주의: 계좌 한 건에"),
        ("balance and fees by region", "en", "Caution: several rows of branch_results"),
    ],
)
def test_the_answer_says_the_caution_once(question: str, language: Language, line: str) -> None:
    finding = Finding(question, language, date(2026, 9, 30), written_sql=BOTH_SUMMED)
    steps = mend_sql(finding, _desk())
    while True:
        try:
            next(steps)
        except StopIteration as done:
            finding = done.value
            break
    assert len(finding.cautions) == 1
    names = ("region", "total", "fee")
    result = ResultSet(tuple(ResultColumn(n, "BIGINT") for n in names), (("Seoul", 900, 10030),))
    outcome = QueryOutcome(finding.sql, finding.sql, ("bank.accounts",), result, "analyst", "1")
    finding = Finding(
        question,
        language,
        finding.as_of,
        sql=finding.sql,
        outcome=outcome,
        labels=names,
        cautions=finding.cautions,
    )
    text = word(finding, _desk()).text
    assert text.count(line) == 1
