"""Which questions need Python: few, and never one that SQL answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from aiws_cli.analysis.python.wants import Change, wants

ROOT = Path(__file__).parents[3]
ROWS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "wants.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("question", "kind", "data"), ROWS["take"])
def test_what_is_taken(question: str, kind: str, data: str) -> None:
    wish = wants(question)
    assert wish is not None and (wish.kind, wish.data) == (kind, data)


@pytest.mark.parametrize("question", ROWS["leave"])
def test_what_is_left(question: str) -> None:
    assert wants(question) is None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def sql_questions() -> Iterator[str]:
    """Every question of the suites, of routing, composing and following, and of the catalog's verified queries."""
    for file in sorted((ROOT / "eval_suites").rglob("*.jsonl")):
        yield from (json.loads(line)["question"] for line in file.read_text(encoding="utf-8").splitlines())
    for folder in (
        "tests/agent",
        "tests/demo_requests",
        "tests/analysis/compose",
        "tests/analysis/follow",
        "catalog_index",
    ):
        for file in sorted((ROOT / folder).rglob("*.yaml")):
            loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
            # Those that are for Python stand beside the others.
            yield from _strings(
                {k: v for k, v in loaded.items() if k != "python"} if isinstance(loaded, dict) else loaded
            )
    yield from (ROOT / "benchmarks/easy_questions.txt").read_text(encoding="utf-8").splitlines()


def test_no_question_that_sql_answers_is_taken() -> None:
    asked = set(sql_questions())
    assert len(asked) > 3_000
    assert [q for q in sorted(asked) if wants(q) is not None] == []


@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("회사별 매출이 5% 줄어들면?", Change("회사별 매출", 5.0, -1, False)),
        ("만약 금리가 0.5%p 오르면 상품별 평균 금리는?", Change("금리", 0.5, 1, True)),
        ("예금 금리가 2%포인트 인하되면?", Change("예금 금리", 2.0, -1, True)),
        ("What if revenue drops by 5%?", Change("revenue", 5.0, -1, False)),
        ("if the loan rate rises by 1 percentage point?", Change("loan rate", 1.0, 1, True)),
    ],
)
def test_what_is_supposed(question: str, change: Change) -> None:
    wish = wants(question)
    assert wish is not None and wish.change == change


def test_data_that_are_called_so_are_looked_up() -> None:
    assert wants("시뮬레이션 건수를 월별로 보여줘") is not None
    assert wants("시뮬레이션 건수를 월별로 보여줘", "시뮬레이션 실행 | run_id") is None
    assert wants("outliers by month", "model_outliers | month") is None
    assert wants("잔액의 상관관계", "상관관계 | 잔액") is not None


@pytest.mark.parametrize("piece", ["가 ", "if a ", "잔액이 10% ", "상관관계 ", "the "])
def test_what_was_pasted_is_left(piece: str) -> None:
    assert wants(piece * 10_000) is None
    wants((piece * 600)[:600])
