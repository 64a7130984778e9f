"""Options that several commands take, said once, and readers of their values."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from ..core.errors import UsageError
from ..core.language import say
from .door import one_of

PROVIDERS = ("auto", "ollama", "openai", "embedded")

OutputFormat = Annotated[
    str,
    typer.Option(
        "--output-format", metavar="text|json", show_default=False, help=say("cli.opt.output_format")
    ),
]
AsJson = Annotated[bool, typer.Option("--json", show_default=False, help=say("cli.opt.json"))]
Verbose = Annotated[bool, typer.Option("--verbose", show_default=False, help=say("cli.opt.verbose"))]
Workspace = Annotated[
    str, typer.Option("--workspace", metavar="WORKSPACE", show_default=False, help=say("cli.opt.workspace"))
]
Role = Annotated[str, typer.Option("--role", metavar="ROLE", show_default=False, help=say("cli.opt.role"))]
Provider = Annotated[
    str,
    typer.Option("--provider", metavar="|".join(PROVIDERS), show_default=False, help=say("cli.opt.provider")),
]
ModelName = Annotated[
    str, typer.Option("--model", metavar="MODEL", show_default=False, help=say("cli.opt.model"))
]
Yes = Annotated[bool, typer.Option("--yes", "-y", show_default=False, help=say("cli.opt.yes"))]


def json_chosen(output_format: str, as_json: bool) -> bool:
    """Whether the result is written as JSON. UsageError for a format that does not exist."""
    return one_of("--output-format", output_format, ("text", "json")) == "json" or as_json


def as_date(name: str, value: str) -> date | None:
    """The date of an option, None where it was not given. UsageError for what is no date."""
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as problem:
        raise UsageError(detail=say("cli.usage.date", name=name, value=value)) from problem


def flags(provider: str = "", model: str = "", workspace: str = "", **more: Any) -> dict[str, Any]:
    """The settings a command line gave, for the `flag` layer: what was not given is left out."""
    if provider:
        one_of("--provider", provider, PROVIDERS)
    given = {"provider": provider, "model": model, "workspace": workspace, **more}
    return {name: value for name, value in given.items() if value not in ("", None)}


def absolute(path: str) -> Path:
    """A path as a person typed it, with `~` and relative to the working folder."""
    return Path(path).expanduser().absolute()
