"""A conversation over the demo group, built once, with a model that says what the test wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aiws_cli.app import Application
from aiws_cli.core.settings import resolve
from aiws_cli.demo.build import build
from support.file_world import World, made
from support.scripted_model import ScriptedModel


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo group's warehouse at scale 1."""
    path = tmp_path_factory.mktemp("demo") / "demo_group.duckdb"
    build(path)
    return path


@pytest.fixture(scope="session")
def index_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose catalog index is kept over the session, so that it is built once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def application(demo_file: Path, index_home: Path, tmp_path: Path) -> Iterator[Callable[..., Application]]:
    """Makes an application over the demo group that talks to the given model; its sessions and audit are its own.

    `without` leaves parts of the analysis out: `compose`, where a test is about what the model is asked.
    """
    made: list[Application] = []

    def make(model: ScriptedModel, *, without: Iterable[str] = (), role: str | None = None) -> Application:
        (tmp_path / "index").exists() or (tmp_path / "index").symlink_to(index_home)
        resolved = resolve({"home": str(tmp_path), "warehouse": f"duckdb://{demo_file}"}, environ={})
        application = Application(resolved, notify=lambda text: None, role=role)
        application._model = model
        if without:
            whole = application.surroundings
            application.surroundings = lambda: replace(whole(), without=frozenset(without))  # type: ignore[method-assign]
        made.append(application)
        return application

    yield make
    for application in made:
        application.close()


@pytest.fixture
def file_world(tmp_path: Path) -> World:
    """A folder with files, and a person who says yes."""
    return made(tmp_path)
