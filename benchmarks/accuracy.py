"""Right answers, by suite: accuracy with its interval, calls, tokens, and the one-shot baseline beside it.

    python benchmarks/accuracy.py --suites DIR [--model GGUF] [--out DIR] [--no-baseline] [--only NAME]

Runs the built-in suites (demo-finance in its two halves, a second set, retrieval) and every suite folder in DIR through
`aiws eval run`, with the records and an HTML report of each in --out. A run that was stopped goes on where it was:
replies of the model are kept. The table goes to benchmarks/results/accuracy.txt.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BUILT_IN = (
    ("demo-finance", "open"),
    ("demo-finance", "held"),
    ("demo-finance-second", "held"),
    ("retrieval", "open"),
    ("retrieval", "held"),
)


def suites(folder: Path | None) -> list[tuple[str, str]]:
    """(suite, half) in the order they run; a suite of DIR is named by its path."""
    found = sorted(p.parent for p in folder.glob("*/questions.jsonl")) if folder else []
    return [*((str(f), "all") for f in found), *BUILT_IN]


def run(suite: str, half: str, out: Path, *, baseline: bool, environment: dict[str, str]) -> dict[str, Any]:
    name = f"{Path(suite).name}-{half}"
    command = [sys.executable, "-m", "aiws_cli", "eval", "run", suite, "--half", half, "--json",
               "--records", str(out / f"{name}.jsonl"), "--html", str(out / f"{name}.html"),
               *(["--baseline"] if baseline else [])]  # fmt: skip
    print(f"== {name}", flush=True)
    started = time.monotonic()
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name}: exit {done.returncode}; run it again to go on\n{done.stdout}")
    report: dict[str, Any] = json.loads(done.stdout)
    (out / f"{name}.json").write_text(done.stdout, encoding="utf-8")
    report["minutes"] = (time.monotonic() - started) / 60
    return report


def row(name: str, report: dict[str, Any]) -> list[str]:
    summary = report["summary"]
    found = summary["retrieval"]
    if found and not summary["accuracy"]["of"]:
        at = {str(k): v for k, v in found["recall"].items()}
        told = f"recall@5 {at['5']:.3f}, @10 {at['10']:.3f}, MRR {found['mrr']:.3f}"
        return [name, str(found["questions"]), told, "-", "-", "-"]
    baseline = summary["baseline"]
    cost = summary["cost"]
    ratio = cost["ratio_to_baseline"]
    return [
        name,
        str(summary["accuracy"]["of"]),
        _rate(summary["accuracy"]),
        _rate(baseline["accuracy"]) if baseline else "-",
        f"{cost['model_calls']:.2f}",
        f"{cost['beyond_head_tokens']['mean']:.0f}" + (f" ({ratio:.2f}×)" if ratio else ""),
    ]


def _rate(rate: dict[str, Any]) -> str:
    return f"{rate['share']:.3f} ({rate['low']:.3f}–{rate['high']:.3f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--suites", type=Path)
    parser.add_argument("--model", help="a GGUF file (default: the embedded model that settings name)")
    parser.add_argument("--out", type=Path, default=Path("accuracy"))
    parser.add_argument("--no-baseline", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    chosen = parser.parse_args()
    out = chosen.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "AIWS_PROVIDER": "embedded"}
    if chosen.model:
        environment["AIWS_GGUF"] = str(Path(chosen.model).absolute())
    rows = [
        [
            "suite",
            "questions",
            "accuracy (95 %)",
            "baseline",
            "calls",
            "tokens beyond the head (of baseline's)",
        ]
    ]
    model = ""
    for suite, half in suites(chosen.suites):
        name = f"{Path(suite).name}-{half}"
        if chosen.only and name not in chosen.only and Path(suite).name not in chosen.only:
            continue
        # The baseline's schema is the suite's own; on the large demo catalog it would be a search of its own.
        baseline = not chosen.no_baseline and half == "all"
        report = run(suite, half, out, baseline=baseline, environment=environment)
        model = report.get("model", model)
        rows.append(row(name, report))
        print(" · ".join(rows[-1]), f"· {report['minutes']:.0f} min", flush=True)
    wide = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    text = "\n".join("  ".join(cell.ljust(w) for cell, w in zip(r, wide, strict=True)).rstrip() for r in rows)
    target = ROOT / "benchmarks" / "results" / "accuracy.txt"
    target.write_text(f"{model}, temperature 0\n\n{text}\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
