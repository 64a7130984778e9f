"""원장 CSV의 금액 합계를 출력한다: python import_ledger.py 파일"""

import csv
import sys

from amounts import total

if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        print(total([row["금액"] for row in csv.DictReader(file)]))
