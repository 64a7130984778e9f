"""What the audit log costs: writing a record, six writers at once, the digest of a result, checking a long log.

    python benchmarks/audit.py [RECORDS]

Writes into a temporary folder; TMPDIR says on which disk. `without fsync` shows what is left when the disk costs nothing.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from aiws_cli.core.results import ResultColumn
from aiws_cli.governance.audit.check import check
from aiws_cli.governance.audit.literals import Key
from aiws_cli.governance.audit.log import Audit
from aiws_cli.governance.privacy.redaction import personal

RECORD = {
    "user": "kim",
    "role": "analyst",
    "policy": {"name": "bank", "version": "2026.1", "digest": "a" * 64},
    "session_id": "20261122-091503-abcdef",
    "prompt_versions": {"write_sql": "3", "data_question": "2"},
    "model": "qwen2.5-coder:1.5b",
    "model_digest": "sha256:" + "a" * 64,
    "question": "900101-1234567 고객의 지점별 예금 잔액 상위 5곳을 알려줘",
    "sql": "SELECT b.branch_name, SUM(a.balance) FROM bank.accounts a JOIN bank.branches b USING (branch_id)"
    " WHERE a.resident_no = '900101-1234567' GROUP BY 1 ORDER BY 2 DESC LIMIT 5",
    "executed_sql": 'SELECT "b"."branch_name", SUM("a"."balance") FROM (SELECT "account_id", "balance" FROM t) '
    * 4,
    "tables": ["bank.accounts", "bank.branches"],
    "dialect": "duckdb",
}


class Clock:
    def now(self) -> datetime:
        return datetime.now().astimezone()

    def monotonic(self) -> float:
        return time.monotonic()


def timed(what: Callable[[], Any], times: int) -> list[float]:
    """Milliseconds of each call, rising."""
    out = []
    for _ in range(times):
        started = time.perf_counter()
        what()
        out.append((time.perf_counter() - started) * 1000)
    return sorted(out)


def told(name: str, times: list[float]) -> None:
    middle, late = statistics.median(times), times[int(len(times) * 0.99)]
    print(f"{name:<34} median {middle:7.3f} ms   99th percent {late:7.3f} ms")


def append(log: Audit) -> str:
    return log.append("query", RECORD)


def write(path: Path, count: int) -> None:
    """One of several writers: its own times, a line each."""
    log = Audit(path, Clock(), find=personal)
    print("\n".join(f"{t:.4f}" for t in timed(lambda: append(log), count)))


def main() -> None:
    if len(sys.argv) == 4:
        write(Path(sys.argv[2]), int(sys.argv[3]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    with tempfile.TemporaryDirectory() as folder:
        log = Audit(Path(folder) / "audit" / "kim.jsonl", Clock(), find=personal)
        append(log)
        told("a record, to the disk", timed(lambda: append(log), count))
        fsync, os.fsync = os.fsync, lambda _fd: None  # type: ignore[assignment]
        told("a record, without fsync", timed(lambda: append(log), count))
        plain = Audit(log.path, Clock())
        told("the same, nothing looked for", timed(lambda: append(plain), count))
        told("the head, for a QUERY_TAG", timed(log.mark, count))
        fresh = [Audit(log.path, Clock()) for _ in range(count)]
        told("the head, of a log just opened", timed(lambda: fresh.pop().mark(), count))
        os.fsync = fsync

        path = Path(folder) / "audit" / "lee.jsonl"
        command = [sys.executable, __file__, "--write", str(path), str(count // 3)]
        started = time.perf_counter()
        writers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)]
        times = sorted(float(t) for w in writers for t in w.communicate()[0].split())
        seconds = time.perf_counter() - started
        told("a record, six writers at once", times)
        print(
            f"six writers                        {len(times) / seconds:,.0f} records/s, starts of Python included"
        )
        assert check(path).whole and check(path).lines == len(times)

        key = Key(b"k" * 32, "0" * 8)
        columns = tuple(ResultColumn(f"c{i}", "DOUBLE") for i in range(5))
        rows = [(f"지점 {i}", i, i / 7, None, "2026-09-30") for i in range(10_000)]
        told("the digest of 10,000 rows × 5", timed(lambda: key.digest(columns, rows), 20))

        os.fsync = lambda _fd: None  # type: ignore[assignment]
        while log.head().n < 100_000:
            plain.append("query", RECORD)
            log = plain
        os.fsync = fsync
        size = log.path.stat().st_size
        (seconds,) = (t / 1000 for t in timed(lambda: check(log.path), 1))
        print(f"checking 100,000 records           {seconds:.2f} s, {size / seconds / 1e6:,.0f} MB/s")
        with log.path.open("r+b") as file:
            file.seek(size // 2)
            file.write(b"#")
        (seconds,) = (t / 1000 for t in timed(lambda: check(log.path), 1))
        print(f"checking them with one byte edited {seconds:.2f} s: {', '.join(check(log.path).kinds)}")


if __name__ == "__main__":
    main()
