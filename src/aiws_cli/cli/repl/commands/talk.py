"""/new, /sessions, /resume, /retry, /context: which conversation this is, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ....core.errors import UsageError
from ....core.language import say
from ....ui.cells import cut, printable
from ...output import note, put, put_columns
from ..command import SlashCommand
from .asking import model_names

if TYPE_CHECKING:
    from ..loop import Repl

_LISTED = 15
_TITLE_CELLS = 60


def _new(repl: Repl, _: str) -> None:
    repl.conversation = repl.app.conversation(workspace=repl.conversation.workspace)
    repl.last = None
    note(say("repl.new_started"))


def _sessions(repl: Repl, words: str) -> None:
    """Saved conversations, last changed first, by their first question."""
    wanted = words.casefold().split()
    found = [s for s in repl.app.sessions.list() if all(w in s.title.casefold() for w in wanted)]
    if not found:
        note(say("cli.sessions.none"))
        return
    here = repl.conversation.session_id
    put_columns(
        [
            (
                "✓" if s.id == here else "-",
                s.id,
                s.changed[:16].replace("T", " "),
                say("cli.sessions.turns", turns=s.turns),
                cut(printable(s.title), _TITLE_CELLS),
            )
            for s in found[:_LISTED]
        ]
    )
    if len(found) > _LISTED:
        note(say("repl.sessions.more", count=len(found) - _LISTED))


def _resume(repl: Repl, prefix: str) -> None:
    """Go on with a saved conversation; without an id with the one before this."""
    store = repl.app.sessions
    if not prefix:
        before = next((s.id for s in store.list() if s.id != repl.conversation.session_id), None)
        if before is None:
            raise UsageError(detail=say("repl.resume.none"))
        prefix = before
    id_ = store.resolve(prefix)
    conversation = repl.app.conversation(session_id=id_)
    repl.conversation, repl.last = conversation, None
    asked = _questions(repl)
    last = cut(printable(asked[-1]), _TITLE_CELLS) if asked else "-"
    note(say("repl.resume.done", id=id_, turns=len(asked), question=last))


def _ids(repl: Repl) -> Iterable[str]:
    return tuple(s.id for s in repl.app.sessions.list()[:_LISTED])


def _questions(repl: Repl) -> tuple[str, ...]:
    """What was asked in this conversation, oldest first; of a role that is not in force too, as its lists show it."""
    records = _records(repl)
    return tuple(str(r.get("question", "")) for r in records if r.get("type") == "turn_started")


def _records(repl: Repl) -> tuple[dict[str, Any], ...]:
    """The saved conversation as the person may read it now; nothing before the first question."""
    id_ = repl.conversation.session_id
    if not repl.app.sessions.path(id_).is_file():
        return ()
    return repl.app.session_records(id_)


def _retry(repl: Repl, name: str) -> None:
    """The last question once more, by another model where one is named: for this once."""
    asked = _questions(repl)
    if not asked:
        raise UsageError(detail=say("repl.nothing_yet"))
    question = asked[-1]
    put(f"› {printable(question, keep_lines=True)}")
    if not name:
        repl.ask(question)
        return
    from ...model import usable

    found = usable(repl.app.settings, name)
    gguf = found.where if found.provider == "embedded" else ""
    with repl.app.other_model(found.provider, found.model, gguf=gguf):
        repl.ask(question)


def _stats(repl: Repl, _: str) -> None:
    """What this conversation has cost, from what is saved of it."""
    answers = [r for r in _records(repl) if r.get("type") == "answer"]
    used = [r["usage"] for r in answers if isinstance(r.get("usage"), dict)]
    total = {k: sum(u.get(k, 0) for u in used) for k in _ADDED}
    share = 100 * total["cached_tokens"] / total["prompt_tokens"] if total["prompt_tokens"] else 0.0
    rows = [
        ("session", repl.conversation.session_id),
        ("turns", f"{len(answers):,}"),
        ("model_calls", f"{total['model_calls']:,}"),
        ("tool_calls", f"{total['tool_calls']:,}"),
        ("prompt", say("repl.stats.prompt_of", tokens=total["prompt_tokens"], share=share)),
        ("completion", say("ui.tokens", tokens=total["completion_tokens"])),
        ("time", say("repl.stats.seconds", seconds=total["wall_s"])),
    ]
    put_columns([(say(f"repl.stats.{name}"), value) for name, value in rows])


_ADDED = ("model_calls", "tool_calls", "prompt_tokens", "cached_tokens", "completion_tokens", "wall_s")


COMMANDS = (
    SlashCommand("/new", _new, also=("/clear",)),
    SlashCommand("/sessions", _sessions, "[WORDS]"),
    SlashCommand("/resume", _resume, "[ID]", completes=_ids),
    SlashCommand("/retry", _retry, "[MODEL]", completes=model_names),
    SlashCommand("/stats", _stats),
)
