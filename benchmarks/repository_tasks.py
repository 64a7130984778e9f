"""Thirty small repository tasks with a real model: which of them are done, and what they cost; beside it, a peer.

    MODEL=FILE.gguf python benchmarks/repository_tasks.py                        the model in process
    python benchmarks/repository_tasks.py --server http://127.0.0.1:PORT --model NAME
    AIDER=…/bin/aider python benchmarks/repository_tasks.py --server … --model NAME --peer aider

Without any of these the model is the one that the settings choose. The server speaks Ollama's wire or /v1/chat/completions.
Tasks and checks are tests/repository_tasks. Each is done in a fresh copy with git, by a process of its own; a line a task,
then totals, both also in benchmarks/results/. `--only NAME …` does some (and writes no result), `--keep FOLDER` keeps copies
and what was said.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

import aiws_cli  # noqa: E402
from aiws_cli.demo.build import build  # noqa: E402
from repository_tasks.scoring import Task, files, lay_out, score, tasks  # noqa: E402
from support.counting_proxy import CountingProxy  # noqa: E402

SECONDS = 600
WINDOW = 8192
_GIT = ("-c", "user.name=Analyst", "-c", "user.email=analyst@example.com", "-c", "init.defaultBranch=main")
_AIWS = (sys.executable, "-c", "import sys; from aiws_cli.cli.main import main; sys.exit(main())")


@dataclass(frozen=True)
class Done:
    """What a run cost, and its last word where it did not end well. `said` is all it printed."""

    calls: int
    prompt_tokens: int
    completion_tokens: int
    problem: str = ""
    said: str = ""


@dataclass
class Aiws:
    """`aiws ask --mode auto` in the task's folder, with nothing but the request."""

    home: Path
    settings: Mapping[str, str]
    name: str = "aiws"
    about: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        build(self.home / "demo" / "demo.duckdb", scale=0.02)
        self.about = [
            f"aiws {_version(*_AIWS, '--version')}: aiws ask --mode auto --output-format stream-json REQUEST",
            f"given: the request alone, no file; window {WINDOW:,}, {SECONDS} s a task, other settings as shipped",
        ]

    def do(self, task: Task, folder: Path) -> Done:
        env = _environment(self.home) | {
            "AIWS_HOME": str(self.home),
            "AIWS_WAREHOUSE": f"duckdb://{self.home / 'demo' / 'demo.duckdb'}",
            "AIWS_NUM_CTX": str(WINDOW),
            "PYTHONPATH": str(Path(aiws_cli.__file__).parents[1]),
            **self.settings,
        }
        ran = _run(
            [
                *_AIWS,
                "ask",
                "--mode",
                "auto",
                "--output-format",
                "stream-json",
                "--max-seconds",
                str(SECONDS),
                task.request,
            ],
            folder,
            env,
        )
        events = [json.loads(line) for line in ran.out.splitlines() if line.startswith("{")]
        answers = [e for e in events if e.get("type") == "answer"]
        if not answers:
            last = (ran.err.strip() or ran.out.strip() or "nothing was said").splitlines()[-1]
            return Done(0, 0, 0, last, ran.said)
        answer, usage = answers[-1], answers[-1]["usage"]
        problem = (answer["error"] or {}).get("message", "") if answer["status"] != "ok" else ""
        route = "" if answer["intent"] == "work" else f"taken for {answer['intent']}: {answer['answer']}"
        return Done(
            usage["model_calls"],
            usage["prompt_tokens"],
            usage["completion_tokens"],
            problem or route,
            ran.said,
        )


@dataclass
class Aider:
    """aider in whole-file mode; model calls and tokens are counted on the wire."""

    program: str
    home: Path
    server: str
    model: str
    name: str = "aider"
    about: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True)
        known = {"max_input_tokens": WINDOW, "max_output_tokens": WINDOW // 2, "max_tokens": WINDOW // 2}
        free = {
            "input_cost_per_token": 0,
            "output_cost_per_token": 0,
            "litellm_provider": "openai",
            "mode": "chat",
        }
        (self.home / "metadata.json").write_text(json.dumps({f"openai/{self.model}": known | free}))
        self.about = [
            f"{_version(self.program, '--version')}: aider {' '.join(self._flags('SERVER'))} FILES",
            "given: the files that the request names to edit, the others to read; all to edit where it does not name all that",
            f"has to change; --encoding or --line-endings where files are not plain UTF-8; window {WINDOW:,}, {SECONDS} s a task",
        ]

    def _flags(self, server: str) -> list[str]:
        return [
            *(
                "--model",
                f"openai/{self.model}",
                "--openai-api-base",
                f"{server}/v1",
                "--edit-format",
                "whole",
            ),
            *("--yes-always", "--no-auto-commits", "--no-stream", "--no-check-update", "--analytics-disable"),
            *("--no-gitignore", "--no-show-model-warnings", "--no-show-release-notes", "--no-detect-urls"),
            *("--no-pretty", "--no-fancy-input", "--timeout", str(SECONDS)),
        ]

    def do(self, task: Task, folder: Path) -> Done:
        env = _environment(self.home) | {"OPENAI_API_KEY": "none", "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
        own = [
            *("--model-metadata-file", str(self.home / "metadata.json")),
            *(
                "--chat-history-file",
                str(self.home / "chat.md"),
                "--input-history-file",
                str(self.home / "input"),
            ),
        ]
        edited, read = _in_the_chat(task)
        given = [a for path in read for a in ("--read", path)]
        with CountingProxy(self.server) as proxy:
            ran = _run(
                [
                    self.program,
                    *self._flags(proxy.url),
                    *own,
                    *task.aider,
                    *given,
                    "--message",
                    task.request,
                    *edited,
                ],
                folder,
                env,
            )
        problem = (
            "" if ran.code == 0 else (ran.err.strip() or ran.out.strip() or str(ran.code)).splitlines()[-1]
        )
        said = f"{ran.said}\n{proxy.said()}"
        return Done(proxy.calls, proxy.prompt_tokens, proxy.completion_tokens, problem, said)


def _in_the_chat(task: Task) -> tuple[list[str], list[str]]:
    """The files to edit and those to read, as a person would add them."""
    there = files(task.folder / "input")
    after = task.solution()
    must = {p for p in there if after.get(p) != there[p]}
    if not must <= set(task.named()):
        return list(there), []
    return list(task.named()), [p for p in there if p not in task.named()]


@dataclass(frozen=True)
class _Ran:
    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return f"{self.out}\n{self.err}"


def _run(command: Sequence[str], folder: Path, env: Mapping[str, str]) -> _Ran:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS + 60,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return _Ran(-1, (late.stdout or b"").decode(errors="replace"), f"not done in {SECONDS} s")
    return _Ran(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def _environment(home: Path) -> dict[str, str]:
    """Nothing of the caller's but where programs are."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    return {"PATH": path, "HOME": str(home), "LANG": "C.UTF-8", "TERM": "dumb"}


def _version(*command: str) -> str:
    env = _environment(Path.home()) | {"PYTHONPATH": str(Path(aiws_cli.__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
    return done.stdout.strip().removeprefix("aiws ")


def _repository(task: Task, folder: Path) -> None:
    lay_out(task, folder)
    for args in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "as it was")):
        subprocess.run(["git", *_GIT, *args], cwd=folder, check=True)
    for name, value in (("user.name", "Analyst"), ("user.email", "analyst@example.com")):
        subprocess.run(["git", "config", name, value], cwd=folder, check=True)


def _speaks_ollama(server: str) -> bool:
    try:
        with urllib.request.urlopen(f"{server}/api/version", timeout=10) as answer:
            return "version" in json.load(answer)
    except (OSError, ValueError):
        return False


def _runner(args: argparse.Namespace, top: Path) -> Aiws | Aider:
    server = args.server.rstrip("/").removesuffix("/v1")
    if args.peer == "aider":
        return Aider(os.environ.get("AIDER", "aider"), top / "aider", server, args.model)
    settings = {}
    if server:
        ollama = _speaks_ollama(server)
        settings = {"AIWS_PROVIDER": "ollama" if ollama else "openai", "AIWS_MODEL": args.model}
        settings |= {"OLLAMA_HOST": server} if ollama else {"AIWS_OPENAI_BASE_URL": f"{server}/v1"}
    elif os.environ.get("MODEL"):
        settings = {"AIWS_PROVIDER": "embedded", "AIWS_GGUF": str(Path(os.environ["MODEL"]).resolve())}
    else:
        settings = {k: v for k, v in os.environ.items() if k.startswith("AIWS_") or k == "OLLAMA_HOST"}
        settings.pop("AIWS_HOME", None)
    return Aiws(top / "aiws", settings)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--server", default="", metavar="URL")
    parser.add_argument("--model", default="", metavar="NAME")
    parser.add_argument("--peer", choices=("aider",))
    parser.add_argument("--only", nargs="+", default=[], metavar="TASK")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    if args.peer and not (args.server and args.model):
        parser.error("a peer needs --server and --model")
    listed = [t for t in tasks() if not args.only or t.name in args.only]
    if unknown := set(args.only) - {t.name for t in listed}:
        parser.error(f"no such task: {', '.join(sorted(unknown))}")
    model = args.model or Path(os.environ.get("MODEL", "")).stem or "default"
    with TemporaryDirectory(prefix="repository-tasks-") as temporary:
        runner = _runner(args, Path(temporary))
        lines: list[str] = []

        def say(line: str) -> None:
            lines.append(line)
            print(line, flush=True)

        say(f"# {len(listed)} repository tasks · {model} · {runner.name}")
        for about in runner.about:
            say(f"# {about}")
        good: list[Task] = []
        total = [0.0, 0, 0, 0]
        for task in listed:
            folder = Path(temporary) / "work" / task.name
            _repository(task, folder)
            started = time.perf_counter()
            done = runner.do(task, folder)
            seconds = time.perf_counter() - started
            found = score(task, folder)
            cost = (seconds, done.calls, done.prompt_tokens, done.completion_tokens)
            total = [a + b for a, b in zip(total, cost, strict=True)]
            if found.verdict == "right":
                good.append(task)
            why = "" if found.verdict == "right" else f"  {found.verdict}: {found.why}"
            if why and done.problem:
                why += f" ({' '.join(done.problem.split())[:140]})"
            say(f"{'ok' if not why else 'no'} {task.kind:9} {task.level} {task.name:32} {_costs(*cost)}{why}")
            if args.keep:
                kept = args.keep / runner.name / task.name
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(folder, kept, ignore=shutil.ignore_patterns(".git"))
                (kept.parent / f"{task.name}.txt").write_text(done.said, encoding="utf-8")
        say(f"done: {len(good)} of {len(listed)}; {_costs(*total)}")
        for key in ("kind", "level"):
            groups: dict[Any, list[Task]] = {}
            for task in listed:
                groups.setdefault(getattr(task, key), []).append(task)
            shares = (
                f"{g} {sum(t in good for t in ts)}/{len(ts)}" for g, ts in sorted(groups.items(), key=str)
            )
            say(f"by {key}: {', '.join(shares)}")
    if not args.only:
        name = re.sub(r"[^\w.-]", "-", f"repository-tasks-{model}" + (f"-{args.peer}" if args.peer else ""))
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results" / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _costs(seconds: float, calls: float, prompt: float, completion: float) -> str:
    return f"{seconds:6.1f} s {calls:3.0f} calls {prompt:7,.0f} + {completion:6,.0f} tokens"


if __name__ == "__main__":
    main()
