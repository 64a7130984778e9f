"""Asking a person to agree to what a tool is about to do, after showing all of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import TextIO

from ..core.deeds import Approval, Deed
from ..core.language import say
from ..core.untrusted import visible
from .typing_seen import typing_seen

_YES = frozenset(("y", "yes", "예", "네", "ㅇ"))
_SESSION = frozenset(("s", "session", "이번 대화"))
_ALWAYS = frozenset(("a", "always", "항상"))
# A yes in other words is none, and a no that is not worth telling the model.
_NO = frozenset(("", "n", "no", "nope", "아니", "아니요", "아니오", "ㄴㄴ", "ㅜ", "ㅛ", "yeah", "yep", "응"))


class TerminalApprover:
    """`core.ports.Approver` on a terminal. `before` takes away whatever stands on the line, such as a spinner."""

    def __init__(self, shown: TextIO, typed: TextIO, before: Callable[[], None] = lambda: None) -> None:
        self._shown, self._typed, self._before = shown, typed, before

    def approve(self, deed: Deed, why: str, tainted_by: Sequence[str], pattern: str = "") -> Approval:
        """Everything in `visible` form, nothing cut; what it touches stands last, beside the question."""
        self._before()
        for line in description(deed, why, tainted_by):
            self._shown.write(line + "\n")
        choices = (
            say("approval.choices", pattern=visible(pattern)) if pattern else say("approval.choices.once")
        )
        self._shown.write(f"{say('approval.question')} {choices} ")
        self._shown.flush()
        _forget_typed_ahead(self._typed)
        with typing_seen(self._typed, True):
            return answer(self._typed.readline(), lasting=bool(pattern))


def answer(typed: str, *, lasting: bool) -> Approval:
    """What was typed, as an answer: only plain words agree; anything longer than a no is why not."""
    said = typed.strip()
    word = said.lower()
    if word in _YES:
        return Approval(True)
    if lasting and word in _SESSION:
        return Approval(True, "session")
    if lasting and word in _ALWAYS:
        return Approval(True, "always")
    return Approval(False, reason="" if word in _NO or len(said) < 3 else said[:1_000])


def description(deed: Deed, why: str, tainted_by: Sequence[str]) -> list[str]:
    """The lines shown, in order: why, the whole of it with numbered lines, then where it goes and how much that was."""
    # A folder's name may hold the end of a line.
    sources = visible(", ".join(tainted_by)).replace("\n", "⏎")
    lines = ["", say(f"approval.why.{why}", tool=visible(deed.tool), sources=sources)]
    body = visible(deed.detail).split("\n")
    wide = len(str(len(body)))
    # A number on each line: nothing in the text can pass for a line of ours.
    lines += [f"{number:>{wide}} │ {line}" for number, line in enumerate(body, 1)]
    for name, values in (
        ("effect", (say(f"approval.effect.{deed.effect}"),)),
        ("writes", tuple(map(str, deed.writes))),
        ("reads", tuple(map(str, deed.reads))),
        ("hosts", deed.hosts),
        ("recipients", deed.recipients),
    ):
        lines += [
            f"{say(f'approval.{name}')}: {visible(str(value)).replace(chr(10), '⏎')}" for value in values
        ]
    return [*lines, say("approval.size", lines=len(body), chars=len(deed.detail), digest=deed.digest)]


def _forget_typed_ahead(typed: TextIO) -> None:
    """What was typed before the question was there is no answer to it."""
    with contextlib.suppress(Exception):
        import termios

        termios.tcflush(typed.fileno(), termios.TCIFLUSH)
