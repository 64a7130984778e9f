"""Bare `aiws`: a conversation on the terminal."""

from __future__ import annotations

import difflib
import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..analysis.narrowing import narrowed_lines
from ..core import language
from ..core.errors import AiwsError, UsageError
from ..core.events import Answered
from ..core.language import say
from ..ui.cells import printable
from .asking import approver
from .door import Door, new_app
from .log_text import logged
from .opening import opened, start_early
from .options import ModelName, Provider, Role, Verbose, Workspace, as_date, flags
from .output import note, put, put_columns
from .saving import check_target, save

if TYPE_CHECKING:
    from datetime import date

    from ..agent.conversation import Conversation
    from ..agent.feedback import Verdict
    from ..app import Application
    from ..core.answer import Answer

app = new_app()

SLASH = (
    "/help",
    "/sql",
    "/tables",
    "/show",
    "/save",
    "/good",
    "/bad",
    "/terms",
    "/new",
    "/lang",
    "/exit",
)
# What tells and does nothing of the data.
_FREE = frozenset({"/exit", "/quit", "/help", "/lang"})


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
        _Repl(application, conversation, as_of=day, verbose=verbose).run()


class _Repl:
    """The loop of one terminal conversation and its slash commands."""

    def __init__(
        self, application: Application, conversation: Conversation, *, as_of: date | None, verbose: bool
    ) -> None:
        self._app = application
        self._conversation = conversation
        self._as_of = as_of
        self._verbose = verbose
        self._last: Answer | None = None

    def run(self) -> None:
        """Read, answer, until Ctrl-D or /exit."""
        self._banner()
        from ..ui.prompt import Prompt

        prompt = Prompt(
            self._app.settings.home / "history",
            {name: say(f"repl.{name[1:]}") for name in SLASH},
            self._app.permitted.table_names,
            colour=not os.environ.get("NO_COLOR"),
            kept=logged,
        )
        while True:
            try:
                line = prompt.read().strip()
            except KeyboardInterrupt:
                note(say("repl.how_to_leave"))
                continue
            except EOFError:
                return
            if not line:
                continue
            try:
                if self._command(line) if line.startswith("/") else self._ask(line):
                    return
            except KeyboardInterrupt:
                note(say("error.interrupted"))
            except (AiwsError, OSError) as problem:
                self._say_problem(problem)

    def _banner(self) -> None:
        settings = self._app.settings
        try:
            model = self._app.model
            named = f"{model.name} ({model.provider})"
        except AiwsError as problem:
            named = say("repl.no_model")
            self._say_problem(problem)
        day = self._as_of or self._app.warehouse.as_of()
        where = settings.warehouse or str(self._app.warehouse_path)
        from .. import __version__

        put(printable(say("repl.banner", version=__version__, model=named, role=self._app.identity.role)))
        put(printable(say("repl.banner.data", warehouse=_no_secrets(where), as_of=day)))
        put(say("repl.banner.help"))

    # — questions —

    def _ask(self, question: str) -> bool:
        from ..agent.turn import AskOptions
        from ..ui.terminal import TerminalScreen

        screen = TerminalScreen(sys.stdout, sys.stderr, verbose=self._verbose)
        screen.save_hint = "ui.more.repl"
        self._app.notify = screen.note
        events: Any = self._conversation.ask(
            question, AskOptions(as_of=self._as_of, approver=approver(screen))
        )
        try:
            for event in events:
                screen.take(event)
                if isinstance(event, Answered):
                    self._last = event.answer
        finally:
            events.close()
            screen.close()
        put()
        return False

    # — slash commands —

    def _command(self, line: str) -> bool:
        """Run a slash command; True leaves."""
        name, _, rest = line.partition(" ")
        rest = rest.strip()
        if name not in _FREE:
            self._app.in_force()
        match name:
            case "/exit" | "/quit":
                return True
            case "/help":
                put_columns([(c, say(f"repl.{c[1:]}")) for c in SLASH])
                put(say("repl.keys"))
            case "/sql":
                self._sql(rest)
            case "/tables":
                self._tables(rest)
            case "/show":
                self._show()
            case "/save":
                self._save(rest)
            case "/good":
                self._feedback("good", rest)
            case "/bad":
                self._feedback("bad", rest)
            case "/terms":
                from .own_words import terms

                terms(self._app, rest)
            case "/lang":
                self._language(rest)
            case "/new":
                self._conversation = self._app.conversation(workspace=self._app.settings.workspace)
                self._last = None
                note(say("repl.new_started"))
            case _:
                near = difflib.get_close_matches(name, SLASH, n=1)
                raise UsageError(detail=say("repl.unknown", name=name, near=near[0] if near else "/help"))
        return False

    def _sql(self, statement: str) -> None:
        """Run a statement, or without one show the last answer's."""
        from ..ui.terminal import TerminalScreen

        screen = TerminalScreen(sys.stdout, sys.stderr)
        screen.save_hint = "ui.more.sql"
        if not statement:
            screen.sql(self._answer().executed_sql or self._answer().sql or say("repl.no_sql"))
            return
        outcome = self._app.warehouse.query(statement)
        result = outcome.result
        screen.table(result.columns, result.rows)
        key = "ui.rows.truncated" if result.truncated else "ui.rows"
        note(f"{say(key, rows=result.row_count)} · {result.elapsed_ms:,.0f} ms")
        for line in narrowed_lines(outcome.narrowed, outcome.role, str):
            note(printable(line))

    def _tables(self, query: str) -> None:
        """Tables for some words; without words those of the last answer, else all there are."""
        catalog = self._app.permitted
        if query:
            hits = catalog.search(query, workspace=self._app.settings.workspace, limit=15)
            put_columns([(h.table, h.business_name) for h in hits])
            return
        names = self._last.tables if self._last and self._last.tables else catalog.table_names()
        shown = names[:60]
        found = [catalog.table(n) for n in shown]
        put_columns([(t.name, t.business_name) for t in found if t is not None])
        if len(names) > len(shown):
            note(say("repl.more_tables", count=len(names) - len(shown)))

    def _show(self) -> None:
        """How the last answer came about."""
        from ..ui import wording
        from ..ui.terminal import TerminalScreen

        answer = self._answer()
        screen = TerminalScreen(sys.stdout, sys.stderr)
        if answer.sql:
            note(say("ui.sql"))
            screen.sql(answer.sql)
        for mend in answer.mended:
            note(say("ui.mend", rule=printable(mend.rule), reason=printable(mend.reason)))
        if answer.executed_sql:
            note(say("ui.executed"))
            screen.sql(answer.executed_sql)
        note(wording.usage(answer))

    def _save(self, name: str) -> None:
        answer = self._answer()
        if not name:
            raise UsageError(detail=say("repl.save_where"))
        target = check_target(name.strip("\"'"))
        if not answer.columns:
            note(say("cli.save.nothing"))
            return
        save(self._app, target, answer.columns, answer.rows, of=answer.audit_id)
        note(say("cli.saved", path=target, rows=len(answer.rows)))

    def _feedback(self, verdict: Verdict, comment: str) -> None:
        """Keep a verdict on the last answer of this conversation, also of one taken up again."""
        from .feedback import keep, told

        told(keep(self._app, verdict, session_id=self._conversation.session_id, comment=comment))

    def _language(self, name: str) -> None:
        if name not in ("ko", "en"):
            raise UsageError(detail=say("cli.usage.choice", name="/lang", value=name, choices="ko | en"))
        os.environ["AIWS_LANG"] = name
        language.use(None)
        note(say("repl.lang_set"))

    def _answer(self) -> Answer:
        if self._last is None:
            raise UsageError(detail=say("repl.nothing_yet"))
        return self._last

    def _say_problem(self, problem: AiwsError | OSError) -> None:
        if isinstance(problem, AiwsError):
            note(f"{say('cli.error')}: {printable(problem.message(), keep_lines=True)}")
            hint = problem.hint()
            if hint and not isinstance(problem, UsageError):
                note(printable(hint, keep_lines=True))
        else:
            note(f"{say('cli.error')}: {printable(str(problem))}")


def _no_secrets(warehouse: str) -> str:
    """A warehouse address without user and password."""
    scheme, found, rest = warehouse.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if found else warehouse
