"""The first thing that runs in a sandbox: takes its orders from stdin, locks itself in, then runs the script.

Started by path with `python -I`, so it imports nothing of ours. Its orders (`running.Orders` as marshal, behind four
bytes of length) come from the process that started it. Under bubblewrap the walls stand already and only the limits
are left; for Landlock it forks: the parent stays outside, waits, and kills the whole process group when the child ends
or when the process that gave the orders is gone; the child gives up every right before it runs a line of the script.
The byte written to the ready pipe says that the walls stand; without it the script has not run.
"""

import contextlib
import marshal
import os
import resource
import sys

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = (
    1,
    22,
    24,
    38,
    47,
)
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_CAPSET = {"x86_64": 126, "aarch64": 91}


def main() -> None:
    orders = _orders()
    if orders["keeper"]:
        _fork_kept()
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    for name, value in orders["limits"].items():
        _limit(getattr(resource, name), value)
    ready = orders["ready"]
    os.closerange(3, ready)
    os.closerange(ready + 1, 4096)
    os.umask(0o077)
    os.chdir(orders["folder"])
    if orders["filter"]:
        _lock_in(orders)
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


def _fork_kept() -> None:
    """Go on in a child, in a process group of its own; the parent only keeps it."""
    import select
    import signal

    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        keeper = os.getppid()
        _libc().prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != keeper:
            os._exit(1)
        return
    with contextlib.suppress(OSError):  # The child was quicker.
        os.setpgid(child, child)
    pidfd = os.pidfd_open(child)
    os.closerange(1, pidfd)
    waiting = select.poll()
    waiting.register(pidfd, select.POLLIN)
    waiting.register(0, select.POLLIN)
    waiting.poll()
    with contextlib.suppress(
        OSError
    ):  # Nobody of it is left. The child is a zombie until we ask: its group is its own.
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


def _libc() -> object:
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def _lock_in(orders: dict) -> None:
    """Capabilities, Landlock, seccomp, in this order; raises OSError at the first that does not hold."""
    import ctypes

    libc = _libc()

    def must(name: str, result: int) -> int:
        if result < 0:
            raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")
        return result

    def call(number: int, *arguments: object) -> int:
        longs = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
        return int(libc.syscall(ctypes.c_long(number), *longs))

    def prctl(option: int, *arguments: object) -> int:
        four = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in (*arguments, 0, 0, 0, 0)[:4]]
        return int(libc.prctl(ctypes.c_int(option), *four))

    must("no_new_privs", prctl(_PR_SET_NO_NEW_PRIVS, 1))
    prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    if os.geteuid() == 0:
        for capability in range(64):
            prctl(_PR_CAPBSET_DROP, capability)
    header = (0x20080522).to_bytes(4, "little") + bytes(4)
    must("capset", call(_CAPSET[os.uname().machine], header, bytes(24)))

    fence = orders["landlock"]
    ruleset = must(
        "landlock",
        call(
            _LANDLOCK_CREATE,
            b"".join(n.to_bytes(8, "little") for n in fence["handled"]),
            8 * len(fence["handled"]),
            0,
        ),
    )
    for path, rights in fence["paths"]:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        rule = rights.to_bytes(8, "little") + place.to_bytes(4, "little")
        must(f"landlock {path}", call(_LANDLOCK_ADD, ruleset, 1, rule, 0))
        os.close(place)
    must("landlock", call(_LANDLOCK_RESTRICT, ruleset, 0))
    os.close(ruleset)

    program = ctypes.create_string_buffer(orders["filter"], len(orders["filter"]))
    sock_fprog = (len(orders["filter"]) // 8).to_bytes(8, "little") + ctypes.addressof(program).to_bytes(
        8, "little"
    )
    must("seccomp", prctl(_PR_SET_SECCOMP, 2, ctypes.c_char_p(sock_fprog)))


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
        sys.excepthook(type(problem), problem, trace.tb_next if trace is not None else None)
        sys.exit(1)


if __name__ == "__main__":
    main()
