"""What lies inside columns: which hold lists or objects, and the keys that objects have."""

from __future__ import annotations

import pytest

from aiws_cli.core.nested import holds_texts, inner_columns, is_json, is_list, is_struct, keys_in
from aiws_cli.core.tables import Column, Table


@pytest.mark.parametrize(
    ("type_text", "list_", "texts", "json", "struct"),
    [
        ("VARCHAR", False, False, False, False),
        ("VARCHAR[]", True, True, False, False),
        ("INTEGER[3]", True, False, False, False),
        ("ARRAY", True, True, False, False),
        ("JSON", False, False, True, False),
        ("VARIANT", False, False, True, False),
        ("JSON[]", True, False, False, False),
        ("STRUCT(a VARCHAR, b INTEGER)", False, False, False, True),
        ("STRUCT(a VARCHAR)[]", False, False, False, False),
        ("MAP(VARCHAR, INTEGER)", False, False, False, False),
    ],
)
def test_kinds(type_text: str, list_: bool, texts: bool, json: bool, struct: bool) -> None:
    column = Column("c", type_text)
    assert (is_list(column), holds_texts(column), is_json(column), is_struct(column)) == (
        list_,
        texts,
        json,
        struct,
    )


def test_keys_have_types_and_values() -> None:
    found = keys_in(
        (
            '{"colour": "red", "n": 1, "rate": 0.5, "on": true, "day": "2026-09-30", "more": {"x": 1}}',
            '{"colour": "blue", "n": null, "rate": 2, "on": false, "day": null, "mixed": 1}',
            '{"mixed": "one"}',
            "null",
        ),
        "details",
    )
    assert [(k.name, k.type, k.within) for k in found] == [
        ("colour", "VARCHAR", "details"),
        ("n", "BIGINT", "details"),
        ("rate", "DOUBLE", "details"),
        ("on", "BOOLEAN", "details"),
        ("day", "DATE", "details"),
        ("mixed", "VARCHAR", "details"),
    ]
    assert found[0].sample_values == ("blue", "red")
    assert found[1].sample_values == ()


@pytest.mark.parametrize(
    "texts", [["[1, 2]"], ["not json"], ["{" + ", ".join(f'"k{n}": 1' for n in range(40)) + "}"]]
)
def test_what_is_no_record_has_no_keys(texts: list[str]) -> None:
    assert keys_in(texts, "c") == ()


def test_a_key_called_like_a_column_is_not_told_apart_by_name() -> None:
    keys = (Column("id", "BIGINT", within="d"), Column("colour", "VARCHAR", within="d"))
    table = Table("shop.items", (Column("ID", "BIGINT"), Column("d", "JSON", fields=keys)))
    assert [c.name for c in inner_columns(table)] == ["colour"]
