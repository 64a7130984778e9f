"""Work on files: what code does of it by itself, and what it tells a model whose change will not do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.agent.turn import AskOptions
from aiws_cli.app import Application
from aiws_cli.core.answer import Answer
from aiws_cli.core.events import Answered, Event, ToolFinished
from aiws_cli.core.messages import Reply
from support.sandbox.tiers import need
from support.scripted_model import ScriptedModel

Make = Callable[..., Application]

RATE = (
    'def rate(a, b):\n    """Of a hundred."""\n    return a / b * 100\n\n\ndef name():\n    return "rate"\n'
)
SAFE = RATE.replace("    return a / b", "    if not b:\n        return 0\n    return a / b")
TESTS = "from report import rate\n\n\ndef test_rate():\n    assert rate(1, 2) == 50\n\n\ndef test_none():\n    assert rate(9, 0) == 0\n"
FIX = "test_report.py 테스트가 실패해. report.py를 고쳐줘"


@pytest.fixture
def project(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "report.py").write_text(RATE)
    (folder / "top.sql").write_text("-- 상위 10곳\nSELECT name FROM t LIMIT 10\n")
    monkeypatch.chdir(folder)
    return folder


def ask(
    application: Make, question: str, *replies: str | Reply, mode: Any = "auto-edit", **options: Any
) -> tuple[Answer, ScriptedModel, list[str]]:
    model = ScriptedModel(list(replies))
    conversation = application(model).conversation()
    events: list[Event] = list(conversation.ask(question, AskOptions(mode=mode, **options)))
    assert isinstance(events[-1], Answered)
    return events[-1].answer, model, [f"{e.tool} {e.summary}" for e in events if isinstance(e, ToolFinished)]


def whole(path: str, text: str) -> str:
    return f"{path}\n```\n{text}```\n"


def test_one_request_holds_the_files_and_its_reply_is_the_change(application: Make, project: Path) -> None:
    answer, model, did = ask(
        application, "report.py의 rate가 0으로 나누지 않게 고쳐줘", whole("report.py", SAFE)
    )
    assert (project / "report.py").read_text() == SAFE and answer.files_changed == ("report.py",)
    (request,) = model.requests
    assert not request.tools and [m.role for m in request.messages] == ["system", "user"]
    asked = request.messages[1].content
    assert asked.index("return a / b") < asked.index("Now do this: report.py의 rate가")
    assert "report.py (+2 −0)" in answer.answer and did == ["read_file report.py", "edit_file report.py 수정"]


def test_a_fence_without_a_path_is_the_one_file_it_can_be(application: Make, project: Path) -> None:
    text = "-- 상위 20곳\nSELECT name FROM t LIMIT 20\n"
    answer, _, _ = ask(application, "top.sql을 20곳으로 바꿔줘", f"```sql\n{text}```")
    assert answer.status == "ok" and (project / "top.sql").read_text() == text


def test_an_example_is_no_file(application: Make, project: Path) -> None:
    answer, _, _ = ask(
        application,
        "report.py를 고쳐줘",
        "```python\nprint(1)\n```",
        "```python\nprint(2)\n```",
        "안 됩니다.",
    )
    assert answer.status == "failed" and (project / "report.py").read_text() == RATE


def test_what_is_wrong_is_told_and_nothing_of_it_written(application: Make, project: Path) -> None:
    bad = whole("report.py", SAFE.replace("if not b:", "if not total:"))
    answer, model, _ = ask(application, "report.py를 고쳐줘", bad, whole("report.py", SAFE))
    assert answer.status == "ok" and (project / "report.py").read_text() == SAFE
    assert "undefined name 'total'" in model.requests[1].messages[-1].content
    assert model.requests[1].messages[:2] == model.requests[0].messages, "what was read is not read again"


def test_what_was_left_out_is_put_back_and_said(application: Make, project: Path) -> None:
    half = "\n".join(SAFE.split("\n")[:6]) + "\n"
    answer, _, did = ask(application, "report.py의 rate를 고쳐줘", whole("report.py", half))
    assert (project / "report.py").read_text() == SAFE and "name" in did[-1] and answer.status == "ok"


def test_a_model_that_changes_nothing_is_told_once_and_its_words_are_shown(
    application: Make, project: Path
) -> None:
    answer, model, _ = ask(application, "report.py를 고쳐줘", "고칠 것이 없습니다.", "정말 없습니다.")
    assert len(model.requests) == 2 and answer.error is not None
    assert answer.error.code == "change_not_made" and "정말 없습니다." in answer.error.message
    assert (project / "report.py").read_text() == RATE


def test_a_name_is_changed_without_a_model(application: Make, project: Path) -> None:
    (project / "use.py").write_text("from report import rate\n\nprint(rate(1, 2))\n")
    answer, model, _ = ask(application, "rate 함수 이름을 overdue_rate로 바꿔줘")
    assert not model.requests and set(answer.files_changed) == {"report.py", "use.py"}
    assert 'return "rate"' in (project / "report.py").read_text(), "a text is no name"
    assert "overdue_rate(1, 2)" in (project / "use.py").read_text()


def test_a_file_is_moved_without_a_model_also_after_it_changed(application: Make, project: Path) -> None:
    model = ScriptedModel([])
    conversation = application(model).conversation()
    options = AskOptions(mode="auto-edit")
    list(conversation.ask("rate 함수 이름을 ratio로 바꿔줘", options))
    (project / "report.py").write_text(RATE)
    *_, moved = conversation.ask("report.py를 old/monthly.py로 옮겨줘", options)
    assert isinstance(moved, Answered) and moved.answer.status == "ok" and not model.requests
    assert (project / "old" / "monthly.py").read_text() == RATE and not (project / "report.py").exists()


def test_a_person_is_asked_as_ever(application: Make, project: Path) -> None:
    answer, _, _ = ask(application, "report.py를 고쳐줘", whole("report.py", SAFE), mode="ask")
    assert answer.error is not None and answer.error.code == "approval_needed"
    assert (project / "report.py").read_text() == RATE


def test_in_plan_mode_files_are_only_read(application: Make, project: Path) -> None:
    answer, model, did = ask(application, "report.py를 고쳐줘", "1. `report.py` 고치기", mode="plan")
    assert answer.plan is not None and did == ["read_file report.py"]
    assert model.requests[0].tools and (project / "report.py").read_text() == RATE


def test_what_else_is_asked_for_is_done_with_tools(application: Make, project: Path) -> None:
    answer, model, _ = ask(
        application, "report.py를 고치고 무엇을 바꿨는지 설명해줘", whole("report.py", SAFE), "0을 살핍니다."
    )
    assert answer.answer == "0을 살핍니다." and answer.files_changed == ("report.py",)
    assert "Done already: report.py (+2 −0)" in model.requests[1].messages[-1].content


def test_an_explanation_that_shows_the_file_changes_nothing_more(application: Make, project: Path) -> None:
    shown = f"지금은 이렇습니다.\n\n```python\n{SAFE.replace('100', '1000')}```"
    answer, _, did = ask(
        application, "report.py를 고치고 무엇을 바꿨는지 설명해줘", whole("report.py", SAFE), shown
    )
    assert answer.answer == shown and (project / "report.py").read_text() == SAFE
    assert [d.split()[0] for d in did] == ["read_file", "edit_file"]


def test_a_long_file_is_changed_in_places(application: Make, project: Path) -> None:
    lines = [f"def f{n}():\n    return {n}\n" for n in range(80)]
    (project / "long.py").write_text("\n\n".join(lines))
    block = "long.py\n<<<<<<< SEARCH\ndef f7():\n    return 7\n=======\ndef f7():\n    return 70\n>>>>>>> REPLACE\n"
    answer, model, _ = ask(application, "long.py의 f7이 70을 돌려주게 해줘", block)
    assert answer.status == "ok" and "return 70\n" in (project / "long.py").read_text()
    assert "SEARCH" in model.requests[0].messages[-1].content


# — with tests, in the sandbox —


def tested(project: Path) -> None:
    need("bubblewrap")
    (project / "test_report.py").write_text(TESTS)


def test_a_failing_test_is_shown_and_passes(application: Make, project: Path) -> None:
    tested(project)
    answer, model, did = ask(application, FIX, whole("report.py", SAFE), mode="auto")
    assert answer.status == "ok" and "2" in answer.answer and did[-1].startswith("run_tests exit 0")
    assert "ZeroDivisionError" in model.requests[0].messages[-1].content
    assert {p.name for p in project.iterdir()} == {"report.py", "top.sql", "test_report.py"}


def test_a_change_that_fails_its_tests_is_told_what_they_say(application: Make, project: Path) -> None:
    tested(project)
    wrong = SAFE.replace("return 0", "return 1")
    answer, model, _ = ask(application, FIX, whole("report.py", wrong), whole("report.py", SAFE), mode="auto")
    assert answer.status == "ok" and "assert 1 == 0" in model.requests[1].messages[-1].content


def test_tests_that_go_on_failing_end_the_turn_with_what_was_changed(
    application: Make, project: Path
) -> None:
    tested(project)
    wrong = [whole("report.py", SAFE.replace("return 0", f"return {n}")) for n in (1, 2, 3)]
    answer, model, _ = ask(application, FIX, *wrong, mode="auto")
    assert (answer.status, answer.exit_code, len(model.requests)) == ("limit", 7, 3)
    assert answer.files_changed == ("report.py",) and "report.py" in answer.answer


def test_the_test_stays_as_it_is(application: Make, project: Path) -> None:
    tested(project)
    easy = whole("test_report.py", TESTS.replace("== 0", "== 0 or True"))
    answer, _, _ = ask(application, FIX, easy + whole("report.py", SAFE), mode="auto")
    assert answer.status == "ok" and (project / "test_report.py").read_text() == TESTS


def test_what_failed_before_is_not_the_change_s(application: Make, project: Path) -> None:
    tested(project)
    answer, model, _ = ask(application, "rate 함수 이름을 ratio로 바꿔줘", mode="auto")
    assert answer.status == "ok" and not model.requests and "1" in answer.answer.rsplit(".", 2)[-2]


def test_where_tests_may_not_run_unasked_that_is_said(application: Make, project: Path) -> None:
    (project / "test_report.py").write_text(TESTS)
    answer, _, did = ask(application, FIX, whole("report.py", SAFE))
    assert "실행하지 않았습니다" in answer.answer and not any(d.startswith("run_tests") for d in did)
