"""The GitLab example: YAML of known keywords, command lines that today's parser takes, jobs that run in a real shell."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from aiws_cli.cli.ask import MODES
from aiws_cli.cli.completion.declared import Declared, declared
from aiws_cli.core.prompts import data_folder
from aiws_cli.core.settings import ENVIRONMENT
from support.ollama_wire import OllamaWireServer
from support.scripted_model import call

from .conftest import PROGRAM
from .test_policy import write_token

FILE = Path(__file__).resolve().parents[2] / "docs" / "gitlab-ci.yml"
CI: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))

# GitLab's reference of the file: what stands at the top, in a job, and below the keywords used here.
AT_TOP = {"stages", "variables", "default", "workflow", "include", "spec"}
IN_DEFAULT = {
    "after_script", "artifacts", "before_script", "cache", "hooks", "id_tokens", "image", "interruptible", "retry",
    "services", "tags", "timeout",
}  # fmt: skip
IN_JOB = IN_DEFAULT | {
    "allow_failure", "coverage", "dependencies", "environment", "extends", "inherit", "needs", "parallel", "release",
    "resource_group", "rules", "script", "stage", "trigger", "variables", "when",
}  # fmt: skip
BELOW = {
    "artifacts": {
        "paths",
        "exclude",
        "expire_in",
        "expose_as",
        "name",
        "public",
        "reports",
        "untracked",
        "when",
        "access",
    },
    "retry": {"max", "when", "exit_codes"},
    "allow_failure": {"exit_codes"},
}
IN_RULE = {"if", "changes", "exists", "when", "allow_failure", "needs", "variables", "interruptible"}
SOURCES = {"schedule", "merge_request_event", "web", "push", "api", "pipeline", "trigger"}
# What aiws ends with; see "Exit codes" in USING.md.
EXITS = {1, 2, 3, 4, 5, 6, 7, 75, 130}
JOBS = {name: body for name, body in CI.items() if name not in AT_TOP}


def extended(name: str) -> dict[str, Any]:
    """A job with what it extends, keys of its own first, as GitLab does it (one level, hashes merged)."""
    job = JOBS[name]
    base = extended(job["extends"]) if "extends" in job else {}
    out = dict(base)
    for key, value in job.items():
        out[key] = (
            {**base[key], **value} if isinstance(value, dict) and isinstance(base.get(key), dict) else value
        )
    return out


@pytest.mark.parametrize("name", JOBS)
def test_a_job_has_keywords_of_gitlab_s_alone(name: str) -> None:
    job = extended(name)
    assert job.keys() <= IN_JOB
    for key, known in BELOW.items():
        assert not isinstance(job.get(key), dict) or job[key].keys() <= known
    for rule in job.get("rules", ()):
        assert rule.keys() <= IN_RULE
        assert re.fullmatch(r'\$CI_PIPELINE_SOURCE == "(\w+)"', rule["if"])[1] in SOURCES  # type: ignore[index]
    assert job["retry"]["max"] in (0, 1, 2)
    codes = [*job["retry"]["exit_codes"], *job.get("allow_failure", {}).get("exit_codes", ())]
    assert set(codes) <= EXITS
    # A wrong line, a missing setting or a refusal of the policy is never let pass.
    assert not {1, 2, 3, 4} & set(codes)
    assert all(token.keys() == {"aud"} for token in job["id_tokens"].values())
    if not name.startswith("."):
        assert job["stage"] in CI["stages"] and job["script"]
    for part in ("before_script", "script", "after_script"):
        assert all(isinstance(line, str) for line in job.get(part, ()))


def test_the_top_has_keywords_of_gitlab_s_and_settings_of_aiws() -> None:
    assert CI["default"].keys() <= IN_DEFAULT and CI["default"]["image"] == "$AIWS_IMAGE"
    assert "$MIRROR/" in CI["variables"]["AIWS_IMAGE"]
    assert set(CI["variables"]["MODE"]["options"]) <= set(MODES)
    assert CI["variables"]["MODE"]["value"] in CI["variables"]["MODE"]["options"]
    given = {**CI["variables"], **extended("fix")["variables"]}
    for name, value in given.items():
        assert isinstance(value, (str, dict)), "GitLab's variables are text"
        assert not name.startswith("AIWS_") or name in {*ENVIRONMENT.values(), "AIWS_IMAGE"}
    # A secret has no place in a file that everybody reads.
    assert not re.search(r"(?i)(api_key|password|token):\s*\S", FILE.read_text(encoding="utf-8"))


def command_lines() -> Iterator[tuple[str, list[str]]]:
    """Every line of every job that calls aiws, as words, variables filled in, without what the shell takes for itself."""
    variables = {k: v["value"] if isinstance(v, dict) else v for k, v in CI["variables"].items()}
    for name in JOBS:
        job = extended(name)
        for line in (*job.get("before_script", ()), *job.get("script", ()), *job.get("after_script", ())):
            for part in re.split(r"&&|\|\||[;|]", line):
                words = shlex.split(re.sub(r"\$(\w+)", lambda m: variables.get(m[1], "x"), part))
                if words[:1] == ["aiws"]:
                    yield name, [w for n, w in enumerate(words[1:], 1) if not {w, words[n - 1]} & {"<", ">"}]


LINES = list(command_lines())
KNOWN: dict[tuple[str, ...], Declared] = {d.path: d for d in declared()}


def test_every_job_calls_aiws() -> None:
    assert {name for name, _ in LINES} == {name for name in JOBS if not name.startswith(".")}


@pytest.mark.parametrize(("name", "words"), LINES, ids=[" ".join(w)[:60] for _, w in LINES])
def test_todays_parser_takes_the_line(name: str, words: list[str]) -> None:
    path: tuple[str, ...] = ()
    while words and words[0] in KNOWN[path].commands:
        path, words = (*path, words[0]), words[1:]
    found = KNOWN[path]
    assert path and not found.commands, "a whole command"
    options = {n: o for o in found.options for n in o.names}
    arguments = 0
    while words:
        word, *words = words
        if not word.startswith("-") or word == "-":
            arguments += 1
            continue
        option = options[word]
        if option.value is not None:
            value, *words = words
            assert option.value.kind != "words" or value in option.value.words
    assert arguments <= len(found.arguments)


@pytest.fixture
def runner(
    demo_file: Path, tmp_path: Path, ollama_wire: OllamaWireServer, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A machine as a runner's container is: aiws on PATH, a policy that believes signed tokens alone, a checkout."""
    place = tmp_path / "builds" / "project"
    (place / "tests").mkdir(parents=True)
    (place / "report.py").write_text("def total(rows):\n    return sum(rows)\n")
    for args in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"),
    ):
        subprocess.run(["git", *args], cwd=place, check=True)
    program = tmp_path / "bin" / "aiws"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.join(PROGRAM)} "$@"\n')
    program.chmod(0o755)
    etc = tmp_path / "etc"
    etc.mkdir()
    policy = (data_folder("policies") / "demo.yaml").read_text(encoding="utf-8")
    believed = "identity: {require: token, jwks: keys.json, issuer: i, audience: aiws, user: login, groups: groups}\n"
    (etc / "policy.yaml").write_text(policy + believed, encoding="utf-8")
    monkeypatch.setenv("JOB_IDENTITY", write_token(etc).read_text())
    for name, value in {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "AIWS_POLICY": str(etc / "policy.yaml"),
        "AIWS_WAREHOUSE": f"duckdb://{demo_file}",
        "AIWS_CATALOG": str(data_folder("catalog_index")),
        "AIWS_PROVIDER": "ollama",
        "OLLAMA_HOST": ollama_wire.host,
        "MODE": CI["variables"]["MODE"]["value"],
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD",
    }.items():
        monkeypatch.setenv(name, value)
    return place


def run_job(name: str, place: Path) -> int:
    """The lines of a job as the runner gives them to bash; its exit code is the job's."""
    job = extended(name)
    lines = ["set -eo pipefail", *job["before_script"], *job["script"]]
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)],
        cwd=place,
        env=dict(os.environ),
        capture_output=True,
        timeout=120,
        check=False,
    )
    subprocess.run(["bash", "-c", "\n".join(job.get("after_script", [":"]))], cwd=place, check=True)
    return done.returncode


@pytest.mark.loopback
def test_figures_come_out_as_an_artifact_under_the_pipelines_identity(
    runner: Path, ollama_wire: OllamaWireServer
) -> None:
    ollama_wire.replies = [
        "SELECT branch_id, sum(balance) AS n FROM bank.deposit_accounts GROUP BY branch_id"
    ]
    assert run_job("balances", runner) == 0
    answer = json.loads((runner / "out/balances.json").read_text(encoding="utf-8"))
    assert answer["status"] == "ok" and answer["rows"] and (runner / "out/balances.xlsx").stat().st_size > 0


@pytest.mark.loopback
def test_a_job_without_its_token_is_denied(runner: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOB_IDENTITY", "nonsense")
    code = run_job("balances", runner)
    assert code == 4 and code not in extended("balances").get("allow_failure", {}).get("exit_codes", ())


@pytest.mark.loopback
def test_work_that_waits_for_a_yes_is_a_warning_with_its_patch(
    runner: Path, ollama_wire: OllamaWireServer
) -> None:
    edit = "report.py\n<<<<<<< SEARCH\n    return sum(rows)\n=======\n    return sum(rows) + 1\n>>>>>>> REPLACE\n"
    ollama_wire.replies = [edit, call("run_command", command="make test")]  # type: ignore[list-item]
    code = run_job("fix", runner)
    assert code == 5 and code in extended("fix")["allow_failure"]["exit_codes"]
    last = json.loads((runner / "out/turn.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert last["files_changed"] == ["report.py"] and last["waiting"]["tool"] == "run_command"
    assert "+    return sum(rows) + 1" in (runner / "out/change.patch").read_text()
