"""Plain questions on the demo group: a row is a question and the SQL rules write for it, or that they leave it to the model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from aiws_cli.analysis.mend import Scene, mend
from aiws_cli.catalog.index import IndexedCatalog

from .asked import AS_OF, composed

ROWS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "demo.yaml").read_text(encoding="utf-8"))
SPOKEN = [(r["question"], r["sql"]) for r in ROWS["spoken"]]


@pytest.mark.parametrize(("question", "sql"), SPOKEN, ids=[q for q, _ in SPOKEN])
def test_a_plain_question_is_written(catalog: IndexedCatalog, question: str, sql: str) -> None:
    found = composed(catalog, question)
    assert found is not None and " ".join(found.sql.split()) == sql


@pytest.mark.parametrize("question", ROWS["silent"])
def test_a_question_with_a_word_in_doubt_is_left_to_the_model(catalog: IndexedCatalog, question: str) -> None:
    assert composed(catalog, question) is None


@pytest.mark.parametrize("sql", [sql for _, sql in SPOKEN], ids=[q for q, _ in SPOKEN])
def test_mending_finds_nothing_to_say_without_a_question(catalog: IndexedCatalog, sql: str) -> None:
    """What rules write stands on columns and relationships that exist; only words may tempt a rule of mending."""
    mended = mend(sql, Scene(catalog=catalog, question="", as_of=AS_OF))
    assert (mended.mends, mended.problems) == ((), ())


NAMES = {
    ("bank.branches", "branch_name"): ("강남지점", "해운대지점"),
    ("bank.loan_products", "loan_product_name"): ("비상금 대출", "직장인 신용대출"),
}
NAMED = [
    ("해운대지점 언제 개점했어?", "SELECT open_date FROM bank.branches WHERE branch_name = '해운대지점'"),
    (
        "강남지점과 해운대지점의 개점일",
        "SELECT branch_name, open_date FROM bank.branches WHERE branch_name IN ('강남지점', '해운대지점') ORDER BY branch_name",
    ),
    (
        "비상금대출 가산금리는 얼마예요",
        "SELECT spread_rate FROM bank.loan_products WHERE loan_product_name = '비상금 대출'",
    ),
    (
        "강남지점의 예금계좌 수",
        "SELECT COUNT(*) AS row_count FROM bank.deposit_accounts JOIN bank.branches ON deposit_accounts.branch_id = branches.branch_id WHERE branches.branch_name = '강남지점'",
    ),
]


@pytest.mark.parametrize(("question", "sql"), NAMED, ids=[q for q, _ in NAMED])
def test_a_thing_is_told_by_a_name_that_only_the_data_have(
    catalog: IndexedCatalog, question: str, sql: str
) -> None:
    found = composed(catalog, question, values=lambda table, column: NAMES.get((table, column), ()))
    assert found is not None and " ".join(found.sql.split()) == sql
