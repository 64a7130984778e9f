"""`aiws audit` and evidence bundles through the command itself: what is told, in which form, with which exit code."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.prompts import data_folder

from .conftest import Run

pytestmark = pytest.mark.usefixtures("with_demo")

USER = pwd.getpwuid(os.geteuid()).pw_name
STATEMENT = "select branch_type, count(*) as n from bank.branches where region <> '없는곳' group by 1"
ASKED = "지점별 예금 잔액 상위 5곳을 알려줘"


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked here is written by rules."""
    monkeypatch.setenv("AIWS_PROVIDER", "ollama")
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")


_WRITTEN: list[Path] = []


@pytest.fixture
def log(aiws: Run, aiws_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with three acts: two statements and one that was denied. Written once, copied for each test."""
    folder = aiws_home / "audit"
    if not _WRITTEN:
        assert aiws("sql", STATEMENT).code == 0
        assert aiws("sql", "select count(*) from card.cards").code == 0
        assert aiws("sql", "select * from vault.secrets").code == 4
        _WRITTEN.append(shutil.copytree(folder, tmp_path_factory.mktemp("written") / "audit"))
    else:
        shutil.copytree(_WRITTEN[0], folder)
    return folder / f"{USER}.jsonl"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    path = tmp_path / "audit.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(path)], check=True)
    return path


# — show —


def shown(aiws: Run, *options: str) -> list[dict[str, Any]]:
    return aiws("audit", "show", "--json", *options).json()["records"]


@pytest.mark.parametrize(
    ("options", "kinds"),
    [
        ([], ["query", "outcome", "query", "outcome", "denied"]),
        (["--limit", "2"], ["query", "outcome", "denied"]),
        (["--kind", "denied"], ["denied"]),
        (["--status", "denied"], ["denied"]),
        (["--status", "ok"], ["query", "outcome", "query", "outcome"]),
        (["--status", "failed"], []),
        (["--table", "CARD.cards"], ["query", "outcome"]),
        (["--table", "branches", "--status", "ok"], ["query", "outcome"]),
        (["--user", USER, "--kind", "query"], ["query", "outcome", "query", "outcome"]),
        (["--user", "nobody-else"], []),
        (["--since", "2099-01-01"], []),
        (["--until", "2020-01-01"], []),
        (
            ["--since", "2020-01-01", "--until", "2099-01-01"],
            ["query", "outcome", "query", "outcome", "denied"],
        ),
        (["--session", "none"], []),
    ],
    ids=lambda v: " ".join(v) if v and v[0].startswith("--") else "",
)
def test_show_filters(aiws: Run, log: Path, options: list[str], kinds: list[str]) -> None:
    assert [r["kind"] for r in shown(aiws, *options)] == kinds


def test_show_names_everything_that_a_record_holds(aiws: Run, log: Path) -> None:
    text = aiws("audit", "show").out
    for name in ("role", "policy", "reason", "detail", "result_digest", "elapsed_ms", "status"):
        assert name in text or name == "role"
    assert "analyst" in text and "demo-group" in text and "denied" in text
    assert "prev" not in text.split() and "hash" not in text.split()
    with log.open("ab") as file:
        file.write(b'{"id":"x","at":"2026-11-22T00:00:00+00:00","kind":"odd","something":"new"}\n')
    assert "something  new" in aiws("audit", "show", "--kind", "odd").out


def test_an_act_without_an_outcome_is_unfinished(aiws: Run, log: Path) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(lines[0])
    (record,) = shown(aiws, "--status", "unfinished")
    assert record["kind"] == "query"
    assert "unfinished" in aiws("audit", "show").out


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["show", "--until", "someday"], "--until"),
        (["show", "--status", "fine"], "unfinished"),
        (["show", "--limit", "0"], "--limit"),
        (["verify", "--anchor", "abc"], "abc"),
        (["verify", "--against", "syslog"], "syslog"),
        (["verify", "--against", "nowhere"], "git:REPO"),
        (["verify", "--bundle", "nowhere.zip"], "nowhere.zip"),
        (["anchor", "--to", "nowhere"], "git:REPO"),
        (["anchor", "--to", "trailer", "--remote", "origin"], "--remote"),
    ],
)
def test_wrong_usage(aiws: Run, options: list[str], part: str) -> None:
    done = aiws("audit", *options)
    assert done.code == 2 and part in done.err and "Traceback" not in done.err


# — verify —


def test_a_whole_log(aiws: Run, log: Path) -> None:
    done = aiws("audit", "verify")
    assert done.code == 0 and "whole" in done.out and "anchor" in done.err
    report = aiws("audit", "verify", "--json").json()
    assert report["schema"] == "aiws.audit_verify/1" and report["whole"] is True
    (one,) = report["logs"]
    assert (one["user"], one["lines"], one["anchored"], one["problems"]) == (USER, 5, False, [])
    assert [a["source"] for a in one["anchors"]] == ["local"]
    assert aiws("audit", "verify", "--user", USER).code == 0


def edited(lines: list[bytes]) -> list[bytes]:
    return [lines[0].replace(b"analyst", b"auditor", 1), *lines[1:]]


@pytest.mark.parametrize(
    ("change", "kind", "line"),
    [
        (edited, "edited", 1),
        (lambda lines: lines[:2] + lines[3:], "deleted", 3),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "reordered", 1),
        (lambda lines: [*lines, lines[0]], "inserted", 6),
        (lambda lines: lines[:4], "shortened", 4),
        (lambda lines: [*lines, b'{"n":6,"id'], "torn", 6),
        (lambda lines: [], "shortened", 0),
    ],
)
def test_a_log_that_is_not_whole(aiws: Run, log: Path, change: Any, kind: str, line: int) -> None:
    log.write_bytes(b"".join(change(log.read_bytes().splitlines(keepends=True))))
    done = aiws("audit", "verify", "--json")
    assert done.code == 6
    report = done.json()
    assert report["whole"] is False
    (problem,) = report["logs"][0]["problems"]
    assert problem["problem"] == kind and problem["lines"][0][0] == line
    assert kind in problem["message"]


def test_a_log_that_is_not_whole_in_words(aiws: Run, log: Path) -> None:
    log.write_bytes(b"".join(edited(log.read_bytes().splitlines(keepends=True))))
    text = aiws("audit", "verify")
    assert text.code == 6 and "line 1: edited" in text.out and "security officer" in text.err
    korean = aiws("audit", "verify", env={"AIWS_LANG": "ko"})
    assert korean.code == 6 and "온전하지 않습니다" in korean.out and "1행: 내용이 바뀌었습니다" in korean.out


def test_a_log_that_is_gone_and_a_log_that_never_was(aiws: Run, log: Path) -> None:
    head = aiws("audit", "anchor").out.strip()
    log.unlink()
    assert aiws("audit", "verify", "--json").json()["logs"][0]["problems"][0]["problem"] == "shortened"
    log.with_suffix(".head").unlink()
    assert aiws("audit", "verify").code == 6
    done = aiws("audit", "verify", "--anchor", head)
    assert done.code == 6 and "shortened" in done.out
    assert aiws("audit", "verify", "--user", "nobody-else").code == 6


def test_the_next_act_after_a_cut_says_so(aiws: Run, log: Path) -> None:
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:2]))
    done = aiws("sql", "select 1")
    assert done.code == 0 and "number 5" in done.err
    assert "broken" in aiws("audit", "show").out
    assert aiws("audit", "verify").code == 6


def test_nothing_runs_without_a_log(aiws: Run, aiws_home: Path) -> None:
    (aiws_home / "audit").write_text("")
    for args in (["sql", "select 1"], ["ask", ASKED], ["audit", "anchor"]):
        done = aiws(*args)
        assert done.code == 3, done.err
        assert done.out == "" and "audit" in done.err


# — anchors —


def test_anchors_in_git(aiws: Run, log: Path, repo: Path) -> None:
    kept = aiws("audit", "anchor", "--to", f"git:{repo}", "--json").json()
    assert kept["schema"] == "aiws.audit_anchor/1"
    assert (kept["user"], kept["n"], kept["whole"]) == (USER, 5, True)
    assert kept["trailer"] == f"Aiws-Audit: {USER} 5 {kept['hash']}"
    aiws("sql", "select 1")
    done = aiws("audit", "verify", "--against", f"git:{repo}")
    assert done.code == 0 and "1 of 1 heads agree" in done.out and done.err == ""
    for path in (log, log.with_suffix(".head")):
        path.unlink()
    aiws("sql", "select 2")
    assert aiws("audit", "verify").code == 0
    done = aiws("audit", "verify", "--against", f"git:{repo}")
    assert done.code == 6 and "shortened" in done.out


def test_the_setting_names_the_place(aiws: Run, log: Path, repo: Path) -> None:
    env = {"AIWS_AUDIT_ANCHOR": f"git:{repo}"}
    done = aiws("audit", "anchor", env=env)
    assert done.code == 0 and str(repo) in done.err and done.out == ""
    report = aiws("audit", "verify", "--json", env=env).json()
    assert report["logs"][0]["anchored"] is True
    unreachable = {"AIWS_AUDIT_ANCHOR": "git:/nowhere/audit.git"}
    done = aiws("audit", "verify", "--json", env=unreachable)
    assert done.code == 3 and done.json()["whole"] is True and done.json()["unread"][0]["code"] == "anchor"
    text = aiws("audit", "verify", env=unreachable)
    assert text.code == 3 and "/nowhere/audit.git" in text.err
    assert aiws("audit", "anchor", env=unreachable).code == 3
    for command in ("verify", "anchor"):
        done = aiws("audit", command, env={"AIWS_AUDIT_ANCHOR": "nonsense"})
        assert done.code == 3 and "audit_anchor" in done.err and "nonsense" in done.err


def test_a_project_can_not_name_the_place(aiws: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / ".aiws"
    folder.mkdir()
    (folder / "config.toml").write_text(f'audit_anchor = "file:{tmp_path}/theirs"\n')
    monkeypatch.chdir(tmp_path)
    effective = aiws("config", "show", "--json").json()
    assert not effective["settings"]["audit_anchor"]["value"] and effective["ignored"] == ["audit_anchor"]


def test_heads_by_hand_from_a_file_and_from_stdin(aiws: Run, log: Path, tmp_path: Path) -> None:
    trailer = aiws("audit", "anchor", "--to", "trailer").out.strip()
    _, user, n, hash_ = trailer.split()
    heads = tmp_path / "heads"
    assert aiws("audit", "anchor", "--to", f"file:{heads}").code == 0
    good = [
        ["--anchor", trailer],
        ["--anchor", f"{n} {hash_}"],
        ["--anchor", f"{user} {n} {hash_}", "--against", f"file:{heads}"],
    ]
    for options in good:
        assert aiws("audit", "verify", *options).code == 0, options
    assert aiws("audit", "verify", "--against", "-", stdin=f"Nov 22 host aiws: {trailer}\n").code == 0
    done = aiws("audit", "verify", "--anchor", f"{n} {'0' * 64}")
    assert done.code == 6 and "edited" in done.out and f"record {n}" in done.out


def test_a_broken_log_is_anchored_as_it_is(aiws: Run, log: Path, repo: Path) -> None:
    log.write_bytes(b"".join(edited(log.read_bytes().splitlines(keepends=True))))
    done = aiws("audit", "anchor", "--to", f"git:{repo}")
    assert done.code == 0 and "not whole" in done.err
    message = subprocess.run(
        ["git", "-C", str(repo), "log", "--format=%B", "--all"], capture_output=True, text=True, check=True
    ).stdout
    assert "Aiws-Audit-Whole: no" in message


# — literals —


def test_personal_values_never_reach_the_log_in_the_open(aiws: Run, aiws_home: Path) -> None:
    statement = "select count(*) as n from bank.customers where customer_name = '{}'"
    for value in ("900101-1234568", "010-1234-5678", "kim.minsu@hanmail.net", "서울"):
        assert aiws("sql", statement.format(value)).code == 0
    aiws("ask", "주민번호 900101-1234568 고객의 비밀번호를 보여줘")
    log = (aiws_home / "audit" / f"{USER}.jsonl").read_text(encoding="utf-8")
    for value in ("900101-1234568", "010-1234-5678", "kim.minsu@hanmail.net"):
        assert value not in log
    assert "'서울'" in log
    # What a value is called may depend on what stands beside it; which one it is does not.
    tokens = re.findall("«([a-z_]+):([0-9a-f]{12})»", log)
    assert len({hash_ for _, hash_ in tokens}) == 3
    assert len([hash_ for kind, hash_ in tokens if kind == "resident_no"]) >= 3
    kept = aiws_home / "audit" / f"{USER}.literals"
    assert "900101-1234568" in kept.read_text() and kept.stat().st_mode & 0o777 == 0o600


# — evidence —


@pytest.fixture
def session(aiws: Run) -> str:
    answer = aiws("ask", ASKED, "--json").json()
    assert answer["status"] == "ok" and answer["usage"]["model_calls"] == 0
    return str(answer["session_id"])


def policy(tmp_path: Path, more: str = "", role: str = "") -> dict[str, str]:
    text = (data_folder("policies") / "demo.yaml").read_text(encoding="utf-8")
    path = tmp_path / "policy.yaml"
    path.write_text(more + text.replace("  analyst:\n", f"  analyst:\n{role}", 1), encoding="utf-8")
    return {"AIWS_POLICY": str(path)}


def test_evidence_of_a_conversation(aiws: Run, session: str, tmp_path: Path, repo: Path) -> None:
    aiws("sql", "select 'somebody else''s business'")
    aiws("audit", "anchor", "--to", f"git:{repo}")
    path = tmp_path / "evidence.zip"
    made = aiws("sessions", "export", session, "--evidence", "-o", str(path), "--json").json()
    assert made["schema"] == "aiws.evidence_written/1" and made["literals"] == "tokens"
    assert path.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as z:
        everything = b"".join(z.read(n) for n in z.namelist()).decode()
        manifest = json.loads(z.read("manifest.json"))
    assert "somebody" not in everything
    assert manifest["aiws"] and manifest["policies"][0]["name"] == "demo-group"
    assert manifest["prompts"] and all(p["text"] for p in manifest["prompts"])
    done = aiws("audit", "verify", "--bundle", str(path))
    assert done.code == 0 and "holds together" in done.out and "bundle alone" in done.err
    done = aiws("audit", "verify", "--bundle", str(path), "--against", f"git:{repo}", "--json")
    assert done.code == 0
    report = done.json()
    assert report["schema"] == "aiws.bundle_verify/1" and report["anchors"][0]["agrees"] is True
    (record,) = shown(aiws, "--kind", "export")
    assert record["manifest"] == made["manifest"] and record["session_id"] == session
    again = aiws("sessions", "export", session, "--evidence", "-o", str(path))
    assert again.code == 2 and str(path) in again.err


def test_a_rerun_has_the_same_digest(aiws: Run, session: str, tmp_path: Path) -> None:
    path = tmp_path / "evidence.zip"
    aiws("sessions", "export", session, "--evidence", "-o", str(path))
    with zipfile.ZipFile(path) as z:
        (name,) = [n for n in z.namelist() if n.endswith("written.sql")]
        (tmp_path / "again.sql").write_bytes(z.read(name))
        (turn,) = json.loads(z.read("session.json"))["turns"]
    aiws("sql", "--file", str(tmp_path / "again.sql"))
    assert shown(aiws, "--limit", "1")[-1]["result_digest"] == turn["result_digest"]
    aiws("sql", "select 1")
    assert shown(aiws, "--limit", "1")[-1]["result_digest"] != turn["result_digest"]


@pytest.mark.parametrize("examiner", [True, False])
def test_true_literals_are_the_examiners(aiws: Run, tmp_path: Path, aiws_home: Path, examiner: bool) -> None:
    role = "    examiner: true\n" if examiner else ""
    env = policy(tmp_path, "audit: {literals: tokenised}\n", role)
    asked = aiws("ask", "강남지점의 예금 잔액", "--json", env=env).json()
    assert "강남지점" in asked["executed_sql"], asked
    in_log = (aiws_home / "audit" / f"{USER}.jsonl").read_text()
    assert "'강남지점'" not in in_log and "«literal:" in in_log
    path = tmp_path / "evidence.zip"
    done = aiws("sessions", "export", asked["session_id"], "--evidence", "-o", str(path), env=env)
    assert done.code == 0, done.err
    with zipfile.ZipFile(path) as z:
        executed = b"".join(z.read(n) for n in z.namelist() if n.endswith("executed.sql")).decode()
        assert ("literals.json" in z.namelist()) == examiner
    assert ("'강남지점'" in executed) == examiner
    assert aiws("audit", "verify", "--bundle", str(path), env=env).code == 0


def test_a_bundle_that_was_changed(aiws: Run, session: str, tmp_path: Path) -> None:
    path = tmp_path / "evidence.zip"
    aiws("sessions", "export", session, "--evidence", "-o", str(path))
    with zipfile.ZipFile(path) as z:
        files = {n: z.read(n) for n in z.namelist()}
    files["session.json"] = files["session.json"].replace(b'"row_count": 5', b'"row_count": 4')
    with zipfile.ZipFile(path, "w") as z:
        for name, content in files.items():
            z.writestr(name, content)
    done = aiws("audit", "verify", "--bundle", str(path), "--json")
    assert done.code == 6
    assert {p["problem"] for p in done.json()["problems"]} == {"file", "session"}
    text = aiws("audit", "verify", "--bundle", str(path))
    assert text.code == 6 and "session.json" in text.out
    path.write_bytes(b"no zip")
    assert aiws("audit", "verify", "--bundle", str(path)).code == 6


def test_a_conversation_without_records(aiws: Run, tmp_path: Path) -> None:
    talked = aiws("ask", "안녕하세요", "--json").json()
    done = aiws("sessions", "export", talked["session_id"], "--evidence", "-o", str(tmp_path / "x.zip"))
    assert done.code == 6 and not (tmp_path / "x.zip").exists()
    done = aiws("sessions", "export", talked["session_id"], "--evidence", "-o", "/nowhere/x.zip")
    assert done.code == 2
