"""Asking the person for a yes before something large or final."""

from __future__ import annotations

import sys

from ..core.errors import HumanNeededError


class NotConfirmed(HumanNeededError):
    """Nobody could be asked, or the answer was no. Slots: what (the question)."""

    code = "not_confirmed"


def agree(question: str, *, yes: bool) -> None:
    """Return when the person agrees (or said --yes before). Raises NotConfirmed; never asks without a terminal."""
    if yes:
        return
    if sys.stdin.isatty() and sys.stderr.isatty():
        sys.stderr.write(f"{question} [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() in ("y", "yes", "예", "네", "ㅇ"):
            return
    raise NotConfirmed(what=question)
