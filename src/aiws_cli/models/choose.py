"""Which model answers: the one the settings name, else the first that can be reached. Says what it took, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from ..core.errors import AiwsError, SettingsError
from ..core.language import say
from ..core.ports import Model
from ..core.settings import Settings
from .addresses import ollama_address, server_address
from .errors import DriverMissingError, ModelFileError, NoModelError
from .known import KNOWN, find_known

Provider = Literal["ollama", "openai", "embedded"]
_ORDER: tuple[Provider, ...] = ("ollama", "openai", "embedded")


@dataclass(frozen=True, slots=True)
class Available:
    """One model that can be reached, or (`usable` false) a provider that cannot, with the reason in `detail`."""

    provider: Provider
    model: str
    where: str
    usable: bool
    detail: str = ""
    size: int = 0


def choose(settings: Settings, *, notify: Callable[[str], None] | None = None) -> Model:
    """The model to use. `notify` gets one line saying which, and in `auto` why the ones before it were not taken.

    An explicit provider has no fallback: its own error is raised. In `auto` the order is Ollama (one that answers and
    has `settings.model`, or a Qwen), the OpenAI-compatible server when one is set, the embedded engine with
    AIWS_GGUF or a pulled file. Raises NoModelError (exit 3) naming what was tried.
    """
    tell = notify or _silent
    if settings.provider != "auto":
        model = _make(settings.provider, settings)
        tell(say("models.picked", model=model.name, provider=_called(settings.provider)))
        return model
    passed: dict[Provider, AiwsError] = {}
    for provider in _ORDER:
        try:
            model = _make(provider, settings)
        except AiwsError as problem:
            passed[provider] = problem
            continue
        line = say("models.picked", model=model.name, provider=_called(provider))
        reasons = [
            f"{_called(p)}: {_reason(e)}"
            for p, e in passed.items()
            # What nobody set up is not worth a word: `aiws model list` tells it to who asks.
            if (p == "openai" and settings.openai_base_url) or (p == "ollama" and settings.ollama_host)
        ]
        tell(line + (" " + say("models.because", reasons="; ".join(reasons)) if reasons else ""))
        return model
    raise NoModelError(tried="\n".join(f"- {_called(p)}: {_reason(e)}" for p, e in passed.items()))


def available(settings: Settings) -> tuple[Available, ...]:
    """Everything that can be reached now, in the order `auto` tries it; a provider that can't stands there with its reason."""
    out: list[Available] = []
    for provider in _ORDER:
        try:
            found = tuple(_LISTS[provider](settings))
        except AiwsError as problem:
            found = (Available(provider, "", _where(provider, settings), False, problem.message()),)
        out += found
    return tuple(out)


def ollama_answers(settings: Settings) -> bool:
    """Whether anything listens where Ollama should be: under a millisecond on loopback, connect_timeout elsewhere."""
    address = ollama_address(settings.ollama_host)
    return address.listens(
        min(1.0, settings.connect_timeout) if address.loopback else settings.connect_timeout
    )


def _called(provider: str) -> str:
    return say(f"models.provider.{provider}")


def _reason(problem: AiwsError) -> str:
    """Why a provider was passed over, in a few words; the whole message where there are no few."""
    if isinstance(problem, ModelFileError) and str(problem.slots.get("path", "")).endswith(".gguf"):
        return problem.message()
    return say(f"models.passed.{problem.code}", default=problem.message(), **problem.slots)


def _silent(_: str) -> None:
    return


def _make(provider: Provider, settings: Settings) -> Model:
    if provider == "ollama":
        return _ollama(settings)
    if provider == "openai":
        return _openai(settings)
    return _embedded(settings)


def _ollama(settings: Settings) -> Model:
    from .errors import ModelUnreachableError

    address = ollama_address(settings.ollama_host)
    if not ollama_answers(settings):
        raise ModelUnreachableError(what=address.url, detail=say("models.nothing_listens"))
    from .ollama import OllamaModel
    from .ollama_wire import OllamaWire, same_model

    wire = OllamaWire(address, settings)
    try:
        listed = wire.models()
        if settings.model:
            for model in listed:
                if same_model(model_name(model), settings.model):
                    return OllamaModel(model_name(model), settings)
            raise wire.missing(settings.model)
        best = max((m for m in listed if is_chat_qwen(m)), key=rank, default=None)
        if best is None:
            raise wire.missing("qwen2.5-coder")
        return OllamaModel(model_name(best), settings)
    finally:
        wire.close()


def _openai(settings: Settings) -> Model:
    if not settings.openai_base_url:
        raise SettingsError(name="openai_base_url", detail=say("models.not_set"))
    from .openai_compatible import OpenAiCompatibleModel

    model = OpenAiCompatibleModel(settings.model, settings)
    # Asks the server now: a name that is not there should be said here, not in the middle of a question.
    names = [str(m.get("id")) for m in model.models()]
    if settings.model and names and settings.model not in names:
        from .errors import ModelMissingError

        model.close()
        raise ModelMissingError(what=model.address.url, model=settings.model, pull="aiws model list")
    return model


def _embedded(settings: Settings) -> Model:
    if find_spec("xllamacpp") is None:
        raise DriverMissingError(detail="xllamacpp")
    from .embedded import EmbeddedModel

    path, name = embedded_file(settings)
    return EmbeddedModel(path, settings, name=name)


def embedded_file(settings: Settings) -> tuple[Path, str]:
    """The GGUF the embedded engine would load and the model's name.

    AIWS_GGUF first; else the pulled file of `settings.model`; else the largest known one that was pulled; else any
    other GGUF in the models folder, by name. Raises ModelFileError.
    """
    if settings.gguf:
        path = Path(settings.gguf).expanduser()
        if not path.is_file():
            raise ModelFileError(path=str(path), detail=say("models.no_file"))
        known = find_known(path.name)
        return path, known.name if known else path.stem
    folder = settings.home / "models"
    if settings.model:
        known = find_known(settings.model)
        path = known.path(settings.home) if known else folder / f"{settings.model.removesuffix('.gguf')}.gguf"
        if not path.is_file() or (known is not None and not known.pulled(settings.home)):
            raise ModelFileError(path=str(path), detail=say("models.not_pulled"))
        return path, known.name if known else path.stem
    for known in KNOWN.values():
        if known.pulled(settings.home):
            return known.path(settings.home), known.name
    others = sorted(folder.glob("*.gguf")) if folder.is_dir() else []
    for path in others:
        if find_known(path.name) is None:
            return path, path.stem
    raise ModelFileError(path=str(folder), detail=say("models.not_pulled"))


def model_name(model: dict[str, Any]) -> str:
    """The name Ollama lists a model under."""
    return str(model.get("name") or model.get("model") or "")


def is_chat_qwen(model: dict[str, Any]) -> bool:
    """Whether a listed model is a Qwen one can talk to (not an embedder or reranker)."""
    name = model_name(model).lower()
    family = str((model.get("details") or {}).get("family") or "").lower()
    return (
        ("qwen" in name or "qwq" in name or "qwen" in family) and "embed" not in name and "rerank" not in name
    )


def rank(model: dict[str, Any]) -> tuple[bool, float, int, str]:
    """Coders before others, then by size."""
    name = model_name(model).lower()
    size = str((model.get("details") or {}).get("parameter_size") or "")
    match = re.match(r"([\d.]+)\s*([BM])", size, re.IGNORECASE) or re.search(r":([\d.]+)(b|m)\b", name)
    billions = float(match[1]) / (1000 if match[2].lower() == "m" else 1) if match else 0.0
    return "coder" in name, billions, int(model.get("size") or 0), name


def _where(provider: Provider, settings: Settings) -> str:
    if provider == "ollama":
        return ollama_address(settings.ollama_host).url
    if provider == "openai":
        return server_address(settings.openai_base_url).url if settings.openai_base_url else ""
    return settings.gguf or str(settings.home / "models")


def _list_ollama(settings: Settings) -> Iterator[Available]:
    from .errors import ModelUnreachableError

    address = ollama_address(settings.ollama_host)
    if not ollama_answers(settings):
        raise ModelUnreachableError(what=address.url, detail=say("models.nothing_listens"))
    from .ollama_wire import OllamaWire

    wire = OllamaWire(address, settings)
    try:
        listed = wire.models()
    finally:
        wire.close()
    for model in sorted(listed, key=rank, reverse=True):
        yield Available("ollama", model_name(model), address.url, True, size=int(model.get("size") or 0))
    if not listed:
        raise wire.missing("qwen2.5-coder")


def _list_openai(settings: Settings) -> Iterator[Available]:
    if not settings.openai_base_url:
        raise SettingsError(name="openai_base_url", detail=say("models.not_set"))
    from .openai_compatible import OpenAiCompatibleModel

    model = OpenAiCompatibleModel(settings.model, settings)
    try:
        for item in model.models():
            yield Available("openai", str(item.get("id", "")), model.address.url, True)
    finally:
        model.close()


def _list_embedded(settings: Settings) -> Iterator[Available]:
    if find_spec("xllamacpp") is None:
        raise DriverMissingError(detail="xllamacpp")
    seen: set[Path] = set()
    if settings.gguf:
        path, name = embedded_file(settings)
        seen.add(path.resolve())
        yield Available("embedded", name, str(path), True, size=path.stat().st_size)
    folder = settings.home / "models"
    for path in sorted(folder.glob("*.gguf")) if folder.is_dir() else ():
        if path.resolve() in seen:
            continue
        known = find_known(path.name)
        whole = known is None or known.pulled(settings.home)
        yield Available(
            "embedded",
            known.name if known else path.stem,
            str(path),
            whole,
            "" if whole else say("models.not_whole"),
            path.stat().st_size,
        )
        seen.add(path.resolve())
    if not seen:
        raise ModelFileError(path=str(folder), detail=say("models.not_pulled"))


_LISTS: dict[Provider, Callable[[Settings], Iterator[Available]]] = {
    "ollama": _list_ollama,
    "openai": _list_openai,
    "embedded": _list_embedded,
}
