"""`aiws policy export`: the policy as the SQL of a warehouse that keeps it itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ..core.errors import UsageError
from ..core.language import current, say
from ..ui.cells import printable
from .door import one_of
from .opening import opened, typed
from .options import AsJson, OutputFormat, absolute, json_chosen
from .output import note, put, put_json

TARGETS = ("snowflake",)


def export(
    target: Annotated[
        str, typer.Argument(metavar="TARGET", show_default=False, help=say("cli.policy.export.target"))
    ],
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", show_default=False, help=say("cli.policy.export.out"))
    ] = "",
    database: Annotated[
        str,
        typer.Option(
            "--database", metavar="NAME", show_default=False, help=say("cli.policy.export.database")
        ),
    ] = "",
    undo: Annotated[
        bool, typer.Option("--undo", show_default=False, help=say("cli.policy.export.undo"))
    ] = False,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    from ..governance.snowflake.export import export as exported
    from ..governance.snowflake.script import undo as undone

    wants_json = json_chosen(output_format, as_json)
    one_of("TARGET", target, TARGETS)
    path = absolute(typed(out)) if out else None
    if path is not None:
        _check(path)
    with opened() as application:
        place = typed(database) or _database(application.settings.warehouse)
        made = exported(application.policy, application.catalog, dialect=application.dialect, database=place)
    text = undone(made) if undo else made.text()
    if path is not None:
        _write(path, text)
    if wants_json:
        put_json(
            {
                "schema": "aiws.policy_export/1",
                **made.policy.about(),
                "target": target,
                "database": place or None,
                "path": str(path) if path is not None else None,
                "statements": [
                    {"kind": s.kind, "table": s.table or None, "column": s.column or None, "sql": s.sql}
                    for s in made.statements
                ],
                "notes": [n.text(current()) for n in made.notes],
            }
        )
        return
    if path is None:
        put(text.removesuffix("\n"))
    else:
        counts = {"statements": len(made.statements), "notes": len(made.notes)}
        note(printable(say("cli.policy.exported", path=path, **counts)))


def _database(warehouse: str) -> str:
    """The configured account's database; empty where the warehouse is another one."""
    if not warehouse.startswith("snowflake:"):
        return ""
    from ..warehouses.snowflake_url import parsed

    return parsed(warehouse).database


def _check(path: Path) -> None:
    """Raises UsageError where the file could not go there, or where something else is."""
    from ..governance.snowflake.script import MARK

    if not path.parent.is_dir():
        raise UsageError(detail=say("cli.policy.export.no_folder", folder=path.parent))
    if path.exists() or path.is_symlink():
        try:
            with path.open("rb") as file:
                ours = file.read(len(MARK)) in (MARK.encode(), b"")
        except OSError:
            ours = False
        if not (ours and path.is_file()):
            raise UsageError(detail=say("cli.policy.export.not_ours", path=path))


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
