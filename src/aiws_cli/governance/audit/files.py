"""Opening, locking and extending the files of an audit log, so that what was written is on the disk and is nobody else's."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import time
from pathlib import Path

from ...core.language import say
from .lines import MAX_LINE

LOCK_SECONDS = 30.0
"""How long another writer is waited for. A dead one's lock is gone with it; this is for one that was stopped."""


def own_folder(folder: Path) -> None:
    """Make the folder, readable by its owner only. Raises OSError, also where others may put files into it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if not found.st_mode & 0o022 or found.st_mode & stat.S_ISVTX:
        return
    if found.st_uid != os.geteuid():
        raise PermissionError(errno.EPERM, say("audit.detail.open_folder", folder=folder))
    folder.chmod(stat.S_IMODE(found.st_mode) & ~0o022)


def open_own(path: Path, *, at_end: bool = True) -> int:
    """A descriptor of the file, made where it is not there, closed to others. The caller closes it.

    `at_end`: whatever is written goes behind what is there.

    Raises OSError for what is no regular file of this user's: a link, a pipe, a device, a folder, another user's file.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    fd = os.open(path, flags | (os.O_APPEND if at_end else 0), 0o600)
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, say("audit.detail.not_a_file"))
        if found.st_uid != os.geteuid():
            raise PermissionError(errno.EPERM, say("audit.detail.another_users"))
        if found.st_mode & 0o077:
            os.fchmod(fd, 0o600)
    except BaseException:
        os.close(fd)
        raise
    return fd


def lock(fd: int, *, shared: bool = False, seconds: float = LOCK_SECONDS) -> None:
    """Wait for the file to be free: of everybody, or of writers where `shared`. Raises TimeoutError."""
    deadline, pause = time.monotonic() + seconds, 0.0005
    while True:
        try:
            fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TimeoutError(errno.ETIMEDOUT, say("audit.detail.locked")) from None
        time.sleep(pause)
        pause = min(pause * 2, 0.02)


def unlock(fd: int) -> None:
    """Let others have it."""
    fcntl.flock(fd, fcntl.LOCK_UN)


def open_locked(path: Path, seconds: float = LOCK_SECONDS) -> int:
    """As `open_own`, and nobody else holds it: what is locked is the file that has this name now.

    Raises OSError, TimeoutError where another process keeps it longer than `seconds`.
    """
    deadline = time.monotonic() + seconds
    while True:
        fd = open_own(path)
        try:
            lock(fd, seconds=deadline - time.monotonic())
            if _is(fd, path):
                return fd
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)


def open_to_read(path: Path) -> int:
    """A descriptor of a regular file to read; nothing is made, no link is followed. The caller closes it. Raises OSError."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(errno.EINVAL, say("audit.detail.not_a_file"))
    return fd


def append(fd: int, content: bytes) -> None:
    """All of it at the end and on the disk, or none of it. Raises OSError."""
    before = os.fstat(fd).st_size
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(fd, view) :]
        os.fsync(fd)
    except OSError:
        cut(fd, before)
        raise


def cut(fd: int, size: int) -> None:
    """Back to `size` bytes, as far as the disk lets us: what stays behind is a torn line, which the next writer moves."""
    with contextlib.suppress(OSError):
        os.ftruncate(fd, size)


def line_start(fd: int, end: int) -> int:
    """Offset of the line that ends before `end`. Raises OSError where it is longer than any record."""
    step = 4096
    position = end
    while position > 0:
        start = max(0, position - step)
        found = os.pread(fd, position - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        position = start
        if end - position > MAX_LINE:
            raise OSError(errno.EFBIG, say("audit.detail.long_line"))
    return 0


def write_new(path: Path, content: bytes) -> None:
    """A new file on the disk, for its owner only. Raises OSError, also where it is there."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        append(fd, content)
    finally:
        os.close(fd)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    fd = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def reason(problem: Exception) -> str:
    """What to tell of a failure, in a few words."""
    return problem.strerror or str(problem) if isinstance(problem, OSError) else str(problem)


def _is(fd: int, path: Path) -> bool:
    """Whether the open file still is the one of that name (it may have been moved while its lock was waited for)."""
    mine = os.fstat(fd)
    try:
        there = path.lstat()
    except FileNotFoundError:
        return False
    return (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)
