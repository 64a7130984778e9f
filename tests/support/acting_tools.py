"""Tools with every effect there is, really acting, for tests of who lets them: files, git, HTTP, a shell.

Run as a program, `python acting_tools.py [--open] ARGUMENTS…` is `aiws ARGUMENTS…` with these tools registered; with
`--open` the gate lets everything pass, to show that the tools do act.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from aiws_cli.core.deeds import Deed
from aiws_cli.core.safe_git import run_git
from aiws_cli.tools.registry import Tool, ToolContext, ToolResult, tool


def _reading(context: ToolContext, path: str) -> Deed:
    return Deed("", "read", {}, path, reads=(Path(path),))


@tool("read_file", effect="read", deed=_reading)
def read_file(context: ToolContext, path: str) -> ToolResult:
    """Read a file."""
    return ToolResult(Path(path).read_bytes().decode("utf-8", "replace")[:2_000], path)


def _writing(context: ToolContext, path: str, content: str) -> Deed:
    return Deed("", "write", {}, content, writes=(Path(path),))


@tool("write_file", effect="write", deed=_writing)
def write_file(context: ToolContext, path: str, content: str) -> ToolResult:
    """Write a file."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(content)
    return ToolResult("written", path, untrusted=False)


def _pushing(context: ToolContext, remote: str, branch: str) -> Deed:
    return Deed(
        "",
        "publish",
        {},
        f"git push {remote} HEAD:refs/heads/{branch}",
        hosts=(urlsplit(remote).netloc or remote,),
    )


@tool("publish", effect="publish", deed=_pushing)
def publish(context: ToolContext, remote: str, branch: str) -> ToolResult:
    """Push the project to a remote."""
    run_git(Path.cwd(), "push", remote, f"HEAD:refs/heads/{branch}")
    return ToolResult("pushed", branch, untrusted=False)


def _fetching(context: ToolContext, url: str) -> Deed:
    return Deed("", "connect", {}, f"GET {url}", hosts=(urlsplit(url).netloc,))


@tool("fetch_url", effect="connect", deed=_fetching)
def fetch_url(context: ToolContext, url: str) -> ToolResult:
    """Fetch a page."""
    with urllib.request.urlopen(url, timeout=5) as reply:
        return ToolResult(reply.read(2_000).decode("utf-8", "replace"), url)


def _telling(context: ToolContext, url: str, recipient: str, text: str) -> Deed:
    return Deed("", "notify", {}, text, hosts=(urlsplit(url).netloc,), recipients=(recipient,))


@tool("notify", effect="notify", deed=_telling)
def notify(context: ToolContext, url: str, recipient: str, text: str) -> ToolResult:
    """Tell somebody."""
    body = json.dumps({"to": recipient, "text": text}).encode()
    with urllib.request.urlopen(urllib.request.Request(url, body), timeout=5) as reply:
        return ToolResult(str(reply.status), recipient, untrusted=False)


@tool("shell", effect="execute")
def shell(context: ToolContext, command: str) -> ToolResult:
    """Run a command. It says nothing of where it reaches."""
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, timeout=20, check=False)
    return ToolResult(done.stdout, command)


TOOLS: tuple[Tool, ...] = (read_file, write_file, publish, fetch_url, notify, shell)


def main(arguments: list[str]) -> int:
    from aiws_cli import app
    from aiws_cli.agent import permissions
    from aiws_cli.cli.main import main as aiws

    known = app.Application.tools.fget  # type: ignore[attr-defined]
    app.Application.tools = property(lambda self: (*known(self), *TOOLS))  # type: ignore[assignment, method-assign]
    if arguments[:1] == ["--open"]:
        del arguments[0]

        @contextlib.contextmanager
        def passing(self: permissions.Gate, deed: Deed) -> Iterator[None]:
            yield

        permissions.Gate.passing = passing  # type: ignore[assignment, method-assign]
    os.environ.pop("PYTHONPATH", None)
    return aiws(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
