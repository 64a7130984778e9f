"""Follow-ups on the demo group: a query before, and the SQL rules make of it, or that they leave it to the model."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from aiws_cli.analysis.by_rules import changes
from aiws_cli.analysis.compose import companies_of
from aiws_cli.analysis.follow import follow
from aiws_cli.analysis.mend import Scene, mend
from aiws_cli.catalog.index import IndexedCatalog, open_catalog
from aiws_cli.catalog.link import link

ROOT = Path(__file__).parents[3]
CHAINS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "demo.yaml").read_text(encoding="utf-8")
)
SPOKEN = [(c["before"], r["question"], r["sql"]) for c in CHAINS for r in c.get("spoken", ())]
SILENT = [(c["before"], question) for c in CHAINS for question in c.get("silent", ())]
AS_OF = date(2026, 9, 30)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> IndexedCatalog:
    return open_catalog(ROOT / "catalog_index", tmp_path_factory.mktemp("home"), dense=False)


def followed(catalog: IndexedCatalog, before: str, question: str) -> str | None:
    linked = link(catalog, question)
    found = follow(
        catalog,
        question,
        as_of=AS_OF,
        sql=before,
        metrics=linked.metrics,
        terms=linked.terms,
        companies=companies_of(catalog),
    )
    return found.sql if found is not None else None


@pytest.mark.parametrize(("before", "question", "sql"), SPOKEN, ids=[q for _, q, _ in SPOKEN])
def test_a_plain_change_is_made(catalog: IndexedCatalog, before: str, question: str, sql: str) -> None:
    assert followed(catalog, before, question) == sql


@pytest.mark.parametrize(("before", "question"), SILENT, ids=[q for _, q in SILENT])
def test_a_change_in_doubt_is_left_to_the_model(catalog: IndexedCatalog, before: str, question: str) -> None:
    assert followed(catalog, before, question) is None


@pytest.mark.parametrize("sql", [sql for *_, sql in SPOKEN], ids=[q for _, q, _ in SPOKEN])
def test_mending_finds_nothing_to_say_without_a_question(catalog: IndexedCatalog, sql: str) -> None:
    mended = mend(sql, Scene(catalog=catalog, question="", as_of=AS_OF))
    assert (mended.mends, mended.problems) == ((), ())


ONLY_CHANGES = (
    (
        "SELECT SUM(online_amount) AS online_amount FROM card.customer_usage_monthly",
        "나이대별로 쪼개줘",
        True,
    ),
    ("SELECT SUM(online_amount) AS online_amount FROM card.customer_usage_monthly", "split by gender", True),
    ("SELECT region, COUNT(*) AS n FROM bank.customers GROUP BY region LIMIT 3", "전부 다 나오게", True),
    # Questions of their own, or figures nobody has shown.
    ("SELECT SUM(online_amount) AS online_amount FROM card.customer_usage_monthly", "지역별 고객 수", False),
    ("SELECT region, COUNT(*) AS n FROM bank.customers GROUP BY region", "평균 나이를 예측해줘", False),
    ("SELECT region, COUNT(*) AS n FROM bank.customers GROUP BY region", "지점별 예금 잔액 합계", False),
    ("SELECT region, COUNT(*) AS n FROM bank.customers GROUP BY region", "오늘 날씨 어때?", False),
)


@pytest.mark.parametrize(("before", "question", "only"), ONLY_CHANGES, ids=[q for _, q, _ in ONLY_CHANGES])
def test_what_only_changes_the_query_before_goes_on_from_it(
    catalog: IndexedCatalog, before: str, question: str, only: bool
) -> None:
    found = changes(catalog, question, link(catalog, question), sql=before, dialect="duckdb", as_of=AS_OF)
    assert found is only
