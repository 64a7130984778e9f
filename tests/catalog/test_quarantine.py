"""Verified queries kept out of use: by id and content, until mended or passed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from aiws_cli.catalog.index import IndexedCatalog, index_path, open_catalog
from aiws_cli.catalog.quarantine import Quarantine, stamp
from aiws_cli.core.tables import VerifiedQuery

QUERY = VerifiedQuery("q", "질문", "SELECT 1", tables=("a.b", "c.d"))


def test_a_query_is_held_as_it_stood(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "deep" / "q")
    assert not quarantine.holds(QUERY)
    quarantine.write({"q": stamp(QUERY)})
    assert quarantine.holds(QUERY) and len(quarantine) == 1
    assert quarantine.holds(replace(QUERY, question="다른 말", tables=("C.D", "a.b")))
    assert not quarantine.holds(replace(QUERY, sql="SELECT 2"))
    assert not quarantine.holds(replace(QUERY, tables=("a.b",)))
    assert not quarantine.holds(replace(QUERY, id="other"))
    assert (tmp_path / "deep" / "q").stat().st_mode & 0o077 == 0
    quarantine.write({})
    assert not quarantine.holds(QUERY)
    assert list((tmp_path / "deep").iterdir()) == []


def test_another_process_is_noticed_and_damage_keeps_nothing_out(tmp_path: Path) -> None:
    mine, theirs = Quarantine(tmp_path / "q"), Quarantine(tmp_path / "q")
    assert not mine.holds(QUERY)
    theirs.write({"q": stamp(QUERY)})
    assert mine.holds(QUERY)
    for damage in ('{"queries": ', "[]", '{"queries": 1}', "\udcff"):
        (tmp_path / "q").write_text(damage, encoding="utf-8", errors="surrogateescape")
        assert not mine.holds(QUERY)


def test_the_catalog_does_not_offer_what_is_held(catalog: IndexedCatalog, folder: Path, home: Path) -> None:
    question = "상품별 펀드랩 유입액 합계를 알려줘"
    held = catalog.verified(question)[0].query
    Quarantine.of(index_path(folder, home)).write({held.id: stamp(held)})
    for offered in (
        catalog.verified(question),
        catalog.verified(""),
        open_catalog(folder, home).verified(""),
    ):
        assert offered and all(hit.query.id != held.id for hit in offered)
