from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from aiws_cli.core.language import Language
from aiws_cli.evaluation.compare import compare
from aiws_cli.evaluation.figures import Table, p_text, rate_text, tables
from aiws_cli.evaluation.rates import Rate
from aiws_cli.evaluation.record import Record
from aiws_cli.evaluation.summary import summarise
from aiws_cli.evaluation.told import markdown, told
from aiws_cli.ui.cells import width
from support.evaluation import record, runs


def test_a_rate_is_told_with_its_interval_and_count() -> None:
    assert rate_text(Rate(12, 20)) == "60.0% (38.7–78.1) 12/20"
    assert rate_text(Rate(0, 0)) == "–"
    assert p_text(0.00001) == "< 0.001"
    assert p_text(0.0385) == "0.038"


RECORDS = [
    record("a", category="집계", mends=({"rule": "cast"},), prompt_tokens=1200, model_calls=1),
    record("b", ok=False, category="join", language="ko", baseline_ok=True, baseline_tokens=2000),
    record("c", ok=False, category="join", expect="clarify", cause="answered", gold_tables=("t",)),
]


@pytest.mark.parametrize(("language", "label"), [("ko", "실행 정확도"), ("en", "Execution accuracy")])
def test_the_figures_are_told_in_the_language_asked_for(language: Language, label: str) -> None:
    text = told(summarise(RECORDS), language=language)
    first = text.splitlines()[0]
    assert first.startswith(label)
    assert first.endswith("  50.0% (9.5–90.5) 1/2")
    assert "집계" in text and "cast" in text


def test_columns_stand_under_each_other_by_display_width() -> None:
    lines = told(summarise(RECORDS), language="en").splitlines()
    start = lines.index("By category")
    rows = lines[start + 1 : start + 4]
    assert len({width(line) for line in rows}) == 1
    assert rows[2].startswith("  집계  ")


def test_markdown_tables_have_as_many_cells_in_every_row() -> None:
    text = markdown(summarise(RECORDS), compare(RECORDS, RECORDS), language="en")
    lines = text.splitlines()
    for above, below in pairwise(lines):
        if above.startswith("|") and below.startswith("|"):
            assert above.count("|") == below.count("|")
    assert "**By category**" in lines
    assert text.endswith("\n")


def test_names_of_a_suite_bring_neither_markup_nor_control_characters() -> None:
    records = [record("a", category="a|b<script>\x1b[31m\nx"), record("b", category="[l](http://e.example)")]
    shown = markdown(summarise(records))
    assert "a\\|b&lt;script>" in shown
    assert "\\[l](" in shown
    plain = told(summarise(records))
    assert "\x1b" not in plain
    assert "a|b<script> x" in plain


def test_a_run_of_retrieval_shows_tables_found_and_nothing_of_sql() -> None:
    records = [record("a", gold_tables=("t",), found=("t",)), record("b", gold_tables=("u",), found=("t",))]
    text = told(summarise(records), language="en")
    assert "Finding tables" in text
    assert "MRR" in text.splitlines()[1]
    assert "Execution accuracy" not in text
    assert "Cost" not in text


def test_nothing_gives_nothing() -> None:
    assert told(summarise([])) == ""


@given(runs(), runs())
def test_every_row_has_a_cell_for_every_column(before: list[Record], after: list[Record]) -> None:
    for language in ("ko", "en"):
        made: tuple[Table, ...] = tables(summarise(after), compare(before, after), language)
        assert all(len(row) == len(t.head) for t in made for row in t.rows)
        assert len({t.key for t in made}) == len(made)
        told(summarise(after), compare(before, after), language=language)
