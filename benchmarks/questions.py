"""Real questions, the real model, the demo group: what comes out, after how many model calls, at what cost.

    python benchmarks/questions.py easy [--model FILE.gguf]       forty easy questions: rows after one model call
    python benchmarks/questions.py requests [--model FILE.gguf]   the four requests of tests/demo_requests, five turns

Uses AIWS_HOME (its demo warehouse is built when missing) and the settings' model unless --model names a GGUF.
Prints one line a question and a summary, and writes the same to benchmarks/results/.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from aiws_cli.agent.conversation import Conversation  # noqa: E402
from aiws_cli.agent.turn import AskOptions  # noqa: E402
from aiws_cli.app import Application, demo_path  # noqa: E402
from aiws_cli.core.answer import Answer  # noqa: E402
from aiws_cli.core.events import Answered, RowsReady  # noqa: E402
from aiws_cli.core.settings import resolve  # noqa: E402
from aiws_cli.demo.build import build  # noqa: E402
from demo_requests.scoring import expected, matches, requests  # noqa: E402


def ask(conversation: Conversation, question: str) -> tuple[Answer, float, int]:
    """The answer, the seconds until its rows (0 where none came), and the model calls made until then."""
    started = time.perf_counter()
    rows_at = 0.0
    answer: Answer | None = None
    for event in conversation.ask(question, AskOptions(max_seconds=600)):
        if isinstance(event, RowsReady):
            rows_at = time.perf_counter() - started
        if isinstance(event, Answered):
            answer = event.answer
    assert answer is not None
    return answer, rows_at, answer.usage.model_calls


def easy(application: Application) -> Iterator[str]:
    lines = (HERE / "easy_questions.txt").read_text(encoding="utf-8").splitlines()
    questions = [line for line in lines if line and not line.startswith("#")]
    after_one, seconds, prompts, cached, mended = 0, [], [], [], 0
    for question in questions:
        answer, rows_at, calls = ask(application.conversation(), question)
        ok = answer.status == "ok" and calls <= 1 and bool(rows_at) and bool(answer.rows)
        after_one += ok
        mended += bool(answer.mended)
        if rows_at:
            seconds.append(rows_at)
        prompts.append(answer.usage.prompt_tokens)
        cached.append(answer.usage.cached_tokens)
        rules = ",".join(dict.fromkeys(m.rule for m in answer.mended))
        yield (
            f"{'yes' if ok else 'NO ':3} {answer.status:12} calls={calls} rows={len(answer.rows):4} {rows_at:6.1f}s "
            f"prompt={answer.usage.prompt_tokens:4} cached={answer.usage.cached_tokens:4} mends={rules or '-'}  {question}"
        )
        yield f"      {' '.join(answer.sql.split())}"
    yield (
        f"rows after one model call: {after_one} of {len(questions)}; mended {mended}; "
        f"seconds to rows median {statistics.median(seconds):.1f}, max {max(seconds):.1f}; "
        f"prompt tokens median {statistics.median(prompts):.0f}, of them cached {statistics.median(cached):.0f}"
    )


def asked(application: Application) -> Iterator[str]:
    right = turns = 0
    for request in requests():
        conversation = application.conversation()
        for number, turn in enumerate(request["turns"]):
            answer, rows_at, calls = ask(conversation, turn["question"])
            names = [c.name for c in answer.columns]
            ok = matches(names, answer.rows, turn, expected(request["id"], number))
            right, turns = right + ok, turns + 1
            yield (
                f"{'right' if ok else 'WRONG'} {request['id']}.{number + 1} {answer.status} calls={calls} "
                f"rows={len(answer.rows)} {rows_at:.1f}s prompt={answer.usage.prompt_tokens} "
                f"cached={answer.usage.cached_tokens}  {turn['question']}"
            )
            yield f"      {' '.join(answer.sql.split())}"
            for mend in answer.mended:
                yield f"      mend {mend.rule}: {mend.reason}"
    yield f"right: {right} of {turns}"


KINDS: dict[str, Callable[[Application], Iterator[str]]] = {"easy": easy, "requests": asked}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", nargs="?", choices=KINDS, help="both when not given")
    parser.add_argument("--model", help="a GGUF file for the embedded engine")
    options = parser.parse_args()
    flags = {"provider": "embedded", "gguf": options.model} if options.model else {}
    resolved = resolve(flags)
    if not resolved.settings.warehouse and not demo_path(resolved.settings).is_file():
        build(demo_path(resolved.settings))
    for kind in [options.kind] if options.kind else KINDS:
        with Application(resolved, notify=lambda text: None) as application:
            head = f"# {kind} · {application.model.name} ({application.model.provider})"
            kept = [head]
            print(head)
            for line in KINDS[kind](application):
                kept.append(line)
                print(line, flush=True)
        (HERE / "results").mkdir(exist_ok=True)
        file = HERE / "results" / f"{kind}-{application_name(head)}.txt"
        file.write_text("\n".join(kept) + "\n", encoding="utf-8")


def application_name(head: str) -> str:
    """The model's name out of the head line, fit for a file name."""
    return head.split(" · ", 1)[1].split(" ", 1)[0].replace(":", "-").replace("/", "-")


if __name__ == "__main__":
    main()
