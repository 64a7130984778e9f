"""Events as JSON lines: `ask --output-format stream-json`."""

from __future__ import annotations

from typing import TextIO

from ..core.events import Event
from ..core.untrusted import json_text


class JsonLines:
    """Writes one event object a line, flushed, so that a reader sees each as it happens."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def take(self, event: Event) -> None:
        self._out.write(json_text(event.as_dict()) + "\n")
        self._out.flush()

    def note(self, text: str) -> None:
        """Lines for people have no place in the stream."""

    def close(self) -> None:
        """Nothing is held back."""
