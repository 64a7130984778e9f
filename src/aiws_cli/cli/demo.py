"""`aiws demo build`: the demo group's warehouse and the index of its catalog."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ..core.errors import UsageError
from ..core.language import say
from .door import Door, group, new_app
from .opening import opened
from .options import AsJson, OutputFormat, absolute, json_chosen
from .output import note, put_json

app = group(new_app())


@app.command(cls=Door)
def build(
    scale: Annotated[
        float, typer.Option("--scale", metavar="N", show_default=False, help=say("cli.demo.scale"))
    ] = 1.0,
    path: Annotated[
        str, typer.Option("--path", metavar="FILE", show_default=False, help=say("cli.demo.path"))
    ] = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    if not 0 < scale <= 1000:
        raise UsageError(detail=say("cli.demo.bad_scale", value=scale))
    flags = {"warehouse": f"duckdb://{absolute(path)}"} if path else {}
    with opened(flags) as application:
        from ..app import demo_path
        from ..demo.build import build as build_warehouse
        from ..demo.build import is_demo

        configured = application.settings.warehouse
        target = application.warehouse_path if configured else demo_path(application.settings)
        if target != demo_path(application.settings) and target.exists() and not is_demo(target):
            raise UsageError(detail=say("cli.demo.not_ours", path=target))

        progress = _Progress()
        report = build_warehouse(target, scale, progress.show)
        progress.done()
        note(
            say(
                "cli.demo.built",
                path=report.path,
                tables=report.tables,
                rows=report.rows,
                as_of=report.as_of,
                seconds=report.seconds,
            )
        )
        progress.show_text(say("cli.demo.indexing"))
        tables = len(application.catalog.table_names())
        progress.done()
        note(say("cli.demo.indexed", tables=tables))
    if wants_json:
        put_json(
            {
                "schema": "aiws.demo/1",
                "path": str(report.path),
                "tables": report.tables,
                "rows": report.rows,
                "as_of": report.as_of.isoformat(),
                "scale": scale,
                "seconds": round(report.seconds, 3),
                "catalog_tables": tables,
            }
        )
    else:
        note(say("cli.demo.next"))


class _Progress:
    """The part being built: one line that is overwritten on a terminal, a line a part elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._last = ""

    def show(self, name: str, share: float) -> None:
        text = say("cli.demo.building", name=name)
        if self._terminal:
            self.show_text(f"{text} {share:4.0%}")
        elif name != self._last and name != "done":
            note(text)
        self._last = name

    def show_text(self, text: str) -> None:
        if self._terminal:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()

    def done(self) -> None:
        if self._terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
