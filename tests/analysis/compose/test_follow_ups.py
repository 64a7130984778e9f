"""Follow-ups on two small catalogs: one that says everything in both languages, and a bare schema."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from aiws_cli.analysis.follow import follow
from aiws_cli.core.ports import Catalog

from .test_small import BARE, METRICS, TABLES, Small

CHAINS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "follow_ups.yaml").read_text(encoding="utf-8")
)
SPOKEN = [(c, r["question"], r["sql"]) for c in CHAINS for r in c.get("spoken", ())]
SILENT = [(c, question) for c in CHAINS for question in c.get("silent", ())]


def followed(chain: dict[str, Any], question: str) -> str | None:
    tables = BARE if chain.get("bare") else TABLES
    found = follow(
        cast(Catalog, Small(tables)),
        question,
        as_of=date(2026, 9, 30),
        sql=chain["before"],
        metrics=METRICS,
    )
    return found.sql if found is not None else None


@pytest.mark.parametrize(("chain", "question", "sql"), SPOKEN, ids=[q for _, q, _ in SPOKEN])
def test_a_plain_change_is_made(chain: dict[str, Any], question: str, sql: str) -> None:
    assert followed(chain, question) == sql


@pytest.mark.parametrize(("chain", "question"), SILENT, ids=[q for _, q in SILENT])
def test_a_change_in_doubt_is_left_to_the_model(chain: dict[str, Any], question: str) -> None:
    assert followed(chain, question) is None


@pytest.mark.parametrize(
    "before",
    ["SELECT", "DELETE FROM shop.stores", "SELECT 1", "SELECT x FROM nowhere"],
)
def test_what_is_no_plain_query_is_left_alone(before: str) -> None:
    assert followed({"before": before}, "서울만") is None
