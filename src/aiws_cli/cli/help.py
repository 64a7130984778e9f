"""The overview `aiws --help` prints, out of the table of commands: no command is imported for it."""

from __future__ import annotations

from ..core.language import say
from ..ui.cells import pad
from .commands import COMMANDS


def overview() -> str:
    """The help page of `aiws` itself."""
    wide = max(len(c.name) for c in COMMANDS) + 2
    lines = [
        f"{say('cli.help.usage')}: aiws [{say('cli.help.command')}] [{say('cli.help.options_slot')}]",
        "",
        *(f"  {line}" for line in say("cli.about").splitlines()),
        "",
        f"{say('cli.help.commands')}:",
        f"  {pad('aiws', wide)}{say('cli.repl.help')}",
        *(f"  {pad(c.name, wide)}{say(f'cli.{c.name}.help')}" for c in COMMANDS),
        "",
        f"{say('cli.help.options')}:",
        f"  {pad('--help', wide)}{say('cli.opt.help')}",
        f"  {pad('--version', wide)}{say('cli.opt.version')}",
        "",
        f"{say('cli.help.example')}:",
        *(f"  {line}" for line in say("cli.example").splitlines()),
        "",
    ]
    return "\n".join(lines)
