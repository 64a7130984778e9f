"""Saved conversations: whole lines, one writer at a time, owner only."""

from __future__ import annotations

import json
import multiprocessing
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.sessions import NoSessionError, NoTurnError, SessionBusyError, SessionStore, StateError

NOW = datetime(2026, 9, 30, 9, 0, tzinfo=UTC)
STARTED = {"type": "turn_started", "at": "2026-09-30T09:00:00+00:00", "question": "예금 잔액"}


def made(folder: Path) -> tuple[SessionStore, str]:
    store = SessionStore(folder / "sessions")
    session = store.create(NOW)
    store.append(session, (STARTED,))
    return store, session


def test_append_list_load_export_delete(tmp_path: Path) -> None:
    store, session = made(tmp_path)
    store.append(session, ({"type": "answer", "answer": "끝"},))
    (info,) = store.list()
    assert (info.id, info.turns, info.title) == (session, 1, "예금 잔액")
    assert [r["type"] for r in store.load(session)] == ["turn_started", "answer"]
    assert json.loads(store.export(session, store.load(session)))["records"][1]["answer"] == "끝"
    assert store.latest() == store.resolve(session[:10]) == session
    assert stat.S_IMODE(store.path(session).stat().st_mode) == 0o600
    store.delete(session)
    assert store.list() == () and list(store.folder.iterdir()) == []


def test_a_torn_line_costs_only_itself(tmp_path: Path) -> None:
    store, session = made(tmp_path)
    with store.path(session).open("a") as file:
        file.write('{"type": "answer", "ans')
    store.append(session, ({"type": "answer", "answer": "다음"},))
    assert [r.get("answer") for r in store.load(session)] == [None, "다음"]


@pytest.mark.parametrize("wrong", ["", "../../etc/passwd", "20260930-090000-zzzzzz", "x" * 300])
def test_an_id_never_reaches_the_file_system_unchecked(tmp_path: Path, wrong: str) -> None:
    store, _ = made(tmp_path)
    with pytest.raises(NoSessionError):
        store.load(wrong)
    with pytest.raises(NoSessionError):
        store.resolve(wrong)


def _hold(folder: str, session: str, held: Any, release: Any) -> None:
    with SessionStore(Path(folder)).locked(session):
        held.set()
        release.wait(20)


def test_two_processes_on_one_session(tmp_path: Path) -> None:
    store, session = made(tmp_path)
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(str(store.folder), session, held, release))
    other.start()
    try:
        assert held.wait(20)
        with pytest.raises(SessionBusyError) as caught, store.locked(session):
            pass
        assert caught.value.exit_code == 75
    finally:
        release.set()
        other.join(20)
    with store.locked(session):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said_and_what_stood_there_stays(tmp_path: Path) -> None:
    store, session = made(tmp_path)
    full = store.create(NOW)
    (store.folder / f"{full}.jsonl").symlink_to("/dev/full")
    with pytest.raises(StateError) as caught:
        store.append(full, (STARTED,))
    assert caught.value.exit_code == 3
    assert store.load(session)[0]["question"] == "예금 잔액"


REWOUND = ("q1", "a1", "q2", "a2", "q3", "a3", "r1", "q4", "a4")


@pytest.mark.parametrize(
    ("turns", "kept"),
    [(None, REWOUND), (1, REWOUND[:2]), (2, REWOUND[:4]), (3, REWOUND[:6]), (4, REWOUND)],
)
def test_a_fork_holds_what_stood_there_after_that_turn(
    tmp_path: Path, turns: int | None, kept: tuple[str, ...]
) -> None:
    store = SessionStore(tmp_path / "sessions")
    types = {"q": "turn_started", "a": "answer", "r": "rewound"}
    session = store.create(NOW)
    store.append(session, tuple({"type": types[m[0]], "mark": m, "turn": int(m[1])} for m in REWOUND))
    made = store.fork(session, NOW, turns=turns)
    first, *rest = store.load(made)
    assert (first["type"], first["from"]) == ("forked", session)
    assert tuple(r["mark"] for r in rest) == kept
    assert stat.S_IMODE(store.path(made).stat().st_mode) == 0o600


def test_there_is_nothing_to_fork_before_the_first_turn(tmp_path: Path) -> None:
    store, session = made(tmp_path)
    with pytest.raises(NoTurnError) as caught:
        store.fork(session, NOW, turns=2)
    assert caught.value.exit_code == 2
    with pytest.raises(NoSessionError):
        store.fork(store.create(NOW), NOW)


SEARCHED = [
    ("예금", ["q"]),
    ("잔액 예금", ["q"]),
    ("4711", ["a"]),
    ("예금 4711", ["q"]),
    ("DEPOSIT", ["a"]),
    ("없는말", []),
    ("select", []),
]


@pytest.mark.parametrize(("words", "where"), SEARCHED)
def test_search_looks_at_questions_and_prose(tmp_path: Path, words: str, where: list[str]) -> None:
    store, session = made(tmp_path)
    answer = {
        "type": "answer",
        "answer": "합계는 4711 (deposit)입니다.",
        "executed_sql": "select 1",
        "rows": [["없는말"]],
    }
    store.append(session, (answer,))
    found = store.search(words, store.load)
    assert [h.where[0] for h in found] == where
    assert all((h.id, h.turn) == (session, 1) for h in found)


def test_search_passes_over_what_cannot_be_read_and_tells_no_number(tmp_path: Path) -> None:
    store, session = made(tmp_path)
    other = store.create(NOW)
    store.append(other, ({**STARTED, "question": "고객 900101-1234567의 예금"},))

    def load(session_id: str) -> Any:
        if session_id == session:
            raise PermissionError
        return store.load(session_id)

    (hit,) = store.search("예금", load)
    assert hit.id == other and "900101-1234567" not in hit.question + hit.text
