"""Plain questions about what lies inside columns: elements of lists, keys of JSON. Rows as in `demo.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from aiws_cli.analysis.compose import compose
from aiws_cli.analysis.mend import Scene, mend
from aiws_cli.catalog.index import IndexedCatalog
from aiws_cli.catalog.link import link

from . import asked
from .asked import AS_OF, written

ROWS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "inside.yaml").read_text(encoding="utf-8"))
SPOKEN = [(r["question"], r["sql"]) for r in ROWS["spoken"]]


def elements(catalog: IndexedCatalog) -> Callable[[str, str], Sequence[str]]:
    """Stands for a reader of what lists hold: their samples are all they hold."""

    def values(table: str, column: str) -> Sequence[str]:
        found = catalog.table(table)
        known = found.column(column) if found is not None else None
        return known.sample_values if known is not None else ()

    return values


def composed(catalog: IndexedCatalog, question: str) -> str | None:
    return written(asked.composed(catalog, question, values=elements(catalog)))


@pytest.mark.parametrize(("question", "sql"), SPOKEN, ids=[q for q, _ in SPOKEN])
def test_a_plain_question_is_written(catalog: IndexedCatalog, question: str, sql: str) -> None:
    assert composed(catalog, question) == sql


@pytest.mark.parametrize("question", ROWS["silent"])
def test_a_question_with_a_word_in_doubt_is_left_to_the_model(catalog: IndexedCatalog, question: str) -> None:
    assert composed(catalog, question) is None


@pytest.mark.parametrize("sql", [sql for _, sql in SPOKEN], ids=[q for q, _ in SPOKEN])
def test_mending_finds_nothing_to_say_without_a_question(catalog: IndexedCatalog, sql: str) -> None:
    mended = mend(sql, Scene(catalog=catalog, question="", as_of=AS_OF))
    assert (mended.mends, mended.problems) == ((), ())


def test_an_element_that_only_the_data_tells_of(catalog: IndexedCatalog) -> None:
    question = "정비 할인이 들어 있는 카드 상품은 몇 개야?"
    read: list[tuple[str, str]] = []

    def values(table: str, column: str) -> tuple[str, ...]:
        read.append((table, column))
        return ("정비 5%", "정비 7%", "주유 리터당 80원") if column == "benefits" else ()

    linked = link(catalog, question)
    found = compose(catalog, question, as_of=AS_OF, tables=linked.tables, values=values)
    assert found is not None
    assert " ".join(found.sql.split()) == (
        "SELECT COUNT(*) AS row_count FROM card.card_products WHERE list_has_any(benefits, ['정비 5%', '정비 7%'])"
    )
    assert ("card.card_products", "benefits") in read


def test_lists_are_read_only_where_the_catalog_does_not_do(catalog: IndexedCatalog) -> None:
    def values(table: str, column: str) -> tuple[str, ...]:
        raise AssertionError(f"{table}.{column} was read")

    tables = ("bank.branches", "bank.wm_products")
    found = compose(catalog, "영업점은 모두 몇 개야?", as_of=AS_OF, tables=tables, values=values)
    assert found is not None
