"""Tab in bash, zsh and fish themselves, and what the scripts ask aiws for at a key press."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import aiws_cli
from aiws_cli.cli.at_tab import KINDS, _lines
from aiws_cli.cli.commands import AT_TAB, COMMANDS
from aiws_cli.cli.completion import SHELLS
from aiws_cli.cli.completion.declared import UndeclaredError, _value, declared
from aiws_cli.cli.completion.scripts import script
from support.broken_world import Project
from support.terminal import PROGRAM, Screen

from .conftest import Run
from .test_doors import PATHS
from .test_when_something_is_broken import AS_ORDERED, project, whole
from .test_who_may_see_what import two

__all__ = ["project", "two", "whole"]

START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config"],
}
READY = {
    "bash": "PS1='now> '; bind 'set bell-style none'",
    "zsh": "PS1='now> '; autoload -Uz compinit; compinit -D -u",
    "fish": "function fish_prompt; printf 'now> '; end",
}
SOURCE = {
    "bash": "source <(aiws completion bash)",
    "zsh": "source <(aiws completion zsh)",
    "fish": "aiws completion fish | source",
}
HERE = [
    pytest.param(s, marks=pytest.mark.skipif(shutil.which(s) is None, reason=f"no {s} here")) for s in SHELLS
]

# What is typed before Tab → what the line then is.
TYPED = [
    ("aiws catal", "aiws catalog "),
    ("aiws catalog sea", "aiws catalog search "),
    ("aiws help fee", "aiws help feedback "),
    ("aiws --ver", "aiws --ver"),
    ("aiws ask --max-to", "aiws ask --max-tokens"),
    ("aiws ask --mode pl", "aiws ask --mode plan"),
    ("aiws ask --mode=auto-", "aiws ask --mode=auto-edit"),
    ("aiws ask '지점 잔액' --output-format str", "aiws ask '지점 잔액' --output-format stream-json"),
    ("aiws ask --limit 3 --provider emb", "aiws ask --limit 3 --provider embedded"),
    ("aiws ask --model qwen2.5-coder:0", "aiws ask --model qwen2.5-coder:0.5b"),
    ("aiws ask --model=qwen2.5-coder:1", "aiws ask --model=qwen2.5-coder:1.5b"),
    ("aiws ask --with 판매", "aiws ask --with 판매.csv"),
    ("aiws eval run sui", "aiws eval run suites/"),
    ("aiws config set retention", "aiws config set retention_days"),
    ("aiws policy export sno", "aiws policy export snowflake"),
    ("aiws ask --role tel", "aiws ask --role teller"),
    ("aiws ask --workspace shop/", "aiws ask --workspace shop/places"),
    ("aiws catalog show shop.", "aiws catalog show shop.stores"),
    ("aiws policy explain --role teller shop.", "aiws policy explain --role teller shop.stores"),
]
NOTHING = [
    "aiws catalog show vau",
    "aiws policy explain vau",
    "aiws ask --workspace vau",
    "aiws ask --resume nothing",
    "aiws ask --role boss",
    "aiws ask --mode yolo",
    "aiws catalog nothing",
    'aiws ask "$(touch done)" --mode yolo',
]


@pytest.fixture
def shell_folder(two: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to work in, with `aiws` on PATH for a project whose policy hides the tables of `vault`."""
    bin_, folder = tmp_path / "bin", tmp_path / "folder"
    bin_.mkdir()
    (folder / "suites").mkdir(parents=True)
    (folder / "판매.csv").write_text("a\n1\n")
    program = bin_ / "aiws"
    program.write_text(f'#!/bin/sh\nexec {shlex.join(PROGRAM)} "$@"\n')
    program.chmod(0o755)
    for name, value in two.environment().items():
        if name.startswith("AIWS_"):
            monkeypatch.setenv(name, value)
    text = two.policy.read_text(encoding="utf-8")
    two.policy.write_text(text.replace("analyst", "teller"), encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{bin_}:{os.environ['PATH']}")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    yield folder


def at(screen: Screen) -> str:
    """The line one types on."""
    lines = [line for line in screen.shown() if line.startswith("now>")]
    return lines[-1].removeprefix("now>").strip() if lines else "no prompt yet"


@pytest.mark.parametrize("shell", HERE)
def test_tab_in_the_shell_itself(shell: str, shell_folder: Path, two: Project) -> None:
    assert two.run("catalog", "build").returncode == 0
    screen = Screen(program=START[shell], cwd=shell_folder)
    screen.line(READY[shell])
    screen.wait(lambda _: at(screen) == "")
    screen.line(f"{SOURCE[shell]}; echo re''ady")
    screen.wait("ready")
    saved = f"aiws ask --resume {two.session}"
    for typed, whole_line in [*TYPED, (saved[:-3], saved)]:
        screen.type(typed + "\t")
        screen.wait(lambda _, wanted=whole_line: at(screen) == wanted.strip())
        screen.type("\x15")
        screen.wait(lambda _: at(screen) == "")
    for typed in NOTHING:
        screen.type(typed + "\t")
        # What comes of the Tab is on the screen before what is typed behind it.
        screen.type(" end")
        screen.wait(lambda _, wanted=f"{typed} end": at(screen) == wanted)
        screen.type("\x15")
        screen.wait(lambda _: at(screen) == "")
    assert "safes" not in screen.raw and not (shell_folder / "done").exists()
    screen.process.close(force=True)


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_option_of_the_help_pages_is_in_the_script(shell: str, aiws: Run) -> None:
    """Read off the pages themselves: what one finds there, Tab finds too."""
    known = {" ".join(d.path): {n for o in d.options for n in o.names} for d in declared()}
    assert set(PATHS) | {c.name for c in COMMANDS} <= known.keys()
    printed = aiws("completion", shell)
    assert (printed.code, printed.err) == (0, "")
    assert printed.out == script(shell)
    for path in ("", "ask", "sql", "catalog export", "eval run", "sessions export"):
        page = aiws(*path.split(), "--help").out if path else ""
        shown = {w.strip(",") for line in page.splitlines() for w in line.split() if line.startswith("  -")}
        options = {w for w in shown if w.startswith("-") and not w.endswith(")")} & known[path]
        assert not path or options >= {"--help"}
        for name in options:
            written = f"-l {name[2:]} " if shell == "fish" and name.startswith("--") else name.lstrip("-")
            assert written in printed.out


def test_a_value_nobody_has_named_is_no_value() -> None:
    with pytest.raises(UndeclaredError):
        _value(SimpleNamespace(name="colour", metavar="COLOUR"))


@pytest.mark.parametrize("shell", HERE)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_shell_reads_its_script(shell: str, language: str, aiws: Run, tmp_path: Path) -> None:
    file = tmp_path / "script"
    file.write_text(aiws("completion", shell, env={"AIWS_LANG": language}).out, encoding="utf-8")
    done = subprocess.run([shell, "-n", str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_another_shell_is_none(aiws: Run) -> None:
    done = aiws("completion", "tcsh")
    assert done.code == 2 and "bash | zsh | fish" in done.err


@pytest.mark.parametrize(
    "broken",
    [
        {"AIWS_CONFIG": "/nowhere/config.toml"},
        {"AIWS_HOME": "/dev/null"},
        {"AIWS_POLICY": "/nowhere/policy.yaml"},
        {"AIWS_CATALOG": "/nowhere"},
        {"AIWS_ROLE": "boss"},
        {"AIWS_IDENTITY": "token"},
        {"AIWS_LIMIT_ROWS": "many"},
        {"AIWS_WAREHOUSE": "snowflake://nowhere.invalid/db"},
    ],
    ids=lambda b: next(iter(b)),
)
def test_a_key_press_hears_no_complaint(broken: dict[str, str]) -> None:
    code = f"import sys; from aiws_cli.cli.main import main\nfor kind in sys.argv[1:]: assert main([{AT_TAB!r}, kind]) == 0"
    done = subprocess.run(
        [sys.executable, "-c", code, *KINDS, "nothing", ""],
        env={**os.environ, **broken, "PYTHONPATH": str(Path(aiws_cli.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Traceback" not in done.stdout and "bank." not in done.stdout


def test_a_hidden_table_is_offered_to_nobody(two: Project) -> None:
    assert two.run("catalog", "build").returncode == 0
    log = two.log.read_bytes()
    for kind, shown in (("tables", b"shop.stores\t"), ("workspaces", b"shop/places"), ("roles", b"analyst")):
        done = two.run(AT_TAB, kind, before=AS_ORDERED)
        assert (done.returncode, done.stderr) == (0, b"")
        assert shown in done.stdout and b"vault" not in done.stdout and b"cellar" not in done.stdout
    assert two.run(AT_TAB, "tables", "vault").stdout == b""
    two.policy.write_text("nothing", encoding="utf-8")
    assert two.run(AT_TAB, "tables").stdout == b""
    assert two.log.read_bytes() == log


def test_a_key_press_opens_no_warehouse_and_loads_no_model(two: Project) -> None:
    assert two.run("catalog", "build").returncode == 0
    code = (
        "import sys; from aiws_cli.cli.main import main\n"
        f"for kind in {sorted(KINDS)!r}: main([{AT_TAB!r}, kind])\n"
        "print(sorted({'duckdb', 'ollama', 'xllamacpp', 'httpx', 'typer', 'rich', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**two.environment(), "PYTHONPATH": str(Path(aiws_cli.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]" and "shop.stores\t점포" in done.stdout
    # The demo's own policy holds over the demo's data alone, and to tell them apart it would have to be opened.
    assert two.run(AT_TAB, "tables", AIWS_POLICY="", AIWS_CATALOG="").stdout == b""


@pytest.mark.parametrize(
    "word",
    ["a b", "$(reboot)", "`x`", "a;b", "a'b", 'a"b', "a\\b", "a*", "a|b", "a\x1b[31m", "~", "#", "!", ""],
)
def test_no_word_that_would_be_more_than_a_word(word: str) -> None:
    assert list(_lines([(word, "")], "")) == []
    assert list(_lines([("bank.고객-1", "")], "bank")) == ["bank.고객-1\n"]


def test_what_is_said_of_a_word_stays_on_its_line() -> None:
    (line,) = _lines([("a", "one\ttwo\nthree\x1b]0;x\x07")], "")
    assert line.count("\n") == 1 and line.count("\t") == 1 and "\x1b" not in line
