"""What the guard costs a statement: median and 99th percentile, in milliseconds, per group of statements.

    python benchmarks/guard.py [ROUNDS]

Promised for analysts' statements (the benign sets of the tests, both dialects, with and without a policy): median at most
2 ms, 99th percentile at most 50 ms. A catalog of 2,000 further tables and one table of 1,500 columns stand beside the
statements' own; the policy hides columns, masks them, filters rows by a condition and by a look into another table, and
shows one table in groups only. The last groups are what statements may be at most: wide, long, deep.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from aiws_cli.core.errors import LimitError
from aiws_cli.core.identity import Identity
from aiws_cli.core.tables import Column, Table
from aiws_cli.governance.rights.access import PolicyAccess
from aiws_cli.governance.rights.policy import Policy, Role, Rule, whole
from aiws_cli.governance.sql.guard import guard

STATEMENTS = Path(__file__).resolve().parent.parent / "tests" / "governance" / "sql"
TABLES = {
    "card.customers": "customer_id:BIGINT name region gender birth_year:BIGINT phone memo tags profile detail code",
    "card.grades": "customer_id:BIGINT grade",
    "card.transactions": "tx_id:BIGINT customer_id:BIGINT tx_date:DATE day:DATE region amount:DECIMAL(18,2) channel note state detail",
    "bank.customers": "customer_id:BIGINT name",
    "bank.accounts": "account_id:BIGINT customer_id:BIGINT balance:BIGINT note",
    "bank.rates": "day:DATE rate:DOUBLE",
    "bank.units": "id:BIGINT parent:BIGINT name",
    "hr.salaries": "emp_id:BIGINT dept gender salary:DECIMAL(12,2) bonus:DECIMAL(12,2) hired:DATE",
    "hr.members": "account_id:BIGINT who",
    "영업.실적": "고객명 금액:BIGINT 비고",
    "card.wide": " ".join(f"column_{n}:BIGINT" for n in range(1_500)),
} | {f"filler.table_{i}": " ".join(f"column_{n}" for n in range(30)) for i in range(2_000)}
RULES = (
    Rule(
        ("card.customers",),
        hide=("memo",),
        mask=(("phone", "CASE WHEN {column} IS NOT NULL THEN '010-****' END"), ("name", "name")),
    ),
    Rule(("card.transactions",), rows="region <> '제주'"),
    Rule(
        ("bank.accounts",),
        rows="EXISTS (SELECT 1 FROM hr.members AS m WHERE m.account_id = accounts.account_id)",
    ),
    Rule(("card.wide",), hide=("column_7",), mask=(("column_9", "NULL"),), rows="column_3 > 0"),
    Rule(("hr.salaries",), least_group=10, unit=("emp_id",)),
    Rule(("*.*",)),
)
STRICT = Policy("benchmark", "1", "0", "benchmark", roles={"analyst": Role("analyst", rules=RULES)})

GROUPED = [
    "SELECT dept, COUNT(*) AS n, AVG(salary) AS pay FROM hr.salaries GROUP BY dept ORDER BY n DESC",
    "SELECT dept, gender, SUM(salary * 12) AS s FROM hr.salaries WHERE hired >= '2020-01-01' GROUP BY dept, gender HAVING COUNT(*) > 5",
    "SELECT dept, SUM(bonus) AS b, RANK() OVER (ORDER BY SUM(bonus) DESC) AS r FROM hr.salaries GROUP BY ROLLUP (dept)",
    "SELECT COUNT(*) AS n FROM hr.salaries s JOIN card.grades g ON g.customer_id = s.emp_id AND g.grade = 'VIP'",
    "SELECT dept, COUNT(DISTINCT gender) AS n FROM hr.salaries WHERE emp_id IN (SELECT customer_id FROM card.customers WHERE region = '서울') GROUP BY 1",
    "SELECT AVG(salary) AS a FROM hr.salaries WHERE salary < (SELECT AVG(salary) FROM hr.salaries)",
]
SOME = ", ".join(f"column_{n}" for n in range(100, 500))
WIDE = [
    "SELECT * FROM card.wide",
    f"SELECT {SOME} FROM card.wide w WHERE column_1 = 1",
    f"SELECT {', '.join(f'SUM(w.column_{n}) AS c{n}' for n in range(20, 220))} FROM card.wide w GROUP BY column_11",
    "SELECT a.column_1, b.column_2 FROM card.wide a JOIN card.wide b ON a.column_5 = b.column_5",
]
GROUPED_WIDE = [
    f"SELECT s.dept, {', '.join(f'SUM(w.column_{n}) AS c{n}' for n in range(20, 60))} FROM hr.salaries s JOIN card.wide w ON w.column_1 = s.emp_id GROUP BY s.dept",
]
LARGE = [
    f"SELECT COUNT(*) AS n FROM card.grades WHERE customer_id IN ({', '.join(map(str, range(8_000)))})",
    "SELECT 1 AS n FROM card.grades WHERE " + " AND ".join(f"customer_id <> {n}" for n in range(150)),
    "SELECT " + "(" * 30 + "1" + ")" * 30 + " AS n FROM card.grades",
    "SELECT grade FROM card.grades" + " UNION ALL SELECT grade FROM card.grades" * 90,
    "SELECT "
    + ", ".join(
        f"CASE WHEN amount > {n} THEN SUBSTRING(note, 1, {n + 1}) ELSE 'x' END AS c{n}" for n in range(450)
    )
    + " FROM card.transactions",
    "SELECT '" + "가" * 49_000 + "' AS t FROM card.grades",
]


class Catalog:
    """The tables, as a warehouse of that dialect spells them."""

    def __init__(self, dialect: str) -> None:
        spelled = str.upper if dialect == "snowflake" else str
        self._tables = {
            name: Table(
                spelled(name),
                tuple(
                    Column(spelled(c.partition(":")[0]), c.partition(":")[2] or "VARCHAR")
                    for c in columns.split()
                ),
            )
            for name, columns in TABLES.items()
        }

    def table(self, name: str) -> Table | None:
        return self._tables.get(name.lower())

    def table_names(self) -> tuple[str, ...]:
        return tuple(t.name for t in self._tables.values())


def paragraphs(name: str) -> list[str]:
    text = (STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")
    return [p.strip() for p in text.split("\n\n") if p.strip() and not p.startswith("-- Statements")]


def measure(statements: list[str], dialect: str, policy: Policy, rounds: int) -> list[float]:
    """Milliseconds of each run, sorted. The first round fills caches: a session's first statements pay for it once."""
    access = PolicyAccess(policy, Catalog(dialect), dialect=dialect)  # type: ignore[arg-type]
    identity = Identity("benchmark")
    times: list[float] = []
    for round_ in range(rounds + 1):
        for sql in statements:
            started = time.perf_counter()
            try:
                guard(sql, dialect=dialect, access=access, identity=identity, database="DEMO")
            except LimitError as problem:
                raise SystemExit(
                    f"a statement is over a limit: {problem.message('en')}: {sql[:80]}"
                ) from None
            if round_:
                times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    open_, strict = whole("benchmark"), STRICT
    rows = [
        ("analysts' statements, DuckDB, no policy", paragraphs("benign"), "duckdb", open_),
        ("analysts' statements, DuckDB, policy", paragraphs("benign"), "duckdb", strict),
        ("analysts' statements, Snowflake, no policy", paragraphs("benign_snowflake"), "snowflake", open_),
        ("analysts' statements, Snowflake, policy", paragraphs("benign_snowflake"), "snowflake", strict),
        ("in groups only, DuckDB", GROUPED, "duckdb", strict),
        ("in groups only, Snowflake", GROUPED, "snowflake", strict),
        ("a table of 1,500 columns, DuckDB", WIDE + GROUPED_WIDE, "duckdb", strict),
        ("a table of 1,500 columns, Snowflake", WIDE + GROUPED_WIDE, "snowflake", strict),
        ("near the limits, DuckDB", LARGE, "duckdb", strict),
        ("near the limits, Snowflake", LARGE, "snowflake", strict),
    ]
    print(f"{'guard, milliseconds':<46}{'statements':>12}{'median':>9}{'p99':>9}{'worst':>9}")
    for name, statements, dialect, policy in rows:
        times = measure(statements, dialect, policy, rounds)
        p99 = times[int(len(times) * 0.99)]
        print(
            f"{name:<46}{f'{len(statements)} × {rounds}':>12}{statistics.median(times):>9.2f}{p99:>9.2f}{times[-1]:>9.2f}"
        )


if __name__ == "__main__":
    main()
