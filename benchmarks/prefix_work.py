"""How much of what the model has read and written it need not read again, over ten turns of work with tools.

    python benchmarks/prefix_work.py      ten turns with calls, errors, refusals, modes, and two resumes

Needs no model: a server on this machine plays one, in Ollama's wire, and keeps what it is sent. Requests are written out as
Qwen's chat template does, and counted with Qwen's own vocabulary. Of each request, what counts is how far it begins with
the request before it and the reply to that. Ends with 1 where the share is below what is promised.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from aiws_cli.agent.turn import AskOptions
from aiws_cli.app import Application
from aiws_cli.core.deeds import Approval, Deed, Mode
from aiws_cli.core.events import Answered, ContextUsed, Event, PrefixBroken
from aiws_cli.core.messages import Message, Reply, ToolCall
from aiws_cli.core.settings import resolve
from aiws_cli.demo.build import build
from aiws_cli.models.token_count import exact
from support.ollama_wire import OllamaWireServer

PROMISED = 99.0
FILES = {
    "sql/balance.sql": "-- 지점별 예금 잔액\nSELECT branch_id, sum(balance) AS balance\nFROM bank.deposits\nGROUP BY branch_id\n",
    "report.py": "".join(
        f"def step_{n}(rows):\n    return [r for r in rows if r[{n}]]\n\n\n" for n in range(30)
    ),
}
CHANGE = "report.py\n```python\n<<<<<<< SEARCH\n    return [r for r in rows if r[3]]\n=======\n    return [r for r in rows if r[3] > 0]\n>>>>>>> REPLACE\n```\n"


@dataclass(frozen=True)
class Turn:
    """A question, how it is asked, whether in a process of its own, and what the model says to it."""

    question: str
    replies: Sequence[Reply | str]
    mode: Mode = "ask"
    anew: bool = False
    most: int | None = None


def call(name: str, /, **arguments: Any) -> Reply:
    return Reply("", (ToolCall("call_1", name, arguments),), stop="tool_calls")


TURNS = (
    Turn("report.py 파일이 무엇을 하는지 설명해줘", [call("read_file", path="report.py"), "단계 30개를 차례로 거릅니다."]),
    Turn("sql 폴더의 파일도 읽어줘", [call("search_files", text="balance"), call("read_file", path="sql/balance.sql"), "지점별 잔액을 더합니다."], "plan"),
    Turn("report.py 파일의 3번째 단계를 고쳐줘", [CHANGE, "0보다 큰 것만 남깁니다."], "auto-edit"),
    Turn("old.py 파일도 고쳐줘", [call("read_file", path="old.py"), call("read_file", path="none.py"), "그런 파일이 없습니다."]),
    Turn("report.py 파일을 지워줘", [call("call_tool", **{"name": "delete_file", "arguments": {"path": "report.py"}}), "지우지 않았습니다."]),
    Turn("파이썬 스크립트에서 쓸 지점 이름을 확인해줘", [call("search_catalog", query="지점"), call("describe_table", table="bank.branches"), "bank.branches입니다."], "auto", anew=True),
    Turn("report.py 파일에 주석을 달아줘", [call("run_sql", query="wrong"), call("no_such_tool"), "달지 못했습니다."], "plan"),
    Turn("report.py 파일을 끝까지 읽어줘", [call("read_file", path="report.py", start=n * 20 + 1, lines=20) for n in range(3)], most=3),
    Turn("파이썬 스크립트에서 쓸 지점 코드를 확인해줘", [call("run_sql", sql="SELECT count(*) AS n FROM bank.branches"), "지점 수를 세었습니다."], "auto"),
    Turn("지금까지 고친 report.py 파일을 설명해줘", ["report.py 하나를 고쳤습니다."], anew=True),
)  # fmt: skip


class Person:
    """Refuses to delete, and says why."""

    def approve(self, deed: Deed, why: str, tainted_by: Sequence[str], pattern: str = "") -> Approval:
        return Approval(deed.tool != "delete_file", reason="보고서에서 씁니다")


def written(body: Mapping[str, Any], *, opened: bool) -> str:
    """A request of Ollama's wire as Qwen's template writes it; `opened` begins the reply."""
    tools = "\n".join(json.dumps(t, ensure_ascii=False) for t in body.get("tools", ()))
    out = []
    for number, message in enumerate(body["messages"]):
        role, text = message["role"], message["content"]
        if number == 0 and tools:
            text += f"\n\n# Tools\n<tools>\n{tools}\n</tools>"
        if role == "tool":
            role, text = "user", f"<tool_response>\n{text}\n</tool_response>"
        calls = "\n".join(tool_call(c["function"]) for c in message.get("tool_calls", ()))
        out.append(f"<|im_start|>{role}\n{text}{calls}<|im_end|>\n")
    return "".join(out) + ("<|im_start|>assistant\n" if opened else "")


def tool_call(function: Mapping[str, Any]) -> str:
    return f"<tool_call>\n{json.dumps(function, ensure_ascii=False)}\n</tool_call>"


def reply_text(reply: Reply | str) -> str:
    if isinstance(reply, str):
        return reply
    calls = [{"name": c.name, "arguments": dict(c.arguments)} for c in reply.tool_calls]
    return reply.text + "\n".join(tool_call(c) for c in calls)


def tokens(text: str) -> int:
    return exact((Message("system", text),), (), "qwen2") - exact((Message("system", ""),), (), "qwen2")


def play(server: OllamaWireServer, folder: Path) -> list[Event]:
    """All turns, through the application as `aiws ask` builds it."""
    for name, text in FILES.items():
        (folder / "work" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "work" / name).write_text(text)
    os.chdir(folder / "work")
    build(folder / "demo.duckdb", scale=0.02)
    environ = {
        "AIWS_HOME": str(folder / "home"),
        "AIWS_WAREHOUSE": f"duckdb://{folder / 'demo.duckdb'}",
        "OLLAMA_HOST": server.host,
        "AIWS_PROVIDER": "ollama",
        "AIWS_NUM_CTX": "32768",
    }
    events: list[Event] = []
    application, session = None, None
    try:
        for turn in TURNS:
            if application is None or turn.anew:
                if application is not None:
                    application.close()
                application = Application(resolve({}, environ=environ), notify=lambda text: None)
                conversation = application.conversation(session_id=session)
                session = conversation.session_id
            server.replies[:] = [*turn.replies, "nobody asked"]
            options = AskOptions(mode=turn.mode, approver=Person(), max_turns=turn.most)
            events += conversation.ask(turn.question, options)
    finally:
        if application is not None:
            application.close()
    return events


def main() -> None:
    with TemporaryDirectory() as folder, OllamaWireServer(check=False) as server:
        server.trained_window = 32_768
        events = play(server, Path(folder).resolve())
        os.chdir("/")
    replies = [r for t in TURNS for r in t.replies]
    lines = [f"{'request':>7} {'tokens':>7} {'before':>7} {'again':>6} {'share':>8}"]
    known = fresh = 0
    for number, ((before, after), reply) in enumerate(
        zip(itertools.pairwise(server.chats), replies, strict=False), 2
    ):
        there = written(before, opened=True) + reply_text(reply)
        now = written(after, opened=True)
        same = next((n for n, (a, b) in enumerate(zip(there, now, strict=False)) if a != b), len(there))
        had, kept = tokens(there), tokens(there[:same])
        known, fresh = known + kept, fresh + had - kept
        lines.append(f"{number:>7} {tokens(now):>7} {had:>7} {had - kept:>6} {100 * kept / had:>7.2f}%")
    share = 100 * known / (known + fresh)
    ended = [e.answer.status for e in events if isinstance(e, Answered)]
    breaks = [e.reason for e in events if isinstance(e, PrefixBroken)]
    used = [e for e in events if isinstance(e, ContextUsed)][-1]
    lines += [
        "",
        f"{len(ended)} turns ended {', '.join(ended)}; {len(server.chats)} requests; breaks of the prefix: {', '.join(breaks)}",
        f"window at the end: {used.used:,} of {used.limit:,} tokens ({', '.join(f'{k} {v:,}' for k, v in used.parts.items())})",
        f"already in the request before and its reply: {share:.2f} % (promise: at least {PROMISED:.0f} %)",
    ]
    if len(server.chats) != len(replies):
        lines.append(f"{len(replies)} requests were expected: the turns did not go as they are written")
    print("\n".join(lines))
    (Path(__file__).resolve().parent / "results" / "prefix_work.txt").write_text("\n".join(lines) + "\n")
    if len(server.chats) != len(replies) or share < PROMISED:
        sys.exit(1)


if __name__ == "__main__":
    main()
