"""The scripts that `aiws completion` prints: a template a shell, with the declared commands in it as the shell's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files

from .declared import Declared, Option, Value, declared

_HERE = "# — what aiws declares —"
"""The line of a template that the declarations take the place of."""


def script(shell: str) -> str:
    """The script for `bash`, `zsh` or `fish`, as it is to be read by that shell."""
    written = {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](declared())
    template = files(__package__).joinpath(f"aiws.{shell}").read_text(encoding="utf-8")
    before, after = template.split(f"{_HERE}\n")
    return before + "\n".join(written) + "\n" + after


def _bash(commands: Iterable[Declared]) -> Iterator[str]:
    commands = tuple(commands)
    yield "_aiws_about() {"
    yield "  commands='' options=''"
    yield "  case $1 in"
    for c in commands:
        options = " ".join(n + ("=" if o.value else "") for o in c.options for n in o.names)
        yield f"    {_quoted(' '.join(c.path))}) commands={_quoted(' '.join(c.commands))} options={_quoted(options)} ;;"
    yield "  esac"
    yield "}"
    yield from _values(commands)


def _zsh(commands: Iterable[Declared]) -> Iterator[str]:
    commands = tuple(commands)
    about = {c.path: c.about for c in commands}
    yield "_aiws_about() {"
    yield "  commands=() options=() valued=()"
    yield "  case $1 in"
    for c in commands:
        below = (f"{n}:{about[(*c.path, n)]}" for n in c.commands)
        options = (f"{n}:{o.about}" for o in c.options for n in o.names)
        valued = (n for o in c.options if o.value for n in o.names)
        yield f"    {_quoted(' '.join(c.path))})"
        yield f"      commands=({' '.join(map(_quoted, below))})"
        yield f"      options=({' '.join(map(_quoted, options))})"
        yield f"      valued=({' '.join(map(_quoted, valued))}) ;;"
    yield "  esac"
    yield "}"
    yield from _values(commands)


def _values(commands: Iterable[Declared]) -> Iterator[str]:
    """A function of what may stand in a place: `COMMAND#--option`, or `COMMAND#N` for its Nth argument from 1."""
    yield "_aiws_value() {"
    yield "  kind='' choices=''"
    yield "  case $1 in"
    for place, value in _places(commands):
        match value.kind:
            case "words":
                yield f"    {_quoted(place)}) choices={_quoted(' '.join(value.words))} ;;"
            case "free":
                pass
            case kind:
                yield f"    {_quoted(place)}) kind={value.asked or kind} ;;"
    yield "  esac"
    yield "}"


def _places(commands: Iterable[Declared]) -> Iterator[tuple[str, Value]]:
    for c in commands:
        path = " ".join(c.path)
        yield from ((f"{path}#{n}", o.value) for o in c.options if o.value for n in o.names)
        yield from ((f"{path}#{number}", value) for number, value in enumerate(c.arguments, 1))


def _fish(commands: Iterable[Declared]) -> Iterator[str]:
    commands = tuple(commands)
    about = {c.path: c.about for c in commands}
    below = (" ".join((*c.path, n)) for c in commands for n in c.commands)
    valued = (f"{' '.join(c.path)}#{n}" for c in commands for o in c.options if o.value for n in o.names)
    yield f"set -g __aiws_commands {' '.join(map(_fished, below))}"
    yield f"set -g __aiws_valued {' '.join(map(_fished, valued))}"
    for c in commands:
        path = _fished(" ".join(c.path))
        for n in c.commands:
            told = _fished(about[(*c.path, n)])
            yield f'complete -c aiws -n "__aiws_at {path}" -a {n} -d {told}'
        for number, value in enumerate(c.arguments, 1):
            yield f'complete -c aiws -n "__aiws_at {path} {number}" {_fish_value(value)}'
        for option in c.options:
            yield f'complete -c aiws -n "__aiws_in {path}" {_fish_option(option)}'


def _fish_option(option: Option) -> str:
    names = (f"-l {n[2:]}" if n.startswith("--") else f"-s {n[1:]}" for n in option.names)
    value = f" -r {_fish_value(option.value)}" if option.value else ""
    return f"{' '.join(names)}{value} -d {_fished(option.about)}"


def _fish_value(value: Value) -> str:
    match value.kind:
        case "words":
            return f"-f -a {_fished(' '.join(value.words))}"
        case "asked":
            return f"-f -a '(__aiws_asked {value.asked})'"
        case "files":
            return "-F"
        case "folders":
            return "-f -a '(__fish_complete_directories (commandline -ct))'"
        case _:
            return "-f"


def _quoted(text: str) -> str:
    """One word of bash and zsh, whatever it holds."""
    return "'" + text.replace("'", "'\\''") + "'"


def _fished(text: str) -> str:
    """One word of fish, whatever it holds."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
