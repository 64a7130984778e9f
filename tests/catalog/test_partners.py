from __future__ import annotations

import pytest

from aiws_cli.catalog.index import IndexedCatalog
from aiws_cli.catalog.partners import KEPT


@pytest.mark.parametrize(
    ("question", "partner"),
    [
        # Who it is of: no word of the question is in the master's names.
        ("적립 포인트 순위", "card.customers"),
        # What is sold: the product behind the contract.
        ("해지환급금 순위", "life.policies"),
        # The table between two that words find.
        ("unrealised losses by client", "securities.accounts"),
    ],
)
def test_what_the_best_refer_to_comes_too(demo: IndexedCatalog, question: str, partner: str) -> None:
    assert partner in [h.table for h in demo.search(question, limit=10)]


def test_the_first_places_stay_as_words_put_them(demo: IndexedCatalog) -> None:
    question = "할부로 긁은 돈이 많은 직장인"
    assert demo.search(question, limit=KEPT) == demo.search(question, limit=10)[:KEPT]


def test_a_master_that_no_word_found_scores_nothing(demo: IndexedCatalog) -> None:
    hits = demo.search("적립 포인트 순위", limit=10)
    (master,) = [h for h in hits if h.table == "card.customers"]
    assert (master.score, master.matched, master.business_name) == (0.0, (), "카드 고객")
    assert all(h.score > 0 for h in hits if h.matched)


def test_partners_stay_in_the_workspace(demo: IndexedCatalog) -> None:
    hits = demo.search("적립 포인트 순위", workspace="card/marketing", limit=10)
    assert hits and all(
        t is not None and t.domain == "marketing" for t in (demo.table(h.table) for h in hits)
    )


def test_no_table_comes_twice_and_the_limit_holds(demo: IndexedCatalog) -> None:
    for limit in (1, 5, 6, 7, 10):
        tables = [h.table for h in demo.search("고객별 카드 이용금액", limit=limit)]
        assert len(tables) == limit == len(set(tables))


def test_nothing_found_stays_nothing(demo: IndexedCatalog) -> None:
    assert demo.search("!!!", limit=10) == ()
