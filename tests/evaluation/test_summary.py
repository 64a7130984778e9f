from __future__ import annotations

import json

import pytest
from hypothesis import given

from aiws_cli.evaluation.ranking import ranked, retrieval
from aiws_cli.evaluation.rates import Rate
from aiws_cli.evaluation.record import Record
from aiws_cli.evaluation.summary import Decision, summarise
from support.evaluation import record, runs


def test_only_questions_that_want_an_answer_and_have_a_gold_count_for_accuracy() -> None:
    summary = summarise(
        [
            record("right"),
            record("wrong", ok=False),
            record("fault", ok=False, status="failed", error="boom", cause="no_answer"),
            record("no gold", ok=False, gold_error="no such table", cause=""),
            record("clarified", expect="clarify", status="clarify", category="vague"),
        ]
    )
    assert summary.accuracy == Rate(1, 3)
    assert summary.overall.right == Rate(2, 4)
    assert summary.overall.gold_errors == 1
    assert summary.causes == {"no_answer": 1, "values": 1}
    assert [(g.name, g.accuracy, g.right) for g in summary.by_category] == [
        ("count", Rate(1, 3), Rate(1, 3)),
        ("vague", Rate(0, 0), Rate(1, 1)),
    ]


def test_groups_by_language_database_and_half() -> None:
    summary = summarise(
        [
            record("a", language="ko", db_id="shop", held=True),
            record("b", ok=False, language="en", db_id="shop"),
            record("c", language="ko", db_id="zoo"),
        ]
    )
    assert {g.name: g.accuracy for g in summary.by_language} == {"en": Rate(0, 1), "ko": Rate(2, 2)}
    assert {g.name: g.accuracy for g in summary.by_database} == {"shop": Rate(1, 2), "zoo": Rate(1, 1)}
    assert {g.name: g.accuracy for g in summary.by_half} == {"held": Rate(1, 1), "open": Rate(1, 2)}


def test_the_baseline_is_paired_with_the_same_questions() -> None:
    summary = summarise(
        [
            record(
                "a",
                baseline_ok=False,
                baseline_tokens=1000,
                prompt_tokens=700,
                head_tokens=200,
                model_calls=1,
            ),
            record("b", baseline_ok=True, baseline_tokens=3000, prompt_tokens=500),
            record("c", ok=False, baseline_ok=True),
            record("d"),
            record("e", ok=False, gold_error="gone", baseline_ok=False),
        ]
    )
    assert summary.paired is not None
    assert (summary.paired.won, summary.paired.lost, summary.paired.both) == (1, 1, 1)
    assert summary.paired.first == Rate(2, 3)
    assert summary.overall.baseline == Rate(2, 3)
    assert summary.cost.baseline == 2000
    assert summary.cost.ratio == 0.25
    assert summarise([record("d")]).paired is None


def test_decisions_have_precision_and_recall() -> None:
    summary = summarise(
        [
            record("a", expect="clarify", status="clarify"),
            record("b", ok=False, expect="clarify", status="ok", cause="answered"),
            record("c", ok=False, status="clarify", cause="asked_back"),
            record("d", expect="deny", status="denied"),
            record("e"),
        ]
    )
    assert summary.decisions == (
        Decision("clarify", precision=Rate(1, 2), recall=Rate(1, 2)),
        Decision("deny", precision=Rate(1, 1), recall=Rate(1, 1)),
    )
    assert summary.confusion is not None
    assert summary.confusion.rows == ("answer", "clarify", "deny")
    assert summary.confusion.columns == ("ok", "clarify", "denied")
    assert summary.confusion.at("clarify", "ok") == 1
    assert summary.confusion.at("deny", "ok") == 0


def test_routing_counts_questions_that_say_what_they_are() -> None:
    summary = summarise(
        [
            record("a", intent="data", expected_intent="data"),
            record("b", intent="talk", expected_intent="catalog"),
            record("c", intent="talk"),
        ]
    )
    assert summary.routed == Rate(1, 2)
    assert summary.routing is not None
    assert summary.routing.as_dict() == {"catalog": {"talk": 1}, "data": {"data": 1}}
    assert summarise([record()]).routing is None


def test_ranked_tables_are_the_linked_ones_then_the_found_ones() -> None:
    case = record(linked=('main."Orders"', "customers"), found=("ORDERS", "main.items", "customers"))
    assert ranked(case) == ("orders", "customers", "items")


def test_retrieval_measures() -> None:
    cases = [
        record("a", gold_tables=("sales.orders", "sales.items"), linked=("sales.items",), found=("x", "sales.orders")),
        record("b", gold_tables=("z",), gold_table_sets=(("y1", "y2"), ("x",)), linked=("Y1", "X")),
        record("c", gold_tables=("nowhere",), linked=("x",)),
        record("d", linked=("x",)),
    ]  # fmt: skip
    found = retrieval(cases)
    assert found is not None
    assert found.questions == 3
    assert found.precision[1] == pytest.approx((1 + 1 + 0) / 3)
    assert found.precision[3] == pytest.approx((2 / 3 + 1 / 3 + 0) / 3)
    assert found.recall[1] == pytest.approx((0.5 + 0.5 + 0) / 3)
    assert found.recall[3] == pytest.approx((1 + 1 + 0) / 3)
    assert found.complete[3] == Rate(2, 3)
    assert found.mrr == pytest.approx((1 + 1 + 0) / 3)
    assert retrieval([record()]) is None


def test_a_run_of_retrieval_alone_claims_no_accuracy() -> None:
    summary = summarise([record(gold_tables=("a",), found=("a",))])
    assert summarise([record(gold_tables=("a",), gold=("SELECT 1",))]).accuracy == Rate(1, 1)
    assert summary.questions == 1
    assert summary.accuracy == Rate(0, 0)
    assert summary.confusion is None
    assert summary.cost.prompt is None
    assert summary.retrieval is not None
    assert summary.retrieval.mrr == 1


def test_costs_are_those_of_questions_that_want_an_answer() -> None:
    summary = summarise(
        [
            record("a", model_calls=1, prompt_tokens=900, head_tokens=600, cached_tokens=600, wall_s=1.0),
            record("b", model_calls=2, prompt_tokens=2000, head_tokens=600, completion_tokens=80, wall_s=3.0),
            record("c", expect="deny", status="denied", prompt_tokens=99, wall_s=9.0),
        ]
    )
    cost = summary.cost
    assert (cost.questions, cost.model_calls, cost.prompt) == (2, 1.5, 1450)
    assert (cost.own, cost.own_median) == (550, 550)
    assert (cost.cached, cost.completion) == (300, 40)
    assert (cost.wall_median_s, cost.wall_p90_s) == (2.0, pytest.approx(2.8))
    assert cost.ratio is None


def test_mends_count_uses_and_what_became_of_the_questions() -> None:
    summary = summarise(
        [
            record("a", mends=({"rule": "cast"}, {"rule": "join"}, {"rule": "cast"})),
            record("b", ok=False, mends=({"rule": "cast"},)),
            record("c", ok=False, mends=({"rule": "cast"},), gold_error="gone"),
        ]
    )
    assert [(m.rule, m.times, m.right) for m in summary.mends] == [
        ("cast", 4, Rate(1, 2)),
        ("join", 1, Rate(1, 1)),
    ]


@given(runs())
def test_the_parts_of_a_summary_add_up(records: list[Record]) -> None:
    summary = summarise(records, retrieval_only=False)
    for groups in (summary.by_category, summary.by_language, summary.by_database, summary.by_half):
        assert sum(g.accuracy.of for g in groups) == summary.accuracy.of
        assert sum(g.accuracy.hits for g in groups) == summary.accuracy.hits
        assert sum(g.gold_errors for g in groups) == summary.overall.gold_errors
    right = summary.overall.right
    assert right.of + summary.overall.gold_errors == len(records)
    assert sum(summary.causes.values()) == right.of - right.hits
    if summary.confusion:
        assert sum(summary.confusion.counts.values()) == len(records)
    json.dumps(summary.as_dict(), allow_nan=False)


@given(runs())
def test_the_order_of_records_changes_nothing(records: list[Record]) -> None:
    turned = summarise(records[::-1]).as_dict()
    straight = summarise(records).as_dict()
    assert turned["accuracy"] == straight["accuracy"]
    assert turned["causes"] == straight["causes"]
    assert turned["mends"] == straight["mends"]
    assert turned["decisions"] == straight["decisions"]


def test_no_records_give_an_empty_summary() -> None:
    assert summarise([]).as_dict()["accuracy"]["share"] is None
