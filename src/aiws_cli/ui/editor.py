"""A text in the person's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from ..core.errors import Actor, AiwsError

_USUAL = ("editor", "nano", "vim", "vi")
_MAX_BYTES = 1024 * 1024


class NoEditor(AiwsError):
    """There is no editor, or it can't be used. Slots: what (the command, or the names looked for), why."""

    code: ClassVar[str] = "no_editor"
    exit_code: ClassVar[int] = 3
    actor: ClassVar[Actor] = "user"


def editor_command(environ: Mapping[str, str] | None = None) -> list[str]:
    """The command of the editor: $VISUAL, then $EDITOR, else one that is usual.

    Raises NoEditor for one that is named and is not there: another is never taken in its place.
    """
    env = os.environ if environ is None else environ
    for name in ("VISUAL", "EDITOR"):
        said = env.get(name, "").strip()
        if not said:
            continue
        try:
            command = shlex.split(said)
        except ValueError:
            command = []
        if not command or shutil.which(command[0], path=env.get("PATH")) is None:
            raise NoEditor(what=f"${name}={said}")
        return command
    for usual in _USUAL:
        if shutil.which(usual, path=env.get("PATH")) is not None:
            return [usual]
    raise NoEditor(what="$VISUAL, $EDITOR")


def edited(text: str, *, suffix: str = ".md") -> str:
    """`text` as it is when the editor ends; the file lies where only its owner reads, and is gone afterwards.

    Raises NoEditor where there is none or it fails; the text is then as it was.
    """
    command = editor_command()
    with tempfile.TemporaryDirectory(prefix="aiws-") as folder:
        path = Path(folder) / f"aiws{suffix}"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        try:
            done = subprocess.run([*command, str(path)], check=False)
            if done.returncode != 0:
                raise NoEditor(what=shlex.join(command))
            with path.open("rb") as file:
                return file.read(_MAX_BYTES).decode("utf-8").removesuffix("\n")
        except (OSError, ValueError) as problem:
            raise NoEditor(what=shlex.join(command)) from problem
