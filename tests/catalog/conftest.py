"""The small catalog of tests/catalog/data/small, copied so that a test may change it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from aiws_cli.catalog.index import IndexedCatalog, open_catalog
from aiws_cli.core.language import use

SMALL = Path(__file__).parent / "data" / "small"
DEMO = Path(__file__).parents[2] / "catalog_index"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use(None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "catalog"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def catalog(folder: Path, home: Path) -> IndexedCatalog:
    return open_catalog(folder, home)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> IndexedCatalog:
    return open_catalog(DEMO, tmp_path_factory.mktemp("home"))
