from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pytest

from aiws_cli.catalog.check import CheckReport, check
from aiws_cli.core.errors import WarehouseError
from aiws_cli.core.results import Limits, ResultColumn, ResultSet

DATA = """
CREATE SCHEMA bank; CREATE SCHEMA card; CREATE SCHEMA aiws_meta;
CREATE TABLE aiws_meta.warehouse AS SELECT DATE '2026-09-30' AS as_of;
CREATE TABLE bank.benchmark_indices AS SELECT * FROM (VALUES ('I1','KOSPI 200'),('I2','MSCI ACWI')) t(index_id, index_name);
CREATE TABLE bank.fund_wraps AS SELECT * FROM (VALUES ('W1','글로벌 성장랩','ON','I1',DATE '2024-01-01'),
  ('W2','국내 배당랩','STOP','I2',DATE '2025-01-01')) t(wrap_id, wrap_name, sale_status, index_id, launched_on);
CREATE TABLE bank.wrap_flows AS SELECT 'W1' AS wrap_id, DATE '2026-09-30' AS flow_date,
  CAST(100 AS DECIMAL(18,2)) AS inflow_amount, CAST(40 AS DECIMAL(18,2)) AS outflow_amount;
CREATE TABLE card.customers AS SELECT 'C1' AS customer_id, CAST(1990 AS INTEGER) AS birth_year, '직장인' AS occupation;
CREATE TABLE card.transactions AS SELECT CAST(1 AS BIGINT) AS txn_id, 'C1' AS customer_id,
  TIMESTAMP '2026-09-30 10:00:00' AS txn_at, CAST(5000 AS BIGINT) AS amount, 'Y' AS online_yn;
"""


class Duck:
    """A warehouse just real enough for the check."""

    def __init__(self) -> None:
        self.db = duckdb.connect()
        self.db.execute(DATA)

    def run(self, sql: str, limits: Limits) -> ResultSet:
        try:
            found = self.db.execute(sql)
            columns = tuple(ResultColumn(d[0], str(d[1])) for d in found.description or ())
            return ResultSet(columns, tuple(found.fetchmany(limits.max_rows)))
        except duckdb.Error as e:
            raise WarehouseError(detail=str(e)) from e

    def columns(self) -> Mapping[str, Mapping[str, str]]:
        out: dict[str, dict[str, str]] = {}
        for schema, table, column, kind in self.db.execute(
            "SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY column_index"
        ).fetchall():
            out.setdefault(f"{schema}.{table}", {})[column] = kind
        return out

    def tables_touched(self, sql: str) -> frozenset[str]:
        return frozenset(self.db.get_table_names(sql, qualified=True))


@pytest.fixture
def duck() -> Iterator[Duck]:
    duck = Duck()
    yield duck
    duck.db.close()


def test_all_is_well(folder: Path, duck: Duck) -> None:
    steps: list[tuple[int, int]] = []
    report = check(folder, duck, lambda done, total: steps.append((done, total)))
    assert [p.text("en") for p in report.problems] == []
    assert (report.tables, report.relationships, report.queries, report.metrics, report.terms) == (
        5,
        3,
        2,
        2,
        2,
    )
    assert steps[-1][0] == steps[-1][1]


# (what happens to the warehouse, key of the problem, its place, what its text says)
DRIFT = [
    ("DROP TABLE card.customers", "not_in_warehouse", "card/sales/customers.yaml:9", "card.customers"),
    ("ALTER TABLE card.customers RENAME TO customer", "not_in_warehouse_near", "card/sales/customers.yaml:9", "card.customer"),
    ("ALTER TABLE card.customers DROP birth_year", "column_gone", "card/sales/customers.yaml:19", "birth_year"),
    ("ALTER TABLE card.customers RENAME birth_year TO birth_yr", "column_gone_near", "card/sales/customers.yaml:19", "birth_yr"),
    ("ALTER TABLE card.customers ADD COLUMN grade VARCHAR", "column_not_described", "card/sales/customers.yaml:9", "grade (VARCHAR)"),
    ("ALTER TABLE card.customers ALTER birth_year TYPE BIGINT", "type_differs", "card/sales/customers.yaml:19", "BIGINT"),
    ("CREATE TABLE card.points AS SELECT 1 AS x", "not_described", "", "card.points"),
    ("CREATE OR REPLACE TABLE card.customers AS SELECT birth_year, customer_id, occupation FROM card.customers", "column_order", "card/sales/customers.yaml:9", "order"),
    ("INSERT INTO card.customers SELECT * FROM card.customers", "key_not_unique", "card/sales/customers.yaml:18", "customer_id"),
    ("INSERT INTO card.customers SELECT * FROM card.customers", "target_not_unique", "card/sales/transactions.yaml:29", "multiplies"),
    ("UPDATE card.transactions SET customer_id = 'C9'", "orphans", "card/sales/transactions.yaml:29", "1 value"),
    ("UPDATE bank.fund_wraps SET sale_status = 'GONE'", "code_without_label", "bank/wm/fund_wraps.yaml:36", "GONE"),
    ("DELETE FROM bank.wrap_flows", "query_empty", "verified_queries/bank.yaml:2", "no rows"),
    ("ALTER TABLE bank.wrap_flows RENAME inflow_amount TO inflow", "metric_failed", "metrics.yaml:2", "net_inflow"),
    ("ALTER TABLE bank.wrap_flows RENAME inflow_amount TO inflow", "query_failed", "verified_queries/bank.yaml:2", "does not run"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "key", "place", "says"), DRIFT)
def test_drift(folder: Path, duck: Duck, sql: str, key: str, place: str, says: str) -> None:
    duck.db.execute(sql)
    found = {p.key: p for p in check(folder, duck).problems}
    assert key in found
    assert found[key].place == place and says in found[key].text("en")
    assert found[key].hint("ko")


def _checked(folder: Path, duck: Duck, file: str, old: str, new: str) -> CheckReport:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return check(folder, duck)


@pytest.mark.parametrize(
    ("file", "old", "new", "keys"),
    [
        ("glossary.yaml", "tables: [bank.wrap_flows]", "tables: [bank.wrap_flow]", {"unknown_table_near"}),
        ("glossary.yaml", "bank.wrap_flows.inflow_amount", "bank.wrap_flows.inflow", {"unknown_column_near"}),
        ("metrics.yaml", "time_column: bank.wrap_flows.flow_date", "time_column: bank.wrap_flows.day", {"unknown_column"}),
        ("metrics.yaml", "SUM(inflow_amount)", "SUM(inflow", {"metric_failed"}),
        ("metrics.yaml", "tables: [bank.wrap_flows]", "tables: [bank.wrap_flows, card.transactions]", {"metric_not_joined"}),
        ("metrics.yaml", "tables: [bank.wrap_flows]", "tables: [bank.wrap_flows, bank.benchmark_indices]", set()),
        ("verified_queries/card.yaml", "tables: [card.transactions, card.customers]", "tables: [card.transactions]", {"query_tables"}),
    ],
)  # fmt: skip
def test_words_and_measures(folder: Path, duck: Duck, file: str, old: str, new: str, keys: set[str]) -> None:
    assert {p.key for p in _checked(folder, duck, file, old, new).problems} == keys


def test_optional_relationships_may_have_orphans(folder: Path, duck: Duck) -> None:
    duck.db.execute("UPDATE card.transactions SET customer_id = 'C9'")
    old = "to: card.customers.customer_id}"
    new = "to: card.customers.customer_id, customProperties: [{property: optional, value: true}]}"
    keys = {p.key for p in _checked(folder, duck, "card/sales/transactions.yaml", old, new).problems}
    assert "orphans" not in keys


BROKEN = [
    ("ALTER TABLE bank.wrap_flows RENAME inflow_amount TO inflow", {"bank-wrap-inflow-by-product": "query_failed"}),
    ("DELETE FROM bank.wrap_flows", {}),
    ("DROP TABLE bank.wrap_flows", {"bank-wrap-inflow-by-product": "query_failed"}),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "broken"), BROKEN)
def test_broken_verified_queries_are_named(
    folder: Path, duck: Duck, sql: str, broken: dict[str, str]
) -> None:
    duck.db.execute(sql)
    report = check(folder, duck)
    assert {b.query.id: b.problem.key for b in report.broken} == broken
    assert all(b.problem in report.problems for b in report.broken)


def test_a_query_that_lists_other_tables_or_may_not_run_is_broken(folder: Path, duck: Duck) -> None:
    old, new = "tables: [card.transactions, card.customers]", "tables: [card.transactions]"
    (query,) = _checked(folder, duck, "verified_queries/card.yaml", old, new).broken
    assert query.problem.key == "query_tables" and query.query.company == "card"
    report = check(folder, duck, refused=lambda sql: "no" if "wrap_flows" in sql else "")
    assert {b.problem.key for b in report.broken} == {"query_tables", "query_refused"}
    refused = next(p for p in report.problems if p.key == "query_refused")
    assert "no" in refused.text("ko") and refused.place == "verified_queries/bank.yaml:2"


class WithViews(Duck):
    """Tells both, as the warehouses do: the view, and what it reads."""

    def tables_touched(self, sql: str) -> frozenset[str]:
        found = super().tables_touched(sql)
        return found | {"card.customers"} if "card.customers" in sql else found


@pytest.mark.parametrize(("kind", "keys"), [("view", set()), ("table", {"query_tables"})])
def test_what_a_view_reads_may_be_among_a_query_s_tables(folder: Path, kind: str, keys: set[str]) -> None:
    duck = WithViews()
    duck.db.execute("ALTER TABLE card.customers RENAME TO people")
    duck.db.execute("CREATE VIEW card.customers AS SELECT * FROM card.people")
    report = _checked(
        folder, duck, "card/sales/customers.yaml", "physicalType: table", f"physicalType: {kind}"
    )
    assert {p.key for p in report.problems} - {"not_described"} == keys
    duck.db.close()
