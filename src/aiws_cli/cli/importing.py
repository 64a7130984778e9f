"""`aiws catalog import`: what the warehouse says of its tables, taken into the catalog's files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import AiwsError, UsageError
from ..core.language import say
from ..ui.cells import printable
from .door import one_of
from .on_record import on_record
from .opening import opened, typed
from .options import AsJson, OutputFormat, json_chosen
from .output import note, put, put_json

if TYPE_CHECKING:
    from ..app import Application
    from ..catalog.importing import Imported
    from ..core.tables import Table

FORMS = ("snowflake-semantic", "snowflake-semantic-view")


def import_(
    source: Annotated[
        str, typer.Option("--from", metavar="SOURCE", show_default=False, help=say("cli.catalog.import.from"))
    ] = "warehouse",
    schema: Annotated[
        list[str] | None,
        typer.Option("--schema", metavar="SCHEMA", show_default=False, help=say("cli.catalog.import.schema")),
    ] = None,
    out: Annotated[
        str, typer.Option("--out", metavar="DIR", show_default=False, help=say("cli.catalog.import.out"))
    ] = "",
    samples: Annotated[
        bool, typer.Option("--samples", show_default=False, help=say("cli.catalog.import.samples"))
    ] = False,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    place = typed(source)
    if place != "warehouse" and (samples or schema):
        raise UsageError(detail=say("cli.catalog.import.model_whole"))
    flags = {"catalog": str(Path(typed(out)).expanduser().absolute())} if out else None
    with opened(flags) as application:
        from ..catalog.verifying import check_writable

        check_writable(application.catalog_folder)
        if samples:
            # Values are read as the asker: without a policy nobody reads any.
            _ = application.identity
        if place == "warehouse":
            made = _import(application, tuple(typed(s) for s in schema or ()))
        else:
            made = _import_model(application, place)
    if samples:
        # The tables must be in the catalog, and permitted, before their values can be read as the asker.
        with opened(flags) as application:
            made = _with_samples(application, tuple(typed(s) for s in schema or ()), made)
    if wants_json:
        put_json({"schema": "aiws.catalog_import/1", **_body(made)})
        return
    _show(made)


def _import(application: Application, schemas: tuple[str, ...]) -> Imported:
    from ..catalog.importing import import_tables
    from ..governance.rights.personal_columns import classified

    folder = application.catalog_folder
    with on_record(
        application, "catalog.import", {"catalog": str(folder), "schemas": list(schemas)}
    ) as outcome:
        described = application.raw_warehouse.describe(schemas)
        if schemas and not described.tables:
            raise UsageError(detail=say("cli.catalog.import.no_schema", schemas=", ".join(schemas)))
        made = import_tables(described, folder, schemas=schemas, classify=classified)
        outcome |= {"tables": made.tables, "changes": len(made.changes)}
    return made


def _import_model(application: Application, place: str) -> Imported:
    """Tables, metrics and verified queries of a semantic model: a file's, or a semantic view's of the account."""
    from ..analysis.dialects import back_from
    from ..catalog.importing import import_model
    from ..catalog.semantic_reading import read_model
    from ..governance.rights.personal_columns import classified
    from .opening import text_file

    if place.startswith("semantic-view:"):
        engine = application.raw_warehouse
        ask = getattr(engine, "semantic_model", None)
        if ask is None:
            raise UsageError(detail=say("cli.catalog.import.no_views"))
        text = ask(place.partition(":")[2])
    else:
        text = text_file(Path(place).expanduser(), place)
    model = read_model(text, place, lambda sql: back_from(sql, "snowflake"))
    folder = application.catalog_folder
    with on_record(application, "catalog.import", {"catalog": str(folder), "from": place}) as outcome:
        made = import_model(model, folder, classify=classified)
        outcome["changes"] = len(made.changes)
    return made


def export(
    to: Annotated[
        str,
        typer.Option("--to", metavar="|".join(FORMS), show_default=False, help=say("cli.catalog.export.to")),
    ] = "snowflake-semantic",
    schema: Annotated[
        list[str] | None,
        typer.Option("--schema", metavar="SCHEMA", show_default=False, help=say("cli.catalog.import.schema")),
    ] = None,
    database: Annotated[
        str,
        typer.Option("--database", metavar="DB", show_default=False, help=say("cli.catalog.export.database")),
    ] = "",
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", show_default=False, help=say("cli.catalog.export.name"))
    ] = "",
) -> None:
    form = one_of("--to", typed(to), FORMS)
    with opened() as application:
        from ..analysis.dialects import in_dialect
        from ..catalog.metadata import load
        from ..catalog.semantic_model import create_statement, semantic_model

        read = load(application.catalog_folder)
        wanted = [typed(s) for s in schema or ()]
        tables = [t for t in read.tables if not wanted or t.name.partition(".")[0] in wanted]
        if not tables:
            raise UsageError(detail=say("cli.catalog.export.none", schemas=", ".join(wanted)))
        place = typed(database) or _database_of(application)
        model = semantic_model(
            tables,
            read.metrics,
            read.queries,
            name=typed(name) or "_".join(wanted) or "catalog",
            database=place,
            translate=lambda sql, used: in_dialect(sql, "snowflake", used),
        )
    if form == "snowflake-semantic":
        import yaml

        put(yaml.safe_dump(dict(model.content), allow_unicode=True, sort_keys=False, width=110).rstrip("\n"))
    else:
        put(create_statement(model, place, wanted[0] if wanted else "PUBLIC").rstrip("\n"))
    if model.left_out:
        note(say("cli.catalog.export.left_out", names=", ".join(model.left_out)))


def _database_of(application: Application) -> str:
    if application.dialect != "snowflake":
        raise UsageError(detail=say("cli.catalog.export.no_database"))
    from ..warehouses.snowflake_url import parsed

    return parsed(application.settings.warehouse).database


def _with_samples(application: Application, schemas: tuple[str, ...], made: Imported) -> Imported:
    """The same import once more, with the values the asker may see; what it changed is added to what was changed."""
    from dataclasses import replace

    from ..catalog.importing import UNCHANGED, import_tables
    from ..governance.rights.personal_columns import classified

    described = application.raw_warehouse.describe(schemas)
    again = import_tables(
        described,
        application.catalog_folder,
        schemas=schemas,
        classify=classified,
        samples=lambda table: _values(application, table),
    )
    added = tuple(c for c in again.changes if c.kind not in UNCHANGED)
    return replace(made, changes=(*made.changes, *added))


def _values(application: Application, table: Table) -> dict[str, tuple[str, ...]]:
    """A few different values of each text column that is nobody's own, read through the guard; {} where it refuses."""
    from ..catalog.contract_text import MOST_VALUES, telling_values
    from ..core.results import Limits
    from ..governance.rights.classifying import holds_personal

    out: dict[str, tuple[str, ...]] = {}
    for column in table.columns:
        if column.classification not in ("public", "internal") or column.primary_key:
            continue
        if column.logical_type != "string" or column.sample_values or column.code_values:
            continue
        if column.name.lower().endswith("id"):
            continue  # which rows there are, not what a question would name
        schema, _, short = table.name.partition(".")
        name = _quoted(column.name)
        sql = (
            f"SELECT DISTINCT {name} AS v FROM {_quoted(schema)}.{_quoted(short)}"
            f" WHERE {name} IS NOT NULL ORDER BY v LIMIT {MOST_VALUES + 1}"
        )
        try:
            rows = application.spoken.query(sql, limits=Limits(seconds=60, max_rows=50)).result.rows
        except AiwsError as problem:
            # What the guard or the engine does not let be read has no samples; what is broken is no reason to go on.
            if problem.ends_turn or problem.actor == "crash" or problem.exit_code in (3, 75, 130):
                raise
            continue
        # Many different values are names, numbers or prose: the first few of them would tell of single rows.
        if len(rows) <= MOST_VALUES:
            values = telling_values((str(v) for (v,) in rows), complete=True)
            if values and not holds_personal(column.name, values):
                out[column.name] = values
    return out


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _body(made: Imported) -> dict[str, Any]:
    return {
        "folder": str(made.folder),
        "tables": made.tables,
        "changes": [asdict(c) for c in made.changes],
        "missing": list(made.missing),
    }


def _show(made: Imported) -> None:
    from ..catalog.importing import UNCHANGED

    for change in made.changes:
        line = printable(say(f"catalog.import.{change.kind}", **asdict(change)))
        if change.kind in UNCHANGED:
            note(line)
        else:
            put(line)
    for part in made.missing:
        note(say(f"cli.catalog.import.missing.{part}"))
    done = sum(c.kind not in UNCHANGED for c in made.changes)
    note(say("cli.catalog.imported", folder=made.folder, tables=made.tables, changes=done))
