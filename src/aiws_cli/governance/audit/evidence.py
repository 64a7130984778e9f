"""An evidence bundle: what one conversation asked and ran, cut out of the log so that the cut can still be checked.

A ZIP of `manifest.json`, `session.json` (questions and the shapes of answers, no rows and no wording of an answer),
`audit.jsonl`, `statements/` (what was written and what was executed), `prompts/` and `README.md`; for an examiner also
`literals.json`, with which the tokens in the statements are filled in. In `audit.jsonl` the session's records are the
log's lines as they are; every other record from the first of them to the head is `{"n":…,"body":…}` alone, which is
enough to follow the chain and tells nothing (lines).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from ...core.errors import Actor, AiwsError
from ...core.language import say
from ...core.untrusted import json_text
from .lines import START, Line, body_of, parse
from .literals import filled
from .log import lines as lines_of

SCHEMA = "aiws.evidence/1"
SHAPE = (
    "question intent status sql executed_sql mended tables period columns row_count truncated model provider"
    " prompt_versions audit_id".split()
)
"""What an answer keeps in a bundle: its shape, never its rows, its words, its chart or its insight."""


class EvidenceError(AiwsError):
    """No bundle can be made of this. Slots: session, detail."""

    code: ClassVar[str] = "evidence"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "user"


@dataclass(frozen=True, slots=True)
class Segment:
    """A log from a session's first record on. `lines` are lines of `audit.jsonl`; `prev` is what the first is chained to."""

    lines: tuple[bytes, ...]
    records: tuple[dict[str, Any], ...]
    first: int
    last: int
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as it is installed now."""

    digest: str
    text: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a bundle is made of. `turns` are tokenised shapes of answers; `literals` stands for their and the log's tokens.

    `true_literals`: an examiner gets them. `about` goes into the manifest as it is (who made it, when, with what).
    """

    session_id: str
    user: str
    turns: Sequence[Mapping[str, Any]]
    segment: Segment
    literals: Mapping[str, str]
    true_literals: bool
    about: Mapping[str, Any]
    prompt: Callable[[str], Prompt | None]
    readme: str


def turns_of(
    events: Iterable[Mapping[str, Any]], records: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What a bundle keeps of a session's events: each answer's shape, what it was answered under, and its result's digest."""
    said: dict[str, dict[str, Any]] = {str(r.get("id")): dict(r) for r in records}
    for record in records:
        said.get(str(record.get("of")), {}).update(result_digest=record.get("result_digest"))
    turns, started = [], {}
    for event in events:
        if event.get("type") == "turn_started":
            started = {k: event.get(k, "") for k in ("at", "role", "workspace", "as_of")}
        elif event.get("type") == "answer":
            more = said.get(str(event.get("audit_id")), {})
            proof = {k: more.get(k) for k in ("dialect", "result_digest")}
            error = (event.get("error") or {}).get("code")
            turns.append({**started, **{k: event.get(k) for k in SHAPE}, "error": error, **proof})
    return turns


def log_of(folder: Path, session_id: str, mine: Path) -> Path:
    """The log in that folder that holds the session's records: the asker's own where it does, else one that may be read."""
    marks = f'"session_id":"{session_id}"'.encode()
    others = sorted(p for p in folder.glob("*.jsonl") if p != mine and os.access(p, os.R_OK))
    return next((p for p in (mine, *others) if any(marks in line for line in lines_of(p))), mine)


def segment(lines: Iterable[bytes], session_id: str) -> Segment:
    """The log's lines cut to one session, from its first record to the log's end.

    Raises EvidenceError where the log has none of it, or is not whole from there on.
    """
    kept: list[bytes] = []
    records: list[dict[str, Any]] = []
    own: set[str] = set()
    n, first, prev, hash_ = 0, 0, "", START
    for number, raw in enumerate(lines, 1):
        if not raw.endswith(b"\n"):
            break
        line, before = parse(raw[:-1], number), n
        n = line.n if line.n is not None else n + 1
        if own and not (line.sound and line.prev == hash_ and n == before + 1):
            raise EvidenceError(session=session_id, detail=say("audit.evidence.broken", line=number))
        hash_ = line.hashes[0]
        record = line.record() if line.sound else {}
        if record.get("session_id") == session_id or record.get("of") in own:
            own.add(str(record.get("id")))
            records.append({**record, "n": n})
            first, prev = first or n, prev or line.prev
            kept.append(line.content)
        elif own:
            kept.append(stub(line, n))
    if not own:
        raise EvidenceError(session=session_id, detail=say("audit.evidence.none"))
    return Segment(tuple(kept), tuple(records), first, n, prev, hash_)


def stub(line: Line, n: int) -> bytes:
    """What stands for a record of somebody else's business. A record of the older form shows its hash, which proves less."""
    body = body_of(line)
    return json.dumps({"n": n, "body": body} if body else {"n": n, "hash": line.hashes[0]}).encode()


def bundle(of: Conversation) -> tuple[bytes, str]:
    """The ZIP, the same bytes for the same conversation, and the SHA-256 of its manifest."""
    literals = dict(of.literals) if of.true_literals else {}
    files: dict[str, bytes] = {
        "README.md": of.readme.encode(),
        "audit.jsonl": b"".join(line + b"\n" for line in of.segment.lines),
        "session.json": _json({"session_id": of.session_id, "turns": list(of.turns)}),
    }
    for record in of.segment.records:
        files |= {k: filled(v, literals).encode() for k, v in statements(record).items()}
    if of.true_literals:
        files["literals.json"] = _json({t: v for t, v in sorted(literals.items()) if _in(t, files.values())})
    prompts: list[dict[str, Any]] = []
    for id_, version, digest in _prompts(of.segment.records):
        now = of.prompt(id_) if id_.isidentifier() else None
        same = now is not None and now.digest == digest
        prompts.append({"id": id_, "version": version, "digest": digest, "text": same})
        if now is not None and same:
            files[f"prompts/{id_}.md"] = now.text.encode()
    manifest = _json(
        {
            "schema": SCHEMA,
            **of.about,
            "session_id": of.session_id,
            "user": of.user,
            **_facts(of.segment.records),
            "prompts": prompts,
            "literals": "true" if of.true_literals else "tokens",
            "log": {k: getattr(of.segment, k) for k in ("first", "prev", "last", "hash")},
            "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
        }
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in sorted({**files, "manifest.json": manifest}.items()):
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            z.writestr(entry, content)
    return out.getvalue(), hashlib.sha256(manifest).hexdigest()


def statements(record: Mapping[str, Any]) -> dict[str, str]:
    """File name → text for what a record says was written and executed."""
    named = {"written": record.get("sql"), "executed": record.get("executed_sql")}
    return {f"statements/{record.get('n')}-{k}.sql": f"{v}\n" for k, v in named.items() if v}


def _facts(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the records say of policy, roles, models and keys, each once, in order."""

    def each(field_: str) -> list[Any]:
        found = (r[field_] for r in records if r.get(field_))
        return list({json.dumps(v, sort_keys=True): v for v in found}.values())

    return {"policies": each("policy"), "roles": each("role"), "models": each("model_digest")}


def _in(token: str, contents: Iterable[bytes]) -> bool:
    return any(token.encode() in content for content in contents)


def _prompts(records: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """Id, version and digest of every prompt the records name, each once."""
    found = [
        (str(id_), str(dict(r.get("prompt_versions") or {}).get(id_, "")), str(digest))
        for r in records
        for id_, digest in dict(r.get("prompt_digests") or {}).items()
    ]
    return list(dict.fromkeys(found))


def _json(value: Mapping[str, Any]) -> bytes:
    return (json_text(value, indent=1) + "\n").encode()
