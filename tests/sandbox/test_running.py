"""What comes out of a run: exit, words, files; the workspace it saw and what is put back of it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pexpect
import pytest

from aiws_cli.core.runs import Run, RunLimits
from aiws_cli.sandbox.bubblewrap import Bubblewrap
from aiws_cli.sandbox.running import Walled
from aiws_cli.sandbox.visible import SandboxExposed
from aiws_cli.sandbox.walls import SandboxFailed
from aiws_cli.sandbox.workspace import WorkspaceTooBig
from support.sandbox import judging
from support.sandbox.tiers import Runner


@pytest.mark.parametrize(
    ("script", "exit_", "stdout", "stderr"),
    [
        ("print('안녕', __name__)", 0, "안녕 __main__\n", ""),
        ("import sys; sys.exit(3)", 3, "", ""),
        ("raise SystemExit('no')", 1, "", "no\n"),
        ("import os; os.kill(os.getpid(), 9)", -9, "", ""),
        ("import os; os._exit(0)", 0, "", ""),
        (
            "import os; os.close(1); os.close(2); import time; time.sleep(0.3); open('done', 'w').close()",
            0,
            "",
            "",
        ),
        ("import os; os.fork(); os.wait() if os.fork() else None", None, None, None),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\xfe')", 0, "��", ""),
        ("print(input())", 1, "", None),
        (
            "import dataclasses, typing\n@dataclasses.dataclass\nclass A:\n    x: 'typing.Any' = 1\nprint(A())",
            0,
            "A(x=1)\n",
            "",
        ),
        (
            "import subprocess; print(subprocess.run(['echo', 'x'], capture_output=True, text=True).stdout)",
            0,
            "x\n\n",
            "",
        ),
        (
            "import threading; t = threading.Thread(target=print, args=('t',)); t.start(); t.join()",
            0,
            "t\n",
            "",
        ),
        ("import tempfile; f = tempfile.NamedTemporaryFile(); print(f.write(b'x'))", 0, "1\n", ""),
        ("import shutil; open('a', 'w').close(); shutil.copyfile('a', 'b'); print('ok')", 0, "ok\n", ""),
    ],
)
def test_exit_and_words(
    run: Runner, script: str, exit_: int | None, stdout: str | None, stderr: str | None
) -> None:
    outcome = run(script)
    assert outcome.killed_by == "" and outcome.tier == run.tier and outcome.label == ""
    assert exit_ is None or outcome.exit == exit_, outcome
    assert stdout is None or outcome.stdout == stdout
    assert stderr is None or outcome.stderr == stderr


def test_a_traceback_names_the_script_and_nothing_of_ours(run: Runner) -> None:
    outcome = run("def f():\n    return 1 / 0\nf()\n")
    assert outcome.exit == 1 and "ZeroDivisionError" in outcome.stderr and "return 1 / 0" in outcome.stderr
    assert "inside.py" not in outcome.stderr


def test_duckdb_reads_what_was_handed_in_and_writes_results(run: Runner, tmp_path: Path) -> None:
    inputs = tmp_path / "run1" / "inputs"
    outcome = run(
        "import duckdb, pathlib\n"
        "duckdb.sql('SELECT range AS n FROM range(10)').write_parquet('n.parquet')\n"
        "print(duckdb.sql(\"SELECT sum(n) FROM 'n.parquet'\").fetchall())"
    )
    assert (outcome.exit, outcome.stdout) == (0, "[(45,)]\n"), outcome
    assert [f.name for f in outcome.files] == ["n.parquet"] and outcome.files[0].size > 0
    assert inputs.is_dir()


def test_a_program_instead_of_a_script(run: Runner) -> None:
    outcome = run("", argv=("/bin/sh", "-c", "pwd; echo $HOME; ls ..; exit 7"))
    assert outcome.exit == 7 and "results" in outcome.stdout


def test_walls_that_do_not_stand_run_nothing(run: Runner) -> None:
    for program in ("/bin/false", "/bin/true", "/no/such/bwrap"):
        with pytest.raises(SandboxFailed):
            Walled(Bubblewrap(program)).run(Run(_new(run), "open('ran', 'w')"))
        assert not (run.folder / "results" / "ran").exists()


def _new(run: Runner) -> Path:
    run.folder = run.base / f"other{time.monotonic_ns()}"
    run.folder.mkdir()
    return run.folder


def test_only_plain_files_are_left(run: Runner) -> None:
    outcome = run(
        "import os\n"
        "os.makedirs('a/b'); open('a/b/f', 'w').write('x'); open('g', 'w').write('yy')\n"
        "os.chmod('g', 0o666) if os.environ['HOME'] == '/tmp' else None\n"
        "for action in (lambda: os.symlink('/etc/passwd', 'link'), lambda: os.symlink('/', 'a/dir'),\n"
        "               lambda: os.mkfifo('pipe'), lambda: os.mkdir('shut', 0)):\n"
        "    try: action()\n"
        "    except OSError: pass\n"
    )
    assert [(f.name, f.size) for f in outcome.files] == [("a/b/f", 1), ("g", 2)]
    assert set(outcome.left_out) == ({"a/dir", "link"} if run.tier == "bubblewrap" else set())
    for path in run.results.rglob("*"):
        assert not path.is_symlink()
        assert path.is_dir() or (path.stat().st_mode & 0o777, path.stat().st_uid) == (0o600, os.geteuid())
    assert not (run.folder / "tmp").exists()


def test_what_must_be_hidden_may_not_lie_where_it_can_be_read(tier: str, tmp_path: Path) -> None:
    with pytest.raises(SandboxExposed) as caught:
        Walled(judging.walls(tier), [Path("/usr/share/secret")]).run(Run(tmp_path, "print(1)"))
    assert caught.value.exit_code == 3 and "/usr/share/secret" in caught.value.message()


def test_a_link_to_what_must_be_hidden_counts_as_well(tier: str, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/usr/lib")
    with pytest.raises(SandboxExposed):
        Walled(judging.walls(tier), [tmp_path / "link" / "warehouse.duckdb"]).run(Run(tmp_path, "print(1)"))


# — the workspace —


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "a.py").write_text("a\n")
    (folder / "src" / "a.py").chmod(0o755)
    (folder / "b.csv").write_text("b\n")
    (folder / ".env").write_text("secret")
    (folder / "Agents.MD").write_text("instructions")
    (folder / "out").symlink_to("/etc/passwd")
    (folder / "keep").mkdir()
    (folder / "keep" / "me").write_text("hidden")
    return folder


_LIST = "import os\nfor d, _, fs in sorted(os.walk('../workspace')): print(d[13:], sorted(fs))"


def test_the_workspace_is_seen_without_settings_and_links(run: Runner, workspace: Path) -> None:
    outcome = run(_LIST, workspace=workspace)
    assert outcome.stdout == " ['b.csv']\nkeep ['me']\nsrc ['a.py']\n", outcome


def test_hidden_places_are_not_in_it(tier: str, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    run = Run(tmp_path / "r", _LIST, workspace=workspace)
    outcome = Walled(judging.walls(tier), [workspace / "keep", workspace / "b.csv"]).run(run)
    assert outcome.stdout == " []\nsrc ['a.py']\n", outcome


def test_a_workspace_inside_a_hidden_place_is_none(tier: str, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    with pytest.raises(SandboxExposed):
        Walled(judging.walls(tier), [tmp_path]).run(Run(tmp_path / "r", _LIST, workspace=workspace))


_CHANGE = """
import os
os.chdir('../workspace')
open('src/a.py', 'w').write('changed\\n')
os.remove('b.csv')
os.makedirs('new/deep'); open('new/deep/f', 'w').write('f')
open('.hidden', 'w').write('x'); os.mkdir('.git'); open('.git/config', 'w').write('x')
open('CLAUDE.md', 'w').write('x')
"""


def test_changes_are_put_back(run: Runner, workspace: Path) -> None:
    outcome = run(_CHANGE, workspace=workspace, writable=True)
    assert outcome.exit == 0, outcome
    assert outcome.changed == ("b.csv", "new/deep/f", "src/a.py")
    assert set(outcome.left_out) == {".git", ".hidden", "CLAUDE.md"}
    assert (workspace / "src/a.py").read_text() == "changed\n" and not (workspace / "b.csv").exists()
    assert (workspace / "src/a.py").stat().st_mode & 0o777 == 0o755
    assert (workspace / "new/deep/f").read_text() == "f"
    assert not (workspace / ".git").exists() and (workspace / ".env").read_text() == "secret"
    assert not (run.folder / "workspace").exists()


@pytest.mark.parametrize("end", ["raise SystemExit(1)", "os.kill(os.getpid(), 9)", "while True: pass"])
def test_a_run_that_fails_changes_nothing(run: Runner, workspace: Path, end: str) -> None:
    outcome = run(f"{_CHANGE}\n{end}", workspace=workspace, writable=True, seconds=1.0)
    assert outcome.exit != 0 and outcome.changed == ()
    assert (workspace / "b.csv").read_text() == "b\n" and not (workspace / "new").exists()


def test_what_somebody_changed_meanwhile_stays(run: Runner, workspace: Path) -> None:
    """The script waits for a file that never comes; meanwhile a person writes."""
    import threading

    def person() -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and not any(run.base.glob("run*/results/began")):
            time.sleep(0.01)
        (workspace / "b.csv").write_text("a person's\n")
        (workspace / "n.txt").write_text("a person's\n")

    writing = threading.Thread(target=person)
    writing.start()
    outcome = run(
        "import time\nopen('began', 'w').close(); time.sleep(0.5)\n"
        "open('../workspace/b.csv', 'w').write('x'); open('../workspace/n.txt', 'w').write('x')",
        workspace=workspace,
        writable=True,
    )
    writing.join()
    assert (outcome.exit, outcome.changed) == (0, ()), outcome
    assert outcome.left_out == ("b.csv", "n.txt")
    assert (workspace / "b.csv").read_text() == (workspace / "n.txt").read_text() == "a person's\n"


def test_a_workspace_that_is_too_big_is_not_copied(run: Runner, tmp_path: Path) -> None:
    big = tmp_path / "big"
    big.mkdir()
    with (big / "f").open("wb") as file:
        file.truncate(300 << 20)
    with pytest.raises(WorkspaceTooBig):
        run("print(1)", workspace=big)
    assert not (run.folder / "workspace").exists()


def test_limits_have_a_use_by_default() -> None:
    assert RunLimits().processes > 8 and RunLimits().seconds <= 60


_AT_A_TERMINAL = """
import os, sys
sys.path[:0] = {path!r}
from pathlib import Path
from aiws_cli.core.runs import Run
from aiws_cli.sandbox.running import Walled
from support.sandbox import judging
os.close(os.open("/dev/tty", os.O_RDWR))
script = '''
import os
found = []
for fd in (0, 1, 2):
    found.append(os.isatty(fd))
try:
    os.open("/dev/tty", os.O_RDWR); found.append(True)
except OSError:
    found.append(False)
print("FOUND", found)
'''
print(Walled(judging.walls({tier!r})).run(Run(Path({folder!r}), script)).stdout)
"""


def test_the_terminal_of_who_runs_it_is_out_of_reach(tier: str, tmp_path: Path) -> None:
    program = _AT_A_TERMINAL.format(path=sys.path, tier=tier, folder=str(tmp_path))
    terminal = pexpect.spawn(sys.executable, ["-c", program], timeout=30, encoding="utf-8")
    terminal.expect(r"FOUND (\[.*\])")
    assert terminal.match[1] == "[False, False, False, False]"
    terminal.close()
