"""What files were before a turn changed them and what they became, so that a turn can be undone.

Kept as git objects in a repository of our own under AIWS_HOME, one a folder: the folder's own repository, its index and
branches are not touched, and none is needed. A file's old content is safe there before the first byte of it is changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ..core.errors import Actor, AiwsError
from ..core.language import Language, say
from ..core.safe_git import GitFailed, run_git
from ..tools.places import open_beneath
from ..tools.text_files import put_bytes, remove

_WHO = {
    "GIT_AUTHOR_NAME": "aiws",
    "GIT_AUTHOR_EMAIL": "aiws@localhost",
    "GIT_COMMITTER_NAME": "aiws",
    "GIT_COMMITTER_EMAIL": "aiws@localhost",
}
MAX_BYTES = 50_000_000
"""A bigger file is not changed by a tool: what can't be kept can't be undone."""


class UndoRefused(AiwsError):
    """A turn can't be undone. Slots: why (nothing, changed, large), what (the files, or the turn)."""

    code: ClassVar[str] = "undo_refused"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "user"

    def message(self, language: Language | None = None) -> str:
        return say(f"agent.undo.{self.slots['why']}", language, **self.slots)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file at one moment: its blob and mode; both empty where it is not there."""

    path: str
    blob: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What a turn made of a file: its bytes before and after, None where it was not there. `at` is in seconds since 1970."""

    session: str
    turn: int
    at: int
    before: bytes | None
    after: bytes | None


class Checkpoints:
    """The turns of one session in one folder. `turn` counts from 1. Not thread-safe."""

    def __init__(self, home: Path, folder: Path, session: str) -> None:
        """`home` is where the repositories of all folders lie; nothing is made before the first change."""
        self._folder = Path(os.path.realpath(folder))
        self._git_dir = home / f"{hashlib.sha256(str(self._folder).encode()).hexdigest()[:24]}.git"
        self._session = session
        self._turn = 0
        self._before: dict[str, Entry] = {}

    def begin(self, turn: int) -> None:
        """A turn begins; what is kept from now on belongs to it."""
        self._turn, self._before = turn, {}

    def keep(self, paths: Iterable[Path]) -> None:
        """Keep these files as they are now, before they are changed; those of this turn once. Raises UndoRefused, GitFailed.

        What lies outside of the folder is not ours to put back: a person agreed to it, and it stays.
        """
        real = (Path(os.path.realpath(p.parent), p.name) if p.is_absolute() else p for p in paths)
        inside = [p for p in real if not p.is_absolute() or p.is_relative_to(self._folder)]
        new = [p for p in map(self._name, inside) if p not in self._before]
        if not new:
            return
        self._make()
        for name in new:
            self._before[name] = self._now(name)
        self._point("before", self._before.values())

    def end(self) -> tuple[str, ...]:
        """The turn is over: keep what its files became. The files that differ, by name."""
        if not self._before:
            return ()
        now = [self._now(name) for name in self._before]
        self._point("after", now)
        return tuple(e.path for e in now if e != self._before[e.path])

    def turns(self) -> tuple[int, ...]:
        """The turns of the session that changed files and are not undone, oldest first."""
        if not self._git_dir.is_dir():
            return ()
        refs = (
            self._git("for-each-ref", "--format=%(refname)", f"refs/aiws/{self._session}/").decode().split()
        )
        return tuple(sorted({int(r.split("/")[3]) for r in refs if r.endswith("/before")}))

    def fork(self, session: str, turns: int | None = None) -> None:
        """Another session begins as this one did, up to turn `turns` or whole: what was changed by then it can take back too."""
        if not self._git_dir.is_dir():
            return
        listed = self._git("for-each-ref", "--format=%(objectname) %(refname)", f"refs/aiws/{self._session}/")
        made = []
        for line in listed.decode().splitlines():
            commit, _, ref = line.partition(" ")
            turn, moment = ref.split("/")[3:]
            if turns is None or int(turn) <= turns:
                made.append(f"create refs/aiws/{session}/{turn}/{moment} {commit}\n")
        self._git("update-ref", "--stdin", stdin="".join(made).encode())

    def diff(self, turn: int) -> str:
        """What the turn changed, as a unified diff; of one that was cut short, up to now. Raises UndoRefused."""
        self._known(turn)
        self._finish(turn)
        changed = self._git(
            "diff",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            self._ref(turn, "before"),
            self._ref(turn, "after"),
        )
        return changed.decode("utf-8", "replace")

    def history(
        self, name: str, *, until: tuple[int, str, int] | None = None, seen: frozenset[str] = frozenset()
    ) -> tuple[Version, ...]:
        """What the turns of all sessions made of a file of this folder, oldest first; those undone are not there any more.

        Those alone before the turn `until` (its time, session and number). A file that a turn moved here brings what was made
        of it under its old name, names already `seen` apart.
        """
        if not self._git_dir.is_dir() or "\n" in name:
            return ()
        listed = self._git(
            "for-each-ref", "--format=%(refname) %(committerdate:unix) %(objectname)", "refs/aiws/"
        )
        points = {
            ref: (int(at), id_) for ref, at, id_ in (line.split() for line in listed.decode().splitlines())
        }
        # A turn that a fork has too is that of the session it was made in, which is the older one.
        own: dict[tuple[str, ...], tuple[int, str, int]] = {}
        for ref in sorted(points, reverse=True):
            top, _, moment = ref.rpartition("/")
            if moment == "before" and f"{top}/after" in points:
                session, turn = top.split("/")[2:]
                at, id_ = points[ref]
                own[turn, id_, points[f"{top}/after"][1]] = (at, session, int(turn))
        turns = sorted(t for t in own.values() if until is None or t < until)
        refs = [f"refs/aiws/{s}/{n}/{moment}" for _, s, n in turns for moment in ("before", "after")]
        blobs = iter(self._blobs([f"{ref}:{name}" for ref in refs]))
        out: list[Version] = []
        for (at, session, turn), (_, before), (blob, after) in zip(turns, blobs, blobs, strict=False):
            if before is None and after is not None:
                old = self._moved_from(f"refs/aiws/{session}/{turn}", blob, {*seen, name})
                if old:
                    out += self.history(old, until=(at, session, turn), seen=seen | {name})
                    before = after
            if before != after or before is not None:
                out.append(Version(session, turn, at, before, after))
        return tuple(out)

    def _moved_from(self, turn: str, blob: str, not_: set[str]) -> str:
        """The file that was this blob before the turn and is not there after it; empty where none is."""
        before, after = (
            {
                line.partition("\t")[2]: line.split()[2]
                for line in self._git("ls-tree", "-r", "-z", f"{turn}/{moment}")
                .decode("utf-8", "surrogateescape")
                .split("\0")[:-1]
            }
            for moment in ("before", "after")
        )
        return next((p for p, b in before.items() if b == blob and p not in after and p not in not_), "")

    def _blobs(self, names: list[str]) -> list[tuple[str, bytes | None]]:
        """Id and content of each of these, None where it is not there, by one call of git."""
        if not names:
            return []
        text = self._git(
            "cat-file", "--batch", stdin="".join(f"{n}\n" for n in names).encode("utf-8", "surrogateescape")
        )
        out: list[tuple[str, bytes | None]] = []
        at = 0
        while at < len(text):
            end = text.index(b"\n", at)
            head = text[at:end].split(b" ")
            if head[-1] == b"missing":
                out.append(("", None))
                at = end + 1
                continue
            size = int(head[-1])
            out.append((head[0].decode(), text[end + 1 : end + 1 + size]))
            at = end + 1 + size + 1
        return out

    def undo(self, turn: int) -> tuple[str, ...]:
        """Put the turn's files back as they were; the names of those put back.

        Raises UndoRefused where the turn changed nothing, or where somebody changed a file since: then nothing is put back.
        What a turn left that was cut short counts as its own.
        """
        self._known(turn)
        self._finish(turn)
        before, after = self._entries(turn, "before"), self._entries(turn, "after")
        names = [n for n in dict.fromkeys((*before, *after)) if before.get(n) != after.get(n)]
        since = [
            n
            for n in names
            if self._now(n) != after.get(n, Entry(n)) and self._now(n) != before.get(n, Entry(n))
        ]
        if since:
            raise UndoRefused(why="changed", what=", ".join(since))
        # What is to be gone goes last: a file that was moved is at no moment in neither place.
        for entry in sorted((before.get(n, Entry(n)) for n in names), key=lambda e: not e.blob):
            self._put(entry)
        for moment in ("before", "after"):
            self._git("update-ref", "-d", self._ref(turn, moment))
        return tuple(names)

    def _finish(self, turn: int) -> None:
        """Where a process died in the middle of the turn, take what is there now for what it became."""
        try:
            self._git("rev-parse", "--verify", "--quiet", self._ref(turn, "after"))
        except GitFailed:
            self._point("after", [self._now(name) for name in self._entries(turn, "before")], turn)

    # — the repository —

    def _make(self) -> None:
        if (self._git_dir / "HEAD").is_file():
            return
        self._git_dir.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Half a repository would be in the way for good, so it is made beside and given its name when it is whole.
        beside = self._git_dir.with_name(f"{self._git_dir.name}.{os.getpid()}")
        shutil.rmtree(beside, ignore_errors=True)
        run_git(self._git_dir.parent, "init", "--quiet", "--bare", str(beside))
        beside.chmod(0o700)
        try:
            beside.rename(self._git_dir)
        except OSError:
            shutil.rmtree(beside, ignore_errors=True)
            if not (self._git_dir / "HEAD").is_file():
                raise

    def _git(self, *arguments: str, stdin: bytes = b"", index: str = "") -> bytes:
        env = {**_WHO, "GIT_DIR": str(self._git_dir)}
        if index:
            env["GIT_INDEX_FILE"] = index
        return run_git(self._git_dir, "-c", "core.fsync=all", *arguments, stdin=stdin, env=env)

    def _ref(self, turn: int, moment: str) -> str:
        return f"refs/aiws/{self._session}/{turn}/{moment}"

    def _point(self, moment: str, entries: Iterable[Entry], turn: int = 0) -> None:
        """One commit that holds these files, under the turn's name; its message says which are not there."""
        entries = tuple(entries)
        # In ASCII: the person's own git may have logs come out in another encoding.
        absent = json.dumps([e.path for e in entries if not e.blob])
        turn = turn or self._turn
        there = [f"{e.mode} {e.blob}\t{e.path}".encode() for e in entries if e.blob]
        index = self._git_dir / f"index.{os.getpid()}"
        # A process of that number may have died over its own.
        for left in (index, index.with_name(f"{index.name}.lock")):
            left.unlink(missing_ok=True)
        try:
            self._git("update-index", "-z", "--index-info", stdin=b"\0".join([*there, b""]), index=str(index))
            tree = self._git("write-tree", index=str(index)).decode().strip()
        finally:
            index.unlink(missing_ok=True)
        commit = self._git("commit-tree", tree, "-m", absent).decode().strip()
        self._git("update-ref", self._ref(turn, moment), commit)

    def _entries(self, turn: int, moment: str) -> dict[str, Entry]:
        listed = self._git("ls-tree", "-r", "-z", self._ref(turn, moment)).decode("utf-8", "surrogateescape")
        absent = self._git("log", "-1", "--format=%B", self._ref(turn, moment)).decode(
            "utf-8", "surrogateescape"
        )
        out = {name: Entry(name) for name in json.loads(absent)}
        for line in listed.split("\0")[:-1]:
            about, _, path = line.partition("\t")
            mode, _, blob = about.split(" ")
            out[path] = Entry(path, blob, mode)
        return out

    def _known(self, turn: int) -> None:
        if turn not in self.turns():
            raise UndoRefused(why="nothing", what=turn)

    # — the folder —

    def _name(self, path: Path) -> str:
        below = path.relative_to(self._folder) if path.is_absolute() else path
        return str(below)

    def _now(self, name: str) -> Entry:
        """The file as it is, its content in the repository."""
        try:
            descriptor = open_beneath(self._folder, Path(name), os.O_RDONLY | os.O_NONBLOCK)
        except (FileNotFoundError, NotADirectoryError):
            return Entry(name)
        try:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode) or about.st_size > MAX_BYTES:
                raise UndoRefused(why="large", what=name)
            with open(descriptor, "rb", closefd=False) as file:
                data = file.read()
        finally:
            os.close(descriptor)
        blob = self._git("hash-object", "-w", "--stdin", stdin=data).decode().strip()
        return Entry(name, blob, "100755" if about.st_mode & stat.S_IXUSR else "100644")

    def _put(self, entry: Entry) -> None:
        path = Path(entry.path)
        if not entry.blob:
            # What lies behind a link somebody has put in the way since is not ours.
            with suppress(FileNotFoundError, NotADirectoryError):
                remove(self._folder, path)
            return
        data = self._git("cat-file", "blob", entry.blob)
        (self._folder / path).parent.mkdir(parents=True, exist_ok=True)
        put_bytes(self._folder, path, data, executable=entry.mode == "100755")
