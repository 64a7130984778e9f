"""The fifteen data requests for Python, their mechanics: a scripted model, the real warehouse, the real sandbox."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.turn import AskOptions
from aiws_cli.app import Application
from aiws_cli.core.events import Answered
from python_requests.scoring import gold, requests, right
from support.sandbox.tiers import need
from support.scripted_model import ScriptedModel

REQUESTS = requests()


def test_there_are_fifteen() -> None:
    assert len({r["id"] for r in REQUESTS}) == 15


@pytest.mark.parametrize("request_", REQUESTS, ids=[r["id"] for r in REQUESTS])
def test_a_request(
    application: Callable[..., Application], demo_file: Path, request_: dict[str, Any]
) -> None:
    need("landlock")
    model = ScriptedModel(request_["replies"])
    conversation = application(model).conversation()
    for question in request_["questions"]:
        last = list(conversation.ask(question, AskOptions(mode="auto")))[-1]
    assert isinstance(last, Answered) and last.answer.status == "ok", last
    assert last.answer.script and len(model.requests) == len(request_["replies"])
    expected = gold(request_, demo_file)
    assert expected and right(request_, last.answer.rows, expected), (last.answer.rows, expected)


@pytest.mark.parametrize(
    ("rows", "expected", "fits"),
    [
        ([("a", 1.0), ("b", 2.0)], [("b", 2.0005), ("a", 1.0)], True),
        ([("a", 1.0), ("b", 2.0)], [("b", 2.01), ("a", 1.0)], False),
        ([("a", 1.0), ("b", 2.0)], [("a", 1.0)], False),
        ([("a", "1.00", None)], [("a", 1)], True),
        ([], [("a", 1)], False),
    ],
)
def test_what_is_right(rows: list[Any], expected: list[Any], fits: bool) -> None:
    assert right({}, rows, expected) is fits
