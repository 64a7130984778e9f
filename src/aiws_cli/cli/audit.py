"""`aiws audit`: who asked what, when, of which tables; whether the log is whole; heads of it kept elsewhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..core.errors import UsageError
from ..core.language import say
from .door import Door, new_app, one_of
from .opening import opened
from .options import AsJson, OutputFormat, absolute, json_chosen
from .output import note, put, put_json

if TYPE_CHECKING:
    from ..app import Application

app = new_app()

STATUSES = ("ok", "failed", "denied", "unfinished")

User = Annotated[str, typer.Option("--user", metavar="NAME", show_default=False, help=say("cli.audit.user"))]


@app.command(cls=Door)
def show(
    user: User = "",
    table: Annotated[
        str, typer.Option("--table", metavar="TABLE", show_default=False, help=say("cli.audit.table"))
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="TIME", show_default=False, help=say("cli.audit.since"))
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="TIME", show_default=False, help=say("cli.audit.until"))
    ] = "",
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", show_default=False, help=say("cli.audit.kind"))
    ] = "",
    status: Annotated[
        str,
        typer.Option(
            "--status", metavar="|".join(STATUSES), show_default=False, help=say("cli.audit.status")
        ),
    ] = "",
    session: Annotated[
        str, typer.Option("--session", metavar="ID", show_default=False, help=say("cli.audit.session"))
    ] = "",
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", show_default=False, help=say("cli.audit.limit"))
    ] = 50,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    from .audit_records import Wanted, acts, at, show_act

    wants_json = json_chosen(output_format, as_json)
    if limit < 1:
        raise UsageError(detail=say("cli.usage.positive", name="--limit", value=limit))
    if status:
        one_of("--status", status, STATUSES)
    wanted = Wanted(user, table, _time("--since", since), _time("--until", until), kind, status, session)
    with opened() as application:
        found = acts(application.audit_folder, wanted)[-limit:]
    if wants_json:
        records = [r for act in found for r in (act.record, act.outcome) if r is not None]
        records.sort(key=at)
        put_json({"schema": "aiws.audit/1", "records": records})
        return
    if not found:
        note(say("cli.audit.none"))
    for act in found:
        show_act(act)


@app.command(cls=Door)
def verify(
    user: User = "",
    bundle: Annotated[
        str, typer.Option("--bundle", metavar="FILE", show_default=False, help=say("cli.audit.bundle"))
    ] = "",
    against: Annotated[
        list[str] | None,
        typer.Option("--against", metavar="PLACE", show_default=False, help=say("cli.audit.against")),
    ] = None,
    anchor: Annotated[
        list[str] | None,
        typer.Option("--anchor", metavar="HEAD", show_default=False, help=say("cli.audit.anchor_option")),
    ] = None,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> int:
    from .audit_reports import Places, told, told_bundle, verify_bundle, verify_logs

    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        places = Places.read(application.settings.audit_anchor, against or (), anchor or (), user)
        if bundle:
            return told_bundle(
                verify_bundle(absolute(bundle), places, application.audit_folder), places, wants_json
            )
        return told(verify_logs(application.audit_folder, places, user), places, wants_json)


@app.command("anchor", cls=Door)
def anchor_(
    to: Annotated[
        str, typer.Option("--to", metavar="PLACE", show_default=False, help=say("cli.audit.to"))
    ] = "",
    remote: Annotated[
        str, typer.Option("--remote", metavar="NAME", show_default=False, help=say("cli.audit.remote"))
    ] = "",
    user: User = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    from ..governance.audit.anchors import keep, place
    from ..governance.audit.check import check
    from .audit_reports import configured_place

    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        where = place(to) if to else configured_place(application.settings.audit_anchor or "trailer")
        if remote and where.kind != "git":
            raise UsageError(detail=say("cli.audit.remote_git"))
        path = _log(application, user)
        report = check(path)
        head = report.head
        kept = keep(head, where, whole=report.whole, remote=remote)
    if not report.whole:
        note(say("cli.audit.anchored_broken", user=head.user, kinds=", ".join(report.kinds)))
    if wants_json:
        about = {"user": head.user, "n": head.n, "hash": head.hash, "at": head.at, "whole": report.whole}
        put_json(
            {
                "schema": "aiws.audit_anchor/1",
                **about,
                "trailer": head.trailer,
                "to": str(where),
                "kept": kept,
            }
        )
    elif where.kind == "trailer":
        put(head.trailer)
    else:
        note(say("cli.audit.anchored", user=head.user, n=head.n, to=str(where), kept=kept))


def _log(application: Application, user: str) -> Path:
    from ..governance.audit.log import file_name

    return application.audit_folder / f"{file_name(user)}.jsonl" if user else application.audit_path


def _time(name: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as problem:
        raise UsageError(detail=say("cli.usage.date", name=name, value=text)) from problem
