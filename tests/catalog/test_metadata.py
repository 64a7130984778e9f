from __future__ import annotations

from pathlib import Path

import pytest

from aiws_cli.catalog.metadata import load
from aiws_cli.catalog.problems import CatalogError, CatalogMissingError
from aiws_cli.core.language import use


def test_load_small(folder: Path) -> None:
    found = load(folder)
    wraps = next(t for t in found.tables if t.name == "bank.fund_wraps")
    assert (wraps.company, wraps.domain, wraps.owner, wraps.grain_en) == (
        "bank",
        "wm",
        "은행 WM본부",
        "one row per product",
    )
    assert wraps.primary_key == ("wrap_id",)
    assert wraps.relationships[0].to_table == "bank.benchmark_indices"
    assert found.queries[0].company == "bank"
    assert found.rules == {"": "- 금액 단위는 원이다.", "card": "- 승인 취소는 음수 금액이다."}


def test_codes_stay_text(folder: Path) -> None:
    """YAML 1.1 would read ON as true and N as a boolean's kin."""
    found = {t.name: t for t in load(folder).tables}
    status = found["bank.fund_wraps"].column("sale_status")
    online = found["card.transactions"].column("online_yn")
    assert status and list(status.code_values) == ["ON", "STOP", "END"]
    assert online and dict(online.code_values) == {"Y": "온라인", "N": "오프라인"}


def test_cp949_file(folder: Path) -> None:
    path = folder / "card/sales/customers.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp949"))
    customers = next(t for t in load(folder).tables if t.name == "card.customers")
    assert customers.business_name == "카드 회원"


CUSTOMERS = "card/sales/customers.yaml"
# (file, text to replace, replacement, line of the problem, key of the problem, what its text must say)
BROKEN = [
    (CUSTOMERS, "apiVersion: v3.1.0", "apiVersion: [v3", 2, "yaml", "YAML"),
    (CUSTOMERS, "    businessName: 카드 회원", "    busines_name: 카드 회원", 11, "unknown_key_near", "businessName"),
    (CUSTOMERS, "    businessName: 카드 회원", "    zzz: 1", 11, "unknown_key", "zzz"),
    (CUSTOMERS, "synonyms: [회원, 카드고객]", "synonyms: 회원", 16, "not_list", "synonyms"),
    (CUSTOMERS, "primaryKey: true", "primaryKey: maybe", 18, "not_allowed", "maybe"),
    (CUSTOMERS, "logicalType: integer", "logicalType: int", 19, "not_allowed", "integer"),
    (CUSTOMERS, "name: birth_year, businessName: 출생연도", "businessName: 출생연도", 19, "missing_key", "name"),
    (CUSTOMERS, "name: birth_year", "name: customer_id", 19, "column_twice", "customer_id"),
    (CUSTOMERS, "physicalName: card.customers", "physicalName: customers", 9, "no_schema", "customers"),
    ("bank/wm/fund_wraps.yaml", "{ON: 판매중, STOP: 판매중지 | suspended, END: 판매종료}", "[ON, STOP]", 43, "not_pairs", "code_values"),
    ("bank/wm/fund_wraps.yaml", "to: bank.benchmark_indices.index_id", "to: bank.benchmark_index.index_id", 55, "unknown_table_near", "bank.benchmark_indices"),
    ("bank/wm/fund_wraps.yaml", "to: bank.benchmark_indices.index_id", "to: bank.benchmark_indices.indx_id", 55, "unknown_column_near", "index_id"),
    ("bank/wm/fund_wraps.yaml", "to: bank.benchmark_indices.index_id", "to: [bank.benchmark_indices.index_id, bank.x.y]", 55, "relationship_shape", "from and to"),
    ("glossary.yaml", "synonyms: [자금 순유입, 순유입액]", "synonym: [순유입액]", 5, "unknown_key_near", "synonyms"),
    ("metrics.yaml", "id: online_share", "id: net_inflow", 11, "metric_twice", "net_inflow"),
    ("verified_queries/card.yaml", "id: card-spend-by-occupation", "id: bank-wrap-inflow-by-product", 2, "query_twice", "verified_queries/bank.yaml:2"),
    ("verified_queries/card.yaml", "ordered: true", "ordered: sometimes", 10, "not_allowed", "sometimes"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line", "key", "says"), BROKEN)
def test_problems_name_file_and_line(
    folder: Path, file: str, old: str, new: str, line: int, key: str, says: str
) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        load(folder)
    problem = next(p for p in caught.value.problems if p.key == key)
    assert (problem.file, problem.line) == (file, line)
    assert says in problem.text("en")
    assert f"{file}:{line}" in caught.value.message("en")
    assert caught.value.exit_code == 3


def test_every_problem_is_collected(folder: Path) -> None:
    for name in ("card/sales/customers.yaml", "bank/wm/fund_wraps.yaml"):
        path = folder / name
        path.write_text(
            path.read_text(encoding="utf-8").replace("logicalType: string", "logicalType: text"),
            encoding="utf-8",
        )
    with pytest.raises(CatalogError) as caught:
        load(folder)
    assert {p.file for p in caught.value.problems} == {"card/sales/customers.yaml", "bank/wm/fund_wraps.yaml"}
    assert len(caught.value.problems) > 4


def test_a_table_described_twice(folder: Path) -> None:
    (folder / "card/sales/again.yaml").write_bytes((folder / "card/sales/customers.yaml").read_bytes())
    with pytest.raises(CatalogError) as caught:
        load(folder)
    (problem,) = caught.value.problems
    assert problem.key == "table_twice" and "card/sales/again.yaml:9" in problem.text("en")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty_file"),
        (b"- a\n- b\n", "not_mapping"),
        (b"\xff\xfe\xff", "encoding"),
        (b"a: " + b"[" * 3000, "yaml"),
        (b"a: &x [*x]\n", "unknown_key"),
    ],
)
def test_files_of_the_wrong_kind(folder: Path, content: bytes, key: str) -> None:
    (folder / "bank/wm/odd.yaml").write_bytes(content)
    with pytest.raises(CatalogError) as caught:
        load(folder)
    assert any(p.file == "bank/wm/odd.yaml" and p.key == key for p in caught.value.problems)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CatalogMissingError):
        load(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CatalogMissingError) as caught:
        load(tmp_path / "empty")
    assert caught.value.exit_code == 3 and caught.value.hint("ko")


def test_problems_speak_korean(folder: Path) -> None:
    (folder / "glossary.yaml").write_text("terms:\n  - trm: 순유입\n", encoding="utf-8")
    use("ko")
    with pytest.raises(CatalogError) as caught:
        load(folder)
    assert "glossary.yaml:2: 모르는 키 trm (혹시 term?)" in str(caught.value)
