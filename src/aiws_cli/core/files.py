"""Reading files that others put where they lie: not without end, not through a link that leads away."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

INSTRUCTIONS = frozenset({"aiws.md", "agents.md", "claude.md", "gemini.md"})
"""Names (small letters) of files that assistants take instructions from."""


def read_file(path: Path, most: int, *, within: Path | None = None) -> bytes:
    """The bytes of a regular file of at most `most` bytes.

    Raises OSError: EFBIG where there are more, EINVAL for what is no regular file (a pipe would wait for ever, a device
    never end), EXDEV for a link that leads out of the folder `within`.
    """
    if within is not None and path.is_symlink():
        real, top = os.path.realpath(path), os.path.realpath(within)
        if os.path.commonpath((real, top)) != top:
            raise OSError(errno.EXDEV, "a link that leads out of its folder", str(path))
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data
