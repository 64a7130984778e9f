"""Good or bad on an answer, kept as a candidate: one JSONL file a user, fsynced, readable by its owner only.

A candidate is a note for a reviewer. Nothing reads these files to answer a question; what is worth keeping becomes a
verified query of the catalog by a person's hand (`aiws catalog verify`). Rows of a result are never in it, nor anybody's
numbers: a statement about one person is nothing to verify.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

from ..core.errors import Actor, AiwsError
from ..core.untrusted import json_text
from .sessions import StateError

Verdict = Literal["good", "bad"]
VERDICTS: tuple[Verdict, ...] = ("good", "bad")
_TEXTS = ("question", "sql", "mended_sql", "executed_sql", "mended", "comment", "corrected_sql")
_ID = re.compile(r"^[0-9]{8}-[0-9]{6}-[0-9a-f]{6}$")


class NoAnswerYetError(AiwsError):
    """There is no answer to give feedback on. Slots: session."""

    code: ClassVar[str] = "no_answer_yet"
    exit_code: ClassVar[int] = 2
    actor: ClassVar[Actor] = "user"


class NoCandidateError(AiwsError):
    """There is no such candidate, or more than one id starts that way. Slots: id."""

    code: ClassVar[str] = "no_candidate"
    exit_code: ClassVar[int] = 2
    actor: ClassVar[Actor] = "user"


@dataclass(frozen=True)
class Candidate:
    """One verdict on one answer. `sql` is as the model wrote it, `mended_sql` after corrections, `executed_sql` as it ran.

    `at` is ISO 8601, `tables` and `corrected_tables` are `schema.table`, `mended` has rule and reason each;
    `verified_as` is the id of the verified query it became, empty before.
    """

    id: str
    at: str
    verdict: str
    user: str
    role: str
    question: str
    status: str
    intent: str
    sql: str = ""
    mended_sql: str = ""
    executed_sql: str = ""
    mended: tuple[Mapping[str, str], ...] = ()
    tables: tuple[str, ...] = ()
    comment: str = ""
    corrected_sql: str = ""
    corrected_tables: tuple[str, ...] = ()
    as_of: str = ""
    model: str = ""
    provider: str = ""
    model_digest: str = ""
    prompt_versions: Mapping[str, str] = field(default_factory=dict)
    session_id: str = ""
    audit_id: str = ""
    verified_as: str = ""

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, fields in order."""
        return asdict(self)

    @property
    def best_sql(self) -> str:
        """The SQL a reviewer would start from: the asker's, or a good answer's own; empty for a bad one's."""
        if self.corrected_sql:
            return self.corrected_sql
        return (self.mended_sql or self.sql) if self.verdict == "good" else ""


def candidate(
    records: Sequence[Mapping[str, Any]],
    *,
    verdict: Verdict,
    user: str,
    now: datetime,
    comment: str = "",
    model_digest: str = "",
) -> Candidate:
    """The candidate for the last answer of a session's records. Raises NoAnswerYetError where there is none."""
    at = next((i for i in range(len(records) - 1, -1, -1) if records[i].get("type") == "answer"), None)
    if at is None:
        raise NoAnswerYetError(session=str(records[0].get("session_id", "")) if records else "")
    answer = records[at]
    turn = _turn(records[:at])
    written = [str(r.get("sql", "")) for r in turn if r.get("type") in ("sql_written", "sql_mended")]
    started = next((r for r in turn if r.get("type") == "turn_started"), {})
    return Candidate(
        id=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}",
        at=now.isoformat(),
        verdict=verdict,
        user=user,
        role=str(started.get("role", "")),
        question=str(answer.get("question", "")),
        status=str(answer.get("status", "")),
        intent=str(answer.get("intent", "")),
        sql=str(answer.get("sql", "")),
        mended_sql=written[-1] if written else str(answer.get("sql", "")),
        executed_sql=str(answer.get("executed_sql", "")),
        mended=tuple(answer.get("mended") or ()),
        tables=tuple(answer.get("tables") or ()),
        comment=comment.strip(),
        as_of=str(started.get("as_of", "")),
        model=str(answer.get("model", "")),
        provider=str(answer.get("provider", "")),
        model_digest=model_digest,
        prompt_versions=dict(answer.get("prompt_versions") or {}),
        session_id=str(answer.get("session_id", "")),
        audit_id=str(answer.get("audit_id", "")),
    )


def last_audit_id(records: Sequence[Mapping[str, Any]]) -> str:
    """The audit record behind the last answer of a session's records; empty where it ran nothing."""
    answers = [r for r in records if r.get("type") == "answer"]
    return str(answers[-1].get("audit_id", "")) if answers else ""


def _turn(records: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The records since the last question."""
    for at in range(len(records) - 1, -1, -1):
        if records[at].get("type") == "turn_started":
            return records[at:]
    return records


class FeedbackStore:
    """The folder of candidates. Everybody's files are read, only `mine` is written, and only at its end."""

    def __init__(self, folder: Path, mine: str) -> None:
        self.folder = folder
        self._mine = folder / mine

    def add(self, candidate: Candidate) -> Candidate:
        """Keep it, without the personal data and secrets that its texts may hold, and give back what was kept.

        Raises StateError when it cannot be brought to the disk; then nothing of it is kept.
        """
        from ..governance.privacy.redaction import redacted_inside

        kept = replace(candidate, **{f: redacted_inside(getattr(candidate, f)) for f in _TEXTS})
        self._append({"type": "candidate", **kept.as_dict()})
        return kept

    def verified(self, candidate_id: str, query_id: str, now: datetime) -> None:
        """Note which verified query a candidate became. Raises StateError."""
        self._append(
            {"type": "verified", "candidate": candidate_id, "query": query_id, "at": now.isoformat()}
        )

    def list(self) -> tuple[Candidate, ...]:
        """All candidates this user may read, oldest first. Lines that cannot be read are passed over."""
        found: dict[str, Candidate] = {}
        became: dict[str, str] = {}
        for path in sorted(self.folder.glob("*.jsonl")):
            if not os.access(path, os.R_OK):
                continue
            for record in _records(path):
                if record.get("type") == "verified":
                    became[str(record.get("candidate"))] = str(record.get("query"))
                elif (read := _read(record)) is not None:
                    found[read.id] = read
        noted = (replace(c, verified_as=became.get(c.id, "")) for c in found.values())
        return tuple(sorted(noted, key=lambda c: (c.id[:15], c.at)))

    def get(self, prefix: str) -> Candidate:
        """The one candidate whose id starts with `prefix`. Raises NoCandidateError."""
        found = [c for c in self.list() if c.id.startswith(prefix)] if prefix else []
        if len(found) != 1:
            raise NoCandidateError(id=prefix)
        return found[0]

    def _append(self, record: Mapping[str, Any]) -> None:
        line = (json_text(record) + "\n").encode("utf-8")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)
            with os.fdopen(os.open(self._mine, flags, 0o600), "r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                start = file.seek(0, os.SEEK_END)
                if start:
                    # A torn line (a process that died while writing) is ended, so that ours does not melt into it.
                    file.seek(start - 1)
                    line = line if file.read(1) == b"\n" else b"\n" + line
                    file.seek(0, os.SEEK_END)
                try:
                    file.write(line)
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    file.truncate(start)
                    raise
        except OSError as problem:
            raise StateError(path=self._mine, detail=problem.strerror or str(problem)) from problem


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if isinstance(record, dict):
                yield record


def _read(record: Mapping[str, Any]) -> Candidate | None:
    """A record as a candidate; fields this version does not know are left out, missing ones are empty."""
    if record.get("type") != "candidate" or not _ID.match(str(record.get("id", ""))):
        return None
    values = {f.name: record.get(f.name, "") for f in fields(Candidate)}
    for name in ("mended", "tables", "corrected_tables"):
        values[name] = tuple(values[name] or ())
    values["prompt_versions"] = dict(values["prompt_versions"] or {})
    return Candidate(**values)
