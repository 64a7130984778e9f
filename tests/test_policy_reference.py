"""docs/POLICY.md says what the reader reads: every key, an example that is a policy, and what commands print of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aiws_cli.core.yaml_lines import keys
from aiws_cli.governance.rights import policy_file
from aiws_cli.governance.rights.masks import NAMED
from aiws_cli.governance.rights.policy_file import parse

DOCS = Path(__file__).parents[1] / "docs"
TEXT = (DOCS / "POLICY.md").read_text(encoding="utf-8")
KOREAN = (DOCS / "POLICY.ko.md").read_text(encoding="utf-8")
TABLE = TEXT[TEXT.index("| key | means") : TEXT.index("Roles of a person")]
READ = {
    name: getattr(policy_file, name)
    for name in dir(policy_file)
    if re.fullmatch("_[A-Z_]+", name) and isinstance(getattr(policy_file, name), frozenset)
}
SKIPPED = frozenset({"_BESIDE_DENY", "_CLASSES"})


def yaml_of(text: str) -> str:
    found = re.search("```yaml\n(.*?)```", text, re.S)
    assert found is not None
    return found[1]


def test_every_set_of_keys_is_looked_at() -> None:
    assert {
        "_TOP",
        "_IDENTITY",
        "_PROTECT",
        "_ROLE",
        "_LIMITS",
        "_RULE",
        "_LEAST",
        "_SUBJECT",
        "_AUDIT",
    } == set(READ) - SKIPPED


@pytest.mark.parametrize("name", sorted(set(READ) - SKIPPED))
def test_every_key_is_described(name: str) -> None:
    described = set(re.findall(r"[`.]([a-z_]+)(?=[`.])", TABLE))
    assert not READ[name] - described


def test_the_example_says_every_key() -> None:
    said = set(re.findall(r"([a-z_]+):", yaml_of(TEXT)))
    every = frozenset().union(*(READ[name] for name in READ if name not in SKIPPED))
    assert every - said <= keys("dialect")


def test_every_ready_mask_is_named() -> None:
    assert set(NAMED) <= set(re.findall("`([a-z_]+)`", TABLE))


@pytest.mark.parametrize("text", [TEXT, KOREAN], ids=["en", "ko"])
def test_the_examples_are_policies(text: str) -> None:
    assert parse(yaml_of(text).encode(), "policy.yaml").roles


def test_the_output_is_what_the_commands_print(aiws_home: Path) -> None:
    """Over the demo catalog; the token that the example asks for is left out, and the policy's digest."""
    folder = aiws_home / "example"
    folder.mkdir()
    (folder / "policy.yaml").write_text(
        yaml_of(TEXT).replace("require: token", "require: os"), encoding="utf-8"
    )
    console = re.search("```console\n(.*?)```", TEXT, re.S)
    assert console is not None
    blocks = re.findall(r"\$ aiws ([^\n]+)\n(.*?)(?=\n\n\$|\Z)", console[1], re.S)
    assert len(blocks) == 5
    for command, output in blocks:
        done = subprocess.run(
            [sys.executable, "-m", "aiws_cli", *command.split()],
            cwd=folder,
            env={**os.environ, "AIWS_POLICY": "policy.yaml"},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        printed = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
        for line in output.strip().splitlines():
            assert line.rstrip() in printed, (command, line)


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("../README.md", "docs/POLICY.md"),
        ("../README.ko.md", "docs/POLICY.ko.md"),
        ("SECURITY.md", "(POLICY.md)"),
        ("POLICY.md", "POLICY.ko.md"),
    ],
)
def test_it_is_found_from(page: str, link: str) -> None:
    assert link in (DOCS / page).read_text(encoding="utf-8")
