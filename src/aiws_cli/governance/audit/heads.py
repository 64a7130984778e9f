"""The head of a log: whose it is, how many records it has and the last one's hash. Who knows it can tell a log cut short.

A head is written as `Aiws-Audit: <user> <n> <hash>`, with a time behind it where there is room: in the file beside the
log, in git commits, in syslog. One reader finds them all.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

TRAILER = "Aiws-Audit"
HEAD_BYTES = 512
"""Length of the file beside a log: one write of one disk sector, so that it is old or new and never half."""

_HEAD = re.compile(rf"{TRAILER}: (\S+) (\d{{1,15}}) ([0-9a-f]{{64}})(?: (\d{{4}}-\d\d-\d\dT\S+))?")
_BARE = re.compile(r"(?:(\S+) )?(\d{1,15})[ :]([0-9a-f]{64})")


def file_name(user: str) -> str:
    """A user's name as a file name: what is neither a letter nor a digit nor one of `._-` becomes %xx of its bytes."""
    safe = "".join(
        c if c.isalnum() or c in "_-" or (c == "." and i) else "".join(f"%{b:02x}" for b in c.encode("utf-8"))
        for i, c in enumerate(user)
    )
    return safe or "%"


@dataclass(frozen=True, slots=True)
class Head:
    """Record `n` (from 1; 0: none yet) of a user's log has this hash. `user` is spelt as the log's file is.

    `at` is the record's time (ISO 8601) or empty; it is no part of what a head proves.
    """

    user: str
    n: int
    hash: str
    at: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """`<user> <n> <hash>`: for a QUERY_TAG, or to be kept by hand."""
        return f"{self.user} {self.n} {self.hash}"

    @property
    def trailer(self) -> str:
        """The line for the end of a commit's message."""
        return f"{TRAILER}: {self.text}"

    @property
    def line(self) -> str:
        """The trailer with the time behind it."""
        return f"{self.trailer} {self.at}".rstrip()


def heads_in(text: str) -> tuple[Head, ...]:
    """Every head in a text (a log of commits, a syslog file, a head file), in its order."""
    return tuple(Head(m[1], int(m[2]), m[3], m[4] or "") for m in _HEAD.finditer(text))


def head_from(text: str, user: str) -> Head | None:
    """A head as a person gives it: a trailer, `<user> <n> <hash>` or `<n> <hash>`; None where it is none of these."""
    found = heads_in(text)
    if found:
        return found[0]
    bare = _BARE.fullmatch(text.strip())
    return Head(bare[1] or user, int(bare[2]), bare[3]) if bare is not None else None


def read_head(fd: int) -> Head | None:
    """What the open head file says; None where it is empty or says nothing."""
    found = heads_in(os.pread(fd, HEAD_BYTES, 0).decode("utf-8", "replace"))
    return found[0] if found else None


def write_head(fd: int, head: Head) -> None:
    """Put the head into the open file. Raises OSError, or ValueError where it is too long for it."""
    content = head.line.encode("utf-8").ljust(HEAD_BYTES - 1) + b"\n"
    if len(content) > HEAD_BYTES:
        raise ValueError(f"a user's name is too long: {head.user}")
    if os.pwrite(fd, content, 0) != HEAD_BYTES:
        raise OSError(f"a head was cut short: {head.user}")
