"""From arguments to a door, and the one place where failures become text, JSON and exit codes."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core import language
from ..core.errors import AiwsError, InterruptedByUser, UsageError
from ..core.language import say
from ..core.untrusted import clean, json_text
from .commands import AT_TAB, COMMANDS, REPL, Command, find
from .log_text import LogStream, logged

if TYPE_CHECKING:
    from collections.abc import Sequence

BROKEN_PIPE = 141
"""What a shell reports for a program that died writing to a closed pipe."""


class _Fault(AiwsError):
    """An unexpected exception. Slots: detail, log."""

    code = "fault"


class _DiskFull(AiwsError):
    """No space left where aiws writes. Slots: detail."""

    code = "disk_full"
    exit_code = 3
    actor = "user"


class _FileTrouble(AiwsError):
    """The operating system refuses a file. Slots: detail."""

    code = "file"
    exit_code = 3
    actor = "user"


class _FolderGone(AiwsError):
    """The folder the program stands in was removed."""

    code = "folder_gone"
    exit_code = 3
    actor = "user"


class _Incomplete(AiwsError):
    """A library aiws was installed with is gone or broken. Slots: module."""

    code = "incomplete"
    exit_code = 3
    actor = "user"


def run(args: Sequence[str]) -> int:
    """Run a command line and give back the exit code. Results go to stdout, everything else to stderr."""
    own = sys.stderr
    # A terminal shows a person what they typed; everything else that reads stderr keeps it.
    if own is not None and not own.isatty():
        sys.stderr = LogStream(own)  # type: ignore[assignment]
    try:
        return _run(args)
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()
        sys.stderr = own


def _run(args: Sequence[str]) -> int:
    # Loading a program makes much and frees nothing: collecting garbage meanwhile costs a twentieth of the start.
    gc.set_threshold(100_000, 20, 20)
    _force_utf8()
    wants_json = json_wanted(args)
    try:
        chosen = _early_language()
        if chosen:
            # Said through the environment, so that worker processes and `language.use(None)` keep to it.
            os.environ["AIWS_LANG"] = chosen
        code = _dispatch(list(args))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        _silence_stdout()
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return _report(InterruptedByUser(), wants_json)
    except AiwsError as problem:
        return _report(problem, wants_json)
    except OSError as problem:
        return _report(trouble(problem) or _fault(problem, "--verbose" in args), wants_json)
    except ImportError as problem:
        if (problem.name or "").split(".")[0] in ("", "aiws_cli"):
            return _report(_fault(problem, "--verbose" in args), wants_json)
        return _report(_Incomplete(module=problem.name), wants_json)
    except Exception as problem:  # noqa: BLE001 (the last line of defence: nobody should meet a traceback)
        return _report(_fault(problem, "--verbose" in args), wants_json)


def trouble(problem: OSError) -> AiwsError | None:
    """What the operating system refuses, as an error with a way out; None where it does not say of what it speaks."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return _DiskFull(detail=problem.filename or problem.strerror)
    if problem.filename is not None:
        return _FileTrouble(detail=f"{problem.filename}: {problem.strerror}")
    try:
        Path.cwd()
    except FileNotFoundError:
        return _FolderGone()
    return None


def _dispatch(args: list[str]) -> int:
    if args[:1] == [AT_TAB]:
        from .at_tab import put

        put(*args[1:])
        return 0
    if args[:1] == ["help"]:
        args = [*args[1:], "--help"]
    if args and args[0] in ("--help", "-h"):
        from .help import overview

        sys.stdout.write(overview())
        return 0
    command: Command | None = REPL
    if not args and not (sys.stdin.isatty() and sys.stdout.isatty()):
        from .help import overview

        sys.stderr.write(overview())
        return UsageError.exit_code
    if args and not args[0].startswith("-"):
        command = find(args[0])
        if command is None:
            raise UsageError(detail=_unknown_command(args[0]))
        args = args[1:]
    assert command is not None
    from .door import enter

    app = import_module(f"{__package__}.{command.module}").app
    return enter(app, f"aiws {command.name}".strip(), args)


def _unknown_command(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, [c.name for c in COMMANDS], n=1)
    if near:
        return say("cli.unknown_command.near", name=name, near=near[0])
    return say("cli.unknown_command", name=name)


def json_wanted(args: Sequence[str]) -> bool:
    """Whether this command line asks for JSON, read without parsing it: also a wrong one must be answered in JSON."""
    for i, arg in enumerate(args):
        if arg == "--":
            return False
        if arg in ("--json", "--output-format=json", "--output-format=stream-json", "--format=json"):
            return True
        if arg in ("--output-format", "--format") and args[i + 1 : i + 2] in (["json"], ["stream-json"]):
            return True
    return False


def _report(problem: AiwsError, wants_json: bool) -> int:
    """Say what went wrong and how to go on: on stdout as `aiws.error/1`, else on stderr."""
    message, hint = logged(problem.message()), logged(problem.hint())
    try:
        if wants_json:
            body = {"schema": "aiws.error/1", "code": problem.code, "message": message, "hint": hint}
            sys.stdout.write(json_text(body) + "\n")
        else:
            from ..ui.cells import printable

            text = f"{say('cli.error')}: {printable(message, keep_lines=True)}\n"
            sys.stderr.write(text + (f"{printable(hint, keep_lines=True)}\n" if hint else ""))
        sys.stdout.flush()
    except BrokenPipeError:
        _silence_stdout()
    except OSError as second:  # a full disk under stdout: the exit code still tells the truth
        sys.stderr.write(f"{clean(str(second))}\n")
        _silence_stdout()
    return problem.exit_code


def _fault(problem: BaseException, verbose: bool) -> _Fault:
    """Keep the trace in AIWS_HOME/logs (0600) and, under --verbose, show it too."""
    import traceback
    from datetime import UTC, datetime

    trace = logged("".join(traceback.format_exception(problem)))
    if verbose:
        sys.stderr.write(clean(trace))
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    try:
        folder = early_home() / "logs"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"fault-{stamp}-{os.getpid()}.txt"
        with os.fdopen(
            os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as f:
            f.write(trace)
        log = str(path)
    except OSError:
        log = "-"
        if not verbose:
            sys.stderr.write(clean(trace.splitlines()[-1]) + "\n")
    detail = f"{type(problem).__name__}: {problem}".splitlines()[0][:300]
    return _Fault(detail=detail, log=log)


def early_home() -> Path:
    """AIWS_HOME as the environment has it, before settings are read."""
    if os.environ.get("AIWS_HOME"):
        try:
            return Path(os.environ["AIWS_HOME"]).expanduser()
        except RuntimeError:  # `~nobody`: reading the settings says so
            return Path(os.environ["AIWS_HOME"])
    from platformdirs import user_data_dir

    return Path(user_data_dir("aiws", appauthor=False))


def _early_language() -> language.Language | None:
    """The language before settings are read: AIWS_LANG, then the user's config file; None leaves it to the locale.

    A wrong file is not reported here: reading the settings does that, with file and line.
    """
    if os.environ.get("AIWS_LANG"):
        return None
    path = Path(os.environ["AIWS_CONFIG"]) if os.environ.get("AIWS_CONFIG") else early_home() / "config.toml"
    if not path.is_file():
        return None
    import tomllib

    try:
        chosen: Any = tomllib.loads(path.read_text(encoding="utf-8")).get("lang")
    except (OSError, ValueError):
        return None
    return chosen if chosen in ("ko", "en") else None


def _force_utf8() -> None:
    """Write UTF-8 whatever the locale says; what cannot be encoded (a lone surrogate) is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _silence_stdout() -> None:
    """Nobody reads stdout any more: point it away, so that the interpreter's last flush does not complain."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
