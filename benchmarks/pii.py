"""How much of planted personal data and secrets is found, and how many clean files are flagged, by kind.

    python benchmarks/pii.py [FILES] [SEED]

Planted: made-up values in prose, Markdown, CSV, SQL, Python, YAML, JSON, logs, workbooks and results. Clean: made files
full of look-alikes, the project's own, and sources of Python's library. What counts is of medium or high confidence.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from aiws_cli.core.results import ResultColumn, ResultSet
from aiws_cli.governance.privacy import pii, secrets
from aiws_cli.governance.privacy.cells import scan_result
from support.detection import Flagged, Recall, false_positives, recall, recall_in_results


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1_800
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261122
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _told("found in files", recall(folder, seed, files))
        found, left = recall_in_results(seed + 1, files // 9)
        _told("found in results", found)
        print(f"left readable by masking: {len(left)}\n")
        _flagged(false_positives(folder, seed, 20, 300))
    _speed()


def _told(title: str, found: Recall) -> None:
    print(title)
    for key in sorted(found.planted, key=lambda k: (k == "all", k.startswith("in "), k)):
        print(f"  {key:<18} {found.found[key]:>5} of {found.planted[key]:>5}  {found.share(key):7.2%}")
    for carrier, kind, text in found.missed[:12]:
        print(f"  missed in {carrier}: {kind} {text[:60]!r}")
    print()


def _flagged(found: Flagged) -> None:
    print("clean files flagged")
    for key in sorted(found.files, key=lambda k: k == "all"):
        print(f"  {key:<18} {found.flagged[key]:>5} of {found.files[key]:>5}  {found.share(key):7.2%}")
    for name, kind, where in found.why[:12]:
        print(f"  {Path(name).name}: {kind}, {where}")
    print()


def _speed() -> None:
    rng = random.Random(1)
    rows = tuple(
        (
            f"C{i:07}",
            f"고객{i}",
            f"010-{i:04}-0000",
            f"메모 {i}번 처리",
            *(rng.randrange(10**6) for _ in range(16)),
        )
        for i in range(10_000)
    )
    result = ResultSet(tuple(ResultColumn(f"c{i}", "VARCHAR") for i in range(20)), rows)
    started = time.process_time()
    scan_result(result)
    print(f"a result of 10,000 × 20 cells   {time.process_time() - started:.2f} s")
    prompt = Path(__file__).read_text(encoding="utf-8")[:3_000]
    started = time.process_time()
    for _ in range(100):
        pii.find(prompt), secrets.find(prompt)
    print(f"a prompt of 3,000 characters    {(time.process_time() - started) * 10:.2f} ms")


if __name__ == "__main__":
    main()
