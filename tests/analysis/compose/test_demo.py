"""Plain questions on the demo group: a row is a question and the SQL rules write for it, or that they leave it to the model."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from aiws_cli.analysis.compose import Composed, companies_of, compose
from aiws_cli.analysis.mend import Scene, mend
from aiws_cli.catalog.index import IndexedCatalog
from aiws_cli.catalog.link import link

ROWS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "demo.yaml").read_text(encoding="utf-8"))
SPOKEN = [(r["question"], r["sql"]) for r in ROWS["spoken"]]
AS_OF = date(2026, 9, 30)


def composed(catalog: IndexedCatalog, question: str) -> Composed | None:
    linked = link(catalog, question)
    return compose(
        catalog,
        question,
        as_of=AS_OF,
        tables=linked.tables,
        others=[h.table for h in linked.hits],
        metrics=linked.metrics,
        terms=linked.terms,
        companies=companies_of(catalog),
    )


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
