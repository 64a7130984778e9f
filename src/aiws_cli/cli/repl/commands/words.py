"""/good, /bad, /terms, /memory: what the person says of an answer, what their words mean, what is to be remembered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ....core.language import current, say
from ....ui.cells import printable
from ...output import note, put
from ..command import SlashCommand

if TYPE_CHECKING:
    from ....agent.feedback import Verdict
    from ..loop import Repl


def _feedback(repl: Repl, verdict: Verdict, comment: str) -> None:
    """Keep a verdict on the last answer of this conversation, also of one taken up again."""
    from ...feedback import keep, told

    told(keep(repl.app, verdict, session_id=repl.conversation.session_id, comment=comment))


def _good(repl: Repl, comment: str) -> None:
    _feedback(repl, "good", comment)


def _bad(repl: Repl, comment: str) -> None:
    _feedback(repl, "bad", comment)


def _terms(repl: Repl, rest: str) -> None:
    from ...own_words import terms

    terms(repl.app, rest)


def _memory(repl: Repl, text: str) -> None:
    """The memory files that hold here; with a text, one line more in the folder's own."""
    if text:
        from ....agent.memory import NAMES, remember

        path = Path.cwd() / NAMES[-1]
        remember(path, text)
        note(printable(say("repl.memory.kept", path=path)))
        return
    files = repl.app.memory()
    if not files:
        note(say("repl.memory.none"))
    for file in files:
        whose = "own" if file.own else "trusted" if file.trusted else "data"
        put(printable(f"{file.path} · {say(f'repl.memory.{whose}')}"))
        said = file.notice(current())
        if said:
            note(printable(said))
        for line in printable(file.text, keep_lines=True).splitlines():
            put(f"  {line}")


COMMANDS = (
    SlashCommand("/good", _good, "[WHY]"),
    SlashCommand("/bad", _bad, "[WHY]"),
    SlashCommand("/terms", _terms, "[add | remove]", completes=lambda _: ("add", "remove")),
    SlashCommand("/memory", _memory, "[TEXT]"),
)
