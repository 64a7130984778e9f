"""Makes a failing statement small: takes tokens away as long as it fails in the same way."""

from __future__ import annotations

from collections.abc import Callable

from .mutate import tokens


def shrunk(sql: str, fails: Callable[[str], bool], tries: int = 600) -> str:
    """The smallest statement found by taking away pieces of ever fewer tokens. `fails` is asked at most `tries` times."""
    parts = tokens(sql)
    size = max(1, len(parts) // 2)
    while size:
        at, smaller = 0, False
        while at < len(parts) and tries:
            rest = parts[:at] + parts[at + size :]
            tries -= 1
            if rest and fails("".join(rest)):
                parts, smaller = rest, True
            else:
                at += size
        if not tries:
            break
        size = size if smaller and size == 1 else size // 2
    return "".join(parts).strip()
