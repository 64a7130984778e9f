"""The `aiws` command: finds the door that was asked for, and turns what goes wrong into text, JSON and an exit code.

Nothing heavy is imported before it is known that it will be needed: `--version` needs nothing at all, `--help`
the table of commands, and each command its own module.
"""

from __future__ import annotations

import sys

MYPY = False
if MYPY:  # typing.TYPE_CHECKING without importing typing, which costs a third of `aiws --version`
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name) and give back its exit code."""
    _open_closed()
    args = list(sys.argv[1:] if argv is None else argv)
    if args and args[0] in ("--version", "-V"):
        from .. import __version__

        sys.stdout.write(f"aiws {__version__}\n")
        return 0
    from .dispatch import run

    return run(args)


def _open_closed() -> None:
    """Where somebody closed a standard stream (`<&-`), nothing is read and what is written goes nowhere.

    Its number would be given to the next file that is opened, and what is printed would land in there.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            import os

            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 (pathlib is slow to import; it stays open)
