"""install.sh as a newcomer meets it: an empty home, a PATH that holds what the test puts there, no network.

What the script asks the machine for (uname, ldd, Python, pip) is replaced by small scripts at the head of PATH.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "install.sh"

# Everything of the system the script may call; Python is added by the tests that let it be found.
SYSTEM = (
    "bash cat chmod cp cut dirname du env find grep head id kill ldd ln ls mkdir mktemp mv readlink rm rmdir sed "
    "sleep tail touch tr uname"
).split()


@dataclass
class Machine:
    """A made-up machine: `bin` is the only folder on PATH, `home` is empty."""

    bin: Path
    home: Path
    tmp: Path
    env: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, body: str) -> None:
        """A shell script of that name on this machine's PATH, instead of what was there."""
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def command(self, *args: str) -> tuple[list[str], dict[str, str]]:
        env = {"PATH": str(self.bin), "HOME": str(self.home), "TMPDIR": str(self.tmp), "LANG": "ko_KR.UTF-8"}
        return [str(SCRIPT), *args], env | self.env

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run install.sh with these options and nobody at the keyboard."""
        command, env = self.command(*args)
        return subprocess.run(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def left_over(self) -> list[str]:
        """Files and links below home and the folder for temporary files, as relative paths."""
        return sorted(
            p.relative_to(top).as_posix()
            for top in (self.home, self.tmp)
            for p in top.rglob("*")
            if not p.is_dir() or p.is_symlink()
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path / "bin", tmp_path / "home", tmp_path / "tmp")
    for folder in (made.bin, made.home, made.tmp):
        folder.mkdir()
    for name in SYSTEM:
        found = shutil.which(name)
        if found is not None:
            (made.bin / name).symlink_to(found)
    made.put("uname", '[ "$1" = -m ] && echo x86_64 || echo Linux')
    made.put("ldd", "echo 'ldd (GNU libc) 2.36'")
    return made


# What pip does in these tests: notes its arguments, "installs" a command, builds an empty wheel.
PIP = """
echo "$@" >>"$PIP_NOTES"
case " $* " in
  *" --version "*) echo "pip 25.0"; exit ;;
  *" $PIP_FAILS_AT "*) echo "$PIP_SAYS" >&2; exit 1 ;;
  *" wheel "*) while [ $# -gt 0 ]; do [ "$1" != -w ] || touch "$2/aiws_cli-0.1.0-py3-none-any.whl"; shift; done ;;
  *.whl*) printf '#!/bin/bash\\n[ "$1" = completion ] && echo "# Completion of aiws for $2" || echo "aiws 0.1.0"\\n' >"$VENV_BIN/aiws"; chmod +x "$VENV_BIN/aiws" ;;
esac
"""


@pytest.fixture
def with_python(machine: Machine) -> Machine:
    """A machine whose Python is real but whose environments hold a pretended pip."""
    machine.put(
        "python3",
        f"""
        case "$*" in
          *"-m venv"*) for dir in "$@"; do :; done
            [ -z "$VENV_FAILS" ] || exit 1
            mkdir -p "$dir/bin"
            printf '#!/bin/bash\\nshift 2\\nexport VENV_BIN="%s"\\n. "%s"\\n' "$dir/bin" "{machine.bin}/pretended-pip" >"$dir/bin/python"
            chmod +x "$dir/bin/python"; exit ;;
          *"-m pip"*) exit 1 ;;
        esac
        exec -a "{machine.bin}/python3" "{sys.executable}" "$@" """,
    )
    machine.put("pretended-pip", PIP)
    machine.env |= {
        "PIP_NOTES": str(machine.bin / "notes"),
        "PIP_FAILS_AT": "nowhere",
        "PIP_SAYS": "",
        "AIWS_PYTHON": str(machine.bin / "python3"),
    }
    return machine


@pytest.mark.parametrize(
    ("lang", "word"), [("ko_KR.UTF-8", "사용법"), ("en_US.UTF-8", "usage"), ("", "usage")]
)
def test_help_in_the_reader_s_language(machine: Machine, lang: str, word: str) -> None:
    machine.env["LANG"] = lang
    done = machine.run("--help")
    assert done.returncode == 0
    assert done.stdout.startswith(word)
    for option in (
        "--demo",
        "--test",
        "--snowflake",
        "--prefix",
        "--offline",
        "--make-offline",
        "--uninstall",
        "--purge",
    ):
        assert option in done.stdout


def test_aiws_lang_wins_over_the_locale(machine: Machine) -> None:
    machine.env["AIWS_LANG"] = "en"
    assert machine.run("--help").stdout.startswith("usage")


@pytest.mark.parametrize(
    "args",
    [
        ["--dmeo"],
        ["--prefix"],
        ["--prefix="],
        ["--purge"],
        ["--demo", "--test"],
        ["--demo", "--uninstall"],
        ["--snowflake", "--test"],
        ["--test", "--offline", "x"],
    ],
)
def test_wrong_usage_is_exit_2(machine: Machine, args: list[str]) -> None:
    done = machine.run(*args)
    assert done.returncode == 2
    assert "오류" in done.stderr
    assert "--help" in done.stderr
    assert machine.left_over() == []


@pytest.mark.parametrize(
    ("system", "processor", "word"),
    [
        ("MINGW64_NT-10.0", "x86_64", "WSL"),
        ("CYGWIN_NT-10.0", "x86_64", "WSL"),
        ("FreeBSD", "amd64", "FreeBSD"),
        ("Linux", "i686", "i686"),
        ("Linux", "armv7l", "armv7l"),
    ],
)
@pytest.mark.parametrize("task", ["", "--demo", "--test"])
def test_an_unsupported_machine_is_exit_3(
    machine: Machine, system: str, processor: str, word: str, task: str
) -> None:
    machine.put("uname", f'[ "$1" = -m ] && echo {processor} || echo {system}')
    done = machine.run(*task.split())
    assert done.returncode == 3
    assert word in done.stderr
    assert machine.left_over() == []


def test_musl_is_exit_3(machine: Machine) -> None:
    machine.put("ldd", "echo 'musl libc (x86_64)' >&2; exit 1")
    done = machine.run("--demo")
    assert done.returncode == 3
    assert "musl" in done.stderr


def test_an_old_macos_is_exit_3(machine: Machine) -> None:
    machine.put("uname", '[ "$1" = -m ] && echo arm64 || echo Darwin')
    machine.put("sw_vers", "echo 12.7.1")
    done = machine.run()
    assert done.returncode == 3
    assert "macOS 12.7.1" in done.stderr


def test_a_python_that_is_too_old_is_named_with_the_way_out(machine: Machine) -> None:
    machine.put("old-python", '[ "$1" = -V ] && echo "Python 3.9.2"; exit 1')
    machine.put("apt-get", "exit 1")
    machine.env["AIWS_PYTHON"] = str(machine.bin / "old-python")
    done = machine.run()
    assert done.returncode == 3
    assert "Python 3.9.2" in done.stderr
    assert "apt-get install python3" in done.stderr
    assert machine.left_over() == []


def test_a_python_without_what_is_needed_is_passed_over(with_python: Machine) -> None:
    """A pyenv shim of no version is on PATH but fails: the next candidate is taken."""
    shim, good = with_python.bin / "python3", with_python.bin / "python3.11"
    text = shim.read_text()
    good.write_text(text.replace(f'{shim}" ', f'{good}" '))
    good.chmod(0o755)
    for name in ("python3", "python3.12", "python3.13"):
        with_python.put(name, "echo 'pyenv: command not found' >&2; exit 127")
    del with_python.env["AIWS_PYTHON"]
    done = with_python.run()
    assert done.returncode == 0, done.stderr
    assert str(good) in done.stdout


def test_install_is_by_hash_and_a_second_run_does_nothing(with_python: Machine) -> None:
    first = with_python.run()
    assert first.returncode == 0, first.stderr
    command = with_python.home / ".local/bin/aiws"
    assert subprocess.run([command], capture_output=True, text=True, check=True).stdout == "aiws 0.1.0\n"
    notes = Path(with_python.env["PIP_NOTES"])
    fetched = [line for line in notes.read_text().splitlines() if " -r " in line]
    assert len(fetched) == 2
    assert all("--require-hashes" in line and "--only-binary :all:" in line for line in fetched)
    notes.unlink()
    second = with_python.run()
    assert second.returncode == 0
    assert "이미 설치되어 있습니다" in second.stdout
    assert not notes.exists()


def test_tab_is_switched_on_where_shells_look_and_off_again(with_python: Machine) -> None:
    with_python.put("fish", "exit 0")
    share = with_python.home / ".local/share"
    fish, bash = share / "fish/vendor_completions.d/aiws.fish", share / "bash-completion/completions/aiws"
    fish.parent.mkdir(parents=True)
    fish.write_text("# mine\n")
    done = with_python.run()
    assert done.returncode == 0, done.stderr
    assert "Tab 완성을 켰습니다: bash" in done.stdout and "fish (" not in done.stdout
    assert bash.read_text() == "# Completion of aiws for bash\n"
    bash.write_text("# Completion of aiws for bash\n# an older one\n")
    with_python.env["SHELL"] = "/bin/zsh"
    again = with_python.run()
    assert (
        bash.read_text() == "# Completion of aiws for bash\n"
        and "source <(aiws completion zsh)" in again.stdout
    )
    assert with_python.run("--uninstall").returncode == 0
    assert with_python.left_over() == [".local/share/fish/vendor_completions.d/aiws.fish"]
    assert fish.read_text() == "# mine\n"


def test_a_prefix_leaves_the_home_alone(with_python: Machine, tmp_path: Path) -> None:
    prefix = tmp_path / "some where"
    done = with_python.run("--prefix", str(prefix))
    assert done.returncode == 0, done.stderr
    assert (prefix / "bin/aiws").is_symlink()
    assert with_python.left_over() == []
    gone = with_python.run("--uninstall", "--prefix", str(prefix))
    assert gone.returncode == 0
    assert not prefix.exists()


def test_a_home_that_cannot_be_written_to(with_python: Machine, tmp_path: Path) -> None:
    with_python.env["HOME"] = "/proc/nowhere"
    done = with_python.run()
    assert done.returncode == 3
    assert "--prefix" in done.stderr
    done = with_python.run("--prefix", str(tmp_path / "p"))
    assert done.returncode == 0, done.stderr
    assert f"AIWS_HOME={tmp_path / 'p'}/home" in done.stdout


@pytest.mark.parametrize(
    ("at", "says", "word"),
    [
        ("install", "ERROR: No matching distribution found for duckdb", "네트워크"),
        ("install", "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "해시"),
        ("install", "ERROR: [Errno 28] No space left on device", "디스크"),
        ("wheel", "error: subprocess-exited-with-error", "aiws-cli"),
    ],
)
def test_a_failing_pip_leaves_nothing_behind(with_python: Machine, at: str, says: str, word: str) -> None:
    with_python.env |= {"PIP_FAILS_AT": at, "PIP_SAYS": says}
    done = with_python.run()
    assert done.returncode == 3
    assert says in done.stderr
    assert word in done.stderr
    assert with_python.left_over() == []


def test_a_failing_upgrade_keeps_what_worked(with_python: Machine) -> None:
    assert with_python.run().returncode == 0
    command = with_python.home / ".local/bin/aiws"
    before = command.readlink()
    # Another interpreter is another installation.
    other = with_python.bin / "python3.12"
    name = f'exec -a "{with_python.bin}/python3'
    other.write_text((with_python.bin / "python3").read_text().replace(name, f"{name}.12"))
    other.chmod(0o755)
    with_python.env |= {"AIWS_PYTHON": str(other), "PIP_FAILS_AT": "wheel", "PIP_SAYS": "error: no"}
    done = with_python.run()
    assert done.returncode == 3, done.stdout
    assert command.readlink() == before
    assert subprocess.run([command], capture_output=True, text=True, check=True).stdout == "aiws 0.1.0\n"


def test_no_word_of_an_index_password(with_python: Machine) -> None:
    says = "ERROR: Could not fetch https://someone:s3cret@mirror.example/x-1.whl, no such file"
    with_python.env |= {"PIP_FAILS_AT": "install", "PIP_SAYS": says}
    done = with_python.run()
    assert done.returncode == 3
    assert "s3cret" not in done.stdout + done.stderr
    assert "****@mirror.example" in done.stderr


def test_ctrl_c_leaves_nothing_behind(with_python: Machine) -> None:
    with_python.put("pretended-pip", f'touch "{with_python.bin}/started"; sleep 60')
    command, env = with_python.command()
    process = subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while not (with_python.bin / "started").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "중단" in err
    assert with_python.left_over() == []


def test_a_second_installation_at_the_same_time_is_refused(with_python: Machine) -> None:
    lock = with_python.home / ".local/share/aiws/.installing"
    lock.mkdir(parents=True)
    (lock / "pid").write_text(str(os.getpid()))
    done = with_python.run()
    assert done.returncode == 75
    assert str(os.getpid()) in done.stderr
    (lock / "pid").write_text("999999999")
    assert with_python.run().returncode == 0


def test_a_command_of_someone_else_is_not_replaced(with_python: Machine) -> None:
    command = with_python.home / ".local/bin/aiws"
    command.parent.mkdir(parents=True)
    command.write_text("mine")
    done = with_python.run()
    assert done.returncode == 0
    assert command.read_text() == "mine"
    assert "/versions/" in done.stdout.splitlines()[-1] or "/versions/" in done.stdout


def test_no_way_to_make_an_environment_names_the_package(with_python: Machine) -> None:
    with_python.env["VENV_FAILS"] = "1"
    done = with_python.run()
    assert done.returncode == 3
    assert "python3-venv" in done.stderr
    assert with_python.left_over() == []


def test_uninstall_keeps_the_data_unless_purged(with_python: Machine) -> None:
    assert with_python.run().returncode == 0
    data = with_python.home / ".local/share/aiws/sessions/one.jsonl"
    data.parent.mkdir()
    data.write_text("{}")
    done = with_python.run("--uninstall")
    assert done.returncode == 0
    assert "--purge" in done.stdout
    assert with_python.left_over() == [".local/share/aiws/sessions/one.jsonl"]
    assert with_python.run("--uninstall", "--purge").returncode == 0
    assert with_python.left_over() == []


def test_purge_never_takes_a_home_with_it(with_python: Machine) -> None:
    (with_python.home / "letter").write_text("dear")
    for place in (with_python.home, with_python.home.parent):
        with_python.env["AIWS_HOME"] = str(place)
        assert with_python.run("--uninstall", "--purge").returncode == 3
    assert (with_python.home / "letter").read_text() == "dear"


def test_a_demo_without_a_model_undoes_the_installation(with_python: Machine) -> None:
    """No network and no model: the exit code is the command's, nothing half-installed stays."""
    failing = 'case "$1" in --version) echo "aiws 0.1.0" ;; *) echo "no model" >&2; exit 3 ;; esac'
    with_python.put("pretended-aiws", failing)
    pip = PIP.replace(
        'chmod +x "$VENV_BIN/aiws"',
        f'cat "{with_python.bin}/pretended-aiws" >"$VENV_BIN/aiws"; chmod +x "$VENV_BIN/aiws"',
    )
    with_python.put("pretended-pip", pip)
    done = with_python.run("--demo")
    assert done.returncode == 3
    assert "no model" in done.stderr
    assert "$ aiws model pull" in done.stdout
    assert with_python.left_over() == []


def test_the_demo_shows_every_step_and_ends_with_three_commands(with_python: Machine) -> None:
    with_python.put("pretended-aiws", 'echo "aiws got: $*"')
    pip = PIP.replace(
        'chmod +x "$VENV_BIN/aiws"',
        f'cat "{with_python.bin}/pretended-aiws" >"$VENV_BIN/aiws"; chmod +x "$VENV_BIN/aiws"',
    )
    with_python.put("pretended-pip", pip)
    done = with_python.run("--demo")
    assert done.returncode == 0, done.stderr
    for i in range(1, 6):
        assert f"[{i}/5]" in done.stdout
    assert '$ aiws ask "지점별 예금 잔액 상위 5곳을 알려줘"' in done.stdout
    assert "aiws got: demo build" in done.stdout
    tail = done.stdout[done.stdout.index("다음을 해 보십시오") :].splitlines()[1:]
    assert len([line for line in tail if line.startswith("  ")]) == 3


def test_an_offline_folder_must_be_one(machine: Machine, tmp_path: Path) -> None:
    done = machine.run("--offline", str(tmp_path))
    assert done.returncode == 3
    assert "--make-offline" in done.stderr


def test_an_offline_install_asks_no_index(with_python: Machine, tmp_path: Path) -> None:
    (tmp_path / "off/wheels").mkdir(parents=True)
    done = with_python.run("--offline", str(tmp_path / "off"))
    assert done.returncode == 0, done.stderr
    lines = [
        line
        for line in Path(with_python.env["PIP_NOTES"]).read_text().splitlines()
        if "--version" not in line
    ]
    assert lines
    assert all("--no-index" in line for line in lines)
