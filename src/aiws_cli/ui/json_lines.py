"""Events as JSON lines: `ask --output-format stream-json`."""

from __future__ import annotations

import json
from typing import TextIO

from ..core.events import Event


class JsonLines:
    """Writes one event object a line, flushed, so that a reader sees each as it happens."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def take(self, event: Event) -> None:
        self._out.write(json.dumps(event.as_dict(), ensure_ascii=False, default=str) + "\n")
        self._out.flush()

    def note(self, text: str) -> None:
        """Lines for people have no place in the stream."""

    def close(self) -> None:
        """Nothing is held back."""
