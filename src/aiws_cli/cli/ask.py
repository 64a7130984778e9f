"""`aiws ask`: one question, one answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import NoAnswerError, SettingsError, UsageError
from ..core.events import Answered
from ..core.language import say
from .door import Door, new_app, one_of
from .opening import opened, piped, typed
from .options import (
    AsJson,
    ModelName,
    Provider,
    Role,
    Verbose,
    Workspace,
    absolute,
    as_date,
    flags,
)
from .output import note, put_json
from .saving import check_target, save

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.answer import Answer

app = new_app()

MODES = ("plan", "ask", "auto-edit", "auto")


def _option(name: str, metavar: str | None, key: str) -> Any:
    return typer.Option(*name.split("|"), metavar=metavar, show_default=False, help=say(key))


@app.command(cls=Door)
def ask(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION | -", show_default=False, help=say("cli.ask.question"))
    ] = "",
    output_format: Annotated[str, _option("--output-format", "FORMAT", "cli.ask.output_format")] = "text",
    as_json: AsJson = False,
    stdin: Annotated[bool, _option("--stdin", None, "cli.ask.stdin")] = False,
    continue_: Annotated[bool, _option("--continue|-c", None, "cli.ask.continue")] = False,
    resume: Annotated[str, _option("--resume", "ID", "cli.ask.resume")] = "",
    workspace: Workspace = "",
    role: Role = "",
    provider: Provider = "",
    model: ModelName = "",
    mode: Annotated[str, _option("--mode", "MODE", "cli.ask.mode")] = "ask",
    max_turns: Annotated[int | None, _option("--max-turns", "N", "cli.ask.max_turns")] = None,
    max_seconds: Annotated[float | None, _option("--max-seconds", "S", "cli.ask.max_seconds")] = None,
    max_tokens: Annotated[int | None, _option("--max-tokens", "N", "cli.ask.max_tokens")] = None,
    limit: Annotated[int | None, _option("--limit", "ROWS", "cli.opt.limit")] = None,
    as_of: Annotated[str, _option("--as-of", "DATE", "cli.opt.as_of")] = "",
    with_: Annotated[list[str] | None, _option("--with", "FILE", "cli.ask.with")] = None,
    save_to: Annotated[str, _option("--save", "FILE", "cli.ask.save")] = "",
    chart: Annotated[str, _option("--chart", "FILE", "cli.ask.chart")] = "",
    no_insight: Annotated[bool, _option("--no-insight", None, "cli.ask.no_insight")] = False,
    quiet: Annotated[bool, _option("--quiet", None, "cli.ask.quiet")] = False,
    verbose: Verbose = False,
) -> int:
    form = one_of("--output-format", output_format, ("text", "json", "stream-json"))
    form = "json" if as_json and form == "text" else form
    mode = one_of("--mode", mode, MODES)
    text = _question(question, stdin)
    context = piped(say("cli.input.attached")).strip() if stdin and question != "-" else ""
    for name, value in (
        ("--limit", limit),
        ("--max-turns", max_turns),
        ("--max-seconds", max_seconds),
        ("--max-tokens", max_tokens),
    ):
        if value is not None and value <= 0:
            raise UsageError(detail=say("cli.usage.positive", name=name, value=value))
    if continue_ and resume:
        raise UsageError(detail=say("cli.ask.continue_or_resume"))
    if chart:
        raise SettingsError(name="--chart", detail=say("cli.ask.no_drawing"))
    date = as_date("--as-of", as_of)
    target = check_target(save_to) if save_to else None
    files = tuple(absolute(f) for f in with_ or ())
    for file in files:
        if not file.is_file():
            raise UsageError(detail=say("cli.input.no_file", path=file))

    from ..agent.conversation import AskOptions

    given = flags(provider, model, workspace)
    with opened(given, role=role, quiet=quiet or form != "text") as application:
        session_id = None
        if resume:
            session_id = application.sessions.resolve(resume)
        elif continue_:
            session_id = application.sessions.latest()
            if session_id is None:
                raise UsageError(detail=say("cli.ask.nothing_to_continue"))
        conversation = application.conversation(
            session_id=session_id, workspace=application.settings.workspace
        )
        options = AskOptions(
            limit=limit,
            as_of=date,
            files=files,
            context=context,
            chart=form != "text",
            insight=not no_insight,
            mode=mode,
            max_turns=max_turns,
            max_seconds=max_seconds,
            max_tokens=max_tokens,
            interactive=sys.stdin.isatty() and sys.stderr.isatty(),
        )
        answer = _show(conversation.ask(text, options), form, quiet=quiet, verbose=verbose)
    if answer is None:
        raise NoAnswerError(reason=say("cli.ask.no_answer"))
    if form == "json":
        put_json(answer.as_dict(), indent=None)
    if target is not None:
        _save(target, answer, quiet=quiet)
    return answer.exit_code


def _question(question: str, stdin: bool) -> str:
    """The question, from the command line or stdin (`stdin`: that is taken by what is attached). UsageError when empty."""
    if question == "-" or (not question and not sys.stdin.isatty() and not stdin):
        text = piped(say("cli.input.question"))
    else:
        text = typed(question)
    text = text.strip()
    if not any(c.isalnum() for c in text):
        raise UsageError(detail=say("cli.ask.empty"))
    return text


def _show(events: Any, form: str, *, quiet: bool, verbose: bool) -> Answer | None:
    """Draw every event; gives back the answer. Ctrl-C closes the generator, which stops model and statement."""
    screen: Any
    if form == "stream-json":
        from ..ui.json_lines import JsonLines

        screen = JsonLines(sys.stdout)
    elif form == "json":
        from ..ui.plain import PlainScreen

        silent = quiet or not (verbose or sys.stderr.isatty())
        screen = PlainScreen(sys.stdout, sys.stderr, quiet=silent, verbose=verbose, show_result=False)
    elif sys.stdout.isatty():
        from ..ui.terminal import TerminalScreen

        screen = TerminalScreen(sys.stdout, sys.stderr, quiet=quiet, verbose=verbose)
    else:
        from ..ui.plain import PlainScreen

        screen = PlainScreen(sys.stdout, sys.stderr, quiet=quiet, verbose=verbose)
    answer = None
    try:
        for event in events:
            screen.take(event)
            if isinstance(event, Answered):
                answer = event.answer
    finally:
        screen.close()
        events.close()
    return answer


def _save(target: Path, answer: Answer, *, quiet: bool) -> None:
    if not answer.columns:
        note(say("cli.save.nothing"))
        return
    save(target, answer.columns, answer.rows)
    if not quiet:
        note(say("cli.saved", path=target, rows=len(answer.rows)))
