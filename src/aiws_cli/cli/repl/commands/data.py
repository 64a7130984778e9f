"""/sql, /tables, /show, /chart, /save, /export: the data, and the last answer's."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ....analysis.narrowing import narrowed_lines
from ....core.errors import UsageError
from ....core.language import say
from ....ui.cells import printable
from ...door import one_of
from ...output import note, put, put_columns
from ...saving import check_target, save
from ..charts import KINDS, chart_lines
from ..command import SlashCommand

if TYPE_CHECKING:
    from ..loop import Repl

# What only a result can be saved as.
_TABLES = (".csv", ".xlsx", ".parquet")


def _sql(repl: Repl, statement: str) -> None:
    """Run a statement, or without one show the last answer's."""
    from ....ui.terminal import TerminalScreen

    screen = TerminalScreen(sys.stdout, sys.stderr)
    screen.save_hint = "ui.more.sql"
    if not statement:
        screen.sql(repl.answer().executed_sql or repl.answer().sql or say("repl.no_sql"))
        return
    outcome = repl.app.warehouse.query(statement)
    result = outcome.result
    screen.table(result.columns, result.rows)
    key = "ui.rows.truncated" if result.truncated else "ui.rows"
    note(f"{say(key, rows=result.row_count)} · {result.elapsed_ms:,.0f} ms")
    for line in narrowed_lines(outcome.narrowed, outcome.role, str):
        note(printable(line))


def _tables(repl: Repl, query: str) -> None:
    """Tables for some words; without words those of the last answer, else all there are."""
    catalog = repl.app.permitted
    if query:
        hits = catalog.search(query, workspace=repl.conversation.workspace, limit=15)
        put_columns([(h.table, h.business_name) for h in hits])
        return
    names = repl.last.tables if repl.last and repl.last.tables else catalog.table_names()
    shown = names[:60]
    found = [catalog.table(n) for n in shown]
    put_columns([(t.name, t.business_name) for t in found if t is not None])
    if len(names) > len(shown):
        note(say("repl.more_tables", count=len(names) - len(shown)))


def _show(repl: Repl, _: str) -> None:
    """How the last answer came about."""
    from ....ui import wording
    from ....ui.terminal import TerminalScreen

    answer = repl.answer()
    screen = TerminalScreen(sys.stdout, sys.stderr)
    if answer.sql:
        note(say("ui.sql"))
        screen.sql(answer.sql)
    for mend in answer.mended:
        note(say("ui.mend", rule=printable(mend.rule), reason=printable(mend.reason)))
    if answer.executed_sql:
        note(say("ui.executed"))
        screen.sql(answer.executed_sql)
    note(wording.usage(answer))


def _chart(repl: Repl, kind: str) -> None:
    """The last answer as a chart, of the kind its rules chose or of another one."""
    from ....ui.spinner import terminal_columns

    if kind:
        one_of("/chart", kind, KINDS)
    for line in chart_lines(repl.answer(), kind, terminal_columns() - 1):
        put(line)


def _save(repl: Repl, name: str) -> None:
    answer = repl.answer()
    if not name:
        raise UsageError(detail=say("repl.save_where"))
    target = check_target(name.strip("\"'"))
    if not answer.columns:
        note(say("cli.save.nothing"))
        return
    save(repl.app, target, answer.columns, answer.rows, of=answer.audit_id)
    note(say("cli.saved", path=target, rows=len(answer.rows)))


def _export(repl: Repl, name: str) -> None:
    """The conversation as a file to keep; under the name of a table's kind the last result, as /save does."""
    if not name:
        raise UsageError(detail=say("repl.export.where"))
    path = Path(name.strip("\"'")).expanduser().absolute()
    if path.suffix.lower() in _TABLES:
        _save(repl, name)
        return
    from ...sessions import FORMATS, exported, format_for

    form = format_for("", path)
    if f".{form}" != path.suffix.lower() and form == "json":
        listed = " ".join(f".{f}" for f in FORMATS)
        raise UsageError(detail=say("repl.export.kind", path=path.name, kinds=listed))
    if not path.parent.is_dir():
        raise UsageError(detail=say("cli.save.no_folder", folder=path.parent))
    if path.exists():
        raise UsageError(detail=say("cli.save.exists", path=path))
    if not repl.asked:
        raise UsageError(detail=say("repl.nothing_yet"))
    path.write_text(exported(repl.app, repl.conversation.session_id, form, path), encoding="utf-8")
    note(printable(say("cli.sessions.exported", path=path)))


COMMANDS = (
    SlashCommand("/sql", _sql, "[SQL]"),
    SlashCommand("/tables", _tables, "[WORDS]"),
    SlashCommand("/show", _show),
    SlashCommand("/chart", _chart, f"[{' | '.join(KINDS)}]", completes=lambda _: KINDS),
    SlashCommand("/save", _save, "FILE"),
    SlashCommand("/export", _export, "FILE"),
)
