"""The demo catalog, indexed once for the rows that are asked of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiws_cli.catalog.index import IndexedCatalog, open_catalog

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> IndexedCatalog:
    return open_catalog(ROOT / "catalog_index", tmp_path_factory.mktemp("home"), dense=False)
