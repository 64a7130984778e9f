"""How a turn that ended early is told: what waits for a person's yes, and the command line that goes on from there."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.answer import Waiting
from ..core.deeds import Deed, Mode
from ..core.errors import AiwsError, LimitError, UnavailableError
from .loop import NoProgress
from .permissions import ApprovalNeeded, Case, decide

if TYPE_CHECKING:
    from .turn import Turn

_MOST_DETAIL = 4_000
"""Of what waits: going on makes it anew, and then all of it is shown."""
_MOST_TYPED = 300
_FREER: tuple[Mode, ...] = ("auto-edit", "auto")


def waiting(problem: AiwsError) -> Waiting | None:
    """What nobody could say yes to; None where something else ended the turn, or a person said no."""
    if not isinstance(problem, ApprovalNeeded) or problem.slots.get("answer") != "nobody":
        return None
    deed: Deed = problem.slots["deed"]
    detail = deed.detail if len(deed.detail) <= _MOST_DETAIL else f"{deed.detail[:_MOST_DETAIL]}…"
    files = tuple(str(p) for p in deed.writes)
    return Waiting(
        deed.tool, deed.effect, str(problem.slots["why"]), detail, files, freer_mode(problem.slots["case"])
    )


def freer_mode(case: Case) -> str:
    """The least mode in which this would be done without asking; empty where only a person's yes lets it."""
    return next((m for m in _FREER if decide(replace(case, mode=m)).verdict == "allow"), "")


def go_on(turn: Turn, problem: AiwsError) -> str:
    """The command line that takes the conversation up where it ended; empty where the same would come of it again."""
    if isinstance(problem, NoProgress) or not isinstance(
        problem, (ApprovalNeeded, LimitError, UnavailableError)
    ):
        return ""
    waits = waiting(problem)
    if isinstance(problem, ApprovalNeeded) and waits is None:
        return ""
    identity, options = turn.around.identity, turn.options
    role = ("--role", identity.role) if identity.role != identity.roles[0] else ()
    session = ("--resume", turn.session_id, *role)
    if waits is not None and not waits.mode:
        # Only a person can say yes to it, so it takes a terminal.
        return shlex.join(("aiws", *session))
    mode = waits.mode if waits is not None else options.mode
    short = len(turn.question) <= _MOST_TYPED and "\n" not in turn.question
    words = ("ask", turn.question if short else "-", *session, *(("--mode", mode) if mode != "ask" else ()))
    if problem.slots.get("limit") == "max_turns":
        words = (*words, "--max-turns", str(2 * int(problem.slots["value"])))
    return shlex.join(("aiws", *words, *(w for f in options.files for w in ("--with", str(f)))))
