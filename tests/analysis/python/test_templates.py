"""Scripts written by rules, run, against figures computed by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from aiws_cli.analysis.python.script import columns_of
from aiws_cli.analysis.python.templates import TooFewColumns, written
from aiws_cli.analysis.python.told import cautions, headline, labelled
from aiws_cli.analysis.python.wants import wants
from aiws_cli.core.results import ResultColumn, ResultSet
from aiws_cli.drawing.tables import save

TEXT, NUMBER, DATE = "VARCHAR", "DECIMAL(18,2)", "DATE"
# x = 1 2 3 4 5, y = 2 4 5 4 5: r = 6 / sqrt(10 · 6) = 0.7746, slope 0.6, intercept 2.2, r² 0.6.
PAIRS = ResultSet(
    (
        ResultColumn("branch", TEXT, "지점명"),
        ResultColumn("x", NUMBER, "예금 잔액"),
        ResultColumn("y", NUMBER, "대출 잔액"),
    ),
    (("a", "1", "2"), ("b", "2", "4"), ("c", "3", "5"), ("d", "4", "4"), ("e", "5", "5"), ("f", "9", None)),
)
LONG = ResultSet(
    (
        ResultColumn("segment", TEXT, "부문명"),
        ResultColumn("base_month", DATE, "기준월"),
        ResultColumn("v", NUMBER, "이익"),
    ),
    (("A", "2026-01-01", "1"), ("A", "2026-02-01", "2"), ("B", "2026-01-01", "3"), ("A", "2026-01-01", "4")),
)
# 10 12 17 over three months: slope 3.5, intercept 13 − 3.5 = 9.5, r² = 3.5² · 2 / 26 = 0.9423.
MONTHS = ResultSet(
    (ResultColumn("base_month", DATE, "기준월"), ResultColumn("v", NUMBER, "이익", {}, "KRW")),
    (("2026-03-01", "17"), ("2026-01-01", "10"), ("2026-02-01", "12")),
)
THREE = ResultSet(
    (
        ResultColumn("a", "DOUBLE", "영업수익 합계"),
        ResultColumn("b", "DOUBLE", "평균 이익"),
        ResultColumn("c", "DOUBLE", "손실"),
    ),
    ((1.0, 2.0, 3.0), (2.0, 4.0, 2.0), (3.0, 6.0, 1.0)),
)
RATES = ResultSet(
    (ResultColumn("name", TEXT, "상품명"), ResultColumn("rate", "DOUBLE", "평균 금리", {}, "percent")),
    (("p", 3.5), ("q", 4.0)),
)
KEYED = ResultSet(
    (ResultColumn("branch_id", "INTEGER", "지점번호"), ResultColumn("kind", TEXT, "구분")),
    ((1, "a"), (2, "b")),
)


def script_of(question: str, result: ResultSet) -> Any:
    wish = wants(question)
    assert wish is not None
    return written(wish, question, columns_of(result), "r1", "ko")


def run(
    code: str, result: ResultSet, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[str], list[Any]]:
    """The script's table, its names and rows."""
    save(folder / "r1.parquet", result.columns, result.rows)
    monkeypatch.chdir(folder)
    duckdb.execute("CREATE OR REPLACE VIEW r1 AS SELECT * FROM 'r1.parquet'")
    exec(compile(code, "code.py", "exec"), {})
    table = duckdb.connect().execute("SELECT * FROM 'result.parquet'")
    return [c[0] for c in table.description], table.fetchall()


@pytest.mark.parametrize(
    ("question", "result", "names", "rows"),
    [
        (
            "지점별 예금 잔액과 대출 잔액의 상관관계를 구해줘",
            PAIRS,
            ["x", "y", "correlation", "n"],
            [("예금 잔액", "대출 잔액", 0.7746, 5)],
        ),
        (
            "correlation between deposit and loan balance by branch",
            PAIRS,
            ["x", "y", "correlation", "n"],
            [("예금 잔액", "대출 잔액", 0.7746, 5)],
        ),
        (
            "예금 잔액으로 대출 잔액을 회귀분석해줘",
            PAIRS,
            ["explained", "explained_by", "slope", "intercept", "r2", "n"],
            [("대출 잔액", "예금 잔액", 0.6, 2.2, 0.6, 5)],
        ),
        (
            "월별 이익의 추세선 기울기를 구해줘",
            MONTHS,
            ["explained", "explained_by", "slope", "intercept", "r2", "n"],
            [("이익", "기준월", 3.5, 9.5, 0.9423, 3)],
        ),
        (
            "영업수익, 이익, 손실의 상관행렬을 만들어줘",
            THREE,
            ["x", "y", "correlation", "n"],
            [
                ("영업수익 합계", "손실", -1.0, 3),
                ("영업수익 합계", "평균 이익", 1.0, 3),
                ("평균 이익", "손실", -1.0, 3),
            ],
        ),
        (
            # The other way round: 6/6 = 1, 3 − 1 · 4 = −1.
            "예금 잔액을 대출 잔액으로 회귀분석해줘",
            PAIRS,
            ["explained", "explained_by", "slope", "intercept", "r2", "n"],
            [("예금 잔액", "대출 잔액", 1.0, -1.0, 0.6, 5)],
        ),
        (
            "부문별 월별 이익을 월을 열로 펼쳐줘",
            LONG,
            ["segment", "2026-01-01", "2026-02-01"],
            [("A", 5, 2), ("B", 3, None)],
        ),
        ("부문별 월별 이익을 부문을 열로 펼쳐줘", LONG, ["base_month", "A", "B"], None),
        (
            "부문별 월별 이익을 피벗해서 보여줘",
            LONG,
            ["segment", "2026-01-01", "2026-02-01"],
            [("A", 5, 2), ("B", 3, None)],
        ),
        (
            "상품별 평균 금리가 1%p 오르면?",
            RATES,
            ["name", "rate", "changed", "difference"],
            [("p", 3.5, 4.5, 1.0), ("q", 4.0, 5.0, 1.0)],
        ),
        (
            "상품별 평균 금리가 10% 내리면?",
            RATES,
            ["name", "rate", "changed", "difference"],
            [("p", 3.5, 3.15, -0.35), ("q", 4.0, 3.6, -0.4)],
        ),
    ],
)
def test_by_hand(
    question: str,
    result: ResultSet,
    names: list[str],
    rows: list[Any] | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = script_of(question, result)
    assert script is not None and script.written == "rules" and all(script.told)
    got_names, got = run(script.code, result, tmp_path, monkeypatch)
    assert got_names == names
    for row, expected in zip(got, rows or [], strict=rows is not None):
        assert [round(float(c), 6) if not isinstance(c, (str, type(None))) else c for c in row] == list(
            expected
        )


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("지점별 예금 잔액과 대출 잔액의 스피어만 상관계수", PAIRS),  # Ranks: not this coefficient.
        ("예금 잔액과 대출 잔액을 회귀분석해줘", PAIRS),  # Which on which?
        ("예금 잔액으로 대출 잔액을 다중 회귀분석해줘", PAIRS),
        ("행과 열을 바꿔줘", LONG),
        ("지점별 예금 잔액을 피벗해줘", PAIRS),  # Two measures.
        ("예금 잔액이 1%p 오르면?", PAIRS),  # Points of an amount.
        ("예금 잔액이 10% 늘면 대출 잔액은?", PAIRS),  # What follows for the other is not said.
        ("지점별 예금 잔액의 이상치를 찾아줘", PAIRS),
        ("예금 잔액으로 몬테카를로 시뮬레이션", PAIRS),
    ],
)
def test_what_is_not_clear_is_left_to_the_model(question: str, result: ResultSet) -> None:
    assert script_of(question, result) is None


@pytest.mark.parametrize("question", ["상관계수를 구해줘", "이상치를 찾아줘", "Run a linear regression"])
def test_what_nobody_could_compute_is_said(question: str) -> None:
    with pytest.raises(TooFewColumns):
        script_of(question, KEYED)


def test_names_that_would_end_a_string(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = ResultSet(
        (ResultColumn('a"b', "DOUBLE", "it's"), ResultColumn("c'd", "DOUBLE", '"""')),
        ((1.0, 2.0), (2.0, 4.0), (3.0, 6.0)),
    )
    script = script_of("상관행렬을 만들어줘", odd)
    _, rows = run(script.code, odd, tmp_path, monkeypatch)
    assert rows == [("it's", '"""', 1.0, 3)]


def test_what_does_not_vary_has_no_coefficient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flat = ResultSet(PAIRS.columns, tuple((b, "1", y) for b, _, y in PAIRS.rows))
    script = script_of("지점별 예금 잔액과 대출 잔액의 상관관계", flat)
    names, rows = run(script.code, flat, tmp_path, monkeypatch)
    assert rows == [("예금 잔액", "대출 잔액", None, 5)]
    table = ResultSet(tuple(ResultColumn(n, "") for n in names), tuple(rows))
    assert len(cautions(table, "ko")) == 2


def test_words_of_a_coefficient() -> None:
    columns = tuple(
        ResultColumn(n, t) for n, t in (("x", TEXT), ("y", TEXT), ("correlation", "DOUBLE"), ("n", "BIGINT"))
    )
    table = labelled(ResultSet(columns, (("예금", "대출", 0.7746, 25),)), ())
    labels = [c.label or c.name for c in table.columns]
    assert headline(table, labels, "ko") == "예금과 대출의 상관계수는 0.7746입니다(25쌍)."
    assert cautions(table, "ko") == ()


def test_days_are_days_again() -> None:
    table = ResultSet(
        (ResultColumn("month", "TIMESTAMP_NS"), ResultColumn("v", "DOUBLE")),
        (("2026-01-01 00:00:00", 1.0), (None, 2.0)),
    )
    known = (ResultColumn("month", "DATE", "기준월"),)
    done = labelled(table, known)
    assert (done.columns[0].type, done.columns[0].label) == ("DATE", "기준월")
    assert done.rows == (("2026-01-01", 1.0), (None, 2.0))
