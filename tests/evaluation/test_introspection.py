"""What is told of a database's columns without anyone describing them."""

from __future__ import annotations

import duckdb

from aiws_cli.evaluation.introspection import tables_of


def test_lists_tell_their_elements_and_objects_their_keys() -> None:
    with duckdb.connect(":memory:") as db:
        db.execute(
            "CREATE TABLE items (id INTEGER PRIMARY KEY, tags VARCHAR[], details JSON, place STRUCT(city VARCHAR, no INTEGER))"
        )
        db.execute(
            """INSERT INTO items VALUES
            (1, ['new', 'sale'], '{"colour": "red", "gift": true}', {'city': 'Seoul', 'no': 1}),
            (2, ['sale'], '{"colour": "blue", "gift": null}', NULL), (3, NULL, NULL, NULL)"""
        )
        (table,) = tables_of(db)
    _, tags, details, place = table.columns
    assert tags.sample_values == ("new", "sale")
    assert [(k.name, k.type, k.sample_values, k.business_name_en) for k in details.fields] == [
        ("colour", "VARCHAR", ("blue", "red"), "Colour"),
        ("gift", "BOOLEAN", (), "Gift"),
    ]
    assert [(k.name, k.within) for k in place.fields] == [("city", "place"), ("no", "place")]
