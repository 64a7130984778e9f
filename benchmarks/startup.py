"""How long aiws takes to start: bare Python for scale, --version, --help, a whole answer by rules, and the first byte to
a warm model server.

usage: python benchmarks/startup.py [--runs N] [--out FILE]

The model server is a listener on loopback that speaks as much of Ollama's API as it takes to be chosen. "First byte"
is the moment the first byte of `POST /api/chat` arrives, counted from the moment `aiws ask` is started; warehouse,
catalog index and server are there already. Prints medians, and the limits we promise.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

MODEL = "qwen2.5-coder:1.5b"
BY_RULES = "은행 영업점의 영업점유형별 건수를 알려줘"
BY_MODEL = "은행 영업점 가운데 실적이 들쭉날쭉한 곳을 찾아 이유를 짐작해줘"
LIMITS_MS = {
    "aiws --version": 50,
    "aiws --help": 200,
    "first byte to a warm model server": 1000,
}


class WarmServer:
    """Answers /api/version, /api/tags, /api/show and /api/chat; remembers when the first byte of a chat came."""

    def __init__(self) -> None:
        self.first_chat_byte = 0.0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            while True:
                head, arrived = b"", 0.0
                while b"\r\n\r\n" not in head:
                    piece = connection.recv(65536)
                    if not piece:
                        return
                    arrived = arrived or time.perf_counter()
                    head += piece
                head, _, body = head.partition(b"\r\n\r\n")
                length = next(
                    (
                        int(h.split(b":")[1])
                        for h in head.split(b"\r\n")
                        if h.lower().startswith(b"content-length")
                    ),
                    0,
                )
                while len(body) < length:
                    body += connection.recv(65536)
                path = head.split(b" ", 2)[1].decode()
                if path == "/api/chat":
                    self.first_chat_byte = self.first_chat_byte or arrived
                connection.sendall(_reply(path))


def _reply(path: str) -> bytes:
    model = {
        "name": MODEL,
        "model": MODEL,
        "size": 986_061_892,
        "digest": "d" * 64,
        "details": {"family": "qwen2", "parameter_size": "1.5B", "quantization_level": "Q4_K_M"},
    }
    answers = {
        "/api/version": {"version": "0.15.2"},
        "/api/tags": {"models": [model]},
        "/api/ps": {"models": [{**model, "context_length": 8192}]},
        "/api/show": {"model_info": {"qwen2.context_length": 32768}, "capabilities": ["completion", "tools"]},
        "/api/chat": {
            "model": MODEL,
            "message": {
                "role": "assistant",
                "content": "SELECT branch_type, count(*) AS n FROM bank.branches GROUP BY 1",
            },
            "done": True,
            "done_reason": "stop",
            "prompt_eval_count": 4000,
            "eval_count": 20,
        },
    }
    kind = "application/x-ndjson" if path == "/api/chat" else "application/json"
    body = json.dumps(answers.get(path, {})).encode() + b"\n"
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def milliseconds(command: list[str], environment: dict[str, str]) -> float:
    """Wall time of one run of a command that must succeed."""
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - started) * 1000


def first_byte(command: list[str], environment: dict[str, str]) -> float:
    """From start to the first byte of the model call."""
    server = WarmServer()
    environment = {**environment, "OLLAMA_HOST": server.address, "AIWS_PROVIDER": "auto"}
    started = time.perf_counter()
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if not server.first_chat_byte:
        raise SystemExit(f"the model was never called: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return (server.first_chat_byte - started) * 1000


def measured(runs: int, once: Callable[[], float]) -> list[float]:
    once()  # warms the file cache and the compiled modules
    return [once() for _ in range(runs)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    aiws = str(Path(sys.executable).with_name("aiws"))
    with tempfile.TemporaryDirectory() as home:
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("AIWS_", "OLLAMA_", "PYTHON"))
        }
        environment |= {"AIWS_HOME": home, "AIWS_LANG": "ko"}
        subprocess.run(
            [aiws, "demo", "build", "--scale", "0.02"], env=environment, check=True, capture_output=True
        )
        rows = {
            "python -c pass": measured(
                options.runs, lambda: milliseconds([sys.executable, "-c", "pass"], environment)
            ),
            "aiws --version": measured(options.runs, lambda: milliseconds([aiws, "--version"], environment)),
            "aiws --help": measured(options.runs, lambda: milliseconds([aiws, "--help"], environment)),
            "an answer that needs no model": measured(
                options.runs, lambda: milliseconds([aiws, "ask", BY_RULES], environment)
            ),
            "first byte to a warm model server": measured(
                options.runs, lambda: first_byte([aiws, "ask", BY_MODEL], environment)
            ),
        }
    lines = [
        f"Start-up, {options.runs} runs each, milliseconds. "
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores.",
        "",
        f"{'':36}{'median':>8}{'best':>8}{'worst':>8}{'limit':>8}",
    ]
    for name, times in rows.items():
        limit = LIMITS_MS.get(name)
        lines.append(
            f"{name:36}{statistics.median(times):8.0f}{min(times):8.0f}{max(times):8.0f}{limit or '':>8}"
        )
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if options.out:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
