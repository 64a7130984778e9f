"""One run in one tier: start it, take what it prints, watch what it uses, end all of it, gather what it left."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import secrets
import selectors
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..core.runs import KilledBy, Run, RunFile, RunLimits, RunOutcome, Tier
from .visible import check_hidden
from .walls import Place, SandboxFailed, Walls
from .watch import Member, deleted_bytes, members, memory_kb, tasks_of_user, written
from .workspace import copy_in, put_back

_TICK = 0.02
# Looking at every process and every file costs milliseconds: not at each tick.
_LOOK = 0.1
_GONE_WITHIN = 5.0
_FREE_MB_LEFT = 200
_OUTPUT_END = 16 * 1024 * 1024
_COPY_MB, _COPY_FILES = 256, 5_000


class Walled:
    """`core.ports.Sandbox` of one tier. `hidden` are places that code inside must never read."""

    def __init__(self, walls: Walls, hidden: Iterable[Path] = ()) -> None:
        self._walls = walls
        self._hidden = tuple(hidden)
        self.tier: Tier = walls.tier
        self.label = walls.label

    def run(self, run: Run) -> RunOutcome:
        """See the port. Raises SandboxFailed, SandboxExposed, WorkspaceTooBig."""
        if self.tier != "none":
            check_hidden(self._hidden)
        started = time.monotonic()
        known: dict[str, str] = {}
        try:
            place = _laid_out(run)
            if run.workspace is not None and place.workspace is not None:
                known = copy_in(
                    run.workspace,
                    place.workspace,
                    hidden=self._hidden,
                    most_mb=_COPY_MB,
                    most_files=_COPY_FILES,
                )
            if place.user:
                _hand_over(place)
            ending = _Running(self._walls, place, run).to_the_end()
            files, left_out = _gather(place.results)
            changed: tuple[str, ...] = ()
            if (
                run.writable
                and run.workspace is not None
                and place.workspace is not None
                and ending.exit == 0
            ):
                changed, not_put_back = put_back(place.workspace, run.workspace, known, run.keep)
                left_out = (*left_out, *not_put_back)
        except OSError as problem:
            raise SandboxFailed(tier=self.tier, detail=problem.strerror or str(problem)) from problem
        finally:
            _clear(run.folder)
        return RunOutcome(
            exit=ending.exit,
            stdout=ending.stdout.text(),
            stderr=ending.stderr.text(),
            files=files,
            killed_by=ending.killed_by,
            tier=self.tier,
            label=self.label,
            left_out=left_out,
            changed=changed,
            elapsed_ms=round((time.monotonic() - started) * 1000, 1),
        )


def _laid_out(run: Run) -> Place:
    folder = run.folder.resolve()
    place = Place(
        script=folder / "script.py",
        inputs=folder / "inputs",
        results=folder / "results",
        tmp=folder / "tmp",
        workspace=folder / "workspace" if run.workspace is not None else None,
        writable=run.writable,
        user=_somebody_else(),
    )
    place.results.mkdir(mode=0o700)
    place.tmp.mkdir(mode=0o700)
    place.inputs.mkdir(mode=0o700, exist_ok=True)
    place.script.write_text(run.script, encoding="utf-8")
    return place


# Where systemd finds users for services that have none: accounts of people are not there.
_USERS = range(61_184, 65_520)


def _somebody_else() -> int:
    """Whom root runs it as: a user of nobody else's, another one each time. 0 for who is not root.

    0 too where no such user can be had (a container with one user): there root is not the machine's, and is counted.
    """
    if os.geteuid() != 0:
        return 0
    user = secrets.choice(_USERS)
    for line in Path("/proc/self/uid_map").read_text(encoding="ascii").splitlines():
        first, _, count = (int(n) for n in line.split())
        if first <= user < first + count:
            return user
    return 0


def _hand_over(place: Place) -> None:
    """What the run may write to must be its user's."""
    for folder in (
        place.results,
        place.tmp,
        *([place.workspace] if place.workspace and place.writable else []),
    ):
        for path in (folder, *folder.rglob("*")):
            os.chown(path, place.user, place.user, follow_symlinks=False)


class _Kept:
    """The beginning and the end of what was printed."""

    def __init__(self, most: int) -> None:
        self._head_size, self._tail_size = most * 3 // 4, most // 4
        self._head, self._tail = b"", b""
        self.size = 0

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        room = self._head_size - len(self._head)
        self._head, piece = self._head + piece[:room], piece[room:]
        if piece:
            self._tail = (self._tail + piece)[-self._tail_size :]

    def text(self) -> str:
        dropped = self.size - len(self._head) - len(self._tail)
        middle = f"\n[… {dropped:,} bytes left out …]\n".encode() if dropped else b""
        return (self._head + middle + self._tail).decode("utf-8", errors="replace")


class _Running:
    """A process in its walls, with all that comes of it."""

    def __init__(self, walls: Walls, place: Place, run: Run) -> None:
        self._walls, self._limits, self._place, self._run = walls, run.limits, place, run
        self.stdout, self.stderr = _Kept(run.limits.output_kb * 1024), _Kept(run.limits.output_kb * 1024)
        self.killed_by: KilledBy = ""
        self.exit = 0
        self._folders = [f for f in (place.results, place.tmp, place.workspace) if f is not None]
        self._before = written(self._folders, most=_COPY_FILES * 2)
        self._began = False
        self._session = self._keeper = 0

    def to_the_end(self) -> _Running:
        """Wait for the end or a limit; nothing of it is alive afterwards, whatever happens.

        Raises SandboxFailed when the script never began, OSError when it can't be started.
        """
        with contextlib.ExitStack() as later:
            process = self._started(later)
            self._follow(process)
        if not self._began and not self.killed_by:
            said = self.stderr.text().strip().splitlines()
            raise SandboxFailed(tier=self._walls.tier, detail=said[-1] if said else f"exit {self.exit}")
        return self

    def _started(self, later: contextlib.ExitStack) -> subprocess.Popen[bytes]:
        self._ready, ready = os.pipe()
        later.callback(os.close, self._ready)
        with contextlib.ExitStack() as given:
            given.callback(os.close, ready)
            prepared = self._walls.prepare(self._place)
            for fd in prepared.fds:
                given.callback(os.close, fd)
            if prepared.info >= 0:
                later.callback(os.close, prepared.info)
            orders = {
                **prepared.orders,
                "limits": _rlimits(self._limits, alone=self._place.user > 0),
                "argv": list(self._run.argv),
            }
            packed = marshal.dumps({**orders, "ready": ready})
            process = subprocess.Popen(
                prepared.argv,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=dict(prepared.environment),
                cwd="/",
                pass_fds=(ready, *prepared.fds),
                start_new_session=True,
            )
            for stream in (process.stdout, process.stderr):
                assert stream is not None
                later.callback(stream.close)
            later.callback(self._end_all, process)
            self._keeper = process.pid if prepared.orders["keeper"] else 0
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # It died at once; what it said is on stderr.
            process.stdin.write(len(packed).to_bytes(4, "big") + packed)
            process.stdin.flush()
        # bwrap closes it as soon as it has said where its child is, or when it fails.
        info = _all(prepared.info) if prepared.info >= 0 else b""
        self._session = self._walls.session(info, process.pid)
        return process

    def _members(self) -> tuple[Member, ...]:
        return members(self._session, but=self._keeper)

    def _follow(self, process: subprocess.Popen[bytes]) -> None:
        """Read and watch until it ends or has to be ended."""
        assert process.stdout is not None and process.stderr is not None
        deadline = time.monotonic() + self._limits.seconds
        next_look = 0.0
        found: tuple[Member, ...] = ()
        with selectors.DefaultSelector() as selector, _exit_watch(process.pid) as ended:
            selector.register(process.stdout, selectors.EVENT_READ, self.stdout)
            selector.register(process.stderr, selectors.EVENT_READ, self.stderr)
            selector.register(self._ready, selectors.EVENT_READ)
            if ended is not None:
                selector.register(ended, selectors.EVENT_READ, "ended")
            while process.poll() is None and not self.killed_by:
                self._read(selector, _TICK)
                now = time.monotonic()
                if now >= next_look:
                    next_look = now + _LOOK
                    found = self._members()
                    self.killed_by = self._over_space(found)
                    if sum(m.threads for m in found) > self._limits.processes:
                        self.killed_by = "processes"
                if memory_kb(found, self._limits.memory_mb * 1024) > self._limits.memory_mb * 1024:
                    self.killed_by = "memory"
                if self.stdout.size + self.stderr.size > _OUTPUT_END:
                    self.killed_by = "output"
                if now >= deadline:
                    self.killed_by = "time"
            self._end_all(process)
            while self._read(selector, 0):
                pass

    def _read(self, selector: selectors.BaseSelector, seconds: float) -> bool:
        """Take what is in the pipes; was there anything?"""
        any_read = False
        for key, _ in selector.select(seconds):
            if key.data == "ended":
                continue
            piece = os.read(key.fd, 1 << 16)
            if not piece:
                selector.unregister(key.fileobj)
            elif key.data is None:
                self._began = True
            else:
                key.data.add(piece)
            any_read = any_read or bool(piece)
        return any_read

    def _over_space(self, found: tuple[Member, ...]) -> KilledBy:
        most = self._before[1] + self._limits.written_files
        size, count = written(self._folders, most=most)
        size += deleted_bytes(found) - self._before[0]
        disk = os.statvfs(self._place.results)
        free_mb = disk.f_bavail * disk.f_frsize // (1024 * 1024)
        if count > most or size > self._limits.written_mb * 1024 * 1024 or free_mb < _FREE_MB_LEFT:
            return "files"
        return ""

    def _end_all(self, process: subprocess.Popen[bytes]) -> None:
        """Kill whatever is left of it and wait until it is gone. Safe to call again."""
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()  # A keeper takes this for the order to end it.
        deadline = time.monotonic() + _GONE_WITHIN
        while (left := self._members()) or process.poll() is None:
            for member in left:
                _kill(member.pid)
            # A keeper ends by itself once its group is dead; bwrap has to be ended.
            if not self._keeper or time.monotonic() > deadline:
                _kill(process.pid)
            if time.monotonic() > deadline + _GONE_WITHIN:
                break
            time.sleep(0.002)
        self.exit = _exit_of(process.wait(), wrapped=not self._keeper)


@contextlib.contextmanager
def _exit_watch(pid: int) -> Iterator[int | None]:
    """A descriptor that can be read once the process has ended; None on kernels without such (before 5.3)."""
    try:
        fd = os.pidfd_open(pid)
    except (AttributeError, OSError):
        yield None
        return
    try:
        yield fd
    finally:
        os.close(fd)


def _all(fd: int) -> bytes:
    out = b""
    while piece := os.read(fd, 4096):
        out += piece
    return out


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        return  # It was quicker.


def _exit_of(code: int, *, wrapped: bool) -> int:
    """The exit code, or minus the signal: bwrap says a signal as 128 more than its number."""
    return 128 - code if wrapped and 128 < code < 128 + 65 else code


def _rlimits(limits: RunLimits, *, alone: bool) -> dict[str, int]:
    """What the kernel itself holds every process to. `alone`: its user has no other processes.

    RLIMIT_AS is not among them: numeric libraries reserve far more than they use. RLIMIT_DATA counts what is writable
    and private, a process; the watch counts what is really held, by all.
    """
    others = 0 if alone else tasks_of_user()
    cpu = int(limits.seconds * (os.cpu_count() or 1)) + 5
    return {
        # One byte, not none: a kernel that pipes core files to a program does so at 0, but not at 1.
        "RLIMIT_CORE": 1,
        "RLIMIT_CPU": cpu,
        "RLIMIT_DATA": limits.memory_mb * 1024 * 1024 * 4,
        "RLIMIT_FSIZE": limits.file_mb * 1024 * 1024,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_NPROC": others + limits.processes + 16,
        "RLIMIT_MEMLOCK": 64 * 1024,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_RTPRIO": 0,
        "RLIMIT_NICE": 0,
    }


def _gather(folder: Path) -> tuple[tuple[RunFile, ...], tuple[str, ...]]:
    """The plain files below the folder, readable by the owner alone from now on; all else is removed and named."""
    files: list[RunFile] = []
    removed: list[str] = []
    for path in _all_of(folder):
        known = str(path.relative_to(folder))
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            path.unlink()
            removed.append(known)
            continue
        path.chmod(0o600)
        os.chown(path, os.getuid(), os.getgid())
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        files.append(RunFile(known, found.st_size, digest))
    return tuple(sorted(files, key=lambda f: f.name)), tuple(sorted(removed))


def _all_of(folder: Path) -> Iterator[Path]:
    """Everything below that is no folder; folders are opened to their owner, whatever mode they were left with."""
    folder.chmod(0o700)
    os.chown(folder, os.getuid(), os.getgid())
    for path in [Path(e.path) for e in os.scandir(folder)]:
        if stat.S_ISDIR(path.lstat().st_mode):
            yield from _all_of(path)
        else:
            yield path


def _clear(folder: Path) -> None:
    for name in ("tmp", "workspace"):
        if (folder / name).is_dir():
            for _ in _all_of(folder / name):
                pass
            shutil.rmtree(folder / name, ignore_errors=True)
