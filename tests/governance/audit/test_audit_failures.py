"""No log, no act: in each way the log can fail nothing is executed, nothing is handed out, and nothing half is left."""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.results import Limits, ResultSet
from aiws_cli.core.tables import Table
from aiws_cli.governance.audit import files as audit_files
from aiws_cli.governance.audit.check import check
from aiws_cli.governance.audit.heads import Head, write_head
from aiws_cli.governance.audit.log import Audit, AuditError, read
from aiws_cli.governance.warehouse import Guarded
from support.audit_logs import Clock, chain
from support.guarded_world import World

NOBODY = 65534


class Watched:
    """A warehouse that notes what reaches it."""

    dialect = "duckdb"

    def __init__(self) -> None:
        self.ran: list[str] = []

    def tables_touched(self, sql: str) -> frozenset[str]:
        return frozenset()

    def run(self, sql: str, limits: Limits, tag: str = "") -> ResultSet:
        self.ran.append(sql)
        return ResultSet((), ((1,),))

    def attach_file(self, path: Path) -> Table:
        self.ran.append(str(path))
        return Table("files.x", ())


def guarded(world: World, log: Any, warehouse: Watched) -> Guarded:
    return Guarded(warehouse, world.access, world.identity, log, Limits(), Clock())  # type: ignore[arg-type]


def nothing_happens(world: World, path: Path, **options: Any) -> AuditError:
    """No way of acting gets past a log that fails; the error says what it is about, in both languages."""
    warehouse = Watched()
    through = guarded(world, Audit(path, Clock(), **options), warehouse)
    for act in (
        lambda: through.query("SELECT 1"),
        lambda: through.refused("q", reason="r"),
        lambda: through.attach_file(path),
    ):
        with pytest.raises(AuditError) as failed:
            act()
        assert failed.value.exit_code == 3
    assert warehouse.ran == []
    for language in ("ko", "en"):
        assert str(path) in failed.value.message(language) and failed.value.hint(language)
    return failed.value


def file_in_the_place_of_the_folder(path: Path) -> None:
    path.parent.write_text("")


def folder_instead(suffix: str) -> Callable[[Path], None]:
    return lambda path: path.with_suffix(suffix).mkdir(parents=True)


def link_instead(suffix: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.parent.mkdir(parents=True)
        (path.parent / "target").write_text("")
        path.with_suffix(suffix).symlink_to("target")

    return make


def dangling_link(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.symlink_to("nowhere")


def pipe_instead(suffix: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.parent.mkdir(parents=True)
        os.mkfifo(path.with_suffix(suffix))

    return make


def damaged_key(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.with_name("key").write_text("0" * 63 + "\n")


def key_is_a_folder(path: Path) -> None:
    path.with_name("key").mkdir(parents=True)


def endless_line(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.truncate(17 * 1024 * 1024)


@pytest.mark.parametrize(
    "spoil",
    [
        file_in_the_place_of_the_folder,
        folder_instead(".jsonl"),
        folder_instead(".head"),
        link_instead(".jsonl"),
        link_instead(".head"),
        dangling_link,
        pipe_instead(".jsonl"),
        pipe_instead(".head"),
        damaged_key,
        key_is_a_folder,
        endless_line,
    ],
    ids=lambda f: getattr(f, "__qualname__", ""),
)
def test_something_else_in_its_place(world: World, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    path = tmp_path / "audit" / "kim.jsonl"
    spoil(path)
    nothing_happens(world, path)
    target = path.parent / "target"
    assert not target.exists() or target.read_text() == ""


def test_a_device_without_space(world: World) -> None:
    nothing_happens(world, Path("/dev/full"))


def test_a_device_in_the_place_of_the_head(world: World, tmp_path: Path) -> None:
    path = tmp_path / "audit" / "kim.jsonl"
    Audit(path, Clock()).append("query", {})
    path.with_suffix(".head").unlink()
    path.with_suffix(".head").symlink_to("/dev/null")
    nothing_happens(world, path)
    assert len(list(read(path))) == 1


def test_literals_that_can_not_be_kept(world: World, tmp_path: Path) -> None:
    from aiws_cli.governance.audit.literals import _Piece

    path = tmp_path / "audit" / "kim.jsonl"
    path.with_suffix(".literals").mkdir(parents=True)
    nothing_happens(world, path, find=lambda text: [_Piece(0, 1, "x")] if text else [])
    assert not path.exists() or path.read_bytes() == b""


@contextmanager
def as_nobody(*mine: Path) -> Iterator[None]:
    """Permissions mean nothing to root: where the tests run as root, go on as nobody, who owns these paths."""
    if os.geteuid() != 0:
        yield
        return
    for path in mine:
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A folder that nobody can reach (pytest's own are closed to others)."""
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_folder_without_the_right_to_write(world: World, open_path: Path) -> None:
    folder = open_path / "audit"
    folder.mkdir(mode=0o555)
    with as_nobody(folder):
        nothing_happens(world, folder / "kim.jsonl")
    assert list(folder.iterdir()) == []


def test_a_log_without_the_right_to_write(world: World, open_path: Path) -> None:
    folder = open_path / "audit"
    folder.mkdir()
    path = folder / "kim.jsonl"
    path.write_bytes(b"")
    path.chmod(0o400)
    with as_nobody(folder, path):
        nothing_happens(world, path)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a second user")
@pytest.mark.parametrize("name", ["kim.jsonl", "kim.head", "key", "kim.literals"])
def test_a_file_of_another_users(world: World, open_path: Path, name: str) -> None:
    """Put there in advance, open to all, by somebody who wants to change it later."""
    from aiws_cli.governance.audit.literals import _Piece

    folder = open_path / "audit"
    folder.mkdir()
    theirs = folder / name
    theirs.write_bytes(b"")
    theirs.chmod(0o666)
    with as_nobody(folder):
        nothing_happens(world, folder / "kim.jsonl", find=lambda text: [_Piece(0, 1, "x")] if text else [])
    assert theirs.read_bytes() == b""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a second user")
def test_a_folder_of_another_users_that_all_may_write_to(world: World, open_path: Path) -> None:
    folder = open_path / "audit"
    folder.mkdir()
    folder.chmod(0o777)
    with as_nobody():
        nothing_happens(world, folder / "kim.jsonl")
    folder.chmod(0o1777)
    with as_nobody():
        Audit(folder / "kim.jsonl", Clock()).append("query", {})


def test_a_folder_of_our_own_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    folder.mkdir()
    folder.chmod(0o777)
    Audit(folder / "kim.jsonl", Clock()).append("query", {})
    assert folder.stat().st_mode & 0o022 == 0


@contextmanager
def small_files(limit: int) -> Iterator[None]:
    """No file of this process may grow beyond `limit` bytes: writing fails as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("left", [0, 1, 40, 300])
def test_a_full_disk(world: World, tmp_path: Path, left: int) -> None:
    path = tmp_path / "audit" / "kim.jsonl"
    log = Audit(path, Clock())
    log.append("query", {"question": "가" * 2_000})
    size = path.stat().st_size
    with small_files(size + left):
        nothing_happens(world, path)
    assert check(path).whole and path.stat().st_size == size
    log.append("query", {})
    assert check(path).whole


def test_a_disk_too_full_for_the_head(tmp_path: Path) -> None:
    """The record alone would fit; what can't be told later from a shortened log is not kept."""
    path = tmp_path / "audit" / "kim.jsonl"
    log = Audit(path, Clock())
    log.tokenised({})
    with small_files(511), pytest.raises(AuditError):
        log.append("query", {})
    assert path.read_bytes() == b""
    log.append("query", {})
    assert 0 < path.stat().st_size < 511 and check(path).whole


def test_a_head_that_is_cut_short(tmp_path: Path) -> None:
    fd = os.open(tmp_path / "head", os.O_RDWR | os.O_CREAT)
    try:
        with small_files(100), pytest.raises(OSError):
            write_head(fd, Head("kim", 1, "0" * 64))
        with pytest.raises(ValueError):
            write_head(fd, Head("k" * 500, 1, "0" * 64))
    finally:
        os.close(fd)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_a_tiny_disk_that_fills_up_and_one_that_turns_read_only(world: World, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no mounting here")
    try:
        path = disk / "audit" / "kim.jsonl"
        log, kept = Audit(path, Clock()), []
        log.tokenised({})
        for size in (500, 0):
            with pytest.raises(AuditError):
                for _ in range(1_000):
                    kept.append(log.append("query", {"question": "가" * size}))
        assert len(kept) > 5
        nothing_happens(world, path)
        assert [r["id"] for r in read(path)] == kept and check(path).whole
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        nothing_happens(world, path)
        assert check(path).whole
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_what_a_line_can_not_hold(tmp_path: Path) -> None:
    path = tmp_path / "audit" / "kim.jsonl"
    log = Audit(path, Clock())
    with pytest.raises(AuditError):
        log.append("query", {"question": float("nan")})
    with pytest.raises(AuditError):
        log.append("query", {"question": "x" * (16 * 1024 * 1024)})
    log.append("query", {})
    assert check(path).whole and check(path).lines == 1


def test_a_line_holds_what_would_steer_a_terminal_as_escapes(tmp_path: Path) -> None:
    path = tmp_path / "audit" / "kim.jsonl"
    question = "\x1b[2J\x9b31m\u202e\u200b\U000e0041\ud800"
    Audit(path, Clock()).append("query", {"question": question})
    assert [r["question"] for r in read(path)] == [question] and check(path).whole
    assert path.read_bytes().isascii()


def test_a_broken_detector_is_no_reason_to_write_in_the_open(tmp_path: Path) -> None:
    from aiws_cli.governance.audit.literals import _Piece

    path = tmp_path / "audit" / "kim.jsonl"
    for piece in (_Piece(0, 99, "x"), _Piece(2, 2, "x"), _Piece(-1, 1, "x")):
        with pytest.raises(AuditError):
            Audit(path, Clock(), find=lambda _text, p=piece: [p]).append("query", {"question": "abc"})  # type: ignore[misc]
    assert not path.exists()


def test_no_rows_when_the_outcome_can_not_be_logged(world: World, tmp_path: Path) -> None:
    """The statement ran; what it gave is not handed out."""
    path = tmp_path / "audit" / "kim.jsonl"
    through = guarded(world, Audit(path, Clock()), Watched())
    through.query("SELECT 1")

    class Filling(Watched):
        def run(self, sql: str, limits: Limits, tag: str = "") -> ResultSet:
            path.rename(path.with_name("moved"))
            path.mkdir()
            return super().run(sql, limits, tag)

    warehouse = Filling()
    with pytest.raises(AuditError):
        guarded(world, Audit(path, Clock()), warehouse).query("SELECT 1")
    assert len(warehouse.ran) == 1


def test_a_failure_and_a_stop_are_outcomes_too(world: World, tmp_path: Path) -> None:
    class Stopped(Watched):
        def run(self, sql: str, limits: Limits, tag: str = "") -> ResultSet:
            raise KeyboardInterrupt

        def attach_file(self, path: Path) -> Table:
            raise OSError

    path = tmp_path / "audit" / "kim.jsonl"
    through = guarded(world, Audit(path, Clock()), Stopped())
    with pytest.raises(KeyboardInterrupt):
        through.query("SELECT 1")
    with pytest.raises(OSError):
        through.attach_file(path)
    told = [(r["kind"], r.get("status"), r.get("error")) for r in read(path)]
    assert told == [
        ("query", None, None),
        ("outcome", "failed", "KeyboardInterrupt"),
        ("attach", None, None),
        ("outcome", "failed", "OSError"),
    ]


# — locks —


def test_a_log_that_another_process_does_not_let_go(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "audit" / "kim.jsonl"
    Audit(path, Clock()).append("query", {})
    monkeypatch.setattr(audit_files.open_locked, "__defaults__", (0.05,))
    with path.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        problem = nothing_happens(world, path)
    assert "process" in problem.message("en")
    Audit(path, Clock()).append("query", {})


HOLDER = """
import fcntl, sys, time
file = open(sys.argv[1], "r+b")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(600)
"""


def test_a_lock_whose_holder_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "audit" / "kim.jsonl"
    log = Audit(path, Clock())
    log.append("query", {})
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE)
    assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
    threading.Timer(0.2, lambda: os.kill(holder.pid, signal.SIGKILL)).start()
    started = time.monotonic()
    log.append("query", {})
    assert time.monotonic() - started < 20
    holder.communicate()
    assert check(path).whole and check(path).lines == 2


def test_a_log_that_was_moved_while_its_lock_was_waited_for(tmp_path: Path) -> None:
    """The record goes to the file that has the name, not to one that nobody will find."""
    path = tmp_path / "audit" / "kim.jsonl"
    log = Audit(path, Clock())
    for another in (False, True):
        log.append("query", {})
        moved = path.with_name(f"moved-{another}")
        with path.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            writer = threading.Thread(target=lambda: log.append("query", {"late": True}))
            writer.start()
            time.sleep(0.05)
            path.rename(moved)
            if another:
                path.write_bytes(b"".join(chain(1)))
        writer.join()
        assert not any("late" in r for r in read(moved))
        assert [r.get("late") for r in read(path)][-1] is True
        path.unlink()


def test_a_log_that_can_not_be_read_is_an_error(open_path: Path) -> None:
    folder = open_path / "audit"
    folder.mkdir()
    path = folder / "kim.jsonl"
    path.write_bytes(b"")
    path.chmod(0)
    with as_nobody(folder, path):
        for reading in (lambda: list(read(path)), lambda: check(path), Audit(path, Clock()).head):
            with pytest.raises(AuditError):
                reading()
