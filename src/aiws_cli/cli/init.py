"""`aiws init`: settings, a catalog folder taken from the warehouse, and a starter policy to review."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import SettingsError, UsageError
from ..core.language import say
from ..core.settings import Resolved, managed_file, resolve, write_user_all
from ..core.untrusted import clean
from ..ui.cells import printable
from .asking import agree, can_ask
from .door import Door, new_app
from .opening import opened, typed
from .options import AsJson, OutputFormat, Yes, absolute, json_chosen
from .output import note, put, put_json

if TYPE_CHECKING:
    from .starting import Project

app = new_app()


class NoWarehouseNamed(SettingsError):
    """There is no warehouse to begin with, and nobody can be asked for one."""

    code = "init_warehouse"
    exit_code = 3


@app.command(cls=Door)
def init(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", show_default=False, help=say("cli.init.folder"))
    ] = ".",
    warehouse: Annotated[
        str,
        typer.Option("--warehouse", metavar="URL | FILE", show_default=False, help=say("cli.init.warehouse")),
    ] = "",
    yes: Yes = False,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    from .starting import begin, check_place

    wants_json = json_chosen(output_format, as_json)
    place = absolute(typed(folder))
    check_place(place)
    before = resolve()
    url = _warehouse(typed(warehouse), before)
    wanted = {
        "warehouse": url,
        "catalog": str(place / "catalog"),
        "policy": str(place / "policy.yaml"),
    }
    with opened({"warehouse": url, "catalog": wanted["catalog"]}) as application:
        changed = _changed(before, wanted)
        write = _may_write(before, wanted, yes=yes)

        def settle() -> None:
            if changed and write:
                _show_settings(before.settings.config, wanted)
                write_user_all(before.settings.config, wanted)

        project = begin(application, place, settle)
    settled = write or not changed
    if wants_json:
        put_json(_body(project, wanted, before.settings.config, settled=settled))
        return
    _show(project, wanted, before.settings.config, settled=settled)


def _warehouse(given: str, before: Resolved) -> str:
    """The setting: as given, as configured, or as the person at the terminal says. Raises NoWarehouseNamed."""
    text = given or before.settings.warehouse
    if not text and can_ask():
        sys.stderr.write(clean(say("cli.init.ask_warehouse")) + " ")
        sys.stderr.flush()
        text = sys.stdin.readline().strip()
    if not text:
        raise NoWarehouseNamed(name="warehouse", detail="")
    if any(not c.isprintable() for c in text):
        raise UsageError(detail=say("cli.init.bad_warehouse", value=printable(text)))
    if text.startswith("snowflake:"):
        from ..warehouses.snowflake_url import parsed

        parsed(text)
        return text
    if "://" in text and not text.startswith("duckdb:"):
        raise SettingsError(
            name="warehouse", detail=say("settings.warehouse_kind", value=text.split(":", 1)[0])
        )
    return f"duckdb://{absolute(text.removeprefix('duckdb:').removeprefix('//'))}"


def _own(before: Resolved) -> dict[str, str]:
    """What the user's own file says of the three settings."""
    import tomllib

    file = before.files.get("user")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file is not None else {}


def _changed(before: Resolved, wanted: dict[str, str]) -> bool:
    own = _own(before)
    return any(own.get(name) != value for name, value in wanted.items())


def _may_write(before: Resolved, wanted: dict[str, str], *, yes: bool) -> bool:
    """Whether the settings may be written: those a person set otherwise are theirs, so they are asked, or said to be left.

    All three or none: a warehouse under another one's catalog or policy is worse than either.
    """
    own = _own(before)
    differing = {n: own[n] for n in wanted if own.get(n) and own[n] != wanted[n]}
    if not differing or yes:
        return True
    if not can_ask():
        return False
    listed = ", ".join(f"{n} = {v}" for n, v in differing.items())
    agree(say("cli.init.replace", path=before.settings.config, listed=listed), yes=False)
    return True


def _show_settings(config: Path, wanted: dict[str, str]) -> None:
    note(printable(say("cli.init.settings", path=config)))
    for name, value in wanted.items():
        note(printable(f"  {name} = {value}"))


def _body(project: Project, wanted: dict[str, str], config: Path, *, settled: bool) -> dict[str, Any]:
    from ..catalog.importing import UNCHANGED

    changes = project.imported.changes
    return {
        "schema": "aiws.init/1",
        "folder": str(project.folder),
        "catalog": str(project.catalog),
        "policy": str(project.policy),
        "tables": project.imported.tables,
        "changes": sum(c.kind not in UNCHANGED for c in changes),
        "looked_at": [asdict(c) for c in changes if c.kind in UNCHANGED],
        "companies": list(project.companies),
        "protected": [asdict(p) for p in project.personal],
        "kept": [
            str(path)
            for path, fresh in (
                (project.catalog, project.fresh_catalog),
                (project.policy, project.fresh_policy),
                (config, settled),
            )
            if not fresh
        ],
        "settings": {"path": str(config), "written": settled, **wanted},
    }


def _show(project: Project, wanted: dict[str, str], config: Path, *, settled: bool) -> None:
    from ..catalog.importing import UNCHANGED

    made = project.imported
    for change in made.changes:
        if change.kind in UNCHANGED:
            note(printable(say(f"catalog.import.{change.kind}", **asdict(change))))
    done = sum(c.kind not in UNCHANGED for c in made.changes)
    key = "cli.init.catalog" if project.fresh_catalog else "cli.init.catalog_kept"
    put(printable(say(key, path=project.catalog, tables=made.tables, changes=done)))
    if project.fresh_policy:
        hidden = sum(not p.mask for p in project.personal)
        put(
            printable(
                say(
                    "cli.init.policy",
                    path=project.policy,
                    columns=len(project.personal),
                    hidden=hidden,
                    masked=len(project.personal) - hidden,
                )
            )
        )
    else:
        put(printable(say("cli.init.policy_kept", path=project.policy)))
    if not settled:
        note(printable(say("cli.init.settings_kept", path=config)))
        for name, value in wanted.items():
            note(printable(f"  aiws config set {name} {value}"))
    _overruled(wanted, settled)
    _next(project)


def _overruled(wanted: dict[str, str], settled: bool) -> None:
    """Where a stronger layer says otherwise, what was written is not in force: that is told by name."""
    if not settled:
        return
    now = resolve()
    for name, value in wanted.items():
        if str(getattr(now.settings, name)) != value:
            layer = say(f"cli.layer.{now.origins[name]}")
            note(printable(say("cli.init.overruled", name=name, layer=layer)))


def _next(project: Project) -> None:
    table = next((p.table for p in project.personal), "")
    example = f"aiws policy explain --role user {table or 'TABLE'}"
    note("")
    note(printable(say("cli.init.next", policy=project.policy, explain=example), keep_lines=True))
    owned = managed_file().with_name("policy.yaml")
    note(printable(say("cli.init.owner", policy=project.policy, owned=owned), keep_lines=True))
    if not project.personal:
        note(say("cli.init.none_personal"))
