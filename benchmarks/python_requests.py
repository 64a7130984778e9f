"""Fifteen data requests that need Python, with a real model: which of them come out right, and what they cost.

    MODEL=FILE.gguf python benchmarks/python_requests.py      (default: the model the settings choose)

Questions and golds are tests/python_requests; the figures are computed by DuckDB from the demo warehouse, which is built
when missing. Prints a line a request and a summary, and writes the same to benchmarks/results/.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from aiws_cli.agent.turn import AskOptions  # noqa: E402
from aiws_cli.app import Application, demo_path  # noqa: E402
from aiws_cli.core.answer import Answer  # noqa: E402
from aiws_cli.core.events import Answered, ScriptWritten  # noqa: E402
from aiws_cli.core.settings import resolve  # noqa: E402
from aiws_cli.demo.build import build  # noqa: E402
from python_requests.scoring import gold, requests, right  # noqa: E402


def asked(application: Application) -> Iterator[str]:
    """A line a request, then the summary."""
    good = by_rules = 0
    listed = requests()
    for request in listed:
        conversation = application.conversation()
        started, answer, sources = time.perf_counter(), None, list[str]()
        for question in request["questions"]:
            for event in conversation.ask(question, AskOptions(mode="auto", max_seconds=600)):
                if isinstance(event, ScriptWritten):
                    sources.append(event.source)
                if isinstance(event, Answered):
                    answer = event.answer
        assert isinstance(answer, Answer)
        fits = answer.status == "ok" and right(
            request, answer.rows, gold(request, application.warehouse_path)
        )
        good += fits
        by_rules += sources == ["rules"]
        mends = ",".join(dict.fromkeys(m.rule for m in answer.mended)) or "-"
        yield (
            f"{'right' if fits else 'WRONG'} {request['id']:22} {answer.status:8} script={'+'.join(sources) or '-':20} "
            f"calls={answer.usage.model_calls} {time.perf_counter() - started:6.1f}s "
            f"prompt={answer.usage.prompt_tokens:4} mends={mends}"
        )
        if not fits:
            yield f"      {answer.error.message if answer.error else list(answer.rows[:2])}"
    yield f"right: {good} of {len(listed)}; scripts written by rules alone: {by_rules}"


def main() -> None:
    model = os.environ.get("MODEL", "")
    resolved = resolve({"provider": "embedded", "gguf": model} if model else {})
    if not resolved.settings.warehouse and not demo_path(resolved.settings).is_file():
        build(demo_path(resolved.settings))
    with Application(resolved, notify=lambda text: None) as application:
        lines = [f"# python requests · {application.model.name} ({application.model.provider})"]
        print(lines[0])
        for line in asked(application):
            lines.append(line)
            print(line, flush=True)
        name = application.model.name.replace(":", "-").replace("/", "-")
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / f"python-requests-{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
