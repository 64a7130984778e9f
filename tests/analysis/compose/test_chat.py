"""Questions as they are typed in a chat: words around the point, ages and areas together, whoever has something. Rows as
in `demo.yaml`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from aiws_cli.analysis.compose import companies_of, compose
from aiws_cli.analysis.compose.kinds import narrowed
from aiws_cli.analysis.compose.namings import also_called, also_said, other_values, together
from aiws_cli.analysis.compose.units import name_units, units
from aiws_cli.catalog.index import IndexedCatalog
from aiws_cli.catalog.link import link
from aiws_cli.core.tables import Column, Table

ROWS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "chat.yaml").read_text(encoding="utf-8"))
SPOKEN = [(r["question"], r["sql"]) for r in ROWS["spoken"]]
BANDS = ("20대이하", "30대", "70대이상")


def composed(catalog: IndexedCatalog, question: str) -> str | None:
    linked = link(catalog, question)
    found = compose(
        catalog,
        question,
        as_of=date(2026, 9, 30),
        tables=linked.tables,
        others=[h.table for h in linked.hits],
        metrics=linked.metrics,
        terms=linked.terms,
        companies=companies_of(catalog),
    )
    return " ".join(found.sql.split()) if found is not None else None


@pytest.mark.parametrize(("question", "sql"), SPOKEN, ids=[q for q, _ in SPOKEN])
def test_a_question_from_a_chat_is_written(catalog: IndexedCatalog, question: str, sql: str) -> None:
    assert composed(catalog, question) == sql


@pytest.mark.parametrize("question", ROWS["silent"])
def test_a_question_with_a_word_in_doubt_is_left_to_the_model(catalog: IndexedCatalog, question: str) -> None:
    assert composed(catalog, question) is None


@pytest.mark.parametrize(
    ("samples", "others"),
    [
        (BANDS, ("40대", "50대", "60대")),
        (("20대", "30대"), ("40대", "50대", "60대")),
        (("30대", "직장인"), ()),
        (("10대",), ()),
    ],
)
def test_ages_by_tens_besides_the_samples(samples: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert other_values(samples) == others


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("60대 이상", ("60대", "70대이상")),
        ("30대 이하", ("20대이하", "30대")),
        ("3040", ("30대", "40대")),
        ("30~50대", ("30대", "40대", "50대")),
        ("20대", ("20대이하",)),
        ("80대 이상", None),
    ],
)
def test_ages_are_said_together(said: str, meant: tuple[str, ...] | None) -> None:
    assert dict(together((*BANDS, *other_values(BANDS)))).get(said) == meant


def test_provinces_are_said_together_where_a_column_holds_nothing_else() -> None:
    known = ("서울", "경기", *other_values(("서울", "경기")))
    assert dict(together(known))["수도권"] == ("서울", "경기", "인천")
    assert together(("서울", "경기", "인천", "본점")) == ()


def test_values_and_columns_by_other_names() -> None:
    assert "제주도" in also_said("제주") and "코스닥" in also_said("kosdaq")
    assert "age group" in also_called("연령대") and also_called("금액") == ()


def test_a_name_that_says_which_rows_is_no_name_of_the_figure() -> None:
    kind = Column(
        "kind", "VARCHAR", business_name="종류", code_values={"L": "리스 | lease", "R": "렌트 | rent"}
    )
    amount = Column("amount", "BIGINT", business_name="취급액", synonyms=("리스 취급액", "실행금액"))
    table = Table("shop.deals", (kind, amount), business_name="거래")
    assert narrowed(table, amount) == frozenset((name_units("리스 취급액"),))


def test_a_comma_behind_a_number_is_no_part_of_it() -> None:
    assert [u.text for u in units("top 5, 1,200")] == ["top", "5", ",", "1200"]
