"""Acts in the audit log: a record and what came of it, selected, and shown with all that they hold."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ..core.language import say
from ..ui.cells import cut, printable
from .output import note, put, put_columns

_HEAD = ("at", "id", "kind", "user", "role")
_FIRST = (
    "status question sql executed_sql tables row_count truncated elapsed_ms error reason detail purpose file query"
    " catalog candidate ran_as session_id policy model provider model_digest prompt_versions prompt_digests"
    " result_digest torn broken".split()
)
_FRAME = frozenset({*_HEAD, "n", "prev", "body", "hash", "of"})
_WIDTH = 160


@dataclass(frozen=True, slots=True)
class Act:
    """A record and its outcome, where there is one."""

    record: Mapping[str, Any]
    outcome: Mapping[str, Any] | None

    @property
    def status(self) -> str:
        """ok, failed or denied; unfinished where a record that has an outcome has none; empty for others."""
        if self.outcome is not None:
            return str(self.outcome.get("status", ""))
        kind = self.record.get("kind")
        return {"denied": "denied", "query": "unfinished", "attach": "unfinished"}.get(str(kind), "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; empty means anything. Times have a zone, `until` is exclusive."""

    user: str = ""
    table: str = ""
    since: datetime | None = None
    until: datetime | None = None
    kind: str = ""
    status: str = ""
    session: str = ""

    def fits(self, act: Act) -> bool:
        """Whether the act is one of those."""
        r = act.record
        return (
            (not self.user or r.get("user") == self.user)
            and (not self.kind or r.get("kind") == self.kind)
            and (not self.status or act.status == self.status)
            and (not self.session or str(r.get("session_id", "")).startswith(self.session))
            and (not self.table or _touches(r, self.table) or _touches(act.outcome or {}, self.table))
        )


def acts(folder: Path, wanted: Wanted) -> list[Act]:
    """The acts in every log of the folder that this user may read, oldest first. An outcome whose record lies before
    `since` stands alone. Raises AuditError."""
    records = list(_records(folder, wanted))
    outcomes = {str(r["of"]): r for r in records if r.get("kind") == "outcome"}
    ids = {str(r.get("id")) for r in records}
    made = (
        Act(r, outcomes.get(str(r.get("id"))))
        for r in records
        if r.get("kind") != "outcome" or str(r.get("of")) not in ids
    )
    return sorted((a for a in made if wanted.fits(a)), key=lambda a: at(a.record))


def show_act(act: Act) -> None:
    """All fields of both records, the frame of the chain left out; texts longer than a line are cut."""
    record = {**(act.outcome or {}), **act.record}
    named = [str(record[k]) for k in _HEAD if record.get(k) not in (None, "")]
    put(printable("  ".join(named)))
    rest = sorted(record.keys() - _FRAME - set(_FIRST))
    fields = {"status": act.status, **{k: record.get(k) for k in (*_FIRST[1:], *rest)}}
    put_columns([(f"  {k}", _text(k, v)) for k, v in fields.items() if v not in (None, "", [], {})])
    put()


def _text(key: str, value: Any) -> str:
    if key == "policy" and isinstance(value, Mapping):
        value = " ".join(str(value.get(k, ""))[:16] for k in ("name", "version", "digest"))
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return cut(printable(text), _WIDTH)


def _records(folder: Path, wanted: Wanted) -> Iterator[dict[str, Any]]:
    from ..governance.audit.log import read

    for path in sorted(folder.glob("*.jsonl")):
        if os.access(path, os.R_OK):
            yield from read(path, since=wanted.since, until=wanted.until)
        else:
            note(say("cli.audit.unreadable", path=path))


def at(record: Mapping[str, Any]) -> datetime:
    """When it was written."""
    return datetime.fromisoformat(str(record["at"])).astimezone()


def _touches(record: Mapping[str, Any], table: str) -> bool:
    """Whether the record names the table, as `schema.table` or by its bare name, case ignored."""
    wanted = table.lower()
    names = [str(t).lower() for t in record.get("tables") or ()]
    return any(n == wanted or n.rpartition(".")[2] == wanted for n in names)
