"""The reply cache: equal requests to equal weights, and nothing else, are answered from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aiws_cli.core.messages import Message, ModelRequest, Reply, TextPart, Usage
from aiws_cli.models.reply_cache import CachedModel, CacheMissError
from support.scripted_model import ScriptedModel, call

ASK = ModelRequest((Message("user", "고객 수는?"),))


def last(model: CachedModel, request: ModelRequest = ASK) -> Reply:
    *parts, reply = model.stream(request)
    assert isinstance(reply, Reply)
    assert "".join(p.text for p in parts if isinstance(p, TextPart)) == reply.text
    return reply


def test_the_second_time_costs_nothing(tmp_path: Path) -> None:
    inner = ScriptedModel([Reply("SELECT 1", usage=Usage(10, 2, 3), stop="length")])
    first, second = last(CachedModel(inner, tmp_path)), last(CachedModel(inner, tmp_path))
    assert second == replace(first, from_cache=True)
    assert len(inner.requests) == 1


def test_tool_calls_are_kept(tmp_path: Path) -> None:
    model = CachedModel(ScriptedModel([call("run_sql", sql="SELECT 1", limit=5)]), tmp_path)
    assert last(model).tool_calls == last(model).tool_calls


@pytest.mark.parametrize(
    "change",
    [{"temperature": 0.5}, {"max_tokens": 3}, {"stop": (";",)}, {"messages": (Message("user", "?"),)}],
)
def test_whatever_shapes_the_reply_is_in_the_key(tmp_path: Path, change: dict[str, object]) -> None:
    model = CachedModel(ScriptedModel(["one", "two"]), tmp_path)
    assert last(model).text == "one"
    assert last(model, replace(ASK, **change)).text == "two"  # type: ignore[arg-type]


def test_other_weights_have_other_replies(tmp_path: Path) -> None:
    assert last(CachedModel(ScriptedModel(["one"], name="a"), tmp_path)).text == "one"
    assert last(CachedModel(ScriptedModel(["two"], name="b"), tmp_path)).text == "two"


def test_replay_only_never_asks(tmp_path: Path) -> None:
    inner = ScriptedModel(["one"])
    with pytest.raises(CacheMissError):
        last(CachedModel(inner, tmp_path, replay_only=True))
    last(CachedModel(inner, tmp_path))
    assert last(CachedModel(inner, tmp_path, replay_only=True)).from_cache


def test_a_broken_file_is_written_anew(tmp_path: Path) -> None:
    inner = ScriptedModel(["one", "two"])
    last(CachedModel(inner, tmp_path))
    (file,) = tmp_path.glob("*/*.json")
    file.write_text("{")
    assert last(CachedModel(inner, tmp_path)).text == "two"
    assert last(CachedModel(inner, tmp_path)).from_cache


def test_an_unfinished_reply_is_not_kept(tmp_path: Path) -> None:
    stream = CachedModel(ScriptedModel(["a long reply"]), tmp_path).stream(ASK)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []
