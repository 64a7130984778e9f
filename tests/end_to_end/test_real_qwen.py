"""The whole program with the real 0.5B Qwen: the command in a process of its own, embedded and over Ollama's wire."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from aiws_cli.demo.build import build
from aiws_cli.models.embedded import EmbeddedModel
from support.ollama_wire import OllamaWireServer

pytestmark = pytest.mark.real_model

# 빠짐없이 is what keeps it from being a plain question, which would need no model.
QUESTION = "지점별 예금 잔액 합계 상위 5곳을 잔액과 함께 빠짐없이 알려줘"
GOLD = """SELECT b.branch_name, SUM(a.balance_amount) AS total FROM bank.deposit_accounts a
JOIN bank.branches b USING (branch_id) GROUP BY 1 ORDER BY 2 DESC LIMIT 5"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    build(path, scale=0.2)
    return path


def ask(*arguments: str, **environment: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "aiws_cli", "ask", *arguments, "--json"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def check(answer: dict[str, Any], warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        gold = connection.execute(GOLD).fetchall()
    assert answer["status"] == "ok" and answer["usage"]["model_calls"] == 1
    rows = [[cell for cell in row if cell is not None] for row in answer["rows"]]
    # The smallest model may put the amount before the name.
    assert [{str(cell) for cell in r} for r in rows] == [{name, str(total)} for name, total in gold]


def test_embedded_then_a_follow_up_in_a_new_process(
    real_gguf: Path, warehouse: Path, aiws_home: Path
) -> None:
    environment = {
        "AIWS_GGUF": str(real_gguf),
        "AIWS_PROVIDER": "embedded",
        "AIWS_WAREHOUSE": f"duckdb://{warehouse}",
    }
    first = ask(QUESTION, **environment)
    check(first, warehouse)
    assert first["provider"] == "embedded" and first["model"]
    again = ask("-c", "그중 상위 3곳만 보여줘", **environment)
    assert again["session_id"] == first["session_id"] and again["intent"] == "follow_up"
    assert again["rows"] == first["rows"][:3]
    log = (aiws_home / "audit").glob("*.jsonl")
    records = [json.loads(line) for file in log for line in file.read_text(encoding="utf-8").splitlines()]
    assert {first["audit_id"], again["audit_id"]} <= {r["id"] for r in records}
    assert any("sha256:" in str(r.get("model_digest", "")) for r in records)


LLAMA_SERVER = """
import sys, time, xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx, params.n_parallel, params.port = 4096, 1, 0
params.hostnames = ["127.0.0.1"]
params.use_jinja, params.warmup = True, False
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


def test_over_a_real_llama_server(real_gguf: Path, warehouse: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", LLAMA_SERVER, str(real_gguf)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        answer = ask(
            QUESTION,
            AIWS_OPENAI_BASE_URL=f"{address}/v1",
            AIWS_PROVIDER="openai",
            AIWS_WAREHOUSE=f"duckdb://{warehouse}",
        )
    finally:
        server.terminate()
        server.wait(20)
    check(answer, warehouse)
    assert answer["provider"] == "openai"


def test_over_the_ollama_wire(real_model: EmbeddedModel, warehouse: Path) -> None:
    with OllamaWireServer(model=real_model) as server:
        answer = ask(
            QUESTION,
            OLLAMA_HOST=server.host,
            AIWS_PROVIDER="ollama",
            AIWS_NUM_CTX="4096",
            AIWS_WAREHOUSE=f"duckdb://{warehouse}",
        )
    check(answer, warehouse)
    assert answer["provider"] == "ollama" and answer["model"].startswith("qwen2.5-coder")
