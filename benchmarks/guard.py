"""What the guard costs a statement: median and 99th percentile over the analytic statements of the tests.

    python benchmarks/guard.py [ROUNDS]

Runs on a catalog of 2,000 tables besides the statements' own, so that looking names up is part of the figure.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from aiws_cli.core.identity import Identity
from aiws_cli.core.tables import Column, Table
from aiws_cli.governance.rights.access import PolicyAccess
from aiws_cli.governance.rights.policy import whole
from aiws_cli.governance.sql.guard import guard

STATEMENTS = Path(__file__).resolve().parent.parent / "tests" / "governance" / "benign.sql"
TABLES = {
    "card.customers": "customer_id name region gender birth_year tags profile",
    "card.grades": "customer_id grade",
    "card.transactions": "tx_id customer_id tx_date day amount channel detail",
    "bank.customers": "customer_id name",
    "bank.accounts": "account_id customer_id balance",
    "bank.rates": "day rate",
    "bank.units": "id parent name",
    "영업.실적": "고객명 금액 비고",
} | {f"filler.table_{i}": " ".join(f"column_{n}" for n in range(30)) for i in range(2_000)}


class Catalog:
    def __init__(self) -> None:
        self._tables = {
            name: Table(name, tuple(Column(c, "VARCHAR") for c in columns.split()))
            for name, columns in TABLES.items()
        }

    def table(self, name: str) -> Table | None:
        return self._tables.get(name.lower())

    def table_names(self) -> tuple[str, ...]:
        return tuple(self._tables)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    text = STATEMENTS.read_text(encoding="utf-8")
    statements = [p.strip() for p in text.split("\n\n") if p.strip() and not p.startswith("-- Statements")]
    access, identity = PolicyAccess(whole("benchmark"), Catalog()), Identity("benchmark")  # type: ignore[arg-type]
    times: list[float] = []
    for round_ in range(rounds + 1):
        for sql in statements:
            started = time.perf_counter()
            guard(sql, dialect="duckdb", access=access, identity=identity)
            if round_:  # The first round fills caches: a session's first statements pay for it once.
                times.append((time.perf_counter() - started) * 1000)
    times.sort()
    print(f"statements          {len(statements)} × {rounds}")
    print(f"guard, median       {statistics.median(times):.2f} ms")
    print(f"guard, 99th percent {times[int(len(times) * 0.99)]:.2f} ms")
    print(f"guard, worst        {times[-1]:.2f} ms")


if __name__ == "__main__":
    main()
