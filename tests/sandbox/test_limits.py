"""What uses too much is ended, all of it; what stays below is not. Each row is run under both limits."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support.sandbox.tiers import Runner

_CHILDREN = """
import os, time
for _ in range(20):
    if os.fork() == 0:
        time.sleep(0.7)
        os._exit(0)
for _ in range(20):
    os.wait()
"""
# Doubles eight times: harmless where nothing ends it, and more than any limit.
_BOMB = """
import os, time
for _ in range(8):
    try:
        os.fork()
    except OSError:
        pass
time.sleep(2)
"""
_SHARED = """
import mmap
held = [mmap.mmap(-1, 1 << 20) for _ in range(300)]
for m in held:
    for at in range(0, 1 << 20, 4096):
        m[at] = 1
import time; time.sleep(0.5)
"""
_IN_CHILDREN = """
import os, time
for _ in range(5):
    if os.fork() == 0:
        held = b"x" * (60 << 20); time.sleep(0.8); os._exit(0)
time.sleep(0.5)
"""
_UNLINKED = """
import os, time
held = []
for n in range(30):
    fd = os.open(f"f{n}", os.O_RDWR | os.O_CREAT)
    os.unlink(f"f{n}")
    os.write(fd, b"x" * (1 << 20))
    held.append(fd)
time.sleep(0.5)
"""


_NAMES = (
    "sleep spin bomb children threads memory growing-memory shared-memory memory-of-children many-files-too-big"
    " temporary-file deleted-files many-files output errors"
)


@pytest.mark.parametrize(
    ("script", "tight", "killed_by", "wide"),
    [
        ("import time; time.sleep(0.5)", {"seconds": 0.3}, "time", {"seconds": 10}),
        ("while True: pass", {"seconds": 0.3}, "time", None),
        (_BOMB, {"processes": 20}, "processes", None),
        (_CHILDREN, {"processes": 10}, "processes", {"processes": 40}),
        (
            "import threading, time\nfor _ in range(30): threading.Thread(target=time.sleep, args=(0.5,)).start()",
            {"processes": 10},
            "processes",
            {"processes": 40},
        ),
        ("x = bytearray(b'x') * (300 << 20); import time; time.sleep(0.5)", {"memory_mb": 100}, "memory", {}),
        (
            "x = []\nwhile True: x.append(b'x' * (1 << 20) + bytes([len(x) % 256]))",
            {"memory_mb": 100},
            "memory",
            None,
        ),
        (_SHARED, {"memory_mb": 100}, "memory", {}),
        (_IN_CHILDREN, {"memory_mb": 100}, "memory", {}),
        (
            "import time\nfor n in range(30): open(f'f{n}', 'wb').write(b'x' * (1 << 20))\ntime.sleep(0.5)",
            {"written_mb": 10},
            "files",
            {"written_mb": 100},
        ),
        (
            "import time, tempfile\nopen(tempfile.gettempdir() + '/f', 'wb').write(b'x' * (30 << 20)); time.sleep(0.5)",
            {"written_mb": 10},
            "files",
            {"written_mb": 100},
        ),
        (_UNLINKED, {"written_mb": 10}, "files", {"written_mb": 100}),
        (
            "import time\nfor n in range(300): open(f'f{n}', 'wb').close()\ntime.sleep(0.5)",
            {"written_files": 100},
            "files",
            {"written_files": 500},
        ),
        ("while True: print('x' * 10_000)", {}, "output", None),
        ("import os\nwhile True: os.write(2, b'x' * 10_000)", {}, "output", None),
    ],
    ids=_NAMES.split(),
)
def test_over_a_limit(
    run: Runner, script: str, tight: dict[str, float], killed_by: str, wide: dict[str, float] | None
) -> None:
    outcome = run(script, **tight)
    assert (outcome.killed_by, outcome.exit != 0) == (killed_by, True), outcome
    assert _inside(run.results) == []
    if wide is not None:
        outcome = run(script, **wide)
        assert (outcome.killed_by, outcome.exit) == ("", 0), outcome


@pytest.mark.parametrize(
    ("script", "limit", "says"),
    [
        ("open('big', 'wb').write(b'x' * (9 << 20))", {"file_mb": 8}, "File too large"),
        ("held = [open('/dev/null') for _ in range(200)]", {"open_files": 64}, "Too many open files"),
        ("import resource as r; print(r.getrlimit(r.RLIMIT_CORE)); 1 / 0", {}, "ZeroDivisionError"),
    ],
    ids=("big-file", "open-files", "core-file"),
)
def test_the_kernel_refuses_it(run: Runner, script: str, limit: dict[str, float], says: str) -> None:
    outcome = run(script, **limit)
    assert (outcome.exit, outcome.killed_by, says in outcome.stderr) == (1, "", True), outcome


def test_output_keeps_its_beginning_and_its_end(run: Runner) -> None:
    outcome = run("print('first'); print('x' * 500_000); print('last')", output_kb=4)
    assert outcome.stdout.startswith("first\n") and outcome.stdout.endswith("last\n")
    assert len(outcome.stdout) < 5_000 and "bytes left out" in outcome.stdout


def test_a_stopped_process_is_ended_too(run: Runner) -> None:
    outcome = run("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", seconds=1.0)
    assert outcome.killed_by == "time" or "Operation not permitted" in outcome.stderr
    assert _inside(run.results) == []


_HOST = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from support.sandbox import judging
from aiws_cli.core.runs import Run
from aiws_cli.sandbox.running import Walled
Walled(judging.walls({tier!r})).run(Run(Path({folder!r}), {script!r}))
"""
_STAYS = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        break
open(f"up{os.getpid()}", "w").close()
time.sleep(30)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
def test_nothing_outlives_the_program_that_started_it(tier: str, tmp_path: Path, how: signal.Signals) -> None:
    program = _HOST.format(path=sys.path, tier=tier, folder=str(tmp_path / "run"), script=_STAYS)
    (tmp_path / "run").mkdir()
    host = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL)
    _until(lambda: len(list((tmp_path / "run/results").glob("up*"))) == 4)
    assert len(_inside(tmp_path / "run/results")) >= 4
    host.send_signal(how)
    host.wait(20)
    _until(lambda: not _inside(tmp_path / "run/results"))


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _inside(results: Path) -> list[int]:
    """Processes whose folder is the results folder, whatever they call it."""
    folder = results.stat()
    out = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                here = (entry / "cwd").stat()
            except OSError:
                continue
            if (here.st_dev, here.st_ino) == (folder.st_dev, folder.st_ino):
                out.append(int(entry.name))
    return out
