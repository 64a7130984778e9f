"""Where a path leads: into the folder one works in, out of it, or to what no tool may touch."""

from __future__ import annotations

import errno
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from ..core.files import INSTRUCTIONS

Place = Literal["inside", "outside", "protected"]

# Keys, passwords and tokens, wherever they lie.
_SECRET_NAMES = frozenset(
    ".ssh .gnupg .aws .azure .kube .docker .netrc _netrc .git-credentials .pgpass .my.cnf .npmrc .pypirc .snowflake .password-store"
    " .env .envrc id_rsa id_dsa id_ecdsa id_ed25519 credentials shadow gshadow".split()
)
_SECRET_ENDINGS = (".pem", ".key", ".p8", ".p12", ".pfx", ".jks", ".keystore", ".kdbx")
# What tells git, an editor, aiws itself or another assistant what to run or to believe: reading it is harmless, writing it is not.
_STEERING_NAMES = frozenset(
    ".git .aiws .vscode .idea .husky .githooks .gitattributes .gitmodules .gitconfig".split()
).union(INSTRUCTIONS)
_OF_THE_SYSTEM = ("/proc", "/sys", "/dev")


def place(path: Path, folder: Path, *, protected: Iterable[Path] = (), writing: bool) -> Place:
    """Where `path` (relative to `folder`) really leads, links followed.

    `protected` are files and folders of our own: settings, policy, log, warehouse. A file with a second name counts as
    outside, since nobody can say where the other one is.
    """
    asked = folder / path
    real = Path(os.path.realpath(asked))
    parts = {p.lower() for p in (*asked.parts, *real.parts)}
    names = {p for p in parts if p in _SECRET_NAMES or p.startswith(".env.") or p.endswith(_SECRET_ENDINGS)}
    if names or (writing and parts & _STEERING_NAMES):
        return "protected"
    if any(_within(real, Path(top)) for top in _OF_THE_SYSTEM):
        return "protected"
    if any(_within(real, Path(os.path.realpath(p))) or _same(real, p) for p in protected):
        return "protected"
    if not _within(real, Path(os.path.realpath(folder))):
        return "outside"
    try:
        about = real.stat()
    except OSError:
        return "inside"
    return "outside" if not real.is_dir() and about.st_nlink > 1 else "inside"


def as_named(folder: Path, name: str) -> str:
    """`name` as the file below `folder` is called there: some systems write Hangul in names whole, others in its parts."""
    if name.isascii() or os.path.lexists(folder / name):
        return name
    forms = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    return next((other for other in forms if os.path.lexists(folder / other)), name)


def worst(places: Iterable[Place]) -> Place | None:
    """The place that weighs most; None where there is none."""
    return max(places, key=("inside", "outside", "protected").index, default=None)


def open_beneath(folder: Path, path: Path, flags: int, mode: int = 0o600) -> int:
    """Open a file below `folder` without following any link on the way, and give its descriptor.

    What was decided about a path holds only if nobody turns the path elsewhere in between. Raises OSError.
    """
    parts = path.parts
    if path.is_absolute():
        parts = path.relative_to(folder).parts if path.is_relative_to(folder) else ()
    if not parts or ".." in parts:
        raise PermissionError(errno.EACCES, "no file below the folder", str(path))
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=at)
            os.close(at)
            at = below
        return os.open(parts[-1], flags | os.O_NOFOLLOW | os.O_CLOEXEC, mode, dir_fd=at)
    finally:
        os.close(at)


def _within(path: Path, top: Path) -> bool:
    return path == top or top in path.parents


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False
