"""Two more timeouts than an HTTP client has: until the first token, and of silence between tokens.

httpx has one read timeout for a whole body, whatever part of it is awaited. `Patience` watches from a thread and
cuts the socket when the phase's time is up; the reading side then fails at once and asks `ran_out` why.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Any, Literal

Phase = Literal["first", "between"]

ANSWER_SECONDS = 10.0
"""The least a server gets for what it knows by heart: its version, its list of models."""


class Patience:
    """Deadline of the present phase. `watch` once the response has headers, `token` at each sign of life."""

    def __init__(self, first_token: float, between_tokens: float) -> None:
        """Both in seconds. The clock of the first phase starts now."""
        self.first = first_token
        self.between = between_tokens
        self._deadline = time.monotonic() + first_token
        self._phase: Phase = "first"
        self._over = threading.Event()
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self.ran_out: Phase | None = None

    @property
    def phase(self) -> Phase:
        return self._phase

    def watch(self, response: Any) -> None:
        """Take the socket out of an httpx response (its documented `network_stream` extension) and guard it."""
        stream = response.extensions.get("network_stream")
        self._socket = stream.get_extra_info("socket") if stream is not None else None
        if self._socket is not None:
            # httpcore reads this when the body starts: from here on the deadline here is the only one.
            response.request.extensions.get("timeout", {})["read"] = None
            self._thread = threading.Thread(target=self._run, name="aiws-patience", daemon=True)
            self._thread.start()

    def alive(self) -> None:
        """The server showed progress in the present phase: its time starts again."""
        if self._phase == "between":
            self._deadline = time.monotonic() + self.between

    def token(self) -> None:
        """A token came: from here on silence between tokens counts."""
        self._phase = "between"
        self._deadline = time.monotonic() + self.between

    def stop(self) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join(timeout=1.0)
        self._socket = None

    def _run(self) -> None:
        while True:
            left = self._deadline - time.monotonic()
            # Looks again at least every 0.2 s: the deadline of the next phase may be nearer than this one's.
            if self._over.wait(min(max(left, 0.0), 0.2)):
                return
            if self._deadline - time.monotonic() <= 0:
                self.ran_out = self._phase
                if self._socket is not None:
                    with contextlib.suppress(OSError):
                        self._socket.shutdown(socket.SHUT_RDWR)
                return
