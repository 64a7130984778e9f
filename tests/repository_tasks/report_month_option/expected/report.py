"""월별 카드 승인 금액을 출력한다."""

import argparse
import csv
from pathlib import Path

MONTH = "2026-09"
DATA = Path(__file__).parent / "data" / "approvals.csv"


def total(month):
    """그 달의 승인 건수와 금액."""
    with DATA.open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["date"].startswith(month)]
    return len(rows), sum(int(r["amount"]) for r in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--month", default=MONTH, help="YYYY-MM")
    month = parser.parse_args().month
    count, amount = total(month)
    print(f"{month}: {count}건, {amount:,}원")


if __name__ == "__main__":
    main()
