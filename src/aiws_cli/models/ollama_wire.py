"""The `ollama` client as aiws uses it: with three timeouts, the system's proxies and CA store, and errors that have names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..core.errors import AiwsError
from ..core.settings import Settings
from .addresses import Address, client_options, import_httpx, timeouts
from .chat_completions import error_text
from .errors import (
    ConnectTimeoutError,
    FirstTokenTimeoutError,
    GarbageReplyError,
    KeyRefusedError,
    ModelMissingError,
    ModelUnreachableError,
    RequestRefusedError,
    ServerFaultError,
    SilenceTimeoutError,
    StreamBrokenError,
)
from .patience import ANSWER_SECONDS, Patience


class OllamaWire:
    """The `ollama` client with our timeouts, proxies and errors. Made at the first call: importing it costs 160 ms."""

    def __init__(self, address: Address, settings: Settings) -> None:
        self.address = address
        self._settings = settings
        self._made: Any = None
        self._patience: Patience | None = None

    def chat(self, wire: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """POST /api/chat and yield its lines as they are.

        Below the client's typed methods on purpose: those drop JSON-schema words of tools (nested properties,
        defaults), empty contents, and the newer counts of a reply.
        """
        client = self._client()
        patience = Patience(self._settings.first_token_timeout, self._settings.between_tokens_timeout)
        self._patience = patience
        lines = client._request(dict, "POST", "/api/chat", json=wire, stream=True)
        streamed = False
        finished = False
        try:
            for line in lines:
                if not isinstance(line, dict):
                    raise GarbageReplyError(what=self.address.url, detail=str(line)[:200])
                patience.token()
                streamed = True
                finished = finished or bool(line.get("done"))
                yield line
            if not finished:
                raise self._ended_early(patience, "no end of reply", streamed)
        except AiwsError:
            raise
        except Exception as problem:  # every error of the client and of httpx is given a name here
            raise self._translated(problem, patience, str(wire.get("model", "")), streamed) from problem
        finally:
            patience.stop()
            lines.close()

    def models(self) -> list[dict[str, Any]]:
        """Models the server has: name, digest, size, details."""
        return _listed(self._ask("GET", "/api/tags").get("models"))

    def running(self) -> list[dict[str, Any]]:
        """Models loaded now, with their context_length."""
        return _listed(self._ask("GET", "/api/ps").get("models"))

    def show(self, name: str) -> dict[str, Any]:
        """Everything the server knows of a model. Raises ModelMissingError."""
        return self._ask("POST", "/api/show", model=name, json={"model": name})

    def version(self) -> tuple[int, ...]:
        """Version as numbers; empty when the server does not say."""
        try:
            text = str(self._ask("GET", "/api/version").get("version", ""))
        except (RequestRefusedError, ModelMissingError):
            return ()
        numbers = text.split("-")[0].split("+")[0].split(".")
        return tuple(int(n) for n in numbers if n.isdigit())

    def pull(self, name: str) -> Iterator[tuple[str, int, int]]:
        """Have the server fetch a model; yields its status, bytes done and total (0 while unknown)."""
        wire = {"model": name, "stream": True}
        client = self._client()
        patience = Patience(self._settings.first_token_timeout, self._settings.first_token_timeout)
        self._patience = patience
        lines = client._request(dict, "POST", "/api/pull", json=wire, stream=True)
        try:
            for line in lines:
                patience.token()
                yield (
                    str(line.get("status", "")),
                    int(line.get("completed") or 0),
                    int(line.get("total") or 0),
                )
        except Exception as problem:  # as in chat
            raise self._translated(problem, patience, name, True) from problem
        finally:
            patience.stop()
            lines.close()

    def missing(self, name: str) -> ModelMissingError:
        return ModelMissingError(what=self.address.url, model=name, pull=f"ollama pull {name}")

    def close(self) -> None:
        if self._made is not None:
            self._made.close()
            self._made = None

    def _ask(self, method: str, path: str, *, model: str = "", **extra: Any) -> dict[str, Any]:
        client = self._client()
        self._patience = None
        httpx = import_httpx()
        # These answers come from memory: a server that thinks longer than this about them hangs.
        seconds = max(self._settings.connect_timeout, ANSWER_SECONDS)
        wait = httpx.Timeout(seconds, connect=self._settings.connect_timeout)
        patience = Patience(seconds, seconds)
        try:
            return dict(client._request(dict, method, path, timeout=wait, **extra))
        except Exception as problem:  # as in chat
            raise self._translated(problem, patience, model, False) from problem

    def _client(self) -> Any:
        if self._made is None:
            import_httpx()
            import ollama

            self._made = ollama.Client(
                self.address.url,
                timeout=timeouts(self._settings.connect_timeout, self._settings.first_token_timeout),
                event_hooks={"response": [self._answered]},
                **client_options(self.address),
            )
        return self._made

    def _answered(self, response: Any) -> None:
        if self._patience is not None:
            self._patience.watch(response)

    def _ended_early(self, patience: Patience, detail: str, streamed: bool) -> AiwsError:
        if patience.ran_out == "first":
            return FirstTokenTimeoutError(what=self.address.url, seconds=patience.first)
        if patience.ran_out == "between":
            return SilenceTimeoutError(what=self.address.url, seconds=patience.between)
        if streamed:
            return StreamBrokenError(what=self.address.url, detail=detail)
        return ModelUnreachableError(what=self.address.url, detail=detail)

    def _translated(self, problem: Exception, patience: Patience, model: str, streamed: bool) -> AiwsError:
        import ollama

        httpx = import_httpx()
        what = self.address.url
        match problem:
            case ollama.ResponseError() if problem.status_code == -1:
                return StreamBrokenError(what=what, detail=error_text(problem.error))
            case ollama.ResponseError():
                return self._refused(problem.status_code, error_text(problem.error), model)
            case httpx.ConnectTimeout():
                return ConnectTimeoutError(what=what, seconds=self._settings.connect_timeout)
            case httpx.ReadTimeout():
                patience.ran_out = patience.phase
                return self._ended_early(patience, "", streamed)
            case (
                json.JSONDecodeError()
                | UnicodeDecodeError()
                | TypeError()
                | AttributeError()
                | httpx.DecodingError()
            ):
                if patience.ran_out:
                    return self._ended_early(patience, "", streamed)
                return GarbageReplyError(what=what, detail=str(problem)[:200])
            case httpx.HTTPError() | httpx.StreamError() | OSError():
                return self._ended_early(patience, str(problem) or type(problem).__name__, streamed)
        return GarbageReplyError(what=what, detail=f"{type(problem).__name__}: {problem}"[:200])

    def _refused(self, status: int, detail: str, model: str) -> AiwsError:
        what = self.address.url
        if status in (401, 403):
            return KeyRefusedError(what=what)
        if status == 404 and model:
            return self.missing(model)
        if status == 429 or status >= 500:
            return ServerFaultError(what=what, status=status, detail=detail)
        return RequestRefusedError(what=what, status=status, detail=detail)


def same_model(listed: str, asked: str) -> bool:
    """Whether two names are one model to Ollama: a missing tag is `latest`."""
    full = [name if ":" in name.rpartition("/")[2] else f"{name}:latest" for name in (listed, asked)]
    return full[0].lower() == full[1].lower()


def _listed(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
