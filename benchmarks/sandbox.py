"""What running code in the sandbox costs: starting it, probing it, and a query on a table of 10,000 rows inside.

    python benchmarks/sandbox.py [ROUNDS]

The first row is the same interpreter without anything around it.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from aiws_cli.core.results import ResultColumn
from aiws_cli.core.runs import Run
from aiws_cli.drawing.tables import save
from aiws_cli.sandbox import bubblewrap, landlock
from aiws_cli.sandbox.choose import named
from aiws_cli.sandbox.landlock import Landlock
from aiws_cli.sandbox.probe import probe
from aiws_cli.sandbox.running import Walled
from aiws_cli.sandbox.unsandboxed import Unsandboxed
from aiws_cli.sandbox.walls import PYTHON_MODE, Walls

COLUMNS = (
    ResultColumn("day", "DATE"),
    ResultColumn("branch", "VARCHAR"),
    ResultColumn("amount", "DECIMAL(18,2)"),
)
ROWS = [("2026-09-30", f"B{i % 300:03}", f"{i}.50") for i in range(10_000)]
QUERY = (
    "import duckdb\n"
    "t = duckdb.sql(\"SELECT branch, sum(amount) AS total FROM '../inputs/r1.parquet' GROUP BY 1\")\n"
    "t.write_csv('result.csv')\n"
)


def milliseconds(action: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Best and median: on a machine that does other things too the best is the nearest to the cost."""
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        taken.append((time.perf_counter() - started) * 1000)
    return min(taken), statistics.median(taken)


def run(walls: Walls, script: str, table: Path | None = None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if table is not None:
            (Path(folder) / "inputs").mkdir()
            (Path(folder) / "inputs" / "r1.parquet").write_bytes(table.read_bytes())
        outcome = Walled(walls).run(Run(Path(folder), script))
        assert outcome.exit == 0, outcome


def show(name: str, found: tuple[float, float]) -> None:
    print(f"{name:44} {found[0]:7.1f} ms  {found[1]:7.1f} ms")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    print(f"Linux {platform.release()}, Python {platform.python_version()}, {rounds} rounds: best, median")
    tiers: list[Walls] = [Unsandboxed()]
    if (program := bubblewrap.find()) is not None:
        tiers.append(bubblewrap.Bubblewrap(program))
    if landlock.version():
        tiers.append(Landlock(landlock.version()))
    plain = [sys.executable, *PYTHON_MODE, "-c", "pass"]
    show("python, nothing else", milliseconds(lambda: subprocess.run(plain, check=True), rounds))
    with tempfile.TemporaryDirectory() as folder:
        table = save(Path(folder) / "r1.parquet", COLUMNS, ROWS)
        for walls in tiers:
            name = "no walls" if walls.tier == "none" else named(walls.tier)
            show(f"{name}: an empty script", milliseconds(lambda walls=walls: run(walls, ""), rounds))
            show(
                f"{name}: a query of a table",
                milliseconds(lambda walls=walls: run(walls, QUERY, table), rounds),
            )
            if walls.tier != "none":
                found = probe(walls)
                assert found.holds, found
                show(
                    f"{name}: probed by {found.attempts} ways out",
                    milliseconds(lambda walls=walls: probe(walls), rounds),
                )


if __name__ == "__main__":
    main()
