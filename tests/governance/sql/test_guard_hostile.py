"""Every hostile statement is refused, or runs and shows no canary: not in rows, names, types, messages or records."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from aiws_cli.core.errors import AiwsError, DeniedError, LimitError, SqlSyntaxError, WarehouseError
from aiws_cli.core.results import Limits
from aiws_cli.governance.audit.log import Audit, read
from aiws_cli.governance.warehouse import Guarded
from support.canary_world import CANARIES, TOLD, CanaryWorld
from support.statements import Hostile, hostile

ROWS = hostile("both", "duckdb")
LIMITS = Limits(seconds=10, max_rows=500, memory_mb=512)
NOT_SAID = {"sql", "executed_sql", "id", "of", "prev", "hash", "body", "result_digest"}
"""Parts of a record that are the statement itself, or random."""


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 9, 30, 9, tzinfo=UTC)

    def monotonic(self) -> float:
        return 1.0


@pytest.fixture(scope="module")
def guarded(canary_world: CanaryWorld, tmp_path_factory: pytest.TempPathFactory) -> Guarded:
    world = canary_world
    log = Audit(tmp_path_factory.mktemp("audit") / "kim.jsonl", Clock())
    os.environ["CNRYENV"] = "CNRYENV"
    return Guarded(world.warehouse, world.access, world.identity, log, LIMITS, Clock())  # type: ignore[arg-type]


def told(problem: AiwsError, sql: str) -> str:
    """Message and hint in both languages, without what the asker wrote themselves."""
    text = " ".join(problem.message(lang) + problem.hint(lang) for lang in ("ko", "en"))
    return text.replace(sql, "")


def test_there_are_enough_statements() -> None:
    rows = hostile("both", "duckdb", "snowflake")
    assert len({(r.file, r.sql) for r in rows}) == len(rows), [
        row for row, n in Counter((r.file, r.sql) for r in rows).items() if n > 1
    ]
    assert len(rows) >= 250


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.attack}: {row.sql[:60]!r}")
def test_no_canary_comes_out(row: Hostile, guarded: Guarded) -> None:
    log: Any = guarded._audit
    before = sum(1 for _ in read(log.path)) if log.path.exists() else 0
    try:
        outcome = guarded.query(row.sql)
    except AiwsError as problem:
        assert not TOLD.search(told(problem, row.sql)), told(problem, row.sql)
        assert row.expected != "runs", told(problem, row.sql)
        if row.expected == "refused":
            assert isinstance(problem, (DeniedError, SqlSyntaxError, LimitError)), problem
            assert problem.message("ko") != problem.message("en")
        else:
            assert isinstance(problem, (DeniedError, SqlSyntaxError, WarehouseError, LimitError)), problem
    else:
        assert row.expected != "refused", outcome.executed_sql
        shown = json.dumps(
            [[c.name, c.type] for c in outcome.result.columns] + list(outcome.result.rows), ensure_ascii=False
        )
        for what, text in CANARIES.items():
            assert text not in shown, what
    for record in list(read(log.path))[before:]:
        said = json.dumps({k: v for k, v in record.items() if k not in NOT_SAID}, ensure_ascii=False)
        assert not TOLD.search(said)
