"""`aiws feedback`: good or bad on an answer, kept as a candidate for a reviewer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import DeniedError, UsageError
from ..core.language import say
from ..ui.cells import cut, printable
from .door import Door, new_app
from .opening import opened, text_file, typed
from .options import AsJson, OutputFormat, absolute, json_chosen
from .output import note, put, put_columns, put_json

if TYPE_CHECKING:
    from ..agent.feedback import Candidate, Verdict
    from ..app import Application

app = new_app()

_Session = Annotated[
    str, typer.Option("--session", metavar="ID", show_default=False, help=say("cli.feedback.session"))
]
_Comment = Annotated[
    str, typer.Option("--comment", metavar="TEXT", show_default=False, help=say("cli.feedback.comment"))
]
_Sql = Annotated[str, typer.Option("--sql", metavar="SQL", show_default=False, help=say("cli.feedback.sql"))]
_File = Annotated[
    str, typer.Option("--file", metavar="FILE", show_default=False, help=say("cli.feedback.file"))
]
_CandidateId = Annotated[
    str, typer.Argument(metavar="CANDIDATE", show_default=False, help=say("cli.feedback.id"))
]


@app.command(cls=Door)
def good(
    session: _Session = "",
    comment: _Comment = "",
    sql: _Sql = "",
    file: _File = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    _give("good", session, comment, statement(sql, file), json_chosen(output_format, as_json))


@app.command(cls=Door)
def bad(
    session: _Session = "",
    comment: _Comment = "",
    sql: _Sql = "",
    file: _File = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    _give("bad", session, comment, statement(sql, file), json_chosen(output_format, as_json))


def _give(verdict: Verdict, session: str, comment: str, sql: str, wants_json: bool) -> None:
    with opened() as application:
        store = application.sessions
        session_id = store.resolve(session) if session else store.latest()
        kept = keep(application, verdict, session_id=session_id or "", comment=typed(comment), sql=sql)
    if wants_json:
        put_json({"schema": "aiws.feedback/1", **kept.as_dict()})
    else:
        told(kept)


def keep(
    application: Application, verdict: Verdict, *, session_id: str, comment: str = "", sql: str = ""
) -> Candidate:
    """Keep a verdict on the last answer of a session. `sql`, the right one, goes through the guard and is not run.

    Raises NoAnswerYetError, StateError, and what the guard refuses `sql` with.
    """
    from dataclasses import replace

    from ..agent.feedback import NoAnswerYetError, candidate, last_audit_id

    sessions = application.sessions
    if not session_id or not sessions.path(session_id).is_file():
        raise NoAnswerYetError(session=session_id)
    # A statement of another role may name what this one may not know of.
    records = application.session_records(session_id)
    made = candidate(
        records,
        verdict=verdict,
        user=application.identity.user,
        now=application.clock.now(),
        comment=comment,
        model_digest=_digest(application, last_audit_id(records)),
    )
    if sql.strip():
        try:
            safe = application.warehouse.check(application.sent(sql))
        except DeniedError as denied:
            who = {"user": application.identity.user, "role": application.identity.role}
            about = {"question": made.question, "sql": sql, "purpose": "feedback"}
            application.audit.append("denied", {**who, **about, "reason": denied.code})
            raise
        made = replace(made, corrected_sql=sql.strip(), corrected_tables=safe.tables)
    return application.feedback.add(made)


def _digest(application: Application, audit_id: str) -> str:
    """What the audit log says of the weights that wrote an answer; empty where no model was asked."""
    from ..governance.audit.log import read

    if not audit_id:
        return ""
    records = read(application.audit_path, kinds=("query",))
    return next((str(r.get("model_digest", "")) for r in records if r.get("id") == audit_id), "")


def told(kept: Candidate) -> None:
    """Say that it is kept, and what would help a reviewer more."""
    verdict = say(f"cli.feedback.verdict.{kept.verdict}")
    note(say("cli.feedback.kept", verdict=verdict, question=cut(printable(kept.question), 60), id=kept.id))
    if kept.verdict == "bad" and not kept.corrected_sql:
        note(say("cli.feedback.better", session=kept.session_id))


def statement(sql: str, file: str) -> str:
    """The SQL of `--sql` or `--file`, empty where neither was given. UsageError for both, or an empty file."""
    if sql and file:
        raise UsageError(detail=say("cli.sql.both"))
    text = text_file(absolute(file), "SQL") if file else typed(sql)
    if (sql or file) and not text.strip():
        raise UsageError(detail=say("cli.sql.empty"))
    return text


@app.command("list", cls=Door)
def list_(output_format: OutputFormat = "text", as_json: AsJson = False) -> None:
    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        found = application.feedback.list()
    if wants_json:
        put_json({"schema": "aiws.feedback_list/1", "candidates": [c.as_dict() for c in found]})
        return
    if not found:
        note(say("cli.feedback.none"))
    put_columns(
        [
            (
                c.id,
                say(f"cli.feedback.verdict.{c.verdict}"),
                _state(c),
                cut(printable(c.question), 70),
            )
            for c in found
        ]
    )


def _state(candidate: Candidate) -> str:
    if candidate.verified_as:
        return say("cli.feedback.state.verified", id=candidate.verified_as)
    return say("cli.feedback.state.corrected" if candidate.corrected_sql else "cli.feedback.state.open")


@app.command(cls=Door)
def show(candidate_id: _CandidateId, output_format: OutputFormat = "text", as_json: AsJson = False) -> None:
    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        found = application.feedback.get(typed(candidate_id).strip())
    if wants_json:
        put_json({"schema": "aiws.feedback/1", **found.as_dict()})
        return
    put(f"{found.id}  {say(f'cli.feedback.verdict.{found.verdict}')}  {_state(found)}")
    put(printable(found.question, keep_lines=True))
    if found.comment:
        put(printable(found.comment, keep_lines=True))
    put()
    put_columns([(say(f"cli.feedback.field.{name}"), text) for name, text in _facts(found) if text])
    for name in ("sql", "mended_sql", "executed_sql", "corrected_sql"):
        text = getattr(found, name)
        if text and not (name == "mended_sql" and text == found.sql):
            put()
            put(f"{say(f'cli.feedback.field.{name}')}:")
            put(printable(text, keep_lines=True))


def _facts(c: Candidate) -> list[tuple[str, Any]]:
    mends = "; ".join(f"{m.get('rule', '')}: {m.get('reason', '')}" for m in c.mended)
    model = " ".join(part for part in (c.model, c.model_digest) if part)
    prompts = json.dumps(dict(c.prompt_versions), ensure_ascii=False) if c.prompt_versions else ""
    return [
        ("at", c.at[:16].replace("T", " ")),
        ("user", f"{c.user} ({c.role})" if c.role else c.user),
        ("status", f"{c.status} · {c.intent}"),
        ("tables", ", ".join(c.tables)),
        ("mended", mends),
        ("as_of", c.as_of),
        ("model", model),
        ("prompts", prompts),
        ("session", c.session_id),
        ("audit", c.audit_id),
    ]
