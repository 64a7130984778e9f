"""What a warehouse says of its tables, taken into files: new ones, and ones that people have worked on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aiws_cli.catalog.importing import as_table, clean, import_tables
from aiws_cli.catalog.metadata import load
from aiws_cli.catalog.problems import CatalogError
from aiws_cli.core.described import Described, DescribedColumn, DescribedTable
from aiws_cli.core.tables import Relationship

ORDERS = DescribedTable(
    "shop.orders",
    (
        DescribedColumn("id", "BIGINT", required=True, comment="number of the order"),
        DescribedColumn("customer", "VARCHAR"),
        DescribedColumn("amount", "DECIMAL(18,2)"),
    ),
    comment="one row an order",
    primary_key=("id",),
    rows=7,
)
OWN_FILE = """\
# our orders, by hand
apiVersion: v3.1.0
kind: DataContract
schema:
    -   name: orders   # the physical name follows
        physicalName: shop.orders
        businessName: 주문
        properties:
            -   name: ID
                physicalType: INTEGER   # small once
                logicalType: integer
                primaryKey: true
            -   {name: customer, physicalType: VARCHAR, description: "who, by name"}
            # the old one
            -   name: discount
                physicalType: DOUBLE
                description: |
                    in percent

                    of the price
        # nothing else
"""
MERGED = """\
# our orders, by hand
apiVersion: v3.1.0
kind: DataContract
schema:
    -   name: orders   # the physical name follows
        physicalName: shop.orders
        businessName: 주문
        properties:
            -   name: ID
                physicalType: BIGINT   # small once
                logicalType: integer
                primaryKey: true
            -   {name: customer, physicalType: VARCHAR, description: "who, by name"}
            # the old one
            -   name: discount
                physicalType: DOUBLE
                description: |
                    in percent

                    of the price
            - name: amount
              logicalType: number
              physicalType: DECIMAL(18,2)
              classification: internal
              customProperties:
              - property: businessNameEn
                value: Amount
        # nothing else
"""


def folder_with(tmp_path: Path, text: str, file: str = "shop/sales/orders.yaml") -> Path:
    path = tmp_path / "c" / file
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path / "c"


def kinds(described: Described, folder: Path, **how: object) -> list[tuple[str, str]]:
    made = import_tables(described, folder, **how)  # type: ignore[arg-type]
    return [(c.kind, c.column or c.table) for c in made.changes]


def test_a_new_folder_holds_every_table_and_a_second_import_changes_nothing(tmp_path: Path) -> None:
    lines = DescribedTable(
        "shop.lines",
        (DescribedColumn("order_id", "BIGINT"), DescribedColumn("tags", "VARCHAR[]")),
        kind="view",
        relationships=(Relationship("shop.lines", ("order_id",), "shop.orders", ("id",), optional=True),),
    )
    described = Described((lines, ORDERS), skipped=("a.b.c",))
    made = import_tables(described, tmp_path / "c", name="shop")
    assert [(c.kind, c.table) for c in made.changes] == [
        ("skipped", "a.b.c"),
        ("table_added", "shop.lines"),
        ("table_added", "shop.orders"),
    ]
    assert made.changed
    read = load(tmp_path / "c")
    assert [c.id for c in read.companies] == ["shop"]
    assert [replace(t, source="") for t in read.tables] == [as_table(lines), as_table(ORDERS)]
    before = {p: p.read_bytes() for p in (tmp_path / "c").rglob("*") if p.is_file()}
    again = import_tables(described, tmp_path / "c")
    assert not again.changed
    assert {p: p.read_bytes() for p in (tmp_path / "c").rglob("*") if p.is_file()} == before


def test_what_people_wrote_stays(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, OWN_FILE)
    assert kinds(Described((ORDERS,)), folder) == [
        ("type_changed", "id"),
        ("column_added", "amount"),
        ("column_gone", "discount"),
    ]
    assert (folder / "shop/sales/orders.yaml").read_text(encoding="utf-8") == MERGED
    assert kinds(Described((ORDERS,)), folder) == [("column_gone", "discount")]
    assert (folder / "shop/sales/orders.yaml").read_text(encoding="utf-8") == MERGED


@pytest.mark.parametrize(
    "change",
    [
        ("\n", "\r\n"),
        ("            # the old one\n", ""),
        ("        # nothing else\n", "        ai: {synonyms: [sales]}\n"),
        ("physicalName: shop.orders", "physicalName: SHOP.Orders"),
    ],
    ids=["line ends", "no comment", "more behind", "other case"],
)
def test_the_style_of_the_file_stays(tmp_path: Path, change: tuple[str, str]) -> None:
    folder = folder_with(tmp_path, "")
    path = folder / "shop/sales/orders.yaml"
    path.write_bytes(OWN_FILE.replace(*change).encode())
    assert ("column_added", "amount") in kinds(Described((ORDERS,)), folder)
    assert path.read_bytes() == MERGED.replace(*change).encode()


def test_foreign_keys_and_values_are_added_where_there_are_none(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, OWN_FILE)
    customers = DescribedTable("shop.customers", (DescribedColumn("name", "VARCHAR", required=True),))
    orders = replace(
        ORDERS,
        relationships=(Relationship("shop.orders", ("customer",), "shop.customers", ("name",), True),),
    )
    described = Described((customers, orders))
    values = {"customer": ("A: 1", "null"), "amount": ("1",)}
    told = kinds(described, folder, samples=lambda t: values if t.name == "shop.orders" else {})
    assert ("relationship_added", "customer") in told and ("values_added", "customer") in told
    table = next(t for t in load(folder).tables if t.name == "shop.orders")
    assert table.relationships == orders.relationships
    assert table.column("customer") is not None
    assert table.column("customer").sample_values == ("A: 1", "null")  # type: ignore[union-attr]
    assert table.column("customer").description == "who, by name"  # type: ignore[union-attr]
    again = kinds(described, folder, samples=lambda t: {"customer": ("other",)})
    assert again == [("column_gone", "discount")]


def test_a_list_in_one_line_is_left_alone(tmp_path: Path) -> None:
    text = "schema:\n  - {physicalName: shop.orders, name: orders, properties: [{name: id, physicalType: INT}]}\n"
    folder = folder_with(tmp_path, text)
    assert kinds(Described((ORDERS,)), folder) == [("not_merged", "shop.orders")]
    assert (folder / "shop/sales/orders.yaml").read_text(encoding="utf-8") == text


def test_only_tables_of_the_schemas_asked_for_are_missed(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, OWN_FILE)
    assert kinds(Described(()), folder, schemas=("other",)) == []
    assert kinds(Described(()), folder, schemas=("SHOP",)) == [("table_gone", "shop.orders")]
    assert kinds(Described(()), folder) == [("table_gone", "shop.orders")]


def test_a_differing_key_is_told_and_left(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, OWN_FILE)
    assert ("key_differs", "shop.orders") in kinds(
        Described((replace(ORDERS, primary_key=("id", "customer")),)), folder
    )


def test_files_that_do_not_load_are_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "schema: [\n")
    with pytest.raises(CatalogError):
        import_tables(Described((ORDERS,)), folder)
    assert [p.name for p in folder.rglob("*.yaml")] == ["orders.yaml"]


@pytest.mark.parametrize(
    ("tags", "classify", "expected"),
    [
        ({}, "", "internal"),
        ({}, "personal", "personal"),
        ({}, "nonsense", "internal"),
        ({"PRIVACY_CATEGORY": "IDENTIFIER"}, "", "personal"),
        ({"PRIVACY_CATEGORY": "identifier"}, "sensitive", "sensitive"),
        ({"CLASSIFICATION": "public"}, "", "public"),
        ({"CLASSIFICATION": "public"}, "personal", "personal"),
        ({"COST_CENTER": "PII"}, "", "internal"),
    ],
)
def test_the_strictest_classification_wins(tags: dict[str, str], classify: str, expected: str) -> None:
    table = DescribedTable("s.t", (DescribedColumn("c", "VARCHAR", tags=tags),))
    made = as_table(table, lambda t, c: classify)
    assert made.columns[0].classification == expected
    assert made.pii_class == (expected if expected in ("personal", "sensitive") else "none")


@pytest.mark.parametrize(
    ("comment", "kept"),
    [
        ("plain", "plain"),
        ("a\tb\r\nc\x1b[31m", "a b\nc"),
        ("zero\u200bwidth \u202eback", "zerowidth back"),
        ("  한글   설명 ", "한글 설명"),
        ("x" * 3_000, "x" * 2_000),
    ],
)
def test_comments_come_in_as_plain_text(comment: str, kept: str) -> None:
    assert clean(comment) == kept
