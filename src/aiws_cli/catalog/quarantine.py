"""Verified queries that `catalog check` found broken, kept out of use until they are mended.

The list lies beside the index, not in the catalog: it is what this machine saw of its warehouse, not a change to the
metadata. An entry names a query and the hash of its SQL and tables, so that mending the query in the catalog takes it
off by itself; a check that passes rewrites the list without it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from aiws_cli.core.tables import VerifiedQuery


def stamp(query: VerifiedQuery) -> str:
    """Hash of what a query runs and says it reads; a change of either asks for a new verdict."""
    text = "\0".join((query.sql.strip(), *sorted(t.lower() for t in query.tables)))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


class Quarantine:
    """The list of one catalog folder: the file `path`, read again when another process has written it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._stamps: dict[str, str] = {}

    @classmethod
    def of(cls, index: Path) -> Quarantine:
        """The list that belongs to an index file."""
        return cls(index.with_suffix(".quarantine"))

    def __len__(self) -> int:
        self._read()
        return len(self._stamps)

    def holds(self, query: VerifiedQuery) -> bool:
        """Whether this very query, as it stands now, is kept out of use."""
        self._read()
        return bool(self._stamps) and self._stamps.get(query.id) == stamp(query)

    def write(self, broken: Mapping[str, str]) -> None:
        """Keep out exactly these: id → stamp. Raises OSError where the list cannot be written."""
        if not broken:
            self._path.unlink(missing_ok=True)
            return
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({"queries": dict(sorted(broken.items()))}, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
        finally:
            fresh.unlink(missing_ok=True)

    def _read(self) -> None:
        try:
            stat = self._path.stat()
        except OSError:
            self._seen, self._stamps = None, {}
            return
        seen = (stat.st_mtime_ns, stat.st_size)
        if seen == self._seen:
            return
        self._seen, self._stamps = seen, {}
        # A list that cannot be read keeps nothing out; the next check writes it anew.
        with suppress(OSError, ValueError, AttributeError, KeyError, TypeError):
            kept = json.loads(self._path.read_text(encoding="utf-8"))["queries"]
            self._stamps = {str(k): str(v) for k, v in kept.items()}
