from datetime import date

from checking import expect, rows, script, text

world = """
    CREATE TABLE deposits (deposit_no VARCHAR, maturity_date DATE, amount BIGINT);
    INSERT INTO deposits VALUES ('a', '2026-01-01', 1), ('b', '2026-01-30', 2), ('c', '2026-01-31', 3), ('d', '2025-12-31', 4);
    """
query = text("maturing_deposits.sql")
expect("2026-09-30" not in query, "the date is still written into the query")
expect("$base_date" in query, "the query has no parameter $base_date")
outcomes = []
for value in (date(2026, 1, 1), "2026-01-01"):
    try:
        outcomes.append([r[0] for r in rows(query, world, {"base_date": value})])
    except Exception as problem:
        outcomes.append(str(problem))
expect(["a", "b"] in outcomes, f"with base_date 2026-01-01: {outcomes[0]}")
for day, wanted in (("2026-09-30", "D-002 2026-09-30 2,500,000\nD-003 2026-10-29 300,000\n"), ("2026-12-01", "D-005 2026-12-01 5,000,000\n")):
    ran = script("run_report.py", "--base-date", day)
    expect(ran.code == 0, f"run_report.py --base-date {day} ends with {ran.code}: {ran.last}")
    expect(ran.out == wanted, f"run_report.py --base-date {day} prints {ran.out!r}")
expect(script("run_report.py").code != 0, "without --base-date it runs nevertheless")
