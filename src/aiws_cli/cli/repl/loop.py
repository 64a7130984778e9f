"""The loop of one terminal conversation: read, answer, say what went wrong, until the person leaves."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.errors import AiwsError, UsageError
from ...core.events import Answered, ContextUsed, ToolFinished
from ...core.language import say
from ...ui.cells import printable
from ...ui.status import Status, next_mode
from ...ui.typing_seen import typing_seen
from ..asking import approver
from ..log_text import logged
from ..output import note, put
from .commands import COMMANDS, find
from .commands.talk import last_answer, tell_of_cut_off
from .hangup import ends_with_terminal
from .mentions import mentioned
from .own import own_commands
from .skills import by_name, skills

if TYPE_CHECKING:
    from datetime import date

    from ...agent.conversation import Conversation
    from ...agent.turn import AskOptions, Skill
    from ...app import Application
    from ...core.answer import Answer
    from ...core.deeds import Mode
    from ...ui.terminal import TerminalScreen


class Repl:
    """What one terminal conversation stands on; slash commands read and change it.

    `last` is the last answer of this conversation, None before the first; `mode` what the model may do by itself;
    `model_name` what the model is called, empty where there is none; `context` the part of its window that the last
    request took, None where nobody knows. Not thread-safe.

    `last_call_failed` says that the last tool the last turn called for did not do it.

    `models` are the names found for completion, None before they were looked for; `typed` what was typed for a turn, by
    session and number.
    """

    def __init__(
        self, application: Application, conversation: Conversation, *, as_of: date | None, verbose: bool
    ) -> None:
        self.app = application
        self.conversation = conversation
        self.as_of = as_of
        self.verbose = verbose
        self.mode: Mode = "ask"
        self.last: Answer | None = None
        self.typed: dict[tuple[str, int], str] = {}
        self.models: tuple[str, ...] | None = None
        self.model_name = ""
        self.context: float | None = None
        self.last_call_failed = False

    def run(self) -> None:
        """Read, answer, until Ctrl-D or /exit."""
        first = self.app
        try:
            with ends_with_terminal():
                self._run()
        finally:
            if self.app is not first:
                self.app.close()

    def _run(self) -> None:
        self._banner()
        tell_of_cut_off(self)
        from ...ui.prompt import Prompt

        prompt = Prompt(
            self.app.settings.home / "history",
            self._names(),
            lambda: self.app.permitted.table_names(),
            colour=not os.environ.get("NO_COLOR"),
            kept=logged,
            arguments=self.completions,
            folder=Path.cwd(),
            vi=self.app.settings.editing_mode == "vi",
            status=self._status,
            turn_mode=self._turn_mode,
            page=self.page,
            tell=note,
        )
        while True:
            try:
                line = prompt.read().strip()
            except KeyboardInterrupt:
                note(say("repl.how_to_leave"))
                continue
            except EOFError:
                return
            if line and self.take(line):
                return

    def take(self, line: str) -> bool:
        """Answer one line, a question or a slash command, and say what goes wrong. True leaves."""
        try:
            if line.startswith("/"):
                return self.command(line)
            if line.startswith("#") and "\n" not in line:
                self.command(f"/memory {line.lstrip('#').strip()}")
            else:
                self.ask(line)
        except KeyboardInterrupt:
            note(say("error.interrupted"))
        except (AiwsError, OSError) as problem:
            say_problem(problem)
        return False

    def ask(self, question: str, *, plan: bool = False, skill: Skill | None = None) -> None:
        """Answer a question on the screen, with the files and tables it mentions, or do the `!command` it is.

        With `plan` it is a request to plan for, whatever the mode; with a `skill` it is to be done as that says.
        """
        conversation = self.conversation
        before = conversation.turns
        try:
            self._ask(question, plan=plan, skill=skill)
        finally:
            if conversation.turns > before:
                typed = question if skill is None else f"/skill {skill.name} {question}"
                self.typed[conversation.session_id, conversation.turns] = typed

    def _ask(self, question: str, *, plan: bool, skill: Skill | None) -> None:
        from ...agent.turn import AskOptions

        if question.startswith("!") and not plan and skill is None:
            self._by_hand(question)
            return
        tables = self.app.permitted.table_names
        found = mentioned(question, Path.cwd(), tables, self.app.grounds.protected)
        for line in found.said:
            note(printable(line))
        self.turn(
            found.question,
            AskOptions(
                as_of=self.as_of,
                mode="plan" if plan else self.mode,
                work=plan or skill is not None,
                skill=skill,
                files=found.files,
                context=found.context,
                context_from="files",
            ),
        )

    def _by_hand(self, line: str) -> None:
        """`!command`: what a person types goes through the gate as what a model asks for does."""
        from ...agent.turn import AskOptions

        command = line[1:].strip()
        if not command:
            raise UsageError(detail=say("repl.command.empty"))
        self.turn(line, AskOptions(by_hand=("run_command", {"command": command})))

    def turn(self, question: str, options: AskOptions) -> None:
        """One turn on the screen; the person at the terminal is who is asked."""
        from ...ui.terminal import TerminalScreen

        screen = TerminalScreen(sys.stdout, sys.stderr, verbose=self.verbose)
        screen.save_hint = "ui.more.repl"
        screen.tells_command = False
        self.app.notify = screen.note
        events: Any = self.conversation.ask(question, replace(options, approver=approver(screen)))
        try:
            with typing_seen(sys.stdin, False):
                self._drawn(events, screen)
        finally:
            events.close()
            screen.close()
        put()
        if self.last is not None and self.last.plan is not None:
            note(say("repl.plan.next"))

    def _drawn(self, events: Any, screen: TerminalScreen) -> None:
        self.last_call_failed = False
        for event in events:
            if isinstance(event, ToolFinished):
                self.last_call_failed = not event.ok
            screen.take(event)
            if isinstance(event, ContextUsed):
                self.context = event.used / max(event.limit, 1)
            elif isinstance(event, Answered):
                self.last = event.answer
                self._note_context(event.answer)

    def command(self, line: str) -> bool:
        """Run a slash command; True leaves. Raises UsageError for one there is not, and what the command raises."""
        name, _, rest = line.partition(" ")
        found = find(name)
        if found is None or not found.free:
            self.app.in_force()
        if found is not None:
            if rest.strip() and not found.argument:
                raise UsageError(detail=say("repl.no_argument", name=found.name, value=rest.strip()))
            return bool(found.run(self, rest.strip()))
        asked = by_name(self.app, Path.cwd(), line)
        if asked is None:
            near = difflib.get_close_matches(name, self._names(), n=1)
            raise UsageError(detail=say("repl.unknown", name=name, near=near[0] if near else "/help"))
        question, skill = asked
        if skill is None:
            put(f"› {printable(question, keep_lines=True)}")
        else:
            note(say("repl.skill.used", name=skill.name))
        self.ask(question, skill=skill)
        return False

    def _names(self) -> dict[str, str]:
        """Every name a line may begin with and what it is for, aiws's own before the person's."""
        ours = {name: c.help for c in COMMANDS for name in (c.name, *c.also)}
        folder = Path.cwd()
        own = {c.name: say("repl.own.one") for c in own_commands(self.app, folder)}
        return {**{s.name: say("repl.skill.one") for s in skills(self.app, folder)}, **own, **ours}

    def completions(self, name: str) -> Iterable[str]:
        """The words that may stand behind a command's name; none for what is no command."""
        found = find(name)
        return found.completes(self) if found is not None else ()

    def answer(self) -> Answer:
        """The last answer, of a conversation taken up again the saved one. Raises UsageError where there is none."""
        if self.last is None:
            self.last = last_answer(self)
        if self.last is None:
            raise UsageError(detail=say("repl.nothing_yet"))
        return self.last

    def go_on_with(self, conversation: Conversation) -> None:
        """Another conversation from now on, or this one from another point: what was last answered is not its."""
        self.conversation, self.last, self.context = conversation, None, None

    def taken_up(self, application: Application) -> Conversation:
        """This conversation as another application goes on with it; a new one where nothing was asked yet."""
        return application.conversation(
            session_id=self.conversation.session_id if self.asked else None,
            workspace=self.conversation.workspace,
        )

    def page(self) -> None:
        """Show the last result page by page, or the last answer's words where it has none."""
        from ...ui.pager import page, table_lines

        try:
            # A key asks for it as well as a command.
            self.app.in_force()
        except AiwsError as problem:
            say_problem(problem)
            return
        if self.last is None:
            note(say("repl.nothing_yet"))
            return
        answer = self.last
        lines = printable(answer.answer, keep_lines=True).splitlines()
        page(table_lines(answer.columns, answer.rows) if answer.columns else lines, sys.stdin, sys.stdout)

    def _status(self) -> Status:
        conversation = self.conversation
        return Status(
            model=self.model_name or say("ui.status.no_model"),
            role=self.app.identity.role,
            mode=self.mode,
            workspace=conversation.workspace,
            context=self.context,
            session=conversation.session_id,
        )

    def _note_context(self, answer: Answer) -> None:
        """A single request of a question on data says by itself how full the window was."""
        usage = answer.usage
        if usage.model_calls == 1 and answer.intent in ("data", "follow_up"):
            window = max(self.app.model.window(), 1)
            self.context = (usage.prompt_tokens + usage.completion_tokens) / window

    def _turn_mode(self) -> None:
        self.mode = next_mode(self.mode)

    @property
    def asked(self) -> bool:
        """Whether anything was asked in this conversation, so that it is saved."""
        return self.app.sessions.path(self.conversation.session_id).is_file()

    def _banner(self) -> None:
        settings = self.app.settings
        try:
            model = self.app.model
            self.model_name = model.name
            named = f"{model.name} ({model.provider})"
        except AiwsError as problem:
            named = say("repl.no_model")
            say_problem(problem)
        day = self.as_of or self.app.warehouse.as_of()
        where = settings.warehouse or str(self.app.warehouse_path)
        from ... import __version__

        put(printable(say("repl.banner", version=__version__, model=named, role=self.app.identity.role)))
        put(printable(say("repl.banner.data", warehouse=_no_secrets(where), as_of=day)))
        put(say("repl.banner.help"))


def say_problem(problem: AiwsError | OSError) -> None:
    """What went wrong and what to do, on stderr."""
    if isinstance(problem, OSError):
        from ..dispatch import trouble

        problem = trouble(problem) or problem
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
