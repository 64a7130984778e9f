"""`aiws ask`: one question, one answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from ..core.errors import NoAnswerError, SettingsError, UsageError
from ..core.events import Answered
from ..core.language import say
from .asking import approver
from .door import Door, new_app, one_of
from .opening import opened, piped, start_early, typed
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

    from ..agent.turn import Skill
    from ..app import Application
    from ..core.answer import Answer
    from ..core.deeds import Mode
    from ..ui.json_lines import JsonLines
    from ..ui.plain import PlainScreen

app = new_app()

MODES = ("plan", "ask", "auto-edit", "auto")
FORMATS = ("text", "json", "stream-json")


def _option(name: str, metavar: str | None, key: str) -> Any:
    return typer.Option(*name.split("|"), metavar=metavar, show_default=False, help=say(key))


@app.command(cls=Door)
def ask(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION | -", show_default=False, help=say("cli.ask.question"))
    ] = "",
    output_format: Annotated[
        str, _option("--output-format", "|".join(FORMATS), "cli.ask.output_format")
    ] = "text",
    as_json: AsJson = False,
    stdin: Annotated[bool, _option("--stdin", None, "cli.ask.stdin")] = False,
    continue_: Annotated[bool, _option("--continue|-c", None, "cli.ask.continue")] = False,
    resume: Annotated[str, _option("--resume", "ID", "cli.ask.resume")] = "",
    workspace: Workspace = "",
    role: Role = "",
    provider: Provider = "",
    model: ModelName = "",
    mode: Annotated[str, _option("--mode", "|".join(MODES), "cli.ask.mode")] = "ask",
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
    form = one_of("--output-format", output_format, FORMATS)
    form = "json" if as_json and form == "text" else form
    chosen = cast("Mode", one_of("--mode", mode, MODES))
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

    given = flags(provider, model, workspace)
    with opened(given, role=role, quiet=quiet or form != "text") as application:
        if target is not None:
            application.check_export()
        text, skill = _by_name(application, text)
        start_early(application)
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
        from ..agent.turn import AskOptions

        screen = _screen(form, quiet=quiet, verbose=verbose)
        options = AskOptions(
            limit=limit,
            as_of=date,
            files=files,
            context=context,
            chart=form != "text",
            insight=not no_insight,
            mode=chosen,
            max_turns=max_turns,
            max_seconds=max_seconds,
            max_tokens=max_tokens,
            approver=approver(screen),
            work=skill is not None,
            skill=skill,
        )
        # From here on a spinner may stand on the line: what the parts have to say goes through the screen.
        application.notify = screen.note
        answer = _show(conversation.ask(text, options), screen)
        if answer is None:
            raise NoAnswerError(reason=say("cli.ask.no_answer"))
        if form == "json":
            put_json(answer.as_dict(), indent=None)
        if target is not None:
            _save(application, target, answer, quiet=quiet)
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


def _by_name(application: Application, text: str) -> tuple[str, Skill | None]:
    """The question as it is, or what the person's own command or skill makes of it whose name it begins with."""
    if not text.startswith("/"):
        return text, None
    from pathlib import Path

    from .repl.skills import by_name

    return by_name(application, Path.cwd(), text) or (text, None)


def _screen(form: str, *, quiet: bool, verbose: bool) -> JsonLines | PlainScreen:
    """Where events go: JSON lines, a person's terminal, or plain text; `json` leaves stdout to the answer object."""
    if form == "stream-json":
        from ..ui.json_lines import JsonLines

        return JsonLines(sys.stdout)
    from ..ui.plain import PlainScreen
    from ..ui.terminal import TerminalScreen

    if form == "json":
        silent = quiet or not (verbose or sys.stderr.isatty())
        return PlainScreen(sys.stdout, sys.stderr, quiet=silent, verbose=verbose, show_result=False)
    kind = TerminalScreen if sys.stdout.isatty() else PlainScreen
    return kind(sys.stdout, sys.stderr, quiet=quiet, verbose=verbose)


def _show(events: Any, screen: JsonLines | PlainScreen) -> Answer | None:
    """Draw every event; gives back the answer. Ctrl-C closes the generator, which stops model and statement."""
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


def _save(application: Application, target: Path, answer: Answer, *, quiet: bool) -> None:
    if not answer.columns:
        note(say("cli.save.nothing"))
        return
    save(application, target, answer.columns, answer.rows, of=answer.audit_id)
    if not quiet:
        note(say("cli.saved", path=target, rows=len(answer.rows)))
