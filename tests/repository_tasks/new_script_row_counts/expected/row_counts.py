"""Prints the number of data rows of every CSV file in a folder."""

import csv
import sys
from pathlib import Path


def count(path: Path) -> int:
    """Data rows; the header does not count, line breaks inside of quotes neither."""
    with path.open(encoding="utf-8", newline="") as file:
        return max(0, sum(1 for _ in csv.reader(file)) - 1)


def main() -> None:
    for path in sorted(Path(sys.argv[1]).glob("*.csv")):
        print(f"{path.name}\t{count(path)}")


if __name__ == "__main__":
    main()
