"""What is true of the repository as a whole: what is committed, what is pinned, what the wheel holds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = sorted((ROOT / "requirements").glob("*.txt"))


def committed() -> list[Path]:
    """Every file that git tracks and that is in the work tree."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [p for n in listed.decode().split("\0") if n and (p := ROOT / n).is_file()]


def committed_texts() -> list[tuple[str, str]]:
    """(path, text) of every tracked text file; bytes that are no UTF-8 (files for the edit tests) are replaced."""
    out = []
    for path in committed():
        raw = path.read_bytes()
        if b"\0" not in raw[:8192]:
            out.append((path.relative_to(ROOT).as_posix(), raw.decode("utf-8", errors="replace")))
    return out


def test_no_committed_file_is_large() -> None:
    assert [p.relative_to(ROOT).as_posix() for p in committed() if p.stat().st_size > 1_000_000] == []


def test_no_package_registry_is_named() -> None:
    """Which registry a machine uses is the machine's setting; a name here would override or leak it."""
    registry = re.compile(
        r"\b(?:files\.pythonhosted\.org|pypi\.org|test\.pypi|registry\.npmjs|deb\.debian\.org)\b"
        r"|--(?:extra-)?index-url[= ]+https?:|/simple/?[\"'\s]",
        re.IGNORECASE,
    )
    here = Path(__file__).relative_to(ROOT).as_posix()
    found = [
        f"{name}:{i}"
        for name, text in committed_texts()
        if name != here
        for i, line in enumerate(text.splitlines(), 1)
        if registry.search(line)
    ]
    assert found == []


def test_no_path_of_one_machine_is_named() -> None:
    place = re.compile(r"(?<![\w./~$}-])/(?:work|root|home/(?!user\b|USER\b|me\b)\w+|Users/(?!me\b)\w+)/")
    here = Path(__file__).relative_to(ROOT).as_posix()
    found = [
        f"{name}:{i}: {line.strip()[:80]}"
        for name, text in committed_texts()
        if name != here
        for i, line in enumerate(text.splitlines(), 1)
        if place.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("readme", ["README.md", "README.ko.md"])
def test_each_readme_names_the_two_commands(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert "./install.sh --demo" in text
    assert "./install.sh --test" in text


@pytest.mark.parametrize("path", PINNED, ids=lambda p: p.name)
def test_every_requirement_is_pinned_by_hash(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    entries = [e for e in re.split(r"\n(?=\S)", text.replace("\\\n", " ")) if e.strip() and e[0] != "#"]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text
    assert not text.startswith("-") and "\n-" not in text


def pins(name: str) -> dict[str, str]:
    """package → version of one of the pinned files."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    """Package names of requirement lines, as pinned files spell them."""
    return {re.split(r"[^A-Za-z0-9._-]", r, maxsplit=1)[0].lower().replace("_", "-") for r in requirements}


def test_what_the_project_asks_for_is_what_is_pinned() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    runtime = names(PROJECT["project"]["dependencies"] + extras["embedded"])
    assert runtime <= pins("runtime.txt").keys()
    assert runtime | names(extras["snowflake"]) <= pins("snowflake.txt").keys()
    assert names(extras["dev"] + extras["snowflake"]) | runtime <= pins("dev.txt").keys()
    assert names(PROJECT["build-system"]["requires"]) <= pins("build.txt").keys()
    wanted = (ROOT / "requirements/build.in").read_text(encoding="utf-8").splitlines()
    assert set(PROJECT["build-system"]["requires"]) <= set(wanted)


def test_pinned_files_agree_with_each_other() -> None:
    everything = pins("dev.txt")
    for name in ("runtime.txt", "snowflake.txt", "build.txt"):
        differing = {p: v for p, v in pins(name).items() if p in everything and everything[p] != v}
        assert differing == {}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built with the build backend of this environment."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    command += ["--no-build-isolation", "--disable-pip-version-check", "-w", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = out.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_holds_the_prompts_and_the_demo_catalog(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as z:
        held = set(z.namelist())
    for folder in ("prompts", "catalog_index"):
        source = {p.relative_to(ROOT).as_posix() for p in (ROOT / folder).rglob("*") if p.is_file()}
        assert source
        assert {f"aiws_cli/_data/{name}" for name in source} <= held
    assert "aiws_cli/py.typed" in held
    assert {f"aiws_cli/demo/sql/{p.name}" for p in (ROOT / "src/aiws_cli/demo/sql").glob("*.sql")} <= held
    assert any(name.endswith("licenses/LICENSE") for name in held)


@pytest.mark.slow
def test_the_wheel_works_from_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    """Installed without its dependencies, as pip does it, `aiws --version` answers from the wheel alone."""
    home = tmp_path / "env"
    venv.create(home, with_pip=False)
    command = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install", "--quiet"]
    command += ["--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run(command, check=True, timeout=300)
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [home / "bin" / "aiws", "--version"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=env,
        check=True,
    )
    assert done.stdout.split() == ["aiws", PROJECT["project"]["version"]]
    (site,) = (home / "lib").glob("python*/site-packages")
    # With this environment's dependencies behind it: the data files are those inside the package.
    code = (
        "from aiws_cli.core.prompts import data_folder as d; print(d('prompts')); print(d('catalog_index'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=env | {"PYTHONPATH": str(site)},
        check=True,
    )
    for folder in done.stdout.splitlines():
        assert Path(folder).is_dir()
        assert Path(folder).is_relative_to(site)
