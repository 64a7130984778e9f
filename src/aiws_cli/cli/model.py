"""`aiws model`: models that can be reached; fetch the embedded one; choose one for good."""

from __future__ import annotations

import difflib
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..core.errors import SettingsError
from ..core.language import say
from ..core.settings import Settings, resolve, write_user
from .asking import agree
from .door import Door, new_app, one_of
from .options import PROVIDERS, AsJson, OutputFormat, Provider, Yes, json_chosen
from .output import note, put_columns, put_json

if TYPE_CHECKING:
    from ..models.choose import Available
    from ..models.sources import Progress

app = new_app()


@app.command("list", cls=Door)
def list_(output_format: OutputFormat = "text", as_json: AsJson = False) -> None:
    wants_json = json_chosen(output_format, as_json)
    from ..models.choose import available

    settings = resolve().settings
    found = available(settings)
    if wants_json:
        put_json(
            {
                "schema": "aiws.models/1",
                "provider": settings.provider,
                "model": settings.model or None,
                "models": [asdict(a) for a in found],
            }
        )
        return
    put_columns([row(a) for a in found])


def row(found: Available) -> tuple[str, str, str, str, str]:
    """A model as lists show it: mark, provider, name, size, where it is or why it is not."""
    mark = "✓" if found.usable else "-"
    size = f"{found.size / 1e9:.1f} GB" if found.size else ""
    where = found.where if found.usable else found.detail or found.where
    return (mark, say(f"models.provider.{found.provider}"), found.model or "-", size, where)


@app.command(cls=Door)
def pull(
    name: Annotated[
        str, typer.Argument(metavar="MODEL", show_default=False, help=say("cli.model.pull.name"))
    ] = "",
    yes: Yes = False,
    provider: Provider = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    if provider:
        one_of("--provider", provider, ("embedded", "ollama"))
    settings = resolve().settings
    if not provider and not name:
        done = _obtain(settings, yes=yes)
    elif provider == "ollama":
        done = _pull_ollama(name or settings.model or "qwen2.5-coder:1.5b", settings, yes=yes)
    else:
        done = _pull_embedded(name, settings, yes=yes)
    if wants_json:
        put_json({"schema": "aiws.model_pulled/1", **done})


def _obtain(settings: Settings, *, yes: bool) -> dict[str, Any]:
    """Without a name: whatever model can be had, an Ollama before a file. Asks before anything is downloaded."""
    from ..models.addresses import ollama_address
    from ..models.choose import available, ollama_answers
    from ..models.known import DEFAULT, find_known
    from ..models.obtain import bytes_to_fetch, obtain

    wanted = settings.model or DEFAULT
    if settings.provider in ("auto", "ollama") and ollama_answers(settings):
        served = (a for a in available(settings) if a.provider == "ollama" and a.usable)
        if not any(settings.model.lower() in a.model.lower() and "qwen" in a.model.lower() for a in served):
            where = ollama_address(settings.ollama_host).url
            agree(say("cli.model.pull.ask_ollama", name=wanted, where=where), yes=yes)
    elif size := bytes_to_fetch(settings.model, settings):
        known = find_known(settings.model)
        agree(
            say("cli.model.pull.ask", name=known.name if known else wanted, size=f"{size / 1e9:.1f} GB"),
            yes=yes,
        )
    with _Bar() as bar:
        found = obtain("", settings, bar.take)
    called = say(f"models.provider.{found.provider}")
    note(say("models.picked", model=found.model, provider=called))
    return {
        "model": found.model,
        "provider": found.provider,
        "path": found.where if found.provider == "embedded" else None,
        "source": found.where,
        "digest": found.digest or None,
    }


def _pull_embedded(name: str, settings: Settings, *, yes: bool) -> dict[str, Any]:
    from ..models.known import find_known
    from ..models.sources import pull as pull_file

    known = find_known(name)
    here = bool(settings.gguf) or (known is not None and known.pulled(settings.home))
    if not here:
        size = f"{known.size / 1e9:.1f} GB" if known else "?"
        agree(say("cli.model.pull.ask", name=known.name if known else name, size=size), yes=yes)
    with _Bar() as bar:
        pulled = pull_file(name, settings, bar.take)
    return {
        "model": pulled.name,
        "provider": "embedded",
        "path": str(pulled.path),
        "source": pulled.source,
        "digest": pulled.digest,
    }


def _pull_ollama(name: str, settings: Settings, *, yes: bool) -> dict[str, Any]:
    from ..models.addresses import ollama_address
    from ..models.ollama import OllamaWire
    from ..models.sources import Progress

    address = ollama_address(settings.ollama_host)
    agree(say("cli.model.pull.ask_ollama", name=name, where=address.url), yes=yes)
    wire = OllamaWire(address, settings)
    try:
        with _Bar() as bar:
            for text, done, total in wire.pull(name):
                bar.take(Progress("" if total else text, done, total))
    finally:
        wire.close()
    note(say("cli.model.pulled", name=name, where=address.url))
    return {"model": name, "provider": "ollama", "path": None, "source": address.url, "digest": None}


class _Bar:
    """The progress of a download: a bar on a terminal, a line for each tenth elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None
        self._tenth = -1

    def __enter__(self) -> _Bar:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, TimeRemainingColumn, TransferSpeedColumn
            from rich.progress import Progress as RichProgress

            self._bar = RichProgress(
                BarColumn(),
                DownloadColumn(),
                TransferSpeedColumn(),
                TimeRemainingColumn(),
                console=Console(file=sys.stderr),
            )
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def take(self, progress: Progress) -> None:
        """One report of a pull."""
        if progress.text:
            if self._bar is not None:
                self._bar.console.print(progress.text, markup=False, highlight=False)
            else:
                note(progress.text)
        if not progress.total:
            return
        if self._bar is not None:
            if self._task is None:
                self._task = self._bar.add_task("", total=progress.total)
            self._bar.update(self._task, completed=progress.done, total=progress.total)
            return
        tenth = progress.done * 10 // progress.total
        if tenth != self._tenth and not progress.text:
            self._tenth = tenth
            note(f"{tenth * 10:3d}%  {progress.done / 1e6:,.0f} / {progress.total / 1e6:,.0f} MB")


def usable(settings: Settings, name: str, provider: str = "") -> Available:
    """The model of that name that can be reached now. Raises SettingsError naming those that can."""
    from ..models.choose import available

    there = [a for a in available(settings) if a.usable and provider in ("", a.provider)]
    found = next((a for a in there if a.model.lower() == name.lower()), None)
    if found is None:
        names = sorted({a.model for a in there})
        near = difflib.get_close_matches(name, names, n=3) or names
        key = "cli.model.use.none" if near else "cli.model.use.nothing"
        raise SettingsError(name="model", detail=say(key, name=name, near=", ".join(near)))
    return found


@app.command(cls=Door)
def use(
    name: Annotated[str, typer.Argument(metavar="MODEL", show_default=False, help=say("cli.model.use.name"))],
    provider: Provider = "",
    output_format: OutputFormat = "text",
    as_json: AsJson = False,
) -> None:
    wants_json = json_chosen(output_format, as_json)
    if provider:
        one_of("--provider", provider, PROVIDERS[1:])
    settings = resolve().settings
    found = usable(settings, name, provider)
    write_user(settings.config, "provider", found.provider)
    write_user(settings.config, "model", found.model)
    if wants_json:
        put_json(
            {
                "schema": "aiws.model_used/1",
                "model": found.model,
                "provider": found.provider,
                "path": str(settings.config),
            }
        )
        return
    note(
        say(
            "cli.model.used",
            model=found.model,
            provider=say(f"models.provider.{found.provider}"),
            path=settings.config,
        )
    )
