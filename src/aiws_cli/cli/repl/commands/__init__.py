"""The table of slash commands: the one list that /help, completion, the loop and tests read."""

from __future__ import annotations

from ..command import SlashCommand
from . import about, asking, data, explain, files, looking, plan, skills, talk, words

GROUPS: tuple[tuple[SlashCommand, ...], ...] = (
    data.COMMANDS,
    looking.COMMANDS,
    words.COMMANDS,
    talk.COMMANDS,
    asking.COMMANDS,
    (*plan.COMMANDS, *explain.COMMANDS),
    files.COMMANDS,
    skills.COMMANDS,
    about.COMMANDS,
)

COMMANDS: tuple[SlashCommand, ...] = tuple(c for group in GROUPS for c in group)


def find(name: str) -> SlashCommand | None:
    """The command of that name, or None."""
    return next((c for c in COMMANDS if name == c.name or name in c.also), None)
