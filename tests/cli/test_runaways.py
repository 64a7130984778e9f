"""Statements that would never end, fill the memory or drown the reader, through the doors people have.

Each ends by the limit that was set, with one message and exit code 7; the worker stays near its memory; nothing is
left behind, and the next statement answers.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pexpect
import pytest

from aiws_cli.warehouses.processes import resident_bytes

from .conftest import PROGRAM, Run

pytestmark = pytest.mark.usefixtures("with_demo")

SECONDS, MEMORY_MB = 1, 300
FAR_ABOVE = 40.0
"""Seconds a run may take here as a whole: a statement that isn't ended takes minutes, days or for ever."""
OVER_MB = 500
"""What the worker may be above its limit at one look: the process itself, and what it takes between two looks."""
LIMITS = {"AIWS_LIMIT_SECONDS": str(SECONDS), "AIWS_LIMIT_MEMORY_MB": str(MEMORY_MB)}


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str
    seconds: float
    worker_mb: float
    workers: tuple[int, ...]


def children(pid: int) -> list[int]:
    try:
        return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def ended(*args: str, stdin: str = "") -> Ended:
    """Run `aiws sql` under the limits and watch its workers' memory all along."""
    started = time.monotonic()
    process = subprocess.Popen(
        [*PROGRAM, "sql", *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **LIMITS},
    )
    most, seen = 0, set[int]()

    def look() -> None:
        nonlocal most
        while process.poll() is None:
            for child in children(process.pid):
                seen.add(child)
                most = max(most, resident_bytes(child))
            time.sleep(0.01)

    watch = threading.Thread(target=look)
    watch.start()
    try:
        out, err = process.communicate(stdin.encode(), timeout=FAR_ABOVE)
    finally:
        process.kill()
        watch.join()
    spent = time.monotonic() - started
    return Ended(process.returncode, out.decode(), err.decode(), spent, most / 2**20, tuple(seen))


BIG = "am.fund_nav_daily"
ALWAYS = (
    "cross join of big tables", "recursion without end", "one huge text", "a list of everything", "a sort that does not fit",
    "a result too big to be shown", "sleep", "brackets", "additions", "unions", "subqueries",
)  # fmt: skip
"""Those of CI; the others are run by `make security`."""


def rows(table: list[Any]) -> list[Any]:
    return [
        pytest.param(*row, id=row[0], marks=() if row[0] in ALWAYS else pytest.mark.security) for row in table
    ]


RUNAWAYS = [
    ("cross join of big tables", f"SELECT count(*) FROM {BIG} a, {BIG} b, {BIG} c WHERE a.fund_id || b.fund_id < c.fund_id"),
    ("cross join that shows a row now and then", f"SELECT a.fund_id FROM {BIG} a, {BIG} b WHERE md5(a.fund_id || b.fund_id) LIKE '0000000%'"),
    ("recursion without end", "WITH RECURSIVE r(n) AS (SELECT 1::HUGEINT UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r"),
    ("recursion that doubles", "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r, range(2)) SELECT count(*) FROM r"),
    ("a series without end", "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b"),
    ("one huge text", "SELECT length(repeat('a', 1000000000)) FROM range(50)"),
    ("texts that grow", "SELECT max(length(repeat(repeat('ab', 30000), 3000 + range::INTEGER))) FROM range(1000)"),
    ("a padded text", "SELECT length(rpad('x', 2000000000, 'y'))"),
    ("string_agg of everything", "SELECT length(string_agg(repeat('b', 1000), ',')) FROM range(100000000)"),
    ("a list of everything", "SELECT len(list(repeat('c', 1000) || range)) FROM range(100000000)"),
    ("a list made by range", "SELECT len(range(1000000000))"),
    ("lists of lists", "SELECT len(list_transform(range(1000000), lambda x: range(100000)))"),
    ("a sort that does not fit", f"SELECT * FROM (SELECT a.*, md5(a.fund_id || b.range) AS k FROM {BIG} a, range(2000) b ORDER BY k) ORDER BY k DESC LIMIT 3"),
    ("a window over everything", "SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY md5(range::VARCHAR)) AS n FROM range(200000000))"),
    ("groups without number", "SELECT count(*) FROM (SELECT md5(range::VARCHAR) AS k, count(*) FROM range(500000000) GROUP BY 1)"),
    ("a pattern that goes back", "SELECT count(*) FROM range(2000000) WHERE regexp_matches(repeat('a', 3000) || range, '(a|a)*(a|aa)+c')"),
    ("a result too big to be shown", "SELECT repeat('x', 90000) || range FROM range(1000000000)"),
    ("a cell too long to be shown", "SELECT repeat('a', 400000000)"),
    ("a cell that is a list too long to be shown", "SELECT range(1000000)"),
    ("digits", "SELECT length(factorial(33)::VARCHAR) FROM range(100000000) GROUP BY range"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "sql"), rows(RUNAWAYS))
def test_a_runaway_is_ended_by_a_limit_and_told_once(what: str, sql: str) -> None:
    run = ended(sql, "--format", "csv")
    assert run.code == 7, (run.out[:300], run.err)
    assert run.out == ""
    first, *more = run.err.strip().splitlines()
    assert first.startswith("error: stopped at a limit: "), run.err
    assert len(more) <= 1, run.err  # The hint.
    assert re.search(r" = \d", first), run.err
    assert "Traceback" not in run.err
    assert run.seconds < FAR_ABOVE
    assert 0 < run.worker_mb < MEMORY_MB + OVER_MB
    print(f"{what}: {first} · {run.seconds:.1f} s · {run.worker_mb:.0f} MB")  # noqa: T201
    assert run.workers and not any(resident_bytes(pid) for pid in run.workers), "a worker is left"


REFUSED = [
    ("sleep", "SELECT sleep_ms(600000)", 4),
    ("Postgres' sleep", "SELECT pg_sleep(600)", 4),
    ("brackets", f"SELECT {'(' * 3000}1{')' * 3000}", 7),
    ("lists", f"SELECT {'[' * 500}1{']' * 500}", 7),
    ("signs", f"SELECT {'- ' * 9000}1", 7),
    ("conditions", "SELECT 1 WHERE " + " AND ".join(["true"] * 9000), 7),
    ("additions", "SELECT 1" + " + 1" * 9000, 7),
    ("unions", " UNION ALL ".join(["SELECT 1"] * 4000), 7),
    ("CASE in CASE", "SELECT " + "CASE WHEN true THEN " * 400 + "1" + " END" * 400, 7),
    ("subqueries", "SELECT * FROM " + "(SELECT * FROM " * 300 + "range(1)" + ")" * 300, 7),
    ("columns", "SELECT " + ", ".join(["1"] * 12000), 7),
    ("a long text", f"SELECT '{'a' * 60000}'", 7),
    ("NOT", "SELECT " + "NOT " * 9000 + "true", 7),
]


@pytest.mark.parametrize(("what", "sql", "code"), rows(REFUSED))
def test_what_waits_or_is_too_deep_never_reaches_a_worker(what: str, sql: str, code: int) -> None:
    run = ended("-", stdin=sql)
    assert run.code == code, run.err
    assert run.out == ""
    assert run.err.startswith("error: ") and "Traceback" not in run.err and len(run.err.splitlines()) <= 3
    assert len(run.err) < 1000
    assert run.seconds < FAR_ABOVE


def test_a_result_that_is_only_long_is_cut_and_said(aiws: Run) -> None:
    done = aiws("sql", "SELECT range FROM range(1000000000)", "--format", "csv", "--limit", "10", env=LIMITS)
    assert done.code == 0
    assert len(done.out.splitlines()) == 11
    assert done.err.strip()


def test_the_conversation_goes_on(aiws_home: Path) -> None:
    """In one process: a runaway, the next statement, another runaway, the next statement."""
    process = pexpect.spawn(
        PROGRAM[0],
        [*PROGRAM[1:]],
        env={**os.environ, **LIMITS, "TERM": "dumb", "AIWS_LANG": "en"},
        encoding="utf-8",
        timeout=60,
        dimensions=(40, 200),
    )
    try:
        for number, (_, sql) in enumerate((RUNAWAYS[0], RUNAWAYS[9]), 1):
            process.send(f"/sql {sql}\r")
            process.expect("stopped at a limit")
            process.send(f"/sql SELECT 7000 + {number} AS n\r")
            process.expect(f"7,00{number}\\b")
    finally:
        process.close(force=True)
