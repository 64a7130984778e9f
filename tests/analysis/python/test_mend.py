"""Mending scripts: a row each, what comes out runs in pandas, and doing it again changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from aiws_cli.analysis.python.mend import RULES, mend
from aiws_cli.analysis.python.scene import Scene
from aiws_cli.analysis.python.script import Column, code_in, columns_of, framed
from aiws_cli.core.results import ResultColumn, ResultSet

ROWS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "mend.yaml").read_text(encoding="utf-8"))
RESULT = ResultSet(
    (
        ResultColumn("segment", "VARCHAR", "부문명"),
        ResultColumn("month", "DATE", "기준월"),
        ResultColumn("revenue", "DECIMAL(18,2)", "매출"),
        ResultColumn("operating_profit", "BIGINT", "영업이익"),
        ResultColumn("amount_text", "VARCHAR", "신고금액"),
        ResultColumn("day_text", "VARCHAR", "신고일"),
        ResultColumn("memo", "VARCHAR", "비고"),
    ),
    (
        ("개인", "2026-01-01", "100.50", 10, "1,200", "2026-01-05", "a"),
        ("기업", "2026-02-01", "250.00", 40, "800", "2026-02-07", None),
        ("개인", "2026-03-01", "175.25", 20, "40.5", "2026-03-09", "c"),
    ),
)
COLUMNS: tuple[Column, ...] = columns_of(RESULT)


@pytest.mark.parametrize("row", ROWS, ids=[r["about"] for r in ROWS])
def test_a_row(row: dict[str, Any]) -> None:
    scene = Scene(COLUMNS, "ko", row.get("trace", ""))
    done = mend(row["code"], scene)
    if row.get("unchanged"):
        assert (done.body, done.mends) == (row["code"], ())
        return
    assert done.body.strip() == row["mended"].strip()
    assert [m.rule for m in done.mends] == row["rules"] and all(m.reason for m in done.mends)
    assert mend(done.body, Scene(COLUMNS, "ko")).mends == ()
    in_english = mend(row["code"], Scene(COLUMNS, "en", row.get("trace", "")))
    assert in_english.body == done.body
    assert not any("가" <= letter <= "힣" for m in in_english.mends for letter in _own_words(m.reason))


def _own_words(reason: str) -> str:
    """A reason without the names it quotes."""
    for column in COLUMNS:
        reason = reason.replace(column.label, "")
    return reason


def test_every_rule_has_a_row() -> None:
    assert {rule.name for rule in RULES} == {name for row in ROWS for name in row.get("rules", ())} | {
        "least_squares"
    }


@pytest.mark.parametrize(
    "row", [r for r in ROWS if "mended" in r], ids=[r["about"] for r in ROWS if "mended" in r]
)
def test_what_comes_out_runs(row: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the pandas that is installed, in the frame that the sandbox gets."""
    import duckdb

    from aiws_cli.drawing.tables import save

    save(tmp_path / "r1.parquet", RESULT.columns, RESULT.rows)
    monkeypatch.chdir(tmp_path)
    connection = duckdb.connect()
    connection.execute("CREATE VIEW r1 AS SELECT * FROM 'r1.parquet'")
    monkeypatch.setattr(duckdb, "sql", lambda query: _with_frame(connection, query, scope))
    scope: dict[str, Any] = {}
    exec(compile(framed(row["mended"], "r1"), "code.py", "exec"), scope)
    assert connection.execute("SELECT count(*) FROM 'result.parquet'").fetchone() is not None


def _with_frame(connection: Any, query: str, scope: dict[str, Any]) -> Any:
    if "out" in query:
        connection.register("out", scope["out"])
    return connection.sql(query)


def test_least_squares_of_a_package_that_is_not_there() -> None:
    code = (
        "from sklearn.linear_model import LinearRegression\n"
        'model = LinearRegression().fit(df[["x"]], df["y"])\n'
        'out = pd.DataFrame({"slope": [model.coef_[0]], "r2": [model.score(df[["x"]], df["y"])]})\n'
    )
    done = mend(code, Scene(COLUMNS, "ko"))
    assert [m.rule for m in done.mends] == ["least_squares"] and "sklearn" not in done.body
    import numpy as np
    import pandas as pd

    scope: dict[str, Any] = {"np": np, "pd": pd, "df": pd.DataFrame({"x": [1, 2, 3, 4], "y": [3, 5, 7, 9]})}
    exec(done.body, scope)
    slope, r2 = scope["out"].iloc[0]
    assert (round(slope, 9), round(r2, 9)) == (2.0, 1.0)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("```python\nout = df\n```", "out = df"),
        ("여기 있습니다.\n```py\n  out = df\n```\n설명입니다.", "out = df"),
        ("```python\nx = 1\n```\nthen\n```python\nout = x\n```", "x = 1\nout = x"),
        ("```python\nout = df.head()", "out = df.head()"),
        ("out = df[['a']]", "out = df[['a']]"),
        ("상관계수는 0.8입니다.", ""),
        ("", ""),
    ],
)
def test_the_code_of_a_reply(reply: str, code: str) -> None:
    assert code_in(reply) == code


def test_what_columns_hold() -> None:
    held = {c.name: (c.holds, c.stored, c.measure) for c in COLUMNS}
    assert held == {
        "segment": ("text", "text", False),
        "month": ("date", "date", False),
        "revenue": ("number", "number", True),
        "operating_profit": ("number", "number", True),
        "amount_text": ("number", "text", False),
        "day_text": ("date", "text", False),
        "memo": ("text", "text", False),
    }
