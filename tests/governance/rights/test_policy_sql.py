"""The SQL inside a policy: what is taken, what is refused, and what a user's attributes become."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pytest

from aiws_cli.governance.rights.policy_sql import (
    AttributeMissing,
    PolicySqlError,
    attributes_in,
    check_condition,
    check_mask,
    columns_of,
    condition,
    is_attribute,
    masked,
    spoken,
    usable,
)

ONE = {"x": ("b1",), "y": ("b2",)}
MANY = {"x": ("b1", "b2"), "y": ("c1", "c2")}


def filled(
    text: str, attributes: Mapping[str, tuple[str, ...]], dialect: str = "duckdb", policy: str = "duckdb"
) -> str:
    return condition(text, attributes, "t", {"a": "A"}, policy_dialect=policy, dialect=dialect)[0]


@pytest.mark.parametrize(
    "text",
    [
        "a = 1", "a > 1 AND b = 2", "NOT a = 1", "a = 1 OR (b = 2)", "a IN (1, 2)", "a BETWEEN 1 AND 2", "a LIKE 'x%'",
        "a IS NULL", "TRUE", "starts_with(a, 'x')", "EXISTS (SELECT 1 FROM s.t)", "a IN (SELECT b FROM s.t)",
        "a = {user.x}", "a IN {user.x}", "a IN ({user.x}, 'z')", "lower(a) = {user.지점}", "{user.x} IN (a, b)",
        "coalesce(a, FALSE)", "CASE WHEN a = 1 THEN TRUE ELSE FALSE END", "a -- why\n = 1",
        "(SELECT max(b) FROM s.t) = a",
    ],
)  # fmt: skip
def test_conditions_that_are_taken(text: str) -> None:
    check_condition(text, "duckdb")


@pytest.mark.parametrize(
    "text",
    [
        "a", "1", "'x'", "NULL", "a + 1", "-a", "a || 'x'", "a::INT", "NOT a", "a = 1 AND b", "sum(a) > 1",
        "row_number() OVER () = 1", "a = 1, b = 2", "a = 1; SELECT 1", "a = 1 UNION SELECT 2", "a = 1 FROM s.t",
        "a = 1 AS b", "*", "", "a = = 1", "a = ?", "a = $1", "a = '{user.x}'", "a = {user.x-y}", "a = {user.}",
        "a = { user.x }", "a = {USER.x}", "a IN (SELECT b FROM t)", "a IN (SELECT b FROM c.s.t)", "(SELECT 1)",
        "a = __aiws_user_x", "(" * 3000 + "a = 1" + ")" * 3000, "SELECT 1",
    ],
)  # fmt: skip
def test_conditions_that_are_refused(text: str) -> None:
    with pytest.raises(PolicySqlError) as raised:
        check_condition(text, "duckdb")
    assert raised.value.detail
    assert len(raised.value.detail) < 300


@pytest.mark.parametrize(
    "mask",
    [
        "phone",
        " Phone ",
        "null",
        "left({column}, 2)",
        "{column}",
        "own",
        "hash({column}) || left({column}, 1)",
    ],
)
def test_masks_that_are_taken(mask: str) -> None:
    check_mask(mask, {"own": "upper({column})"}, "duckdb")


@pytest.mark.parametrize(
    "mask",
    [
        "", "phones", "upper(name)", "{column} || name", "t.{column} || {column}", "'{column}'", "left('{column}', 1) || {column}",
        "(SELECT max(b) FROM s.t) || {column}", "max({column})", "first_value({column}) OVER ()", "{column} AS x",
        "{column}, 1", "{column} FROM s.t", "{column} || {user.x}", "{column}; SELECT 1", "{column} +", "coalesce({column}, ?)",
    ],
)  # fmt: skip
def test_masks_that_are_refused(mask: str) -> None:
    with pytest.raises(PolicySqlError) as raised:
        check_mask(mask, {}, "duckdb")
    assert raised.value.detail


@pytest.mark.parametrize(
    ("text", "attributes", "expected"),
    [
        ("a = {user.x}", ONE, '"t"."A" = \'b1\''),
        ("a = {user.x}", MANY, "\"t\".\"A\" IN ('b1', 'b2')"),
        ("{user.x} = a", MANY, "\"t\".\"A\" IN ('b1', 'b2')"),
        ("a IN {user.x}", ONE, '"t"."A" IN (\'b1\')'),
        ("a IN {user.x}", MANY, "\"t\".\"A\" IN ('b1', 'b2')"),
        ("a IN ({user.x})", MANY, "\"t\".\"A\" IN ('b1', 'b2')"),
        ("a IN ('z', {user.x})", MANY, "\"t\".\"A\" IN ('z', 'b1', 'b2')"),
        ("NOT a IN {user.x}", MANY, "NOT \"t\".\"A\" IN ('b1', 'b2')"),
        ("NOT a = {user.x}", MANY, "NOT \"t\".\"A\" IN ('b1', 'b2')"),
        ("{user.x} IN (a, b)", ONE, '\'b1\' IN ("t"."A", "t".b)'),
        ("{user.x} = {user.y}", ONE, "'b1' = 'b2'"),
        ("a = {user.x} OR b = {user.y}", MANY, "(\"t\".\"A\" IN ('b1', 'b2') OR \"t\".b IN ('c1', 'c2'))"),
        ("lower(a) = {user.x}", ONE, 'LOWER("t"."A") = \'b1\''),
        ("{user.x}::BOOLEAN = TRUE", {"x": ("true",)}, "CAST('true' AS BOOLEAN) = TRUE"),
        (
            "a IN (SELECT b FROM s.t WHERE c = {user.x})",
            ONE,
            '"t"."A" IN (SELECT b FROM s.t WHERE c = \'b1\')',
        ),
        ("a = 1 -- why", ONE, '"t"."A" = 1'),
        ("o.a = a", ONE, 'o.a = "t"."A"'),
    ],
)
def test_what_attributes_become(text: str, attributes: Mapping[str, tuple[str, ...]], expected: str) -> None:
    assert filled(text, attributes) == expected


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("a = {user.z}", ONE),
        ("a = {user.x}", {"x": ()}),
        ("a = {user.x}", {"x": ("",)}),
        ("a = {user.x}", {"x": (" \t",)}),
        ("a = {user.x}", {"x": ("b\x00",)}),
        ("a <> {user.x}", MANY),
        ("{user.x} IN (a, b)", MANY),
        ("lower({user.x}) = a", MANY),
    ],
)
def test_an_attribute_that_is_missing_or_too_many_stops(
    text: str, attributes: Mapping[str, tuple[str, ...]]
) -> None:
    with pytest.raises(AttributeMissing):
        filled(text, attributes)


NASTY = (
    "' OR TRUE --", "'; DROP TABLE t; --", "\\", "\\' OR TRUE --", "a\\", "''", '"', "{user.y}", "__aiws_user_y", "$$x$$",
    "한글 '값'", "／*", "/* */ OR 1=1", "%", "e'\\n'", "🙂",
)  # fmt: skip


@pytest.mark.parametrize("value", NASTY)
def test_an_attribute_is_a_value_and_nothing_else(value: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT unnest([?, 'other', 'b2', '']) AS A", [value])
        for text in ("a = {user.x}", "a IN {user.x}", "FALSE OR a = {user.x}"):
            where = filled(text, {"x": (value,), "y": ("other",)})
            assert connection.execute(f"SELECT A FROM t WHERE {where}").fetchall() == [(value,)]


@pytest.mark.parametrize("value", NASTY)
def test_an_attribute_is_one_literal_for_snowflake(value: str) -> None:
    import sqlglot
    from sqlglot import exp

    where = filled("a = {user.x}", {"x": (value,)}, dialect="snowflake")
    tree = sqlglot.parse_one(f"SELECT 1 FROM t WHERE {where}", read="snowflake").args["where"].this
    assert isinstance(tree, exp.EQ)
    assert tree.expression == exp.Literal.string(value)


def test_a_condition_says_which_tables_and_columns_it_reads() -> None:
    text = "a IN (SELECT b FROM s.t2 WHERE c = 1) AND EXISTS (SELECT 1 FROM s.t1) AND D = 1"
    assert condition(text, {}, "t", {}, policy_dialect="duckdb", dialect="duckdb")[1] == ("s.t1", "s.t2")
    assert columns_of(text, "duckdb") == ("a", "d")
    assert columns_of("a = {user.x}", "duckdb") == ("a",)


def test_a_policy_in_one_dialect_is_written_in_another() -> None:
    assert (
        filled("a::VARCHAR ILIKE 'x'", {}, dialect="duckdb", policy="snowflake")
        == 'CAST("t"."A" AS TEXT) ILIKE \'x\''
    )
    own = {"cut": "LEFT({column}, 2)"}
    assert masked("cut", "t", "A", own, policy_dialect="duckdb", dialect="snowflake") == 'LEFT("T"."A", 2)'
    assert masked("{column}", "t", 'A"b', {}, policy_dialect="duckdb", dialect="duckdb") == '"t"."A""b"'


def test_attributes_in_texts() -> None:
    assert attributes_in("{user.a} and {user.나} and {user.b-c}") == ("a", "나")
    assert [is_attribute(t) for t in ("{user.a}", "x{user.a}", "{user.a}{user.b}", "user.a", "{user.a-b}")] == [
        True, False, False, False, False,
    ]  # fmt: skip
    assert usable(("a", "", " ", "b\x07", "c d", "\u200b")) == ("a", "c d")
    assert spoken("a = {user.x} AND b = {user.q}", MANY) == "a = b1, b2 AND b = {user.q}"
