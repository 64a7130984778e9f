"""Tables written as catalog files read back as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aiws_cli.catalog.contract_text import logical_type, spoken_name, telling_values, write_catalog
from aiws_cli.catalog.metadata import load
from aiws_cli.core.tables import Column, Relationship, Table

LINES = Table(
    name="main.order lines",
    columns=(
        Column("order", "BIGINT", "integer", "주문", "Order", primary_key=True, required=True),
        Column("Line No.", "BIGINT", "integer", primary_key=True, required=True),
        Column(
            "select",
            "VARCHAR",
            description='quoted: "yes", and a # sign',
            unit="EUR",
            synonyms=("pick", "null"),
            sample_values=("ON", "007", "null", "no", "~", "a: b", "한글"),
            code_values={"ON": "판매중 | on sale", "1": "one"},
        ),
        Column(
            "details",
            "JSON",
            "object",
            classification="personal",
            fields=(
                Column(
                    "colour", "VARCHAR", sample_values=("red",), classification="personal", within="details"
                ),
                Column("a b", "BIGINT", "integer", classification="public", within="details"),
            ),
        ),
    ),
    company="main",
    kind="view",
    business_name="주문 상세",
    business_name_en="Order lines",
    description="여러 줄\n설명",
    grain="한 줄에 하나",
    grain_en="one a line",
    owner="Sales",
    synonyms=("lines",),
    relationships=(Relationship("main.order lines", ("order",), "main.Glossary", ("id",), optional=True),),
)
HEADS = Table(
    name="main.Glossary",
    columns=(Column("id", "BIGINT", "integer", primary_key=True), Column("b", "BIGINT", "integer")),
    company="main",
)
OTHER = Table(
    name="shop.Glossary",
    columns=(Column("x", "BIGINT", "integer"), Column("y", "BIGINT", "integer")),
    company="shop",
    domain="web",
    pii_class="personal",
    relationships=(Relationship("shop.Glossary", ("x", "y"), "main.Glossary", ("id", "b")),),
)


def test_tables_read_back_equal(tmp_path: Path) -> None:
    tables = (LINES, HEADS, replace(HEADS, name="main.glossary_2"), OTHER)
    write_catalog(tmp_path / "c", tables, name="shop")
    read = {t.name: replace(t, source="") for t in load(tmp_path / "c").tables}
    assert read == {t.name: t for t in tables}


def test_the_companies_are_the_schemas(tmp_path: Path) -> None:
    write_catalog(tmp_path, (HEADS, OTHER), name="shop", title={"ko": "가게", "en": "Shop"})
    assert [c.id for c in load(tmp_path).companies] == ["main", "shop"]
    assert "가게" in (tmp_path / "catalog.yaml").read_text(encoding="utf-8")


def test_names_that_no_file_may_have_get_one_of_their_own(tmp_path: Path) -> None:
    names = ("/up", "a/b", "a_b", "A B", "A?B", "?", "x" * 300, "metrics")
    tables = [replace(HEADS, name=f"verified_queries.{n}", company="verified_queries") for n in names]
    write_catalog(tmp_path / "c", tables, name="n")
    assert [p.name for p in tmp_path.iterdir()] == ["c"]
    assert {t.name for t in load(tmp_path / "c").tables} == {t.name for t in tables}


@pytest.mark.parametrize(
    ("physical", "said"),
    [
        ("orderLineNo", "Order line no"),
        ("VIP_code", "VIP code"),
        ("AREA_CODE", "Area code"),
        ("SSN", "SSN"),
        ("HTTPStatus", "HTTP status"),
        ("name", "Name"),
        ("Ratings_(millions)", "Ratings (millions)"),
        ("고객_번호", "고객 번호"),
    ],
)
def test_spoken_name(physical: str, said: str) -> None:
    assert spoken_name(physical) == said


@pytest.mark.parametrize(
    ("type_text", "logical"),
    [
        ("DECIMAL(18,2)", "number"),
        ("HUGEINT", "integer"),
        ("TIMESTAMP WITH TIME ZONE", "timestamp"),
        ("TIME", "time"),
        ("VARCHAR[]", "array"),
        ("STRUCT(a INTEGER)", "object"),
        ("DATE", "date"),
        ("WHATEVER", "string"),
    ],
)
def test_logical_type(type_text: str, logical: str) -> None:
    assert logical_type(type_text) == logical


@pytest.mark.parametrize(
    ("values", "complete", "key", "told"),
    [
        (["b", "a", "c", "d"], True, False, ("a", "b", "c", "d")),
        (["b", "a", "c", "d"], False, False, ("b", "a", "c")),
        (["2024.01.02", "2024.01.03", "2024.01.04"], True, False, ("2024.01.02", "2024.01.03")),
        (["May 5, 2024", "June 1, 2024", "July 2"], True, False, ("May 5, 2024", "June 1, 2024")),
        (["C1", "C2", "C3"], True, True, ("C1", "C2")),
        (["x" * 41, "a"], True, False, ("a",)),
        ([" ", ""], True, False, ()),
        ([f"n{i}" for i in range(13)], True, False, ("n0", "n1", "n2")),
    ],
)
def test_telling_values(values: list[str], complete: bool, key: bool, told: tuple[str, ...]) -> None:
    assert telling_values(values, complete=complete, key=key) == told
