"""The table of commands: the one list that help, dispatch and tests read."""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """A command and the module of this package that holds its Typer app as `app`. Its line is `cli.<name>.help`."""

    name: str
    module: str


COMMANDS: tuple[Command, ...] = (
    Command("ask", "ask"),
    Command("sql", "sql"),
    Command("init", "init"),
    Command("catalog", "catalog"),
    Command("policy", "policy"),
    Command("sessions", "sessions"),
    Command("feedback", "feedback"),
    Command("audit", "audit"),
    Command("model", "model"),
    Command("prompts", "prompts"),
    Command("eval", "eval"),
    Command("demo", "demo"),
    Command("config", "config"),
    Command("doctor", "doctor"),
    Command("completion", "completion"),
)

REPL = Command("", "repl")
"""Bare `aiws` on a terminal, also with the options of a conversation (`aiws -c`)."""

AT_TAB = "__at-tab"
"""What the scripts of `aiws completion` call; no command of anybody's (`at_tab`)."""


def find(name: str) -> Command | None:
    """The command of that name, or None."""
    return next((c for c in COMMANDS if c.name == name), None)
