"""Questions that measure must not steer: none stands in code, prompts or catalog, none is a verified pair.

With EVAL_DIR set (a folder of suite folders, as for `make accuracy`) those suites are held against the code too,
their databases' names included.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from aiws_cli.catalog.metadata import load
from aiws_cli.core.prompts import data_folder
from aiws_cli.evaluation.suite import Suite, built_in, open_suite

ROOT = Path(__file__).resolve().parents[2]
EVAL_DIR = os.environ.get("EVAL_DIR", "")
# Shorter than this a question is a phrase anybody writes.
_SHORTEST = 14


def outside() -> list[str]:
    if not EVAL_DIR:
        return []
    return sorted(str(p.parent) for p in Path(EVAL_DIR).expanduser().glob("*/questions.jsonl"))


SUITES = [*built_in(), *outside()]


@cache
def suite(name: str) -> Suite:
    return open_suite(name)


@cache
def steering() -> str:
    """Everything that decides how a question is answered, without spaces and case."""
    files = [*ROOT.glob("src/**/*.py"), *ROOT.glob("prompts/**/*.md"), *ROOT.glob("catalog_index/**/*.yaml")]
    return "\n".join(flat(f.read_text(encoding="utf-8")) for f in files)


def flat(text: str) -> str:
    return re.sub(r"[\s?.!。;]+", "", text).lower()


@pytest.mark.parametrize("name", SUITES)
def test_no_question_stands_in_code_prompts_or_catalog(name: str) -> None:
    told = steering()
    found = [
        q.id for q in suite(name).questions if len(flat(q.question)) >= _SHORTEST and flat(q.question) in told
    ]
    assert not found


@pytest.mark.parametrize("name", SUITES)
def test_no_gold_stands_in_code_prompts_or_catalog(name: str) -> None:
    told = steering()
    found = [
        q.id for q in suite(name).questions for sql in q.gold if len(flat(sql)) >= 40 and flat(sql) in told
    ]
    assert not found


@pytest.mark.parametrize("name", outside())
def test_no_database_of_a_suite_is_known_to_the_code(name: str) -> None:
    told = steering()
    assert not [db for db in {q.db_id for q in suite(name).questions} if "_" in db and flat(db) in told]


@pytest.mark.parametrize("name", built_in())
def test_no_question_is_a_verified_pair(name: str) -> None:
    pairs = load(data_folder("catalog_index")).queries
    said = {flat(text) for p in pairs for text in (p.question, p.question_en) if text}
    right = {flat(p.sql) for p in pairs}
    questions = suite(name).questions
    assert not [q.id for q in questions if flat(q.question) in said]
    assert not [q.id for q in questions for sql in q.gold if flat(sql) in right]


def test_halves_share_no_question_and_no_gold() -> None:
    questions = suite("demo-finance").questions
    for of in (lambda q: {flat(q.question)}, lambda q: {flat(s) for s in q.gold}):
        held = {text for q in questions if q.held for text in of(q)}
        assert not [q.id for q in questions if not q.held and of(q) & held]


def test_the_built_in_suites_are_as_large_as_they_claim() -> None:
    finance = suite("demo-finance").questions
    assert len(finance) >= 200 and sum(q.held for q in finance) * 2 == len(finance)
    denied = [q for q in finance if q.expect == "deny"]
    for language in ("ko", "en"):
        assert sum(q.language == language for q in denied) >= 20
    for held in (True, False):
        groups = {q.category for q in finance if q.held is held}
        assert groups >= {
            "lookup", "join", "time", "ranking", "ratio", "segment", "window", "nested", "follow_up", "codes",
            "typo", "unclear", "unanswerable", "deny",
        }  # fmt: skip
    assert len(suite("retrieval").questions) >= 150
