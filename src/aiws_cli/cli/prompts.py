"""`aiws prompts`: the texts the model reads, with their versions."""

from __future__ import annotations

from typing import Annotated

import typer

from ..core.errors import UsageError
from ..core.language import say
from ..core.prompts import prompt, prompt_ids
from .door import Door, new_app
from .options import AsJson, OutputFormat, json_chosen
from .output import put, put_columns, put_json

app = new_app()


@app.command("list", cls=Door)
def list_(output_format: OutputFormat = "text", as_json: AsJson = False) -> None:
    found = [prompt(i) for i in prompt_ids()]
    if json_chosen(output_format, as_json):
        put_json(
            {
                "schema": "aiws.prompts/1",
                "prompts": [
                    {"id": p.id, "version": p.version, "owner": p.owner, "for": p.purpose} for p in found
                ],
            }
        )
        return
    put_columns([(p.id, p.version, p.owner, p.purpose) for p in found])


@app.command(cls=Door)
def show(
    prompt_id: Annotated[
        str, typer.Argument(metavar="PROMPT", show_default=False, help=say("cli.prompts.id"))
    ],
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    if prompt_id not in prompt_ids():
        raise UsageError(detail=say("cli.prompts.none", id=prompt_id, ids=", ".join(prompt_ids())))
    p = prompt(prompt_id)
    if json_chosen(output_format, as_json):
        put_json(
            {
                "schema": "aiws.prompt/1",
                "id": p.id,
                "version": p.version,
                "owner": p.owner,
                "for": p.purpose,
                "text": p.text,
            }
        )
        return
    put(p.text.rstrip())
