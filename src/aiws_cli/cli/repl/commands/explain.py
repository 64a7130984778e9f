"""/explain: where a file's lines, or the last SQL, come from and how they were checked, out of what was kept."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....core.errors import AiwsError, UsageError
from ....core.language import say
from ....ui.cells import cut, printable
from ...output import note, put
from ..command import SlashCommand

if TYPE_CHECKING:
    from ....agent.origins import Origin, SqlOrigin
    from ..loop import Repl

_CELLS = 200
_PLACE = re.compile(r"(?P<path>.+?)(?::(?P<first>\d+)(?:[-–](?P<last>\d+))?)?$")


def _explain(repl: Repl, asked: str) -> None:
    """The last SQL, or the lines of a file, all or some of them, by the turns that wrote them."""
    found = _PLACE.match(asked.strip("\"'`@"))
    if found is None:
        _sql(repl)
        return
    path = found["path"].removeprefix("./")
    first = int(found["first"] or 1)
    _file(repl, path, first, int(found["last"] or found["first"] or 0), asked)


def _file(repl: Repl, path: str, first: int, last: int, asked: str) -> None:
    from ....agent.origins import Turn, lines_of, origin
    from ....tools.places import place
    from ....tools.text_files import FileRefused, read_text

    grounds = repl.app.grounds
    if place(Path(path), grounds.folder, protected=grounds.protected, writing=False) != "inside":
        raise FileRefused(path=path, why="outside", what="")
    path = str(Path(path).relative_to(grounds.folder)) if Path(path).is_absolute() else str(Path(path))
    text = read_text(grounds.folder, Path(path)).text
    by = lines_of(repl.app.checkpoints(repl.conversation.session_id).history(path), text)
    if text.endswith("\n") or not text:
        by.pop()
    last = min(last or len(by), len(by))
    if by and not 1 <= first <= last:
        raise UsageError(
            detail=say("explain.no_lines", path=path, asked=asked.rpartition(":")[2], lines=len(by))
        )
    groups: dict[Turn | None, list[int]] = {}
    for number in range(first, last + 1):
        groups.setdefault(by[number - 1], []).append(number)
    audit: Sequence[Mapping[str, Any]] | None = None
    for turn, numbers in groups.items() or {None: []}.items():
        put(printable(say("explain.lines", path=path, lines=_ranges(numbers))))
        if turn is None:
            put(f"  {say('explain.nobody')}")
            continue
        if audit is None:
            audit = _log(repl)
        _told(origin(turn, path, _records(repl, turn.session), audit))


def _records(repl: Repl, session: str) -> Sequence[Mapping[str, Any]] | None:
    """The session as the asker may read it now, None where it is gone."""
    with suppress(AiwsError):
        return repl.app.session_records(session)
    return None


def _log(repl: Repl) -> Sequence[Mapping[str, Any]]:
    from ....governance.audit.log import read

    return tuple(read(repl.app.audit_path, kinds=("act", "approval")))


def _told(origin: Origin) -> None:
    turn = origin.turn
    lines = [say("explain.turn", at=_at(turn.at), session=turn.session, turn=turn.number)]
    if not origin.kept:
        lines.append(say("explain.gone"))
    if origin.request:
        lines.append(say("explain.plan", text=_short(origin.request)))
    if origin.step is not None:
        lines.append(say("explain.step", number=origin.step.number, text=_short(origin.step.what)))
        if origin.step.why:
            lines.append(say("explain.why", text=_short(origin.step.why)))
    elif origin.question:
        lines.append(say("explain.request", text=_short(origin.question)))
    if origin.answer:
        lines.append(say("explain.answer", text=_short(origin.answer)))
    for agreed in dict.fromkeys(origin.agreed):
        kind = "person" if agreed.by else "standing" if agreed.why == "standing" else "mode"
        scope = say(f"explain.scope.{agreed.scope or 'once'}")
        lines.append(
            say(f"explain.agreed.{kind}", by=agreed.by, scope=scope, tool=agreed.tool, mode=agreed.mode)
        )
    lines += [
        say("explain.check", turn=c.turn, tool=c.tool, summary=_short(c.summary)) for c in origin.checks
    ]
    if origin.kept and not origin.checks:
        lines.append(say("explain.no_check"))
    for line in lines:
        put(f"  {printable(line)}")


def _sql(repl: Repl) -> None:
    """The last statement of this conversation: its request, what rules made of it, what ran."""
    from ....agent.origins import last_sql
    from ....ui.terminal import TerminalScreen

    records = _records(repl, repl.conversation.session_id) or ()
    found: SqlOrigin | None = last_sql(records)
    if found is None:
        raise UsageError(detail=say("explain.nothing"))
    kind = found.source.partition(":")[0] or "model"
    source = say(f"explain.source.{kind}", default=kind, source=found.source.partition(":")[2])
    note(
        printable(say("explain.sql.turn", at=_at(found.at), turn=found.turn, role=found.role, source=source))
    )
    note(printable(say("explain.request", text=_short(found.question))))
    screen = TerminalScreen(sys.stdout, sys.stderr)
    screen.sql(found.sql)
    for rule, reason in found.mended:
        note(printable(say("explain.sql.mended", rule=rule, reason=reason)))
    if not found.mended:
        note(say("explain.sql.not_mended"))
    note(say("explain.sql.executed" if found.executed else "explain.sql.not_executed"))
    if found.executed:
        screen.sql(found.executed)
    if found.audit_id:
        note(printable(say("explain.sql.audit", id=found.audit_id)))


def _short(text: str) -> str:
    return cut(" ".join(text.split()), _CELLS)


def _at(at: str) -> str:
    return at[:16].replace("T", " ")


def _ranges(numbers: Sequence[int]) -> str:
    """1-3, 7: neighbours together."""
    out: list[list[int]] = []
    for number in numbers:
        if out and out[-1][1] == number - 1:
            out[-1][1] = number
        else:
            out.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in out) or "-"


def _changed(repl: Repl) -> Iterable[str]:
    """Files that turns of this conversation changed, the last first."""
    records = _records(repl, repl.conversation.session_id) or ()
    names = [n for r in reversed(records) if r.get("type") == "answer" for n in r.get("files_changed") or ()]
    return tuple(dict.fromkeys(names))


COMMANDS = (SlashCommand("/explain", _explain, "[PATH[:LINES]]", completes=_changed),)
