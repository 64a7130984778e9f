"""A run sees a copy of the workspace, and what it changed there is put back afterwards, by us, file by file.

So a link, a hook or a setting that a script leaves behind never comes into being where a person or git would meet it,
and a run that fails changes nothing. Left out of the copy, and never put back: names that start with a dot (`.git`,
`.aiws`, `.env`, …), the files assistants take instructions from, links, everything that is no plain file, and whatever
is to stay hidden.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from ..core.errors import AiwsError
from ..core.files import INSTRUCTIONS
from .visible import SandboxExposed

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class WorkspaceTooBig(AiwsError):
    """More than a run may be given a copy of. Slots: path, limit (MB), files."""

    code = "workspace_too_big"
    exit_code = 3
    actor = "user"


def copy_in(
    source: Path, target: Path, *, hidden: Iterable[Path], most_mb: int, most_files: int
) -> dict[str, str]:
    """Copy what may be seen of `source` into the new folder `target`; returns relative path → SHA-256 in hex.

    Raises WorkspaceTooBig, SandboxExposed where the source itself lies in a hidden place, OSError.
    """
    kept_out = {os.path.realpath(h) for h in hidden}
    real = Path(os.path.realpath(source))
    if around := kept_out & {str(p) for p in (real, *real.parents)}:
        raise SandboxExposed(path=around.pop(), folder=source)
    known: dict[str, str] = {}
    size = 0
    target.mkdir(mode=0o700)
    for name, is_folder in _walk(source, kept_out):
        if is_folder:
            (target / name).mkdir(mode=0o700)
            continue
        with _opened(source, name) as fd:
            if fd is None:
                continue
            size += os.fstat(fd).st_size
            if size > most_mb * 1024 * 1024 or len(known) >= most_files:
                raise WorkspaceTooBig(path=source, limit=most_mb, files=most_files)
            with os.fdopen(os.dup(fd), "rb") as reading, (target / name).open("xb") as writing:
                shutil.copyfileobj(reading, writing, 1 << 20)
        known[name] = _digest(target, name)
    return known


def put_back(
    copy: Path,
    target: Path,
    known: Mapping[str, str],
    keep: Callable[[tuple[Path, ...]], object] = lambda _paths: None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Bring the changes made in `copy` into `target`: the paths changed, and those left out, both sorted.

    Left out are names that are never put back, links and devices, and files that somebody else changed meanwhile. `keep` is
    told of the others first.
    """
    found: dict[str, str] = {}
    left_out = [n for n in _names(copy) if not _may_be_seen(Path(n))]
    for name, is_folder in _walk(copy, set()):
        if not is_folder:
            found[name] = _digest(copy, name)
    changed: list[str] = []
    different = [n for n in sorted(found.keys() | known.keys()) if found.get(n) != known.get(n)]
    keep(tuple(map(Path, different)))
    for name in different:
        done = _replace(copy, target, name, known.get(name, ""), gone=name not in found)
        (changed if done else left_out).append(name)
    return tuple(changed), tuple(sorted(left_out))


def _walk(root: Path, kept_out: set[str]) -> Iterator[tuple[str, bool]]:
    """Relative paths of folders (before what is in them) and plain files that may be seen, in order of name."""
    waiting = [Path()]
    while waiting:
        below = waiting.pop(0)
        for entry in sorted(os.scandir(root / below), key=lambda e: e.name):
            name = below / entry.name
            mode = entry.stat(follow_symlinks=False).st_mode
            if not _may_be_seen(name) or os.path.realpath(entry.path) in kept_out:
                continue
            if stat.S_ISDIR(mode):
                waiting.append(name)
                yield str(name), True
            elif stat.S_ISREG(mode):
                yield str(name), False


def _names(root: Path) -> Iterator[str]:
    """All that is no folder, and folders that may not be seen (not what is in them)."""
    for folder, below, files in os.walk(root):
        here = Path(folder).relative_to(root)
        for name in [*below]:
            if not _may_be_seen(here / name) or (root / here / name).is_symlink():
                below.remove(name)
                files.append(name)
        yield from (str(here / f) for f in files)


def _may_be_seen(path: Path) -> bool:
    return not path.name.startswith(".") and path.name.casefold() not in INSTRUCTIONS


@contextlib.contextmanager
def _folder(root: Path, name: str, *, make: bool) -> Iterator[int | None]:
    """The folder that `name` lies in, reached from `root` without following a link; None where there is none."""
    fd = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in Path(name).parts[:-1]:
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(part, 0o755, dir_fd=fd)
            below = os.open(part, _FLAGS | os.O_DIRECTORY, dir_fd=fd)
            os.close(fd)
            fd = below
        yield fd
    except (FileNotFoundError, NotADirectoryError):
        yield None
    finally:
        os.close(fd)


@contextlib.contextmanager
def _opened(root: Path, name: str) -> Iterator[int | None]:
    """The plain file of that name, opened to be read; None where it is none or can't be read."""
    fd = None
    try:
        fd = os.open(root / name, _FLAGS)
        yield fd if stat.S_ISREG(os.fstat(fd).st_mode) else None
    except OSError:
        if fd is not None:
            raise
        yield None
    finally:
        if fd is not None:
            os.close(fd)


def _digest(root: Path, name: str) -> str:
    with _opened(root, name) as fd:
        if fd is None:
            return ""
        with os.fdopen(os.dup(fd), "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(copy: Path, target: Path, name: str, before: str, *, gone: bool) -> bool:
    """Put one changed file back, or take a deleted one away, where the workspace still holds what the copy was made of."""
    if _digest(target, name) != before or (not before and os.path.lexists(target / name)):
        return False
    last = Path(name).name
    with _folder(target, name, make=not gone) as folder:
        if folder is None:
            return False
        if gone:
            os.unlink(last, dir_fd=folder)
            return True
        mode = stat.S_IMODE(os.stat(last, dir_fd=folder, follow_symlinks=False).st_mode) if before else 0o644
        fresh = f".{last[:60]}.{secrets.token_hex(4)}"
        fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=folder)
        try:
            with os.fdopen(fd, "wb") as writing, (copy / name).open("rb") as reading:
                shutil.copyfileobj(reading, writing, 1 << 20)
                os.fchmod(writing.fileno(), mode & 0o777)
            os.rename(fresh, last, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(fresh, dir_fd=folder)
            raise
    return True
