"""`aiws completion`: what makes Tab work in bash, zsh and fish."""

from __future__ import annotations

from typing import Annotated

import typer

from ...core.language import say
from ..door import Door, new_app, one_of
from ..output import put

app = new_app()

SHELLS = ("bash", "zsh", "fish")


@app.command(cls=Door)
def completion(
    shell: Annotated[
        str, typer.Argument(metavar="|".join(SHELLS), show_default=False, help=say("cli.completion.shell"))
    ],
) -> None:
    from .scripts import script

    put(script(one_of("SHELL", shell, SHELLS)).removesuffix("\n"))
