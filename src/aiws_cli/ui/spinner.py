"""One line on stderr saying what is going on, drawn by rich; it appears only when something takes a moment."""

from __future__ import annotations

import shutil
import threading
import time
from typing import Any, TextIO

from ..core.language import say

DELAY_SECONDS = 0.2


class Spinner:
    """Shows the current step with its seconds. Safe to call from one thread; `stop` clears the line.

    rich is imported after the delay and beside the main thread, so that a quick answer never waits for it.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text = ""
        self._began = 0.0
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._status: Any = None

    def say(self, text: str, *, restart: bool = True) -> None:
        """Change the line; `restart` starts counting its seconds anew."""
        with self._lock:
            self._text = text
            if restart or not self._began:
                self._began = time.monotonic()
            if self._timer is None and self._status is None:
                self._timer = threading.Timer(DELAY_SECONDS, self._show)
                self._timer.daemon = True
                self._timer.start()

    def _show(self) -> None:
        from rich.console import Console
        from rich.status import Status

        with self._lock:
            if self._timer is None:
                return
            self._timer = None
            console = Console(file=self._stream, highlight=False, markup=False, emoji=False)
            self._status = Status(self, console=console, refresh_per_second=8)  # type: ignore[arg-type]
            self._status.start()

    def __rich__(self) -> Any:
        from rich.text import Text

        seconds = int(time.monotonic() - self._began)
        line = f"{self._text} · {say('ui.seconds', seconds=seconds)}" if seconds else self._text
        return Text(line, no_wrap=True, overflow="ellipsis")

    def stop(self) -> None:
        """Clear the line; `say` brings it back."""
        with self._lock:
            timer, self._timer = self._timer, None
            status, self._status = self._status, None
        if timer is not None:
            timer.cancel()
        if status is not None:
            status.stop()


def terminal_columns() -> int:
    """Cells of a line on this terminal."""
    return shutil.get_terminal_size((100, 24)).columns
