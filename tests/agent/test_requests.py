"""Requests people really make, with the SQL a small model really wrote: the answer's rows are the committed ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from aiws_cli.app import Application
from aiws_cli.core.events import Answered
from demo_requests.scoring import expected, matches, requests
from support.scripted_model import ScriptedModel

WRITTEN: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "requests_written.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("request_line", requests(), ids=lambda r: str(r["id"]))
def test_request(application: Callable[[ScriptedModel], Application], request_line: dict[str, Any]) -> None:
    model = ScriptedModel(WRITTEN[request_line["id"]])
    conversation = application(model).conversation()
    for number, turn in enumerate(request_line["turns"]):
        last = list(conversation.ask(turn["question"]))[-1]
        assert isinstance(last, Answered)
        answer = last.answer
        assert answer.status == "ok" and answer.usage.model_calls == 1, answer.error
        assert matches(
            [c.name for c in answer.columns], answer.rows, turn, expected(request_line["id"], number)
        )
        assert answer.intent == ("data" if number == 0 else "follow_up")
        assert "2026-09-30" in answer.answer


def test_scoring_can_fail() -> None:
    turn = requests()[0]["turns"][0]
    gold = expected("fund-wraps", 0)
    names, rows = gold[0]["columns"], gold[0]["rows"]
    assert matches(names, rows, turn, gold)
    assert matches(names[::-1], [r[::-1] for r in rows], turn, gold)
    assert not matches(names, rows[1:], turn, gold)
    assert not matches(names, [[r[0], "0", *r[2:]] for r in rows], turn, gold)
    shifted = [[rows[i - 1][0], *r[1:]] for i, r in enumerate(rows)]
    assert not matches(names, shifted, turn, gold)
