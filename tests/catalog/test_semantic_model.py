"""The catalog as a Snowflake semantic model and back: what goes out comes in again, and says the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from aiws_cli.analysis.dialects import back_from, in_dialect
from aiws_cli.catalog.importing import import_model
from aiws_cli.catalog.metadata import Metadata, load
from aiws_cli.catalog.semantic_model import SemanticModel, create_statement, data_type, semantic_model
from aiws_cli.catalog.semantic_reading import ReadModel, SemanticModelError, catalog_type, read_model
from aiws_cli.core.prompts import data_folder
from aiws_cli.core.tables import Column, Relationship, Table


def exported(read: Metadata, *schemas: str) -> SemanticModel:
    return semantic_model(
        [t for t in read.tables if t.name.partition(".")[0] in schemas],
        read.metrics,
        read.queries,
        name="demo",
        database="DEMO",
        translate=lambda sql, used: in_dialect(sql, "snowflake", used),
    )


def read_back(model: SemanticModel) -> ReadModel:
    text = yaml.safe_dump(dict(model.content), allow_unicode=True, sort_keys=False)
    return read_model(text, "demo.yaml", lambda sql: back_from(sql, "snowflake"))


def plain(content: Any) -> Any:
    """The same without the order of synonyms and of a key's columns: the format has columns by kind, not in a row."""
    if isinstance(content, dict):
        return {k: sorted(v) if k in ("synonyms", "columns") else plain(v) for k, v in content.items()}
    if isinstance(content, list):
        return sorted(
            (plain(v) for v in content), key=lambda v: v.get("name", "") if isinstance(v, dict) else ""
        )
    return content


@pytest.mark.parametrize("schema", ["card", "capital", "grp"])
def test_what_goes_out_comes_in_and_goes_out_the_same(schema: str, tmp_path: Path) -> None:
    first = exported(load(data_folder("catalog_index")), schema)
    made = import_model(read_back(first), tmp_path / "c")
    assert {c.kind for c in made.changes} <= {"table_added", "metric_added", "query_added"}
    second = exported(load(tmp_path / "c"), schema)
    assert plain(second.content) == plain(first.content)
    assert import_model(read_back(first), tmp_path / "c").changes == ()


def test_tables_keep_what_the_format_can_say(tmp_path: Path) -> None:
    before = {t.name: t for t in load(data_folder("catalog_index")).tables}
    import_model(read_back(exported(load(data_folder("catalog_index")), "bank")), tmp_path / "c")
    after = {t.name: t for t in load(tmp_path / "c").tables}
    assert set(after) == {n for n in before if n.startswith("bank.")}
    for name, table in after.items():
        was = before[name]
        assert {c.name for c in table.columns} == {c.name for c in was.columns}
        assert set(table.primary_key) == set(was.primary_key)
        assert (table.business_name, table.description) == (was.business_name, was.description)
        assert {(r.from_columns, r.to_table, r.to_columns) for r in table.relationships} == {
            (r.from_columns, r.to_table, r.to_columns) for r in was.relationships if r.to_table in after
        }


def test_values_of_personal_columns_do_not_go_out() -> None:
    table = Table(
        "s.t",
        (
            Column("phone", "VARCHAR", classification="personal", sample_values=("010-1234-5678",)),
            Column("grade", "VARCHAR", sample_values=("gold",)),
        ),
    )
    made = semantic_model([table], (), (), name="m", database="D", translate=lambda sql, used: sql)
    text = yaml.safe_dump(dict(made.content))
    assert "gold" in text and "010-1234" not in text


def test_tables_of_one_name_in_two_schemas_are_told_apart() -> None:
    made = exported(load(data_folder("catalog_index")), "bank", "card")
    names = [t["name"] for t in made.content["tables"]]
    assert "bank_customers" in names and "card_customers" in names and "branches" in names
    assert len(set(names)) == len(names)
    assert any("FROM bank_customers" in q["sql"] for q in made.content["verified_queries"])
    assert {t.name for t in read_back(made).tables} >= {"bank.customers", "card.customers"}


def test_the_statement_says_the_same_in_sql() -> None:
    table = Table(
        "shop.orders",
        (
            Column("id", "BIGINT", "integer", primary_key=True, required=True),
            Column("ordered on", "DATE", "date", business_name="주문일"),
            Column("amount", "DECIMAL(18,2)", "number", description="won, it's paid"),
            Column("customer_id", "BIGINT", "integer"),
        ),
        description="an order a row",
        relationships=(Relationship("shop.orders", ("customer_id",), "shop.customers", ("id",)),),
    )
    customers = Table("shop.customers", (Column("id", "BIGINT", "integer", primary_key=True),))
    model = semantic_model(
        [table, customers], (), (), name="shop", database="db", translate=lambda s, u: s, description="d"
    )
    assert create_statement(model, "DB", "PUBLIC") == (
        "CREATE OR REPLACE SEMANTIC VIEW DB.PUBLIC.shop\n"
        "  TABLES (\n"
        "    customers AS DB.SHOP.CUSTOMERS PRIMARY KEY (ID),\n"
        "    orders AS DB.SHOP.ORDERS PRIMARY KEY (ID) COMMENT = 'an order a row'\n"
        "  )\n"
        "  RELATIONSHIPS (\n"
        "    orders_to_customers AS orders (CUSTOMER_ID) REFERENCES customers (ID)\n"
        "  )\n"
        "  FACTS (\n"
        "    orders.amount AS amount COMMENT = 'won, it''s paid'\n"
        "  )\n"
        "  DIMENSIONS (\n"
        "    customers.id AS id,\n"
        "    orders.id AS id,\n"
        "    orders.customer_id AS customer_id,\n"
        '    orders."ordered on" AS "ordered on" WITH SYNONYMS = (\'주문일\')\n'
        "  )\n"
        "  COMMENT = 'd'\n"
        ";\n".replace("\n;", ";")
    )


WRITTEN = """
name: sales
custom_instructions: round to two digits
tables:
  - name: orders
    base_table: {database: DB, schema: SHOP, table: ORDERS}
    dimensions:
      - {name: id, expr: ID, data_type: NUMBER}
      - {name: year, expr: "YEAR(AT)", data_type: NUMBER}
    filters: [{name: big, expr: amount > 10}]
    metrics: [{name: total, expr: SUM(amount), synonyms: [총액, total]}]
verified_queries:
  - name: How Much?
    question: how much?
    sql: SELECT SUM(o.amount) FROM __orders AS o
  - name: broken
    question: what?
    sql: SELECT FROM
"""


def test_a_model_by_another_hand(tmp_path: Path) -> None:
    read = read_model(WRITTEN, "f", lambda sql: back_from(sql, "snowflake"))
    assert read.left_out == ("custom_instructions", "orders.filters", "orders.year", "broken")
    assert [c.name for c in read.tables[0].columns] == ["id"]
    (metric,) = read.metrics
    assert (metric.id, metric.name, metric.name_en, metric.expression) == (
        "total",
        "총액",
        "total",
        "SUM(amount)",
    )
    (query,) = read.queries
    assert (query.id, query.sql, query.tables) == (
        "how-much",
        "SELECT SUM(o.amount) FROM shop.orders AS o",
        ("shop.orders",),
    )


def test_columns_that_are_people_s_come_in_without_values(tmp_path: Path) -> None:
    text = WRITTEN.replace(
        "data_type: NUMBER}\n      - {name: year",
        "data_type: NUMBER, sample_values: [S3CRET]}\n      - {name: year",
    )
    read = read_model(text, "f", lambda sql: back_from(sql, "snowflake"))
    import_model(read, tmp_path / "c", classify=lambda t, c: "personal")
    assert "S3CRET" in text
    assert "S3CRET" not in "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "c").rglob("*.yaml"))
    (table,) = load(tmp_path / "c").tables
    assert (table.pii_class, table.columns[0].classification) == ("personal", "personal")


def test_people_s_work_stays(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    import_model(read_model(WRITTEN, "f", lambda sql: back_from(sql, "snowflake")), folder)
    file = folder / "shop" / "orders.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("  - name: id\n", "  - name: id   # mine\n"),
        encoding="utf-8",
    )
    before = file.read_bytes()
    import_model(read_model(WRITTEN, "f", lambda sql: back_from(sql, "snowflake")), folder)
    assert file.read_bytes() == before and b"# mine" in before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "tables"),
        ("- a", "tables"),
        ("tables: 7", "tables"),
        ("tables: [{name: a}]", "a: base_table"),
        ("a: [\n", "2"),
        (
            "tables: [{name: a, base_table: {schema: S, table: T}}]\nrelationships: [{name: r, left_table: a}]",
            "relationships: r",
        ),
    ],
)
def test_what_is_no_model_is_said(text: str, said: str) -> None:
    with pytest.raises(SemanticModelError) as caught:
        read_model(text, "model.yaml", lambda sql: sql)
    assert said in caught.value.message("en") and "model.yaml" in caught.value.message("en")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("in_catalog", "in_snowflake", "back"),
    [
        ("VARCHAR", "TEXT", "VARCHAR"),
        ("BIGINT", "NUMBER(38,0)", "BIGINT"),
        ("INTEGER", "NUMBER(9,0)", "INTEGER"),
        ("SMALLINT", "NUMBER(4,0)", "SMALLINT"),
        ("HUGEINT", "NUMBER(38,0)", "BIGINT"),
        ("DECIMAL(5,2)", "NUMBER(5,2)", "DECIMAL(5,2)"),
        ("DOUBLE", "FLOAT", "DOUBLE"),
        ("DATE", "DATE", "DATE"),
        ("TIMESTAMP", "TIMESTAMP_NTZ", "TIMESTAMP"),
        ("TIMESTAMP WITH TIME ZONE", "TIMESTAMP_TZ", "TIMESTAMP WITH TIME ZONE"),
        ("BOOLEAN", "BOOLEAN", "BOOLEAN"),
        ("JSON", "VARIANT", "VARIANT"),
        ("VARCHAR[]", "ARRAY", "ARRAY"),
        ("STRUCT(a INTEGER)", "VARIANT", "VARIANT"),
        ("BLOB", "BINARY", "BLOB"),
    ],
)
def test_types_in_both_words(in_catalog: str, in_snowflake: str, back: str) -> None:
    assert data_type(in_catalog) == in_snowflake
    assert catalog_type(in_snowflake) == back
