"""Which files a request is about."""

from __future__ import annotations

import pytest

from aiws_cli.analysis.code.nearest import named, nearest

FILES = {
    "README.md": "지점별 연체율 보고서. overdue_rate는 연체율을 계산합니다.\n",
    "queries/monthly_card_sales.sql": "SELECT month, sum(amount) FROM card.sales GROUP BY month\n",
    "queries/branches.sql": "SELECT * FROM bank.branches\n",
    "risk/ratios.py": "def overdue_rate(a, b):\n    return a / b\n",
    "report.py": "from risk.ratios import overdue_rate\n\nprint(overdue_rate(1, 2))\n",
    "tests/test_ratios.py": "from risk.ratios import overdue_rate\n\n\ndef test_it():\n    assert overdue_rate(1, 1) == 1\n",
    "schema.sql": "CREATE TABLE card.sales (month DATE, amount DECIMAL)\n",
}


@pytest.mark.parametrize(
    ("request_", "first"),
    [
        ("report.py를 고쳐줘", "report.py"),
        ("queries/branches.sql에 조건을 추가해줘", "queries/branches.sql"),
        ("The monthly card sales query should have the channel", "queries/monthly_card_sales.sql"),
        ("overdue_rate가 0으로 나누지 않게 해줘", "risk/ratios.py"),
        ("연체율을 설명하는 글을 늘려줘", "README.md"),
    ],
)
def test_the_file_it_is_about_comes_first(request_: str, first: str) -> None:
    assert nearest(request_, FILES)[0][0] == first


def test_what_belongs_to_it_follows() -> None:
    assert {p for p, _ in nearest("risk/ratios.py를 고쳐줘", FILES)} >= {"tests/test_ratios.py"}
    about = [p for p, _ in nearest("monthly_card_sales.sql에 채널을 추가해줘", FILES)]
    assert "schema.sql" in about, "the columns of the table it reads"


def test_nothing_in_common() -> None:
    assert nearest("날씨 어때", FILES) == ()


def test_named_outright() -> None:
    assert named("report.py를 고쳐줘", "report.py") and named("a/report.py", "a/report.py")
    assert not named("my_report.py", "report.py") and not named("report.pyx", "report.py")
