"""No attempt of the table gets out of any tier, as this user and as nobody; without walls they do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

import aiws_cli
from support import sandbox
from support.sandbox.escapes import ESCAPES, Escape
from support.sandbox.judging import TIERS, in_sandbox, in_the_open, rows
from support.sandbox.tiers import need
from support.sandbox.world import World

pytestmark = pytest.mark.loopback

_AS_NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
_SYSTEM_PYTHON = "/usr/bin/python3"


def _each(tier: str) -> list[object]:
    return [pytest.param(tier, row, id=f"{tier}: {row.name}") for row in rows(tier)]


def test_there_are_enough_of_them() -> None:
    assert all(len(rows(tier)) >= 30 for tier in TIERS)
    assert len({row.name for row in ESCAPES}) == len(ESCAPES)


@pytest.mark.parametrize(("tier", "row"), [*_each("bubblewrap"), *_each("landlock")])
def test_held(tier: str, row: Escape, world: World) -> None:
    need(tier)
    found = in_sandbox(tier, row, world)
    assert found.verdict == "held", found.detail


@pytest.mark.security
@pytest.mark.parametrize(("tier", "row"), _each("landlock-1"))
def test_held_by_the_first_landlock(tier: str, row: Escape, world: World) -> None:
    """Kernels whose Landlock knows neither signals nor sockets nor truncation: seccomp has to hold those."""
    need(tier)
    found = in_sandbox(tier, row, world)
    assert found.verdict == "held", found.detail


@pytest.mark.security
@pytest.mark.parametrize("row", [pytest.param(r, id=r.name) for r in ESCAPES if r.plain != "never"])
def test_without_walls_it_gets_out(row: Escape) -> None:
    """An attempt that could not succeed anyway would prove nothing."""
    if row.plain == "root" and os.geteuid() != 0:
        pytest.skip("only root gets out here")
    with World() as world:
        found = in_the_open(row, world)
    if row.plain == "depends" and found.verdict != "escaped":
        pytest.skip(f"not on this kernel: {found.detail[-100:]}")
    assert found.verdict == "escaped", found.detail


@pytest.mark.parametrize(
    "tier", ["bubblewrap", "landlock", pytest.param("landlock-1", marks=pytest.mark.security)]
)
def test_held_as_nobody(tier: str) -> None:
    """The whole table again as a user without rights, by the system's Python and a copy anybody may read."""
    need(tier)
    if os.geteuid() != 0:
        pytest.skip("only root can become nobody")
    if not Path(_SYSTEM_PYTHON).exists() or shutil.which("setpriv") is None:
        pytest.skip(f"needs {_SYSTEM_PYTHON} and setpriv")
    version = subprocess.run(
        [_SYSTEM_PYTHON, "-c", "import sys; print(sys.version_info >= (3, 11))"],
        capture_output=True,
        text=True,
    )
    if version.stdout.strip() != "True":
        pytest.skip(f"{_SYSTEM_PYTHON} is older than 3.11")
    copy = Path(tempfile.mkdtemp(prefix="nobody-"))
    try:
        copy.chmod(0o755)
        for package, name in ((Path(aiws_cli.__file__).parent, "aiws_cli"), (_support(), "support")):
            shutil.copytree(package, copy / name, ignore=shutil.ignore_patterns("__pycache__", "_data"))
        subprocess.run(["chmod", "-R", "a+rX", str(copy)], check=True)
        done = subprocess.run(
            [*_AS_NOBODY, _SYSTEM_PYTHON, "-B", "-m", "support.sandbox.judging", tier],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(copy), "AIWS_LANG": "en"},
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
            cwd="/",
        )
    finally:
        shutil.rmtree(copy)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [f for f in found if f["verdict"] != "held"] == [], done.stderr[-2000:]
    assert [f["name"] for f in found] == [row.name for row in rows(tier)], done.stderr[-2000:]


def _support() -> Path:
    return Path(sandbox.__file__).parent.parent
