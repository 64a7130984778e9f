"""/skills, /skill: how a kind of work is to be done, as the person or their project wrote it down."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ....core.errors import AiwsError, UsageError
from ....core.language import say
from ....ui.cells import cut, printable
from ...output import note, put_columns
from ..command import SlashCommand

if TYPE_CHECKING:
    from ..loop import Repl
    from ..skills import SkillFile

_LINE_CELLS = 100


def _skills(repl: Repl, _: str) -> None:
    """Every skill and the one line it says of itself; where it can't be used, why."""
    found = _found(repl)
    if not found:
        note(say("repl.skill.none", folder=repl.app.settings.config.parent / "skills"))
        return
    put_columns(
        [(printable(name), cut(printable(_about(repl, s)), _LINE_CELLS)) for name, s in found.items()]
    )


def _skill(repl: Repl, rest: str) -> None:
    if not rest:
        raise UsageError(detail=say("repl.skill.which"))
    use(repl, rest)


def use(repl: Repl, rest: str, *, plan: bool = False) -> None:
    """Ask for what stands behind a skill's name to be done as the skill says. Raises UsageError for one there is not.

    With `plan` it is only planned, whatever the mode.
    """
    name, _, request = rest.removeprefix("/").partition(" ")
    found = _found(repl).get(f"/{name}")
    if found is None:
        raise UsageError(detail=say("repl.skill.unknown", name=name))
    question, skill = found.asked(request)
    note(say("repl.skill.used", name=name))
    repl.ask(question, plan=plan, skill=skill)


def _found(repl: Repl) -> dict[str, SkillFile]:
    from ..skills import skills

    return {s.name: s for s in skills(repl.app, Path.cwd())}


def _about(repl: Repl, skill: SkillFile) -> str:
    from ..own import own_commands

    try:
        line = skill.description() or str(skill.path)
    except (AiwsError, OSError) as problem:
        return problem.message() if isinstance(problem, AiwsError) else str(problem)
    if skill.hidden or any(c.name == skill.name for c in own_commands(repl.app, Path.cwd())):
        return f"{line} · {say('repl.skill.by_name', name=skill.name.removeprefix('/'))}"
    return line


def _names(repl: Repl) -> Iterable[str]:
    return tuple(name.removeprefix("/") for name in _found(repl))


COMMANDS = (
    SlashCommand("/skills", _skills, free=True),
    SlashCommand("/skill", _skill, "NAME [REQUEST]", completes=_names),
)
