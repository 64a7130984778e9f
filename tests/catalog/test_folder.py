from __future__ import annotations

import os
from pathlib import Path

import pytest

from aiws_cli.catalog import folder as looking
from aiws_cli.catalog import index as opening
from aiws_cli.catalog.folder import fingerprint, folders_stand, look, scan
from aiws_cli.catalog.index import index_path, open_catalog
from aiws_cli.catalog.indexing import build
from aiws_cli.catalog.problems import CatalogMissingError


def test_both_ways_of_looking_see_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.yaml").write_text("a: 1")
    (folder / "bank" / "notes.txt").write_text("no")
    (folder / "bank" / "gone.yaml").symlink_to(folder / "nowhere.yaml")
    (folder / "linked").symlink_to(folder / "bank")
    relative = look(folder)
    monkeypatch.setattr(looking, "_RELATIVE", False)
    assert look(folder) == relative
    assert [s.folder for s in relative] == [
        "",
        "bank/",
        "bank/wm/",
        "card/",
        "card/sales/",
        "verified_queries/",
    ]
    files = [f.file for f in scan(folder)]
    assert "bank/gone.yaml" in files and files == sorted(files)
    assert all(f.path == folder / f.file for f in scan(folder))


def test_no_folder_and_an_empty_one(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none"):
        with pytest.raises(CatalogMissingError):
            look(place)


def test_a_fingerprint_changes_with_every_file(folder: Path) -> None:
    seen = {fingerprint(look(folder))}
    file = folder / "card/sales/customers.yaml"
    os.utime(file, ns=(1, 1))
    seen.add(fingerprint(look(folder)))
    file.rename(file.with_name("members.yaml"))
    seen.add(fingerprint(look(folder)))
    (folder / "card/RULES.md").unlink()
    seen.add(fingerprint(look(folder)))
    assert len(seen) == 4
    (folder / "card" / "empty").mkdir()
    assert fingerprint(look(folder)) in seen


def test_folders_tell_of_added_and_replaced_files(folder: Path) -> None:
    known = [(s.folder, s.mtime) for s in look(folder)]
    assert folders_stand(folder, known)
    os.utime(folder / "card/sales", ns=(5, 5))
    assert not folders_stand(folder, known)
    assert not folders_stand(folder, [("gone/", 5)])


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Every catalog counts as very large; the list grows with each look at all files."""
    looks: list[int] = []

    def counted(place: Path) -> list[looking.Seen]:
        looks.append(1)
        return look(place)

    monkeypatch.setattr(opening, "LARGE", 0)
    monkeypatch.setattr(opening, "look", counted)
    return looks


def _edit_in_place(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("카드 회원", "카드 정회원"), encoding="utf-8")


def test_a_large_catalog_is_looked_at_once_a_minute(folder: Path, home: Path, large: list[int]) -> None:
    open_catalog(folder, home)
    for _ in range(3):
        assert open_catalog(folder, home).table("card.customers") is not None
    assert len(large) == 1
    customers = folder / "card/sales/customers.yaml"
    _edit_in_place(customers)
    lock = index_path(folder, home).with_suffix(".lock")
    os.utime(lock, (0, 0))  # a minute and more ago
    table = open_catalog(folder, home).table("card.customers")
    assert len(large) == 2 and table is not None and "정회원" in table.business_name
    os.utime(lock, (0, 0))
    open_catalog(folder, home)
    open_catalog(folder, home)
    assert len(large) == 3


def test_within_the_minute_added_and_replaced_files_are_seen(
    folder: Path, home: Path, large: list[int]
) -> None:
    open_catalog(folder, home)
    customers = folder / "card/sales/customers.yaml"
    new = customers.with_name("new.tmp")
    new.write_text(
        customers.read_text(encoding="utf-8").replace("카드 회원", "카드 정회원"), encoding="utf-8"
    )
    new.replace(customers)  # as editors save
    table = open_catalog(folder, home).table("card.customers")
    assert table is not None and "정회원" in table.business_name
    (folder / "card/RULES.md").unlink()
    assert "승인 취소" not in open_catalog(folder, home).rules("card")
    (folder / "card/sales/.swap").write_text("a file beside it")
    looks = len(large)
    for _ in range(3):
        open_catalog(folder, home)
    assert len(large) == looks + 1  # the folder's new time is remembered


def test_a_folder_that_went_takes_its_files_along(folder: Path, home: Path) -> None:
    index = index_path(folder, home)
    build(folder, index)
    (folder / "verified_queries").rename(folder / ".verified_queries")
    (folder / "card/sales").rename(folder / "card/customers")
    report = build(folder, index)
    assert report.removed == 4 and report.parsed == 2
    catalog = open_catalog(folder, home)
    table = catalog.table("card.customers")
    assert table is not None and table.source.startswith("card/customers/customers.yaml:")
    assert catalog.verified("펀드랩 유입액 합계") == ()
