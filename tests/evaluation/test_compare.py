from __future__ import annotations

import json

from hypothesis import given

from aiws_cli.evaluation.compare import KINDS, compare
from aiws_cli.evaluation.record import Record
from support.evaluation import record, runs


def test_each_question_is_won_lost_or_stays() -> None:
    before = [
        record("won", ok=False, cause="columns"),
        record("lost"),
        record("right"),
        record("wrong", ok=False),
        record("old"),
        record("void"),
    ]
    after = [
        record("won"),
        record("lost", ok=False, category="join", cause="no_rows"),
        record("right"),
        record("wrong", ok=False),
        record("new"),
        record("void", ok=False, gold_error="gone"),
    ]
    found = compare(before, after)
    assert {c.id: c.kind for c in found.changes} == {
        "won": "won",
        "lost": "lost",
        "right": "right",
        "wrong": "wrong",
        "new": "after_only",
        "old": "before_only",
        "void": "uncounted",
    }
    assert found.paired.first.hits == found.paired.second.hits == 2
    assert found.paired.of == 4
    assert found.paired.p == 1
    assert [(c.name, c.paired.won, c.paired.lost) for c in found.by_category] == [
        ("count", 1, 0),
        ("join", 0, 1),
    ]
    (lost,) = found.of_kind("lost")
    assert (lost.before_cause, lost.after_cause) == ("", "no_rows")
    assert [q["id"] for q in found.as_dict()["questions"]] == ["won", "lost", "new", "void", "old"]


@given(runs(), runs())
def test_turned_around_what_was_won_is_lost(before: list[Record], after: list[Record]) -> None:
    there, back = compare(before, after), compare(after, before)
    mirror = {"won": "lost", "lost": "won", "before_only": "after_only", "after_only": "before_only"}
    assert {c.id: c.kind for c in back.changes} == {c.id: mirror.get(c.kind, c.kind) for c in there.changes}
    assert there.paired.p == back.paired.p
    assert there.paired.first == back.paired.second
    json.dumps(there.as_dict(), allow_nan=False)


@given(runs())
def test_a_run_against_itself_changes_nothing(records: list[Record]) -> None:
    found = compare(records, records)
    assert not found.of_kind("won") and not found.of_kind("lost")
    assert found.paired.p == 1
    assert sum(found.as_dict()["counts"][kind] for kind in KINDS) == len(records)
