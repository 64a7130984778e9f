"""Words said in passing: which may be passed over, and what is written then."""

from __future__ import annotations

import pytest

from aiws_cli.analysis.compose import unused
from aiws_cli.analysis.compose.passing import changes_what_is_asked
from aiws_cli.catalog.index import IndexedCatalog

from .asked import composed

LOANS = ("bank.loans", "bank.branches")

CHANGES = "분석해줘 영향이 analyze 없는 빼고 말고 제외하면 이상인 안에 최초로 각각 별로 만 3월 not without other first before average reverse ids"
CHANGES_NOTHING = "굴리는 챙겨둔 회의자료용 윗분께 보낼 handling flow manage boss please"

# The question, the words passed over, and the SQL without them.
WRITTEN = (
    (
        "SOHO loan balance by region of the handling branch",
        ("handling",),
        "SELECT branches.region, SUM(loans.balance_amount) AS bank_loan_balance FROM bank.loans JOIN bank.branches "
        "ON loans.branch_id = branches.branch_id WHERE loans.loan_type = '04' GROUP BY branches.region "
        "ORDER BY bank_loan_balance DESC, branches.region",
    ),
    (
        "윗분께 부산 은행 영업점 수",
        ("윗분께",),
        "SELECT COUNT(*) AS row_count FROM bank.branches WHERE region = '부산'",
    ),
)
LEFT = (
    "혜택 없는 카드 상품 이름",  # a condition
    "수입 전기차 할부 계약은 몇 건이야?",  # the catalog knows imported cars
    "꿍꿍이된 카드 몇 장이야",  # tells which cards are meant, and nothing else does
    "은행 영업점에 있는 꿍꿍이는 몇 개야?",  # the thing that is counted
    "꿍꿍이 있는 은행 영업점 수",  # what they have tells which
    "카드꿍꿍이 고객이 제일 많은 지역",  # the rest of a word
    "헤헤 호호 후후 히히 은행 영업점 수",  # too much is not understood
)


@pytest.mark.parametrize("word", CHANGES.split())
def test_a_word_that_changes_the_question_is_never_said_in_passing(word: str) -> None:
    assert changes_what_is_asked(word)


@pytest.mark.parametrize("word", CHANGES_NOTHING.split())
def test_a_word_that_changes_nothing(word: str) -> None:
    assert not changes_what_is_asked(word)


@pytest.mark.parametrize(("question", "passed", "sql"), WRITTEN, ids=[q for q, _, _ in WRITTEN])
def test_what_is_said_in_passing_is_told_and_left_out(
    catalog: IndexedCatalog, question: str, passed: tuple[str, ...], sql: str
) -> None:
    found = composed(catalog, question, passing=True)
    assert found is not None and (found.passed, " ".join(found.sql.split())) == (passed, sql)


@pytest.mark.parametrize("question", LEFT)
def test_a_question_with_a_word_that_may_matter_is_left_to_the_model(
    catalog: IndexedCatalog, question: str
) -> None:
    assert composed(catalog, question, passing=True) is None


@pytest.mark.parametrize(
    ("word", "sql", "is_unused"),
    [
        ("연체중인", "SELECT COUNT(*) FROM bank.loans WHERE loan_status = '02'", False),
        ("연체중인", "SELECT COUNT(*) FROM bank.loans", True),
        ("영업점이", "SELECT COUNT(*) FROM bank.loans", False),  # has a table of its own
        ("없는", "SELECT COUNT(*) FROM bank.loans", False),
    ],
)
def test_words_a_statement_made_nothing_of(
    catalog: IndexedCatalog, word: str, sql: str, is_unused: bool
) -> None:
    assert unused(catalog, LOANS, sql)(word) is is_unused
