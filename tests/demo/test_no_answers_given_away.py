"""The requests that measure aiws, and the question the installer asks, must not be verified pairs of the catalog."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aiws_cli.analysis.by_rules import SAME_QUESTION
from aiws_cli.catalog.index import open_catalog
from aiws_cli.core.prompts import data_folder
from demo_requests.scoring import requests

ROOT = Path(__file__).resolve().parents[2]
EASY = [
    line
    for line in (ROOT / "benchmarks" / "easy_questions.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
INSTALLER = re.findall(r"^question='(.+)'$", (ROOT / "install.sh").read_text(encoding="utf-8"), re.MULTILINE)
ASKED = [*(t["question"] for r in requests() for t in r["turns"]), *EASY, *INSTALLER]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize("question", ASKED)
def test_is_no_verified_pair(question: str, home: Path) -> None:
    nearest = open_catalog(data_folder("catalog_index"), home).verified(question, limit=1)
    assert not nearest or nearest[0].similarity < SAME_QUESTION, nearest[0].query.id


def test_there_is_something_to_check() -> None:
    assert len(EASY) == 40 and len(INSTALLER) == 1
    assert sum(len(r["turns"]) for r in requests()) == 5
