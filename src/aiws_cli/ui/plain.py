"""Events as plain text, for pipes, files and logs: no colour, nothing cut, results on stdout, the rest on stderr."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TextIO

from ..core.answer import Answer
from ..core.events import (
    Answered,
    Event,
    ModelReading,
    ModelText,
    Notice,
    RowsReady,
    ScriptWritten,
    SqlMended,
    SqlWritten,
    StepStarted,
    TablesLinked,
    ToolFinished,
    ToolStarted,
)
from ..core.language import of_text, say
from ..core.results import ResultColumn
from . import wording
from .cells import printable
from .spinner import Spinner
from .tables import lay_out


class PlainScreen:
    """Draws a turn as text. `show_result` False leaves stdout to somebody else (`ask --json`).

    `quiet` keeps everything but results and errors from stderr; `verbose` adds SQL, corrections, tools and usage.
    """

    def __init__(
        self,
        out: TextIO,
        err: TextIO,
        *,
        quiet: bool = False,
        verbose: bool = False,
        show_result: bool = True,
    ) -> None:
        self.out = out
        self.err = err
        self.quiet = quiet
        self.verbose = verbose
        self.show_result = show_result
        self.tells_command = True
        """Whether a turn that ended early is told with the command line that goes on; a conversation has its own ways."""
        self.spinner = Spinner(err) if err.isatty() and not quiet else None
        self._mends: list[SqlMended] = []
        self._pieces = 0
        self._step = ""

    # what happens meanwhile

    def take(self, event: Event) -> None:
        """Draw one event."""
        match event:
            case StepStarted():
                self._pieces, self._step = 0, wording.step(event)
                self._progress(self._step)
            case ModelReading():
                self._progress(f"{self._step} · {wording.reading(event)}", restart=False)
            case ModelText():
                self._pieces += 1
                if event.channel == "answer":
                    self.stream_text(event.text)
                else:
                    self._progress(f"{self._step} · {say('ui.tokens', tokens=self._pieces)}", restart=False)
            case TablesLinked():
                if event.tables:
                    self.note(wording.linked(event))
            case SqlWritten():
                self._mends = []
                if self.verbose:
                    self.note(wording.source(event))
                    self.sql(event.sql)
            case SqlMended():
                self._mends.append(event)
                if self.verbose:
                    self.note(say("ui.mend", rule=printable(event.rule), reason=printable(event.reason)))
            case ScriptWritten():
                self.note(say(f"ui.script.{event.source}"))
                if not event.asked:
                    self.code(event.code)
                for mend in event.mends:
                    self.note(say("ui.mend", rule=printable(mend.rule), reason=printable(mend.reason)))
            case ToolStarted():
                self._progress(say("ui.tool", tool=printable(event.tool)))
                if self.verbose:
                    self.note(say("ui.tool", tool=printable(event.tool)))
            case ToolFinished():
                if self.verbose or not event.ok:
                    self.note(f"{printable(event.tool)}: {printable(event.summary)}")
            case Notice():
                self.note(printable(event.text))
            case RowsReady():
                self._mended_line()
                self.rows_ready(event)
            case Answered():
                self._mended_line()
                self.stop()
                self.answered(event.answer)

    def _mended_line(self) -> None:
        """Corrections are never hidden: one line with their number where the reasons are not shown."""
        if self._mends and not self.verbose:
            self.note(say("ui.mended", count=len(self._mends)))
        self._mends = []

    def _progress(self, text: str, *, restart: bool = True) -> None:
        if self.spinner is not None:
            self.spinner.say(text, restart=restart)

    def note(self, text: str) -> None:
        """One line beside the result, on stderr."""
        if self.quiet:
            return
        self.stop()
        self.err.write(printable(text, keep_lines=True) + "\n")
        self.err.flush()

    def sql(self, text: str) -> None:
        """A statement, beside the result."""
        for line in printable(text, keep_lines=True).splitlines():
            self.note(f"  {line}")

    def code(self, text: str) -> None:
        """A script, beside the result."""
        self.sql(text)

    def stream_text(self, text: str) -> None:
        """Text for the person as it is written: kept for the answer, which is printed whole."""

    def rows_ready(self, event: RowsReady) -> None:
        """Rows are printed with the answer."""

    def stop(self) -> None:
        """Take the progress line away."""
        if self.spinner is not None:
            self.spinner.stop()

    def close(self) -> None:
        """Nothing stays on the screen but what was said."""
        self.stop()

    # the answer

    def answered(self, answer: Answer) -> None:
        """Rows, text, period, then what one could ask next. What went wrong is no result and goes to stderr."""
        if self.verbose and answer.executed_sql:
            self.note(say("ui.executed"))
            self.sql(answer.executed_sql)
        if self.show_result:
            if answer.columns and (answer.rows or answer.status == "ok"):
                self.result(answer)
            if answer.error is None:
                self.text(answer)
            if answer.suggestions:
                self.suggestions(answer)
            if answer.error is not None:
                self._error(answer)
            elif answer.files_changed:
                self.note(wording.files_changed(answer))
        if self.verbose:
            self.note(wording.usage(answer))
        self.out.flush()

    def result(self, answer: Answer) -> None:
        """The rows, and how many there are where no words say it."""
        self.table(answer.columns, answer.rows)
        if not answer.answer:
            # The answer's own words say how many there are.
            self.result_line(wording.row_count(answer))

    def text(self, answer: Answer) -> None:
        """The answer's words and its period."""
        for part in (answer.answer, answer.insight.text if answer.insight else ""):
            if part:
                self.put(printable(part, keep_lines=True).strip())
        line = wording.period(answer)
        if line:
            self.result_line(line)

    def table(self, columns: Sequence[ResultColumn], rows: Sequence[Sequence[Any]]) -> None:
        """All rows, as wide as they are."""
        laid = lay_out(columns, rows, cells=None)
        for line in (*laid.head, *laid.body):
            self.put(line)

    def suggestions(self, answer: Answer) -> None:
        """Questions one could ask: part of the answer when it is a question back, else beside it."""
        # They stand in the language of the question, and so does what introduces them.
        introduced = "ui.suggest.clarify" if answer.status != "ok" else "ui.suggest"
        lines = [say(introduced, of_text(answer.question))]
        lines += [f"  {n}. {printable(s)}" for n, s in enumerate(answer.suggestions, 1)]
        for line in lines:
            if answer.status != "ok":
                self.put(line)
            else:
                self.note(line)

    def _error(self, answer: Answer) -> None:
        assert answer.error is not None
        message = printable(answer.error.message, keep_lines=True)
        self.err.write(f"{say('cli.error')}: {message}\n")
        lines = [answer.error.hint] if answer.error.hint else []
        lines += wording.ended_early(answer, command=self.tells_command)
        self.err.write("".join(printable(line, keep_lines=True) + "\n" for line in lines))
        self.err.flush()

    def put(self, line: str) -> None:
        """One line of result."""
        self.out.write(line + "\n")

    def result_line(self, line: str) -> None:
        """A line about the result (row count, period)."""
        self.put(line)
