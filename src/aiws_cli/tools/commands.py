"""Tools that run programs in the sandbox, on a copy of the folder: what they change comes back when they end well."""

from __future__ import annotations

from ..core.deeds import Deed
from ..core.errors import AiwsError
from ..core.runs import Run, RunOutcome
from ..core.untrusted import clean
from .files import folder_of
from .python import bench_of, run_folder, shortened
from .registry import Tool, ToolContext, ToolError, ToolResult, tool

_MOST = 4_000
# The command is an argument of its own, so that nothing in it can end the line before it.
_IN_THE_COPY = ("sh", "-c", 'cd ../workspace && exec sh -c "$0"')
_TESTS = "python -m pytest -q -p no:cacheprovider"


def _deed(context: ToolContext, command: str) -> Deed:
    """The whole command, and whether anything holds it."""
    sandbox = bench_of(context).sandbox()
    folder_of(context)
    if not command.strip() or len(command) > _MOST or "\0" in command:
        raise ToolError(tool="run_command", detail=f"a command of 1 to {_MOST:,} characters")
    held = f"{sandbox.tier} {sandbox.label}".strip()
    return Deed("", "execute", {}, f"{command}\n# sandbox: {held}", confined=not sandbox.label)


@tool("run_command", effect="execute", deed=_deed)
def run_command(context: ToolContext, command: str) -> ToolResult:
    """Run a shell command in a copy of the folder; no network."""
    return _run(context, "run_command", command)


def _deed_of_tests(context: ToolContext, path: str = "") -> Deed:
    return _deed(context, _tests(path))


@tool("run_tests", effect="execute", deed=_deed_of_tests)
def run_tests(context: ToolContext, path: str = "") -> ToolResult:
    """Run the tests, all or those of one file."""
    return _run(context, "run_tests", _tests(path))


COMMAND_TOOLS: tuple[Tool, ...] = (run_command, run_tests)


def _tests(path: str) -> str:
    import shlex

    return f"{_TESTS} {shlex.quote(path)}" if path.strip() else _TESTS


def _run(context: ToolContext, name: str, command: str) -> ToolResult:
    bench, folder = bench_of(context), folder_of(context)
    sandbox = bench.sandbox()
    about = {**bench.who(), **context.evidence, "tool": name}
    audit_id = bench.audit.append(
        "command", {**about, "command": command, "tier": sandbox.tier, "label": sandbox.label}
    )
    try:
        with run_folder(bench.runs) as runs:
            run = sandbox.run(
                Run(
                    runs,
                    argv=(*_IN_THE_COPY, command),
                    workspace=folder.path,
                    writable=True,
                    limits=bench.limits,
                    keep=context.keep,
                )
            )
    except BaseException as problem:
        code = problem.code if isinstance(problem, AiwsError) else type(problem).__name__
        bench.audit.append("outcome", {**about, "of": audit_id, "status": "failed", "error": code})
        raise
    bench.audit.append(
        "outcome",
        {
            **about,
            "of": audit_id,
            "status": "ok" if run.exit == 0 else "failed",
            "exit": run.exit,
            "killed_by": run.killed_by,
            "changed": list(run.changed),
            "elapsed_ms": run.elapsed_ms,
        },
    )
    folder.changed.update(run.changed)
    for changed in run.changed:
        folder.read.pop(changed, None)
    return ToolResult(_text(run), _summary(run), run)


def _text(run: RunOutcome) -> str:
    """What the model reads: how it ended, what it printed (the end counts where it failed), what it changed."""
    failed = run.exit != 0
    parts = [run.label] if run.label else []
    parts.append(f"ended: over the limit of {run.killed_by}" if run.killed_by else f"exit {run.exit}")
    parts += [shortened(clean(t.strip()), at_end=failed) for t in (run.stdout, run.stderr) if t.strip()]
    if run.changed:
        parts.append("changed: " + ", ".join(run.changed[:20]))
    return "\n".join(parts)


def _summary(run: RunOutcome) -> str:
    said = [
        run.label,
        run.killed_by or f"exit {run.exit}",
        f"{run.elapsed_ms / 1000:.1f} s",
        *run.changed[:3],
    ]
    return " · ".join(filter(None, said))
