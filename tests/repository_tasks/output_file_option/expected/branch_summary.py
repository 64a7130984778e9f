"""지점별 신규 계좌 수를 CSV로 출력한다.

    python branch_summary.py data/accounts.csv
"""

import argparse
import csv
import sys
from collections import Counter


def summarize(path):
    """(지점, 신규 계좌 수) 목록. 많은 지점부터, 같으면 이름순."""
    with open(path, encoding="utf-8", newline="") as file:
        counts = Counter(row["branch"] for row in csv.DictReader(file))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def write(rows, file):
    """제목 줄과 함께 CSV로 쓴다."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["지점", "신규계좌"])
    writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("input", help="계좌 CSV 파일")
    parser.add_argument("--output", help="결과를 쓸 파일. 없으면 화면에 출력한다")
    args = parser.parse_args()
    rows = summarize(args.input)
    if args.output:
        with open(args.output, "w", encoding="utf-8", newline="") as file:
            write(rows, file)
    else:
        write(rows, sys.stdout)


if __name__ == "__main__":
    main()
