"""`aiws sessions`: saved conversations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import UsageError
from ..core.language import say
from ..ui.cells import cut, printable
from .asking import agree
from .door import Door, new_app, one_of
from .opening import opened, typed
from .options import AsJson, OutputFormat, Yes, absolute, json_chosen
from .output import note, put, put_columns, put_json

if TYPE_CHECKING:
    from ..app import Application

app = new_app()

FORMATS = ("md", "json", "html")
_TITLE_CELLS = 60

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
                cut(printable(s.title), _TITLE_CELLS),
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
def fork(
    session_id: SessionId,
    turns: Annotated[
        int | None,
        typer.Option("--turns", metavar="N", min=1, show_default=False, help=say("cli.sessions.turns_kept")),
    ] = None,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        store = application.sessions
        origin = store.resolve(session_id)
        made = store.fork(origin, application.clock.now(), turns=turns)
        application.checkpoints(origin).fork(made, turns)
    if wants_json:
        put_json({"schema": "aiws.session_forked/1", "session_id": made, "from": origin})
    else:
        put(made)
        note(say("cli.sessions.forked", id=made, origin=origin))


@app.command(cls=Door)
def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", show_default=False, help=say("cli.sessions.words"))
    ],
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, show_default=False, help=say("cli.sessions.limit"))
    ] = 20,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    query = " ".join(typed(w) for w in words).strip()
    if not query:
        raise UsageError(detail=say("cli.sessions.no_words"))
    with opened() as application:
        found = application.sessions.search(query, application.session_records, limit=limit)
    if wants_json:
        put_json({"schema": "aiws.session_hits/1", "query": query, "hits": [asdict(h) for h in found]})
        return
    if not found:
        note(say("cli.sessions.not_found", words=query))
    put_columns(
        [
            (
                h.id,
                h.at[:16].replace("T", " "),
                say("cli.sessions.turn", n=h.turn),
                cut(printable(h.text), 80),
            )
            for h in found
        ]
    )


@app.command(cls=Door)
def export(
    session_id: SessionId,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", show_default=False, help=say("cli.sessions.output")),
    ] = "",
    form: Annotated[
        str,
        typer.Option("--format", metavar="md|json|html", show_default=False, help=say("cli.sessions.format")),
    ] = "",
    evidence: Annotated[
        bool, typer.Option("--evidence", show_default=False, help=say("cli.sessions.evidence"))
    ] = False,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    if evidence:
        if form:
            raise UsageError(detail=say("cli.sessions.format_and_evidence"))
        from .evidence import export_evidence

        with opened() as application:
            session_id = application.sessions.resolve(session_id)
            path = absolute(output or f"evidence-{session_id}.zip")
            export_evidence(application, session_id, path, wants_json)
        return
    target = absolute(output) if output else None
    chosen = format_for(form, target)
    with opened() as application:
        text = exported(application, application.sessions.resolve(session_id), chosen, target)
    if target is None:
        put(text.removesuffix("\n"))
        return
    target.write_text(text, encoding="utf-8")
    note(say("cli.sessions.exported", path=target))


def format_for(form: str, target: Path | None) -> str:
    """The format that was named, else the one the file's name stands for, else JSON. UsageError for one there is not."""
    if form:
        return one_of("--format", form, FORMATS)
    ending = target.suffix.lower().removeprefix(".") if target is not None else ""
    return {"htm": "html", "markdown": "md"}.get(ending, ending if ending in FORMATS else "json")


def exported(application: Application, session_id: str, form: str, target: Path | None) -> str:
    """A conversation as text in one of FORMATS, as the asker's role may read it; that it leaves is on record.

    Raises NoSessionError, ExportDenied, AuditError.
    """
    application.check_export()
    records = application.session_records(session_id)
    if form == "json":
        text = application.sessions.export(session_id, records) + "\n"
    else:
        from ..drawing import transcripts

        text = (transcripts.markdown if form == "md" else transcripts.page)(session_id, records)
    about = {"session_id": session_id, "purpose": "session", "file": str(target) if target else "-"}
    application.audit.append("export", {**application.who, **about})
    return text


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
