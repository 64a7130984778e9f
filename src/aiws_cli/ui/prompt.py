"""The line a person types into: history, completion, several lines at once, and what stands below it."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import FileHistory
from prompt_toolkit.input.typeahead import store_typeahead
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.output.plain_text import PlainTextOutput
from prompt_toolkit.styles import Style

from .completion import Names
from .keys import keys
from .pasted import Pasted
from .status import Status, status_line
from .stream import can_redraw

LEAVE_SECONDS = 2.0
"""A second Ctrl-C within this leaves."""


class Prompt:
    """Reads what is asked. `commands` maps a slash command to its one-line help; `tables` gives table names, late.

    The history file is created readable by its owner only; where it cannot be written, history lives in memory.
    `kept` makes of a line what the file may hold. `arguments` gives the words that may stand behind a command, `folder`
    has the files offered behind an @. `status` is what stands below the line; Shift+Tab calls `turn_mode`, Ctrl-O
    `page`. `tell` says a line above the input.
    """

    def __init__(
        self,
        history: Path,
        commands: Mapping[str, str],
        tables: Callable[[], Sequence[str]],
        *,
        colour: bool,
        kept: Callable[[str], str] = str,
        arguments: Callable[[str], Iterable[str]] = lambda _: (),
        folder: Path | None = None,
        vi: bool = False,
        status: Callable[[], Status] | None = None,
        turn_mode: Callable[[], None] | None = None,
        page: Callable[[], None] | None = None,
        tell: Callable[[str], None] = print,
    ) -> None:
        self._text = ANSI("\x1b[1;36m› \x1b[0m") if colour else "› "
        self._pasted = Pasted()
        self._stopped = 0.0

        def below() -> str:
            assert status is not None
            return status_line(status(), shutil.get_terminal_size((80, 24)).columns - 1)

        self._session: PromptSession[str] = PromptSession(
            history=_OwnHistory(history, lambda line: kept(self._pasted.unfold(line))),
            completer=Names(commands, tables, arguments, folder),
            complete_while_typing=False,
            key_bindings=keys(self._pasted, tell, turn_mode, page),
            prompt_continuation="  ",
            enable_open_in_editor=False,
            editing_mode=EditingMode.VI if vi else EditingMode.EMACS,
            bottom_toolbar=below if status is not None else None,
            # Where no cursor moves, nothing is written but text.
            output=None if can_redraw() else PlainTextOutput(sys.stdout),
            style=Style.from_dict(
                {"bottom-toolbar": "noreverse fg:ansibrightblack" if colour else "noreverse"}
            ),
        )

    def read(self) -> str:
        """What was typed, which may have several lines, with what was pasted in full.

        KeyboardInterrupt for Ctrl-C; EOFError for Ctrl-D, and for a second Ctrl-C with nothing typed since.
        """
        try:
            with self._session.input.raw_mode():
                self._take_typed_ahead()
                return self._pasted.unfold(self._session.prompt(self._text))
        except KeyboardInterrupt:
            now, before = time.monotonic(), self._stopped
            self._stopped = now
            if before and now - before <= LEAVE_SECONDS and not self._session.default_buffer.text:
                raise EOFError from None
            raise

    def _take_typed_ahead(self) -> None:
        """What was typed before the line was there: the terminal made of Enter what Ctrl-J is from now on."""
        typed = self._session.input.read_keys()
        store_typeahead(
            self._session.input,
            [KeyPress(Keys.ControlM, k.data) if k.key == Keys.ControlJ else k for k in typed],
        )


class _OwnHistory(FileHistory):
    def __init__(self, path: Path, kept: Callable[[str], str]) -> None:
        self._kept = True
        self._written = kept
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
        except OSError:
            self._kept = False
        super().__init__(str(path))

    def load_history_strings(self) -> Any:
        return super().load_history_strings() if self._kept else ()

    def store_string(self, string: str) -> None:
        if not self._kept:
            return
        try:
            super().store_string(self._written(string))
        except OSError:
            # A full disk must not cost the person the question; history goes on in memory.
            self._kept = False
