"""Asking the person for a yes before something large or final."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

from ..core.errors import HumanNeededError
from ..core.untrusted import clean

if TYPE_CHECKING:
    from ..core.ports import Approver


class _Screen(Protocol):
    def close(self) -> None: ...


def can_ask() -> bool:
    """Whether there is a person at a terminal to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def approver(screen: _Screen) -> Approver | None:
    """Who asks the person beside this screen what a tool may do; None where there is no terminal to ask on."""
    if not can_ask():
        return None
    from ..ui.approval import TerminalApprover

    return TerminalApprover(sys.stderr, sys.stdin, screen.close)


class NotConfirmed(HumanNeededError):
    """Nobody could be asked, or the answer was no. Slots: what (the question)."""

    code = "not_confirmed"


def agree(question: str, *, yes: bool) -> None:
    """Return when the person agrees (or said --yes before). Raises NotConfirmed; never asks without a terminal."""
    if yes:
        return
    if can_ask():
        sys.stderr.write(f"{clean(question)} [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() in ("y", "yes", "예", "네", "ㅇ"):
            return
    raise NotConfirmed(what=question)
