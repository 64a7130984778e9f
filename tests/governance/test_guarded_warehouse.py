"""Guard, second opinion, audit and worker together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.errors import AiwsError, DeniedError, LimitError, SqlSyntaxError, WarehouseError
from aiws_cli.core.results import Limits, ResultSet
from aiws_cli.core.tables import Table
from aiws_cli.governance.audit.check import check
from aiws_cli.governance.audit.log import Audit, AuditError, read
from aiws_cli.governance.warehouse import Guarded
from support.guarded_world import CANARY, World


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 9, 30, 9, tzinfo=UTC)

    def monotonic(self) -> float:
        return 1.0


def guarded(world: World, log: Path, warehouse: Any = None, limits: Limits = Limits(max_rows=20)) -> Guarded:  # noqa: B008
    return Guarded(
        warehouse or world.warehouse,
        world.access,
        world.identity,
        Audit(log, Clock()),
        limits,
        Clock(),  # type: ignore[arg-type]
    )


def test_a_query_leaves_an_intent_and_an_outcome(world: World, tmp_path: Path) -> None:
    log = tmp_path / "kim.jsonl"
    outcome = guarded(world, log).query(
        "SELECT region, count(*) AS n FROM card.customers GROUP BY 1 ORDER BY 1",
        question="지역별 고객 수",
        evidence={"session_id": "s1", "model_digest": "sha256:x", "prompt_versions": {"write_sql": "3"}},
    )
    intent, result = read(log)
    assert outcome.audit_id == intent["id"] == result["of"]
    assert outcome.tables == ("card.customers",)
    assert outcome.role == "analyst"
    assert intent["user"] == "kim" and intent["role"] == "analyst" and intent["question"] == "지역별 고객 수"
    assert intent["sql"].startswith("SELECT region") and '"card"."customers"' in intent["executed_sql"]
    assert intent["session_id"] == "s1" and intent["prompt_versions"] == {"write_sql": "3"}
    assert result["row_count"] == 4 and result["status"] == "ok"
    assert re.fullmatch("hmac-sha256:[0-9a-f]{8}:[0-9a-f]{64}", result["result_digest"])
    assert "서울" not in log.read_text(encoding="utf-8")


def test_a_refusal_and_a_failure_are_recorded(world: World, tmp_path: Path) -> None:
    log = tmp_path / "kim.jsonl"
    warehouse = guarded(world, log)
    with pytest.raises(DeniedError):
        warehouse.query("SELECT * FROM vault.secrets")
    with pytest.raises(SqlSyntaxError):
        warehouse.query("SELEC")
    with pytest.raises(WarehouseError):
        warehouse.query("SELECT name::INTEGER FROM card.customers")
    kinds = [(r["kind"], r.get("status")) for r in read(log)]
    assert kinds == [("denied", None), ("query", None), ("outcome", "failed")]
    assert CANARY not in log.read_text(encoding="utf-8")
    assert check(log).whole


def test_no_log_no_act(world: World, tmp_path: Path) -> None:
    ran: list[str] = []

    class Watched:
        dialect = "duckdb"

        def tables_touched(self, sql: str) -> frozenset[str]:
            return frozenset()

        def run(self, sql: str, limits: Limits, tag: str = "") -> ResultSet:
            ran.append(sql)
            return ResultSet((), ())

    (tmp_path / "audit").write_text("")
    with pytest.raises(AuditError):
        guarded(world, tmp_path / "audit" / "kim.jsonl", Watched()).query("SELECT 1")
    assert ran == []


def test_no_rows_when_the_outcome_can_not_be_logged(world: World) -> None:
    class Once:
        def append(self, kind: str, record: Mapping[str, Any]) -> str:
            if kind == "outcome":
                raise AuditError(path="x", detail="full")
            return "id"

        def digest(self, result: ResultSet) -> str:
            return "digest"

        def mark(self) -> str:
            return "head"

    warehouse = Guarded(world.warehouse, world.access, world.identity, Once(), Limits(), Clock())  # type: ignore[arg-type]
    with pytest.raises(AuditError):
        warehouse.query("SELECT 1")


@pytest.mark.parametrize("told", [{"vault.secrets"}, {"card.customers", "main.hidden_main"}, {"read_csv()"}])
def test_the_second_opinion_decides(world: World, tmp_path: Path, told: set[str]) -> None:
    class Disagreeing:
        dialect = "duckdb"

        def tables_touched(self, sql: str) -> frozenset[str]:
            return frozenset(told)

        def run(self, sql: str, limits: Limits, tag: str = "") -> ResultSet:
            raise AssertionError("must not run")

    with pytest.raises(DeniedError) as refused:
        guarded(world, tmp_path / "kim.jsonl", Disagreeing()).query("SELECT name FROM card.customers")
    assert "vault" not in refused.value.message("en")


def test_limits_only_narrow(world: World, tmp_path: Path) -> None:
    warehouse = guarded(world, tmp_path / "kim.jsonl")
    assert (
        warehouse.query("SELECT * FROM card.customers", limits=Limits(max_rows=1000)).result.row_count == 20
    )
    few = warehouse.query("SELECT * FROM card.customers", limits=Limits(max_rows=3)).result
    assert (few.row_count, few.truncated) == (3, True)
    with pytest.raises(LimitError):
        warehouse.query("SELECT * FROM card.customers", limits=Limits(max_cells=5))


def test_as_of_comes_from_the_warehouse_else_from_the_clock(world: World, tmp_path: Path) -> None:
    warehouse = guarded(world, tmp_path / "kim.jsonl")
    assert warehouse.as_of() == warehouse.as_of() == date(2026, 9, 30)

    class Silent:
        dialect = "duckdb"
        calls: list[str] = []  # noqa: RUF012

        def as_of(self) -> date | None:
            return None

        def cancel(self) -> None:
            self.calls.append("cancel")

        def close(self) -> None:
            self.calls.append("close")

    silent = guarded(world, tmp_path / "kim.jsonl", Silent())
    assert silent.as_of() == date(2026, 9, 30)
    silent.cancel()
    silent.close()
    assert Silent.calls == ["cancel", "close"]


def test_a_file_joins_the_warehouse(world: World, tmp_path: Path) -> None:
    from aiws_cli.warehouses.duckdb import DuckDBWarehouse

    file = tmp_path / "관심 고객.csv"
    file.write_bytes("고객번호,메모\n1,처음\n3,둘째\n".encode("cp949"))
    raw = DuckDBWarehouse(world.path)
    try:
        warehouse = guarded(world, tmp_path / "kim.jsonl", raw)
        with pytest.raises(DeniedError):
            warehouse.query("SELECT * FROM files.관심_고객")
        table: Table = warehouse.attach_file(file)
        assert table.name == "files.관심_고객"
        rows = warehouse.query(
            "SELECT c.name, f.메모 FROM files.관심_고객 f JOIN card.customers c ON c.customer_id = f.고객번호 ORDER BY 1"
        ).result.rows
        assert rows == (("고객1", "처음"), ("고객3", "둘째"))
        assert warehouse.query("SELECT count(*) FROM 관심_고객").result.rows == ((2,),)
        with pytest.raises(AiwsError):
            warehouse.query("SELECT * FROM files.main.관심_고객")
    finally:
        raw.close()
