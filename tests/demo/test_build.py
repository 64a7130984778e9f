"""The demo warehouse: what it holds, that it is the same every time, and that the catalog tells the truth about it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from datetime import date
from importlib import resources
from pathlib import Path

import duckdb
import pytest
import yaml

from aiws_cli.demo import build as demo

CATALOG = Path(__file__).parents[2] / "catalog_index"
SCALE = 0.02
OWN_COMPANIES = ("bank", "am", "capital")
BUILT_COMPANIES = tuple(
    company
    for company in demo.COMPANIES
    if resources.files("aiws_cli.demo").joinpath("sql", f"{company}.sql").is_file()
)


def table_files() -> list[Path]:
    reserved = {"glossary.yaml", "metrics.yaml"}
    return sorted(
        file
        for company in BUILT_COMPANIES
        for file in (CATALOG / company).rglob("*.yaml")
        if file.name not in reserved
    )


def table_of(file: Path) -> dict:
    return yaml.safe_load(file.read_text(encoding="utf-8"))["schema"][0]


def as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo.build(tmp_path_factory.mktemp("demo") / "warehouse.duckdb", SCALE).path


@pytest.fixture(scope="module")
def connection(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(warehouse), read_only=True) as opened:
        yield opened


def checksums(path: Path) -> dict[str, tuple[int, str]]:
    """Rows and a checksum of each table's rows in their stored order."""
    with duckdb.connect(str(path), read_only=True) as opened:
        names = opened.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name <> 'aiws_meta' ORDER BY 1"
        ).fetchall()
        return {
            name: opened.execute(
                f"SELECT count(*), md5(string_agg(md5(CAST(t AS VARCHAR)), '' ORDER BY rowid)) FROM {name} t"
            ).fetchone()
            for (name,) in names
        }


def test_report_counts_what_is_there(tmp_path: Path) -> None:
    seen: list[tuple[str, float]] = []
    report = demo.build(tmp_path / "w.duckdb", SCALE, lambda name, share: seen.append((name, share)))
    with duckdb.connect(str(report.path), read_only=True) as opened:
        schemas = {
            row[0] for row in opened.execute("SELECT DISTINCT schema_name FROM duckdb_tables()").fetchall()
        }
        assert opened.execute("SELECT as_of, scale, version FROM aiws_meta.warehouse").fetchone() == (
            date(2026, 9, 30),
            SCALE,
            demo.DATA_VERSION,
        )
    assert schemas == {"aiws_meta", *BUILT_COMPANIES}
    assert report.tables == len(table_files())
    assert report.rows > 10_000
    assert report.as_of == date(2026, 9, 30)
    assert [share for _, share in seen] == sorted(share for _, share in seen)
    assert seen[-1] == ("done", 1.0)
    assert list(tmp_path.iterdir()) == [report.path]


@pytest.mark.parametrize("company", OWN_COMPANIES)
def test_companies_have_their_tables(connection: duckdb.DuckDBPyConnection, company: str) -> None:
    rows = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE schema_name = ?", [company]
    ).fetchone()
    assert rows[0] >= {"bank": 20, "am": 7, "capital": 6}[company]


@pytest.mark.skipif(set(BUILT_COMPANIES) != set(demo.COMPANIES), reason="not every company is here yet")
def test_the_whole_group_is_large_enough(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "SELECT count(DISTINCT schema_name), count(*) FROM duckdb_tables() WHERE schema_name <> 'aiws_meta'"
    ).fetchone()
    assert found[0] == 7
    assert found[1] >= 60


def test_only_tables_are_left_in_the_file(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute("SELECT count(*) FROM duckdb_functions() WHERE NOT internal").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchone() == (0,)


def test_every_table_has_rows(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    assert [name for name, (rows, _) in checksums(warehouse).items() if rows == 0] == []


def test_same_rows_whatever_the_threads(warehouse: Path, tmp_path: Path) -> None:
    again = demo.build(tmp_path / "again.duckdb", SCALE)
    single = demo.build(tmp_path / "single.duckdb", SCALE, threads=1)
    expected = checksums(warehouse)
    assert checksums(again.path) == expected
    assert checksums(single.path) == expected


def test_catalog_and_warehouse_list_the_same_tables(connection: duckdb.DuckDBPyConnection) -> None:
    stored = connection.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name <> 'aiws_meta'"
    ).fetchall()
    described = [table_of(file)["physicalName"] for file in table_files()]
    assert sorted(described) == sorted(name for (name,) in stored)


@pytest.mark.parametrize("file", table_files(), ids=lambda file: f"{file.parts[-3]}.{file.stem}")
def test_catalog_describes_the_table_as_it_is(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    table = table_of(file)
    name = table["physicalName"]
    schema, bare = name.split(".")
    stored = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? ORDER BY column_index",
        [schema, bare],
    ).fetchall()
    assert [(column["name"], column["physicalType"]) for column in table["properties"]] == stored

    required = [column["name"] for column in table["properties"] if column.get("required")]
    if required:
        nulls = " + ".join(f"count(*) FILTER ({column} IS NULL)" for column in required)
        assert connection.execute(f"SELECT {nulls} FROM {name}").fetchone() == (0,)

    key = [column["name"] for column in table["properties"] if column.get("primaryKey")]
    assert key, f"{name} has no primary key"
    listed = ", ".join(key)
    doubled = f"SELECT count(*) FROM (SELECT 1 FROM {name} GROUP BY {listed} HAVING count(*) > 1)"
    assert connection.execute(doubled).fetchone() == (0,)

    for column in table["properties"]:
        codes = (column.get("ai") or {}).get("code_values")
        if codes:
            values = connection.execute(
                f"SELECT DISTINCT CAST({column['name']} AS VARCHAR) FROM {name} WHERE {column['name']} IS NOT NULL"
            ).fetchall()
            assert {value for (value,) in values} <= {str(code) for code in codes}, column["name"]


@pytest.mark.parametrize("file", table_files(), ids=lambda file: f"{file.parts[-3]}.{file.stem}")
def test_no_orphans(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    for relation in table_of(file).get("relationships") or []:
        starts, ends = as_list(relation["from"]), as_list(relation["to"])
        child, parent = starts[0].rsplit(".", 1)[0], ends[0].rsplit(".", 1)[0]
        if parent.split(".")[0] not in BUILT_COMPANIES:
            continue
        pairs = [(a.rsplit(".", 1)[1], b.rsplit(".", 1)[1]) for a, b in zip(starts, ends, strict=True)]
        filled = " AND ".join(f"c.{a} IS NOT NULL" for a, _ in pairs)
        same = " AND ".join(f"p.{b} = c.{a}" for a, b in pairs)
        orphans = f"SELECT count(*) FROM {child} c WHERE {filled} AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE {same})"
        optional = any(
            entry.get("property") == "optional" and entry.get("value") in (True, "true")
            for entry in relation.get("customProperties") or []
        )
        assert optional or connection.execute(orphans).fetchone() == (0,), relation


def verified_queries() -> list[dict]:
    found = []
    for company in BUILT_COMPANIES:
        file = CATALOG / "verified_queries" / f"{company}.yaml"
        if file.is_file():
            found += yaml.safe_load(file.read_text(encoding="utf-8"))["queries"]
    return found


@pytest.mark.parametrize("query", verified_queries(), ids=lambda query: query["id"])
def test_verified_queries_run(connection: duckdb.DuckDBPyConnection, query: dict) -> None:
    connection.execute(query["sql"]).fetchall()
    for table in query["tables"]:
        assert table in query["sql"]


def test_metrics_run(connection: duckdb.DuckDBPyConnection) -> None:
    checked = 0
    for company in OWN_COMPANIES:
        for metric in yaml.safe_load((CATALOG / company / "metrics.yaml").read_text(encoding="utf-8"))[
            "metrics"
        ]:
            where = " AND ".join(metric["filters"]) or "true"
            plain = f"SELECT {metric['expression']} AS value FROM {metric['tables'][0]} WHERE {where}"
            connection.execute(metric["example"] or plain).fetchall()
            checked += 1
    assert checked >= 15


def test_the_last_day_is_the_as_of_date(connection: duckdb.DuckDBPyConnection) -> None:
    for column, table in [
        ("nav_date", "bank.wrap_nav_daily"),
        ("flow_date", "bank.wrap_flows"),
        ("price_date", "bank.index_prices_daily"),
        ("nav_date", "am.fund_nav_daily"),
    ]:
        assert connection.execute(f"SELECT max({column}) FROM {table}").fetchone() == (date(2026, 9, 30),)
    for table in [
        "bank.wrap_performance_monthly",
        "am.fund_performance_monthly",
        "capital.monthly_performance",
    ]:
        assert connection.execute(f"SELECT max(base_month) FROM {table}").fetchone() == (date(2026, 9, 1),)


def test_monthly_performance_agrees_with_the_days(connection: duckdb.DuckDBPyConnection) -> None:
    wrong = connection.execute("""
        WITH days AS (
          SELECT wrap_id, date_trunc('month', flow_date)::DATE AS base_month, SUM(inflow_amount) AS inflow, SUM(outflow_amount) AS outflow
          FROM bank.wrap_flows GROUP BY ALL),
        closes AS (
          SELECT wrap_id, date_trunc('month', nav_date)::DATE AS base_month, MAX_BY(nav_price, nav_date) AS nav, MAX_BY(aum_amount, nav_date) AS aum
          FROM bank.wrap_nav_daily GROUP BY ALL),
        steps AS (SELECT *, LAG(nav) OVER (PARTITION BY wrap_id ORDER BY base_month) AS nav_before FROM closes)
        SELECT COUNT(*) FROM bank.wrap_performance_monthly m
        JOIN days d USING (wrap_id, base_month) JOIN steps s USING (wrap_id, base_month)
        WHERE m.inflow_amount <> d.inflow OR m.outflow_amount <> d.outflow OR m.aum_amount <> s.aum
           OR m.net_inflow_amount <> d.inflow - d.outflow OR m.excess_return_rate <> m.return_rate - m.benchmark_return_rate
           OR (s.nav_before IS NOT NULL AND abs(m.return_rate - (s.nav - s.nav_before) * 100.0 / s.nav_before) > 0.001)
    """).fetchone()
    assert wrong == (0,)


def test_month_end_marts_agree_with_the_accounts(connection: duckdb.DuckDBPyConnection) -> None:
    for mart, detail in [
        ("bank.deposit_trend_monthly", "bank.deposit_accounts"),
        ("bank.loan_trend_monthly", "bank.loans"),
        ("capital.monthly_performance", "capital.contracts"),
    ]:
        month_end = connection.execute(
            f"SELECT SUM(month_end_balance) FROM {mart} WHERE base_month = DATE '2026-09-01'"
        ).fetchone()
        assert month_end == connection.execute(f"SELECT SUM(balance_amount) FROM {detail}").fetchone()


@pytest.mark.parametrize("scale", [0, -1, float("nan")])
def test_a_scale_must_be_above_zero(tmp_path: Path, scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        demo.build(tmp_path / "w.duckdb", scale)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_build_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    target = tmp_path / "w.duckdb"
    target.write_bytes(b"the warehouse of yesterday")

    def stop(name: str, share: float) -> None:
        if name == "bank" and share > 0.2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.build(target, SCALE, stop)
    assert target.read_bytes() == b"the warehouse of yesterday"
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_build_takes_the_place_of_the_old_one_and_its_log(tmp_path: Path) -> None:
    target = tmp_path / "w.duckdb"
    target.write_bytes(b"not a database")
    target.with_name("w.duckdb.wal").write_bytes(b"a log of the old file")
    demo.build(target, SCALE)
    assert list(tmp_path.iterdir()) == [target]
    with duckdb.connect(str(target), read_only=True) as opened:
        assert opened.execute("SELECT count(*) FROM bank.customers").fetchone() == (1000,)


def test_a_full_disk_is_told_as_one(tmp_path: Path) -> None:
    def fill(name: str, share: float) -> None:
        raise duckdb.IOException('IO Error: Could not write file "w": No space left on device')

    with pytest.raises(OSError, match="No space left") as caught:
        demo.build(tmp_path / "w.duckdb", SCALE, fill)
    assert caught.value.errno == errno.ENOSPC
    assert list(tmp_path.iterdir()) == []


def test_a_demo_warehouse_is_known_from_others(tmp_path: Path) -> None:
    made = demo.build(tmp_path / "w.duckdb", SCALE).path
    assert demo.is_demo(made)
    (tmp_path / "x.duckdb").write_bytes(b"not a database")
    assert not demo.is_demo(tmp_path / "x.duckdb")
