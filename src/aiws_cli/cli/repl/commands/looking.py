"""/page, /copy: the last result, where a screen is too small for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ....core.language import say
from ....core.untrusted import clean
from ...door import one_of
from ...output import note
from ..command import SlashCommand

if TYPE_CHECKING:
    from ....core.answer import Answer
    from ..loop import Repl

_PARTS = ("sql", "text")


def _page(repl: Repl, _: str) -> None:
    repl.answer()
    repl.page()


def _copy(repl: Repl, part: str) -> None:
    """Rows that leave by the clipboard leave as those of a file do: where the role may, and on record."""
    from ....drawing.tables import tabbed
    from ....ui.clipboard import check, copy

    answer = repl.answer()
    if part:
        one_of("/copy", part, _PARTS)
    if part or not answer.columns:
        text = clean(answer.executed_sql or answer.sql if part == "sql" else answer.answer)
        copy(text, sys.stdout)
        note(say("repl.copied.text", chars=len(text)))
        return
    text = tabbed(answer.columns, answer.rows)
    check(text, sys.stdout)
    _on_record(repl, answer)
    copy(text, sys.stdout)
    note(say("repl.copied.rows", rows=len(answer.rows)))


def _on_record(repl: Repl, answer: Answer) -> None:
    repl.app.check_export()
    about = {"of": answer.audit_id, "file": "clipboard", "row_count": len(answer.rows)}
    repl.app.audit.append("export", {**repl.app.who, **about})


COMMANDS = (
    SlashCommand("/page", _page),
    SlashCommand("/copy", _copy, "[sql | text]", completes=lambda _: _PARTS),
)
