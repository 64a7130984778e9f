"""What leaves as a log: stderr when it is no terminal, traces, error texts. It holds nobody's numbers and no secrets."""

from __future__ import annotations

import re
from typing import Any, TextIO

from ..core.language import say

# Most lines hold nothing of the kind, and then nothing is loaded.
_WORTH_A_LOOK = re.compile(
    r"\d\D{0,3}\d\D{0,3}\d\D{0,3}\d|@|\S{16}|pass|pwd|token|secret|key|비밀|암호|비번", re.IGNORECASE
)


def logged(text: str) -> str:
    """The text as a log may hold it. Where a library of the detectors is gone, that is all it says: unread is not clean."""
    if _WORTH_A_LOOK.search(text) is None:
        return text
    try:
        from ..governance.privacy.redaction import redacted

        return redacted(text)
    except ImportError as problem:
        return say("cli.log.unread", module=problem.name or "aiws") + "\n" * text.endswith("\n")


class LogStream:
    """A text stream that passes whole lines on as a log may hold them; `flush` passes on what is there."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._line = ""

    def write(self, text: str) -> int:
        self._line += text
        whole, newline, rest = self._line.rpartition("\n")
        if newline:
            self._line = rest
            self._stream.write(logged(whole + newline))
        return len(text)

    def flush(self) -> None:
        if self._line:
            line, self._line = self._line, ""
            self._stream.write(logged(line))
        self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
