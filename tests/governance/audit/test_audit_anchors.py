"""Heads go to git, files and syslog, and come back; what can't be reached is one error that names it."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from aiws_cli.core.errors import UsageError
from aiws_cli.governance.audit import anchors as audit_anchors
from aiws_cli.governance.audit.anchors import AnchorError, Place, in_text, keep, place, read, ref_of
from aiws_cli.governance.audit.heads import Head

AT = "2026-09-30T09:00:00+09:00"


def head(n: int, user: str = "kim") -> Head:
    return Head(user, n, f"{n:064x}", AT)


def git(repo: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(repo), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    repo = tmp_path / "audit.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(repo)], check=True)
    return repo


@pytest.fixture
def clone(tmp_path: Path, bare: Path) -> Path:
    repo = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(bare), str(repo)], check=True, capture_output=True)
    return repo


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("git:/srv/a.git", Place("git", "/srv/a.git")),
        ("git:/srv/a.git@main", Place("git", "/srv/a.git", "main")),
        ("git:/srv/a.git@refs/heads/x/y", Place("git", "/srv/a.git", "refs/heads/x/y")),
        ("git:/srv/a@b/c", Place("git", "/srv/a@b/c")),
        ("git:git@host:group/a.git", Place("git", "git@host:group/a.git")),
        ("git:git@host:group/a.git@main", Place("git", "git@host:group/a.git", "main")),
        ("git:https://me@host/a.git", Place("git", "https://me@host/a.git")),
        ("git:https://me@host/a.git@refs/aiws/x", Place("git", "https://me@host/a.git", "refs/aiws/x")),
        ("file:/var/log/heads", Place("file", "/var/log/heads")),
        ("syslog", Place("syslog")),
        ("syslog:loghost:5514", Place("syslog", "loghost:5514")),
        ("trailer", Place("trailer")),
    ],
)
def test_places(text: str, expected: Place) -> None:
    assert place(text) == expected
    assert str(expected) == text


@pytest.mark.parametrize("text", ["", "git", "git:", "file:", "trailer:x", "s3:bucket", "/srv/a.git"])
def test_what_is_no_place(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        place(text)
    assert "git:REPO" in refused.value.message("en")


def test_relative_paths_are_of_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert place("file:heads").name == str(tmp_path / "heads")
    assert place("git:~/a").name == str(Path("~/a").expanduser())


# — git —


def test_a_ref_of_its_own(bare: Path) -> None:
    where = place(f"git:{bare}")
    first = keep(head(1), where, whole=True)
    second = keep(head(2), where, whole=False)
    assert git(bare, "rev-parse", f"{second}^") == first
    message = git(bare, "log", "-1", "--format=%B", ref_of("kim"))
    assert message.splitlines() == [
        "Audit log of kim: 2 records",
        "",
        head(2).trailer,
        f"Aiws-Audit-At: {AT}",
        "Aiws-Audit-Whole: no",
    ]
    assert git(bare, "interpret-trailers", "--parse", str(write(bare, message))).startswith(
        "Aiws-Audit: kim 2"
    )
    keep(head(7, "lee"), where, whole=True)
    assert sorted((a.head.user, a.head.n) for a in read(where)) == [("kim", 1), ("kim", 2), ("lee", 7)]
    (newest, _) = read(place(f"git:{bare}@{ref_of('kim')}"))
    assert newest.head == head(2) and second.startswith(newest.source.split()[1])
    assert git(bare, "branch") == ""


def write(folder: Path, text: str) -> Path:
    path = folder / "message"
    path.write_text(text)
    return path


def test_a_branch_keeps_what_is_in_it(clone: Path) -> None:
    (clone / "README").write_text("hello")
    git(clone, "add", "README")
    git(
        clone,
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@x",
        "commit",
        "--quiet",
        "-m",
        f"By hand\n\n{head(3).trailer}",
    )
    keep(head(4), place(f"git:{clone}@main"), whole=True)
    assert git(clone, "show", "main:README") == "hello"
    assert git(clone, "status", "--porcelain") == ""
    assert [a.head.n for a in read(place(f"git:{clone}@main"))] == [4, 3]


def test_a_named_remote_gets_it_and_is_gone_on_from(clone: Path, bare: Path, tmp_path: Path) -> None:
    ref = ref_of("kim")
    keep(head(1), place(f"git:{clone}"), whole=True, remote="origin")
    assert git(bare, "rev-parse", ref) == git(clone, "rev-parse", ref)
    another = tmp_path / "another"
    subprocess.run(["git", "init", "--quiet", str(another)], check=True)
    keep(head(2), place(f"git:{another}"), whole=True, remote=str(bare))
    keep(head(3), place(f"git:{clone}"), whole=True)
    keep(head(4), place(f"git:{clone}"), whole=True, remote="origin")
    assert sorted(a.head.n for a in read(place(f"git:{bare}"))) == [1, 2, 3, 4]


def test_an_address_in_place_of_a_repository(bare: Path) -> None:
    where = place(f"git:file://{bare}")
    assert read(where) == ()
    for n in (1, 2):
        keep(head(n), where, whole=True)
    keep(head(3), place(f"git:file://{bare}@main"), whole=True)
    assert sorted(a.head.n for a in read(where)) == [1, 2]
    assert [a.head.n for a in read(place(f"git:file://{bare}@main"))] == [3]
    assert sorted(a.head.n for a in read(place(f"git:{bare}"))) == [1, 2]


def test_a_remote_that_went_another_way_is_never_forced(clone: Path, bare: Path) -> None:
    """A server that takes no more is an error; what it has stays."""
    keep(head(1), place(f"git:{clone}"), whole=True, remote="origin")
    hook = bare / "hooks" / "update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no more >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(AnchorError):
        keep(head(2), place(f"git:{clone}"), whole=True, remote="origin")
    assert [a.head.n for a in read(place(f"git:{bare}"))] == [1]
    hook.unlink()
    keep(head(3), place(f"git:{clone}"), whole=True, remote="origin")
    assert sorted(a.head.n for a in read(place(f"git:{bare}"))) == [1, 2, 3]


def test_names_with_signs(bare: Path) -> None:
    for n, user in enumerate(("a..b", "홍길동", "BANK%5clee", "x.lock"), 1):
        keep(head(n, user), place(f"git:{bare}"), whole=True)
    assert len(read(place(f"git:{bare}"))) == 4


def test_hooks_and_variables_of_the_caller_change_nothing(
    bare: Path, clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = tmp_path / "ran"
    for repo in (bare, clone / ".git"):
        for name in ("reference-transaction", "pre-push", "post-update"):
            hook = repo / "hooks" / name
            hook.parent.mkdir(exist_ok=True)
            hook.write_text(f"#!/bin/sh\ntouch {ran}\n")
            hook.chmod(0o755)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_AUTHOR_DATE", "nonsense")
    keep(head(1), place(f"git:{bare}"), whole=True)
    keep(head(1, "lee"), place(f"git:{clone}"), whole=True)
    monkeypatch.undo()
    assert not ran.exists() and len(read(place(f"git:{bare}"))) == 1


@pytest.mark.parametrize("ref", ["-x", "a b", "x^", "a:b", "x*"])
def test_what_is_no_ref(bare: Path, ref: str) -> None:
    where = Place("git", str(bare), ref)
    for act in (lambda: keep(head(1), where, whole=True), lambda: read(where)):
        with pytest.raises((UsageError, AnchorError)):
            act()


def test_what_can_not_be_reached(tmp_path: Path, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    for where in (place(f"git:{plain}"), place(f"git:file://{plain}"), place(f"git:{bare}@nowhere")):
        with pytest.raises(AnchorError) as failed:
            read(where)
        assert failed.value.exit_code == 3 and failed.value.hint("ko")
    with pytest.raises(AnchorError):
        keep(head(1), place(f"git:{plain}"), whole=True)
    with pytest.raises(UsageError):
        keep(head(1), place(f"git:{bare}"), whole=True, remote="--upload-pack=x")
    monkeypatch.setenv("PATH", str(plain))
    with pytest.raises(AnchorError) as failed:
        read(place(f"git:{bare}"))
    assert "git" in failed.value.message("en")


def test_git_that_does_not_end(tmp_path: Path, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(audit_anchors, "SECONDS", 0.2)
    with pytest.raises(AnchorError) as failed:
        read(place(f"git:{bare}"))
    assert "0.2" in failed.value.message("en")


# — files, syslog, trailers —


def test_a_file_only_grows(tmp_path: Path) -> None:
    where = place(f"file:{tmp_path / 'heads'}")
    for n in (1, 2):
        assert keep(head(n), where, whole=True) == where.name
    assert [(a.head, a.head.at, a.source) for a in read(where)] == [(head(n), AT, str(where)) for n in (1, 2)]


def test_a_file_that_can_not_be_written_or_read(tmp_path: Path) -> None:
    for where in (place(f"file:{tmp_path}"), place("file:/nowhere/heads")):
        with pytest.raises(AnchorError):
            keep(head(1), where, whole=True)
        with pytest.raises(AnchorError):
            read(where)


@pytest.mark.parametrize("named", [True, False])
def test_syslog_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: bool) -> None:
    path = tmp_path / "log"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(str(path))
        monkeypatch.setattr(audit_anchors, "_LOG_SOCKETS", (str(tmp_path / "none"), str(path)))
        kept = keep(head(1), place(f"syslog:{path}" if named else "syslog"), whole=True)
        message = server.recv(1000).decode()
    assert kept == str(path)
    assert message.startswith("<85>aiws[") and in_text(message, "syslog")[0].head == head(1)


@pytest.mark.loopback
def test_syslog_of_another_machine() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(10)
        keep(head(1), place(f"syslog:127.0.0.1:{server.getsockname()[1]}"), whole=True)
        assert in_text(server.recv(1000).decode(), "x")[0].head == head(1)


def test_no_syslog_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_anchors, "_LOG_SOCKETS", (str(tmp_path / "none"),))
    with pytest.raises(AnchorError):
        keep(head(1), place("syslog"), whole=True)
    with pytest.raises(UsageError):
        keep(head(1), place("syslog:host:port"), whole=True)


def test_a_trailer_is_printed_and_read_from_where_it_went() -> None:
    assert keep(head(1), place("trailer"), whole=True) == head(1).trailer
    for text in ("trailer", "syslog"):
        with pytest.raises(UsageError) as refused:
            read(place(text))
        assert text in refused.value.message("en")


def test_a_repository_that_brings_programs_along_is_refused(bare: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    subprocess.run(
        ["git", "--git-dir", bare, "config", "uploadpack.packObjectsHook", f"touch {mark}"], check=True
    )
    with pytest.raises(AnchorError) as failed:
        read(place(f"git:{bare}"))
    assert "packobjectshook" in failed.value.message("en") and not mark.exists()
