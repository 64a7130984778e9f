"""The log under bad conditions: torn tails, full disks, killed writers, several at once, edited bytes."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aiws_cli.governance.audit.check import check
from aiws_cli.governance.audit.lines import START, line_of, parse
from aiws_cli.governance.audit.log import Audit, AuditError, file_name, read


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 9, 30, 9, tzinfo=UTC)

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def monotonic(self) -> float:
        return 0.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "audit" / "kim.jsonl"


def is_whole(path: Path, lines: int) -> bool:
    report = check(path)
    return report.whole and report.lines == lines


def test_records_are_chained_and_private(path: Path) -> None:
    log = Audit(path, Clock())
    ids = [log.append("query", {"question": f"질문 {i}", "tables": ["card.customers"]}) for i in range(3)]
    records = list(read(path))
    assert [r["id"] for r in records] == ids
    assert records[0]["prev"] == START
    assert records[1]["prev"] == records[0]["hash"]
    assert "질문 0" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [r["n"] for r in records] == [1, 2, 3]
    report = check(path)
    assert (report.lines, report.whole, report.head) == (3, True, log.head())


def test_a_log_others_could_read_is_closed(path: Path) -> None:
    log = Audit(path, Clock())
    log.append("query", {})
    path.chmod(0o644)
    log.append("query", {})
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_record_can_not_overwrite_its_own_frame(path: Path) -> None:
    id_ = Audit(path, Clock()).append(
        "query", dict.fromkeys(("n", "id", "kind", "at", "prev", "body", "hash", "torn", "broken"), "forged")
    )
    (record,) = read(path)
    assert (record["n"], record["id"], record["kind"]) == (1, id_, "query")
    assert "forged" not in record.values()


def test_a_torn_tail_is_put_aside_and_said(path: Path) -> None:
    said: list[str] = []
    log = Audit(path, Clock(), said.append)
    log.append("query", {"n": 1})
    whole = path.read_bytes()
    with path.open("ab") as file:
        file.write(b'{"id":"half')
    log.append("query", {"n": 2})
    (side,) = [p for p in path.parent.iterdir() if "torn" in p.name]
    assert side.read_bytes() == b'{"id":"half'
    assert side.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes().startswith(whole)
    assert is_whole(path, 2)
    assert list(read(path))[1]["torn"] == {"file": side.name, "bytes": 11}
    assert len(said) == 1 and side.name in said[0]


def test_a_file_that_is_only_a_torn_line(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"a"')
    Audit(path, Clock()).append("query", {})
    assert is_whole(path, 1)


def test_reading_filters(path: Path) -> None:
    log = Audit(path, Clock())
    log.append("query", {"tables": ["card.customers"]})
    log.append("outcome", {"tables": ["card.customers"]})
    log.append("query", {"tables": ["bank.rates"]})
    assert len(list(read(path, kinds=["query"]))) == 2
    assert len(list(read(path, table="CARD.customers"))) == 2
    first = datetime.fromisoformat(next(read(path))["at"])
    assert len(list(read(path, since=first + timedelta(seconds=1)))) == 2
    assert len(list(read(path, until=first + timedelta(seconds=1)))) == 1
    assert list(read(path.with_name("nobody.jsonl"))) == []
    with path.open("ab") as file:
        file.write(b'{"half\n[]\n{}\n{"at":"someday"}\n')
    assert len(list(read(path))) == 3


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ("kim", "kim"),
        ("BANK\\kim", "BANK%5ckim"),
        ("../../etc", "%2e.%2f..%2fetc"),
        ("홍길동", "홍길동"),
        ("", "%"),
        ("a b", "a%20b"),
    ],
)
def test_file_names(user: str, name: str) -> None:
    assert file_name(user) == name
    assert "/" not in name


def test_a_log_that_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    blocked = tmp_path / "audit"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(AuditError) as refused:
        Audit(blocked / "kim.jsonl", Clock()).append("query", {})
    assert refused.value.exit_code == 3
    assert refused.value.hint("ko")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("")
    (tmp_path / "kim.jsonl").symlink_to(target)
    with pytest.raises(AuditError):
        Audit(tmp_path / "kim.jsonl", Clock()).append("query", {})
    assert target.read_text() == ""


def test_a_device_without_space(tmp_path: Path) -> None:
    with pytest.raises(AuditError):
        Audit(Path("/dev/full"), Clock()).append("query", {})


WRITER = """
import sys, datetime, time, os
from pathlib import Path
from aiws_cli.governance.audit.log import Audit
class Clock:
    def now(self): return datetime.datetime.now().astimezone()
    def monotonic(self): return time.monotonic()
log = Audit(Path(sys.argv[1]), Clock())
for i in range(int(sys.argv[2])):
    id_ = log.append("query", {"writer": sys.argv[3], "n": i, "padding": "가" * 300})
    os.write(1, (id_ + "\\n").encode())
"""


def test_a_full_disk_leaves_whole_lines(path: Path) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))

    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(path), "50", "a"],
        capture_output=True,
        preexec_fn=small_files,
        check=False,
    )
    acknowledged = done.stdout.decode().split()
    assert done.returncode != 0
    assert b"AuditError" in done.stderr
    assert [r["id"] for r in read(path)] == acknowledged
    assert is_whole(path, len(acknowledged))


def test_two_processes_write_one_chain(path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), "60", name], stdout=subprocess.PIPE)
        for name in "ab"
    ]
    acknowledged = {id_ for w in writers for id_ in w.communicate()[0].decode().split()}
    assert len(acknowledged) == 120
    assert {r["id"] for r in read(path)} == acknowledged
    assert is_whole(path, 120)


def test_killed_writers_lose_no_acknowledged_record(path: Path) -> None:
    acknowledged: set[str] = set()
    for round_ in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), "100000", "k"], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        acknowledged.add(writer.stdout.readline().decode().strip())
        time.sleep(0.02 * (round_ + 1))
        os.kill(writer.pid, signal.SIGKILL)
        rest = writer.communicate()[0].decode()
        acknowledged.update(line for line in rest.split("\n")[:-1] if line)
    Audit(path, Clock()).append("query", {"last": True})
    kept = {r["id"] for r in read(path)}
    assert acknowledged <= kept
    assert check(path).whole


def test_lines_are_json() -> None:
    line = line_of(1, {"id": "x", "at": "2026-09-30T09:00:00+09:00"}, START)
    assert json.loads(line)["prev"] == START
    assert parse(line[:-1]).hashes == (json.loads(line)["hash"],)
