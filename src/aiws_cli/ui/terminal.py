"""Events on a terminal: the plain screen with colour, cut to the window, and text as it is written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..core.answer import Answer
from ..core.events import RowsReady
from ..core.language import say
from ..core.results import ResultColumn
from . import wording
from .cells import printable, wrap
from .plain import PlainScreen
from .stream import ProseStream, can_redraw
from .tables import lay_out

if TYPE_CHECKING:
    from rich.console import Console

LINES_BESIDE_TABLE = 9
"""Lines of the window left for the header, the answer and the prompt."""


class TerminalScreen(PlainScreen):
    """Rows appear as soon as they are there, before the answer's text. `save_hint` says how to get all of them."""

    save_hint = "ui.more.ask"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._shown_rows: str | None = None
        self._streamed = ""
        self._prose_stream: ProseStream | None = None
        self._tool_running = False
        self._console: Console | None = None

    @property
    def console(self) -> Console:
        """rich's console on stdout; it honours TERM=dumb and FORCE_COLOR. Imported when something is drawn."""
        if self._console is None:
            from rich.console import Console

            self._console = Console(file=self.out, highlight=False, markup=False, emoji=False)
        return self._console

    def _style(self, text: str, style: str) -> None:
        if os.environ.get("NO_COLOR"):
            self.put(text)
        else:
            self.console.print(text, style=style, soft_wrap=True)

    def stream_text(self, text: str) -> None:
        if not self.show_result:
            return
        self.stop()
        clean = printable(text, keep_lines=True)
        self._streamed += clean
        if self._prose_stream is None:
            colour = not os.environ.get("NO_COLOR") and can_redraw()
            self._prose_stream = ProseStream(self.out, colour=colour, live=can_redraw())
        self._prose_stream.feed(clean)

    def note(self, text: str) -> None:
        self._end_streamed_line()
        super().note(text)

    def close(self) -> None:
        """Take the progress line away, and keep what was written so far."""
        self._end_streamed_line()
        super().close()

    def rows_ready(self, event: RowsReady) -> None:
        # Inside the tool loop rows are material for the model; the answer says which of them count.
        if self._tool_running or not self.show_result:
            return
        self.stop()
        self._end_streamed_line()
        self.table(event.columns, event.rows)
        self._shown_rows = event.audit_id or event.executed_sql

    def take(self, event: Any) -> None:
        if event.type != "model_text":
            self._end_streamed_line()
        if event.type == "tool_started":
            self._tool_running = True
            # What the model said before a call is no answer.
            self._streamed = ""
        elif event.type == "tool_finished":
            self._tool_running = False
        super().take(event)

    def result(self, answer: Answer) -> None:
        if self._shown_rows != (answer.audit_id or answer.executed_sql):
            self.table(answer.columns, answer.rows)
        if not answer.answer:
            # The answer's own words say how many there are.
            self.result_line(wording.row_count(answer))

    def _end_streamed_line(self) -> None:
        if self._prose_stream is not None:
            self._prose_stream.end()
            self._prose_stream = None

    def table(self, columns: Sequence[ResultColumn], rows: Sequence[Sequence[Any]]) -> None:
        size = shutil.get_terminal_size((100, 40))
        laid = lay_out(
            columns, rows, cells=max(20, size.columns - 1), max_lines=max(5, size.lines - LINES_BESIDE_TABLE)
        )
        for line in laid.head[:-1]:
            self._style(line, "bold")
        for line in laid.head[-1:]:
            self._style(line, "dim")
        for line in laid.body:
            if laid.vertical and line.startswith("── "):
                self._style(line, "dim")
            else:
                self.put(line)
        hidden = len(rows) - laid.rows_shown
        if hidden > 0:
            self._style(say(self.save_hint, rows=hidden), "yellow")

    def text(self, answer: Answer) -> None:
        said = answer.answer.strip()
        if said and said != self._streamed.strip():
            self._prose(said)
        if answer.insight and answer.insight.text:
            self._prose(answer.insight.text.strip())
        line = wording.period(answer)
        if line:
            self.result_line(line)

    def _prose(self, text: str) -> None:
        """Words for the person, broken between words where the window ends."""
        cells = max(20, shutil.get_terminal_size((100, 40)).columns - 1)
        for paragraph in printable(text, keep_lines=True).splitlines():
            for line in wrap(paragraph, cells) or [""]:
                self.put(line)

    def result_line(self, line: str) -> None:
        self._style(line, "dim")

    def sql(self, text: str) -> None:
        """A statement in colours, on stderr."""
        self._coloured(text, "sql")

    def code(self, text: str) -> None:
        """A script in colours, on stderr."""
        self._coloured(text, "python")

    def _coloured(self, text: str, of: str) -> None:
        if os.environ.get("NO_COLOR"):
            super().sql(text)
            return
        if self.quiet:
            return
        self.stop()
        from rich.console import Console
        from rich.syntax import Syntax

        console = Console(file=self.err, highlight=False, markup=False, emoji=False)
        console.print(
            Syntax(
                printable(text, keep_lines=True),
                of,
                theme="ansi_dark",
                background_color="default",
                word_wrap=True,
                padding=(0, 2),
            )
        )
