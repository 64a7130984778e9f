"""KV states of fixed prompt prefixes on disk, so that a new process does not read the same text again.

A state belongs to exactly one (weights, prompt tokens, window, engine version). Files are the owner's alone (a state
holds the prompt's tokens), written whole before they get their name, checked before they are used: a file that is not
what was written is thrown away, never handed to the engine.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from .gguf import private_folder, write_private


class PrefixStore:
    """A folder of `<key>.kv` with `<key>.json` beside each; `limit_mb` bounds them all, the longest unused go first."""

    def __init__(self, folder: Path, limit_mb: int) -> None:
        self.folder = folder
        self._limit = limit_mb * 1_000_000

    @property
    def usable(self) -> bool:
        return self._limit > 0

    @staticmethod
    def key(model_digest: str, tokens: Sequence[int], window: int, engine: str) -> str:
        """Hex name of the state of these tokens."""
        body = json.dumps([model_digest, list(tokens), window, engine], separators=(",", ":"))
        return hashlib.sha256(body.encode()).hexdigest()

    def open(self) -> Path:
        """The folder, made private. Raises OSError."""
        return private_folder(self.folder)

    def find(self, key: str) -> str | None:
        """File name of a whole, unchanged state; a broken one is removed and None returned."""
        state, note = self.folder / f"{key}.kv", self.folder / f"{key}.json"
        try:
            expected = json.loads(note.read_text(encoding="utf-8"))
            if state.stat().st_size == expected["bytes"] and _digest(state) == expected["sha256"]:
                os.utime(state)
                return state.name
        except FileNotFoundError:
            if not state.exists() and not note.exists():
                return None
        except (OSError, ValueError, KeyError, TypeError):
            pass
        self.drop(key)
        return None

    def drop(self, key: str) -> None:
        for name in (f"{key}.json", f"{key}.kv"):
            with contextlib.suppress(OSError):
                (self.folder / name).unlink()

    def draft(self, key: str) -> str:
        """A name for the engine to write to; `keep` or `discard` it afterwards."""
        return f"draft-{os.getpid()}-{key[:16]}"

    def discard(self, draft: str) -> None:
        with contextlib.suppress(OSError):
            (self.folder / draft).unlink()

    def keep(self, draft: str, key: str) -> bool:
        """Give a written draft its name, then make room. False where the disk did not take it or it is too large."""
        path = self.folder / draft
        try:
            path.chmod(0o600)
            size = path.stat().st_size
            if size == 0 or size > self._limit:
                self.discard(draft)
                return False
            note = json.dumps({"bytes": size, "sha256": _digest(path), "made": int(time.time())})
            path.replace(self.folder / f"{key}.kv")
            write_private(self.folder / f"{key}.json", note.encode())
        except OSError:
            self.discard(draft)
            self.drop(key)
            return False
        self._make_room(key)
        return True

    def _make_room(self, newest: str) -> None:
        states = []
        for path in self.folder.glob("*.kv"):
            with contextlib.suppress(OSError):
                stat = path.stat()
                states.append((stat.st_mtime_ns, stat.st_size, path.stem))
        total = sum(size for _, size, _ in states)
        for _, size, key in sorted(states):
            if total <= self._limit:
                break
            if key != newest:
                self.drop(key)
                total -= size
        an_hour_ago = time.time() - 3600
        for draft in self.folder.glob("draft-*"):
            with contextlib.suppress(OSError):
                if draft.stat().st_mtime < an_hour_ago:
                    draft.unlink()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
