"""The asker's own words: where a question says them, what they stand for, and what a broken dictionary does."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiws_cli.catalog.index import IndexedCatalog, open_catalog
from aiws_cli.catalog.link import link
from aiws_cli.catalog.own_terms import FILE, OwnTerms, homes, load, meant, own
from aiws_cli.core.tables import Term

TEAM = own(Term("우리팀", synonyms=("울팀",), definition="강남지점"))
OWN = OwnTerms(
    (
        TEAM,
        own(Term("우리팀 실적", definition="강남지점 순유입")),
        own(Term("우량고객", expression="segment = 'VIP'", tables=("bank.customers",))),
        own(Term("팀", definition="영업팀")),
        own(Term("my desk", definition="Gangnam branch")),
        own(
            Term(
                "NNA",
                definition="아주 긴 설명은 낱말을 대신하지 않고 모델에게만 알려 주므로 그대로 남아야 한다.",
            )
        ),
    )
)

READ = [
    ("우리팀 예금 잔액", "강남지점 예금 잔액"),
    ("우리 팀의 예금", "강남지점의 예금"),
    ("울팀은 몇 명?", "강남지점은 몇 명?"),
    ("우리팀예금 잔액", "강남지점예금 잔액"),
    ("우리팀 실적을 보여줘", "강남지점 순유입을 보여줘"),
    ("우리팀원 수", "우리팀원 수"),
    ("팀장 이름과 팀별 인원", "팀장 이름과 영업팀별 인원"),
    ("운용팀 인원", "운용팀 인원"),
    ("우량고객 수", "우량고객 수"),
    ("NNA를 알려줘", "NNA를 알려줘"),
    ("deposits of My Desk by month", "deposits of Gangnam branch by month"),
    ("my desks", "my desks"),
    ("예금 잔액", "예금 잔액"),
]


@pytest.mark.parametrize(("question", "reads_as"), READ)
def test_what_a_question_reads_as(question: str, reads_as: str) -> None:
    assert meant(question, OWN.said(question)) == reads_as


def test_the_longest_name_counts_and_expressions_are_terms_too() -> None:
    said = OWN.said("우리팀 실적과 우량고객 수")
    assert [t.term for t in said] == ["우리팀 실적", "우량고객"]
    assert OWN.said("지점별 예금") == ()
    assert OwnTerms().said("우리팀") == ()


def test_a_glossary_term_is_never_read_as_other_words() -> None:
    assert meant("우리팀 예금", [Term("우리팀", definition="강남지점")]) == "우리팀 예금"


def written(home: Path, text: str) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    (home / FILE).write_text(text, encoding="utf-8")
    return home


DICTIONARY = """terms:
  - term: 나의랩
    definition: 펀드랩
  - term: 순유입
    expression: SUM(inflow_amount)
"""


def test_own_words_find_tables_metrics_and_examples(folder: Path, home: Path) -> None:
    plain = open_catalog(folder, home)
    assert plain.search("나의랩") == ()
    catalog = open_catalog(folder, written(home, DICTIONARY))
    assert catalog.search("나의랩") == plain.search("펀드랩")
    assert catalog.verified("상품별 나의랩 유입액 합계를 알려줘") == plain.verified(
        "상품별 펀드랩 유입액 합계를 알려줘"
    )
    mine, theirs = link(catalog, "나의랩 판매상태"), link(plain, "펀드랩 판매상태")
    assert (mine.tables, mine.columns) == (theirs.tables, theirs.columns)
    assert mine.signals.unmatched == theirs.signals.unmatched


def test_a_table_named_outright_leads_unless_the_workspace_is_another(catalog: IndexedCatalog) -> None:
    assert link(catalog, "회원별 손익").tables[:1] != ("bank.wrap_flows",)
    column = own(Term("손익", definition="순유입", columns=("bank.wrap_flows.inflow_amount",)))
    catalog.speak(OwnTerms((column, own(Term("많은 것", tables=("card.customers", "bank.wrap_flows"))))))
    assert link(catalog, "회원별 손익").tables[0] == "bank.wrap_flows"
    assert "inflow_amount" in link(catalog, "회원별 손익").columns["bank.wrap_flows"]
    assert "bank.wrap_flows" not in link(catalog, "회원별 손익", workspace="card").tables
    assert homes(catalog.terms("많은 것")) == ()


def test_own_terms_come_before_the_glossary(folder: Path, home: Path) -> None:
    catalog = open_catalog(folder, written(home, DICTIONARY))
    first, second = catalog.terms("순유입을 보여줘")
    assert first.expression == "SUM(inflow_amount)"
    assert (second.term, second.term_en) == ("순유입", "net inflow")


def test_changed_words_are_understood_at_once(catalog: IndexedCatalog) -> None:
    assert catalog.search("나의랩") == ()
    catalog.speak(OwnTerms((own(Term("나의랩", definition="펀드랩")),)))
    assert catalog.search("나의랩")
    catalog.speak(OwnTerms())
    assert catalog.search("나의랩") == ()


BROKEN = [
    ("terms:\n  - term: 우리팀\n    means: 강남지점\n", 3, "means"),
    ("terms:\n  - definition: 강남지점\n", 2, "term"),
    ("terms:\n  - term: [우리팀\n", 3, "YAML"),
    ("- 우리팀\n", 1, "key: value"),
]


@pytest.mark.parametrize(("text", "line", "part"), BROKEN)
def test_a_broken_dictionary_is_one_notice_and_left_out(
    folder: Path, home: Path, text: str, line: int, part: str
) -> None:
    catalog = open_catalog(folder, written(home, text))
    (notice,) = catalog.notices
    assert f"{home / FILE}:{line}: " in notice
    assert part in notice
    assert catalog.terms("우리팀") == ()
    assert catalog.search("펀드랩")


def test_an_empty_or_missing_dictionary_is_nothing_to_speak_of(home: Path) -> None:
    assert load(home / FILE) == OwnTerms()
    assert load(written(home, "") / FILE) == OwnTerms()
    assert load(written(home, "terms: []\n") / FILE) == OwnTerms()
