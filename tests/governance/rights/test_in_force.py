"""What was found of the asker, held against the policy's file and the clock before an act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from aiws_cli.core.errors import AiwsError
from aiws_cli.core.identity import Identity
from aiws_cli.governance.rights.in_force import IdentityChanged, InForce, PolicyChanged
from aiws_cli.governance.rights.policy_file import PolicyError, PolicyMissing, load

TEXT = "name: n\nversion: '1'\nroles:\n  a:\n    tables: [{match: '*'}]\n"
KIM = Identity("kim", "a", ("a",), "token")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "policy.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda p: p.write_text(TEXT + "# more\n"), PolicyChanged),
        (lambda p: p.write_text(TEXT[:-1]), PolicyChanged),
        (lambda p: p.write_text(""), PolicyChanged),
        (lambda p: p.unlink(), PolicyMissing),
        (lambda p: (p.unlink(), p.mkdir()), PolicyError),
    ],
)
def test_a_policy_that_is_another_one(
    file: Path, change: Callable[[Path], object], told: type[AiwsError]
) -> None:
    holds = InForce(load(file), KIM, lambda: 0.0)
    holds()
    change(file)
    with pytest.raises(told):
        holds()


def test_a_proof_that_has_ended_is_given_anew_by_the_same_person(file: Path) -> None:
    now, given = [0.0], [(KIM, 20.0)]
    asked: list[float] = []

    def again() -> tuple[Identity, float]:
        asked.append(now[0])
        return given[0]

    holds = InForce(load(file), KIM, lambda: now[0], until=10.0, again=again)
    for at in (0.0, 9.9, 10.0, 19.0, 20.0):
        now[0] = at
        holds()
    assert asked == [10.0, 20.0]
    for other in (replace(KIM, user="lee"), replace(KIM, role="b"), replace(KIM, attributes={"x": ("1",)})):
        given[0] = (other, 99.0)
        now[0] = 50.0
        with pytest.raises(IdentityChanged):
            holds()


@pytest.mark.parametrize("text", [TEXT[:-1], TEXT + "# no end"])
def test_a_last_line_without_an_end_is_no_policy(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as found:
        load(file)
    assert [p.key for p in found.value.problems] == ["cut_short"]
    assert found.value.problems[0].line == len(text.split("\n"))
