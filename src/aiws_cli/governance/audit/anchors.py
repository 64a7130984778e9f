"""Heads kept where the user of the log can't change them: a git ref or a branch's commits, syslog, a file of somebody else's.

A head beside the log shows a crash and a clumsy hand. Who has the rights of the log's owner can rewrite both; what they
can't rewrite is what others already have. So an anchor is worth as much as the place it is in is out of their reach.
"""

from __future__ import annotations

import os
import re
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ...core.errors import Actor, AiwsError, UsageError
from ...core.language import say
from ...core.safe_git import GitFailed, UnsafeRepository, run_git
from .check import Anchor
from .files import append, reason
from .heads import TRAILER, Head, heads_in

REFS = "refs/aiws/audit/"
SECONDS = 120
"""How long one call of git may take."""

_URL = re.compile(r"[a-z][a-z+]*://|[\w.-]+@[\w.-]+:")
_LOG_SOCKETS = ("/dev/log", "/var/run/syslog")
_NOTICE = 10 * 8 + 5
"""Facility authpriv, severity notice (RFC 3164)."""


class AnchorError(AiwsError):
    """The place of an anchor can't be written or read. Slots: place, detail."""

    code: ClassVar[str] = "anchor"
    exit_code: ClassVar[int] = 3
    actor: ClassVar[Actor] = "user"


@dataclass(frozen=True, slots=True)
class Place:
    """Where anchors are. `kind`: git, file, syslog or trailer; `name`: repository, path or address; `ref`: of git."""

    kind: str
    name: str = ""
    ref: str = ""

    def __str__(self) -> str:
        return ":".join(filter(None, (self.kind, self.name))) + (f"@{self.ref}" if self.ref else "")


def place(text: str) -> Place:
    """`git:REPO[@REF]`, `file:PATH`, `syslog[:SOCKET|:HOST[:PORT]]` or `trailer`. Raises UsageError for anything else."""
    kind, _, name = text.partition(":")
    if kind == "git" and name:
        repo, ref = _split_ref(name)
        return Place("git", repo if _URL.match(repo) else str(Path(repo).expanduser().absolute()), ref)
    if kind == "file" and name:
        return Place("file", str(Path(name).expanduser().absolute()))
    if kind == "syslog" or text == "trailer":
        return Place(kind, name)
    raise UsageError(detail=say("audit.anchor.place", value=text))


def keep(head: Head, where: Place, *, whole: bool, remote: str = "") -> str:
    """Put the head there; what to look it up by (a commit's id, a path, an address). Raises AnchorError.

    `remote` (a name or address git knows) gets the ref pushed, never by force. An address in place of a repository is
    pushed to as well. Syslog over the network gives no answer: that it was sent is all that is known.
    """
    try:
        match where.kind:
            case "git":
                return _keep_in_git(head, where, whole=whole, remote=remote)
            case "file":
                return _keep_in_file(head, Path(where.name))
            case "syslog":
                return _send(head, where.name)
    except OSError as problem:
        raise AnchorError(place=where, detail=reason(problem)) from problem
    return head.trailer


def read(where: Place) -> tuple[Anchor, ...]:
    """Every head there, of all users: git's from the commits of the ref, or of all refs of ours where none is named.

    Raises AnchorError, UsageError for a place that keeps nothing that could be read back.
    """
    try:
        match where.kind:
            case "git":
                return _read_git(where)
            case "file":
                return in_text(Path(where.name).read_text("utf-8", "replace"), str(where))
    except OSError as problem:
        raise AnchorError(place=where, detail=reason(problem)) from problem
    raise UsageError(detail=say("audit.anchor.not_read", value=where))


def in_text(text: str, source: str) -> tuple[Anchor, ...]:
    """The heads in a text: a syslog file, commit messages, whatever holds the trailers."""
    return tuple(Anchor(source, head) for head in heads_in(text))


# — a file, syslog —


def _keep_in_file(head: Head, path: Path) -> str:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
    try:
        append(fd, f"{head.line}\n".encode())
    finally:
        os.close(fd)
    return str(path)


def _send(head: Head, address: str) -> str:
    message = f"<{_NOTICE}>aiws[{os.getpid()}]: {head.line}".encode()
    if address and not address.startswith("/"):
        host, _, port = address.partition(":")
        if port and not port.isdecimal():
            raise UsageError(detail=say("audit.anchor.place", value=f"syslog:{address}"))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.sendto(message, (host, int(port or 514)))
        return address
    path = address or next((p for p in _LOG_SOCKETS if Path(p).exists()), _LOG_SOCKETS[0])
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as local:
        local.connect(path)
        local.send(message)
    return path


# — git —


def ref_of(user: str) -> str:
    """The ref for a user's heads; a dot means something in a ref's name."""
    return REFS + user.replace(".", "%2e")


def _split_ref(name: str) -> tuple[str, str]:
    repo, marked, ref = name.rpartition("@refs/")
    if marked:
        return repo, f"refs/{ref}"
    repo, at, ref = name.rpartition("@")
    if repo and at and not {"/", ":"} & set(ref):
        return repo, ref
    return name, ""


def _keep_in_git(head: Head, where: Place, *, whole: bool, remote: str) -> str:
    ref = where.ref or ref_of(head.user)
    ref = ref if ref.startswith("refs/") else f"refs/heads/{ref}"
    if remote.startswith("-"):
        raise UsageError(detail=say("audit.anchor.place", value=remote))
    with _repository(where.name, where.ref) as (git, address):
        remote = address or remote
        parents = [p for p in (_fetched(git, remote, ref) if remote else "", git.tip(ref)) if p]
        tree = git(f"rev-parse --verify {parents[0]}^{{tree}}") if parents else git("mktree", text="")
        message = (
            f"Audit log of {head.user}: {head.n} records\n\n"
            f"{head.trailer}\n{TRAILER}-At: {head.at or '-'}\n{TRAILER}-Whole: {'yes' if whole else 'no'}\n"
        )
        before = git.tip(ref)
        commit = git(
            f"commit-tree {tree}", *(a for p in dict.fromkeys(parents) for a in ("-p", p)), text=message
        )
        git("update-ref", ref, commit, before or "0" * len(commit))
        if remote:
            git("push --quiet", remote, f"{ref}:{ref}")
        return commit


def _read_git(where: Place) -> tuple[Anchor, ...]:
    found: list[Anchor] = []
    with _repository(where.name, where.ref) as (git, address):
        if address:
            wanted = where.ref or f"{REFS}*"
            git("fetch --quiet --no-tags", address, f"+{wanted}:{wanted}")
        refs = [where.ref] if where.ref else git("for-each-ref --format=%(refname)", REFS).split()
        for ref in refs:
            for message in git(
                "log --format=%h%n%B%x00 --fixed-strings --grep", f"{TRAILER}:", ref, "--"
            ).split("\0"):
                commit, _, text = message.lstrip("\n").partition("\n")
                found += in_text(text, f"git:{where.name}@{ref} {commit}")
    return tuple(found)


class _Git:
    """git in one repository, which runs nothing of its own (see `core.safe_git`)."""

    def __init__(self, folder: str) -> None:
        self._place = folder

    def __call__(self, words: str, *more: str, text: str = "") -> str:
        """Run git with these words; its output. Raises AnchorError with the last line git said."""
        env = {f"GIT_{role}_NAME": "aiws" for role in ("AUTHOR", "COMMITTER")}
        env |= {f"GIT_{role}_EMAIL": "aiws@localhost" for role in ("AUTHOR", "COMMITTER")}
        try:
            out = run_git(
                Path(self._place), *words.split(), *more, stdin=text.encode(), env=env, seconds=SECONDS
            )
        except UnsafeRepository as problem:
            raise AnchorError(place=f"git:{self._place}", detail=problem.message()) from problem
        except GitFailed as problem:
            said = str(problem.slots["detail"]).splitlines()[-1]
            raise AnchorError(place=f"git:{self._place}", detail=said) from problem
        return out.decode("utf-8", "replace").strip()

    def tip(self, ref: str) -> str:
        """The commit a ref stands at; empty where there is no such ref."""
        try:
            return self("rev-parse --verify --quiet", f"{ref}^{{commit}}")
        except AnchorError:
            return ""


@contextmanager
def _repository(name: str, ref: str) -> Iterator[tuple[_Git, str]]:
    """git in the repository of that path, or in an empty one for an address, and the address."""
    if ref and (ref.startswith("-") or not re.fullmatch(r"[^\x00-\x20~^:?*\[\\]+", ref)):
        raise UsageError(detail=say("audit.anchor.place", value=f"git:{name}@{ref}"))
    if not _URL.match(name):
        yield _Git(name), ""
        return
    with tempfile.TemporaryDirectory(prefix="aiws-anchor-") as folder:
        git = _Git(folder)
        git("init --quiet --bare .")
        yield git, name


def _fetched(git: _Git, remote: str, ref: str) -> str:
    """The remote's commit of that ref, brought here; empty where it has none."""
    listed = git("ls-remote", remote, ref).split()
    if not listed:
        return ""
    git("fetch --quiet --no-tags", remote, ref)
    return listed[0]
