"""What a request wants of files: a row is a request and what is read from it."""

from __future__ import annotations

import pytest

from aiws_cli.analysis.code.wish import wish

CHANGES = [
    "report.py의 반환값을 고쳐줘",
    "top_branches.sql에 지역 조건을 추가해줘",
    "fix the failing test",
    "The monthly card sales query only has one line per month. Please break it down by channel as well.",
    "vip_customers.sql lists some customers twice. Only the latest grade of each customer should count.",
    "I need a small script row_counts.py that prints the number of rows (the header does not count).",
]
WORDS = [
    "report.py가 무엇을 하는지 설명해줘",
    "지금까지 바꾼 것을 커밋해줘",
    "파이썬 스크립트에서 쓸 지점 이름을 확인해줘",
    "what does report.py do?",
    "Please explain fees.py",
    "total.py 파일을 봐줘",
    "파이썬으로 상관계수를 계산해줘",
]


@pytest.mark.parametrize("request_", CHANGES)
def test_files_are_to_be_otherwise(request_: str) -> None:
    assert wish(request_).changes


@pytest.mark.parametrize("request_", WORDS)
def test_words_are_wanted(request_: str) -> None:
    assert not wish(request_).changes


@pytest.mark.parametrize(
    ("request_", "rename"),
    [
        ("rename the function rate to overdue_rate everywhere", ("rate", "overdue_rate")),
        ("rate 함수 이름을 overdue_rate로 바꿔줘", ("rate", "overdue_rate")),
        ("모든 파일에서 cust_id를 customer_id로 바꿔줘", ("cust_id", "customer_id")),
        (
            "고객 테이블 이름이 tb_cust에서 customer_master로 바뀌었습니다. 쓰는 곳을 모두 바꿔주세요.",
            ("tb_cust", "customer_master"),
        ),
        ("The key lmt_amt is hard to read; call it limit_amount.", ("lmt_amt", "limit_amount")),
        ("Nobody understands calc_rt. Please rename the function to rate_of.", ("calc_rt", "rate_of")),
        # More than the one name, or no two names.
        ("rename `calc` to `compute` and add a docstring", None),
        ("rate 함수에 digits 인자를 추가해줘", None),
        ("상위 10곳을 20곳으로 바꿔줘", None),
        ("report.py를 report_new.py로 이름을 바꿔줘", None),
    ],
)
def test_one_name_for_another(request_: str, rename: tuple[str, str] | None) -> None:
    assert wish(request_).rename == rename


@pytest.mark.parametrize(
    ("request_", "move"),
    [
        ("c.py 파일 이름을 d.py로 고쳐줘", ("c.py", "d.py")),
        ("queries/잔액.sql을 old/잔액.sql로 옮겨줘", ("queries/잔액.sql", "old/잔액.sql")),
        ("move the file a.sql to b/a.sql", ("a.sql", "b/a.sql")),
        ("c.py를 d.py로 옮기고 함수도 고쳐줘", None),
        ("c.py를 고쳐줘", None),
    ],
)
def test_another_place_for_a_file(request_: str, move: tuple[str, str] | None) -> None:
    assert wish(request_).move == move


def test_what_else_is_said() -> None:
    assert wish("테스트가 실패해. 고쳐줘").failing and wish("One test fails since today, fix it").failing
    assert not wish("테스트의 기대값이 틀려서 실패해. 테스트를 고쳐줘").failing
    assert wish("안 쓰는 함수를 지워줘").removes and not wish("함수를 추가해줘").removes
    assert wish("고치고 커밋해줘").further and wish("fix it and explain why").further
    assert not wish("products without premium should show nothing there").further
    assert not wish("고치고 테스트를 돌려줘").further, "tests run by themselves"
    assert wish("모든 SQL 파일에서 바꿔줘").kinds == (".sql",)
