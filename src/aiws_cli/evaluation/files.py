"""Records of a run in a file: a JSON line a question."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from ..core.errors import Actor, AiwsError
from .record import Record


class RecordsUnreadableError(AiwsError):
    """A file that holds no records. Slots: path, detail."""

    code: ClassVar[str] = "records_unreadable"
    exit_code: ClassVar[int] = 2
    actor: ClassVar[Actor] = "user"


def line(value: object) -> str:
    """One JSON line, UTF-8 not escaped."""
    return json.dumps(value, ensure_ascii=False, default=str) + "\n"


def write(path: Path, records: Iterable[Record]) -> None:
    """All records, in their order; the file is written whole before it has its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as out:
        out.writelines(line(r.as_dict()) for r in records)
    fresh.replace(path)


def read(path: Path) -> tuple[Record, ...]:
    """The records of a file. Raises RecordsUnreadableError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(Record.of(json.loads(text)) for text in lines if text.strip())
    except (OSError, ValueError, TypeError, AttributeError) as problem:
        raise RecordsUnreadableError(path=str(path), detail=str(problem)) from problem
