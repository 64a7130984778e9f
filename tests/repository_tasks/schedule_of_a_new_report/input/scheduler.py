"""Reads reports.yaml and prints what runs when."""

from pathlib import Path

import yaml

DAYS = ("day", "monday", "tuesday", "wednesday", "thursday", "friday")


def load(path=Path(__file__).parent / "reports.yaml"):
    """The reports by name. Raises ValueError for one that can't be run."""
    reports = yaml.safe_load(Path(path).read_text(encoding="utf-8"))["reports"]
    for name, report in reports.items():
        if report["every"] not in DAYS or not isinstance(report["at"], str) or not isinstance(report["to"], list):
            raise ValueError(f"{name} can't be run: {report}")
    return reports


if __name__ == "__main__":
    for name, report in load().items():
        print(f"{name}: every {report['every']} at {report['at']} -> {', '.join(report['to'])}")
