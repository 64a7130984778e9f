"""Slash commands of the conversation, over the real application with a model that says what the test wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.app import Application
from aiws_cli.cli.repl.commands import COMMANDS, find
from aiws_cli.cli.repl.loop import Repl
from aiws_cli.core.language import _texts, say
from aiws_cli.core.settings import resolve
from support.ollama_wire import OllamaWireServer
from support.scripted_model import ScriptedModel, When, call

QUESTION = "은행 영업점의 영업점유형별 건수를 빠짐없이 알려줘"
SQL = "SELECT branch_type, count(*) AS n FROM bank.branches GROUP BY branch_type ORDER BY branch_type"
CODE = "def total(rows):\n    return sum(rows)\n"
CHANGE = (
    "total.py\n<<<<<<< SEARCH\n    return sum(rows)\n=======\n    return sum(rows) + {n}\n>>>>>>> REPLACE\n"
)
CHANGED = "def total(rows):\n    return sum(rows) + {n}\n"
POLICY = """\
name: two-roles
version: "1"
roles:
  teller:
    title: 창구
    export: false
    tables: [{match: [bank.branches]}]
  analyst:
    tables: [{match: ["*"]}]
  auditor:
    tables: [{match: ["*"]}]
everyone:
  roles: [analyst, teller]
"""

Say = Callable[[str], str]


class Talk:
    """A conversation without a terminal: one line in, what was written out."""

    def __init__(self, application: Application, capsys: pytest.CaptureFixture[str]) -> None:
        self.repl = Repl(application, application.conversation(), as_of=None, verbose=False)
        self._capsys = capsys

    def __call__(self, line: str) -> str:
        self._capsys.readouterr()
        self.left = self.repl.take(line)
        out, err = self._capsys.readouterr()
        return out + err

    def work(self, n: int, *, reads: bool = False) -> str:
        """A turn in which the model changes the file total.py, after it `reads` it."""
        model: Any = self.repl.app._model
        before = CODE if n == 1 else CHANGED.format(n=n - 1)
        change = CHANGE.format(n=n).replace("    return sum(rows)\n=", before.splitlines()[1] + "\n=")
        model._left += [*[call("read_file", path="total.py")][: int(reads)], change, "고쳤습니다."]
        self.repl.mode = "auto-edit"
        return self("total.py 파일을 확인해줘")

    def records(self, *kinds: str) -> list[dict[str, Any]]:
        lines = self.repl.app.audit_path.read_text(encoding="utf-8").splitlines()
        return [r for r in map(json.loads, lines) if r.get("kind") in kinds]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "일"
    place.mkdir()
    monkeypatch.chdir(place)
    (place / "total.py").write_text(CODE, encoding="utf-8")
    return place


@pytest.fixture
def started(
    demo_file: Path,
    tmp_path: Path,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., Talk]]:
    monkeypatch.setenv("AIWS_LANG", "ko")
    made: list[Talk] = []

    def start(policy: str = "", **settings: str) -> Talk:
        flags = {"home": str(tmp_path / "home"), "warehouse": f"duckdb://{demo_file}", **settings}
        if policy:
            file = tmp_path / "policy.yaml"
            file.write_text(policy, encoding="utf-8")
            flags["policy"] = str(file)
        application = Application(resolve(flags, environ={}), notify=print)
        application._model = ScriptedModel(rules=[When((QUESTION,), SQL, last_only=False)])
        made.append(Talk(application, capsys))
        return made[-1]

    yield start
    for talk in made:
        talk.repl.app.close()


@pytest.fixture
def talk(started: Callable[..., Talk]) -> Talk:
    return started()


def test_every_command_has_its_line_of_help_in_both_languages_and_one_name() -> None:
    names = [name for c in COMMANDS for name in (c.name, *c.also)]
    assert len(names) == len(set(names))
    for command in COMMANDS:
        ko, en = _texts()[f"repl.{command.name[1:]}"]
        assert ko and en and ko != en
    assert find("/quit") is find("/exit") and find("/clear") is find("/new") and find("/nothing") is None


def test_help_of_one_command(talk: Talk) -> None:
    for name in ("rewind", "/rewind"):
        shown = talk(f"/help {name}").strip()
        assert shown.startswith("/rewind [TURN [files | talk]]") and "/undo" not in shown.split("]]")[0]
        assert len(shown.splitlines()) <= 2
    assert "rewind" in set(talk.repl.completions("/help"))


def test_help_names_every_command(talk: Talk) -> None:
    shown = talk("/help")
    assert all(f"\n{c.name}" in f"\n{shown}" for c in COMMANDS)
    assert all(shown[shown.index(c.help) - 1].isspace() for c in COMMANDS)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/modle", "/mode"),
        ("/workspace nowhere", "nowhere"),
        ("/role auditor", "auditor"),
        ("/mode reckless", "plan | ask | auto-edit | auto"),
        ("/lang fr", "ko | en"),
        ("/resume 9", "9"),
        ("/resume", "이어 갈 다른 대화가 없습니다"),
        ("/retry", "아직 답이 없습니다"),
        ("/undo", "바꾼 파일이 없습니다"),
        ("/diff 3", "바꾼 파일이 없습니다"),
        ("/rewind 1", "1번째 질문은 이 대화에 없습니다"),
        ("/show", "아직 답이 없습니다"),
        ("/help nothing", "nothing 명령은 없습니다"),
        *(
            (f"{c.name} 그리고", f"{c.name} 뒤에는 아무것도 적지 않습니다: 그리고")
            for c in COMMANDS
            if not c.argument
        ),
    ],
)
def test_what_can_not_be_done_is_one_message_that_names_it(
    started: Callable[..., Talk], line: str, said: str
) -> None:
    talk = started(POLICY)
    shown = talk(line)
    assert shown.startswith("오류: ") and said in shown and "Traceback" not in shown
    assert not talk.left


def test_mode_is_shown_set_and_kept(talk: Talk) -> None:
    assert "✓  ask" in talk("/mode")
    talk("/mode plan")
    assert talk.repl.mode == "plan"
    assert "✓  plan" in talk("/mode")


def test_plan_mode_keeps_a_turn_from_changing_files(talk: Talk, folder: Path) -> None:
    talk("/mode plan")
    model: Any = talk.repl.app._model
    model._left += [CHANGE.format(n=1), "계획만 말씀드렸습니다."]
    shown = talk("total.py 파일을 고쳐줘")
    assert "plan 방식" in shown and "승인" not in shown and "계획만 말씀" in shown
    assert (folder / "total.py").read_text(encoding="utf-8") == CODE


def test_workspace_is_known_ones_by_name_or_title_and_all(talk: Talk) -> None:
    assert "전체" in talk("/workspace") and "bank" in talk("/workspace")
    assert "bank" in talk("/workspace BANK")
    assert talk.repl.conversation.workspace == talk.repl.app.settings.workspace == "bank"
    talk("/new")
    assert talk.repl.conversation.workspace == "bank"
    talk("/workspace -")
    assert talk.repl.conversation.workspace == ""
    assert {"bank", "-"} <= set(talk.repl.completions("/workspace"))


def test_a_role_is_one_of_the_persons_and_both_ways_are_on_record(started: Callable[..., Talk]) -> None:
    talk = started(POLICY)
    assert "영업점" in talk(QUESTION)
    assert "✓  analyst" in talk("/role")
    assert set(talk.repl.completions("/role")) == {"analyst", "teller"}
    model = talk.repl.app._model
    assert "auditor" in talk("/role auditor")
    assert talk.repl.app.identity.role == "analyst"
    assert "teller 역할로" in talk("/role Teller")
    assert talk.repl.app.identity.role == "teller" and talk.repl.app._model is model
    # What was seen before is not there to be saved under the role that may not.
    assert "아직 답이 없습니다" in talk("/save a.csv")
    assert talk("/sql select count(*) from bank.customers").startswith("오류: ")
    denied, changed = talk.records("denied")[0], talk.records("role")[0]
    assert (denied["reason"], denied["role"]) == ("role_not_yours", "analyst")
    assert changed["role"] == "teller" and "analyst" in changed["detail"]
    assert changed["session_id"] == talk.repl.conversation.session_id


def test_a_fixed_setting_is_not_changed_from_the_conversation(
    started: Callable[..., Talk], tmp_path: Path
) -> None:
    talk = started()
    object.__setattr__(
        talk.repl.app.resolved,
        "origins",
        {**talk.repl.app.resolved.origins, "model": "managed", "workspace": "managed"},
    )
    assert "관리자 설정" in talk("/model x") and "관리자 설정" in talk("/workspace bank")
    assert talk.repl.conversation.workspace == ""


@pytest.mark.loopback
def test_a_model_is_shown_switched_to_and_asked_once(
    started: Callable[..., Talk], ollama_wire: OllamaWireServer
) -> None:
    ollama_wire.replies = [SQL]
    nowhere = started(ollama_host="127.0.0.1:9", provider="ollama")
    assert nowhere("/model nothing").startswith("오류: ") and "scripted" in nowhere("/model")
    talk = started(ollama_host=ollama_wire.host)
    scripted: Any = talk.repl.app._model
    talk(QUESTION)
    (name, *_) = tuple(talk.repl.completions("/model"))
    shown = talk("/model")
    assert "scripted" in shown and name in shown
    assert "모두 3행" in talk(f"/retry {name}")
    assert len(ollama_wire.chats) == 1 and talk.repl.app._model is scripted
    assert name in talk("/model no-such-model") and talk.repl.app._model is scripted
    assert name in talk(f"/model {name}")
    assert talk.repl.app.model.name == name
    talk(QUESTION)
    assert len(ollama_wire.chats) == 2


def test_sessions_are_listed_taken_up_and_asked_again(talk: Talk) -> None:
    talk(QUESTION)
    first = talk.repl.conversation.session_id
    talk("/clear")
    assert talk.repl.conversation.session_id != first and talk.repl.last is None
    shown = talk("/sessions")
    assert first in shown and QUESTION[:10] in shown
    assert first in talk("/sessions 영업점") and first not in talk("/sessions 환율")
    assert first in talk.repl.completions("/resume")
    store = talk.repl.app.sessions
    for n in range(16):
        store.append(f"20200101-0000{n:02}-abcdef", ({"type": "turn_started", "question": f"옛 질문 {n}"},))
    shown = talk("/sessions")
    assert shown.count("옛 질문") == 15 and first not in shown and "2개가 더 있습니다" in shown
    assert first in talk("/sessions 영업점")
    assert QUESTION[:10] in talk(f"/resume {first[:-1]}")
    assert talk.repl.conversation.session_id == first
    assert "모두 3행" in talk("/retry")
    assert "대화" in talk("/stats") and "모델 호출  2" in " ".join(talk("/stats").split()).replace(
        "호출 ", "호출  "
    )


def test_the_last_answer_of_a_conversation_taken_up_again_is_there(talk: Talk, folder: Path) -> None:
    talk(QUESTION)
    answer, first = talk.repl.answer(), talk.repl.conversation.session_id
    shown, drawn = talk("/show"), talk("/chart")
    talk("/new")
    assert "아직 답이 없습니다" in talk("/show")
    talk(f"/resume {first}")
    assert talk.repl.answer().as_dict() == answer.as_dict()
    assert talk("/show") == shown and talk("/chart").count("\n") == drawn.count("\n")
    talk("/save 결과.csv")
    assert len((folder / "결과.csv").read_text(encoding="utf-8-sig").splitlines()) == 4
    assert talk.records("export")[-1]["of"] == answer.audit_id
    talk("/rewind 1")
    assert "아직 답이 없습니다" in talk("/save b.csv")
    file = talk.repl.app.sessions.path(first)
    file.write_text(file.read_text(encoding="utf-8").replace('"mended"', '"x"'), encoding="utf-8")
    talk("/new")
    talk(f"/resume {first}")
    assert "아직 답이 없습니다" in talk("/show")


def test_what_a_turn_changed_is_shown_and_put_back(talk: Talk, folder: Path) -> None:
    file = folder / "total.py"
    talk.work(1)
    assert file.read_text(encoding="utf-8") == CHANGED.format(n=1)
    shown = talk("/diff")
    assert "+    return sum(rows) + 1" in shown and "1번째 질문" in shown
    assert "total.py" in talk("/undo")
    assert file.read_text(encoding="utf-8") == CODE
    assert "바꾼 파일이 없습니다" in talk("/undo")
    undone = talk.records("undo")
    assert [u["turn"] for u in undone] == [1]


def test_rewind_goes_back_to_before_a_turn(talk: Talk, folder: Path) -> None:
    file = folder / "total.py"
    for n in (1, 2, 3):
        talk.work(n)
    talk(QUESTION)
    assert file.read_text(encoding="utf-8") == CHANGED.format(n=3)
    lines = talk("/rewind").splitlines()
    assert [("파일 바뀜" in line, line.split()[0]) for line in lines[:4]] == [
        (True, "1"), (True, "2"), (True, "3"), (False, "4")]  # fmt: skip
    assert "1, 2, 3, 4" in talk("/rewind 7") and "files | talk | both" in talk("/rewind 2 all")
    said = talk("/rewind 2")
    assert file.read_text(encoding="utf-8") == CHANGED.format(n=1)
    assert said.index("3번째 질문의 변경") < said.index("2번째 질문의 변경") < said.index("2번째 질문 앞에서")
    assert tuple(talk.repl.completions("/undo")) == tuple(talk.repl.completions("/rewind")) == ("1",)
    # The model reads the line as it stood after turn 1, and what comes now.
    model: Any = talk.repl.app._model
    talk.work(2, reads=True)
    told = [m.content for m in model.requests[-3].messages if m.role == "user"]
    assert len(told) == 2 and file.read_text(encoding="utf-8") == CHANGED.format(n=2)
    assert [line.split()[0] for line in talk("/rewind").splitlines()[:-1]] == ["1", "5"]


@pytest.mark.parametrize(("part", "n", "asked"), [("files", 0, ["1"]), ("talk", 1, [])])
def test_rewind_of_files_or_talk_leaves_the_other(
    talk: Talk, folder: Path, part: str, n: int, asked: list[str]
) -> None:
    talk.work(1)
    talk(f"/rewind 1 {part}")
    assert (folder / "total.py").read_text(encoding="utf-8") == (CHANGED.format(n=n) if n else CODE)
    assert [line.split()[0] for line in talk("/rewind").splitlines()[:-1]] == asked


def test_the_last_answer_is_drawn(talk: Talk) -> None:
    assert "아직 답이 없습니다" in talk("/chart")
    talk(QUESTION)
    title, *bars = talk("/chart").splitlines()
    rows = talk.repl.answer().rows
    assert len(bars) == len(rows) == 3 and "건수" in title
    longest = max(range(3), key=lambda i: rows[i][1])
    assert max(range(3), key=lambda i: bars[i].count("█")) == longest
    assert all(f" {row[1]} █" in line for row, line in zip(rows, bars, strict=True))
    assert "│" in talk("/chart line")
    assert "알맞은 모양: bar" in talk("/chart point") and "bar | line | point" in talk("/chart pie")


def test_a_fork_goes_on_beside_the_first(talk: Talk, folder: Path) -> None:
    assert "아직 답이 없습니다" in talk("/fork")
    talk(QUESTION)
    talk.work(1)
    first = talk.repl.conversation.session_id
    assert "숫자로" in talk("/fork x") and talk("/fork 9").startswith("오류: ")
    assert first in talk("/fork 1")
    assert talk.repl.conversation.session_id != first
    assert [line.split()[0] for line in talk("/rewind").splitlines()[:-1]] == ["1"]
    talk(f"/resume {first}")
    assert [line.split()[0] for line in talk("/rewind").splitlines()[:-1]] == ["1", "2"]


@pytest.mark.parametrize("kind", ["md", "json", "html"])
def test_the_conversation_is_exported_on_record(talk: Talk, folder: Path, kind: str) -> None:
    assert "아직 답이 없습니다" in talk(f"/export 대화.{kind}")
    talk(QUESTION)
    talk(f"/export 대화.{kind}")
    assert "106" in (folder / f"대화.{kind}").read_text(encoding="utf-8")
    assert talk.records("export")[-1]["purpose"] == "session"
    assert talk(f"/export 대화.{kind}").startswith("오류: "), "what is there stays"
    assert "파일 이름을" in talk("/export") and ".md .json .html" in talk("/export a.pdf")
    talk("/export 결과.csv")
    assert len((folder / "결과.csv").read_text(encoding="utf-8-sig").splitlines()) == 4


def test_a_role_that_may_not_export_does_not(started: Callable[..., Talk], folder: Path) -> None:
    talk = started(POLICY, role="teller")
    talk(QUESTION)
    assert talk("/export a.md").startswith("오류: ") and not (folder / "a.md").exists()


def test_retry_asks_as_if_the_question_had_not_been_asked(talk: Talk) -> None:
    model: Any = talk.repl.app._model
    talk(QUESTION)
    talk("그중 가장 많은 유형만 빠짐없이 견주어 보여줘")
    before = [m.content for m in model.requests[-1].messages]
    talk("/retry")
    assert [m.content for m in model.requests[-1].messages] == before


def test_retry_takes_along_what_was_mentioned(talk: Talk, folder: Path) -> None:
    (folder / "메모.txt").write_text("오늘의 암구호는 청포도\n", encoding="utf-8")
    model: Any = talk.repl.app._model
    model._left += ["첫 번째", "두 번째"]
    talk("@메모.txt 파일을 읽고 설명해줘")
    assert "두 번째" in talk("/retry")
    first, second = ([m.content for m in r.messages] for r in model.requests[-2:])
    assert first == second and "청포도" in second[-1]


def test_context_says_what_fills_the_window(talk: Talk, folder: Path) -> None:
    empty = talk("/context")
    assert "기본 안내문" in empty and "기억 파일" not in empty and "8,192" in empty
    talk("/memory 금액은 억원으로 답한다")
    talk("/new")
    assert "기억 파일" in talk("/context")
    talk.work(1)
    talk(QUESTION)
    full = talk("/context")
    for part in ("대화", "도구 결과", "이어지는 데이터 질문", "마지막 답에 읽은 토큰"):
        assert part in full
    number = {
        line.split("  ")[0]: int(line.split()[-2].replace(",", ""))
        for line in full.splitlines()
        if "%" in line and ":" not in line and "질문" not in line
    }
    assert number.pop("합계") == sum(number.values())


def test_compact_says_before_and_after(talk: Talk) -> None:
    assert "토큰" in talk("/compact")
    for n in (1, 2, 3):
        talk.work(n)
    said = talk("/compact")
    assert "토큰으로 줄였습니다" in said or "줄일 것이" in said


def test_memory_is_shown_and_added_to(talk: Talk, folder: Path, tmp_path: Path) -> None:
    assert "기억 파일이 없습니다" in talk("/memory")
    assert "AIWS.md" in talk("/memory 금액은 억원으로\n답한다")
    (tmp_path / "home" / "AIWS.md").write_text("내 말\n", encoding="utf-8")
    assert (folder / "AIWS.md").read_text(encoding="utf-8") == "- 금액은 억원으로 답한다\n"
    shown = talk("/memory")
    assert (
        "금액은 억원으로 답한다" in shown and "데이터로만" in shown and "내 말" in shown and "내 것" in shown
    )
    (folder / "AIWS.md").unlink()
    (folder / "AIWS.md").symlink_to(tmp_path / "elsewhere.md")
    assert talk("/memory x").startswith("오류: ") and not (tmp_path / "elsewhere.md").exists()


def test_what_a_person_changed_since_is_not_put_back(talk: Talk, folder: Path) -> None:
    talk.work(1)
    (folder / "total.py").write_text("mine\n", encoding="utf-8")
    assert talk("/undo").startswith("오류: ")
    assert (folder / "total.py").read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize(
    ("mode", "verdicts"),
    [
        ("plan", {"read_file": "바로 함", "edit_file": "막음", "run_command": "막음"}),
        ("ask", {"read_file": "바로 함", "edit_file": "먼저 물음", "run_command": "먼저 물음"}),
        ("auto-edit", {"read_file": "바로 함", "edit_file": "바로 함", "run_command": "먼저 물음"}),
        ("auto", {"read_file": "바로 함", "edit_file": "바로 함", "run_command": "바로 함"}),
    ],
)
def test_tools_say_what_the_mode_lets_them(talk: Talk, mode: str, verdicts: Mapping[str, str]) -> None:
    talk(f"/mode {mode}")
    lines = {line.split()[0]: line for line in talk("/tools").splitlines() if line.strip()}
    for tool, verdict in verdicts.items():
        assert verdict in lines[tool], lines[tool]


@pytest.mark.loopback
def test_doctor_probes_the_settings_of_this_conversation(started: Callable[..., Talk]) -> None:
    shown = started(ollama_host="127.0.0.1:9")("/doctor")
    assert "127.0.0.1:9" in shown
    assert say("doctor.warehouse", "ko") in shown and say("doctor.model", "ko") in shown


def test_init_begins_in_the_folder(
    talk: Talk, folder: Path, demo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIWS_WAREHOUSE", f"duckdb://{demo_file}")
    shown = talk("/init")
    assert (folder / "policy.yaml").is_file() and (folder / "catalog").is_dir()
    assert "aiws를 다시 시작" in shown


def own(place: Path, name: str, text: str) -> Path:
    """One of the person's own commands, or of a project's."""
    place.mkdir(parents=True, exist_ok=True)
    file = place / f"{name}.md"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_command_of_ones_own_asks_what_its_file_says(talk: Talk, tmp_path: Path) -> None:
    place = tmp_path / "home" / "commands"
    own(
        place,
        "지점",
        "---\ndescription: 유형별 지점 수\n---\n은행 영업점의 $ARGUMENTS 건수를 빠짐없이 알려줘\n",
    )
    own(place, "branches", QUESTION)
    own(place, "show", "---\ndescription: mine\n---\n내 것\n")
    own(place, "비어있음", "---\ndescription: x\n---\n\n")
    assert "모두 3행" in talk("/지점 영업점유형별")
    assert "모두 3행" in talk("/branches")
    assert [r["question"] for r in _turns(talk)] == [QUESTION, QUESTION]
    shown = talk("/help")
    heading = shown.index("내 명령:")
    assert shown.index("/show") < heading < shown.index("/지점") and "유형별 지점 수" in shown
    assert "같은 이름의 명령이 있어" in shown[heading:]
    assert "아직 답이 없습니다" not in talk("/show"), "the one of aiws wins"
    assert "질문이 없습니다" in talk("/비어있음")
    assert "/branches" in talk("/branche")


def test_words_behind_a_command_without_a_place_for_them_are_added(talk: Talk, tmp_path: Path) -> None:
    own(tmp_path / "home" / "commands", "q", QUESTION)
    talk("/q 지방만 빼고")
    assert _turns(talk)[0]["question"] == f"{QUESTION}\n\n지방만 빼고"


def test_commands_of_a_project_need_trust(started: Callable[..., Talk], folder: Path, tmp_path: Path) -> None:
    file = own(folder / ".aiws" / "commands", "theirs", QUESTION)
    own(tmp_path, "away", QUESTION)
    (file.parent / "away.md").symlink_to(tmp_path / "away.md")
    talk = started()
    refused = talk("/theirs")
    assert refused.startswith("오류: /theirs") and f"trusted_folders {folder}" in refused
    assert "/theirs" in talk("/help") and not _turns(talk)
    talk = started(trusted_folders=str(folder))
    assert "모두 3행" in talk("/theirs")
    assert talk("/away").startswith("오류: "), "a link that leads out of the folder is not followed"


def _turns(talk: Talk) -> list[dict[str, Any]]:
    store = talk.repl.app.sessions
    if not store.path(talk.repl.conversation.session_id).is_file():
        return []
    return [r for r in store.load(talk.repl.conversation.session_id) if r["type"] == "turn_started"]


def test_no_rows_by_a_key_or_a_command_once_the_policy_is_another(
    started: Callable[..., Talk],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    pages: list[object] = []
    monkeypatch.setattr("aiws_cli.ui.pager.page", lambda lines, *_: pages.append(list(lines)))
    talk = started(POLICY)
    talk(QUESTION)
    talk.repl.page()
    assert len(pages) == 1 and talk.repl.last is not None and talk.repl.last.rows
    (tmp_path / "policy.yaml").write_text(POLICY.replace('"1"', '"2"'), encoding="utf-8")
    kept = talk.repl.last
    capsys.readouterr()
    talk.repl.page()
    assert capsys.readouterr().err, "it is said why"
    cell = str(kept.rows[0][1])
    for line in (
        "/page",
        "/show",
        "/save x.csv",
        "/copy",
        "/copy text",
        "/sql",
        "/chart",
        "/diff",
        "/tables",
    ):
        said = talk(line)
        assert said and cell not in said and kept.sql not in said, line
    assert len(pages) == 1 and not Path("x.csv").exists()
