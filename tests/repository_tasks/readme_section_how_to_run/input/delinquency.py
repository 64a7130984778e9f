"""상품별 연체율(%)을 출력한다. 연체일수가 기준 이상이면 연체로 본다."""

import argparse
import csv
from collections import defaultdict


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", help="대출 원장 CSV")
    parser.add_argument("--days", type=int, default=30, help="연체로 보는 일수 (기본 30)")
    args = parser.parse_args()
    total, overdue = defaultdict(int), defaultdict(int)
    with open(args.file, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            total[row["product"]] += int(row["balance"])
            if int(row["overdue_days"]) >= args.days:
                overdue[row["product"]] += int(row["balance"])
    for product in sorted(total):
        print(f"{product},{overdue[product] / total[product] * 100:.2f}")


if __name__ == "__main__":
    main()
