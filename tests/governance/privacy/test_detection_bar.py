"""The bar of detection: of planted values 99 % are found, in files and in results; of clean files at most 2 % are flagged.

`benchmarks/pii.py` measures the same on more and prints it by kind.
"""

from __future__ import annotations

from pathlib import Path

from support.detection import false_positives, recall, recall_in_results

SEED = 7


def test_planted_values_are_found_in_files(tmp_path: Path) -> None:
    found = recall(tmp_path, SEED, 180)
    assert found.planted["all"] >= 450
    assert found.share() >= 0.99, found.missed
    assert {k: found.share(k) for k in found.planted if found.share(k) < 0.95} == {}


def test_planted_values_are_found_in_results_and_masked() -> None:
    found, left_readable = recall_in_results(SEED, 150)
    assert found.planted["all"] >= 300
    assert found.share() >= 0.99, found.missed
    assert left_readable == []


def test_clean_files_are_left_alone(tmp_path: Path) -> None:
    found = false_positives(tmp_path, SEED, 8, 120)
    assert found.files["all"] >= 600
    assert found.share() <= 0.02, found.why
    assert {k: found.share(k) for k in found.files if found.share(k) > 0.05} == {}
