"""Twelve questions of the built-in suite through the real 0.5B: the run ends, counts, remembers, and compares."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.demo.build import build

pytestmark = pytest.mark.real_model

QUESTIONS = 12


def run(*arguments: str, environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "aiws_cli", "eval", "run", "demo-finance", "--json", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_a_sample_is_scored_and_then_rescored_without_the_model(
    real_gguf: Path, aiws_home: Path, tmp_path: Path
) -> None:
    warehouse = tmp_path / "demo.duckdb"
    build(warehouse, scale=0.2)
    environment = {
        "AIWS_GGUF": str(real_gguf),
        "AIWS_PROVIDER": "embedded",
        "AIWS_WAREHOUSE": f"duckdb://{warehouse}",
    }
    sample = ("--questions", str(QUESTIONS), "--seed", "11")
    records, page, lines = (tmp_path / name for name in ("records.jsonl", "report.html", "predictions.jsonl"))
    first = run(*sample, "--records", str(records), "--html", str(page), "--predictions", str(lines),
                environment=environment)  # fmt: skip
    assert first["schema"] == "aiws.eval/1" and first["complete"] and not first["broken"]
    told = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert len(told) == QUESTIONS
    assert sum(t["model_calls"] for t in told) > 0 and all(t["wall_s"] >= 0 for t in told)
    # The smallest model gets some of them right; none of them would mean that nothing works at all.
    assert sum(t["ok"] for t in told) >= 3
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")

    again = run(*sample, "--replay", "--against", str(records), environment=environment)
    assert again["summary"]["accuracy"] == first["summary"]["accuracy"]
    assert again["against"]["counts"]["won"] == again["against"]["counts"]["lost"] == 0
