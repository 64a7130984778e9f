"""`aiws sessions`: saved conversations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import typer

from ..core.language import say
from ..ui.cells import cut, printable
from .asking import agree
from .door import Door, new_app
from .opening import opened
from .options import AsJson, OutputFormat, Yes, absolute, json_chosen
from .output import note, put, put_columns, put_json

app = new_app()

SessionId = Annotated[str, typer.Argument(metavar="ID", show_default=False, help=say("cli.sessions.id"))]


@app.command("list", cls=Door)
def list_(output_format: OutputFormat = "text", as_json: AsJson = False) -> None:
    with opened() as application:
        found = application.sessions.list()
    if json_chosen(output_format, as_json):
        put_json({"schema": "aiws.sessions/1", "sessions": [asdict(s) for s in found]})
        return
    if not found:
        note(say("cli.sessions.none"))
    put_columns(
        [
            (
                s.id,
                s.changed[:16].replace("T", " "),
                say("cli.sessions.turns", turns=s.turns),
                cut(printable(s.title), 60),
            )
            for s in found
        ]
    )


@app.command(cls=Door)
def show(session_id: SessionId, output_format: OutputFormat = "text", as_json: AsJson = False) -> None:
    with opened() as application:
        store = application.sessions
        session_id = store.resolve(session_id)
        records = application.session_records(session_id)
    if json_chosen(output_format, as_json):
        put_json({"schema": "aiws.session/1", "session_id": session_id, "records": list(records)})
        return
    for record in records:
        _show(record)


def _show(record: Mapping[str, Any]) -> None:
    from ..core.results import ResultColumn
    from ..ui.tables import lay_out

    match record.get("type"):
        case "turn_started":
            put(f"> {printable(str(record.get('question', '')))}   {str(record.get('at', ''))[:16]}")
            if record.get("withheld"):
                put(say("cli.sessions.withheld", role=record.get("role", "")))
        case "answer":
            if record.get("executed_sql"):
                put(printable(str(record["executed_sql"]), keep_lines=True))
                put()
            columns = [ResultColumn(c["name"], c["type"]) for c in record.get("columns", ())]
            rows = record.get("rows", ())
            if columns and rows:
                laid = lay_out(columns, rows, cells=None)
                for line in (*laid.head, *laid.body):
                    put(line)
                put()
            if record.get("answer"):
                put(printable(str(record["answer"]), keep_lines=True))
            put()


@app.command(cls=Door)
def export(
    session_id: SessionId,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", show_default=False, help=say("cli.sessions.output")),
    ] = "",
    evidence: Annotated[
        bool, typer.Option("--evidence", show_default=False, help=say("cli.sessions.evidence"))
    ] = False,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    if evidence:
        from .evidence import export_evidence

        with opened() as application:
            session_id = application.sessions.resolve(session_id)
            path = absolute(output or f"evidence-{session_id}.zip")
            export_evidence(application, session_id, path, wants_json)
        return
    with opened() as application:
        id_ = application.sessions.resolve(session_id)
        application.check_export()
        text = application.sessions.export(id_, application.session_records(id_))
        about = {"session_id": id_, "purpose": "session", "file": str(absolute(output)) if output else "-"}
        application.audit.append("export", {**application.who, **about})
    if not output:
        put(text)
        return
    path = absolute(output)
    path.write_text(text + "\n", encoding="utf-8")
    note(say("cli.sessions.exported", path=path))


@app.command(cls=Door)
def prune(
    days: Annotated[
        int,
        typer.Option("--days", metavar="N", min=0, show_default=False, help=say("cli.sessions.prune.days")),
    ] = 0,
    yes: Yes = False,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        kept_days = days or application.settings.retention_days
        if kept_days < application.settings.retention_days:
            agree(say("cli.sessions.prune.confirm", days=kept_days), yes=yes)
        gone = application.sessions.prune(application.clock.now() - timedelta(days=kept_days))
    if wants_json:
        put_json({"schema": "aiws.sessions_pruned/1", "days": kept_days, "deleted": list(gone)})
    else:
        note(say("cli.sessions.pruned", n=len(gone), days=kept_days))


@app.command(cls=Door)
def delete(
    session_id: SessionId, yes: Yes = False, output_format: OutputFormat = "text", as_json: AsJson = False
) -> None:
    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        store = application.sessions
        session_id = store.resolve(session_id)
        agree(say("cli.sessions.confirm", id=session_id), yes=yes)
        store.delete(session_id)
    if wants_json:
        put_json({"schema": "aiws.session_deleted/1", "session_id": session_id})
    else:
        note(say("cli.sessions.deleted", id=session_id))
