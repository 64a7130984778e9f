"""Fixtures of the tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.file_world import World, made


@pytest.fixture
def file_world(tmp_path: Path) -> World:
    """A folder with files, and a person who says yes."""
    return made(tmp_path)
