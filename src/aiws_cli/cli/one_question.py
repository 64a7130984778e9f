"""One question and one word of the model, in a process that `aiws doctor` watches: `python -m aiws_cli.cli.one_question`.

Prints a JSON object: `question`, how it ended (`status`), whether the model answered (`model`), and what Python itself saw
(`names` looked up, `addresses` connected to), which is all there is where the kernel can't be asked.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Any

from ..core.errors import AiwsError
from ..core.settings import resolve


def main(role: str) -> int:
    names: list[str] = []
    addresses: list[str] = []

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
            names.append(str(arguments[0]))
        elif event in ("socket.connect", "socket.sendto", "socket.sendmsg") and arguments[1] is not None:
            addresses.append(_text(arguments[1]))

    sys.addaudithook(heard)
    told: dict[str, Any] = {"question": "", "status": "none", "model": "none"}
    try:
        _ask(told, role)
    except AiwsError as problem:
        told["status"] = problem.code
    sys.stdout.write(json.dumps({**told, "names": names, "addresses": addresses}, ensure_ascii=False) + "\n")
    return 0


def _ask(told: dict[str, Any], role: str) -> None:
    from ..agent.turn import AskOptions
    from ..app import build
    from ..core.events import Answered
    from ..core.messages import Message, ModelRequest

    with build(resolve(), notify=lambda text: None, role=role or None) as application:
        known = application.permitted.verified("", limit=1)
        conversation = application.conversation()
        told["question"] = known[0].query.question if known else ""
        if known:
            try:
                for event in conversation.ask(told["question"], AskOptions(chart=False)):
                    if isinstance(event, Answered):
                        told["status"] = event.answer.status
            finally:
                with suppress(AiwsError):
                    application.sessions.delete(conversation.session_id)
        else:
            application.warehouse.query("SELECT 1 AS one")
            told["status"] = "ok"
        try:
            model = application.model
            for _ in model.stream(ModelRequest((Message("user", "Say OK."),), max_tokens=1)):
                told["model"] = model.provider
        except AiwsError as problem:
            told["model"] = problem.code


def _text(address: Any) -> str:
    if isinstance(address, tuple):
        return f"[{address[0]}]:{address[1]}" if ":" in str(address[0]) else f"{address[0]}:{address[1]}"
    return address.decode("utf-8", "replace") if isinstance(address, bytes) else str(address)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
