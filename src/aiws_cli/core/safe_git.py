"""Running git in a folder that somebody else may have made: nothing that lies in it is run.

A repository can name programs in its own configuration (hooks, a file system monitor, filters, diff and merge drivers,
an ssh command, helpers for passwords), include more of it from elsewhere, and send a push to another host. Every call of
git that aiws makes goes through `run_git`. What the person and the administrator have set (global and system
configuration) stays as it is, and so does git's refusal to work in a folder that belongs to somebody else.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from .errors import Actor, AiwsError
from .language import say
from .untrusted import clean

OFF: tuple[tuple[str, str], ...] = (
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
    ("core.attributesFile", os.devnull),
    ("core.pager", "cat"),
    ("core.editor", "false"),
    ("core.askPass", ""),
    ("core.alternateRefsCommand", ""),
    ("diff.ignoreSubmodules", "all"),
    ("interactive.diffFilter", ""),
    ("sequence.editor", "false"),
    ("submodule.recurse", "false"),
    ("fetch.recurseSubmodules", "false"),
    ("push.recurseSubmodules", "no"),
    ("commit.gpgSign", "false"),
    ("tag.gpgSign", "false"),
    ("push.gpgSign", "false"),
    ("gpg.program", "false"),
    ("gpg.x509.program", "false"),
    ("gpg.ssh.program", "false"),
    ("log.showSignature", "false"),
    ("merge.verifySignatures", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("transfer.fsckObjects", "true"),
)
"""Settings every call carries; they win over every file."""

_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "file:http:https:ssh",
    "GIT_PAGER": "cat",
    "GIT_EDITOR": "false",
    "LC_ALL": "C.UTF-8",
}

# Who commits, and whose certificates count: said by the person, and running nothing.
_OWN = frozenset(
    "GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL"
    " GIT_SSL_CAINFO GIT_SSL_CAPATH".split()
)

# What a repository's own configuration may say: what it is, where it comes from, who writes in it, how things look.
_HARMLESS = re.compile(
    r"core\.(repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks|autocrlf|eol"
    r"|safecrlf|abbrev|quotepath|compression|loosecompression|sharedrepository|untrackedcache|bigfilethreshold|longpaths"
    r"|protecthfs|protectntfs|commentchar|whitespace|sparsecheckout|sparsecheckoutcone|splitindex|preloadindex)"
    r"|extensions\.(objectformat|refstorage|partialclone|noop)"
    r"|remote\..*\.(url|pushurl|fetch|push|tagopt|prune|mirror|promisor|partialclonefilter|skipdefaultupdate)"
    r"|branch\..*\.(remote|merge|rebase|description|pushremote|vscode-merge-base|gk-merge-base|gk-last-accessed)"
    r"|remote\.pushdefault|user\.(name|email|signingkey)|gpg\.format|author\.(name|email)|committer\.(name|email)"
    r"|push\.(default|followtags|autosetupremote)|pull\.(rebase|ff)|fetch\.(prune|prunetags|parallel)|rebase\.\w+"
    r"|init\.defaultbranch|merge\.(conflictstyle|ff|stat|renames|renamelimit)|rerere\.\w+|status\.\w+|log\.\w+"
    r"|diff\.(algorithm|renames|renamelimit|mnemonicprefix|noprefix|context|colormoved)"
    r"|submodule\..*\.(url|active)|submodule\.active|advice\..*|color\..*|column\..*|gui\..*|i18n\..*|pack\.\w+|gc\.\w+"
    r"|index\.\w+|feature\.\w+|versionsort\.\w+|lfs\.repositoryformatversion|lfs\.https?://.*\.access",
    re.IGNORECASE | re.DOTALL,
)
# Programs that files pass through, by names the repository chooses: found out and set to nothing, one by one. Drivers of
# diff and merge can't be: set to nothing git still tries to run it. They are refused like everything unknown.
_FILTERS = re.compile(r"filter\..*\.(clean|smudge|process|required)", re.IGNORECASE | re.DOTALL)
# What a repository's own configuration calls a promisor is asked for every object that is missing, also by `diff` and `log`:
# a transport there is only for what goes to a remote by its nature.
_TO_REMOTES = frozenset({"push", "fetch", "clone", "ls-remote"})
_OFF_NAMES = frozenset(name.lower() for name, _ in OFF)


class UnsafeRepository(AiwsError):
    """A repository's own configuration asks for what is not done. Slots: folder, names."""

    code: ClassVar[str] = "unsafe_repository"
    exit_code: ClassVar[int] = 3
    actor: ClassVar[Actor] = "user"


class GitFailed(AiwsError):
    """git did not do it. Slots: command (its name), detail (what git said, cleaned)."""

    code: ClassVar[str] = "git_failed"
    exit_code: ClassVar[int] = 3
    actor: ClassVar[Actor] = "user"


class GitMissing(GitFailed):
    """There is no git here. Slots: command, detail."""

    code: ClassVar[str] = "git_missing"


def run_git(
    folder: Path,
    *arguments: str,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    seconds: float = 60,
) -> bytes:
    """What `git <arguments>` writes, run in `folder`.

    `env` adds variables (a committer, an index file). Raises UnsafeRepository before anything is run, GitFailed where git
    is missing, fails, or takes longer than `seconds`.
    """
    git = _program()
    settings = [*OFF, *_without_filters(git, folder, seconds)]
    nowhere = {} if _verb(arguments) in _TO_REMOTES else {"GIT_ALLOW_PROTOCOL": ""}
    return _run(git, folder, arguments, _environment(settings, {**nowhere, **(env or {})}), stdin, seconds)


def _verb(arguments: Sequence[str]) -> str:
    """The command among the arguments: the first that is no setting."""
    at = 0
    while arguments[at] == "-c":
        at += 2
    return arguments[at]


def _without_filters(git: str, folder: Path, seconds: float) -> list[tuple[str, str]]:
    """Overrides for the programs the repository's own configuration names. Raises UnsafeRepository."""
    names = _own_names(git, folder, seconds)
    refused = sorted({n for n in names if not _permitted(n)})
    if refused:
        raise UnsafeRepository(folder=folder, names=clean(", ".join(refused)))
    return [(n, "false" if n.lower().endswith(".required") else "") for n in names if _FILTERS.fullmatch(n)]


def _permitted(name: str) -> bool:
    return bool(name.lower() in _OFF_NAMES or _HARMLESS.fullmatch(name) or _FILTERS.fullmatch(name))


def _own_names(git: str, folder: Path, seconds: float) -> tuple[str, ...]:
    """Names of all keys in the repository's own files, includes not followed; none outside of a repository."""
    try:
        listed = _run(
            git,
            folder,
            ("config", "--local", "--no-includes", "--name-only", "--null", "--list"),
            _environment(OFF),
            b"",
            seconds,
        )
    except GitFailed as problem:
        if "--local can only be used inside a git repository" in str(problem.slots["detail"]):
            return ()
        raise
    return tuple(listed.decode("utf-8", "surrogateescape").split("\0")[:-1])


def _environment(
    settings: Iterable[tuple[str, str]], more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The caller's environment without what steers git, and without places on PATH that depend on where one is."""
    kept = {name: value for name, value in os.environ.items() if name in _OWN or not name.startswith("GIT_")}
    kept["PATH"] = os.pathsep.join(p for p in kept.get("PATH", "").split(os.pathsep) if p.startswith("/"))
    kept |= _ENVIRONMENT
    pairs = list(settings)
    # As variables rather than `-c name=value`: the part of a name that a repository chooses may hold anything.
    kept["GIT_CONFIG_COUNT"] = str(len(pairs))
    for number, (name, value) in enumerate(pairs):
        kept[f"GIT_CONFIG_KEY_{number}"], kept[f"GIT_CONFIG_VALUE_{number}"] = name, value
    return {**kept, **(more or {})}


def _program() -> str:
    found = shutil.which("git", path=_environment(())["PATH"])
    if found is None:
        raise GitMissing(command="git", detail=say("git.missing", "en"))
    return found


def _run(
    git: str, folder: Path, arguments: Iterable[str], env: Mapping[str, str], stdin: bytes, seconds: float
) -> bytes:
    arguments = tuple(arguments)
    try:
        done = subprocess.run(
            [git, *arguments],
            cwd=folder,
            env=dict(env),
            input=stdin,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitFailed(command=arguments[0], detail=say("git.slow", seconds=seconds)) from None
    except OSError as problem:
        raise GitFailed(command=arguments[0], detail=problem.strerror or str(problem)) from problem
    if done.returncode != 0:
        said = clean(done.stderr.decode("utf-8", "replace")).strip() or f"exit {done.returncode}"
        raise GitFailed(command=arguments[0], detail=said[-2_000:])
    return done.stdout
