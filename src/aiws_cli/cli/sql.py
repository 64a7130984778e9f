"""`aiws sql`: one guarded, read-only statement, no model involved."""

from __future__ import annotations

import csv
import json
import sys
from typing import Annotated, Any

import typer

from ..analysis.narrowing import narrowed_lines
from ..core.errors import UsageError
from ..core.language import say
from ..core.results import QueryOutcome
from ..governance.privacy.cells import notice as personal_notice
from ..ui.cells import printable
from .door import Door, new_app, one_of
from .opening import opened, piped, start_early, text_file, typed
from .options import AsJson, OutputFormat, Role, absolute, json_chosen
from .output import note, put_json
from .saving import check_target, save

app = new_app()

FORMATS = ("text", "table", "json", "csv")


@app.command(cls=Door)
def sql(
    statement: Annotated[
        str, typer.Argument(metavar="SQL | -", show_default=False, help=say("cli.sql.sql"))
    ] = "",
    file: Annotated[
        str, typer.Option("--file", metavar="FILE", show_default=False, help=say("cli.sql.file"))
    ] = "",
    format_: Annotated[
        str,
        typer.Option("--format", metavar="|".join(FORMATS), show_default=False, help=say("cli.sql.format")),
    ] = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="ROWS", show_default=False, help=say("cli.opt.limit"))
    ] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", metavar="FILE", show_default=False, help=say("cli.ask.with"))
    ] = None,
    save_to: Annotated[
        str, typer.Option("--save", metavar="FILE", show_default=False, help=say("cli.ask.save"))
    ] = "",
    role: Role = "",
) -> None:
    chosen = "json" if json_chosen(output_format, as_json) else "text"
    if format_:
        chosen = one_of("--format", format_, FORMATS)
    text = _statement(statement, file)
    if limit is not None and limit < 1:
        raise UsageError(detail=say("cli.usage.positive", name="--limit", value=limit))
    target = check_target(save_to) if save_to else None
    with opened(role=role) as application:
        if target is not None:
            application.check_export()
        start_early(application)
        warehouse = application.warehouse
        for path in with_ or ():
            warehouse.attach_file(absolute(path))
        outcome = warehouse.query(text, limits=application.limits.narrowed(max_rows=limit))
        _write(outcome, chosen)
        if personal := personal_notice(outcome):
            note(personal)
        if target is not None:
            save(application, target, outcome.result.columns, outcome.result.rows, of=outcome.audit_id)
            note(say("cli.saved", path=target, rows=outcome.result.row_count))


def _statement(statement: str, file: str) -> str:
    if file and statement:
        raise UsageError(detail=say("cli.sql.both"))
    if file:
        text = text_file(absolute(file), "SQL")
    elif statement == "-" or (not statement and not sys.stdin.isatty()):
        text = piped("SQL")
    else:
        text = typed(statement)
    if not text.strip():
        raise UsageError(detail=say("cli.sql.empty"))
    return text


def _write(outcome: QueryOutcome, chosen: str) -> None:
    result = outcome.result
    if chosen == "json":
        put_json(as_dict(outcome), indent=None)
        return
    if chosen == "csv":
        _csv(outcome)
    else:
        from ..ui.plain import PlainScreen
        from ..ui.terminal import TerminalScreen

        whole = chosen == "table" or not sys.stdout.isatty()
        screen = (PlainScreen if whole else TerminalScreen)(sys.stdout, sys.stderr)
        screen.table(result.columns, result.rows)
    key = "ui.rows.truncated" if result.truncated else "ui.rows"
    note(f"{say(key, rows=result.row_count)} · {result.elapsed_ms:,.0f} ms")
    for line in narrowed_lines(outcome.narrowed, outcome.role, str):
        note(printable(line))


def as_dict(outcome: QueryOutcome) -> dict[str, Any]:
    """The `aiws.result/1` object."""
    result = outcome.result
    return {
        "schema": "aiws.result/1",
        "sql": outcome.sql,
        "executed_sql": outcome.executed_sql,
        "columns": [{"name": c.name, "type": c.type} for c in result.columns],
        "rows": [list(row) for row in result.rows],
        "row_count": result.row_count,
        "truncated": result.truncated,
        "role": outcome.role,
        "elapsed_ms": round(result.elapsed_ms, 3),
        "audit_id": outcome.audit_id,
        "narrowed": [n.as_dict() for n in outcome.narrowed],
    }


def _csv(outcome: QueryOutcome) -> None:
    """Comma separated with a header, lines ended by a line feed; NULL is an empty field, text is not altered."""
    if sys.stdout.isatty():
        from ..ui.cells import printable

        clean = printable
    else:
        clean = str
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([clean(c.name) for c in outcome.result.columns])
    for row in outcome.result.rows:
        writer.writerow([_field(value, clean) for value in row])


def _field(value: Any, clean: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return clean(json.dumps(value, ensure_ascii=False))
    return clean(str(value))
