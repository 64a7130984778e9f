"""What the tools that run code work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.ports import AuditLog, Sandbox
from ..core.results import ResultColumn
from ..core.runs import RunLimits


@dataclass(frozen=True)
class Bench:
    """Built by `app`. `sandbox` probes when first called and may raise SandboxMissing.

    `write_table` writes a result to a file in the kind its ending says; `who` is what every audit record says of the
    asker; `program` is what runs the code inside (`sandbox/with_tables.py`); `runs` is a folder for the folders of runs, each gone when its run is over.
    """

    sandbox: Callable[[], Sandbox]
    write_table: Callable[[Path, Sequence[ResultColumn], Sequence[Sequence[Any]]], object]
    audit: AuditLog
    who: Callable[[], Mapping[str, Any]]
    program: Path
    runs: Path
    limits: RunLimits = RunLimits()
