"""`aiws catalog verify`: a reviewer turns a candidate, or a question and its SQL, into a verified query of the catalog."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from ..core.errors import UsageError
from ..core.language import say
from ..ui.cells import printable
from .asking import agree
from .feedback import statement
from .on_record import on_record
from .opening import opened, typed
from .options import AsJson, OutputFormat, Yes, json_chosen
from .output import note, put_json

if TYPE_CHECKING:
    from ..agent.feedback import Candidate
    from ..app import Application
    from ..core.results import QueryOutcome
    from ..core.tables import VerifiedQuery

SHOWN_ROWS = 5


def _option(name: str, metavar: str | None, key: str) -> Any:
    return typer.Option(name, metavar=metavar, show_default=False, help=say(key))


def verify(
    candidate: Annotated[
        str, typer.Argument(metavar="CANDIDATE", show_default=False, help=say("cli.catalog.verify.candidate"))
    ] = "",
    question: Annotated[str, _option("--question", "TEXT", "cli.catalog.verify.question")] = "",
    question_en: Annotated[str, _option("--question-en", "TEXT", "cli.catalog.verify.question_en")] = "",
    sql: Annotated[str, _option("--sql", "SQL", "cli.catalog.verify.sql")] = "",
    file: Annotated[str, _option("--file", "FILE", "cli.catalog.verify.file")] = "",
    query_id: Annotated[str, _option("--id", "NAME", "cli.catalog.verify.id")] = "",
    ordered: Annotated[bool, _option("--ordered", None, "cli.catalog.verify.ordered")] = False,
    yes: Yes = False,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    given = statement(sql, file)
    with opened() as application:
        from ..catalog import verifying

        found = application.feedback.get(typed(candidate).strip()) if candidate else None
        wanted = _wanted(found, _line(question), _line(question_en), given)
        folder = application.catalog_folder
        verifying.check_writable(folder)
        # The guard reads it first: what it would not run is not worth comparing.
        application.warehouse.check(application.sent(wanted.sql))
        queries = verifying.known(folder)
        verifying.check_new(wanted.question, wanted.question_en, wanted.sql, queries)
        outcome = _run(application, wanted)
        company = verifying.company_of(outcome.tables, application.catalog)
        name = verifying.new_id(
            query_id, wanted.question, wanted.question_en, company, outcome.tables, queries
        )
        query = _query(wanted, outcome, company, name, ordered)
        if not (wants_json and yes):
            _show(query, outcome, sys.stderr if wants_json else sys.stdout)
        agree(say("cli.catalog.verify.confirm", id=query.id, company=company), yes=yes)
        path, line = _keep(application, query, outcome, found)
    if wants_json:
        put_json(
            {
                "schema": "aiws.verified_query/1",
                "id": query.id,
                "file": str(path),
                "line": line,
                "question": query.question,
                "question_en": query.question_en,
                "sql": query.sql,
                "tables": list(query.tables),
                "ordered": query.ordered,
                "columns": [{"name": c.name, "type": c.type} for c in outcome.result.columns],
                "row_count": outcome.result.row_count,
                "truncated": outcome.result.truncated,
                "candidate": found.id if found else None,
                "audit_id": outcome.audit_id,
            }
        )
        return
    note(say("cli.catalog.verify.done", id=query.id, path=path, line=line))


@dataclass(frozen=True, slots=True)
class _Pair:
    question: str
    question_en: str
    sql: str


def _wanted(candidate: Candidate | None, question: str, question_en: str, sql: str) -> _Pair:
    """The question and SQL to verify: what the command line gives goes before what the candidate has."""
    from ..catalog.verifying import NotVerifiableError, tidy

    if candidate is None:
        if not question or not sql:
            raise UsageError(detail=say("cli.catalog.verify.what"))
    else:
        if candidate.verified_as:
            raise NotVerifiableError(reason=say("cli.catalog.verify.done_before", id=candidate.verified_as))
        if not question and candidate.intent == "follow_up":
            raise NotVerifiableError(reason=say("cli.catalog.verify.follow_up"))
        question = question or _line(candidate.question)
        sql = sql or candidate.best_sql
        if not sql:
            raise NotVerifiableError(reason=say("cli.catalog.verify.no_sql"))
    return _Pair(question, question_en, tidy(sql))


def _run(application: Application, pair: _Pair) -> QueryOutcome:
    from ..catalog.verifying import NotVerifiableError

    outcome = application.spoken.query(
        pair.sql, question=pair.question, limits=application.limits, evidence={"purpose": "verify"}
    )
    if not outcome.tables:
        raise NotVerifiableError(reason=say("cli.catalog.verify.no_table"))
    if not outcome.result.rows:
        raise NotVerifiableError(reason=say("cli.catalog.verify.empty"))
    return outcome


def _query(pair: _Pair, outcome: QueryOutcome, company: str, query_id: str, ordered: bool) -> VerifiedQuery:
    from ..core.tables import VerifiedQuery

    return VerifiedQuery(
        id=query_id,
        question=pair.question,
        sql=pair.sql,
        question_en=pair.question_en,
        company=company,
        tables=outcome.tables,
        ordered=ordered,
    )


def _show(query: VerifiedQuery, outcome: QueryOutcome, out: TextIO) -> None:
    """What the reviewer says yes to."""
    from ..ui.plain import PlainScreen

    result = outcome.result
    rows = f"{result.row_count:,}{'+' if result.truncated else ''}"
    lines = [
        f"{say('cli.catalog.verify.field.question')}: {printable(query.question)}",
        *([f"English: {printable(query.question_en)}"] if query.question_en else []),
        "",
        printable(query.sql, keep_lines=True),
        "",
        f"{say('cli.catalog.verify.field.tables')}: {', '.join(query.tables)}",
        f"{say('cli.catalog.verify.field.rows', rows=rows, shown=min(SHOWN_ROWS, result.row_count))}",
    ]
    out.write("\n".join(lines) + "\n")
    PlainScreen(out, sys.stderr).table(result.columns, result.rows[:SHOWN_ROWS])
    out.flush()


def _keep(
    application: Application, query: VerifiedQuery, outcome: QueryOutcome, candidate: Candidate | None
) -> tuple[Any, int]:
    """Write the entry, with the log's word before it and after it; (file, line)."""
    from ..catalog.verifying import add

    about = {
        "query": query.id,
        "question": query.question,
        "sql": query.sql,
        "tables": list(query.tables),
        "catalog": str(application.catalog_folder),
        "candidate": candidate.id if candidate else "",
        "ran_as": outcome.audit_id,
    }
    with on_record(application, "catalog.verify", about) as done:
        path, line = add(application.catalog_folder, query)
        done["file"] = str(path)
    if candidate is not None:
        application.feedback.verified(candidate.id, query.id, application.clock.now())
    return path, line


def _line(text: str) -> str:
    """A question on one line."""
    return " ".join(typed(text).split())
