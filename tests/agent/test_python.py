"""Code in the tool loop: it gets results of the session and nothing else, a person agrees or it does not run, and the log knows."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.turn import AskOptions
from aiws_cli.app import Application
from aiws_cli.core.answer import Answer
from aiws_cli.core.deeds import Approval, Deed
from aiws_cli.core.events import Answered, Event, ToolFinished
from aiws_cli.core.messages import Reply
from aiws_cli.governance.audit.log import read
from aiws_cli.sandbox.choose import SandboxMissing
from support.sandbox.tiers import need
from support.scripted_model import ScriptedModel, call

Make = Callable[..., Application]
BRANCHES = "SELECT branch_name, region FROM bank.branches ORDER BY branch_name LIMIT 3"
ASKED = "파이썬 스크립트로 지점 이름의 길이를 계산해줘"


class Approving:
    """A person who answers the same every time, and remembers what was shown."""

    def __init__(self, answer: bool) -> None:
        self.answer, self.shown = answer, list[Deed]()

    def approve(self, deed: Deed, why: str, tainted_by: Sequence[str], pattern: str = "") -> Approval:
        self.shown.append(deed)
        return Approval(self.answer)


def work(
    application: Application, mode: str = "auto", approver: Approving | None = None
) -> tuple[Answer, list[Event], ScriptedModel]:
    """One question asked under this mode."""
    model = application._model
    assert isinstance(model, ScriptedModel)
    conversation = application.conversation()
    events = list(conversation.ask(ASKED, AskOptions(mode=mode, approver=approver)))  # type: ignore[arg-type]
    last = events[-1]
    assert isinstance(last, Answered)
    return last.answer, events, model


def model_of(*codes: str, sql: str = BRANCHES) -> ScriptedModel:
    return ScriptedModel(
        [call("run_sql", sql=sql), *(call("run_python", code=c) for c in codes), Reply("다 했습니다.")]
    )


def told(model: ScriptedModel) -> str:
    """What the model was told last."""
    return model.requests[-1].messages[-1].content


def records(application: Application, kind: str) -> list[dict[str, Any]]:
    return [r for r in read(application.audit_path) if r["kind"] == kind]


@pytest.fixture(autouse=True)
def _a_sandbox() -> None:
    need("landlock")


COUNT = """
import duckdb
t = duckdb.sql("SELECT branch_name, length(branch_name) AS n FROM r1 ORDER BY 1")
print("rows", len(t.fetchall()))
t.write_csv("result.csv")
"""


def test_code_works_on_a_result_and_its_table_is_the_answer(application: Make) -> None:
    app = application(model_of(COUNT))
    answer, events, model = work(app)
    assert (answer.status, answer.intent, answer.answer) == ("ok", "work", "다 했습니다."), answer
    assert [c.name for c in answer.columns] == ["branch_name", "n"]
    assert len(answer.rows) == 3 and all(row[1] == len(row[0]) for row in answer.rows)
    assert "rows 3" in told(model) and "r2:" in told(model) and answer.rows[0][0] in told(model)
    assert all(e.ok for e in events if isinstance(e, ToolFinished))
    assert not list((app.settings.home / "runs").iterdir())


def test_the_log_has_the_code_and_what_went_in_but_no_value(application: Make) -> None:
    app = application(model_of(COUNT))
    answer, _, _ = work(app)
    (begun,) = records(app, "python")
    (query,) = records(app, "query")
    ended = next(r for r in records(app, "outcome") if r["of"] == begun["id"])
    assert answer.audit_id == begun["id"]
    assert begun["code"].strip() == COUNT.strip() and begun["inputs"] == ["r1"]
    assert begun["source"] == {"r1": query["id"]} and begun["tier"] in ("bubblewrap", "landlock")
    of_query = next(r for r in records(app, "outcome") if r["of"] == query["id"])
    assert begun["result_digest"]["r1"] == of_query["result_digest"]
    assert (begun["user"], begun["role"], bool(begun["policy"])) == (app.user, app.identity.role, True)
    assert (ended["status"], ended["exit"], ended["row_count"]) == ("ok", 0, 3)
    assert ended["bytes"]["stdout"] > 0 and [f["name"] for f in ended["files"]] == ["result.csv"]
    log = app.audit_path.read_text(encoding="utf-8")
    assert not any(row[0] in log for row in answer.rows)


def test_only_the_results_that_are_named_go_in(application: Make) -> None:
    peek = "import os; print(sorted(os.listdir('../inputs')))"
    model = ScriptedModel(
        [
            call("run_sql", sql=BRANCHES),
            call("run_sql", sql=BRANCHES.replace("LIMIT 3", "LIMIT 2")),
            call("run_python", code=f"{peek}  # r2"),
            Reply("네."),
        ]
    )
    app = application(model)
    work(app)
    assert "['code.py', 'r2.parquet']" in told(model)


def test_neither_the_warehouse_nor_our_state_is_there(application: Make, demo_file: Path) -> None:
    app = application(ScriptedModel())
    places = [str(demo_file), str(app.settings.home), str(app.settings.home / "audit"), str(demo_file.parent)]
    code = (
        "import duckdb, os\n"
        f"for p in {places!r}:\n"
        "    try: print('SEEN', os.listdir(p) if os.path.isdir(p) else open(p, 'rb').read(4))\n"
        "    except OSError as e: print('not', type(e).__name__)\n"
        f"try: print('SEEN', duckdb.connect({str(demo_file)!r}, read_only=True))\n"
        "except Exception as e: print('not', type(e).__name__)\n"
        "try: duckdb.sql(\"SELECT * FROM 'https://example.invalid/x.parquet'\").fetchall(); print('SEEN')\n"
        "except Exception as e: print('not', type(e).__name__)\n"
    )
    app._model = model_of(code)
    _, _, model = work(app)
    assert "SEEN" not in told(model) and told(model).count("not ") == len(places) + 2, told(model)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("1 / 0", 'File "code.py", line 1'),
        ("print(undefined)", "NameError"),
        ("while True: pass", "limit of time"),
        ("x = bytearray(b'x') * (2 << 30); import time; time.sleep(5)", "limit of memory"),
        ("x = 1", "nothing printed"),
        ("open('result.csv', 'w').write('not,a\\ntable')", "r2:"),
        (
            "import json; json.dump({'columns': [['a', 'INT']], 'rows': [[1, 2]]}, open('.table.json', 'w'))",
            "nothing printed",
        ),
        ("open('.table.json', 'w').write('[' * 100_000)", "nothing printed"),
        ("import os; os.symlink('/etc/passwd', '.table.json')", None),
        ("print('\\x1b]0;title\\x07\\u202eabc')", "abc"),
        ("print('x' * 100_000)", "x…"),
    ],
    ids=str,
)
def test_what_the_model_is_told(application: Make, code: str, says: str | None) -> None:
    app = application(model_of(code))
    seconds = 2.0 if says == "limit of time" else 60.0
    app.settings = app.settings.model_copy(update={"limit_seconds": seconds})
    answer, _, model = work(app)
    assert answer.status == "ok", answer
    assert says is None or says in told(model), told(model)
    assert "\x1b" not in told(model) and "\u202e" not in told(model) and len(told(model)) < 6_000
    assert "inside.py" not in told(model) and "with_tables" not in told(model)


def test_code_that_does_not_parse_never_starts(application: Make) -> None:
    app = application(model_of("def f(:"))
    _, events, model = work(app)
    assert "SyntaxError" in told(model) and records(app, "python") == []
    assert [e.ok for e in events if isinstance(e, ToolFinished)] == [True, False]


def test_without_a_person_nothing_runs(application: Make) -> None:
    app = application(model_of("open('ran', 'w')"))
    answer, _, _ = work(app, mode="ask")
    assert (answer.exit_code, answer.error.code if answer.error else "") == (5, "approval_needed")
    assert records(app, "python") == []


def test_a_person_sees_the_code_and_what_goes_in(application: Make) -> None:
    yes, no = Approving(True), Approving(False)
    app = application(model_of(COUNT))
    answer, _, _ = work(app, mode="ask", approver=yes)
    assert answer.status == "ok" and len(yes.shown) == 1
    assert COUNT in yes.shown[0].detail and "# inputs: r1" in yes.shown[0].detail and yes.shown[0].confined
    app = application(model_of(COUNT))
    before = len(records(app, "python"))
    answer, _, _ = work(app, mode="ask", approver=no)
    assert answer.exit_code == 5 and len(records(app, "python")) == before


def test_in_plan_mode_nothing_runs(application: Make) -> None:
    app = application(model_of(COUNT))
    work(app, mode="plan")
    assert records(app, "python") == []


def test_without_a_sandbox_nothing_runs(application: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiws_cli.sandbox.bubblewrap.find", lambda: None)
    monkeypatch.setattr("aiws_cli.sandbox.landlock.version", lambda: 0)
    app = application(model_of("open('ran', 'w')"))
    answer, _, _ = work(app)
    assert answer.error is not None
    assert (answer.exit_code, answer.error.code) == (
        3,
        "sandbox_missing",
    ) and "bubblewrap" in answer.error.hint
    assert records(app, "python") == []
    with pytest.raises(SandboxMissing):
        _ = app.sandbox


def test_without_walls_everybody_is_told(application: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the administrator may allow: it still needs a person, whatever the mode, and the label is everywhere."""
    monkeypatch.setattr("aiws_cli.sandbox.bubblewrap.find", lambda: None)
    monkeypatch.setattr("aiws_cli.sandbox.landlock.version", lambda: 0)
    notices: list[str] = []
    app = application(model_of(COUNT))
    app.settings = app.settings.model_copy(update={"sandbox": "none-allowed"})
    app.notify = notices.append
    answer, _, _ = work(app)
    assert answer.exit_code == 5
    yes = Approving(True)
    app._model = model_of(COUNT)
    answer, events, model = work(app, approver=yes)
    assert answer.status == "ok" and answer.answer.startswith("[샌드박스 없이 실행됨]"), answer
    assert "unsandboxed" in yes.shown[0].detail and not yes.shown[0].confined
    assert "unsandboxed" in told(model)
    assert any("unsandboxed" in e.summary for e in events if isinstance(e, ToolFinished))
    (begun,) = records(app, "python")
    assert (begun["tier"], begun["label"]) == ("none", "unsandboxed")
    assert len(notices) == 1 and len(records(app, "sandbox")) == 1


def test_earlier_results_of_the_session_are_there(application: Make) -> None:
    model = ScriptedModel([BRANCHES, call("run_python", code=COUNT), Reply("네.")])
    app = application(model, without=("compose",))
    conversation = app.conversation()
    list(conversation.ask("지점 이름과 지역을 이름순으로 3개 보여줘"))
    events = list(conversation.ask(ASKED, AskOptions(mode="auto")))
    assert isinstance(events[-1], Answered) and events[-1].answer.status == "ok", events[-1]
    asked = model.requests[1].messages[-1].content
    assert "r1: branch_name, region (3 rows)" in asked and "<data" in asked
    assert "rows 3" in told(model)


def test_what_a_program_that_died_left_is_cleared_away(application: Make) -> None:
    app = application(model_of(COUNT))
    left = app.settings.home / "runs" / "4194999-left"
    left.mkdir(parents=True)
    (left / "rows.parquet").write_text("rows")
    young = app.settings.home / "runs" / "4194998-young"
    young.mkdir()
    os.utime(left, (0, 0))
    work(app)
    assert not left.exists() and young.exists()
