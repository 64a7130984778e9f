"""`aiws catalog`: find, read, index and check the data catalog; `verify` is in `verifying`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import AiwsError, UsageError
from ..core.language import current, say
from ..core.tables import Column, Relationship, Table, code_meaning
from ..ui.cells import cut, printable
from .door import Door, new_app
from .importing import export, import_
from .on_record import on_record
from .opening import opened, typed
from .options import AsJson, OutputFormat, Workspace, json_chosen
from .output import note, put, put_columns, put_json
from .verifying import verify

if TYPE_CHECKING:
    from ..app import Application
    from ..catalog.check import Broken, CheckReport

app = new_app()
app.command(cls=Door)(verify)
app.command("import", cls=Door)(import_)
app.command(cls=Door)(export)


@app.command(cls=Door)
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", show_default=False, help=say("cli.catalog.query"))],
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", show_default=False, help=say("cli.catalog.limit"))
    ] = 10,
    workspace: Workspace = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    text = typed(query).strip()
    if not text:
        raise UsageError(detail=say("cli.catalog.empty"))
    if limit < 1:
        raise UsageError(detail=say("cli.usage.positive", name="--limit", value=limit))
    with opened({"workspace": workspace} if workspace else None) as application:
        catalog = application.permitted
        started = time.perf_counter()
        known = catalog.known(text, workspace=application.settings.workspace, limit=limit)
        elapsed_ms = (time.perf_counter() - started) * 1000
    if wants_json:
        put_json(
            {
                "schema": "aiws.hits/1",
                "query": text,
                "elapsed_ms": round(elapsed_ms, 3),
                "hits": [
                    {
                        "table": h.table,
                        "score": round(h.score, 4),
                        "business_name": h.business_name,
                        "company": h.company,
                        "description": h.description,
                        "matched": list(h.matched),
                        "permitted": permitted,
                    }
                    for h, permitted in known
                ],
            }
        )
        return
    if not known:
        note(say("cli.catalog.none", query=text))
    put_columns(
        [
            (
                h.table,
                h.business_name,
                cut(printable(h.description), 70) if permitted else say("cli.catalog.not_permitted"),
            )
            for h, permitted in known
        ]
    )


@app.command(cls=Door)
def show(
    table: Annotated[str, typer.Argument(metavar="TABLE", show_default=False, help=say("cli.catalog.table"))],
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        catalog = application.permitted
        from ..governance.rights.access import refuse_known

        name = typed(table).strip()
        found = catalog.table(name)
        if found is None:
            refuse_known(name, application.access, application.identity)
            near = [h.table for h in catalog.search(name, limit=3)]
            raise UsageError(detail=no_table(name, near))
        links = catalog.relationships(found.name)
    if wants_json:
        body: dict[str, Any] = asdict(found)
        body["relationships"] = [asdict(r) for r in links]
        put_json({"schema": "aiws.table/1", **body})
        return
    _show(found, links)


def no_table(name: str, near: Sequence[str]) -> str:
    """That there is no such table, with near names the asker may know."""
    if near:
        return say("cli.catalog.no_table.near", table=name, near=", ".join(near))
    return say("cli.catalog.no_table", table=name)


def _show(table: Table, links: Sequence[Relationship]) -> None:
    korean = current() == "ko"
    business = (table.business_name if korean else table.business_name_en) or table.business_name
    put(printable(f"{table.name}  {business}"))
    for text in (table.description, table.grain if korean else table.grain_en or table.grain):
        if text:
            put(printable(text, keep_lines=True).strip())
    facts = [
        (say("cli.catalog.field.company"), f"{table.company}/{table.domain}".strip("/")),
        (say("cli.catalog.field.owner"), table.owner),
        (say("cli.catalog.field.pii"), table.pii_class),
        (say("cli.catalog.field.synonyms"), ", ".join(table.synonyms)),
    ]
    put_columns([f for f in facts if f[1]])
    put()
    put_columns([_column_row(c, korean) for c in table.columns])
    if links:
        put()
    put_columns(
        [
            (
                f"{r.from_table} ({', '.join(r.from_columns)})",
                "→",
                f"{r.to_table} ({', '.join(r.to_columns)})",
            )
            for r in links
        ]
    )


def _column_row(column: Column, korean: bool) -> tuple[str, str, str, str]:
    name = (column.business_name if korean else column.business_name_en) or column.business_name
    codes = ", ".join(
        f"{code}={code_meaning(text, current())}" for code, text in list(column.code_values.items())[:8]
    )
    return (column.name + ("*" if column.primary_key else ""), column.type, name, codes or column.unit)


@app.command(cls=Door)
def build(
    whole: Annotated[
        bool, typer.Option("--whole", show_default=False, help=say("cli.catalog.whole"))
    ] = False,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        from ..catalog.index import index_path
        from ..catalog.indexing import build as build_index

        folder = application.catalog_folder
        index = index_path(folder, application.settings.home)
        report = build_index(folder, index, _progress if sys.stderr.isatty() else None, whole=whole)
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    if wants_json:
        put_json({"schema": "aiws.index/1", "folder": str(folder), "index": str(index), **asdict(report)})
        return
    note(
        say(
            "cli.catalog.built",
            folder=folder,
            tables=report.tables,
            parsed=report.parsed,
            files=report.files,
            seconds=report.seconds,
        )
    )


def _progress(done: int, total: int) -> None:
    if done % 50 == 0 or done == total:
        sys.stderr.write(f"\r\x1b[K{say('cli.catalog.reading', done=done, total=total)}")
        sys.stderr.flush()


@app.command(cls=Door)
def check(output_format: OutputFormat = "text", as_json: AsJson = False) -> int:
    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        from ..catalog.problems import CatalogDriftError
        from .policy import reviews

        whole = reviews(application)
        report = _checked_whole(application) if whole else _checked_part(application)
        if whole:
            _keep_out(application, report.broken)
    if wants_json:
        put_json(
            {
                "schema": "aiws.catalog_check/1",
                "ok": not report.problems,
                "problems": [
                    {"file": p.file, "line": p.line, "code": p.key, "message": p.what(), "hint": p.hint()}
                    for p in report.problems
                ],
                "quarantined": [
                    {
                        "id": b.query.id,
                        "file": b.problem.file,
                        "line": b.problem.line,
                        "code": b.problem.key,
                        "reason": b.problem.what(),
                    }
                    for b in report.broken
                ],
            }
        )
        return CatalogDriftError.exit_code if report.problems else 0
    for problem in report.problems:
        put(printable(problem.text()))
    if report.broken:
        ids = ", ".join(b.query.id for b in report.broken)
        note(say("cli.catalog.quarantined", count=len(report.broken), ids=ids))
    if report.problems:
        raise CatalogDriftError(count=len(report.problems))
    note(say("cli.catalog.agrees"))
    return 0


def _checked_whole(application: Application) -> CheckReport:
    """The whole catalog against the warehouse itself, for who decides what the policy says; the log has that it was done."""
    from ..analysis.spoken import SpokenEngine
    from ..catalog.check import check as check_catalog

    who, folder = application.who, application.catalog_folder
    application.in_force()
    with on_record(application, "catalog.check", {"catalog": str(folder)}, who=who) as outcome:
        engine = SpokenEngine(application.raw_warehouse, application.catalog)
        report = check_catalog(folder, engine, refused=_refused_by(application))
        outcome |= {"tables_checked": report.tables, "problems": len(report.problems)}
    return report


def _checked_part(application: Application) -> CheckReport:
    """What the asker may know of the catalog, each statement under their role and in the log."""
    from ..catalog.check import check as check_catalog
    from ..catalog.checked_part import GuardedEngine, known_part
    from ..core.errors import DeniedError
    from ..core.results import Limits, ResultSet

    known, access, identity = application.permitted, application.access, application.identity

    def query(sql: str, limits: Limits) -> ResultSet:
        try:
            return application.spoken.query(sql, limits=limits, evidence={"purpose": "check"}).result
        except DeniedError as problem:
            if problem.ends_turn:
                raise
            return ResultSet((), ())  # What may not be looked at can't be found wrong.

    def may_run(sql: str) -> bool:
        try:
            application.warehouse.check(application.sent(sql))
        except AiwsError:
            return False
        return True

    def in_part(table: Table) -> bool:
        rule = access.rule_of(table, identity)
        return rule is None or bool(rule.rows or rule.least_group)

    return check_catalog(
        application.catalog_folder,
        GuardedEngine(
            application.raw_warehouse,
            application.catalog,
            known,
            query,
            lambda sql: frozenset(application.warehouse.check(application.sent(sql)).tables),
        ),
        part=lambda metadata: known_part(metadata, known, in_part=in_part, may_run=may_run),
    )


def _refused_by(application: Application) -> Callable[[str], str]:
    """Why the guard would let nobody run a statement; what depends on who asks is no matter of the catalog."""
    from ..core.errors import SqlSyntaxError
    from ..governance.sql.guard import SqlRefused

    def refused(sql: str) -> str:
        try:
            application.warehouse.check(application.sent(sql))
        except (SqlRefused, SqlSyntaxError) as problem:
            return problem.message()
        except AiwsError:
            return ""
        return ""

    return refused


def _keep_out(application: Application, broken: Sequence[Broken]) -> None:
    """Let the catalog in use pass over these queries, and over no others any more."""
    from ..catalog.index import index_path
    from ..catalog.quarantine import Quarantine, stamp

    index = index_path(application.catalog_folder, application.settings.home)
    try:
        Quarantine.of(index).write({b.query.id: stamp(b.query) for b in broken})
    except OSError as problem:
        note(say("cli.catalog.quarantine_not_kept", detail=problem))
