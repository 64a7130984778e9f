"""Bare `aiws`: a conversation on the terminal."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ...core.errors import UsageError
from ...core.language import say
from ..door import Door, new_app
from ..opening import opened, start_early
from ..options import ModelName, Provider, Role, Verbose, Workspace, as_date, flags

app = new_app()


@app.command(cls=Door)
def repl(
    continue_: Annotated[
        bool, typer.Option("--continue", "-c", show_default=False, help=say("cli.ask.continue"))
    ] = False,
    resume: Annotated[
        str, typer.Option("--resume", metavar="ID", show_default=False, help=say("cli.ask.resume"))
    ] = "",
    workspace: Workspace = "",
    role: Role = "",
    provider: Provider = "",
    model: ModelName = "",
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", show_default=False, help=say("cli.opt.as_of"))
    ] = "",
    verbose: Verbose = False,
) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(detail=say("cli.repl.no_terminal"))
    day = as_date("--as-of", as_of)
    with opened(flags(provider, model, workspace), role=role) as application:
        start_early(application)
        session_id = None
        if resume:
            session_id = application.sessions.resolve(resume)
        elif continue_:
            session_id = application.sessions.latest()
        conversation = application.conversation(
            session_id=session_id, workspace=application.settings.workspace
        )
        from .loop import Repl

        Repl(application, conversation, as_of=day, verbose=verbose).run()
