"""What `aiws audit verify` found, in words and as JSON."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import AiwsError, SettingsError, UsageError
from ..core.language import say
from .opening import piped
from .output import note, put, put_json

if TYPE_CHECKING:
    from ..governance.audit.anchors import Place
    from ..governance.audit.bundle import BundleReport
    from ..governance.audit.check import Anchor, Compared, Problem, Report

BY_HAND = "--anchor"
SHOWN = 12
"""Ranges of lines that are named in words; JSON has them all."""


@dataclass(frozen=True, slots=True)
class Places:
    """Heads read from where they are kept, and the places that could not be read."""

    anchors: tuple[Anchor, ...]
    unread: tuple[AiwsError, ...]

    @classmethod
    def read(cls, configured: str, against: Sequence[str], given: Sequence[str], user: str) -> Places:
        """Those of the settings, of `--against` (`-` is stdin), and those a person typed. Raises UsageError."""
        from ..governance.audit.anchors import AnchorError, Place, in_text, place, read
        from ..governance.audit.check import Anchor
        from ..governance.audit.heads import file_name, head_from

        anchors: list[Anchor] = []
        unread: list[AiwsError] = []
        chosen = [configured_place(configured)] if configured else []
        # Syslog and trailers are written by us and read by others: there is nothing of ours to read them from.
        chosen = [p for p in chosen if p.kind in ("git", "file")]
        for where in [*chosen, *(place(a) if a != "-" else Place("stdin") for a in against)]:
            try:
                anchors += in_text(piped("stdin"), "stdin") if where.kind == "stdin" else read(where)
            except AnchorError as problem:
                unread.append(problem)
        for text in given:
            head = head_from(text, file_name(user or _os_user()))
            if head is None:
                raise UsageError(detail=say("cli.audit.no_head", value=text))
            anchors.append(Anchor(BY_HAND, head))
        return cls(tuple(anchors), tuple(unread))


def configured_place(text: str) -> Place:
    """The place of the setting audit_anchor. Raises SettingsError."""
    from ..governance.audit.anchors import place

    try:
        return place(text)
    except UsageError as problem:
        raise SettingsError(name="audit_anchor", detail=problem.slots["detail"]) from problem


def verify_logs(folder: Path, places: Places, user: str) -> list[Report]:
    """Every log of the folder this user may read, or that of one. Also a log that is gone, where a head speaks of it."""
    from ..governance.audit.check import check
    from ..governance.audit.log import file_name

    names = {p.stem for p in folder.glob("*") if p.suffix in (".jsonl", ".head")}
    # Others' heads are in a shared repository too, and their logs on machines of their own.
    ours = {file_name(user or _os_user())}
    names |= {a.head.user for a in places.anchors if a.source == BY_HAND or a.head.user in ours}
    if user:
        names &= ours
    reports = []
    for name in sorted(names):
        path = folder / f"{name}.jsonl"
        if path.exists() and not os.access(path, os.R_OK):
            note(say("cli.audit.unreadable", path=path))
            continue
        reports.append(check(path, places.anchors))
    return reports


def told(reports: Sequence[Report], places: Places, wants_json: bool) -> int:
    """Say it; the exit code: 0 whole, 6 not whole or nothing there, 3 a named place of anchors could not be read."""
    from ..governance.audit.check import AuditBrokenError

    broken = [r for r in reports if not r.whole]
    whole = bool(reports) and not broken
    code = 6 if not whole else max((p.exit_code for p in places.unread), default=0)
    if wants_json:
        logs = [_as_dict(r) for r in reports]
        put_json({"schema": "aiws.audit_verify/1", "whole": whole, "logs": logs, "unread": _unread(places)})
        return code
    for report in reports:
        _show(report)
    if not reports:
        raise AuditBrokenError(what=say("cli.audit.none_to_verify"), count=0)
    if broken:
        raise AuditBrokenError(
            what=", ".join(r.user for r in broken), count=sum(len(r.problems) for r in broken)
        )
    if places.unread:
        raise places.unread[0]
    return code


def verify_bundle(path: Path, places: Places, folder: Path) -> BundleReport:
    """Check a bundle file. Raises UsageError where it is not there."""
    from ..governance.audit.bundle import check_bundle
    from ..governance.audit.literals import read_key

    try:
        content = path.read_bytes()
    except OSError as problem:
        raise UsageError(detail=say("cli.input.no_file", path=path)) from problem
    return check_bundle(content, places.anchors, read_key(folder / "key"))


def told_bundle(report: BundleReport, places: Places, wants_json: bool) -> int:
    """Say what a bundle is and whether it holds together; the exit code as of `told`."""
    from ..governance.audit.check import AuditBrokenError

    code = 6 if not report.whole else max((p.exit_code for p in places.unread), default=0)
    counts = {k: getattr(report, k) for k in ("statements", "unfinished", "unproved", "outside")}
    if wants_json:
        flaws = [{"problem": f.kind, "detail": f.detail} for f in report.flaws]
        about = {k: v for k, v in report.manifest.items() if k not in ("schema", "files")}
        compared = [c.as_dict() for c in report.compared]
        put_json(
            {
                "schema": "aiws.bundle_verify/1",
                "whole": report.whole,
                "problems": flaws,
                **counts,
                "anchors": compared,
                "unread": _unread(places),
                "manifest": about,
            }
        )
        return code
    if report.manifest:
        log = report.manifest["log"]
        put(say("audit.bundle.about", **{**report.manifest, **log, **counts}))
        _say_compared(report.compared)
    for flaw in report.flaws:
        put("  " + say(f"audit.bundle.{flaw.kind}", detail=flaw.detail))
    if not report.whole:
        raise AuditBrokenError(what=say("cli.audit.the_bundle"), count=len(report.flaws))
    if places.unread:
        raise places.unread[0]
    put("  " + say("audit.bundle.whole"))
    if not report.compared:
        note(say("audit.bundle.alone", hash=report.manifest["log"]["hash"], n=report.manifest["log"]["last"]))
    return code


def _show(report: Report) -> None:
    head = report.head
    key = "audit.report.whole" if report.whole else "audit.report.broken"
    put(say(key, user=report.user, lines=report.lines, n=head.n, at=head.at, hash=head.hash))
    for problem in report.problems:
        put("  " + describe(problem))
    for aside in report.aside:
        torn = aside["torn"] if isinstance(aside["torn"], dict) else {}
        put(
            "  "
            + say("audit.report.aside", line=aside["line"], file=torn.get("file"), bytes=torn.get("bytes"))
        )
    _say_compared(report.compared)
    if report.whole and not report.anchored and report.lines:
        note("  " + say("audit.report.alone", user=report.user))


def describe(problem: Problem) -> str:
    """One problem in one line: what, where, which records, and the first one's id and time."""
    lines = ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in problem.lines[:SHOWN])
    lines += ", …" * (len(problem.lines) > SHOWN)
    text = say(f"audit.problem.{problem.kind}", lines=lines)
    if problem.records:
        a, b = problem.records
        text += " · " + say("audit.problem.records", records=f"{a}" if a == b else f"{a}–{b}")
    return " · ".join(filter(None, (text, problem.at, problem.id)))


def _say_compared(compared: Iterable[Compared]) -> None:
    """A line for each place: how many heads agree, and each that does not."""
    by_source: dict[str, list[Compared]] = {}
    for one in compared:
        by_source.setdefault(one.anchor.source.partition(" ")[0], []).append(one)
    for source, found in by_source.items():
        agreeing = [c for c in found if c.agrees]
        last = max((c.anchor.head.n for c in agreeing), default=0)
        put("  " + say("audit.report.agree", source=source, count=len(agreeing), of=len(found), n=last))
        for one in (c for c in found if c.agrees is False):
            put("  " + say("audit.report.differs", source=one.anchor.source, n=one.anchor.head.n))


def _as_dict(report: Report) -> dict[str, Any]:
    head = report.head
    return {
        "user": report.user,
        "whole": report.whole,
        "lines": report.lines,
        "head": {"n": head.n, "hash": head.hash, "at": head.at},
        "problems": [{**p.as_dict(), "message": describe(p)} for p in report.problems],
        "anchored": report.anchored,
        "anchors": [c.as_dict() for c in report.compared],
        "aside": list(report.aside),
    }


def _unread(places: Places) -> list[dict[str, str]]:
    return [{"code": p.code, "message": p.message(), "hint": p.hint()} for p in places.unread]


def _os_user() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return f"uid-{os.geteuid()}"
