"""The line below the input: what one talks with and under which conditions."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.deeds import Mode
from ..core.language import say
from .cells import cut, printable, width

MODES: tuple[Mode, ...] = ("ask", "auto-edit", "auto", "plan")
"""In the order in which Shift+Tab goes round."""
_GAP = " · "


@dataclass(frozen=True, slots=True)
class Status:
    """`context` is the part of the model's window that the last request took (0 to 1), None where nobody knows."""

    model: str
    role: str
    mode: Mode
    workspace: str = ""
    context: float | None = None
    session: str = ""


def next_mode(mode: Mode) -> Mode:
    """The mode Shift+Tab goes to."""
    return MODES[(MODES.index(mode) + 1) % len(MODES)]


def mode_name(mode: Mode) -> str:
    """What a mode is called."""
    return say(f"ui.mode.{mode}")


def status_line(status: Status, cells: int) -> str:
    """The line in at most `cells`; where they are few, what matters least is left out first.

    The mode stays longest: it says what is done without asking.
    """
    parts = [
        (3, printable(status.model)),
        (5, printable(status.workspace)),
        (4, printable(status.role)),
        (1, mode_name(status.mode)),
        (
            2,
            say("ui.status.context", percent=round(status.context * 100))
            if status.context is not None
            else "",
        ),
        (6, printable(status.session)),
    ]
    kept = [(rank, text) for rank, text in parts if text]
    while len(kept) > 1 and width(_GAP.join(text for _, text in kept)) > cells:
        kept.remove(max(kept))
    return cut(_GAP.join(text for _, text in kept), cells)
