"""What Tab offers: slash commands, tables by name, and behind an @ the files of the folder and tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from ..core.untrusted import clean
from .cells import printable

MIN_TABLE_CHARS = 2
MAX_COMPLETIONS = 30
_MOST_NAMES = 5_000
"""Names of a folder that are looked at; a folder with more is not one to pick from by Tab."""


class Names(Completer):
    """Slash commands at the start of the line, tables anywhere, files of `folder` and tables behind an @.

    `arguments` gives the words that may stand behind a command, which is where it has none a table's name.
    """

    def __init__(
        self,
        commands: Mapping[str, str],
        tables: Callable[[], Sequence[str]],
        arguments: Callable[[str], Iterable[str]] = lambda _: (),
        folder: Path | None = None,
    ) -> None:
        self._commands = commands
        self._tables = tables
        self._folder = folder
        self._arguments = arguments

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        before = document.text_before_cursor
        if before.startswith("/") and " " not in before:
            for name, text in self._commands.items():
                if name.startswith(before):
                    yield Completion(name, start_position=-len(before), display_meta=text)
            return
        mention = mention_before(before)
        if mention is not None:
            yield from islice(self._mentioned(mention), MAX_COMPLETIONS)
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
        if len(word) >= MIN_TABLE_CHARS:
            for table in islice(self._tables_like(word), MAX_COMPLETIONS):
                yield Completion(table, start_position=-len(word))

    def _mentioned(self, typed: str) -> Iterator[Completion]:
        start = -len(typed) - 1
        quoted = typed.startswith('"')
        wanted = typed.removeprefix('"')
        if self._folder is not None:
            for path in paths_like(self._folder, wanted):
                text = f'@"{path}' if quoted or " " in path else f"@{path}"
                if text.startswith('@"') and not path.endswith("/"):
                    text += '"'
                yield Completion(text, start_position=start, display=path)
        if not quoted:
            for table in self._tables_like(wanted):
                yield Completion(f"@{table}", start_position=start, display=table)

    def _tables_like(self, typed: str) -> Iterator[str]:
        wanted = typed.lower()
        for name in self._tables():
            if name.lower().startswith(wanted) or name.lower().rpartition(".")[2].startswith(wanted):
                yield printable(name)


def mention_before(text: str) -> str | None:
    """What is typed of a mention that ends where `text` does, without its @; None where there is none."""
    at = text.rfind("@")
    if at < 0 or (at and not text[at - 1].isspace()):
        return None
    typed = text[at + 1 :]
    if typed.startswith('"'):
        return None if typed.count('"') > 1 else typed
    return None if any(c.isspace() for c in typed) else typed


def paths_like(folder: Path, typed: str) -> list[str]:
    """Paths from `folder` that begin as typed, folders with a slash behind; hidden ones only where a dot is typed.

    What leads out of the folder is not offered, nor a name that a terminal would not show as it is.
    """
    above, _, begun = typed.rpartition("/")
    if typed.startswith("/") or ".." in above.split("/"):
        return []
    found = []
    try:
        with os.scandir(folder / above) as entries:
            for entry in islice(entries, _MOST_NAMES):
                hidden = entry.name.startswith(".") and not begun.startswith(".")
                if hidden or not entry.name.lower().startswith(begun.lower()) or '"' in entry.name:
                    continue
                if entry.name != clean(entry.name) or entry.is_symlink():
                    continue
                path = f"{above}/{entry.name}" if above else entry.name
                found.append(f"{path}/" if entry.is_dir() else path)
    except OSError:
        return []
    return sorted(found)
