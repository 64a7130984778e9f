"""`--save FILE`: where a result may go, checked before anything is asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import UsageError
from ..core.language import say
from ..core.results import ResultColumn

if TYPE_CHECKING:
    from ..app import Application

SUFFIXES = (".csv", ".xlsx", ".parquet", ".json")


def check_target(name: str) -> Path:
    """The file a result will be saved to. UsageError for a kind we do not write, a missing folder, a file that exists, no right to write."""
    path = Path(name).expanduser().absolute()
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(detail=say("cli.save.suffix", path=path.name, suffixes=" ".join(SUFFIXES)))
    if not path.parent.is_dir():
        raise UsageError(detail=say("cli.save.no_folder", folder=path.parent))
    if path.exists():
        raise UsageError(detail=say("cli.save.exists", path=path))
    if not os.access(path.parent, os.W_OK):
        raise UsageError(detail=say("cli.save.not_writable", path=path))
    return path


def save(
    application: Application,
    path: Path,
    columns: Sequence[ResultColumn],
    rows: Sequence[Sequence[Any]],
    *,
    of: str,
) -> None:
    """Write the rows in the kind the file's name says, and that they left to the audit log before.

    `of` is the audit record of the query they came from. Raises ExportDenied, AuditError; then nothing is written.
    """
    from ..drawing.tables import save as write

    application.check_export()
    application.audit.append(
        "export", {**application.who, "of": of, "file": str(path), "row_count": len(rows)}
    )
    write(path, columns, rows)
