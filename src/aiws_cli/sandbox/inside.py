"""The first thing that runs in a sandbox: takes its orders from stdin, locks itself in, then runs the script.

Started by path with `python -I`, so it imports nothing of ours. Its orders (`running.Orders` as marshal, behind four
bytes of length) come from the process that started it. Under bubblewrap most walls stand already; for Landlock it
forks: the parent stays outside, waits, and kills the whole process group when the child ends or when the process that
gave the orders is gone; the child gives up every right before it runs a line of the script.
The byte written to the ready pipe says that the walls stand; without it the script has not run.
"""

import contextlib
import marshal
import os
import resource
import sys

_SET_PDEATHSIG, _SET_DUMPABLE, _SET_KEEPCAPS, _SET_SECCOMP = 1, 4, 8, 22
_CAPBSET_DROP, _SET_NO_NEW_PRIVS, _CAP_AMBIENT = 24, 38, 47
_AMBIENT_RAISE, _AMBIENT_CLEAR_ALL = 2, 4
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_CAPGET, _CAPSET = {"x86_64": (125, 126), "aarch64": (90, 91)}.get(os.uname().machine, (0, 0))
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1 << 1, 1 << 2


def main() -> None:
    orders = _orders()
    keeper = _fork_kept() if orders["keeper"] else 0
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    for name, value in orders["limits"].items():
        _limit(getattr(resource, name), value)
    ready = orders["ready"]
    os.closerange(3, ready)
    os.closerange(ready + 1, 4096)
    os.umask(0o077)
    os.chdir(orders["folder"])
    _lock_in(orders, keeper)
    os.write(ready, b"1")
    os.close(ready)
    if orders["argv"]:
        os.execvpe(orders["argv"][0], orders["argv"], os.environ)
    _run(orders["script"])


def _orders() -> dict:
    def read(size: int) -> bytes:
        out = b""
        while len(out) < size:
            piece = os.read(0, size - len(out))
            if not piece:
                os._exit(1)
            out += piece
        return out

    return marshal.loads(read(int.from_bytes(read(4), "big")))


def _fork_kept() -> int:
    """Go on in a child, in a process group of its own; the parent only keeps it. Its process id."""
    import select
    import signal

    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        return os.getppid()
    with contextlib.suppress(OSError):  # The child was quicker.
        os.setpgid(child, child)
    pidfd = os.pidfd_open(child)
    os.closerange(1, pidfd)
    waiting = select.poll()
    waiting.register(pidfd, select.POLLIN)
    waiting.register(0, select.POLLIN)
    waiting.poll()
    # As long as nobody has asked for its end, the number of the child, and so of the group, is nobody else's.
    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        if os.WTERMSIG(status) != signal.SIGKILL:
            signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
        os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _limit(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def _lock_in(orders: dict, keeper: int) -> None:
    """Another user, no capabilities, Landlock, seccomp: what of it is ordered. Raises OSError at the first that fails."""
    if not (keeper or orders["user"] or orders["filter"]):
        return
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long

    def call(number: int, *arguments: object) -> int:
        longs = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
        got = int(libc.syscall(ctypes.c_long(number), *longs))
        if got < 0:
            raise OSError(ctypes.get_errno(), f"call {number}: {os.strerror(ctypes.get_errno())}")
        return got

    def prctl(option: int, *arguments: object) -> int:
        four = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in (*arguments, 0, 0, 0, 0)[:4]]
        got = int(libc.prctl(ctypes.c_int(option), *four))
        if got < 0:
            raise OSError(ctypes.get_errno(), f"prctl {option}: {os.strerror(ctypes.get_errno())}")
        return got

    if orders["user"]:
        _become(orders["user"], call, prctl)
    elif orders["filter"]:
        call(_CAPSET, _HEADER, bytes(24))
    if orders["landlock"] is not None:
        prctl(_SET_NO_NEW_PRIVS, 1)
        _fence(orders["landlock"], call)
    if keeper:
        prctl(_SET_PDEATHSIG, 9)
        if os.getppid() != keeper:
            os._exit(1)
    if orders["filter"]:
        prctl(_SET_NO_NEW_PRIVS, 1)
        program = ctypes.create_string_buffer(orders["filter"], len(orders["filter"]))
        length = (len(orders["filter"]) // 8).to_bytes(8, "little")
        prctl(_SET_SECCOMP, 2, length + ctypes.addressof(program).to_bytes(8, "little"))


_HEADER = (0x20080522).to_bytes(4, "little") + bytes(4)


def _become(user: int, call, prctl) -> None:  # type: ignore[no-untyped-def]
    """Stop being root: a user nobody else is, whose processes the kernel counts.

    Of root's capabilities only reading past the modes of folders is kept, or what Python's own folders need could be
    closed to it; what can be read at all, the walls say.
    """
    import ctypes

    had = ctypes.create_string_buffer(24)
    call(_CAPGET, _HEADER, had)
    permitted = int.from_bytes(had.raw[4:8], "little")
    keep = next((c for c in (_DAC_READ_SEARCH, _DAC_OVERRIDE) if permitted & c), 0)
    for capability in range(64):
        if 1 << capability != keep:
            with contextlib.suppress(OSError):
                prctl(_CAPBSET_DROP, capability)
    prctl(_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    # Effective, permitted, inheritable: of the lower 32, then of the others.
    call(_CAPSET, _HEADER, keep.to_bytes(4, "little") * 3 + bytes(12))
    prctl(_CAP_AMBIENT, _AMBIENT_CLEAR_ALL)
    if keep:
        prctl(_CAP_AMBIENT, _AMBIENT_RAISE, keep.bit_length() - 1)
    # Changing users makes a process unreadable to itself.
    prctl(_SET_DUMPABLE, 1)


def _fence(fence: dict, call) -> None:  # type: ignore[no-untyped-def]
    handled = b"".join(n.to_bytes(8, "little") for n in fence["handled"])
    ruleset = call(_LANDLOCK_CREATE, handled, len(handled), 0)
    for path, rights in fence["paths"]:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        call(_LANDLOCK_ADD, ruleset, 1, rights.to_bytes(8, "little") + place.to_bytes(4, "little"), 0)
        os.close(place)
    call(_LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)


def _run(path: str) -> None:
    with open(path, encoding="utf-8") as file:
        source = file.read()
    fresh = type(sys)("__main__")
    fresh.__file__ = path
    sys.modules["__main__"] = fresh
    sys.argv[:] = [path]
    try:
        exec(compile(source, path, "exec"), fresh.__dict__)
    except SystemExit:
        raise
    except BaseException as problem:  # noqa: BLE001
        # Our own frame says nothing to who wrote the script.
        trace = problem.__traceback__
        problem = problem.with_traceback(trace.tb_next if trace is not None else None)
        sys.excepthook(type(problem), problem, problem.__traceback__)
        sys.exit(1)


if __name__ == "__main__":
    main()
