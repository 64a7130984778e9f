"""Writers killed at any moment lose nothing that was acknowledged, and leave a log that the next writer goes on with."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aiws_cli.governance.audit.check import check
from aiws_cli.governance.audit.log import Audit, read
from support.audit_logs import Clock

WRITER = """
import datetime, os, random, re, signal, sys, time
from pathlib import Path
from aiws_cli.governance.audit.log import Audit
from aiws_cli.governance.audit.literals import _Piece

class Clock:
    def now(self): return datetime.datetime.now().astimezone()
    def monotonic(self): return time.monotonic()

def find(text):
    return [_Piece(*m.span(), "resident_no") for m in re.finditer(r"\\d{6}-\\d{7}", text)]

def write(log, acknowledged, turn):
    chance = random.Random(f"{os.getpid()} {turn}")
    number = f"{chance.randrange(10**6):06}-{chance.randrange(10**7):07}"
    text = f"{number} 고객 " + "가" * chance.choice((10, 300, 300, 7_000))
    id_ = log.append("query", {"question": text, "writer": os.getpid(), "turn": turn})
    os.write(acknowledged, f"{id_} {number}\\n".encode())
"""

NURSERY = (
    WRITER
    + """
path, acknowledged = Path(sys.argv[1]), os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        sys.stdin.close()
        log, turn = Audit(path, Clock(), find=find), 0
        while os.getppid() != 1:
            write(log, acknowledged, turn)
            turn += 1
        os._exit(0)
    print(child, flush=True)
"""
)


@contextmanager
def nursery(path: Path, acknowledged: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that forks a writer for each line it gets, and tells its id."""
    command = [sys.executable, "-c", NURSERY, str(path), str(acknowledged)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def born(process: subprocess.Popen[str]) -> int:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return int(process.stdout.readline())


@pytest.mark.parametrize(
    ("writers", "kills"),
    [pytest.param(6, 60, id="60"), pytest.param(6, 1_000, id="1000", marks=pytest.mark.security)],
)
def test_killed_writers_lose_no_acknowledged_record(tmp_path: Path, writers: int, kills: int) -> None:
    path, told = tmp_path / "audit" / "kim.jsonl", tmp_path / "acknowledged"
    chance = random.Random(kills)
    with nursery(path, told) as process:
        living = [born(process) for _ in range(writers)]
        for _ in range(kills):
            written = told.stat().st_size if told.exists() else 0
            while not told.exists() or told.stat().st_size == written:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.02))
            victim = living.pop(chance.randrange(writers))
            os.kill(victim, signal.SIGKILL)
            living.append(born(process))
        for writer in living:
            os.kill(writer, signal.SIGKILL)
    Audit(path, Clock()).append("query", {"last": True})
    acknowledged = dict(line.split() for line in told.read_text().splitlines())
    report, kept = check(path), {r["id"]: r for r in read(path)}
    assert report.whole, report.problems
    assert len(acknowledged) >= kills and acknowledged.keys() <= kept.keys()
    assert report.lines == len(kept) == report.head.n
    assert len({r.get("writer") for r in kept.values()}) > writers
    literals = path.with_suffix(".literals").read_text()
    assert all(f'"{number}"' in literals for number in acknowledged.values())


DYING = (
    WRITER
    + """
path, acknowledged, what, which = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
log = Audit(path, Clock(), find=find)
write(log, acknowledged, 0)
function, half = getattr(os, what.removesuffix(":half")), what.endswith(":half")
calls = 0

def dying(fd, *more):
    global calls
    calls += 1
    if calls < which:
        return function(fd, *more)
    if half:
        function(fd, more[0][: len(more[0]) // 2], *more[1:])
    os.kill(os.getpid(), signal.SIGKILL)

setattr(os, what.removesuffix(":half"), dying)
write(log, acknowledged, 1)
os.write(acknowledged, b"survived\\n")
"""
)


@pytest.mark.parametrize("which", [1, 2])
@pytest.mark.parametrize("what", ["open", "write", "write:half", "fsync", "pwrite", "pwrite:half", "close"])
def test_a_writer_that_dies_at_a_chosen_step(tmp_path: Path, what: str, which: int) -> None:
    """Before or in the midst of its literals, its record or its head."""
    path, told = tmp_path / "audit" / "kim.jsonl", tmp_path / "acknowledged"
    with told.open("wb") as file:
        done = subprocess.run(
            [sys.executable, "-c", DYING, str(path), str(file.fileno()), what, str(which)],
            pass_fds=[file.fileno()],
            check=False,
        )
    acknowledged = [line.split()[0] for line in told.read_text().splitlines()]
    assert len(acknowledged) == 1 + 2 * (done.returncode == 0)
    assert (done.returncode == 0) == (what.startswith("pwrite") and which == 2)
    said: list[str] = []
    log = Audit(path, Clock(), said.append)
    torn = check(path).kinds == ("torn",)
    assert torn == (what == "write:half" and which == 2)
    last = log.append("query", {"last": True})
    report, kept = check(path), [r["id"] for r in read(path)]
    assert report.whole, report.problems
    assert len(said) == len(report.aside) == torn
    assert {*acknowledged, last} - {"survived"} <= {*kept}
