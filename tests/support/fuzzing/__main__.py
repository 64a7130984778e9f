"""`make fuzz`: as many statements as asked for, and what came of them. Exit 1 where something failed."""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from pathlib import Path

from .campaign import DIALECTS, run


def main() -> int:
    reading = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    reading.add_argument("--count", type=int, default=100_000)
    reading.add_argument("--first", type=int, default=0, help="the number of the first statement")
    reading.add_argument("--seconds", type=float, default=0.0, help="stop after that long; 0: no bound")
    reading.add_argument("--seed", default="", help="the same seed makes the same statements")
    reading.add_argument("--dialect", choices=sorted(set(DIALECTS)), action="append")
    options = reading.parse_args()
    seed = options.seed or f"{random.SystemRandom().randrange(10**9)}"
    print(f"seed {seed}, statements {options.first} to {options.first + options.count - 1}", flush=True)
    os.environ["CNRYENV"] = "CNRYENV"
    with tempfile.TemporaryDirectory(prefix="aiws-fuzz-") as folder:
        counted = run(
            seed,
            options.count,
            Path(folder),
            first=options.first,
            seconds=options.seconds,
            dialects=tuple(options.dialect or DIALECTS),
            told=lambda line: print(line, file=sys.stderr, flush=True),
        )
    print("\n".join(counted.lines()))
    return 1 if counted.failures else 0


if __name__ == "__main__":
    sys.exit(main())
