"""Noticing that a model says the same thing over and over: small models do, until their token limit stops them."""

from __future__ import annotations

# (longest repeated unit, characters that must be nothing but that unit): about 150 and 500 tokens.
_SHAPES = ((48, 480), (320, 1600))
_EVERY = 16


class LoopWatch:
    """Feed the pieces of a reply; `looping` turns true once its end is nothing but repetition."""

    def __init__(self) -> None:
        self._tail = ""
        self._pieces = 0
        self.looping = False

    def feed(self, piece: str) -> bool:
        self._tail = (self._tail + piece)[-_SHAPES[-1][1] :]
        self._pieces += 1
        if self._pieces % _EVERY == 0:
            self.looping = any(_repeats(self._tail, unit, length) for unit, length in _SHAPES)
        return self.looping


def _repeats(text: str, longest: int, length: int) -> bool:
    """Whether the last `length` characters have a period of at most `longest`."""
    if len(text) < length:
        return False
    tail = text[-length:]
    # A text has period p exactly when it occurs in itself moved by p: the first such place is its shortest period.
    period = (tail + tail).find(tail[: length - longest], 1)
    while 0 < period <= longest:
        if tail[period:] == tail[:-period]:
            return True
        period = (tail + tail).find(tail[: length - longest], period + 1)
    return False
