"""Runs the report on deposits.csv and prints a line a deposit."""

import argparse
from datetime import date
from pathlib import Path

import duckdb

HERE = Path(__file__).parent


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-date", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    args = parser.parse_args()
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE deposits AS FROM read_csv('{HERE / 'deposits.csv'}')")
    query = (HERE / "maturing_deposits.sql").read_text(encoding="utf-8")
    for deposit_no, maturity_date, amount in connection.execute(query, {"base_date": args.base_date}).fetchall():
        print(f"{deposit_no} {maturity_date} {amount:,}")


if __name__ == "__main__":
    main()
