"""`aiws audit show`: who asked what, when, of which tables."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ..core.errors import UsageError
from ..core.language import say
from ..ui.cells import cut, printable
from .door import Door, group, new_app
from .opening import opened
from .options import AsJson, OutputFormat, json_chosen
from .output import note, put, put_columns, put_json

app = group(new_app())

_SHOWN = (
    "question",
    "sql",
    "executed_sql",
    "tables",
    "status",
    "row_count",
    "elapsed_ms",
    "error",
    "reason",
    "session_id",
    "model",
    "model_digest",
    "prompt_versions",
)


@app.command(cls=Door)
def show(
    user: Annotated[
        str, typer.Option("--user", metavar="NAME", show_default=False, help=say("cli.audit.user"))
    ] = "",
    table: Annotated[
        str, typer.Option("--table", metavar="TABLE", show_default=False, help=say("cli.audit.table"))
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="TIME", show_default=False, help=say("cli.audit.since"))
    ] = "",
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", show_default=False, help=say("cli.audit.limit"))
    ] = 50,
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    start = _time(since)
    if limit < 1:
        raise UsageError(detail=say("cli.usage.positive", name="--limit", value=limit))
    with opened() as application:
        folder = application.audit_folder
    records = [
        r
        for r in _records(folder, start)
        if (not user or r.get("user") == user) and (not table or _touches(r, table))
    ]
    records.sort(key=_at)
    records = records[-limit:]
    if wants_json:
        put_json({"schema": "aiws.audit/1", "records": records})
        return
    if not records:
        note(say("cli.audit.none"))
    outcomes = {str(r["of"]): r for r in records if r.get("of")}
    ids = {str(r.get("id")) for r in records}
    for record in records:
        if str(record.get("of", "")) not in ids:
            _show({**outcomes.get(str(record.get("id")), {}), **record})


def _records(folder: Path, start: datetime | None) -> Iterator[dict[str, Any]]:
    """Every record of every user's log that this user may read, file by file."""
    from ..governance.audit import read

    for path in sorted(folder.glob("*.jsonl")):
        if os.access(path, os.R_OK):
            yield from read(path, since=start)
        else:
            note(say("cli.audit.unreadable", path=path))


def _time(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as problem:
        raise UsageError(detail=say("cli.usage.date", name="--since", value=text)) from problem


def _at(record: Mapping[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(str(record.get("at", ""))).astimezone()
    except ValueError:
        return datetime.fromtimestamp(0).astimezone()


def _touches(record: Mapping[str, Any], table: str) -> bool:
    """Whether the record names the table, as `schema.table` or by its bare name, case ignored."""
    wanted = table.lower()
    names = [str(t).lower() for t in record.get("tables") or ()]
    return any(n == wanted or n.rpartition(".")[2] == wanted for n in names)


def _show(record: Mapping[str, Any]) -> None:
    put(
        printable(
            "  ".join(
                str(record[k])
                for k in ("at", "id", "kind", "user", "role")
                if record.get(k) not in (None, "")
            )
        )
    )
    shown = []
    for key in _SHOWN:
        value = record.get(key)
        if value in (None, "", [], {}):
            continue
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        shown.append((f"  {key}", cut(printable(text), 160)))
    put_columns(shown)
    put()
