"""Opening the application for a command, and reading what a person typed or piped in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import UsageError
from ..core.language import say
from ..core.settings import resolve
from ..ui.cells import printable

if TYPE_CHECKING:
    from ..app import Application

MAX_INPUT_BYTES = 256 * 1024
"""What a question, a statement or an attached text may weigh; no model window and no sane statement is larger."""


@contextmanager
def opened(
    flags: Mapping[str, Any] | None = None, *, role: str = "", quiet: bool = False
) -> Iterator[Application]:
    """The application under the settings of this command line; closed at the end, whatever happens."""
    from ..app import build

    resolved = resolve(flags)

    def notify(text: str) -> None:
        if not quiet:
            sys.stderr.write(printable(text, keep_lines=True) + "\n")
            sys.stderr.flush()

    if resolved.ignored:
        notify(say("cli.config.ignored", names=", ".join(resolved.ignored)))
    with build(resolved, notify=notify, role=role or None) as application:
        yield application


def start_early(application: Application) -> None:
    """Let the warehouse's worker start beside us, while the rest of the program is still being loaded."""
    from ..warehouses.duckdb import DuckDBWarehouse

    if isinstance(application.raw_warehouse, DuckDBWarehouse):
        application.raw_warehouse.start()


def typed(text: str) -> str:
    """An argument as text, also where the shell gave bytes of another encoding than the locale's."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return decoded(os.fsencode(text), say("cli.input.argument"))
    return text


def piped(what: str) -> str:
    """All of stdin as text. `what` names it in messages.

    UsageError when it is larger than MAX_INPUT_BYTES (no more than that is ever read) or no text.
    """
    raw = sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)
    _check_size(len(raw), what)
    return decoded(raw, what)


def text_file(path: Path, what: str) -> str:
    """A file's text under the same rules as stdin."""
    if not path.is_file():
        raise UsageError(detail=say("cli.input.no_file", path=path))
    _check_size(path.stat().st_size, what)
    return decoded(path.read_bytes(), what)


def _check_size(size: int, what: str) -> None:
    if size > MAX_INPUT_BYTES:
        raise UsageError(detail=say("cli.input.too_large", what=what, limit=MAX_INPUT_BYTES // 1024))


def decoded(raw: bytes, what: str) -> str:
    """UTF-8 (with or without a mark), UTF-16 with a mark, else CP949, the encoding of Korean Windows."""
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp949"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise UsageError(detail=say("cli.input.not_text", what=what))
