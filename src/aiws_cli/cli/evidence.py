"""`aiws sessions export --evidence`: a conversation's evidence out of its session file and the audit log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..core.errors import SettingsError, UsageError
from ..core.language import say
from .output import note, put_json

if TYPE_CHECKING:
    from ..app import Application
    from ..governance.audit.evidence import Prompt


def export_evidence(application: Application, session_id: str, path: Path, wants_json: bool) -> None:
    """Write the bundle to `path`, with a record of it in the log before. Raises UsageError where the file is there already,
    EvidenceError, AuditError."""
    from ..governance.audit.evidence import Conversation, bundle, log_of, segment, turns_of
    from ..governance.audit.literals import kept, read_key
    from ..governance.audit.log import lines

    if path.exists():
        raise UsageError(detail=say("cli.save.exists", path=path))
    if not path.parent.is_dir():
        raise UsageError(detail=say("cli.save.no_folder", folder=path.parent))
    audit, who = application.audit, application.who
    log = log_of(application.audit_folder, session_id, application.audit_path)
    cut = segment(lines(log), session_id)
    literals: dict[str, str] = {}
    turns: list[dict[str, Any]] = []
    for turn in turns_of(application.sessions.load(session_id), cut.records):
        safe, found = audit.tokenised(turn)
        turns.append(safe)
        literals |= found
    true_literals = application.examiner
    key = read_key(log.with_name("key"))
    if true_literals and key is not None:
        literals |= kept(log.with_suffix(".literals"), key)
    made = {"by": who, "at": application.clock.now().isoformat(), "aiws": __version__, "key": audit.key_id}
    content, manifest = bundle(
        Conversation(
            session_id=session_id,
            user=log.stem,
            turns=turns,
            segment=cut,
            literals=literals,
            true_literals=true_literals,
            about=made,
            prompt=_prompt,
            readme=say("audit.bundle.readme", session_id=session_id, user=log.stem),
        )
    )
    shown = "true" if true_literals else "tokens"
    about = {"session_id": session_id, "purpose": "evidence", "file": str(path), "literals": shown}
    id_ = audit.append("export", {**who, **about, "manifest": manifest})
    _write(path, content)
    if wants_json:
        place = {"session_id": session_id, "file": str(path), "first": cut.first, "last": cut.last}
        done = {"literals": shown, "manifest": manifest, "audit_id": id_}
        put_json({"schema": "aiws.evidence_written/1", **place, "hash": cut.hash, **done})
        return
    note(say("audit.evidence.made", path=path, first=cut.first, last=cut.last, literals=shown))


def _write(path: Path, content: bytes) -> None:
    """A new file for its owner only."""
    import os

    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _prompt(prompt_id: str) -> Prompt | None:
    from ..core.prompts import prompt
    from ..governance.audit.evidence import Prompt

    try:
        now = prompt(prompt_id)
    except SettingsError:
        return None
    return Prompt(now.digest, now.text)
