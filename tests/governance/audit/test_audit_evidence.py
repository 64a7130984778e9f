"""An evidence bundle holds one conversation and nothing of the others, proves where it was cut out, and shows what was changed."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from aiws_cli.governance.audit.bundle import BundleReport, check_bundle
from aiws_cli.governance.audit.check import Anchor
from aiws_cli.governance.audit.evidence import (
    Conversation,
    EvidenceError,
    Prompt,
    bundle,
    log_of,
    segment,
    turns_of,
)
from aiws_cli.governance.audit.heads import Head
from aiws_cli.governance.audit.lines import line_of
from aiws_cli.governance.audit.literals import Key, _Piece, kept, read_key
from aiws_cli.governance.audit.log import Audit, lines
from support.audit_logs import Clock, chain, hash_of, old_line, records

MINE, OTHER = "20261122-091503-abcdef", "20261122-100000-fedcba"
RESIDENT = "900101-1234567"
SECRET = "남의 질문"
PROMPT = Prompt("sha256:" + hashlib.sha256(b"Write SQL.\n").hexdigest(), "Write SQL.\n")


def residents(text: str) -> Sequence[_Piece]:
    return [_Piece(*m.span(), "resident_no") for m in re.finditer(r"\d{6}-\d{7}", text)]


class World:
    """A log with two conversations in it, and the session file of one."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "audit" / "kim.jsonl"
        self.audit = Audit(self.path, Clock(), find=residents)
        self.events: list[dict[str, Any]] = []
        self.ask(OTHER, SECRET, "SELECT 0")
        self.early = self.audit.head()
        self.ask(MINE, f"{RESIDENT} 고객", f"SELECT * FROM t WHERE rrn = '{RESIDENT}'")
        self.ask(OTHER, SECRET, "SELECT 2")
        self.middle = self.audit.head()
        self.ask(MINE, "지점 수", "SELECT 3")
        self.ask(OTHER, SECRET, "SELECT 4")
        self.last = self.audit.head()

    def ask(self, session: str, question: str, sql: str) -> None:
        prompts = {"prompt_versions": {"write_sql": "2"}, "prompt_digests": {"write_sql": PROMPT.digest}}
        about = {
            "user": "kim",
            "role": "analyst",
            "policy": {"name": "p", "digest": "d"},
            "model_digest": "m",
        }
        asked = {"session_id": session, "question": question, "sql": sql, "executed_sql": f"({sql})"}
        id_ = self.audit.append("query", {**about, **asked, **prompts, "dialect": "duckdb"})
        done = {
            "tables": ["bank.t"],
            "row_count": 1,
            "truncated": False,
            "result_digest": f"digest of {len(sql)}",
        }
        self.audit.append("outcome", {**about, "of": id_, "status": "ok", **done})
        if session == MINE:
            answer = {"question": question, "sql": sql, "executed_sql": f"({sql})", "tables": ["bank.t"]}
            shape = {"row_count": 1, "truncated": False, "audit_id": id_, "columns": [{"name": "n"}]}
            values = {"rows": [["VALUE"]], "answer": "VALUE", "insight": "VALUE", "chart": "VALUE"}
            self.events += [
                {
                    "type": "turn_started",
                    "as_of": "2026-09-30",
                    "role": "analyst",
                    "at": "now",
                    "question": question,
                },
                {"type": "rows_ready", "rows": [["VALUE"]]},
                {"type": "answer", **answer, **shape, **values, "error": None},
            ]

    def made(self, *, true_literals: bool = False, prompt: Prompt | None = PROMPT) -> bytes:
        cut = segment(lines(self.path), MINE)
        turns, literals = [], {}
        for turn in turns_of(self.events, cut.records):
            safe, found = self.audit.tokenised(turn)
            turns.append(safe)
            literals |= found
        literals |= kept(self.path.with_suffix(".literals"), self.key)
        content, digest = bundle(
            Conversation(
                MINE,
                "kim",
                turns,
                cut,
                literals,
                true_literals,
                {"aiws": "0.1.0", "key": self.key.id},
                lambda id_: prompt if id_ == "write_sql" else None,
                "read me",
            )
        )
        assert digest == hashlib.sha256(unpacked(content)["manifest.json"]).hexdigest()
        return content

    @property
    def key(self) -> Key:
        key = read_key(self.path.with_name("key"))
        assert key is not None
        return key


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as z:
        return {n: z.read(n) for n in z.namelist()}


def packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, content in files.items():
            z.writestr(name, content)
    return out.getvalue()


def signed(files: dict[str, bytes]) -> bytes:
    """Packed again by somebody who knows to put the manifest's sums right."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {n: hashlib.sha256(c).hexdigest() for n, c in files.items() if n != "manifest.json"}
    return packed({**files, "manifest.json": json.dumps(manifest).encode()})


def kinds(report: BundleReport) -> set[str]:
    return {f.kind for f in report.flaws}


def test_a_bundle_holds_one_conversation_and_no_value(world: World) -> None:
    content = world.made()
    files = unpacked(content)
    everything = b"".join(files.values()).decode()
    assert SECRET not in everything and OTHER not in everything
    assert "VALUE" not in everything and RESIDENT not in everything
    assert set(files) == {
        "README.md",
        "audit.jsonl",
        "manifest.json",
        "prompts/write_sql.md",
        "session.json",
        *(f"statements/{n}-{k}.sql" for n in (3, 7) for k in ("written", "executed")),
    }
    manifest = json.loads(files["manifest.json"])
    assert manifest["log"]["first"] == 3 and manifest["log"]["last"] == 10
    assert manifest["policies"] == [{"name": "p", "digest": "d"}] and manifest["models"] == ["m"]
    assert manifest["prompts"] == [{"id": "write_sql", "version": "2", "digest": PROMPT.digest, "text": True}]
    (turn, _) = json.loads(files["session.json"])["turns"]
    assert turn["as_of"] == "2026-09-30" and turn["result_digest"].startswith("digest of")
    assert world.made() == content
    report = check_bundle(content, [], world.key)
    assert report.whole and (report.statements, report.unfinished, report.unproved) == (2, 0, 0)


def test_an_examiners_bundle_says_what_was_run(world: World) -> None:
    files = unpacked(world.made(true_literals=True))
    assert files["statements/3-executed.sql"].decode() == f"(SELECT * FROM t WHERE rrn = '{RESIDENT}')\n"
    assert list(json.loads(files["literals.json"]).values()) == [RESIDENT]
    assert RESIDENT not in files["audit.jsonl"].decode() and RESIDENT not in files["session.json"].decode()
    assert json.loads(files["manifest.json"])["literals"] == "true"
    assert check_bundle(packed(files), [], world.key).whole
    forged = files["literals.json"].replace(RESIDENT.encode(), b"800101-1234567")
    more = {
        "literals.json": forged,
        "statements/3-executed.sql": b"(SELECT * FROM t WHERE rrn = '800101-1234567')\n",
    }
    more["statements/3-written.sql"] = b"SELECT * FROM t WHERE rrn = '800101-1234567'\n"
    assert kinds(check_bundle(signed({**files, **more}), [], world.key)) == {"literal"}
    assert check_bundle(signed({**files, **more})).whole
    assert check_bundle(signed({**files, **more}), [], Key(b"k" * 32, "another1")).whole


def test_a_prompt_that_is_another_one_now_is_not_in_it(world: World) -> None:
    for now in (None, Prompt("sha256:other", "other")):
        files = unpacked(world.made(prompt=now))
        assert "prompts/write_sql.md" not in files
        assert json.loads(files["manifest.json"])["prompts"][0]["text"] is False


def test_heads_kept_elsewhere_tie_it_to_the_log(world: World) -> None:
    content = world.made()

    def report(*heads: Head) -> BundleReport:
        return check_bundle(content, [Anchor("elsewhere", h) for h in heads])

    true = report(world.early, world.middle, world.last, Head("lee", 5, "0" * 64))
    assert true.whole and [c.agrees for c in true.compared] == [True, True, True] and true.outside == 0
    assert report(Head("kim", 1, "0" * 64), Head("kim", 11, "0" * 64)).outside == 2
    assert kinds(report(Head("kim", 6, "0" * 64))) == {"anchor"}


def with_changed(name: str, old: str, new: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    def change(files: dict[str, bytes]) -> dict[str, bytes]:
        assert old.encode() in files[name]
        return {**files, name: files[name].replace(old.encode(), new.encode(), 1)}

    return change


def without_line(number: int) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    def change(files: dict[str, bytes]) -> dict[str, bytes]:
        kept = files["audit.jsonl"].splitlines(keepends=True)
        del kept[number]
        return {**files, "audit.jsonl": b"".join(kept)}

    return change


def swapped(files: dict[str, bytes]) -> dict[str, bytes]:
    all_ = files["audit.jsonl"].splitlines(keepends=True)
    all_[2], all_[3] = all_[3], all_[2]
    return {**files, "audit.jsonl": b"".join(all_)}


CHANGES = [
    (with_changed("audit.jsonl", "analyst", "auditor"), {"chain", "statement", "session"}),
    (with_changed("audit.jsonl", '"n": 5, "body": "', '"n": 5, "body": "0'), {"chain"}),
    (with_changed("audit.jsonl", '"n": 5', '"n": 6'), {"chain"}),
    (without_line(0), {"chain", "statement", "session"}),
    (without_line(2), {"chain", "statement"}),
    (without_line(7), {"chain"}),
    (swapped, {"chain"}),
    (with_changed("statements/7-executed.sql", "3", "4"), {"statement"}),
    (with_changed("session.json", "(SELECT 3)", "(SELECT 4)"), {"session"}),
    (with_changed("session.json", '"row_count": 1', '"row_count": 2'), {"session"}),
    (with_changed("session.json", '"audit_id": "2', '"audit_id": "3'), {"session"}),
    (lambda files: {k: v for k, v in files.items() if k != "statements/7-executed.sql"}, {"statement"}),
    (lambda files: {**files, "statements/8-executed.sql": b"SELECT 1"}, {"statement"}),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_what_was_changed_shows(
    world: World, change: Callable[[dict[str, bytes]], dict[str, bytes]], expected: set[str]
) -> None:
    files = unpacked(world.made())
    assert kinds(check_bundle(signed(change(files)))) == expected
    assert "file" in kinds(check_bundle(packed(change(files))))


def test_every_byte_of_a_bundle_counts(world: World) -> None:
    """Each file's bytes are summed in the manifest; the manifest's own are those of the record of the export."""
    files = unpacked(world.made())
    for name, content in files.items():
        if name == "manifest.json":
            continue
        for at in range(0, len(content), 7):
            changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
            assert not check_bundle(packed({**files, name: changed})).whole, (name, at)


@pytest.mark.parametrize("at", [0.0, 0.3, 0.9, 1.0])
def test_what_is_no_bundle(world: World, at: float) -> None:
    content = world.made()
    assert kinds(check_bundle(content[: int(len(content) * at) - 1] if at else b"")) == {"unreadable"}


@pytest.mark.parametrize(
    "manifest",
    ["{", "[]", "{}", '{"schema": "aiws.evidence/9"}', '{"schema": "aiws.evidence/1", "files": 3}'],
)
def test_what_is_no_manifest(world: World, manifest: str) -> None:
    files = {**unpacked(world.made()), "manifest.json": manifest.encode()}
    assert kinds(check_bundle(packed(files))) == {"unreadable"}


def test_a_bundle_that_unpacks_to_too_much(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiws_cli.governance.audit.bundle.MAX_BYTES", 1_000)
    assert kinds(check_bundle(world.made())) == {"unreadable"}


def test_a_statement_that_never_ended_is_told(world: World) -> None:
    world.audit.append("query", {"session_id": MINE, "sql": "SELECT 9", "user": "kim"})
    assert check_bundle(world.made()).unfinished == 1


# — the segment —


def test_a_log_without_the_session(world: World) -> None:
    with pytest.raises(EvidenceError) as failed:
        segment(lines(world.path), "20200101-000000-000000")
    assert failed.value.exit_code == 6 and failed.value.hint("ko")


def test_damage_behind_the_first_record_is_an_error_and_before_it_none(world: World) -> None:
    all_ = world.path.read_bytes().splitlines(keepends=True)
    for at in (4, 9):
        for damaged in ([*all_[:at], b"x\n", *all_[at + 1 :]], [*all_[:at], *all_[at + 1 :], all_[at]]):
            with pytest.raises(EvidenceError) as failed:
                if at == 9 and damaged[at] == all_[at]:
                    damaged = [*all_[:8], all_[9], all_[8]]
                segment(iter(damaged), MINE)
            assert re.search(r"line \d+", failed.value.message("en"))
    assert segment(iter([b"x\n", *all_[1:]]), MINE).first == 3
    assert segment(iter([*all_, b'{"torn']), MINE).last == 10


def test_records_of_the_older_form_prove_less() -> None:
    """Others' records of that form show their hash only; what it stands for can't be followed."""
    own = [{**r, "session_id": MINE} if n in (0, 3) else r for n, r in enumerate(records(6))]
    made, previous = [], "0" * 64
    for n, record in enumerate(own, 1):
        made.append(old_line(record, previous) if n <= 5 else line_of(n, record, previous))
        previous = hash_of(made[-1])
    cut = segment(iter(made), MINE)
    assert [b'"hash": "' in line for line in cut.lines] == [False, False, True, False, True, False]
    turns = turns_of([{"type": "answer"}], cut.records)
    content, _ = bundle(Conversation(MINE, "kim", turns, cut, {}, False, {"key": ""}, lambda _: None, ""))
    report = check_bundle(content, [Anchor("x", Head("kim", 6, previous))])
    assert report.whole and report.unproved == 2 and report.compared[0].agrees
    files = unpacked(content)
    wrong = {**files, "audit.jsonl": files["audit.jsonl"].replace(b'"n": 3, "hash"', b'"n": 4, "hash"')}
    assert kinds(check_bundle(signed(wrong))) == {"chain"}


def test_the_log_that_holds_a_session_is_found(tmp_path: Path, world: World) -> None:
    folder = world.path.parent
    mine = folder / "examiner.jsonl"
    assert log_of(folder, MINE, mine) == world.path
    assert log_of(folder, "20200101-000000-000000", mine) == mine
    mine.write_bytes(b"".join(chain(2)))
    assert log_of(folder, MINE, mine) == world.path


def test_a_key_that_can_not_be_read(tmp_path: Path) -> None:
    assert read_key(tmp_path / "key") is None
    (tmp_path / "key").write_text("x")
    assert read_key(tmp_path / "key") is None


def test_a_prompts_name_is_no_path(world: World) -> None:
    digest = {"prompt_digests": {"../x": PROMPT.digest}}
    world.audit.append("query", {"session_id": MINE, **digest})
    assert not any(".." in name for name in unpacked(world.made()))
