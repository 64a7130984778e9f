"""`aiws` on a real pseudo-terminal, and what its screen shows."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pexpect
import pyte

import aiws_cli
from aiws_cli.ui.cells import width

PROGRAM = [sys.executable, "-c", "import sys; from aiws_cli.cli.main import main; sys.exit(main())"]
ROWS, COLUMNS = 40, 100


class _Wrapping(pyte.HistoryScreen):
    """pyte lets a wide letter begin in the last column and leave the line; terminals begin the next line with it."""

    def draw(self, data: str) -> None:
        for letter in data:
            if self.cursor.x == self.columns - 1 and width(letter) == 2:
                self.carriage_return()
                self.linefeed()
            super().draw(letter)


class Screen:
    """A terminal with `aiws` in it (or another `program`), started in `cwd`. `raw` is all that was written to it.

    `env` is its whole environment; where it is None, ours, with the place of our sources.
    """

    def __init__(
        self,
        *args: str,
        columns: int = COLUMNS,
        rows: int = ROWS,
        cwd: Path | None = None,
        program: Sequence[str] = PROGRAM,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._screen = _Wrapping(columns, rows, history=1000)
        self._stream = pyte.Stream(self._screen)
        self.raw = ""
        self.process = pexpect.spawn(
            program[0],
            [*program[1:], *args],
            dimensions=(rows, columns),
            encoding="utf-8",
            timeout=30,
            cwd=str(cwd) if cwd is not None else None,
            # A relative path of the caller's would not lead to our sources from another folder.
            env=env or {**os.environ, "PYTHONPATH": str(Path(aiws_cli.__file__).parents[1])},
        )

    def read(self, seconds: float = 0.05) -> None:
        """Take what has been written; answers the cursor question that prompt-toolkit asks its terminal."""
        try:
            text = self.process.read_nonblocking(65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.raw += text
        self._stream.feed(text)
        if "\x1b[6n" in text:
            cursor = self._screen.cursor
            self.process.send(f"\x1b[{cursor.y + 1};{cursor.x + 1}R")

    def text(self) -> str:
        above = [
            "".join(line[x].data for x in range(self._screen.columns)) for line in self._screen.history.top
        ]
        # pyte keeps an empty cell behind each wide character.
        return "\n".join(line.rstrip() for line in [*above, *self._screen.display])

    def wait(self, wanted: str | Callable[[str], bool], seconds: float = 20) -> str:
        """The screen as soon as it shows `wanted`."""
        found = wanted if callable(wanted) else lambda text: wanted in text
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read()
            if found(self.text()):
                return self.text()
        raise AssertionError(f"never shown: {wanted}\n{self.text()}")

    def shown(self) -> list[str]:
        """The lines that are on the screen now, the empty cell behind each wide character left out."""
        return [line.rstrip() for line in self._screen.display]

    def cells(self) -> list[list[Any]]:
        """pyte's cells of all lines, also of those that left the screen above, without the empty cell behind each wide
        character."""
        here = [self._screen.buffer[y] for y in range(self._screen.lines)]
        lines = [*self._screen.history.top, *here]
        return [[c for x in range(self._screen.columns) if (c := line[x]).data] for line in lines]

    def row(self) -> int:
        """The line the cursor is in, the first is 0."""
        return int(self._screen.cursor.y)

    def resize(self, columns: int, rows: int = ROWS) -> None:
        """Change the window's size, as a person does who pulls its corner."""
        self._screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    def ended(self, seconds: float = 20) -> bool:
        """Whether the program ends within that time."""
        deadline = time.monotonic() + seconds
        while self.process.isalive() and time.monotonic() < deadline:
            self.read()
        return not self.process.isalive()

    def type(self, text: str) -> None:
        self.process.send(text)

    def paste(self, text: str) -> None:
        """As a terminal does it, piece by piece, reading meanwhile what is drawn."""
        whole = f"\x1b[200~{text}\x1b[201~"
        for start in range(0, len(whole), 500):
            self.type(whole[start : start + 500])
            self.read(0.001)

    def line(self, text: str) -> None:
        self.process.send(text + "\r")

    def leave(self) -> int:
        deadline = time.monotonic() + 20
        # What is typed while a turn is still ending is not the prompt's.
        while self.process.isalive() and time.monotonic() < deadline:
            with suppress(OSError):  # It may leave meanwhile.
                self.type("\x04")
            again = time.monotonic() + 2
            while self.process.isalive() and time.monotonic() < again:
                self.read()
        self.process.close()
        return int(self.process.exitstatus if self.process.exitstatus is not None else -1)
