"""Whether what is typed shows: not while an answer is drawn, for it would land in the middle of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO


@contextmanager
def typing_seen(typed: TextIO, seen: bool) -> Iterator[None]:
    """Let typed letters show or not, and put it back. What is typed is kept for whoever reads next; no terminal, no change."""
    import termios

    try:
        before = termios.tcgetattr(typed.fileno())
    except (termios.error, OSError, ValueError):
        yield
        return
    now = list(before)
    now[3] = before[3] | termios.ECHO if seen else before[3] & ~termios.ECHO
    with suppress(termios.error, OSError):
        termios.tcsetattr(typed.fileno(), termios.TCSANOW, now)
    try:
        yield
    finally:
        with suppress(termios.error, OSError):
            termios.tcsetattr(typed.fileno(), termios.TCSANOW, before)
