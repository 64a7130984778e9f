"""What the command modules share of Typer: apps, help pages and usage errors in the user's language."""

from __future__ import annotations

import shutil
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from ..core.errors import UsageError
from ..core.language import say
from ..ui.cells import pad, wrap


def _page(command: Any, ctx: Any) -> str:
    """A help page: usage, what it does, parameters or commands, one real example."""
    width = max(40, min(shutil.get_terminal_size((100, 24)).columns, 110))
    key = _key(ctx)
    lines = [
        f"{say('cli.help.usage')}: {ctx.command_path} {_slots(command, ctx)}",
        "",
        *(f"  {line}" for line in wrap(say(f"cli.{key}.help"), width - 2)),
    ]
    about = say(f"cli.{key}.about", default="")
    if about:
        lines += ["", *(f"  {line}" for part in about.splitlines() for line in wrap(part, width - 2))]
    records: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for param in command.get_params(ctx):
        if param.param_type_name == "argument":
            records["argument"].append((_param_name(param), param.help or ""))
            continue
        record = param.get_help_record(ctx)
        if record is not None:
            text = say("cli.opt.help") if param.name == "help" else record[1]
            records["option"].append((record[0], text))
    commands = []
    for name in command.list_commands(ctx) if isinstance(command, TyperGroup) else ():
        commands.append((name, say(f"cli.{key}.{name}.help")))
    for title, rows in (
        ("cli.help.commands", commands),
        ("cli.help.arguments", records["argument"]),
        ("cli.help.options", records["option"]),
    ):
        if rows:
            lines += ["", f"{say(title)}:", *_rows(rows, width)]
    lines += ["", f"{say('cli.help.example')}:"]
    lines += [f"  {line}" for line in say(f"cli.{key}.example").splitlines()]
    return "\n".join(lines)


def _slots(command: Any, ctx: Any) -> str:
    """What follows the command's name: options, then arguments (in brackets where they may be left out)."""
    slots = [f"[{say('cli.help.options_slot')}]"]
    if isinstance(command, TyperGroup):
        slots.append(say("cli.help.command"))
    for param in command.get_params(ctx):
        if param.param_type_name == "argument":
            name = _param_name(param)
            slots.append(name if param.required else f"[{name}]")
    return " ".join(slots)


def _rows(rows: list[tuple[str, str]], width: int) -> list[str]:
    left = min(max(len(name) for name, _ in rows) + 2, 34)
    out: list[str] = []
    for name, text in rows:
        parts = wrap(text, max(20, width - left - 2)) or [""]
        if len(name) + 2 > left:
            out.append(f"  {name}")
        else:
            out.append(f"  {pad(name, left)}{parts.pop(0)}")
        out += [f"  {' ' * left}{part}" for part in parts]
    return out


def _key(ctx: Any) -> str:
    """`aiws catalog search` → `catalog.search`, the name of the command's texts; bare `aiws` is `repl`."""
    return ".".join(ctx.command_path.split()[1:]) or "repl"


class Door(TyperCommand):
    """A command whose help page is ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(_page(self, ctx) + "\n")


class Corridor(TyperGroup):
    """A group of commands whose help page is ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(_page(self, ctx) + "\n")


def new_app() -> typer.Typer:
    """An empty app; give it commands with `@app.command(cls=Door)`. Call `group(app)` where there is but one command."""
    return typer.Typer(
        cls=Corridor,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )


def group(app: typer.Typer) -> typer.Typer:
    """Make an app with a single command a group all the same (`aiws audit show`)."""
    app.callback(cls=Corridor)(_nothing)
    return app


def _nothing() -> None: ...


def enter(app: typer.Typer, path: str, args: list[str]) -> int:
    """Parse `args` and run the command. Raises UsageError, in the user's language, for a wrong command line."""
    command = get_command(app)
    try:
        with command.make_context(path, args) as ctx:
            code = command.invoke(ctx)
    except typer.Exit as done:
        return done.exit_code
    except typer.TyperException as problem:
        raise UsageError(detail=_wrong_usage(problem, path)) from problem
    return code if isinstance(code, int) else 0


def _wrong_usage(problem: Any, path: str) -> str:
    """Typer's complaint in our words; where it is one we do not know, its own."""
    ctx = getattr(problem, "ctx", None)
    where = ctx.command_path if ctx is not None else path
    kind = type(problem).__name__
    param = getattr(problem, "param", None)
    name = _param_name(param) if param is not None else ""
    match kind:
        case "NoArgsIsHelpError":
            return say("cli.usage.no_command", where=where)
        case "NoSuchOption":
            near = ", ".join(sorted(problem.possibilities or ()))
            key = "cli.usage.no_option.near" if near else "cli.usage.no_option"
            return say(key, where=where, option=problem.option_name, near=near)
        case "MissingParameter":
            return say("cli.usage.missing", where=where, name=name)
        case "BadOptionUsage":
            return say("cli.usage.needs_value", where=where, option=problem.option_name)
        case "BadParameter":
            return say("cli.usage.bad_value", name=name or str(getattr(problem, "param_hint", "")))
    if ctx is not None and isinstance(ctx.command, TyperGroup):
        return say("cli.usage.no_command", where=where)
    return say("cli.usage.too_many", where=where) if ctx is not None else problem.format_message()


def _param_name(param: Any) -> str:
    if getattr(param, "param_type_name", "") == "option":
        return max(param.opts, key=len)
    return str(param.metavar or param.name)


def one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    """`value` when it is one of `choices`; UsageError naming them otherwise."""
    if value in choices:
        return value
    raise UsageError(detail=say("cli.usage.choice", name=name, value=value, choices=" | ".join(choices)))
