"""Which tier is taken: the strongest that holds; what is weaker is told; with none nothing runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import aiws_cli
from aiws_cli.core.runs import Run
from aiws_cli.core.settings import resolve
from aiws_cli.sandbox import landlock
from aiws_cli.sandbox.choose import SandboxMissing, choose, try_tiers
from aiws_cli.sandbox.landlock import Landlock
from aiws_cli.sandbox.probe import probe
from aiws_cli.sandbox.unsandboxed import Unsandboxed
from support.sandbox import judging
from support.sandbox.tiers import Runner, need

_SOURCES = str(Path(aiws_cli.__file__).parent.parent)


def test_the_strongest_that_holds_is_taken(aiws_home: Path) -> None:
    need("bubblewrap")
    chosen = choose("auto", [aiws_home])
    assert (chosen.sandbox.tier, chosen.sandbox.label, chosen.fell) == ("bubblewrap", "", ())
    assert chosen.tried[0].attempts >= 24


def test_the_one_that_is_asked_for_is_taken(tier: str) -> None:
    chosen = choose(tier)  # type: ignore[arg-type]
    assert chosen.sandbox.tier == tier and [p.tier for p in chosen.tried] == [tier]


def _chosen_by(folder: Path, tier: str, *hidden: Path) -> subprocess.CompletedProcess[str]:
    """What a Python that is installed in this folder has to say of a tier."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    return subprocess.run(
        [
            f"{folder}/bin/python",
            "-c",
            "import sys; from pathlib import Path; from aiws_cli.sandbox.choose import choose\n"
            "print(choose(sys.argv[1], [Path(p) for p in sys.argv[2:]]).sandbox.tier)",
            tier,
            *map(str, hidden),
        ],
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join([_SOURCES, *map(str, sys.path)])},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("tier", ["bubblewrap", "landlock"])
def test_a_python_below_the_place_for_temporary_files(tier: str) -> None:
    """/tmp inside is another one, and must not cover the Python that is to be started."""
    need(tier)
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        said = _chosen_by(Path(folder), tier)
    assert said.returncode == 0, said.stderr
    assert said.stdout == f"{tier}\n"


@pytest.mark.parametrize("tier", ["bubblewrap", "landlock"])
def test_a_python_below_the_home_that_must_stay_hidden(tier: str, aiws_home: Path) -> None:
    """As it is installed: the Python in `versions/`, beside what nobody inside may read."""
    need(tier)
    (aiws_home / "audit").mkdir(parents=True)
    said = _chosen_by(aiws_home / "versions" / "one", tier, aiws_home)
    assert said.returncode == 0, said.stderr
    assert said.stdout == f"{tier}\n"


@pytest.mark.parametrize("tier", ["bubblewrap", "landlock"])
def test_a_place_within_what_is_shown_is_refused(tier: str, tmp_path: Path) -> None:
    need(tier)
    python = tmp_path / "python"
    (python / "lib" / "kept").mkdir(parents=True)
    said = _chosen_by(python, tier, python / "lib" / "kept")
    assert said.returncode != 0 and "SandboxMissing" in said.stderr


def test_of_a_folder_above_what_is_shown_only_the_way_there_may_be_seen(tmp_path: Path) -> None:
    from aiws_cli.sandbox.attempts import attempts

    (tmp_path / "versions" / "one" / "lib").mkdir(parents=True)
    (tmp_path / "versions" / "one" / "pyvenv.cfg").touch()
    shown = [str(tmp_path / "versions" / "one" / name) for name in ("lib", "pyvenv.cfg")]
    world = {"hidden": [str(tmp_path), shown[0], str(tmp_path / "audit")], "shown": shown}

    def open_() -> list[bool]:
        return [attempts(world)[f"hidden place {number}"]() for number in range(3)]

    assert open_() == [False, True, False]  # What is both hidden and shown is within reach.
    (tmp_path / "versions" / "two").mkdir()
    assert open_() == [True, True, False]
    (tmp_path / "versions" / "two").rmdir()
    (tmp_path / "versions" / "one" / "audit.jsonl").touch()
    assert open_() == [True, True, False]


def test_a_tier_that_lets_something_out_is_refused(tmp_path: Path) -> None:
    """No walls at all are probed as any tier is: all that the attempts can do is found."""
    (tmp_path / "policy.yaml").write_text("roles: {}")
    found = probe(Unsandboxed(), [tmp_path / "policy.yaml"])
    assert not found.holds
    for way in ("a file outside", "hidden place 0", "a socket: tcp", "a socket: unix", "io_uring"):
        assert way in found.reason
    if os.geteuid() != 0:  # Root's code runs as somebody else even then.
        assert "a signal to the parent" in found.reason and "the parent's environment" in found.reason


def test_a_hole_in_the_walls_is_found(tmp_path: Path) -> None:
    """Landlock with one folder too many."""
    need("landlock")

    class Leaking(Landlock):
        def _paths(self, place: judging.walls) -> list[tuple[str, int]]:  # type: ignore[valid-type]
            return [*super()._paths(place), (str(tmp_path), 1 << 2 | 1 << 3)]

    assert probe(Landlock(landlock.version()), [tmp_path]).holds
    assert "hidden place 0" in probe(Leaking(landlock.version()), [tmp_path]).reason


def test_walls_that_say_nothing_are_refused() -> None:
    from aiws_cli.sandbox.bubblewrap import Bubblewrap

    for program in ("/bin/true", "/bin/false", "/bin/echo", "/no/such"):
        found = probe(Bubblewrap(program))
        assert not found.holds and found.attempts == 0


# Inside a sandbox there are no namespaces and no Landlock: the very machine without either.
_INSIDE = """
import sys
sys.path.insert(0, "../inputs")
from aiws_cli.sandbox.choose import SandboxMissing, choose
for asked in ("auto", "bubblewrap", "landlock"):
    try:
        choose(asked)
    except SandboxMissing as problem:
        print(asked, problem.exit_code, problem.hint("en"))
print(choose("none-allowed").sandbox.label)
"""


def test_with_neither_nothing_runs(run: Runner) -> None:
    inputs = run.base / "run1" / "inputs"
    shutil.copytree(Path(_SOURCES) / "aiws_cli" / "core", inputs / "aiws_cli" / "core")
    shutil.copytree(Path(_SOURCES) / "aiws_cli" / "sandbox", inputs / "aiws_cli" / "sandbox")
    (inputs / "aiws_cli" / "__init__.py").touch()
    outcome = run(_INSIDE)
    lines = outcome.stdout.splitlines()
    assert [line.split(" ", 2)[:2] for line in lines[:3]] == [
        ["auto", "3"],
        ["bubblewrap", "3"],
        ["landlock", "3"],
    ], outcome
    assert all("bubblewrap" in line for line in lines[:3]) and lines[3] == "unsandboxed"


def test_a_system_without_either_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    for asked in ("auto", "none-allowed"):
        with pytest.raises(SandboxMissing):
            choose(asked)  # type: ignore[arg-type]


def test_without_walls_runs_are_labelled(tmp_path: Path) -> None:
    from aiws_cli.sandbox.running import Walled

    outcome = Walled(Unsandboxed()).run(Run(tmp_path, "print(1)"))
    assert (outcome.stdout, outcome.tier, outcome.label) == ("1\n", "none", "unsandboxed")


# — in a mount namespace where there is no bwrap: a machine that has only Landlock —

_FALL = """
import json
from aiws_cli.app import build
from aiws_cli.core.settings import resolve
told = []
with build(resolve(), notify=told.append) as application:
    print(json.dumps([application.sandbox.sandbox.tier, application.sandbox.sandbox.tier, told]))
"""


def _without_bwrap(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("only root can hide bwrap")
    hide = 'for p in /usr/bin/bwrap /bin/bwrap; do mount --bind /dev/null "$p"; done; exec "$@"'
    return subprocess.run(
        ["unshare", "--mount", "sh", "-c", hide, "sh", *command],
        env={**os.environ, "PYTHONPATH": _SOURCES, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_fall_is_told_once_and_written_down(aiws_home: Path) -> None:
    need("bubblewrap")
    need("landlock")
    done = _without_bwrap(sys.executable, "-c", _FALL)
    assert done.returncode == 0, done.stderr
    first, second, told = json.loads(done.stdout)
    assert (first, second) == ("landlock", "landlock")
    assert len(told) == 1 and "bwrap is not installed" in told[0]
    (log,) = (aiws_home / "audit").glob("*.jsonl")
    (record,) = (json.loads(line) for line in log.read_text().splitlines())
    assert (record["kind"], record["asked"], record["tier"], record["label"]) == (
        "sandbox",
        "auto",
        "landlock",
        "",
    )
    assert [f["tier"] for f in record["fell"]] == ["bubblewrap"]


def test_what_is_asked_for_by_name_is_not_replaced(aiws_home: Path) -> None:
    need("bubblewrap")
    done = _without_bwrap(sys.executable, "-c", _FALL, AIWS_SANDBOX="bubblewrap")
    assert done.returncode != 0 and "SandboxMissing" in done.stderr
    assert not (aiws_home / "audit").exists()


def test_doctor_tells_the_tier_and_how_to_have_the_better_one() -> None:
    need("landlock")
    doctor = [sys.executable, "-m", "aiws_cli", "doctor", "--json"]
    with_it = subprocess.run(
        doctor,
        env={**os.environ, "PYTHONPATH": _SOURCES, "OLLAMA_HOST": "127.0.0.1:9"},
        capture_output=True,
        timeout=60,
    )
    found = {p["name"]: p for p in json.loads(with_it.stdout)["probes"]}["sandbox"]
    assert "ways out tried, none open" in found["detail"]
    need("bubblewrap")
    assert found["status"] == "ok" and "bubblewrap" in found["detail"]
    without = _without_bwrap(*doctor, OLLAMA_HOST="127.0.0.1:9")
    found = {p["name"]: p for p in json.loads(without.stdout)["probes"]}["sandbox"]
    assert (
        found["status"] == "warn"
        and "landlock" in found["detail"]
        and "bwrap is not installed" in found["detail"]
    )
    assert "apt-get install bubblewrap" in found["remedy"]


def test_doctor_tells_what_lies_within_reach(tmp_path: Path) -> None:
    """Where the home is inside the Python environment, a better kernel helps nobody."""
    need("bubblewrap")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path)], check=True)
    done = subprocess.run(
        [f"{tmp_path}/bin/python", "-m", "aiws_cli", "doctor", "--json"],
        env={
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join([_SOURCES, *map(str, sys.path)]),
            "AIWS_HOME": str(tmp_path / "lib" / "aiws"),
            "AIWS_LANG": "en",
            "OLLAMA_HOST": "127.0.0.1:9",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    found = {p["name"]: p for p in json.loads(done.stdout)["probes"]}["sandbox"]
    assert found["status"] == "warn" and str(tmp_path / "lib") in found["detail"]
    assert "out of the system's folders and the Python environment" in found["remedy"]


def test_the_administrator_pins_it(tmp_path: Path) -> None:
    managed = tmp_path / "managed.toml"
    managed.write_text('sandbox = "landlock"\n')
    settings = resolve(environ={"AIWS_SANDBOX": "bubblewrap"}, managed=managed, project_dir=tmp_path).settings
    need("landlock")
    assert [p.tier for p in try_tiers(settings.sandbox, ())] == ["landlock"]


def test_nothing_of_the_sandbox_is_imported_before_it_is_used() -> None:
    script = (
        "import sys; from aiws_cli.app import build; from aiws_cli.core.settings import resolve\n"
        "build(resolve(), notify=print).surroundings\n"
        "print([m for m in sys.modules if m.startswith('aiws_cli.sandbox')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": _SOURCES},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]", done.stderr
