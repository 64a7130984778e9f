"""`aiws policy`: who may see what – check the file, explain a role, export to the warehouse."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import UsageError
from ..core.language import current, say
from ..ui.cells import printable
from .door import Door, new_app
from .opening import opened, typed
from .options import AsJson, OutputFormat, json_chosen
from .output import note, put, put_columns, put_json

if TYPE_CHECKING:
    from ..app import Application
    from ..core.tables import Table
    from ..governance.explain import Explained
    from ..governance.policy import Policy, Role

app = new_app()


@app.command(cls=Door)
def check(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", show_default=False, help=say("cli.policy.file"))
    ] = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    from ..governance.explain import doubts

    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        policy = _policy(application, file)
        catalog = application.catalog
        found = doubts(policy, catalog)
        seen = {role.name: _counts(policy, role, application) for role in policy.roles.values()}
    if wants_json:
        put_json(
            {
                "schema": "aiws.policy_check/1",
                **policy.about(),
                "source": policy.source,
                "roles": seen,
                "doubts": [{"line": p.line, "text": p.text()} for p in found],
            }
        )
        return
    put(f"{policy.name} {policy.version}  {policy.source}")
    put(f"sha256:{policy.digest}")
    put()
    put_columns(
        [
            (
                "",
                *(say(f"cli.policy.state.{state}") for state in _STATES),
            ),
            *((name, *(str(counts[state]) for state in _STATES)) for name, counts in seen.items()),
        ]
    )
    for problem in found:
        note(printable(problem.text()))


_STATES = ("whole", "part", "known", "hidden")


@app.command(cls=Door)
def explain(
    table: Annotated[str, typer.Argument(metavar="TABLE", show_default=False, help=say("cli.catalog.table"))],
    role: Annotated[
        str, typer.Option("--role", metavar="NAME", show_default=False, help=say("cli.policy.role"))
    ] = "",
    user: Annotated[
        str, typer.Option("--user", metavar="NAME", show_default=False, help=say("cli.policy.user"))
    ] = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    from ..governance.explain import explain as explained

    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        policy = application.policy
        found = _table(application, typed(table).strip())
        attributes = _attributes(policy, user)
        roles = _roles(policy, role, user)
        told = [explained(application.access, found, r, attributes) for r in roles]
    if wants_json:
        put_json({"schema": "aiws.policy_explain/1", **policy.about(), "views": [asdict(t) for t in told]})
        return
    for number, one in enumerate(told):
        if number:
            put()
        _show(one, policy)


def _show(one: Explained, policy: Policy) -> None:
    role = policy.roles[one.role]
    korean, _, english = role.title.partition("|")
    title = (korean if current() == "ko" or not english else english).strip()
    where = f"  {policy.source}:{one.line}" if one.line else ""
    put(printable(f"-- {one.role} ({title}) · {one.table} · {say(f'cli.policy.state.{one.state}')}{where}"))
    if one.rows:
        put(printable(f"-- {say('cli.policy.rows')}: {one.rows}"))
    if one.hidden:
        put(printable(f"-- {say('cli.policy.hidden')}: {', '.join(one.hidden)}"))
    for column, mask in one.masked:
        put(printable(f"-- {say('cli.policy.masked')}: {column} ({mask})"))
    if one.least_group:
        unit = ", ".join(one.unit) or say("cli.policy.row")
        put(printable(f"-- {say('cli.policy.least', size=one.least_group, unit=unit)}"))
    if one.sql:
        put(printable(_laid_out(one.sql), keep_lines=True))


def _laid_out(sql: str) -> str:
    import sqlglot

    return f"{sqlglot.transpile(sql, read='duckdb', write='duckdb', pretty=True)[0]};"


def _policy(application: Application, file: str) -> Policy:
    if not file:
        return application.policy
    from ..governance.policy_file import load

    return load(Path(typed(file)).expanduser())


def _table(application: Application, name: str) -> Table:
    found = application.catalog.table(name)
    if found is None:
        near = [h.table for h in application.catalog.search(name, limit=3)]
        key = "cli.catalog.no_table.near" if near else "cli.catalog.no_table"
        raise UsageError(detail=say(key, table=name, near=", ".join(near)))
    return found


def _roles(policy: Policy, role: str, user: str) -> list[Role]:
    """The role named; else those of the user named; else every role of the policy."""
    if role:
        chosen = policy.roles.get(role.lower())
        if chosen is None:
            raise UsageError(detail=say("cli.policy.no_role", role=role, roles=", ".join(policy.roles)))
        return [chosen]
    subject = policy.users.get(user) or (policy.everyone if user else None)
    names = subject.roles if subject is not None else tuple(policy.roles)
    return [policy.roles[name] for name in names]


def _attributes(policy: Policy, user: str) -> dict[str, tuple[str, ...]] | None:
    if not user:
        return None
    attributes: dict[str, tuple[str, ...]] = {"name": (user,)}
    for subject in (policy.everyone, policy.users.get(user)):
        if subject is not None:
            attributes.update(subject.attributes)
    return attributes


def _counts(policy: Policy, role: Role, application: Application) -> dict[str, int]:
    """How many tables of the catalog the role sees whole, in part, only knows of, or does not see."""
    from ..governance.access import PolicyAccess
    from ..governance.explain import explain as explained

    access = PolicyAccess(policy, application.catalog, dialect=application.dialect)
    counts: dict[str, Any] = dict.fromkeys(_STATES, 0)
    for name in application.catalog.table_names():
        table = application.catalog.table(name)
        if table is not None:
            counts[explained(access, table, role).state] += 1
    return counts
