"""The benchmark's catalog is one that loads, links, and is the same each time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# Behind the tests: programs there are called as folders here are.
sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

from aiws_cli.catalog.index import IndexedCatalog, open_catalog
from aiws_cli.catalog.link import link
from aiws_cli.catalog.schema_card import card, estimate
from synthetic_catalog import Plan, named, question, text, write

PLAN = Plan(tables=1_400, columns=12, wide_tables=1, wide_columns=1_500)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> IndexedCatalog:
    place = tmp_path_factory.mktemp("synthetic")
    write(place / "catalog", PLAN)
    return open_catalog(place / "catalog", place / "home")


def test_every_table_has_a_name_of_its_own() -> None:
    assert len({named(n).table for n in range(100_000)}) == 100_000
    with pytest.raises(ValueError, match="at most"):
        Plan(tables=10_000_000)


def test_a_table_is_the_same_each_time() -> None:
    assert [text(PLAN, n) for n in (3, 1_200)] == [text(PLAN, n) for n in (3, 1_200)]
    assert text(PLAN, 1_200) != text(Plan(tables=1_400, columns=12, seed=8), 1_200)


def test_it_loads_as_planned(catalog: IndexedCatalog) -> None:
    assert catalog.size == PLAN.tables
    for n in (0, 500, 700, 1_399):
        table = catalog.table(named(n).table)
        assert table is not None and len(table.columns) == PLAN.width(n)
        assert table.business_name == named(n).korean
    assert len(catalog.companies) == 12
    assert sum(len(catalog.relationships(named(n).table)) for n in range(1_152, 1_400)) > 248


def test_what_is_asked_for_is_found(catalog: IndexedCatalog) -> None:
    found = 0
    for k in range(40):
        asked, n = question(PLAN, k)
        subject = named(n).subject[0]
        found += any(subject in h.business_name for h in catalog.search(asked))
    assert found >= 36


def test_a_table_of_many_columns_fits_its_budget(catalog: IndexedCatalog) -> None:
    wide = named(next(n for n in range(PLAN.tables) if PLAN.is_wide(n)))
    asked = f"{wide.korean}의 연체 금액을 월별로 알려줘"
    linked = link(catalog, asked, workspace=wide.company)
    assert wide.table in linked.tables
    assert len(linked.columns[wide.table]) < 100
    table = catalog.table(wide.table)
    assert table is not None and len(table.columns) == 1_500
    for columns in (None, linked.columns[wide.table]):  # all of them, too: a line each is reckoned once
        made = card(table, columns=columns, question=asked, budget=900)
        assert estimate(made) <= 900
        assert "overdue_amount" in made
