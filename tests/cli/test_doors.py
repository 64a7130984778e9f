"""Help, usage errors, exit codes and faults: what every command line can count on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from aiws_cli import __version__
from aiws_cli.cli.commands import COMMANDS
from aiws_cli.core.language import _texts

from .conftest import PROGRAM, Run

PATHS = sorted(
    key.removeprefix("cli.").removesuffix(".example").replace(".", " ")
    for key in _texts()
    if key.startswith("cli.")
    and key.endswith(".example")
    and key not in ("cli.example", "cli.help.example", "cli.repl.example")
)


def test_version(aiws: Run) -> None:
    for option in ("--version", "-V"):
        done = aiws(option)
        assert (done.code, done.out, done.err) == (0, f"aiws {__version__}\n", "")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_overview_names_every_command(aiws: Run, language: str) -> None:
    done = aiws("--help", env={"AIWS_LANG": language})
    assert done.code == 0
    for command in COMMANDS:
        assert f"\n  {command.name}" in done.out
    assert ("사용법" in done.out) == (language == "ko")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_command_has_help_with_an_example_in_both_languages(
    aiws: Run, path: str, language: str
) -> None:
    done = aiws(*path.split(), "--help", env={"AIWS_LANG": language})
    assert done.code == 0, done.err
    assert done.err == ""
    assert f"aiws {path}" in done.out
    if language == "ko":
        assert "사용법: " in done.out
        assert "예:" in done.out
        assert "Usage" not in done.out
        assert "[OPTIONS]" not in done.out
    else:
        assert "Example:" in done.out
        assert not [c for c in done.out if "가" <= c <= "힣"]


def test_every_command_of_the_table_has_help_texts() -> None:
    assert {p.split()[0] for p in PATHS} == {c.name for c in COMMANDS}


USAGE = [
    (["nonsense"], "nonsense"),
    (["confg"], "config"),
    (["config"], "config --help"),
    (["config", "nope"], "config --help"),
    (["config", "show", "--nope"], "--nope"),
    (["config", "set", "lang"], "VALUE"),
    (["config", "set", "lang", "ko", "extra"], "too many"),
    (["config", "show", "--output-format"], "--output-format"),
    (["config", "show", "--output-format", "xml"], "text | json"),
    (["ask"], "empty"),
    (["ask", ""], "empty"),
    (["ask", "  ?! "], "empty"),
    (["ask", "q", "--limit", "0"], "--limit"),
    (["ask", "q", "--limit", "many"], "--limit"),
    (["ask", "q", "--mode", "yolo"], "plan | ask"),
    (["ask", "q", "--provider", "cloud"], "embedded"),
    (["ask", "q", "--as-of", "someday"], "YYYY-MM-DD"),
    (["ask", "q", "-c", "--resume", "x"], "exclude"),
    (["ask", "q", "--save", "x.doc"], ".xlsx"),
    (["ask", "q", "--save", "/nowhere/x.csv"], "/nowhere"),
    (["ask", "q", "--with", "nowhere.csv"], "nowhere.csv"),
    (["ask", "two", "words"], "quotes"),
    (["sql"], "empty"),
    (["sql", "select 1", "--file", "x.sql"], "exclude"),
    (["sql", "--file", "nowhere.sql"], "nowhere.sql"),
    (["sql", "select 1", "--format", "xml"], "csv"),
    (["catalog", "search", " "], "nothing to search"),
    (["audit", "show", "--since", "someday"], "someday"),
    (["demo", "build", "--scale", "0"], "--scale"),
    (["prompts", "show", "nope"], "nope"),
    (["--nope"], "--nope"),
    (["-c"], "terminal"),
]


@pytest.mark.parametrize(("args", "part"), USAGE, ids=[" ".join(a) for a, _ in USAGE])
def test_wrong_usage_is_exit_2_and_says_what_is_wrong(aiws: Run, args: list[str], part: str) -> None:
    done = aiws(*args)
    assert done.code == 2, done.err
    assert part in done.err
    assert done.out == ""
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "args", [["nonsense"], ["config", "show", "--nope"], ["ask", "q", "--limit", "many"]]
)
def test_wrong_usage_in_korean(aiws: Run, args: list[str]) -> None:
    done = aiws(*args, env={"AIWS_LANG": "ko"})
    assert done.code == 2
    assert done.err.startswith("오류: ")
    assert "--help" in done.err


@pytest.mark.parametrize("args", [["config", "show", "--nope"], ["ask", ""], ["sql"], ["nonsense"]])
def test_wrong_usage_with_json_is_an_error_object(aiws: Run, args: list[str]) -> None:
    done = aiws(*args, "--json")
    assert done.code == 2
    error = done.json()
    assert error["schema"] == "aiws.error/1"
    assert error["code"] == "usage"
    assert error["message"] and "hint" in error


def test_bare_aiws_without_a_terminal_is_help_and_exit_2(aiws: Run) -> None:
    done = aiws()
    assert done.code == 2
    assert done.out == ""
    assert "Usage" in done.err


def test_a_broken_setting_is_exit_3_and_named(aiws: Run, aiws_home: Path) -> None:
    done = aiws("config", "show", env={"AIWS_NUM_CTX": "lots"})
    assert done.code == 3
    assert "num_ctx" in done.err
    (aiws_home / "config.toml").write_text("lang = \n")
    done = aiws("config", "show", "--json")
    assert done.code == 3
    assert str(aiws_home / "config.toml") in done.json()["message"]


def test_a_fault_is_one_line_and_a_trace_in_the_logs(aiws_home: Path) -> None:
    broken = "import aiws_cli.core.settings as s; s.resolve = lambda *a, **k: 1 / 0;"
    code = f"import sys; {broken} from aiws_cli.cli.main import main; sys.exit(main())"

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *args], capture_output=True, text=True, check=False
        )

    done = run("config", "show")
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr
    (log,) = (aiws_home / "logs").iterdir()
    assert str(log) in done.stderr
    assert "Traceback" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0
    as_json = run("config", "show", "--json")
    assert json.loads(as_json.stdout)["code"] == "fault"
    assert "Traceback" in run("ask", "q", "--verbose").stderr


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen([*PROGRAM, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(timeout=20) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_under_stdout_is_not_exit_0() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PROGRAM, "--help"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


def test_output_is_utf8_whatever_the_locale(aiws: Run) -> None:
    done = aiws(
        "--help", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "AIWS_LANG": "ko"}
    )
    assert "사용법" in done.out


@pytest.mark.parametrize(
    ("variables", "korean"),
    [
        ({"AIWS_LANG": "ko", "LANG": "en_US.UTF-8"}, True),
        ({"AIWS_LANG": "", "LC_ALL": "ko_KR.UTF-8"}, True),
        ({"AIWS_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "ko_KR.UTF-8"}, True),
        ({"AIWS_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "de_DE.UTF-8"}, False),
    ],
)
def test_the_language_of_messages(aiws: Run, variables: dict[str, str], korean: bool) -> None:
    assert ("사용법" in aiws("--help", env=variables).out) == korean


def test_the_language_of_the_config_file(aiws: Run, aiws_home: Path) -> None:
    (aiws_home / "config.toml").write_text('lang = "ko"\n', encoding="utf-8")
    assert "사용법" in aiws("--help", env={"AIWS_LANG": "", "LC_ALL": "C"}).out
    assert "Usage" in aiws("--help", env={"AIWS_LANG": "en"}).out


def test_no_command_writes_escape_sequences_into_a_pipe(aiws: Run) -> None:
    for args in (["--help"], ["config", "show"], ["prompts", "list"]):
        done = aiws(*args, env={"FORCE_COLOR": "", "TERM": "xterm-256color"})
        assert "\x1b" not in done.out + done.err
    assert os.environ["AIWS_LANG"] == "en"


@pytest.mark.parametrize(("closed", "code"), [("<&-", 2), (">&-", 2), ("2>&-", 2), ("<&- >&- 2>&-", 2)])
def test_closed_streams_are_no_fault(aiws_home: Path, tmp_path: Path, closed: str, code: int) -> None:
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", *PROGRAM]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == code and b"Traceback" not in done.stderr
    assert not (aiws_home / "logs").exists()
    asked = subprocess.run([*command, "config", "show"], capture_output=True, timeout=60, check=False)
    assert asked.returncode == 0 and b"Traceback" not in asked.stderr
