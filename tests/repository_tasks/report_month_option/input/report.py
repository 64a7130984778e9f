"""월별 카드 승인 금액을 출력한다."""

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
    count, amount = total(MONTH)
    print(f"{MONTH}: {count}건, {amount:,}원")


if __name__ == "__main__":
    main()
