"""Masks: what of a value is shown, on DuckDB; and that the same expression is written for Snowflake."""

from __future__ import annotations

from datetime import date
from functools import cache

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from aiws_cli.governance.rights.masks import DATES, HIDES_ALL, KEEPS_TYPE, NAMED
from aiws_cli.governance.rights.policy_sql import masked

# mask, value as SQL, what is shown
ROWS: list[tuple[str, str, object]] = [
    ("resident_no", "'900101-1234567'", "900101-*******"),
    ("resident_no", "'9001011234567'", "900101-*******"),
    ("resident_no", "9001011234567", "900101-*******"),
    ("resident_no", "'900101-1******'", "900101-*******"),
    ("resident_no", "'900101-123456'", "******-*******"),
    ("resident_no", "'900101-1234567 (본인)'", "******-*******"),
    ("resident_no", "'1234-5678-9012-3456'", "******-*******"),
    ("resident_no", "''", "******-*******"),
    ("phone", "'010-1234-5678'", "010-****-5678"),
    ("phone", "'01012345678'", "010-****-5678"),
    ("phone", "'(02) 123-4567'", "02-****-4567"),
    ("phone", "'031.123.4567'", "031-****-4567"),
    ("phone", "'+82 10-1234-5678'", "***"),
    ("phone", "'010-1234-5678 남편'", "***"),
    ("phone", "'900101-1234567'", "***"),
    ("phone", "'０１０１２３４５６７８'", "***"),
    ("card", "'1234-5678-9012-3456'", "1234-****-****-3456"),
    ("card", "1234567890123456", "1234-****-****-3456"),
    ("card", "'3714-496353-98431'", "3714-****-****-8431"),
    ("card", "'900101-1234567'", "***"),
    ("card", "'1234 5678 9012 3456 78901'", "***"),
    ("account", "'110-123-456789'", "******6789"),
    ("account", "110123456789", "******6789"),
    ("account", "DATE '1987-05-17'", "***"),
    ("account", "'12345678901234567'", "***"),
    ("account", "'계좌 110-123-456789'", "***"),
    ("name", "'김철수'", "김*수"),
    ("name", "'이산'", "이*"),
    ("name", "'남궁민수'", "남**수"),
    ("name", "'Smith'", "S***"),
    ("name", "'김'", "*"),
    ("name", "''", "*"),
    ("name", "'1234'", "***"),
    ("name", "'１２３４'", "***"),
    ("name", "'900101-1234567'", "***"),
    ("name", "'hong@example.com'", "***"),
    ("name", "true", "***"),
    ("name", "['김철수', '이산']", "***"),
    ("name", "['김']", "***"),
    ("name", "{'이름': '김철수'}", "***"),
    ("name", "MAP {'이름': '김철수'}", "***"),
    ("name", "DATE '1987-05-17'", "***"),
    ("name", "'김' || chr(10) || '01012345678'", "***"),
    ("address", "'서울특별시 강남구 테헤란로 1'", "서울특별시 강남구 ***"),
    ("address", "'경기도 성남시 분당구 판교역로 2'", "경기도 성남시 ***"),
    ("address", "'서울시 강남구'", "서울시 강남구 ***"),
    ("address", "'테헤란로 1, 강남구'", "***"),
    ("address", "'서울시 강남구 1' || chr(10) || '010-1234-5678'", "***"),
    ("address", "'서울시  강남구 1'", "***"),
    ("email", "'hong@example.com'", "h***@example.com"),
    ("email", "'hong@mail.example.co.kr'", "h***@mail.example.co.kr"),
    ("email", "'900101-1234567@naver.com'", "9***@naver.com"),
    ("email", "'a@900101-1234567'", "***"),
    ("email", "'hong@example.com 010-1234-5678'", "***"),
    ("email", "'a@b@example.com'", "***"),
    ("email", "'hong'", "***"),
    ("year", "DATE '1987-05-17'", date(1987, 1, 1)),
    ("year", "TIMESTAMP '1987-05-17 10:11:12'", date(1987, 1, 1)),
    ("year", "'1987-05-17'", date(1987, 1, 1)),
    ("year", "'19870517'", None),
    ("year", "19870517", None),
    ("year", "'생일 모름'", None),
    ("redact", "'무엇이든'", "***"),
    ("redact", "42", "***"),
    ("redact", "[1, 2]", "***"),
    ("null", "'무엇이든'", None),
    ("null", "42", None),
    ("null", "{'a': 1}", None),
]
UNEXPECTED = (
    "repeat('가1', 50000)", "'\\x00\\xff'::BLOB", "'{\"k\": \"김철수\"}'::JSON", "1e300", "true", "INTERVAL 3 DAY",
    "uuid()", "'1'::BIT", "[]", "{'a': [1]}", "'CANARY 1'", "'🙂1'", "chr(10) || '1'",
)  # fmt: skip


@cache
def database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def shown(mask: str, value: str) -> tuple[object, str]:
    expression = masked(mask, "t", "값", {}, policy_dialect="duckdb", dialect="duckdb")
    found = (
        database().execute(f'SELECT {expression} AS x, typeof(x) FROM (SELECT {value} AS "값") t').fetchone()
    )
    assert found is not None
    return found[0], found[1]


@pytest.mark.parametrize(("mask", "value", "expected"), ROWS)
def test_what_of_a_value_is_shown(mask: str, value: str, expected: object) -> None:
    assert shown(mask, value)[0] == expected


@pytest.mark.parametrize("mask", NAMED)
def test_null_stays_null_and_other_forms_are_hidden_whole(mask: str) -> None:
    assert shown(mask, "NULL::VARCHAR")[0] is None
    for value in UNEXPECTED:
        assert shown(mask, value)[0] in (None, "***", "******-*******"), value


@pytest.mark.parametrize("mask", NAMED)
def test_the_type_is_what_is_told(mask: str) -> None:
    kinds = {shown(mask, value)[1] for value in ("'x'", "42", "DATE '2026-01-01'", "[1]")}
    if mask in KEEPS_TYPE:
        assert kinds == {"VARCHAR", "INTEGER", "DATE", "INTEGER[]"}
    else:
        assert kinds == ({"DATE"} if mask in DATES else {"VARCHAR"})


def test_masks_that_hide_all_hide_all() -> None:
    assert set(NAMED) >= HIDES_ALL
    for mask in HIDES_ALL:
        assert {shown(mask, value)[0] for value in ("'a'", "'b'", "42")} <= {None, "***"}


@pytest.mark.parametrize("mask", NAMED)
def test_snowflake_gets_an_expression_that_cannot_fail(mask: str) -> None:
    text = masked(mask, "T", "값", {}, policy_dialect="snowflake", dialect="snowflake")
    tree = sqlglot.parse_one(f"SELECT {text}", read="snowflake")
    assert {c.sql("snowflake") for c in tree.find_all(exp.Column)} == {'"T"."값"'}
    for cast in tree.find_all(exp.Cast):
        # A cast to a date of what is none would name the value in the engine's error.
        assert isinstance(cast, exp.TryCast) or cast.to.this == exp.DType.VARCHAR or isinstance(cast.this, exp.DateTrunc | exp.TimestampTrunc), cast.sql()  # fmt: skip
    for form in tree.find_all(exp.RegexpLike):
        # There a form is held against the whole text.
        pattern = form.expression.name
        assert pattern[0] + pattern[-1] == "^$"
