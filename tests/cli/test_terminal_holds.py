"""What goes wrong around a conversation: windows pulled small or lost, a stop at any point, disks, folders and git as they are."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aiws_cli.core.messages import Reply, ToolCall
from support.ollama_wire import OllamaWireServer
from support.terminal import PROGRAM, Screen

pytestmark = [pytest.mark.loopback, pytest.mark.usefixtures("with_demo")]

ROOT = os.geteuid() == 0
# Root, held to permissions as everybody else.
AS_ORDERED = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if ROOT else ()
WORK = "main.py 파일을 살펴보고 설명해줘"
PROSE = "# 고친 곳\n\n| 파일 | 줄 |\n|---|---|\n| 잔액.sql | 1 |\n\n긴 설명입니다. 끝까지 왔습니다."
CTRL_C, CTRL_O, SHIFT_TAB = "\x03", "\x0f", "\x1b[Z"


def edit(old: str, new: str, file: str = "main.py") -> str:
    return f"{file}\n<<<<<<< SEARCH\n{old}\n=======\n{new}\n>>>>>>> REPLACE\n"


CHANGE = edit("x = 1", "x = 2")


@pytest.fixture
def here(tmp_path: Path, model: OllamaWireServer) -> Iterator[Path]:
    folder = tmp_path / "일"
    folder.mkdir()
    (folder / "main.py").write_text("x = 1\n")
    yield folder
    folder.chmod(0o755)


def waiting(here: Path, *args: str, **options: object) -> Screen:
    # Wide enough that no sentence a test looks for is broken.
    made = Screen(*args, cwd=here, **{"columns": 180, **options})  # type: ignore[arg-type]
    made.wait("›")
    return made


def asked(screen: Screen, number: int = 1) -> None:
    """Wait until the `number`-th question for a yes stands there whole: what is typed before is no answer."""
    screen.wait(
        lambda text: text.replace("\n", "").count("유를 적기") + text.count("하지 않을 이유") >= number
    )
    time.sleep(0.2)


def at_line(screen: Screen) -> None:
    screen.wait(lambda _: "물어보고 함" in screen.shown()[-1] or "바로 고침" in screen.shown()[-1])


def still_answers(screen: Screen) -> None:
    screen.line("/sql select 4100 + 11 as n")
    screen.wait("4,111")
    at_line(screen)
    assert screen.leave() == 0


def in_a_stream(screen: Screen, model: OllamaWireServer) -> None:
    model.replies, model.pause = [PROSE], 0.15
    screen.line(WORK)
    screen.wait("고친 곳")


def at_an_approval(screen: Screen, model: OllamaWireServer) -> None:
    model.replies = [CHANGE, "고쳤습니다."]
    screen.line(WORK)
    asked(screen)


def in_the_pager(screen: Screen, model: OllamaWireServer) -> None:
    screen.line("은행 영업점 목록을 보여줘")
    screen.wait(lambda text: "모두 120행" in text and "물어보고 함" in screen.shown()[-1])
    screen.type(CTRL_O)
    screen.wait(lambda _: screen.shown()[-1].startswith(":"))


def in_a_line(screen: Screen, model: OllamaWireServer) -> None:
    screen.type("가나다라마바사아자차카타파하" * 3)
    screen.wait("파하")


def in_the_sandbox(screen: Screen, model: OllamaWireServer) -> None:
    screen.line("!sleep 37.25")
    asked(screen)
    screen.type("y\r")
    deadline = time.monotonic() + 15
    while not running("sleep 37.25") and time.monotonic() < deadline:
        screen.read()
    assert running("sleep 37.25")


PLACES = {f.__name__: f for f in (in_a_stream, at_an_approval, in_the_pager, in_a_line, in_the_sandbox)}


def running(command: str) -> list[int]:
    """Processes of ours whose command line ends so."""
    out = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
        except OSError:
            continue
        if said == command:
            out.append(int(entry.parent.name))
    return out


def gone(find: Callable[[], list[int]], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while find() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not find()


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(p) for p in listed.stdout.split() if Path(f"/proc/{p}/exe").exists()]


@pytest.mark.parametrize("place", ["in_a_stream", "at_an_approval", "in_the_pager", "in_a_line"])
def test_a_window_pulled_to_nothing_and_back(here: Path, model: OllamaWireServer, place: str) -> None:
    screen = waiting(here, rows=20)
    PLACES[place](screen, model)
    for columns, rows in ((20, 3), (8, 2), (60, 10), (100, 40)):
        screen.resize(columns, rows)
        for _ in range(4):
            screen.read()
    if place == "in_a_stream":
        # What has left the screen by then, nobody can look for.
        at_line(screen)
        model.pause = 0
    elif place == "at_an_approval":
        screen.type("y\r")
        screen.wait("고쳤습니다.")
        assert (here / "main.py").read_text() == "x = 2\n"
    else:
        screen.type("q" if place == "in_the_pager" else CTRL_C)
    at_line(screen)
    still_answers(screen)


def test_twenty_columns_and_three_rows_from_the_beginning(here: Path, model: OllamaWireServer) -> None:
    screen = waiting(here, columns=20, rows=3)
    model.replies = [CHANGE, "고쳤습니다."]
    screen.line(WORK)
    asked(screen)
    screen.type("y\r")
    screen.wait("고쳤습니다.")
    assert (here / "main.py").read_text() == "x = 2\n"
    still_answers(screen)


@pytest.mark.parametrize("place", [*PLACES])
def test_a_terminal_that_goes_away_anywhere(
    here: Path, model: OllamaWireServer, aiws_home: Path, place: str
) -> None:
    screen = waiting(here, rows=20)
    PLACES[place](screen, model)
    own = children(screen.process.pid)
    assert own
    # The terminal's end and the shell's word for it come one after the other.
    screen.process.ptyproc.fileobj.close()
    os.kill(screen.process.pid, signal.SIGHUP)
    deadline = time.monotonic() + 20
    while screen.process.isalive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not screen.process.isalive()
    assert (screen.process.exitstatus, screen.process.signalstatus) == (128 + signal.SIGHUP, None)
    assert gone(lambda: [p for p in own if Path(f"/proc/{p}/exe").exists()]) and not running("sleep 37.25")
    assert not list((aiws_home / "logs").glob("fault-*"))
    assert (here / "main.py").read_text() == "x = 1\n"
    model.pause, model.replies = 0, ["이어서 답합니다."]
    again = waiting(here, *(("--continue",) if place != "in_a_line" else ()))
    assert "끊겼습니다" not in again.text(), "it ended in order"
    again.line(WORK)
    again.wait("이어서 답합니다.")
    at_line(again)
    still_answers(again)


def test_ctrl_c_at_an_approval_does_nothing_and_the_conversation_goes_on(
    here: Path, model: OllamaWireServer
) -> None:
    screen = waiting(here)
    at_an_approval(screen, model)
    screen.type(CTRL_C)
    screen.wait("중단했습니다")
    at_line(screen)
    assert (here / "main.py").read_text() == "x = 1\n"
    model.replies = [CHANGE, "이번에는 고쳤습니다."]
    screen.line(WORK)
    asked(screen, 2)
    screen.type("y\r")
    screen.wait("이번에는 고쳤습니다.")
    assert (here / "main.py").read_text() == "x = 2\n"
    at_line(screen)
    still_answers(screen)


def test_ctrl_c_in_the_sandbox_leaves_nothing_running_nor_written(
    here: Path, model: OllamaWireServer
) -> None:
    screen = waiting(here)
    screen.line("!touch 새파일; sleep 37.25")
    asked(screen)
    screen.type("y\r")
    screen.wait(lambda _: bool(running("sleep 37.25")))
    screen.type(CTRL_C)
    screen.wait("중단했습니다")
    assert gone(lambda: running("sleep 37.25")) and not (here / "새파일").exists()
    at_line(screen)
    # Neither does one that a command leaves behind.
    screen.line("!sleep 38.5 & touch 다른파일")
    asked(screen, 2)
    screen.type("y\r")
    screen.wait(lambda _: (here / "다른파일").exists())
    at_line(screen)
    assert gone(lambda: running("sleep 38.5"))
    still_answers(screen)


def test_five_thousand_lines_pasted(here: Path, model: OllamaWireServer) -> None:
    screen = waiting(here)
    screen.paste("\n".join(f"줄 {n} 가나다" for n in range(5_000)))
    screen.wait("[붙여넣은 글 #1 · 5,000줄]")
    screen.type("\r")
    screen.wait("질문이 너무 깁니다")
    assert model.chats == []
    still_answers(screen)


def test_two_windows_on_one_conversation_follow_each_other(here: Path, model: OllamaWireServer) -> None:
    one = waiting(here)
    one.line("/mode auto-edit")
    one.wait("auto-edit:")

    def asks(screen: Screen, *replies: Reply | str) -> None:
        model.replies = list(replies)
        screen.line(WORK)
        screen.wait(str(replies[-1]))
        at_line(screen)

    asks(one, CHANGE, "첫 창이 고쳤습니다.")
    two = waiting(here, "--continue")
    two.line("/mode auto-edit")
    two.wait("auto-edit:")
    asks(two, edit("x = 2", "x = 3"), "둘째 창이 고쳤습니다.")
    asks(one, edit("x = 2", "x = 4"), "첫 창은 못 고쳤습니다.")
    shown = one.text()
    assert "다른 창에서 이어져" in shown and "찾는 줄이 없어 바꾸지 않았습니다" in shown
    assert (here / "main.py").read_text() == "x = 3\n"
    read = Reply("", (ToolCall("call_1", "read_file", {"path": "main.py"}),), stop="tool_calls")
    asks(one, read, edit("x = 3", "x = 5"), "첫 창이 다시 고쳤습니다.")
    # The second window's turn is taken back in the first, by the number both know it under.
    two.line("/undo")
    two.wait("4번째 질문의 변경을 되돌렸습니다: main.py")
    one.line("/undo")
    one.wait("2번째 질문의 변경을 되돌렸습니다: main.py")
    assert (here / "main.py").read_text() == "x = 2\n"
    one.line("/rewind 1")
    one.wait("1번째 질문 앞에서 대화를 이어 갑니다")
    assert (here / "main.py").read_text() == "x = 1\n"
    at_line(one)
    asks(two, "처음부터 다시 합니다.")
    assert all("고쳤습니다" not in m["content"] for m in model.chats[-1]["messages"]), "both went back"
    still_answers(one)
    still_answers(two)


def test_a_killed_conversation_says_what_it_left(here: Path, model: OllamaWireServer) -> None:
    screen = waiting(here)
    screen.line("/mode auto-edit")
    screen.wait("auto-edit:")
    slow = Reply("", (ToolCall("call_1", "search_files", {"text": "x"}),), stop="tool_calls")
    model.replies = [CHANGE, slow, "끝없이 " * 200]
    screen.line(WORK)
    screen.wait(lambda _: (here / "main.py").read_text() == "x = 2\n")
    screen.process.kill(signal.SIGKILL)
    assert screen.ended()
    again = waiting(here, "--continue")
    again.wait("1번째 질문은 답이 끝나기 전에 끊겼습니다: main.py 파일을 살펴보고 설명해줘")
    again.wait("/undo 1로 되돌릴 수 있습니다")
    again.line("/undo 1")
    again.wait("1번째 질문의 변경을 되돌렸습니다: main.py")
    assert (here / "main.py").read_text() == "x = 1\n"
    still_answers(again)


def test_a_folder_that_is_gone(here: Path, model: OllamaWireServer) -> None:
    screen = waiting(here)
    shutil.rmtree(here)
    for number, line in enumerate((WORK, "# 메모", "@main.py 보여줘", "/undo", "/export 대화.md"), 1):
        screen.line(line)
        screen.wait(lambda text, n=number: text.count("작업하던 폴더가 없어졌습니다") == n)
        at_line(screen)
    still_answers(screen)
    here.mkdir()


def test_without_git_nothing_is_changed_and_that_is_said(
    here: Path, model: OllamaWireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "env", "less", "bwrap"):
        if found := shutil.which(name):
            (programs / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(programs))
    screen = waiting(here)
    model.replies = [CHANGE, "못 고쳤습니다."]
    screen.line(WORK)
    asked(screen)
    screen.type("y\r")
    screen.wait("git이 설치되어 있지 않아 하지 않았습니다")
    screen.wait("git을 설치해 주세요")
    at_line(screen)
    assert (here / "main.py").read_text() == "x = 1\n"
    still_answers(screen)


def test_a_folder_nobody_may_write_to(here: Path, model: OllamaWireServer) -> None:
    here.chmod(0o555)
    screen = waiting(here, program=(*AS_ORDERED, *PROGRAM))
    model.replies = [CHANGE, "못 고쳤습니다."]
    screen.line(WORK)
    asked(screen)
    screen.type("y\r")
    screen.wait("main.py: Permission denied")
    screen.wait("못 고쳤습니다.")
    at_line(screen)
    screen.line("# 메모")
    screen.wait("AIWS.md: Permission denied")
    assert sorted(p.name for p in here.iterdir()) == ["main.py"]
    assert (here / "main.py").read_text() == "x = 1\n"
    still_answers(screen)


@pytest.mark.skipif(not ROOT or shutil.which("unshare") is None, reason="mounting needs root")
@pytest.mark.parametrize("which", ["the folder", "the state"])
def test_a_full_disk(here: Path, model: OllamaWireServer, aiws_home: Path, which: str) -> None:
    folder = here if which == "the folder" else aiws_home
    mount = 'mount -t tmpfs -o size=4m tmpfs "$1" && cd . && shift && echo "x = 1" > "$PWD/main.py" && cd "$PWD" && exec "$@"'
    screen = waiting(here, program=("unshare", "--mount", "sh", "-c", mount, "sh", str(folder), *PROGRAM))
    inside = Path(f"/proc/{screen.process.pid}/root")
    fill = Path(f"{inside}{folder}/fill")
    with fill.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(b"x" * 4096)
    model.replies = [CHANGE, "못 고쳤습니다."]
    screen.line(WORK)
    if which == "the folder":
        asked(screen)
        screen.type("y\r")
        screen.wait("main.py: No space left on device")
        screen.wait("못 고쳤습니다.")
        screen.line("# 메모")
        screen.wait("남은 공간이 없습니다")
    else:
        screen.wait("disk full")
    at_line(screen)
    assert Path(f"{inside}{here}/main.py").read_text() == "x = 1\n"
    fill.unlink()
    model.replies = [CHANGE, "이제 고쳤습니다."]
    screen.line(WORK)
    asked(screen, 2 if which == "the folder" else 1)
    screen.type("y\r")
    screen.wait("이제 고쳤습니다.")
    assert Path(f"{inside}{here}/main.py").read_text() == "x = 2\n"
    at_line(screen)
    still_answers(screen)


def test_what_is_mentioned_and_noted_gives_nobody_more(here: Path, model: OllamaWireServer) -> None:
    subprocess.run(["git", "init", "-q"], cwd=here, check=True)
    (here / "AIWS.md").write_text("남이 쓴 줄")
    screen = waiting(here, "--role", "user")
    screen.line("@life.claims 건수를 알려줘")
    screen.wait("@life.claims는 없습니다")
    assert model.chats == []
    screen.line("# 금액은 억원")
    screen.wait("AIWS.md에 적어 두었습니다")
    assert (here / "AIWS.md").read_text() == "남이 쓴 줄\n- 금액은 억원\n"
    screen.line("/memory")
    screen.wait("믿는 폴더로 정하지 않아 데이터로만 읽음")
    (here / "AIWS.md").unlink()
    (here / "AIWS.md").symlink_to("main.py")
    screen.line("# 링크로")
    screen.wait("AIWS.md: Too many levels of symbolic links")
    assert (here / "main.py").read_text() == "x = 1\n"
    still_answers(screen)
