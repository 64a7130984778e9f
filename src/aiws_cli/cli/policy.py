"""`aiws policy`: who may see what – check the file, explain a role, export to the warehouse."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import UsageError
from ..core.language import current, say
from ..ui.cells import printable
from .catalog import no_table
from .door import Door, new_app
from .exporting import export
from .opening import opened, typed
from .options import AsJson, OutputFormat, json_chosen
from .output import note, put, put_columns, put_json

if TYPE_CHECKING:
    from ..app import Application
    from ..core.ports import Catalog
    from ..core.tables import Table
    from ..governance.rights.explain import Explained
    from ..governance.rights.policy import Policy, Role

app = new_app()
app.command(cls=Door)(export)


@app.command(cls=Door)
def check(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", show_default=False, help=say("cli.policy.file"))
    ] = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    from ..governance.rights.explain import doubts

    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        policy = _policy(application, file)
        # Who may not write the policy in force is told of what they may know of, whichever file they bring; what is
        # hidden from them would look like a mistake.
        whole = reviews(application)
        catalog: Catalog = application.catalog if whole else application.permitted
        found = doubts(policy, catalog) if whole else ()
        seen = {role.name: _counts(policy, role, catalog) for role in policy.roles.values()}
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
    table: Annotated[
        str, typer.Argument(metavar="[TABLE]", show_default=False, help=say("cli.policy.table"))
    ] = "",
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", show_default=False, help=say("cli.policy.role"))
    ] = "",
    user: Annotated[
        str, typer.Option("--user", metavar="NAME", show_default=False, help=say("cli.policy.user"))
    ] = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    from ..governance.rights.explain import explain as explained

    wants_json = json_chosen(output_format, as_json)
    with opened() as application:
        policy = application.policy
        one = typed(table).strip()
        tables = (_table(application, one),) if one else _tables(application)
        roles, attributes = _asked(application, role, user)
        told = [explained(application.access, found, r, attributes) for r in roles for found in tables]
    if wants_json:
        put_json({"schema": "aiws.policy_explain/1", **policy.about(), "views": [asdict(t) for t in told]})
        return
    if not one:
        _list(told, policy)
        return
    for number, view in enumerate(told):
        if number:
            put()
        _show(view, policy)


def _list(told: Sequence[Explained], policy: Policy) -> None:
    """A role's tables, one a line: how much of it, and what makes it less. Tables the role does not see are counted."""
    for number, role in enumerate(dict.fromkeys(view.role for view in told)):
        views = [view for view in told if view.role == role]
        if number:
            put()
        put(printable(f"{role} ({_title(policy.roles[role])})"))
        read = [v for v in views if v.state in ("whole", "part")]
        put_columns([(f"  {v.table}", say(f"cli.policy.state.{v.state}"), "; ".join(_less(v))) for v in read])
        for state in ("known", "hidden"):
            count = sum(v.state == state for v in views)
            if count:
                put(f"  {say(f'cli.policy.count.{state}', count=count)}")


def _less(view: Explained) -> list[str]:
    out = [f"{say('cli.policy.rows')}: {view.rows}"] if view.rows else []
    if view.hidden:
        out.append(f"{say('cli.policy.hidden')}: {', '.join(view.hidden)}")
    if view.masked:
        out.append(f"{say('cli.policy.masked')}: {', '.join(column for column, _ in view.masked)}")
    if view.reads:
        out.append(f"{say('cli.policy.reads')}: {', '.join(view.reads)}")
    return out + ([_least(view)] if view.least_group else [])


def _least(view: Explained) -> str:
    unit = ", ".join(view.unit) or say("cli.policy.row")
    return say("cli.policy.least", size=view.least_group, unit=unit)


def _title(role: Role) -> str:
    korean, _, english = role.title.partition("|")
    return (korean if current() == "ko" or not english else english).strip()


def _show(one: Explained, policy: Policy) -> None:
    title = _title(policy.roles[one.role])
    where = f"  {policy.source}:{one.line}" if one.line else ""
    put(printable(f"-- {one.role} ({title}) · {one.table} · {say(f'cli.policy.state.{one.state}')}{where}"))
    if one.rows:
        put(printable(f"-- {say('cli.policy.rows')}: {one.rows}"))
    if one.hidden:
        put(printable(f"-- {say('cli.policy.hidden')}: {', '.join(one.hidden)}"))
    for column, mask in one.masked:
        put(printable(f"-- {say('cli.policy.masked')}: {column} ({mask})"))
    if one.least_group:
        put(printable(f"-- {_least(one)}"))
    if one.reads:
        put(printable(f"-- {say('cli.policy.reads')}: {', '.join(one.reads)}"))
    if one.sql:
        put(printable(_laid_out(one.sql), keep_lines=True))


def _laid_out(sql: str) -> str:
    import sqlglot

    return f"{sqlglot.transpile(sql, read='duckdb', write='duckdb', pretty=True)[0]};"


def _policy(application: Application, file: str) -> Policy:
    if not file:
        return application.policy
    from ..governance.rights.policy_file import load

    return load(Path(typed(file)).expanduser())


def reviews(application: Application) -> bool:
    """Whether the asker may see what the policy hides: who may write it decides what it says anyway."""
    path = application.policy_path
    return path is None or os.access(path, os.W_OK) or not path.exists()


def _tables(application: Application) -> tuple[Table, ...]:
    """Every table there is for who may write the policy, else those the asker may read."""
    catalog: Catalog = application.catalog if reviews(application) else application.permitted
    return tuple(t for name in catalog.table_names() if (t := catalog.table(name)) is not None)


def _table(application: Application, name: str) -> Table:
    found = application.catalog.table(name)
    if reviews(application):
        near: Catalog = application.catalog
    else:
        from ..governance.rights.access import refuse_known

        near = application.permitted
        if found is not None and near.table(found.name) is None:
            refuse_known(found.name, application.access, application.identity)
            found = None
    if found is None:
        raise UsageError(detail=no_table(name, [h.table for h in near.search(name, limit=3)]))
    return found


def _asked(
    application: Application, role: str, user: str
) -> tuple[list[Role], Mapping[str, tuple[str, ...]] | None]:
    """The roles to explain, and whose attributes: the role named, else those of the user named, else every role."""
    from ..governance.rights.identify import RoleNotYours, identify

    policy = application.policy
    if role and role.lower() not in policy.roles and (user or reviews(application)):
        raise UsageError(detail=say("cli.policy.no_role", role=role, roles=", ".join(policy.roles)))
    if not reviews(application):
        own = application.identity
        if user and user != own.user:
            raise RoleNotYours(role=user, roles=", ".join(own.roles))
        if role and role.lower() not in own.roles:
            raise RoleNotYours(role=role, roles=", ".join(own.roles))
        names = (role.lower(),) if role else own.roles
        return [policy.roles[name] for name in names], own.attributes
    if not user:
        names = (role.lower(),) if role else tuple(policy.roles)
        return [policy.roles[name] for name in names], None
    # Whoever they are: a token's word is as good as any for what the policy says of a name.
    who = identify(policy, user, source="token", role=role)
    return [policy.roles[name] for name in ((who.role,) if role else who.roles)], who.attributes


def _counts(policy: Policy, role: Role, catalog: Catalog) -> dict[str, int]:
    """How many tables of the catalog the role sees whole, in part, only knows of, or does not see."""
    from ..governance.rights.access import PolicyAccess
    from ..governance.rights.explain import explain as explained

    access = PolicyAccess(policy, catalog)
    counts: dict[str, Any] = dict.fromkeys(_STATES, 0)
    for name in catalog.table_names():
        table = catalog.table(name)
        if table is not None:
            counts[explained(access, table, role).state] += 1
    return counts
