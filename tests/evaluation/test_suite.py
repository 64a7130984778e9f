"""Reading a suite: what is broken is named, the rest runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aiws_cli.evaluation.run import Selection, with_earlier_turns
from aiws_cli.evaluation.suite import Suite, SuiteMissingError, built_in, open_suite


def written(folder: Path, *lines: object) -> Suite:
    text = "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    (folder / "questions.jsonl").write_text(text, encoding="utf-8")
    return open_suite(str(folder))


RIGHT = {"id": "a", "question": "몇 명?", "gold_sql": "SELECT 1"}


@pytest.mark.parametrize(
    "line",
    [
        "{not json",
        "[1]",
        {"question": "no id", "gold_sql": "SELECT 1"},
        {"id": "b", "question": "  ", "gold_sql": "SELECT 1"},
        {"id": "b", "question": "q", "expect": "maybe"},
        {"id": "b", "question": "nothing that is right"},
        {"id": "a", "question": "the id again", "gold_sql": "SELECT 1"},
        {"id": "b", "question": "follows nothing", "gold_sql": "SELECT 1", "follows": "zzz"},
    ],
)
def test_a_broken_line_is_named_and_the_rest_runs(line: object, tmp_path: Path) -> None:
    suite = written(tmp_path, RIGHT, line, {**RIGHT, "id": "c"})
    assert [q.id for q in suite.questions] == ["a", "c"]
    assert [(b.file, b.line) for b in suite.broken] == [("questions.jsonl", 2)]
    assert suite.broken[0].detail


def test_alternatives_are_golds_or_sets_of_tables(tmp_path: Path) -> None:
    suite = written(
        tmp_path,
        {**RIGHT, "alternatives": ["SELECT 2"]},
        {"id": "t", "question": "q", "tables": ["a.b"], "alternatives": [["a.c", "a.d"]]},
    )
    assert suite.questions[0].gold == ("SELECT 1", "SELECT 2")
    assert suite.questions[1].table_sets == (("a.c", "a.d"),)
    assert not suite.of_retrieval


def test_a_folder_without_questions_is_no_suite(tmp_path: Path) -> None:
    with pytest.raises(SuiteMissingError):
        open_suite(str(tmp_path))
    with pytest.raises(SuiteMissingError):
        open_suite("no-such-suite")


def test_a_sample_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    suite = written(tmp_path, *({**RIGHT, "id": f"q{i}"} for i in range(50)))
    one, two = (Selection(questions=10, seed=3).of(suite) for _ in range(2))
    assert one == two and len(one) == 10
    assert Selection(questions=10, seed=4).of(suite) != one


def test_earlier_turns_come_along_in_order(tmp_path: Path) -> None:
    suite = written(
        tmp_path,
        {**RIGHT, "id": "third", "follows": "second"},
        {**RIGHT, "id": "second", "follows": "first"},
        {**RIGHT, "id": "first"},
        {**RIGHT, "id": "other"},
    )
    chosen = Selection(ids=("third",)).of(suite)
    assert [q.id for q in with_earlier_turns(suite, chosen)] == ["first", "second", "third"]


def test_turns_in_a_circle_end(tmp_path: Path) -> None:
    suite = written(tmp_path, {**RIGHT, "follows": "b"}, {**RIGHT, "id": "b", "follows": "a"})
    assert {q.id for q in with_earlier_turns(suite, suite.questions)} == {"a", "b"}


@pytest.mark.parametrize("name", built_in())
def test_the_built_in_suites_have_no_broken_line(name: str) -> None:
    suite = open_suite(name)
    assert suite.questions and not suite.broken
