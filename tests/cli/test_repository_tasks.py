"""Small repository tasks: every check tells right from wrong, and `aiws ask` does every task with a model that says how."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import cycle
from pathlib import Path

import pytest

import aiws_cli
from repository_tasks.replies import FORMS, reply
from repository_tasks.scoring import KINDS, Score, Task, files, lay_out, put, score, tasks
from support.ollama_wire import OllamaWireServer
from support.terminal import PROGRAM

TASKS = tasks()
each_task = pytest.mark.parametrize("task", TASKS, ids=[t.name for t in TASKS])


def test_what_there_is() -> None:
    assert (
        len(TASKS) == 30 and {t.kind for t in TASKS} == set(KINDS) and {t.level for t in TASKS} == {1, 2, 3}
    )
    assert sum(t.korean for t in TASKS) == 15


@each_task
def test_a_check_tells_right_from_wrong(task: Task, tmp_path: Path) -> None:
    folder = tmp_path / "as it was"
    lay_out(task, folder)
    assert score(task, folder) == Score("unchanged", "no file was changed")
    # Every file of the solution is otherwise or there, and nothing of what was asked for is done.
    was = files(folder)
    put({p: was.get(p, b"") + b"\n" for p in files(task.folder / "expected")}, folder)
    assert score(task, folder).verdict in ("wrong", "broke")
    assert score(task, solved(task, tmp_path / "done")) == Score("right")


def test_what_nobody_asked_for_is_no_solution(tmp_path: Path) -> None:
    folder = solved(TASKS[0], tmp_path)
    put({"notes.tmp": b"x", "__pycache__/a.pyc": b"x", ".aider.chat.history.md": b"x"}, folder)
    assert score(TASKS[0], folder) == Score("broke", "also changed: notes.tmp")


def solved(task: Task, folder: Path) -> Path:
    put(task.solution(), folder)
    return folder


@pytest.mark.loopback
@pytest.mark.usefixtures("with_demo")
@pytest.mark.parametrize(
    ("task", "form"), list(zip(TASKS, cycle(FORMS), strict=False)), ids=[t.name for t in TASKS]
)
def test_the_agent_does_it(task: Task, form: str, tmp_path: Path, ollama_wire: OllamaWireServer) -> None:
    folder = tmp_path / "repository"
    lay_out(task, folder)
    ollama_wire.replies = [reply(task, form)]
    done = subprocess.run(
        [*PROGRAM, "ask", "--mode", "auto", "--json", task.request],
        cwd=folder,
        env={
            **os.environ,
            "OLLAMA_HOST": ollama_wire.host,
            "PYTHONPATH": str(Path(aiws_cli.__file__).parents[1]),
        },
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, (done.stdout.decode(), done.stderr.decode())
    answer = json.loads(done.stdout)
    # One name for another needs no model.
    asked = 0 if task.kind == "rename" else 1
    assert answer["intent"] == "work" and answer["usage"]["model_calls"] == asked, answer
    assert files(folder) == task.solution()
    changed = {p for p, raw in task.solution().items() if files(task.folder / "input").get(p) != raw}
    assert set(answer["files_changed"]) == changed


@pytest.mark.loopback
def test_the_benchmark_runs(tmp_path: Path, ollama_wire: OllamaWireServer) -> None:
    task = next(t for t in TASKS if t.name == "interest_days")
    ollama_wire.replies = [*["이 쿼리는 이미 그렇습니다."] * 2, reply(task, "whole")]
    program = Path(__file__).parents[2] / "benchmarks" / "repository_tasks.py"
    done = subprocess.run(
        [
            *(sys.executable, str(program), "--server", f"http://{ollama_wire.host}"),
            *("--model", "qwen2.5-coder:1.5b", "--keep", str(tmp_path)),
            *("--only", task.name, "overdue_from_90_days"),
        ],
        env={**os.environ, "PYTHONPATH": str(Path(aiws_cli.__file__).parents[1])},
        capture_output=True,
        timeout=120,
        check=False,
    )
    out = done.stdout.decode()
    assert done.returncode == 0, (out, done.stderr.decode())
    assert "ok test      1 interest_days" in out and "1 calls" in out
    assert "no query     1 overdue_from_90_days" in out and "unchanged: no file was changed" in out
    assert "done: 1 of 2" in out
    assert files(tmp_path / "aiws" / task.name) == task.solution()
