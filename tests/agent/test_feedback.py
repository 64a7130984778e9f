"""Candidates: what is taken from a session, and how the file stands up to crashes and company."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.feedback import FeedbackStore, NoAnswerYetError, NoCandidateError, candidate
from aiws_cli.agent.sessions import StateError

NOW = datetime(2026, 11, 22, 9, 15, 3, tzinfo=UTC)


def answer(**more: Any) -> dict[str, Any]:
    return {
        "type": "answer",
        "session_id": "s",
        "question": "지점 수",
        "status": "ok",
        "intent": "data",
        "sql": "SELECT 1",
        "rows": [["홍길동", 1]],
        "answer": "1행",
        **more,
    }


def turn(question: str, *written: tuple[str, str]) -> list[dict[str, Any]]:
    started = {"type": "turn_started", "question": question, "role": "analyst", "as_of": "2026-09-30"}
    return [started, *({"type": kind, "sql": sql} for kind, sql in written)]


def test_the_sql_after_the_last_correction_is_what_a_reviewer_starts_from() -> None:
    records = [
        *turn("하나", ("sql_written", "SELECT 0")),
        answer(),
        *turn(
            "지점 수", ("sql_written", "A"), ("sql_mended", "B"), ("sql_written", "C"), ("sql_mended", "D")
        ),
        answer(sql="C", executed_sql="E"),
        {"type": "turn_state", "finding": {"question": "지점 수"}},
        *turn("그만둔 질문", ("sql_written", "Z")),
    ]
    made = candidate(records, verdict="good", user="kim", now=NOW, comment=" 맞음 ")
    assert (made.sql, made.mended_sql, made.executed_sql, made.best_sql) == ("C", "D", "E", "D")
    assert (made.question, made.comment, made.as_of, made.role) == (
        "지점 수",
        "맞음",
        "2026-09-30",
        "analyst",
    )
    assert "홍길동" not in json.dumps(made.as_dict(), ensure_ascii=False)
    assert candidate(records, verdict="bad", user="kim", now=NOW).best_sql == ""
    with pytest.raises(NoAnswerYetError):
        candidate(turn("아직"), verdict="good", user="kim", now=NOW)


def test_many_writers_leave_whole_lines(tmp_path: Path) -> None:
    folder = tmp_path / "feedback"

    def write(n: int) -> None:
        store = FeedbackStore(folder, "kim.jsonl")
        for _ in range(10):
            store.add(candidate([answer(question=f"질문 {n}" * 50)], verdict="good", user="kim", now=NOW))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(FeedbackStore(folder, "lee.jsonl").list()) == 40
    assert (folder / "kim.jsonl").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_damaged_and_newer_lines_are_passed_over(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path, "kim.jsonl")
    made = candidate([answer()], verdict="bad", user="kim", now=NOW)
    (tmp_path / "kim.jsonl").write_bytes(
        b'{"type": "candidate", "id": "../../x"}\n\xff\xfe\n[1]\n{"type": "later"}\n'
        + json.dumps({"type": "candidate", **made.as_dict(), "new_field": 1}).encode()
        + b'\n{"type": "candi'
    )
    assert store.list() == (made,)
    store.verified(made.id, "bank-q", NOW)
    assert [c.verified_as for c in store.list()] == ["bank-q"]
    assert store.get(made.id[:10]).id == made.id
    for wrong in ("", "x"):
        with pytest.raises(NoCandidateError):
            store.get(wrong)


def test_a_file_that_cannot_be_written_is_an_error_and_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("")
    (tmp_path / "kim.jsonl").symlink_to(tmp_path / "elsewhere")
    store = FeedbackStore(tmp_path, "kim.jsonl")
    with pytest.raises(StateError) as caught:
        store.add(candidate([answer()], verdict="bad", user="kim", now=NOW))
    assert "kim.jsonl" in caught.value.message("ko")
    assert (tmp_path / "elsewhere").read_text() == ""
