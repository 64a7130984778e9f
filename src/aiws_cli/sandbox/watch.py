"""What processes of a session use, read from /proc, and what lies in folders. Nothing here trusts what it looks at."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Member:
    """A living process of a session, with the number of its threads."""

    pid: int
    threads: int


def members(session: int, *, but: int = 0) -> tuple[Member, ...]:
    """The living processes of a session, without the process `but`. Zombies hold nothing and are left out."""
    out: list[Member] = []
    if not session:
        return ()
    for name in _pids():
        if int(name) == but:
            continue
        try:
            line = Path(f"/proc/{name}/stat").read_bytes()
        except OSError:
            continue
        # The name in parentheses may hold anything, parentheses too. Behind it: state, parent, group, session, …
        fields = line[line.rfind(b")") + 2 :].split()
        if fields and int(fields[3]) == session and fields[0] not in (b"Z", b"X"):
            out.append(Member(int(name), int(fields[17])))
    return tuple(out)


def memory_kb(found: Iterable[Member], limit_kb: int) -> int:
    """Kilobytes of memory the processes hold that is not a file's, swapped pages included.

    Pages that several share count once, where the first sum, which counts them for each, is over the limit.
    """
    pids = [m.pid for m in found]
    total = sum(_held(p, "status", (b"RssAnon:", b"RssShmem:", b"VmSwap:")) or 0 for p in pids)
    if total <= limit_kb or len(pids) < 2:
        return total
    exact = [_held(p, "smaps_rollup", (b"Pss_Anon:", b"Pss_Shmem:", b"SwapPss:")) for p in pids]
    return total if any(e is None for e in exact) else sum(e or 0 for e in exact)


def _held(pid: int, file: str, fields: tuple[bytes, ...]) -> int | None:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_bytes().splitlines()
    except OSError:
        return None
    return sum(int(line.split()[1]) for line in lines if line.startswith(fields))


def written(folders: Iterable[Path], *, most: int) -> tuple[int, int]:
    """Bytes on disk and number of entries below the folders; stops counting when there are more than `most` entries."""
    size, count = 0, 0
    waiting = [str(f) for f in folders]
    while waiting:
        try:
            entries = os.scandir(waiting.pop())
        except OSError:
            continue
        with entries:
            for entry in entries:
                count += 1
                try:
                    found = entry.stat(follow_symlinks=False)
                except OSError:
                    continue
                size += found.st_blocks * 512
                if stat.S_ISDIR(found.st_mode):
                    waiting.append(entry.path)
                if count > most:
                    return size, count
    return size, count


def deleted_bytes(found: Iterable[Member]) -> int:
    """Bytes of files that are open in these processes and in no folder any more."""
    size, seen = 0, set()
    for member in found:
        try:
            descriptors = list(Path(f"/proc/{member.pid}/fd").iterdir())
        except OSError:
            continue
        for descriptor in descriptors:
            try:
                file = descriptor.stat()
            except OSError:
                continue
            if file.st_nlink == 0 and stat.S_ISREG(file.st_mode) and (file.st_dev, file.st_ino) not in seen:
                seen.add((file.st_dev, file.st_ino))
                size += file.st_blocks * 512
    return size


def tasks_of_user() -> int:
    """Processes and threads this user has, for a bound that is counted a user."""
    uid, total = os.getuid(), 0
    for name in _pids():
        try:
            if Path(f"/proc/{name}").stat().st_uid == uid:
                total += sum(1 for _ in Path(f"/proc/{name}/task").iterdir())
        except OSError:
            continue
    return total


def _pids() -> list[str]:
    with os.scandir("/proc") as entries:
        return [e.name for e in entries if e.name.isdigit()]
