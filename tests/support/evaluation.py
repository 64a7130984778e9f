"""Records made by hand, for tests of what is counted and shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from aiws_cli.evaluation.record import Record


def record(id: str = "q1", ok: bool = True, **values: Any) -> Record:
    """A question that wants an answer and got one; `values` are Record's own fields."""
    given: dict[str, Any] = {
        "question": f"question {id}",
        "category": "count",
        "expect": "answer",
        "status": "ok",
        "cause": "" if ok else "values",
    }
    return Record(id=id, ok=ok, **(given | values))


def asked(question: str, reply: str, *, head: str = "You write SQL.") -> tuple[dict[str, str], ...]:
    """One model call's messages."""
    return (
        {"role": "system", "content": head},
        {"role": "user", "content": question},
        {"role": "assistant", "content": reply},
    )


EXPECTED = ("answer", "clarify", "deny", "unanswerable")
STATUSES = ("ok", "clarify", "denied", "unanswerable", "failed", "limit")


@st.composite
def runs(draw: st.DrawFn, ids: Sequence[str] | None = None) -> list[Record]:
    """Records of a run with ids q0, q1, … or a part of `ids`."""
    names = ids or [f"q{i}" for i in range(12)]
    chosen = draw(st.lists(st.sampled_from(names), unique=True))
    return [
        record(
            name,
            draw(st.booleans()),
            expect=draw(st.sampled_from(EXPECTED)),
            status=draw(st.sampled_from(STATUSES)),
            category=draw(st.sampled_from(("count", "join"))),
            held=draw(st.booleans()),
            gold_error=draw(st.sampled_from(("", "", "", "no such table"))),
            baseline_ok=draw(st.sampled_from((None, True, False))),
            baseline_tokens=draw(st.integers(0, 3000)),
            gold_tables=draw(st.sampled_from(((), ("a",), ("a", "b")))),
            linked=draw(st.sampled_from(((), ("main.A",), ("c", "B", "a")))),
            mends=draw(st.sampled_from(((), ({"rule": "cast"},), ({"rule": "cast"}, {"rule": "cast"})))),
            prompt_tokens=draw(st.integers(0, 3000)),
            model_calls=draw(st.integers(0, 2)),
            wall_s=draw(st.floats(0, 60)),
        )
        for name in chosen
    ]
