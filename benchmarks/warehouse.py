"""What guard and worker add to DuckDB: the same aggregates over one big table, plain and guarded, in turn.

    python benchmarks/warehouse.py [ROWS] [ROUNDS]        100 million rows and 5 rounds unless said otherwise

Plain DuckDB runs in a process of its own with the worker's settings; neither process's start is counted. Also prints
how long the worker takes from start to its first answer, and 10,000 rows of 20 columns from statement to cells.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from aiws_cli.core.identity import Identity
from aiws_cli.core.results import Limits
from aiws_cli.core.tables import Column, Table
from aiws_cli.governance.audit.log import Audit
from aiws_cli.governance.rights.access import PolicyAccess
from aiws_cli.governance.rights.policy import whole
from aiws_cli.governance.warehouse import Guarded
from aiws_cli.warehouses.duckdb import DuckDBWarehouse

THREADS, MEMORY_MB = 2, 4_096

BUILD = """
import duckdb, sys
with duckdb.connect(sys.argv[1], config={"threads": 2}) as c:
    c.execute("SET enable_progress_bar = false")
    c.execute("CREATE SCHEMA card")
    c.execute(f'''CREATE TABLE card.transactions AS SELECT range AS tx_id, (range * 7919) % 1000003 AS customer_id,
      DATE '2024-10-01' + CAST((range * 31) % 730 AS INTEGER) AS tx_date, CAST((range * 7919) % 500000 AS DECIMAL(18,2)) AS amount,
      CASE WHEN range % 3 = 0 THEN 'ON' ELSE 'OFF' END AS channel, (range * 13) % 300 AS mcc FROM range({int(sys.argv[2])})''')
"""

PLAIN = f"""
import duckdb, sys, time
c = duckdb.connect(sys.argv[1], read_only=True, config={{"threads": {THREADS}, "memory_limit": "{MEMORY_MB}MiB"}})
c.execute("SET enable_progress_bar = false")
print("ready", flush=True)
for line in sys.stdin:
    t = time.perf_counter()
    c.execute(line).fetchall()
    print(time.perf_counter() - t, flush=True)
"""

QUERIES = (
    "SELECT channel, count(*), sum(amount), avg(amount) FROM card.transactions GROUP BY channel ORDER BY 1",
    "SELECT date_trunc('month', tx_date) AS m, sum(amount) AS s FROM card.transactions WHERE channel = 'ON' GROUP BY 1 ORDER BY 1",
    "SELECT mcc, count(*) AS n, max(amount) FROM card.transactions GROUP BY mcc ORDER BY n DESC, mcc LIMIT 10",
    "SELECT count(DISTINCT customer_id) FROM card.transactions WHERE tx_date >= DATE '2026-01-01'",
    "SELECT customer_id, sum(amount) AS s FROM card.transactions GROUP BY 1 ORDER BY s DESC, 1 LIMIT 20",
)


class Clock:
    def now(self) -> datetime:
        return datetime.now().astimezone()

    def monotonic(self) -> float:
        return time.monotonic()


class Catalog:
    table_ = Table(
        "card.transactions",
        tuple(Column(c, "") for c in ("tx_id", "customer_id", "tx_date", "amount", "channel", "mcc")),
    )

    def table(self, name: str) -> Table | None:
        return self.table_ if name.lower() == self.table_.name else None

    def table_names(self) -> tuple[str, ...]:
        return (self.table_.name,)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory(prefix="aiws-benchmark-") as folder:
        path = Path(folder) / "warehouse.duckdb"
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", BUILD, str(path), str(rows)], check=True)
        print(f"{rows:,} rows built in {time.perf_counter() - started:.0f} s")
        limits = Limits(seconds=600, memory_mb=MEMORY_MB)
        starts = [_start(path, limits) for _ in range(5)]
        print(
            f"worker, from start to the first answer   {statistics.median(starts) * 1000:.0f} ms (median of 5)"
        )
        _compare(path, Path(folder), limits, rounds)


def _start(path: Path, limits: Limits) -> float:
    warehouse = DuckDBWarehouse(path, limits=limits, threads=THREADS)
    started = time.perf_counter()
    warehouse.run("SELECT 1", limits)
    took = time.perf_counter() - started
    warehouse.close()
    return took


def _compare(path: Path, folder: Path, limits: Limits, rounds: int) -> None:
    raw = DuckDBWarehouse(path, limits=limits, threads=THREADS)
    catalog: Any = Catalog()
    guarded = Guarded(
        raw,
        PolicyAccess(whole("benchmark"), catalog),
        Identity("benchmark"),
        Audit(folder / "audit.jsonl", Clock()),
        limits,
        Clock(),
    )
    plain = subprocess.Popen(
        [sys.executable, "-c", PLAIN, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert plain.stdin is not None and plain.stdout is not None
    plain.stdout.readline()
    raw.run("SELECT 1", limits)
    ratios: list[float] = []
    totals = [0.0, 0.0]
    for query in QUERIES:
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(rounds + 1):  # In turn, so that whatever else the machine does falls on both.
            started = time.perf_counter()
            guarded.query(query)
            ours.append(time.perf_counter() - started)
            plain.stdin.write(query + "\n")
            plain.stdin.flush()
            theirs.append(float(plain.stdout.readline()))
        a, b = min(ours[1:]), min(theirs[1:])
        totals[0] += a
        totals[1] += b
        ratios.append(a / b)
        print(f"{query[:70]:70}  plain {b * 1000:8.1f} ms  guarded {a * 1000:8.1f} ms  × {a / b:.3f}")
    print(f"all queries (best of {rounds} each)  plain {totals[1]:.2f} s, guarded {totals[0]:.2f} s")
    print(
        f"ratio of the sums {totals[0] / totals[1]:.3f}, median of the ratios {statistics.median(ratios):.3f}"
    )
    wide = ", ".join(f"tx_id a{n}, amount b{n}, tx_date c{n}, channel d{n}" for n in range(5))
    started = time.perf_counter()
    got = raw.run(f"SELECT {wide} FROM card.transactions LIMIT 10000", limits)
    print(f"{got.row_count:,} × {len(got.columns)} cells in {(time.perf_counter() - started) * 1000:.0f} ms")
    plain.stdin.close()
    plain.wait()
    guarded.close()


if __name__ == "__main__":
    main()
