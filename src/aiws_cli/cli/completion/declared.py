"""The commands and options of aiws as their parsers declare them, and what may stand where a value is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

from typer.core import TyperGroup
from typer.main import get_command

from ...core.language import say
from ...core.prompts import prompt_ids
from ...core.settings import Settings
from ...core.untrusted import clean
from ..at_tab import KINDS
from ..commands import COMMANDS, REPL
from ..exporting import TARGETS

Kind = Literal["words", "files", "folders", "asked", "free"]

_FILES = ("FILE", "SOURCE", "PLACE", "URL | FILE")
_FOLDERS = ("DIR", "FOLDER", "SUITE")
_ASKED = {
    "ID": "sessions",
    "TABLE": "tables",
    "ROLE": "roles",
    "WORKSPACE": "workspaces",
    "MODEL": "models",
}
_FREE = frozenset(
    "N S X ROWS DATE TIME TEXT SQL NAME SCHEMA DB KIND HEAD CANDIDATE QUERY WORDS VALUE".split()
)
_TYPED_OR_PIPED = ("QUESTION | -", "SQL | -")


class UndeclaredError(LookupError):
    """A value of which nobody has said what it is: its metavar is none of those known here."""


@dataclass(frozen=True, slots=True)
class Value:
    """What may stand in a place: `words` to choose from; or, of the kind `asked`, what `at_tab` is asked for."""

    kind: Kind
    words: tuple[str, ...] = ()
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """An option under all its names, the long one first; `value` is None where it takes none. `about` is one line."""

    names: tuple[str, ...]
    about: str
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A command: `path` is what is typed behind `aiws` (nothing for aiws itself), `commands` are those below it by name."""

    path: tuple[str, ...]
    about: str
    options: tuple[Option, ...]
    arguments: tuple[Value, ...] = ()
    commands: tuple[str, ...] = ()


def declared() -> tuple[Declared, ...]:
    """Every command, aiws itself first. Imports every command's module. Raises UndeclaredError."""
    below = tuple(d for c in COMMANDS for d in _walk((c.name,), _command(c.module)))
    (repl,) = _walk((), _command(REPL.module))
    names = tuple(c.name for c in COMMANDS)
    version = Option(("--version", "-V"), _line(say("cli.opt.version")))
    shown = Declared(("help",), _line(say("cli.opt.help")), (), (Value("words", names),))
    top = Declared((), "", (*repl.options, version), commands=(*names, "help"))
    return (top, *below, shown)


def _command(module: str) -> Any:
    return get_command(import_module(f"{__package__.rpartition('.')[0]}.{module}").app)


def _walk(path: tuple[str, ...], command: Any, parent: Any = None) -> Iterator[Declared]:
    about = _line(say(f"cli.{'.'.join(path) or 'repl'}.help"))
    name = path[-1] if path else "aiws"
    context = command.context_class(command, info_name=name, parent=parent, **command.context_settings)
    options, arguments = [], []
    for param in command.get_params(context):
        if param.param_type_name == "argument":
            arguments.append(_value(param))
        elif not param.hidden:
            text = say("cli.opt.help") if param.name == "help" else param.help or ""
            names = tuple(sorted((*param.opts, *param.secondary_opts), key=len, reverse=True))
            options.append(Option(names, _line(text), None if param.is_flag else _value(param)))
    below: dict[str, Any] = command.commands if isinstance(command, TyperGroup) else {}
    yield Declared(path, about, tuple(options), tuple(arguments), tuple(below))
    for name, inner in below.items():
        yield from _walk((*path, name), inner, context)


def _value(param: Any) -> Value:
    """What its metavar says, which is what the help page shows."""
    meant = str(param.metavar).removeprefix("[").removesuffix("]")
    if "|" in meant and " " not in meant:
        return Value("words", tuple(meant.split("|")))
    if meant in _ASKED:
        assert _ASKED[meant] in KINDS
        return Value("asked", asked=_ASKED[meant])
    if meant in _FREE or meant in _TYPED_OR_PIPED:
        return Value("free")
    if meant in _FILES or meant in _FOLDERS:
        return Value("files" if meant in _FILES else "folders")
    match meant:
        case "SETTING":
            return Value("words", tuple(n for n in Settings.model_fields if n not in ("home", "config")))
        case "PROMPT":
            return Value("words", prompt_ids())
        case "TARGET":
            return Value("words", TARGETS)
    raise UndeclaredError(f"{param.name}: {param.metavar}")


def _line(text: str) -> str:
    return " ".join(clean(text).split())
