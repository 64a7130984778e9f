"""git in repositories that try to run something: plain git does it (or the row proves nothing), ours does not."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from aiws_cli.core.safe_git import OFF, GitFailed, UnsafeRepository, run_git

PLAIN = {
    "GIT_AUTHOR_NAME": "k",
    "GIT_AUTHOR_EMAIL": "k@x",
    "GIT_COMMITTER_NAME": "k",
    "GIT_COMMITTER_EMAIL": "k@x",
}


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person without git settings of their own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name, value in PLAIN.items():
        monkeypatch.setenv(name, value)


def plain(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", *arguments],
        cwd=folder,
        check=False,
        capture_output=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


class Hostile:
    """A repository, a bare remote beside it, and a program that leaves a mark where anybody runs it."""

    def __init__(self, top: Path) -> None:
        self.folder, self.remote, self.mark = top / "repo", top / "remote.git", top / "mark"
        self.program = top / "evil.sh"
        self.program.write_text(f"#!/bin/sh\necho run >> '{self.mark}'\n")
        self.program.chmod(0o755)
        plain(top, "init", "-q", "--bare", str(self.remote))
        plain(top, "init", "-q", "-b", "main", str(self.folder))
        (self.folder / "a.txt").write_text("one\n")
        plain(self.folder, "add", "a.txt")
        plain(self.folder, "commit", "-q", "-m", "one")
        plain(self.folder, "remote", "add", "origin", str(self.remote))
        (self.folder / "a.txt").write_text("two\n")

    def configure(self, *lines: str) -> None:
        """Add `section.key=value` lines to the repository's own configuration; {evil} is the program."""
        for line in lines:
            key, _, value = line.partition("=")
            plain(self.folder, "config", key, value.replace("{evil}", str(self.program)))

    @property
    def ran(self) -> bool:
        return self.mark.exists()


@pytest.fixture
def hostile(tmp_path: Path) -> Hostile:
    return Hostile(tmp_path)


# what lies in the repository, the command that plain git runs it by
RUNS: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    ("fsmonitor", ("core.fsmonitor={evil}",), ("status",)),
    ("hooks", ("core.hooksPath=hooks",), ("commit", "-am", "x")),
    ("hooks of a push", ("core.hooksPath=hooks",), ("push", "-q", "origin", "main")),
    ("hooks of a ref", ("core.hooksPath=hooks",), ("update-ref", "refs/x", "HEAD")),
    ("clean filter", ("filter.f.clean={evil}",), ("add", "a.txt")),
    ("smudge filter", ("filter.f.smudge={evil}",), ("checkout", "--", "a.txt")),
    ("process filter", ("filter.f.process={evil}",), ("add", "a.txt")),
    ("required filter", ("filter.f.clean={evil}", "filter.f.required=true"), ("add", "a.txt")),
    ("filter of an odd name", ("filter.f.clean={evil}", "filter.=x.clean=y"), ("add", "a.txt")),
    ("signature", ("commit.gpgSign=true", "gpg.program={evil}"), ("commit", "-am", "x")),
    ("editor", ("core.editor={evil}",), ("commit", "-a")),
]
# what has no harmless reading: refused by name
REFUSED: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    (
        "ssh command",
        ("core.sshCommand={evil}", "remote.origin.url=ssh://h.invalid/x"),
        ("push", "origin", "main"),
    ),
    ("receive program", ("remote.origin.receivepack={evil}",), ("push", "origin", "main")),
    ("upload program", ("remote.origin.uploadpack={evil}",), ("fetch", "origin")),
    ("external diff", ("diff.external={evil}",), ("diff",)),
    ("driver of diff", ("diff.d.command={evil}",), ("diff",)),
    ("text of diff", ("diff.d.textconv={evil}",), ("diff",)),
    ("helper of passwords", ("credential.helper=!{evil}", "remote.origin.url=http://127.0.0.1:9/x"), ()),
    ("another host", ("url.https://evil.invalid/.insteadOf=/",), ()),
    ("proxy", ("http.proxy=http://evil.invalid",), ()),
    ("no certificates", ("http.sslVerify=false",), ()),
    ("git proxy", ("core.gitProxy={evil}",), ()),
    ("include", ("include.path=../elsewhere",), ()),
    ("conditional include", ("includeIf.gitdir:/.path=../elsewhere",), ()),
    ("work tree elsewhere", ("core.worktree=/etc",), ()),
    ("configuration of the work tree", ("extensions.worktreeConfig=true",), ()),
    ("submodule command", ("submodule.s.update=!{evil}",), ()),
    ("unknown", ("brandnew.programToRun={evil}",), ()),
]


def arm(hostile: Hostile, lines: tuple[str, ...]) -> None:
    (hostile.folder / "hooks").mkdir()
    for name in ("pre-commit", "post-commit", "pre-push", "reference-transaction", "post-checkout"):
        (hostile.folder / "hooks" / name).symlink_to(hostile.program)
    (hostile.folder / ".gitattributes").write_text("*.txt filter=f diff=d merge=m\n")
    hostile.configure(*lines)


@pytest.mark.parametrize(("lines", "command"), [r[1:] for r in RUNS], ids=[r[0] for r in RUNS])
def test_nothing_in_the_repository_is_run(
    tmp_path: Path, lines: tuple[str, ...], command: tuple[str, ...]
) -> None:
    control, ours = tmp_path / "control", tmp_path / "ours"
    for top in (control, ours):
        top.mkdir()
    naive = Hostile(control)
    arm(naive, lines)
    plain(naive.folder, *command)
    assert naive.ran, "plain git does not fall for it: the row proves nothing"
    hostile = Hostile(ours)
    arm(hostile, lines)
    try:
        run_git(hostile.folder, *command)
    except GitFailed:
        assert "editor" in str(lines)
    for more in (("status",), ("diff", "HEAD"), ("add", "-A"), ("commit", "--allow-empty", "-qam", "y")):
        run_git(hostile.folder, *more)
    run_git(hostile.folder, "push", "-q", "origin", "HEAD:refs/heads/main")
    assert not hostile.ran


@pytest.mark.parametrize(("lines", "command"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_cannot_be_made_harmless_is_refused_by_name(
    tmp_path: Path, lines: tuple[str, ...], command: tuple[str, ...]
) -> None:
    if command:
        (tmp_path / "control").mkdir()
        naive = Hostile(tmp_path / "control")
        arm(naive, lines)
        plain(naive.folder, *command)
        assert naive.ran, "plain git does not fall for it: the row proves nothing"
    (tmp_path / "ours").mkdir()
    hostile = Hostile(tmp_path / "ours")
    arm(hostile, lines)
    with pytest.raises(UnsafeRepository) as caught:
        run_git(hostile.folder, "status")
    assert not hostile.ran and caught.value.exit_code == 3
    assert lines[0].partition("=")[0].split(".")[0].lower() in caught.value.message("ko").lower()


def test_hooks_in_their_usual_place_are_not_run(hostile: Hostile) -> None:
    hook = hostile.folder / ".git" / "hooks" / "pre-commit"
    hook.symlink_to(hostile.program)
    run_git(hostile.folder, "commit", "-qam", "x")
    assert not hostile.ran
    plain(hostile.folder, "commit", "-q", "--allow-empty", "-m", "x")
    assert hostile.ran


@pytest.mark.parametrize(
    "name", ["GIT_DIR", "GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF", "GIT_CONFIG_GLOBAL", "GIT_EXEC_PATH"]
)
def test_variables_that_steer_git_are_not_passed_on(
    hostile: Hostile, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, str(hostile.program))
    assert run_git(hostile.folder, "rev-parse", "--is-inside-work-tree").strip() == b"true"
    run_git(hostile.folder, "diff")
    assert not hostile.ran


def test_a_git_in_the_folder_is_not_the_one_that_runs(
    hostile: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    (hostile.folder / "git").symlink_to(hostile.program)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(hostile.folder)
    run_git(hostile.folder, "status")
    assert not hostile.ran


def test_a_remote_that_is_a_program(hostile: Hostile) -> None:
    hostile.configure("protocol.ext.allow=always")
    with pytest.raises(UnsafeRepository):
        run_git(hostile.folder, "status")
    plain(hostile.folder, "config", "--unset", "protocol.ext.allow")
    with pytest.raises(GitFailed):
        run_git(hostile.folder, "fetch", f"ext::{hostile.program}")
    assert not hostile.ran


def test_what_git_says_is_cleaned_and_told(hostile: Hostile) -> None:
    with pytest.raises(GitFailed) as caught:
        run_git(hostile.folder, "rev-parse", "--verify", "\x1b[31mno\u202esuch")
    assert caught.value.exit_code == 3
    for language in ("ko", "en"):
        told = caught.value.message(language)  # type: ignore[arg-type]
        assert "rev-parse" in told and "\x1b" not in told and "\u202e" not in told


def test_outside_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(GitFailed):
        run_git(tmp_path / "empty", "status")
    run_git(tmp_path / "empty", "init", "-q", ".")
    assert run_git(tmp_path / "empty", "hash-object", "-w", "--stdin", stdin=b"x").strip()


def test_a_person_keeps_their_own_settings(hostile: Hostile, tmp_path: Path) -> None:
    (tmp_path / ".gitconfig").write_text('[user]\n name = Kim\n[url "/"]\n insteadOf = here:\n')
    assert run_git(hostile.folder, "config", "user.name").strip() == b"Kim"
    run_git(hostile.folder, "push", "-q", f"here:{hostile.remote}", "main")
    assert run_git(hostile.folder, "ls-remote", str(hostile.remote)).split()[1] == b"refs/heads/main"


def test_every_setting_is_on_every_call(hostile: Hostile) -> None:
    for name, value in OFF:
        assert run_git(hostile.folder, "config", "--get", name).decode().rstrip("\n") == value, name


@pytest.mark.loopback
def test_a_missing_object_is_not_fetched_from_where_the_repository_says(hostile: Hostile) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        blob = subprocess.run(
            ["git", "rev-parse", "HEAD:a.txt"], cwd=hostile.folder, capture_output=True, text=True, check=True
        ).stdout.strip()
        (hostile.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
        hostile.configure(
            "core.repositoryformatversion=1",
            "extensions.partialClone=origin",
            f"remote.origin.url=http://127.0.0.1:{server.getsockname()[1]}/x",
            "remote.origin.promisor=true",
        )
        # A file may be called as a command that does go to remotes.
        for arguments in (
            ("diff", "HEAD"),
            ("diff", "HEAD", "--", "push", "a.txt"),
            ("-c", "a.b=fetch", "diff", "HEAD"),
        ):
            with pytest.raises(GitFailed):
                run_git(hostile.folder, *arguments)
        with pytest.raises(TimeoutError):
            server.accept()
        threading.Thread(target=plain, args=(hostile.folder, "diff", "HEAD"), daemon=True).start()
        server.settimeout(20)
        server.accept()[0].close()
