"""A way through to a model server on this machine that counts what passes: calls, tokens as the server counts them."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler
from typing import Any

from support.http_server import CalmServer


class CountingProxy:
    """Start with `with CountingProxy(server) as proxy:` and point the client at `proxy.url`. Whole replies only, no streams."""

    def __init__(self, server: str) -> None:
        """`server` is an address without a path, `http://127.0.0.1:PORT`."""
        self.calls = self.prompt_tokens = self.completion_tokens = 0
        self._talk: list[str] = []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, format: str, *args: Any) -> None:
                return

            def do_GET(self) -> None:
                self._pass(None)

            def do_POST(self) -> None:
                self._pass(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

            def _pass(self, raw: bytes | None) -> None:
                asked = urllib.request.Request(
                    server + self.path, data=raw, headers={"Content-Type": "application/json"}
                )
                try:
                    with urllib.request.urlopen(asked) as answer:
                        status, said = answer.status, answer.read()
                except urllib.error.HTTPError as refused:
                    status, said = refused.code, refused.read()
                proxy.note(raw, said)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

        self._http = CalmServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def note(self, asked: bytes | None, said: bytes) -> None:
        """Count one exchange."""
        if asked is None:
            return
        self.calls += 1
        self._talk += [asked.decode(errors="replace"), said.decode(errors="replace")]
        try:
            usage = json.loads(said).get("usage") or {}
        except (ValueError, AttributeError):
            return
        self.prompt_tokens += int(usage.get("prompt_tokens") or 0)
        self.completion_tokens += int(usage.get("completion_tokens") or 0)

    def said(self) -> str:
        """Requests and replies as they passed, a line each."""
        return "\n".join(self._talk)

    def __enter__(self) -> CountingProxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)
