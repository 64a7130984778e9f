"""`aiws doctor`: probes everything aiws depends on, live, and says how to mend what fails."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict

from ..core.errors import AiwsError
from ..core.language import say
from ..core.settings import Resolved, resolve
from ..ui.cells import pad, printable, width, wrap
from .door import Door, new_app
from .options import AsJson, OutputFormat, Role, json_chosen
from .output import put, put_json
from .probes import NEEDED, PROBES, Finding, Status, terminal

app = new_app()

FAILED = 3
_MARKS: dict[Status, str] = {"ok": "✓", "warn": "!", "fail": "✗", "skip": "-"}


@app.command(cls=Door)
def doctor(role: Role = "", output_format: OutputFormat = "text", as_json: AsJson = False) -> int:
    wants_json = json_chosen(output_format, as_json)
    findings: list[Finding] = []

    def take(finding: Finding) -> None:
        findings.append(finding)
        if not wants_json:
            _show(finding)

    contacted = _look(resolve, role, take)
    if not wants_json:
        return _sum_up(findings, contacted)
    ok = _well(findings)
    put_json(
        {
            "schema": "aiws.doctor/1",
            "ok": ok,
            "probes": [asdict(f) for f in findings],
            "hosts": contacted,
        }
    )
    return 0 if ok else FAILED


def examine(resolved: Resolved, role: str) -> None:
    """Probe everything under these settings and show what was found."""
    findings: list[Finding] = []

    def take(finding: Finding) -> None:
        findings.append(finding)
        _show(finding)

    _sum_up(findings, _look(lambda: resolved, role, take))


def _look(
    settings: Callable[[], Resolved], role: str, take: Callable[[Finding], None]
) -> list[dict[str, str]]:
    """Hand each finding to `take` as soon as it is made; the hosts that may be contacted."""
    contacted: list[dict[str, str]] = []
    take(terminal())
    try:
        from ..app import build
        from ..models.contacts import contacts

        resolved = settings()
        contacted = [{"host": c.host, "for": c.purpose} for c in contacts(resolved.settings)]
        with build(resolved, notify=_silent, role=role or None) as application:
            take(Finding("settings", "ok", say("doctor.settings.ok", path=resolved.settings.config)))
            for name, probe in PROBES:
                take(_timed(name, probe, application))
    except AiwsError as problem:
        take(Finding("settings", "fail", problem.message(), problem.hint()))
    return contacted


def _well(findings: Sequence[Finding]) -> bool:
    return not any(f.status == "fail" and f.name in NEEDED for f in findings)


def _sum_up(findings: Sequence[Finding], contacted: Sequence[dict[str, str]]) -> int:
    """What follows the findings; the exit code they stand for."""
    ok = _well(findings)
    put()
    put(say("doctor.hosts") if contacted else say("doctor.hosts.none"))
    for host in contacted:
        put(f"  {printable(host['host'])}  {say('doctor.host.' + host['for'])}")
    put()
    put(say("doctor.all_well" if ok else "doctor.something_fails"))
    return 0 if ok else FAILED


def _timed(name: str, probe: object, application: object) -> Finding:
    """Run one probe under a spinner; whatever it raises is its finding."""
    from dataclasses import replace

    from ..ui.spinner import Spinner

    spinner = Spinner(sys.stderr) if sys.stderr.isatty() else None
    started = time.monotonic()
    if spinner is not None:
        spinner.say(say("doctor.probing", name=say(f"doctor.{name}")))
    try:
        finding: Finding = probe(application)  # type: ignore[operator]
    except AiwsError as problem:
        finding = Finding(name, "fail", problem.message(), problem.hint())
    except Exception as problem:  # noqa: BLE001 (a doctor reports every fault, it does not die of one)
        finding = Finding(name, "fail", f"{type(problem).__name__}: {problem}", say("error.internal.hint"))
    finally:
        if spinner is not None:
            spinner.stop()
    return replace(finding, elapsed_ms=round((time.monotonic() - started) * 1000, 1))


def _show(finding: Finding) -> None:
    from ..ui.spinner import terminal_columns

    label = say(f"doctor.{finding.name}")
    left = 18
    cells = max(30, terminal_columns() - left - 4) if sys.stdout.isatty() else 10_000
    head = f"{_MARKS[finding.status]} {pad(label, left)}"
    lines = [
        line for part in printable(finding.detail, keep_lines=True).splitlines() for line in wrap(part, cells)
    ]
    put(f"{head}{lines[0] if lines else ''}".rstrip())
    for line in lines[1:]:
        put(" " * (width(head)) + line)
    if finding.remedy and finding.status in ("fail", "warn"):
        for part in printable(finding.remedy, keep_lines=True).splitlines():
            for number, line in enumerate(wrap(part, cells - 2)):
                put(" " * width(head) + ("→ " if number == 0 else "  ") + line)


def _silent(_: str) -> None:
    return
