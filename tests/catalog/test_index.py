from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aiws_cli.catalog.index import IndexedCatalog, index_path, open_catalog
from aiws_cli.catalog.indexing import build, usable
from aiws_cli.catalog.metadata import load
from aiws_cli.catalog.problems import CatalogError


def test_what_is_stored_comes_back_equal(folder: Path, catalog: IndexedCatalog) -> None:
    found = load(folder)
    assert catalog.table_names() == tuple(sorted(t.name for t in found.tables))
    for table in found.tables:
        assert catalog.table(table.name) == table
    assert catalog.metrics("순유입")[0] == found.metrics[0]
    assert catalog.terms("NNM")[0] == found.terms[0]
    assert catalog.verified(found.queries[0].question)[0].query == found.queries[0]
    assert [c.id for c in catalog.companies] == ["bank", "card"]
    assert catalog.rules("card") == "- 금액 단위는 원이다.\n- 승인 취소는 음수 금액이다."


def test_names_are_compared_without_case(catalog: IndexedCatalog) -> None:
    for name in ("BANK.Fund_Wraps", "fund_wraps"):
        table = catalog.table(name)
        assert table is not None and table.name == "bank.fund_wraps"
    assert catalog.table("bank.nothing") is None
    assert catalog.table("fund%") is None


def test_relationships_in_both_directions(catalog: IndexedCatalog) -> None:
    found = catalog.relationships("bank.fund_wraps")
    assert [(r.from_table, r.to_table) for r in found] == [
        ("bank.fund_wraps", "bank.benchmark_indices"),
        ("bank.wrap_flows", "bank.fund_wraps"),
    ]


def test_nothing_is_parsed_when_nothing_changed(folder: Path, home: Path) -> None:
    open_catalog(folder, home).close()
    code = (
        "import sys, pathlib; from aiws_cli.catalog.index import open_catalog; "
        f"c = open_catalog(pathlib.Path({str(folder)!r}), pathlib.Path({str(home)!r})); "
        "assert c.table('bank.fund_wraps'); c.search('펀드랩'); sys.exit('yaml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_opening_and_a_table_take_milliseconds(folder: Path, home: Path) -> None:
    open_catalog(folder, home).close()
    taken = []
    for _ in range(20):
        started = time.perf_counter()
        assert open_catalog(folder, home).table("card.transactions")
        taken.append(time.perf_counter() - started)
    assert sorted(taken)[3] < 0.010


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_only_changed_files_are_read_again(folder: Path, home: Path) -> None:
    index = index_path(folder, home)
    first = build(folder, index)
    assert (first.parsed, first.whole) == (12, True)
    assert build(folder, index).parsed == 0
    os.utime(folder / "card/sales/customers.yaml")
    assert build(folder, index).parsed == 0  # touched, same content
    _edit(folder / "card/sales/customers.yaml", "카드 회원", "카드 정회원")
    changed = build(folder, index)
    assert (changed.parsed, changed.removed, changed.whole) == (1, 0, False)


def test_change_add_and_remove_are_seen(folder: Path, home: Path, catalog: IndexedCatalog) -> None:
    customers = folder / "card/sales/customers.yaml"
    _edit(customers, "카드 회원", "도토리 명부")
    again = open_catalog(folder, home)
    assert again.search("도토리")[0].table == "card.customers"
    (folder / "verified_queries/bank.yaml").unlink()
    (folder / "glossary.yaml").unlink()
    (folder / "card/RULES.md").unlink()
    again = open_catalog(folder, home)
    assert again.terms("NNM") == () and again.rules("card") == "- 금액 단위는 원이다."
    assert all(v.query.company == "card" for v in again.verified("펀드랩 유입액 합계"))
    (folder / "bank/wm/benchmark_indices.yaml").unlink()
    with pytest.raises(CatalogError) as caught:  # fund_wraps still refers to it
        open_catalog(folder, home)
    assert caught.value.problems[0].place == "bank/wm/fund_wraps.yaml:55"


def test_an_incremental_index_equals_a_whole_one(folder: Path, home: Path, tmp_path: Path) -> None:
    """After edits in place the word counts and the full-text index are those of a build from nothing."""
    index = index_path(folder, home)
    build(folder, index)
    _edit(folder / "bank/wm/fund_wraps.yaml", "펀드랩 상품", "랩어카운트 상품")
    _edit(folder / "metrics.yaml", "자금 유출입", "자금 들고남")
    (folder / "verified_queries/card.yaml").unlink()
    build(folder, index)
    build(folder, tmp_path / "whole.sqlite")
    for sql in (
        "SELECT token, n, names, columns, codes, about FROM tokens ORDER BY 1",
        "SELECT word, n FROM vocabulary WHERE n > 0 ORDER BY 1",
        "SELECT name, names, columns, codes, described FROM tables ORDER BY 1",
        "SELECT s.said, e.name FROM spoken s JOIN entries e ON e.id = s.entry ORDER BY 1, 2",
        "SELECT folder, name, digest FROM files ORDER BY 1, 2",
    ):
        found = [sqlite3.connect(p).execute(sql).fetchall() for p in (index, tmp_path / "whole.sqlite")]
        assert found[0] == found[1], sql


def test_a_broken_file_changes_nothing(folder: Path, home: Path, catalog: IndexedCatalog) -> None:
    before = catalog.search("카드 회원")
    path = folder / "card/sales/customers.yaml"
    good = path.read_bytes()
    path.write_text("a: [", encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        open_catalog(folder, home)
    assert "card/sales/customers.yaml:" in str(caught.value)
    path.write_bytes(good)
    assert open_catalog(folder, home).search("카드 회원") == before


def test_what_a_killed_builder_left_is_cleared_away(folder: Path, home: Path) -> None:
    index = index_path(folder, home)
    index.parent.mkdir(parents=True)
    left = index.with_name(f"{index.name}.4711.new")
    other = index.with_name("other.sqlite.4711.new")
    for file in (left, other):
        file.write_bytes(b"half an index")
    build(folder, index)
    assert not left.exists() and other.exists() and usable(index)


def test_tables_keep_their_place_when_read_again(folder: Path, home: Path) -> None:
    """Sets of tables are sets of ids: a file read again touches only the tokens that came or went."""
    index = index_path(folder, home)
    build(folder, index)
    ask = "SELECT name, id FROM tables ORDER BY name"
    before = sqlite3.connect(index).execute(ask).fetchall()
    _edit(folder / "card/sales/customers.yaml", "카드 회원", "카드 정회원")
    build(folder, index)
    assert sqlite3.connect(index).execute(ask).fetchall() == before


def test_two_processes_build_at_once(folder: Path, home: Path) -> None:
    code = (
        "import pathlib; from aiws_cli.catalog.index import open_catalog; "
        f"c = open_catalog(pathlib.Path({str(folder)!r}), pathlib.Path({str(home)!r})); "
        "print(len(c.table_names()), c.search('펀드랩 자금')[0].table)"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    for process in running:
        out, err = process.communicate(timeout=60)
        assert (out.split(), process.returncode, err) == (["5", "bank.wrap_flows"], 0, "")
    assert [p.suffix for p in (home / "index").iterdir() if p.suffix == ".new"] == []


@pytest.mark.parametrize("damage", ["garbage", "cut", "empty", "other_format", "not_ours", "flipped"])
def test_a_damaged_index_rebuilds_itself(folder: Path, home: Path, damage: str) -> None:
    open_catalog(folder, home).close()
    index = index_path(folder, home)
    if damage == "garbage":
        index.write_bytes(b"no database at all" * 500)
    elif damage == "cut":
        index.write_bytes(index.read_bytes()[: index.stat().st_size // 3])
    elif damage == "empty":
        index.write_bytes(b"")
    elif damage == "flipped":
        data = bytearray(index.read_bytes())
        data[8192:-4096] = bytes(len(data) - 12288)
        index.write_bytes(data)
    else:
        db = sqlite3.connect(index)
        db.execute(
            "UPDATE meta SET value = '0' WHERE key = 'format'"
            if damage == "other_format"
            else "DROP TABLE meta"
        )
        db.commit()
        db.close()
    catalog = open_catalog(folder, home)
    assert catalog.search("펀드랩 자금")[0].table == "bank.wrap_flows"
    assert catalog.table("card.transactions") is not None
    assert usable(index)
    if damage in {"garbage", "not_ours", "flipped"}:
        assert "rebuilt" in " ".join(catalog.notices)


def test_an_index_damaged_while_open(folder: Path, catalog: IndexedCatalog) -> None:
    catalog.close()
    catalog.index.write_bytes(b"gone" * 1000)
    assert catalog.search("벤치마크")[0].table == "bank.benchmark_indices"
    assert len(catalog.notices) == 1


def test_without_a_place_to_write_it_works_in_memory(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file where the folder should be")
    catalog = open_catalog(folder, home)
    assert catalog.search("펀드랩")[0].table.startswith("bank.")
    assert "in memory" in catalog.notices[0]


def test_the_index_is_private(folder: Path, catalog: IndexedCatalog) -> None:
    assert catalog.index.stat().st_mode & 0o077 == 0
    assert catalog.index.parent.stat().st_mode & 0o077 == 0
