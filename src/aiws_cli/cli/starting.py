"""A project to begin with: a catalog folder and a policy beside it, both there whole or not at all."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import SettingsError
from .on_record import on_record

if TYPE_CHECKING:
    from ..app import Application
    from ..catalog.importing import Imported
    from ..core.described import Described
    from ..core.tables import Table
    from ..governance.rights.starter import Personal

CATALOG, POLICY = "catalog", "policy.yaml"
_STAGE = ".aiws-init-"


class PlaceRefused(SettingsError):
    """The folder can't be a project. Slots: place, reason (`not_folder`, `not_writable`, `others`, `owner`, `taken`, `busy`)."""

    code = "place_refused"
    exit_code = 3

    def __init__(self, place: Path, reason: str) -> None:
        from ..core.language import say

        super().__init__(place=place, reason=say(f"cli.init.place.{reason}"))


class EmptyWarehouse(SettingsError):
    """The warehouse has no table a catalog could describe. Slots: warehouse."""

    code = "warehouse_empty"
    exit_code = 3


@dataclass(frozen=True, slots=True)
class Project:
    """What was begun. `fresh_catalog` and `fresh_policy` say which of the two was not there before."""

    folder: Path
    imported: Imported
    fresh_catalog: bool
    fresh_policy: bool
    personal: tuple[Personal, ...]
    companies: tuple[str, ...]

    @property
    def catalog(self) -> Path:
        return self.folder / CATALOG

    @property
    def policy(self) -> Path:
        return self.folder / POLICY


def check_place(place: Path) -> None:
    """Raises PlaceRefused for what can't be written, what others can change, or where something else stands."""
    if place.exists() and not place.is_dir():
        raise PlaceRefused(place, "not_folder")
    above = next(p for p in (place, *place.parents) if p.exists())
    if not above.is_dir():
        raise PlaceRefused(above, "not_folder")
    if not os.access(above, os.W_OK | os.X_OK):
        raise PlaceRefused(above, "not_writable")
    if place.is_dir():
        about = place.stat()
        # Who can change the folder can put another policy there.
        if about.st_mode & stat.S_IWOTH:
            raise PlaceRefused(place, "others")
        if about.st_uid not in (os.getuid(), 0):
            raise PlaceRefused(place, "owner")
    catalog, policy = place / CATALOG, place / POLICY
    if _there(catalog) and not (catalog.is_dir() and (_empty(catalog) or _is_catalog(catalog))):
        raise PlaceRefused(catalog, "taken")
    if _there(policy) and not policy.is_file():
        raise PlaceRefused(policy, "taken")


def begin(application: Application, place: Path, settle: Callable[[], None]) -> Project:
    """Make the project at `place` out of the application's warehouse; `settle` writes the settings last of all.

    What is there is kept: a catalog is brought up to the warehouse, a policy is left as it is. A failure leaves nothing
    that was not there before, but for what an import added to a catalog that was. Raises PlaceRefused,
    EmptyWarehouse, CatalogError, PolicyError, OSError, what the warehouse raises.
    """
    from ..governance.rights.policy_file import load

    check_place(place)
    if (place / POLICY).is_file():
        load(place / POLICY)
    application.beginning = True
    who = application.who
    described = application.raw_warehouse.describe()
    if not any(t.columns for t in described.tables):
        raise EmptyWarehouse(warehouse=shown(application.settings.warehouse))
    about = {"catalog": str(place / CATALOG), "policy": str(place / POLICY)}
    with on_record(application, "init", about, who=who) as outcome:
        with _undone_on_failure() as undo:
            project = _make(application, place, described, undo)
            settle()
        outcome["tables"] = project.imported.tables
    return project


def shown(warehouse: str) -> str:
    """A warehouse setting as people are shown it: a file's path, or the address without its options."""
    if warehouse.startswith("duckdb:"):
        return warehouse.removeprefix("duckdb:").removeprefix("//")
    return warehouse.partition("?")[0]


def _make(application: Application, place: Path, described: Described, undo: ExitStack) -> Project:
    from dataclasses import replace

    from ..catalog.importing import import_tables
    from ..catalog.metadata import load
    from ..governance.rights.personal_columns import classified
    from ..governance.rights.starter import personal_columns

    _make_folder(place, undo)
    with _only_one(place):
        check_place(place)
        catalog, policy = place / CATALOG, place / POLICY
        stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=place))
        try:
            fresh_catalog = not _there(catalog) or _empty(catalog)
            target = stage / CATALOG if fresh_catalog else catalog
            name = place.resolve().name or CATALOG
            imported = import_tables(described, target, name=name, classify=classified)
            tables = load(target).tables
            fresh_policy = not policy.exists()
            if fresh_policy:
                _write_policy(application, tables, name, stage / POLICY, policy)
            if fresh_catalog:
                if catalog.is_dir():
                    catalog.rmdir()
                (stage / CATALOG).rename(catalog)
                undo.callback(shutil.rmtree, catalog, ignore_errors=True)
            if fresh_policy:
                # Not over a policy that came to be there meanwhile.
                os.link(stage / POLICY, policy)
                undo.callback(policy.unlink, missing_ok=True)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    return Project(
        folder=place,
        imported=replace(imported, folder=catalog),
        fresh_catalog=fresh_catalog,
        fresh_policy=fresh_policy,
        personal=personal_columns(tables),
        companies=tuple(sorted({t.company for t in tables if t.company})),
    )


def _write_policy(
    application: Application, tables: tuple[Table, ...], name: str, file: Path, named: Path
) -> None:
    from ..governance.rights.policy_file import parse
    from ..governance.rights.starter import starter

    text = starter(tables, name=name, user=application.user, dialect=application.dialect)
    data = text.encode("utf-8")
    parse(data, str(named))
    with file.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _undone_on_failure() -> Iterator[ExitStack]:
    """What is done inside is undone, the last first, unless all of it succeeds."""
    with ExitStack() as undo:
        yield undo
        undo.pop_all()


def _make_folder(place: Path, undo: ExitStack) -> None:
    missing = [p for p in (place, *place.parents) if not p.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o755)
        undo.callback(_remove_empty, folder)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def _only_one(place: Path) -> Iterator[None]:
    """One init of a folder at a time; what one that was killed left behind is removed. Raises PlaceRefused."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PlaceRefused(place, "busy") from None
        for left in place.glob(f"{_STAGE}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(descriptor)


def _there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _empty(folder: Path) -> bool:
    return not any(folder.iterdir())


def _is_catalog(folder: Path) -> bool:
    """Whether somebody's catalog is there: what else a folder of that name may hold is none of ours to add to."""
    from ..catalog.folder import scan
    from ..catalog.problems import CatalogMissingError

    try:
        scan(folder)
    except CatalogMissingError:
        return False
    return (folder / "catalog.yaml").is_file() or (folder / "catalog.yml").is_file()
