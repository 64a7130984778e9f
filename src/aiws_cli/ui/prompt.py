"""The line a person types into: history, completion of slash commands and table names, several lines at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings

from .cells import printable

MIN_TABLE_CHARS = 2
MAX_COMPLETIONS = 30


class Prompt:
    """Reads what is asked. `commands` maps a slash command to its one-line help; `tables` gives table names, late.

    `arguments` gives the words that may stand behind a command, which is where it has none a table's name.

    The history file is created readable by its owner only; where it cannot be written, history lives in memory.
    `kept` makes of a line what the file may hold.
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
    ) -> None:
        self._text = ANSI("\x1b[1;36m› \x1b[0m") if colour else "› "
        self._session: PromptSession[str] = PromptSession(
            history=_OwnHistory(history, kept),
            completer=_Names(commands, tables, arguments),
            complete_while_typing=False,
            key_bindings=_keys(),
            prompt_continuation="  ",
            enable_open_in_editor=False,
        )

    def read(self) -> str:
        """What was typed, which may have several lines. EOFError for Ctrl-D, KeyboardInterrupt for Ctrl-C."""
        return self._session.prompt(self._text)


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


class _Names(Completer):
    """Slash commands at the start of the line, words behind one that takes words, table names anywhere else."""

    def __init__(
        self,
        commands: Mapping[str, str],
        tables: Callable[[], Sequence[str]],
        arguments: Callable[[str], Iterable[str]],
    ) -> None:
        self._commands = commands
        self._tables = tables
        self._arguments = arguments

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        before = document.text_before_cursor
        if before.startswith("/") and " " not in before:
            for name, text in self._commands.items():
                if name.startswith(before):
                    yield Completion(name, start_position=-len(before), display_meta=text)
            return
        word = document.get_word_before_cursor(WORD=True)
        if before.startswith("/"):
            name, _, rest = before.partition(" ")
            words = tuple(self._arguments(name))
            if words and rest.strip() == word:
                yield from (
                    Completion(printable(w), start_position=-len(word)) for w in words if w.startswith(word)
                )
                return
        if len(word) < MIN_TABLE_CHARS:
            return
        wanted, found = word.lower(), 0
        for name in self._tables():
            if name.lower().startswith(wanted) or name.lower().rpartition(".")[2].startswith(wanted):
                yield Completion(printable(name), start_position=-len(word))
                found += 1
                if found == MAX_COMPLETIONS:
                    return


def _keys() -> KeyBindings:
    """Enter sends; Alt-Enter starts a new line (a pasted text keeps its lines by itself)."""
    keys = KeyBindings()

    @keys.add("escape", "enter")
    def _(event: Any) -> None:
        event.current_buffer.insert_text("\n")

    return keys
