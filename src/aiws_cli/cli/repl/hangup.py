"""The terminal is gone: the conversation ends as it would at any other time, and what is saved stays saved."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

EXIT_CODE = 128 + signal.SIGHUP


@contextmanager
def ends_with_terminal() -> Iterator[None]:
    """Make of SIGHUP an orderly end (SystemExit); what is written from then on goes nowhere.

    Where somebody had SIGHUP ignored (nohup), it stays so.
    """
    before = signal.getsignal(signal.SIGHUP)
    if before == signal.SIG_IGN:
        yield
        return

    def gone(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        raise SystemExit(EXIT_CODE)

    signal.signal(signal.SIGHUP, gone)
    try:
        yield
    except (EOFError, OSError):
        # Reading and writing may fail before the signal is there.
        if os.isatty(0):
            raise
        raise SystemExit(EXIT_CODE) from None
    finally:
        # Shells and terminals send it more than once: after the first the end takes its time.
        if signal.getsignal(signal.SIGHUP) == gone:
            signal.signal(signal.SIGHUP, before)
