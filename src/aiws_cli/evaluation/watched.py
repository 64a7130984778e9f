"""A model whose calls are looked at: what it was told, what it said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..core.messages import Message, ModelPart, ModelRequest, Reply, ToolSpec
from ..core.ports import Model


class Watched:
    """A Model over another one. `calls` are the finished (request, reply) pairs since the last `forget`."""

    def __init__(self, model: Model) -> None:
        self.name = model.name
        self.provider = model.provider
        self.calls: list[tuple[ModelRequest, Reply]] = []
        self._model = model

    @property
    def saved_s(self) -> float:
        """Seconds that replies out of a cache once took; 0.0 for a model without one."""
        return float(getattr(self._model, "saved_s", 0.0))

    def forget(self) -> None:
        self.calls.clear()

    def told(self) -> tuple[tuple[Mapping[str, str], ...], ...]:
        """The messages of each call, the reply last, as {role, content}."""
        return tuple(
            (
                *({"role": m.role, "content": m.content} for m in request.messages),
                {"role": "assistant", "content": reply.text},
            )
            for request, reply in self.calls
        )

    def digest(self) -> str:
        return self._model.digest()

    def window(self) -> int:
        return self._model.window()

    def count(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> int:
        return self._model.count(messages, tools)

    def close(self) -> None:
        self._model.close()

    def stream(self, request: ModelRequest) -> Iterator[ModelPart]:
        for part in self._model.stream(request):
            if isinstance(part, Reply):
                self.calls.append((request, part))
            yield part
