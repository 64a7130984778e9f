"""`aiws config`: settings with the layer each value came from."""

from __future__ import annotations

from typing import Annotated

import typer

from ..core.language import say
from ..core.settings import SECRETS, Resolved, Settings, resolve, shown, write_user
from .door import Door, new_app
from .options import AsJson, OutputFormat, json_chosen
from .output import note, put, put_columns, put_json

app = new_app()


@app.command(cls=Door)
def show(output_format: OutputFormat = "text", as_json: AsJson = False) -> None:
    resolved = resolve()
    if json_chosen(output_format, as_json):
        put_json(
            {
                "schema": "aiws.config/1",
                "settings": {
                    name: {"value": _value(resolved, name), "layer": resolved.origins[name]}
                    for name in Settings.model_fields
                },
                "files": {layer: str(path) for layer, path in resolved.files.items()},
                "ignored": list(resolved.ignored),
            }
        )
        return
    put_columns(
        [
            (name, _text(_value(resolved, name)), say(f"cli.layer.{resolved.origins[name]}"))
            for name in Settings.model_fields
        ]
    )
    if resolved.ignored:
        note(say("cli.config.ignored", names=", ".join(resolved.ignored)))


@app.command(cls=Door)
def path(output_format: OutputFormat = "text", as_json: AsJson = False) -> None:
    resolved = resolve()
    if json_chosen(output_format, as_json):
        put_json(
            {
                "schema": "aiws.config_path/1",
                "path": str(resolved.settings.config),
                "exists": resolved.settings.config.is_file(),
                "files": {layer: str(file) for layer, file in resolved.files.items()},
            }
        )
        return
    put(str(resolved.settings.config))


@app.command("set", cls=Door)
def set_(
    name: Annotated[str, typer.Argument(metavar="SETTING", show_default=False, help=say("cli.config.name"))],
    value: Annotated[str, typer.Argument(metavar="VALUE", show_default=False, help=say("cli.config.value"))],
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    name = name.replace("-", "_")
    file = resolve().settings.config
    write_user(file, name, value)
    now = resolve()
    layer = now.origins[name]
    if json_chosen(output_format, as_json):
        put_json(
            {
                "schema": "aiws.config_set/1",
                "name": name,
                "value": _value(now, name),
                "layer": layer,
                "path": str(file),
            }
        )
        return
    told = say("cli.config.secret") if name in SECRETS else shown(value)
    note(say("cli.config.saved", path=file, name=name, value=told))
    if layer in ("managed", "flag", "environment"):
        note(say("cli.config.overruled", layer=say(f"cli.layer.{layer}")))


def _value(resolved: Resolved, name: str) -> str | int | float | bool | None:
    """A JSON-ready value; a secret shows only that it is there, an empty text is None."""
    value = getattr(resolved.settings, name)
    if name in SECRETS and value:
        return "***"
    if isinstance(value, (bool, int, float)):
        return value
    return shown(str(value)) or None


def _text(value: str | int | float | bool | None) -> str:
    if value is None:
        return say("cli.config.unset")
    return str(value).lower() if isinstance(value, bool) else str(value)
