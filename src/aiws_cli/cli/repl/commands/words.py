"""/good, /bad, /terms: what the person says of an answer, and what their words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


COMMANDS = (
    SlashCommand("/good", _good, "[WHY]"),
    SlashCommand("/bad", _bad, "[WHY]"),
    SlashCommand("/terms", _terms, "[add WORD=MEANING | remove WORD]", completes=lambda _: ("add", "remove")),
)
