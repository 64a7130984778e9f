"""Tests of the sandbox start real processes and listen on loopback; a tier that is missing fails in CI, where it must be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.sandbox.tiers import Runner, need
from support.sandbox.world import World


@pytest.fixture(params=("bubblewrap", "landlock"))
def tier(request: pytest.FixtureRequest) -> str:
    need(request.param)
    return str(request.param)


@pytest.fixture
def run(tier: str, tmp_path: Path) -> Runner:
    return Runner(tier, tmp_path)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with World() as made:
        yield made
